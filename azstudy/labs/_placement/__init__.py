"""The placement lab: a scale set over zones; lose a zone, scale, protect, and see who comes and goes, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from azstudy.labs._frame import LabWidget
    from azstudy.labs._placement.result import PlacementLabResult


def placement(state: str = "", *, predict: bool | None = None, **settings: Any) -> LabWidget[PlacementLabResult]:
    """Open the placement lab: a scale set and buttons on the left, its zones and the reason for every VM on the right.

    Args:
        state: A line such as "placement: instances=9 steps=lose_zone_2+scale_to_12", from "Code and state".
        predict: True to ask the predictions first. By default they come first unless a state or settings are given.
        **settings: Controls to set at once, by name: start, instances, zones, policy, strict, steps, mode,
            fault_domains, single_placement_group, image, mix_base, mix_percent, eviction, auto_balance, standby, quota.

    Raises:
        InvalidInputError: For a line or a value that makes no sense.
    """
    from azstudy.labs._frame import LabWidget
    from azstudy.labs._placement.lab import placement_lab

    lab = placement_lab()
    first = not (state or settings) if predict is None else predict
    return LabWidget(lab, lab.opened(state, settings), predict=first)


def placement_result(state: str = "", **settings: Any) -> PlacementLabResult:
    """What the placement lab shows for a state, as plain values; the same arguments as `placement`.

    Raises:
        InvalidInputError: For a line or a value that makes no sense, or a scale set that Azure refuses.

    >>> placement_result(start="example", policy="OldestVM", steps="scale to 5").run.deleted
    (2, 3, 1, 4, 6, 5)
    """
    from azstudy.labs._placement.lab import placement_lab

    lab = placement_lab()
    return lab.compute(lab.opened(state, settings))
