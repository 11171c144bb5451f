"""Azure Hybrid Benefit: core licences, dual use, SQL Server's normalised cores."""

from __future__ import annotations

import pytest

import azstudy as az
from azstudy.cost.hybrid_benefit import (
    dual_use,
    processor_licences,
    sql_cores_needed,
    sql_normalised_cores,
    windows_core_licences,
    windows_cores_of,
)

AHW = "MicrosoftDocs/windowsserverdocs WindowsServerDocs/get-started/azure-hybrid-benefit.md@0016b782"
AHS = (
    "MicrosoftDocs/azure-docs articles/cost-management-billing/scope-level/"
    "overview-azure-hybrid-benefit-scope.md@7d8682a5"
)


@pytest.mark.parametrize(("vcpus", "cores"), [(4, 8), (8, 8), (12, 12), (1, 8), (64, 64)])
def test_core_licences_of_a_windows_vm(vcpus: int, cores: int) -> None:
    assert windows_core_licences(vcpus) == cores, AHW


def test_a_fleet_counts_vm_by_vm() -> None:
    assert windows_core_licences([4, 4, 12]) == 28
    assert processor_licences(28) == 2, AHW
    assert processor_licences(16) == 1, AHW


@pytest.mark.parametrize(
    ("edition", "target", "days"),
    [("Standard", "VM", 180), ("Datacenter", "VM", None), ("Datacenter", "dedicated host", 180)],
)
def test_dual_use(edition: str, target: str, days: int | None) -> None:
    found = dual_use(edition, target)
    assert (found.days, found.unlimited) == (days, days is None), AHW


def test_sql_server() -> None:
    assert sql_normalised_cores(standard=10, enterprise=10) == 50, AHS
    assert [sql_cores_needed(2), sql_cores_needed(2, "Enterprise"), sql_cores_needed(8)] == [4, 16, 8], AHS


def test_a_constrained_size_is_left_open() -> None:
    found = windows_cores_of(az.size("E32-8s_v5"))
    assert (found.at_least, found.at_most, found.known) == (8, 32, False)
    assert "not documented" in found.because
