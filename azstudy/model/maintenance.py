"""Maintenance configurations: when the platform or the guest may be patched."""

import re
from datetime import datetime
from typing import Annotated, Final

from azstudy.errors import InvalidInputError
from azstudy.model.fields import Amount, Between, Name, Positive, RegionName, Tags
from azstudy.model.noun import Noun, noun
from azstudy.model.schedule_words import MaintenanceScope, PatchClass, RecurrenceUnit, Weekday, WeekOfMonth
from azstudy.model.timezones import TimeZone
from azstudy.model.words import OsType, RebootSetting

_RECURRENCE: Final = re.compile(
    r"(?P<every>\d{0,4})\s*(?P<unit>hour|day|week|month)s?(?:\s+(?P<rest>.+))?", re.IGNORECASE
)
_WEEKDAY: Final = re.compile(r"(?P<week>\w+)\s+(?P<day>\w+)(?:\s+offset\s*(?P<offset>[+-]?\d))?", re.IGNORECASE)


@noun
class Recurrence(Noun):
    """How often a maintenance window opens; `parse` and `text` speak Azure's `recurEvery`.

    Weeks may name days; months name days of the month, or one weekday of one week with an offset of up to six days.

    Source: azure-resource-manager-schemas Microsoft.Maintenance.json@a1454431 (`recurEvery`).

    >>> Recurrence.parse("2Weeks Saturday,Sunday")
    Recurrence('Week', 2, weekdays=['Saturday', 'Sunday'])
    >>> Recurrence.parse("Month Second Tuesday Offset4").text
    'Month Second Tuesday Offset4'
    """

    unit: RecurrenceUnit
    every: Positive = 1
    weekdays: tuple[Weekday, ...] = ()
    month_days: tuple[Annotated[int, Between(1, 31)], ...] = ()
    week_of_month: WeekOfMonth | None = None
    offset_days: Annotated[int, Between(-6, 6)] = 0

    @classmethod
    def parse(cls, text: str) -> "Recurrence":
        """Read `recurEvery`: "Day", "6Hours", "Week Saturday", "Month day1,day15", "Month Last Sunday Offset-3".

        Raises:
            InvalidInputError: When the text says none of these.
        """
        found = _RECURRENCE.fullmatch(text.strip())
        try:
            if found is None:
                raise InvalidInputError("it names no unit")
            base = cls(RecurrenceUnit.parse(found["unit"]), int(found["every"] or 1))
            return base._with(found["rest"]) if found["rest"] else base
        except InvalidInputError as problem:
            raise InvalidInputError(
                f"{text!r} is not a recurrence ({problem}). Write one such as 'Day', '6Hours', 'Week Saturday,Sunday', "
                "'Month day1,day15' or 'Month Second Tuesday Offset4'."
            ) from None

    def _with(self, rest: str) -> "Recurrence":
        words = [word.strip() for word in rest.split(",")]
        if self.unit is RecurrenceUnit.WEEK:
            return self.evolve(weekdays=words)
        if self.unit is not RecurrenceUnit.MONTH:
            raise InvalidInputError(f"only weeks and months name days, not a {self.unit.lower()}")
        if all(re.fullmatch(r"(?i:day)\d{1,2}", word) for word in words):
            return self.evolve(month_days=[int(word[3:]) for word in words])
        found = _WEEKDAY.fullmatch(rest.strip())
        if found is None:
            raise InvalidInputError(f"{rest!r} is not a day of the month")
        offset = int(found["offset"] or 0)
        return self.evolve(week_of_month=found["week"], weekdays=found["day"], offset_days=offset)

    @property
    def text(self) -> str:
        """The same as Azure writes it."""
        every = str(self.unit) if self.every == 1 else f"{self.every}{self.unit}s"
        if self.week_of_month:
            offset = f" Offset{self.offset_days}" if self.offset_days else ""
            return f"{every} {self.week_of_month} {','.join(self.weekdays)}{offset}"
        days = ",".join([f"day{day}" for day in self.month_days] or self.weekdays)
        return f"{every} {days}".strip()


@noun
class DynamicScope(Noun):
    """Machines that a configuration takes by filter instead of by assignment; an empty filter takes all.

    Source: azure-compute-docs maintenance-configurations.md@2f92a16c (2026-09).
    """

    name: Name
    os: tuple[OsType, ...] = ()
    regions: tuple[RegionName, ...] = ()
    tags: Tags = ()
    any_tag: bool = False


@noun
class MaintenanceConfiguration(Noun):
    """A schedule for platform maintenance (Host), OS images (OSImage) or guest patching (InGuestPatch).

    Machines name it in `maintenance`, or `dynamic_scopes` find them. `start` is wall-clock in `time_zone`, which
    daylight saving moves; `duration_min` None is Azure's default for the scope; no `expires` is 9999-12-31.

    Source: azure-compute-docs maintenance-configurations.md@2f92a16c (2026-09); azure-resource-manager-schemas
    Microsoft.Maintenance.json@a1454431.

    >>> MaintenanceConfiguration("patch", "guest", start="2026-12-05 22:00", duration_min=180, recurrence="2Weeks")
    MaintenanceConfiguration('patch', 'InGuestPatch', start='2026-12-05T22:00:00', duration_min=180,
    recurrence=Recurrence('Week', 2))
    """

    name: Name
    scope: MaintenanceScope
    start: datetime | None = None
    duration_min: Amount | None = None
    recurrence: Recurrence | None = None
    time_zone: TimeZone = TimeZone.UTC
    expires: datetime | None = None
    reboot: RebootSetting = RebootSetting.IF_REQUIRED
    classes: tuple[PatchClass, ...] = (PatchClass.CRITICAL, PatchClass.SECURITY)
    include: tuple[Name, ...] = ()
    exclude: tuple[Name, ...] = ()
    dynamic_scopes: tuple[DynamicScope, ...] = ()
    region: RegionName | None = None
