"""VM applications: order, failure, update."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import azstudy as az
from azstudy.simulate import App, vm_applications

orders = st.lists(st.one_of(st.none(), st.integers(0, 4)), min_size=1, max_size=8)


@given(orders, st.sets(st.integers(0, 7)))
def test_a_failure_stops_exactly_the_higher_orders(given: list[int | None], failing: set[int]) -> None:
    apps = [App(name=f"a{n}", order=order) for n, order in enumerate(given)]
    bad = [f"a{n}" for n in failing if n < len(given)]
    run = vm_applications(apps, fails=bad)
    order = {one.name: one.order for one in apps}
    lowest = min((order[name] for name in bad if order[name] is not None), default=None)
    expected = {one.name for one in apps if lowest is not None and one.order is not None and one.order > lowest}
    assert set(run.skipped) == expected
    assert set(run.attempted) | expected == set(order)
    assert set(run.names("failed")) == set(bad) - expected
    tried = [order[one.name] for one in run.steps]
    assert tried == sorted(tried, key=lambda one: (one is None, one or 0))


@pytest.mark.parametrize(("must_work", "state"), [(False, "Succeeded"), (True, "Failed")])
def test_a_failure_fails_the_vm_only_where_asked(must_work: bool, state: str) -> None:
    assert vm_applications([App(name="a", must_work=must_work)], fails=["a"]).provisioning == state


@pytest.mark.parametrize(("update", "commands"), [(False, ("remove 1.0.0", "install")), (True, ("update",))])
def test_an_update(update: bool, commands: tuple[str, ...]) -> None:
    run = vm_applications([App(name="a", version="1.1.0", update_command=update)], present={"a": "1.0.0"})
    assert run.steps[0].commands == commands


def test_the_same_version_is_not_tried_again() -> None:
    run = vm_applications([App(name="a")], present={"a": "1.0.0"})
    assert run.attempted == () and run.installed == ("a",) and "removed first" in run.text


@pytest.mark.parametrize(
    ("app", "words"),
    [
        (App(name="a", regions=["eastus"]), "not replicated to westeurope"),
        (App(name="a", package_mib=2049), "2,049 MiB"),
        (App(name="a", configuration_mib=1025), "1,025 MiB"),
    ],
)
def test_what_azure_refuses(app: App, words: str) -> None:
    run = vm_applications([app])
    assert run.provisioning == "Failed" and words in run.text


def test_the_nouns_are_understood() -> None:
    one = az.InstalledApplication("tools/agent/1.2.0", order=1, treat_failure_as_deployment_failure=True)
    run = vm_applications(az.VirtualMachine("vm", "D2s_v5", applications=[one]), fails=["agent"])
    assert (run.steps[0].name, run.steps[0].version, run.provisioning) == ("agent", "1.2.0", "Failed")
    assert vm_applications([{"name": "a", "order": 2}, "b"]).installed == ("a", "b")
    assert list(run.to_frame()["outcome"]) == ["failed"] and str(run) == run.text


@pytest.mark.parametrize(
    "given",
    [
        {"apps": [f"a{n}" for n in range(26)]},
        {"apps": ["a", App(name="a", version="2.0.0")]},
        {"apps": [{"title": "a"}]},
        {"apps": ["a"], "fails": ["b"]},
    ],
)
def test_bad_input(given: dict[str, Any]) -> None:
    with pytest.raises(az.errors.AzstudyError):
        vm_applications(**given)
