"""The review lab's missions. Checks look at the design itself; par is the number of changes of a known good way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from azstudy.errors import AzstudyError
from azstudy.labs._controls import Controls, State
from azstudy.labs._missions import Check, Mission
from azstudy.labs._review.result import ReviewLabResult
from azstudy.model.design import Design
from azstudy.model.vm import Machine

UNIT: Final = "changes"
Compute = Callable[[State], ReviewLabResult]
ReviewCheck = Check[ReviewLabResult]
LEGAL: Final = ReviewCheck("no error is left", lambda result: result.legal)
CALM: Final = ReviewCheck("no warning is left", lambda result: not result.review.warnings)


def _on(name: str) -> ReviewCheck:
    return ReviewCheck(f"it is still the design “{name}”", lambda result: result.design.name == name)


def _machine(design: Design, name: str) -> Machine | None:
    return next((machine for machine in design.machines if machine.name == name), None)


def _of(name: str, text: str, test: Callable[[Machine], bool]) -> ReviewCheck:
    """A check on one machine; not met where it is gone."""

    def met(result: ReviewLabResult) -> bool:
        machine = _machine(result.design, name)
        return machine is not None and test(machine)

    return ReviewCheck(text, met)


def _disks(name: str, count: int) -> ReviewCheck:
    return _of(name, f"{name} keeps its {count} data disks", lambda machine: len(machine.data_disks) == count)


def _small(name: str, vcpus: int) -> ReviewCheck:
    def met(result: ReviewLabResult) -> bool:
        machine = _machine(result.design, name)
        size = result.facts.size(machine.size) if machine is not None else None
        return size is not None and size.vcpus is not None and size.vcpus <= vcpus

    return ReviewCheck(f"{name} has at most {vcpus} vCPUs", met)


def _changes(result: ReviewLabResult) -> float:
    return float(len(result.edits))


def missions(compute: Compute, controls: Controls) -> tuple[Mission[ReviewLabResult], ...]:
    """The missions, easiest first."""
    made = (_six_disks(), _zone_and_set(), _ephemeral(), _rolling(), _sql(), _shop())
    return tuple(_with_par(mission, compute, controls) for mission in made)


_GOOD_WAYS: Final = {
    "attach-six": "VirtualMachine:files.size=D4s_v5",
    "one-protection": "VirtualMachine:web1.availability_set=null,VirtualMachine:web2.availability_set=null",
    "on-the-host": "VirtualMachine:agent.size=D4ds_v5",
    "upgrade-safely": "ScaleSet:api.health_extension={},ScaleSet:api.fault_domains=null",
    "move-properly": (
        "VirtualMachine:sql1.size=E4s_v5,VirtualMachine:sql1.availability_set=null,"
        "VirtualMachine:sql1.data_disks[4].type=Premium"
    ),
    "open-the-shop": (
        "VirtualMachine:db1.availability_set=null,VirtualMachine:db2.availability_set=null,"
        "VirtualMachine:db1.data_disks[0].caching=None,VirtualMachine:db2.data_disks[0].caching=None,"
        "ScaleSet:web.fault_domains=null,ScaleSet:web.health_extension={}"
    ),
}
"""A way to solve each mission; par is its number of changes where it really solves it."""


def _with_par(mission: Mission[ReviewLabResult], compute: Compute, controls: Controls) -> Mission[ReviewLabResult]:
    import attrs

    def par() -> float | None:
        try:
            result = compute(controls.state({**mission.setup, "edits": _GOOD_WAYS[mission.id]}))
        except AzstudyError:
            return None
        solved = all(check.met(result) for check in mission.checks)
        return _changes(result) if solved else None

    return attrs.evolve(mission, par=par)


def _mission(**given: object) -> Mission[ReviewLabResult]:
    return Mission(score=_changes, par=lambda: None, unit=UNIT, **given)  # type: ignore[arg-type]


def _six_disks() -> Mission[ReviewLabResult]:
    return _mission(
        id="attach-six",
        title="Attach all six disks",
        level=1,
        brief=(
            "The file server needs its six disks, and at most 4 vCPUs. Make the design legal. Choose the finding on "
            "the left, change one field, and watch it go."
        ),
        checks=(_on("six-disks"), LEGAL, _disks("files", 6), _small("files", 4)),
        hint="The number of data disks is a limit of the VM size. The list of sizes says it for each.",
        debrief="The size decides how many disks, network interfaces and IOPS a VM has. Read its limits first.",
        setup={"example": "six-disks"},
    )


def _zone_and_set() -> Mission[ReviewLabResult]:
    zoned = [
        _of(name, f"{name} still stands in a zone", lambda machine: getattr(machine, "zone", None) is not None)
        for name in ("web1", "web2")
    ]
    return _mission(
        id="one-protection",
        title="One protection, the better one",
        level=1,
        brief="Two web servers must survive the loss of a data centre. Make the design legal and keep them in zones.",
        checks=(_on("zone-and-set"), LEGAL, *zoned),
        hint="A VM stands in a zone or in an availability set. Which of the two survives the loss of a data centre?",
        debrief="Zones: 99.99 % for two VMs in two zones. Availability set: 99.95 %, and one data centre.",
        setup={"example": "zone-and-set"},
    )


def _ephemeral() -> Mission[ReviewLabResult]:
    return _mission(
        id="on-the-host",
        title="A system disk that costs nothing",
        level=2,
        brief=(
            "The build agent shall keep its OS disk on the host, which is fast and free. It has 4 vCPUs and must not "
            "grow. Find a size on which that works."
        ),
        checks=(
            _on("ephemeral"),
            LEGAL,
            _of("agent", "the OS disk is still ephemeral", lambda machine: machine.os_disk.ephemeral),
            _small("agent", 4),
        ),
        hint="The host needs local storage for it. One letter in a size name says that there is some.",
        debrief="A “d” in the name is local storage: D4ds_v5 has it, D4s_v5 has not. The price differs a little, too.",
        setup={"example": "ephemeral"},
    )


def _rolling() -> Mission[ReviewLabResult]:
    def zoned(machine: Machine) -> bool:
        return len(getattr(machine, "zones", ())) == 3

    def rolling(machine: Machine) -> bool:
        return str(getattr(getattr(machine, "upgrade", None), "mode", "")) == "Rolling"

    return _mission(
        id="upgrade-safely",
        title="Upgrade in batches, in three zones",
        level=3,
        brief=(
            "The scale set shall stay in its three zones and upgrade by itself, batch by batch. Two things stand in "
            "the way. Make it legal without giving up either."
        ),
        checks=(
            _on("rolling"),
            LEGAL,
            _of("api", "it stands in three zones", zoned),
            _of("api", "its upgrades are rolling", rolling),
        ),
        hint="Who says that an instance is well? And how many fault domains can a scale set have in each zone?",
        debrief="Rolling upgrades and automatic repairs need a health signal. In zones, leave fault domains to Azure.",
        setup={"example": "rolling"},
    )


def _sql() -> Mission[ReviewLabResult]:
    def enough(machine: Machine) -> bool:
        return getattr(machine, "zone", None) is not None

    return _mission(
        id="move-properly",
        title="Move the database server properly",
        level=4,
        brief=(
            "The database server keeps its five disks and its zone. It may have 4 vCPUs at "
            "most, for the sake of its licences. Leave no error and no warning, in as few changes as you can."
        ),
        checks=(
            _on("sql"),
            LEGAL,
            CALM,
            _disks("sql1", 5),
            _of("sql1", "it stands in a zone", enough),
            _small("sql1", 4),
        ),
        hint="Five of the errors have one cause: read the size name letter by letter. Which disk lowers the SLA?",
        debrief="Look for the cause that many findings share. An “s” in a size name means premium storage.",
        setup={"example": "sql"},
    )


def _shop() -> Mission[ReviewLabResult]:
    def fast(machine: Machine) -> bool:
        return any(str(getattr(disk, "type", "")) == "PremiumV2" for disk in machine.data_disks)

    databases = [_of(name, f"{name} keeps its Premium SSD v2", fast) for name in ("db1", "db2")]
    zoned = [
        _of(name, f"{name} stands in a zone", lambda machine: getattr(machine, "zone", None) is not None)
        for name in ("db1", "db2")
    ]
    spread = _of("web", "web stands in three zones", lambda machine: len(getattr(machine, "zones", ())) == 3)
    return _mission(
        id="open-the-shop",
        title="Open the shop",
        level=5,
        brief=(
            "A whole solution: six web servers in three zones behind a load balancer, two databases in two zones on "
            "Premium SSD v2. Take every error away and keep all of that. The warnings are for the next chapter."
        ),
        checks=(_on("shop"), LEGAL, *databases, *zoned, spread),
        hint="Begin with the databases: what does Premium SSD v2 not do? Then give the scale set a health signal.",
        debrief="Large designs break few rules often. Group findings by rule first, then fix each kind everywhere.",
        setup={"example": "shop"},
    )
