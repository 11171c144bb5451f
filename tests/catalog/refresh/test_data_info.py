"""Which prices are in use, from where and how old."""

from __future__ import annotations

import json
from datetime import date

import pytest

from azstudy.catalog.refresh import DataInfo, OfferInfo, info, read_current


def line(found: DataInfo, offer: str, origin: str) -> OfferInfo:
    (entry,) = [entry for entry in found.offers if (entry.offer, entry.origin) == (offer, origin)]
    return entry


@pytest.fixture
def told(home, data):
    return lambda today=date(2026, 9, 1): info(home, today=today, data=data)


def test_bundled_prices_alone(told):
    found = told()
    assert found.snapshot == ""
    assert found.refreshed_regions == ()
    assert line(found, "linux-payg", "bundled") == OfferInfo(
        offer="linux-payg",
        origin="bundled",
        sources=("pricing-radar",),
        as_of_oldest="2026-08-22",
        as_of_newest="2026-08-22",
        age_days=10,
        regions=3,
        sizes=25,
        cells=75,
        published_share=1.0,
        corrected=0,
        doubtful=0,
    )
    assert line(found, "linux-reservation_1y", "bundled").published_share == pytest.approx(1 / 3)
    assert {entry.offer for entry in found.offers} == {
        "linux-payg",
        "linux-spot",
        "linux-reservation_1y",
        "windows-payg",
    }


def test_bundled_and_refreshed_side_by_side(told, run, home):
    run("westeurope")
    found = told(date(2026, 11, 25))
    assert found.snapshot == str(read_current(home))
    assert found.refreshed_regions == ("westeurope",)
    assert line(found, "linux-payg", "bundled").cells == 50
    fresh = line(found, "linux-payg", "refreshed")
    assert (fresh.cells, fresh.regions, fresh.age_days, fresh.sources) == (25, 1, 3, ("retail-api",))
    assert line(found, "linux-savings_plan_3y", "refreshed").published_share == pytest.approx(1 / 3)
    assert "1 of 3 regions refreshed" in found.text()


def test_marked_cells_are_counted(told, data):
    with (data / "prices" / "marks.csv").open("a", encoding="utf-8") as marks:
        marks.write("linux-payg,Standard_D2s_v5,westeurope,doubtful,,community,one weak source\n")
        marks.write("linux-payg,Standard_D4s_v5,westeurope,corrected,0.4,pricing-radar,Windows price\n")
    entry = line(told(), "linux-payg", "bundled")
    assert (entry.doubtful, entry.corrected, entry.published_share) == (1, 1, pytest.approx(74 / 75))


@pytest.mark.parametrize(("today", "stale"), [(date(2027, 2, 18), False), (date(2027, 2, 19), True)])
def test_prices_older_than_half_a_year_are_called_stale(told, today, stale):
    found = told(today)
    assert found.stale is stale
    assert ("azstudy data refresh" in found.text()) is stale
    assert found.stale_regions == (("northeurope", "swedencentral", "westeurope") if stale else ())


def test_only_the_regions_that_are_old_are_stale(told, run):
    run("westeurope")
    found = told(date(2027, 3, 1))
    assert found.stale_regions == ("northeurope", "swedencentral")
    assert "2 of 3 regions" in found.text()


def test_a_broken_refresh_is_told_and_the_bundled_prices_are_shown(told, run, home):
    run("westeurope")
    (read_current(home) / "linux-spot.csv").unlink()
    found = told()
    assert "linux-spot.csv" in found.warning
    assert found.refreshed_regions == ()
    assert f"Warning: {found.warning}" in found.text()


def test_refreshed_prices_can_be_set_aside(told, run, monkeypatch):
    run("westeurope")
    monkeypatch.setenv("AZSTUDY_DATA", "bundled")
    found = told()
    assert found.ignored
    assert found.refreshed_regions == ()
    assert "AZSTUDY_DATA" in found.text()


def test_newer_bundled_prices_are_pointed_out(told, run, data):
    run("westeurope")
    provenance = data / "prices" / "provenance.csv"
    provenance.write_text(provenance.read_text("utf-8").replace("2026-08-22", "2027-02-01"), encoding="utf-8")
    assert "newer prices than your refresh for westeurope" in told(date(2027, 2, 2)).text()


def test_a_month_without_a_day_counts_from_its_first(told, data):
    provenance = data / "prices" / "provenance.csv"
    provenance.write_text(provenance.read_text("utf-8").replace("2026-08-22", "2026-08"), encoding="utf-8")
    assert line(told(), "linux-payg", "bundled").age_days == 31


def test_an_unknown_date_is_said_not_guessed(told, data):
    provenance = data / "prices" / "provenance.csv"
    provenance.write_text(provenance.read_text("utf-8").replace("2026-08-22", ""), encoding="utf-8")
    found = told()
    assert line(found, "linux-payg", "bundled").age_days is None
    assert "not known" in found.text()
    assert not found.stale


def test_the_table_lines_up_and_json_is_plain(told):
    found = told()
    lines = found.text().splitlines()
    head = next(line for line in lines if line.startswith("offer"))
    at = head.index("as of")
    assert all(line[at : at + 10] == "2026-08-22" for line in lines if line.startswith(("linux-", "windows-")))
    assert json.loads(json.dumps(found.as_dict()))["offers"][0]["offer"] == "linux-payg"
