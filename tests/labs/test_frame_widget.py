"""The lab as a widget, driven from Python: predict, run, explain, what-if, missions, reset, live update."""

import asyncio

import ipywidgets
import pytest

from azstudy import labs
from azstudy.errors import InvalidInputError


def words(widget):
    """All HTML a learner could see now, hidden parts left out."""
    if getattr(widget.layout, "display", None) == "none":
        return ""
    if isinstance(widget, ipywidgets.HTML):
        return widget.value
    return "\n".join(words(child) for child in getattr(widget, "children", ()))


def forms(widget):
    """Every form of a lab, whether in sight or not."""
    found = [widget] if hasattr(widget, "groups") else []
    for child in getattr(widget, "children", ()):
        found += forms(child)
    return found


def buttons(widget):
    if isinstance(widget, ipywidgets.Button):
        return {widget.description: widget}
    found = {}
    for child in getattr(widget, "children", ()):
        found |= buttons(child)
    return found


def press(form, name, **values):
    """What the browser does when the learner fills in a form and presses a button in it."""
    form.value = {**form.value, **values, name: form.value[name] + 1}


def form_with(lab, name):
    return next(form for form in forms(lab) if name in form.value)


def move(lab, **values):
    """What the browser does when the learner moves controls."""
    form = form_with(lab, "vcpus")
    form.value = {**form.value, **values}


def test_results_are_covered_until_a_guess_is_committed():
    lab = labs.sizing()
    assert lab.mode == "predict"
    before = words(lab)
    assert "The results are covered" in before
    assert "B4as_v2" not in before
    assert "49.8" not in before
    outcome = lab.commit(16.5, "sure")
    assert outcome.trapped
    after = words(lab)
    assert "The results are covered" not in after
    assert "You said" in after
    assert "49.8 % less" in after
    assert "Sure, but not so" in after
    assert "B4as_v2" in after


def test_a_covered_lab_draws_nothing_of_a_new_result():
    lab = labs.sizing()
    move(lab, vcpus=8)
    assert lab.state["vcpus"] == 8
    assert "Cheapest that fits" not in words(lab)


def test_a_guess_that_makes_no_sense_uncovers_nothing():
    lab = labs.sizing()
    with pytest.raises(InvalidInputError):
        lab.commit("plenty")
    assert lab.outcomes == {}
    assert "The results are covered" in words(lab)


def test_committing_by_button_asks_for_an_answer_first():
    lab = labs.sizing()
    form = form_with(lab, "guess")
    press(form, "commit")
    assert "guess" in form.errors
    assert lab.outcomes == {}
    press(form, "commit", guess=50)
    assert lab.outcomes["windows-gap"].right


def test_skipping_shows_the_results():
    lab = labs.sizing()
    press(form_with(lab, "guess"), "skip")
    assert lab.mode == "explore"
    assert "Cheapest that fits" in words(lab)
    assert lab.outcomes == {}


def test_what_if_changes_the_scenario_and_says_the_answer_for_it():
    lab = labs.sizing()
    lab.commit(50)
    buttons(lab)["…on Linux?"].click()
    assert lab.state["os"] == "linux"
    assert "With these settings:" in words(lab)
    assert "16.5 % less" in words(lab)
    buttons(lab)["Back to the scenario"].click()
    assert lab.state["os"] == "windows"
    assert "With these settings:" not in words(lab)


def test_all_predictions_can_be_walked_through_to_the_missions():
    lab = labs.sizing()
    for prediction in lab.lab.predictions:
        assert "The results are covered" in words(lab)
        lab.commit(prediction.misconception.answer, "guess")
        press = buttons(lab)
        press.get("Next prediction", press.get("To the missions")).click()
    assert lab.mode == "missions"
    assert len(lab.outcomes) == len(lab.lab.predictions)
    assert lab.state == lab.lab.controls.defaults


def test_an_answered_prediction_stays_answered_on_the_way_back():
    lab = labs.sizing()
    lab.commit(50)
    buttons(lab)["Next prediction"].click()
    buttons(lab)["Previous"].click()
    assert "You said" in words(lab)


def test_a_prediction_left_open_covers_the_results_again_after_exploring():
    lab = labs.sizing()
    lab.enter("explore")
    assert "Cheapest that fits" in words(lab)
    lab.enter("predict")
    assert "The results are covered" in words(lab)


def test_a_given_state_opens_without_predictions_unless_asked_for():
    assert labs.sizing("sizing: vcpus=4").mode == "explore"
    assert labs.sizing(vcpus=4).mode == "explore"
    assert labs.sizing(vcpus=4, predict=True).mode == "predict"
    assert labs.sizing(predict=False).mode == "explore"


def test_moving_a_control_shows_what_the_twin_returns():
    lab = labs.sizing(predict=False)
    for vcpus in (2, 8, 64):
        move(lab, vcpus=vcpus)
        twin = labs.sizing_result(vcpus=vcpus)
        assert lab.result.offers == twin.offers
        assert lab.lab.summary(twin) in words(lab)
        assert lab.lab.views[0].render(twin, {}) in words(lab)


def test_a_bad_value_is_said_beside_its_control_and_keeps_the_result():
    lab = labs.sizing(vcpus=4)
    offers = lab.result.offers
    move(lab, vcpus=2.5)
    form = form_with(lab, "vcpus")
    assert "whole number" in form.errors["vcpus"]
    assert lab.result.offers == offers
    move(lab, vcpus=2)
    assert form.errors == {}
    assert lab.state["vcpus"] == 2


