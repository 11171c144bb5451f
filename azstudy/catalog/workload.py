"""From a measured server to a requirement, with the arithmetic shown."""

from __future__ import annotations

import math
from typing import Any, Final

import attrs

from azstudy.catalog.requirement import Requirement
from azstudy.catalog.result import SizingResult
from azstudy.catalog.sizing import find_sizes
from azstudy.errors import InvalidInputError

DEFAULT_COMFORT: Final = 1.3
"""Room for peaks above the 95th percentile; Azure Migrate's assessments use the same default
(azure-docs articles/migrate/assessment-properties.md@04cf51d7, 2025-03-26)."""


@attrs.frozen
class Step:
    """One line of arithmetic: a dimension, how its need was found, and the need."""

    dimension: str
    working: str
    needed: float


@attrs.frozen(kw_only=True)
class Workload:
    """What an existing server was seen to do, and how much room it should get.

    Attributes:
        vcpus: vCPUs (or cores) of the existing server.
        p95_cpu_percent: 95th percentile of its CPU use, 0 to 100 over all of them.
        memory_gib: Memory in use at the 95th percentile.
        disk_iops: Disk operations a second at the 95th percentile, reads and writes.
        disk_mbps: Disk throughput at the 95th percentile, MB/s.
        nics: Network interfaces it needs.
        growth_percent: Growth to expect over the life of the design.
        comfort: Factor for peaks above the 95th percentile.

    vCPUs are counted one for one: a newer processor does more per vCPU, which is left as a reserve.

    >>> web = Workload(vcpus=8, p95_cpu_percent=45, memory_gib=20, growth_percent=20)
    >>> web.requirement()
    {'vcpus': 6, 'memory_gib': 31.2}
    """

    vcpus: float
    p95_cpu_percent: float
    memory_gib: float
    disk_iops: float | None = None
    disk_mbps: float | None = None
    nics: int | None = None
    growth_percent: float = 0.0
    comfort: float = DEFAULT_COMFORT

    def __attrs_post_init__(self) -> None:
        _within("vcpus", self.vcpus, 0.1, 10_000)
        _within("p95_cpu_percent", self.p95_cpu_percent, 0, 100)
        _within("memory_gib", self.memory_gib, 0.1, 1_000_000)
        _within("growth_percent", self.growth_percent, -90, 10_000)
        _within("comfort", self.comfort, 1, 10)
        for name, largest in (("disk_iops", 1e8), ("disk_mbps", 1e6), ("nics", 100)):
            if getattr(self, name) is not None:
                _within(name, getattr(self, name), 0, largest)

    @property
    def arithmetic(self) -> tuple[Step, ...]:
        """How each need comes about, in words a learner can check."""
        growth = 1 + self.growth_percent / 100
        factors = f"x {growth:.2f} growth x {self.comfort:.2f} comfort"
        busy = self.vcpus * self.p95_cpu_percent / 100
        cores = busy * growth * self.comfort
        whole = max(1, math.ceil(round(cores, 6)))
        working = f"{self.vcpus:g} vCPUs x {self.p95_cpu_percent:g} % = {busy:.2f} busy; {factors} = {cores:.2f}"
        steps = [Step("vcpus", f"{working}, so {whole}", whole)]
        for name, seen, unit in (
            ("memory_gib", self.memory_gib, "GiB"),
            ("uncached_iops", self.disk_iops, "IOPS"),
            ("uncached_mbps", self.disk_mbps, "MB/s"),
        ):
            if seen is not None:
                needed = round(seen * growth * self.comfort, 1)
                steps.append(Step(name, f"{seen:g} {unit} {factors} = {needed:g} {unit}", needed))
        if self.nics is not None:
            steps.append(Step("nics", f"{self.nics} as they are: interfaces do not grow with load", self.nics))
        return tuple(steps)

    def requirement(self) -> dict[str, Any]:
        """The needs to hand to `find_sizes`."""
        return Requirement.build(**{step.dimension: step.needed for step in self.arithmetic}).values

    def find_sizes(self, **options: Any) -> SizingResult:
        """Offers for this workload; `options` are those of `find_sizes`, and win over the computed needs."""
        return find_sizes(**{**self.requirement(), **options})


def _within(name: str, value: Any, low: float, high: float) -> None:
    number = isinstance(value, int | float) and not isinstance(value, bool) and not math.isnan(value)
    if not number or not low <= value <= high:
        raise InvalidInputError(f"{name} must be a number from {low:g} to {high:,g}; {value!r} was given.")
