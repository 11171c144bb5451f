"""Extensions of VMs and scale sets: one handler each, their order, the time they have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from azstudy.model.design import Design
from azstudy.model.scaleset import ScaleSet
from azstudy.model.vm import Extension, Machine
from azstudy.rules._fleet import repeated
from azstudy.rules._frame import Breach, Facts, Found, path, rule
from azstudy.rules._walk import listed

BUDGET_MIN: Final = (15, 120)
"""Minutes all extensions together have (Microsoft.Compute.json@a1454431, `extensionsTimeBudget`)."""
LARGEST_SCRIPT_BYTES: Final = 256 * 1024
"""Largest inline script of a Custom Script extension (custom-script-linux.md@b39bae45, 2025-08)."""
_SCRIPT: Final = "customscript"


def _all(design: Design) -> Iterator[tuple[Machine, Extension, str]]:
    for machine in design.machines:
        for one in machine.extensions:
            yield machine, one, path(machine.name, one.name)


@rule(
    "extension-01",
    section="17.5",
    severity="error",
    title="Two extensions of one handler",
    statement="A VM has one instance of each extension handler (publisher and type).",
    source="EXL",
    fix="Put both tasks into one extension.",
    misconception="one-script-extension-a-task",
)
def _handlers(design: Design, facts: Facts) -> Found:
    for machine in design.machines:
        for handler, names in repeated((one.handler.casefold(), one.name) for one in machine.extensions):
            yield Breach(machine.name, f"{listed(names)} all have the handler {handler}.")


@rule(
    "extension-02",
    section="17.5",
    severity="error",
    title="Extension waits for one that is not there",
    statement="An extension waits only for extensions of the same scale-set model.",
    source="EXS",
    fix="Add the other extension, or take its name out.",
)
def _missing(design: Design, facts: Facts) -> Found:
    for machine, one, place in _all(design):
        known = {other.name.casefold() for other in machine.extensions}
        missing = [name for name in one.provision_after if name.casefold() not in known]
        if missing:
            yield Breach(place, f"It waits for {listed(missing)}.")


@rule(
    "extension-03",
    section="17.5",
    severity="error",
    title="Extensions that wait for each other",
    statement="The order of extensions has no cycle.",
    source="EXS",
    fix="Let one of them start first.",
)
def _cycle(design: Design, facts: Facts) -> Found:
    for machine in design.machines:
        waits = {one.name.casefold(): {name.casefold() for name in one.provision_after} for one in machine.extensions}
        left = dict(waits)
        while ready := [name for name, after in left.items() if not after & left.keys()]:
            for name in ready:
                del left[name]
        if left:
            yield Breach(machine.name, f"None of {listed(sorted(left))} can be the first.")


@rule(
    "extension-04",
    section="17.5",
    severity="error",
    title="Time for extensions out of range",
    statement="All extensions of a scale-set instance together have 15 minutes to 2 hours (default 1:30).",
    source="ARM",
    fix="Choose 15 to 120 minutes.",
)
def _budget(design: Design, facts: Facts) -> Found:
    for one in design.scale_sets:
        if not BUDGET_MIN[0] <= one.extensions_time_budget_min <= BUDGET_MIN[1]:
            yield Breach(one.name, f"{one.extensions_time_budget_min:g} minutes; allowed: PT15M to PT2H.")


@rule(
    "extension-05",
    section="17.5",
    severity="warning",
    title="Order of extensions on a VM",
    statement="provisionAfterExtensions is part of a scale-set model; on a VM extensions come in no promised order.",
    source="EXS",
    fix="Do the steps in one extension, or use a scale set.",
    misconception="extensions-run-in-the-listed-order",
)
def _order(design: Design, facts: Facts) -> Found:
    for machine, one, place in _all(design):
        if one.provision_after and not isinstance(machine, ScaleSet):
            yield Breach(place, f"It waits for {listed(one.provision_after)}.")


@rule(
    "extension-06",
    section="17.5",
    severity="error",
    title="Command given twice",
    statement="commandToExecute of a Custom Script stands in settings or in protectedSettings, not in both.",
    source="CSE",
    fix="Keep it in protectedSettings where it holds a secret.",
)
def _command(design: Design, facts: Facts) -> Found:
    for _, one, place in _all(design):
        plain = {name.casefold() for name, _ in one.settings}
        both = plain & {name.casefold() for name in one.protected_settings} & {"commandtoexecute", "script"}
        if _SCRIPT in one.handler.casefold() and both:
            yield Breach(place, f"{listed(sorted(both))} stands in both.")


@rule(
    "extension-07",
    section="17.5",
    severity="error",
    title="Script too large",
    statement="The inline script of a Custom Script is at most 256 KB.",
    source="CSE",
    fix="Download the script from storage instead.",
)
def _script(design: Design, facts: Facts) -> Found:
    for _, one, place in _all(design):
        for name, value in one.settings:
            large = len(value.encode()) > LARGEST_SCRIPT_BYTES
            if _SCRIPT in one.handler.casefold() and name.casefold() == "script" and large:
                yield Breach(place, f"{len(value.encode()) / 1024:,.1f} KB; at most 256 KB.")
