"""What Azure does not document about maintenance, and what takes how long; each can be set."""

from __future__ import annotations

from datetime import time
from typing import Final

import attrs

from azstudy.errors import InvalidInputError

PATCH_MIN: Final = 30.0
"""Minutes that one machine takes to install its updates. Illustrative: no source documents it."""
RESTART_MIN: Final = 5.0
"""Minutes that one machine is away for its restart. Illustrative: no source documents it."""
IMAGE_BATCH_MIN: Final = 15.0
"""Minutes that one batch of an automatic OS image upgrade takes. Illustrative: no source documents it."""
PIECE_MIN: Final = 15.0
"""Minutes of one piece of the updates: an update (Windows) or a batch of three packages (Linux, 5 minutes each)."""
PATCH_TUESDAY: Final = 2
"""Updates appear on the second Tuesday of a month (UTC). Microsoft's day; Linux distributions have no common one."""
OFF_PEAK: Final = (time(22), time(6))
"""When platform-orchestrated patching may work, on the clock of the VM's region. The page says "off-peak hours"."""
BUSINESS_HOURS: Final = (time(8), time(18))
"""Monday to Friday, on the clock of the region that is served. An assumption of azstudy."""
LOOSE_PERCENT: Final = 20
"""Share of the VMs of a region (or zone) without a set that the platform patches at once. The page says they are
batched "on a best effort basis"; azstudy takes the share it gives for sets."""


@attrs.frozen(kw_only=True)
class UpkeepChoices:
    """The constants of this page, to be changed together.

    Attributes:
        restart_min: Minutes that a restart takes.
        image_batch_min: Minutes of one batch of an OS image upgrade.
        off_peak: From and to on the wall clock of the region; over midnight where the first is later.
        business_hours: From and to, Monday to Friday.
        loose_percent: Share of VMs without a set patched at once by the platform, 1 to 100.

    >>> UpkeepChoices(restart_min=8).off_peak[0].hour
    22
    """

    restart_min: float = RESTART_MIN
    image_batch_min: float = IMAGE_BATCH_MIN
    off_peak: tuple[time, time] = OFF_PEAK
    business_hours: tuple[time, time] = BUSINESS_HOURS
    loose_percent: int = LOOSE_PERCENT

    def __attrs_post_init__(self) -> None:
        for name in ("restart_min", "image_batch_min"):
            value = getattr(self, name)
            if not 0 < value < float("inf"):
                raise InvalidInputError(f"{name} is {value!r}; allowed is a number of minutes above 0.")
        if not 1 <= self.loose_percent <= 100:
            raise InvalidInputError(f"loose_percent is {self.loose_percent!r}; allowed is 1 to 100.")
        if self.off_peak[0] == self.off_peak[1]:
            raise InvalidInputError(f"off_peak from {self.off_peak[0]} to {self.off_peak[1]} has no length.")
        if self.business_hours[0] >= self.business_hours[1]:
            raise InvalidInputError("business_hours must begin before they end.")


DEFAULT_CHOICES: Final = UpkeepChoices()
