"""The disks lab without a browser: its state, twin, views, predictions and missions on the bundled catalogue."""

import json
import re

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from labs.states import states_of

import azstudy as az
from azstudy import labs
from azstudy.errors import AzstudyError, InvalidInputError
from azstudy.labs._disks.controls import SIZES
from azstudy.labs._disks.lab import disks_lab
from azstudy.labs._disks.result import BIGGER
from azstudy.simulate.timeline import clock

LAB = disks_lab()

STATES = states_of(LAB)


@given(STATES)
def test_any_state_survives_as_a_line_of_text(values):
    state = LAB.state(given=values)
    assert LAB.state(LAB.line(state)) == state


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(STATES)
def test_every_state_is_drawn_or_refused_in_words(values):
    state = LAB.state(given={**values, "hours": min(values["hours"], 24)})
    try:
        result = LAB.compute(state)
    except AzstudyError as problem:
        said = str(problem)
        assert said.endswith((".", ")"))
        return
    shown = eval(LAB.code(state), {"az": az})
    assert np.array_equal(shown.served_iops, result.io.served_iops)
    assert LAB.summary(result) and LAB.text(result)
    for view in LAB.views:
        local = view.settings(result).defaults if view.settings else {}
        assert view.render(result, local)
        if view.chart:
            view.chart(result, local).figure()


def view(name):
    return next(one for one in LAB.views if one.name == name)


def test_the_twin_is_the_simulation():
    result = labs.disks_result(size="D4s_v5", disk="P20", count=1, iops=3500, mbps=50, hours=2)
    same = az.simulate.disk_io("D4s_v5", ["P20"], "3500 IOPS 50 MB/s for 2 h")
    assert np.array_equal(result.io.served_iops, same.served_iops)
    assert result.disk_usd_per_month == pytest.approx(80.54)
    json.dumps(result.as_dict(), default=list)


def test_the_twin_says_what_would_help():
    said = str(labs.disks_result())
    assert "87.1% of all IOs served, 465 minutes throttled" in said
    assert "one fast disk: P60: 87.1% served" in said
    assert "a bigger VM: D8s_v5: 100.0% served" in said


def test_every_size_has_a_next_one_with_known_limits():
    assert set(BIGGER) == set(SIZES)
    for name, bigger in BIGGER.items():
        assert az.size(bigger).vcpus > az.size(name).vcpus
        assert az.size(bigger).uncached_iops is not None


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"disk": "v2", "caching": "ReadOnly"}, "no host caching"),
        ({"count": 9}, "takes 8"),
        ({"size": "D4_v5"}, "without premium storage"),
        ({"disk": "P10", "on_demand": True}, "above 512 GiB"),
        ({"disk": "P50", "count": 1, "caching": "ReadOnly"}, "below 4,096 GiB"),
        ({"count": 0}, "1 to 64"),
        ({"disk": "P31"}, "Allowed: P4"),
        ({"hours": 1000}, "168"),
        ({"disc": "P30"}, "Unknown setting"),
    ],
)
def test_what_azure_or_the_lab_refuses_says_why(arguments, words):
    with pytest.raises(InvalidInputError, match=re.escape(words)):
        labs.disks_result(**arguments)


# --- views -------------------------------------------------------------------------------------------


def test_the_figure_of_traffic_and_its_twin_agree():
    result = labs.disks_result()
    local = view("served").settings(result).defaults
    asked, served, vm = view("served").chart(result, local).traces
    assert served["y"] == [8000, 6400, 6400] and served["x"] == [0, 4.25, 12]
    assert asked["y"] == [8000, 8000]
    assert vm["y"][0] == 20_000 and vm["y"][-1] == 6_400
    table = view("served").render(result, local)
    for line in result.io.timeline:
        assert f">{clock(line.at_s)}<" in table
    assert "its IOPS credits are used up" in table
    other = view("served").settings(result).state({"unit": "MB/s"})
    assert view("served").chart(result, other).traces[1]["y"][0] == pytest.approx(120)


def test_the_figure_of_credits_and_its_twin_agree():
    result = labs.disks_result()
    chart, table = view("credits").chart(result, {}), view("credits").render(result, {})
    iops = next(trace for trace in chart.traces if trace["name"] == "D4s_v5 uncached, IOPS")
    assert (iops["y"][0], min(iops["y"])) == (100, 0)
    assert iops["x"][iops["y"].index(0)] == pytest.approx(255 / 60, abs=0.001)
    assert ">24,480,000 IOs<" in table and ">04:15:00<" in table
    assert "D4s_v5 uncached (IOPS)" in chart.says


def test_nothing_to_burst_is_said():
    result = labs.disks_result(size="L8s_v2", disk="P30", iops=100, mbps=10)
    assert result.io.buckets  # the size bursts in MB/s
    result = labs.disks_result(size="D4_v5", disk="E50", count=1, iops=100, mbps=10)
    assert not result.io.buckets
    assert "Nothing here bursts" in view("credits").render(result, {})


def test_limits_show_where_it_is_held_back():
    table = view("limits").render(labs.disks_result(), {})
    assert "! 465" in table
    assert "each of 2 x P30, IOPS" in table
    assert "on IOPS credits" in table


