"""What a scenario is made of: how an instance starts, what it can serve, what it costs, how a version behaves.

Nothing here is documented by Azure; every number is an illustrative, named default that can be set.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Final

import attrs

from azstudy.errors import InvalidInputError

ALLOCATE_S: Final = 30.0
"""Illustrative: seconds until a host has been found and the VM exists; it is billed from then on."""
BOOT_S: Final = 60.0
"""Illustrative: seconds until the operating system is up."""
APPLICATION_S: Final = 75.0
"""Illustrative: seconds until the application answers."""
PROBE_INTERVAL_S: Final = 5.0
"""The default interval of a load balancer's health probe (load-balancer-custom-probe-overview.md@0147a273)."""
PROBE_PASSES: Final = 3
"""Illustrative: good answers before an instance gets requests; Azure's own number is not documented."""
PROBE_FAILURES: Final = 2
"""Bad answers before an instance gets no more requests (azure-docs maintenance-and-updates.md@0feba6f0, 2026-04)."""
BASE_CPU_PERCENT: Final = 5.0
"""Illustrative: CPU of an instance that serves nothing."""
STARTING_CPU_PERCENT: Final = 20.0
"""Illustrative: CPU of an instance that runs but gets no requests yet. Azure Monitor's average includes it."""
QUEUE_LIMIT: Final = 20_000
"""Illustrative: requests a tier keeps waiting; more are dropped."""
PATIENCE_S: Final = 120.0
"""Illustrative: seconds a request waits before it is given up, counted in whole minutes."""
SERVICE_MS: Final = 100.0
"""Illustrative: milliseconds one request takes on an idle instance."""
BUSIEST: Final = 0.99
"""Utilisation from which the response-time formula no longer grows; waiting in the queue is added to it."""


def _number(least: float, *, above: bool = False, most: float = math.inf) -> Callable[[Any, Any, Any], None]:
    def check(instance: object, attribute: attrs.Attribute[Any], value: object) -> None:
        good = isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
        if good and least <= value <= most and not (above and value == least):  # type: ignore[operator]
            return
        bound = f"above {least:g}" if above else f"from {least:g}"
        upper = "" if most == math.inf else f" to {most:g}"
        name = f"{type(instance).__name__}.{attribute.name}"
        raise InvalidInputError(f"{name}: {value!r} was given; allowed is a number {bound}{upper}.")

    return check


def _whole(least: int) -> Callable[[Any, Any, Any], None]:
    number = _number(least)

    def check(instance: object, attribute: attrs.Attribute[Any], value: object) -> None:
        number(instance, attribute, value)
        if not isinstance(value, int):
            name = f"{type(instance).__name__}.{attribute.name}"
            raise InvalidInputError(f"{name}: {value!r} was given; allowed is a whole number from {least}.")

    return check


@attrs.frozen(kw_only=True)
class StartUp:
    """The stages of a new instance, in seconds: allocated, booted, application up, probes passed, in rotation.

    `spread_percent` makes each instance up to that much quicker or slower, drawn from the run's seed.

    >>> StartUp().total_s, StartUp.of(300).total_s
    (180.0, 300.0)
    """

    allocate_s: float = attrs.field(default=ALLOCATE_S, validator=_number(0))
    boot_s: float = attrs.field(default=BOOT_S, validator=_number(0))
    application_s: float = attrs.field(default=APPLICATION_S, validator=_number(0))
    probe_interval_s: float = attrs.field(default=PROBE_INTERVAL_S, validator=_number(0, above=True))
    probe_passes: int = attrs.field(default=PROBE_PASSES, validator=_whole(1))
    probe_failures: int = attrs.field(default=PROBE_FAILURES, validator=_whole(1))
    spread_percent: float = attrs.field(default=0.0, validator=_number(0, most=100))

    @classmethod
    def of(cls, total_s: float) -> StartUp:
        """The default stages, stretched or shortened so that an instance is in rotation after `total_s` seconds.

        Raises:
            InvalidInputError: For a time shorter than the probes need.
        """
        plain = cls()
        least = plain.probing_s
        if not (isinstance(total_s, (int, float)) and least <= total_s < math.inf):
            raise InvalidInputError(f"A start-up of {total_s!r} s was given; allowed is a number from {least:g} s.")
        rest = total_s - least
        share = rest / (plain.total_s - least)
        allocate, boot = round(plain.allocate_s * share), round(plain.boot_s * share)
        return cls(allocate_s=allocate, boot_s=boot, application_s=rest - allocate - boot)

    @property
    def probing_s(self) -> float:
        """Seconds of good probes before the first request."""
        return self.probe_interval_s * self.probe_passes

    @property
    def total_s(self) -> float:
        """Seconds from the scale-out to the first request."""
        return self.allocate_s + self.boot_s + self.application_s + self.probing_s

    @property
    def detection_s(self) -> float:
        """Seconds from a failure until the load balancer stops sending requests."""
        return self.probe_interval_s * self.probe_failures


