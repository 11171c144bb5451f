"""The two scopes beside guest patching: OS images of scale sets, and hosts of one's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

import attrs

from azstudy.model.design import Design
from azstudy.model.placement import HostGroup
from azstudy.model.scaleset import ScaleSet
from azstudy.model.vm import VirtualMachine
from azstudy.simulate.upkeep.choices import UpkeepChoices
from azstudy.simulate.upkeep.customer import Opening, visit_of
from azstudy.simulate.upkeep.result import SKIPPED, Visit
from azstudy.simulate.upkeep.units import Unit

HOST_DAYS: Final = 35
"""Azure applies a host update by itself after so many days (maintenance-configurations.md@2f92a16c, 2026-09)."""


def upgrade_images(
    openings: Sequence[Opening], releases: Sequence[datetime], choices: UpkeepChoices
) -> Iterator[Visit]:
    """Bring scale sets to a new OS image inside their windows, batch by batch.

    At most 20 % at once, zone after zone. That a batch which cannot end in the window waits for the next one is
    azstudy's reading; the page only asks for at least 5 hours.

    Source: azure-compute-docs virtual-machine-scale-sets-automatic-upgrade.md@0c6223e9,
    maintenance-configurations.md@2f92a16c (2026-09).
    """
    waiting: dict[str, list[Unit]] = {}
    coming = list(releases)
    everyone = {unit.name: unit for one in openings for unit in one.units}
    for opening in sorted(openings, key=lambda one: (one.window.start, one.configuration.name)):
        while coming and coming[0] <= opening.window.start:
            coming.pop(0)
            waiting = {}
            for unit in everyone.values():
                waiting.setdefault(unit.machine.name, []).append(unit)
        for name in dict.fromkeys(unit.machine.name for unit in opening.units):
            left = waiting.get(name, [])
            if left:
                yield from _upgrade(opening, left, choices)


def _upgrade(opening: Opening, left: list[Unit], choices: UpkeepChoices) -> Iterator[Visit]:
    machine = left[0].machine
    code, because = "", ""
    if not isinstance(machine, ScaleSet) or not machine.upgrade.automatic_os_upgrade:
        code, because = "no-automatic-upgrade", "OS image windows are for scale sets with automatic OS upgrades"
    elif opening.too_late:
        code, because = "changed-too-late", f"{opening.configuration.name} was changed less than 15 minutes ahead"
    if code or not isinstance(machine, ScaleSet):
        for unit in left:
            yield attrs.evolve(visit_of(opening, unit, "OS image"), outcome=SKIPPED, code=code, because=because)
        return
    size = machine.upgrade.rolling.batch(machine.instances)
    length = timedelta(minutes=choices.image_batch_min)
    at = opening.window.start
    left.sort(key=lambda unit: (unit.zone or 0, int(unit.name.rpartition("/")[2])))
    while left and at + length <= opening.window.end:
        batch = [unit for unit in left[:size] if unit.zone == left[0].zone]
        del left[: len(batch)]
        words = f"new OS image, {len(batch)} of {machine.instances} at once"
        for unit in batch:
            base = visit_of(opening, unit, "OS image")
            yield attrs.evolve(base, begins=at, away=(at, at + length), ends=at + length, because=words)
        at += length
    minutes = opening.window.minutes
    because = f"the batches before it took the {minutes:g} minutes of {opening.configuration.name}"
    for unit in left:
        yield attrs.evolve(
            visit_of(opening, unit, "OS image"), outcome=SKIPPED, code="window-too-short", because=because
        )


def update_hosts(openings: Sequence[Opening], releases: Sequence[datetime]) -> Iterator[Visit]:
    """Take host updates in one's own windows: nobody restarts, the machines pause.

    When host updates appear is not documented; azstudy takes the days on which guest updates appear.

    Source: azure-compute-docs maintenance-configurations.md@2f92a16c (2026-09): the host scope manages updates that
    need no restart; maintenance-and-updates.md@0feba6f0: a pause usually takes less than 10 seconds.
    """
    coming, due = list(releases), set[str]()
    everyone = {unit.name for one in openings for unit in one.units}
    for opening in sorted(openings, key=lambda one: (one.window.start, one.configuration.name)):
        while coming and coming[0] <= opening.window.start:
            coming.pop(0)
            due = set(everyone)
        for unit in opening.units:
            if unit.name not in due:
                continue
            base = visit_of(opening, unit, "host")
            if opening.too_late:
                because = f"{opening.configuration.name} was changed less than 15 minutes ahead"
                yield attrs.evolve(base, outcome=SKIPPED, code="changed-too-late", because=because)
                continue
            due.discard(unit.name)
            start = opening.window.start
            because = "its host is updated: a pause, usually below 10 seconds, and no restart"
            yield attrs.evolve(base, begins=start, ends=start + timedelta(seconds=10), because=because)


def on_hosts(design: Design, names: Sequence[str], units: Mapping[str, Sequence[Unit]]) -> tuple[Unit, ...]:
    """The machines of a host schedule: those it names, and those on a host group it names."""
    groups = [one for one in design.of(HostGroup) if one.name in names]
    hosts = {host.name for group in groups for host in group.hosts}
    found = {
        machine.name
        for machine in design.machines
        if machine.name in names
        or machine.host_group in {one.name for one in groups}
        or (isinstance(machine, VirtualMachine) and machine.host is not None and machine.host.split("/")[-1] in hosts)
    }
    return tuple(unit for name, mine in units.items() if name in found for unit in mine)
