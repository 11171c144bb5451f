"""The autoscale lab, put together."""

from __future__ import annotations

from azstudy.catalog.catalog import Catalog, default_catalog
from azstudy.labs._autoscale import charts, views
from azstudy.labs._autoscale.code import code
from azstudy.labs._autoscale.controls import controls
from azstudy.labs._autoscale.missions import missions
from azstudy.labs._autoscale.predictions import predictions
from azstudy.labs._autoscale.result import AutoscaleLabResult, compute, text
from azstudy.labs._controls import State
from azstudy.labs._lab import Lab, View


def autoscale_lab(catalog: Catalog | None = None) -> Lab[AutoscaleLabResult]:
    """The lab on `catalog`, the one in use by default."""
    catalog = catalog or default_catalog()
    needs = controls()

    def computed(state: State) -> AutoscaleLabResult:
        return compute(state, catalog)

    return Lab(
        name="autoscale",
        title="Let a scale set breathe",
        purpose=(
            "Give a scale set a load and rules. Watch Azure's autoscale add and remove instances minute by minute, and "
            "ask it why."
        ),
        controls=needs,
        compute=computed,
        summary=views.summary,
        views=_views(),
        predictions=predictions(computed),
        missions=missions(computed, needs),
        code=code,
        text=text,
        refusal="Autoscale cannot run like this.",
    )


def _views() -> tuple[View[AutoscaleLabResult], ...]:
    return (
        View(name="breathing", title="Instances and load", render=views.breathing, chart=charts.breathing),
        View(name="service", title="CPU and service", render=views.service, chart=charts.service),
        View(
            name="log",
            title="Log",
            render=views.log,
            settings=views.log_settings,
            count=lambda result: len(views.lines_of(result, "autoscale")),
        ),
        View(name="cost", title="Cost", render=views.cost, chart=charts.costs),
        View(
            name="field",
            title="Settings compared",
            render=views.field,
            chart=charts.field,
            settings=views.field_settings,
            slow=True,
        ),
    )
