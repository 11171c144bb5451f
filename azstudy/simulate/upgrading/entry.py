"""`az.simulate.upgrade` and `az.simulate.repair`: a new version, or illness, on a scale set that goes on serving."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import attrs

from azstudy.errors import InvalidInputError, UnknownNameError, nearest
from azstudy.model.scaleset import HealthExtension, RepairPolicy, RollingUpgrade, ScaleSet, UpgradePolicy
from azstudy.model.words import OrchestrationMode, RepairAction
from azstudy.rules._fleet import has_health_signal
from azstudy.simulate.service.entry import scenario
from azstudy.simulate.service.failures import Failure
from azstudy.simulate.service.members import Stage
from azstudy.simulate.service.result import ServiceResult
from azstudy.simulate.service.run import Process, Run
from azstudy.simulate.service.scenario import Scenario
from azstudy.simulate.service.values import Version
from azstudy.simulate.upgrading.atonce import AtOnceProcess
from azstudy.simulate.upgrading.choices import UpgradeChoices
from azstudy.simulate.upgrading.health import Observer
from azstudy.simulate.upgrading.repair import RepairProcess
from azstudy.simulate.upgrading.result import Frame, Seen, UpgradeResult
from azstudy.simulate.upgrading.rolling import RollingProcess

if TYPE_CHECKING:
    from azstudy.loads import Load

VERSIONS: Final = {
    "good": Version(),
    "answers 404": Version(answers=False),
    "crashes after 10 min": Version(crashes_after_min=10),
    "slow": Version(slowness=2),
    "lies": Version(answers=False, passes_probe=True),
}
"""Versions by name; "lies" is broken while its health probe still answers 200."""
_STATUS: Final = re.compile(r"answers ([1-5]\d\d)")
_CRASH: Final = re.compile(r"crashes after (\d+(?:\.\d+)?) min(?:utes)?")
_SLOW: Final = re.compile(r"(\d+(?:\.\d+)?) times slower")
MODES: Final = ("rolling", "manual", "automatic", "os image")
LOAD_SHARE: Final = 0.6
"""Share of the capacity that the load takes where none is given."""
_DEFAULT: Final = UpgradeChoices()
_NO: Final[tuple[int, ...]] = ()


def upgrade(
    scale_set: ScaleSet | None = None,
    *,
    version: str | Version = "answers 404",
    mode: str | None = None,
    repair: str | RepairAction | RepairPolicy | None = None,
    grace_min: float = 10,
    ill: Iterable[int] | Mapping[int, float] = _NO,
    protected: Iterable[int] = _NO,
    at_min: float = 10,
    choices: UpgradeChoices = _DEFAULT,
    **options: Any,
) -> UpgradeResult:
    """Bring a running scale set to a new version of its model, by its upgrade policy, with whatever else happens.

    Args:
        scale_set: It says mode, batches, limits, health and repairs itself. Without one, `options` describe it.
        version: "good", "answers 404", "crashes after 10 min", "slow", "lies", or a Version; other numbers work too.
        mode: "rolling", "manual", "automatic" or "os image" (an automatic OS image upgrade); by default the scale
            set's own.
        repair: What automatic repairs do with ill instances: "Replace", "Reimage", "Restart"; None for no repairs.
        grace_min: Their grace period in minutes.
        ill: Instances that are ill from the start, or from a minute each.
        protected: Instances protected from actions of the scale set.
        at_min: Minute in which the upgrade begins.
        choices: What Azure does not document.
        **options: `instances`, `orchestration`, `zones`, `size`, `batch_percent`, `max_unhealthy_percent`,
            `max_unhealthy_upgraded_percent`, `pause_s`, `max_surge`, `cross_zone`, `prioritize_unhealthy`,
            `rollback_on_breach`, `health` (a HealthExtension); `load`, `autoscale` (a setting or rules), `failures`,
            `free_instances` (room in the quota), `requests_per_min`, `application_min` (minutes until the application
            answers once the system is up), `minutes`, `seed`.

    Raises:
        InvalidInputError: For values that make no sense, or an instance that does not exist.
        UnknownNameError: For an unknown version, mode, action or option.

    Source: azure-compute-docs virtual-machine-scale-sets-configure-rolling-upgrades.md@0c6223e9,
    virtual-machine-scale-sets-automatic-upgrade.md@0c6223e9, virtual-machine-scale-sets-maxsurge.md@0c6223e9.

    >>> result = upgrade(instances=10, batch_percent=20, version="answers 404")
    >>> result.status, len(result.broken), len(result.batches)
    ('stopped', 2, 1)
    """
    machines = _machines(scale_set, options)
    observer = _observer(machines)
    chosen = _mode(mode, machines)
    behaves = version if isinstance(version, Version) else _named(version)
    process = _process(chosen, machines, observer, at_min, choices)
    policy = _repair(repair, grace_min, machines)
    return _run(machines, behaves, process, policy, observer, ill, protected, choices, options)


def repair(
    scale_set: ScaleSet | None = None,
    *,
    ill: Iterable[int] | Mapping[int, float],
    action: str | RepairAction = RepairAction.REPLACE,
    grace_min: float = 10,
    protected: Iterable[int] = _NO,
    repairs: bool = True,
    choices: UpgradeChoices = _DEFAULT,
    **options: Any,
) -> UpgradeResult:
    """Let instances of a running scale set fall ill, and see what automatic repairs do about it.

    Args:
        scale_set: Its repair policy and health extension count; without one, `options` describe it.
        ill: Instances that are ill from the start, or the minute from which each is, such as {3: 5}.
        action: "Replace", "Reimage" or "Restart"; a scale set's own policy goes first.
        grace_min: Minutes after a change of an instance's state in which it is not repaired, 10 to 90.
        protected: Instances protected from actions of the scale set.
        repairs: False to see what happens without any.
        choices: What Azure does not document.
        **options: As in `upgrade`; `version` says how a repaired instance behaves ("good" by default).

    Raises:
        InvalidInputError: For values that make no sense, or an instance that does not exist.

    Source: azure-compute-docs virtual-machine-scale-sets-automatic-instance-repairs.md@0c6223e9.

    >>> result = repair(instances=20, ill={3: 5})
    >>> [(one.instance, one.at_s / 60) for one in result.repairs]
    [(3, 5.0)]
    """
    machines = _machines(scale_set, options)
    observer = _observer(machines)
    asked = options.pop("version", "good")
    behaves = asked if isinstance(asked, Version) else _named(asked)
    policy = machines.repair or _repair(action, grace_min, machines)
    if not repairs:
        policy = None
    return _run(machines, behaves, None, policy, observer, ill, protected, choices, options)


# --- what was asked for --------------------------------------------------------------------------------------------
_ROLLING: Final = {
    "batch_percent": "max_batch_percent",
    "max_unhealthy_percent": "max_unhealthy_percent",
    "max_unhealthy_upgraded_percent": "max_unhealthy_upgraded_percent",
    "pause_s": "pause_s",
    "cross_zone": "cross_zone",
    "prioritize_unhealthy": "prioritize_unhealthy",
    "rollback_on_breach": "rollback_on_breach",
    "max_surge": "max_surge",
}
_OWN: Final = ("instances", "orchestration", "zones", "size", "health")
_SERVICE: Final = (
    *("load", "autoscale", "failures", "free_instances", "requests_per_min", "application_min", "minutes", "seed"),
    "version",
)


def _machines(given: ScaleSet | None, options: Mapping[str, Any]) -> ScaleSet:
    known = {*_ROLLING, *_OWN, *_SERVICE}
    for name in options:
        if name not in known:
            raise UnknownNameError("option", name, nearest(name, known), hint=f"There are: {', '.join(sorted(known))}.")
    described = [name for name in options if name in _ROLLING or name in _OWN]
    if given is not None:
        if given.instances < 1:
            raise InvalidInputError(f"{given.name} has no instances: there is nothing to upgrade or repair.")
        if described:
            raise InvalidInputError(
                f"The scale set says {', '.join(described)} itself: change it there, not beside it."
            )
        return given
    if options.get("instances", 10) < 1:
        raise InvalidInputError(f"instances is {options['instances']!r}. Give 1 or more.")
    rolling = {own: options[name] for name, own in _ROLLING.items() if name in options}
    _percentages(rolling)
    return ScaleSet(
        "web",
        options.get("size", "D4s_v5"),
        instances=options.get("instances", 10),
        orchestration=options.get("orchestration", OrchestrationMode.FLEXIBLE),
        zones=tuple(options.get("zones", ())),
        upgrade=UpgradePolicy("Rolling", RollingUpgrade(**rolling)),  # type: ignore[arg-type]
        health_extension=options.get("health") or HealthExtension(path="/health"),
    )


def _percentages(rolling: Mapping[str, Any]) -> None:
    for name, least in (
        ("max_batch_percent", 5),
        ("max_unhealthy_percent", 5),
        ("max_unhealthy_upgraded_percent", 0),
    ):
        value = rolling.get(name)
        if value is not None and not least <= value <= 100:
            raise InvalidInputError(f"{name} is {value!r}. Azure takes {least} to 100 percent.")


def _mode(given: str | None, machines: ScaleSet) -> str:
    if given is None:
        return "os image" if machines.upgrade.automatic_os_upgrade else machines.upgrade.mode.value.casefold()
    if given.casefold() not in MODES:
        raise UnknownNameError("upgrade mode", given, nearest(given, MODES), hint=f"There are: {', '.join(MODES)}.")
    return given.casefold()


def _named(version: str) -> Version:
    """A version by its words; a status other than 200, minutes and factors may be any number."""
    words = " ".join(version.casefold().split())
    if words in VERSIONS:
        return VERSIONS[words]
    if (found := _STATUS.fullmatch(words)) is not None:
        status = int(found[1])
        return Version(answers=200 <= status < 400, passes_probe=status == 200)
    if (found := _CRASH.fullmatch(words)) is not None:
        return Version(crashes_after_min=float(found[1]))
    if (found := _SLOW.fullmatch(words)) is not None:
        return Version(slowness=float(found[1]))
    hint = f"There are: {', '.join(VERSIONS)}; also such as 'answers 503', 'crashes after 45 min', '3 times slower'."
    raise UnknownNameError("version", version, nearest(version, VERSIONS), hint=hint)


def _process(
    mode: str, machines: ScaleSet, observer: Observer, at_min: float, choices: UpgradeChoices
) -> RollingProcess | AtOnceProcess:
    if mode in ("manual", "automatic"):
        return AtOnceProcess(everyone=mode == "automatic", at_s=60 * at_min)
    policy, image = machines.upgrade.rolling, mode == "os image"
    uniform = machines.orchestration is OrchestrationMode.UNIFORM
    if image and policy.max_surge and not uniform:
        raise InvalidInputError(
            "Automatic OS image upgrades with max surge are not supported in Flexible mode. Leave one of them out."
        )
    return RollingProcess(
        policy,
        at_s=60 * at_min,
        observer=observer,
        rollback=policy.rollback_on_breach and uniform,
        os_image=image,
        restore=machines.upgrade.os_rollback,
        choices=choices,
    )


def _repair(
    given: str | RepairAction | RepairPolicy | None, grace_min: float, machines: ScaleSet
) -> RepairPolicy | None:
    if given is None or isinstance(given, RepairPolicy):
        policy = given or machines.repair
    else:
        policy = RepairPolicy(RepairAction.parse(given), grace_min)
    if policy is not None and not 10 <= policy.grace_min <= 90:
        raise InvalidInputError(f"The grace period is {policy.grace_min:g} minutes. Azure takes 10 to 90.")
    return policy


def _observer(machines: ScaleSet) -> Observer:
    """Who tells health: the extension, or in Uniform mode a load balancer's probe."""
    if not has_health_signal(machines):
        raise InvalidInputError(
            f"Nothing tells how the instances of {machines.name} are: upgrades and repairs need a health_extension, or "
            "in Uniform mode a health_probe."
        )
    return Observer(machines.health_extension, probe=machines.health_extension is None)


