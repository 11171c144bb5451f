"""The upgrade lab, put together."""

from __future__ import annotations

from azstudy.labs._lab import Lab, View
from azstudy.labs._upgrade import charts, tiles, views
from azstudy.labs._upgrade.controls import code, controls
from azstudy.labs._upgrade.missions import missions
from azstudy.labs._upgrade.predictions import predictions
from azstudy.labs._upgrade.result import UpgradeLabResult, compute, text


def upgrade_lab() -> Lab[UpgradeLabResult]:
    """The lab."""
    return Lab(
        name="upgrade",
        title="Upgrade a running scale set",
        purpose=(
            "Bring a new version to a scale set that goes on serving. See batch by batch who is upgraded, what breaks, "
            "what stops it, and what repairs do."
        ),
        controls=controls(),
        compute=compute,
        summary=views.summary,
        views=_views(),
        predictions=predictions(),
        missions=missions(),
        code=code,
        text=text,
        refusal="This upgrade cannot be run.",
    )


def _views() -> tuple[View[UpgradeLabResult], ...]:
    return (
        View(name="instances", title="Instances", render=tiles.instances, settings=tiles.settings),
        View(name="capacity", title="Capacity and load", render=views.capacity, chart=charts.capacity),
        View(name="batches", title="Batches", render=views.batches, count=lambda result: len(result.run.batches)),
        View(name="repairs", title="Repairs", render=views.repairs, count=lambda result: len(result.run.repairs)),
        View(
            name="log",
            title="Why: the log",
            render=views.log,
            settings=views.log_settings,
            slow=True,
            below=True,
        ),
    )
