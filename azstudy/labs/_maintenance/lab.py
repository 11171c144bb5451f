"""The maintenance lab, put together."""

from __future__ import annotations

from azstudy.catalog.catalog import Catalog, default_catalog
from azstudy.labs._lab import Lab, View
from azstudy.labs._maintenance import charts, views
from azstudy.labs._maintenance.controls import controls
from azstudy.labs._maintenance.missions import missions
from azstudy.labs._maintenance.predictions import predictions
from azstudy.labs._maintenance.result import MaintenanceLabResult, compute, text


def maintenance_lab(catalog: Catalog | None = None) -> Lab[MaintenanceLabResult]:
    """The lab on `catalog`, the one in use by default."""
    catalog = catalog or default_catalog()
    settings = controls()
    return Lab(
        name="maintenance",
        title="Who restarts when",
        purpose="Set a maintenance window, see which machines are patched in it and which are not, and what is left of "
        "each workload while machines restart.",
        controls=settings,
        compute=lambda state: compute(state, catalog),
        summary=views.summary,
        views=(
            View(name="night", title="The night", render=views.night, chart=charts.night),
            View(name="capacity", title="What is left", render=views.capacity, chart=charts.capacity),
            View(name="left", title="Not patched", render=views.left_out, count=lambda one: len(one.run.not_patched)),
            View(name="findings", title="Findings", render=views.findings, count=lambda one: len(one.run.findings)),
            View(name="windows", title="Windows", render=views.windows),
        ),
        predictions=predictions(catalog),
        missions=missions(catalog, settings),
        text=text,
        exhibit=views.exhibit,
        refusal="This window cannot be.",
    )
