"""The cheapest mix for several sizes, exactly: a savings plan serves them all, so they cannot be planned one by one.

A mixed-integer program, solved by HiGHS: whole reservations of each size, one commitment of a savings plan. Hours that
look alike are one row with a weight. What comes back is only the number of reservations; the commitment is then found
again exactly, without a solver's tolerance, from where the saving of one more dollar falls below a dollar.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

import attrs

from azstudy.errors import AzstudyError
from azstudy.model.facts import Term
from azstudy.plan.paying.load import LoadCurve
from azstudy.plan.paying.mix import Mix, total_cost
from azstudy.plan.paying.offers import Offers

ONE_PLAN_TERM: Final = True
"""With several sizes, savings plans of one length are held at a time: how two share one hour is not worth the doubt."""
_TINY: Final = 1e-9


@attrs.frozen(kw_only=True)
class _Group:
    """Years with one and the same load."""

    curve: LoadCurve
    years: tuple[int, ...]


def best_mix_of_several(
    offers: Mapping[str, Offers], years: Sequence[LoadCurve], max_reserved: int | None = None
) -> Mix:
    """The cheapest mix; every length of savings plan is tried, and none."""
    groups = _groups(years)
    plans = [term for term in (Term.SAVINGS_PLAN_3Y, Term.SAVINGS_PLAN_1Y) if any(o.usd(term) for o in offers.values())]
    found = [_solve(offers, groups, len(years), plan, max_reserved) for plan in (None, *plans)]
    costs = [total_cost(mix, years, offers).total for mix in found]
    return found[min(range(len(found)), key=lambda at: (round(costs[at], 6), at))]


def _groups(years: Sequence[LoadCurve]) -> list[_Group]:
    found: list[_Group] = []
    for at, curve in enumerate(years):
        for index, group in enumerate(found):
            if group.curve.patterns == curve.patterns:
                found[index] = attrs.evolve(group, years=(*group.years, at))
                break
        else:
            found.append(_Group(curve=curve, years=(at,)))
    return found


def _solve(offers: Mapping[str, Offers], groups: list[_Group], years: int, plan: Term | None, cap: int | None) -> Mix:
    program = _Program()
    sizes = groups[0].curve.sizes
    peaks = [max(group.curve.peak(at) for group in groups) for at in range(len(sizes))]
    long = [program.whole(offers[s].usd(Term.RESERVATION_3Y), 3, peak) for s, peak in zip(sizes, peaks, strict=True)]
    shared = program.amount(3) if plan is Term.SAVINGS_PLAN_3Y else None
    short = []
    for group in groups:
        weight = len(group.years)
        one = [program.whole(offers[s].usd(Term.RESERVATION_1Y), weight, p) for s, p in zip(sizes, peaks, strict=True)]
        short.append(one)
        commitment = program.amount(weight) if plan is Term.SAVINGS_PLAN_1Y else shared
        _hours(program, offers, group, weight, [long, one], plan, commitment)
        if cap is not None:
            program.row([(column, 1.0) for column in (*long, *one) if column is not None], cap)
    value = program.solve()
    count = {s: _held(value, column) for s, column in zip(sizes, long, strict=True)}
    by_year: list[Mapping[str, int]] = [{}] * years
    for group, one in zip(groups, short, strict=True):
        for year in group.years:
            by_year[year] = {s: n for s, c in zip(sizes, one, strict=True) if (n := _held(value, c))}
    mix = Mix(reserved_3y={s: n for s, n in count.items() if n}, reserved_1y=tuple(by_year), plan_1y=(0.0,) * years)
    return _with_plan(mix, offers, groups, plan)


def _held(value: Sequence[float], column: int | None) -> int:
    return 0 if column is None else round(value[column])


def _hours(
    program: _Program,
    offers: Mapping[str, Offers],
    group: _Group,
    weight: int,
    reserved: list[list[int | None]],
    plan: Term | None,
    commitment: int | None,
) -> None:
    """Rows for each different hour: what is saved by reservations and by the plan, never more than what runs."""
    for hour, share in group.curve.patterns:
        burnt: list[tuple[int, float]] = []
        for at, size in enumerate(group.curve.sizes):
            if hour[at]:
                _one_size(program, offers[size], hour[at], share * weight, [row[at] for row in reserved], plan, burnt)
        if commitment is not None and burnt:
            program.row([*burnt, (commitment, -1.0)], 0.0)


def _one_size(
    program: _Program,
    offer: Offers,
    count: int,
    weight: float,
    held: list[int | None],
    plan: Term | None,
    burnt: list[tuple[int, float]],
) -> None:
    payg = offer.payg.usd_per_hour
    owned = [column for column in held if column is not None]
    parts = []
    if owned:
        covered = program.column(-weight * payg, count)
        program.row([(covered, 1.0), *((column, -1.0) for column in owned)], 0.0)
        parts.append(covered)
    rate = None if plan is None else offer.usd(plan)
    if rate is not None:
        paid = program.column(-weight * payg, count)
        burnt.append((paid, min(rate, payg)))
        parts.append(paid)
    if len(parts) == 2:
        program.row([(part, 1.0) for part in parts], count)


def _with_plan(mix: Mix, offers: Mapping[str, Offers], groups: list[_Group], plan: Term | None) -> Mix:
    """The mix with the best commitment of the plan, found where one more dollar stops saving a dollar."""
    if plan is None:
        return mix
    if plan is Term.SAVINGS_PLAN_3Y:
        return attrs.evolve(mix, plan_3y=_best_commitment(mix, offers, groups, plan, 3))
    amounts = list(mix.plan_1y)
    for group in groups:
        amount = _best_commitment(mix, offers, [group], plan, len(group.years))
        for year in group.years:
            amounts[year] = amount
    return attrs.evolve(mix, plan_1y=tuple(amounts))


def _best_commitment(
    mix: Mix, offers: Mapping[str, Offers], groups: list[_Group], plan: Term, years_paid: int
) -> float:
    """Sweep over the points at which the saving of one more committed dollar changes."""
    falls: list[tuple[float, float]] = []
    saving = 0.0
    for group in groups:
        sizes = group.curve.sizes
        rates = {s: min(usd, offers[s].payg.usd_per_hour) for s in sizes if (usd := offers[s].usd(plan)) is not None}
        order = sorted(rates, key=lambda s: rates[s] / offers[s].payg.usd_per_hour)
        for hour, share in group.curve.patterns:
            weight, at, before = share * len(group.years), 0.0, 0.0
            for size in order:
                rest = hour[sizes.index(size)] - mix.reserved(size, group.years[0])
                if rest <= 0:
                    continue
                worth = weight * offers[size].payg.usd_per_hour / rates[size]
                falls.append((at, worth - before))
                at, before = at + rest * rates[size], worth
            falls.append((at, -before))
    for at, change in sorted(_merged(falls).items()):
        saving += change
        if saving <= years_paid + _TINY:
            return at
    return 0.0


def _merged(falls: list[tuple[float, float]]) -> dict[float, float]:
    """Changes at the same commitment as one, so that a sweep does not stop between them."""
    found: dict[float, list[float]] = {}
    for at, change in falls:
        found.setdefault(round(at, 9), []).append(change)
    return {at: math.fsum(changes) for at, changes in found.items()}


class _Program:
    """A mixed-integer program in rows, handed to HiGHS; amounts are USD an hour, all years added."""

    def __init__(self) -> None:
        self.costs: list[float] = []
        self.tops: list[float] = []
        self.whole_ones: list[bool] = []
        self.starts, self.columns, self.values, self.limits = [0], [], [], []  # type: ignore[var-annotated]

    def column(self, cost: float, top: float, *, whole: bool = False) -> int:
        """A variable from 0 to `top`."""
        self.costs.append(cost)
        self.tops.append(top)
        self.whole_ones.append(whole)
        return len(self.costs) - 1

    def whole(self, usd: float | None, years: float, top: int) -> int | None:
        """Instances reserved; None where there is no such offer."""
        return None if usd is None else self.column(usd * years, top, whole=True)

    def amount(self, years: float) -> int:
        """USD an hour of a savings plan."""
        return self.column(float(years), math.inf)

    def row(self, terms: list[tuple[int, float]], limit: float) -> None:
        """Sum of terms at most `limit`."""
        self.columns += [column for column, _ in terms]
        self.values += [value for _, value in terms]
        self.starts.append(len(self.columns))
        self.limits.append(limit)

    def solve(self) -> Sequence[float]:
        """The values of the best solution, by HiGHS on one thread."""
        if not self.columns:
            return [0.0] * len(self.costs)  # nothing runs, so nothing is bought
        import highspy

        solver = highspy.Highs()  # type: ignore[no-untyped-call]
        for name, option in (("output_flag", False), ("threads", 1), ("random_seed", 0), ("mip_rel_gap", 1e-9)):
            solver.setOptionValue(name, option)
        solver.passModel(self._model(highspy))
        solver.run()
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise AzstudyError(f"The solver ended with {solver.getModelStatus()}; please report this load.")
        return list(solver.getSolution().col_value)

    def _model(self, highspy: Any) -> Any:
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = len(self.costs), len(self.limits)
        model.col_cost_, model.col_lower_ = self.costs, [0.0] * len(self.costs)
        model.col_upper_ = [highspy.kHighsInf if top == math.inf else float(top) for top in self.tops]
        model.row_lower_, model.row_upper_ = [-highspy.kHighsInf] * len(self.limits), [float(x) for x in self.limits]
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_, model.a_matrix_.index_ = self.starts, self.columns
        model.a_matrix_.value_ = self.values
        kinds = highspy.HighsVarType
        model.integrality_ = [kinds.kInteger if whole else kinds.kContinuous for whole in self.whole_ones]
        return model
