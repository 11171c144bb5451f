"""How kinds of nodes look. Fills are opaque with dark words on them: a drawing reads on light and dark pages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import attrs

from azstudy.topology.graph import CONTAINS, Badge, Severity

LINE_COLOUR: Final = "#748296"
"""Lines stand on the page itself: 3.9:1 against white, 4.8:1 against JupyterLab's dark page."""
FONT: Final = "Arial"
CHIP_FILL: Final = "#eceff4"
PAPER: Final = "#f7f9fb"
"""What mermaid's frames are filled with, since it writes their titles in one colour of the theme."""
INK: Final = "#16242f"
QUIET_INK: Final = "#42515f"


@attrs.frozen
class Look:
    """Fill, border and ink of a box, and whether it is drawn as a drum."""

    fill: str
    border: str
    ink: str = INK
    drum: bool = False


_ROOT = Look("#0b5cad", "#08437f", "#ffffff")
_COMPUTE = Look("#dcebfa", "#2b7cd3")
_STORAGE = Look("#e9e1f8", "#7a54c0", drum=True)
_NETWORK = Look("#d9f1ea", "#17876d")
_IMAGE = Look("#fcebd2", "#b8650f")
_CARE = Look("#fbe1ec", "#b5326e")
_PLAIN = Look("#f1f4f8", "#748296")

_LOOKS: Final = {
    "root": _ROOT,
    "branch": _COMPUTE,
    "leaf": _PLAIN,
    "value": Look("#ffffff", "#748296"),
    **dict.fromkeys(("vm", "instance", "scale-set", "host", "size", "extension"), _COMPUTE),
    **dict.fromkeys(("disk",), _STORAGE),
    **dict.fromkeys(
        ("network", "network-interface", "public-ip", "load-balancer", "security-group", "probe"), _NETWORK
    ),
    **dict.fromkeys(("gallery", "image", "image-definition", "image-version", "application"), _IMAGE),
    **dict.fromkeys(("maintenance", "monitoring", "backup", "replication", "security", "autoscale"), _CARE),
}

_BADGES: Final = {
    Severity.ERROR: Look("#fde3e0", "#c42b1c", "#7a130a"),
    Severity.FAILED: Look("#fde3e0", "#c42b1c", "#7a130a"),
    Severity.WARNING: Look("#fdefd5", "#b8650f", "#6b3a06"),
    Severity.DIFFERENT: Look("#fdefd5", "#b8650f", "#6b3a06"),
    Severity.ADVICE: Look("#dcebfa", "#2b7cd3", "#0c3e73"),
    Severity.UNKNOWN: Look("#eceff4", "#748296", "#3a4754"),
    Severity.GOOD: Look("#d9f1ea", "#17876d", "#0b4a3b"),
}

_GROUPS: Final = {
    "region": "#3f5f86",
    "network": "#17765f",
    "subnet": "#17765f",
    "zone": "#6a48ad",
    "fault-domain": "#6a48ad",
    "availability-set": "#6a48ad",
    "proximity-group": "#6a48ad",
    "scale-set": "#1f66b3",
    "gallery": "#9a530a",
}

_ROUNDABOUT: Final = frozenset({"replicates to", "backs up", "protects", "watches", "patches", "was", "uses"})


def look(kind: str) -> Look:
    """How nodes of this kind look; plain where the kind is not known."""
    return _LOOKS.get(kind, _PLAIN)


def known_kinds() -> tuple[str, ...]:
    """Kinds with looks of their own."""
    return tuple(_LOOKS)


def badge_look(severity: Severity) -> Look:
    """How a badge of this severity looks."""
    return _BADGES[severity]


def group_colour(kind: str) -> str:
    """Border and title colour of a group; white words on it reach 4.5:1."""
    return _GROUPS.get(kind, "#56657a")


def worst(badges: Iterable[Badge]) -> Severity | None:
    """The severity that decides the border of a node: errors before warnings before the rest."""
    order = list(_BADGES)
    found = sorted((badge.severity for badge in badges), key=order.index)
    return found[0] if found else None


def dashed(kind: str) -> bool:
    """True for lines that say "takes care of" rather than "is connected to" or "is a part of"."""
    return kind != CONTAINS and kind in _ROUNDABOUT
