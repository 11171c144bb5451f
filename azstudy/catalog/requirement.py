"""What a workload needs, as a table of constraints: each is a row, not a branch."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterable
from typing import Any, Final

import attrs

from azstudy.catalog.sizes import SizeTable
from azstudy.errors import InvalidInputError, UnknownNameError, nearest
from azstudy.model.size import VmSize
from azstudy.model.sizename import SizeName


@attrs.frozen(kw_only=True)
class Constraint:
    """One kind of need: how it is named, said, tested, and (for numbers) measured.

    Attributes:
        name: The keyword of `find_sizes`.
        label: Words for a sentence, e.g. "data disks".
        field: The field of `VmSize` it looks at ("memory_per_vcpu" is memory divided by vCPUs).
        kind: "min", "max" (numbers), or "is" (a flag, a word or a set).
        largest: The largest value that is not absurd.
        fits: For kind "is": (size field value, needed) -> bool.
    """

    name: str
    label: str
    field: str
    kind: str
    unit: str = ""
    largest: float = 0.0
    whole: bool = False
    fits: Callable[[Any, Any], bool] = operator.eq

    def mask(self, sizes: SizeTable, needed: Any) -> int:
        """Bitmap of the sizes that are known to meet the need."""
        if self.kind == "min":
            return sizes.at_least(self.field, needed)
        if self.kind == "max":
            return sizes.at_most(self.field, needed)
        return sizes.where(self.field, lambda value: self.fits(value, needed))


def _in_generations(value: tuple[int, ...], needed: int) -> bool:
    return needed in value


def _family_matches(name: str, families: tuple[str, ...]) -> bool:
    parsed = SizeName.parse(name)
    if parsed.family is None:
        return False
    sub = "" if parsed.numbering == "position" else parsed.subfamily or ""
    letters = parsed.family + sub
    return any(letters == family or (family in _UMBRELLAS and parsed.family == family) for family in families)


_UMBRELLAS: Final = {"H", "N", "P"}


def _number_need(
    name: str, label: str, field: str, largest: float, *, unit: str = "", whole: bool = False
) -> Constraint:
    kind = "max" if name.startswith("max_") else "min"
    return Constraint(name=name, label=label, field=field, kind=kind, unit=unit, largest=largest, whole=whole)


def _other_need(name: str, label: str, field: str, fits: Callable[[Any, Any], bool] = operator.eq) -> Constraint:
    return Constraint(name=name, label=label, field=field, kind="is", fits=fits)


def _series_matches(series: str, needed: tuple[str, ...]) -> bool:
    return series.lower() in needed


CONSTRAINTS: Final = (
    _number_need("vcpus", "vCPUs", "vcpus", 10_000, whole=True),
    _number_need("max_vcpus", "vCPUs", "vcpus", 10_000, whole=True),
    _number_need("memory_gib", "memory", "memory_gib", 1e6, unit="GiB"),
    _number_need("max_memory_gib", "memory", "memory_gib", 1e6, unit="GiB"),
    _number_need("min_memory_per_vcpu", "memory per vCPU", "memory_per_vcpu", 1e4, unit="GiB"),
    _number_need("max_memory_per_vcpu", "memory per vCPU", "memory_per_vcpu", 1e4, unit="GiB"),
    _number_need("gpus", "GPUs", "gpu_count", 1000, whole=True),
    _number_need("temp_disk_gib", "temporary disk", "temp_disk_gib", 1e6, unit="GiB"),
    _number_need("data_disks", "data disks", "max_data_disks", 1000, whole=True),
    _number_need("uncached_iops", "uncached disk IOPS", "uncached_iops", 1e8),
    _number_need("uncached_mbps", "uncached disk throughput", "uncached_mbps", 1e6, unit="MB/s"),
    _number_need("nics", "network interfaces", "max_nics", 100, whole=True),
    _number_need("network_mbps", "network", "network_mbps", 1e7, unit="Mbps"),
    _other_need("architecture", "processor architecture", "architecture"),
    _other_need("premium_storage", "premium storage", "premium_storage"),
    _other_need("accelerated_networking", "accelerated networking", "accelerated_networking"),
    _other_need("generation", "VM generation", "generations", _in_generations),
    _other_need("ephemeral_os", "ephemeral OS disk", "ephemeral_os"),
    _other_need("burstable", "burstable (CPU credits)", "burstable"),
    _other_need("family", "family", "name", _family_matches),
    _other_need("series", "series", "series", _series_matches),
    _other_need("current_generation", "current generation", "current_generation"),
)
BY_NAME: Final = {constraint.name: constraint for constraint in CONSTRAINTS}
_WORDS: Final = {"architecture": ("x64", "arm64")}


@attrs.frozen(kw_only=True)
class Requirement:
    """A checked set of needs: `values` holds only those that were asked for, by constraint name.

    >>> Requirement.build(vcpus=4, memory_gib=16).values
    {'vcpus': 4, 'memory_gib': 16.0}
    """

    values: dict[str, Any]

    @classmethod
    def build(cls, **needs: Any) -> Requirement:
        """Check and normalise needs; None means "don't care".

        Raises:
            InvalidInputError: For an unknown need, an absurd number or needs that contradict each other.
        """
        values = {}
        for name in needs:
            if name not in BY_NAME:
                raise UnknownNameError("need", name, nearest(name, BY_NAME), hint=f"Known: {', '.join(BY_NAME)}.")
        for constraint in CONSTRAINTS:
            needed = needs.get(constraint.name)
            if needed is None or (constraint.name == "current_generation" and needed is False):
                continue
            values[constraint.name] = _checked(constraint, needed)
        _check_pairs(values)
        return cls(values=values)

    def items(self) -> Iterable[tuple[Constraint, Any]]:
        """The constraints asked for, in table order, with the value needed."""
        return ((BY_NAME[name], needed) for name, needed in self.values.items())

    def check_series(self, sizes: SizeTable) -> None:
        """Refuse a series or family that no size belongs to.

        Raises:
            UnknownNameError: With the nearest series or the known family letters.
        """
        known = {series.lower(): series for series in sizes.column("series")}
        for series in self.values.get("series", ()):
            if series not in known:
                raise UnknownNameError("series", series, nearest(series, known.values()), hint="Series look like Dsv5.")
        for family in self.values.get("family", ()):
            if not any(_family_matches(name, (family,)) for name in sizes.names):
                raise UnknownNameError("family", family, (), hint="Families look like D, E, F, B, M, NC or HB.")


def offered(constraint: Constraint, size: VmSize) -> Any:
    """What a size has where the constraint looks; None if not known."""
    if not size.has_specs and constraint.field not in ("name", "series", "current_generation"):
        return None
    return getattr(size, constraint.field)


def say(constraint: Constraint, value: Any) -> str:
    """A value with its unit in the words of the constraint.

    >>> say(BY_NAME["memory_gib"], 16.0)
    '16 GiB'
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return " or ".join(str(part) for part in value)
    text = f"{value:,.6g}" if isinstance(value, int | float) else str(value)
    return f"{text} {constraint.unit}".strip()


