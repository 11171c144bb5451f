"""The one place that knows the Graphviz program: finds it and turns DOT text into SVG or PNG.

A `dot` on PATH is used first; without one, the program that the `graphviz-pure` wheel installs
beside this Python. Where `dot` is there but cannot draw (a Graphviz without its plugins), the
wheel's program takes over.
"""

from __future__ import annotations

import functools
import importlib.metadata
import os
import re
import shutil
import subprocess
import sysconfig
from pathlib import Path

import attrs

from azstudy.errors import InvalidInputError, SetupError

_WHEEL = "graphviz-pure"
_NO_FORMAT = "not recognized"
_HELP = (
    "No program that draws SVG was found: neither `dot` on PATH nor the graphviz-pure package. "
    "Reinstall azstudy, or run: python -m pip install graphviz-pure. Mermaid drawings work without it."
)


@attrs.frozen
class Engine:
    """A program that understands Graphviz' `dot` command line.

    `kind` is `"dot"` (a Graphviz of the machine) or `"graphviz-pure"` (from the wheel).
    """

    kind: str
    path: Path

    @property
    def version(self) -> str | None:
        """What the program says its Graphviz version is; None where it does not answer."""
        return _version_of(self.path)


def engines() -> tuple[Engine, ...]:
    """Every engine on this machine, in the order in which they are tried."""
    system, wheel = shutil.which("dot"), _wheel_binary()
    found = [Engine("dot", Path(system))] if system else []
    return tuple([*found, Engine(_WHEEL, wheel)] if wheel else found)


def find_engine() -> Engine | None:
    """The engine that draws first, or None where there is none."""
    return next(iter(engines()), None)


def render_svg(dot_source: str) -> str:
    """The drawing that `dot_source`, text in the DOT language, describes, as SVG text.

    >>> render_svg("digraph { a -> b }").count('class="edge"')
    1

    Raises:
        SetupError: When no engine is installed or none can be started.
        InvalidInputError: When every engine refuses the text; carries the engine's own words.
    """
    return _first_that_draws(dot_source, "svg").decode("utf-8")


def render_png(dot_source: str) -> bytes:
    """The drawing as PNG bytes.

    >>> render_png("digraph { a -> b }")[:4]
    b'\\x89PNG'

    Raises:
        SetupError: When no engine is installed, none can be started, or none writes PNG (a Graphviz without cairo).
        InvalidInputError: When every engine refuses the text; carries the engine's own words.
    """
    return _first_that_draws(dot_source, "png")


def _first_that_draws(dot_source: str, form: str) -> bytes:
    available = engines()
    if not available:
        raise SetupError(_HELP)
    complaints, refused, formless = [], False, False
    for engine in available:
        try:
            return _draw(engine, dot_source, form)
        except subprocess.CalledProcessError as err:
            said = _first_line(err.stderr)
            complaints.append(f"{engine.kind}: {said}")
            formless = formless or _NO_FORMAT in said
            refused = refused or _NO_FORMAT not in said
        except OSError as err:
            complaints.append(f"{engine.kind}: {err.strerror or err}")
    said = "; ".join(complaints)
    if refused:
        raise InvalidInputError(f"Graphviz could not draw this ({said}). Check the DOT text.")
    if formless:
        raise SetupError(
            f"No Graphviz program here writes {form.upper()} ({said}). Reinstall azstudy, or use another format."
        )
    raise SetupError(f"Graphviz could not be started ({said}). Reinstall azstudy, or put a working `dot` on PATH.")


def _draw(engine: Engine, dot_source: str, form: str) -> bytes:
    from graphviz.backend import ExecutableNotFound, dot_command, pipe

    dot_command.DOT_BINARY = engine.path
    try:
        return bytes(pipe("dot", form, dot_source.encode("utf-8"), quiet=True))
    except ExecutableNotFound as err:
        raise FileNotFoundError(f"{engine.path} is not there") from err


def _wheel_binary() -> Path | None:
    """The program of the graphviz-pure wheel: beside this Python, else where its file list says."""
    name = _WHEEL + (".exe" if os.name == "nt" else "")
    beside = Path(sysconfig.get_path("scripts")) / name
    if beside.is_file():
        return beside
    try:
        files = importlib.metadata.files(_WHEEL) or []
    except importlib.metadata.PackageNotFoundError:
        return None
    return next((path for file in files if file.name == name and (path := Path(str(file.locate()))).is_file()), None)


@functools.cache
def _version_of(path: Path) -> str | None:
    try:
        done = subprocess.run([path, "-V"], capture_output=True, text=True, timeout=10, check=True)  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return None
    said = re.search(r"\d+(?:\.\d+)+", done.stdout + done.stderr)
    return said.group() if said else None


def _first_line(text: str | bytes | None) -> str:
    words = text.decode(errors="replace") if isinstance(text, bytes) else text or ""
    return next((line.strip() for line in words.splitlines() if line.strip()), "no reason given")
