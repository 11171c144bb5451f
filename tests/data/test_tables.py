"""The shape of the data folder: columns, keys, order, formatting, references and size."""

import csv
import re
from itertools import pairwise

import attrs
import pytest

from azstudy.model.facts import OperatingSystem, Region, Term
from azstudy.model.size import VmSize

LIFECYCLE_FIELDS = {
    "retirement_date",
    "retirement_source",
    "previous_generation",
    "reservation_1y_sold",
    "reservation_3y_sold",
}
OFFERS = [f"{os.value}-{term.value}" for os in OperatingSystem for term in Term]
KEYS = {
    "sources.csv": ("id",),
    "sizes.csv": ("name",),
    "size_conflicts.csv": ("name", "field"),
    "lifecycle.csv": ("match",),
    "regions.csv": ("name",),
    "latency.csv": ("from", "to"),
    "spot_changes.csv": ("region", "os", "term", "size"),
    "disk_prices.csv": ("region", "sku", "tier", "meter"),
    "disk_meters.csv": ("region", "sku", "meter"),
    "flexible_disks.csv": ("sku",),
    "bandwidth.csv": ("item",),
    "prices/provenance.csv": ("offer", "region", "source"),
    "prices/marks.csv": ("offer", "size", "region"),
    "prices/left_out.csv": ("offer", "size", "region", "source"),
    "prices/ratios.csv": ("size",),
    **{f"prices/{offer}.csv": ("size",) for offer in OFFERS},
}
NUMBER = re.compile(r"-?\d+(\.\d+)?")
DATE = re.compile(r"\d{4}-\d\d(-\d\d)?")
BOOLEANS = {
    *("premium_storage", "ultra_disk", "ephemeral_os", "accelerated_networking", "encryption_at_host"),
    *("trusted_launch", "hibernation", "memory_preserving_maintenance", "nested_virtualization", "host_caching"),
    *("write_accelerator", "rdma", "spot_capable", "isolated", "constrained", "promo", "has_specs"),
    *("previous_generation", "reservation_1y_sold", "reservation_3y_sold", "main"),
}


def files(data):
    return sorted(str(path.relative_to(data)).replace("\\", "/") for path in data.rglob("*.csv"))


def test_no_table_is_missing_and_every_price_sheet_is_known(data):
    found = set(files(data))
    built = {*KEYS, "disks.csv"}
    assert built <= found
    assert {name for name in found - built if name.startswith("prices/")} == set()


def test_the_folder_stays_small(data):
    assert sum(path.stat().st_size for path in data.rglob("*") if path.is_file()) < 4_000_000


@pytest.mark.parametrize("name", [*KEYS, "disks.csv"])
def test_cells_are_clean(data, name):
    raw = (data / name).read_bytes()
    assert b"\r" not in raw
    assert raw.endswith(b"\n")
    with (data / name).open(encoding="utf-8", newline="") as handle:
        rows = list(csv.reader(handle, strict=True))
    width = len(rows[0])
    for row in rows:
        assert len(row) == width
        for cell in row:
            assert cell == cell.strip()
            assert cell.lower() not in ("nan", "none", "null", "true ", "yes")
            if NUMBER.fullmatch(cell) and "." in cell:
                assert not cell.endswith("0"), cell


@pytest.mark.parametrize(("name", "key"), KEYS.items())
def test_rows_are_sorted_by_a_unique_key(table, name, key):
    keys = [tuple(row[column] for column in key) for row in table(name)]
    assert keys
    assert all(before < after for before, after in pairwise(keys))


@pytest.mark.parametrize("name", ["sizes.csv", "lifecycle.csv", "prices/provenance.csv"])
def test_booleans_are_true_false_or_unknown(table, name):
    for row in table(name):
        for column in BOOLEANS & set(row):
            assert row[column] in ("true", "false", ""), (row, column)


def test_sizes_have_the_fields_of_vmsize_in_their_order(table):
    fields = [field.name for field in attrs.fields(VmSize) if field.name not in LIFECYCLE_FIELDS]
    assert list(table("sizes.csv")[0]) == fields
    assert set(table("lifecycle.csv")[0]) >= LIFECYCLE_FIELDS - {"retirement_source"} | {"match", "source", "as_of"}


def test_regions_have_the_fields_of_region(table):
    assert {field.name for field in attrs.fields(Region)} <= set(table("regions.csv")[0])


def test_every_required_boolean_of_a_size_is_known(table):
    required = [field.name for field in attrs.fields(VmSize) if field.type == "bool" and field.name in BOOLEANS]
    for row in table("sizes.csv"):
        assert all(row[name] for name in required if name in row), row["name"]


def test_sources_are_listed_with_licence_and_date(table):
    for row in table("sources.csv"):
        assert row["title"], row
        assert row["licence"], row
        assert DATE.fullmatch(row["as_of"]) or row["id"] == "community"


