"""The estates of the lab, each built from the settings: what the schedule should have found, and what it finds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

import attrs

from azstudy.labs._controls import State
from azstudy.model.design import Design
from azstudy.model.maintenance import DynamicScope, MaintenanceConfiguration
from azstudy.model.placement import AvailabilitySet
from azstudy.model.schedule_words import MaintenanceScope
from azstudy.model.sizename import SizeName
from azstudy.model.timezones import TimeZone
from azstudy.model.vm import Patching, VirtualMachine
from azstudy.model.words import PatchMode

ESTATES: Final = {
    "saltmarsh": "Saltmarsh Hospitals, twelve VMs",
    "regions": "the same portal in three regions",
    "modes": "eight VMs, each patched another way",
}
"""The estates, by name."""
ZONES: Final = {
    "W.Europe": (TimeZone.W_EUROPE, "Amsterdam, Berlin, Rome (W. Europe)"),
    "GMT": (TimeZone.GMT, "Dublin, London (GMT)"),
    "UTC": (TimeZone.UTC, "UTC"),
    "Eastern": (TimeZone.EASTERN, "New York (Eastern)"),
    "Singapore": (TimeZone.SINGAPORE, "Singapore"),
}
"""Clocks to choose from, by the word of the state line."""
WINDOW: Final = "sunday"
LATE: Final = "later"
"""The values of the tag `patch` that the scopes look for."""
SIZE: Final = SizeName.parse("D4s_v5")
PATCH_MIN: Final = {"portal1": 40.0, "portal2": 40.0, "rota2": 150.0}
"""Minutes of updates of machines that take longer than the others. Illustrative."""
SERVES: Final = {"imaging": "southeastasia"}
"""The partner clinic that reads Saltmarsh's images is in Singapore."""


@attrs.frozen(kw_only=True)
class Estate:
    """Machines and what a run of them needs.

    Attributes:
        design: Machines, sets and schedules.
        needed: Machines that each workload needs.
        off: Machines that are switched off.
        patch_min: Minutes of updates where they differ, by machine.
        serves: The region of a workload's users, by workload.
    """

    design: Design
    needed: Mapping[str, int]
    off: tuple[str, ...] = ()
    patch_min: Mapping[str, float] = attrs.field(factory=dict[str, float])
    serves: Mapping[str, str] = attrs.field(factory=dict[str, str])


def estate_of(state: State, schedules: tuple[MaintenanceConfiguration, ...]) -> Estate:
    """The estate of a state, with its schedules."""
    build = {"saltmarsh": _saltmarsh, "regions": _regions, "modes": _modes}[state["estate"]]
    made = build(state, schedules)
    if state["needs"] == "given":
        return made
    totals = Counter(dict(vm.tags)["workload"] for vm in made.design.vms)
    spare = 1 if state["needs"] == "all-but-one" else max(totals.values())
    return attrs.evolve(made, needed={name: max(1, total - spare) for name, total in totals.items()})


