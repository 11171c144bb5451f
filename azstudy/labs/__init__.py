"""Interactive labs. Each opens as a widget and has a twin that returns plain values.

>>> from azstudy import labs
>>> labs.sizing_result(vcpus=4, memory_gib=16, architecture="x64").best.size
'Standard_B4as_v2'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from azstudy.labs._frame import LabWidget
    from azstudy.labs._review.result import ReviewLabResult
    from azstudy.labs._sizing.result import SizingLabResult

__all__ = ["review", "review_result", "sizing", "sizing_result"]


def review(state: str = "", *, predict: bool | None = None, **given: Any) -> LabWidget[ReviewLabResult]:
    """Open the review lab: a design drawn with its findings, a form to put it right, each finding with its reason.

    Args:
        state: A line such as "review: example=sql", from "Code and state" of this lab.
        predict: True to ask the predictions first. By default they come first unless a state or a design is given.
        **given: `design` (a Design, or its JSON text), or `example` (the name of a bundled design), and `edits`
            (changes as text, such as "VirtualMachine:web1.size=D4s_v5").

    Raises:
        InvalidInputError: For a line or a name that makes no sense. A text that is no design opens the lab all the
            same, and the lab says what is wrong with it.
    """
    from azstudy.labs._frame import LabWidget
    from azstudy.labs._review.lab import review_lab

    lab = review_lab()
    first = not (state or given) if predict is None else predict
    return LabWidget(lab, lab.opened(state, given), predict=first)


def review_result(state: str = "", **given: Any) -> ReviewLabResult:
    """What the review lab shows for a state, as plain values; the same arguments as `review`.

    Raises:
        InvalidInputError: For a line or a value that makes no sense, and for a text that is no design.

    >>> [finding.rule_id for finding in review_result("review: example=zone-and-set").findings]
    ['avset-05', 'avset-05']
    """
    from azstudy.labs._review.lab import review_lab

    lab = review_lab()
    return lab.compute(lab.opened(state, given))


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
