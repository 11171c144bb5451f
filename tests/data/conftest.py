"""The bundled tables, read with the csv module alone."""

import csv
from functools import cache
from pathlib import Path

import pytest

DATA = Path(__file__).resolve().parents[2] / "data"
BESIDE = Path(__file__).resolve().parent


@cache
def _read(path):
    with path.open(encoding="utf-8", newline="") as handle:
        return tuple(csv.DictReader(handle))


@pytest.fixture(scope="session")
def data():
    return DATA


@pytest.fixture(scope="session")
def table():
    """A function that reads a table of the data folder, or one beside the tests, once."""
    return lambda name: _read(DATA / name if (DATA / name).is_file() else BESIDE / name)


@pytest.fixture(scope="session")
def sheets(table):
    """Offer -> (size, region) -> USD an hour, published cells only."""
    return {
        path.stem: {
            (row["size"], region): float(cell)
            for row in table(f"prices/{path.name}")
            for region, cell in row.items()
            if region != "size" and cell
        }
        for path in sorted((DATA / "prices").glob("*-*.csv"))
    }


@pytest.fixture(scope="session")
def sizes(table):
    return {row["name"]: row for row in table("sizes.csv")}


@pytest.fixture(scope="session")
def doubtful(table):
    """(offer, size, region) of the cells marked doubtful."""
    return {
        (row["offer"], row["size"], row["region"]) for row in table("prices/marks.csv") if row["mark"] == "doubtful"
    }
