"""Any text can stand in a drawing: DOT through the real engine, SVG as XML, mermaid line by line.

That mermaid itself reads what is written here is seen in JupyterLab, in tests/browser/test_maps.py.
"""

import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from topology.nasty import TEXT, WORDS, drawings

from azstudy.topology import dot, mermaid, words
from azstudy.topology.graph import Edge, Group, Node, Topology

LABEL = r'"[^"\n]+"'
ID = r"[A-Za-z][A-Za-z0-9_]*"
LINES = [
    r"graph TD",
    r"accTitle: Diagram of [^\W_][^#;%{}<>&_]*",
    rf"subgraph {ID}\[{LABEL}\]",
    r"end",
    rf"{ID}(?:\[{LABEL}\]|\[\[{LABEL}\]\]|\[\({LABEL}\)\]):::is_\w+",
    rf"{ID} (?:-->|-\.->)(?:\|{LABEL}\|)? {ID}",
    r"classDef is_\w+ fill:#\w{6},stroke:#\w{6},color:#\w{6}",
    rf"style {ID} fill:#\w{{6}},stroke:#\w{{6}},color:#\w{{6}}",
    r"linkStyle default stroke:#\w{6}",
]
SVG = "{http://www.w3.org/2000/svg}"


def squeezed(text):
    return "".join(text.split())


def seen(part):
    """The words of a part of an SVG as a reader sees them, without spaces."""
    return squeezed("".join(text.text or "" for text in part.iter(f"{SVG}text")))


@given(drawings())
def test_every_line_of_mermaid_is_of_a_known_form(drawing):
    for line in mermaid.render(drawing).split("\n"):
        assert any(re.fullmatch(form, line.strip()) for form in LINES), line


@given(TEXT)
def test_a_title_is_heard_and_never_a_statement(text):
    title = (
        mermaid.render(Topology(title=f"{text} direction LR", nodes=[Node(id="a", label="a")])).split("\n")[1].strip()
    )
    assert re.fullmatch(LINES[1], title)
    assert not re.search(r"direction\s+(?:LR|RL|TB|TD|BT)", title, re.IGNORECASE)
    assert set("".join(re.findall(r"[^\W_]", text))) <= set(title)


@given(TEXT)
def test_a_mermaid_label_holds_nothing_that_mermaid_or_markdown_acts_on(text):
    label = mermaid.escape(text)
    assert not re.search(r'["<>{}`\n]|&|#(?!(?:quot|amp|lt|gt|\d+);)', label)
    assert not re.search(r"\*(?!\ufeff)|\\(?!\ufeff)|\$\$|ﬂ°|¶ß|fa:fa-|direction\s+(?:LR|RL|TB|TD|BT)", label, re.I)
    plain = re.sub(r"#(\d+);", lambda found: chr(int(found[1])), label)
    for name, character in (("quot", '"'), ("lt", "<"), ("gt", ">"), ("amp", "&")):
        plain = plain.replace(f"#{name};", character)
    invisible = str.maketrans("", "", "\ufeff\u2060")
    if "#" not in text:  # "#35;" in the text itself reads the same as an entity when decoded this simply
        assert plain.translate(invisible) == words.one_line(text).translate(invisible)


def test_a_plain_label_is_left_as_it_is():
    for text in ("Standard_D4s_v5", "Scale set web: 1,000 instances", "10.0.0.0/16", "Zone 1 (a + b = c)", "日本語"):
        assert mermaid.escape(text) == text


@given(
    st.lists(st.sampled_from(["end", "End", "a b", "a-b", "a_b", "A_B", "1", "日本", "日本語", "é", "node", "n_end"]))
)
def test_mermaid_ids_are_different_and_no_keywords(ids):
    nodes = tuple(Node(id=id_, label="x") for id_ in dict.fromkeys(ids))
    found = re.findall(r"^    (\w+)\[", mermaid.render(Topology(nodes=nodes)), re.MULTILINE)
    assert len({name.lower() for name in found}) == len(nodes)
    assert not {name.lower() for name in found} & {"end", "graph", "style", "default"}


@settings(max_examples=150)
@given(drawings())
def test_the_engine_draws_any_text_and_the_svg_holds_it(drawing):
    root = ET.fromstring(drawing.to_svg(fold=False))
    assert root.tag == f"{SVG}svg"
    assert "id" not in {name for part in root.iter() for name in part.attrib}
    nodes = [part for part in root.iter() if part.get("data-node") is not None]
    assert len(nodes) == 2
    # white space in an attribute is normalised by XML itself
    by_id = {squeezed(part.get("data-node")): part for part in nodes}
    for node in drawing.nodes:
        part = by_id[squeezed(words.clean(node.id))]
        said = [node.label, node.detail, *map(str, node.badges)]
        assert seen(part) == "".join(squeezed(words.clean(text)) for text in said)
    (group,) = (part for part in root.iter() if part.get("data-group") is not None)
    assert seen(group).startswith(squeezed(words.clean(drawing.groups[0].label)))


@pytest.mark.parametrize("text", WORDS)
def test_each_nasty_word_survives_in_an_svg(text):
    drawing = Topology(
        title=text,
        nodes=(Node(id=text, label=text), Node(id=f"{text}!", label="x", group="g")),
        edges=(Edge(source=text, target="g", label=text),),
        groups=(Group(id="g", label=text),),
    )
    root = ET.fromstring(drawing.to_svg())
    assert seen(root).count(squeezed(words.clean(text))) >= 3 or not squeezed(words.clean(text))


@given(TEXT)
def test_a_quoted_dot_string_ends_where_it_should(text):
    assert re.fullmatch(r'"(?:[^"\\\n]|\\.)*"', dot.quote(text))
    ET.fromstring(f"<x>{dot.escape(text)}</x>")


@given(TEXT, st.integers(4, 40))
def test_lines_are_never_wider_than_asked_and_lose_nothing(text, width):
    lines = words.lines(text, width=width)
    assert squeezed("".join(lines)) == squeezed(words.clean(text))
    assert all(len(line) <= width for line in lines)


@given(drawings())
def test_words_and_graph_take_any_text(drawing):
    assert drawing.to_text()
    assert len(drawing.to_networkx()) == 3
