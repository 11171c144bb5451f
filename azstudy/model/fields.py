"""The kinds of field a noun has, said in its annotations: `Percent`, `Name`, or marks such as `Refers("Subnet")`.

An annotation decides three things at once: what a person may write (`"Premium SSD"` for a disk type, a list for
a tuple), what is nonsense, and what the value looks like as plain JSON. `azstudy.model.readers` reads them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Final

import attrs

LARGEST_NUMBER: Final = 1e12
"""Nothing in Azure is counted or measured beyond this; a larger number is a slip."""


@attrs.frozen
class Between:
    """Mark of a number: the smallest and largest value that make sense at all (not what Azure allows)."""

    low: float = -LARGEST_NUMBER
    high: float = LARGEST_NUMBER


ANY_NUMBER: Final = Between()


@attrs.frozen
class Matches:
    """Mark of a text: a pattern it has to match, and the words for it."""

    pattern: str
    words: str


@attrs.frozen
class Check:
    """Mark of a text: a function that raises ValueError for nonsense and returns the text to keep."""

    function: Callable[[str], str]


@attrs.frozen(init=False)
class Refers:
    """Mark of a text that names other things of a design: the class names it may point at."""

    kinds: tuple[str, ...]

    def __init__(self, *kinds: str) -> None:
        self.__attrs_init__(kinds)


@attrs.frozen
class Unique:
    """Mark of a tuple of nouns: no two may share this field, since it is what they are looked up by."""

    field: str = "name"


@attrs.frozen
class Parsed:
    """Mark of a union of nouns: the function that reads one of them from text."""

    function: Callable[[str], Any]


Name = Annotated[str, Matches(r"(?s).*\S.*", "a name; write at least one letter or digit")]
Count = Annotated[int, Between(0)]
Positive = Annotated[int, Between(1)]
Amount = Annotated[float, Between(0)]
Percent = Annotated[float, Between(0, 100)]
Zone = Annotated[int, Between(1)]
Port = Annotated[int, Between(0, 65535)]
Tags = Annotated[tuple[tuple[str, str], ...], "tags"]


def _region(text: str) -> str:
    name = "".join(text.lower().split())
    if not (name.isascii() and name.isalnum()):
        raise ValueError(f"{text!r} is not a region name such as 'westeurope'.")
    return name


RegionName = Annotated[str, Check(_region)]
VersionNumber = Annotated[str, Matches(r"\d{1,9}\.\d{1,9}\.\d{1,9}", "Major.Minor.Patch, such as '1.0.0'")]


def version_order(number: str) -> tuple[int, ...]:
    """The order of version numbers, part by part as numbers.

    >>> max(["1.9.0", "1.10.0"], key=version_order)
    '1.10.0'
    """
    return tuple(int(part) for part in number.split("."))
