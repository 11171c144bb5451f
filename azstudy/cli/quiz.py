"""`azstudy quiz lint`, `azstudy quiz text`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

quiz_app = typer.Typer(help="Questions: print a chapter's, check question files.", rich_markup_mode=None)


@quiz_app.command("text")
def text(chapter: Annotated[str, typer.Argument(help="Chapter number, such as 02.")]) -> None:
    """Print a chapter's questions."""
    from azstudy.quiz import practice_text

    typer.echo(str(practice_text(chapter)))


@quiz_app.command()
def lint(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Question files or folders; azstudy's own by default.")
    ] = None,
    proofs: Annotated[bool, typer.Option("--proofs", help="Also run the proofs of azstudy's own questions.")] = False,
) -> None:
    """Check question files against the schema and the rules of docs/quiz-format.md."""
    from azstudy.quiz.lint import lint as check

    problems = check(paths or (), proofs=proofs)
    for problem in problems:
        typer.echo(str(problem))
    errors = sum(problem.level == "error" for problem in problems)
    typer.echo(f"{errors} errors, {len(problems) - errors} warnings")
    raise typer.Exit(1 if errors else 0)
