"""What Azure does not document about upgrades and repairs; each can be set."""

from __future__ import annotations

from typing import Final

import attrs

HEALTH_WAIT_S: Final = 300.0
"""Seconds a batch waits for health: documented for automatic OS upgrades (azure-compute-docs
virtual-machine-scale-sets-automatic-upgrade.md@0c6223e9); azstudy takes the same for other rolling upgrades, counted
from the moment the instance's operating system is up."""
UPGRADED_SHARE_OF: Final = "upgraded"
"""Of what `maxUnhealthyUpgradedInstancePercent` is a share: of the instances upgraded so far, or of all ("all")."""
SUSPEND_AFTER: Final = 3
"""Repairs in a row that healed nothing until the service state is Suspended; the page says "serial failures"."""
REPAIR_CHECK_S: Final = 60.0
"""How often repairs look at the instances."""
POLL_S: Final = 5.0
"""How often a batch looks at its instances."""


@attrs.frozen(kw_only=True)
class UpgradeChoices:
    """The constants of this page, to be changed together.

    Attributes:
        health_wait_s: Seconds a batch waits for health once the operating system is up.
        upgraded_share_of: "upgraded" or "all".
        suspend_after: Repairs in a row without success that suspend the service.
        repair_check_s: Seconds between two looks of automatic repairs.
    """

    health_wait_s: float = HEALTH_WAIT_S
    upgraded_share_of: str = UPGRADED_SHARE_OF
    suspend_after: int = SUSPEND_AFTER
    repair_check_s: float = REPAIR_CHECK_S
