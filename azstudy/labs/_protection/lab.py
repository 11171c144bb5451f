"""The protection lab, put together."""

from __future__ import annotations

from azstudy.catalog.catalog import Catalog, default_catalog
from azstudy.labs._lab import Lab, View
from azstudy.labs._protection import views
from azstudy.labs._protection.controls import controls
from azstudy.labs._protection.missions import missions
from azstudy.labs._protection.predictions import predictions
from azstudy.labs._protection.result import ProtectionLabResult, compute, text


def protection_lab(catalog: Catalog | None = None) -> Lab[ProtectionLabResult]:
    """The lab on `catalog`, the one in use by default."""
    catalog = catalog or default_catalog()
    settings = controls()
    return Lab(
        name="protection",
        title="What can be brought back",
        purpose="Set a backup policy, see which points exist and what they store, ask what can be restored, and say "
        "which protection helps against which threat.",
        controls=settings,
        compute=lambda state: compute(state, catalog),
        summary=views.summary,
        views=(
            View(name="points", title="Recovery points", render=views.calendar, chart=views.chart),
            View(name="restore", title="What can I restore?", render=views.restore),
            View(name="storage", title="Storage and cost", render=views.storage),
            View(name="grid", title="My grid", render=views.grid),
            View(name="wish", title="RPO and RTO", render=views.wish),
        ),
        predictions=predictions(),
        missions=missions(catalog, settings),
        text=text,
        refusal="This cannot be done.",
    )
