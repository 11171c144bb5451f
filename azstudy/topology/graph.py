"""A drawing as a value: typed nodes and edges in nested groups, and the renderers one call away.

    topology = Topology(title="Two VMs", nodes=(...), edges=(...), groups=(...))
    topology.to_mermaid(), .to_dot(), .to_svg(), .to_png(), .to_text(), .to_networkx()

Order is the order of writing, ids are the writer's: the same value gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, Self

import attrs

from azstudy.errors import InvalidInputError, UnknownNameError, nearest

if TYPE_CHECKING:
    import networkx

Facts = tuple[tuple[str, str], ...]
"""Name and value pairs, in the order in which they are shown."""

CONTAINS: Final = "has"
"""The kind of edge that makes a tree: the target is a part of the source."""

MERMAID_CHARACTERS: Final = 45_000
"""Longest mermaid text azstudy emits; mermaid itself stops at 50,000 (`maxTextSize`, mermaid 11)."""

MERMAID_EDGES: Final = 450
"""Most edges azstudy emits as mermaid; mermaid itself stops at 500 (`maxEdges`, mermaid 11)."""


class Severity(StrEnum):
    """What a badge means. Each has a symbol and a word, so that colour is never alone."""

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"
    UNKNOWN = "not checked"
    FAILED = "failed"
    GOOD = "fine"
    DIFFERENT = "differs"

    @classmethod
    def _missing_(cls, value: object) -> Severity | None:
        # reviews say "info"
        return cls.ADVICE if value == "info" else None

    @property
    def symbol(self) -> str:
        """One character that is different for every severity."""
        return _SYMBOLS[self]


class Direction(StrEnum):
    """Which way a drawing reads: a tree downwards; a design, whose frames stand side by side, to the right."""

    DOWN = "TD"
    RIGHT = "LR"


# Characters that Arial and its twins have, so that no drawing shows an empty box.
_SYMBOLS: Final = {
    Severity.ERROR: "×",
    Severity.WARNING: "▲",
    Severity.ADVICE: "●",
    Severity.UNKNOWN: "?",
    Severity.FAILED: "▼",
    Severity.GOOD: "√",
    Severity.DIFFERENT: "≠",
}


@attrs.frozen
class Badge:
    """A mark on a node: a finding of a review, a failed instance, a concept that is no longer as the notes say.

    >>> str(Badge(Severity.ERROR, "9 data disks, this size takes 8"))
    '× error: 9 data disks, this size takes 8'
    """

    severity: Severity = attrs.field(converter=Severity)
    words: str = ""

    def __str__(self) -> str:
        named = f"{self.severity.symbol} {self.severity.value}"
        return f"{named}: {self.words}" if self.words else named


def _facts(given: Mapping[str, Any] | Iterable[tuple[str, Any]]) -> Facts:
    pairs = given.items() if isinstance(given, Mapping) else given
    return tuple((str(name), str(value)) for name, value in pairs)


@attrs.frozen(kw_only=True)
class Node:
    """One thing in a drawing.

    Attributes:
        id: Unique in the drawing, for people and for code: "web/nic-1".
        label: The words in the box.
        kind: What it is: "vm", "disk", "network-interface"… decides its looks.
        detail: A second, smaller line.
        facts: What a click on it shows.
        group: Id of the innermost group it stands in; "" for none.
        badges: Marks painted on it.
        plural: What many of it are called ("instances"). Equal nodes with a plural fold into one; "" never folds.
        count: How many equal nodes it stands for.
        members: Ids of the nodes it stands for, where it stands for several.
    """

    id: str
    label: str
    kind: str = "resource"
    detail: str = ""
    facts: Facts = attrs.field(default=(), converter=_facts)
    group: str = ""
    badges: tuple[Badge, ...] = ()
    plural: str = ""
    count: int = 1
    members: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Edge:
    """A line from one node or group to another; `kind` "has" makes the target a part of the source."""

    source: str
    target: str
    kind: str = CONTAINS
    label: str = ""


@attrs.frozen(kw_only=True)
class Group:
    """A frame around nodes and other groups: a region, network, subnet, zone, fault domain, availability set."""

    id: str
    label: str
    kind: str = "group"
    parent: str = ""
    facts: Facts = attrs.field(default=(), converter=_facts)
    badges: tuple[Badge, ...] = ()


@attrs.frozen(kw_only=True, repr=False)
class Topology:
    """Nodes, edges and nested groups, drawn by itself in a notebook.

    >>> pair = Topology(
    ...     title="Pair",
    ...     nodes=(Node(id="web", label="web"), Node(id="nic", label="web-nic", kind="network-interface")),
    ...     edges=(Edge(source="web", target="nic"),),
    ... )
    >>> print(pair.to_text())
    Pair
      web
        web-nic

    Raises:
        InvalidInputError: When ids repeat, an edge or group names something that is not there, or groups go in circles.
    """

    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()
    groups: tuple[Group, ...] = ()
    title: str = ""
    direction: Direction = attrs.field(default=Direction.DOWN, converter=Direction)

    def __attrs_post_init__(self) -> None:
        _check(self)

    def node(self, id_: str) -> Node:
        """The node called `id_`; raises UnknownNameError with the nearest ids."""
        for node in self.nodes:
            if node.id == id_:
                return node
        ids = [node.id for node in self.nodes]
        raise UnknownNameError("node", id_, nearest(id_, ids), hint=f"This drawing has {len(ids)} nodes.")

    def group(self, id_: str) -> Group:
        """The group called `id_`; raises UnknownNameError with the nearest ids."""
        for group in self.groups:
            if group.id == id_:
                return group
        ids = [group.id for group in self.groups]
        raise UnknownNameError("group", id_, nearest(id_, ids), hint=f"This drawing has {len(ids)} groups.")

    def group_path(self, id_: str) -> tuple[str, ...]:
        """Ids of the groups around a node, outermost first."""
        parents = {group.id: group.parent for group in self.groups}
        path: list[str] = []
        inner = self.node(id_).group
        while inner:
            path.append(inner)
            inner = parents[inner]
        return tuple(reversed(path))

    def painted(self, marks: Mapping[str, Badge | Iterable[Badge]]) -> Self:
        """The same drawing with badges added, by id of a node or group.

        Raises:
            UnknownNameError: For an id that is not in the drawing.
        """
        added = {id_: (mark,) if isinstance(mark, Badge) else tuple(mark) for id_, mark in marks.items()}
        known = {node.id for node in self.nodes} | {group.id for group in self.groups}
        for id_ in added:
            if id_ not in known:
                raise UnknownNameError("node or group", id_, nearest(id_, known))
        return attrs.evolve(
            self,
            nodes=tuple(_with_badges(node, added) for node in self.nodes),
            groups=tuple(_with_badges(group, added) for group in self.groups),
        )

    def folded(self) -> Self:
        """The same drawing with equal nodes folded into one with a count; see `azstudy.topology.fold`."""
        from azstudy.topology.fold import fold

        return fold(self)

    def unfold(self, *ids: str) -> Self:
        """The same drawing where the nodes folded into these ids stay apart; without ids, where nothing folds.

        Raises:
            UnknownNameError: For an id that is not in the drawing.
        """
        from azstudy.topology.fold import unfold

        return unfold(self, ids)

    def to_mermaid(self, *, fold: bool = True) -> str:
        """A mermaid flowchart, in syntax that mermaid 11.10 and later understand.

        Raises:
            InvalidInputError: When it would be too large for mermaid; says what to use instead.
        """
        from azstudy.topology import mermaid

        text = mermaid.render(self._view(fold))
        reason = mermaid.too_large(text, self._view(fold))
        if reason:
            raise InvalidInputError(f"{reason} Use the SVG, or leave equal nodes folded.")
        return text

    def to_dot(self, *, fold: bool = True) -> str:
        """The drawing in Graphviz' DOT language."""
        from azstudy.topology import dot

        return dot.render(self._view(fold))

    def to_svg(self, *, fold: bool = True) -> str:
        """The drawing as SVG on a transparent background, readable on light and dark pages.

        Raises:
            SetupError: Where no Graphviz program is on this machine.
        """
        from azstudy.topology import svg

        return svg.render(self._view(fold))

    def to_png(self, *, fold: bool = True) -> bytes:
        """The drawing as a PNG on white, for slides.

        Raises:
            SetupError: Where no Graphviz program on this machine writes PNG.
        """
        from azstudy.topology import svg

        return svg.render_png(self._view(fold))

    def to_text(self, *, fold: bool = True) -> str:
        """The drawing in words: parts indented under what holds them, other lines as `→`."""
        from azstudy.topology import text

        return text.render(self._view(fold))

    def to_networkx(self, *, fold: bool = False) -> networkx.DiGraph:
        """A networkx DiGraph with every attribute, unfolded unless asked; see `azstudy.topology.nx`."""
        from azstudy.topology import nx

        return nx.digraph(self._view(fold))

    def _view(self, fold: bool) -> Self:
        return self.folded() if fold else self

    def __repr__(self) -> str:
        return self.to_text()

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None, **_: Any) -> dict[str, str]:
        from azstudy.topology.display import mimebundle

        return mimebundle(self, include=include, exclude=exclude)


