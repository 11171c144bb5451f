"""HTML of the labs: everything that is not markup is escaped, tables are built for screen readers."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azstudy.labs import _html as h


class Text(HTMLParser):
    """Collects text and tags."""

    def __init__(self):
        super().__init__()
        self.said, self.tags = "", []

    def handle_data(self, data):
        self.said += data

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))


def read(markup):
    parser = Text()
    parser.feed(markup)
    parser.close()
    return parser


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_text_comes_out_as_it_went_in_and_makes_no_tags(said):
    parsed = read(h.tag("p", said, title=said))
    assert parsed.said == said
    assert [tag for tag, _ in parsed.tags] == ["p"]
    assert parsed.tags[0][1]["title"] == said


def test_markup_is_not_escaped_twice():
    assert h.tag("p", h.tag("b", "a & b")) == "<p><b>a &amp; b</b></p>"


def test_attributes_that_are_off_are_left_out():
    assert (
        h.tag("input", disabled=False, required=True, title=None, tabindex=0) == '<input required tabindex="0"></input>'
    )


@pytest.mark.parametrize("scroll", [True, False])
def test_a_table_has_scopes_a_caption_and_can_be_reached_with_the_keyboard(scroll):
    columns = [h.Column("Size"), h.Column("USD", numeric=True)]
    made = h.table(columns, [("D2s_v5", "<7>"), ("D4s_v5", "14")], caption="Prices", scroll=scroll)
    tags = read(made).tags
    assert [attrs["scope"] for tag, attrs in tags if tag == "th"] == ["col", "col", "row", "row"]
    region = tags[0][1]
    assert region["tabindex"] == "0"
    assert region["role"] == "region"
    assert region["aria-label"] == "Prices"
    assert region["data-lm-suppress-shortcuts"] == "true"
    assert "&lt;7&gt;" in made


def test_a_table_refuses_a_row_of_another_length():
    with pytest.raises(ValueError, match="shorter"):
        h.table([h.Column("a"), h.Column("b")], [("1",)], caption="")


@pytest.mark.parametrize("status", list(h.TRUST))
def test_trust_is_said_with_symbol_and_word(status):
    symbol, word, meaning = h.TRUST[status]
    made = h.badge(status)
    assert f"{symbol} {word}" in made
    assert meaning in made
    assert len({symbol for symbol, _, _ in h.TRUST.values()}) == len(h.TRUST)


def test_what_is_not_known_is_a_dash_and_never_zero():
    assert h.usd(None) == h.number(None) == "–"
    assert h.usd(0.0) == "0.00"
