"""Guest patching by the customer's own schedules: who is patched in which window, who is not, what stays up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Final

import attrs

from azstudy.errors import InvalidInputError
from azstudy.model.design import Design
from azstudy.model.maintenance import MaintenanceConfiguration
from azstudy.model.schedule_words import MaintenanceScope
from azstudy.model.vm import VirtualMachine
from azstudy.model.words import PatchMode, RebootSetting
from azstudy.rules.maintenance import assigned, caught
from azstudy.simulate.timeline import Decision, Timeline
from azstudy.simulate.upkeep.windows import Window, windows

PATCH_MIN: Final = 30.0
"""Minutes that one machine takes to install its updates. Illustrative: no source documents it."""
RESTART_MIN: Final = 5.0
"""Minutes that one machine is away for its restart. Illustrative: no source documents it."""
WORKLOAD_TAG: Final = "workload"
"""The tag whose value names a machine's workload; without it a machine is a workload of its own."""


@attrs.frozen(kw_only=True)
class CapacityStep:
    """From `at` (UTC) on, `running` of the `total` machines of a workload serve."""

    at: datetime
    workload: str
    running: int
    total: int


@attrs.frozen(kw_only=True)
class MaintenanceResult:
    """What `maintenance` found: the log, the capacity of each workload, and findings in plain words."""

    timeline: Timeline
    capacity: tuple[CapacityStep, ...]
    findings: tuple[str, ...]

    @property
    def patched(self) -> tuple[str, ...]:
        """Machines that were patched at least once, sorted."""
        return tuple(sorted({one.subject for one in self.timeline.only("patch")}))

    @property
    def not_patched(self) -> tuple[str, ...]:
        """Machines with a schedule that no window patched, sorted."""
        return tuple(sorted({one.subject for one in self.timeline.only("patch skipped")} - set(self.patched)))

    @property
    def text(self) -> str:
        """The log and the findings, a line each."""
        return "\n".join((*(one.text for one in self.timeline), *self.findings))


def maintenance(
    design: Design,
    *,
    since: datetime | str,
    until: datetime | str,
    off: tuple[str, ...] = (),
    patch_min: float | Mapping[str, float] = PATCH_MIN,
    restart_min: float = RESTART_MIN,
) -> MaintenanceResult:
    """Run the guest schedules of a design: who is patched and restarted when, and what capacity remains.

    Only configurations of scope InGuestPatch and VMs are run; platform-orchestrated patching, host updates and scale
    set models are not. A schedule promises nothing about zones or update domains: its machines start together. A
    restart is assumed wherever the configuration allows one.

    Args:
        design: VMs with their configurations, by name or by dynamic scope.
        since: An aware datetime or ISO text; text without an offset is UTC.
        until: As `since`; windows that start before it count.
        off: Names of VMs that are deallocated throughout.
        patch_min: Minutes a machine takes, for all or by name (others take `PATCH_MIN`); illustrative.
        restart_min: Minutes that a restart takes; illustrative.

    Raises:
        InvalidInputError: For a span that is empty, minutes that are not positive, names that are no VM, or a
            configuration without a start.

    Source: azure-compute-docs maintenance-configurations.md@2f92a16c (2026-09);
    automatic-vm-guest-patching.md@0ba239a8.

    >>> import azstudy as az
    >>> night = az.MaintenanceConfiguration("night", "guest", start="2026-12-06 02:00", recurrence="Week Sunday")
    >>> vm = az.VirtualMachine("web1", "D2s_v5", patching=az.Patching("AutomaticByPlatform", customer_schedule=True),
    ...     maintenance=["night"])
    >>> run = maintenance(az.Design("shop", [night, vm], region="westeurope"), since="2026-12-06", until="2026-12-07")
    >>> run.patched, [f"{one.at:%H:%M} {one.running}/{one.total}" for one in run.capacity]
    (('web1',), ['02:30 0/1', '02:35 1/1'])
    """
    first, last = _moment("since", since), _moment("until", until)
    if last <= first:
        raise InvalidInputError(f"until={last} is not after since={first}. Give a later end.")
    times = _minutes(design, patch_min, restart_min, off)
    log: list[tuple[datetime, Decision]] = []
    away: list[tuple[datetime, datetime, str]] = []
    for one in design.of(MaintenanceConfiguration):
        if one.scope is not MaintenanceScope.IN_GUEST_PATCH:
            continue
        machines = _machines(design, one)
        for window in windows(one, first, last):
            for vm in machines:
                action, because, at = _visit(one, window, vm, times[vm.name], vm.name in off)
                facts = {"configuration": one.name, "patch_min": times[vm.name]}
                seconds = (at - first).total_seconds()
                log.append((at, Decision(at_s=seconds, action=action, subject=vm.name, because=because, facts=facts)))
                if action == "patch" and one.reboot is not RebootSetting.NEVER:
                    down = at.timestamp() + times[vm.name] * 60
                    back = down + restart_min * 60
                    away.append((datetime.fromtimestamp(down, UTC), datetime.fromtimestamp(back, UTC), vm.name))
    log.sort(key=lambda pair: (pair[0], pair[1].subject, pair[1].action))
    timeline = Timeline(tuple(one for _, one in log), first)
    capacity = tuple(_capacity(design, away, off))
    return MaintenanceResult(timeline=timeline, capacity=capacity, findings=_findings(timeline, capacity))


