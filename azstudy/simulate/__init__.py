"""What happens over time, by Azure's own rules: disks and credits, failures, scale sets, autoscale, upgrades, repair.

Every simulation takes time, seed and prices as arguments and returns a result with its decisions, each with a reason.
Names are loaded when first used.
"""

from typing import Final

from azstudy._lazy import lazily

_FACE: Final[dict[str, str]] = {}
__getattr__, __dir__ = lazily(__name__, _FACE)
