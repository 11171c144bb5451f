"""What can be set in the commitments lab."""

from __future__ import annotations

from typing import Final

from azstudy.catalog.catalog import Catalog
from azstudy.labs._commitments.shapes import SHAPES
from azstudy.labs._controls import Choice, Control, Controls, Group, Number, Toggle
from azstudy.labs._places import places
from azstudy.model.facts import Term

SIZES: Final = (
    "D2s_v5",
    "D4s_v5",
    "D8s_v5",
    "D4as_v5",
    "E4s_v5",
    "E8s_v5",
    "E16s_v5",
    "E16-4s_v5",
    "B4as_v2",
    "F8as_v6",
    "D4s_v3",
    "F8s_v2",
    "B4ms",
)
"""Sizes to choose from: current ones, a constrained one, and three for which reservations are no longer sold."""
TRENDS: Final = {
    "stays": ("stays as it is for three years", (1.0, 1.0, 1.0)),
    "grows": ("grows by 25 % a year", (1.0, 1.25, 1.5625)),
    "shrinks": ("shrinks by 30 % a year", (1.0, 0.7, 0.49)),
    "two": ("ends after two years", (1.0, 1.0)),
    "one": ("ends after one year", (1.0,)),
}
_COUNTS: Final = (*range(21), 24, 28, 32, 36, 40)
_USD: Final = (0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.8, 1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 7.5, 10)
_PERCENT: Final = (0, 10, 20, 25, 30, 40, 50, 60, 70, 75, 80, 90, 100, 110, 125, 150)


def controls(catalog: Catalog) -> Controls:
    """The controls: what runs and your mix in sight, place and time in closed groups."""
    return Controls(
        (
            Group(title="What runs", controls=_load(catalog)),
            Group(title="Your mix", controls=_mix()),
            Group(title="Place and time", controls=_more(catalog), open=False),
        )
    )


def _count(name: str, label: str, default: int, words: str, prop: str = "") -> Number:
    return Number(
        name=name,
        label=label,
        property=prop,
        minimum=0,
        maximum=60,
        stops=_COUNTS,
        default=default,
        help=words,
        unit="VMs",
    )


def _load(catalog: Catalog) -> tuple[Control, ...]:
    known = [size for size in SIZES if f"standard_{size}".lower() in {name.lower() for name in catalog.sizes.names}]
    return (
        Choice(name="shape", label="Load over a week", options=tuple(SHAPES.items()), default="autoscale"),
        _count("base", "VMs that always run", 2, "The fewest in any hour.", "capacity.minimum"),
        _count("peak", "VMs in the busiest hour", 10, "The most in any hour.", "capacity.maximum"),
        Choice(
            name="size",
            label="Size",
            property="vmSize",
            options=tuple((size, size) for size in known),
            default="D4s_v5",
        ),
        Choice(
            name="os",
            label="Operating system",
            property="osType",
            options=(("linux", "Linux"), ("windows", "Windows")),
            default="linux",
            look="bar",
        ),
        Toggle(
            name="hybrid_benefit",
            label="Azure Hybrid Benefit",
            property="licenseType",
            help="Windows licences of your own. Linux ignores it.",
        ),
    )


def _mix() -> tuple[Control, ...]:
    return (
        _count("reserved_3y", "Reserved for three years", 0, "Paid every hour, used or not.", "term P3Y"),
        _count("reserved_1y", "Reserved for one year, renewed", 0, "Bought again each year.", "term P1Y"),
        Number(
            name="plan_usd",
            label="Savings plan",
            property="commitment.amount",
            unit="USD an hour",
            minimum=0,
            maximum=100,
            stops=_USD,
            whole=False,
            default=0,
            help="Pays for what reservations leave, at its own rate.",
        ),
        Choice(
            name="plan_term",
            label="Its length",
            property="term",
            options=((Term.SAVINGS_PLAN_1Y.value, "1 year, renewed"), (Term.SAVINGS_PLAN_3Y.value, "3 years")),
            default=Term.SAVINGS_PLAN_3Y.value,
            look="bar",
        ),
    )


def _more(catalog: Catalog) -> tuple[Control, ...]:
    return (
        Choice(name="region", label="Region", property="location", options=places(catalog), default="westeurope"),
        Choice(
            name="trend",
            label="The load",
            options=tuple((name, words) for name, (words, _) in TRENDS.items()),
            default="stays",
        ),
        Number(
            name="actual_percent",
            label="What really comes, against the plan",
            unit="%",
            minimum=0,
            maximum=200,
            stops=_PERCENT,
            default=100,
            help="50: half the VMs you planned for are needed.",
        ),
    )
