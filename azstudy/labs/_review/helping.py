"""Which fields a finding points to: those where another value makes it go. Found by trying, not by a list."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from azstudy.catalog.catalog import Catalog
from azstudy.errors import AzstudyError
from azstudy.labs._controls import Value
from azstudy.labs._review.edits import OF_DESIGN, Place, apply, at, find, places
from azstudy.labs._review.fields import Field, fields_of
from azstudy.model.design import Design
from azstudy.model.noun import Noun
from azstudy.rules import Facts, Finding, review

MOST_TRIALS = 1000
"""Trials for one finding; a trial costs 0.05 ms in a small design, 0.5 ms in one of 45 resources."""

MOST_OF_A_FIELD = 20
"""Trials for one field; of a longer list every so manieth value is tried."""


@attrs.frozen
class Help:
    """A field that can take a finding away, with a value that does so."""

    field: Field
    value: Value


def helps(design: Design, finding: Finding, facts: Facts, catalog: Catalog) -> tuple[Help, ...]:
    """The fields that can take `finding` away, those nearest to its subject first."""
    found: dict[str, Help] = {}
    left = MOST_TRIALS
    for place, noun in around(design, finding.subject):
        for field in fields_of(design, place, noun, catalog):
            if field.target in found or left <= 0:
                continue
            for value in field.trials[:: 1 + len(field.trials) // MOST_OF_A_FIELD]:
                left -= 1
                if _goes(design, finding, field, value, facts):
                    found[field.target] = Help(field, value)
                    break
    return tuple(found.values())


def around(design: Design, subject: str) -> Iterator[tuple[Place, Noun]]:
    """A finding's subject, what holds it, what lies in it, and the resources it names or that name it."""
    near = find(design, subject)
    seen: set[str] = set()
    holders = [place.resource for place in near if place.kind != OF_DESIGN]
    inside = [p for h in holders for _, p, _ in places(design) if p.resource == h and p not in (h, *near)]
    order = [*near, *holders, *_linked(design, holders), Place(OF_DESIGN, design.name), *inside]
    for place in order:
        if place.text not in seen:
            seen.add(place.text)
            yield place, at(design, place)


def _linked(design: Design, holders: list[Place]) -> Iterator[Place]:
    mine = [at(design, place) for place in holders]
    whole = {id(noun): place.resource for _, place, noun in places(design)}
    for reference in design.references:
        source, target = reference.source, reference.target
        if any(source is noun for noun in mine) and target is not None and id(target) in whole:
            yield whole[id(target)]
        elif any(target is noun for noun in mine) and id(source) in whole:
            yield whole[id(source)]


def _goes(design: Design, finding: Finding, field: Field, value: Value, facts: Facts) -> bool:
    """True where this value takes the finding away, rather than making the rule impossible to check."""
    try:
        tried = apply(design, [field.edit(value)])
    except AzstudyError:
        return False
    # leaving out the thing itself would be no answer
    still = {path for path, _, _ in places(tried)} >= {finding.subject} & {path for path, _, _ in places(design)}
    return still and not review(tried, facts, rules=[finding.rule]).about(finding.subject)