def test_options_are_runs_of_their_own():
    result = labs.disks_result()
    for option in result.options[1:]:
        if option.served_share is not None:
            alone = labs.disks_result(**{**dict(result.state), **option.changes})
            assert alone.io.served_share == option.served_share
            assert alone.usd_per_month == pytest.approx(option.usd_per_month)
    refused = labs.disks_result(size="D2s_v5", count=4, disk="P10", iops=100, mbps=5).options
    twice = next(option for option in refused if option.label.startswith("twice"))
    assert twice.served_share is None and "takes 4" in twice.reason


def test_the_plan_says_when_the_vm_itself_is_the_limit():
    shown = view("plans").render(labs.disks_result(), {})
    assert "the VM itself is the limit" in shown
    assert "premium v2" in shown and "Rejected, with every reason" in shown
    fitting = labs.disks_result(size="D8s_v5")
    assert fitting.plan.best is not None
    assert "the VM itself" not in view("plans").render(fitting, {})


def test_the_summary_names_costs_source_and_date():
    summary = LAB.summary(labs.disks_result())
    assert "465.26" in summary and "disks 297.36, VM 167.90" in summary
    assert re.search(r"Disk prices: \S+, 20\d\d-\d\d-\d\d", summary)
    assert "Bursting hides the limit for 4.2 h" in summary
    assert "it can go on like this for good" in LAB.summary(labs.disks_result(size="D16s_v5"))
    assert "from the first minute on" in LAB.summary(labs.disks_result(credits_percent=0))
    assert "on credits" in LAB.summary(labs.disks_result(hours=2))


def test_unknown_prices_are_not_zero():
    result = labs.disks_result(region="eastus", disk="P15", count=1, iops=500, mbps=20)
    assert (result.disk_usd_per_month is None) == (result.io.cost.reason != "")
    if result.disk_usd_per_month is None:
        assert result.usd_per_month is None
        assert "no price" in LAB.summary(result)


# --- predictions and missions ------------------------------------------------------------------------


def test_predictions_are_contradicted_by_their_own_scenario():
    assert [p.id for p in LAB.predictions] == ["disk-or-vm", "burst-lasts", "price-gap", "cache-or-v2"]
    for prediction in LAB.predictions:
        assert LAB.contradicts(prediction), prediction.id
        truth = prediction.truth(LAB.scenario(prediction))
        assert truth.because and truth.steps
        assert prediction.view in {one.name for one in LAB.views}
        for what_if in prediction.what_if:
            LAB.compute(LAB.controls.state(what_if.changes, base=LAB.scenario(prediction)))


def truth(ident):
    prediction = LAB.prediction(ident)
    return prediction.truth(LAB.scenario(prediction))


def test_the_truths():
    assert truth("disk-or-vm").answer == "vm"
    assert truth("burst-lasts").answer == 255
    assert truth("price-gap").answer == pytest.approx(1040.64 / 126.3776, abs=0.05)
    assert truth("cache-or-v2").answer == "cached"


def test_the_truth_follows_the_state():
    prediction = LAB.prediction("burst-lasts")
    state = LAB.controls.state({"iops": 20_000, "count": 4}, base=LAB.scenario(prediction))
    assert prediction.truth(state).answer == 30
    helped = LAB.prediction("disk-or-vm")
    small = LAB.controls.state({"iops": 6_000}, base=LAB.scenario(helped))
    assert helped.truth(small).answer == "any"


SOLUTIONS = {
    "file-server": {"disk": "v2", "count": 1, "gib": 500, "disk_iops": 3000, "disk_mbps": 125},
    "same-machine": {"disk": "P30", "count": 1, "caching": "ReadOnly"},
    "peaks": {"disk": "P15", "count": 3},
    "a-week": {"size": "D4as_v7", "disk": "v2", "count": 4, "gib": 256, "disk_iops": 3000, "disk_mbps": 125},
}


@pytest.mark.parametrize("mission", LAB.missions, ids=lambda mission: mission.id)
def test_missions_start_unsolved_and_can_be_solved_at_par(mission):
    start = mission.report(LAB.compute(LAB.controls.state(mission.setup)))
    assert not start.solved or not start.at_par
    end = LAB.compute(LAB.controls.state({**mission.setup, **SOLUTIONS[mission.id]}))
    report = mission.report(end)
    assert report.solved, report.checks
    assert report.at_par, (report.score, report.par)


def test_a_mission_is_not_solved_by_asking_for_less():
    mission = LAB.mission("file-server")
    easy = LAB.compute(LAB.controls.state({**mission.setup, **SOLUTIONS["file-server"], "iops": 500}))
    assert not mission.report(easy).solved


# --- the widget --------------------------------------------------------------------------------------


def test_the_widget_opens_covered_and_shows_what_the_twin_says():
    lab = labs.disks()
    assert lab.mode == "predict"
    outcome = lab.commit("disk", "sure")
    assert not outcome.right and outcome.trapped
    lab.enter("explore")
    lab.set(size="D8s_v5")
    assert lab.result.io.throttled_minutes == 0
    assert lab.line == "disks: size=D8s_v5"
    lab.set(disk="v2", count=1, caching="ReadOnly")
    assert lab.result is None
