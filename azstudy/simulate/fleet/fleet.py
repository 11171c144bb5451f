"""A scale set in motion: instances made and deleted over zones and fault domains, each with its reason."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Mapping

from azstudy.errors import InvalidInputError
from azstudy.model.scaleset import ScaleSet, SpotMix, StandbyPool
from azstudy.model.words import ScaleInRule
from azstudy.rules import Facts
from azstudy.rules._fleet import instance_limit
from azstudy.simulate.fleet import growing, incidents, rebalance
from azstudy.simulate.fleet.census import Census
from azstudy.simulate.fleet.choices import DEFAULT, PlacementChoices
from azstudy.simulate.fleet.instance import NOTHING, Change, Instance
from azstudy.simulate.fleet.quotas import QuotaLedger
from azstudy.simulate.fleet.scale_in import Chooser, stuck
from azstudy.simulate.fleet.sizes import Shelf, Stock, in_order
from azstudy.simulate.fleet.standby import Standby
from azstudy.simulate.fleet.wording import count as many
from azstudy.simulate.fleet.wording import row, spread, zones
from azstudy.simulate.timeline import Decision


class Fleet:
    """The instances of one scale set. Starts empty: `create` makes those of the model, `adopt` takes given ones.

    Every operation takes its time in seconds since the start and returns a `Change`.

    Args:
        scale_set: The model: zones, balance, fault domains, scale-in policy, mixes.
        zones_up: Zones that are up at the start; all of them by default.
        rules: What Azure does not document, see `choices`.
        seed: For which Spot VMs are evicted.
        prices: USD an hour by size, for an instance mix that takes the cheapest.
        stock: VMs Azure has left, by size or (size, zone); not limited by default.
        quota: vCPU quota, shared by the fleets that are given the same one.
        standby: The standby pool beside the scale set.
        facts: What is known about sizes, for the most instances allowed.
        explain: False leaves out the line for each new instance; refusals are always told.

    >>> fleet = Fleet(ScaleSet("web", "D4s_v5", instances=6, zones=[1, 2, 3]))
    >>> _ = fleet.create(at_s=0)
    >>> print(fleet.scale_to(5, at_s=60).text)
    00:01:00 web/5 delete: the zones are balanced (2 each); highest id there (Default)
    >>> fleet.per_zone()
    {1: 2, 2: 2, 3: 1}
    """

    def __init__(
        self,
        scale_set: ScaleSet,
        *,
        zones_up: Iterable[int] | None = None,
        rules: PlacementChoices = DEFAULT,
        seed: int = 0,
        prices: Mapping[str, float] | None = None,
        stock: Stock | None = None,
        quota: QuotaLedger | None = None,
        standby: StandbyPool | None = None,
        facts: Facts | None = None,
        explain: bool = True,
    ) -> None:
        up = set(scale_set.zones if zones_up is None else zones_up)
        if not up <= set(scale_set.zones):
            raise InvalidInputError(f"zones_up: {row(sorted(up))}, and {scale_set.name} has {zones(scale_set.zones)}.")
        self.scale_set, self.choices, self.explain = scale_set, rules, explain
        self.instances: dict[int, Instance] = {}
        self.census = Census(scale_set.zones)
        self.zones_down: set[int] = set(scale_set.zones) - up
        self.domain_limits: dict[int | None, int] = {}
        self.shelf, self.quota = Shelf.of(stock or {}), quota
        self.standby = Standby(standby, rules.standby_prepare_s) if standby is not None else None
        self.model, self.next_id = 0, rules.first_id
        self.random = random.Random(seed)  # noqa: S311
        self.balancing = rebalance.State()
        self.limit, self.why_limit = instance_limit(scale_set, facts or Facts())
        self.fault_domains = scale_set.effective_fault_domains
        self.prices = prices
        self._sizes = in_order(scale_set, prices, self.shelf.stock)

    # --- what it is like now -------------------------------------------------------------------------------------
    @property
    def name(self) -> str:
        """The scale set's name."""
        return self.scale_set.name

    @property
    def count(self) -> int:
        """Instances there are, with deallocated ones and with the extra one of a zone balance under way."""
        return len(self.instances)

    @property
    def capacity(self) -> int:
        """The number it was asked to have: `count` without the extra instance of a zone balance."""
        return len(self.instances) - (self.balancing.move is not None)

    def per_zone(self) -> dict[int | None, int]:
        """Instances by zone, in order; None stands for instances without a zone, where there are any."""
        given = self.census.per_zone
        order = sorted((zone for zone in given if zone is not None or given[zone] or len(given) == 1), key=_last_none)
        return {zone: given[zone] for zone in order}

    def sizes(self) -> tuple[tuple[str, str], ...]:
        """The sizes in the order they are tried, each with the reason."""
        if self.scale_set.instance_mix is not None and self.shelf.stock:
            return in_order(self.scale_set, self.prices, self.shelf.stock)
        return self._sizes

    def open_zones(self) -> list[int | None]:
        """Zones that take new instances; [None] for a scale set without zones."""
        if not self.scale_set.zones:
            return [None]
        return [zone for zone in self.census.zonal() if zone not in self.zones_down]

    def blocked(self) -> str:
        """Why no scaling is possible at all: best effort stops with two or more zones down."""
        if not self.scale_set.zone_balance and len(self.zones_down) > 1:
            return f"{zones(sorted(self.zones_down))} are down, and best effort goes on with one zone down only"
        return ""

    # --- making and deleting -------------------------------------------------------------------------------------
    def create(self, count: int | None = None, at_s: float = 0.0) -> Change:
        """Make the instances of the model, or that many, in an empty fleet; protected ones are marked."""
        change = self.scale_to(self.scale_set.instances if count is None else count, at_s)
        for given in self.scale_set.protected_instances:
            tail = re.search(r"\d+$", given.instance)
            if tail and int(tail[0]) in self.instances:
                actions = given.from_scale_set_actions
                change += self.protect([int(tail[0])], at_s, from_actions=actions, from_scale_in=given.from_scale_in)
        self.balancing.quiet_from_s = at_s
        return change

    def adopt(self, given: Iterable[Instance]) -> None:
        """Take instances that are there already, as they are; ids go on from the highest."""
        for one in given:
            if one.id in self.instances:
                raise InvalidInputError(f"Instance {one.id} is given twice. Every instance has an id of its own.")
            one.lost = one.zone in self.zones_down
            self.instances[one.id] = one
            self.census.add(one)
            self.next_id = max(self.next_id, one.id + 1)
            if self.quota:
                self.quota.take(one.size, spot=one.spot)

    def scale_to(self, count: int, at_s: float, *, model: int | None = None, by: str = "user") -> Change:
        """Change the capacity. May do less than asked, with the reason among the decisions.

        Args:
            count: Instances wanted.
            at_s: Seconds since the start.
            model: Version of the model new instances get; as before by default.
            by: "user" or "autoscale": only autoscale waits for a zone balance under way.

        Raises:
            InvalidInputError: For a count that is not a whole number from 0 on.
        """
        if not isinstance(count, int) or isinstance(count, bool) or count < 0:
            raise InvalidInputError(f"scale to {count!r}: give a whole number of instances, 0 or more.")
        self.model = self.model if model is None else model
        waits = rebalance.interrupt(self, count, at_s, by)
        if waits is not None and self.balancing.move is not None:
            return waits
        step = count - self.capacity
        self.balancing.quiet_from_s = at_s if step else self.balancing.quiet_from_s
        change = self._grow(step, at_s) if step > 0 else self._shrink(-step, at_s) if step < 0 else NOTHING
        return (waits or NOTHING) + change + self.settle(change, at_s)

    def remove(self, ids: Iterable[int], at_s: float, because: str = "deleted by its owner") -> Change:
        """Delete named instances; capacity falls with them. Protection does not block that.

        Raises:
            InvalidInputError: For an id that is not there.
        """
        change = self._remove(ids, at_s, because)
        return change + self.settle(change, at_s)

    def replace(self, ids: Iterable[int], at_s: float, because: str = "replaced") -> Change:
        """Delete named instances and make as many new ones where there is room: capacity stays, zones may change."""
        wanted = self.capacity
        gone = self._remove(ids, at_s, because)
        made = self.scale_to(wanted, at_s)
        return gone + made + (NOTHING if made.created else self.settle(gone, at_s))

    def _remove(self, ids: Iterable[int], at_s: float, because: str) -> Change:
        gone = [self.find(number) for number in dict.fromkeys(ids)]
        log = [self.told(one, "delete", at_s, because) for one in gone]
        for one in gone:
            self.drop(one)
        self.balancing.forget(self.instances)
        self.balancing.quiet_from_s = at_s
        return Change(removed=tuple(gone), decisions=tuple(log))

    def _grow(self, number: int, at_s: float) -> Change:
        wanted = self.capacity + number
        if wanted > self.limit:
            told = growing.refusal(self, f"{wanted:,} instances are too many: {self.why_limit}", wanted, at_s)
            return Change(decisions=(told,))
        grown = growing.grow(self, number, at_s)
        log = list(grown.decisions)
        if grown.refused:
            log.append(growing.refusal(self, grown.refused, wanted, at_s))
        elif grown.short:
            log.append(growing.refusal(self, grown.short, wanted, at_s, "scale out short"))
        return Change(created=tuple(grown.created), decisions=tuple(log))

    def _shrink(self, number: int, at_s: float) -> Change:
        wanted, before = self.capacity - number, dict(self.instances)
        if self.blocked():
            told = growing.refusal(self, self.blocked(), wanted, at_s, "scale in refused")
            return Change(decisions=(told,))
        gone, log = self._delete_some(number, at_s)
        if self.scale_set.zone_balance and not self.census.balanced():
            after = spread(self.census.zonal(), "would have")
            for one in gone:
                self.enter(one)
            self.instances = before
            why = f"strict zone balance: {after}, more than 1 apart"
            return Change(decisions=(growing.refusal(self, why, wanted, at_s, "scale in refused"),))
        if len(gone) < number:
            log.append(growing.refusal(self, stuck(self.instances), wanted, at_s, "scale in short"))
        return Change(removed=tuple(gone), decisions=tuple(log))

    def _delete_some(self, number: int, at_s: float) -> tuple[list[Instance], list[Decision]]:
        gone: list[Instance] = []
        log: list[Decision] = []
        told: set[int] = set()
        chooser = self.chooser()
        for _ in range(number):
            victim = chooser.next()
            if victim is None:
                break
            one = self.instances[victim.id]
            for number_ in () if told.issuperset(victim.passed_over) else victim.passed_over:
                if number_ not in told:
                    told.add(number_)
                    why = "protected, else it would have been deleted before others"
                    log.append(self.told(self.instances[number_], "scale in skipped", at_s, why))
            log.append(self.told(one, "delete", at_s, victim.because))
            self.drop(one)
            gone.append(one)
        return gone, log

    def chooser(self) -> Chooser:
        """Who decides which instance goes next; it sees every later change."""
        policy: ScaleInRule = self.scale_set.scale_in.rule
        return Chooser(
            self.instances, self.census, policy, self.scale_set.spot_mix, self.choices, self.scale_set.zone_balance
        )

    # --- what happens to it ----------------------------------------------------------------------------------------
    def protect(
        self, ids: Iterable[int], at_s: float, *, from_actions: bool = False, from_scale_in: bool | None = None
    ) -> Change:
        """Protect instances from scale-in, or from scale-set actions, which implies it.

        Raises:
            InvalidInputError: For an id that is not there, or actions with scale-in explicitly off.
        """
        return incidents.protect(self, ids, at_s, from_actions=from_actions, from_scale_in=from_scale_in)

    def unprotect(self, ids: Iterable[int], at_s: float) -> Change:
        """Take both protections off."""
        return incidents.protect(self, ids, at_s, from_actions=False, from_scale_in=False)

    def lose_zone(self, zone: int, at_s: float) -> Change:
        """A zone goes down: its instances are out of reach and stay in the scale set, new ones go elsewhere."""
        return incidents.lose_zone(self, zone, at_s)

    def restore_zone(self, zone: int, at_s: float) -> Change:
        """A zone comes back with the instances it has; none moves."""
        return incidents.restore_zone(self, zone, at_s)

    def add_zones(self, added: Iterable[int], at_s: float) -> Change:
        """Let the scale set use more zones: nothing moves, and no zone can be taken away again."""
        return incidents.add_zones(self, added, at_s)

    def evict_spot(
        self, share: float | None = None, at_s: float = 0.0, *, ids: Iterable[int] = (), number: int | None = None
    ) -> Change:
        """Azure takes running Spot VMs back: a share (0 to 1), a number, or named ones; by the eviction policy."""
        return incidents.evict_spot(self, at_s, share=share, ids=tuple(ids), number=number)

    def start(self, ids: Iterable[int], at_s: float) -> Change:
        """Start deallocated instances."""
        return incidents.switch(self, ids, at_s, active=True)

    def deallocate(self, ids: Iterable[int], at_s: float) -> Change:
        """Deallocate instances by hand; they go on counting for capacity, balance and quota."""
        return incidents.switch(self, ids, at_s, active=False)

    def set_mix(self, mix: SpotMix | None, at_s: float) -> Change:
        """Change the Spot mix: nothing moves until the next scaling."""
        return incidents.change_model(self, at_s, "Spot mix changed", "it acts at the next scaling", spot_mix=mix)

    def set_policy(self, rule: ScaleInRule | str, at_s: float) -> Change:
        """Change the scale-in policy."""
        policy = self.scale_set.scale_in.evolve(rule=rule)
        return incidents.change_model(self, at_s, "scale-in policy changed", f"now {policy.rule}", scale_in=policy)

    def set_balance(self, strict: bool, at_s: float) -> Change:
        """Change between strict balance and best effort: nothing moves."""
        word = "strict balance" if strict else "best effort"
        return incidents.change_model(self, at_s, "zone balance changed", f"now {word}", zone_balance=strict)

    def limit_fault_domains(self, number: int, zone: int | None = None) -> None:
        """Say how many fault domains Azure has free in a zone, or in the region; fixed spreading may then fail."""
        self.domain_limits[zone] = number

    def rebalance_step(self, at_s: float, *, healthy: Callable[[Instance], bool] | None = None) -> Change:
        """Let automatic zone balance act, if it may: begin a move, or finish the one under way.

        Args:
            at_s: Seconds since the start.
            healthy: Tells whether an instance reports healthy; all do by default.
        """
        return rebalance.step(self, at_s, healthy or (lambda one: True))

    def rebalance_due_s(self, at_s: float) -> float | None:
        """When `rebalance_step` could next begin or has to finish a move; None while there is nothing to do."""
        return rebalance.due_s(self, at_s)

    def touch(self, at_s: float) -> None:
        """Note an operation on the scale set (an upgrade, a repair): zone balance waits for 60 quiet minutes."""
        self.balancing.quiet_from_s = at_s

    # --- book-keeping for the modules beside this one -----------------------------------------------------------------
    def find(self, number: int) -> Instance:
        """An instance by its id; raises InvalidInputError where it is not there."""
        one = self.instances.get(number)
        if one is None:
            there = (
                row(sorted(self.instances)) if self.count <= 20 else f"{many(self.count, 'instance')} with other ids"
            )
            gone = " any more" if isinstance(number, int) and 0 <= number < self.next_id else ""
            raise InvalidInputError(f"{self.name} has no instance {number}{gone}. There are: {there}.")
        return one

    def admit(self, *, zone: int | None, domain: int | None, spot: bool, size: str, at_s: float) -> Instance:
        """Put a new instance on the books."""
        one = Instance(
            id=self.next_id, zone=zone, fault_domain=domain, created_s=at_s, spot=spot, size=size, model=self.model
        )
        self.next_id += 1
        self.instances[one.id] = one
        self.census.add(one)
        return one

    def enter(self, one: Instance) -> None:
        """Put an instance back that was dropped a moment ago."""
        self.instances[one.id] = one
        self.census.add(one)
        self.shelf.move(one.size, one.zone, -1)
        if self.quota:
            self.quota.take(one.size, spot=one.spot)

    def drop(self, one: Instance) -> None:
        """Take an instance off the books."""
        del self.instances[one.id]
        self.census.discard(one)
        self.shelf.move(one.size, one.zone, 1)
        if self.quota:
            self.quota.give(one.size, spot=one.spot)

    def told(self, one: Instance, action: str, at_s: float, because: str) -> Decision:
        """A line of the log about one instance."""
        facts = {"zone": one.zone, "fault_domain": one.fault_domain, "spot": one.spot}
        return Decision(at_s=at_s, action=action, subject=f"{self.name}/{one.id}", because=because, facts=facts)

    def settle(self, change: Change, at_s: float) -> Change:
        """After a change: bring the standby pool to its size and say so where zones are uneven."""
        if not change.created and not change.removed:
            return NOTHING
        log = incidents.refill(self, at_s)
        if not self.census.balanced():
            log.append(incidents.uneven(self, at_s))
        return Change(decisions=tuple(log))


def _last_none(zone: int | None) -> tuple[bool, int]:
    return zone is None, zone or 0
