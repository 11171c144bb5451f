"""Exact choices: the cheapest disks, the cheapest design for a target, the cheapest mix of commitments.

Each returns the choice, what it was compared with, and why the rest was not taken. Names are loaded when first used.
"""

from typing import TYPE_CHECKING, Final

from azstudy._lazy import lazily

if TYPE_CHECKING:
    from azstudy.plan.paying.commitments import commitments as commitments
    from azstudy.plan.paying.constrained import constrained as constrained
    from azstudy.plan.paying.places import region_choice as region_choice
    from azstudy.plan.paying.schedule import schedule as schedule

_FACE: Final[dict[str, str]] = {
    "commitments": "azstudy.plan.paying.commitments",
    "constrained": "azstudy.plan.paying.constrained",
    "region_choice": "azstudy.plan.paying.places",
    "schedule": "azstudy.plan.paying.schedule",
}
__getattr__, __dir__ = lazily(__name__, _FACE)
