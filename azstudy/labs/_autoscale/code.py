"""The call that gives a state's run without the lab."""

from __future__ import annotations

from azstudy.labs._autoscale.controls import FAILURES, controls
from azstudy.labs._autoscale.curves import PER_INSTANCE, curve_code
from azstudy.labs._autoscale.result import setting_of, start_count
from azstudy.labs._controls import State
from azstudy.labs._state import write_line

_RULES = (
    "out_above",
    "in_below",
    "out_by",
    "in_by",
    "minimum",
    "maximum",
    "out_window_min",
    "in_window_min",
    "out_cooldown_min",
    "in_cooldown_min",
)


def code(state: State) -> str:
    """Python that runs the same scenario; a state with more rules or a schedule is given by its setting.

    >>> from azstudy.labs._autoscale.controls import controls
    >>> print(code(controls().state({"load": "steady"})).splitlines()[0])
    az.simulate.autoscale(
    """
    rules = ", ".join(f"{name}={state[name]!r}" for name in _RULES)
    statistic = "" if state["statistic"] == "Average" else f", statistic={state['statistic']!r}"
    setting = f"az.simulate.cpu_rules({rules}{statistic})"
    if state["memory_rule"] or state["office"] != "off":
        setting = f'az.labs.autoscale_result("{write_line("autoscale", controls(), state)}").setting'
    service = (
        f"requests_per_min={PER_INSTANCE:g}, base_cpu_percent={state['base_cpu']!r}, "
        f"starting_cpu_percent={max(20, state['base_cpu'])!r}, memory_percent={state['memory_percent']!r}"
    )
    lines = [
        "az.simulate.autoscale(",
        f"    {setting},",
        f"    {curve_code(state['load'], state['days'], state['peak'])},",
        f"    service=az.simulate.ServiceModel({service}),",
        f"    instances={_start(state)}, zones=[1, 2, 3], size={state['size']!r}, start_up_s={state['start_up_s']!r},",
        f"    reserved={state['reserved']!r}, failures={list(FAILURES[state['failure']][1])!r},",
        ")",
    ]
    return "\n".join(lines)


def _start(state: State) -> int:
    return start_count(state, setting_of(state).profiles[0])
