"""A drawing in Graphviz' DOT language: pure string functions.

Labels are Graphviz' HTML-like labels, so that a line can be bold or small; text in them is escaped as in XML.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final
from xml.sax.saxutils import escape as xml_escape

from azstudy.topology import words
from azstudy.topology.graph import Badge, Direction, Edge, Group, Node, Topology
from azstudy.topology.look import (
    CHIP_FILL,
    FONT,
    INK,
    LINE_COLOUR,
    QUIET_INK,
    badge_look,
    dashed,
    group_colour,
    look,
    worst,
)

ROW_FROM: Final = 7
"""As many unconnected nodes side by side as this are laid out in rows."""


def render(topology: Topology, *, note: str = "", background: str = "transparent", dpi: int = 0) -> str:
    """The DOT text; `note` stands under the drawing, `dpi` is for pixels only.

    Nodes carry the id `node_0`, `node_1`… in their order, groups `group_0`…: they survive into SVG.
    """
    rank = "LR" if topology.direction is Direction.RIGHT else "TB"
    graph = _attributes(
        bgcolor=background, compound="true", rankdir=rank, nodesep="0.25", ranksep="0.45", fontname=FONT
    )
    box = _attributes(
        shape="box", style="rounded,filled", fontname=FONT, fontsize="13", margin="0.14,0.08", height="0.3"
    )
    line = _attributes(color=LINE_COLOUR, fontname=FONT, fontsize="11", arrowsize="0.7")
    out = ['digraph "" {', f"  graph [{graph}]", f"  node [{box}]", f"  edge [{line}]"]
    if note:
        out.append(f"  graph [labelloc=b label={_chip(words.lines(note, width=80), CHIP_FILL, INK, size=11)}]")
    if dpi:
        out.append(f"  graph [dpi={dpi}]")
    writer = _Writer(topology)
    out += writer.inside("", "  ")
    out += (f"  {line}" for line in writer.edges())
    return "\n".join([*out, "}"]) + "\n"


def quote(text: str) -> str:
    r"""`text` as a quoted DOT string that means just these characters.

    >>> print(quote('a "b" \\ &amp;'))
    "a \"b\" \\ &amp;amp;"
    """
    plain = words.one_line(text).replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;")
    return f'"{plain}"'


def escape(text: str) -> str:
    """`text` for the inside of an HTML-like label, on one line.

    >>> escape('<a & "b">')
    '&lt;a &amp; &quot;b&quot;&gt;'
    """
    # one backslash and a letter stand for a name, here too; two stand for a backslash
    return xml_escape(words.one_line(text), {'"': "&quot;", "\\": "\\\\"})


def _attributes(**given: str) -> str:
    return " ".join(f'{name}="{value}"' for name, value in given.items())


def _font(lines: Iterable[str], *, size: int, colour: str, bold: bool = False) -> list[str]:
    left, right = ("<b>", "</b>") if bold else ("", "")
    return [f'<font point-size="{size}" color="{colour}">{left}{escape(line) or " "}{right}</font>' for line in lines]


def _chip(lines: list[str], fill: str, ink: str, *, size: int, bold: bool = False) -> str:
    """Words on a small box of their own, readable wherever they stand."""
    inner = "<br/>".join(_font(lines, size=size, colour=ink, bold=bold))
    return (
        f'<<table border="0" cellborder="0" cellspacing="0" cellpadding="3" bgcolor="{fill}" style="rounded">'
        f"<tr><td>{inner}</td></tr></table>>"
    )


def _label(node: Node) -> str:
    style = look(node.kind)
    severity = worst(node.badges)
    ink = badge_look(severity).ink if severity else style.ink
    quiet = ink if severity or style.ink != INK else QUIET_INK
    lines = _font(words.lines(node.label), size=13, colour=ink, bold=node.kind in ("root", "branch"))
    if node.detail:
        lines += _font(words.lines(node.detail, width=34), size=11, colour=quiet)
    for badge in node.badges:
        lines += _font(words.lines(str(badge), width=34), size=11, colour=badge_look(badge.severity).ink, bold=True)
    return f"<{'<br/>'.join(lines)}>"


class _Writer:
    def __init__(self, topology: Topology) -> None:
        self.topology = topology
        self.numbers = {node.id: number for number, node in enumerate(topology.nodes)}
        self.group_numbers = {group.id: number for number, group in enumerate(topology.groups)}
        self.nodes: dict[str, list[Node]] = defaultdict(list)
        self.groups: dict[str, list[Group]] = defaultdict(list)
        for node in topology.nodes:
            self.nodes[node.group].append(node)
        for group in topology.groups:
            self.groups[group.parent].append(group)
        self.joined = {end for edge in topology.edges for end in (edge.source, edge.target)}

    def inside(self, where: str, indent: str) -> Iterator[str]:
        for node in self.nodes[where]:
            yield indent + self._node(node)
        yield from self._rows(where, indent)
        for group in self.groups[where]:
            yield f"{indent}subgraph {quote('cluster ' + group.id)} {{"
            yield f"{indent}  {self._frame(group)}"
            if not self._first_inside(group.id):
                yield f'{indent}  {quote("inside " + group.id)} [style=invis shape=point width=0.01 label=""]'
            yield from self.inside(group.id, indent + "  ")
            yield f"{indent}}}"

    def _node(self, node: Node) -> str:
        style = look(node.kind)
        severity = worst(node.badges)
        shown = badge_look(severity) if severity else style
        extra = {"shape": "cylinder", "style": "filled"} if style.drum else {}
        if node.count > 1 and not style.drum:
            extra["peripheries"] = "2"
        if severity:
            extra["penwidth"] = "2"
        looks = _attributes(id=f"node_{self.numbers[node.id]}", fillcolor=shown.fill, color=shown.border, **extra)
        return f"{quote(node.id)} [{looks} label={_label(node)}]"

    def _frame(self, group: Group) -> str:
        severity = worst(group.badges)
        plain = group_colour(group.kind)
        colour, title = (badge_look(severity).border, badge_look(severity).ink) if severity else (plain, plain)
        words_in = words.lines(group.label, width=40) + _marks(group.badges)
        looks = _attributes(
            id=f"group_{self.group_numbers[group.id]}", style="rounded", color=colour, penwidth="1.4", margin="12"
        )
        return f"graph [{looks} labeljust=l label={_chip(words_in, title, '#ffffff', size=12, bold=True)}]"

    def _rows(self, where: str, indent: str) -> Iterator[str]:
        """Invisible lines that put many unconnected nodes in rows instead of one endless one."""
        loose = [node for node in self.nodes[where] if node.id not in self.joined]
        if len(loose) < ROW_FROM:
            return
        across = math.ceil(math.sqrt(len(loose) * 1.3))
        for above, below in zip(loose, loose[across:], strict=False):
            yield f"{indent}{quote(above.id)} -> {quote(below.id)} [style=invis]"

    def _first_inside(self, group: str) -> str:
        """Id of a node in the group, at any depth: a line to a group is a line to a node in it, cut at the frame."""
        pending = [group]
        while pending:
            inner = pending.pop(0)
            if self.nodes[inner]:
                return self.nodes[inner][0].id
            pending += [found.id for found in self.groups[inner]]
        return ""

    def edges(self) -> Iterator[str]:
        for edge in self.topology.edges:
            yield self._edge(edge)

    def _edge(self, edge: Edge) -> str:
        ends, looks = [], []
        for end, side in ((edge.source, "ltail"), (edge.target, "lhead")):
            if end in self.group_numbers:
                looks.append(f"{side}={quote('cluster ' + end)}")
                ends.append(quote(self._first_inside(end) or "inside " + end))
            else:
                ends.append(quote(end))
        if dashed(edge.kind):
            looks.append("style=dashed")
        if edge.label:
            looks.append(f"label={_chip(words.lines(edge.label), CHIP_FILL, INK, size=11)}")
        return " -> ".join(ends) + (f" [{' '.join(looks)}]" if looks else "")


def _marks(badges: Iterable[Badge]) -> list[str]:
    return [line for badge in badges for line in words.lines(str(badge), width=40)]
