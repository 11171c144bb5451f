"""What can be set in the protection lab, with Azure's own name beside each."""

from __future__ import annotations

from typing import Final

from azstudy.labs._controls import Choice, Choices, Control, Controls, Group, Number, Toggle
from azstudy.plan.recovery.values import THREATS, WAYS

TICKS: Final = {threat: f"tick_{threat}" for threat in THREATS}
"""Name of the control with the learner's ticks for each threat."""


def controls() -> Controls:
    """All controls."""
    return Controls(
        (
            Group(title="The backup policy", controls=_policy()),
            Group(title="The VM and its vault", controls=_vm()),
            Group(title="What can I restore?", controls=_ask()),
            Group(title="Site Recovery and the wish", controls=_wish()),
            Group(title="My grid: what helps against…", controls=_ticks(), open=False),
        )
    )


def _policy() -> tuple[Control, ...]:
    return (
        Choice(name="type", label="Policy", property="policyType", default="V2",
               options=(("V1", "Standard"), ("V2", "Enhanced"))),
        Choice(name="frequency", label="Backups", property="scheduleRunFrequency", default="Daily",
               options=(("Daily", "once a day"), ("Hourly", "several a day"), ("Weekly", "on Sundays"))),
        Choice(name="every_h", label="Every", property="interval", default="4",
               options=tuple((str(h), f"{h} hours") for h in (4, 6, 8, 12, 24)),
               help="Counts for several a day, over 24 hours from 08:00 UTC."),
        Number.of("snapshot_days", "Snapshots stay", (1, 2, 3, 5, 7, 14, 17, 22, 30), 5, unit="days",
                property="instantRpRetentionRangeInDays"),
        Number.of("daily_days", "Daily points stay", (0, 7, 14, 30, 60, 90, 180, 365), 180, unit="days"),
        Number.of("weekly_weeks", "Weekly points stay", (0, 4, 8, 12, 26, 52), 12, unit="weeks"),
        Number.of("monthly_months", "Monthly points stay", (0, 6, 12, 24, 60), 60, unit="months"),
        Number.of("yearly_years", "Yearly points stay", (0, 1, 3, 5, 7, 10), 10, unit="years"),
    )  # fmt: skip


def _vm() -> tuple[Control, ...]:
    vaults = (("LocallyRedundant", "locally"), ("ZoneRedundant", "zone"), ("GeoRedundant", "geo"))
    return (
        Number.of("used_gib", "Data on the disks", (10, 50, 100, 256, 512, 1024, 4096), 100, unit="GiB"),
        Number.of("churn_gib", "Changes in a day", (0, 1, 2, 5, 10, 20, 50, 100), 5, unit="GiB"),
        Choice(name="vault", label="Redundancy of the vault", property="storageType", options=vaults,
               default="GeoRedundant"),
        Toggle(name="cross_region", label="Cross Region Restore", property="crossRegionRestoreFlag"),
        Toggle(name="stateful", label="The VM keeps data of its own", default=True),
        Toggle(name="zrs_disk", label="Its data is on ZRS disks", default=True),
    )  # fmt: skip


def _ask() -> tuple[Control, ...]:
    return (
        Number.of("back_days", "Go back", (0, 1, 2, 5, 10, 30, 90, 180, 365, 700), 0, unit="days",
                help="From noon UTC on 2 March 2026; the policy has run since 1 January 2024."),
        Toggle(name="deleted", label="The VM was deleted"),
        Toggle(name="trusted_launch", label="The VM has Trusted Launch"),
        Choice(name="set_by", label="Its backup was switched on", default="portal",
               options=(("portal", "in the portal"), ("tools", "by newer CLI, PowerShell or REST")),
               help="Counts for Trusted Launch with a Standard policy."),
        Toggle(name="encrypted", label="Azure Disk Encryption is on"),
    )  # fmt: skip


def _wish() -> tuple[Control, ...]:
    return (
        Number.of("replication_h", "Site Recovery keeps points", (0, 2, 12, 24, 72, 168, 360), 24, unit="h"),
        Number.of("seen_min", "A fault is seen after", (0, 5, 20, 60, 180, 720, 1440, 2880), 20, unit="min"),
        Number.of("rpo_min", "Writes that may be lost", (0, 5, 15, 30, 60, 240, 300, 1440, 2880), 30, unit="min"),
        Number.of("rto_min", "Time until service is back", (15, 30, 60, 120, 240, 480, 1440), 120, unit="min"),
    )


def _ticks() -> tuple[Control, ...]:
    return tuple(
        Choices(name=TICKS[threat], label=words, options=tuple(WAYS.items())) for threat, words in THREATS.items()
    )
