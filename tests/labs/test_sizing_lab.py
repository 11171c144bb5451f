"""The sizing lab without a browser: its state, twin, views, predictions and missions on the bundled catalogue."""

import json
import re

import pytest
from hypothesis import HealthCheck, given, settings
from labs.states import states_of

import azstudy as az
from azstudy import labs
from azstudy.catalog.catalog import default_catalog
from azstudy.errors import AzstudyError, InvalidInputError, UnknownNameError
from azstudy.labs._sizing.controls import NO_SPOT, code, query
from azstudy.labs._sizing.lab import sizing_lab
from azstudy.labs._sizing.result import constraint_label
from azstudy.simulate.burstable.facts import endurance

LAB = sizing_lab()
REGIONS = [value for value, _ in LAB.controls["regions"].options]
SERIES = [value for value, _ in LAB.controls["series"].options]

STATES = states_of(LAB)


@given(STATES)
def test_any_state_survives_as_a_line_of_text(values):
    state = LAB.state(given=values)
    assert LAB.state(LAB.line(state)) == state


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(STATES)
def test_the_code_shown_gives_what_the_lab_shows(values):
    state = LAB.state(given=values)
    result = LAB.compute(state)
    shown = eval(LAB.code(state), {"az": az})
    assert shown.offers == result.offers
    assert len(shown.fitting) == result.fitting


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(STATES)
def test_every_view_can_draw_every_state(values):
    result = LAB.compute(LAB.state(given=values))
    assert LAB.summary(result)
    assert LAB.text(result)
    for view in LAB.views:
        local = view.settings(result).defaults if view.settings else {}
        assert view.render(result, local)
        if view.chart:
            view.chart(result, local).figure()
    assert result.fitting + result.rejected_count == len(default_catalog().sizes.names)


def test_a_beginner_meets_six_controls_and_each_azure_need_names_its_property():
    first, *rest = LAB.controls.groups
    assert first.open
    assert len(first.controls) == 6
    assert not any(group.open for group in rest)
    named = {control.name: control.property for control in LAB.controls}
    assert named["data_disks"] == "MaxDataDiskCount"
    assert named["hybrid_benefit"] == "licenseType"
    assert all(control.label for control in LAB.controls)


def test_the_twin_is_find_sizes():
    result = labs.sizing_result(vcpus=4, memory_gib=16, os="windows")
    assert result.offers == az.find_sizes(vcpus=4, memory_gib=16, os="windows").offers
    assert result.best is result.offers[0]
    assert result.as_dict()["state"]["vcpus"] == 4
    json.dumps(result.as_dict())


def test_the_twin_says_in_plain_text_what_the_lab_shows():
    said = str(labs.sizing_result("sizing: vcpus=4 memory_gib=16 architecture=x64"))
    assert said.startswith("Cheapest: B4as_v2, 126.29 USD a month (published).")
    assert "CPU credits" in said


def test_when_nothing_fits_the_twin_says_which_needs_reject_most():
    result = labs.sizing_result(vcpus=416, memory_gib=11400, nics=15)
    assert result.best is None
    assert str(result).startswith("No size fits. Most are rejected by: ")
    summary = LAB.summary(result)
    assert "Nothing fits." in summary
    assert "No offer fits" in LAB.views[0].render(result, {})


def test_giving_up_one_need_is_named_when_it_would_help():
    result = labs.sizing_result(vcpus=4, memory_gib=16, budget_usd_per_month=5)
    assert result.best is None
    alone = {b.constraint: b.alone for b in result.blockers}["budget"]
    assert f"over the budget, would let {alone:,} sizes fit" in LAB.summary(result)


def test_hybrid_benefit_is_left_out_on_linux():
    state = LAB.state(given={"hybrid_benefit": True})
    assert "hybrid_benefit" not in query(state)
    assert query(LAB.state(given={"hybrid_benefit": True, "os": "windows"}))["hybrid_benefit"] is True


