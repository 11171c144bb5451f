"""The review lab without a browser: twin and widget agree, fields follow the model, predictions are proved wrong."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

import azstudy as az
from azstudy import labs
from azstudy.catalog.catalog import default_catalog
from azstudy.catalog.designs import example, examples
from azstudy.catalog.reviewing import facts_of, review
from azstudy.errors import InvalidInputError
from azstudy.labs._review.designs import designs
from azstudy.labs._review.edits import apply, at, places
from azstudy.labs._review.fields import fields_of
from azstudy.labs._review.helping import helps
from azstudy.labs._review.lab import review_lab
from azstudy.labs._review.result import belief

LAB = review_lab()
NAMES = list(designs())


def seen(widget):
    if getattr(widget.layout, "display", None) == "none":
        return ""
    own = widget.value if type(widget).__name__ == "HTML" else ""
    return own + "".join(map(seen, getattr(widget, "children", ())))


def tools(widget):
    return widget._tools


def choose(widget, key):
    tools(widget).chooser.value = {**tools(widget).chooser.value, "about": key}


def change(widget, target, value):
    form = tools(widget).fields
    assert target in form.value
    form.value = {**form.value, target: value}


# --- the twin ------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", NAMES)
def test_the_twin_is_the_review_and_nothing_else(name):
    result = labs.review_result(example=name)
    assert result.review == review(designs()[name])
    assert result.as_dict()["findings"] == review(designs()[name]).as_dict()["findings"]
    json.dumps(result.as_dict())


@pytest.mark.parametrize("name", NAMES)
def test_a_pasted_design_gives_what_the_example_gives(name):
    for given_design in (designs()[name], designs()[name].to_json()):
        assert labs.review_result(design=given_design).review == labs.review_result(example=name).review


def test_the_line_opens_the_same_state_also_with_a_pasted_design_and_changes():
    state = LAB.state(
        "", {"example": "own", "design": designs()["shop"].to_json(), "edits": "ScaleSet:web.fault_domains=1"}
    )
    line = LAB.line(state)
    assert len(line.splitlines()) == 1
    assert LAB.state(line) == state
    assert LAB.compute(LAB.state(line)).design.scale_sets[0].fault_domains == 1


@given(st.text(max_size=300))
def test_any_text_survives_the_line_and_is_a_design_or_one_clear_message(text):
    state = LAB.state("", {"design": text, "example": "own"})
    if not text.strip().startswith("z:"):
        assert LAB.state(LAB.line(state)) == state
    with pytest.raises(InvalidInputError):
        LAB.compute(state)


def test_a_damaged_or_exploding_line_is_refused():
    import base64
    import zlib

    with pytest.raises(InvalidInputError, match="copy the whole line"):
        labs.review_result("review: example=own design=z:%%%")
    bomb = base64.urlsafe_b64encode(zlib.compress(b"0" * 50_000_000)).decode().rstrip("=")
    with pytest.raises(InvalidInputError, match="too large"):
        labs.review_result(f"review: example=own design=z:{bomb}")


def test_the_code_shown_gives_the_findings_shown():
    state = LAB.state("review: example=shop edits=VirtualMachine:db1.zone=null")
    names = {}
    *lines, last = LAB.call(state).splitlines()
    exec("\n".join(lines), names)
    assert eval(last, names) == LAB.compute(state).review


def test_gone_and_new_findings_are_told_apart():
    edits = "VirtualMachine:db1.data_disks[0].type=PremiumV2"
    result = labs.review_result(example="fast-disk", edits=edits)
    assert result.before.ok and not result.legal
    assert {finding.rule_id for finding in result.new} >= {"disk-07"}
    fixed = labs.review_result(example="six-disks", edits="VirtualMachine:files.size=D4s_v5")
    assert [finding.rule_id for finding in fixed.gone] == ["size-01"]
    assert "✓ gone: files" in repr(fixed)


def test_every_bundled_example_can_be_chosen_and_opens():
    for info in examples():
        result = labs.review_result(example=info.name)
        assert result.design == example(info.name)
        assert result.legal is info.legal
        assert "Fix by form" in seen(labs.review(example=info.name))


# --- the drawing and the table ---------------------------------------------------------------------
@pytest.mark.parametrize("name", NAMES)
def test_drawing_and_table_show_every_finding_of_the_twin(name):
    widget = labs.review(example=name)
    result = labs.review_result(example=name)
    painted = [str(badge) for part in (*result.drawing.nodes, *result.drawing.groups) for badge in part.badges]
    shown = seen(widget)
    for finding in result.findings:
        if finding.subject:
            assert any(
                finding.rule.title in badge and finding.severity.value.replace("info", "advice") in badge
                for badge in painted
            )
        for words in (finding.what, finding.reason, finding.fix, finding.source.title, finding.date, finding.rule_id):
            assert az.labs._html.text(words) in shown
        assert belief(finding.misconception) in shown
    assert widget._panes._tabbed["graph"].part.view.topology == result.drawing


# --- the form --------------------------------------------------------------------------------------
def test_a_field_changed_in_the_form_changes_the_design_and_the_finding_goes():
    widget = labs.review(example="six-disks")
    choose(widget, "size-01|files")
    change(widget, "VirtualMachine:files.size", "Standard_D4s_v5")
    assert widget.result.legal
    assert widget.line == "review: edits=VirtualMachine:files.size=Standard_D4s_v5"
    assert "Gone: Number of data disks." in seen(widget)
    tools(widget).actions.value = {"undo": 1, "clear": 0, "as_text": 0}
    assert widget.line == "review:"
    assert not widget.result.legal


def test_nonsense_in_a_field_is_said_there_and_changes_nothing():
    widget = labs.review(example="rolling")
    choose(widget, "scaleset-08|api")
    change(widget, "ScaleSet:api.fault_domains", -4)
    assert "fault_domains" in tools(widget).fields.errors["ScaleSet:api.fault_domains"]
    assert widget.line == "review: example=rolling"


def test_edit_as_text_takes_the_design_as_it_is_now():
    widget = labs.review(example="six-disks", edits="VirtualMachine:files.zone=2")
    tools(widget).actions.value = {"undo": 0, "clear": 0, "as_text": 1}
    assert widget.state["example"] == "own" and widget.state["edits"] == ""
    assert widget.result.design.vms[0].zone == 2


def test_another_example_forgets_the_changes_made_to_the_one_before():
    widget = labs.review(example="six-disks", edits="VirtualMachine:files.zone=2")
    widget.set(example="sql")
    assert widget.line == "review: example=sql"


def test_bad_text_is_explained_in_the_lab_and_nothing_is_lost():
    widget = labs.review(example="sql")
    widget.set(design='{"version": 7, "noun": {"kind": "Design"}}')
    assert widget.result is None
    assert "version: 7" in seen(widget)
    assert widget.state["design"].startswith('{"version": 7')
    widget.set(example="sql")
    assert widget.result.design == designs()["sql"]
    assert widget.state["design"].startswith('{"version": 7')
    assert "JSON" in seen(labs.review(design="{"))


def test_choosing_in_the_drawing_chooses_in_the_form_and_back():
    widget = labs.review(example="shop")
    view = widget._panes._tabbed["graph"].part.view
    view.selected = "web"
    assert tools(widget).chooser.value["about"].endswith("|web")
    choose(widget, "disk-07|db2/data")
    assert view.selected == "db2/data"


@pytest.mark.parametrize("name", NAMES)
def test_every_field_offered_shows_the_model_and_its_other_values_can_be_set(name):
    design, catalog = designs()[name], default_catalog()
    for _, place, noun in places(design):
        for field in fields_of(design, place, noun, catalog):
            assert apply(design, [field.edit(field.value)]) == design
            assert field.control.parse(field.value) == field.value
            assert field.say(field.value)
            for value in field.trials[:3]:
                changed = apply(design, [field.edit(value)])
                assert getattr(at(changed, field.place), field.name) is not None or value is None or value is False


@pytest.mark.parametrize("name", NAMES)
def test_what_is_said_to_take_a_finding_away_does(name):
    design, facts, catalog = designs()[name], facts_of(), default_catalog()
    for finding in review(design).errors:
        offered = helps(design, finding, facts, catalog)
        assert offered, finding
        for one in offered:
            after = review(apply(design, [one.field.edit(one.value)]))
            assert (finding.rule_id, finding.subject) not in {(f.rule_id, f.subject) for f in after.findings}


# --- predictions and missions ----------------------------------------------------------------------
@pytest.mark.parametrize("prediction", LAB.predictions, ids=lambda prediction: prediction.id)
def test_the_scenario_contradicts_the_misconception(prediction):
    assert LAB.contradicts(prediction)
    assert prediction.truth(LAB.scenario(prediction)).steps


def test_while_a_prediction_is_open_the_design_is_shown_and_its_findings_are_not():
    widget = labs.review()
    assert "<svg" in seen(widget) and "share1" in seen(widget)
    assert "size-01" not in seen(widget) and "Fix by form" not in seen(widget)
    widget.commit("smaller")
    assert "size-01" in seen(widget) and "Fix by form" in seen(widget)
    assert widget.outcomes["which-change"].trapped


@pytest.mark.parametrize("mission", LAB.missions, ids=lambda mission: mission.id)
def test_a_mission_begins_unsolved_and_its_par_is_a_real_way(mission):
    start = LAB.compute(LAB.controls.state(mission.setup))
    assert not mission.report(start).solved
    assert mission.par() is not None


def test_missions_begin_where_they_say_and_rise():
    widget = labs.review(example="sql")
    widget.enter("missions")
    assert widget.line == "review:"
    levels = [mission.level for mission in LAB.missions]
    assert levels == sorted(levels) and len(set(levels)) >= 4
    widget.set(edits="VirtualMachine:files.size=D4s_v5")
    assert widget.solved == {"attach-six"}


# --- reviewing on the catalogue --------------------------------------------------------------------
def test_reviewing_judges_on_the_catalogue_and_its_day():
    found = review(designs()["sql"])
    assert found.on == default_catalog().as_of
    assert review(designs()["sql"], on="2030-01-01").on == "2030-01-01"


@pytest.mark.parametrize("given_", [designs()["sql"].vms[0], "sql", None])
def test_reviewing_takes_designs_only(given_):
    with pytest.raises(InvalidInputError, match="a Design is needed"):
        review(given_)


def test_reviewing_refuses_a_day_that_is_none():
    with pytest.raises(InvalidInputError, match="not a date"):
        review(designs()["sql"], on="soon")
