"""The frame every lab stands on: guide on top, needs on the left, results on the right, live.

    predict -> run -> explain -> what-if -> reset

The frame holds the state and nothing else of its own: results come from the lab's `compute`, and
every word and picture from its views.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Generic, TypeVar

import ipywidgets as widgets

from azstudy.errors import AzstudyError
from azstudy.labs import _html as h
from azstudy.labs._controls import Line, Press, State, TakeAway, Value
from azstudy.labs._form import Form, controls_of, plain
from azstudy.labs._guide import Guide, Mode, Stage
from azstudy.labs._lab import TOOLS, Hands, Lab
from azstudy.labs._panes import Panes
from azstudy.labs._parts import box, button, html, show
from azstudy.labs._predict import Confidence, Outcome

R = TypeVar("R")
_OPEN_LINE = Press(name="open", label="Open this state")
COVERED = "The results are covered. Commit a prediction first, then compare."


class LabWidget(widgets.VBox, Generic[R]):  # type: ignore[misc]
    """A lab in a notebook. Everything a learner does with it can also be called.

    >>> from azstudy import labs
    >>> lab = labs.sizing(vcpus=4, memory_gib=16)
    >>> lab.line
    'sizing: vcpus=4 memory_gib=16'
    """

    def __init__(self, lab: Lab[R], state: State | None = None, *, predict: bool = True) -> None:
        self.lab = lab
        self._state = lab.controls.defaults if state is None else state
        self._start = self._state
        self._result: R | None = None
        self._needs = Form.of(lab.controls, self._state)
        self._needs.add_class("azs-needs")
        hands: Hands[R] = Hands(state=lambda: self._state, set=self._change, open=lambda name: self._panes.open(name))
        parts = {} if lab.parts is None else lab.parts(hands)
        self._tools = parts.get(TOOLS)
        self._panes: Panes[R] = Panes(lab, (("code", "Code and state", self._make_code()),), parts)
        self._panes.on_settled = self._speak
        mode = Mode.PREDICT if predict and lab.predictions else Mode.EXPLORE
        self._guide: Guide[R] = Guide(lab, self._stage(), mode)
        super().__init__(
            [
                html(h.tag("div", h.tag("h3", lab.title), h.tag("p", lab.purpose), cls="azs-head")),
                self._guide.box,
                self._columns(),
            ],
            layout=widgets.Layout(width="auto"),
        )
        self.add_class("azs-root")
        self.add_class("azs-lab")
        self._needs.observe(self._on_needs, "value")
        self._guide.start()
        if self._result is None:
            self._run()

    # --- what can be asked and done --------------------------------------------------------------

    @property
    def state(self) -> State:
        """Every control's value now."""
        return self._state

    @property
    def line(self) -> str:
        """The state as a line of text; `labs.<name>(state=line)` opens it again."""
        return self.lab.line(self._state)

    @property
    def result(self) -> R | None:
        """What the views show; None where the state makes no sense."""
        return self._result

    @property
    def outcomes(self) -> dict[str, Outcome]:
        """What was predicted so far, by prediction id."""
        return dict(self._guide.outcomes)

    @property
    def solved(self) -> frozenset[str]:
        """Ids of the missions solved so far."""
        return frozenset(self._guide.solved)

    @property
    def mode(self) -> str:
        """predict, explore or missions."""
        return self._guide.mode.value

    def set(self, **changes: Value) -> None:
        """Change controls, as moving them would.

        Raises:
            InvalidInputError: For a value that makes no sense; nothing changes.
        """
        self._change(changes)

    def open_line(self, line: str) -> None:
        """Set the state a line describes.

        Raises:
            InvalidInputError: For a line that makes no sense; nothing changes.
        """
        self._go(self.lab.state(line))

    def commit(self, guess: Any, confidence: Confidence | str = Confidence.FAIRLY) -> Outcome:
        """Commit a guess for the open prediction."""
        return self._guide.commit(guess, confidence)

    def enter(self, mode: str) -> None:
        """Switch to "predict", "explore" or "missions"."""
        self._guide.enter(mode)

    def reset(self) -> None:
        """Back to how the lab was opened: controls, predictions, missions."""
        self._go(self._start)
        self._guide.restart()

    # --- inside ----------------------------------------------------------------------------------

    def _stage(self) -> Stage[R]:
        return Stage(
            go=self._go_from_defaults,
            state=lambda: self._state,
            result=lambda: self._result,
            cover=self._cover,
            uncover=self._uncover,
            open=self._panes.open,
        )

    def _columns(self) -> widgets.Widget:
        reset = button("Reset settings", lambda: self._go(self._scenario()))
        again = button("Start the lab again", self.reset)
        tools = [self._tools.widget] if self._tools is not None else []
        left = box(self._needs, *tools, box(reset, again, cls="azs-row"), cls="azs-left")
        columns = widgets.Box([left, self._panes.box], layout=widgets.Layout(width="auto"))
        columns.add_class("azs-columns")
        return columns

    def _scenario(self) -> State:
        prediction = self._guide.prediction
        return self.lab.scenario(prediction) if prediction is not None else self._start

    def _cover(self) -> None:
        self._panes.cover(COVERED)
        self._show_tools(False)

    def _uncover(self) -> None:
        self._panes.uncover()
        self._show_tools(True)

    def _show_tools(self, visible: bool) -> None:
        if self._tools is not None:
            show(self._tools.widget, visible)
            if visible and self._result is not None:
                self._tools.show(self._result)

    def _change(self, changes: Mapping[str, Value]) -> None:
        """Change controls and let the lab settle what follows from it."""
        self._go(self.lab.settled(self._state, self.lab.controls.state(changes, base=self._state)))

    def _go_from_defaults(self, changes: Mapping[str, Value]) -> None:
        self._go(self.lab.controls.state(changes))

    def _go(self, state: State) -> None:
        self._needs.unobserve(self._on_needs, "value")
        self._needs.value = plain(state)
        self._needs.observe(self._on_needs, "value")
        self._take(state)

    def _on_needs(self, _: Any) -> None:
        """A control moved: check each value, say what is wrong beside it, and show what follows."""
        values, errors = dict(self._state), {}
        for control in self.lab.controls:
            try:
                values[control.name] = control.parse(self._needs.value.get(control.name))
            except AzstudyError as error:
                errors[control.name] = str(error)
        if errors != self._needs.errors:
            self._needs.errors = errors
        if not errors:
            moved = self.lab.controls.state(values)
            settled = self.lab.settled(self._state, moved)
            if settled == moved:
                self._take(moved)
            else:
                self._go(settled)

    def _take(self, state: State) -> None:
        if self._needs.errors:
            self._needs.errors = {}
        if state == self._state and self._result is not None:
            return
        self._state = state
        self._run()

    def _run(self) -> None:
        try:
            self._result = self.lab.compute(self._state)
        except AzstudyError as error:
            self._result = None
            self._panes.complain(str(error))
            self._show_tools(False)
            self._needs.spoken = f"{self.lab.refusal} {error}"
            return
        self._panes.show(self._result)
        if not self._panes.covered:
            self._show_tools(True)
        self._guide.follow(self._result)
        self._code.value = self._code_values()

    def _speak(self) -> None:
        if self._result is not None:
            self._needs.spoken = self.lab.text(self._result).splitlines()[0]

    def _make_code(self) -> widgets.Widget:
        controls = controls_of(
            TakeAway(name="code", label="Python that gives this answer", rows=7),
            TakeAway(name="line", label="This state as a line of text", help="Paste it into a chat or a slide."),
            TakeAway(name="opening", label="Python that opens the lab in this state"),
        )
        self._code = Form.of(controls, self._code_values())
        paste = controls_of(
            Line(name="line", label="Open a state: paste a line", placeholder=f"{self.lab.name}: …"), _OPEN_LINE
        )
        self._paste = Form.of(paste)
        self._paste.observe(self._on_paste, "value")
        return box(self._code, self._paste)

    def _code_values(self) -> dict[str, str]:
        state = self._state
        return {"code": self.lab.call(state), "line": self.lab.line(state), "opening": self.lab.opening(state)}

    def _on_paste(self, change: Any) -> None:
        if change["new"].get("open", 0) <= change["old"].get("open", 0):
            return
        try:
            self.open_line(self._paste.value["line"])
            self._paste.errors = {}
        except AzstudyError as error:
            self._paste.errors = {"line": str(error)}

    def __repr__(self) -> str:
        if self._result is None:
            return f"{self.lab.title} ({self.line})"
        if self._panes.covered:
            return f"{self.lab.title} ({self.line})\n{COVERED}"
        return f"{self.lab.title} ({self.line})\n{self.lab.text(self._result)}"

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return {
            "text/plain": repr(self),
            "application/vnd.jupyter.widget-view+json": {
                "version_major": 2,
                "version_minor": 0,
                "model_id": self.model_id,
            },
        }
