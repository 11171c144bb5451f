"""What is promised and what chance does: the SLA of each part, the cost of each nine, years of chance."""

from __future__ import annotations

from typing import Final

from azstudy import charts as house
from azstudy.labs import _html as h
from azstudy.labs._availability import charts
from azstudy.labs._availability.chain import Link
from azstudy.labs._availability.drill_views import provenance, span
from azstudy.labs._availability.result import AvailabilityLabResult
from azstudy.labs._controls import Choice, Controls, Group, State, Toggle
from azstudy.plan.availability.nines import SLA_ROUTER, TARGETS
from azstudy.plan.availability.option import NinesOption
from azstudy.simulate.failures.chance import YearsOutcome

TOGETHER: Final = "all together"
_NAMES: Final = {"web": "web VMs", "db": "database"}


def sla(result: AvailabilityLabResult, _: State) -> h.Markup:
    """Each part with its number, the reason and the way to the next; then all of them together."""
    columns = [
        h.Column("Part"),
        h.Column("SLA", numeric=True),
        h.Column("A month", numeric=True, meaning="downtime it leaves room for, in a month of 30 days"),
        h.Column("Because"),
        h.Column("For the next class"),
    ]
    several = len(result.design.regions) > 1
    body = [_row(one, several) for one in result.chain.links]
    month, _year = span(result.chain.percent)
    chain = result.chain.percent
    total = "not known" if chain is None else h.tag("strong", f"{chain:.4f} %")
    formula = h.tag("span", result.chain.formula, cls="azs-wrap")
    body.append((h.tag("strong", "all together"), total, month, formula, "a model: no promise of its own"))
    dates = sorted({one.sla.as_of for one in result.chain.links if one.sla is not None})
    note = (
        "An SLA is the promise of a refund. It says nothing about how often things fail; see the years of chance. "
        f"Numbers as of {' and '.join(dates)}."
    )
    return h.tag("div", h.table(columns, body, caption="The SLA it earns"), h.tag("p", note, cls="azs-quiet"))


def _row(link: Link, several: bool) -> tuple[h.Child, ...]:
    number = "none" if link.percent is None else f"{link.percent:g} %"
    name = _NAMES.get(link.name, link.name)
    name = h.tag("span", f"{name}, {link.region}" if several and link.region else name, cls="azs-wrap")
    month, _ = span(link.percent)
    if link.sla is None:
        return name, number, month, h.tag("span", "sends users to a region that answers", cls="azs-wrap"), "–"
    further = "–"
    if link.sla.next_percent is not None:
        further = f"{link.sla.next_percent:g} %: {'; '.join(link.sla.missing)}"
    wrapped = [h.tag("span", words, cls="azs-wrap") for words in (link.sla.because, further)]
    return (name, number, month, *wrapped)


def nines_settings(result: AvailabilityLabResult) -> Controls:
    """For how many VMs, and whether users come through a load balancer."""
    needed = result.state["needed"]
    counts = ((1, "1 VM"), *(((needed, f"{needed} VMs in each region"),) if needed > 1 else ()))
    vms = Choice(name="vms", label="The work needs", options=counts, default=1, look="bar")
    balanced = Toggle(name="balanced", label="Users come through a load balancer", default=False)
    return Controls((Group(title="", controls=(vms, balanced)),))


def cheapest(result: AvailabilityLabResult, local: State) -> list[tuple[float, NinesOption | None]]:
    """The cheapest way to each target that `az.plan.nines` would choose; None where nothing with a price reaches it."""
    options = result.options(local.get("vms", 1), local.get("balanced", False))
    free = [one for one in options if not one.rejected]
    return [(target, next((one for one in free if one.reaches(target)), None)) for target in TARGETS]


def nines_chart(result: AvailabilityLabResult, local: State) -> house.Chart:
    """USD a month for each target."""
    rows = [
        (target, None if one is None else one.usd_per_month, "nothing reaches it" if one is None else one.layout)
        for target, one in cheapest(result, local)
    ]
    return charts.cost_of_nines(rows)


