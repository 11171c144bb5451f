"""Azure's closed lists for what happens over time: autoscale, galleries, maintenance, backup.

Source of all: Azure/azure-resource-manager-schemas Microsoft.Insights.json, Microsoft.Compute.json,
Microsoft.Maintenance.json@a1454431 (2026-08) unless a class names another page.
"""

from __future__ import annotations

from azstudy.model.word import Word


# --- autoscale -------------------------------------------------------------------------------------------------
class Operator(Word):
    """How a metric is compared with its threshold; the signs are understood.

    Source: azure-resource-manager-schemas Microsoft.Insights.json@a1454431 (`metricTrigger.operator`).

    >>> Operator.parse(">=").value, Operator.LESS_THAN.sign
    ('GreaterThanOrEqual', '<')
    """

    EQUALS = "Equals"
    NOT_EQUALS = "NotEquals"
    GREATER_THAN = "GreaterThan"
    GREATER_THAN_OR_EQUAL = "GreaterThanOrEqual"
    LESS_THAN = "LessThan"
    LESS_THAN_OR_EQUAL = "LessThanOrEqual"

    @classmethod
    def _aliases(cls) -> dict[str, str]:
        return {sign: word for word, sign in _SIGNS.items()}

    @property
    def sign(self) -> str:
        """The sign, as in Azure CLI's conditions."""
        return _SIGNS[self.value]

    def holds(self, value: float, threshold: float) -> bool:
        """Whether `value` stands in this relation to `threshold`."""
        if self in (Operator.EQUALS, Operator.NOT_EQUALS):
            return (value == threshold) is (self is Operator.EQUALS)
        if self in (Operator.GREATER_THAN, Operator.LESS_THAN):
            return value > threshold if self is Operator.GREATER_THAN else value < threshold
        return value >= threshold if self is Operator.GREATER_THAN_OR_EQUAL else value <= threshold


_SIGNS = {
    "Equals": "==",
    "NotEquals": "!=",
    "GreaterThan": ">",
    "GreaterThanOrEqual": ">=",
    "LessThan": "<",
    "LessThanOrEqual": "<=",
}


class Statistic(Word):
    """How the samples of instances are combined in one time grain.

    Source: azure-resource-manager-schemas Microsoft.Insights.json@a1454431 (`metricTrigger.statistic`).
    """

    AVERAGE = "Average"
    MIN = "Min"
    MAX = "Max"
    SUM = "Sum"
    COUNT = "Count"

    @classmethod
    def _aliases(cls) -> dict[str, str]:
        return {"avg": "Average", "minimum": "Min", "maximum": "Max", "total": "Sum"}


class TimeAggregation(Word):
    """How the grains of the time window are combined.

    Source: azure-resource-manager-schemas Microsoft.Insights.json@a1454431 (`metricTrigger.timeAggregation`).
    """

    AVERAGE = "Average"
    MINIMUM = "Minimum"
    MAXIMUM = "Maximum"
    TOTAL = "Total"
    COUNT = "Count"
    LAST = "Last"

    @classmethod
    def _aliases(cls) -> dict[str, str]:
        return {"avg": "Average", "min": "Minimum", "max": "Maximum", "sum": "Total"}


class ScaleDirection(Word):
    """Direction of a scale action. Source: azure-resource-manager-schemas Microsoft.Insights.json@a1454431."""

    NONE = "None"
    INCREASE = "Increase"
    DECREASE = "Decrease"

    @classmethod
    def _aliases(cls) -> dict[str, str]:
        return {"out": "Increase", "in": "Decrease", "to": "None"}


class ScaleType(Word):
    """What the number of a scale action means. Source: azure-resource-manager-schemas@a1454431."""

    CHANGE_COUNT = "ChangeCount"
    PERCENT_CHANGE_COUNT = "PercentChangeCount"
    EXACT_COUNT = "ExactCount"
    SERVICE_ALLOWED_NEXT_VALUE = "ServiceAllowedNextValue"


class PredictiveMode(Word):
    """Predictive autoscale: off, shown only, or acting. Source: azure-monitor-docs autoscale-predictive.md@0dc1e484."""

    DISABLED = "Disabled"
    FORECAST_ONLY = "ForecastOnly"
    ENABLED = "Enabled"


class Weekday(Word):
    """A day of the week. Source: azure-resource-manager-schemas Microsoft.Insights.json@a1454431 (`schedule.days`)."""

    MONDAY = "Monday"
    TUESDAY = "Tuesday"
    WEDNESDAY = "Wednesday"
    THURSDAY = "Thursday"
    FRIDAY = "Friday"
    SATURDAY = "Saturday"
    SUNDAY = "Sunday"

    @classmethod
    def _aliases(cls) -> dict[str, str]:
        return {day.value[:3]: day.value for day in cls}

    @property
    def number(self) -> int:
        """Monday is 0, as in Python's `date.weekday()`."""
        return list(Weekday).index(self)


