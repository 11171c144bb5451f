from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import azstudy as az
from azstudy.errors import InvalidInputError


def test_the_arithmetic_is_shown_and_rounds_vcpus_up() -> None:
    workload = az.Workload(vcpus=8, p95_cpu_percent=45, memory_gib=20, disk_iops=2000, nics=2, growth_percent=20)
    assert [step.working for step in workload.arithmetic] == [
        "8 vCPUs x 45 % = 3.60 busy; x 1.20 growth x 1.30 comfort = 5.62, so 6",
        "20 GiB x 1.20 growth x 1.30 comfort = 31.2 GiB",
        "2000 IOPS x 1.20 growth x 1.30 comfort = 3120 IOPS",
        "2 as they are: interfaces do not grow with load",
    ]
    assert workload.requirement() == {"vcpus": 6, "memory_gib": 31.2, "uncached_iops": 3120.0, "nics": 2}


@given(st.floats(1, 64), st.floats(0, 100), st.floats(1, 512), st.floats(0, 200), st.floats(1, 3))
def test_more_load_never_needs_less(vcpus: float, cpu: float, memory: float, growth: float, comfort: float) -> None:
    small = az.Workload(vcpus=vcpus, p95_cpu_percent=cpu, memory_gib=memory, growth_percent=growth, comfort=comfort)
    big = az.Workload(
        vcpus=vcpus, p95_cpu_percent=min(100, cpu + 10), memory_gib=memory, growth_percent=growth + 5, comfort=comfort
    )
    assert big.requirement()["vcpus"] >= small.requirement()["vcpus"] >= 1
    assert big.requirement()["memory_gib"] >= small.requirement()["memory_gib"]
    busy = vcpus * cpu / 100 * (1 + growth / 100) * comfort
    assert small.requirement()["vcpus"] >= busy - 1e-6


def test_offers_meet_the_requirement_and_options_win() -> None:
    workload = az.Workload(vcpus=4, p95_cpu_percent=80, memory_gib=10)
    result = workload.find_sizes(region="northeurope", memory_gib=64, top=3)
    assert {offer.region for offer in result.offers} == {"northeurope"}
    assert all(az.size(offer.size).memory_gib >= 64 for offer in result.offers)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"p95_cpu_percent": 130}, "p95_cpu_percent must be a number from 0 to 100"),
        ({"vcpus": 0}, "vcpus"),
        ({"memory_gib": -3}, "memory_gib"),
        ({"comfort": 0.5}, "comfort"),
        ({"growth_percent": float("nan")}, "growth_percent"),
        ({"disk_iops": "lots"}, "disk_iops"),
    ],
)
def test_nonsense_is_refused(change: dict[str, object], message: str) -> None:
    with pytest.raises(InvalidInputError, match=message):
        az.Workload(**{"vcpus": 4, "p95_cpu_percent": 50, "memory_gib": 8, **change})  # type: ignore[arg-type]
