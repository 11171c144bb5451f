"""What a notebook gets: words, mermaid and SVG together, and SVG alone beyond mermaid's size."""

import pytest
from topology.drawings import shop, small

from azstudy.errors import InvalidInputError, SetupError
from azstudy.topology import _engine, svg
from azstudy.topology.graph import MERMAID_CHARACTERS, MERMAID_EDGES, Edge, Node, Topology
from azstudy.topology.nouns import topology_of

ALL = ["image/svg+xml", "text/plain", "text/vnd.mermaid"]


def star(edges, label="x"):
    nodes = (Node(id="a", label="a"), *(Node(id=f"n{n}", label=label) for n in range(edges)))
    return Topology(nodes=nodes, edges=tuple(Edge(source="a", target=f"n{n}") for n in range(edges)))


def test_three_forms_together():
    bundle = small()._repr_mimebundle_()
    assert sorted(bundle) == ALL
    assert bundle["text/plain"] == small().to_text() == repr(small())
    assert bundle["text/vnd.mermaid"] == small().to_mermaid()
    assert bundle["image/svg+xml"] == small().to_svg()


def test_only_what_is_asked_for_is_drawn(monkeypatch):
    monkeypatch.setattr(svg, "render", lambda *_, **__: pytest.fail("nobody asked for an SVG"))
    assert sorted(small()._repr_mimebundle_(include={"text/vnd.mermaid"})) == ALL[1:]
    assert sorted(small()._repr_mimebundle_(exclude={"image/svg+xml"})) == ALL[1:]


def test_the_same_value_gives_the_same_bytes():
    for drawing in (small, lambda: topology_of(shop())):
        assert drawing()._repr_mimebundle_() == drawing()._repr_mimebundle_()
        assert drawing().to_dot() == drawing().to_dot()


def test_mermaid_is_drawn_up_to_its_limits():
    assert "text/vnd.mermaid" in star(MERMAID_EDGES)._repr_mimebundle_(exclude={"image/svg+xml"})
    bundle = star(MERMAID_EDGES + 1)._repr_mimebundle_()
    assert sorted(bundle) == ALL[:2]
    assert bundle["text/plain"].startswith("Drawn as SVG: 451 lines are more than the 450")
    assert "451 lines are more than the 450" in bundle["image/svg+xml"]


def test_long_text_gives_way_to_svg_too():
    drawing = star(300, label="x" * 150)
    bundle = drawing._repr_mimebundle_(exclude={"image/svg+xml"})
    assert "text/vnd.mermaid" not in bundle
    assert f"more than the {MERMAID_CHARACTERS:,}" in bundle["text/plain"]
    with pytest.raises(InvalidInputError, match="Use the SVG"):
        drawing.to_mermaid()


def test_without_an_engine_words_and_mermaid_remain(monkeypatch):
    monkeypatch.setattr(_engine, "engines", tuple)
    assert sorted(small()._repr_mimebundle_()) == ALL[1:]
    bundle = star(MERMAID_EDGES + 1)._repr_mimebundle_()
    assert sorted(bundle) == ["text/plain"]
    assert "No SVG" in bundle["text/plain"]
    with pytest.raises(SetupError):
        small().to_svg()


def test_a_png_is_drawn_or_refused_clearly(monkeypatch):
    assert small().to_png().startswith(b"\x89PNG\r\n\x1a\n")

    def no_png(engine, dot_source, form):
        raise _engine.subprocess.CalledProcessError(1, "dot", stderr=b'Format: "png" not recognized. Use one of: svg')

    monkeypatch.setattr(_engine, "_draw", no_png)
    with pytest.raises(SetupError, match="writes PNG"):
        small().to_png()


def test_an_svg_is_transparent_named_and_in_pixels():
    drawn = small().to_svg()
    assert drawn.startswith('<svg role="img" aria-label="Small" width="')
    assert "pt" not in drawn.split(">", 1)[0]
    assert 'fill="white"' not in drawn
    assert "<title>front\nsku: Standard</title>" in drawn
