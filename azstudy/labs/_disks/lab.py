"""The disks lab, put together."""

from __future__ import annotations

from azstudy.catalog.catalog import Catalog, default_catalog
from azstudy.labs._disks import charts, views
from azstudy.labs._disks.controls import code, controls
from azstudy.labs._disks.missions import missions
from azstudy.labs._disks.predictions import predictions
from azstudy.labs._disks.result import DisksLabResult, compute, text
from azstudy.labs._lab import Lab, View


def disks_lab(catalog: Catalog | None = None) -> Lab[DisksLabResult]:
    """The lab on `catalog`, the one in use by default."""
    catalog = catalog or default_catalog()
    settings = controls(catalog)
    return Lab(
        name="disks",
        title="Disks and bursting",
        purpose=(
            "Pick a VM size, its disks and a load. See what is served, which limit holds back the rest, how long "
            "burst credits last, and what it costs."
        ),
        controls=settings,
        compute=lambda state: compute(state, catalog),
        summary=views.summary,
        views=_views(),
        predictions=predictions(catalog, settings.defaults),
        missions=missions(catalog, settings.defaults),
        code=code,
        text=text,
        refusal="Azure would refuse this.",
    )


def _views() -> tuple[View[DisksLabResult], ...]:
    return (
        View(
            name="served",
            title="Served",
            render=views.served,
            chart=charts.served_chart,
            settings=views.unit_settings,
        ),
        View(name="credits", title="Credits", render=views.buckets, chart=charts.credits_chart),
        View(name="limits", title="Limits", render=views.limits),
        View(name="options", title="What would help?", render=views.options, slow=True),
        View(name="plans", title="Cheapest disks", render=views.plans, slow=True),
    )
