"""`placement`: a scale set taken through steps in words, with the reason for every instance that comes or goes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Final

from azstudy.errors import AzstudyError, InvalidInputError
from azstudy.model.design import Design
from azstudy.model.scaleset import ScaleSet, SpotMix, StandbyPool
from azstudy.model.words import AllocationStrategy
from azstudy.rules import Facts
from azstudy.simulate.fleet.choices import DEFAULT, PlacementChoices
from azstudy.simulate.fleet.fleet import Fleet
from azstudy.simulate.fleet.instance import NOTHING, Change, Instance
from azstudy.simulate.fleet.outcome import Placed, PlacementResult, StepOutcome
from azstudy.simulate.fleet.population import Population, instances_of
from azstudy.simulate.fleet.quotas import QuotaLedger
from azstudy.simulate.fleet.rebalance import HEALTH_WAIT_S
from azstudy.simulate.fleet.sizes import Stock
from azstudy.simulate.fleet.steps import Order, Step, read_steps
from azstudy.simulate.timeline import Decision, Timeline

if TYPE_CHECKING:
    from azstudy.catalog.catalog import Catalog

STEP_S: Final = 60.0
"""Seconds between two steps. Only ages and waiting times depend on it."""
HEALTHY_AFTER_MIN: Final = 10.0
"""Minutes until a new instance reports healthy. Illustrative: it depends on the application."""
REGION: Final = "westeurope"
"""Where a scale set without a region is taken to be, for prices and rules."""


def placement(
    scale_set: ScaleSet | Design,
    steps: Step | Iterable[Step] = (),
    *,
    population: Population | None = None,
    ages: Mapping[int, float] | None = None,
    spot: Iterable[int] = (),
    protected: Iterable[int] = (),
    zones_up: Iterable[int] | None = None,
    quota: Mapping[str, int] | QuotaLedger | None = None,
    standby: StandbyPool | None = None,
    stock: Stock | None = None,
    prices: Mapping[str, float] | None = None,
    healthy_after_min: float = HEALTHY_AFTER_MIN,
    start: datetime | None = None,
    seed: int = 0,
    choices: PlacementChoices = DEFAULT,
    catalog: Catalog | None = None,
) -> PlacementResult:
    """Take a scale set through steps and say, for every instance made, deleted or passed over, why.

    Steps are words: "scale to 10", "lose zone 2", "restore zone 2", "evict 5 spot", "protect 3, 4", "delete 3",
    "replace lost", "policy OldestVM", "mix 10, 50%", "add zones 1, 2, 3", "autoscale to 6", "wait 12 hours" and a few
    more; a wrong one is answered with the whole list. A number alone is a capacity to scale to.

    Args:
        scale_set: An `az.ScaleSet`, or a design with one scale set (and its standby pool).
        steps: The steps, in a list or in one text with semicolons.
        population: Instances that are there at the start, instead of `scale_set.instances` new ones: ids by zone such
            as {1: [3, 4], 2: [5]}, with None for no zone; or a list of ids for a scale set without zones.
        ages: Hours since an instance of the population was made, by id; without it the lowest id is the oldest.
        spot: Ids of the population that are Spot VMs.
        protected: Ids protected from scale-in at the start.
        zones_up: Zones that are up at the start; all by default.
        quota: vCPU limits such as {"regional": 40, "Dsv5": 20, "spot": 10}; not limited by default.
        standby: The standby pool beside it.
        stock: VMs Azure has left, by size or (size, zone); not limited by default.
        prices: USD an hour by size, for an instance mix with LowestPrice; from the catalogue by default.
        healthy_after_min: Minutes until a new instance reports healthy, for automatic zone balance.
        start: The start on the calendar, for the timeline.
        seed: For which Spot VMs are evicted.
        choices: What Azure does not document, see `azstudy.simulate.fleet.choices`.
        catalog: Sizes and prices; the one in use by default.

    Raises:
        InvalidInputError: For an illegal scale set (with the rule and the fix), a count below zero or above what the
            scale set may have, a zone it does not have, an instance that is not there.
        UnknownNameError: For a step nobody knows, with the nearest ones.

    Source: azure-compute-docs virtual-machine-scale-sets-scale-in-policy.md@0c6223e9 (2026-05),
    virtual-machine-scale-sets-zone-balancing.md@02773904 (2025-12), virtual-machine-scale-sets-manage-fault-domains.md
    @0de34d3a (2025-09), virtual-machine-scale-sets-instance-protection.md@1d8378b2, spot-priority-mix.md@0c6223e9,
    standby-pools-overview.md@4742b644, instance-mix-overview.md@0c6223e9, auto-zone-balance-overview.md@03f0aeae.

    >>> web = ScaleSet("web", "D4s_v5", zones=[1, 2, 3], scale_in="OldestVM")
    >>> there = {1: [3, 4, 5, 10], 2: [2, 6, 9, 11], 3: [1, 7, 8]}
    >>> placement(web, ["scale to 5"], population=there).deleted
    (2, 3, 1, 4, 6, 5)
    """
    from azstudy.catalog.reviewing import facts_of

    one, pool = _parts(scale_set, standby)
    facts = facts_of(catalog)
    _legal(one, pool, facts)
    orders = read_steps(steps)
    fleet = Fleet(
        one,
        zones_up=zones_up,
        rules=choices,
        seed=seed,
        prices=_prices(one, prices, catalog),
        stock=stock,
        quota=quota if isinstance(quota, QuotaLedger) or quota is None else QuotaLedger(quota),
        standby=pool,
        facts=facts,
    )
    run = _Run(fleet, healthy_after_min * 60)
    run.begin(population, ages or {}, tuple(spot), tuple(protected))
    for number, order in enumerate(orders, start=1):
        run.take(number, order)
    return run.result(start)


class _Run:
    """The fleet, the clock and what each step did."""

    def __init__(self, fleet: Fleet, healthy_after_s: float) -> None:
        self.fleet, self.healthy_after_s = fleet, healthy_after_s
        self.now_s = 0.0
        self.sick: set[int] = set()
        self.new_are_sick = False
        self.done: list[StepOutcome] = []

    def begin(
        self, population: Population | None, ages: Mapping[int, float], spot: tuple[int, ...], guarded: tuple[int, ...]
    ) -> None:
        fleet, change = self.fleet, NOTHING
        if population is None:
            change = fleet.create(at_s=0.0)
        else:
            given = instances_of(fleet.scale_set, population, ages, spot, fleet.sizes()[0][0])
            _within(fleet, len(given))
            fleet.adopt(given)
            fleet.touch(0.0)
            change += fleet.settle(Change(created=given), 0.0)
        if guarded:
            change += fleet.protect(guarded, 0.0)
        if fleet.standby is not None:  # what waits at the start has been waiting: it is ready
            for waiting in fleet.standby.waiting:
                waiting.ready_s = 0.0
        self._note("start", change, hide_created=population is not None)

    def take(self, number: int, order: Order) -> None:
        try:
            change = self._advance(STEP_S)
            change += _DO[order.action](self, *order.values)
        except InvalidInputError as error:
            raise InvalidInputError(f"Step {number}, {order.text!r}: {error}") from error
        self._note(order.text, change)

    def scale(self, wanted: int, by: str = "user") -> Change:
        if wanted < 0:
            raise InvalidInputError(f"{wanted} instances make no sense. Give 0 or more.")
        _within(self.fleet, wanted)
        if wanted == self.fleet.capacity:
            return self._idle(f"it has {wanted:,} already")
        return self.fleet.scale_to(wanted, self.now_s, by=by)

    def shrink(self, number: int) -> Change:
        have = self.fleet.capacity
        if number > have:
            raise InvalidInputError(f"{number} are to go and there are {have}. Take at most {have}.")
        return self.scale(have - number)

    def wait(self, seconds: float) -> Change:
        return self._advance(seconds)

    def replace_lost(self) -> Change:
        lost = [one.id for one in self.fleet.instances.values() if one.lost]
        why = "its zone is down, and a new instance takes its place"
        return self.fleet.replace(lost, self.now_s, why) if lost else self._idle("no instance is out of reach")

    def _idle(self, because: str) -> Change:
        line = Decision(at_s=self.now_s, action="nothing to do", subject=self.fleet.name, because=because)
        return Change(decisions=(line,))

    def _advance(self, seconds: float) -> Change:
        """Let time pass; automatic zone balance acts in it."""
        change, end_s = NOTHING, self.now_s + seconds
        while (due := self._due_s()) is not None and due <= end_s:
            self.now_s = due
            acted = self.fleet.rebalance_step(due, healthy=self._healthy)
            change += acted
            if not acted.created and not acted.removed:
                break
            self._age(acted)
        self.now_s = end_s
        return change

    def _due_s(self) -> float | None:
        move = self.fleet.balancing.move
        if move is None:
            return self.fleet.rebalance_due_s(self.now_s)
        ready = move.begun_s + self.healthy_after_s
        late = move.begun_s + HEALTH_WAIT_S
        return max(self.now_s, late if move.new in self.sick else min(ready, late))

    def _healthy(self, one: Instance) -> bool:
        return one.id not in self.sick and self.now_s - one.created_s >= self.healthy_after_s

    def _age(self, change: Change) -> None:
        if self.new_are_sick:
            self.sick.update(one.id for one in change.created)

    def _note(self, text: str, change: Change, hide_created: bool = False) -> None:
        self._age(change)
        fleet = self.fleet
        there = tuple(Placed.of(one) for _, one in sorted(fleet.instances.items()))
        self.done.append(
            StepOutcome(
                step=text,
                at_s=self.now_s,
                per_zone=fleet.per_zone(),
                capacity=fleet.capacity,
                running=sum(one.active and not one.lost for one in there),
                spot=fleet.census.spot,
                created=() if hide_created else tuple(one.id for one in change.created),
                deleted=tuple(one.id for one in change.removed),
                waiting=None if fleet.standby is None else len(fleet.standby),
                zones_down=tuple(sorted(fleet.zones_down)),
                decisions=change.decisions,
                instances=there,
            )
        )

    def result(self, start: datetime | None) -> PlacementResult:
        lines = tuple(line for step in self.done for line in step.decisions)
        return PlacementResult(
            scale_set=self.fleet.scale_set,
            instances=self.done[-1].instances,
            steps=tuple(self.done),
            timeline=Timeline(lines, start),
        )


def _evict(run: _Run, kind: str, value: float) -> Change:
    if not any(one.spot and one.active for one in run.fleet.instances.values()):
        raise InvalidInputError('No Spot VM is running. Give the scale set a spot_mix, or priority="Spot".')
    if kind == "share":
        return run.fleet.evict_spot(share=value, at_s=run.now_s)
    return run.fleet.evict_spot(number=int(value), at_s=run.now_s)


def _sick(run: _Run, *ids: int) -> Change:
    run.sick.update(run.fleet.find(number).id for number in ids)
    return NOTHING


def _new_health(run: _Run, healthy: bool) -> Change:
    run.new_are_sick = not healthy
    return NOTHING


def _fault_domains(run: _Run, number: int, zone: int | None) -> Change:
    run.fleet.limit_fault_domains(number, zone)
    return NOTHING


def _standby_fails(run: _Run, number: int) -> Change:
    if run.fleet.standby is None:
        raise InvalidInputError("There is no standby pool. Give one with standby=az.StandbyPool(...).")
    run.fleet.standby.fail(number)
    return NOTHING


_DO: Final[Mapping[str, Callable[..., Change]]] = {
    "scale": lambda run, count: run.scale(count),
    "autoscale": lambda run, count: run.scale(count, by="autoscale"),
    "grow": lambda run, number: run.scale(run.fleet.capacity + number),
    "shrink": lambda run, number: run.shrink(number),
    "lose zone": lambda run, zone: run.fleet.lose_zone(zone, run.now_s),
    "restore zone": lambda run, zone: run.fleet.restore_zone(zone, run.now_s),
    "add zones": lambda run, *zones: run.fleet.add_zones(zones, run.now_s),
    "evict": _evict,
    "evict ids": lambda run, *ids: run.fleet.evict_spot(ids=ids, at_s=run.now_s),
    "protect": lambda run, *ids: run.fleet.protect(ids, run.now_s),
    "protect actions": lambda run, *ids: run.fleet.protect(ids, run.now_s, from_actions=True),
    "unprotect": lambda run, *ids: run.fleet.unprotect(ids, run.now_s),
    "delete": lambda run, *ids: run.fleet.remove(ids, run.now_s),
    "replace": lambda run, *ids: run.fleet.replace(ids, run.now_s),
    "replace lost": lambda run: run.replace_lost(),
    "deallocate": lambda run, *ids: run.fleet.deallocate(ids, run.now_s),
    "start": lambda run, *ids: run.fleet.start(ids, run.now_s),
    "start all": lambda run: run.fleet.start(list(run.fleet.instances), run.now_s),
    "unhealthy": _sick,
    "new health": _new_health,
    "policy": lambda run, policy: run.fleet.set_policy(policy, run.now_s),
    "mix": lambda run, base, percent: run.fleet.set_mix(SpotMix(base, percent), run.now_s),
    "balance": lambda run, strict: run.fleet.set_balance(strict, run.now_s),
    "fault domains": _fault_domains,
    "standby fails": _standby_fails,
    "wait": lambda run, seconds: run.wait(seconds),
}


def _parts(given: ScaleSet | Design, standby: StandbyPool | None) -> tuple[ScaleSet, StandbyPool | None]:
    if isinstance(given, ScaleSet):
        return given, standby
    if not isinstance(given, Design):
        raise InvalidInputError(
            f"placement: {type(given).__name__} was given. "
            'Give an az.ScaleSet such as az.ScaleSet("web", "D4s_v5", zones=[1, 2, 3]).'
        )
    sets = list(given.scale_sets)
    if len(sets) != 1:
        raise InvalidInputError(f"placement: the design has {len(sets)} scale sets; it runs one. Give the scale set.")
    pools = [pool for pool in given.of(StandbyPool) if pool.scale_set.endswith(sets[0].name)]
    region = sets[0].region or given.region
    return sets[0].evolve(region=region), standby or (pools[0] if pools else None)


def _legal(one: ScaleSet, pool: StandbyPool | None, facts: Facts) -> None:
    """Refuse what Azure refuses, with the finding of the rule."""
    from azstudy.rules import review

    design = Design("placement", (one,) if pool is None else (one, pool), region=one.region or REGION)
    errors = [found for found in review(design, facts=facts).errors if found.rule_id.startswith("scaleset-")]
    if errors:
        first = errors[0]
        more = f" ({len(errors) - 1} more: see az.review)" if len(errors) > 1 else ""
        raise InvalidInputError(f"Azure refuses this scale set: {first.reason} {first.fix} [{first.rule_id}]{more}")


def _within(fleet: Fleet, wanted: int) -> None:
    if wanted > fleet.limit:
        raise InvalidInputError(f"{wanted:,} instances are too many: {fleet.why_limit}. Take {fleet.limit:,} at most.")


def _prices(one: ScaleSet, given: Mapping[str, float] | None, catalog: Catalog | None) -> Mapping[str, float] | None:
    """Prices for an instance mix that looks at them; a size without a price is left out."""
    mix = one.instance_mix
    if given is not None or mix is None or mix.strategy is not AllocationStrategy.LOWEST_PRICE:
        return given
    from azstudy.catalog.lookup import price

    term, found = "spot" if one.spot else "payg", {}
    for choice in mix.sizes:
        try:
            [offer] = price(
                str(choice.size), regions=one.region or REGION, os=one.os.value.lower(), term=term, catalog=catalog
            )
        except AzstudyError:
            continue
        found[str(choice.size)] = offer.usd_per_hour
    return found
