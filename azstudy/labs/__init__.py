"""Interactive labs. Each opens as a widget and has a twin that returns plain values.

>>> from azstudy import labs
>>> labs.sizing_result(vcpus=4, memory_gib=16, architecture="x64").best.size
'Standard_B4as_v2'
"""

from typing import TYPE_CHECKING, Final

from azstudy._lazy import lazily

if TYPE_CHECKING:
    from azstudy.labs._autoscale import autoscale as autoscale
    from azstudy.labs._autoscale import autoscale_result as autoscale_result
    from azstudy.labs._availability import availability as availability
    from azstudy.labs._availability import availability_result as availability_result
    from azstudy.labs._commitments import commitments as commitments
    from azstudy.labs._commitments import commitments_result as commitments_result
    from azstudy.labs._disks import disks as disks
    from azstudy.labs._disks import disks_result as disks_result
    from azstudy.labs._gallery import gallery as gallery
    from azstudy.labs._gallery import gallery_result as gallery_result
    from azstudy.labs._maintenance import maintenance as maintenance
    from azstudy.labs._maintenance import maintenance_result as maintenance_result
    from azstudy.labs._placement import placement as placement
    from azstudy.labs._placement import placement_result as placement_result
    from azstudy.labs._protection import protection as protection
    from azstudy.labs._protection import protection_result as protection_result
    from azstudy.labs._review import review as review
    from azstudy.labs._review import review_result as review_result
    from azstudy.labs._sizing import sizing as sizing
    from azstudy.labs._sizing import sizing_result as sizing_result
    from azstudy.labs._upgrade import upgrade as upgrade
    from azstudy.labs._upgrade import upgrade_result as upgrade_result

_FACE: Final = {
    "autoscale": "azstudy.labs._autoscale",
    "autoscale_result": "azstudy.labs._autoscale",
    "availability": "azstudy.labs._availability",
    "availability_result": "azstudy.labs._availability",
    "commitments": "azstudy.labs._commitments",
    "commitments_result": "azstudy.labs._commitments",
    "gallery": "azstudy.labs._gallery",
    "gallery_result": "azstudy.labs._gallery",
    "maintenance": "azstudy.labs._maintenance",
    "maintenance_result": "azstudy.labs._maintenance",
    "placement": "azstudy.labs._placement",
    "placement_result": "azstudy.labs._placement",
    "disks": "azstudy.labs._disks",
    "disks_result": "azstudy.labs._disks",
    "protection": "azstudy.labs._protection",
    "protection_result": "azstudy.labs._protection",
    "review": "azstudy.labs._review",
    "review_result": "azstudy.labs._review",
    "sizing": "azstudy.labs._sizing",
    "sizing_result": "azstudy.labs._sizing",
    "upgrade": "azstudy.labs._upgrade",
    "upgrade_result": "azstudy.labs._upgrade",
}
__getattr__, __dir__ = lazily(__name__, _FACE)
