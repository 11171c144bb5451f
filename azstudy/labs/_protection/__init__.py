"""The protection lab: which points exist, what can be restored, what it stores, and what helps against what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from azstudy.labs._frame import LabWidget
    from azstudy.labs._protection.result import ProtectionLabResult


def protection(state: str = "", *, predict: bool | None = None, **settings: Any) -> LabWidget[ProtectionLabResult]:
    """Open the protection lab: set a policy on the left, see points, storage, restores and the grid on the right.

    Args:
        state: A line such as "protection: daily_days=30", from "Code and state" of this lab.
        predict: True to ask the predictions first. By default they come first unless a state or settings are given.
        **settings: Controls to set at once, by name.

    Raises:
        InvalidInputError: For a line or a value that makes no sense.
    """
    from azstudy.labs._frame import LabWidget
    from azstudy.labs._protection.lab import protection_lab

    lab = protection_lab()
    first = not (state or settings) if predict is None else predict
    return LabWidget(lab, lab.opened(state, settings), predict=first)


def protection_result(state: str = "", **settings: Any) -> ProtectionLabResult:
    """What the protection lab shows for a state, as plain values; the same arguments as `protection`.

    Raises:
        InvalidInputError: For a line or a value that makes no sense, and for a policy that Azure would refuse.

    >>> found = protection_result(daily_days=30, weekly_weeks=0, monthly_months=0, yearly_years=0)
    >>> found.storage.in_vault, found.restore.way("new VM").possible
    (30, True)
    """
    from azstudy.labs._protection.lab import protection_lab

    lab = protection_lab()
    return lab.compute(lab.opened(state, settings))
