"""What can be set in the autoscale lab, with Azure's own name beside each."""

from __future__ import annotations

from typing import Final

from azstudy.labs._autoscale.curves import CURVES
from azstudy.labs._controls import Choice, Control, Controls, Group, Number, Toggle

_PERCENT: Final = (10, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85, 90, 95)
_MINUTES: Final = (1, 2, 3, 5, 7, 10, 15, 20, 30, 45, 60)
_COUNTS: Final = (1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 20, 25, 30, 40, 50)
_STEPS: Final = (1, 2, 3, 4, 5, 6, 8, 10)
_SECONDS: Final = (30, 45, 60, 90, 120, 180, 240, 300, 420, 600, 900)
_RESERVED: Final = (0, *_COUNTS)
SIZES: Final = ("D2s_v5", "D4s_v5", "D8s_v5", "F4s_v2", "B4ms")
FAILURES: Final = {
    "none": ("Nothing", ()),
    "zone": ("Zone 2 is lost at noon for an hour", ("zone 2 lost at 12:00 for 60 min",)),
    "hosts": ("Two hosts fail at noon", ("2 hosts fail at 12:00",)),
    "probes": ("All health probes fail at noon for 10 minutes", ("probes fail at 12:00 for 10 min",)),
}
OFFICES: Final = {
    "off": ("No schedule", ""),
    "utc": ("8 to 18 h, UTC", "UTC"),
    "berlin": ("8 to 18 h, W. Europe (Berlin, Amsterdam)", "W. Europe Standard Time"),
    "newyork": ("8 to 18 h, Eastern (New York)", "Eastern Standard Time"),
    "india": ("8 to 18 h, India", "India Standard Time"),
    "tokyo": ("8 to 18 h, Tokyo", "Tokyo Standard Time"),
}


def controls() -> Controls:
    """Load, rules and limits in sight; the rest in closed groups."""
    return Controls(
        (
            Group(title="Load", controls=_load()),
            Group(title="Scale out", controls=_out()),
            Group(title="Scale in", controls=_inwards()),
            Group(title="Limits", controls=_limits()),
            Group(title="More rules", controls=_more(), open=False),
            Group(title="Windows and cooldowns", controls=_times(), open=False),
            Group(title="Machines and failures", controls=_machines(), open=False),
        )
    )


def _load() -> tuple[Control, ...]:
    return (
        Choice(
            name="load",
            label="Load",
            help="Real curves keep their shape; the peak is yours to set.",
            options=tuple((name, curve.label) for name, curve in CURVES.items()),
            default="shop",
        ),
        Choice(
            name="days",
            label="Days",
            options=((1, "1 day"), (2, "2 days"), (7, "7 days")),
            default=1,
            look="bar",
        ),
        Number(
            name="peak",
            label="Peak load",
            unit="instances' worth",
            help="How many fully busy instances the busiest minute would take. One serves 600 requests a minute.",
            minimum=1,
            maximum=50,
            stops=_COUNTS,
            default=6,
            whole=False,
        ),
    )


def _out() -> tuple[Control, ...]:
    return (
        _percent("out_above", "CPU above", "metricTrigger.threshold", 70),
        _number("out_by", "Add", "scaleAction.value", "instances", _STEPS, 1, 50),
    )


def _inwards() -> tuple[Control, ...]:
    return (
        _percent("in_below", "CPU below", "metricTrigger.threshold", 30, optional=True),
        _number("in_by", "Remove", "scaleAction.value", "instances", _STEPS, 1, 50),
    )


def _limits() -> tuple[Control, ...]:
    return (
        _number("minimum", "Minimum", "capacity.minimum", "instances", _COUNTS, 2, 50),
        _number("maximum", "Maximum", "capacity.maximum", "instances", _COUNTS, 10, 50),
    )


def _more() -> tuple[Control, ...]:
    return (
        Choice(
            name="statistic",
            label="Over the instances",
            property="statistic",
            help="How the CPU of all instances becomes one number a minute.",
            options=(("Average", "average"), ("Max", "busiest"), ("Min", "idlest")),
            default="Average",
        ),
        Toggle(
            name="memory_rule",
            label="Also look at memory",
            help="Any rule scales out; to scale in, all have to agree.",
        ),
        _percent("memory_out", "Memory above", "metricTrigger.threshold", 80),
        _percent("memory_in", "Memory below", "metricTrigger.threshold", 50),
        _number(
            "memory_percent",
            "Memory of an idle instance",
            "",
            "%",
            (10, 20, 30, 40, 45, 50, 55, 60, 70),
            30,
            90,
            least=0,
        ),
        Choice(
            name="office",
            label="Office hours",
            property="recurrence.schedule.timeZone",
            help="A profile from Monday to Friday with a minimum of its own.",
            options=tuple((name, words) for name, (words, _) in OFFICES.items()),
            default="off",
        ),
        _number("office_minimum", "Minimum then", "capacity.minimum", "instances", _COUNTS, 4, 50),
    )


def _times() -> tuple[Control, ...]:
    return (
        _number("out_window_min", "Look back, out", "timeWindow", "minutes", _MINUTES, 5, 720),
        _number("out_cooldown_min", "Rest after out", "scaleAction.cooldown", "minutes", _MINUTES, 5, 1440),
        _number("in_window_min", "Look back, in", "timeWindow", "minutes", _MINUTES, 5, 720),
        _number("in_cooldown_min", "Rest after in", "scaleAction.cooldown", "minutes", _MINUTES, 5, 1440),
    )


def _machines() -> tuple[Control, ...]:
    return (
        _number("start_up_s", "Start of an instance", "", "seconds", _SECONDS, 180, 3600, least=15),
        _number("base_cpu", "CPU of an idle instance", "", "%", (0, 5, 10, 20, 30, 35, 40, 50), 5, 90, least=0),
        Choice(
            name="size",
            label="Size, for the price",
            property="sku.name",
            options=tuple((size, size) for size in SIZES),
            default="D4s_v5",
        ),
        _number("reserved", "Reserved for a year", "", "instances", _RESERVED, 0, 50, least=0),
        Choice(
            name="failure",
            label="What goes wrong",
            options=tuple((name, words) for name, (words, _) in FAILURES.items()),
            default="none",
        ),
    )


def _percent(name: str, label: str, azure: str, default: int, *, optional: bool = False) -> Control:
    return Number(
        name=name,
        label=label,
        property=azure,
        unit="%",
        minimum=1,
        maximum=99,
        stops=_PERCENT,
        default=default,
        whole=False,
        optional=optional,
        empty="no rule",
    )


def _number(
    name: str,
    label: str,
    azure: str,
    unit: str,
    stops: tuple[int, ...],
    default: int,
    most: int,
    *,
    least: int = 1,
) -> Control:
    return Number(
        name=name, label=label, property=azure, unit=unit, minimum=least, maximum=most, stops=stops, default=default
    )
