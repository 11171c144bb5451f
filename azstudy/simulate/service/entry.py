"""`az.simulate.autoscale`: a setting, a load, a few numbers, and the run that follows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from math import isfinite
from typing import TYPE_CHECKING, Any

from azstudy.catalog.catalog import Catalog, default_catalog
from azstudy.errors import InvalidInputError, UnknownNameError, nearest
from azstudy.model.facts import OperatingSystem, Term
from azstudy.model.scaleset import ScaleSet, StandbyPool
from azstudy.simulate.scaling.choices import ScalingChoices
from azstudy.simulate.scaling.reading import Setting, as_setting
from azstudy.simulate.service.failures import Failure
from azstudy.simulate.service.pricing import prices_of
from azstudy.simulate.service.result import ServiceResult
from azstudy.simulate.service.run import Process, Run
from azstudy.simulate.service.scenario import Scenario, Tier
from azstudy.simulate.service.values import Prices, ServiceModel, StartUp

if TYPE_CHECKING:
    from azstudy.loads import Load


def autoscale(
    setting: Setting | Scenario | None,
    load: Load | Sequence[float] | None = None,
    *,
    processes: Sequence[Process] = (),
    **options: Any,
) -> ServiceResult:
    """Let a scale set breathe under a load: Azure's autoscale on a small service model, minute by minute.

    Args:
        setting: An az.AutoscaleSetting, an az.Profile, or rules such as [("Percentage CPU > 70", "out 1")]; None
            leaves the count alone. Or a whole Scenario.
        load: Requests a minute: an `az.loads` load or numbers; in percent of CPU with `measured_on`.
        processes: What else takes part, such as an upgrade.
        **options: As in `scenario`: instances, minimum, maximum, size, region, requests_per_min, start_up_s, failures,
            and so on.

    Returns:
        Series, totals, findings and a log with the reason of each decision.

    Raises:
        InvalidInputError: For a minimum above the maximum, a load below zero or with gaps, a zone that is not used,
            a capacity of zero, and other values that make no sense.

    >>> rules = [("Percentage CPU > 70", "out 1"), ("Percentage CPU < 30", "in 1")]
    >>> run = autoscale(rules, [900] * 30 + [2400] * 60, instances=2, minimum=2, maximum=8)
    >>> run.totals["peak_instances"], run.totals["served"] + run.totals["dropped"] + run.totals["queued_at_end"]
    (7, 171000)
    """
    if isinstance(setting, Scenario):
        if load is not None or options:
            given = ", ".join([*(["load"] if load is not None else []), *options])
            raise InvalidInputError(
                f"A Scenario says everything itself; also given: {given}. Use scenario.evolve(...)."
            )
        chosen = setting
    else:
        if load is None:
            raise InvalidInputError("No load was given. Give requests a minute, such as az.loads.daily_cycle(...).")
        chosen = from_options(setting, load, options)
    run = Run(chosen, processes)
    run.go()
    return ServiceResult.of(run)


def scenario(
    setting: Setting | None,
    load: Load | Sequence[float],
    *,
    instances: int | None = None,
    minimum: int = 1,
    maximum: int = 10,
    zones: Iterable[int | str] = (),
    scale_set: ScaleSet | None = None,
    size: str = "D4s_v5",
    region: str = "westeurope",
    os: str | OperatingSystem = OperatingSystem.LINUX,
    requests_per_min: float | None = None,
    start_up_s: float | StartUp | None = None,
    service: ServiceModel | None = None,
    reserved: int = 0,
    term: str | Term = Term.RESERVATION_1Y,
    prices: Prices | None = None,
    quota_vcpus: int | None = None,
    standby: StandbyPool | None = None,
    failures: Iterable[Failure | str] | Failure | str = (),
    behind: Iterable[Tier] | Tier = (),
    metrics: Mapping[str, Sequence[float]] | None = None,
    measured_on: int | None = None,
    start: datetime | None = None,
    minutes: int | None = None,
    seed: int = 0,
    choices: ScalingChoices | None = None,
    explain: bool = False,
    catalog: Catalog | None = None,
) -> Scenario:
    """A scenario of one tier from plain values, with what stands behind it.

    Args:
        setting: As in `autoscale`.
        load: As in `autoscale`.
        instances: Instances at the start; the minimum of the first profile unless given.
        minimum: Least instances, where only rules are given.
        maximum: Most instances, where only rules are given.
        zones: Availability zones, such as [1, 2, 3].
        scale_set: The scale set itself, instead of `size`, `zones` and `instances`.
        size: VM size, for vCPUs and prices.
        region: Where, for prices.
        os: "linux" or "windows".
        requests_per_min: Requests one instance serves in a minute at 100 % CPU; 600 unless given.
        start_up_s: Seconds from scale-out to the first request, or a StartUp with its stages; 180 unless given.
        service: The whole ServiceModel, instead of `requests_per_min`.
        reserved: Instances paid for with a commitment of `term`; those above are paid by the hour.
        term: That commitment.
        prices: Prices, instead of those of the catalogue.
        quota_vcpus: vCPUs the subscription may use here; None is no limit.
        standby: A pool of deallocated VMs beside the scale set, which scaling out takes first.
        failures: What goes wrong, such as "zone 2 lost at 10:00 for 60 min".
        behind: Tiers behind this one; they get the requests it serves.
        metrics: Metrics from elsewhere that rules name, a value a minute.
        measured_on: Instances that showed a load in percent of CPU.
        start: The moment of minute 0, with its time zone.
        minutes: Length of the run; that of the load unless given.
        seed: Draws what is drawn.
        choices: What Azure does not document about autoscale.
        explain: Whether the log says of each instance why it was placed or chosen; else one line a change.
        catalog: Facts about sizes and prices; those in use unless given.

    Raises:
        InvalidInputError: For values that make no sense.
    """
    book = catalog or default_catalog()
    rules = None if setting is None else as_setting(setting, minimum=minimum, maximum=maximum)
    machines = scale_set or _machines(rules, size, zones, instances)
    model = service or ServiceModel()
    if requests_per_min is not None:
        model = _with_rate(model, requests_per_min)
    kind = str(machines.sizes[0]) if machines.sizes else size
    front = Tier(
        scale_set=machines,
        autoscale=rules,
        service=model,
        start_up=_start_up(start_up_s),
        prices=prices or prices_of(kind, region=region, os=os, reserved=reserved, term=term, catalog=book),
        quota_vcpus=quota_vcpus,
        standby=standby,
        choices=choices or ScalingChoices(),
    )
    return Scenario(
        tiers=(front, *([behind] if isinstance(behind, Tier) else behind)),
        load=load if measured_on is None else requests_of(load, measured_on, model),
        start=start or getattr(load, "start", None),
        minutes=minutes,
        seed=seed,
        failures=failures,
        metrics=metrics or {},
        explain=explain,
    )


def from_options(setting: Setting | None, load: Load | Sequence[float], options: Mapping[str, Any]) -> Scenario:
    """As `scenario`, with a word about an option that it does not have.

    Raises:
        UnknownNameError: For such an option, with the nearest one.
    """
    known = list(scenario.__kwdefaults__ or {})
    for name in options:
        if name not in known:
            raise UnknownNameError("option", name, nearest(name, known), hint=f"Allowed: {', '.join(known)}.")
    return scenario(setting, load, **options)


def requests_of(load: Any, instances: int, service: ServiceModel) -> list[float]:
    """Requests behind a CPU curve in percent that so many instances showed: the service model read backwards.

    Raises:
        InvalidInputError: For a value outside 0 to 100 %, or no instance.

    >>> requests_of([5, 52.5, 100], 2, ServiceModel())
    [0.0, 600.0, 1200.0]
    """
    if instances < 1:
        raise InvalidInputError(f"measured_on is {instances}. Give the number of instances that showed this CPU.")
    base = service.base_cpu_percent
    found = []
    for minute, percent in enumerate(getattr(load, "values", load)):
        if not (isfinite(percent) and 0 <= percent <= 100):
            raise InvalidInputError(f"Minute {minute} of the load is {percent!r} %. Allowed is 0 to 100 %.")
        found.append(max(0.0, percent - base) / (100 - base) * instances * service.requests_per_min)
    return found


def _machines(setting: Any, size: str, zones: Iterable[int | str], instances: int | None) -> ScaleSet:
    least = setting.profiles[0].minimum if setting is not None and setting.profiles else 2
    return ScaleSet("web", size, instances=least if instances is None else instances, zones=tuple(zones))  # type: ignore[arg-type]


def _with_rate(model: ServiceModel, requests_per_min: float) -> ServiceModel:
    import attrs

    return attrs.evolve(model, requests_per_min=requests_per_min)


def _start_up(given: float | StartUp | None) -> StartUp:
    if given is None:
        return StartUp()
    return given if isinstance(given, StartUp) else StartUp.of(given)
