"""The API's versions, filters and addresses."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from azstudy.catalog.refresh import API_VERSION, DEFAULT_BASE_URL, ApiVersion, Query
from azstudy.catalog.refresh.api import check_base_url, vm_query
from azstudy.errors import InvalidInputError


@pytest.mark.parametrize(
    ("name", "case_sensitive", "savings_plans", "primary_filter"),
    [
        ("", False, False, False),
        ("2021-10-01-preview", False, False, True),
        ("2022-06-01", False, False, True),
        ("2023-01-01-preview", True, True, True),
        ("2024-01-01", True, False, True),
    ],
)
def test_what_a_version_can_do(name, case_sensitive, savings_plans, primary_filter):
    version = ApiVersion(name)
    got = (version.case_sensitive, version.savings_plans, version.primary_filter)
    assert got == (case_sensitive, savings_plans, primary_filter)
    assert ("meterRegion" in parse_qs(urlsplit(vm_query("westeurope", version).url(DEFAULT_BASE_URL)).query)) == (
        primary_filter
    )


@pytest.mark.parametrize("name", ["latest", "2023", "2023-01-01-beta", "2023-1-1"])
def test_a_version_is_a_date(name):
    with pytest.raises(InvalidInputError, match="2023-01-01-preview"):
        ApiVersion(name)


@pytest.mark.parametrize(
    "text",
    ["", "serviceName", "serviceName eq Virtual", "serviceName ne 'x'", "serviceName eq 'x' or location eq 'y'",
     "serviceName eq 'x' and", "serviceName eq 'x' and ", "serviceName eq 'x'y"],
)  # fmt: skip
def test_a_filter_that_is_not_understood_is_refused(text):
    with pytest.raises(InvalidInputError, match="not understood"):
        Query.parse(text)


def test_a_filter_needs_every_condition_and_knows_that_the_row_field_is_type():
    query = Query.parse("serviceName eq 'Virtual Machines' and priceType eq 'Reservation'")
    assert query.matches({"serviceName": "Virtual Machines", "type": "Reservation"})
    assert not query.matches({"serviceName": "Virtual Machines", "type": "Consumption"})
    assert not query.matches({"type": "Reservation"})
    assert not query.matches({"serviceName": 3, "type": "Reservation"})


names = st.from_regex(r"[a-zA-Z]{1,12}", fullmatch=True)


@settings(deadline=None)
@given(conditions=st.lists(st.tuples(names, st.text(max_size=15)), min_size=1, max_size=4))
def test_a_filter_survives_writing_and_reading(conditions):
    query = Query(tuple(conditions))
    assert Query.parse(query.text) == query
    sent = parse_qs(urlsplit(query.url(DEFAULT_BASE_URL)).query, keep_blank_values=True)
    assert sent["$filter"] == [query.text.encode("utf-8", "replace").decode()]
    assert sent["api-version"] == [API_VERSION]


def test_the_address_is_one_a_person_can_read():
    assert vm_query("westeurope", ApiVersion()).url(DEFAULT_BASE_URL) == (
        "https://prices.azure.com/api/retail/prices?api-version=2023-01-01-preview&meterRegion=%27primary%27"
        "&$filter=serviceName+eq+%27Virtual+Machines%27+and+armRegionName+eq+%27westeurope%27"
    )


def test_the_port_the_service_writes_into_its_links_is_the_usual_one():
    from azstudy.catalog.refresh.api import _next_url

    link = "https://prices.azure.com:443/api/retail/prices?$filter=serviceName%20eq%20%27x%27&$skip=100"
    assert _next_url(link, DEFAULT_BASE_URL) == link


@pytest.mark.parametrize("url", [DEFAULT_BASE_URL, DEFAULT_BASE_URL + "/", " http://localhost:8000/prices "])
def test_addresses_that_may_be_used(url):
    assert check_base_url(url) == url.strip().rstrip("/")
