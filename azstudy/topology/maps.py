"""The four concept maps, drawn as the notes say and as it is today.

>>> concept_map("management", as_="notes").node("defender-for-cloud").label
'Azure Security Center'
>>> concept_map("management").node("defender-for-cloud").label
'Microsoft Defender for Cloud'
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

import attrs

from azstudy.errors import UnknownNameError, nearest
from azstudy.topology.concepts import Concept, ConceptTable, Difference, Place
from azstudy.topology.concepts_care import GALLERY, MANAGEMENT
from azstudy.topology.concepts_machines import SCALE_SET, VIRTUAL_MACHINE
from azstudy.topology.graph import Badge, Edge, Node, Severity, Topology

TABLES: Final = {table.name: table for table in (VIRTUAL_MACHINE, SCALE_SET, GALLERY, MANAGEMENT)}

MAPS: Final = tuple(TABLES)
"""Names of the concept maps."""

_ALIASES: Final = {
    "vm": "virtual-machine",
    "azure-virtual-machine": "virtual-machine",
    "vmss": "scale-set",
    "vm-scale-set": "scale-set",
    "compute-gallery": "gallery",
    "azure-compute-gallery": "gallery",
    "vm-management": "management",
}


class As(StrEnum):
    """Which state of a map is drawn."""

    TODAY = "today"
    NOTES = "notes"


@attrs.frozen(kw_only=True, repr=False)
class ConceptMap(Topology):
    """A concept map; `differences` lists what is not as the notes say, with reason, source and date."""

    name: str
    as_: As
    differences: tuple[Difference, ...] = ()


def concept_map(name: str, as_: str | As = As.TODAY, *, marks: bool = True) -> ConceptMap:
    """One of the four concept maps.

    Args:
        name: "virtual-machine", "scale-set", "gallery" or "management".
        as_: "today", or "notes" for the map as the course notes draw it.
        marks: False to leave out the marks where notes and today differ.

    Raises:
        UnknownNameError: For another name; lists the four.

    >>> print(concept_map("gallery", as_="notes", marks=False))
    Azure Compute Gallery
      Image Definitions
        OS Type
        Publisher
      Image Versions
        Replication
        Versioning
      Applications
        VM Extensions
    """
    table = TABLES[_named(name)]
    state = _state(as_)
    differences = {difference.concept: difference for difference in table.differences}
    root = next(_place(concept, state) for concept in table.concepts)
    arrows = table.arrows if state is As.TODAY else ()
    return ConceptMap(
        name=table.name,
        as_=state,
        title=root.label if root else table.name,
        nodes=tuple(_nodes(table, state, differences, marks=marks)),
        edges=(
            *(Edge(source=place.under, target=key) for key, place in _places(table, state) if place.under),
            *(Edge(source=arrow.source, target=arrow.target, kind="drives", label=arrow.label) for arrow in arrows),
        ),
        differences=table.differences,
    )


def is_map(name: str) -> bool:
    """True where `name` is a concept map or a short name of one."""
    key = _key(name)
    return _ALIASES.get(key, key) in TABLES


def _key(name: str) -> str:
    return "-".join(str(name).lower().replace("_", " ").replace("-", " ").split())


def _named(name: str) -> str:
    key = _key(name)
    key = _ALIASES.get(key, key)
    if key not in TABLES:
        raise UnknownNameError("concept map", name, nearest(key, TABLES), hint=f"The maps are {', '.join(MAPS)}.")
    return key


def _state(given: str | As) -> As:
    try:
        return As(str(given).strip().lower())
    except ValueError:
        raise UnknownNameError("state of a map", given, hint="Allowed: today, notes.") from None


def _place(concept: Concept, state: As) -> Place | None:
    return concept.as_today if state is As.TODAY else concept.as_notes


def _places(table: ConceptTable, state: As) -> Iterator[tuple[str, Place]]:
    for concept in table.concepts:
        place = _place(concept, state)
        if place:
            yield concept.key, place


def _nodes(table: ConceptTable, state: As, differences: dict[str, Difference], *, marks: bool) -> Iterator[Node]:
    above = {place.under for _, place in _places(table, state)}
    for concept in table.concepts:
        place = _place(concept, state)
        if place is None:
            continue
        difference = differences.get(concept.key)
        facts: list[tuple[str, str]] = [
            ("What it is", concept.meaning),
            ("Source", concept.page.path),
            ("As of", concept.page.as_of),
        ]
        if difference:
            facts += [
                ("The notes say", difference.notes_say),
                ("Today", difference.today),
                ("Why", difference.reason),
                ("Source of the difference", str(difference.page)),
            ]
        yield Node(
            id=concept.key,
            label=place.label,
            kind="root"
            if not place.under
            else "branch"
            if concept.key in above or place.under == table.name
            else "leaf",
            facts=facts,
            badges=(Badge(Severity.DIFFERENT, _mark(concept, difference, state)),) if difference and marks else (),
        )


def _plain_facts(concept: Concept) -> Iterator[tuple[str, str]]:
    yield "What it is", concept.meaning
    yield "Source", concept.page.path
    yield "As of", concept.page.as_of


def _mark(concept: Concept, difference: Difference, state: As) -> str:
    if state is As.TODAY:
        return difference.mark
    today = concept.as_today
    renamed = today is not None and concept.as_notes is not None and today.label != concept.as_notes.label
    return f"now {today.label}" if renamed and today else difference.mark
