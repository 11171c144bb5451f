"""The cheapest replicas for a burst of VMs over several regions, some of which may fail; exact, with reasons."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

import attrs

from azstudy.catalog.between import replica_price, transfer_price
from azstudy.catalog.catalog import Catalog, default_catalog
from azstudy.errors import InvalidInputError
from azstudy.model.schedule_words import ReplicaStorage
from azstudy.model.spoken import Spoken
from azstudy.rules.gallery_limits import MOST_REPLICAS
from azstudy.simulate.images.choices import MACHINES_AT_ONCE, ImageChoices

if TYPE_CHECKING:
    import pandas as pd

_DEFAULT: Final = ImageChoices()
MOST_REGIONS: Final = 20


@attrs.frozen(kw_only=True)
class RegionReplicas:
    """The replicas of one region.

    Attributes:
        region: Where.
        replicas: How many.
        vms: VMs that it can create in the time.
        usd_per_month: Storage; None where no price is known.
        because: The reason for that number.
    """

    region: str
    replicas: int
    vms: int
    usd_per_month: float | None
    because: str

    @property
    def text(self) -> str:
        """One line."""
        cost = "price not known" if self.usd_per_month is None else f"{self.usd_per_month:,.2f} USD a month"
        return f"{self.region}: {self.replicas}, enough for {self.vms} VMs, {cost}; {self.because}"


@attrs.frozen(kw_only=True)
class ReplicaPlan(Spoken):
    """The cheapest replicas that do.

    Attributes:
        vms: VMs to create.
        may_fail: Regions that may be gone.
        waves: How often a replica can be used in the time.
        regions: One entry a region, in the order given.
        usd_per_month: Storage of all; None where one price is not known (then the fewest replicas are taken).
        transfer_usd: First copies, once; None where one price is not known.
        because: The arithmetic in words.
    """

    vms: int
    may_fail: int
    waves: int
    regions: tuple[RegionReplicas, ...]
    usd_per_month: float | None
    transfer_usd: float | None
    because: str

    @property
    def total(self) -> int:
        """All replicas."""
        return sum(one.replicas for one in self.regions)

    @property
    def replicas(self) -> dict[str, int]:
        """Replicas by region, as `az.simulate.replication` and `rollout` take them."""
        return {one.region: one.replicas for one in self.regions}

    @property
    def text(self) -> str:
        """The number, its reason, and a line a region."""
        return "\n".join([f"{self.total} replicas: {self.because}", *(f"  {one.text}" for one in self.regions)])

    def to_frame(self) -> pd.DataFrame:
        """A pandas table, one row a region."""
        import pandas as pd

        return pd.DataFrame([attrs.asdict(one) for one in self.regions])


def replicas(
    vms: int,
    regions: Iterable[str],
    *,
    within_min: float | None = None,
    may_fail: int = 0,
    gib: float = 127,
    storage: str | ReplicaStorage = ReplicaStorage.STANDARD_LRS,
    source: str | None = None,
    choices: ImageChoices = _DEFAULT,
    catalog: Catalog | None = None,
) -> ReplicaPlan:
    """The cheapest replicas from which `vms` VMs can be created, whichever `may_fail` regions are gone.

    A replica serves 50 VMs at a time (azure-compute-docs azure-compute-gallery.md@06c2de23); within a time it can do so
    as often as whole creations fit in. The regions that are left have to be enough together; the VMs go where replicas
    are. Every region keeps at least one replica. Exact: for each most that a region may hold, the others are filled up
    from the cheapest on.

    Args:
        vms: VMs to create.
        regions: The target regions.
        within_min: Minutes for all of them; None creates them all at once.
        may_fail: How many regions may be gone at the same time.
        gib: Size of the image.
        storage: Of the replicas.
        source: Where the first copies come from; the first region by default.
        choices: How long one creation takes.
        catalog: Prices to use.

    Raises:
        InvalidInputError: For no VM, no region left, a time shorter than one creation, or over 100 replicas.
        UnknownNameError: For an unknown region.

    >>> four = ["westeurope", "northeurope", "francecentral", "swedencentral"]
    >>> replicas(600, four).total, replicas(600, four, may_fail=1, within_min=30).total
    (12, 16)
    """
    catalog = catalog or default_catalog()
    names = [catalog.region(name).name for name in regions]
    waves = _waves(within_min, choices)
    _check(vms, names, may_fail)
    kept = ReplicaStorage.parse(storage)
    prices = {name: replica_price(name, kept, catalog=catalog) for name in names}
    costs = [1.0 if None in prices.values() or (price := prices[name]) is None else price.usd for name in names]
    each = MACHINES_AT_ONCE * waves
    need = math.ceil(vms / each)
    counts = cheapest(costs, need, may_fail, MOST_REPLICAS) if need <= MOST_REPLICAS else []
    if not counts:
        raise InvalidInputError(
            f"{vms:,} VMs need more replicas than a version has: at most {MOST_REPLICAS}, all regions together. "
            "Give more time, or let fewer regions fail."
        )
    found = tuple(
        RegionReplicas(
            region=name,
            replicas=count,
            vms=count * each,
            usd_per_month=None if (price := prices[name]) is None else round(price.usd * gib * count, 2),
            because=_reason(count, counts, need, may_fail),
        )
        for name, count in zip(names, counts, strict=True)
    )
    return ReplicaPlan(
        vms=vms,
        may_fail=may_fail,
        waves=waves,
        regions=found,
        usd_per_month=_sum([one.usd_per_month for one in found]),
        transfer_usd=_transfer(names, source, gib, catalog),
        because=_words(vms, names, may_fail, waves, need, within_min, choices, prices),
    )


def cheapest(costs: Sequence[float], need: int, may_fail: int, limit: int | None = None) -> list[int]:
    """Replicas by region, at least one each, so that any `may_fail` regions gone leave `need`; least cost.

    What may be gone is whatever holds the most. Which regions those are changes nothing but the price, so the cheapest
    ones hold the most. With `limit`, no more than that in all; an empty list where that is too few.

    >>> cheapest([1, 1, 1, 1], 12, 1), cheapest([1, 1, 5], 4, 1)
    ([4, 4, 4, 4], [3, 3, 1])
    """
    order = sorted(range(len(costs)), key=lambda n: (costs[n], n))
    best: tuple[float, int, list[int]] | None = None
    most, others = order[:may_fail], order[may_fail:]
    for cap in range(1, need + 1):
        counts = _filled(others, cap, need, len(costs))
        if counts is None:
            continue
        top = max(counts[n] for n in others)
        for n in most:
            counts[n] = top
        if limit is not None and sum(counts) > limit:
            continue
        key = (sum(costs[n] * counts[n] for n in range(len(costs))), sum(counts), counts)
        best = key if best is None or key < best else best
    return [] if best is None else best[2]


def _filled(others: Sequence[int], cap: int, need: int, size: int) -> list[int] | None:
    """`need` replicas over the regions left, cheapest first, none above `cap`; None where they do not fit in."""
    if cap * len(others) < need:
        return None
    counts = [0] * size
    for n in others:
        counts[n] = 1
    rest = max(0, need - len(others))
    for n in others:
        more = min(cap - 1, rest)
        counts[n] += more
        rest -= more
    return counts


def _waves(within_min: float | None, choices: ImageChoices) -> int:
    if within_min is None:
        return 1
    waves = int(within_min // choices.create_min)
    if waves < 1:
        raise InvalidInputError(
            f"Within {within_min:g} minutes not one VM is created: one takes {choices.create_min:g} minutes (a model). "
            "Give more time, or another create_min."
        )
    return waves


def _check(vms: int, names: Sequence[str], may_fail: int) -> None:
    if vms < 1:
        raise InvalidInputError(f"vms is {vms}. Give 1 VM or more.")
    if not names or len(set(names)) < len(names) or len(names) > MOST_REGIONS:
        raise InvalidInputError(f"Give 1 to {MOST_REGIONS} regions, each once; given: {', '.join(names) or 'none'}.")
    if not 0 <= may_fail < len(names):
        raise InvalidInputError(f"{may_fail} of {len(names)} regions may fail: at least one has to be left.")


def _reason(count: int, counts: Sequence[int], need: int, may_fail: int) -> str:
    if count == 1 and max(counts) > 1:
        return "the least a region can have; the others are enough"
    if may_fail:
        return f"any {len(counts) - may_fail} of the {len(counts)} regions have to hold {need}"
    return f"its part of {need} in all"


def _words(
    vms: int,
    names: Sequence[str],
    may_fail: int,
    waves: int,
    need: int,
    within_min: float | None,
    choices: ImageChoices,
    prices: Mapping[str, object],
) -> str:
    time = (
        "all at once" if within_min is None else f"within {within_min:g} min, so {waves} after another at one replica"
    )
    creation = "" if within_min is None else f" ({choices.create_min:g} min each, a model)"
    text = f"{vms:,} VMs / (50 a replica x {waves}) = {need} that must be left; {time}{creation}"
    if may_fail:
        text += f"; {may_fail} of {len(names)} regions may be gone, so the other {len(names) - may_fail} hold {need}"
    if any(price is None for price in prices.values()):
        unknown = ", ".join(name for name, price in prices.items() if price is None)
        text += f"; no price is known for {unknown}, so the fewest replicas are taken"
    return text


def _transfer(names: Sequence[str], source: str | None, gib: float, catalog: Catalog) -> float | None:
    home = catalog.region(source or names[0]).name
    sent = [transfer_price(home, name, catalog=catalog) for name in names]
    return _sum([None if price is None else price.usd * gib for price in sent])


def _sum(values: Sequence[float | None]) -> float | None:
    return None if None in values else round(sum(value for value in values if value is not None), 2)
