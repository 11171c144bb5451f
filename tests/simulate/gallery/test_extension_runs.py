"""Extensions of an instance as they run."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import azstudy as az
from azstudy.simulate import extension_run


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(0, 40), min_size=1, max_size=6), st.floats(15, 120), st.data())
def test_those_waited_for_go_first_and_the_budget_holds(
    lengths: list[float], budget: float, data: st.DataObject
) -> None:
    names = [f"e{n}" for n in range(len(lengths))]
    listed = [
        az.Extension(
            name, f"Handler.{name}", provision_after=data.draw(st.sets(st.sampled_from(names[:n]))) if n else ()
        )
        for n, name in enumerate(names)
    ]
    shuffled = data.draw(st.permutations(listed))
    run = extension_run(shuffled, minutes=dict(zip(names, lengths, strict=True)), budget_min=budget)
    order = [*run.installed, *([run.failed] if run.failed else []), *run.waiting]
    assert sorted(order) == names
    assert all(order.index(name) < order.index(one.name) for one in listed for name in one.provision_after)
    assert max(step.at_s for step in run.timeline) <= budget * 60
    assert run.succeeded is (run.failed is None)


def test_a_scale_set_brings_its_own_budget() -> None:
    web = az.ScaleSet("web", "D2s_v5", extensions=[az.Extension("setup")], extensions_time_budget_min=20)
    run = extension_run(web, minutes={"setup": 30})
    assert (run.failed, run.timeline[-1].at_s) == ("setup", 1200)
    assert list(run.to_frame()["action"]) == ["failed"] and str(run) == run.text
    assert extension_run(web, minutes={"setup": 30}, budget_min=30).succeeded


def test_only_a_custom_script_has_ninety_minutes() -> None:
    assert extension_run([az.Extension("agent", "Monitor.Agent")], minutes={"agent": 100}, budget_min=120).succeeded


@pytest.mark.parametrize(
    "fields",
    [{"budget_min": 14}, {"budget_min": 121}, {"minutes": {"x": 1}}, {"fails": ["x"]}, {"minutes": {"setup": -1}}],
)
def test_bad_input(fields: dict[str, Any]) -> None:
    with pytest.raises(az.errors.AzstudyError):
        extension_run([az.Extension("setup")], **fields)