# --- the run ---------------------------------------------------------------------------------------------------------
@attrs.frozen(kw_only=True)
class _Condition:
    """Who is protected and who falls ill when."""

    ill: Mapping[int, float]
    protected: frozenset[int]

    def attach(self, run: Run) -> None:
        """Set the flags, plan the illnesses."""
        instances = run.state().fleet.instances
        for number in (*self.ill, *self.protected):
            if number not in instances:
                raise InvalidInputError(
                    f"There is no instance {number}; there are {min(instances)} to {max(instances)}."
                )
        for number in self.protected:
            instances[number].protected_from_scale_in = instances[number].protected_from_actions = True
        for number, minute in self.ill.items():
            run.kernel.at(60 * minute, partial(_fall_ill, run, number))


def _fall_ill(run: Run, number: int) -> None:
    if any(one.id == number for one in run.instances()):
        run.set_health(number, False, "its application stops answering")


def _run(
    machines: ScaleSet,
    version: Version,
    process: RollingProcess | AtOnceProcess | None,
    policy: RepairPolicy | None,
    observer: Observer,
    ill: Iterable[int] | Mapping[int, float],
    protected: Iterable[int],
    choices: UpgradeChoices,
    options: Mapping[str, Any],
) -> UpgradeResult:
    when = dict(ill) if isinstance(ill, Mapping) else dict.fromkeys(ill, 0.0)
    condition = _Condition(ill=when, protected=frozenset(protected))
    repairs = RepairProcess(policy, observer=observer, choices=choices) if policy is not None else None
    taking_part: list[Process] = [one for one in (condition, process, repairs) if one is not None]
    asked = _scenario(machines, version, options)
    late = [60 * minute for minute in when.values() if minute >= asked.length]
    if late or (process is not None and process.at_s >= 60 * asked.length):
        raise InvalidInputError(
            f"The run has {asked.length} minutes, and something is to happen after it. Give more minutes."
        )
    run = Run(asked, taking_part)
    if process is None and version != Version():
        run.state().model = 1
    frames: list[Frame] = []
    record = partial(_record, run, observer, frames)
    if process is not None:
        process.notice = record
    if repairs is not None:
        repairs.notice = record
    if process is None:
        run.kernel.at(0.0, partial(record, "at the start"))
    run.go()
    record("at the end")
    return UpgradeResult(
        status=process.status if process is not None else "none",
        because=_because(process, asked.length),
        batches=tuple(process.batches) if process is not None else (),
        broken_by_upgrade=tuple(sorted(process.broken)) if process is not None else (),
        restored=tuple(sorted(process.restored)) if process is not None else (),
        repairs=tuple(repairs.repairs) if repairs is not None else (),
        suspended=repairs.suspended if repairs is not None else False,
        frames=tuple(frames),
        service=ServiceResult.of(run),
    )