def _with_badges(part: Any, added: Mapping[str, tuple[Badge, ...]]) -> Any:
    more = added.get(part.id)
    return attrs.evolve(part, badges=part.badges + more) if more else part


def _check(topology: Topology) -> None:
    groups = {group.id: group.parent for group in topology.groups}
    ids = [*(group.id for group in topology.groups), *(node.id for node in topology.nodes)]
    nodes = {node.id for node in topology.nodes}
    if len(set(ids)) < len(ids):
        repeated = next(id_ for place, id_ in enumerate(ids) if id_ in ids[:place])
        raise InvalidInputError(
            f"The id {repeated!r} stands twice in this drawing; every node and group needs its own."
        )
    if "" in nodes or "" in groups:
        raise InvalidInputError("A node or group has an empty id; give it a name.")
    for part, group in [*((n.id, n.group) for n in topology.nodes), *groups.items()]:
        if group and group not in groups:
            raise InvalidInputError(f"{part!r} stands in a group {group!r} that this drawing does not have.")
    for edge in topology.edges:
        for end in (edge.source, edge.target):
            if end not in nodes and end not in groups:
                raise InvalidInputError(
                    f"An edge {edge.source!r} -> {edge.target!r} names {end!r}, which is not there."
                )
    _check_nesting(groups)


def _check_nesting(parents: Mapping[str, str]) -> None:
    sound: set[str] = set()
    for start in parents:
        path: list[str] = []
        inner = start
        while inner and inner not in sound:
            if inner in path:
                raise InvalidInputError(f"Groups go in a circle: {' -> '.join([*path, inner])}.")
            path.append(inner)
            inner = parents[inner]
        sound.update(path)
