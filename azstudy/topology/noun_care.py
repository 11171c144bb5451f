"""Graphs of what looks after machines: maintenance, backup, monitoring; and of nouns with plain parts."""

from __future__ import annotations

from typing import Any

from azstudy.model.autoscale import AutoscaleSetting, Profile
from azstudy.model.balancer import LoadBalancer
from azstudy.model.maintenance import MaintenanceConfiguration
from azstudy.model.network import NetworkSecurityGroup, VNet
from azstudy.model.noun import Noun
from azstudy.model.placement import CapacityReservationGroup, HostGroup
from azstudy.model.protection import BackupPolicy, DataCollectionRule
from azstudy.topology.concepts_care import MANAGEMENT
from azstudy.topology.filling import NOT_SAID, Fill, facts_of, fill, shown
from azstudy.topology.graph import Edge, Node, Topology
from azstudy.topology.nouns import graph_of


@graph_of.register
def _maintenance(configuration: MaintenanceConfiguration) -> Topology:
    values = {"patching": Fill(str(configuration.scope)), "update-manager": Fill(window_words(configuration))}
    return fill(MANAGEMENT, configuration.name, values, facts=facts_of(configuration))


@graph_of.register
def _backup(policy: BackupPolicy) -> Topology:
    values = {"backup": Fill(policy.name), "azure-backup": Fill(backup_words(policy), facts_of(policy.retention))}
    return fill(MANAGEMENT, policy.name, values, facts=facts_of(policy))


@graph_of.register
def _monitoring(rule: DataCollectionRule) -> Topology:
    to = f"to {rule.destination}" if rule.destination else "destination not said"
    values = {"monitoring": Fill(shown(rule.sources)), "azure-monitor": Fill(to)}
    return fill(MANAGEMENT, rule.name, values, facts=facts_of(rule))


@graph_of.register
def _autoscale(setting: AutoscaleSetting) -> Topology:
    root = Node(
        id=setting.name,
        label=setting.name,
        kind="root",
        detail=f"autoscale of {setting.target}",
        facts=facts_of(setting),
    )
    nodes, edges = [root], []
    for profile in setting.profiles:
        branch = _profile(setting.name, profile)
        nodes.append(branch)
        edges.append(Edge(source=root.id, target=branch.id))
        for number, rule in enumerate(profile.rules, start=1):
            leaf = Node(id=f"{branch.id}/rule-{number}", label=rule.trigger.text, kind="leaf", detail=rule.action.text)
            nodes.append(leaf)
            edges.append(Edge(source=branch.id, target=leaf.id))
    return Topology(title=setting.name, nodes=tuple(nodes), edges=tuple(edges))


@graph_of.register(VNet)
@graph_of.register(LoadBalancer)
@graph_of.register(NetworkSecurityGroup)
@graph_of.register(HostGroup)
@graph_of.register(CapacityReservationGroup)
def _parts(noun: Noun) -> Topology:
    """A noun and the nouns inside it, one level each, by field."""
    name = str(getattr(noun, "name", type(noun).__name__))
    nodes = [Node(id=name, label=name, kind="root", detail=_TITLES[type(noun)], facts=facts_of(noun))]
    edges = []
    for field, value in noun.changed_fields().items():
        parts = [part for part in value if isinstance(part, Noun)] if isinstance(value, tuple) else []
        for number, part in enumerate(parts, start=1):
            label = str(getattr(part, "name", f"{_words(type(part).__name__)} {number}"))
            detail = ", ".join(f"{fact} {said}" for fact, said in facts_of(part))
            id_ = f"{name}/{field.replace('_', '-')}/{label}"
            nodes.append(Node(id=id_, label=label, kind="branch", detail=detail, facts=facts_of(part)))
            edges.append(Edge(source=name, target=id_))
    return Topology(title=name, nodes=tuple(nodes), edges=tuple(edges))


_TITLES = {
    VNet: "virtual network",
    LoadBalancer: "load balancer",
    NetworkSecurityGroup: "network security group",
    HostGroup: "dedicated host group",
    CapacityReservationGroup: "capacity reservation group",
}


def window_words(configuration: MaintenanceConfiguration) -> str:
    """When a maintenance window opens and how long it stays open."""
    said = [configuration.recurrence.text if configuration.recurrence else NOT_SAID]
    if configuration.start:
        said.append(f"from {configuration.start:%Y-%m-%d %H:%M} {configuration.time_zone}")
    if configuration.duration_min is not None:
        said.append(f"{configuration.duration_min:g} min")
    return ", ".join(said)


def backup_words(policy: BackupPolicy) -> str:
    """How often a policy backs up, and how long snapshots and daily points stay."""
    often = f"every {policy.every_h} h" if str(policy.frequency) == "Hourly" else str(policy.frequency)
    return f"{often}, snapshots {policy.effective_snapshot_days} days, {policy.retention.daily_days} daily points"


def _profile(setting: str, profile: Profile) -> Node:
    when: Any = profile.when
    times = ", ".join(f"{name} {said}" for name, said in facts_of(when)) if when else "default profile"
    limits = f"{profile.minimum} to {profile.maximum} instances; {times}"
    return Node(id=f"{setting}/{profile.name}", label=profile.name, kind="branch", detail=limits)


def _words(name: str) -> str:
    return "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name).strip()