@attrs.frozen(kw_only=True)
class ServiceModel:
    """What one instance can do; docs/service-model.md writes the formulas out.

    Attributes:
        requests_per_min: Requests one instance serves in a minute at 100 % CPU.
        service_ms: Milliseconds of one request on an idle instance.
        base_cpu_percent: CPU that runs without any request, on each instance.
        starting_cpu_percent: CPU of an instance that runs but is not in rotation.
        memory_percent: Memory in use without any request.
        memory_load_percent: Memory that full load adds.
        queue_limit: Requests the tier keeps waiting.
        patience_s: Seconds a request waits at most, in whole minutes, rounded up.
        calls: Requests this tier sends to the tier behind it for each one it serves.
        open_connections_percent: Share of requests on connections that are open already. They go on while all probes
            fail behind a Standard load balancer; Basic cut them too (skus.md@0440832a).
        standard_balancer: True for Standard.

    >>> ServiceModel(requests_per_min=1200, service_ms=100).parallel
    2.0
    """

    requests_per_min: float = attrs.field(default=600.0, validator=_number(0, above=True))
    service_ms: float = attrs.field(default=SERVICE_MS, validator=_number(0, above=True))
    base_cpu_percent: float = attrs.field(default=BASE_CPU_PERCENT, validator=_number(0, most=99))
    starting_cpu_percent: float = attrs.field(default=STARTING_CPU_PERCENT, validator=_number(0, most=100))
    memory_percent: float = attrs.field(default=30.0, validator=_number(0, most=100))
    memory_load_percent: float = attrs.field(default=20.0, validator=_number(0, most=100))
    queue_limit: int = attrs.field(default=QUEUE_LIMIT, validator=_whole(0))
    patience_s: float = attrs.field(default=PATIENCE_S, validator=_number(0, above=True))
    calls: float = attrs.field(default=1.0, validator=_number(0))
    open_connections_percent: float = attrs.field(default=0.0, validator=_number(0, most=100))
    standard_balancer: bool = True

    @property
    def parallel(self) -> float:
        """Requests one instance works on at the same time at full load; at least one."""
        return max(1.0, self.requests_per_min * self.service_ms / 60_000)

    @property
    def patience_min(self) -> int:
        """Whole minutes a request waits at most."""
        return math.ceil(self.patience_s / 60)


@attrs.frozen(kw_only=True)
class Prices:
    """USD an hour for one instance. `reserved` instances are paid for all the time, running or not.

    None is "not known": the cost is then not known either, where it would take part.

    >>> Prices(payg=0.2, reserved_rate=0.12, reserved=2).reserved
    2
    """

    payg: float | None = None
    reserved_rate: float | None = None
    spot: float | None = None
    reserved: int = attrs.field(default=0, validator=_whole(0))
    source: str = ""

    def __attrs_post_init__(self) -> None:
        for name in ("payg", "reserved_rate", "spot"):
            rate = getattr(self, name)
            if rate is not None and not (isinstance(rate, (int, float)) and 0 <= rate < math.inf):
                raise InvalidInputError(f"Prices.{name}: {rate!r} was given; allowed is a number from 0, or None.")


@attrs.frozen(kw_only=True)
class Version:
    """How instances of one version of the scale-set model behave.

    Attributes:
        answers: False for a version that fails every request, such as one that answers 404.
        passes_probe: Whether the health probe sees a good answer; None follows `answers`.
        slowness: Time a request takes, against a good version; 2 halves the capacity.
        crashes_after_min: Minutes in rotation until it stops answering; None for never.

    >>> Version(answers=False).healthy, Version(answers=False, passes_probe=True).healthy
    (False, True)
    """

    answers: bool = True
    passes_probe: bool | None = None
    slowness: float = attrs.field(default=1.0, validator=_number(0, above=True))
    crashes_after_min: float | None = None

    @property
    def healthy(self) -> bool:
        """What a health probe says of it."""
        return self.answers if self.passes_probe is None else self.passes_probe


GOOD: Final = Version()
