"""The gallery lab: an image's way to its regions, what it costs, what is left when one is gone, what latest means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from azstudy.labs._frame import LabWidget
    from azstudy.labs._gallery.result import GalleryLabResult


def gallery(state: str = "", *, predict: bool | None = None, **settings: Any) -> LabWidget[GalleryLabResult]:
    """Open the gallery lab: choose regions and replicas on the left, see what they hold, cost and mean on the right.

    Args:
        state: A line such as "gallery: replicas=4 may_fail=1", from "Code and state" of this lab.
        predict: True to ask the predictions first. By default they come first unless a state or settings are given.
        **settings: Controls to set at once, by name: gib, source, regions, replicas, storage, mode, vms, may_fail,
            ask_in, excluded, newest_in, in_flight_mib, create_min.

    Raises:
        InvalidInputError: For a line or a value that makes no sense.
    """
    from azstudy.labs._frame import LabWidget
    from azstudy.labs._gallery.lab import gallery_lab

    lab = gallery_lab()
    first = not (state or settings) if predict is None else predict
    return LabWidget(lab, lab.opened(state, settings), predict=first)


def gallery_result(state: str = "", **settings: Any) -> GalleryLabResult:
    """What the gallery lab shows for a state, as plain values; the same arguments as `gallery`.

    Raises:
        InvalidInputError: For a line or a value that makes no sense, and for a version that Azure would refuse.

    >>> found = gallery_result(vms=600, may_fail=1, replicas=3)
    >>> found.room_left, found.plan.total
    (450, 16)
    """
    from azstudy.labs._gallery.lab import gallery_lab

    lab = gallery_lab()
    return lab.compute(lab.opened(state, settings))
