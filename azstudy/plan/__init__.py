"""Exact choices: the cheapest disks, the cheapest design for a target, the cheapest mix of commitments.

Each returns the choice, what it was compared with, and why the rest was not taken. Names are loaded when first used.
"""

from typing import TYPE_CHECKING, Final

from azstudy._lazy import lazily

if TYPE_CHECKING:
    from azstudy.plan.availability.composite import alternatives as alternatives
    from azstudy.plan.availability.composite import downtime as downtime
    from azstudy.plan.availability.composite import k_of_n as k_of_n
    from azstudy.plan.availability.composite import regions as regions
    from azstudy.plan.availability.composite import serial as serial
    from azstudy.plan.availability.earned import earned_sla as earned_sla
    from azstudy.plan.availability.earned import earned_slas as earned_slas
    from azstudy.plan.availability.nines import nines as nines
    from azstudy.plan.images.replicas import replicas as replicas
    from azstudy.plan.paying.commitments import commitments as commitments
    from azstudy.plan.paying.constrained import constrained as constrained
    from azstudy.plan.paying.places import region_choice as region_choice
    from azstudy.plan.paying.schedule import schedule as schedule
    from azstudy.plan.recovery.design import design_protection as design_protection
    from azstudy.plan.recovery.grid import protection as protection
    from azstudy.plan.storage.choose import disks as disks

_FACE: Final[dict[str, str]] = {
    "alternatives": "azstudy.plan.availability.composite",
    "commitments": "azstudy.plan.paying.commitments",
    "constrained": "azstudy.plan.paying.constrained",
    "disks": "azstudy.plan.storage.choose",
    "downtime": "azstudy.plan.availability.composite",
    "earned_sla": "azstudy.plan.availability.earned",
    "earned_slas": "azstudy.plan.availability.earned",
    "k_of_n": "azstudy.plan.availability.composite",
    "nines": "azstudy.plan.availability.nines",
    "design_protection": "azstudy.plan.recovery.design",
    "protection": "azstudy.plan.recovery.grid",
    "region_choice": "azstudy.plan.paying.places",
    "regions": "azstudy.plan.availability.composite",
    "replicas": "azstudy.plan.images.replicas",
    "schedule": "azstudy.plan.paying.schedule",
    "serial": "azstudy.plan.availability.composite",
}
__getattr__, __dir__ = lazily(__name__, _FACE)
