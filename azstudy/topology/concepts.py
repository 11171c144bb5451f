"""The four concept maps of the course notes as data: as the notes draw them, and as Azure is today.

`as_of` of a source is the date on the page itself or, where the page shows none, the day on which it was read.
"""

from __future__ import annotations

import attrs


@attrs.frozen
class Page:
    """A page of Microsoft's documentation: repository, path and commit, and its date (ISO)."""

    path: str
    as_of: str

    def __str__(self) -> str:
        return f"{self.path} ({self.as_of})"


@attrs.frozen
class Place:
    """Where a concept stands: its words, and the key of the concept it is under ("" for the root)."""

    label: str
    under: str = ""


@attrs.frozen(kw_only=True)
class Difference:
    """What the notes say, what is so today, and why: with the page that says it and its date."""

    concept: str
    notes_say: str
    today: str
    reason: str
    mark: str
    page: Page

    @property
    def source(self) -> str:
        """Repository, path and commit of the page."""
        return self.page.path

    @property
    def as_of(self) -> str:
        """Date of the page (ISO)."""
        return self.page.as_of

    def __str__(self) -> str:
        return f"{self.notes_say} → {self.today} {self.reason} [{self.page}]"


@attrs.frozen(kw_only=True)
class Concept:
    """One box of a map: its place in the notes and today (None where it is not there), and what it means."""

    key: str
    as_notes: Place | None
    as_today: Place | None
    meaning: str
    page: Page


@attrs.frozen(kw_only=True)
class Arrow:
    """A line of today's map that is not "is a part of"."""

    source: str
    target: str
    label: str


@attrs.frozen(kw_only=True)
class ConceptTable:
    """A map as a table: concepts in the order of drawing, today's extra arrows, the differences."""

    name: str
    concepts: tuple[Concept, ...]
    arrows: tuple[Arrow, ...] = ()
    differences: tuple[Difference, ...] = ()


def same(key: str, label: str, under: str, meaning: str, page: Page) -> Concept:
    """A concept that stands in the notes as it does today."""
    place = Place(label, under)
    return Concept(key=key, as_notes=place, as_today=place, meaning=meaning, page=page)


def moved(key: str, notes: Place | None, today: Place | None, meaning: str, page: Page) -> Concept:
    """A concept with another place or name today, or with a place in one of the two only."""
    return Concept(key=key, as_notes=notes, as_today=today, meaning=meaning, page=page)
