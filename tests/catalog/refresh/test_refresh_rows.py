"""What one row of the price list says, and which of several rows counts."""

from __future__ import annotations

import math
import random
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from azstudy.catalog.refresh import price_on, read_row
from azstudy.catalog.refresh.rows import Quote, RegionReader, Skip, hours_of
from azstudy.errors import InvalidInputError
from azstudy.model.facts import OperatingSystem, Term

ON = date(2026, 11, 22)
PLAIN: dict[str, Any] = {
    "currencyCode": "USD",
    "tierMinimumUnits": 0.0,
    "retailPrice": 0.23,
    "armRegionName": "westeurope",
    "effectiveStartDate": "2023-09-01T00:00:00Z",
    "meterName": "D4s v5",
    "productName": "Virtual Machines Dsv5 Series",
    "skuName": "D4s v5",
    "serviceName": "Virtual Machines",
    "unitOfMeasure": "1 Hour",
    "type": "Consumption",
    "isPrimaryMeterRegion": True,
    "armSkuName": "Standard_D4s_v5",
}


def read(**changes: Any) -> Quote | Skip:
    return read_row(PLAIN | changes, region="westeurope", on=ON)


def test_a_plain_row_is_linux_pay_as_you_go():
    assert read() == Quote(
        size="Standard_D4s_v5",
        os=OperatingSystem.LINUX,
        term=Term.PAYG,
        usd_per_hour=0.23,
        starts=date(2023, 9, 1),
    )


@pytest.mark.parametrize(
    ("product", "offer"),
    [
        ("Virtual Machines Dsv5 Series", "linux-payg"),
        ("Virtual Machines Dsv5 Series Windows", "windows-payg"),
        ("Virtual Machines Ev3 Series Windows (v2)", "windows-payg"),
        ("Virtual Machines ECasv6 series windows", "windows-payg"),
        ("Windows Virtual Machines Dasv5", "windows-payg"),
        ("Virtual Machines NCCadsv5 Srs Win", "windows-payg"),
        ("Virtual Machines Winsome Series", "linux-payg"),
        ("Virtual Machines A Series Basic", "linux-payg"),
        ("DCsv3 Series Linux", "linux-payg"),
        ("Virtual Machines Mdsv3 Medium Memory Series Linux", "linux-payg"),
    ],
)
def test_windows_is_contained_in_the_product_name(product, offer):
    assert read(productName=product).offer == offer


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"type": "DevTestConsumption"}, Skip.DEV_TEST),
        ({"productName": "Dasv5 Series Cloud Services"}, Skip.CLOUD_SERVICES),
        ({"productName": "Eadsv5 Series CloudServices"}, Skip.CLOUD_SERVICES),
        ({"productName": "ESv4 Series Dedicated Host", "armSkuName": "ESv4_Type1"}, Skip.DEDICATED_HOST),
        ({"productName": "Dedicated Host Reservation", "armSkuName": ""}, Skip.DEDICATED_HOST),
        ({"productName": "Virtual Machines Licenses"}, Skip.LICENCE),
        ({"meterName": "Reservation-Windows Svr (4 vCPU Burst)"}, Skip.LICENCE),
        ({"productName": "Dsv5 Series"}, Skip.NO_VM_PRODUCT),
        ({"productName": None}, Skip.NO_VM_PRODUCT),
        ({"skuName": "D4s v5 Low Priority"}, Skip.LOW_PRIORITY),
        ({"meterName": "D4s v5 Low Priority"}, Skip.LOW_PRIORITY),
        ({"armSkuName": ""}, Skip.NO_SIZE),
        ({"armSkuName": None}, Skip.NO_SIZE),
        ({"armSkuName": "Standard_D4s v5"}, Skip.NO_SIZE),
        ({"meterName": "D4s v5 - Expired"}, Skip.PROMO),
        ({"meterName": "H16 Promo", "armSkuName": "Standard_H16"}, Skip.PROMO),
        ({"unitOfMeasure": "100 Hours"}, Skip.OTHER_UNIT),
        ({"unitOfMeasure": None}, Skip.OTHER_UNIT),
        ({"tierMinimumUnits": 500.0}, Skip.TIER),
        ({"type": "Reservation", "reservationTerm": "5 Years"}, Skip.OTHER_TERM),
        ({"type": "Reservation"}, Skip.OTHER_TERM),
        (
            {"type": "Reservation", "reservationTerm": "1 Year", "productName": "Virtual Machines Dsv5 Series Windows"},
            Skip.WINDOWS_RESERVATION,
        ),
        ({"type": "Subscription"}, Skip.OTHER_TYPE),
        ({"effectiveStartDate": "2026-11-23T00:00:00Z"}, Skip.STARTS_LATER),
        ({"effectiveEndDate": "2026-11-22T00:00:00Z"}, Skip.ENDED),
        ({"effectiveStartDate": "last week"}, Skip.BAD_DATE),
        ({"effectiveStartDate": 20260101}, Skip.BAD_DATE),
        ({"retailPrice": 0}, Skip.ZERO),
        ({"retailPrice": -0.1}, Skip.BAD_PRICE),
        ({"retailPrice": "0.1"}, Skip.BAD_PRICE),
        ({"retailPrice": True}, Skip.BAD_PRICE),
        ({"retailPrice": None}, Skip.BAD_PRICE),
        ({"retailPrice": math.nan}, Skip.BAD_PRICE),
        ({"retailPrice": math.inf}, Skip.BAD_PRICE),
        ({"retailPrice": 10**400}, Skip.BAD_PRICE),
        ({"armRegionName": "northeurope"}, Skip.OTHER_REGION),
        ({"armRegionName": "WestEurope"}, Skip.OTHER_REGION),
        ({"serviceName": "Virtual Machines Licenses"}, Skip.OTHER_SERVICE),
        ({"currencyCode": "EUR"}, Skip.OTHER_CURRENCY),
    ],
)
def test_a_row_that_is_no_vm_price_says_why(changes, reason):
    assert read(**changes) is reason


