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
    from azstudy.simulate.failures.chance import outage_years as outage_years
    from azstudy.simulate.failures.choices import FailureRate as FailureRate
    from azstudy.simulate.failures.choices import FailureRates as FailureRates
    from azstudy.simulate.failures.choices import OutageChoices as OutageChoices
    from azstudy.simulate.failures.drill import outage as outage
    from azstudy.simulate.fleet.choices import PlacementChoices as PlacementChoices
    from azstudy.simulate.fleet.placing import placement as placement
    from azstudy.simulate.fleet.quotas import quota as quota
    from azstudy.simulate.fleet.quotas import raise_quota as raise_quota
    from azstudy.simulate.gallery.access import gallery_access as gallery_access
    from azstudy.simulate.gallery.applications import App as App
    from azstudy.simulate.gallery.applications import vm_applications as vm_applications
    from azstudy.simulate.gallery.building import Customizer as Customizer
    from azstudy.simulate.gallery.building import ImageSource as ImageSource
    from azstudy.simulate.gallery.building import image_build as image_build
    from azstudy.simulate.gallery.changes import gallery_change as gallery_change
    from azstudy.simulate.gallery.changes import gallery_changes as gallery_changes
    from azstudy.simulate.gallery.extensions import extension_run as extension_run
    from azstudy.simulate.gallery.numbering import next_version as next_version
    from azstudy.simulate.gallery.release import image_release as image_release
    from azstudy.simulate.images.choices import ImageChoices as ImageChoices
    from azstudy.simulate.images.latest import latest as latest
    from azstudy.simulate.images.replication import replication as replication
    from azstudy.simulate.images.rollout import rollout as rollout
    from azstudy.simulate.recovery.backup_points import recovery_points as recovery_points
    from azstudy.simulate.recovery.failover import failover as failover
    from azstudy.simulate.recovery.replication_points import replication_points as replication_points
    from azstudy.simulate.recovery.restore import restore_options as restore_options
    from azstudy.simulate.recovery.storage import backup_storage as backup_storage
    from azstudy.simulate.scaling.check import check_setting as check_setting
    from azstudy.simulate.scaling.choices import ScalingChoices as ScalingChoices
    from azstudy.simulate.scaling.decide import decide as decide
    from azstudy.simulate.scaling.decide import replay as replay
    from azstudy.simulate.scaling.events import notification as notification
    from azstudy.simulate.scaling.points import scale_in_points as scale_in_points
    from azstudy.simulate.service.entry import autoscale as autoscale
    from azstudy.simulate.service.entry import scenario as scenario
    from azstudy.simulate.service.scenario import Scenario as Scenario
    from azstudy.simulate.service.scenario import Tier as Tier
    from azstudy.simulate.service.settings import cpu_grid as cpu_grid
    from azstudy.simulate.service.settings import cpu_rules as cpu_rules
    from azstudy.simulate.service.sweeping import sweep as sweep
    from azstudy.simulate.service.values import Prices as Prices
    from azstudy.simulate.service.values import ServiceModel as ServiceModel
    from azstudy.simulate.service.values import StartUp as StartUp
    from azstudy.simulate.service.values import Version as Version
    from azstudy.simulate.spot_market import spot as spot
    from azstudy.simulate.storage.facts import disk_facts as disk_facts
    from azstudy.simulate.storage.run import disk_io as disk_io
    from azstudy.simulate.storage.snapshots import disk_snapshots as disk_snapshots
    from azstudy.simulate.upgrading.choices import UpgradeChoices as UpgradeChoices
    from azstudy.simulate.upgrading.entry import repair as repair
    from azstudy.simulate.upgrading.entry import upgrade as upgrade
    from azstudy.simulate.upgrading.health import Health as Health
    from azstudy.simulate.upgrading.health import health as health
    from azstudy.simulate.upgrading.os_image import starts_os_upgrade as starts_os_upgrade
    from azstudy.simulate.upkeep.choices import UpkeepChoices as UpkeepChoices
    from azstudy.simulate.upkeep.entry import maintenance as maintenance
    from azstudy.simulate.upkeep.host_updates import host_update as host_update
    from azstudy.simulate.upkeep.hotpatch import hotpatch_calendar as hotpatch_calendar
    from azstudy.simulate.upkeep.hotpatch import hotpatch_fits as hotpatch_fits
    from azstudy.simulate.upkeep.scheduled_events import scheduled_event as scheduled_event
    from azstudy.simulate.upkeep.scheduled_events import scheduled_event_types as scheduled_event_types
    from azstudy.simulate.upkeep.start_stop import start_stop as start_stop
    from azstudy.simulate.upkeep.waves import patch_waves as patch_waves
    from azstudy.simulate.upkeep.windows import maintenance_windows as maintenance_windows


