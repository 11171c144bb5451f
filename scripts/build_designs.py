"""Write the example designs of azstudy, and the table that says what each one is for.

    uv run python scripts/build_designs.py [--out data/designs]

The designs stand in `_build_designs_small.py` and `_build_designs_large.py`, to be read as examples of how a design is
written. The same source gives the same bytes. A design that no longer does what the table says (a legal one with an
error, a flawed one with other errors) is not written.
"""

from __future__ import annotations

import argparse
import csv
import io
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import attrs
from _build_designs_large import golden_image, golden_image_flawed, three_tier, two_regions
from _build_designs_small import (
    autoscale_web,
    autoscale_web_flawed,
    database_vm,
    database_vm_flawed,
    single_vm,
    web_pair,
    web_pair_flawed,
    zonal_web,
)

from azstudy.catalog.reviewing import review
from azstudy.model.design import Design
from azstudy.model.serial import to_json

_DEFAULT_OUT: Final = Path(__file__).resolve().parent.parent / "data" / "designs"
_COLUMNS: Final = ("place", "name", "title", "story", "teaches", "legal", "twin", "errors")


@attrs.frozen
class Example:
    """One design, and what a learner gets from it. `errors` are the rules it breaks, `twin` is the legal one."""

    make: Callable[[], Design]
    title: str
    teaches: str
    twin: str = ""
    errors: tuple[str, ...] = ()


EXAMPLES: Final = (
    Example(
        single_vm,
        "A single VM",
        "What every VM has: a size, an image, an OS disk, a network interface in a subnet, and rules for who gets in.",
    ),
    Example(
        database_vm,
        "A database VM with disks of its own",
        "ReadOnly caching for what is read, none for the log, and scratch data on the temporary disk that the letter d "
        "stands for.",
    ),
    Example(
        database_vm_flawed,
        "The database VM, with two mistakes",
        "Premium SSD v2 has no host caching, and in most regions it needs a VM that stands in a zone.",
        twin="database-vm",
        errors=("disk-07", "disk-20"),
    ),
    Example(
        web_pair,
        "Two web servers in an availability set",
        "Fault domains guard against a failed rack, update domains against a restart of all; a failed data centre "
        "still takes both servers.",
    ),
    Example(
        web_pair_flawed,
        "The web pair, spread twice",
        "A VM stands in a zone or in an availability set, never in both.",
        twin="web-pair",
        errors=("avset-05",),
    ),
    Example(
        zonal_web,
        "Web servers in three zones",
        "Zones guard against a failed data centre; the load balancer's address is zone-redundant.",
    ),
    Example(
        autoscale_web,
        "A scale set that breathes",
        "Autoscale rules in pairs with a gap between them, profiles by the clock, and a health check that drives "
        "repairs and rolling upgrades.",
    ),
    Example(
        autoscale_web_flawed,
        "The scale set, with two mistakes",
        "Over zones a Flexible scale set has one fault domain in each; rolling upgrades need to know who is well.",
        twin="autoscale-web",
        errors=("scaleset-08", "scaleset-50"),
    ),
    Example(
        golden_image,
        "An image, two regions and a scale set",
        "Definition, versions and target regions of an image, an application beside it, upgrades that follow latest.",
    ),
    Example(
        golden_image_flawed,
        "The image, sent away from home",
        "The region in which an image version is made is always one of its target regions.",
        twin="golden-image",
        errors=("gallery-07",),
    ),
    Example(
        three_tier,
        "Three tiers in three zones",
        "Rules between tiers, an inner load balancer, and who keeps what up to date: images on the scale sets, guest "
        "patches and backups on the databases.",
    ),
    Example(
        two_regions,
        "Three tiers in two regions",
        "What the second region needs of its own: images, capacity, a vault and a plan. Not drawn: the global router "
        "in front, such as Front Door.",
    ),
)


def build(out: Path) -> None:
    """Write a JSON file for each design, and `index.csv`.

    Raises:
        ValueError: Where a design breaks other rules than the table says, before anything is written.
    """
    made = [(example, example.make()) for example in EXAMPLES]
    for example, design in made:
        broken = sorted({finding.rule_id for finding in review(design).errors})
        if broken != sorted(example.errors):
            raise ValueError(f"{design.name} breaks {broken}; the table says {sorted(example.errors)}.")
    out.mkdir(parents=True, exist_ok=True)
    for _, design in made:
        _write(out / f"{design.name}.json", to_json(design) + "\n")
    _write(out / "index.csv", _index(made))


def _index(made: Sequence[tuple[Example, Design]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for place, (example, design) in enumerate(made, start=1):
        legal = "false" if example.errors else "true"
        words = (design.name, example.title, design.description, example.teaches)
        writer.writerow([place, *words, legal, example.twin, ";".join(sorted(example.errors))])
    return text.getvalue()


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def main(argv: Sequence[str] | None = None) -> int:
    """Command line; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=_DEFAULT_OUT, help="folder to write to")
    try:
        build(parser.parse_args(argv).out)
    except ValueError as problem:
        print(f"build_designs: {problem}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