@pytest.mark.parametrize("field", ["skuName", "meterName"])
def test_spot_is_in_either_name(field):
    assert read(**{field: "D4s v5 Spot"}).offer == "linux-spot"


def test_a_promotional_size_is_a_size():
    assert read(armSkuName="Standard_D2_v2_Promo", meterName="D2 v2 Promo").size == "Standard_D2_v2_Promo"


def test_a_size_name_may_have_spaces_around_it():
    assert read(armSkuName=" Standard_D4s_v5  ").size == "Standard_D4s_v5"


def test_today_counts_and_no_date_counts():
    assert read(effectiveStartDate="2026-11-22T00:00:00Z").starts == ON
    assert read(effectiveStartDate=None).starts == date.min
    assert read(effectiveEndDate="2026-11-23T00:00:00Z").usd_per_hour == 0.23


@pytest.mark.parametrize("years", [1, 3])
@settings(deadline=None)
@given(cents=st.integers(min_value=5_000, max_value=10**9))
def test_a_reservation_costs_its_term_again_when_every_hour_is_added(years, cents):
    term = "1 Year" if years == 1 else "3 Years"
    quote = read(type="Reservation", reservationTerm=term, retailPrice=cents / 100)
    if quote is Skip.BAD_PRICE:
        assert cents / 100 / (8760 * years) > 10_000
        return
    assert quote.offer == f"linux-reservation_{years}y"
    assert quote.usd_per_hour * 8760 * years == pytest.approx(cents / 100, abs=0.001)
    assert hours_of(term) == 8760 * years


@pytest.mark.parametrize("term", ["", "Year", "2 Years", "10 Years", "one year"])
def test_a_term_that_is_not_sold_is_explained(term):
    with pytest.raises(InvalidInputError, match="1 Year"):
        hours_of(term)


def test_plan_rates_are_per_hour_already():
    plans = [{"term": "3 Years", "retailPrice": 0.11}, {"term": "1 Year", "unitPrice": 0.15}]
    assert dict(read(savingsPlan=plans).savings_plans) == {Term.SAVINGS_PLAN_3Y: 0.11, Term.SAVINGS_PLAN_1Y: 0.15}
    windows = read(savingsPlan=plans, productName="Virtual Machines DCesv6 Series Windows")
    assert windows.offer == "windows-payg"
    assert len(windows.savings_plans) == 2


