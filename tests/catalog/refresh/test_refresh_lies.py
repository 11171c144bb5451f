"""A service that answers well-formed nonsense is caught, and the prices in use stay in use."""

from __future__ import annotations

import json

import pytest

from azstudy.catalog.refresh import current_or_none, read_current
from azstudy.errors import RefreshError


@pytest.fixture
def caught(run, home):
    """Refresh, expect refusal, check that the prices of before are still there; the message."""

    def refresh(regions="westeurope", **changes) -> str:
        before = current_or_none(home)
        with pytest.raises(RefreshError) as problem:
            run(regions, **changes)
        assert current_or_none(home) == before
        assert "kept" in str(problem.value)
        return str(problem.value)

    return refresh


@pytest.mark.parametrize("again", [False, True], ids=["first", "second refresh"])
def test_no_rows(server, caught, run, again):
    if again:
        run("westeurope")
    server.rows["westeurope"] = []
    assert "no rows at all" in caught()


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (b"[]", "a list where an object is due"),
        (b"null", "nothing where an object is due"),
        (b"3", "a number where an object is due"),
        (b"{}", "no list of price rows"),
        (b'{"Items": {}}', "no list of price rows"),
        (b'{"Items": [1, 2]}', "no list of price rows"),
        (b'{"Items": [], "NextPageLink": 7}', "a number, not an address"),
        (b'{"Items": [], "Count": 40}', "announced 40 rows but sent 0"),
    ],
)
def test_another_form(server, faults, caught, answer, said):
    server.faults = [faults.body(answer)]
    assert said in caught()


def test_another_currency_of_the_page(server, caught):
    server.tamper = lambda page, region, skip: page | {"BillingCurrency": "EUR"}
    assert "'EUR', not in USD" in caught()


def test_another_currency_of_the_rows(server, caught):
    server.change(lambda row: row | {"currencyCode": "EUR"})
    assert "another currency than USD" in caught()


def test_another_region(server, caught):
    server.rows["westeurope"] = server.rows["northeurope"]
    assert "another region than asked for" in caught()


def test_another_service(server, caught):
    server.change(lambda row: row | {"serviceName": "Storage"})
    assert "another service than asked for" in caught()


@pytest.mark.parametrize("price", [-1, "0.2", None, True, [1], {}, 1e300, 10**400, 20_000])
def test_prices_that_are_no_prices(server, caught, price):
    server.change(lambda row: row | {"retailPrice": price})
    assert "not a sensible number" in caught()


def test_prices_too_large_or_too_small_for_a_number(server, faults, caught, catalogue):
    page = {"BillingCurrency": "USD", "Items": [catalogue.row("Standard_D2s_v5", "westeurope", 0.125)] * 9}
    for price in (b"1e999", b"-1e999", b"1e-300"):
        server.faults = [faults.body(json.dumps(page).encode().replace(b"0.125", price))]
        assert "not a sensible number" in caught()


def test_zero_prices_are_unknown_ones(server, caught):
    server.change(lambda row: row | {"retailPrice": 0})
    assert "only 0 of the 25 sizes" in caught()


@pytest.mark.parametrize("factor", [100, 0.01, 3, 0.3])
def test_prices_on_another_scale(server, caught, factor):
    server.change(lambda row: row | {"retailPrice": row["retailPrice"] * factor})
    assert f"{factor:g} times those before" in caught()


def test_the_scale_of_an_offer_new_to_the_region_is_judged_by_other_regions(server, caught):
    def per_hour_already(row):
        return row | ({"retailPrice": row["retailPrice"] / 8760} if row["type"] == "Reservation" else {})

    server.change(per_hour_already)
    message = caught("northeurope")
    assert "linux-reservation_1y" in message
    assert "in other regions" in message


def test_one_page_again_and_again(server, caught):
    first = server.rows["westeurope"][:100]
    server.tamper = lambda page, region, skip: page | {"Items": first, "Count": 100}
    assert "same page twice" in caught()