class _Maker:
    """Makes the VMs of an estate by the settings."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.own = Patching(PatchMode.AUTOMATIC_BY_PLATFORM, customer_schedule=True)
        self.made: dict[str, int] = {}

    def vm(
        self, name: str, workload: str, *, mode: str | None = None, tag: str = WINDOW, **more: Any
    ) -> VirtualMachine:
        """A VM of a workload; its faults are mended where the settings say so."""
        patching = self.own
        if self.state["who"] == "platform":
            patching = Patching(PatchMode.AUTOMATIC_BY_PLATFORM)
        elif mode is not None and not self.state["modes_fixed"]:
            patching = Patching(PatchMode.parse(mode))
        if self.state["tags_fixed"]:
            tag = WINDOW
        number = self.made[workload] = self.made.get(workload, 0) + 1
        if self.state["split"] and tag == WINDOW and number % 2 == 0:
            tag = LATE
        return VirtualMachine(name, SIZE, patching=patching, tags=(("workload", workload), ("patch", tag)), **more)


def _saltmarsh(state: State, schedules: tuple[MaintenanceConfiguration, ...]) -> Estate:
    make = _Maker(state)
    resources: Any = [
        *schedules,
        AvailabilitySet("records", update_domains=3),
        make.vm("portal1", "portal", zone=1),
        make.vm("portal2", "portal", zone=2),
        *(make.vm(f"records{n}", "records", availability_set="records") for n in (1, 2, 3)),
        make.vm("imaging1", "imaging", os="windows"),
        make.vm("imaging2", "imaging", os="windows", mode="AutomaticByOS"),
        make.vm("imaging3", "imaging", os="windows"),
        make.vm("pharmacy1", "pharmacy"),
        make.vm("pharmacy2", "pharmacy", tag="sundays"),
        make.vm("rota1", "rota", os="windows"),
        make.vm("rota2", "rota", os="windows"),
    ]
    design = Design("Saltmarsh Hospitals", resources, region="westeurope")
    return Estate(
        design=design,
        needed={"portal": 1, "records": 2, "imaging": 1, "pharmacy": 1, "rota": 1},
        off=() if state["all_on"] else ("imaging3",),
        patch_min=PATCH_MIN,
        serves=SERVES,
    )


def _regions(state: State, schedules: tuple[MaintenanceConfiguration, ...]) -> Estate:
    make = _Maker(state)
    places = [(region, zone) for region in ("northeurope", "westeurope", "swedencentral") for zone in (1, 2)]
    vms = [
        make.vm(f"{region}-{zone}{letter}", "portal", region=region, zone=zone)
        for region, zone in places
        for letter in "ab"
    ]
    resources: Any = [*schedules, *vms]
    design = Design("Three regions", resources, region="westeurope")
    return Estate(design=design, needed={"portal": 6})


def _modes(state: State, schedules: tuple[MaintenanceConfiguration, ...]) -> Estate:
    make = _Maker(state)
    modes = ("AutomaticByPlatform", "AutomaticByOS", "Manual")
    vms = [make.vm("own-schedule", "office", os="windows")]
    vms += [make.vm(mode.lower(), "office", os="windows", mode=mode) for mode in modes]
    vms += [
        make.vm("linux-default", "office", mode="ImageDefault"),
        make.vm("hotpatched", "office", os="windows"),
        make.vm("switched-off", "office", os="windows"),
        make.vm("wrong-tag", "office", os="windows", tag="sunda"),
    ]
    hot = vms[5]
    vms[5] = hot.evolve(patching=hot.patching.evolve(hotpatch=True))
    resources: Any = [*schedules, *vms]
    design = Design("Eight ways", resources, region="westeurope")
    return Estate(
        design=design,
        needed={"office": 4},
        off=() if state["all_on"] else ("switched-off",),
    )


def schedules_of(state: State, start: str) -> tuple[MaintenanceConfiguration, ...]:
    """The guest schedules of a state: one window, or two for the halves of each workload."""
    if state["who"] == "platform":
        return ()
    day = "" if state["every"] == "Day" else f" {state['day']}"
    every = "Month First" if state["every"] == "Month" else state["every"]
    given: dict[str, Any] = {
        "duration_min": state["minutes"],
        "recurrence": f"{every}{day}",
        "time_zone": ZONES[state["zone"]][0],
        "reboot": state["reboot"],
    }
    hour = int(state["hour"])
    if not state["split"]:
        return (_schedule("patch-window", f"{start} {hour:02}:00", WINDOW, given),)
    after = (hour + -(-int(state["minutes"]) // 60)) % 24
    return (
        _schedule("patch-first", f"{start} {hour:02}:00", WINDOW, given),
        _schedule("patch-second", f"{start} {after:02}:00", LATE, given),
    )


def _schedule(name: str, start: str, tag: str, given: Mapping[str, Any]) -> MaintenanceConfiguration:
    scopes: dict[str, Any] = {"dynamic_scopes": [DynamicScope(tag, tags=(("patch", tag),))], "start": start}
    return MaintenanceConfiguration(name, MaintenanceScope.IN_GUEST_PATCH, **scopes, **given)