def test_the_cheapest_of_all_terms_leaves_out_spot():
    state = LAB.state(given={"term": "best", "vcpus": 4})
    assert query(state)["term"] == NO_SPOT
    assert {offer.term.value for offer in LAB.compute(state).offers} <= set(NO_SPOT)


def test_the_code_for_no_needs_is_a_bare_call():
    bare = {**LAB.controls.defaults, "regions": "westeurope"}
    assert code(bare).startswith("az.find_sizes(")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"vcpus": 0}, "vCPUs"),
        ({"vcpus": 2.5}, "whole number"),
        ({"regions": "westeruope"}, "Did you mean westeurope"),
        ({"hours_per_month": 900}, "744"),
        ({"disks": 3}, "Unknown setting"),
        ({"state": "disks: a=1"}, "for the lab 'disks'"),
    ],
)
def test_a_bad_need_says_what_is_allowed(arguments, words):
    with pytest.raises(InvalidInputError, match=re.escape(words)):
        labs.sizing_result(**arguments)


# --- views -------------------------------------------------------------------------------------------


def view(name):
    return next(one for one in LAB.views if one.name == name)


def test_the_chart_and_its_table_twin_name_the_same_offers():
    result = labs.sizing_result(vcpus=4, memory_gib=16, os="windows")
    labels = [label[2:] for label in view("offers").chart(result, {}).traces[0]["y"]]
    table = view("offers").render(result, {})
    assert labels == [offer.size.removeprefix("Standard_") for offer in result.offers]
    assert all(f">{label}<" in table for label in labels)
    assert all(f"{offer.usd_per_month:,.2f}" in table for offer in result.offers)


def test_estimated_prices_look_different_and_are_counted():
    result = labs.sizing_result(vcpus=4, os="windows", regions="eastus")
    assert result.estimated_share == 1
    assert "100% of these offers are estimated" in LAB.summary(result)
    assert view("offers").render(result, {}).count("≈ estimated") == 10
    assert set(view("offers").chart(result, {}).traces[0]["marker"]["pattern"]["shape"]) == {"/"}
    assert "EST-LICENCE" in view("sources").render(result, {})


def test_the_summary_names_source_and_date():
    summary = LAB.summary(labs.sizing_result(vcpus=4))
    assert re.search(r"Prices: .*, 20\d\d-\d\d-\d\d\. 0% of these offers are estimated", summary)


def test_several_regions_and_terms_get_columns_of_their_own():
    table = view("offers").render(labs.sizing_result(vcpus=4, regions="all", term="best"), {})
    assert ">Region<" in table
    assert ">Paid by<" in table


def test_rejects_can_be_filtered_by_reason_and_name():
    result = labs.sizing_result(vcpus=8, memory_gib=32, data_disks=18)
    settings_of = view("rejected").settings(result)
    names = dict(settings_of["reason"].options)
    assert names[""] == f"any reason: {result.rejected_count:,}"
    filtered = view("rejected").render(result, settings_of.state({"reason": "data_disks", "name": "d8s_v5"}))
    assert ">D8s_v5<" in filtered
    assert "data disks: has 16, needs at least 18" in filtered
    assert ">D8s_v6<" not in filtered
    none = view("rejected").render(result, settings_of.state({"name": "no such size"}))
    assert "No rejected size matches" in none


def test_reject_counts_are_the_blockers():
    result = labs.sizing_result(vcpus=8, data_disks=18)
    table = view("rejected").render(result, view("rejected").settings(result).defaults)
    for blocker in result.blockers:
        assert constraint_label(blocker.constraint) in table
        assert f">{blocker.rejects:,}<" in table