@pytest.mark.parametrize(
    "name",
    [
        *("sizes.csv", "lifecycle.csv", "prices/provenance.csv", "prices/marks.csv", "prices/left_out.csv"),
        *("disks.csv", "flexible_disks.csv", "disk_prices.csv", "disk_meters.csv", "latency.csv", "bandwidth.csv"),
    ],
)
def test_every_source_is_a_listed_one(table, name):
    listed = {row["id"] for row in table("sources.csv")}
    for row in table(name):
        value_unknown = name == "bandwidth.csv" and not row["value"]
        assert row["source"] in listed or value_unknown, row
        date = row.get("as_of", "2026")
        assert DATE.fullmatch(date) or date == "2026" or value_unknown or row["source"] == "community", row


def test_no_listed_source_is_unused(table):
    used = {row["source"] for name in files_with_source(table) for row in table(name)}
    elsewhere = {"azstudy", "avm-regions", "autoscaler", "ga4gh", "infracost"}
    assert {row["id"] for row in table("sources.csv")} <= used | elsewhere


def files_with_source(table):
    return [name for name in [*KEYS, "disks.csv"] if "source" in table(name)[0]]


def test_the_page_names_every_file_and_every_source(data, table):
    readme, sources = ((data / name).read_text(encoding="utf-8") for name in ("README.md", "SOURCES.md"))
    for name in [*KEYS, "disks.csv"]:
        assert name in readme or ("<os>-<term>" in readme and name.removeprefix("prices/")[:-4] in OFFERS), name
    for row in table("sources.csv"):
        assert f"`{row['id']}`" in sources, row["id"]
    assert "CC BY 4.0" in sources


def test_sheets_know_only_known_sizes_and_regions(table, sizes, sheets):
    regions = {row["name"] for row in table("regions.csv")}
    assert set(sheets) == set(OFFERS)
    for offer, cells in sheets.items():
        assert cells, offer
        for size, region in cells:
            assert size in sizes
            assert region in regions


def test_no_sheet_has_an_empty_row_or_column(data, table):
    for offer in OFFERS:
        rows = table(f"prices/{offer}.csv")
        assert all(any(cell for name, cell in row.items() if name != "size") for row in rows), offer
        assert all(any(row[region] for row in rows) for region in rows[0] if region != "size"), offer


def test_hybrid_benefit_is_not_stored(data):
    assert not list((data / "prices").glob("*ahb*"))


def test_provenance_counts_every_cell_once(table, sheets):
    counted = {}
    mains = {}
    for row in table("prices/provenance.csv"):
        place = row["offer"], row["region"]
        counted[place] = counted.get(place, 0) + int(row["cells"])
        mains[place] = mains.get(place, 0) + (row["main"] == "true")
    cells = {}
    for offer, sheet in sheets.items():
        for _, region in sheet:
            cells[offer, region] = cells.get((offer, region), 0) + 1
    assert counted == cells
    assert set(mains.values()) == {1}


def test_provenance_and_marks_agree_on_the_source_of_every_cell(table, sheets):
    main = {(r["offer"], r["region"]): r["source"] for r in table("prices/provenance.csv") if r["main"] == "true"}
    marked = {(r["offer"], r["size"], r["region"]): r["source"] for r in table("prices/marks.csv")}
    counted = {}
    for offer, sheet in sheets.items():
        for size, region in sheet:
            source = marked.get((offer, size, region), main[offer, region])
            counted[offer, region, source] = counted.get((offer, region, source), 0) + 1
    listed = {(r["offer"], r["region"], r["source"]): int(r["cells"]) for r in table("prices/provenance.csv")}
    assert counted == listed


def test_marks_point_at_cells_and_say_why(table, sheets):
    main = {(r["offer"], r["region"]): r["source"] for r in table("prices/provenance.csv") if r["main"] == "true"}
    for row in table("prices/marks.csv"):
        usd = sheets[row["offer"]][row["size"], row["region"]]
        assert row["reason"]
        if row["mark"] == "corrected":
            assert float(row["raw_usd_per_hour"]) > usd
        else:
            assert row["mark"] in ("doubtful", "source")
            assert row["raw_usd_per_hour"] == ""
        if row["mark"] == "source":
            assert row["source"] != main[row["offer"], row["region"]]


def test_values_left_out_are_not_in_the_sheets(table, sheets, sizes):
    for row in table("prices/left_out.csv"):
        assert (row["size"], row["region"]) not in sheets[row["offer"]]
        assert row["size"] in sizes
        assert row["reason"]


def test_conflicts_show_the_value_in_use(table, sizes):
    for row in table("size_conflicts.csv"):
        used = sizes[row["name"]][row["field"]]
        assert used.lower() == as_cell(row["field"], row["used"]).lower(), row
        assert row["used"] != row["other"], row


def as_cell(field, value):
    return ";".join(part.removeprefix("V") for part in value.split(",")) if field == "generations" else value
