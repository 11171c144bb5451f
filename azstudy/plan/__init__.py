"""Exact choices: the cheapest disks, the cheapest design for a target, the cheapest mix of commitments.

Each returns the choice, what it was compared with, and why the rest was not taken. Names are loaded when first used.
"""

from typing import Final

from azstudy._lazy import lazily

_FACE: Final[dict[str, str]] = {}
__getattr__, __dir__ = lazily(__name__, _FACE)
