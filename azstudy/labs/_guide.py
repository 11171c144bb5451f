"""The learner's path through a lab: predictions one by one, free exploring, missions.

The guide decides what is asked and what stays covered; it asks the frame to set states and to show
results through the callbacks it is given.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import partial
from typing import Any, Generic, TypeVar

import attrs
import ipywidgets as widgets

from azstudy.errors import AzstudyError
from azstudy.labs import _guide_html as say
from azstudy.labs._controls import Choice, Control, Controls, Line, Number, Press, State, Value
from azstudy.labs._form import Form, bar, controls_of
from azstudy.labs._lab import Lab
from azstudy.labs._parts import box, button, html, show
from azstudy.labs._predict import Confidence, Options, Order, Outcome, Prediction

R = TypeVar("R")


class Mode(StrEnum):
    """What the learner does now."""

    PREDICT = "predict"
    EXPLORE = "explore"
    MISSIONS = "missions"


@attrs.frozen(kw_only=True)
class Stage(Generic[R]):
    """What the guide needs from the frame."""

    go: Callable[[Mapping[str, Value]], None]
    state: Callable[[], State]
    result: Callable[[], R | None]
    cover: Callable[[], None]
    uncover: Callable[[], None]
    open: Callable[[str], None]


class Guide(Generic[R]):
    """Predict, run, explain, what-if; then missions.

    Attributes:
        outcomes: What was predicted so far, by prediction id.
        solved: Ids of the missions solved so far.
    """

    def __init__(self, lab: Lab[R], stage: Stage[R], mode: Mode) -> None:
        self._lab = lab
        self._stage = stage
        self.outcomes: dict[str, Outcome] = {}
        self.solved: set[str] = set()
        self._at = 0
        self._mission = 0
        self._answer = Form.of(controls_of(_confidence_control()))
        self._modes = Form.of(self._mode_controls(), {"mode": mode.value})
        self._modes.add_class("azs-tabs")
        self._question = html()
        self._outcome = html()
        self._now = html()
        self._mission_html = html()
        self._hint = html()
        self._make_buttons()
        self._body = box(cls="azs-guide-body")
        self.box = box(self._modes, self._body, cls="azs-guide")
        show(self.box, bool(lab.predictions or lab.missions))
        self._modes.observe(self._on_mode, "value")
        self._answer.observe(self._on_answer, "value")
        self._mission_form = Form.of(self._mission_controls(), {"mission": self._first_mission()})
        self._mission_form.observe(self._on_mission, "value")

    @property
    def mode(self) -> Mode:
        """What the learner does now."""
        return Mode(self._modes.value["mode"])

    @property
    def prediction(self) -> Prediction | None:
        """The prediction that is open or explained now; None outside predicting."""
        if self.mode is not Mode.PREDICT or not self._lab.predictions:
            return None
        return self._lab.predictions[self._at]

    def enter(self, mode: Mode | str) -> None:
        """Switch to predicting, exploring or missions."""
        self._modes.value = {"mode": Mode(mode).value}

    def start(self) -> None:
        """Draw the mode the guide was made with."""
        self._draw_mode()

    def restart(self) -> None:
        """Forget every outcome and solved mission, and begin again where the lab began."""
        self.outcomes.clear()
        self.solved.clear()
        self._at = 0
        self._modes.value = {"mode": (Mode.PREDICT if self._lab.predictions else Mode.EXPLORE).value}
        self._draw_mode()

    def ask(self, at: int) -> None:
        """Open the prediction at index `at`, with its scenario set and the results covered if it is unanswered."""
        self._at = at % len(self._lab.predictions)
        self._draw_prediction()

    def commit(self, guess: Any, confidence: Confidence | str = Confidence.FAIRLY) -> Outcome:
        """Commit a guess for the open prediction; then, and only then, the results are shown.

        Raises:
            AzstudyError: For a guess that is no answer; nothing is uncovered.
        """
        prediction = self._lab.predictions[self._at]
        outcome = prediction.judge(guess, confidence, self._lab.scenario(prediction))
        self.outcomes[prediction.id] = outcome
        self._draw_prediction()
        return outcome

    def follow(self, result: R) -> None:
        """A new result is there: refresh what depends on it (the what-if line, a mission's checks)."""
        if self.mode is Mode.PREDICT:
            self._draw_now()
        elif self.mode is Mode.MISSIONS:
            self._draw_mission(result)

    # --- drawing ---------------------------------------------------------------------------------

    def _make_buttons(self) -> None:
        self._next = button("Next prediction", lambda: self._step(1), primary=True)
        self._back = button("Previous", lambda: self._step(-1))
        self._again = button("Back to the scenario", lambda: self._set_scenario())
        self._show_hint = button("Hint", self._on_hint)
        self._next_mission = button("Next mission", self._on_next_mission, primary=True)
        self._what_ifs = box(cls="azs-row")
        self._steps = box(cls="azs-row")

    def _draw_mode(self) -> None:
        mode = self.mode
        if mode is Mode.PREDICT and self._lab.predictions:
            self._draw_prediction()
            return
        if mode is Mode.MISSIONS and self._lab.missions:
            self._stage.go(self._lab.missions[self._mission].setup)
            self._stage.open(self._lab.views[0].name)
            self._body.children = [self._mission_form, self._mission_html, self._mission_row(), self._hint]
            self._redraw_mission()
        else:
            self._body.children = []
        self._stage.uncover()

    def _set_scenario(self) -> None:
        prediction = self._lab.predictions[self._at]
        self._stage.go(prediction.setup)

    def _draw_prediction(self) -> None:
        prediction = self._lab.predictions[self._at]
        outcome = self.outcomes.get(prediction.id)
        number = f"Prediction {self._at + 1} of {len(self._lab.predictions)}"
        self._question.value = say.question(prediction, number)
        if outcome is None:
            self._stage.cover()
            self._set_scenario()
            self._answer.errors = {}
            self._answer.redraw(
                controls_of(_answer_control(prediction), _confidence_control(), _COMMIT, _SKIP),
                {"guess": None, "confidence": Confidence.FAIRLY.value, "commit": 0, "skip": 0},
            )
            self._steps.children = [self._back] if self._at else []
            self._body.children = [self._question, self._answer, self._steps]
            return
        self._set_scenario()
        self._stage.uncover()
        if prediction.view:
            self._stage.open(prediction.view)
        self._outcome.value = say.outcome(prediction, outcome)
        self._what_ifs.children = [button(w.label, partial(self._try, w.changes)) for w in prediction.what_if]
        last = self._at + 1 == len(self._lab.predictions)
        self._next.description = "To the missions" if last and self._lab.missions else "Next prediction"
        self._steps.children = [*([self._back] if self._at else []), self._again, self._next]
        parts = [self._question, self._outcome]
        if prediction.what_if:
            parts += [html(say.what_if_heading()), self._what_ifs, self._now]
        self._body.children = [*parts, self._steps]
        self._draw_now()

    def _draw_now(self) -> None:
        prediction = self.prediction
        if prediction is None or prediction.id not in self.outcomes:
            return
        state = self._stage.state()
        if state == self._lab.scenario(prediction):
            self._now.value = ""
            return
        try:
            self._now.value = say.now(prediction, prediction.truth(state))
        except AzstudyError as error:
            self._now.value = say.cannot(str(error))

    def _try(self, changes: Mapping[str, Value]) -> None:
        prediction = self._lab.predictions[self._at]
        self._stage.go({**prediction.setup, **changes})

    def _redraw_mission(self) -> None:
        result = self._stage.result()
        if result is not None:
            self._draw_mission(result)

    def _draw_mission(self, result: R) -> None:
        mission = self._lab.missions[self._mission]
        report = mission.report(result)
        if report.solved:
            self.solved.add(mission.id)
        self._mission_html.value = say.mission(mission, report)
        self._mission_form.redraw(self._mission_controls(), {"mission": mission.id})
        last = self._mission + 1 == len(self._lab.missions)
        self._next_mission.layout.display = "none" if last or not report.solved else ""

    # --- what the learner does -------------------------------------------------------------------

    def _on_mode(self, change: Any) -> None:
        if change["old"] != change["new"]:
            self._draw_mode()

    def _on_answer(self, change: Any) -> None:
        value, before = change["new"], change["old"]
        if value.get("skip", 0) > before.get("skip", 0):
            self.enter(Mode.EXPLORE)
        if value.get("commit", 0) <= before.get("commit", 0):
            return
        try:
            if value.get("guess") in (None, ""):
                self._answer.errors = {"guess": "Choose or type an answer first; a guess is fine."}
                return
            self.commit(value["guess"], value["confidence"])
        except AzstudyError as error:
            self._answer.errors = {"guess": str(error)}

    def _step(self, by: int) -> None:
        at = self._at + by
        if at >= len(self._lab.predictions):
            self.enter(Mode.MISSIONS if self._lab.missions else Mode.EXPLORE)
        else:
            self.ask(max(at, 0))

    def _on_mission(self, change: Any) -> None:
        ids = [mission.id for mission in self._lab.missions]
        at = ids.index(change["new"]["mission"])
        if at != self._mission:
            self._mission = at
            self._hint.value = ""
            self._stage.go(self._lab.missions[at].setup)
            self._redraw_mission()

    def _on_next_mission(self) -> None:
        self._mission_form.value = {"mission": self._lab.missions[self._mission + 1].id}

    def _on_hint(self) -> None:
        self._hint.value = say.hint(self._lab.missions[self._mission])

    # --- controls --------------------------------------------------------------------------------

    def _mode_controls(self) -> Controls:
        options = []
        if self._lab.predictions:
            options.append((Mode.PREDICT.value, f"1. Predict ({len(self._lab.predictions)})"))
        options.append((Mode.EXPLORE.value, "Explore freely"))
        if self._lab.missions:
            options.append((Mode.MISSIONS.value, f"2. Missions ({len(self._lab.missions)})"))
        return bar("mode", "What do you want to do?", options, Mode.EXPLORE.value)

    def _first_mission(self) -> str:
        return self._lab.missions[0].id if self._lab.missions else ""

    def _mission_controls(self) -> Controls:
        options = tuple((m.id, say.mission_option(m, m.id in self.solved)) for m in self._lab.missions)
        return controls_of(Choice(name="mission", label="Mission", options=options, default=self._first_mission()))

    def _mission_row(self) -> widgets.Widget:
        return box(self._show_hint, self._next_mission, cls="azs-row")


_COMMIT = Press(name="commit", label="Commit my prediction", primary=True)
_SKIP = Press(name="skip", label="Skip: just show me")


def _answer_control(prediction: Prediction) -> Control:
    answer = prediction.answer
    if isinstance(answer, Options):
        return Choice(name="guess", label="Your prediction", options=answer.options, look="radio")
    if isinstance(answer, Order):
        example = ", ".join(str(n) for n in range(4, 4 + answer.count))
        return Line(name="guess", label="Your prediction", placeholder=f"such as {example}")
    steps = round((answer.maximum - answer.minimum) / answer.step)
    stops = tuple(answer.minimum + answer.step * at for at in range(steps + 1))
    return Number(
        name="guess",
        label="Your prediction",
        unit=answer.unit,
        minimum=answer.minimum,
        maximum=answer.maximum,
        stops=stops,
        whole=False,
        optional=True,
        empty="?",
    )


def _confidence_control() -> Choice:
    options = tuple((member.value, member.label) for member in Confidence)
    return Choice(
        name="confidence", label="How sure are you?", options=options, default=Confidence.FAIRLY.value, look="bar"
    )
