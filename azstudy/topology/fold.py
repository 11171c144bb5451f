"""Equal nodes fold into one with a count, so that 1,000 instances draw as readably as three.

Two nodes are equal when nothing but id and label tells them apart: the same kind, detail, facts, group and badges,
and the same lines to the same or to equal nodes (the coarsest such partition, found by refining until nothing splits).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Final, TypeVar

import attrs

from azstudy.errors import UnknownNameError, nearest
from azstudy.topology.graph import Edge, Node, Topology

FOLD_FROM: Final = 4
"""As many equal nodes as this fold; fewer keep their own names."""

T = TypeVar("T", bound=Topology)


def fold(topology: T) -> T:
    """The drawing with every class of at least `FOLD_FROM` equal nodes drawn as its first member.

    The one that stands for the class keeps the id of its first member, and names all in `members`.
    """
    stands_for = {
        member.id: members[0].id
        for members in _classes(topology)
        if len(members) >= FOLD_FROM and members[0].plural
        for member in members
    }
    if not stands_for:
        return topology
    gathered: dict[str, list[Node]] = defaultdict(list)
    for node in topology.nodes:
        gathered[stands_for.get(node.id, node.id)].append(node)
    edges = (
        attrs.evolve(
            edge,
            source=stands_for.get(edge.source, edge.source),
            target=stands_for.get(edge.target, edge.target),
        )
        if edge.source in stands_for or edge.target in stands_for
        else edge
        for edge in topology.edges
    )
    return attrs.evolve(
        topology,
        nodes=tuple(_folded(nodes) for nodes in gathered.values()),
        edges=tuple(dict.fromkeys(edges)),
    )


def unfold(topology: T, ids: Iterable[str]) -> T:
    """The drawing where the classes that hold these nodes do not fold; without ids, where none does.

    Raises:
        UnknownNameError: For an id that is not in the drawing.
    """
    wanted = set(ids)
    known = {node.id for node in topology.nodes}
    for id_ in sorted(wanted - known):
        raise UnknownNameError("node", id_, nearest(id_, known))
    apart = known
    if wanted:
        apart = {node.id for members in _classes(topology) for node in members if wanted & {m.id for m in members}}
    nodes = (attrs.evolve(node, plural="") if node.plural and node.id in apart else node for node in topology.nodes)
    return attrs.evolve(topology, nodes=tuple(nodes))


def _folded(nodes: list[Node]) -> Node:
    first = nodes[0]
    if len(nodes) == 1:
        return first
    count = sum(node.count for node in nodes)
    return attrs.evolve(
        first, label=f"{count:,} {first.plural}", count=count, members=tuple(node.id for node in nodes), plural=""
    )


def _classes(topology: Topology) -> list[list[Node]]:
    """The nodes by equality, in the order in which each class is first met."""
    lines = _lines(topology.edges)
    colour: dict[str, int] = {}
    keys: dict[object, int] = {}
    for node in topology.nodes:
        key = (node.kind, node.detail, node.facts, node.group, node.badges, node.plural) if node.plural else node.id
        colour[node.id] = keys.setdefault(key, len(keys))
    classes = len(keys)
    while True:
        keys = {}
        refined: dict[str, int] = {}
        for node in topology.nodes:
            if node.plural:
                # A group's colour is its own id: groups never fold.
                around = frozenset((way, kind, label, colour.get(end, end)) for way, kind, label, end in lines[node.id])
                refined[node.id] = keys.setdefault((colour[node.id], around), len(keys))
            else:
                refined[node.id] = keys.setdefault(node.id, len(keys))
        colour = refined
        if len(keys) == classes:
            break
        classes = len(keys)
    gathered: dict[int, list[Node]] = defaultdict(list)
    for node in topology.nodes:
        gathered[colour[node.id]].append(node)
    return list(gathered.values())


def _lines(edges: Iterable[Edge]) -> dict[str, list[tuple[str, str, str, str]]]:
    lines: dict[str, list[tuple[str, str, str, str]]] = defaultdict(list)
    for edge in edges:
        lines[edge.source].append(("out", edge.kind, edge.label, edge.target))
        lines[edge.target].append(("in", edge.kind, edge.label, edge.source))
    return lines
