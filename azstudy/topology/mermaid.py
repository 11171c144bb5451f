"""A drawing as a mermaid flowchart: pure string functions, in syntax of mermaid 11.10.

Every label is quoted. Mermaid reads labels as Markdown and then as HTML, and has keywords and comments of its own: what
could mean anything to one of these is written as mermaid's entity (`#35;`), or kept from it by an invisible character.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from azstudy.topology import words
from azstudy.topology.graph import MERMAID_CHARACTERS, MERMAID_EDGES, Badge, Edge, Group, Node, Topology
from azstudy.topology.look import INK, LINE_COLOUR, PAPER, Look, badge_look, dashed, group_colour, look, worst

LINE: Final = 22
"""Characters on a line below the first: mermaid breaks lines itself at 200 pixels of the page's font."""

_NAMED: Final = {'"': "#quot;", "&": "#amp;", "<": "#lt;", ">": "#gt;"}
# What means something to mermaid's lexer, to its entities or to HTML: written as an entity. "direction LR" is a
# statement to the lexer even inside a label, "%%{" a directive, a backtick the start of a Markdown string.
_ACTIVE = re.compile(r'["&<>#{}`]|d(?=irection\s+(?:T[BD]|BT|RL|LR))', re.IGNORECASE)
# What Markdown, LaTeX ("$$"), icons ("fa:fa-x") and mermaid's own hidden entities ("ﬂ°35¶ß") see after that: an
# invisible character that counts as a space keeps a star from being emphasis, an invisible letter keeps two apart.
_EMPHASIS = re.compile(r"[*\\]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])")
_PAIRS = re.compile(r"\$(?=\$)|ﬂ(?=°)|¶(?=ß)|fa[bklrs]?(?=:fa-)")
_LETTERS: Final = re.compile(r"[^\W_]+")
_STATEMENT: Final = re.compile(r"(direction) (?=T[BD]|BT|RL|LR)", re.IGNORECASE)
_BLANK: Final = "\ufeff"
_JOINER: Final = "\u2060"
_KEYWORDS: Final = "end default graph flowchart subgraph style linkstyle classdef class click href call interpolate"
_RESERVED: Final = frozenset([*_KEYWORDS.split(), "direction"])


def render(topology: Topology) -> str:
    """The flowchart, as it stands: nothing is folded or refused here."""
    ids = _ids(topology)
    out = [f"graph {topology.direction}", f"    accTitle: {_spoken(topology.title)}"]
    out += _inside(topology, "", ids, indent="    ")
    out += [f"    {_edge(edge, ids)}" for edge in topology.edges]
    out += [f"    {line}" for line in _styles(topology, ids)]
    return "\n".join(out)


def _spoken(title: str) -> str:
    """What a screen reader says of the picture: JupyterLab makes it the image's `alt`. Not escaped, so letters only."""
    heard = _STATEMENT.sub(r"\1-", " ".join(_LETTERS.findall(title)))
    return f"Diagram of {heard or 'a design'}"


def too_large(text: str, topology: Topology) -> str:
    """Why mermaid should not draw this; "" where it can."""
    if len(topology.edges) > MERMAID_EDGES:
        return f"{len(topology.edges):,} lines are more than the {MERMAID_EDGES} that mermaid draws well."
    if len(text) > MERMAID_CHARACTERS:
        return f"{len(text):,} characters are more than the {MERMAID_CHARACTERS:,} that mermaid reads well."
    return ""


def escape(text: str) -> str:
    """`text` for the inside of a quoted label, on one line.

    >>> print(escape('say "end" [#1] & go'))
    say #quot;end#quot; [#35;1] #amp; go
    """
    text = _PAIRS.sub(lambda found: found.group() + _JOINER, words.one_line(text))
    text = _ACTIVE.sub(lambda found: _entity(found.group()), text)
    return _EMPHASIS.sub(lambda found: found.group() + _BLANK, text)


def label(lines: Iterable[str]) -> str:
    """Lines as one quoted label."""
    text = "<br/>".join(escape(line) for line in lines) or " "
    # mermaid cuts the line where "style", a colon and an entity meet
    return '"' + (text.replace(":", "#58;") if "#" in text else text) + '"'


def _entity(character: str) -> str:
    return _NAMED.get(character) or f"#{ord(character)};"


def _ids(topology: Topology) -> dict[str, str]:
    """A mermaid id for every id: letters, digits and `_`, told apart by a number where two would be the same."""
    taken: set[str] = set()
    found: dict[str, str] = {}
    for id_ in (*(group.id for group in topology.groups), *(node.id for node in topology.nodes)):
        stem = re.sub(r"[^A-Za-z0-9]+", "_", id_).strip("_") or "node"
        if stem.lower() in _RESERVED or not stem[0].isalpha():
            stem = f"n_{stem}"
        name, number = stem, 2
        while name.lower() in taken:
            name, number = f"{stem}_{number}", number + 1
        taken.add(name.lower())
        found[id_] = name
    return found


def _inside(topology: Topology, group: str, ids: dict[str, str], *, indent: str) -> Iterator[str]:
    nodes: dict[str, list[Node]] = defaultdict(list)
    groups: dict[str, list[Group]] = defaultdict(list)
    for node in topology.nodes:
        nodes[node.group].append(node)
    for inner in topology.groups:
        groups[inner.parent].append(inner)

    def walk(where: str, indent: str) -> Iterator[str]:
        for node in nodes[where]:
            yield f"{indent}{ids[node.id]}{_box(node)}:::{_class(node)}"
        for inner in groups[where]:
            yield f"{indent}subgraph {ids[inner.id]}[{label([*words.lines(inner.label), *_marks(inner.badges)])}]"
            yield from walk(inner.id, indent + "    ")
            yield f"{indent}end"

    return walk(group, indent)


def _box(node: Node) -> str:
    text = words.lines(node.label) + (_small(node.detail) if node.detail else []) + _marks(node.badges)
    if node.count > 1:
        return f"[[{label(text)}]]"
    return f"[({label(text)})]" if look(node.kind).drum else f"[{label(text)}]"


def _marks(badges: Iterable[Badge]) -> list[str]:
    return [line for badge in badges for line in _small(str(badge))]


def _small(text: str) -> list[str]:
    return words.lines(text, width=LINE)


def _edge(edge: Edge, ids: dict[str, str]) -> str:
    arrow = "-.->" if dashed(edge.kind) else "-->"
    text = f"|{label(words.lines(edge.label))}|" if edge.label else ""
    return f"{ids[edge.source]} {arrow}{text} {ids[edge.target]}"


def _class(node: Node) -> str:
    severity = worst(node.badges)
    kind = re.sub(r"[^A-Za-z0-9]+", "_", severity.name.lower() if severity else node.kind)
    return f"is_{kind.strip('_') or 'plain'}"


def _styles(topology: Topology, ids: dict[str, str]) -> Iterator[str]:
    looks: dict[str, Look] = {}
    for node in topology.nodes:
        severity = worst(node.badges)
        looks.setdefault(_class(node), badge_look(severity) if severity else look(node.kind))
    for name, found in sorted(looks.items()):
        yield f"classDef {name} fill:{found.fill},stroke:{found.border},color:{found.ink}"
    for group in topology.groups:
        severity = worst(group.badges)
        colour = badge_look(severity).border if severity else group_colour(group.kind)
        yield f"style {ids[group.id]} fill:{PAPER},stroke:{colour},color:{INK}"
    # JupyterLab keeps a drawing when its theme changes: lines have to show on both
    if topology.edges:
        yield f"linkStyle default stroke:{LINE_COLOUR}"
