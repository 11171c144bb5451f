"""What is asked of disks, step by step: IOPS, MB/s, the share of reads, and how many of them the host cache holds.

MB/s are 10^6 bytes a second, as the tables of VM sizes count them; an IO of more than 256 KiB counts as several
(disks-types.md@18c531ec). The engine knows counted IOPS only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

import attrs
import numpy as np
import numpy.typing as npt

from azstudy.errors import InvalidInputError, UnknownNameError, nearest
from azstudy.rules.disks import IO_KIB

Floats = npt.NDArray[np.float64]

IO_KIB_DEFAULT: Final = 8.0
"""Size of an IO where neither a size nor MB/s are given. Illustrative: a database page."""
READ_PERCENT: Final = 70.0
"""Share of reads where none is given. Illustrative; it matters with host caching only."""
HIT_PERCENT: Final = 0.0
"""Share of reads that the host cache holds where none is given: nothing is taken for granted."""
MINUTES: Final = 60.0
"""Length of a load that is given without one."""
NO_CACHE: Final = "no cache"
LOCAL: Final = "local"
NVME: Final = "nvme"
MOST_STEPS: Final = 4_000_000
_NONE: Final = 1e-8
_MB_PER_KIB: Final = 1_024 / 1e6

FIELDS: Final = ("iops", "mbps", "io_kib", "read_percent", "hit_percent")
_PATTERNS: Final = (
    ("iops", r"iops"),
    ("mbps", r"mi?b(?:/s|ps)"),
    ("io_kib", r"ki?b"),
    ("read_percent", r"(?:%|percent) reads?"),
    ("hit_percent", r"(?:%|percent) (?:cache )?hits?"),
)
_TIMES: Final = ((r"s(?:ec(?:ond)?s?)?", 1 / 60), (r"min(?:ute)?s?", 1.0), (r"h(?:our)?s?", 60.0), (r"days?", 1_440.0))
_EXAMPLE: Final = '"8000 IOPS 120 MB/s for 30 min"'


@attrs.frozen(kw_only=True, eq=False)
class Asked:
    """What one disk is asked for in each step: counted IOPS and MB/s of cache hits, other reads, and writes."""

    hit_iops: Floats
    hit_mbps: Floats
    miss_iops: Floats
    miss_mbps: Floats
    write_iops: Floats
    write_mbps: Floats

    def rows(self) -> tuple[Floats, ...]:
        """The six series in the order of the fields."""
        return (self.hit_iops, self.hit_mbps, self.miss_iops, self.miss_mbps, self.write_iops, self.write_mbps)

    def share(self, part: float) -> Asked:
        """A part of it, as one disk of a striped set gets."""
        return Asked(**{name: series * part for name, series in zip(_ASKED, self.rows(), strict=True)})

    def routed(self, place: str) -> Asked:
        """The same load on a disk without a cache, on the temporary disk (`LOCAL`), or on local NVMe.

        On local storage every read is a hit; NVMe has one limit for reads and writes together.
        """
        if not place:
            return self
        kept: dict[str, Floats] = {}
        for unit in ("iops", "mbps"):
            hit, miss, write = (getattr(self, f"{part}_{unit}") for part in ("hit", "miss", "write"))
            none = np.zeros(self.steps)
            new = {
                NO_CACHE: (none, hit + miss, write),
                LOCAL: (hit + miss, none, write),
                NVME: (hit + miss + write, none, none),
            }[place]
            kept |= {f"{part}_{unit}": series for part, series in zip(("hit", "miss", "write"), new, strict=True)}
        return Asked(**kept)

    @property
    def steps(self) -> int:
        """Number of steps."""
        return len(self.hit_iops)


_ASKED: Final = tuple(field.name for field in attrs.fields(Asked))


@attrs.frozen(kw_only=True)
class Habits:
    """What holds for a load where it does not say otherwise itself."""

    mbps: float | None = None
    io_kib: float | None = None
    read_percent: float = READ_PERCENT
    hit_percent: float = HIT_PERCENT
    minutes: float = MINUTES

    def __attrs_post_init__(self) -> None:
        for name in ("mbps", "io_kib", "read_percent", "hit_percent"):
            value = getattr(self, name)
            if value is not None:
                _check(name, np.array([_number(name, value)]))


def read_stream(given: Any, *, step_s: float, habits: Habits) -> Asked:
    """A load as series of one value a step.

    Args:
        given: A text, a number of IOPS, a mapping of `FIELDS` (values or whole columns), a list of any of these one
            after another, or a list of numbers, one a step.
        step_s: Length of a step in seconds.
        habits: What holds where the load says nothing.

    Raises:
        InvalidInputError: For a load that is negative, empty, or cannot be read.
    """
    columns = _columns(given, step_s, habits)
    lengths = {len(column) for column in columns.values()}
    if len(lengths) != 1:
        raise InvalidInputError(f"The columns of a load must be equally long; these are {sorted(lengths)} steps.")
    steps = lengths.pop()
    if not 1 <= steps <= MOST_STEPS:
        raise InvalidInputError(f"The load has {steps:,} steps; 1 to {MOST_STEPS:,} make sense.")
    for name, column in columns.items():
        _check(name, column)
    return _counted(columns, habits)


def is_load(given: Any) -> bool:
    """True for what `read_stream` reads; False for a mapping of disks to loads."""
    return not isinstance(given, Mapping) or set(given) <= {*FIELDS, "minutes"}


def _columns(given: Any, step_s: float, habits: Habits) -> dict[str, Floats]:
    values = getattr(given, "values", None)
    if values is not None and not callable(values):
        given = values  # a load curve or a pandas series
    if isinstance(given, str):
        return _phase(_from_text(given), step_s, habits)
    if isinstance(given, Mapping):
        _known(given)
        if any(_is_series(value) for value in given.values()):
            return _whole_columns(given, habits)
        return _phase(dict(given), step_s, habits)
    if isinstance(given, bool) or given is None:
        raise InvalidInputError(f"{given!r} is no load. Write IOPS, or {_EXAMPLE}.")
    if isinstance(given, int | float | np.number):
        return _phase({"iops": float(given)}, step_s, habits)
    if not isinstance(given, Iterable):
        raise InvalidInputError(f"{given!r} is no load. Write IOPS, or {_EXAMPLE}.")
    items = given if isinstance(given, np.ndarray) else list(given)
    if len(items) == 0:
        raise InvalidInputError(f"The load is empty. Write at least one step, such as {_EXAMPLE}.")
    if isinstance(items, np.ndarray) or all(isinstance(item, int | float | np.number) for item in items):
        return _filled({"iops": _series("iops", items)}, habits)
    parts = [_columns(item, step_s, habits) for item in items]
    return {name: np.concatenate([part[name] for part in parts]) for name in FIELDS}


def _known(given: Mapping[str, Any]) -> None:
    for name in given:
        if name not in (*FIELDS, "minutes"):
            hint = f"A load has {', '.join(FIELDS)} and minutes."
            raise UnknownNameError("field of a load", name, nearest(str(name), (*FIELDS, "minutes")), hint=hint)


def _is_series(value: Any) -> bool:
    return isinstance(value, Iterable) and not isinstance(value, str)


def _whole_columns(given: Mapping[str, Any], habits: Habits) -> dict[str, Floats]:
    if "minutes" in given:
        raise InvalidInputError("A load of whole columns has one value a step; leave minutes out.")
    columns = {name: _series(name, value) for name, value in given.items() if _is_series(value)}
    steps = len(next(iter(columns.values())))
    single = {name: np.full(steps, _number(name, value)) for name, value in given.items() if not _is_series(value)}
    return _filled(columns | single, habits)


def _series(name: str, values: Any) -> Floats:
    try:
        column = np.array(values, dtype=np.float64)
    except (TypeError, ValueError):
        raise InvalidInputError(f"The load's {name} holds something that is not a number.") from None
    if column.ndim != 1:
        raise InvalidInputError(f"The load's {name} must be one list of numbers, one a step.")
    return column


def _number(name: str, value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        raise InvalidInputError(f"The load's {name} is {value!r}; a number is needed.") from None


def _phase(fields: dict[str, Any], step_s: float, habits: Habits) -> dict[str, Floats]:
    minutes = _number("minutes", fields.pop("minutes", habits.minutes))
    if not minutes > 0 or minutes * 60 / step_s > MOST_STEPS:
        raise InvalidInputError(
            f"The load lasts {minutes:g} minutes; give more than 0, and at most {MOST_STEPS:,} steps."
        )
    steps = max(1, round(minutes * 60 / step_s))
    return _filled({name: np.full(steps, _number(name, value)) for name, value in fields.items()}, habits)


def _filled(columns: dict[str, Floats], habits: Habits) -> dict[str, Floats]:
    """All five columns; what is not asked is NaN, which `_counted` derives from the others."""
    steps = len(next(iter(columns.values()))) if columns else 0
    if "mbps" not in columns and habits.mbps is not None and "io_kib" not in columns:
        columns = columns | {"mbps": np.full(steps, habits.mbps)}
    blank = np.full(steps, np.nan)
    filled = {name: columns.get(name, blank) for name in ("iops", "mbps", "io_kib")}
    if np.isnan(filled["iops"]).any() and np.isnan(filled["mbps"]).any():
        raise InvalidInputError(f"A load needs IOPS or MB/s. Write it as {_EXAMPLE}.")
    filled["read_percent"] = columns.get("read_percent", np.full(steps, habits.read_percent))
    filled["hit_percent"] = columns.get("hit_percent", np.full(steps, habits.hit_percent))
    return filled


def _from_text(text: str) -> dict[str, Any]:
    words = f" {text.lower()} "
    found: dict[str, Any] = {}
    for name, unit in _PATTERNS:
        hit = re.search(rf"(?<=[\s,])(-?[\d,.]*\d) ?{unit}(?=[\s,])", words)
        if hit:
            found[name] = float(hit.group(1).replace(",", ""))
            words = words.replace(hit.group(0), " ", 1)
    for unit, minutes in _TIMES:
        hit = re.search(rf"(?<=[\s,])(?:for )?([\d.]+) ?{unit}(?=[\s,])", words)
        if hit:
            found["minutes"] = found.get("minutes", 0.0) + float(hit.group(1)) * minutes
            words = words.replace(hit.group(0), " ", 1)
    leftover = re.sub(r"[\s,;]|\b(?:and|of|with|at)\b", "", words)
    if leftover or not found:
        raise InvalidInputError(f"The load {text!r} cannot be read. Write it as {_EXAMPLE}.")
    return found


def _check(name: str, column: Floats) -> None:
    given = column[~np.isnan(column)]
    if given.size and (np.isinf(given).any() or given.min() < 0):
        raise InvalidInputError(f"The load's {name} must be 0 or more; {given.min():g} was given.")
    if name.endswith("_percent") and given.size and given.max() > 100:
        raise InvalidInputError(f"The load's {name} goes from 0 to 100; {given.max():g} was given.")
    if name == "io_kib" and given.size and given.min() == 0:
        raise InvalidInputError("An IO of 0 KiB makes no sense; give a size above 0.")


def _still(column: Floats) -> Floats:
    """Less than one IO in a year is none."""
    return np.where(column < _NONE, 0.0, column)


def _counted(columns: Mapping[str, Floats], habits: Habits) -> Asked:
    iops, mbps, kib = _still(columns["iops"]), _still(columns["mbps"]), columns["io_kib"]
    usual = habits.io_kib
    only_mbps = np.isnan(iops)
    size = np.where(np.isnan(kib), (IO_KIB if usual is None else usual), kib)
    with np.errstate(invalid="ignore", divide="ignore"):
        iops = np.where(only_mbps, mbps / (size * _MB_PER_KIB), iops)
        size = np.where(np.isnan(kib), IO_KIB_DEFAULT if usual is None else usual, kib)
        mbps = np.where(np.isnan(mbps), iops * size * _MB_PER_KIB, mbps)
        per_io = np.where(iops > 0, mbps / (iops * _MB_PER_KIB), 0.0)
    if ((iops == 0) & (mbps > 0)).any():
        raise InvalidInputError("A load of MB/s without a single IO makes no sense; give IOPS above 0.")
    counted = iops * np.maximum(1.0, np.ceil(per_io / IO_KIB - 1e-9))
    share, hits = columns["read_percent"] / 100, columns["hit_percent"] / 100
    series: dict[str, Floats] = {}
    for unit, total in (("iops", counted), ("mbps", mbps)):
        reads = total * share
        series[f"hit_{unit}"] = reads * hits
        series[f"miss_{unit}"] = reads - series[f"hit_{unit}"]
        series[f"write_{unit}"] = total - reads
    return Asked(**series)