def test_links_in_a_circle(server, caught):
    links: list[str] = []

    def circle(page, region, skip):
        links.append(page["NextPageLink"])
        return page | ({"NextPageLink": links[0]} if skip == 200 else {})

    server.tamper = circle
    assert "circle" in caught()


def test_pages_without_end(server, caught, monkeypatch):
    monkeypatch.setattr("azstudy.catalog.refresh.api.MAX_PAGES", 30)
    server.tamper = lambda page, region, skip: (
        page
        | {
            "Items": [],
            "Count": 0,
            "NextPageLink": f"{server.url}?api-version=2023-01-01-preview&$skip={skip + 1}"
            "&$filter=serviceName eq 'Virtual Machines' and armRegionName eq 'westeurope'",
        }
    )
    assert "never ends: 30 pages" in caught()


@pytest.mark.parametrize(
    "link",
    [
        "https://prices.example/api/retail/prices?$skip=100",
        "http://127.0.0.1:1/api/retail/prices",
        "http://127.0.0.1.prices.example/api",
        "https://127.0.0.1/api",
        "file:///etc/passwd",
        "//prices.example/x",
        "http://[::1",
    ],
)
def test_links_that_lead_elsewhere(server, caught, link):
    server.tamper = lambda page, region, skip: page | {"NextPageLink": link}
    assert "another place" in caught()
    assert len(server.log) == 1


def test_a_link_with_a_password_is_not_followed(server, caught):
    host = server.url.removeprefix("http://")
    server.tamper = lambda page, region, skip: page | {"NextPageLink": f"http://user:secret@{host}?$skip=100"}
    assert "another place" in caught()


def test_half_the_sizes_missing(server, caught):
    half = server.rows["westeurope"][: len(server.rows["westeurope"]) // 2]
    server.rows["westeurope"] = half
    assert "sizes priced before" in caught()


def test_an_offer_missing(server, caught):
    server.rows["westeurope"] = [row for row in server.rows["westeurope"] if "Spot" not in row["skuName"]]
    message = caught()
    assert "only 0 of the 25" in message
    assert "linux-spot" in message


def test_windows_prices_in_linux_rows(server, caught, catalogue):
    def windows_everywhere(row):
        if row["type"] == "Consumption" and row["meterName"] == row["skuName"] and "_D" in row["armSkuName"]:
            row["retailPrice"] = catalogue.payg(row["armSkuName"], row["armRegionName"], "windows")
        return row

    server.change(windows_everywhere)
    assert "10 of 25 Linux prices are Windows prices" in caught("swedencentral")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda row: "Spot" in row["skuName"] and {"retailPrice": row["retailPrice"] * 5.5}, "Spot costs more"),
        (
            lambda row: row.get("reservationTerm") == "1 Year" and {"retailPrice": row["retailPrice"] * 1.8},
            "reservation",
        ),
        (
            lambda row: row.get("reservationTerm") == "3 Years" and {"retailPrice": row["retailPrice"] * 1.9},
            "three years",
        ),
        (
            lambda row: row["productName"].endswith("Windows") and {"retailPrice": row["retailPrice"] * 0.5},
            "Windows costs no more",
        ),
    ],
)
def test_prices_in_the_wrong_order(server, caught, change, said):
    server.change(lambda row: row | (change(row) or {}))
    assert said in caught("swedencentral")


def test_many_single_prices_that_jump(server, caught):
    def some(row):
        return row | ({"retailPrice": row["retailPrice"] * 20} if "_F" in row["armSkuName"] else {})

    server.change(some)
    assert "moved more than 5-fold" in caught()


