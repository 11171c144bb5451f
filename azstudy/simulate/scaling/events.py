"""What Azure writes about autoscale, in Azure's own words: activity log, notifications.

Although the log says "scale up" and "scale down", what happens is scaling out and in.

Source: azure-monitor-docs autoscale-diagnostics.md@0dc1e484 ("Activity logs"; operations as the activity log writes
them), autoscale-best-practices.md@0874256c (Flapping, FlappingOccurred),
autoscale-webhook-email.md@fdcf1b49 (the notification).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from azstudy.errors import InvalidInputError

SCALE_UP_INITIATED: Final = "Autoscale scale up initiated"
SCALE_UP_COMPLETED: Final = "Autoscale scale up completed"
SCALE_DOWN_INITIATED: Final = "Autoscale scale down initiated"
SCALE_DOWN_COMPLETED: Final = "Autoscale scale down completed"
PREDICTIVE_UP_INITIATED: Final = "Predictive Autoscale scale up initiated"
PREDICTIVE_UP_COMPLETED: Final = "Predictive Autoscale scale up completed"
METRIC_FAILURE: Final = "MetricFailure"
METRIC_RECOVERY: Final = "MetricRecovery"
PREDICTIVE_METRIC_FAILURE: Final = "PredictiveMetricFailure"
FLAPPING: Final = "Flapping"
FLAPPING_OCCURRED: Final = "FlappingOccurred"

COMPLETED: Final = {
    SCALE_UP_INITIATED: SCALE_UP_COMPLETED,
    SCALE_DOWN_INITIATED: SCALE_DOWN_COMPLETED,
    FLAPPING_OCCURRED: SCALE_DOWN_COMPLETED,
    PREDICTIVE_UP_INITIATED: PREDICTIVE_UP_COMPLETED,
}
"""The event that follows when the instances have been added or removed."""


def notification(*, setting: str, target: str, before: int, after: int, at: datetime) -> dict[str, Any]:
    """What a webhook of an autoscale setting gets for one scale action; counts are texts, as Azure sends them.

    Azure's own message also names subscription, resource group, region and portal link; a simulation has none.

    Source: azure-monitor-docs autoscale-webhook-email.md@fdcf1b49 (2024-11).

    Raises:
        InvalidInputError: When the count did not change: nothing is sent then.

    >>> from datetime import UTC
    >>> sent = notification(setting="breathe", target="web", before=3, after=2, at=datetime(2027, 1, 4, tzinfo=UTC))
    >>> sent["operation"], sent["context"]["oldCapacity"], sent["context"]["newCapacity"]
    ('Scale In', '3', '2')
    """
    if before == after:
        raise InvalidInputError(f"The count stays {after}: a notification is sent for scale actions only.")
    operation = "Scale Out" if after > before else "Scale In"
    return {
        "version": "1.0",
        "status": "Activated",
        "operation": operation,
        "context": {
            "timestamp": at.isoformat(),
            "name": setting,
            "details": f"Autoscale successfully started scale operation for resource '{target}' from capacity "
            f"'{before}' to capacity '{after}'",
            "resourceType": "microsoft.compute/virtualmachinescalesets",
            "resourceName": target,
            "oldCapacity": str(before),
            "newCapacity": str(after),
        },
        "properties": {},
    }
