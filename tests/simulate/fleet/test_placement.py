"""The learner's entry: steps in words, populations, results and what is wrong with bad input."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

import azstudy as az
from azstudy.errors import InvalidInputError, UnknownNameError
from azstudy.simulate.fleet.steps import EXAMPLES, FORMS, read_step

WEB = az.ScaleSet("web", "D4s_v5", instances=6, zones=[1, 2, 3])
placement = az.simulate.placement


def test_every_form_of_step_reads_its_own_example_and_no_other() -> None:
    for form in FORMS:
        assert read_step(form.example).action == form.action
        assert [other.action for other in FORMS if other.pattern.fullmatch(form.example.lower())] == [form.action]


@pytest.mark.parametrize(
    ("text", "action", "values"),
    [
        ("Scale to 1,000 instances.", "scale", (1000,)),
        ("  scale  out  by 2 VMs ", "grow", (2,)),
        ("Protect web/3, web/4 from scale-in", "protect", (3, 4)),
        ("delete instances 3 and 4", "delete", (3, 4)),
        ("delete web_12", "delete", (12,)),
        ("evict all Spot VMs", "evict", ("share", 1.0)),
        ("evict 50 % spot", "evict", ("share", 0.5)),
        ("wait 90 min", "wait", (5400.0,)),
        ("mix base 10, 50", "mix", (10, 50.0)),
        (7, "scale", (7,)),
    ],
)
def test_ways_to_write_a_step(text: Any, action: str, values: tuple[Any, ...]) -> None:
    order = read_step(text)
    assert (order.action, order.values) == (action, values)


def test_steps_in_one_text_or_in_a_list() -> None:
    run = placement(WEB, "lose zone 2; scale to 9\nrestore zone 2")
    assert run.text == placement(WEB, ["lose zone 2", 9, "restore zone 2"]).text
    assert [step.step for step in run.steps] == ["start", "lose zone 2", "scale to 9", "restore zone 2"]


@pytest.mark.parametrize(
    ("steps", "error", "words"),
    [
        (["loose zone 2"], UnknownNameError, "Did you mean lose zone 2"),
        (["dance"], UnknownNameError, "Steps look like"),
        (["lose zone 4"], InvalidInputError, "Step 1, 'lose zone 4': web is not in zone 4. It has zones 1, 2 and 3"),
        ([5, "delete 5"], InvalidInputError, "Step 2, 'delete 5': web has no instance 5 any more"),
        (["protect 77"], InvalidInputError, "no instance 77. There are: 0, 1"),
        (["scale to -1"], InvalidInputError, "Give 0 or more"),
        (["scale in by 7"], InvalidInputError, "Take at most 6"),
        ([1001], InvalidInputError, "1,000 at most"),
        (["policy youngest"], InvalidInputError, "Default, OldestVM, NewestVM"),
        (["evict 1 spot"], InvalidInputError, "No Spot VM is running"),
        (["standby fails 1"], InvalidInputError, "no standby pool"),
        (["add zones 3"], InvalidInputError, "has zone 3 already"),
        ([None], InvalidInputError, "A step is None"),
        ([True], InvalidInputError, "A step is True"),
        (1.5, InvalidInputError, "Write a list of steps"),
    ],
)
def test_bad_steps(steps: Any, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        placement(WEB, steps)


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"fault_domains": 3}, "scaleset-08"),
        ({"instances": 1001}, "scaleset-01"),
        ({"zones": [1], "zone_balance": True}, "scaleset-31"),
        ({"spot_mix": az.SpotMix(1), "orchestration": "Uniform"}, "scaleset-80"),
        ({"single_placement_group": True, "instances": 101}, "scaleset-02"),
    ],
)
def test_an_illegal_scale_set_is_refused_with_the_rule_and_the_fix(fields: dict[str, Any], rule: str) -> None:
    with pytest.raises(InvalidInputError, match=rule) as caught:
        placement(WEB.evolve(**fields))
    finding = next(f for f in az.review(az.Design("d", [WEB.evolve(**fields)])).errors if f.rule_id == rule)
    assert finding.fix in str(caught.value)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"population": {4: [1]}}, "zone 4"),
        ({"population": {1: [1], 2: [1]}}, "given twice"),
        ({"population": {1: [-1]}}, "whole numbers"),
        ({"population": {1: [1]}, "ages": {2: 1}}, "ages: no instance 2"),
        ({"population": {1: [1]}, "ages": {1: float("nan")}}, "hours old"),
        ({"population": {1: [1]}, "spot": [3]}, "spot: no instance 3"),
        ({"population": {1: range(1001)}}, "too many"),
        ({"protected": [9]}, "no instance 9"),
        ({"zones_up": [7]}, "zones_up"),
        ({"quota": {"regional": "many"}}, "whole number of vCPUs"),
        ({"stock": {"D4s_v5": -1}}, "whole number of VMs"),
    ],
)
def test_bad_populations_and_limits(given: dict[str, Any], words: str) -> None:
    with pytest.raises(InvalidInputError, match=words):
        placement(WEB, **given)


def test_something_else_than_a_scale_set() -> None:
    for wrong in ("web", None, az.VirtualMachine("vm", "D4s_v5"), az.Design("none", [])):
        with pytest.raises(InvalidInputError, match=r"scale set|ScaleSet"):
            placement(wrong)


def test_a_design_brings_its_standby_pool_and_region() -> None:
    pool = az.StandbyPool("warm", "web", max_ready=9)
    run = placement(az.Design("shop", [WEB, pool], region="westeurope"), [8])
    assert [step.waiting for step in run.steps] == [3, 1]


def test_a_result_says_everything_in_words_tables_and_plain_values() -> None:
    run = placement(
        WEB, ["lose zone 2", "scale to 8", "protect 0", "scale to 4"], start=datetime(2026, 5, 1, tzinfo=UTC)
    )
    assert run.text.startswith(
        "00:00:00 start: 6 instances; zone 1: 2, zone 2: 2, zone 3: 2; created 0, 1, 2, 3, 4 and 5"
    )
    assert str(run) == repr(run) == run.text
    assert [len(run.summary.splitlines()), len(run.history)] == [5, 5]
    assert (run.per_zone, sum(run.per_zone.values())) == (run.history[-1], 4)
    steps, log, left = run.to_frame(), run.to_frame("log"), run.to_frame("instances")
    assert list(steps["zone 2"]) == [2, 2, 2, 2, 1]
    assert (len(log), len(left)) == (len(run.timeline), 4)
    assert left[left.id == 0].protected.item() == "scale-in"
    assert run.timeline.when(run.decisions[-1]) == datetime(2026, 5, 1, 0, 4, tzinfo=UTC)
    assert json.loads(json.dumps(run.as_dict()))["steps"][2]["per_zone"] == {"zone 1": 3, "zone 2": 2, "zone 3": 3}
    with pytest.raises(InvalidInputError, match='"steps"'):
        run.to_frame("zones")  # type: ignore[arg-type]


def test_every_instance_made_or_deleted_has_its_reason() -> None:
    run = placement(WEB, ["scale to 7", "delete 0", "scale to 4"])
    for number in {*run.created, *run.deleted}:
        assert run.why(number)
    with pytest.raises(InvalidInputError, match="never was"):
        run.why(99)
    [idle] = placement(WEB, population={1: [5], 2: [6], 3: [7]}).why(6)
    assert "was there from the start" in idle


def test_prices_of_an_instance_mix_come_from_the_catalogue_given() -> None:
    one = az.ScaleSet("web", instances=1, instance_mix=az.InstanceMix(["D4s_v5", "D4as_v5"]))
    cheapest = min(
        ("D4s_v5", "D4as_v5"), key=lambda size: az.price(size, regions="westeurope", term="payg")[0].usd_per_hour
    )
    assert placement(one).instances[0].size == cheapest
    dear = {"D4s_v5": 0.1, "D4as_v5": 9.0}
    assert placement(one, prices=dear).instances[0].size == "D4s_v5"


def test_a_step_that_changes_nothing_says_so() -> None:
    run = placement(WEB, [6, "restore zone 1", "replace lost"])
    assert [one.action for one in run.decisions[6:]] == ["nothing to do"] * 3


def test_all_examples_are_listed_where_a_step_is_unknown() -> None:
    with pytest.raises(UnknownNameError) as caught:
        placement(WEB, ["?"])
    assert all(example in str(caught.value) for example in EXAMPLES)