@pytest.mark.parametrize(
    "plans",
    [None, [], {}, "1 Year", [None], [{}], [{"term": "5 Years", "retailPrice": 0.1}], [{"term": "1 Year"}],
     [{"term": "1 Year", "retailPrice": -1}], [{"term": 1, "retailPrice": 0.1}]],
)  # fmt: skip
def test_plan_rates_that_cannot_be_read_are_left_out(plans):
    assert read(savingsPlan=plans).savings_plans == ()


def test_spot_rows_carry_no_plan():
    assert read(meterName="D4s v5 Spot", savingsPlan=[{"term": "1 Year", "retailPrice": 0.1}]).savings_plans == ()


def settle(*changes: dict[str, Any]) -> dict[str, dict[str, float]]:
    reader = RegionReader("westeurope", ON)
    reader.add([PLAIN | change for change in changes])
    return reader.result().cells


def test_the_primary_meter_wins_over_a_newer_one():
    older = {"retailPrice": 0.2, "effectiveStartDate": "2020-01-01"}
    newer = {"retailPrice": 0.3, "effectiveStartDate": "2026-01-01", "isPrimaryMeterRegion": False}
    assert settle(older, newer) == settle(newer, older) == {"linux-payg": {"Standard_D4s_v5": 0.2}}


def test_a_plan_goes_with_the_row_it_came_with():
    old = {"effectiveStartDate": "2020-01-01", "savingsPlan": [{"term": "1 Year", "retailPrice": 0.1}]}
    new = {"effectiveStartDate": "2026-01-01"}
    assert settle(old, new) == settle(new, old) == {"linux-payg": {"Standard_D4s_v5": 0.23}}


days = st.dates(date(2015, 1, 1), date(2035, 1, 1)) | st.none()
dated_rows = st.lists(
    st.fixed_dictionaries(
        {
            "effectiveStartDate": days.map(lambda day: day and f"{day.isoformat()}T00:00:00Z"),
            "retailPrice": st.sampled_from([0.1, 0.2, 0.3, 0.4]),
            "isPrimaryMeterRegion": st.booleans(),
        }
    ),
    max_size=8,
)


@settings(deadline=None)
@given(rows=dated_rows, seed=st.randoms(use_true_random=False))
def test_which_row_counts_does_not_depend_on_their_order(rows, seed: random.Random):
    shuffled = list(rows)
    seed.shuffle(shuffled)
    assert settle(*rows) == settle(*shuffled)


@settings(deadline=None)
@given(rows=dated_rows)
def test_the_newest_primary_row_not_in_the_future_counts(rows):
    def day(row: dict[str, Any]) -> date:
        return date.fromisoformat(row["effectiveStartDate"][:10]) if row["effectiveStartDate"] else date.min

    begun = [row for row in rows if day(row) <= ON]
    ranked = sorted(begun, key=lambda row: (row["isPrimaryMeterRegion"], day(row)))
    if not ranked:
        assert settle(*rows) == {}
        assert price_on(rows, ON) is None
        return
    top = [row["retailPrice"] for row in ranked if (row["isPrimaryMeterRegion"], day(row)) ==
           (ranked[-1]["isPrimaryMeterRegion"], day(ranked[-1]))]  # fmt: skip
    assert settle(*rows) == {"linux-payg": {"Standard_D4s_v5": max(top)}}
    assert price_on(rows, ON) in top


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@settings(deadline=None)
@given(changes=st.lists(st.dictionaries(st.sampled_from(sorted(PLAIN)), anything, max_size=4), max_size=6))
def test_no_row_can_break_the_reading_and_each_is_counted_once(changes):
    reader = RegionReader("westeurope", ON)
    reader.add([PLAIN | change for change in changes])
    found = reader.result()
    assert found.rows == len(changes)
    assert found.used >= 0
    assert (found.used > 0) == bool(found.cells)
    for column in found.cells.values():
        assert all(0 < price <= 10_000 for price in column.values())


@settings(deadline=None)
@given(start=st.dates(date(2000, 1, 1), date(2040, 1, 1)), ahead=st.integers(-400, 400))
def test_a_price_counts_from_its_first_day_on(start, ahead):
    on = start + timedelta(days=ahead)
    got = read_row(PLAIN | {"effectiveStartDate": start.isoformat()}, region="westeurope", on=on)
    assert isinstance(got, Quote) == (ahead >= 0)
