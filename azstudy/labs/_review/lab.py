"""The review lab, put together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from azstudy.catalog.catalog import Catalog, default_catalog
from azstudy.catalog.designs import example, examples
from azstudy.errors import AzstudyError
from azstudy.labs._controls import State
from azstudy.labs._lab import Hands, Lab, Part, View
from azstudy.labs._review import views
from azstudy.labs._review.controls import controls, settle
from azstudy.labs._review.designs import TITLES, designs
from azstudy.labs._review.missions import missions
from azstudy.labs._review.predictions import predictions
from azstudy.labs._review.result import ReviewLabResult, compute, text
from azstudy.model.design import Design


def review_lab(catalog: Catalog | None = None) -> Lab[ReviewLabResult]:
    """The lab on `catalog`, the one in use by default."""
    catalog = catalog or default_catalog()
    bundled = {info.name: info.title for info in examples(folder=catalog.folder / "designs")}
    known = _Known(designs(), catalog.folder / "designs")
    needs = controls(TITLES | {name: f"Example: {title}" for name, title in bundled.items()})

    def computed(state: State) -> ReviewLabResult:
        return compute(state, known, catalog)

    return Lab(
        name="review",
        title="Is this design legal?",
        purpose=(
            "Take a design, see what Azure would refuse and why, put it right by form, and watch the findings go. "
            "Each finding names its rule, its page and the belief it corrects."
        ),
        controls=needs,
        compute=computed,
        summary=views.summary,
        views=_views(),
        predictions=predictions(computed, needs.defaults),
        missions=missions(computed, needs),
        code=lambda state: _code(state, computed),
        text=text,
        parts=partial(_parts, catalog=catalog),
        exhibit=views.exhibit,
        settle=settle,
        refusal="This design cannot be read.",
    )


class _Known(dict[str, Design]):
    """The lab's own designs, and the bundled examples, each read when it is first looked at."""

    def __init__(self, own: Mapping[str, Design], folder: Path) -> None:
        super().__init__(own)
        self._folder = folder

    def __missing__(self, name: str) -> Design:
        self[name] = example(name, folder=self._folder)
        return self[name]


def _parts(hands: Hands[ReviewLabResult], *, catalog: Catalog) -> Mapping[str, Part[ReviewLabResult]]:
    from azstudy.labs._review.live import parts  # not at the top: the twin needs no widgets

    return parts(hands, catalog)


def _code(state: State, computed: Callable[[State], ReviewLabResult]) -> str:
    """The Python that gives the findings: the design as it is now, and the one call."""
    try:
        document = computed(state).design.to_json()
    except AzstudyError as problem:
        return f"# There is no design to show yet. {' '.join(str(problem).split())}"
    simple = "\\" not in document and "'''" not in document
    literal = f"'''{document}'''" if simple else repr(document)
    return f"import azstudy as az\n\ndesign = az.Design.from_json({literal})\naz.review(design)"


def _views() -> tuple[View[ReviewLabResult], ...]:
    return (
        View(name="graph", title="Drawing", render=views.graph),
        View(name="beliefs", title="Beliefs corrected", render=views.beliefs, count=lambda r: len(r.beliefs)),
        View(name="unknown", title="Not checked", render=views.unknown, count=lambda r: len(r.review.not_checked)),
        View(name="findings", title="Findings", render=views.findings, below=True),
    )
