"""Scale sets: where health comes from, automatic repairs, notice before deletion."""

from __future__ import annotations

from typing import Final

from azstudy.model.design import Design
from azstudy.model.network_words import NetworkSku, ProbeProtocol
from azstudy.rules._fleet import has_health_signal, probe_of
from azstudy.rules._frame import Breach, Facts, Found, rule

GRACE_MIN: Final = (10, 90)
"""Minutes of a repair's grace period (virtual-machine-scale-sets-automatic-instance-repairs.md@0c6223e9)."""
MOST_REPAIRED_PERCENT: Final = 5
INTERVAL_S: Final = (5, 60)
PROBES: Final = (1, 24)
LONGEST_GRACE_S: Final = 14_400
"""Limits of the health extension (virtual-machine-scale-sets-health-extension.md@0c6223e9)."""
NOTICE_MIN: Final = (5, 15)
"""Minutes of notice before a deletion (virtual-machine-scale-sets-terminate-notification.md@883ff7bb)."""


def repairs_at_once(instances: int) -> int:
    """Instances that automatic repairs take at once: 5 %, rounded down, at least one.

    Source: virtual-machine-scale-sets-automatic-instance-repairs.md@0c6223e9.

    >>> [repairs_at_once(n) for n in (10, 19, 20, 100)]
    [1, 1, 1, 5]
    """
    return max(1, instances * MOST_REPAIRED_PERCENT // 100)


@rule(
    "scaleset-65",
    section="3.5",
    severity="error",
    title="Repairs without health signal",
    statement="Automatic repairs act on unhealthy instances: they need the Application Health extension, or in "
    "Uniform mode a load-balancer probe.",
    source="REP",
    fix="Add a health_extension.",
    misconception="repairs-need-no-health-signal",
)
def _repair_health(design: Design, facts: Facts) -> Found:
    for one in design.scale_sets:
        if one.repair is not None and one.repair.enabled and not has_health_signal(one):
            yield Breach(one.name, "Automatic repairs, and nothing tells whether an instance is healthy.")


@rule(
    "scaleset-66",
    section="3.5",
    severity="error",
    title="Grace period of repairs out of range",
    statement="The grace period of automatic repairs lies between 10 and 90 minutes (default 10).",
    source="REP",
    fix="Choose 10 to 90 minutes.",
)
def _grace(design: Design, facts: Facts) -> Found:
    for one in design.scale_sets:
        if one.repair is not None and not GRACE_MIN[0] <= one.repair.grace_min <= GRACE_MIN[1]:
            yield Breach(one.name, f"Grace of {one.repair.grace_min:g} minutes; allowed: PT10M to PT90M.")


@rule(
    "scaleset-67",
    section="3.5",
    severity="error",
    title="Repairs under Service Fabric",
    statement="Automatic repairs are not for Service Fabric scale sets; Service Fabric repairs its nodes itself.",
    source="REP",
    fix="Leave repair out.",
)
def _repair_fabric(design: Design, facts: Facts) -> Found:
    for one in design.scale_sets:
        if one.repair is not None and one.repair.enabled and one.service_fabric:
            yield Breach(one.name, "Automatic repairs of a Service Fabric scale set.")


@rule(
    "scaleset-70",
    section="3.6",
    severity="error",
    title="Health interval out of range",
    statement="The health extension asks every 5 to 60 seconds (default 5).",
    source="HEX",
    fix="Choose 5 to 60 seconds.",
)
def _interval(design: Design, facts: Facts) -> Found:
    for one in design.scale_sets:
        health = one.health_extension
        if health and not INTERVAL_S[0] <= health.interval_s <= INTERVAL_S[1]:
            yield Breach(one.name, f"An interval of {health.interval_s:g} s; allowed: 5 to 60 s.")


@rule(
    "scaleset-71",
    section="3.6",
    severity="error",
    title="Number of probes out of range",
    statement="1 to 24 equal answers in a row change the health state (default 1).",
    source="HEX",
    fix="Choose 1 to 24.",
)
def _probes(design: Design, facts: Facts) -> Found:
    for one in design.scale_sets:
        if one.health_extension and not PROBES[0] <= one.health_extension.probes <= PROBES[1]:
            yield Breach(one.name, f"{one.health_extension.probes} probes; allowed: 1 to 24.")


@rule(
    "scaleset-72",
    section="3.6",
    severity="error",
    title="Grace period of the health extension too long",
    statement="A new instance may stay Initializing for at most 14,400 seconds (default interval x probes).",
    source="HEX",
    fix="Choose at most 14,400 seconds.",
)
def _initializing(design: Design, facts: Facts) -> Found:
    for one in design.scale_sets:
        grace = one.health_extension.grace_s if one.health_extension else None
        if grace is not None and grace > LONGEST_GRACE_S:
            yield Breach(one.name, f"Grace of {grace:,g} s; at most 14,400 s are allowed.")


@rule(
    "scaleset-73",
    section="3.6",
    severity="warning",
    title="Grace period without rich health states",
    statement="Only rich health states (version 2) know Initializing and its grace period; binary ones have none.",
    source="HEX",
    fix="Set rich to True, or leave grace_s out.",
)
def _binary_grace(design: Design, facts: Facts) -> Found:
    for one in design.scale_sets:
        health = one.health_extension
        if health and not health.rich and health.grace_s is not None:
            yield Breach(one.name, f"Grace of {health.grace_s:g} s with binary health states.")


@rule(
    "scaleset-74",
    section="3.6",
    severity="error",
    title="Request path over TCP",
    statement="Over TCP the health extension takes no request path: a handshake is the whole answer.",
    source="HEX",
    fix="Leave the path out, or ask over HTTP.",
)
def _tcp_path(design: Design, facts: Facts) -> Found:
    for one in design.scale_sets:
        health = one.health_extension
        if health and health.protocol is ProbeProtocol.TCP and health.path:
            yield Breach(one.name, f"Path {health.path} over TCP.")


@rule(
    "scaleset-79",
    section="3.6",
    severity="warning",
    title="No request path over HTTP",
    statement="Over HTTP and HTTPS the health extension needs a request path.",
    source="HEX",
    fix='Give a path such as "/health".',
)
def _http_path(design: Design, facts: Facts) -> Found:
    for one in design.scale_sets:
        health = one.health_extension
        if health and health.protocol is not ProbeProtocol.TCP and not health.path:
            yield Breach(one.name, f"{health.protocol} without a request path.")


@rule(
    "scaleset-75",
    section="3.6",
    severity="error",
    title="Two sources of health",
    statement="A scale set has one source of health: the extension or a load-balancer probe.",
    source="HEX",
    fix="Remove one of them.",
    misconception="two-health-sources-are-safer",
)
def _one_source(design: Design, facts: Facts) -> Found:
    for one in design.scale_sets:
        if one.health_extension is not None and one.health_probe is not None:
            yield Breach(one.name, f"The health extension and probe {one.health_probe}.")


@rule(
    "scaleset-76",
    section="7",
    severity="error",
    title="Health from a Basic load balancer",
    statement="The probe of a Basic load balancer is not supported with a scale set.",
    source="LBP",
    fix="Use a Standard load balancer.",
)
def _basic_probe(design: Design, facts: Facts) -> Found:
    for one in design.scale_sets:
        found = probe_of(design, one)
        if found is not None and found[0].sku is NetworkSku.BASIC:
            yield Breach(one.name, f"Health from a probe of {found[0].name}, a Basic load balancer.")


@rule(
    "scaleset-77",
    section="3.10",
    severity="error",
    title="Notice before deletion out of range",
    statement="A terminate notification comes 5 to 15 minutes before an instance is deleted.",
    source="TER",
    fix="Choose 5 to 15 minutes.",
)
def _notice(design: Design, facts: Facts) -> Found:
    for one in design.scale_sets:
        given = one.terminate_notification_min
        if given is not None and not NOTICE_MIN[0] <= given <= NOTICE_MIN[1]:
            yield Breach(one.name, f"Notice of {given:g} minutes; allowed: 5 to 15.")


@rule(
    "scaleset-78",
    section="3.10",
    severity="warning",
    title="Terminate notification of Spot instances",
    statement="Terminate notifications do not cover the eviction of Spot instances, which get 30 seconds at best.",
    source="TER",
    fix="Listen to the Preempt event on Spot instances.",
    misconception="terminate-notice-covers-spot",
)
def _notice_spot(design: Design, facts: Facts) -> Found:
    for one in design.scale_sets:
        if one.terminate_notification_min is not None and (one.spot or one.spot_mix is not None):
            yield Breach(one.name, f"Notice of {one.terminate_notification_min:g} minutes, and instances are Spot.")
