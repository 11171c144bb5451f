"""What happens over time, by Azure's own rules: disks and credits, failures, scale sets, autoscale, upgrades, repair.

Every simulation takes time, seed and prices as arguments and returns a result with its decisions, each with a reason.
Names are loaded when first used.
"""

from typing import TYPE_CHECKING, Final

from azstudy._lazy import lazily

if TYPE_CHECKING:
    from azstudy.simulate.billing.bill import bill as bill
    from azstudy.simulate.billing.bill import bill_hours as bill_hours
    from azstudy.simulate.burstable.credits import cpu_credits as cpu_credits
    from azstudy.simulate.burstable.facts import credit_facts as credit_facts
    from azstudy.simulate.fleet.choices import PlacementChoices as PlacementChoices
    from azstudy.simulate.fleet.placing import placement as placement
    from azstudy.simulate.fleet.quotas import quota as quota
    from azstudy.simulate.fleet.quotas import raise_quota as raise_quota
    from azstudy.simulate.recovery.backup_points import recovery_points as recovery_points
    from azstudy.simulate.recovery.replication_points import replication_points as replication_points
    from azstudy.simulate.scaling.check import check_setting as check_setting
    from azstudy.simulate.scaling.choices import ScalingChoices as ScalingChoices
    from azstudy.simulate.scaling.decide import decide as decide
    from azstudy.simulate.scaling.decide import replay as replay
    from azstudy.simulate.scaling.events import notification as notification
    from azstudy.simulate.scaling.points import scale_in_points as scale_in_points
    from azstudy.simulate.spot_market import spot as spot
    from azstudy.simulate.storage.facts import disk_facts as disk_facts
    from azstudy.simulate.storage.run import disk_io as disk_io

_FACE: Final[dict[str, str]] = {
    "PlacementChoices": "azstudy.simulate.fleet.choices",
    "ScalingChoices": "azstudy.simulate.scaling.choices",
    "bill": "azstudy.simulate.billing.bill",
    "bill_hours": "azstudy.simulate.billing.bill",
    "check_setting": "azstudy.simulate.scaling.check",
    "cpu_credits": "azstudy.simulate.burstable.credits",
    "credit_facts": "azstudy.simulate.burstable.facts",
    "decide": "azstudy.simulate.scaling.decide",
    "disk_facts": "azstudy.simulate.storage.facts",
    "disk_io": "azstudy.simulate.storage.run",
    "notification": "azstudy.simulate.scaling.events",
    "placement": "azstudy.simulate.fleet.placing",
    "quota": "azstudy.simulate.fleet.quotas",
    "raise_quota": "azstudy.simulate.fleet.quotas",
    "recovery_points": "azstudy.simulate.recovery.backup_points",
    "replay": "azstudy.simulate.scaling.decide",
    "replication_points": "azstudy.simulate.recovery.replication_points",
    "scale_in_points": "azstudy.simulate.scaling.points",
    "spot": "azstudy.simulate.spot_market",
}
__getattr__, __dir__ = lazily(__name__, _FACE)
