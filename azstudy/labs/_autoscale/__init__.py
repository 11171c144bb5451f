"""The autoscale lab: a load and an autoscale setting on the left, how the scale set breathes on the right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from azstudy.labs._autoscale.result import AutoscaleLabResult
    from azstudy.labs._frame import LabWidget


def autoscale(state: str = "", *, predict: bool | None = None, **settings: Any) -> LabWidget[AutoscaleLabResult]:
    """Open the autoscale lab: a load, rules and limits on the left; instances, service, log and cost on the right.

    Args:
        state: A line such as "autoscale: load=spike out_above=60", from "Code and state" of this lab.
        predict: True to ask the predictions first. By default they come first unless a state or settings are given.
        **settings: Controls to set at once, by name: load, days, peak, out_above, out_by, out_window_min,
            out_cooldown_min, in_below, in_by, in_window_min, in_cooldown_min, minimum, maximum, statistic,
            memory_rule, memory_out, memory_in, memory_percent, office, office_minimum, start_up_s, base_cpu,
            size, reserved, failure.

    Raises:
        InvalidInputError: For a line or a value that makes no sense.
    """
    from azstudy.labs._autoscale.lab import autoscale_lab
    from azstudy.labs._frame import LabWidget

    lab = autoscale_lab()
    first = not (state or settings) if predict is None else predict
    return LabWidget(lab, lab.state(state, settings), predict=first)


def autoscale_result(state: str = "", **settings: Any) -> AutoscaleLabResult:
    """What the autoscale lab shows for a state, as plain values; the same arguments as `autoscale`.

    Raises:
        InvalidInputError: For a line or a value that makes no sense.

    >>> autoscale_result(load="steady", out_above=60, in_below=45).peak_instances
    10
    """
    from azstudy.labs._autoscale.lab import autoscale_lab

    lab = autoscale_lab()
    return lab.compute(lab.state(state, settings))
