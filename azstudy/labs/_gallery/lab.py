"""The gallery lab, put together."""

from __future__ import annotations

from azstudy.catalog.catalog import Catalog, default_catalog
from azstudy.labs._gallery import charts, views
from azstudy.labs._gallery.controls import controls
from azstudy.labs._gallery.missions import missions
from azstudy.labs._gallery.predictions import predictions
from azstudy.labs._gallery.result import GalleryLabResult, code, compute, text
from azstudy.labs._lab import Lab, View
from azstudy.labs._picture import parts
from azstudy.labs._state import write_line


def gallery_lab(catalog: Catalog | None = None) -> Lab[GalleryLabResult]:
    """The lab on `catalog`, the one in use by default."""
    catalog = catalog or default_catalog()
    settings = controls(catalog)
    return Lab(
        name="gallery",
        title="One image, many regions",
        purpose=(
            "Send an image version to its regions, create many VMs from its replicas while a region is gone, and see "
            "what latest means where, and what it all costs."
        ),
        controls=settings,
        compute=lambda state: compute(state, catalog),
        summary=views.summary,
        views=_views(),
        predictions=predictions(catalog),
        missions=missions(catalog, settings),
        parts=parts,
        code=lambda state: code(write_line("gallery", settings, state), state),
        text=text,
        refusal="This cannot be done.",
    )


def _views() -> tuple[View[GalleryLabResult], ...]:
    return (
        View(name="copies", title="Copies", render=views.copies, chart=charts.ready),
        View(name="graph", title="Drawing", render=views.graph, slow=True),
        View(name="rush", title="The rush", render=views.rush, chart=charts.rush),
        View(name="plan", title="Enough replicas", render=views.plan, slow=True),
        View(name="latest", title="What latest means", render=views.latest),
        View(name="log", title="Why: what happened when", render=views.log, below=True),
    )
