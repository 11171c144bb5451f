"""One hour's bill: reservations first, then savings plans, then pay-as-you-go.

Order: azure-docs benefit-application-order.md@338e47e4 (2026-07-17). Reservations and plans pay compute only: the
Windows licence, disks and network stay (reserved-instance-windows-software-costs.md@001e5456, 2022-12). What an hour
does not use of a commitment is lost; hours know nothing of each other.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

import attrs

from azstudy.cost.flexibility import DOCUMENTED, Ratio, RatioTable, unknown_ratio
from azstudy.cost.usage import Level, Reservation, SavingsPlan, Usage
from azstudy.errors import InvalidInputError
from azstudy.model.facts import Status

BENEFIT_ORDER: Final = ("reservation", "pre_purchase", "savings_plan", "payg")
"""Most specific first. No pre-purchase plan covers virtual machines, so the engine has none to apply."""
PLAN_ORDER: Final = ("scope", "term")
"""Among several plans the narrower scope goes first and, within a scope, 3 years before 1 year. Both keys are
documented (discount-application.md@ea2b0fef, 2023-11); which of the two wins is not: this order is azstudy's own."""
SAME_SCOPE_ORDER: Final = "as listed"
"""Azure applies reservations of one scope "first come, first served"; here first means first in the list given."""
_NEGLIGIBLE: Final = 1e-9


@attrs.frozen(kw_only=True)
class Line:
    """How one usage was paid: VM-hours under each benefit, and USD for each meter."""

    usage: Usage
    reserved: float = 0.0
    planned: float = 0.0
    plan_usd: float = 0.0
    because: tuple[str, ...] = ()

    @property
    def payg(self) -> float:
        """VM-hours left for pay-as-you-go."""
        rest = self.usage.count - self.reserved - self.planned
        return rest if rest > _NEGLIGIBLE else 0.0

    @property
    def payg_usd(self) -> float:
        """Compute at pay-as-you-go."""
        return self.payg * self.usage.payg_usd

    @property
    def licence_usd(self) -> float:
        """The Windows licence: never covered."""
        return self.usage.count * self.usage.licence_usd

    @property
    def disks_usd(self) -> float:
        """Disks: never covered, and paid for a deallocated VM too."""
        return self.usage.disks_usd

    def share(self, vm_hours: float) -> float:
        """A number of VM-hours as a share of the usage; 0 where nothing ran."""
        return vm_hours / self.usage.count if self.usage.count else 0.0


@attrs.frozen(kw_only=True)
class Held:
    """A commitment in one hour: what it costs, how much of it was used, how much was lost.

    `used` and `lost` are in `unit`: ratio units or VMs for a reservation, USD for a savings plan.
    """

    benefit: Reservation | SavingsPlan
    usd: float
    used: float
    lost: float
    unit: str
    because: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class HourBill:
    """The bill of one hour, in USD."""

    lines: tuple[Line, ...]
    reservations: tuple[Held, ...] = ()
    plans: tuple[Held, ...] = ()

    @property
    def commitments_usd(self) -> float:
        """Reservations and savings plans: paid whether used or not."""
        return math.fsum(held.usd for held in (*self.reservations, *self.plans))

    @property
    def payg_usd(self) -> float:
        """Compute that no commitment covered."""
        return math.fsum(line.payg_usd for line in self.lines)

    @property
    def licence_usd(self) -> float:
        """Windows licences."""
        return math.fsum(line.licence_usd for line in self.lines)

    @property
    def disks_usd(self) -> float:
        """Disks."""
        return math.fsum(line.disks_usd for line in self.lines)

    @property
    def total_usd(self) -> float:
        """Everything."""
        return math.fsum((self.commitments_usd, self.payg_usd, self.licence_usd, self.disks_usd))

    @property
    def estimated_share(self) -> float:
        """Share of the bill that rests on rates that are estimated or doubtful."""
        weak = [held.usd for held in self.reservations if _weak(getattr(held.benefit, "status", None))]
        for line in self.lines:
            weak += [line.payg_usd + line.licence_usd] if _weak(line.usage.status) else []
            weak += [line.plan_usd] if any(map(_weak, line.usage.plan_status.values())) else []
        return math.fsum(weak) / self.total_usd if self.total_usd else 0.0

    @property
    def reasons(self) -> tuple[str, ...]:
        """Every step in order, one sentence each."""
        held = [reason for each in (*self.reservations, *self.plans) for reason in each.because]
        return (*held, *(reason for line in self.lines for reason in line.because))

    def line(self, name: str) -> Line:
        """The line of one usage, by its label."""
        for line in self.lines:
            if line.usage.label.lower() == name.removeprefix("Standard_").lower():
                return line
        raise InvalidInputError(
            f"No usage is called {name!r}. There are: {', '.join(x.usage.label for x in self.lines)}."
        )

    def __str__(self) -> str:
        parts = (
            ("commitments", self.commitments_usd),
            ("pay-as-you-go", self.payg_usd),
            ("Windows licence", self.licence_usd),
            ("disks", self.disks_usd),
        )
        paid = " + ".join(f"{name} {usd:.4f}" for name, usd in parts if usd) or "nothing"
        share = self.estimated_share
        trust = f"; {share:.0%} of it rests on estimated rates" if share else ""
        return "\n".join([*self.reasons, f"total {self.total_usd:.4f} USD = {paid}{trust}"])

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text("HourBill(...)" if cycle else str(self))


