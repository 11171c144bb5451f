"""Small estates for the tests of the maintenance calendar."""

from __future__ import annotations

from typing import Any

import azstudy as az

SUNDAY = "2026-12-06"
NIGHT = {"since": SUNDAY, "until": "2026-12-07"}


def vm(name: str, mode: str = "AutomaticByPlatform", *, own: bool = True, **fields: Any) -> az.VirtualMachine:
    """A Windows VM on the schedule "night" (none with own=False), of the workload "web"."""
    patching = az.Patching(mode, customer_schedule=own and mode == "AutomaticByPlatform")
    given = {"os": "windows", "maintenance": ["night"] if own else [], "tags": {"workload": "web"}}
    return az.VirtualMachine(name, "D2s_v5", patching=patching, **{**given, **fields})


def night(**fields: Any) -> az.MaintenanceConfiguration:
    """Sundays at 02:30 in Amsterdam, 01:30 UTC in winter, for two hours."""
    given = {"start": "2026-12-06 02:30", "recurrence": "Week Sunday", "time_zone": "W. Europe", "duration_min": 120}
    return az.MaintenanceConfiguration("night", "guest", **{**given, **fields})


def estate(*resources: Any, region: str = "westeurope") -> az.Design:
    """A design with these and, unless there is one, the schedule "night"."""
    own = [] if any(isinstance(one, az.MaintenanceConfiguration) for one in resources) else [night()]
    return az.Design("shop", [*own, *resources], region=region)