def test_one_price_that_jumps_is_left_out_and_listed(server, run, home, read_sheets):
    def one(row):
        return row | ({"retailPrice": row["retailPrice"] * 6} if row["armSkuName"] == "Standard_F4s_v2" else {})

    server.change(one, "westeurope")
    for _ in range(2):  # asking a second time does not let it in
        report = run("westeurope")
        left_out = {(doubt.offer, doubt.size) for doubt in report.left_out}
        assert ("linux-payg", "Standard_F4s_v2") in left_out
        assert "Standard_F4s_v2" not in read_sheets(read_current(home))["linux-payg", "westeurope"]
        assert "Standard_F8s_v2" in read_sheets(read_current(home))["linux-payg", "westeurope"]
        listed = (read_current(home) / "left_out.csv").read_text("utf-8").splitlines()
        assert "linux-payg,Standard_F4s_v2,westeurope,1.32,retail-api," in "".join(listed)
    assert "more than 5-fold" in report.text()
    run("northeurope")
    assert "Standard_F4s_v2,westeurope" in (read_current(home) / "left_out.csv").read_text("utf-8")


def test_spot_may_move_further_than_list_prices(server, run):
    def one(row):
        spot = "Spot" in row["skuName"] and row["armSkuName"] == "Standard_F4s_v2"
        return row | ({"retailPrice": row["retailPrice"] * 0.11} if spot else {})

    server.change(one)
    assert run("westeurope").left_out == ()


def test_one_odd_price_is_marked_doubtful_and_kept(server, run, home, read_sheets):
    def one(row):
        spot = (
            "Spot" in row["skuName"] and row["armSkuName"] == "Standard_F4s_v2" and "Windows" not in row["productName"]
        )
        return row | ({"retailPrice": row["retailPrice"] * 5.5} if spot else {})

    server.change(one)
    report = run("westeurope")
    folder = read_current(home)
    assert report.marked.keys() == {
        ("linux-spot", "Standard_F4s_v2", "westeurope"),
        ("windows-spot", "Standard_F4s_v2", "westeurope"),
    }
    assert "linux-spot,Standard_F4s_v2,westeurope,doubtful,,retail-api,Spot costs more" in (
        folder / "marks.csv"
    ).read_text("utf-8")
    assert read_sheets(folder)["linux-spot", "westeurope"]["Standard_F4s_v2"] == pytest.approx(0.22 * 0.2 * 5.5)


def test_two_meters_that_disagree_give_the_nearer_price_marked_doubtful(server, run, home, catalogue, read_sheets):
    server.rows["westeurope"].append(catalogue.row("Standard_D2s_v5", "westeurope", 0.2))
    server.rows["swedencentral"].append(catalogue.row("Standard_D2s_v5", "swedencentral", 0.01))
    report = run(["swedencentral", "westeurope"])
    prices = read_sheets(read_current(home))
    assert prices["linux-payg", "westeurope"]["Standard_D2s_v5"] == pytest.approx(0.11)
    assert prices["linux-payg", "swedencentral"]["Standard_D2s_v5"] == pytest.approx(0.09)
    assert "0.11 and 0.2" in report.marked["linux-payg", "Standard_D2s_v5", "westeurope"]


def test_a_bundled_price_that_is_doubtful_does_not_judge_a_new_one(server, run, data, home, read_sheets):
    sheet = data / "prices" / "linux-payg.csv"
    lines = sheet.read_text("utf-8").splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("Standard_D2s_v5"))
    lines[at] = "Standard_D2s_v5,9,9,9"
    sheet.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with (data / "prices" / "marks.csv").open("a", encoding="utf-8") as marks:
        marks.write("linux-payg,Standard_D2s_v5,westeurope,doubtful,,community,one weak source\n")
    report = run(["northeurope", "westeurope"])
    assert [(doubt.size, doubt.region) for doubt in report.left_out] == [("Standard_D2s_v5", "northeurope")]
    assert "Standard_D2s_v5" in read_sheets(read_current(home))["linux-payg", "westeurope"]


def test_bad_prices_are_not_kept_for_the_next_try(server, run, caught):
    rows = server.rows["westeurope"]
    server.change(lambda row: row | {"retailPrice": row["retailPrice"] * 100}, "westeurope")
    caught()
    server.rows["westeurope"] = rows
    assert run("westeurope").resumed == ()