def nines(result: AvailabilityLabResult, local: State) -> h.Markup:
    """The cheapest way to each target, and what it costs more than the one before."""
    columns = [
        h.Column("SLA to reach"),
        h.Column("Cheapest way"),
        h.Column("VMs", numeric=True),
        h.Column("Earns", numeric=True),
        h.Column("USD a month", numeric=True),
        h.Column("More than before", numeric=True),
    ]
    body: list[tuple[h.Child, ...]] = []
    before: float | None = None
    for target, one in cheapest(result, local):
        if one is None:
            body.append((f"{target:g} %", "nothing here reaches it", "–", "–", "–", "–"))
            continue
        more = "–" if before is None or one.usd_per_month is None else h.usd(one.usd_per_month - before)
        left_out = f", without {' and '.join(one.not_included)}" if one.not_included else ""
        words = h.tag("span", f"{one.layout}{left_out}", cls="azs-wrap")
        earns = f"{one.percent:.6g} %{' (model)' if one.modelled else ''}"
        body.append((f"{target:g} %", words, one.vms, earns, h.usd(one.usd_per_month), more))
        before = one.usd_per_month
    count = local.get("vms", 1)
    caption = f"{count} VM{'' if count == 1 else 's'} needed, no database; a higher SLA is taken where it costs no more"
    note = (
        "Your own design stands in “The SLA it earns”. An SLA promises one VM that can be reached: if several are "
        f"needed at once, add spare ones. Two regions stand behind a router of {SLA_ROUTER:g} %."
    )
    table = h.table(columns, body, caption=caption)
    return h.tag("div", table, h.tag("p", note, cls="azs-quiet"), provenance(result))


def chance_settings(result: AvailabilityLabResult) -> Controls:
    """Whose years to look at."""
    names = [(one.name, charts.NAMES[one.name]) for one in result.run.workloads]
    options = ((TOGETHER, "all that is needed"), *names)
    choice = Choice(name="tier", label="Years of", options=options, default=TOGETHER, look="bar")
    return Controls((Group(title="", controls=(choice,)),))


def _outcome(result: AvailabilityLabResult, local: State) -> YearsOutcome:
    name = local.get("tier", TOGETHER)
    return result.chance.service if name == TOGETHER else result.chance.workload(name)


def chance_chart(result: AvailabilityLabResult, local: State) -> house.Chart:
    """The share of years by the time with too few VMs."""
    return charts.years(_outcome(result, local).distribution)


def chance(result: AvailabilityLabResult, local: State) -> h.Markup:
    """The same as a table, the mean with its interval, and which kind of failure causes how much."""
    one = _outcome(result, local)
    low, high = one.interval_percent
    head = h.facts(
        [
            ("Enough of the time", f"{one.availability_percent:.4f} %"),
            (f"{100 * one.confidence:g} % confidence", f"{low:.4f} to {high:.4f} %"),
            ("Years without a gap", f"{one.quiet_share:.1%}"),
            ("Mean gap a year", f"{one.mean_minutes:,.1f} min"),
            ("99 of 100 years stay below", f"{one.percentile(99):,.0f} min"),
        ]
    )
    kinds = [(f"{kind}s" if kind != "several at once" else kind, f"{m:,.2f}") for kind, m in one.by_kind.items()]
    causes = h.table(
        [h.Column("Failures of"), h.Column("Minutes a year", numeric=True)],
        kinds,
        caption="Which kind causes how much, each by itself",
    )
    shares = h.table(
        [h.Column("Time with too few VMs"), h.Column("Years", numeric=True)],
        [(name, f"{share:.2%}") for name, share in one.distribution.items()],
        caption=f"{one.years:,} years",
    )
    warning = h.note(
        "The failure rates are made up to think with, and change on the left. Nobody publishes the true ones, and an "
        "SLA is not one.",
        kind="warn",
        title="Illustrative.",
    )
    return h.tag("div", warning, head, h.tag("div", causes, shares, cls="azs-two"))
