"""A drawing in words, for terminals, tests and screen readers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from azstudy.topology import words
from azstudy.topology.graph import CONTAINS, Edge, Group, Node, Topology

_STEP = "  "


def render(topology: Topology) -> str:
    """Parts indented under what holds them; a line that is not a part stands as `→` under its source.

    >>> print(render(Topology(nodes=(Node(id="a", label="web", detail="D4s_v5"),), title="One VM")))
    One VM
      web: D4s_v5
    """
    found = list(_Writer(topology).lines())
    if not topology.title or _is_root(topology):
        return "\n".join(found)
    return "\n".join([words.one_line(topology.title), *(_STEP + line for line in found)])


def _is_root(topology: Topology) -> bool:
    """True where the title is the label of the node that everything else is a part of."""
    first = topology.nodes[0] if topology.nodes else None
    return first is not None and first.kind == "root" and words.one_line(first.label) == words.one_line(topology.title)


class _Writer:
    """Finds for every node the one place where it is written."""

    def __init__(self, topology: Topology) -> None:
        self.named = {group.id: words.one_line(group.label) for group in topology.groups}
        self.named |= {node.id: words.one_line(node.label) for node in topology.nodes}
        nodes = {node.id: node for node in topology.nodes}
        self.parts: dict[str, list[Node]] = defaultdict(list)
        self.edges: dict[str, list[Edge]] = defaultdict(list)
        held: set[str] = set()
        for edge in topology.edges:
            part, whole = nodes.get(edge.target), nodes.get(edge.source)
            fits = part and whole and part.id not in held and part.group == whole.group and part is not whole
            if edge.kind == CONTAINS and fits and not edge.label and part and not self._above(part.id, edge.source):
                held.add(part.id)
                self.parts[edge.source].append(part)
            else:
                self.edges[edge.source].append(edge)
        self.loose: dict[str, list[Node]] = defaultdict(list)
        for node in topology.nodes:
            if node.id not in held:
                self.loose[node.group].append(node)
        self.groups: dict[str, list[Group]] = defaultdict(list)
        for group in topology.groups:
            self.groups[group.parent].append(group)

    def _above(self, above: str, id_: str) -> bool:
        """True where `above` holds `id_`, directly or not: nothing is written inside itself."""
        pending = [above]
        while pending:
            inner = pending.pop()
            if inner == id_:
                return True
            pending += [part.id for part in self.parts[inner]]
        return False

    def lines(self) -> Iterator[str]:
        yield from self._group("", "")

    def _group(self, id_: str, indent: str) -> Iterator[str]:
        for node in self.loose[id_]:
            yield from self._node(node, indent)
        for group in self.groups[id_]:
            kind = "" if group.kind.replace("-", " ") in group.label.lower() else f" ({group.kind.replace('-', ' ')})"
            marks = "".join(f"  {words.one_line(str(badge))}" for badge in group.badges)
            yield f"{indent}[{self.named[group.id]}]{kind}{marks}"
            yield from self._lines_from(group.id, indent + _STEP)
            yield from self._group(group.id, indent + _STEP)

    def _node(self, node: Node, indent: str) -> Iterator[str]:
        detail = f": {words.one_line(node.detail)}" if node.detail else ""
        marks = "".join(f"  {words.one_line(str(badge))}" for badge in node.badges)
        yield f"{indent}{self.named[node.id]}{detail}{marks}"
        yield from self._lines_from(node.id, indent + _STEP)
        for part in self.parts[node.id]:
            yield from self._node(part, indent + _STEP)

    def _lines_from(self, id_: str, indent: str) -> Iterator[str]:
        for edge in self.edges[id_]:
            said = words.one_line(edge.label) or edge.kind
            yield f"{indent}→ {said}: {self.named[edge.target]}"
