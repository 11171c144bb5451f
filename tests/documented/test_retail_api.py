"""Microsoft's own samples of the Azure Retail Prices API.

Sources:
    RPA 2021: tongwu-msft/azure-rest-api-specs, docs-ref-conceptual/cost-management/retail-prices/
        azure-retail-prices.md@007053ab6589, 2021-12-13.
    RPA 2023: learn.microsoft.com, rest/api/cost-management/retail-prices/azure-retail-prices, as of API version
        2023-01-01-preview, read 2026-11.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from azstudy.catalog.refresh import ApiVersion, Query, price_on, read_row
from azstudy.catalog.refresh.rows import Skip

TODAY = date(2026, 11, 22)

# RPA 2021, "sample API response with reservation prices and term in the response".
RESERVATION: dict[str, Any] = {
    "currencyCode": "USD",
    "tierMinimumUnits": 0.0,
    "reservationTerm": "1 Year",
    "retailPrice": 25007.0,
    "unitPrice": 25007.0,
    "armRegionName": "southcentralus",
    "location": "US South Central",
    "effectiveStartDate": "2020-08-01T00:00:00Z",
    "meterId": "0016083a-928f-56fd-8eeb-39287dcf676d",
    "meterName": "E64 v4",
    "productId": "DZH318Z0D1L7",
    "skuId": "DZH318Z0D1L7/018J",
    "productName": "Virtual Machines Ev4 Series",
    "skuName": "E64 v4",
    "serviceName": "Virtual Machines",
    "serviceId": "DZH313Z7MMC8",
    "serviceFamily": "Compute",
    "unitOfMeasure": "1 Hour",
    "type": "Reservation",
    "isPrimaryMeterRegion": True,
    "armSkuName": "Standard_E64_v4",
}

# RPA 2021, "sample API response, without reservation prices".
WINDOWS_SPOT = RESERVATION | {
    "retailPrice": 0.176346,
    "unitPrice": 0.176346,
    "armRegionName": "westeurope",
    "location": "EU West",
    "meterId": "000a794b-bdb0-58be-a0cd-0c3a0f222923",
    "meterName": "F16s Spot",
    "productId": "DZH318Z0BQPS",
    "skuId": "DZH318Z0BQPS/00TG",
    "productName": "Virtual Machines FS Series Windows",
    "skuName": "F16s Spot",
    "type": "DevTestConsumption",
    "armSkuName": "Standard_F16s",
}


def test_a_reservation_row_holds_the_price_of_its_whole_term():
    """RPA 2021: 25,007 USD for one year; divided by 8,760 hours, although `unitOfMeasure` says 1 Hour."""
    quote = read_row(RESERVATION, region="southcentralus", on=TODAY)
    assert (quote.size, quote.offer) == ("Standard_E64_v4", "linux-reservation_1y")
    assert quote.usd_per_hour == pytest.approx(2.8547, abs=0.0001)


def test_three_years_are_26280_hours():
    """RPA 2021, property `reservationTerm`: one year or three years."""
    quote = read_row(RESERVATION | {"reservationTerm": "3 Years"}, region="southcentralus", on=TODAY)
    assert quote.offer == "linux-reservation_3y"
    assert quote.usd_per_hour == pytest.approx(25007 / 26280, abs=0.0001)


def test_the_dev_test_sample_is_not_a_price_for_everyone():
    """RPA 2021: `type` is DevTestConsumption, Reservation or Consumption; Dev/Test is an offer of a subscription."""
    assert read_row(WINDOWS_SPOT, region="westeurope", on=TODAY) is Skip.DEV_TEST
    quote = read_row(WINDOWS_SPOT | {"type": "Consumption"}, region="westeurope", on=TODAY)
    assert (quote.offer, quote.usd_per_hour) == ("windows-spot", 0.176346)


def test_the_sample_in_euro_is_for_reference_only():
    """RPA 2021: prices in USD are Microsoft's retail prices; those in other currencies are for reference."""
    euro = WINDOWS_SPOT | {"currencyCode": "EUR", "retailPrice": 0.6176, "type": "Consumption"}
    assert read_row(euro, region="westeurope", on=TODAY) is Skip.OTHER_CURRENCY


@pytest.mark.parametrize(
    ("version", "matches", "has_savings_plan", "meter_region_primary"),
    [("2021-10-01-preview", True, False, True), ("2023-01-01-preview", False, True, True)],
)
def test_what_changed_with_version_2023(version, matches, has_savings_plan, meter_region_primary):
    """RPA 2023: filter values became case-sensitive, savings plans came, `meterRegion='primary'` stayed."""
    query = Query.parse("serviceName eq 'virtual machines'", ApiVersion(version))
    assert query.matches({"serviceName": "Virtual Machines"}) is matches
    assert Query.parse("serviceName eq 'Virtual Machines'", ApiVersion(version)).matches(RESERVATION)
    assert query.version.savings_plans is has_savings_plan
    assert query.version.primary_filter is meter_region_primary


def test_the_newest_price_that_has_begun_counts():
    """`effectiveStartDate` is when a price takes effect (RPA 2021); several dates a meter are practice.

    The rule, newest date not in the future, is azstudy's reading; the dates are those of the worked example.
    """
    rows = [
        {"effectiveStartDate": "2025-01-01", "retailPrice": 0.2},
        {"effectiveStartDate": "2026-05-01", "retailPrice": 0.19},
        {"effectiveStartDate": "2027-01-01", "retailPrice": 0.21},
    ]
    assert price_on(rows, TODAY) == 0.19
    assert price_on(rows, date(2026, 4, 30)) == 0.2
    assert price_on(rows, date(2027, 1, 1)) == 0.21
    assert price_on(rows, date(2024, 12, 31)) is None
