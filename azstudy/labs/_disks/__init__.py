"""The disks lab: a size, its disks, caching and a load; what is served, which limit binds, how long credits last."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from azstudy.labs._disks.result import DisksLabResult
    from azstudy.labs._frame import LabWidget


def disks(state: str = "", *, predict: bool | None = None, **settings: Any) -> LabWidget[DisksLabResult]:
    """Open the disks lab: pick size, disks, caching and load; see what is served and which limit holds back the rest.

    Args:
        state: A line such as "disks: size=D8s_v5 disk=P20", from "Code and state" of this lab.
        predict: True to ask the predictions first. By default they come first unless a state or settings are given.
        **settings: Controls to set at once, by name: size, region, disk, count, caching, gib, disk_iops, disk_mbps,
            on_demand, performance_plus, iops, mbps, shape, hours, read_percent, hit_percent, credits_percent.

    Raises:
        InvalidInputError: For a line or a value that makes no sense.
    """
    from azstudy.labs._disks.lab import disks_lab
    from azstudy.labs._frame import LabWidget

    lab = disks_lab()
    first = not (state or settings) if predict is None else predict
    return LabWidget(lab, lab.opened(state, settings), predict=first)


def disks_result(state: str = "", **settings: Any) -> DisksLabResult:
    """What the disks lab shows for a state, as plain values; the same arguments as `disks`.

    Raises:
        InvalidInputError: For a line or a value that makes no sense, and for disks that Azure would refuse.

    >>> disks_result(disk="P20", count=1, iops=3500, mbps=50, shape="steady", hours=2).io.first_throttled_minute
    30.0
    """
    from azstudy.labs._disks.lab import disks_lab

    lab = disks_lab()
    return lab.compute(lab.opened(state, settings))
