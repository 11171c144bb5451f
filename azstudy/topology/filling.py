"""Fills the branches of a concept map with the values of one noun."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

import attrs

from azstudy.topology.concepts import ConceptTable
from azstudy.topology.graph import Edge, Group, Node, Topology

NONE: Final = "none"
NOT_SAID: Final = "not said"


@attrs.frozen
class Fill:
    """What a branch holds: a line of detail, facts, and parts of its own (nodes whose ids start with the noun's)."""

    detail: str = ""
    facts: tuple[tuple[str, Any], ...] = ()
    parts: tuple[Node, ...] = ()


def fill(
    table: ConceptTable,
    name: str,
    values: Mapping[str, Fill],
    *,
    facts: Iterable[tuple[str, Any]] = (),
    groups: Iterable[Group] = (),
    nodes: Iterable[Node] = (),
    edges: Iterable[Edge] = (),
) -> Topology:
    """The map of `table` as it is today, its root called `name`, each branch with its value.

    Args:
        table: The concept map.
        name: Name of the noun; ids are "name" for the root and "name/branch" below it.
        values: What each branch holds, by key of the concept.
        facts: Facts of the root.
        groups: Frames to add.
        nodes: Nodes to add beside the map.
        edges: Lines to add.
    """
    drawn: list[Node] = []
    lines: list[Edge] = []
    above = {concept.as_today.under for concept in table.concepts if concept.as_today}
    for concept in table.concepts:
        place = concept.as_today
        if place is None:
            continue
        value = values.get(concept.key, Fill())
        if not place.under:
            drawn.append(Node(id=name, label=name, kind="root", detail=place.label, facts=tuple(facts)))
            continue
        id_ = f"{name}/{concept.key}"
        kind = "branch" if concept.key in above or place.under == table.name else "leaf"
        said = (*value.facts, ("What it is", concept.meaning), ("Source", str(concept.page)))
        drawn.append(Node(id=id_, label=place.label, kind=kind, detail=value.detail, facts=said))
        whole = name if place.under == table.name else f"{name}/{place.under}"
        lines.append(Edge(source=whole, target=id_))
        drawn += value.parts
        lines += (Edge(source=id_, target=part.id) for part in value.parts)
    return Topology(title=name, nodes=(*drawn, *nodes), edges=(*lines, *edges), groups=tuple(groups))


def shown(value: Any) -> str:
    """A field's value in words.

    >>> shown(True), shown(None), shown(1234.0), shown(("a", "b"))
    ('yes', 'not said', '1,234', 'a, b')
    """
    if value is None:
        return NOT_SAID
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return f"{value:,.12g}"
    if isinstance(value, tuple):
        return ", ".join(map(shown, value)) or NONE
    return str(getattr(value, "text", getattr(value, "name", value)) if attrs.has(type(value)) else value)


def facts_of(noun: Any, *names: str) -> tuple[tuple[str, str], ...]:
    """Fields of a noun as facts; without names those that differ from Azure's defaults, but for its name."""
    fields = names or tuple(field for field in noun.changed_fields() if field != "name")
    return tuple((field.replace("_", " "), shown(getattr(noun, field))) for field in fields)


def names_of(parts: Iterable[Any]) -> str:
    """Names of nouns joined by commas; "none" where there are none."""
    return ", ".join(str(part.name) for part in parts) or NONE