def _weak(status: Status | None) -> bool:
    return status in (Status.ESTIMATED, Status.DOUBTFUL)


class _Open:
    """What of one usage is still to be paid, in VM-hours."""

    def __init__(self, usage: Usage) -> None:
        self.usage = usage
        self.left = float(usage.count)  # not covered by anything
        self.whole = float(usage.count)  # the same, without VMs a narrower reservation has paid in part
        self.reserved = self.planned = self.plan_usd = 0.0
        self.because: list[str] = []

    def line(self) -> Line:
        if self.left > _NEGLIGIBLE:
            self.because.append(f"pay-as-you-go: {_number(self.left)} x {self.usage.label}{self._why()}")
        return Line(
            usage=self.usage,
            reserved=self.reserved,
            planned=self.planned,
            plan_usd=self.plan_usd,
            because=tuple(self.because),
        )

    def _why(self) -> str:
        return " (Spot takes neither reservations nor savings plans)" if self.usage.spot else ""


def bill_hour(
    usage: Sequence[Usage],
    *,
    reservations: Iterable[Reservation] = (),
    savings_plans: Iterable[SavingsPlan] = (),
    ratios: RatioTable = DOCUMENTED,
) -> HourBill:
    """The bill of one hour.

    Args:
        usage: What ran, in the order in which reservations of one scope find it.
        reservations: What is reserved.
        savings_plans: What is committed.
        ratios: Flexibility ratios; a size without one is matched exactly.

    >>> from azstudy.cost.usage import Usage, SavingsPlan
    >>> a = Usage(name="A", payg_usd=4, plan_usd={"savings_plan_1y": 2.4})
    >>> b = Usage(name="B", payg_usd=6, plan_usd={"savings_plan_1y": 4.2})
    >>> bill = bill_hour([b, a], savings_plans=[SavingsPlan(usd_per_hour=5, term="savings_plan_1y")])
    >>> round(bill.line("B").share(bill.line("B").planned), 3), round(bill.total_usd, 4)
    (0.619, 7.2857)
    """
    rows = [_Open(each) for each in usage]
    held = _apply_reservations(rows, list(reservations), ratios)
    plans = [_apply_plan(plan, rows) for plan in in_plan_order(savings_plans)]
    return HourBill(lines=tuple(row.line() for row in rows), reservations=tuple(held), plans=tuple(plans))


def _apply_reservations(rows: list[_Open], reservations: list[Reservation], ratios: RatioTable) -> list[Held]:
    """Narrowest scope first; a VM that one scope has paid in part is not looked at by wider ones."""
    held: dict[int, Held] = {}
    for level in Level:
        for at, reservation in enumerate(reservations):
            if reservation.scope.level is level:
                held[at] = _apply_reservation(reservation, rows, ratios)
        for row in rows:
            row.whole = math.floor(row.whole + _NEGLIGIBLE)
    return [held[at] for at in sorted(held, key=lambda at: (reservations[at].scope.level, at))]