# --- galleries -------------------------------------------------------------------------------------------------
class ImageSecurity(Word):
    """What security types an image definition supports (its `SecurityType` feature).

    Source: azure-compute-docs azure-compute-gallery.md@06c2de23, trusted-launch.md@02ecf3f4.
    """

    STANDARD = "Standard"
    TRUSTED_LAUNCH_SUPPORTED = "TrustedLaunchSupported"
    TRUSTED_LAUNCH = "TrustedLaunch"
    CONFIDENTIAL_VM_SUPPORTED = "ConfidentialVmSupported"
    CONFIDENTIAL_VM = "ConfidentialVM"
    BOTH_SUPPORTED = "TrustedLaunchAndConfidentialVmSupported"


class ReplicationMode(Word):
    """Copies in every region (Full) or none (Shallow). Source: azure-compute-docs azure-compute-gallery.md@06c2de23."""

    FULL = "Full"
    SHALLOW = "Shallow"


class ReplicaStorage(Word):
    """Storage of an image replica. Source: azure-compute-docs shared-image-galleries.md@48a37249."""

    STANDARD_LRS = "Standard_LRS"
    STANDARD_ZRS = "Standard_ZRS"
    PREMIUM_LRS = "Premium_LRS"


class Sharing(Word):
    """Who may use a gallery: by role assignment only, direct (Groups) or everyone (Community).

    Source: azure-compute-docs azure-compute-gallery.md@06c2de23 (`sharingProfile.permissions`).
    """

    PRIVATE = "Private"
    GROUPS = "Groups"
    COMMUNITY = "Community"

    @classmethod
    def _aliases(cls) -> dict[str, str]:
        return {"rbac": "Private", "direct": "Groups", "public": "Community"}


# --- maintenance and protection --------------------------------------------------------------------------------
class MaintenanceScope(Word):
    """What a maintenance configuration steers. Source: azure-compute-docs maintenance-configurations.md@2f92a16c."""

    HOST = "Host"
    OS_IMAGE = "OSImage"
    IN_GUEST_PATCH = "InGuestPatch"

    @classmethod
    def _aliases(cls) -> dict[str, str]:
        return {"guest": "InGuestPatch"}


class PatchClass(Word):
    """Classes of updates to install: Windows knows all but Other, Linux Critical, Security and Other.

    Source: azure-resource-manager-schemas Microsoft.Maintenance.json@a1454431 (`classificationsToInclude`).
    """

    CRITICAL = "Critical"
    SECURITY = "Security"
    UPDATE_ROLLUP = "UpdateRollup"
    FEATURE_PACK = "FeaturePack"
    SERVICE_PACK = "ServicePack"
    DEFINITION = "Definition"
    TOOLS = "Tools"
    UPDATES = "Updates"
    OTHER = "Other"


class RecurrenceUnit(Word):
    """Unit of a maintenance recurrence. Source: azure-resource-manager-schemas Microsoft.Maintenance.json@a1454431."""

    HOUR = "Hour"
    DAY = "Day"
    WEEK = "Week"
    MONTH = "Month"


class WeekOfMonth(Word):
    """Which one in the month (`recurEvery`). Source: azure-resource-manager-schemas@a1454431."""

    FIRST = "First"
    SECOND = "Second"
    THIRD = "Third"
    FOURTH = "Fourth"
    LAST = "Last"


class BackupPolicyType(Word):
    """Backup policy: V1 is Standard, V2 Enhanced. Source: azure-docs backup-azure-vms-enhanced-policy.md@d19be25a."""

    V1 = "V1"
    V2 = "V2"

    @classmethod
    def _aliases(cls) -> dict[str, str]:
        return {"standard": "V1", "enhanced": "V2"}


class BackupFrequency(Word):
    """How often a backup is taken. Source: azure-docs backup-azure-vms-enhanced-policy.md@d19be25a (2023)."""

    HOURLY = "Hourly"
    DAILY = "Daily"
    WEEKLY = "Weekly"


class VaultRedundancy(Word):
    """Redundancy of a Recovery Services vault. Source: azure-docs backup-support-matrix.md@012ad308 (2023)."""

    LOCALLY = "LocallyRedundant"
    ZONE = "ZoneRedundant"
    GEO = "GeoRedundant"

    @classmethod
    def _aliases(cls) -> dict[str, str]:
        return {"lrs": "LocallyRedundant", "zrs": "ZoneRedundant", "grs": "GeoRedundant"}


class DefenderPlan(Word):
    """Defender for Servers plan. Source: azure-docs plan-defender-for-servers-select-plan.md@0662da48 (2022)."""

    P1 = "P1"
    P2 = "P2"

    @classmethod
    def _aliases(cls) -> dict[str, str]:
        return {"plan 1": "P1", "plan 2": "P2"}
