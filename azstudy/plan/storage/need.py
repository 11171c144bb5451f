"""What a disk set has to do, and what of it reaches disk, cache and VM."""

from __future__ import annotations

from typing import Final

import attrs

from azstudy.errors import InvalidInputError
from azstudy.model.facts import HOURS_PER_MONTH
from azstudy.model.words import Caching

MOST_GIB: Final = 64 * 65_536
MOST_IOPS: Final = 10_000_000
MOST_MBPS: Final = 1_000_000


@attrs.frozen(kw_only=True)
class Need:
    """What the disks must hold and do together.

    Attributes:
        capacity_gib: GiB over all disks.
        iops: IOPS at the peak.
        mbps: MB/s at the peak.
        read_percent: Share of reads; it matters with host caching only.
        hit_percent: Share of the reads that a host cache holds.
        average_iops: IOPS on average over the month, which Standard SSD and HDD are billed for; None: the peak for as
            long as it lasts.
        for_minutes: How long the peak lasts from full buckets of credits; None: for good, so that no burst counts.
    """

    capacity_gib: float = 1
    iops: float = 0
    mbps: float = 0
    read_percent: float = 70
    hit_percent: float = 0
    for_minutes: float | None = None
    average_iops: float | None = None

    def __attrs_post_init__(self) -> None:
        for name, most in (("capacity_gib", MOST_GIB), ("iops", MOST_IOPS), ("mbps", MOST_MBPS)):
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= most:
                raise InvalidInputError(f"{name}: {value!r} was given; allowed: 0 to {most:,}.")
        for name in ("read_percent", "hit_percent"):
            if not 0 <= getattr(self, name) <= 100:
                raise InvalidInputError(f"{name}: {getattr(self, name)!r} was given; allowed: 0 to 100.")
        if self.for_minutes is not None and not self.for_minutes > 0:
            raise InvalidInputError(f"for_minutes: {self.for_minutes!r} was given; allowed: more than 0, or None.")

        if self.average_iops is not None and not 0 <= self.average_iops <= self.iops:
            raise InvalidInputError(
                f"average_iops: {self.average_iops!r} was given; allowed: 0 to the peak of {self.iops:,g}."
            )

    @property
    def billed_iops(self) -> float:
        """IOPS on average over a month of 730 hours."""
        if self.average_iops is not None:
            return self.average_iops
        lasts = 1.0 if self.for_minutes is None else min(1.0, self.for_minutes / (HOURS_PER_MONTH * 60))
        return self.iops * lasts

    def remote_share(self, caching: Caching) -> float:
        """Share of the IO that reaches the remote disk: all of it, less the reads that a cache holds."""
        if caching is Caching.NONE:
            return 1.0
        return 1.0 - self.read_percent / 100 * self.hit_percent / 100

    @property
    def text(self) -> str:
        """In words."""
        parts = [f"{self.capacity_gib:,g} GiB", f"{self.iops:,g} IOPS", f"{self.mbps:,g} MB/s"]
        lasting = "for good" if self.for_minutes is None else f"for {self.for_minutes:g} minutes"
        return f"{', '.join(parts)} {lasting}"