def _apply_reservation(reservation: Reservation, rows: list[_Open], ratios: RatioTable) -> Held:
    own = ratios.find(reservation.size) if reservation.flexible else None
    weight = own.ratio if own else 1.0
    supply = bought = reservation.quantity * weight
    because = []
    for row in rows:
        each = _units(reservation, row.usage, own, ratios)
        if each is None or row.whole <= _NEGLIGIBLE or supply <= _NEGLIGIBLE:
            continue
        covered = min(row.whole, supply / each)
        supply -= covered * each
        row.whole -= covered
        row.left -= covered
        row.reserved += covered
        because.append(
            f"{reservation.label} ({reservation.scope.text}): pays for {_number(covered)} x {row.usage.label}"
        )
    unit = "ratio units" if own else "VMs"
    lost = supply if supply > _NEGLIGIBLE else 0.0
    if lost:
        because.append(f"{reservation.label}: {_number(lost)} of {_number(bought)} {unit} found no match and are lost")
        if reservation.flexible and own is None and any(_other_size(reservation, row.usage) for row in rows):
            because.append(unknown_ratio(reservation.size))
    usd = reservation.quantity * reservation.usd_per_hour
    return Held(benefit=reservation, usd=usd, used=bought - lost, lost=lost, unit=unit, because=tuple(because))


def _other_size(reservation: Reservation, usage: Usage) -> bool:
    return usage.count > 0 and not usage.spot and _key(usage.size) != _key(reservation.size)


def _units(reservation: Reservation, usage: Usage, own: Ratio | None, ratios: RatioTable) -> float | None:
    """Units one VM of the usage takes from the reservation; None where it does not match."""
    if usage.spot or not reservation.scope.holds(usage) or _key(reservation.region) != _key(usage.region):
        return None
    if own is not None:
        theirs = ratios.find(usage.size)
        if theirs is not None:
            return theirs.ratio if theirs.group == own.group else None
    if _key(usage.size) != _key(reservation.size):
        return None
    return own.ratio if own else 1.0


def in_plan_order(plans: Iterable[SavingsPlan], order: Sequence[str] = PLAN_ORDER) -> list[SavingsPlan]:
    """Plans as they apply: by the keys of `order`, "scope" (narrower first) and "term" (3 years first)."""
    keys: dict[str, Callable[[SavingsPlan], int]] = {
        "scope": lambda plan: int(plan.scope.level),
        "term": lambda plan: -plan.term.years,
    }
    return sorted(plans, key=lambda plan: tuple(keys[name](plan) for name in order))


def _apply_plan(plan: SavingsPlan, rows: list[_Open]) -> Held:
    """The highest discount first, until the commitment of the hour is used up."""
    left, because = plan.usd_per_hour, []
    for row in sorted((row for row in rows if _eligible(plan, row)), key=lambda row: -_discount(plan, row.usage)):
        rate = _plan_rate(plan, row.usage)
        covered = row.left if rate <= 0 else min(row.left, left / rate)
        if covered <= _NEGLIGIBLE:
            continue
        row.left -= covered
        row.planned += covered
        row.plan_usd += covered * rate
        left = max(0.0, left - covered * rate)
        because.append(
            f"{plan.label}: pays for {_number(covered)} x {row.usage.label} ({_discount(plan, row.usage):.0%} off), "
            f"{covered * rate:.4f} USD"
        )
    lost = left if left > _NEGLIGIBLE else 0.0
    if lost:
        because.append(f"{plan.label}: {lost:.4f} USD found no usage and are lost")
    used = plan.usd_per_hour - lost
    return Held(benefit=plan, usd=plan.usd_per_hour, used=used, lost=lost, unit="USD", because=tuple(because))


def _eligible(plan: SavingsPlan, row: _Open) -> bool:
    usage = row.usage
    return row.left > _NEGLIGIBLE and not usage.spot and plan.term in usage.plan_usd and plan.scope.holds(usage)


def _plan_rate(plan: SavingsPlan, usage: Usage) -> float:
    """The plan's rate, or your own where that is lower: it still burns the commitment (discount-application.md)."""
    return min(usage.plan_usd[plan.term], usage.payg_usd)


def _discount(plan: SavingsPlan, usage: Usage) -> float:
    return 1 - _plan_rate(plan, usage) / usage.payg_usd if usage.payg_usd else 0.0


def _key(name: str) -> str:
    return name.strip().removeprefix("Standard_").replace(" ", "").lower()


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")
