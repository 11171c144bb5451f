"""The hotpatch year: which months restart, which do not, and which machines can take part."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Final

import attrs

from azstudy.errors import InvalidInputError
from azstudy.model.image import MarketplaceImage
from azstudy.model.scaleset import ScaleSet
from azstudy.model.spoken import Spoken
from azstudy.model.vm import Machine
from azstudy.model.words import OsType, PatchMode
from azstudy.rules.patching import HOTPATCH_SKUS
from azstudy.simulate.upkeep.backlog import BASELINES
from azstudy.simulate.upkeep.choices import PATCH_TUESDAY
from azstudy.simulate.upkeep.moments import weekday_of_month

if TYPE_CHECKING:
    import pandas as pd

PLANNED: Final = "planned baseline"
UNPLANNED: Final = "unplanned baseline"
HOTPATCH: Final = "hotpatch"


@attrs.frozen(kw_only=True)
class HotpatchMonth:
    """One month: its patch day (second Tuesday), its kind, and whether it restarts."""

    day: date
    kind: str
    restarts: bool
    because: str

    @property
    def text(self) -> str:
        """One line."""
        return f"{self.day:%Y-%m-%d} {self.kind}: {'restart' if self.restarts else 'no restart'}; {self.because}"


@attrs.frozen(kw_only=True)
class HotpatchYear(Spoken):
    """Twelve months of a machine with hotpatch.

    Attributes:
        year: The year.
        months: January to December.
        automatic_rollback: False: a hotpatch does not go back by itself.
    """

    year: int
    months: tuple[HotpatchMonth, ...]
    automatic_rollback: bool = False

    @property
    def restarts(self) -> int:
        """Months that restart."""
        return sum(one.restarts for one in self.months)

    @property
    def hotpatches(self) -> int:
        """Months that do not."""
        return sum(not one.restarts for one in self.months)

    @property
    def text(self) -> str:
        """A line a month, and what stays out."""
        tail = "Updates of .NET, drivers and other non-security updates may restart in any month."
        return "\n".join([*(one.text for one in self.months), tail])

    def to_frame(self) -> pd.DataFrame:
        """A pandas table, one row a month."""
        import pandas as pd

        return pd.DataFrame([attrs.asdict(one) for one in self.months])


def hotpatch_calendar(year: int, *, unplanned: Iterable[int] = ()) -> HotpatchYear:
    """The months of a hotpatch year.

    Every third month has a baseline that restarts (January, April, July, October); the two after it bring hotpatches
    without a restart: 4 and 8 a year. An unplanned baseline, for a fault that a hotpatch cannot mend, takes the place
    of a hotpatch and restarts.

    Args:
        year: Of the calendar.
        unplanned: Months (1 to 12) that get an unplanned baseline; one with a planned baseline restarts anyway.

    Raises:
        InvalidInputError: For a year or month that is none.

    Source: windowsserverdocs hotpatch.md@093f0bfa.

    >>> year = hotpatch_calendar(2026)
    >>> year.restarts, year.hotpatches, [one.day.month for one in year.months if one.restarts]
    (4, 8, [1, 4, 7, 10])
    """
    if isinstance(year, bool) or not isinstance(year, int) or not 2022 <= year <= 9998:
        raise InvalidInputError(f"year={year!r}; allowed is a year from 2022, when hotpatch began in Azure.")
    try:
        extra = set(unplanned)
    except TypeError:
        raise InvalidInputError(f"unplanned={unplanned!r}; allowed is a list of months, such as [5].") from None
    wrong = sorted(str(one) for one in extra if isinstance(one, bool) or one not in range(1, 13))
    if wrong:
        raise InvalidInputError(f"unplanned has {', '.join(wrong)}; allowed are months from 1 to 12.")
    return HotpatchYear(year=year, months=tuple(_month(year, month, month in extra) for month in range(1, 13)))


def _month(year: int, month: int, extra: bool) -> HotpatchMonth:
    day = weekday_of_month(year, month, 1, PATCH_TUESDAY).date()
    if month in BASELINES:
        return HotpatchMonth(day=day, kind=PLANNED, restarts=True, because="the latest cumulative update")
    if extra:
        because = "a fault that a hotpatch cannot mend: it takes the hotpatch's place"
        return HotpatchMonth(day=day, kind=UNPLANNED, restarts=True, because=because)
    return HotpatchMonth(day=day, kind=HOTPATCH, restarts=False, because="security updates in memory")


@attrs.frozen
class HotpatchFit:
    """Whether a machine can be hotpatched, and why not."""

    fits: bool
    because: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self.fits

    @property
    def text(self) -> str:
        """One line."""
        return "It can be hotpatched." if self.fits else f"It cannot be hotpatched: {'; '.join(self.because)}."

    def __str__(self) -> str:
        return self.text


def hotpatch_fits(machine: Machine) -> HotpatchFit:
    """Whether Azure hotpatches a machine: a listed Azure Edition image, AutomaticByPlatform, not a Uniform scale set.

    Args:
        machine: A VM or scale set.

    Source: windowsserverdocs hotpatch.md@093f0bfa; azure-compute-docs automatic-vm-guest-patching.md@0ba239a8.

    >>> import azstudy as az
    >>> image = "MicrosoftWindowsServer:WindowsServer:2025-datacenter-azure-edition:latest"
    >>> vm = az.VirtualMachine("a", "D2s_v5", os="windows", image=image, patching="AutomaticByPlatform")
    >>> bool(hotpatch_fits(vm)), hotpatch_fits(vm.evolve(patching="Manual")).text
    (True, 'It cannot be hotpatched: its patch mode is Manual, not AutomaticByPlatform.')
    """
    found = []
    if machine.os is not OsType.WINDOWS:
        found.append(f"it runs {machine.os}")
    mode = machine.patching.effective_mode(machine.os)
    if mode is not PatchMode.AUTOMATIC_BY_PLATFORM:
        found.append(f"its patch mode is {mode}, not AutomaticByPlatform")
    if isinstance(machine, ScaleSet) and not machine.flexible:
        found.append("it is a Uniform scale set")
    image = machine.image
    if image is None:
        found.append("its image is not named")
    elif not isinstance(image, MarketplaceImage) or image.sku.casefold() not in HOTPATCH_SKUS:
        found.append(f"{image.text} is not a listed Windows Server Azure Edition image")
    return HotpatchFit(not found, tuple(found))
