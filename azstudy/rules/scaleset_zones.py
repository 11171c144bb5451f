"""Scale sets: availability zones, balancing over them, protection of instances."""

from __future__ import annotations

from collections.abc import Iterable

from azstudy.model.design import Design
from azstudy.rules._fleet import has_health_signal, settings_of
from azstudy.rules._frame import Breach, Facts, Found, path, rule
from azstudy.rules._walk import listed


def balanced(instances_per_zone: Iterable[int]) -> bool:
    """Whether zones are balanced: no two differ by more than one instance.

    Source: virtual-machine-scale-sets-zone-balancing.md@02773904 (2025-12).

    >>> balanced([2, 3, 3]), balanced([1, 3, 3])
    (True, False)
    """
    counts = tuple(instances_per_zone)
    return not counts or max(counts) - min(counts) <= 1


@rule(
    "scaleset-31",
    section="3.2",
    severity="error",
    title="Strict zone balance without several zones",
    statement="zoneBalance may be set only where the scale set names more than one zone.",
    source="ARM",
    fix="Name two or three zones, or leave zone_balance out.",
)
def _strict_needs_zones(design: Design, facts: Facts) -> Found:
    for one in design.scale_sets:
        if one.zone_balance and len(set(one.zones)) < 2:
            yield Breach(one.name, f"Strict zone balance with zones {listed(one.zones)}.")


@rule(
    "scaleset-32",
    section="3.2",
    severity="warning",
    title="Strict zone balance stops scaling when a zone fails",
    statement="Strict balance refuses every operation that would leave the zones uneven, also while a zone is down; "
    "best effort (the default) goes on with one zone down.",
    source="ZBA",
    fix="Keep best effort unless an uneven spread is worse than no scaling.",
    misconception="strict-zone-balance-is-safer",
)
def _strict(design: Design, facts: Facts) -> Found:
    for one in design.scale_sets:
        if one.zone_balance and len(set(one.zones)) > 1:
            yield Breach(one.name, f"Strict balance over zones {listed(one.zones)}.")


@rule(
    "scaleset-33",
    section="3.2",
    severity="error",
    title="Automatic zone balance without several zones",
    statement="Automatic zone balance (preview) works on scale sets over two or more zones.",
    source="AZB",
    fix="Name two or three zones, or leave auto_zone_balance out.",
)
def _automatic_needs_zones(design: Design, facts: Facts) -> Found:
    for one in design.scale_sets:
        if one.auto_zone_balance and len(set(one.zones)) < 2:
            yield Breach(one.name, f"Automatic zone balance with zones {listed(one.zones)}.")


@rule(
    "scaleset-34",
    section="3.2",
    severity="warning",
    title="Automatic zone balance beside strict balance",
    statement="Automatic zone balance works under best-effort balancing; strict balance never lets the zones become "
    "uneven in the first place.",
    source="AZB",
    fix="Leave zone_balance at False.",
)
def _automatic_and_strict(design: Design, facts: Facts) -> Found:
    for one in design.scale_sets:
        if one.auto_zone_balance and one.zone_balance:
            yield Breach(one.name, "Automatic zone balance and strict balance are both on.")


@rule(
    "scaleset-35",
    section="3.2",
    severity="warning",
    title="Automatic zone balance without health signal",
    statement="Automatic zone balance makes the new VM first and waits up to 90 minutes for a healthy signal before "
    "it deletes the old one.",
    source="AZB",
    fix="Add the Application Health extension.",
)
def _automatic_health(design: Design, facts: Facts) -> Found:
    for one in design.scale_sets:
        if one.auto_zone_balance and not has_health_signal(one):
            yield Breach(one.name, "Automatic zone balance, and nothing tells whether a new instance is healthy.")


@rule(
    "scaleset-36",
    section="3.2",
    severity="warning",
    title="No room for automatic zone balance",
    statement="Automatic zone balance needs room for one more VM: the autoscale maximum should leave it.",
    source="AZB",
    fix="Raise the maximum by one.",
)
def _automatic_room(design: Design, facts: Facts) -> Found:
    for one in design.scale_sets:
        for setting in settings_of(design, one) if one.auto_zone_balance else ():
            for profile in setting.profiles:
                if setting.enabled and profile.maximum <= one.instances:
                    yield Breach(
                        path(setting.name, profile.name),
                        f"The maximum of {profile.maximum} leaves no room beside {one.instances} instances.",
                    )


@rule(
    "scaleset-37",
    section="3.2",
    severity="error",
    title="A zone named twice",
    statement="A scale set names each of its zones once.",
    source="ZON",
    fix="Name each zone once; the instances are spread over them evenly.",
)
def _twins(design: Design, facts: Facts) -> Found:
    for one in design.scale_sets:
        if len(set(one.zones)) < len(one.zones):
            yield Breach(one.name, f"Zones {listed(one.zones)}.")


@rule(
    "scaleset-40",
    section="3.3",
    severity="error",
    title="Contradicting protection of an instance",
    statement="protectFromScaleSetActions implies protectFromScaleIn: the second set to false beside it is refused.",
    source="PRO",
    fix="Leave from_scale_in out.",
    misconception="the-two-protections-are-independent",
)
def _protection(design: Design, facts: Facts) -> Found:
    for one in design.scale_sets:
        for protection in one.protected_instances:
            if protection.from_scale_set_actions and protection.from_scale_in is False:
                yield Breach(
                    path(one.name, protection.instance),
                    "Protected from scale-set actions, and not from scale-in.",
                )
