"""Series with a retirement date: what has ended by a day, and what will."""

from __future__ import annotations

import datetime

import pytest

import azstudy as az
from azstudy.model.design import Design
from azstudy.model.vm import VirtualMachine
from azstudy.rules import Facts, review

RET = "MicrosoftDocs/azure-compute-docs articles/virtual-machines/sizes/retirement/retired-sizes-list.md@0bdc5d34"
TODAY = datetime.date(2026, 11, 22)


@pytest.mark.parametrize(
    ("size", "ends"),
    [
        ("Standard_D2_v2", "2028-05-01"),
        ("Standard_B2ms", "2028-11-15"),
        ("Standard_F4s_v2", "2028-11-15"),
        ("Standard_NV12s_v3", "2026-09-30"),
        ("Standard_NC6s_v3", "2025-09-30"),
    ],
)
def test_a_series_ends_on_its_day(size: str, ends: str) -> None:
    day = datetime.date.fromisoformat(ends)
    last = day - datetime.timedelta(days=1)
    assert words(size, last) == {"life-02": f"{size.removeprefix('Standard_')} retires on {ends}."}, RET
    assert words(size, day) == {"life-01": f"{size.removeprefix('Standard_')} retired on {ends}."}, RET
    assert set(words(size, TODAY)) == {"life-01" if day <= TODAY else "life-02"}, RET


def words(size: str, on: datetime.date) -> dict[str, str]:
    catalog = az.default_catalog()
    design = Design("one", [VirtualMachine("vm", size)], region="westeurope")
    found = review(design, Facts(sizes=catalog, regions=catalog, on=on)).violated
    return {finding.rule_id: finding.what for finding in found if finding.rule_id.startswith("life-0")}