def test_near_misses_say_what_would_make_them_fit():
    result = labs.sizing_result(vcpus=8, memory_gib=32, data_disks=18)
    table = view("near").render(result, {})
    assert ">D8as_v5<" in table
    assert "2 data disks fewer (16 of 18)" in table
    assert all(miss.reason.shortfall <= 0.5 for miss in result.near_misses)
    assert view("near").count(result) == len(result.near_misses)


def test_the_front_in_the_chart_is_the_front_in_the_table():
    result = labs.sizing_result(vcpus=4, memory_gib=16)
    local = view("front").settings(result).state({"capability": "uncached_iops"})
    steps = view("front").chart(result, local).traces[1]
    best = result.sizing.pareto("uncached_iops")
    assert steps["x"] == [offer.usd_per_month for offer in best]
    table = view("front").render(result, local)
    assert all(offer.size.removeprefix("Standard_") in table for offer in best)


def test_hours_and_terms_cross_where_break_even_says():
    result = labs.sizing_result(vcpus=4, memory_gib=16, series="Dsv5", os="windows", hours_per_month=176)
    local = view("hours").settings(result).defaults
    table = view("hours").render(result, local)
    for even in az.break_even("D4s_v5", region="westeurope", os="windows"):
        assert f"{even.hours_per_month:,.0f} h a month" in table
    payg, *terms = view("hours").chart(result, local).traces
    rate = payg["y"][1] / 730
    for even, line in zip(az.break_even("D4s_v5", os="windows"), terms, strict=True):
        at = even.hours_per_month
        assert line["y"][0] + (line["y"][1] - line["y"][0]) * at / 730 == pytest.approx(rate * at, rel=1e-3)
    used = az.price("D4s_v5", os="windows", hours_per_month=176)[0].usd_per_month
    assert f">{used:,.2f}<" in table


def test_regions_stand_side_by_side_with_the_chosen_one_among_them():
    result = labs.sizing_result(vcpus=4, regions="brazilsouth")
    labels = view("regions").chart(result, {}).traces[0]["y"]
    assert any("Brazil South" in label for label in labels)
    table = view("regions").render(result, {})
    assert table.count("<tr") - 1 == len(result.by_region)
    assert ">yours<" in table


# --- credits -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "load", "net", "new", "full"),
    [
        ("B4ms", 30, -18, 120 / 18, 72),
        ("B4ms", 22.5, 0, None, None),
        ("B4as_v2", 30, 24, None, None),
        ("B2s", 100, -96, 60 / 96, 6),
    ],
)
def test_credits_follow_the_published_arithmetic(name, load, net, new, full):
    found = endurance(az.size(name), load)
    assert found.credits_per_hour == net
    assert found.hours_new == (None if new is None else pytest.approx(new))
    assert found.hours_full == (None if full is None else pytest.approx(full))
    assert found.holds is (new is None)


def test_a_size_without_credits_has_no_endurance():
    assert endurance(az.size("D4s_v5"), 30) is None


def test_an_average_load_marks_which_burstable_sizes_hold_it_and_filters_none():
    plain, loaded = labs.sizing_result(burstable=True), labs.sizing_result(burstable=True, cpu_percent=30)
    assert plain.offers == loaded.offers
    table = view("offers").render(labs.sizing_result(vcpus=4, memory_gib=16, architecture="x64", cpu_percent=30), {})
    assert "✓ holds 30 %: its base is 40 %" in table
    assert "! 30 % is above its base of 22.5 %: credits last 6.7 h, 72 h from a full bank" in table


# --- predictions -------------------------------------------------------------------------------------


def test_all_five_predictions_are_there():
    assert [p.id for p in LAB.predictions] == [
        "windows-gap",
        "burst-at-30",
        "cheapest-disks",
        "commitment-hours",
        "constrained-price",
    ]


@pytest.mark.parametrize("prediction", LAB.predictions, ids=lambda p: p.id)
def test_the_scenario_contradicts_the_misconception(prediction):
    assert LAB.contradicts(prediction)
    outcome = prediction.judge(prediction.misconception.answer, "sure", LAB.scenario(prediction))
    assert outcome.trapped
    assert not outcome.right
    assert outcome.sure_but_wrong


