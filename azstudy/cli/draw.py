"""`azstudy draw`: a concept map, an example design or a saved one, as text, mermaid, DOT, SVG or PNG."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from azstudy.topology.graph import Topology


class Drawn(StrEnum):
    """Forms of a drawing."""

    TEXT = "text"
    MERMAID = "mermaid"
    DOT = "dot"
    SVG = "svg"
    PNG = "png"


class State(StrEnum):
    """States of a concept map."""

    TODAY = "today"
    NOTES = "notes"


def draw(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME",
            help="virtual-machine, scale-set, gallery or management; an example design; or a design in a .json file.",
        ),
    ],
    as_: Annotated[State | None, typer.Option("--as", help="A concept map: today, or as the notes say.")] = None,
    form: Annotated[
        Drawn | None, typer.Option("--format", help="Form of the drawing; by default what --out ends in, else text.")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="File to write; PNG needs one.")] = None,
    unfold: Annotated[bool, typer.Option("--unfold", help="Draw equal nodes one by one.")] = False,
) -> None:
    """Draw a concept map or a design."""
    from azstudy.topology.library import find

    form = form or _by_ending(out) or Drawn.TEXT
    topology = find(name, as_=as_.value if as_ else None)
    content = _content(topology, form, fold=not unfold)
    if out is not None:
        _write(out, content)
        typer.echo(f"Wrote {out}.")
    elif isinstance(content, bytes):
        if sys.stdout.isatty():
            from azstudy.errors import InvalidInputError

            raise InvalidInputError("A PNG is not text for a terminal. Add --out FILE.png or redirect the output.")
        sys.stdout.buffer.write(content)
    else:
        typer.echo(content.rstrip("\n"))


def _by_ending(out: Path | None) -> Drawn | None:
    endings = {".svg": Drawn.SVG, ".png": Drawn.PNG, ".dot": Drawn.DOT, ".gv": Drawn.DOT}
    endings |= {".mmd": Drawn.MERMAID, ".mermaid": Drawn.MERMAID, ".txt": Drawn.TEXT}
    return endings.get(out.suffix.lower()) if out else None


def _content(topology: Topology, form: Drawn, *, fold: bool) -> str | bytes:
    if form is Drawn.MERMAID:
        return topology.to_mermaid(fold=fold)
    if form is Drawn.DOT:
        return topology.to_dot(fold=fold)
    if form is Drawn.SVG:
        return topology.to_svg(fold=fold)
    if form is Drawn.PNG:
        return topology.to_png(fold=fold)
    return topology.to_text(fold=fold)


def _write(out: Path, content: str | bytes) -> None:
    try:
        if isinstance(content, bytes):
            out.write_bytes(content)
        else:
            out.write_text(content if content.endswith("\n") else content + "\n", encoding="utf-8", newline="\n")
    except OSError as problem:
        from azstudy.errors import InvalidInputError

        why = problem.strerror or problem
        raise InvalidInputError(f"{out} cannot be written: {why}. Name a file in a folder you can write to.") from None
