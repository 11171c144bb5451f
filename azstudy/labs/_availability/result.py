"""The twin of the availability lab: what it shows, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property, lru_cache
from typing import Any

import attrs

from azstudy.catalog.catalog import Catalog
from azstudy.catalog.reviewing import review
from azstudy.labs._availability.building import design_of
from azstudy.labs._availability.chain import Chain, chain_of
from azstudy.labs._availability.controls import DRILLS
from azstudy.labs._availability.drawing import failed_drawing
from azstudy.labs._availability.money import Bill, bill_of
from azstudy.labs._controls import State
from azstudy.model.design import Design
from azstudy.plan.availability.nines import nines
from azstudy.plan.availability.option import NinesOption
from azstudy.simulate.failures.chance import OutageYears, outage_years
from azstudy.simulate.failures.choices import (
    FAULT_DOMAIN_RATE,
    HOST_RATE,
    REGION_RATE,
    ZONE_RATE,
    FailureRates,
)
from azstudy.simulate.failures.drill import outage
from azstudy.simulate.failures.outcome import OutageResult
from azstudy.topology.graph import Topology


@attrs.frozen(kw_only=True, repr=False, eq=False)
class AvailabilityLabResult:
    """What the availability lab shows for a state, as plain values.

    Attributes:
        state: Every control's value.
        catalog: The facts and prices in use.
        design: The design that the controls come to.
        run: The drill, as `az.simulate.outage` plays it.
        chain: The SLA of every part, and all together.
        bill: What VMs and disks cost a month.
        refused: What a review says Azure would refuse.
    """

    state: State
    catalog: Catalog
    design: Design
    run: OutageResult
    chain: Chain
    bill: Bill
    refused: tuple[str, ...]

    @property
    def needs(self) -> dict[str, int]:
        """Machines each tier needs."""
        return needs_of_state(self.state)

    @property
    def left(self) -> int:
        """The fewest web VMs up at any time of the drill."""
        return self.run.workload("web").lowest

    @cached_property
    def drawing(self) -> Topology:
        """The design drawn, with what failed painted on it."""
        return failed_drawing(self.design, self.run)

    @cached_property
    def chance(self) -> OutageYears:
        """Many years of failures by chance, as `az.simulate.outage_years` draws them."""
        return outage_years(
            self.design,
            years=self.state["years"],
            needed=self.needs,
            rates=rates_of(self.state),
            seed=self.state["seed"],
        )

    def options(self, vms: int, balanced: bool) -> tuple[NinesOption, ...]:
        """Every way `az.plan.nines` knows to place so many VMs of this size, cheapest first."""
        return _options(self.catalog, self.state["size"], self.state["region"], vms, balanced)

    def worst(self, kind: str) -> OutageResult:
        """The same drill on the worst of its kind: any "zone", or any "region"."""
        return worst_of(self.design, kind, self.needs)

    def as_dict(self) -> dict[str, Any]:
        """The state, the drill, the SLA and the bill as plain values."""
        return {
            "state": dict(self.state),
            "run": self.run.as_dict(),
            "chain_percent": self.chain.percent,
            "links": [{"name": one.name, "region": one.region, "percent": one.percent} for one in self.chain.links],
            "usd_per_month": self.bill.usd,
            "refused": list(self.refused),
        }

    def __repr__(self) -> str:
        return text(self)


@lru_cache(maxsize=32)
def _options(catalog: Catalog, size: str, region: str, needed: int, balanced: bool) -> tuple[NinesOption, ...]:
    return nines(0, size=size, region=region, vms=needed, balanced=balanced, catalog=catalog).options


def needs_of_state(state: State) -> dict[str, int]:
    """Machines each tier needs: as set for the web, one database."""
    found = {"web": state["needed"]}
    return found if state["database"] == "none" else {**found, "db": 1}


def rates_of(state: State) -> FailureRates:
    """The failure rates of a state; how long failures last stays as it is."""
    return FailureRates(
        host=(state["host_rate"], HOST_RATE.hours),
        fault_domain=(state["rack_rate"], FAULT_DOMAIN_RATE.hours),
        zone=(state["zone_rate"], ZONE_RATE.hours),
        region=(state["region_rate"], REGION_RATE.hours),
    )


def failure_of(state: State, design: Design) -> str:
    """The drill of a state as `az.simulate.outage` reads it."""
    kind, lasts = state["drill"], f" for {state['minutes']} min"
    several = len(design.regions) > 1
    if kind == "maintenance":
        return "maintenance"
    if kind in ("host", "rack"):
        return f"{'host' if kind == 'host' else 'fault domain'} of web1{lasts}"
    if kind == "region":
        return f"region {design.regions[0]}{lasts}"
    return f"zone {kind[-1]}{f' of {design.regions[0]}' if several else ''}{lasts}"


def worst_of(design: Design, kind: str, needed: Mapping[str, int]) -> OutageResult:
    """The drill that leaves the fewest web VMs, of all zones or all regions."""
    regions = design.regions
    names = [f"region {name}" for name in regions]
    if kind == "zone":
        names = [f"zone {n}{f' of {r}' if len(regions) > 1 else ''}" for r in regions for n in (1, 2, 3)]
    runs = [outage(design, name, needed=needed) for name in names]
    return min(runs, key=lambda run: (run.survives, run.workload("web").lowest))


def compute(state: State, catalog: Catalog) -> AvailabilityLabResult:
    """The result for a state.

    Raises:
        InvalidInputError: For a design that cannot be built.
    """
    design = design_of(state, catalog)
    return AvailabilityLabResult(
        state=state,
        catalog=catalog,
        design=design,
        run=outage(design, failure_of(state, design), needed=needs_of_state(state)),
        chain=chain_of(design),
        bill=bill_of(design, catalog),
        refused=tuple(dict.fromkeys(found.what for found in review(design, catalog=catalog).errors)),
    )


def text(result: AvailabilityLabResult) -> str:
    """The result in plain text: what is left and what is promised, then every line of the log."""
    chain = "no documented SLA" if result.chain.percent is None else f"SLA of all parts {result.chain.percent:.4f} %"
    usd = result.bill.usd
    cost = "price not known" if usd is None else f"{usd:,.2f} USD a month"
    word = DRILLS[result.state["drill"]]
    verdict = "enough of everything" if result.run.survives else f"too few VMs for {result.run.below_min:g} min"
    head = f"{word[0].upper()}{word[1:]}: {result.left} of {result.state['vms']} web VMs left, {verdict}"
    return f"{head}; {chain}; {cost}.\n{result.run.text}\n{result.run.timeline}"


def code(result_line: str, state: State) -> str:
    """Python that gives the parts of a state."""
    needs = needs_of_state(state)
    return "\n".join(
        [
            "import azstudy as az",
            f'found = az.labs.availability_result("{result_line}")',
            "design = found.design",
            f"print(az.simulate.outage(design, found.run.failures, needed={needs}))",
            "print(az.plan.earned_slas(design))",
            f"print(az.simulate.outage_years(design, needed={needs}, seed={state['seed']}))",
        ]
    )
