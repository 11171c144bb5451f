"""Which image version "latest" means in a region, and why each other version is not it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Final

import attrs

from azstudy.catalog.catalog import Catalog, default_catalog
from azstudy.errors import InvalidInputError
from azstudy.model.gallery import ImageDefinition, ImageVersion, TargetRegion
from azstudy.model.spoken import Spoken
from azstudy.simulate.timeline import Decision, Timeline

if TYPE_CHECKING:
    import pandas as pd

LATEST: Final = "latest"
LOWER: Final = "lower number"
EXCLUDED: Final = "excluded"
EXCLUDED_HERE: Final = "excluded in the region"
ELSEWHERE: Final = "not in the region"


@attrs.frozen(kw_only=True)
class VersionStanding:
    """How one version stands in the choice.

    Attributes:
        number: The version.
        standing: "latest", "lower number", "excluded", "excluded in the region" or "not in the region".
        because: The reason, in one sentence.
    """

    number: str
    standing: str
    because: str

    @property
    def text(self) -> str:
        """One line."""
        return f"{self.number}: {self.standing}; {self.because}"


@attrs.frozen(kw_only=True)
class LatestResult(Spoken):
    """What "latest" means in one region.

    Attributes:
        region: Where.
        number: The version; None where nothing can be taken, so that a new VM fails there.
        standings: Every version, highest number first, with its reason.
        because: The choice in one sentence.
    """

    region: str
    number: str | None
    standings: tuple[VersionStanding, ...]
    because: str

    def standing(self, number: str) -> VersionStanding | None:
        """How a version stands; None for one that is not there."""
        return next((one for one in self.standings if one.number == number), None)

    @property
    def timeline(self) -> Timeline:
        """The choice as decisions, in the order in which it is made."""
        return Timeline(
            tuple(
                Decision(at_s=0, action=one.standing, subject=one.number, because=one.because) for one in self.standings
            )
        )

    @property
    def text(self) -> str:
        """The choice, then a line a version."""
        return "\n".join([self.because, *(f"  {one.text}" for one in self.standings)])

    def to_frame(self) -> pd.DataFrame:
        """A pandas table, one row a version."""
        import pandas as pd

        return pd.DataFrame([attrs.asdict(one) for one in self.standings], columns=["number", "standing", "because"])


def latest(
    versions: ImageDefinition | Iterable[ImageVersion] | Mapping[str, str | Iterable[str]],
    region: str,
    *,
    excluded: Iterable[str] = (),
    home: str | None = None,
    on: date | str | None = None,
    catalog: Catalog | None = None,
) -> LatestResult:
    """The version that "latest" means for a VM made in a region.

    Of the versions that are replicated to the region and not excluded from latest, neither everywhere nor there, the
    one with the highest number. Major, minor and patch are compared as numbers: 1.10.0 is above 1.9.0. The day it was
    published decides nothing, and neither does the end of life, which is for information. A VM that asks for an exact
    number gets that one, excluded or not, where it is replicated.

    Args:
        versions: An `ImageDefinition`, its versions, or the regions of each number:
            {"1.9.0": ["westeurope"], "2.0.0": ["eastus"]}.
        region: Where the VM is made.
        excluded: Numbers to treat as excluded from latest besides those that say so themselves.
        home: The gallery's region, which versions without target regions are in.
        on: A day; versions whose end of life is past are named as such, and still count.
        catalog: The regions to look names up in.

    Raises:
        InvalidInputError: For an excluded number that is not among the versions, or a version that is no number.
        UnknownNameError: For an unknown region.

    Source: azure-compute-docs shared-image-galleries.md@48a37249.

    >>> print(latest({"1.9.0": "westeurope", "1.10.0": "westeurope", "2.0.0": "eastus"}, "westeurope"))
    In westeurope latest is 1.10.0: the highest number that is there and not excluded.
      2.0.0: not in the region; it is replicated to eastus alone
      1.10.0: latest; the highest number that is there and not excluded
      1.9.0: lower number; 10 is above 9 in the second part: numbers are compared, not letters
    """
    catalog = catalog or default_catalog()
    place = catalog.region(region).name
    found = sorted(_versions(versions, catalog), key=lambda one: one.order, reverse=True)
    left_out = _excluded(excluded, found)
    at_home = None if home is None else catalog.region(home).name
    why_not = {one.number: _why_not(one, place, at_home, left_out) for one in found}
    best = next((one for one in found if why_not[one.number] is None), None)
    day = date.fromisoformat(on) if isinstance(on, str) else on
    standings = tuple(_standing(one, why_not[one.number], best, day) for one in found)
    if best is None:
        because = f"In {place} latest is nothing: {_nothing(found)}. A new VM that asks for latest fails there."
        return LatestResult(region=place, number=None, standings=standings, because=because)
    because = f"In {place} latest is {best.number}: the highest number that is there and not excluded."
    return LatestResult(region=place, number=best.number, standings=standings, because=because)


def _versions(
    given: ImageDefinition | Iterable[ImageVersion] | Mapping[str, str | Iterable[str]], catalog: Catalog
) -> list[ImageVersion]:
    if isinstance(given, ImageDefinition):
        return list(given.versions)
    if isinstance(given, Mapping):
        return [
            ImageVersion(
                number,
                tuple(
                    TargetRegion(catalog.region(name).name) for name in ([names] if isinstance(names, str) else names)
                ),
            )
            for number, names in given.items()
        ]
    found = list(given)
    if not all(isinstance(one, ImageVersion) for one in found):
        raise InvalidInputError(
            "Versions have to be image versions, or the regions of each number, such as {'1.0.0': ['westeurope']}."
        )
    return list({one.number: one for one in found}.values())


def _excluded(given: Iterable[str], versions: list[ImageVersion]) -> frozenset[str]:
    numbers = frozenset([given] if isinstance(given, str) else given)
    unknown = sorted(numbers - {one.number for one in versions})
    if unknown:
        known = ", ".join(one.number for one in versions) or "none"
        raise InvalidInputError(f"Excluded {', '.join(unknown)}: no such version. The versions are {known}.")
    return numbers


def _why_not(version: ImageVersion, region: str, home: str | None, excluded: frozenset[str]) -> tuple[str, str] | None:
    """Standing and reason of a version that "latest" passes over whatever its number; None where it may be taken."""
    targets = {target.region: target for target in version.target_regions}
    places = list(targets) or ([home] if home else [])
    if region not in places:
        words = f"it is replicated to {', '.join(places)}{' alone' if len(places) == 1 else ''}"
        return ELSEWHERE, words if places else "it names no target region"
    if version.exclude_from_latest or version.number in excluded:
        return EXCLUDED, "it is excluded from latest; only who asks for its number gets it"
    if region in targets and targets[region].exclude_from_latest:
        return EXCLUDED_HERE, "it is excluded from latest in this region alone"
    return None


def _standing(
    version: ImageVersion, why_not: tuple[str, str] | None, best: ImageVersion | None, on: date | None
) -> VersionStanding:
    standing, because = why_not or (LATEST, "the highest number that is there and not excluded")
    if why_not is None and best is not None and version is not best:
        standing, because = LOWER, _compared(best.order, version.order)
    if on is not None and version.end_of_life is not None and version.end_of_life < on:
        because += f"; its end of life, {version.end_of_life}, is past, which is for information and changes nothing"
    return VersionStanding(number=version.number, standing=standing, because=because)


def _compared(best: tuple[int, ...], other: tuple[int, ...]) -> str:
    """The first part that decides; where letters would have decided the other way, that is said."""
    at = next(n for n, (a, b) in enumerate(zip(best, other, strict=True)) if a != b)
    words = f"{best[at]} is above {other[at]} in the {('first', 'second', 'third')[at]} part"
    return words + (": numbers are compared, not letters" if str(best[at]) < str(other[at]) else "")


def _nothing(versions: list[ImageVersion]) -> str:
    return "no version is there that is not excluded" if versions else "there is no version at all"
