"""`azstudy data info`, `azstudy data regions`, `azstudy data refresh`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from azstudy.cli.output import Format, print_csv, print_json, print_table
from azstudy.errors import InvalidInputError

if TYPE_CHECKING:
    from azstudy.catalog.refresh import Progress

data_app = typer.Typer(
    help="The facts in use: where they come from, how old they are, and newer ones.", rich_markup_mode=None
)
_FORMAT = typer.Option("--format", help="table, json or csv.")


@data_app.command()
def info(form: Annotated[Format, typer.Option("--format", help="table or json.")] = Format.TABLE) -> None:
    """Which prices are in use, from which source, of which date."""
    from azstudy.catalog.refresh import info as look

    answer = look()
    if form is Format.CSV:
        raise InvalidInputError("azstudy data info prints a table or JSON; --format csv was given.")
    if form is Format.JSON:
        print_json(answer.as_dict())
    else:
        print_table(str(answer))


@data_app.command()
def regions(form: Annotated[Format, _FORMAT] = Format.TABLE) -> None:
    """The regions azstudy knows and prices."""
    from azstudy.catalog.lookup import regions as all_regions
    from azstudy.catalog.render import text_table

    header = ("name", "display", "geography", "zones", "pair")
    rows = [(r.name, r.display, r.geography, str(r.zones), r.pair or "") for r in all_regions()]
    if form is Format.JSON:
        print_json([dict(zip(header, row, strict=True)) for row in rows])
    elif form is Format.CSV:
        print_csv(header, rows)
    else:
        print_table(text_table(header, rows, right=("zones",)))


@data_app.command()
def refresh(
    region: Annotated[
        list[str] | None, typer.Option("--regions", "--region", help="Only these regions; commas or repeated.")
    ] = None,
    base_url: Annotated[str | None, typer.Option(help="Another address of the same price API.")] = None,
    keep_going: Annotated[
        bool, typer.Option("--keep-going", help="A region that fails keeps its old prices; the others are refreshed.")
    ] = False,
) -> None:
    """Fetch today's prices from the public Azure Retail Prices API (no account); old ones stay on any failure."""
    from azstudy.catalog import refresh as refreshing

    wanted = [part for text in region or () for part in text.split(",") if part.strip()]
    with _Bar() as bar:
        report = refreshing.refresh(
            wanted or None,
            base_url=base_url or refreshing.DEFAULT_BASE_URL,
            progress=bar.show,
            keep_going=keep_going,
        )
    print_table(str(report))


class _Bar:
    """A progress bar on standard error; silent where that is not a terminal."""

    def __enter__(self) -> _Bar:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

        console = Console(stderr=True)
        columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}/{task.total}"))
        self._rich = Progress(*columns, TimeElapsedColumn(), console=console, disable=not console.is_terminal)
        self._task = self._rich.add_task("starting", total=None)
        self._rich.start()
        return self

    def show(self, step: Progress) -> None:
        """Draw one step."""
        words = f"{step.region} page {step.page}, {step.rows:,} rows"
        if step.waiting_s:
            words = f"{step.region}: {step.note}"
        self._rich.update(self._task, description=words, completed=step.regions_done, total=step.regions_total or None)

    def __exit__(self, *_: object) -> None:
        self._rich.stop()
