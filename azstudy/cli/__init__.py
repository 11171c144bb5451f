"""The command line: `azstudy lab | size | price | explain | draw | quiz | data | doctor`.

A command is a thin layer over the function a notebook would call; its imports stand inside it, so
that a question about a price does not wait for JupyterLab.
"""

from __future__ import annotations

import os
import sys
import warnings
from typing import Annotated

import typer

import azstudy
from azstudy.cli.data import data_app
from azstudy.cli.draw import draw
from azstudy.cli.quiz import quiz_app
from azstudy.cli.sizing import explain, price, size
from azstudy.errors import AzstudyError

app = typer.Typer(
    name="azstudy",
    help="Design Azure compute on real prices, offline: a Jupyter workbook for the compute part of AZ-305.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command()(size)
app.command()(price)
app.command()(explain)
app.command()(draw)
app.add_typer(data_app, name="data")
app.add_typer(quiz_app, name="quiz")


@app.command()
def lab(
    directory: Annotated[str | None, typer.Option("--dir", help="Folder of your copy of the notebooks.")] = None,
    port: Annotated[
        int | None, typer.Option(help="Port for JupyterLab; the first free one from 8888 by default.")
    ] = None,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Print the address, open no browser.")] = False,
    chapter: Annotated[str | None, typer.Option(help="Chapter to open, such as 02 or sizing.")] = None,
    edit: Annotated[
        bool, typer.Option("--edit", help="Open the originals of a checkout instead of your copy.")
    ] = False,
) -> None:
    """Open the workbook in JupyterLab, on your own copy of the notebooks."""
    from azstudy import workbook

    code = workbook.launch(directory=directory, port=port, browser=not no_browser, chapter=chapter, edit=edit)
    raise typer.Exit(code)


@app.command()
def doctor() -> None:
    """Check what works on this machine and say what to do where something is missing."""
    from azstudy import health

    report = health.run()
    typer.echo(str(report))
    raise typer.Exit(report.exit_code)


def _say_warning(message: Warning | str, *_: object, **__: object) -> None:
    typer.echo(f"azstudy: {message}", err=True)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"azstudy {azstudy.__version__}")
        raise typer.Exit()


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and stop.")
    ] = False,
) -> None:
    del version


def main() -> None:
    """Run the command line; a deliberate error is one message and its exit code, never a traceback."""
    if hasattr(sys.stdout, "reconfigure"):
        for stream in (sys.stdout, sys.stderr):
            stream.reconfigure(errors="replace")
    warnings.showwarning = _say_warning
    try:
        app()
    except AzstudyError as problem:
        typer.echo(f"azstudy: {problem}", err=True)
        raise SystemExit(problem.exit_code) from None
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    except BrokenPipeError:
        # The reader of our output went away (`azstudy size | head`): not an error worth a word.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(0) from None
