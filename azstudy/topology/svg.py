"""A drawing as SVG and PNG, laid out by Graphviz."""

from __future__ import annotations

import re
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from azstudy.topology import _engine, dot, words
from azstudy.topology.graph import Group, Node, Topology

PNG_DPI: Final = 144

_BEFORE_ROOT = re.compile(r"\A.*?(?=<svg)", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->\n?", re.DOTALL)
_ROOT = re.compile(r'<svg width="([\d.]+)pt" height="([\d.]+)pt"')
_PART = re.compile(r'<g id="([^"]*)" class="([^"]*)">\n<title>[^<]*</title>')
_PAIR = re.compile(r"-?[\d.]+,-?[\d.]+")
_SHAPE = re.compile(
    r'<(?:path|polygon|ellipse)[^>]*? (?:d|points)="(?P<outline>[^"]*)"'
    r'|(?P<text><text xml:space="preserve" )text-anchor="start" x="[-\d.]+"'
)
_FAMILY: Final = 'font-family="Arial"'
_FAMILIES: Final = 'font-family="Arial, Liberation Sans, Helvetica, sans-serif"'


def render(topology: Topology, *, note: str = "") -> str:
    """SVG text on a transparent background; each node's `<g>` carries `data-node`, each group's `data-group`.

    Nothing in it has an id, so several drawings can stand on one page. A node's `<title>` holds its facts.
    """
    return _tidy(_engine.render_svg(dot.render(topology, note=note)), topology)


def render_png(topology: Topology) -> bytes:
    """PNG on white, twice as large as the SVG on screen.

    Raises:
        SetupError: Where no Graphviz program on this machine writes PNG.
    """
    return _engine.render_png(dot.render(topology, background="white", dpi=PNG_DPI))


def _tidy(raw: str, topology: Topology) -> str:
    title = words.one_line(topology.title) or f"A drawing of {len(topology.nodes)} parts"
    svg = _COMMENT.sub("", _BEFORE_ROOT.sub("", raw))
    # points become pixels: words of 13 pixels, as on the page around them
    svg = _ROOT.sub(lambda found: f'<svg role="img" aria-label={quoteattr(title)} {_size(found)}', svg, count=1)
    parts: dict[str, Node | Group] = {f"node_{n}": node for n, node in enumerate(topology.nodes)}
    parts |= {f"group_{n}": group for n, group in enumerate(topology.groups)}
    svg = _PART.sub(lambda found: _opening(found, parts), svg).replace('<g id="graph0" ', "<g ")
    return _centred(svg).replace(_FAMILY, _FAMILIES)


def _centred(svg: str) -> str:
    """Graphviz guesses how wide words are and starts them at the left; centre them on their box instead.

    So the words stay in the middle where the page's font is wider than the guess.
    """
    middle = 0.0

    def place(found: re.Match[str]) -> str:
        nonlocal middle
        outline, words_ = found["outline"], found["text"]
        if outline:
            across = [float(pair.split(",")[0]) for pair in _PAIR.findall(outline)]
            middle = (min(across) + max(across)) / 2
            return found.group()
        return f'{words_}text-anchor="middle" x="{middle:.2f}"'

    return _SHAPE.sub(place, svg)


def _size(found: re.Match[str]) -> str:
    return f'width="{found[1]}" height="{found[2]}" style="max-width: 100%; height: auto"'


def _opening(found: re.Match[str], parts: dict[str, Node | Group]) -> str:
    part = parts.get(found[1])
    if part is None:
        return f'<g class="{found[2]}">'
    kind = "node" if isinstance(part, Node) else "group"
    said = [part.label, *(f"{name}: {value}" for name, value in part.facts), *map(str, part.badges)]
    title = escape("\n".join(words.one_line(line) for line in said))
    return f'<g data-{kind}={quoteattr(words.clean(part.id))} class="{found[2]}">\n<title>{title}</title>'