_FACE: Final[dict[str, str]] = {
    "App": "azstudy.simulate.gallery.applications",
    "Customizer": "azstudy.simulate.gallery.building",
    "FailureRate": "azstudy.simulate.failures.choices",
    "FailureRates": "azstudy.simulate.failures.choices",
    "Health": "azstudy.simulate.upgrading.health",
    "ImageChoices": "azstudy.simulate.images.choices",
    "ImageSource": "azstudy.simulate.gallery.building",
    "OutageChoices": "azstudy.simulate.failures.choices",
    "PlacementChoices": "azstudy.simulate.fleet.choices",
    "Prices": "azstudy.simulate.service.values",
    "ScalingChoices": "azstudy.simulate.scaling.choices",
    "Scenario": "azstudy.simulate.service.scenario",
    "ServiceModel": "azstudy.simulate.service.values",
    "StartUp": "azstudy.simulate.service.values",
    "Tier": "azstudy.simulate.service.scenario",
    "UpgradeChoices": "azstudy.simulate.upgrading.choices",
    "UpkeepChoices": "azstudy.simulate.upkeep.choices",
    "Version": "azstudy.simulate.service.values",
    "autoscale": "azstudy.simulate.service.entry",
    "backup_storage": "azstudy.simulate.recovery.storage",
    "bill": "azstudy.simulate.billing.bill",
    "bill_hours": "azstudy.simulate.billing.bill",
    "check_setting": "azstudy.simulate.scaling.check",
    "cpu_credits": "azstudy.simulate.burstable.credits",
    "cpu_grid": "azstudy.simulate.service.settings",
    "cpu_rules": "azstudy.simulate.service.settings",
    "credit_facts": "azstudy.simulate.burstable.facts",
    "decide": "azstudy.simulate.scaling.decide",
    "disk_facts": "azstudy.simulate.storage.facts",
    "disk_io": "azstudy.simulate.storage.run",
    "disk_snapshots": "azstudy.simulate.storage.snapshots",
    "extension_run": "azstudy.simulate.gallery.extensions",
    "failover": "azstudy.simulate.recovery.failover",
    "gallery_access": "azstudy.simulate.gallery.access",
    "gallery_change": "azstudy.simulate.gallery.changes",
    "gallery_changes": "azstudy.simulate.gallery.changes",
    "health": "azstudy.simulate.upgrading.health",
    "host_update": "azstudy.simulate.upkeep.host_updates",
    "hotpatch_calendar": "azstudy.simulate.upkeep.hotpatch",
    "hotpatch_fits": "azstudy.simulate.upkeep.hotpatch",
    "image_build": "azstudy.simulate.gallery.building",
    "image_release": "azstudy.simulate.gallery.release",
    "latest": "azstudy.simulate.images.latest",
    "maintenance": "azstudy.simulate.upkeep.entry",
    "maintenance_windows": "azstudy.simulate.upkeep.windows",
    "next_version": "azstudy.simulate.gallery.numbering",
    "notification": "azstudy.simulate.scaling.events",
    "outage": "azstudy.simulate.failures.drill",
    "outage_years": "azstudy.simulate.failures.chance",
    "patch_waves": "azstudy.simulate.upkeep.waves",
    "placement": "azstudy.simulate.fleet.placing",
    "quota": "azstudy.simulate.fleet.quotas",
    "raise_quota": "azstudy.simulate.fleet.quotas",
    "recovery_points": "azstudy.simulate.recovery.backup_points",
    "repair": "azstudy.simulate.upgrading.entry",
    "replay": "azstudy.simulate.scaling.decide",
    "replication": "azstudy.simulate.images.replication",
    "replication_points": "azstudy.simulate.recovery.replication_points",
    "restore_options": "azstudy.simulate.recovery.restore",
    "rollout": "azstudy.simulate.images.rollout",
    "scale_in_points": "azstudy.simulate.scaling.points",
    "scenario": "azstudy.simulate.service.entry",
    "scheduled_event": "azstudy.simulate.upkeep.scheduled_events",
    "scheduled_event_types": "azstudy.simulate.upkeep.scheduled_events",
    "spot": "azstudy.simulate.spot_market",
    "start_stop": "azstudy.simulate.upkeep.start_stop",
    "starts_os_upgrade": "azstudy.simulate.upgrading.os_image",
    "sweep": "azstudy.simulate.service.sweeping",
    "upgrade": "azstudy.simulate.upgrading.entry",
    "vm_applications": "azstudy.simulate.gallery.applications",
}
__getattr__, __dir__ = lazily(__name__, _FACE)
