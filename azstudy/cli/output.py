"""How commands print: a table for people, JSON and CSV for programs."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

import typer

if TYPE_CHECKING:
    from azstudy.catalog.offer import Offer

OFFER_KEYS: Final = (
    "size",
    "region",
    "os",
    "hybrid_benefit",
    "term",
    "usd_per_hour",
    "usd_per_month",
    "hours_per_month",
    "status",
    "source",
    "as_of",
    "note",
)
_NARROWEST: Final = 60


class Format(StrEnum):
    """Output formats."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


def print_json(value: Any) -> None:
    """Print plain values as JSON."""
    typer.echo(json.dumps(value, indent=2, ensure_ascii=False))


def print_csv(header: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Print rows as CSV with a header."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    typer.echo(buffer.getvalue(), nl=False)


def print_offers_csv(offers: Sequence[Offer]) -> None:
    """Print offers as CSV, one row each."""
    rows = [offer.as_dict() for offer in offers]
    print_csv(OFFER_KEYS, [[row[key] for key in OFFER_KEYS] for row in rows])


def print_table(text: str) -> None:
    """Print a table, its lines cut to the terminal's width; whole lines where output is not a terminal."""
    import sys

    width = shutil.get_terminal_size((200, 24)).columns if sys.stdout.isatty() else 0
    for line in text.splitlines():
        typer.echo(line if len(line) <= max(width, _NARROWEST) or not width else line[: width - 1] + "…")
