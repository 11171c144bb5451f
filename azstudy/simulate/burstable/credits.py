"""A load run through CPU credits, minute by minute: the bank, what is served, and what is not."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Final, Literal

import attrs

from azstudy.catalog.catalog import Catalog
from azstudy.catalog.lookup import size as find_size
from azstudy.errors import InvalidInputError
from azstudy.model.spoken import Spoken
from azstudy.simulate.burstable.facts import CreditFacts, credit_facts
from azstudy.simulate.timeline import Decision, Timeline, clock

if TYPE_CHECKING:
    import pandas as pd

    from azstudy.loads import Load

Unserved = Literal["lost", "queued"]
EMPTY: Final = 1e-9
"""Below so many credits the bank counts as empty."""


@attrs.frozen(kw_only=True)
class CreditResult(Spoken):
    """What a size made of a load. All series have one value a minute, CPU in percent of all its vCPUs.

    Attributes:
        size: Its name.
        facts: Its credit figures; None for a size without credits, which is never held to a base.
        offered: The load asked for.
        served: What it could do.
        bank: Credits at the end of the minute; None without credits.
        queued: Work that waits at the end of the minute, in minutes of the whole machine; all zero where unserved work
            is lost.
        timeline: When credits were gone, when the bank was full, when they came back, and redeployments.
    """

    size: str
    facts: CreditFacts | None
    offered: tuple[float, ...] = attrs.field(repr=False)
    served: tuple[float, ...] = attrs.field(repr=False)
    bank: tuple[float, ...] | None = attrs.field(repr=False)
    queued: tuple[float, ...] = attrs.field(repr=False)
    unserved: Unserved
    timeline: Timeline = attrs.field(repr=False)

    @property
    def minutes(self) -> int:
        """How long it ran."""
        return len(self.offered)

    @property
    def throttled_minutes(self) -> int:
        """Minutes in which it could do less than was asked for."""
        return sum(work < asked - 1e-9 for work, asked in zip(self.served, self._asked, strict=True))

    @property
    def unmet_share(self) -> float:
        """The share of the work that was not done by the end, 0 to 1."""
        asked = math.fsum(self.offered)
        return max(0.0, 1 - math.fsum(self.served) / asked) if asked else 0.0

    @property
    def lowest_bank(self) -> float | None:
        """The fewest credits at the end of a minute; None without credits."""
        return None if self.bank is None else min(self.bank)

    @property
    def _asked(self) -> tuple[float, ...]:
        """Work to do in a minute, with what waited from before."""
        before = (0.0, *self.queued[:-1])
        return tuple(now + waited * 100 for now, waited in zip(self.offered, before, strict=True))

    @property
    def text(self) -> str:
        """The outcome in two lines, then the curves of load and bank."""
        head = f"{self.size}: {self.minutes:,} minutes, mean load {math.fsum(self.offered) / self.minutes:.1f} %"
        if self.facts is not None:
            head += f", base {self.facts.base_percent:g} %, bank of {self.facts.bank:,.0f} credits"
        share = f"{self.throttled_minutes:,} minutes throttled, {self.unmet_share:.1%} of the work not done"
        lowest = f"; lowest bank {self.lowest_bank:,.0f}" if self.lowest_bank is not None else ""
        curves = [f"load {_curve(self.offered)} peak {max(self.offered):.0f} %"]
        if self.bank is not None:
            curves.append(f"bank {_curve(self.bank)} peak {max(self.bank):,.0f} credits")
        return "\n".join([head, share + lowest, *curves])

    def to_frame(self) -> pd.DataFrame:
        """A pandas table, one row a minute."""
        import pandas as pd

        columns = {"offered_percent": self.offered, "served_percent": self.served, "queued_minutes": self.queued}
        bank = {} if self.bank is None else {"bank_credits": self.bank}
        return pd.DataFrame({**columns, **bank}, index=pd.RangeIndex(self.minutes, name="minute"))


def _curve(values: Sequence[float]) -> str:
    from azstudy.loads.load import Load

    return Load(values=values).sparkline()


def cpu_credits(
    size: str,
    load: Load | Iterable[float],
    *,
    bank: float | None = None,
    redeployed_at: Sequence[float] = (),
    measured_vcpus: int | None = None,
    unserved: Unserved = "lost",
    catalog: Catalog | None = None,
) -> CreditResult:
    """Run a CPU load through a size and its credits.

    Each minute earns `vcpus x base` credits and spends what is used. With an empty bank a vCPU falls to its base. What
    the bank cannot hold is lost. A redeployment, or a start on another host, loses the bank and grants the credits of
    a new VM again. Work that is not served is lost, or waits ("queued"): Azure says neither, since it depends on what
    runs in the VM.

    Args:
        size: Any size; one without credits serves up to 100 %.
        load: CPU in percent, a value a minute; vCPUs of all machines count as equally fast.
        bank: Credits at the start; by default those of a new VM.
        measured_vcpus: vCPUs of the machine the load was measured on, by default as many as `size` has.
        redeployed_at: Minutes at whose start the VM comes up on another host.
        unserved: "lost" or "queued".
        catalog: The one in use by default.

    Raises:
        InvalidInputError: For a load below 0 or above 100 %, a bank that does not fit, or a minute that is not there.
        UnknownNameError: For a size that does not exist.

    Source: azure-compute-docs bsv2-series.md@2072bfd7 (2026-03); the bank is lost with the host: azure-docs
    sizes-b-series-burstable.md@0d051abb (2020).

    >>> full_blast = cpu_credits("B2s_v2", [100] * 60)
    >>> full_blast.throttled_minutes, full_blast.served[55]
    (10, 40.0)
    """
    facts_of = find_size(size, catalog=catalog)
    facts, vcpus = credit_facts(facts_of), facts_of.vcpus
    if vcpus is None:
        raise InvalidInputError(f"The number of vCPUs of {facts_of.name} is not known, so nothing can be run on it.")
    scale = (measured_vcpus or vcpus) / vcpus
    offered = _offered(load, scale)
    redeployed = _minutes(redeployed_at, len(offered))
    start = _start(bank, facts, facts_of.name)
    name = facts_of.name.removeprefix("Standard_")
    if facts is None:
        served, queued = _without_credits(offered, unserved)
        timeline = Timeline(_spells(name, offered, served, None, redeployed, facts))
        banks = None
    else:
        served, queued, banks = _run(facts, offered, start, redeployed, unserved)
        timeline = Timeline(_spells(name, offered, served, banks, redeployed, facts))
    return CreditResult(
        size=name,
        facts=facts,
        offered=tuple(offered),
        served=tuple(served),
        bank=None if banks is None else tuple(banks),
        queued=tuple(queued),
        unserved=unserved,
        timeline=timeline,
    )


def _run(
    facts: CreditFacts, offered: Sequence[float], bank: float, redeployed: set[int], unserved: Unserved
) -> tuple[list[float], list[float], list[float]]:
    """Served percent, queue and bank by the minute."""
    per_percent = facts.vcpus / 100
    earned, most, wait = facts.base_percent * per_percent, facts.bank, 0.0
    queueing = unserved == "queued"
    served, queued, banks = [], [], []
    for minute, load in enumerate(offered):
        if minute in redeployed:
            bank = facts.initial
        asked = load + wait * 100
        work, can = min(asked, 100.0), (bank + earned) / per_percent
        if can < work - EMPTY:  # a bank that falls short by a hair of rounding is enough
            work = can
        bank = min(most, max(0.0, bank + earned - work * per_percent))
        if queueing:
            wait = max(0.0, asked - work) / 100
        served.append(work)
        queued.append(wait)
        banks.append(bank)
    return served, queued, banks


def _without_credits(offered: Sequence[float], unserved: Unserved) -> tuple[list[float], list[float]]:
    wait, served, queued = 0.0, [], []
    for load in offered:
        asked = load + wait * 100
        work = min(asked, 100.0)
        wait = (asked - work) / 100 if unserved == "queued" else 0.0
        served.append(work)
        queued.append(wait)
    return served, queued


def _offered(load: Load | Iterable[float], scale: float) -> list[float]:
    unit = getattr(load, "unit", "percent")
    if unit != "percent":
        raise InvalidInputError(f"The load is in {unit}; CPU credits need a load in percent of CPU.")
    values = [float(value) for value in load]
    wrong = next((n for n, value in enumerate(values) if not 0 <= value <= 100), None)
    if wrong is not None:
        raise InvalidInputError(f"Minute {wrong} of the load is {values[wrong]:g} %. CPU is 0 to 100 % of all vCPUs.")
    if not values:
        raise InvalidInputError("The load has no minutes. Give at least one value.")
    return values if scale == 1 else [value * scale for value in values]


def _minutes(given: Sequence[float], count: int) -> set[int]:
    wrong = next((minute for minute in given if not 0 <= minute < count or minute != int(minute)), None)
    if wrong is not None:
        raise InvalidInputError(f"redeployed_at names minute {wrong:g}; the load has minutes 0 to {count - 1}.")
    return {int(minute) for minute in given}


def _start(bank: float | None, facts: CreditFacts | None, name: str) -> float:
    if facts is None:
        if bank is not None:
            raise InvalidInputError(f"{name} has no CPU credits, so it starts with none. Leave bank out.")
        return 0.0
    if bank is None:
        return facts.initial
    if not 0 <= bank <= facts.bank:
        raise InvalidInputError(f"bank is {bank:g} credits. {name} holds 0 to {facts.bank:g}.")
    return bank


def _spells(
    name: str,
    offered: Sequence[float],
    served: Sequence[float],
    banks: Sequence[float] | None,
    redeployed: set[int],
    facts: CreditFacts | None,
) -> list[Decision]:
    """One decision for each stretch without credits, with a full bank, or above what the machine can do."""

    def state(minute: int) -> str:
        if served[minute] < offered[minute] - 1e-9:
            return "at the base" if banks is not None and banks[minute] < EMPTY else "at 100 %"
        return "full" if banks is not None and facts is not None and banks[minute] >= facts.bank - EMPTY else ""

    found = [_redeployed(minute, name, facts) for minute in sorted(redeployed) if facts is not None]
    for what, group in groupby(range(len(offered)), state):
        minutes = list(group)
        if what:
            found.append(_spell(what, minutes, name, offered, facts))
    return sorted(found, key=lambda one: one.at_s)


def _spell(
    what: str, minutes: Sequence[int], name: str, offered: Sequence[float], facts: CreditFacts | None
) -> Decision:
    mean = math.fsum(offered[minute] for minute in minutes) / len(minutes)
    for_long = f"for {len(minutes):,} minute{'' if len(minutes) == 1 else 's'}, until {clock(60 * (minutes[-1] + 1))}"
    base = f"{facts.base_percent:g} %" if facts is not None else ""
    action, because = {
        "at the base": ("throttled", f"the bank is empty and {mean:.0f} % is asked for; {base} is served {for_long}"),
        "at 100 %": ("throttled", f"{mean:.0f} % is asked for and 100 % is all there is, {for_long}"),
        "full": ("bank full", f"credits earned beyond {facts.bank if facts else 0:,.0f} are lost {for_long}"),
    }[what]
    return Decision(at_s=60 * minutes[0], action=action, subject=name, because=because, facts={"minutes": len(minutes)})


def _redeployed(minute: int, name: str, facts: CreditFacts | None) -> Decision:
    initial = facts.initial if facts is not None else 0
    because = f"the VM comes up on another host: its bank is lost, {initial:g} credits of a new VM are granted"
    return Decision(at_s=60 * minute, action="redeployed", subject=name, because=because, facts={"bank": initial})
