"""What the sizing lab's predictions come to, computed from the catalogue in use; no answer is typed in."""

from __future__ import annotations

from typing import Final

import attrs

from azstudy.catalog.catalog import Catalog
from azstudy.catalog.lookup import break_even, price
from azstudy.catalog.offer import Offer
from azstudy.catalog.sizing import find_sizes
from azstudy.errors import DataError, MissingPriceError
from azstudy.labs._controls import State
from azstudy.labs._predict import Truth
from azstudy.labs._sizing.result import short
from azstudy.model.facts import HOURS_PER_MONTH, OperatingSystem, Term
from azstudy.simulate.burstable.facts import endurance

BURSTABLE: Final = "B4ms"
STEADY: Final = "D4s_v5"
LOAD: Final = 30.0
WHOLE: Final = "E16s_v5"
CONSTRAINED: Final = "E16-4s_v5"


@attrs.frozen
class Truths:
    """The truth behind each prediction, as a function of the lab's state.

    Each raises an AzstudyError where the catalogue lacks what it takes.
    """

    catalog: Catalog

    def monthly(self, size: str, state: State) -> Offer:
        """What a size costs in the state's region; by the hour where the state leaves the term open."""
        system = OperatingSystem.parse(state["os"])
        return price(
            size,
            regions=_region(state),
            os=system,
            term=Term.PAYG if state["term"] == "best" else Term.parse(state["term"]),
            hybrid_benefit=system is OperatingSystem.WINDOWS and state["hybrid_benefit"],
            hours_per_month=state["hours_per_month"],
            catalog=self.catalog,
        )[0]

    def saving(self, state: State) -> float:
        """Per cent by which the burstable size is cheaper than the steady one."""
        cheap, dear = self.monthly(BURSTABLE, state), self.monthly(STEADY, state)
        return round(100 * (1 - cheap.usd_per_month / dear.usd_per_month), 1)

    def windows_gap(self, state: State) -> Truth:
        """How much cheaper the burstable size is, with both bills taken apart."""
        pair = self.monthly(BURSTABLE, state), self.monthly(STEADY, state)
        steps = tuple(
            f"{short(o.size)} on {o.os.value.capitalize()}: {o.compute_usd_per_month:,.2f} for compute + "
            f"{o.licence_usd_per_month:,.2f} for the Windows licence = {o.usd_per_month:,.2f} USD a month ({o.status})"
            for o in pair
        )
        because = "No Windows licence is in these prices, so only the price of compute differs."
        if pair[1].licence_usd_per_month:
            rates = " and ".join(f"{o.price.licence_usd_per_hour:.3f}" for o in pair)
            because = f"The Windows licence is not the same for every size of 4 vCPUs: {rates} USD an hour here."
        return Truth(answer=self.saving(state), because=because, steps=steps)

    def burst_at_load(self, state: State) -> Truth:
        """How long a new burstable VM holds the load, from its credits."""
        size = self.catalog.size(BURSTABLE)
        load = state["cpu_percent"] or LOAD
        found = endurance(size, load)
        if found is None:
            raise DataError(f"The credit figures of {size.short_name} are not known.")
        gain = (
            f"{size.vcpus} vCPUs × (base {found.base_percent:g} % − load {load:g} %) × 60 minutes "
            f"= {found.credits_per_hour:+g} credits an hour".replace("-", "−")
        )
        if found.hours_new is None:
            because = f"At {load:g} % it earns at least as many credits as it spends."
            return Truth(answer="always", because=because, steps=(gain,))
        steps = (
            gain,
            f"a new {size.short_name} starts with {size.credit_initial:g} credits: {size.credit_initial:g} / "
            f"{-found.credits_per_hour:g} = {found.hours_new:.1f} hours",
            f"even a full bank of {size.credit_max:,.0f} credits lasts only {found.hours_full:.0f} hours",
            f"then each vCPU falls back to {found.base_percent:g} %, and the work takes "
            f"{load / found.base_percent:.2f} times as long",
        )
        because = (
            f"Its base is {found.base_percent:g} % of each vCPU. {load:g} % all day is above that: it spends more "
            f"credits than it earns, and a new VM runs out after {found.hours_new:.1f} hours."
        )
        return Truth(answer="hours" if found.hours_new < 24 else "days", because=because, steps=steps)

    def cheapest_for_disks(self, state: State) -> Truth:
        """Whether the cheapest size for vCPUs and memory also meets the disk needs."""
        kept = ("vcpus", "memory_gib", "architecture", "regions", "os")
        found = find_sizes(**{name: state[name] for name in kept}, top=1, catalog=self.catalog)
        if not found.offers:
            raise DataError("No size fits vCPUs and memory here, so there is none to test.")
        offer = found.offers[0]
        size = self.catalog.size(offer.size)
        if size.uncached_iops is None or size.uncached_mbps is None:
            raise DataError(f"The disk limits of {size.short_name} are not known.")
        iops, mbps = state["uncached_iops"] or 0, state["uncached_mbps"] or 0
        enough = size.uncached_iops >= iops, size.uncached_mbps >= mbps
        steps = (
            f"cheapest for vCPUs and memory: {size.short_name}, {offer.usd_per_month:,.2f} USD a month",
            f"operations: {size.uncached_iops:,.0f} of {iops:,.0f} IOPS: {'enough' if enough[0] else 'too few'}",
            f"throughput: {size.uncached_mbps:,.0f} of {mbps:,.0f} MB/s: {'enough' if enough[1] else 'too little'}",
        )
        because = (
            f"{size.short_name} sustains {size.uncached_iops:,.0f} IOPS and {size.uncached_mbps:,.0f} MB/s. Each VM "
            "size has disk limits of its own; faster disks do not lift them."
        )
        names = {(True, True): "both", (True, False): "iops", (False, True): "mbps", (False, False): "neither"}
        return Truth(answer=names[enough], because=because, steps=steps)

    def commitment_hours(self, state: State) -> Truth:
        """From how many hours a month a 1-year reservation is cheaper than pay-as-you-go."""
        own = state["os"] == "windows" and state["hybrid_benefit"]
        evens = break_even(STEADY, region=_region(state), os=state["os"], hybrid_benefit=own, catalog=self.catalog)
        hours = {even.term: even.hours_per_month for even in evens}.get(Term.RESERVATION_1Y)
        if hours is None:
            raise MissingPriceError(f"A 1-year reservation of {STEADY} has no known price here, or never pays.")
        steps = tuple(
            f"{even.term.label}: cheaper from {even.hours_per_month:,.0f} hours a month ({even.status})"
            for even in evens
            if even.hours_per_month is not None
        )
        because = (
            "A reservation is paid for all 730 hours, at a lower rate. Its rate × 730 / the pay-as-you-go rate = "
            f"{hours:,.0f} hours, {hours / HOURS_PER_MONTH:.0%} of the month."
        )
        return Truth(answer=hours, because=because, steps=steps)

    def constrained_price(self, state: State) -> Truth:
        """What a constrained size costs beside the size it was cut from."""
        whole, part = self.monthly(WHOLE, state), self.monthly(CONSTRAINED, state)
        ratio = part.usd_per_month / whole.usd_per_month
        bounds = ((0.4, "quarter"), (0.995, "cheaper"), (1.005, "same"))
        answer = next((name for limit, name in bounds if ratio <= limit), "dearer")
        because = (
            "A constrained size is its base size with vCPUs switched off; memory and disk limits stay. The price is "
            f"{part.usd_per_month:,.2f} against {whole.usd_per_month:,.2f} USD a month."
        )
        return Truth(answer=answer, because=because, steps=(self._anatomy(part), self._anatomy(whole)))

    def _anatomy(self, offer: Offer) -> str:
        size = self.catalog.size(offer.size)
        iops = "IOPS not known" if size.uncached_iops is None else f"{size.uncached_iops:,.0f} IOPS"
        return (
            f"{size.short_name}: {size.vcpus} of {size.vcpus_base} vCPUs active, {size.memory_gib:g} GiB, {iops}: "
            f"{offer.usd_per_month:,.2f} USD a month ({offer.status})"
        )


def _region(state: State) -> str:
    return "westeurope" if state["regions"] == "all" else str(state["regions"])
