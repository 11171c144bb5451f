"""What works on this machine: the checks behind `azstudy doctor` and `az.doctor()`.

Each check is a small function that looks at one thing and says what it saw and what to do. The
module is not called `doctor` because importing it would then hide the function `az.doctor`.
"""

from __future__ import annotations

import codecs
import importlib.metadata
import platform
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import attrs

from azstudy import _jupyter, _resources
from azstudy.catalog.render import html_table
from azstudy.errors import AzstudyError

if TYPE_CHECKING:
    from rich.table import Table

_PYTHONS = ((3, 11), (3, 13))
_MERMAID_SINCE = (4, 1)
_REINSTALL = "Reinstall azstudy: python -m pip install --force-reinstall azstudy"


class State(StrEnum):
    """How one thing is: WARN works with a limit, FAIL keeps azstudy from working."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@attrs.frozen(kw_only=True)
class Check:
    """One thing that was looked at; `advice` says what to do and is empty where nothing is due."""

    name: str
    state: State
    seen: str
    advice: str = ""


@attrs.frozen
class DoctorReport:
    """What `doctor` found, in a fixed order. Shows itself as text, in a terminal table and as HTML."""

    checks: tuple[Check, ...]

    @property
    def exit_code(self) -> int:
        """0, or 1 where something keeps azstudy from working."""
        return int(any(check.state is State.FAIL for check in self.checks))

    @property
    def verdict(self) -> str:
        """The whole in one sentence.

        >>> DoctorReport((Check(name="Python", state=State.OK, seen="3.13.1"),)).verdict
        'Everything works.'
        """
        failing, limited = ([c.name for c in self.checks if c.state is state] for state in (State.FAIL, State.WARN))
        if failing:
            return f"Not working: {', '.join(failing)}."
        return f"azstudy works. Worth a look: {', '.join(limited)}." if limited else "Everything works."

    def __getitem__(self, name: str) -> Check:
        """The check called `name`."""
        return next(check for check in self.checks if check.name == name)

    def __str__(self) -> str:
        width = max((len(check.name) for check in self.checks), default=0)
        lines = []
        for check in self.checks:
            lines.append(f"{check.state:<4}  {check.name:<{width}}  {check.seen}")
            if check.advice:
                lines.append(f"{'':<4}  {'':<{width}}  -> {check.advice}")
        return "\n".join([*lines, "", self.verdict])

    __repr__ = __str__

    def __rich__(self) -> Table:
        from rich.table import Table
        from rich.text import Text

        colours = {State.OK: "green", State.WARN: "yellow", State.FAIL: "bold red"}
        table = Table("", "what", "seen", "what to do", title="azstudy doctor", caption=self.verdict)
        for check in self.checks:
            words = (Text(word) for word in (check.name, check.seen, check.advice))
            table.add_row(Text(check.state, style=colours[check.state]), *words)
        return table

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        return {"text/plain": str(self), "text/html": self._html()}

    def _html(self) -> str:
        symbols = {State.OK: "✓", State.WARN: "▲", State.FAIL: "✗"}
        rows = [
            (f"{symbols[check.state]} {check.state}", check.name, check.seen, check.advice) for check in self.checks
        ]
        return html_table(self.verdict, ("state", "what", "seen", "what to do"), rows, heading=1)


def doctor(*, today: date | None = None) -> DoctorReport:
    """Look at everything azstudy needs; nothing is changed and nothing leaves the machine.

    Args:
        today: The day from which the age of the prices is counted; by default today, UTC.
    """
    day = today or datetime.now(tz=UTC).date()
    return DoctorReport(tuple(check for name, look in _LOOKS for check in _guarded(name, look, day)))


run = doctor
"""The same under the name a program would choose."""

_Look = Callable[[date], Iterator[Check]]


def _guarded(name: str, look: _Look, today: date) -> Iterator[Check]:
    """A check that breaks is itself a finding: the doctor never fails to report."""
    try:
        yield from look(today)
    except AzstudyError as err:
        yield Check(name=name, state=State.FAIL, seen="not usable", advice=str(err))
    except Exception as err:
        yield Check(name=name, state=State.FAIL, seen=f"{type(err).__name__}: {err}", advice=_REINSTALL)


def _python(today: date) -> Iterator[Check]:
    oldest, newest = _PYTHONS
    seen, version = platform.python_version(), sys.version_info[:2]
    if version < oldest:
        yield Check(name="Python", state=State.FAIL, seen=seen, advice="Install Python 3.11, 3.12 or 3.13.")
    elif version > newest:
        yield Check(name="Python", state=State.WARN, seen=f"{seen}, not tested", advice="Use Python 3.11 to 3.13.")
    else:
        yield Check(name="Python", state=State.OK, seen=seen)


def _azstudy(today: date) -> Iterator[Check]:
    from azstudy import __version__

    installed = _resources.bundle_root().name == "_bundle"
    yield Check(name="azstudy", state=State.OK, seen=f"{__version__}, {'installed' if installed else 'a checkout'}")


def _jupyterlab(today: date) -> Iterator[Check]:
    version = _version("jupyterlab")
    if version is None:
        advice = "Run: python -m pip install jupyterlab"
        yield Check(name="JupyterLab", state=State.FAIL, seen="not installed beside this Python", advice=advice)
        return
    yield Check(name="JupyterLab", state=State.OK, seen=version)
    mermaid = Check(name="Drawings in notebooks", state=State.OK, seen=f"mermaid, drawn by JupyterLab {version}")
    if _numbers(version) < _MERMAID_SINCE:
        advice = "Run: python -m pip install --upgrade jupyterlab. Until then drawings show as SVG or text."
        mermaid = attrs.evolve(mermaid, state=State.WARN, seen="no mermaid before JupyterLab 4.1", advice=advice)
    yield mermaid


def _widgets(today: date) -> Iterator[Check]:
    """A widget needs its Python package and, where this Python's JupyterLab looks, the part that draws it."""
    for name, package, extension in (
        ("Sliders and buttons", "ipywidgets", "@jupyter-widgets/jupyterlab-manager"),
        ("Own widgets", "anywidget", "anywidget"),
        ("Charts", "plotly", "jupyterlab-plotly"),
    ):
        version = _version(package)
        if version is None:
            advice = f"Run: python -m pip install {package}"
            yield Check(name=name, state=State.FAIL, seen=f"{package} is not installed", advice=advice)
        elif not _has_labextension(extension):
            advice = f"Install it beside JupyterLab: python -m pip install --force-reinstall {package}"
            if package == "ipywidgets":
                advice += " jupyterlab-widgets"
            yield Check(
                name=name, state=State.WARN, seen=f"{package} {version}, its JupyterLab part is missing", advice=advice
            )
        else:
            yield Check(name=name, state=State.OK, seen=f"{package} {version}")


