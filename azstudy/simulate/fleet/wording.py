"""The words of the log: zones and instances in a row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def row(parts: Iterable[object], last: str = "and") -> str:
    """Things in a row, as in a sentence.

    >>> row([1, 2, 3]), row(["web"]), row([])
    ('1, 2 and 3', 'web', 'none')
    """
    words = [str(part) for part in parts]
    if len(words) < 2:
        return words[0] if words else "none"
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def count(number: int, noun: str) -> str:
    """A number with its noun.

    >>> count(1, "instance"), count(1200, "instance")
    ('1 instance', '1,200 instances')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def zones(names: Iterable[int | None]) -> str:
    """Zones in a row.

    >>> zones([2]), zones([1, 3]), zones([None])
    ('zone 2', 'zones 1 and 3', 'no zone')
    """
    given = list(names)
    if given == [None]:
        return "no zone"
    return f"zone{'' if len(given) == 1 else 's'} {row(given)}"


def spread(per_zone: Mapping[int, int], verb: str = "") -> str:
    """Counts of each zone, in the order of zones.

    >>> spread({1: 5, 2: 3, 3: 4})
    'zones 1, 2 and 3 have 5, 3 and 4'
    """
    order = sorted(per_zone)
    return f"{zones(order)} {verb or ('has' if len(order) == 1 else 'have')} {row(per_zone[zone] for zone in order)}"
