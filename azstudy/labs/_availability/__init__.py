"""The availability lab: place VMs, break something, and see what is left, what is promised, and what a nine costs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from azstudy.labs._availability.result import AvailabilityLabResult
    from azstudy.labs._frame import LabWidget


def availability(state: str = "", *, predict: bool | None = None, **settings: Any) -> LabWidget[AvailabilityLabResult]:
    """Open the availability lab: a design and a drill on the left, what is left of it on the right.

    Args:
        state: A line such as "availability: vms=9 needed=6 placement=zones3", from "Code and state".
        predict: True to ask the predictions first. By default they come first unless a state or settings are given.
        **settings: Controls to set at once, by name: vms, needed, placement, balancer, database, disk_type,
            redundancy, drill, minutes, fault_domains, update_domains, region, size, host_rate, rack_rate, zone_rate,
            region_rate, years, seed.

    Raises:
        InvalidInputError: For a line or a value that makes no sense.
    """
    from azstudy.labs._availability.lab import availability_lab
    from azstudy.labs._frame import LabWidget

    lab = availability_lab()
    first = not (state or settings) if predict is None else predict
    return LabWidget(lab, lab.opened(state, settings), predict=first)


def availability_result(state: str = "", **settings: Any) -> AvailabilityLabResult:
    """What the availability lab shows for a state, as plain values; the same arguments as `availability`.

    Raises:
        InvalidInputError: For a line or a value that makes no sense.

    >>> found = availability_result(vms=9, needed=6, placement="zones2", drill="zone1")
    >>> found.run.workload("web").text
    'web: 4 of 9 left, 6 needed: too few for 65 min'
    """
    from azstudy.labs._availability.lab import availability_lab

    lab = availability_lab()
    return lab.compute(lab.opened(state, settings))
