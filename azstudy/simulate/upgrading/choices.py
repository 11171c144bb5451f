"""What Azure does not document about upgrades and repairs; each can be set."""

from __future__ import annotations

from typing import Final

import attrs

from azstudy.errors import InvalidInputError

HEALTH_WAIT_S: Final = 300.0
"""Seconds a batch waits for health: documented for automatic OS upgrades (azure-compute-docs
virtual-machine-scale-sets-automatic-upgrade.md@0c6223e9); azstudy takes the same for other rolling upgrades, counted
from the moment the instance's operating system is up."""
UPGRADED_SHARE_OF: Final = "upgraded"
"""Of what `maxUnhealthyUpgradedInstancePercent` is a share. The REST reference says "of upgraded virtual machine
instances"; the example in virtual-machine-scale-sets-configure-rolling-upgrades.md@0c6223e9 counts against all of the
scale set ("all")."""
ROLLBACK_RESETS_MODEL: Final = False
"""Whether a rollback also takes the scale set's model back. The page speaks of failed instances only, so the model
stays and new instances get the new version."""
WAITS_FOR_ROTATION: Final = True
"""Whether a batch is over only when the load balancer sends requests to its healthy instances. Azure looks at the
health signal; with the extension that may be a few seconds sooner, and the next batch then overlaps with it."""
SUSPEND_AFTER: Final = 3
"""Repairs in a row that healed nothing until the service state is Suspended; the page says "repeatedly"."""
REPAIR_CHECK_S: Final = 60.0
"""How often repairs look at the instances."""
POLL_S: Final = 5.0
"""How often a batch looks at its instances."""
OUT_OF_REACH_S: Final = 60.0
"""How often an upgrade looks again when only instances are left that are down."""


@attrs.frozen(kw_only=True)
class UpgradeChoices:
    """The constants of this page, to be changed together.

    Attributes:
        health_wait_s: Seconds a batch waits for health once the operating system is up.
        upgraded_share_of: "upgraded" or "all".
        rollback_resets_model: Whether a rollback takes the scale set's model back too.
        waits_for_rotation: Whether a batch also waits until its healthy instances get requests.
        suspend_after: Repairs in a row without success that suspend the service.
        repair_check_s: Seconds between two looks of automatic repairs.

    >>> UpgradeChoices(upgraded_share_of="all").suspend_after
    3
    """

    health_wait_s: float = HEALTH_WAIT_S
    upgraded_share_of: str = UPGRADED_SHARE_OF
    rollback_resets_model: bool = ROLLBACK_RESETS_MODEL
    waits_for_rotation: bool = WAITS_FOR_ROTATION
    suspend_after: int = SUSPEND_AFTER
    repair_check_s: float = REPAIR_CHECK_S

    def __attrs_post_init__(self) -> None:
        if self.upgraded_share_of not in ("upgraded", "all"):
            raise InvalidInputError(
                f"upgraded_share_of is {self.upgraded_share_of!r}; allowed are 'upgraded' and 'all'."
            )
        if self.suspend_after < 1:
            raise InvalidInputError(f"suspend_after is {self.suspend_after!r}; allowed is a whole number from 1.")
        for name in ("health_wait_s", "repair_check_s"):
            value = getattr(self, name)
            if not 0 < value < float("inf"):
                raise InvalidInputError(f"{name} is {value!r}; allowed is a number of seconds above 0.")
