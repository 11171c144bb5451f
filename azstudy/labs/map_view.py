"""A drawing that answers: choose a part by mouse, arrow keys or from a list, and read its facts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anywidget
import traitlets

from azstudy.labs import _html as h
from azstudy.topology.graph import Group, Node, Topology
from azstudy.topology.nouns import topology_of

_HERE = Path(__file__).parent


class MapView(anywidget.AnyWidget):
    """A drawing with the facts of the chosen part beside it.

    >>> from azstudy.topology.maps import concept_map
    >>> view = MapView(concept_map("management"))
    >>> view.selected = "update-manager"
    >>> view.selected_part.label
    'Azure Update Manager'

    Traits:
        drawing: The SVG, and what the list and the panel say about each part.
        selected: Id of the chosen node or group; "" for none.
    """

    _esm = _HERE / "map.js"
    _css = "\n".join((_HERE / name).read_text(encoding="utf-8") for name in ("lab.css", "map.css"))
    drawing = traitlets.Dict().tag(sync=True)
    selected = traitlets.Unicode().tag(sync=True)

    def __init__(self, drawn: Any) -> None:
        """Show `drawn`, a Topology or a noun that has one.

        Raises:
            InvalidInputError: For something that has no drawing.
            SetupError: Where no Graphviz program is on this machine.
        """
        self._topology = topology_of(drawn)
        super().__init__(drawing=_drawing(self._topology))
        first = self.drawing["parts"][:1]
        self.selected = first[0]["id"] if first else ""
        self.on_msg(self._receive)

    def redraw(self, drawn: Any) -> None:
        """Show `drawn` instead; the chosen part stays chosen where it is still there."""
        self._topology = topology_of(drawn)
        drawing = _drawing(self._topology)
        ids = [part["id"] for part in drawing["parts"]]
        with self.hold_sync():
            if self.selected not in ids:
                self.selected = ids[0] if ids else ""
            self.drawing = drawing

    @property
    def topology(self) -> Topology:
        """The drawing, not folded."""
        return self._topology

    @property
    def selected_part(self) -> Node | Group | None:
        """The chosen node or group as it is drawn, None where nothing is chosen."""
        view = self._topology.folded()
        parts: list[Node | Group] = [*view.nodes, *view.groups]
        return next((part for part in parts if part.id == self.selected), None)

    def unfold(self, id_: str) -> None:
        """Draw the equal nodes that `id_` stands for one by one.

        Raises:
            UnknownNameError: For an id that is not in the drawing.
        """
        self._topology = self._topology.unfold(id_)
        self.drawing = _drawing(self._topology)

    def _receive(self, _: Any, content: dict[str, Any], __: Any) -> None:
        if content.get("do") == "unfold":
            self.unfold(str(content.get("id")))

    def __repr__(self) -> str:
        return self._topology.to_text()


def _drawing(topology: Topology) -> dict[str, Any]:
    view = topology.folded()
    return {"svg": view.to_svg(fold=False), "parts": [*_parts(view)]}


def _parts(view: Topology) -> list[dict[str, Any]]:
    """Groups with what stands in them, as a list that is read from top to bottom."""
    found: list[dict[str, Any]] = []

    def inside(group: str, depth: int) -> None:
        found.extend(_part(node, depth) for node in view.nodes if node.group == group)
        for inner in view.groups:
            if inner.parent == group:
                found.append(_part(inner, depth))
                inside(inner.id, depth + 1)

    inside("", 0)
    return found


def _part(part: Node | Group, depth: int) -> dict[str, Any]:
    marks = "".join(f", {badge.severity.value}" for badge in part.badges)
    return {"id": part.id, "name": f"{part.label}{marks}", "depth": depth, "panel": str(facts_html(part))}


def facts_html(part: Node | Group) -> h.Markup:
    """What is known about a part, as HTML.

    >>> facts_html(Node(id="a", label="web <1>", facts={"size": "D4s_v5"})).count("<dd>")
    1
    """
    node = part if isinstance(part, Node) else None
    kind = "" if part.kind in ("root", "branch", "leaf") else part.kind.replace("-", " ")
    marks = [
        h.tag("p", str(badge), cls=f"azs-note azs-note-{_TONES.get(badge.severity.value, 'warn')}")
        for badge in part.badges
    ]
    facts = [h.Markup(h.tag("dt", name) + h.tag("dd", value)) for name, value in part.facts]
    more = None
    if node is not None and node.count > 1:
        more = h.tag("button", f"Show all {node.count:,}", cls="azs-button", type="button", data_unfold="1")
    return h.join(
        [
            h.tag("h4", part.label),
            h.tag("p", ", ".join(filter(None, (kind, node.detail if node else ""))), cls="azs-quiet"),
            *marks,
            h.tag("dl", *facts) if facts else None,
            more,
        ]
    )


_TONES = {"error": "wrong", "failed": "wrong", "fine": "good"}