def _svg(today: date) -> Iterator[Check]:
    """A missing engine is a limit, not a failure: mermaid and text need none."""
    from azstudy.topology import _engine

    try:
        _engine.render_svg("digraph { a -> b }")
    except AzstudyError as err:
        yield Check(name="Drawings as SVG", state=State.WARN, seen="no working engine", advice=str(err))
    else:
        engine = _engine.find_engine()
        seen = f"{engine.kind} {engine.version or ''}".rstrip() if engine else "drawn"
        yield Check(name="Drawings as SVG", state=State.OK, seen=seen)


def _data(today: date) -> Iterator[Check]:
    from azstudy.catalog.refresh import info

    found = info(today=today)
    listed = [offer for offer in found.offers if offer.offer == "linux-payg"]
    oldest = min(offer.as_of_oldest for offer in listed)
    newest = max(offer.as_of_newest for offer in listed)
    age = max(offer.age_days or 0 for offer in listed)
    origin = "bundled" if not found.snapshot else f"{len(found.refreshed_regions)} regions refreshed"
    seen = f"{len(found.regions)} regions, {origin}; list prices of {oldest} to {newest}, the oldest {age} days old"
    advice = " ".join(filter(None, [found.warning, *found.advice]))
    yield Check(name="Prices", state=State.WARN if advice else State.OK, seen=seen, advice=advice)


def _progress(today: date) -> Iterator[Check]:
    from azstudy import progress

    where = progress.where()
    if where.writable or not progress.recording():
        seen = f"{where.answers} answers in {where.path}" if where.writable else where.reason
        yield Check(name="Progress", state=State.OK, seen=seen)
        return
    advice = "Name a folder that you may write to with the environment variable AZSTUDY_HOME; quizzes work without."
    yield Check(name="Progress", state=State.WARN, seen=f"not kept in {where.path}: {where.reason}", advice=advice)


def _port(today: date) -> Iterator[Check]:
    port = _jupyter.choose_port()
    taken = "" if port == _jupyter.FIRST_PORT else f"; {_jupyter.FIRST_PORT} is in use"
    yield Check(name="Port", state=State.OK, seen=f"{port} is free{taken}")


def _time_zones(today: date) -> Iterator[Check]:
    try:
        ZoneInfo("Europe/Berlin")
    except (LookupError, OSError):
        advice = "Run: python -m pip install tzdata"
        yield Check(name="Time zones", state=State.WARN, seen="no time-zone data", advice=advice)
    else:
        yield Check(name="Time zones", state=State.OK, seen="time-zone data found")


def _encoding(today: date) -> Iterator[Check]:
    given = getattr(sys.stdout, "encoding", None) or "ascii"
    if codecs.lookup(given).name in ("utf-8", "utf-8-sig"):
        yield Check(name="Terminal", state=State.OK, seen="UTF-8")
    else:
        advice = "Set the environment variable PYTHONUTF8=1 to see all signs; nothing else is affected."
        yield Check(name="Terminal", state=State.WARN, seen=f"{given}, some signs cannot be shown", advice=advice)


_LOOKS: tuple[tuple[str, _Look], ...] = (
    ("Python", _python),
    ("azstudy", _azstudy),
    ("JupyterLab", _jupyterlab),
    ("Widgets", _widgets),
    ("Drawings as SVG", _svg),
    ("Prices", _data),
    ("Progress", _progress),
    ("Port", _port),
    ("Time zones", _time_zones),
    ("Terminal", _encoding),
)


def _version(package: str) -> str | None:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".")[:2] if part.isdigit())


def _has_labextension(name: str) -> bool:
    from jupyter_core.paths import jupyter_path

    return any(Path(folder, name, "package.json").is_file() for folder in jupyter_path("labextensions"))
