"""Retirement dates and reservations, against what the pages say."""

import datetime

import pytest


@pytest.fixture(scope="module")
def life(table, sizes):
    """A function: size name -> its own row, else its series' row, else None."""
    rows = {row["match"]: row for row in table("lifecycle.csv")}
    return lambda name: rows.get(name) or rows.get(sizes[name]["series"])


def test_every_row_matches_a_series_or_a_size(table, sizes):
    known = {row["series"] for row in sizes.values()} | set(sizes)
    assert {row["match"] for row in table("lifecycle.csv")} <= known


def test_dates_words_and_sources(table):
    for row in table("lifecycle.csv"):
        assert bool(row["retirement_date"]) == bool(row["status"])
        assert row["status"] in ("announced", "retired", "")
        assert row["source"]
        if row["retirement_date"]:
            date = datetime.date.fromisoformat(row["retirement_date"])
            assert datetime.date(2020, 1, 1) < date < datetime.date(2031, 1, 1)
            assert row["previous_generation"] == "true"
        if row["status"] == "retired":
            assert row["retirement_date"] <= "2026-09-30"
            assert row["reservation_1y_sold"] == row["reservation_3y_sold"] == "false"


@pytest.mark.parametrize(
    ("names", "date", "status"),
    [
        (["D1", "D14", "DS11", "D2_v2", "D15_v2", "DS11-1_v2", "D15i_v2", "L8s"], "2028-05-01", "announced"),
        (["A2_v2", "A2m_v2", "B1ls", "B1s", "B4ms", "F4", "F4s", "F4s_v2", "G5", "GS5-8"], "2028-11-15", "announced"),
        (["L8s_v2", "L88is_v2"], "2028-11-15", "announced"),
        (["D4_v3", "D4s_v3", "E8_v3", "E8-2s_v3", "D32-8s_v3"], "2029-11-15", "announced"),
        (["DC4s_v3", "DC4ds_v3"], "2029-10-31", "announced"),
        (["DC4s_v2", "DC8_v2"], "2026-06-30", "retired"),
        (["DC4as_cc_v5", "EC4ads_cc_v5"], "2026-09-01", "retired"),
        (["HC44rs", "HB120rs_v2", "HB120-64rs_v2", "NP10s"], "2027-05-31", "announced"),
        (["M192idms_v2", "M192ids_v2", "M192ims_v2", "M192is_v2"], "2027-03-31", "announced"),
        (["NV12s_v3", "NV48s_v3"], "2026-09-30", "retired"),
        (["NV4as_v4"], "2026-09-30", "announced"),
        (["NC6s_v3", "NC24rs_v3"], "2025-09-30", "retired"),
        (["A0", "A7", "A8", "A11"], "2024-08-31", "retired"),
        (["H16mr", "H8m_Promo"], "2022-08-31", "retired"),
        (["HB60rs", "HB60-15rs"], "2024-08-31", "retired"),
        (["NC24r_Promo", "NV6_Promo"], "2023-09-06", "retired"),
    ],
)
def test_retirement_dates(life, names, date, status):
    for name in names:
        row = life(f"Standard_{name}")
        assert (row["retirement_date"], row["status"]) == (date, status), name


@pytest.mark.parametrize("name", ["D4s_v5", "D4ads_v6", "B4ms_v2", "E8s_v7", "NC4as_T4_v3", "HB176rs_v4", "M128ms"])
def test_current_series_have_nothing_to_say(life, sizes, name):
    full = f"Standard_{name}" if f"Standard_{name}" in sizes else "Standard_B4s_v2"
    row = life(full)
    assert row is None or row["retirement_date"] == ""


@pytest.mark.parametrize("name", ["E4_v4", "E4s_v4", "E4a_v4", "E4as_v4", "E4d_v4", "E4ds_v4", "DC2s"])
def test_previous_generations_that_do_not_retire(life, name):
    row = life(f"Standard_{name}")
    assert row["previous_generation"] == "true"
    assert row["retirement_date"] == ""
    assert row["reservation_1y_sold"] == row["reservation_3y_sold"] == "true"


@pytest.mark.parametrize("name", ["A2_v2", "B4ms", "D2_v2", "F4s_v2", "L8s_v2", "D4s_v3", "E4_v3", "A1", "G1", "NP10s"])
def test_reservations_no_longer_sold(life, name):
    row = life(f"Standard_{name}")
    assert (row["reservation_1y_sold"], row["reservation_3y_sold"]) == ("false", "false")


def test_promotional_names_retire_with_their_parent_and_take_no_reservation(life, sizes):
    promos = [name for name, row in sizes.items() if row["promo"] == "true"]
    assert promos
    for name in promos:
        row, parent = life(name), life(name.removesuffix("_Promo")) if name.removesuffix("_Promo") in sizes else None
        assert (row["reservation_1y_sold"], row["reservation_3y_sold"]) == ("false", "false")
        if parent:
            assert row["retirement_date"] == parent["retirement_date"]
            assert row["previous_generation"] == parent["previous_generation"]


def test_no_published_reservation_outlives_the_end_of_its_sale_unseen(life, sheets):
    """The three-year reservations that ended in 2025 are already gone from the price list of January 2026."""
    for size, _ in sheets["linux-reservation_3y"]:
        row = life(size)
        if row and "since 2025" in row["note"] and "3-year" in row["note"]:
            pytest.fail(f"{size} still has a 3-year price")