def _moment(name: str, given: datetime | str) -> datetime:
    try:
        value = datetime.fromisoformat(given) if isinstance(given, str) else given
    except ValueError:
        raise InvalidInputError(f"{name}={given!r} is not a date. Write one such as '2026-12-06'.") from None
    if isinstance(given, str) and value.tzinfo is None:
        value = value.replace(tzinfo=UTC)
    if value.tzinfo is None:
        raise InvalidInputError(f"{name}={value} has no time zone. Give one, such as datetime(..., tzinfo=UTC).")
    return value


def _minutes(
    design: Design, patch_min: float | Mapping[str, float], restart_min: float, off: tuple[str, ...]
) -> dict[str, float]:
    names = {vm.name for vm in design.vms}
    given = patch_min if isinstance(patch_min, Mapping) else dict.fromkeys(names, patch_min)
    strange = sorted((set(given) | set(off)) - names)
    if strange:
        raise InvalidInputError(f"{', '.join(strange)}: no such VM in {design.name}. Name VMs of the design.")
    if restart_min <= 0 or any(value <= 0 for value in given.values()):
        raise InvalidInputError("Minutes of patching and restarting must be above 0.")
    return {name: given.get(name, PATCH_MIN) for name in names}


def _machines(design: Design, configuration: MaintenanceConfiguration) -> list[VirtualMachine]:
    named = [vm for one, vm in assigned(design) if one is configuration and isinstance(vm, VirtualMachine)]
    found = [vm for scope in configuration.dynamic_scopes for vm in caught(design, scope)]
    return sorted({vm.name: vm for vm in (*named, *found)}.values(), key=lambda vm: vm.name)


def _visit(
    configuration: MaintenanceConfiguration, window: Window, vm: VirtualMachine, minutes: float, is_off: bool
) -> tuple[str, str, datetime]:
    mode = vm.patching.effective_mode(vm.os)
    if mode is not PatchMode.AUTOMATIC_BY_PLATFORM:
        return "patch skipped", f"its patch mode {mode} ignores schedule {configuration.name}", window.start
    if is_off:
        return "patch skipped", f"it is off while {configuration.name} runs", window.start
    if minutes > window.minutes:
        because = f"it takes {minutes:g} minutes and the window of {configuration.name} is {window.minutes:g}"
        return "patch skipped", because, window.start
    return "patch", f"{configuration.name} opens; it takes {minutes:g} minutes", window.start


def _capacity(
    design: Design, away: list[tuple[datetime, datetime, str]], off: tuple[str, ...]
) -> Iterator[CapacityStep]:
    workload = {vm.name: dict(vm.tags).get(WORKLOAD_TAG, vm.name) for vm in design.vms}
    total = Counter(workload.values())
    stopped = Counter(workload[name] for name in set(off))
    changes: dict[tuple[datetime, str], Counter[str]] = {}
    for down, back, name in away:
        changes.setdefault((down, workload[name]), Counter())[name] += 1
        changes.setdefault((back, workload[name]), Counter())[name] -= 1
    depth: Counter[str] = Counter()
    for (at, of), change in sorted(changes.items(), key=lambda pair: pair[0]):
        for name, by in change.items():
            depth[name] += by
        out = sum(1 for name, deep in depth.items() if deep > 0 and workload[name] == of)
        yield CapacityStep(at=at, workload=of, running=total[of] - stopped[of] - out, total=total[of])


def _findings(timeline: Timeline, capacity: tuple[CapacityStep, ...]) -> tuple[str, ...]:
    skipped = {f"{one.subject} is not patched: {one.because}." for one in timeline.only("patch skipped")}
    empty = sorted({one.workload for one in capacity if one.running == 0 and one.total > 1})
    none = [f"{name} has no machine left while its schedule restarts them all at once." for name in empty]
    return (*sorted(skipped), *none)
