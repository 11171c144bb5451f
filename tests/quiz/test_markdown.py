"""Markdown of questions becomes HTML in which nothing runs and nothing is loaded."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azstudy.quiz.markdown import literal, one_line, to_html, to_inline_html

TAGS = re.compile(r"<\s*/?\s*([a-z0-9]+)([^>]*)>", re.I)
INLINE = {"a", "br", "code", "em", "strong"}
BLOCKS = {"blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "ul"}
TABLE = {"table", "tbody", "td", "th", "thead", "tr"}
ALLOWED = INLINE | BLOCKS | TABLE


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**a** and `b`", "<p><strong>a</strong> and <code>b</code></p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("one\n\ntwo", "<p>one</p>\n<p>two</p>"),
        ("![alt](https://example.org/x.png)", "<p>alt</p>"),
        ("[x](javascript:alert(1))", "<p>x</p>"),
        (
            "[x](HTTPS://example.org)",
            '<p><a href="HTTPS://example.org" target="_blank" rel="noopener noreferrer">x</a></p>',
        ),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
    ],
)
def test_the_small_safe_part(text, html):
    assert to_html(text) == html


def test_tables():
    assert "<th" in to_html("| a | b |\n|---|---|\n| 1 | 2 |")


def test_inline():
    assert to_inline_html("a **b**") == "a <strong>b</strong>"
    assert to_inline_html("a\n\nb") == "<p>a</p>\n<p>b</p>"


hostile = st.lists(
    st.sampled_from(
        [
            "<img src=x onerror=y>",
            "![a](http://x)",
            "[a](data:text/html,x)",
            "[a](http://x\"onclick='y')",
            "`",
            "*",
            "\n",
            "<",
            ">",
            '"',
            "&lt;",
            "a",
            "](",
            "[",
            "javascript:",
            "<!--",
            "<a href=x>",
            "| a |\n|---|\n",
            "    code",
        ]
    ),
    max_size=12,
).map("".join)


@given(st.one_of(hostile, st.text()))
def test_no_text_brings_in_other_tags_or_handlers(text):
    for tag, rest in TAGS.findall(to_html(text)):
        assert tag.lower() in ALLOWED
        assert not re.search(r"""(?:^|["'\s])on\w+\s*=""", re.sub(r'"[^"]*"', '""', rest))
        assert "javascript:" not in re.sub(r'title="[^"]*"', "", rest).lower() or 'href="http' in rest


@given(st.text())
def test_what_a_person_typed_is_shown_as_it_is(text):
    html = to_html("x " + literal(text))
    assert "<a " not in html
    assert {tag.lower() for tag, _ in TAGS.findall(html)} <= {"p"}


def test_one_line():
    assert one_line(" a\n  b ") == "a b"