def test_a_state_pasted_as_a_line_opens():
    lab = labs.sizing(predict=False)
    lab.open_line("sizing: vcpus=4 os=windows")
    assert (lab.state["vcpus"], lab.state["os"]) == (4, "windows")
    assert form_with(lab, "vcpus").value["os"] == "windows"
    with pytest.raises(InvalidInputError):
        lab.open_line("sizing: nonsense")
    assert lab.state["vcpus"] == 4
    assert labs.sizing(lab.line).state == lab.state


def tab(lab, name):
    form_with(lab, "view").value = {"view": name}


def test_code_and_state_follow_the_controls_and_a_bad_line_is_explained():
    lab = labs.sizing(vcpus=4)
    tab(lab, "code")
    lab.set(memory_gib=16)
    copied = form_with(lab, "code").value
    assert "memory_gib=16" in copied["code"]
    assert copied["line"] == "sizing: vcpus=4 memory_gib=16"
    assert copied["opening"] == 'az.labs.sizing(state="sizing: vcpus=4 memory_gib=16")'
    paste = next(form for form in forms(lab) if set(form.value) == {"line", "open"})
    press(paste, "open", line="disks: x=1")
    assert "for the lab 'disks'" in paste.errors["line"]
    press(paste, "open", line="vcpus=8")
    assert lab.state["vcpus"] == 8
    assert paste.errors == {}


def test_every_tab_draws_and_only_charts_show_the_figure():
    lab = labs.sizing(vcpus=4, memory_gib=16)
    titles = dict(form_with(lab, "view").groups[0]["fields"][0]["options"])
    assert "(8)" in titles["near"] or "Near misses (" in titles["near"]
    for name in titles:
        tab(lab, name)
        figures = [w for w in _all(lab) if type(w).__name__ == "FigureWidget"]
        assert len(figures) == 1
        easel = next(w for w in _all(lab) if figures[0] in getattr(w, "children", ()))
        view = next((v for v in lab.lab.views if v.name == name), None)
        has_chart = view is not None and view.chart is not None
        assert (easel.layout.display != "none") is has_chart


def _all(widget):
    yield widget
    for child in getattr(widget, "children", ()):
        yield from _all(child)


def test_the_reject_filter_works_and_survives_a_change_of_needs():
    lab = labs.sizing(vcpus=8, memory_gib=32, data_disks=18)
    form = form_with(lab, "reason")
    form.value = {**form.value, "reason": "data_disks"}
    assert "data disks: has 16, needs at least 18" in words(lab)
    lab.set(data_disks=20)
    assert form.value["reason"] == "data_disks"
    assert "needs at least 20" in words(lab)
    lab.set(data_disks=None)
    assert form.value["reason"] == ""


def test_missions_are_checked_as_the_learner_works():
    lab = labs.sizing(predict=False)
    lab.enter("missions")
    assert "(not yet)" in words(lab)
    lab.set(vcpus=2, memory_gib=4, architecture="x64")
    assert lab.solved == {"any-vm"}
    assert "Solved at par: 31.54 USD a month." in words(lab)
    buttons(lab)["Next mission"].click()
    assert lab.state == lab.lab.controls.defaults
    assert "web server" in words(lab)
    options = dict(form_with(lab, "mission").groups[0]["fields"][0]["options"])
    assert "✓ solved" in options["any-vm"]
    assert "Hint:" not in words(lab)
    buttons(lab)["Hint"].click()
    assert "Hint:" in words(lab)


def test_starting_again_forgets_everything():
    lab = labs.sizing()
    lab.commit(50)
    lab.enter("missions")
    lab.set(vcpus=2, memory_gib=4, architecture="x64")
    lab.reset()
    assert lab.mode == "predict"
    assert lab.outcomes == {}
    assert lab.solved == frozenset()
    assert "The results are covered" in words(lab)


def test_resetting_the_needs_goes_back_to_how_the_lab_was_opened():
    lab = labs.sizing(vcpus=4)
    lab.set(vcpus=16, os="windows")
    buttons(lab)["Reset settings"].click()
    assert lab.line == "sizing: vcpus=4"


def test_the_text_twin_is_short_stable_and_in_the_mime_bundle():
    one, two = labs.sizing(vcpus=4, memory_gib=16), labs.sizing(vcpus=4, memory_gib=16)
    bundle = one._repr_mimebundle_()
    assert set(bundle) == {"text/plain", "application/vnd.jupyter.widget-view+json"}
    assert bundle["text/plain"] == two._repr_mimebundle_()["text/plain"] == repr(one)
    assert bundle["text/plain"].startswith("Size a virtual machine (sizing: vcpus=4 memory_gib=16)\nCheapest: ")
    assert one.model_id not in bundle["text/plain"]
    assert len(bundle["text/plain"]) < 1000


def test_the_text_twin_keeps_the_results_covered_too():
    lab = labs.sizing()
    assert "Cheapest" not in repr(lab)
    assert "Commit a prediction first" in repr(lab)
    lab.commit(50)
    assert "Cheapest" in repr(lab)


def test_on_a_running_loop_offers_come_at_once_and_rejects_after_the_pause():
    async def learner():
        lab = labs.sizing(vcpus=4)
        await asyncio.sleep(0.3)
        rejected = next(view for view in lab.lab.views if view.name == "rejected")
        move(lab, vcpus=64)
        new = lab.lab.views[0].render(labs.sizing_result(vcpus=64), {})
        late = rejected.render(lab.result, rejected.settings(lab.result).defaults)
        assert new in words(lab)
        assert late not in words(lab)
        await asyncio.sleep(0.4)
        assert late in words(lab)
        assert "B64" in form_with(lab, "vcpus").spoken or "64" in form_with(lab, "vcpus").spoken

    asyncio.run(learner())
