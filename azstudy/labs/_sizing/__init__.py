"""The sizing lab: a workload's needs on the left, offers on real prices and every rejected size on the right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from azstudy.labs._frame import LabWidget
    from azstudy.labs._sizing.result import SizingLabResult


def sizing(state: str = "", *, predict: bool | None = None, **needs: Any) -> LabWidget[SizingLabResult]:
    """Open the sizing lab: needs on the left, offers on real prices and every rejected size on the right.

    Args:
        state: A line such as "sizing: vcpus=4 os=windows", from "Code and state" of this lab.
        predict: True to ask the predictions first. By default they come first unless a state or needs are given.
        **needs: Controls to set at once, by name: vcpus, memory_gib, regions, os, term, hours_per_month, data_disks,
            uncached_iops, uncached_mbps, nics, burstable, cpu_percent, architecture, current_generation, zones, series,
            hybrid_benefit, budget_usd_per_month.

    Raises:
        InvalidInputError: For a line or a value that makes no sense.
    """
    from azstudy.labs._frame import LabWidget
    from azstudy.labs._sizing.lab import sizing_lab

    lab = sizing_lab()
    first = not (state or needs) if predict is None else predict
    return LabWidget(lab, lab.state(state, needs), predict=first)


def sizing_result(state: str = "", **needs: Any) -> SizingLabResult:
    """What the sizing lab shows for a state, as plain values; the same arguments as `sizing`.

    Raises:
        InvalidInputError: For a line or a value that makes no sense.

    >>> sizing_result("sizing: vcpus=4 memory_gib=16 os=windows", series="Dsv5").best.usd_per_month
    302.22
    """
    from azstudy.labs._sizing.lab import sizing_lab

    lab = sizing_lab()
    return lab.compute(lab.state(state, needs))
