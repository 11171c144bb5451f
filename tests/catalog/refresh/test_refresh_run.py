"""A refresh from first request to prices in use, against a real server."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from azstudy.catalog.refresh import Progress, current_or_none, read_current
from azstudy.catalog.sheets import PriceFolder
from azstudy.errors import InvalidInputError, RefreshError, SetupError, UnknownNameError


def test_every_price_arrives_in_the_sheets_and_nothing_else(run, home, catalogue, read_sheets):
    report = run()
    got = read_sheets(read_current(home))
    due = {
        (offer, region): column for region in catalogue.regions for offer, column in catalogue.expected(region).items()
    }
    assert got.keys() == due.keys()
    for key, column in due.items():
        assert got[key] == pytest.approx(column, rel=1e-9), key
    assert report.regions == catalogue.regions
    assert report.snapshot == str(read_current(home))


def test_every_row_is_used_or_counted_with_its_reason(run, server, catalogue):
    report = run()
    sizes = len(catalogue.sizes) * len(catalogue.regions)
    assert report.rows == sum(map(len, server.rows.values()))
    assert report.used + sum(report.skipped.values()) == report.rows
    assert report.used == 6 * sizes
    assert report.skipped["Dev/Test rates"] == 2 * sizes
    assert report.skipped["Cloud Services products"] == 2 * sizes
    assert report.skipped["Low Priority, an older offer than Spot"] == sizes
    assert report.skipped["superseded by a newer or primary row"] == sizes
    assert report.skipped["prices that start later"] == sizes
    assert report.skipped["dedicated hosts"] == report.skipped["licences without a VM"] == len(catalogue.regions)


def test_the_service_is_asked_as_its_page_says(run, server):
    run("westeurope")
    first = parse_qs(urlsplit(server.paths[0]).query)
    assert first["api-version"] == ["2023-01-01-preview"]
    assert first["meterRegion"] == ["'primary'"]
    assert first["$filter"] == ["serviceName eq 'Virtual Machines' and armRegionName eq 'westeurope'"]
    assert [skip for _, skip in server.log] == [0, 100, 200, 300]


def test_provenance_says_source_and_day(run, home):
    run("westeurope")
    with (read_current(home) / "provenance.csv").open(encoding="utf-8") as handle:
        rows = list(csv.DictReader(handle))
    assert {(row["source"], row["as_of"], row["main"]) for row in rows} == {("retail-api", "2026-11-22", "true")}
    assert {row["offer"]: int(row["cells"]) for row in rows}["linux-reservation_3y"] == 25


def test_the_same_prices_give_the_same_bytes(run, home):
    first = Path(run().snapshot)
    before = {path.name: path.read_bytes() for path in first.iterdir()}
    second = Path(run().snapshot)
    unchanged = {name for name in before if before[name] == (second / name).read_bytes()}
    assert unchanged == before.keys() - {"report.json", "manifest.json"}


def test_the_catalogue_reads_the_snapshot(run, home, catalogue):
    run("westeurope")
    folder = PriceFolder(read_current(home))
    rows = {size.lower(): at for at, size in enumerate(catalogue.sizes)}
    for offer, column in catalogue.expected("westeurope").items():
        assert folder.column(offer, "westeurope", rows) == pytest.approx([column[size] for size in catalogue.sizes])
        assert folder.provenance(offer, "westeurope")[0].source == "retail-api"
    empty = folder.column("windows-reservation_1y", "westeurope", rows)
    assert all(price != price for price in empty)


def test_progress_counts_pages_rows_and_regions(run, server):
    steps: list[Progress] = []
    report = run(["westeurope", "northeurope"], progress=steps.append)
    assert steps[0].regions_total == 2
    assert [(s.page, s.rows) for s in steps if s.region == "westeurope" and s.regions_done == 0 and s.page] == [
        (1, 100),
        (2, 200),
        (3, 300),
        (4, len(server.rows["westeurope"])),
    ]
    assert steps[-1].regions_done == 2
    assert report.regions == ("westeurope", "northeurope")


def test_region_names_are_forgiven_and_unknown_ones_explained(run):
    assert run("West Europe").regions == ("westeurope",)
    with pytest.raises(UnknownNameError, match="westeurope"):
        run("westeuroep")
    with pytest.raises(InvalidInputError, match="No region"):
        run([])


def test_regions_not_refreshed_now_keep_what_the_last_refresh_gave_them(run, home, server, catalogue, read_sheets):
    run("westeurope")
    server.change(lambda row: row | {"retailPrice": row["retailPrice"] * 1.1})
    report = run("northeurope")
    got = read_sheets(read_current(home))
    assert report.carried_over == ("westeurope",)
    assert got["linux-payg", "westeurope"] == pytest.approx(catalogue.expected("westeurope")["linux-payg"])
    assert got["linux-payg", "northeurope"]["Standard_D2s_v5"] == pytest.approx(0.11)


def test_a_carried_region_gives_way_to_newer_bundled_prices(run, home, data, read_sheets):
    run("westeurope")
    provenance = data / "prices" / "provenance.csv"
    provenance.write_text(provenance.read_text("utf-8").replace("2026-08-22", "2027-02-01"), encoding="utf-8")
    report = run("northeurope")
    assert report.carried_over == ()
    assert {region for _, region in read_sheets(read_current(home))} == {"northeurope"}


def test_a_refreshed_region_hides_bundled_prices_of_offers_it_does_not_have(run, home, server):
    server.rows["westeurope"] = [row for row in server.rows["westeurope"] if row["type"] != "Reservation"]
    with pytest.raises(RefreshError, match="linux-reservation_1y"):
        run("westeurope")
    run("northeurope")
    header = (read_current(home) / "windows-reservation_1y.csv").read_text("utf-8").splitlines()
    assert header == ["size,northeurope"]


def test_a_region_without_prices_now_as_before_is_said_not_stored(run, home, read_sheets):
    report = run(["westeurope", "Denmark East"])
    assert report.without_prices == ("denmarkeast",)
    assert {region for _, region in read_sheets(read_current(home))} == {"westeurope"}
    assert "denmarkeast" in report.text()


def test_the_report_says_what_changed(run, server):
    run()
    server.change(lambda row: row | {"retailPrice": row["retailPrice"] * 1.2}, "westeurope")
    report = run()
    assert report.changes.higher == 25 * 6  # savings plans come with the row and did not move
    assert report.changes.lower == report.changes.new == report.changes.gone == 0
    assert "150 higher" in report.text()
    json.dumps(report.as_dict())


def test_a_size_gone_from_the_list_is_gone_from_the_sheets(run, home, server, read_sheets):
    server.rows["westeurope"] = [r for r in server.rows["westeurope"] if r["armSkuName"] != "Standard_D2s_v5"]
    report = run("westeurope")
    assert "Standard_D2s_v5" not in read_sheets(read_current(home))["linux-payg", "westeurope"]
    assert report.changes.gone == 4  # the four bundled offers of that region


def test_sizes_are_spelled_as_the_catalogue_spells_them(run, home, server, read_sheets):
    server.change(
        lambda row: (
            row
            | {
                "armSkuName": row["armSkuName"]
                .replace("Standard_d", "Standard_D")
                .upper()
                .replace("STANDARD", "Standard")
                + " "
            }
        )
    )
    run("westeurope")
    assert "Standard_D2ads_v5" in read_sheets(read_current(home))["linux-payg", "westeurope"]


@pytest.mark.parametrize("url", ["ftp://example.org", "http://example.org/prices", "prices", "https://x.org/p?a=1"])
def test_an_address_that_is_not_safe_is_refused(run, url):
    with pytest.raises(InvalidInputError, match="https"):
        run(base_url=url)


def test_a_folder_that_cannot_be_written_gives_one_message(run, tmp_path):
    blocker = tmp_path / "file"
    blocker.write_text("not a folder", encoding="utf-8")
    with pytest.raises(SetupError, match="AZSTUDY_HOME"):
        run(home=blocker / "home")


def test_keep_going_leaves_out_the_region_that_fails(run, home, server, catalogue, read_sheets):
    run()
    server.change(lambda row: row | {"retailPrice": row["retailPrice"] * 100}, "swedencentral")
    report = run(keep_going=True)
    assert report.failed.keys() == {"swedencentral"}
    assert report.carried_over == ("swedencentral",)
    got = read_sheets(read_current(home))
    assert got["linux-payg", "swedencentral"] == pytest.approx(catalogue.expected("swedencentral")["linux-payg"])
    assert "swedencentral" in report.text()


def test_keep_going_stops_when_region_after_region_fails(run, home, server):
    server.change(lambda row: row | {"retailPrice": -1})
    with pytest.raises(RefreshError, match=r"^The prices of westeurope do not make sense.*kept"):
        run(["northeurope", "swedencentral", "westeurope", "denmarkeast"], keep_going=True)
    assert server.regions_asked == ["northeurope", "swedencentral", "westeurope"]
    assert current_or_none(home) == (None, None)


def test_keep_going_with_nothing_left_is_a_failure(run, home, server):
    server.change(lambda row: row | {"retailPrice": -1})
    with pytest.raises(RefreshError, match=r"^No region could be refreshed. northeurope: .*kept"):
        run(["northeurope", "swedencentral"], keep_going=True)
    assert current_or_none(home) == (None, None)


def test_two_snapshots_are_kept(run, home, server):
    names = []
    for step in range(4):
        server.change(lambda row: row | {"retailPrice": row["retailPrice"] * 1.05})
        names.append(Path(run("westeurope").snapshot).name)
        left = {path.name for path in (home / "prices").iterdir() if path.is_dir()}
        assert left == set(names[max(0, step - 1) :])
