"""The commitments lab, put together."""

from __future__ import annotations

from azstudy.catalog.catalog import Catalog, default_catalog
from azstudy.labs._commitments import money_views, week_views
from azstudy.labs._commitments.controls import controls
from azstudy.labs._commitments.missions import missions
from azstudy.labs._commitments.predictions import predictions
from azstudy.labs._commitments.result import CommitmentsLabResult, compute, text
from azstudy.labs._lab import Lab, View


def commitments_lab(catalog: Catalog | None = None) -> Lab[CommitmentsLabResult]:
    """The lab on `catalog`, the one in use by default."""
    catalog = catalog or default_catalog()
    settings = controls(catalog)
    return Lab(
        name="commitments",
        title="Pay less for the same VMs",
        purpose="Set a load, commit to a part of it: see what is covered, what is lost, and what would be cheapest.",
        controls=settings,
        compute=lambda state: compute(state, catalog),
        summary=money_views.summary,
        views=_views(),
        predictions=predictions(catalog, settings.defaults),
        missions=missions(catalog, settings),
        text=text,
        refusal="This cannot be priced.",
    )


def _views() -> tuple[View[CommitmentsLabResult], ...]:
    return (
        View(
            name="compare",
            title="Your mix and the cheapest",
            render=money_views.compare,
            chart=money_views.compare_chart,
        ),
        View(
            name="week",
            title="The week",
            render=week_views.week_table,
            chart=week_views.week_chart,
            settings=week_views.which_settings,
        ),
        View(name="nth", title="The n-th VM", render=week_views.nth_table, chart=week_views.nth_chart),
        View(
            name="regret",
            title="If the load is another",
            render=money_views.regret,
            chart=money_views.regret_chart,
            slow=True,
        ),
        View(name="cash", title="Cash", render=money_views.cash, chart=money_views.cash_chart, slow=True),
        View(name="prices", title="Prices and assumptions", render=money_views.prices),
    )