@pytest.mark.parametrize("prediction", LAB.predictions, ids=lambda p: p.id)
def test_the_truth_judged_as_a_guess_is_right_and_has_its_reason(prediction):
    state = LAB.scenario(prediction)
    truth = prediction.truth(state)
    assert prediction.judge(truth.answer, "guess", state).right
    assert truth.because
    assert truth.steps
    assert prediction.view in {one.name for one in LAB.views}


@pytest.mark.parametrize("prediction", LAB.predictions, ids=lambda p: p.id)
def test_every_what_if_has_a_result_and_an_answer(prediction):
    assert len(prediction.what_if) == 3
    for what_if in prediction.what_if:
        state = LAB.controls.state({**prediction.setup, **what_if.changes})
        assert state != LAB.scenario(prediction)
        assert LAB.compute(state).best is not None
        assert prediction.truth(state).because


def test_the_sizes_a_prediction_speaks_of_are_on_the_screen_after_it():
    seen = {
        p.id: [o.size.removeprefix("Standard_") for o in LAB.compute(LAB.scenario(p)).offers] for p in LAB.predictions
    }
    assert "B4ms" in seen["windows-gap"]
    assert "B4ms" in seen["burst-at-30"]
    assert "B4as_v2" not in seen["cheapest-disks"]
    assert seen["commitment-hours"][0] == "D4s_v5"
    assert {"E16-4s_v5", "E16s_v5"} <= set(seen["constrained-price"])


def test_windows_changes_the_gap_between_burstable_and_steady():
    prediction = LAB.prediction("windows-gap")
    cheap, dear = (az.price(name, os="windows")[0].usd_per_month for name in ("B4ms", "D4s_v5"))
    assert prediction.truth(LAB.scenario(prediction)).answer == pytest.approx(100 * (1 - cheap / dear), abs=0.06)


@pytest.mark.parametrize(
    ("load", "answer"), [(20, "always"), (22.5, "always"), (23, "days"), (30, "hours"), (100, "hours")]
)
def test_a_new_b4ms_holds_what_its_credits_allow(load, answer):
    prediction = LAB.prediction("burst-at-30")
    assert prediction.truth(LAB.state(given={"cpu_percent": load})).answer == answer


@pytest.mark.parametrize(
    ("iops", "mbps", "answer"), [(6400, 145, "both"), (6401, 145, "mbps"), (6400, 146, "iops"), (6401, 146, "neither")]
)
def test_each_disk_limit_is_checked_apart(iops, mbps, answer):
    prediction = LAB.prediction("cheapest-disks")
    state = LAB.controls.state({**prediction.setup, "uncached_iops": iops, "uncached_mbps": mbps})
    assert prediction.truth(state).answer == answer


# --- missions ----------------------------------------------------------------------------------------

SOLUTIONS = {
    "any-vm": "vcpus=2 memory_gib=4 architecture=x64",
    "web-server": "vcpus=2 memory_gib=8 architecture=x64 burstable=no current_generation=yes",
    "many-disks": "vcpus=8 memory_gib=32 architecture=x64 data_disks=18 current_generation=yes",
    "office-hours": (
        "vcpus=4 memory_gib=16 architecture=x64 os=windows hours_per_month=176 burstable=no current_generation=yes "
        "term=best"
    ),
    "steady-load": "vcpus=4 memory_gib=16 architecture=x64 os=windows cpu_percent=30 current_generation=yes",
    "anywhere": "vcpus=16 memory_gib=64 architecture=x64 regions=centralindia burstable=no current_generation=yes",
    "sql-server": (
        "vcpus=8 memory_gib=64 architecture=x64 os=windows hybrid_benefit=yes uncached_iops=8000 uncached_mbps=400 "
        "zones=1 burstable=no current_generation=yes term=best budget_usd_per_month=600"
    ),
}


