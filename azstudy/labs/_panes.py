"""The results side of a lab: summary, tabs of views, and what stays in sight below them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar

import ipywidgets as widgets

from azstudy import charts
from azstudy.labs import _html as h
from azstudy.labs._controls import Choice, Controls
from azstudy.labs._form import Form, bar
from azstudy.labs._lab import OPEN, Lab, Part, View
from azstudy.labs._parts import box, html, show
from azstudy.labs._pause import Pause

R = TypeVar("R")


class Easel:
    """The one live figure of a lab, shared by its views: each would cost the browser 5 MB and a second to load."""

    def __init__(self) -> None:
        self.figure: Any = charts.blank().widget()
        self.box = box(self.figure, cls="azs-easel")

    def show(self, chart: charts.Chart | None) -> None:
        """Draw a chart in place, or hide the figure where there is none."""
        if chart is not None:
            chart.update(self.figure)
        show(self.box, chart is not None)


class Pane(Generic[R]):
    """One view: its own settings, its chart on the easel, its HTML. Drawn when it is in sight, and not before."""

    def __init__(self, view: View[R], easel: Easel | None = None, part: Part[R] | None = None) -> None:
        self.view = view
        self.part = part
        self.html = html()
        self.form: Form | None = None
        self._easel = easel
        self._controls: Controls | None = None
        self._result: R | None = None

    def show(self, result: R, *, again: bool = False) -> None:
        """Draw `result`, unless it is what was drawn last and not `again`."""
        if self._result is result and not again:
            return
        self._result = result
        if self.view.settings is not None:
            self._offer(self.view.settings(result))
        self._draw()

    def _offer(self, controls: Controls) -> None:
        """Show the view's settings; a choice that is no longer there goes back to its default."""
        if controls == self._controls:
            return
        self._controls = controls
        if self.form is None:
            self.form = Form.of(controls)
            self.form.add_class("azs-local")
        else:
            self.form.unobserve(self._on_setting, "value")
            self.form.redraw(controls, {c.name: _kept(c, self.form.value) for c in controls})
        self.form.observe(self._on_setting, "value")

    def _on_setting(self, _: Any) -> None:
        self._draw()

    def _draw(self) -> None:
        result = self._result
        if result is None:
            return
        local = OPEN if self._controls is None or self.form is None else self._controls.state(self.form.value)
        if self._easel is not None:
            self._easel.show(self.view.chart(result, local) if self.view.chart else None)
        self.html.value = self.view.render(result, local)
        if self.part is not None:
            self.part.show(result)

    @property
    def widgets(self) -> list[widgets.Widget]:
        """What stands in the pane, top to bottom, without its settings."""
        return [*([self.part.widget] if self.part is not None else []), self.html]


def _kept(control: Any, values: dict[str, Any]) -> Any:
    value = values.get(control.name, control.default)
    gone = isinstance(control, Choice) and all(value != option for option, _ in control.options)
    return control.default if gone else value


