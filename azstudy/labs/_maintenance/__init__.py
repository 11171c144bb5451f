"""The maintenance lab: one window, who is patched in it, who restarts when, and what is left meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from azstudy.labs._frame import LabWidget
    from azstudy.labs._maintenance.result import MaintenanceLabResult


def maintenance(state: str = "", *, predict: bool | None = None, **settings: Any) -> LabWidget[MaintenanceLabResult]:
    """Open the maintenance lab: set the window on the left, see who restarts when and what is left on the right.

    Args:
        state: A line such as "maintenance: minutes=180", from "Code and state" of this lab.
        predict: True to ask the predictions first. By default they come first unless a state or settings are given.
        **settings: Controls to set at once, by name.

    Raises:
        InvalidInputError: For a line or a value that makes no sense.
    """
    from azstudy.labs._frame import LabWidget
    from azstudy.labs._maintenance.lab import maintenance_lab

    lab = maintenance_lab()
    first = not (state or settings) if predict is None else predict
    return LabWidget(lab, lab.opened(state, settings), predict=first)


def maintenance_result(state: str = "", **settings: Any) -> MaintenanceLabResult:
    """What the maintenance lab shows for a state, as plain values; the same arguments as `maintenance`.

    Raises:
        InvalidInputError: For a line or a value that makes no sense.

    >>> found = maintenance_result()
    >>> tuple(found.run.not_patched), found.run.below()
    (('imaging2', 'imaging3', 'pharmacy2', 'rota2'), ('portal',))
    """
    from azstudy.labs._maintenance.lab import maintenance_lab

    lab = maintenance_lab()
    return lab.compute(lab.opened(state, settings))
