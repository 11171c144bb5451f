"""The traces that come with azstudy: real load curves, with their licences, brought to minutes."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import attrs

from azstudy._resources import data_dir
from azstudy.errors import DataError, UnknownNameError, nearest
from azstudy.loads.load import Load
from azstudy.loads.minutes import Kind, filled, to_minutes


def _moment(given: str) -> datetime:
    return datetime.fromisoformat(given)


@attrs.frozen(kw_only=True)
class Trace:
    """A bundled trace: what it is, where it comes from, and under which licence.

    Attributes:
        id: Its name for `az.loads.trace`.
        unit: "requests/min" or "percent" once in minutes.
        kind: "count" (a step's number is spread over its minutes) or "level" (every minute has the step's number).
        step_s: Seconds of a step as published.
        steps: How many steps.
        missing: Steps the publisher left out; they are filled in on a straight line.
    """

    id: str
    title: str
    unit: str
    kind: Kind
    step_s: int = attrs.field(converter=int)
    start: datetime = attrs.field(converter=_moment)
    steps: int = attrs.field(converter=int)
    missing: int = attrs.field(converter=int)
    source: str
    licence: str
    note: str

    @property
    def text(self) -> str:
        """One line about it."""
        return f"{self.id}: {self.title} ({self.unit}; {self.licence})"


@attrs.frozen
class Traces(Sequence[Trace]):
    """The bundled traces."""

    every: tuple[Trace, ...]

    def __len__(self) -> int:
        return len(self.every)

    def __getitem__(self, index: Any) -> Any:
        return self.every[index]

    @property
    def text(self) -> str:
        """One line a trace."""
        return "\n".join(one.text for one in self.every)

    def __str__(self) -> str:
        return self.text

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {"text/plain": self.text}


def traces() -> Traces:
    """The bundled traces, by name.

    >>> [one.id for one in traces()]
    ['asg-cpu', 'elb-requests', 'llm-chat', 'llm-code', 'tweets']
    """
    return Traces(tuple(_index().values()))


@cache
def trace(name: str) -> Load:
    """A bundled trace as a load, one value a minute.

    Raises:
        UnknownNameError: For a name that `traces()` does not list.
        DataError: When its file is broken.

    >>> trace("elb-requests").days(7).mean
    13.715...
    """
    found = _index().get(name)
    if found is None:
        raise UnknownNameError("trace", name, nearest(name, _index()) or tuple(_index()))
    path = _folder() / f"{name}.csv"
    steps = [cell for row in _rows(path)[1:] for cell in row[1:]]
    try:
        values, repairs = filled([float(cell) if cell else None for cell in steps], found.step_s)
    except ValueError as error:
        raise DataError(f"{path} is broken: {error}. Restore it from azstudy, or reinstall.") from error
    if len(values) != found.steps:
        raise DataError(f"{path} has {len(values)} steps instead of {found.steps}. Restore it, or reinstall azstudy.")
    return Load(
        values=to_minutes(values, found.step_s, found.kind),
        start=found.start.replace(second=0),  # minutes are whole ones
        unit=found.unit,
        name=found.id,
        source=found.source,
        licence=found.licence,
        repairs=repairs,
    )


@cache
def _index() -> dict[str, Trace]:
    header, *rows = _rows(_folder() / "index.csv")
    return {row[0]: Trace(**dict(zip(header, row, strict=True))) for row in rows}  # type: ignore[arg-type]


def _folder() -> Path:
    return data_dir() / "loads"


def _rows(path: Path) -> list[list[str]]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.reader(file))
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error.strerror}. Reinstall azstudy.") from error
