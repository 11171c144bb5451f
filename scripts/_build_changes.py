"""`spot_changes.csv`: how far real Spot prices moved within five weeks of one summer."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from _build_common import BuildError, Row, number, read_table, record

COLUMNS = ("region", "os", "term", "size", "before_usd_per_hour", "after_usd_per_hour", "change", "date")
_SHORTENED = ("rtx6k", "rtxpro6000bse")


def changes(inputs: Path, sizes: Iterable[str]) -> list[Row]:
    """Rows of `spot_changes.csv`; the few pay-as-you-go changes of the same weeks are among them."""
    names = {_key(name.removeprefix("Standard_")): name for name in sizes}
    needed = ("date", "region", "sku", "os", "before", "after", "change")
    rows = []
    for given in read_table(inputs, "vm_price_changes_2026-07_08.csv", needed):
        spot = given["sku"].endswith(" Spot")
        key = _key(given["sku"].removesuffix(" Spot").removeprefix("Standard_")).replace(*_SHORTENED)
        if key not in names:
            raise BuildError(f"Input 'vm_price_changes_2026-07_08.csv': no size is called {given['sku']!r}.")
        prices = (number(given["before"]), number(given["after"]), number(given["change"], digits=4))
        values = (given["region"], given["os"], "spot" if spot else "payg", names[key], *prices, given["date"])
        rows.append(record(COLUMNS, values))
    return rows


def _key(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())