def _checked(constraint: Constraint, needed: Any) -> Any:
    if constraint.kind in ("min", "max"):
        return _number(constraint, needed)
    if constraint.name in ("family", "series"):
        words = [needed] if isinstance(needed, str) else list(needed)
        case = str.upper if constraint.name == "family" else str.lower
        return tuple(case(str(word).strip()) for word in words)
    if constraint.name == "generation":
        if str(needed).strip().upper().removeprefix("GEN").removeprefix("V") not in ("1", "2"):
            raise InvalidInputError(f"generation must be 1 or 2; {needed!r} was given.")
        return int(str(needed).strip()[-1])
    if constraint.name in _WORDS:
        allowed = _WORDS[constraint.name]
        word = str(needed).strip().lower()
        if word not in allowed:
            raise UnknownNameError(
                constraint.label, needed, nearest(word, allowed), hint=f"Allowed: {', '.join(allowed)}."
            )
        return word
    if not isinstance(needed, bool):
        raise InvalidInputError(f"{constraint.name} must be True, False or None (don't care); {needed!r} was given.")
    return needed


def _number(constraint: Constraint, needed: Any) -> float | int:
    if isinstance(needed, bool) and constraint.name == "temp_disk_gib":
        needed = 1 if needed else 0
    try:
        value = float(needed)
    except (TypeError, ValueError):
        value = math.nan
    if isinstance(needed, bool) or math.isnan(value) or not 0 <= value <= constraint.largest:
        unit = f" {constraint.unit}" if constraint.unit else ""
        raise InvalidInputError(
            f"{constraint.name} must be a number from 0 to {constraint.largest:,.0f}{unit}; {needed!r} was given."
        )
    if constraint.whole:
        if value != int(value):
            raise InvalidInputError(f"{constraint.name} must be a whole number; {needed!r} was given.")
        return int(value)
    return value


def _check_pairs(values: dict[str, Any]) -> None:
    pairs = (("vcpus", "max_vcpus"), ("memory_gib", "max_memory_gib"), ("min_memory_per_vcpu", "max_memory_per_vcpu"))
    for low, high in pairs:
        if low in values and high in values and values[low] > values[high]:
            raise InvalidInputError(
                f"{low}={values[low]:g} and {high}={values[high]:g} contradict each other: no size can meet both."
            )
