"""The upgrade lab: a new version on a running scale set, in batches or not, with repairs and failures beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from azstudy.labs._frame import LabWidget
    from azstudy.labs._upgrade.result import UpgradeLabResult


def upgrade(state: str = "", *, predict: bool | None = None, **settings: Any) -> LabWidget[UpgradeLabResult]:
    """Open the upgrade lab: a scale set, a version and limits on the left; instances, capacity, batches on the right.

    Args:
        state: A line such as "upgrade: version=good max_surge=yes", from "Code and state" of this lab.
        predict: True to ask the predictions first. By default they come first unless a state or settings are given.
        **settings: Controls to set at once, by name: instances, zones, orchestration, version, mode, health,
            batch_percent, max_unhealthy_percent, max_unhealthy_upgraded_percent, pause_min, rollback_on_breach,
            max_surge, free_instances, cross_zone, prioritize_unhealthy, repair, grace_min, load_percent, ill, ill_min,
            protected, failure, share_of.

    Raises:
        InvalidInputError: For a line or a value that makes no sense.
    """
    from azstudy.labs._frame import LabWidget
    from azstudy.labs._upgrade.lab import upgrade_lab

    lab = upgrade_lab()
    first = not (state or settings) if predict is None else predict
    return LabWidget(lab, lab.state(state, settings), predict=first)


def upgrade_result(state: str = "", **settings: Any) -> UpgradeLabResult:
    """What the upgrade lab shows for a state, as plain values; the same arguments as `upgrade`.

    Raises:
        InvalidInputError: For a line or a value that makes no sense, or an upgrade that Azure does not support.

    >>> shown = upgrade_result()
    >>> shown.run.status, len(shown.run.broken)
    ('stopped', 2)
    """
    from azstudy.labs._upgrade.lab import upgrade_lab

    lab = upgrade_lab()
    return lab.compute(lab.state(state, settings))
