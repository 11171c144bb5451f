"""Extensions: the time they have, their order, the size of a script.

Sources: Azure/azure-resource-manager-schemas Microsoft.Compute.json@a1454431 (2026-08);
    MicrosoftDocs/azure-compute-docs virtual-machine-scale-sets-extension-sequencing.md@0c6223e9 (2026-05) and
    articles/virtual-machines/extensions/custom-script-linux.md@b39bae45 (2025-08).
"""

from __future__ import annotations

import pytest

import azstudy as az


def broken(*extensions: object, **fields: object) -> set[str]:
    web = az.ScaleSet("web", "D4s_v5", extensions=extensions, **fields)
    return {finding.rule_id for finding in az.review(az.Design("shop", [web], region="westeurope")).errors}


@pytest.mark.parametrize(("minutes", "right"), [(14, False), (15, True), (120, True), (121, False)])
def test_the_time_of_all_extensions(minutes: int, right: bool) -> None:
    assert ("extension-04" not in broken(extensions_time_budget_min=minutes)) is right
    assert az.ScaleSet("web").extensions_time_budget_min == 90


@pytest.mark.parametrize(
    ("waits", "right"),
    [
        ({"A": ["C"], "B": ["A"], "C": ["B"]}, False),
        ({"B": ["missing"]}, False),
        ({"A": [], "B": ["A"], "C": ["A"]}, True),
    ],
)
def test_the_order_of_extensions(waits: dict[str, list[str]], right: bool) -> None:
    extensions = [az.Extension(name, f"Handler.{name}", provision_after=after) for name, after in waits.items()]
    assert (not {"extension-02", "extension-03"} & broken(*extensions)) is right


@pytest.mark.parametrize(("kilobytes", "right"), [(256, True), (257, False)])
def test_the_size_of_a_script(kilobytes: int, right: bool) -> None:
    assert ("extension-07" not in broken(az.Extension("setup", settings={"script": "x" * 1024 * kilobytes}))) is right


@pytest.mark.parametrize(("minutes", "right"), [(89, True), (90, True), (91, False)])
def test_the_time_of_a_script(minutes: float, right: bool) -> None:
    run = az.simulate.extension_run([az.Extension("setup")], minutes={"setup": minutes}, budget_min=120)
    assert run.succeeded is right


def test_the_default_time_of_all_together_is_ninety_minutes() -> None:
    both = [az.Extension("agent", "Monitor.Agent"), az.Extension("setup", provision_after="agent")]
    assert az.simulate.extension_run(both, minutes={"agent": 2, "setup": 88}).succeeded
    late = az.simulate.extension_run(both, minutes={"agent": 2, "setup": 89})
    assert (late.failed, late.installed, late.timeline[-1].at_s) == ("setup", ("agent",), 5400)


def test_an_order_in_a_circle_cannot_run() -> None:
    circle = [az.Extension(a, f"Handler.{a}", provision_after=b) for a, b in (("A", "C"), ("B", "A"), ("C", "B"))]
    with pytest.raises(az.errors.InvalidInputError, match="wait for each other"):
        az.simulate.extension_run(circle)
    with pytest.raises(az.errors.UnknownNameError, match="missing"):
        az.simulate.extension_run([az.Extension("B", provision_after="missing")])


def test_one_that_many_wait_for_goes_first() -> None:
    fan = [az.Extension(a, f"Handler.{a}", provision_after=b) for a, b in (("B", "A"), ("C", "A"), ("A", ()))]
    assert az.simulate.extension_run(fan).installed == ("A", "B", "C")
    assert az.simulate.extension_run(fan, fails=["A"]).waiting == ("B", "C")
