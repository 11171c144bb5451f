"""A sweep comes to the numbers of the step engine, setting by setting, minute by minute."""

import math
from random import Random

import numpy as np
import pytest

import azstudy as az
from azstudy.errors import InvalidInputError, UnknownNameError
from azstudy.simulate.service.entry import scenario
from azstudy.simulate.service.result import ServiceResult
from azstudy.simulate.service.run import Run
from azstudy.simulate.service.settings import cpu_grid, cpu_rules
from azstudy.simulate.service.sweeping import sweep
from azstudy.simulate.service.values import ServiceModel
from azstudy.simulate.service.vector import Sweeper, plain, plain_scenario

CHANCE = Random(11)
LOAD = [max(0.0, 3000 + 2500 * math.sin(m / 100) + CHANCE.gauss(0, 300)) for m in range(600)]


def random_setting():
    return cpu_rules(
        out_above=CHANCE.randint(40, 90),
        in_below=CHANCE.choice([15, 20, 30, 39, None, 45.5]),
        out_by=CHANCE.choice([1, 2, 3, "20%", "50%"]),
        in_by=CHANCE.choice([1, 2, "10%", "50%"]),
        minimum=CHANCE.randint(1, 4),
        maximum=CHANCE.randint(5, 30),
        window_min=CHANCE.choice([1, 5, 10, 15]),
        in_window_min=CHANCE.choice([None, 3, 20]),
        out_cooldown_min=CHANCE.choice([1, 5, 10]),
        in_cooldown_min=CHANCE.choice([1, 5, 30]),
        default=CHANCE.choice([None, 3, 8]),
    )


SETTINGS = [random_setting() for _ in range(50)]


@pytest.mark.parametrize(
    ("start_up_s", "patience_s", "zones"), [(180, 120, (1, 2, 3)), (45, 30, ()), (247, 600, (1, 2))]
)
def test_arrays_equal_the_step_engine(start_up_s, patience_s, zones):
    service = ServiceModel(patience_s=patience_s, queue_limit=4000)
    base = scenario(SETTINGS[0], LOAD, instances=2, zones=zones, start_up_s=start_up_s, service=service)
    assert plain_scenario(base)
    assert all(plain(one) for one in SETTINGS)
    sheets = Sweeper(base, SETTINGS).go()
    for at, setting in enumerate(SETTINGS):
        run = Run(scenario(setting, LOAD, instances=2, zones=zones, start_up_s=start_up_s, service=service))
        run.go(strides=False)
        web = ServiceResult.of(run).tiers[0]
        for name in ("served", "full", "late", "queued", "room", "desired", "billed_s"):
            assert np.array_equal(getattr(web, name), getattr(sheets, name)[:, at]), (setting, name)
        assert np.allclose(web.cpu, sheets.cpu[:, at], rtol=0, atol=1e-9)
        assert (len(run.timeline.only("scale out")), len(run.timeline.only("scale in"))) == (
            sheets.outs[at],
            sheets.ins[at],
        )


def test_rows_are_the_same_both_ways():
    quick, slow = (sweep(SETTINGS, LOAD, instances=2, vectorised=way) for way in (True, False))
    assert quick.rows == slow.rows
    assert not quick.rows[0].by_steps
    assert slow.rows[0].by_steps


def test_what_arrays_cannot_follow_takes_a_run_of_its_own():
    busiest = cpu_rules(statistic="max")
    memory = [("Percentage CPU > 70", "out 1"), (r"\Memory\PercentUsedMemory < 40", "in 1")]
    tried = sweep([SETTINGS[0], busiest, memory], LOAD)
    assert [row.by_steps for row in tried.rows] == [False, True, True]
    assert all(row.by_steps for row in sweep(SETTINGS[:2], LOAD, failures="2 hosts fail at 60").rows)


def test_nothing_on_the_front_is_beaten_and_everything_else_is():
    tried = sweep(cpu_grid(out_above=[50, 60, 70, 80], minimum=[1, 2, 4], out_by=[1, 3]), LOAD, instances=2)
    goals = [(row.cost_usd, row.dropped, row.response_ms_p95) for row in tried.front]
    for one in goals:
        assert not any(other != one and all(a <= b for a, b in zip(other, one, strict=True)) for other in goals)
    for row in tried.rows:
        mine = (row.cost_usd, row.dropped, row.response_ms_p95)
        assert mine in goals or tried.beats(row)
    best = tried.best(max_dropped_percent=1)
    assert best.dropped_percent <= 1
    assert all(row.cost_usd >= best.cost_usd for row in tried.rows if row.dropped_percent <= 1)
    assert tried.best(max_dropped_percent=-1) is None
    costs = [row.cost_usd for row in tried.front_of("dropped")]
    assert costs == sorted(costs)
    with pytest.raises(InvalidInputError, match="no goal"):
        tried.front_of("beauty")
    assert tried.to_frame()["on_front"].sum() == len(tried.front)


def test_grids():
    assert len(cpu_grid(out_above=[60, 80], in_below=[30, 70])) == 3
    assert cpu_grid()[0].name == "cpu"
    with pytest.raises(UnknownNameError, match="out_above"):
        cpu_grid(out_abov=[1])
    with pytest.raises(InvalidInputError, match="combinations"):
        cpu_grid(out_above=range(1000), in_below=range(1000))
    with pytest.raises(InvalidInputError, match="No settings"):
        sweep([], LOAD)
    with pytest.raises(InvalidInputError, match="minimum of 9"):
        sweep([cpu_rules(minimum=9, maximum=3)], LOAD)


def test_the_face():
    tried = az.simulate.sweep(az.simulate.cpu_grid(out_above=[60, 80]), az.loads.spike(minutes=120))
    assert "2 settings" in tried.text
