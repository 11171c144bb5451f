"""The commitments lab: a load over a week, your own mix of commitments, and the cheapest one beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from azstudy.labs._commitments.result import CommitmentsLabResult
    from azstudy.labs._frame import LabWidget


def commitments(state: str = "", *, predict: bool | None = None, **needs: Any) -> LabWidget[CommitmentsLabResult]:
    """Open the commitments lab: a load, a size and a licence on the left; your mix against the cheapest on the right.

    Args:
        state: A line such as "commitments: shape=steady peak=4", from "Code and state" of this lab.
        predict: True to ask the predictions first. By default they come first unless a state or needs are given.
        **needs: Controls to set at once, by name: shape, base, peak, size, region, os, hybrid_benefit, reserved_3y,
            reserved_1y, plan_usd, plan_term, trend, actual_percent.

    Raises:
        InvalidInputError: For a line or a value that makes no sense.
    """
    from azstudy.labs._commitments.lab import commitments_lab
    from azstudy.labs._frame import LabWidget

    lab = commitments_lab()
    first = not (state or needs) if predict is None else predict
    return LabWidget(lab, lab.state(state, needs), predict=first)


def commitments_result(state: str = "", **needs: Any) -> CommitmentsLabResult:
    """What the commitments lab shows for a state, as plain values; the same arguments as `commitments`.

    Raises:
        InvalidInputError: For a line or a value that makes no sense.

    >>> found = commitments_result("commitments: shape=steady peak=4", reserved_3y=4)
    >>> found.yours.total == found.plan.cost.total
    True
    """
    from azstudy.labs._commitments.lab import commitments_lab

    lab = commitments_lab()
    return lab.compute(lab.state(state, needs))
