"""What can be set in the maintenance lab, with Azure's own name beside each."""

from __future__ import annotations

from typing import Final

from azstudy.labs._controls import Choice, Control, Controls, Group, Number, Toggle
from azstudy.labs._maintenance.estates import ESTATES, ZONES

DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SPANS: Final = {
    "week": ("2026-12-05", "2026-12-12", "a week in December 2026"),
    "spring": ("2027-03-14", "2027-04-11", "March 2027: clocks go forward"),
    "autumn": ("2026-10-11", "2026-11-08", "October 2026: clocks go back"),
}
"""First and last day of the time shown (UTC), and its words."""


def controls() -> Controls:
    """All controls."""
    return Controls(
        (
            Group(title="The estate", controls=_estate()),
            Group(title="The window", controls=_window()),
            Group(title="What can be mended", controls=_mend()),
            Group(title="More", controls=_more(), open=False),
        )
    )


def _estate() -> tuple[Control, ...]:
    return (
        Choice(name="estate", label="Machines", default="saltmarsh", options=tuple(ESTATES.items())),
        Choice(name="who", label="Guest patching by", property="bypassPlatformSafetyChecksOnUserSchedule", look="bar",
               options=(("own", "my schedule"), ("platform", "the platform")), default="own"),
        Choice(name="span", label="Show", default="week", options=tuple((name, one[2]) for name, one in SPANS.items())),
    )  # fmt: skip


def _window() -> tuple[Control, ...]:
    return (
        Number.of("hour", "Opens at", tuple(range(24)), 2, unit="o'clock", property="startDateTime"),
        Choice(name="day", label="On", default="Sunday", options=tuple((day, day) for day in DAYS)),
        Choice(name="every", label="Every", property="recurEvery", default="Week",
               options=(("Day", "day"), ("Week", "week"), ("2Weeks", "second week"), ("Month", "first of a month"))),
        Number.of("minutes", "Length", (90, 105, 120, 135, 150, 160, 180, 200, 220, 235), 120, unit="min",
                property="duration", help="Azure takes 1:30 to 3:55 hours for guests."),
        Choice(name="zone", label="On the clock of", property="timeZone", default="W.Europe",
               options=tuple((name, one[1]) for name, one in ZONES.items())),
        Choice(name="reboot", label="Restart", property="rebootSetting", default="IfRequired",
               options=(("IfRequired", "if required"), ("Always", "always"), ("Never", "never"))),
        Toggle(name="split", label="Two windows: the second half of each workload later"),
    )  # fmt: skip


def _mend() -> tuple[Control, ...]:
    return (
        Toggle(name="modes_fixed", label="Every VM in the mode that obeys a schedule", property="patchMode"),
        Toggle(name="all_on", label="Every VM is switched on"),
        Toggle(name="tags_fixed", label="Every tag is spelt right"),
    )


def _more() -> tuple[Control, ...]:
    return (
        Number.of("patch_min", "Updates of a VM take", (5, 10, 15, 20, 30, 45, 60, 90), 30, unit="min",
                help="Illustrative. Saltmarsh's portal VMs take 40, rota2 takes 150."),
        Choice(name="needs", label="A workload needs", default="given",
               options=(("given", "what the estate says"), ("one", "one machine"), ("all-but-one", "all but one"))),
        Number.of("changed_min", "Schedule changed before it opens", (0, 5, 10, 14, 15, 20, 30, 60), None, unit="min",
                optional=True, empty="long ago", help="Counts for the first window shown."),
    )  # fmt: skip