class Panes(Generic[R]):
    """Summary, tabs and the views below them; can be covered while a prediction is open.

    Attributes:
        box: What to place.
        on_settled: Called when everything in sight shows the latest result.
    """

    def __init__(
        self,
        lab: Lab[R],
        extra: tuple[tuple[str, str, widgets.Widget], ...] = (),
        parts: Mapping[str, Part[R]] | None = None,
    ) -> None:
        self._lab = lab
        self._easel = Easel()
        live = parts or {}
        self._tabbed = {v.name: Pane(v, self._easel, live.get(v.name)) for v in lab.views if not v.below}
        self._below = [Pane(view, part=live.get(view.name)) for view in lab.views if view.below]
        self._extra = {name: widget for name, _, widget in extra}
        self._titles = {v.name: v.title for v in lab.views if not v.below} | {name: title for name, title, _ in extra}
        self._tabs = Form.of(self._tab_controls(None))
        self._tabs.add_class("azs-tabs")
        self._summary, self._cover = html(), html()
        self._settings, self._words, self._under = box(), box(cls="azs-words"), box(cls="azs-under")
        self._open = box(
            self._summary, self._tabs, self._settings, self._easel.box, self._words, self._under, cls="azs-open"
        )
        self.box = box(self._cover, self._open, cls="azs-results")
        self.on_settled: Callable[[], None] = lambda: None
        self._pause = Pause()
        self._result: R | None = None
        self._covered = False
        self._cover_words = ""
        self._tabs.observe(self._on_tab, "value")

    @property
    def shown(self) -> str:
        """Name of the tab in sight."""
        return str(self._tabs.value["view"])

    @property
    def covered(self) -> bool:
        """True while the results are hidden."""
        return self._covered

    def open(self, name: str) -> None:
        """Bring a tab into sight; the name of a view that is always in sight changes nothing."""
        if name in self._titles:
            self._tabs.value = {"view": name}

    def cover(self, words: str) -> None:
        """Hide every result behind a card that says why; nothing is drawn behind it."""
        self._covered = True
        self._pause.cancel()
        self._cover_words = words
        self._draw_cover()
        show(self._cover, True)
        show(self._open, False)

    def _draw_cover(self) -> None:
        exhibit = None
        if self._lab.exhibit is not None and self._result is not None:
            exhibit = h.tag("div", self._lab.exhibit(self._result), cls="azs-exhibit")
        self._cover.value = h.join([exhibit, h.tag("div", h.tag("div", self._cover_words), cls="azs-cover")])

    def uncover(self) -> None:
        """Show the results again."""
        self._covered = False
        self._cover.value = ""
        show(self._cover, False)
        show(self._open, True)
        if self._result is not None:
            self.show(self._result)

    def show(self, result: R) -> None:
        """Draw `result`: what is quick now, the rest when the learner pauses."""
        self._result = result
        if self._covered:
            self._draw_cover()
            return
        self._summary.value = self._lab.summary(result)
        pane = self._tabbed.get(self.shown)
        if pane is None or not pane.view.slow:
            self._show_tab()
        self._pause.then(self._settle)

    def complain(self, words: str) -> None:
        """Say what is wrong in place of the summary; what was drawn before stays."""
        self._pause.cancel()
        self._summary.value = h.note(words, kind="warn", title=self._lab.refusal)

    def _settle(self) -> None:
        """The slow part: the tab if it is slow, the views below, the counts on the tabs."""
        if self._result is None or self._covered:
            return
        self._show_tab()
        for pane in self._below:
            pane.show(self._result)
        under = [part for pane in self._below for part in self._headed(pane)]
        if len(under) != len(self._under.children):
            self._under.children = under
        self._tabs.redraw(self._tab_controls(self._result), {"view": self.shown})
        self.on_settled()

    def _on_tab(self, change: Any) -> None:
        if change["old"].get("view") != change["new"].get("view") and not self._covered:
            self._show_tab(again=True)

    def _show_tab(self, *, again: bool = False) -> None:
        """Draw the tab in sight and put its parts in place."""
        pane = self._tabbed.get(self.shown)
        if pane is None:
            self._easel.show(None)
            _put(self._settings)
            _put(self._words, self._extra[self.shown])
        elif self._result is not None:
            pane.show(self._result, again=again)
            _put(self._settings, *([pane.form] if pane.form is not None else []))
            _put(self._words, *pane.widgets)

    def _headed(self, pane: Pane[R]) -> list[widgets.Widget]:
        heading = html(h.tag("h4", pane.view.title, cls="azs-heading"))
        return [heading, *([pane.form] if pane.form is not None else []), *pane.widgets]

    def _tab_controls(self, result: R | None) -> Controls:
        options = []
        for name, title in self._titles.items():
            pane = self._tabbed.get(name)
            if result is not None and pane is not None and pane.view.count is not None:
                title = f"{title} ({pane.view.count(result):,})"
            options.append((name, title))
        return bar("view", "Show", options, next(iter(self._titles)))


def _put(place: widgets.Box, *parts: widgets.Widget) -> None:
    if tuple(place.children) != parts:
        place.children = parts
