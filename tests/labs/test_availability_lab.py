"""The availability lab without a browser: state, twin, views, drawing, predictions and missions."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from labs.states import states_of

import azstudy as az
from azstudy import labs
from azstudy.errors import DataError, InvalidInputError
from azstudy.labs._availability.drawing import failed_drawing
from azstudy.labs._availability.lab import availability_lab
from azstudy.labs._availability.promise_views import cheapest
from azstudy.topology.graph import Severity

LAB = availability_lab()

STATES = states_of(
    LAB,
    region=st.sampled_from(["westeurope", "uksouth", "northcentralus", "italynorth"]),
    years=st.just(100),
)


def computed(values: dict[str, Any]) -> Any:
    """The result of a state; None for the one kind that cannot be built, two regions where the first has no pair."""
    if values["region"] == "italynorth" and values["placement"] == "regions":
        return None
    return LAB.compute(LAB.state(given={**values, "needed": min(values["needed"], values["vms"])}))


@given(STATES)
@settings(max_examples=60)
def test_any_state_survives_as_a_line_of_text(values: dict[str, Any]) -> None:
    state = LAB.state(given=values)
    assert LAB.state(LAB.line(state)) == state


@given(STATES)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_view_can_draw_every_state(values: dict[str, Any]) -> None:
    result = computed(values)
    if result is None:
        return
    assert LAB.summary(result)
    assert LAB.text(result) == repr(result)
    json.dumps(result.as_dict())
    for view in LAB.views:
        local = view.settings(result).defaults if view.settings else {}
        assert view.render(result, local)
        if view.chart:
            view.chart(result, local).figure()


@given(STATES)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_fails_is_painted_and_nothing_else(values: dict[str, Any]) -> None:
    result = computed(values)
    if result is None:
        return
    failed = {
        node.id for node in result.drawing.nodes if any(badge.severity is Severity.FAILED for badge in node.badges)
    }
    silent = {one.name for one in result.run.endpoints if not one.answers}
    disks = {one.disk for one in result.run.unreachable if not one.disk.endswith("OS disk")}
    # a disk of the OS has no node of its own: its machine carries the mark
    os_of = {one.machine for one in result.run.unreachable if one.disk.endswith("OS disk")}
    assert failed == {*result.run.down, *silent, *disks}
    assert os_of <= {place.machine for place in result.run.places}


@pytest.mark.parametrize("info", az.examples(), ids=lambda info: info.name)
def test_any_design_is_painted_where_its_machines_stand(info: Any) -> None:
    design = az.example(info.name)
    region = az.simulate.outage(design, "maintenance").places[0].region
    run = az.simulate.outage(design, f"zone 1 of {region}")
    drawing = failed_drawing(design, run)
    frames = {group.id: group for group in drawing.groups}
    for place in run.places:
        node = drawing.node(place.machine)
        failed = any(badge.severity is Severity.FAILED for badge in node.badges)
        assert failed is (place.machine in run.down)
        frame = frames.get(node.group)
        while frame is not None:
            assert frame.kind != "zone" or frame.label == f"Zone {place.zone}"
            frame = frames.get(frame.parent)


@pytest.mark.parametrize("placement", ["alone", "set", "zones2", "zones3", "regions"])
@pytest.mark.parametrize("database", ["none", "one", "two"])
@pytest.mark.parametrize("balancer", ["none", "redundant", "zonal"])
def test_azure_would_build_every_choice_of_the_lab(placement: str, database: str, balancer: str) -> None:
    result = labs.availability_result(placement=placement, database=database, balancer=balancer, redundancy="ZRS")
    assert result.refused == ()
    assert {one.name for one in result.run.workloads} == ({"web"} if database == "none" else {"web", "db"})
    assert result.bill.usd is not None


def test_a_zone_redundant_hard_disk_is_refused_with_the_reason() -> None:
    result = labs.availability_result(database="one", disk_type="Standard", redundancy="ZRS")
    assert result.refused
    assert "Azure refuses this." in LAB.summary(result)


def test_the_controls_teach_azures_names() -> None:
    named = {control.name: control.property for control in LAB.controls}
    assert named["fault_domains"] == "platformFaultDomainCount"
    assert named["update_domains"] == "platformUpdateDomainCount"
    assert named["disk_type"] == "storageAccountType"


# --- the twin ----------------------------------------------------------------------------------------


def test_the_twin_is_the_simulation() -> None:
    found = labs.availability_result(vms=9, needed=6, placement="zones2", drill="zone1")
    run = az.simulate.outage(found.design, "zone 1", needed=6)
    assert found.run.text == run.text
    assert found.left == 4
    assert (
        str(found).splitlines()[0].startswith("Zone 1 fails: 4 of 9 web VMs left, too few VMs for 65 min; SLA of all")
    )


@pytest.mark.parametrize("drill", ["host", "rack", "zone1", "zone2", "zone3", "region", "maintenance"])
@pytest.mark.parametrize("placement", ["set", "regions"])
def test_every_drill_is_what_it_says(drill: str, placement: str) -> None:
    found = labs.availability_result(drill=drill, placement=placement, minutes=30)
    (failure,) = found.run.failures
    words = {"rack": "fault domain of web1", "host": "host of web1"}.get(drill, drill.rstrip("123"))
    assert failure.what.startswith(words)
    assert failure.kind in words or failure.kind == "fault domain"


@pytest.mark.parametrize(
    ("state", "percent"),
    [
        ({"placement": "zones2", "database": "one"}, 99.99 * 99.99 * 99.9 / 1e4),
        ({"placement": "zones3", "database": "two"}, 99.99**3 / 1e4),
        ({"placement": "set", "balancer": "none"}, 99.95),
        ({"placement": "set", "database": "one", "disk_type": "Standard"}, 99.95 * 99.99 * 95 / 1e4),
        ({"placement": "regions"}, 100 * (1 - (1 - 0.9999**2) ** 2) * 0.9999),
        ({"placement": "regions", "database": "one"}, 100 * (1 - (1 - 0.9999**2) ** 2) * 0.9999 * 0.999),
    ],
)
def test_the_chain(state: dict[str, Any], percent: float) -> None:
    chain = labs.availability_result(**state).chain
    assert chain.percent == pytest.approx(percent, abs=1e-9)
    assert f"{percent:.4f} %" in chain.formula or state.get("balancer") == "none"


def test_the_chain_of_one_region_is_that_of_the_plan() -> None:
    found = labs.availability_result(placement="zones3", database="two")
    assert found.chain.percent == pytest.approx(az.plan.earned_slas(found.design).chain_percent)


def test_the_bill_counts_every_vm_and_disk() -> None:
    one = labs.availability_result(vms=1, needed=1, placement="alone", balancer="none")
    four = labs.availability_result(vms=4, needed=1, placement="zones2")
    assert one.bill.usd and four.bill.usd
    assert four.bill.usd == pytest.approx(4 * one.bill.usd, abs=0.05)
    lrs, zrs = (labs.availability_result(database="one", redundancy=kind).bill for kind in ("LRS", "ZRS"))
    assert lrs.vms_usd == zrs.vms_usd
    assert lrs.disks_usd and zrs.disks_usd and zrs.disks_usd > lrs.disks_usd


@pytest.mark.parametrize(
    ("given_", "words"),
    [
        ({"vms": 2, "needed": 6}, "web has 2 machines; 6 cannot be needed"),
        ({"vms": 0}, "from 1 to 30"),
        ({"drill": "moon"}, "Unknown what happens"),
        ({"zone_rate": -1}, "from 0 to 100"),
        ({"minutes": 0}, "from 1 to"),
        ({"placement": "zone4"}, "Did you mean zones"),
        ({"region": "italynorth", "placement": "regions"}, "no paired region"),
        ({"state": "sizing: vcpus=4"}, "for the lab 'sizing'"),
    ],
)
def test_bad_settings_say_what_is_wrong(given_: dict[str, Any], words: str) -> None:
    with pytest.raises(InvalidInputError, match=re.escape(words)):
        labs.availability_result(**given_)


def test_a_region_without_zones_is_refused_zones() -> None:
    found = labs.availability_result(region="northcentralus", placement="zones2")
    assert found.refused
    assert labs.availability_result(region="northcentralus", placement="set").refused == ()


def test_the_code_shown_runs() -> None:
    for state in LAB.state(), LAB.state(given={"vms": 9, "needed": 6, "placement": "regions", "database": "two"}):
        source = LAB.code(state).replace("print(", "shown.append(")
        shown: list[Any] = []
        exec(source, {"shown": shown})
        assert repr(shown[0]) == LAB.compute(state).run.text
        assert len(shown) == 3


# --- views -------------------------------------------------------------------------------------------


def view(name: str) -> Any:
    return next(one for one in LAB.views if one.name == name)


def drawn(name: str, result: Any, **local: Any) -> str:
    shown = view(name)
    base = shown.settings(result).defaults if shown.settings else {}
    return str(shown.render(result, {**base, **local}))


def cells(html: str) -> list[str]:
    return [re.sub("<.*?>", "", cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", html)]


def test_the_capacity_chart_and_its_table_say_the_same() -> None:
    result = labs.availability_result(vms=9, needed=6, placement="zones3", drill="zone1")
    chart = view("capacity").chart(result, {})
    assert (chart.traces[0]["x"], chart.traces[0]["y"]) == ([0, 10, 75, 85], [9, 6, 9, 9])
    found = cells(drawn("capacity", result))
    assert found[5:] == [
        *("00:00:00", "web VMs", "9", "6", "✓ yes"),
        *("00:10:00", "web VMs", "6", "6", "✓ yes"),
        *("01:15:00", "web VMs", "9", "6", "✓ yes"),
    ]
    assert "lowest 6 of 9" in chart.says


def test_years_of_chance_and_their_table_say_the_same() -> None:
    result = labs.availability_result(vms=9, needed=6, placement="zones2", years=1000)
    chart = view("chance").chart(result, {})
    found = drawn("chance", result)
    assert "Illustrative." in found
    for name, percent in zip(chart.traces[0]["x"], chart.traces[0]["y"], strict=True):
        assert f"{percent / 100:.2%}" in found
        assert name in found
    assert drawn("chance", labs.availability_result(database="one"), tier="db") != found


def test_the_nines_are_what_the_plan_chooses() -> None:
    result = labs.availability_result(needed=3)
    for local in {"vms": 1, "balanced": False}, {"vms": 3, "balanced": True}:
        found = cheapest(result, local)
        for target, one in found:
            chosen = az.plan.nines(target, **local).chosen
            assert (one and one.text) == (chosen and chosen.text)
        costs = [one.usd_per_month for _, one in found if one is not None]
        assert costs == sorted(costs)
        assert all(f"{cost:,.2f}" in drawn("nines", result, **local) for cost in costs)
    assert [value for value, _ in view("nines").settings(result)["vms"].options] == [1, 3]


def test_the_sla_names_each_part_and_the_way_to_the_next_class() -> None:
    found = drawn("sla", labs.availability_result(placement="set", database="one"))
    assert "99.95 × 99.99 × 99.9 % = 99.8401 %" in found
    assert "99.99 %:" in found
    assert "refund" in found


def test_disks_and_addresses() -> None:
    result = labs.availability_result(
        placement="zones2", database="one", redundancy="ZRS", balancer="zonal", drill="zone1"
    )
    found = drawn("disks", result)
    assert "detach it by force from db1" in found
    assert "✗ silent for 60 min" in found
    assert "No load balancer" in drawn("disks", labs.availability_result(balancer="none"))


def test_the_log_can_be_narrowed() -> None:
    result = labs.availability_result(drill="maintenance")
    assert "4 of 4 up" in drawn("log", result)
    assert "planned maintenance" in drawn("log", result, action="down")
    assert "4 of 4 up" not in drawn("log", result, action="down")


def test_a_machine_spared_by_assumption_is_said_in_the_summary() -> None:
    assert "in Azure nobody is told" in LAB.summary(labs.availability_result(placement="set", drill="zone2"))


# --- predictions -------------------------------------------------------------------------------------


def test_every_scenario_contradicts_its_misconception() -> None:
    assert len(LAB.predictions) >= 3
    for prediction in LAB.predictions:
        assert LAB.contradicts(prediction), prediction.id


@pytest.mark.parametrize(
    ("ident", "answer"), [("turns", 5), ("nine-six", "three"), ("third-zone", "same"), ("zrs", "moved")]
)
def test_what_the_predictions_come_to(ident: str, answer: Any) -> None:
    prediction = LAB.prediction(ident)
    truth = prediction.truth(LAB.scenario(prediction))
    assert truth.answer == answer
    assert truth.because and truth.steps


@pytest.mark.parametrize(
    ("ident", "at", "answer"),
    [
        ("turns", 0, 6),
        ("turns", 1, 3),
        ("turns", 2, 0),
        ("nine-six", 0, "three"),
        ("nine-six", 1, "both"),
        ("nine-six", 2, "neither"),
        ("third-zone", 0, "same"),
        ("third-zone", 1, "same"),
        ("third-zone", 2, "higher"),
        ("zrs", 0, "waits"),
        ("zrs", 1, "runs"),
        ("zrs", 2, "runs"),
    ],
)
def test_what_ifs(ident: str, at: int, answer: Any) -> None:
    prediction = LAB.prediction(ident)
    state = LAB.controls.state({**prediction.setup, **prediction.what_if[at].changes})
    truth = prediction.truth(state)
    assert truth.answer == answer
    assert prediction.answer.say(truth.answer)


def test_most_years_are_quiet_whatever_the_sla_says() -> None:
    prediction = LAB.prediction("promise")
    quiet = [prediction.truth(LAB.scenario(prediction)).answer]
    quiet += [
        prediction.truth(LAB.controls.state({**prediction.setup, **more.changes})).answer for more in prediction.what_if
    ]
    assert 85 < quiet[0] < 91
    assert quiet[2] < quiet[0] < quiet[1]


def test_a_question_that_does_not_fit_the_settings_says_so() -> None:
    with pytest.raises(DataError, match="no database"):
        LAB.prediction("zrs").truth(LAB.state())


# --- missions ----------------------------------------------------------------------------------------

SOLUTIONS: dict[str, dict[str, Any]] = {
    "first-pair": {"vms": 2, "placement": "zones2", "disk_type": "Standard"},
    "six-left": {"vms": 9, "placement": "zones3", "disk_type": "Standard"},
    "moved-by-hand": {"redundancy": "ZRS", "disk_type": "StandardSSD"},
    "composite": {"placement": "zones2", "database": "two", "disk_type": "Standard"},
    "whole-region": {"placement": "regions", "database": "two", "disk_type": "Standard"},
}
NEARLY: dict[str, dict[str, Any]] = {
    "first-pair": {"vms": 2, "placement": "set"},
    "six-left": {"vms": 12, "placement": "zones2", "disk_type": "Standard"},
    "moved-by-hand": {"redundancy": "ZRS"},
    "composite": {"placement": "zones3", "database": "two"},
    "whole-region": {"placement": "regions", "database": "two", "vms": 6},
}
WRONG: dict[str, dict[str, Any]] = {
    "first-pair": {"vms": 2},
    "six-left": {"vms": 9, "placement": "zones2"},
    "moved-by-hand": {"redundancy": "ZRS", "disk_type": "Standard"},
    "composite": {"vms": 9, "placement": "zones3"},
    "whole-region": {"placement": "regions"},
}


def report(ident: str, changes: dict[str, Any]) -> Any:
    mission = LAB.mission(ident)
    return mission.report(LAB.compute(LAB.controls.state({**mission.setup, **changes})))


@pytest.mark.parametrize("ident", [mission.id for mission in LAB.missions])
def test_missions_are_open_at_the_start_and_solved_at_par(ident: str) -> None:
    assert not report(ident, {}).solved
    assert report(ident, SOLUTIONS[ident]).at_par
    dearer = report(ident, NEARLY[ident])
    assert dearer.solved
    assert not dearer.at_par
    assert not report(ident, WRONG[ident]).solved


def test_the_widget_opens_with_predictions_and_without() -> None:
    assert labs.availability().mode == "predict"
    widget = labs.availability(vms=9, needed=6, placement="zones2", drill="zone1")
    assert widget.mode == "explore"
    widget.set(placement="zones3")
    assert widget.result.left == 6
    assert "placement=zones3" in widget.line
    assert widget.state["vms"] == 9
