"""The placement lab, put together."""

from __future__ import annotations

from azstudy.labs._lab import Lab, View
from azstudy.labs._placement import log_views, sets_view, zones_view
from azstudy.labs._placement.controls import code, controls, settle
from azstudy.labs._placement.missions import missions
from azstudy.labs._placement.predictions import predictions
from azstudy.labs._placement.result import PlacementLabResult, compute, text


def placement_lab() -> Lab[PlacementLabResult]:
    """The lab."""
    return Lab(
        name="placement",
        title="Place a scale set",
        purpose=(
            "Lose a zone, bring it back, scale, protect, evict. See which VM comes and goes, in which zone, and "
            "why just that one."
        ),
        controls=controls(),
        compute=compute,
        summary=log_views.summary,
        views=_views(),
        predictions=predictions(),
        missions=missions(),
        code=code,
        text=text,
        settle=settle,
        refusal="This cannot be done.",
    )


def _views() -> tuple[View[PlacementLabResult], ...]:
    return (
        View(name="zones", title="Zones", render=zones_view.zones, settings=zones_view.settings),
        View(name="steps", title="Steps", render=log_views.steps, chart=log_views.steps_chart),
        View(name="sets", title="Sets for a tier", render=sets_view.sets, settings=sets_view.settings),
        View(
            name="log",
            title="Why: every decision",
            render=log_views.log,
            settings=log_views.log_settings,
            slow=True,
            below=True,
        ),
    )
