"""The live drawing of the gallery lab."""

from __future__ import annotations

from collections.abc import Mapping

from azstudy.errors import AzstudyError
from azstudy.labs import _html as h
from azstudy.labs._gallery.result import GalleryLabResult
from azstudy.labs._lab import Hands, Part
from azstudy.labs._parts import box, html
from azstudy.labs.map_view import MapView


def parts(_: Hands[GalleryLabResult]) -> Mapping[str, Part[GalleryLabResult]]:
    """The one live part."""
    return {"graph": Picture()}


class Picture:
    """Regions, replicas and arrows; what is gone is marked."""

    def __init__(self) -> None:
        self.widget = box()
        self._view: MapView | None = None

    def show(self, result: GalleryLabResult) -> None:
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
