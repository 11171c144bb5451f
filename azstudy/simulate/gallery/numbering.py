"""The number Image Builder gives to the next image version."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import attrs

from azstudy.errors import InvalidInputError, UnknownNameError, nearest
from azstudy.model.fields import version_order
from azstudy.model.gallery import ImageDefinition

SCHEMES: Final = ("Latest", "Source")
FIRST: Final = (1, 0, 0)
"""The number where nothing is published yet. Not documented."""
MAJOR_UNSET: Final = -1
"""The API takes -1 for a major version that is not set (Az.ImageBuilder, New-AzImageBuilderTemplateDistributeVersioner
LatestObject, 2026)."""


@attrs.frozen
class NextVersion:
    """The number of the next version, and why.

    Attributes:
        number: Major.Minor.Patch.
        because: The reason, in one sentence.
    """

    number: str
    because: str

    @property
    def text(self) -> str:
        """One line."""
        return f"{self.number}: {self.because}"

    def __str__(self) -> str:
        return self.text


def next_version(
    published: ImageDefinition | Iterable[str] = (),
    *,
    scheme: str = "Latest",
    major: int | None = None,
    source: str | None = None,
) -> NextVersion:
    """The number that Image Builder gives to the version it distributes.

    Scheme Latest takes the highest number (under `major`, if it is given) and adds one to its patch, so in a
    definition without a higher major version the new image is also "latest". Scheme Source takes the number of the
    source image. Excluded versions count too: a number is taken once.

    Args:
        published: The definition, or the numbers that it has.
        scheme: "Latest" (the default) or "Source".
        major: For Latest: the major version to stay in; None or -1 for the highest there is.
        source: For Source: the number of the source image, such as "22.4.20261105"; a fourth part is left out.

    Raises:
        InvalidInputError: For numbers that are none, a negative major version, a missing source, or a number that is
            already published.
        UnknownNameError: For another scheme.

    Source: azure-compute-docs linux/image-builder-json.md@1a043fb3 (versioning).

    >>> published = ["0.1.1", "0.1.2", "1.0.0", "1.0.1", "1.1.0", "1.1.1", "1.2.0", "2.0.0", "2.0.1", "2.1.0"]
    >>> [next_version(published, major=major).number for major in (None, 2, 1, 0)]
    ['2.1.1', '2.1.1', '1.2.1', '0.1.3']
    """
    names = {name.casefold(): name for name in SCHEMES}
    if str(scheme).casefold() not in names:
        raise UnknownNameError("versioning scheme", str(scheme), nearest(str(scheme), SCHEMES))
    numbers = [one.number for one in published.versions] if isinstance(published, ImageDefinition) else list(published)
    taken = {_parts(number) for number in numbers}
    if names[str(scheme).casefold()] == "Source":
        return _from_source(source, taken, major)
    if source is not None:
        raise InvalidInputError("source belongs to the scheme Source; leave it out, or say scheme='Source'.")
    return _latest(taken, _major(major))


def _parts(number: str) -> tuple[int, int, int]:
    parts = str(number).split(".")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() for part in parts):
        raise InvalidInputError(f"{number!r} is no version. Write Major.Minor.Patch in digits, such as '1.10.0'.")
    major, minor, patch = version_order(str(number))
    return major, minor, patch


def _major(given: int | None) -> int | None:
    if given is None or given == MAJOR_UNSET:
        return None
    if isinstance(given, bool) or not isinstance(given, int) or given < 0:
        raise InvalidInputError(f"major={given!r}; allowed is a whole number from 0, or None for the highest.")
    return given


def _latest(taken: set[tuple[int, int, int]], major: int | None) -> NextVersion:
    same = {number for number in taken if major is None or number[0] == major}
    if not same:
        first = FIRST if major is None else (major, 0, 0)
        where = "nothing is published yet" if major is None else f"nothing is published under {major}"
        return NextVersion(_text(first), f"{where}: azstudy begins with {_text(first)} (not documented)")
    high = max(same)
    where = "the highest number" if major is None else f"the highest number under {major}"
    return NextVersion(
        _text((high[0], high[1], high[2] + 1)), f"{where} is {_text(high)}, and its patch goes up by one"
    )


def _from_source(source: str | None, taken: set[tuple[int, int, int]], major: int | None) -> NextVersion:
    if major is not None and major != MAJOR_UNSET:
        raise InvalidInputError("major belongs to the scheme Latest; leave it out with the scheme Source.")
    if source is None:
        raise InvalidInputError("The scheme Source needs the number of the source image: source='22.4.20261105'.")
    parts = source.split(".")
    number = _parts(".".join(parts[:3]) if len(parts) == 4 else source)
    if number in taken:
        raise InvalidInputError(
            f"{_text(number)} is already published, and a number is used once. Take a newer source image, or the "
            "scheme Latest."
        )
    return NextVersion(_text(number), f"the source image is {source}")


def _text(number: tuple[int, int, int]) -> str:
    return ".".join(map(str, number))
