"""Paints the findings of a review on a drawing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TypeVar

from azstudy.topology.graph import Badge, Severity, Topology

T = TypeVar("T", bound=Topology)


def paint(topology: T, findings: Iterable[tuple[str, Severity | str, str]]) -> T:
    """The drawing with each finding on what it is about.

    Args:
        topology: The drawing.
        findings: (subject, severity, words). A subject that is not drawn goes to the nearest thing above it in its
            path ("web1/nic-2" to "web1"); one about nothing that is drawn stays unpainted.

    >>> from azstudy.model.vm import VirtualMachine
    >>> from azstudy.topology.nouns import topology_of
    >>> painted = paint(topology_of(VirtualMachine("web1", "D4s_v5")), [("web1/nic-2", "error", "3 NICs, 2 fit")])
    >>> str(painted.node("web1").badges[0])
    '× error: 3 NICs, 2 fit'
    """
    known = {part.id for part in topology.groups} | {node.id for node in topology.nodes}
    folded = {id_.casefold(): id_ for id_ in sorted(known)}
    marks: dict[str, list[Badge]] = defaultdict(list)
    for subject, severity, words in findings:
        path = subject.split("/")
        while path:
            found = folded.get("/".join(path).casefold())
            if found is not None:
                marks[found].append(Badge(severity, words))
                break
            path.pop()
    return topology.painted(marks)
