"""The frame carries any lab: with little or much declared, with errors from the model, with settings of a view."""

import attrs
import pytest

from azstudy.errors import InvalidInputError
from azstudy.labs import _html as h
from azstudy.labs._controls import Choice, Choices, Controls, Group, Number, Toggle
from azstudy.labs._frame import LabWidget
from azstudy.labs._lab import Lab, View
from azstudy.labs._predict import Misconception, Options, Prediction, Truth

CONTROLS = Controls(
    (
        Group(
            title="Design",
            controls=(
                Number(name="servers", label="Servers", minimum=1, maximum=9, stops=(1, 2, 3), default=2),
                Choices(name="zones", label="Zones", options=(("1", "one"), ("2", "two"))),
                Toggle(name="spare", label="One more"),
            ),
        ),
    )
)


def compute(state):
    if state["servers"] == 9:
        raise InvalidInputError("Nine is too many.")
    return state["servers"] + state["spare"] + 10 * len(state["zones"])


def lab(**more):
    count = Choice(name="as", label="As", options=(("digits", "digits"), ("stars", "stars")), default="digits")
    base = Lab(
        name="demo",
        title="Demo",
        purpose="A lab to test with.",
        controls=CONTROLS,
        compute=compute,
        summary=lambda n: h.tag("p", f"sum {n}"),
        views=(
            View(
                name="main",
                title="Main",
                render=lambda n, local: h.tag("p", "*" * n if local["as"] == "stars" else f"view {n}"),
                settings=lambda _: Controls((Group(title="", controls=(count,)),)),
            ),
        ),
        text=lambda n: f"It is {n}.",
    )
    return attrs.evolve(base, **more)


def seen(widget):
    if getattr(widget.layout, "display", None) == "none":
        return ""
    return (
        getattr(widget, "value", "")
        if type(widget).__name__ == "HTML"
        else "".join(map(seen, getattr(widget, "children", ())))
    )


def forms(widget):
    found = [widget] if hasattr(widget, "groups") else []
    for child in getattr(widget, "children", ()):
        found += forms(child)
    return found


def form_with(widget, name):
    return next(form for form in forms(widget) if name in form.value)


def test_a_lab_without_predictions_and_missions_opens_on_its_results():
    widget = LabWidget(lab())
    assert widget.mode == "explore"
    assert "sum 2" in seen(widget)
    assert "view 2" in seen(widget)
    assert repr(widget) == "Demo (demo:)\nIt is 2."
    widget.reset()
    assert widget.mode == "explore"


def test_choices_and_toggles_reach_the_model_and_the_line():
    widget = LabWidget(lab())
    form = form_with(widget, "servers")
    form.value = {**form.value, "zones": ["2", "1"], "spare": True}
    assert widget.result == 23
    assert widget.line == "demo: zones=1,2 spare=yes"
    widget.open_line("demo: zones=2")
    assert form.value == {"servers": 2, "zones": ["2"], "spare": False}


def test_the_twin_is_the_code_where_a_lab_names_no_other():
    assert lab().call(CONTROLS.state({"servers": 3})) == 'az.labs.demo_result("demo: servers=3")'


def test_a_state_the_model_refuses_is_explained_and_left_again():
    widget = LabWidget(lab())
    widget.set(servers=9)
    assert widget.result is None
    assert "Nine is too many." in seen(widget)
    assert repr(widget) == "Demo (demo: servers=9)"
    widget.set(servers=3)
    assert "sum 3" in seen(widget)
    assert "Nine is too many." not in seen(widget)


def test_the_settings_of_a_view_change_what_is_shown_and_not_the_result():
    widget = LabWidget(lab())
    form = form_with(widget, "as")
    form.value = {"as": "stars"}
    assert ">**<" in seen(widget)
    widget.set(servers=4)
    assert ">****<" in seen(widget)
    assert widget.line == "demo: servers=4"


def question(**more):
    return Prediction(
        id="rise",
        title="t",
        question="q",
        setup={"servers": 3},
        answer=Options((("yes", "yes"), ("no", "no"))),
        truth=lambda state: Truth(answer="yes" if compute(state) > 2 else "no", because="three is more than two"),
        misconception=Misconception(answer="no", name="m", text="x"),
        **more,
    )


def test_a_prediction_may_stand_alone_without_what_ifs_and_missions():
    one = lab(predictions=(question(),))
    widget = LabWidget(one)
    assert one.contradicts(question())
    assert "sum 3" not in seen(widget)
    widget.commit("no")
    assert "three is more than two" in seen(widget)
    assert "sum 3" in seen(widget)


def test_a_prediction_with_an_impossible_scenario_is_refused_when_the_lab_is_made():
    with pytest.raises(InvalidInputError, match="1 to 9"):
        lab(predictions=(attrs.evolve(question(), setup={"servers": 12}),))