def _because(process: RollingProcess | AtOnceProcess | None, minutes: int) -> str:
    if process is None:
        return ""
    return process.because or f"it goes on when the run ends after {minutes} minutes; give more minutes"


def _record(run: Run, observer: Observer, frames: list[Frame], what: str) -> None:
    now_s = run.kernel.now_s
    seen = tuple(
        Seen(
            id=one.id,
            zone=one.zone,
            version=one.model,
            health=observer.state(one, now_s),
            protected=one.instance.protected_from_actions,
        )
        for one in run.instances()
        if one.stage is not Stage.GONE
    )
    frames.append(Frame(at_s=now_s, what=what, instances=seen))


def _scenario(machines: ScaleSet, version: Version, options: Mapping[str, Any]) -> Scenario:
    minutes = options.get("minutes", 180)
    rate = options.get("requests_per_min", 600.0)
    load: Load | Sequence[float] | None = options.get("load")
    failures: Iterable[Failure | str] | Failure | str = options.get("failures", ())
    if load is None:
        if not minutes >= 1:
            raise InvalidInputError(f"minutes is {minutes!r}. Give 1 or more.")
        load = [LOAD_SHARE * rate * machines.instances] * int(minutes)
    found = scenario(
        options.get("autoscale"),
        load,
        scale_set=machines,
        requests_per_min=rate,
        failures=failures,
        minutes=min(int(minutes), len(load)),
        seed=options.get("seed", 0),
    )
    tier = attrs.evolve(found.tiers[0], versions={1: version})
    if (slow := options.get("application_min")) is not None:
        tier = attrs.evolve(tier, start_up=attrs.evolve(tier.start_up, application_s=60.0 * slow))
    free = options.get("free_instances")
    if free is not None:
        if free < 0:
            raise InvalidInputError(
                f"free_instances is {free}. Give the instances the quota still has room for, 0 or more."
            )
        tier = attrs.evolve(tier, quota_vcpus=(machines.instances + free) * (machines.sizes[0].vcpus or 1))
    return found.evolve(tiers=(tier, *found.tiers[1:]))
