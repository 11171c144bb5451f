"""What a lab is: controls, a pure `compute`, views of its result, predictions and missions. No widgets.

    controls -> state -> compute(state) -> result -> views, predictions, missions

Everything a learner sees comes from `result`, which is also what the lab's twin returns, so a lab
can be tested, printed and read without a browser. A whole lab:

>>> from azstudy.labs import _html as h
>>> from azstudy.labs._controls import Controls, Group, Number
>>> servers = Number(name="servers", label="Servers", minimum=1, maximum=9, stops=(1, 2, 3), default=2)
>>> lab = Lab(
...     name="spare",
...     title="How much spare?",
...     purpose="Lose one server and see what is left.",
...     controls=Controls((Group(title="Design", controls=(servers,)),)),
...     compute=lambda state: 1 - 1 / state["servers"],
...     summary=lambda left: h.facts([("Left after a failure", f"{left:.0%}")]),
...     views=(View(name="left", title="What is left", render=lambda left, _: h.tag("p", f"{left:.0%} is left")),),
...     text=lambda left: f"{left:.0%} is left.",
... )
>>> lab.text(lab.compute(lab.state("spare: servers=3")))
'67% is left.'

`LabWidget(lab)` in `_frame.py` makes a widget of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

import attrs

from azstudy.errors import InvalidInputError, UnknownNameError, nearest
from azstudy.labs._controls import Controls, State, Value
from azstudy.labs._html import Markup
from azstudy.labs._missions import Mission
from azstudy.labs._predict import Prediction
from azstudy.labs._state import read_line, write_line

if TYPE_CHECKING:
    from azstudy.charts import Chart

R = TypeVar("R")
R_contra = TypeVar("R_contra", contravariant=True)

OPEN: State = {}
"""The local state of a view without controls of its own."""


@attrs.frozen(kw_only=True)
class Hands(Generic[R]):
    """What a live part can do to its lab: ask for the state, change it, bring a view into sight."""

    state: Callable[[], State]
    set: Callable[[Mapping[str, Value]], None]
    open: Callable[[str], None]


class Part(Protocol[R_contra]):
    """A part with widgets of its own: it shows results, and its `Hands` change the state."""

    widget: Any

    def show(self, result: R_contra) -> None:
        """Show a result."""


TOOLS = "tools"
"""The live part that stands under the controls; every other part stands in the view of its name."""


@attrs.frozen(kw_only=True)
class View(Generic[R]):
    """One way of showing a result.

    Attributes:
        name: Short and stable.
        title: Words on its tab, or its heading.
        render: HTML from the result and the view's own settings; with a chart it is the chart's table twin.
        chart: The figure above it, if it has one.
        settings: The view's own controls (a filter, say): they change what is shown, not the result.
        count: A number for the tab, such as how many rows there are.
        slow: True where it takes long enough to wait until the learner pauses.
        below: True to show it under the tabs, always in sight.
    """

    name: str
    title: str
    render: Callable[[R, State], Markup]
    chart: Callable[[R, State], Chart] | None = None
    settings: Callable[[R], Controls] | None = None
    count: Callable[[R], int] | None = None
    slow: bool = False
    below: bool = False


@attrs.frozen(kw_only=True)
class Lab(Generic[R]):
    """A lab, declared.

    Attributes:
        name: What starts its state lines: lower case, no spaces.
        title: Its heading.
        purpose: One sentence.
        controls: What can be set.
        compute: The model behind it, from a state to a result; raises AzstudyError for a state that makes no sense.
        summary: The few lines at the top, from a result.
        views: Ways to look at a result.
        text: The result as plain text, for places that show no widgets; its first line is read to screen readers.
        predictions: What to predict first.
        missions: What to reach, easiest first.
        code: The call that gives the same result without the lab; by default the lab's own twin.
        parts: Makes the live parts of one widget, by the name of the view each stands in, or `TOOLS`.
        exhibit: What a learner may see of a result before predicting; nothing by default.
        settle: What else follows when one state gives way to another; the new state itself by default.
        refusal: What stands before the reason where a state makes no sense.
    """

    name: str
    title: str
    purpose: str
    controls: Controls
    compute: Callable[[State], R]
    summary: Callable[[R], Markup]
    views: tuple[View[R], ...]
    text: Callable[[R], str]
    predictions: tuple[Prediction, ...] = ()
    missions: tuple[Mission[R], ...] = ()
    code: Callable[[State], str] | None = None
    parts: Callable[[Hands[R]], Mapping[str, Part[R]]] | None = None
    exhibit: Callable[[R], Markup] | None = None
    settle: Callable[[State, State], Mapping[str, Value]] | None = None
    refusal: str = "These needs contradict each other."

    def __attrs_post_init__(self) -> None:
        for prediction in self.predictions:
            self.controls.state(prediction.setup)
        for mission in self.missions:
            self.controls.state(mission.setup)

    def opened(self, line: str, given: Mapping[str, Value]) -> State:
        """As `state`, with what follows from the `given` values settled."""
        return self.settled(self.state(line), self.state(line, given))

    def settled(self, old: State, new: State) -> State:
        """The state that `new` comes to after `old`."""
        return new if self.settle is None else self.controls.state(self.settle(old, new), base=new)

    def state(self, line: str = "", given: Mapping[str, Value] | None = None) -> State:
        """The state a line describes, with the `given` values on top.

        Raises:
            InvalidInputError: For a line or value that makes no sense.
        """
        base = read_line(self.name, self.controls, line) if line.strip() else self.controls.defaults
        return self.controls.state(given, base=base)

    def call(self, state: State) -> str:
        """The Python that gives a state's result."""
        return f'az.labs.{self.name}_result("{self.line(state)}")' if self.code is None else self.code(state)

    def line(self, state: State) -> str:
        """The line of text that opens `state` again."""
        return write_line(self.name, self.controls, state)

    def opening(self, state: State) -> str:
        """The Python that opens this lab in `state`."""
        return f'az.labs.{self.name}(state="{self.line(state)}")'

    def prediction(self, ident: str) -> Prediction:
        """The prediction called `ident`."""
        return _named("prediction", ident, {p.id: p for p in self.predictions})

    def mission(self, ident: str) -> Mission[R]:
        """The mission called `ident`."""
        return _named("mission", ident, {m.id: m for m in self.missions})

    def scenario(self, prediction: Prediction) -> State:
        """The state in which a prediction is asked."""
        return self.controls.state(prediction.setup)

    def contradicts(self, prediction: Prediction) -> bool:
        """True where the scenario really proves the misconception wrong; each lab's tests assert it."""
        truth = prediction.truth(self.scenario(prediction))
        wrong = prediction.answer.parse(prediction.misconception.answer)
        return not prediction.answer.same(truth.answer, wrong)


T = TypeVar("T")


def _named(kind: str, ident: str, known: Mapping[str, T]) -> T:
    if not known:
        raise InvalidInputError(f"This lab has no {kind}.")
    if ident not in known:
        raise UnknownNameError(kind, ident, nearest(ident, known), hint=f"Allowed: {', '.join(known)}.")
    return known[ident]
