"""The sizing lab, put together."""

from __future__ import annotations

from azstudy.catalog.catalog import Catalog, default_catalog
from azstudy.labs._lab import Lab, View
from azstudy.labs._sizing import compare_views, offers_view, reject_view
from azstudy.labs._sizing.controls import code, controls
from azstudy.labs._sizing.missions import missions
from azstudy.labs._sizing.predictions import predictions
from azstudy.labs._sizing.result import SizingLabResult, compute, text


def sizing_lab(catalog: Catalog | None = None) -> Lab[SizingLabResult]:
    """The lab on `catalog`, the one in use by default."""
    catalog = catalog or default_catalog()
    needs = controls(catalog)
    return Lab(
        name="sizing",
        title="Size a virtual machine",
        purpose=(
            "Say what a workload needs. See what fits, what it costs in any region, and why every other size "
            "does not fit."
        ),
        controls=needs,
        compute=lambda state: compute(state, catalog),
        summary=offers_view.summary,
        views=_views(),
        predictions=predictions(catalog, needs.defaults),
        missions=missions(catalog),
        code=code,
        text=text,
    )


def _views() -> tuple[View[SizingLabResult], ...]:
    return (
        View(name="offers", title="Offers", render=offers_view.offers, chart=offers_view.price_chart),
        View(
            name="near",
            title="Near misses",
            render=reject_view.near_misses,
            count=lambda result: len(result.near_misses),
            slow=True,
        ),
        View(
            name="front",
            title="Cost against capability",
            render=compare_views.front,
            chart=compare_views.front_chart,
            settings=compare_views.front_settings,
            slow=True,
        ),
        View(
            name="hours",
            title="Hours and terms",
            render=compare_views.hours,
            chart=compare_views.hours_chart,
            settings=compare_views.hours_settings,
        ),
        View(
            name="regions",
            title="Regions",
            render=compare_views.regions,
            chart=compare_views.region_chart,
            slow=True,
        ),
        View(name="sources", title="Where prices come from", render=offers_view.sources),
        View(
            name="rejected",
            title="Rejected sizes, with every reason",
            render=reject_view.rejected_with_counts,
            settings=reject_view.settings,
            slow=True,
            below=True,
        ),
    )