def test_missions_rise_in_difficulty():
    levels = [mission.level for mission in LAB.missions]
    assert levels == sorted(levels)
    assert (levels[0], levels[-1]) == (1, 5)
    assert [mission.id for mission in LAB.missions] == list(SOLUTIONS)


@pytest.mark.parametrize("mission", LAB.missions, ids=lambda m: m.id)
def test_a_mission_starts_unsolved_and_its_solution_is_at_par(mission):
    assert not mission.report(LAB.compute(LAB.controls.defaults)).solved
    report = mission.report(LAB.compute(LAB.state(SOLUTIONS[mission.id])))
    assert [text for text, done in report.checks if not done] == []
    assert report.at_par


@pytest.mark.parametrize("mission", LAB.missions, ids=lambda m: m.id)
def test_nothing_that_fits_does_not_solve_a_mission(mission):
    assert not mission.report(LAB.compute(LAB.state(given={"vcpus": 10000}))).solved


TRAPS = [
    ("any-vm", "vcpus=2 memory_gib=4", "an x64 processor"),
    ("web-server", "vcpus=2 memory_gib=8 architecture=x64", "no CPU credits (not burstable)"),
    (
        "web-server",
        "vcpus=2 memory_gib=4 architecture=x64 burstable=no",
        "no retirement date, not a previous generation",
    ),
    ("many-disks", "vcpus=8 memory_gib=32 architecture=x64 current_generation=yes", "room for 18 data disks"),
    ("office-hours", SOLUTIONS["office-hours"].replace("term=best", "term=spot"), "not Spot: it must stay up"),
    ("office-hours", SOLUTIONS["office-hours"].replace("176", "730"), "runs 176 hours a month"),
    ("steady-load", "vcpus=4 memory_gib=16 series=Bms os=windows", "holds 30 % for good"),
    (
        "anywhere",
        SOLUTIONS["anywhere"].replace("centralindia", "jioindiawest"),
        "a region with three availability zones",
    ),
    ("sql-server", SOLUTIONS["sql-server"].replace("uncached_mbps=400 ", ""), "sustains 400 MB/s uncached"),
    ("sql-server", SOLUTIONS["sql-server"].replace("hybrid_benefit=yes", ""), "Azure Hybrid Benefit"),
]


@pytest.mark.parametrize(("ident", "line", "missing"), TRAPS)
def test_a_tempting_shortcut_misses_a_check(ident, line, missing):
    report = LAB.mission(ident).report(LAB.compute(LAB.state(line)))
    assert missing in [text for text, done in report.checks if not done]


def test_without_hybrid_benefit_the_budget_cannot_be_kept_by_the_hour():
    line = SOLUTIONS["sql-server"].replace("hybrid_benefit=yes", "").replace("term=best", "term=payg")
    assert LAB.compute(LAB.state(line)).best is None


def test_the_sql_server_is_solved_by_the_hour_but_not_at_par():
    mission = LAB.mission("sql-server")
    state = LAB.state(SOLUTIONS["sql-server"], {"term": "payg"})
    report = mission.report(LAB.compute(state))
    assert report.solved
    assert not report.at_par
    assert report.score < 600
    assert "par is" in report.text


def test_unknown_ids_are_explained():
    with pytest.raises(UnknownNameError, match="any-vm"):
        LAB.mission("any-wm")
    with pytest.raises(UnknownNameError, match="windows-gap"):
        LAB.prediction("window-gap")


def test_the_lab_opens_where_prices_are_missing(monkeypatch):
    def missing(*_, **__):
        raise AzstudyError("no prices")

    monkeypatch.setattr("azstudy.labs._sizing.truths.price", missing)
    ids = [prediction.id for prediction in sizing_lab().predictions]
    assert "windows-gap" not in ids
    assert "commitment-hours" in ids
