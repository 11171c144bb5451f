"""The refresh against the real bundled prices: its limits must let true prices pass."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from azstudy import _resources
from azstudy.catalog.catalog import Catalog
from azstudy.catalog.refresh import Limits, read_current
from azstudy.catalog.refresh.checks import Reference, check_region
from azstudy.catalog.refresh.rows import RegionPrices
from azstudy.catalog.refresh.table import PriceTable, load_table, render
from azstudy.model.facts import OperatingSystem, Status, Term

REGION = "westeurope"


@pytest.fixture(scope="module")
def bundled() -> PriceTable:
    return load_table(_resources.data_dir() / "prices", hint="")


def prices_of(table: PriceTable, region: str) -> RegionPrices:
    cells = {offer: dict(column) for (offer, name), column in table.columns.items() if name == region and column}
    return RegionPrices(region=region, as_of="2026-11-22", rows=sum(map(len, cells.values())), cells=cells)


def test_the_prices_in_use_pass_their_own_checks_in_every_region(bundled):
    reference = Reference(in_use=bundled, bundled=bundled)
    verdicts = [check_region(prices_of(bundled, region), reference, Limits()) for region in bundled.regions]
    assert {verdict.region: verdict.problems for verdict in verdicts if verdict.problems} == {}
    assert [doubt for verdict in verdicts for doubt in verdict.left_out] == []


@pytest.mark.parametrize("factor", [2.5, 0.4, 100])
def test_the_prices_in_use_on_another_scale_never_pass(bundled, factor):
    reference = Reference(in_use=bundled, bundled=bundled)
    for region in bundled.regions:
        found = prices_of(bundled, region)
        for column in found.cells.values():
            column.update({size: price * factor for size, price in column.items()})
        assert check_region(found, reference, Limits()).problems, region


def test_the_wrong_windows_test_of_a_known_price_table_is_caught(bundled):
    """Windows told by the ending of a name: half of the "Linux" prices of some series are Windows prices."""
    reference = Reference(in_use=bundled, bundled=bundled)
    found = prices_of(bundled, REGION)
    linux, windows = found.cells["linux-payg"], found.cells["windows-payg"]
    wrong = [size for size in linux if size in windows and ("as_v5" in size or "ads_v5" in size)]
    linux.update({size: windows[size] for size in wrong})
    assert len(wrong) > 50
    assert any(
        "Linux prices are Windows prices" in problem for problem in check_region(found, reference, Limits()).problems
    )


def test_sheets_survive_writing_and_reading(bundled, tmp_path: Path):
    for name, text in render(bundled).items():
        (tmp_path / name).write_text(text, encoding="utf-8", newline="")
    again = load_table(tmp_path, hint="")
    assert again.columns == {key: pytest.approx(column, abs=1e-8) for key, column in bundled.columns.items()}
    assert sorted(again.provenance, key=str) == sorted(bundled.provenance, key=str)
    assert again.marks == bundled.marks
    assert again.left_out == bundled.left_out


def rows_from(table: PriceTable, catalogue: Any) -> Iterator[dict[str, Any]]:
    """The bundled prices of one region in the form of the API, a tenth dearer."""
    for size, price in table.columns["linux-payg", REGION].items():
        name = size.removeprefix("Standard_")
        windows = {"productName": f"Virtual Machines {name} Series Windows"}
        plan = table.columns["linux-savings_plan_1y", REGION].get(size)
        plans = {"savingsPlan": [{"term": "1 Year", "retailPrice": round(plan * 1.1, 6)}]} if plan else {}
        yield catalogue.row(size, REGION, round(price * 1.1, 6), **plans)
        yield catalogue.row(size, REGION, price * 0.6 * 8760, type="Reservation", reservationTerm="1 Year")
        others = (("windows-payg", windows), ("linux-spot", {}), ("windows-spot", windows))
        for offer, changes in others:
            other = table.columns[offer, REGION].get(size)
            if other:
                spot = {"skuName": f"{name} Spot"} if offer.endswith("spot") else {}
                yield catalogue.row(size, REGION, round(other * 1.1, 6), **changes, **spot)


def test_refreshed_prices_reach_the_catalogue_and_leave_other_regions_alone(run, home, server, bundled, catalogue):
    server.rows[REGION], server.page_size = list(rows_from(bundled, catalogue)), 1000
    report = run(REGION, data=_resources.data_dir())
    assert report.cells["linux-payg"] == len(bundled.columns["linux-payg", REGION])

    catalog = Catalog(_resources.data_dir(), overlay=read_current(home))
    linux = {"os": OperatingSystem.LINUX, "term": Term.PAYG}
    old = bundled.columns["linux-payg", REGION]["Standard_D4s_v5"]
    price = catalog.price("D4s_v5", REGION, **linux)
    assert price.compute_usd_per_hour == pytest.approx(old * 1.1, abs=1e-6)
    assert (price.status, price.source, price.as_of) == (Status.PUBLISHED, "retail-api", "2026-11-22")
    reserved = catalog.price("D4s_v5", REGION, os=OperatingSystem.LINUX, term=Term.RESERVATION_1Y)
    assert reserved.compute_usd_per_hour == pytest.approx(old * 0.6, abs=1e-6)
    assert reserved.status is Status.PUBLISHED
    other = catalog.price("D4s_v5", "eastus", **linux)
    assert other.source != "retail-api"
    assert other.usd_per_hour == bundled.columns["linux-payg", "eastus"]["Standard_D4s_v5"]
