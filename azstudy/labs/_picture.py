"""A live drawing in a lab: one view of the map for all results that have a `drawing`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from azstudy.errors import AzstudyError
from azstudy.labs import _html as h
from azstudy.labs._lab import Hands, Part
from azstudy.labs._parts import box, html
from azstudy.labs.map_view import MapView
from azstudy.topology.graph import Topology


class Drawn(Protocol):
    """A result that can be drawn."""

    @property
    def drawing(self) -> Topology:
        """The drawing."""
        ...


def parts(_: Hands[Any]) -> Mapping[str, Part[Drawn]]:
    """The one live part, for the view called "graph"."""
    return {"graph": Picture()}


class Picture:
    """The result drawn; what failed or is gone is marked in the drawing."""

    def __init__(self) -> None:
        self.widget = box()
        self._view: MapView | None = None

    def show(self, result: Drawn) -> None:
        """Draw a result; in words where no drawing program is on this machine."""
        try:
            if self._view is None:
                self._view = MapView(result.drawing)
            else:
                self._view.redraw(result.drawing)
        except AzstudyError as problem:
            words = h.join([h.note(str(problem), kind="warn"), h.tag("pre", result.drawing.to_text())])
            self.widget.children = [html(words)]
            return
        if not self.widget.children or self.widget.children[0] is not self._view:
            self.widget.children = [self._view]
