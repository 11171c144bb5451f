"""VM applications: limits, and when a failure is seen.

Source: MicrosoftDocs/azure-compute-docs articles/virtual-machines/vm-applications.md@35b0210c (2025-08). The page still
prints older numbers in an error text (5 applications, 1 GB), and 10 replicas beside a table that says 1 to 3.
"""

from __future__ import annotations

import pytest

import azstudy as az


def review(*resources: object) -> object:
    return az.review(az.Design("shop", resources, region="westeurope"))


def tools(*versions: object) -> object:
    return az.Gallery("tools", applications=[az.GalleryApplication("agent", versions)])


def version(number: str = "1.0.0", **fields: object) -> object:
    return az.ApplicationVersion(number, "westeurope", install="./install", remove="./remove", **fields)


def machine(*applications: object) -> object:
    return az.VirtualMachine("vm", "D2s_v5", applications=applications)


@pytest.mark.parametrize(("count", "wrong"), [(5, False), (25, False), (26, True)])
def test_twenty_five_applications_on_a_vm(count: int, wrong: bool) -> None:
    assert ("application-01" in review(machine(*[f"tools/a{n}" for n in range(count)])).rule_ids) is wrong


@pytest.mark.parametrize(
    ("package", "configuration", "wrong"), [(2048, 1024, False), (2049, 1, True), (1, 1025, True), (1024, 1, False)]
)
def test_two_gigabytes_and_one_for_the_configuration(package: int, configuration: int, wrong: bool) -> None:
    found = review(tools(version(package_mib=package, configuration_mib=configuration)))
    assert ("application-02" in found.rule_ids) is wrong


@pytest.mark.parametrize(("count", "wrong"), [(300, False), (301, True)])
def test_three_hundred_versions_in_a_region(count: int, wrong: bool) -> None:
    found = review(tools(*[version(f"1.0.{n}", package_mib=1) for n in range(count)]))
    assert ("application-04" in found.rule_ids) is wrong


def test_one_version_of_an_application_on_a_vm() -> None:
    both = tools(version("1.0.0"), version("1.1.0"))
    assert "application-03" not in review(both, machine("tools/agent/1.0.0")).rule_ids
    assert "application-03" in review(both, machine("tools/agent/1.0.0", "tools/agent/1.1.0")).rule_ids


@pytest.mark.parametrize("treated", [False, True])
def test_a_failure_fails_the_vm_only_where_asked(treated: bool) -> None:
    one = az.InstalledApplication("tools/agent", treat_failure_as_deployment_failure=treated)
    assert ("application-07" in review(tools(version()), machine(one)).rule_ids) is not treated


@pytest.mark.parametrize(("replicas", "severity"), [(3, None), (4, "warning"), (10, "warning"), (11, "error")])
def test_the_two_numbers_of_replicas(replicas: int, severity: str | None) -> None:
    found = {
        f.severity.value
        for f in review(tools(version(replicas=replicas)))
        if f.rule_id in ("application-09", "application-10")
    }
    assert found == ({severity} if severity else set())


def test_a_failure_stops_higher_orders_and_not_those_without() -> None:
    apps = [
        az.simulate.App(name="a", order=1),
        az.simulate.App(name="b", order=2),
        az.simulate.App(name="c"),
    ]
    run = az.simulate.vm_applications(apps, fails=["a"])
    assert (run.attempted, run.installed, run.skipped) == (("a", "c"), ("c",), ("b",))


@pytest.mark.parametrize(("treated", "state"), [(False, "Succeeded"), (True, "Failed")])
def test_the_deployment_of_the_vm(treated: bool, state: str) -> None:
    app = az.InstalledApplication("tools/agent", treat_failure_as_deployment_failure=treated)
    assert az.simulate.vm_applications([app], fails=["agent"]).provisioning == state


@pytest.mark.parametrize(("own", "commands"), [(False, ("remove 1.0.0", "install")), (True, ("update",))])
def test_an_update_without_a_command_removes_and_installs(own: bool, commands: tuple[str, ...]) -> None:
    app = az.simulate.App(name="agent", version="1.1.0", update_command=own)
    assert az.simulate.vm_applications([app], present={"agent": "1.0.0"}).steps[0].commands == commands
