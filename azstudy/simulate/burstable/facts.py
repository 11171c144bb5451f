"""The credit figures of a B size, and what a steady load does to them.

One credit is one vCPU at 100 % for one minute. With base b (percent of a vCPU) and v vCPUs, a load of u percent changes
the bank by v x (b - u) / 100 credits a minute (azure-compute-docs bv1-series.md@28da8f72, bsv2-series.md@2072bfd7,
2026-03; azure-docs sizes-b-series-burstable.md@0d051abb, 2020). The formula of 2023 that divides this by two
(b-series-cpu-credit-model.md@037d7664) contradicts the page's own table and is not followed.
"""

from __future__ import annotations

from typing import Final

import attrs

from azstudy.model.size import VmSize

BANK_HOURS: Final = 24
"""The bank holds what an idle machine earns in so many hours."""
INITIAL_PER_VCPU: Final = 30
"""Credits per vCPU of a newly started VM."""
MISPRINTS: Final = {"Standard_B8ms": 1944.0}
"""Largest banks the newest page prints wrong: 1,994 for B8ms, where 24 hours at 81 an hour, and the older page, say
1,944 (azure-docs sizes-b-series-burstable.md@0d051abb)."""
_PER_HOUR: Final = 60 / 100


@attrs.frozen(kw_only=True)
class CreditFacts:
    """Credit figures of one size.

    Attributes:
        vcpus: How many.
        base_percent: What each vCPU may use for good, in percent of a vCPU, unrounded.
        initial: Credits of a new VM.
        bank: The most credits it can hold.
    """

    vcpus: int
    base_percent: float
    initial: float
    bank: float

    @property
    def base_total_percent(self) -> float:
        """The base over all vCPUs, in percent of one vCPU, as pages before 2024 print it."""
        return self.vcpus * self.base_percent

    @property
    def idle_per_hour(self) -> float:
        """Credits banked in an idle hour."""
        return self.per_minute(0) * 60

    def per_minute(self, load_percent: float) -> float:
        """Credits earned (or spent, below zero) in a minute at a load in percent of each vCPU."""
        return self.vcpus * (self.base_percent - load_percent) / 100


def credit_facts(size: VmSize) -> CreditFacts | None:
    """The credit figures of a size; None where it has none.

    Newer pages round the base of the large first-generation sizes (17 for 16.875); it is worked out again from the
    bank, which is what 24 idle hours earn.

    >>> import azstudy as az
    >>> facts = credit_facts(az.size("B16ms"))
    >>> facts.base_percent, facts.base_total_percent, facts.idle_per_hour
    (16.875, 270.0, 162.0)
    """
    base, vcpus, initial = size.credit_base_percent, size.vcpus, size.credit_initial
    bank = MISPRINTS.get(size.name, size.credit_max)
    if base is None or vcpus is None or initial is None or bank is None:
        return None
    exact = round(bank / (BANK_HOURS * _PER_HOUR * vcpus), 9)
    unrounded = exact if round(exact) == base else base
    return CreditFacts(vcpus=vcpus, base_percent=unrounded, initial=initial, bank=bank)


@attrs.frozen(kw_only=True)
class Endurance:
    """What a steady load does to a size's credits.

    `hours_new` starts from the credits of a new VM, `hours_full` from a full bank; both are None
    where the load can be held for good.
    """

    load_percent: float
    base_percent: float
    credits_per_hour: float
    hours_new: float | None
    hours_full: float | None

    @property
    def holds(self) -> bool:
        """True where the load does not exceed what credits earn."""
        return self.hours_new is None

    @property
    def text(self) -> str:
        """The verdict in a sentence."""
        base, load = f"{self.base_percent:g} %", f"{self.load_percent:g} %"
        if self.hours_new is None or self.hours_full is None:
            return f"holds {load}: its base is {base}"
        lasts = f"credits last {self.hours_new:.1f} h, {self.hours_full:.0f} h from a full bank"
        return f"{load} is above its base of {base}: {lasts}"


def endurance(size: VmSize, load_percent: float) -> Endurance | None:
    """What an average load of `load_percent` on each vCPU does to `size`; None where it has no credits.

    >>> import azstudy as az
    >>> endurance(az.size("B4ms"), 30).credits_per_hour
    -18.0
    """
    facts = credit_facts(size)
    if facts is None:
        return None
    per_hour = round(facts.per_minute(load_percent) * 60, 6)
    lasts = per_hour < 0
    return Endurance(
        load_percent=load_percent,
        base_percent=facts.base_percent,
        credits_per_hour=per_hour,
        hours_new=facts.initial / -per_hour if lasts else None,
        hours_full=facts.bank / -per_hour if lasts else None,
    )
