"""CPU credits of B sizes.

Sources: MicrosoftDocs/azure-compute-docs articles/virtual-machines/sizes/general-purpose/bsv2-series.md@2072bfd7 and
    bv1-series.md@28da8f72 (2026-03); MicrosoftDocs/azure-docs articles/virtual-machines/
    sizes-b-series-burstable.md@0d051abb (2020) and b-series-cpu-credit-model/b-series-cpu-credit-model.md@037d7664
    (2023), whose formula halves what its own table says.
"""

from __future__ import annotations

import pytest

import azstudy as az


@pytest.mark.parametrize(
    ("size", "base", "initial", "banked_per_hour", "most"),
    [
        ("B2ts_v2", 20, 60, 24, 576),
        ("B2ls_v2", 30, 60, 36, 864),
        ("B4s_v2", 40, 120, 96, 2304),
        ("B4ms", 22.5, 120, 54, 1296),
        ("B8ms", 135 / 8, 240, 81, 1944),
        ("B16ms", 270 / 16, 480, 162, 3888),
    ],
)
def test_figures_of_a_size(size: str, base: float, initial: float, banked_per_hour: float, most: float) -> None:
    facts = az.simulate.credit_facts(az.size(size))
    assert facts is not None
    assert (facts.base_percent, facts.initial, facts.bank) == (base, initial, most)
    assert facts.idle_per_hour == pytest.approx(banked_per_hour)


def test_a_day_of_a_large_machine_hour_by_hour() -> None:
    hours = [0, 0, 0, 0, 0, 0, 270, 1280, 1280]  # percent of one vCPU, of 1,600
    found = az.simulate.cpu_credits("B16ms", [used / 16 for used in hours for _ in range(60)])
    assert found.bank is not None
    ends = [round(found.bank[60 * hour + 59], 6) for hour in range(len(hours))]
    assert ends == [642, 804, 966, 1128, 1290, 1452, 1452, 846, 240]


def test_half_of_the_base_banks_the_other_half() -> None:
    found = az.simulate.cpu_credits("B1ms", [10] * 1200, bank=0)
    assert found.bank is not None
    assert found.bank[0] == pytest.approx(0.1)
    assert found.bank[59] == pytest.approx(6)
    assert found.bank[1199] == pytest.approx(120)


def test_the_table_counts_and_not_the_formula_that_halves() -> None:
    found = az.simulate.cpu_credits("B2ts_v2", [10], bank=0)
    assert found.bank == pytest.approx((0.2,))


def test_a_new_machine_at_full_speed() -> None:
    found = az.simulate.cpu_credits("B2s_v2", [100] * 120)
    assert found.served[49] == 100
    assert found.served[50] == 40
    assert found.throttled_minutes == 70
