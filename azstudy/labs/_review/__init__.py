"""The review lab: a design, what Azure would say about it, and a form to put it right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from azstudy.labs._frame import LabWidget
    from azstudy.labs._review.result import ReviewLabResult


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
