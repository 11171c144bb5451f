"""Build azstudy's `data/` folder from a folder of source tables.

    uv run --group data python scripts/build_data.py --inputs FOLDER [--out data]

`data/README.md` says what the inputs look like. The same inputs give the same bytes.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import _build_changes
import _build_disks
import _build_lifecycle
import _build_prices
import _build_ratios
import _build_regions
import _build_sizes
import _build_sources
from _build_common import BuildError, Table
from _build_doubts import judge

_DEFAULT_OUT = Path(__file__).resolve().parent.parent / "data"


def build(inputs: Path, out: Path) -> None:
    """Read every input, check it, and write every table under `out`.

    Raises:
        BuildError: With one clear message, before anything is written.
    """
    prices = _build_prices.read_prices(inputs)
    sizes, conflicts = _build_sizes.sizes(inputs, _build_prices.raw_names(inputs))
    vcpus = {row["name"]: int(row["vcpus_base"]) for row in sizes if row["vcpus_base"]}
    judge(prices, vcpus, {row["name"]: row["series"] for row in sizes})
    regions = _build_regions.regions(inputs, prices.regions())
    names = [row["name"] for row in sizes]
    latency = _build_regions.latency(inputs, [row["name"] for row in regions])
    changes = _build_changes.changes(inputs, names)

    tables = [
        Table("sources.csv", _build_sources.COLUMNS, _build_sources.sources(), ("id",)),
        Table("sizes.csv", _build_sizes.COLUMNS, sizes, ("name",)),
        Table("size_conflicts.csv", _build_sizes.CONFLICT_COLUMNS, conflicts, ("name", "field")),
        Table("lifecycle.csv", _build_lifecycle.COLUMNS, _build_lifecycle.lifecycle(sizes), ("match",)),
        Table("regions.csv", _build_regions.COLUMNS, regions, ("name",)),
        Table("latency.csv", _build_regions.LATENCY_COLUMNS, latency, ("from", "to")),
        Table("spot_changes.csv", _build_changes.COLUMNS, changes, ("region", "os", "term", "size")),
        *_build_disks.disk_tables(inputs),
        *_build_prices.price_tables(prices),
        Table("prices/ratios.csv", _build_ratios.COLUMNS, _build_ratios.ratios(prices, sizes), ("size",)),
    ]
    for table in [table.checked() for table in tables]:
        table.write(out)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the build from the command line; returns the exit code."""
    parser = argparse.ArgumentParser(description="Build azstudy's data folder from a folder of source tables.")
    parser.add_argument("--inputs", type=Path, required=True, help="folder with the source tables")
    parser.add_argument("--out", type=Path, default=_DEFAULT_OUT, help="folder to write (default: data/)")
    options = parser.parse_args(argv)
    try:
        build(options.inputs, options.out)
    except BuildError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
