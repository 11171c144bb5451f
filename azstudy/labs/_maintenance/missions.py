"""The maintenance lab's missions. Checks look at the result; par is the best of the ways that meet them."""

from __future__ import annotations

import functools
from typing import Any, Final

from azstudy.catalog.catalog import Catalog
from azstudy.labs._controls import Controls
from azstudy.labs._maintenance.result import MaintenanceLabResult, compute
from azstudy.labs._missions import Check, Mission

_MENDED: Final[dict[str, Any]] = {"modes_fixed": True, "all_on": True, "tags_fixed": True}
_WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")


def missions(catalog: Catalog, controls: Controls) -> tuple[Mission[MaintenanceLabResult], ...]:
    """The missions, easiest first."""
    return (_all_twelve(catalog, controls), _at_its_need(), _their_morning())


def _own(result: MaintenanceLabResult) -> bool:
    return bool(result.state["who"] == "own") and result.state["estate"] == "saltmarsh"


def _all_patched(result: MaintenanceLabResult) -> bool:
    return not result.run.not_patched


def _length(result: MaintenanceLabResult) -> float:
    return float(result.state["minutes"])


def _all_twelve(catalog: Catalog, controls: Controls) -> Mission[MaintenanceLabResult]:
    checks: tuple[Check[MaintenanceLabResult], ...] = (
        Check("Saltmarsh's twelve VMs, on your schedule", _own),
        Check("one window", lambda result: len(result.windows) == 1),
        Check("all twelve are patched", _all_patched),
    )

    @functools.cache
    def par() -> float | None:
        tries = (compute(controls.state({**_MENDED, "minutes": minutes}), catalog) for minutes in range(90, 236, 5))
        return min((_length(one) for one in tries if all(check.met(one) for check in checks)), default=None)

    return Mission(
        id="twelve",
        title="All twelve in one night",
        level=1,
        brief="Saltmarsh wants all twelve VMs patched in the one Sunday night that is shown. Keep the window short.",
        checks=checks,
        score=_length,
        par=par,
        unit="minutes of window",
        hint="'Not patched' says what is in the way of each of the four. One of them only needs time.",
        debrief="Three were never on the schedule's list: mode, power, tag. The fourth needs its updates and ten "
        "minutes for the restart.",
    )


def _at_its_need() -> Mission[MaintenanceLabResult]:
    return Mission(
        id="need",
        title="Nobody notices",
        level=2,
        brief="All twelve patched on your own schedule within the week, and every workload keeps what it needs.",
        checks=(
            Check("Saltmarsh's twelve VMs, on your schedule", _own),
            Check("all twelve are patched", _all_patched),
            Check("updates that need a restart get it", lambda result: result.state["reboot"] != "Never"),
            Check(
                "every workload has what the estate says it needs, at every moment",
                lambda result: result.state["needs"] == "given" and not result.run.below(),
            ),
        ),
        score=lambda result: None,
        par=lambda: None,
        unit="",
        hint="What restarts together does so because it is on one schedule.",
        debrief="Two schedules keep a pair apart, as an availability set would. Leaving the patching to the platform "
        "does it too, but not in your hours.",
    )


def _their_morning() -> Mission[MaintenanceLabResult]:
    return Mission(
        id="morning",
        title="Somebody else's morning",
        level=3,
        brief=(
            "The hospital moves the window to a working day. The images are read in Singapore too: no restart may fall "
            "into working hours (Monday to Friday, 08:00 to 18:00), neither in Amsterdam nor in Singapore."
        ),
        checks=(
            Check("Saltmarsh's twelve VMs, on your schedule", _own),
            Check("the window is on a working day", lambda result: result.state["day"] in _WEEKDAYS
                  and result.state["every"] != "Day"),
            Check("imaging1 is patched in it", lambda result: "imaging1" in result.run.patched),
            Check("no restart in working hours", lambda result: _quiet(result)),
        ),
        score=lambda result: None,
        par=lambda: None,
        unit="",
        hint="Singapore is seven hours ahead of Amsterdam in winter: its working day begins at 01:00 in Amsterdam.",
        debrief="The night of one region is the working day of another. A schedule has one clock; its users may have "
        "several.",
        setup={"day": "Tuesday"},
    )  # fmt: skip


def _quiet(result: MaintenanceLabResult) -> bool:
    return all(one.code != "business-hours" for one in result.run.findings)
