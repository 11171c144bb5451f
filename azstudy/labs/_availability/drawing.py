"""The design drawn, with what failed painted on it."""

from __future__ import annotations

from azstudy.model.design import Design
from azstudy.simulate.failures.outcome import OutageResult
from azstudy.topology.findings import paint
from azstudy.topology.graph import Group, Severity, Topology
from azstudy.topology.nouns import topology_of


def failed_drawing(design: Design, run: OutageResult) -> Topology:
    """The drawing of a design with a badge on every machine, disk, address, zone and region that a drill took down.

    Badges say in words what colour says too; what can be moved carries a warning.
    """
    drawing = topology_of(design)
    marks: list[tuple[str, Severity, str]] = [(name, Severity.FAILED, why) for name, why in run.down.items()]
    for disk in run.disks:
        if not disk.reachable:
            marks.append((disk.disk, Severity.FAILED, disk.because))
        elif "detach it by force" in disk.action:
            marks.append((disk.disk, Severity.WARNING, "can be detached by force"))
    marks += [(one.name, Severity.FAILED, one.because) for one in run.endpoints if not one.answers]
    known = {node.id for node in drawing.nodes}
    kept = [mark for mark in marks if mark[0] in known]
    return paint(drawing, [*kept, *_frames(drawing, run)])


def _frames(drawing: Topology, run: OutageResult) -> list[tuple[str, Severity, str]]:
    """Zones and regions that failed, wherever they are drawn."""
    lost = {one.component for one in run.failures if one.kind in ("zone", "region") and one.component is not None}
    parents = {group.id: group for group in drawing.groups}
    found = []
    for group in drawing.groups:
        region = _region(group, parents)
        for one in lost:
            label = f"Zone {one.name}" if one.kind == "zone" else one.region
            if group.kind == one.kind and group.label == label and region == one.region:
                found.append((group.id, Severity.FAILED, "lost in this drill"))
    return found


def _region(group: Group, parents: dict[str, Group]) -> str:
    """Name of the region a frame stands in."""
    while group.kind != "region" and group.parent:
        group = parents[group.parent]
    return group.label if group.kind == "region" else ""
