"""A design judged on the catalogue in use: the rules of `azstudy.rules`, wired to the facts of this machine."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from azstudy.catalog.catalog import Catalog, default_catalog
from azstudy.errors import InvalidInputError
from azstudy.rules import Facts, Review
from azstudy.rules import review as judge

if TYPE_CHECKING:
    from azstudy.model.design import Design


def review(design: Design, *, catalog: Catalog | None = None, on: str | datetime.date | None = None) -> Review:
    """What Azure would refuse in a design, what will hurt, and what could not be checked, each with its reason.

    Args:
        design: The whole solution.
        catalog: Where sizes and regions come from; the one in use by default.
        on: The day to judge retirements on, a date or ISO text; the catalogue's own date by default.

    Raises:
        InvalidInputError: For something that is not a design, or a text that is not a date.

    >>> from azstudy.model.design import Design
    >>> from azstudy.model.vm import VirtualMachine
    >>> pair = Design("pair", [VirtualMachine("web1", "D2s_v5", zone=1, availability_set="web")], region="westeurope")
    >>> review(pair).ok
    False
    """
    from azstudy.model.design import Design

    if not isinstance(design, Design):
        raise InvalidInputError(
            f"review: {type(design).__name__} was given; a Design is needed. "
            'Put single machines into one: Design("mine", [vm], region="westeurope").'
        )
    return judge(design, facts_of(catalog, on=on))


def facts_of(catalog: Catalog | None = None, *, on: str | datetime.date | None = None) -> Facts:
    """A catalogue as the facts that rules ask for.

    Raises:
        InvalidInputError: For a text that is not a date.

    >>> facts_of().size("d4s_v5").max_data_disks
    8
    """
    catalog = catalog or default_catalog()
    return Facts(sizes=catalog, regions=catalog, on=_day(catalog.as_of if on is None else on))


def _day(given: str | datetime.date) -> datetime.date:
    if isinstance(given, datetime.datetime):
        return given.date()
    if isinstance(given, datetime.date):
        return given
    try:
        return datetime.date.fromisoformat(given)
    except (TypeError, ValueError):
        raise InvalidInputError(f"on: {given!r} is not a date; write it as 2026-11-22.") from None
