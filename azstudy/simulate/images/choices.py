"""What Azure does not document about images on their way. A model, adjustable; every result that uses it says so."""

from __future__ import annotations

from typing import Final

import attrs

from azstudy.errors import InvalidInputError

MACHINES_AT_ONCE: Final = 50
"""VMs that one replica serves at the same time: the guideline of one replica for 50 concurrent creations
(azure-compute-docs azure-compute-gallery.md@06c2de23)."""


def _positive(_: object, attribute: attrs.Attribute[float], value: float) -> None:
    if not value > 0:
        raise InvalidInputError(f"{attribute.name} is {value:g}. Give a number above 0.")


@attrs.frozen(kw_only=True)
class ImageChoices:
    """How fast images travel and VMs are created. Illustrative: no page names these numbers.

    Attributes:
        in_flight_mib: Data under way at once between two regions: a copy moves so much per round trip.
        most_mib_s: No copy is faster than this, MiB/s.
        overhead_min: Minutes a replication takes before and after the copying.
        create_min: Minutes from the request for a VM until the replica is free for another one.
    """

    in_flight_mib: float = attrs.field(default=8.0, validator=_positive)
    most_mib_s: float = attrs.field(default=200.0, validator=_positive)
    overhead_min: float = attrs.field(default=5.0, validator=_positive)
    create_min: float = attrs.field(default=20.0, validator=_positive)

    def mib_s(self, latency_ms: float) -> float:
        """MiB a second between two places so far apart.

        >>> ImageChoices().mib_s(80), ImageChoices().mib_s(0)
        (100.0, 200.0)
        """
        return self.most_mib_s if latency_ms <= 0 else min(self.most_mib_s, self.in_flight_mib * 1000 / latency_ms)
