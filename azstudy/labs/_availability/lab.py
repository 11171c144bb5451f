"""The availability lab, put together."""

from __future__ import annotations

from azstudy.catalog.catalog import Catalog, default_catalog
from azstudy.labs._availability import drill_views, promise_views
from azstudy.labs._availability.controls import controls
from azstudy.labs._availability.missions import missions
from azstudy.labs._availability.predictions import predictions
from azstudy.labs._availability.result import AvailabilityLabResult, code, compute, text
from azstudy.labs._lab import Lab, View
from azstudy.labs._picture import parts
from azstudy.labs._state import write_line


def availability_lab(catalog: Catalog | None = None) -> Lab[AvailabilityLabResult]:
    """The lab on `catalog`, the one in use by default."""
    catalog = catalog or default_catalog()
    settings = controls(catalog)
    return Lab(
        name="availability",
        title="Break it, and see what is left",
        purpose=(
            "Place web servers and a database, let a host, a rack, a zone or a region fail, and see what is left, what "
            "Azure promises, and what another nine costs."
        ),
        controls=settings,
        compute=lambda state: compute(state, catalog),
        summary=drill_views.summary,
        views=_views(),
        predictions=predictions(catalog, settings),
        missions=missions(catalog, settings),
        parts=parts,
        code=lambda state: code(write_line("availability", settings, state), state),
        text=text,
        refusal="This cannot be built.",
    )


def _views() -> tuple[View[AvailabilityLabResult], ...]:
    return (
        View(
            name="capacity",
            title="Capacity over time",
            render=drill_views.capacity,
            chart=drill_views.capacity_chart,
        ),
        View(name="graph", title="Drawing", render=drill_views.graph, slow=True),
        View(name="disks", title="Disks and addresses", render=drill_views.disks),
        View(name="sla", title="The SLA it earns", render=promise_views.sla),
        View(
            name="nines",
            title="Cost of each nine",
            render=promise_views.nines,
            chart=promise_views.nines_chart,
            settings=promise_views.nines_settings,
            slow=True,
        ),
        View(
            name="chance",
            title="Years of chance",
            render=promise_views.chance,
            chart=promise_views.chance_chart,
            settings=promise_views.chance_settings,
            slow=True,
        ),
        View(
            name="log",
            title="Why: what happened when",
            render=drill_views.log,
            settings=drill_views.log_settings,
            slow=True,
            below=True,
        ),
    )
