"""The SLA of a VM on its own: its weakest disk decides."""

from __future__ import annotations

import pytest

import azstudy as az
from azstudy.rules.availability_zones import single_vm_sla

SLA = "azure.microsoft.com support/legal/sla/virtual-machines, as quoted in public repositories"
HIGH = "MicrosoftDocs/azure-compute-docs articles/virtual-machines/disks-high-availability.md@133b2490"


@pytest.mark.parametrize(
    ("os_disk", "data", "percent", "source"),
    [
        ("Premium", ["Premium"], 99.9, SLA),
        ("StandardSSD", [], 99.5, SLA),
        ("Standard HDD", [], 95.0, SLA),
        ("Premium", ["PremiumV2"], 99.9, HIGH),
        ("Premium", ["UltraSSD", "Premium"], 99.9, HIGH),
        ("Premium", ["StandardSSD"], 99.5, HIGH),
        ("StandardSSD", ["PremiumV2"], 99.5, HIGH),
    ],
)
def test_the_weakest_disk_decides(os_disk: str, data: list[str], percent: float, source: str) -> None:
    assert single_vm_sla(os_disk, data) == percent, source
    disks = [az.DataDisk(f"d{n}", 64, type=kind) for n, kind in enumerate(data)]
    earned = az.plan.earned_sla(az.VirtualMachine("vm", "D2s_v5", os_disk=az.OsDisk(os_disk), data_disks=disks))
    assert (earned.percent, earned.kind) == (percent, "single VM"), source
