"""The gallery drawn: one box a region, with its replicas, an arrow from the source, and how long the copy takes."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from azstudy.simulate.images.replication import RegionCopy, ReplicationResult
from azstudy.topology.graph import Badge, Direction, Edge, Group, Node, Severity, Topology

_SENDS = "replicates to"


def drawing_of(
    copies: ReplicationResult, gone: Collection[str], latest: Mapping[str, str | None], names: Mapping[str, str]
) -> Topology:
    """A version in its regions; regions that are gone carry a badge."""
    groups = tuple(_region(one, copies.source, gone, names[one.region]) for one in copies.regions)
    nodes = tuple(_replicas(one, latest[one.region]) for one in copies.regions)
    edges = tuple(
        Edge(source=_id(copies.source), target=_id(one.region), kind=_SENDS, label=_way(one))
        for one in copies.regions
        if one.region != copies.source
    )
    title = f"Image version {copies.number}, {copies.gib:g} GiB, and its replicas"
    return Topology(nodes=nodes, edges=edges, groups=groups, title=title, direction=Direction.RIGHT)


def _id(region: str) -> str:
    return f"{region}/replicas"


def _region(copy: RegionCopy, source: str, gone: Collection[str], name: str) -> Group:
    label = f"{name} (made here)" if copy.region == source else name
    lost = (Badge(Severity.FAILED, "this region is gone"),) if copy.region in gone else ()
    return Group(id=copy.region, label=label, kind="region", badges=lost)


def _replicas(copy: RegionCopy, latest: str | None) -> Node:
    ready = "time not known" if copy.ready_min is None else f"ready after {copy.ready_min:.0f} min"
    month = "not known" if copy.storage_usd_per_month is None else f"{copy.storage_usd_per_month:,.2f} USD a month"
    sent = "not known" if copy.transfer_usd is None else f"{copy.transfer_usd:,.2f} USD, once"
    facts = {
        "storage": copy.storage.value,
        "ready": f"{ready} (a model)",
        "because": copy.because,
        "storage costs": month,
        "first copy costs": sent,
        "latest means": latest or "nothing: a VM that asks for it fails",
    }
    words = f"{copy.replicas} replica{'' if copy.replicas == 1 else 's'}"
    return Node(id=_id(copy.region), label=words, kind="image-version", detail=ready, facts=facts, group=copy.region)


def _way(copy: RegionCopy) -> str:
    return "" if copy.latency is None else f"{copy.latency.ms:g} ms"
