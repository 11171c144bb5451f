"""The bundled example designs: eight of rising size, and a twin with a clear mistake beside some of them.

They are written by `scripts/build_designs.py` into `data/designs`: one JSON file each, and `index.csv`.
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Final

import attrs

from azstudy import _resources
from azstudy.catalog.tables import convert, records, to_bool, to_tuple
from azstudy.errors import DataError, InvalidInputError, UnknownNameError, nearest
from azstudy.model.design import Design
from azstudy.model.serial import from_json

_COLUMNS: Final = ("place", "name", "title", "story", "teaches", "legal", "twin", "errors")
_REPAIR: Final = "Reinstall azstudy, or run scripts/build_designs.py in a checkout."


@attrs.frozen(kw_only=True)
class ExampleInfo:
    """What an example design is for.

    Attributes:
        name: What `example` and `azstudy draw` call it, such as "web-pair".
        title: A few words.
        story: One sentence: who needs it and what for.
        teaches: What to look at.
        legal: True where Azure would take it as it is.
        twin: For an illegal one, the legal design it was made from; else empty.
        errors: Ids of the rules an illegal one breaks, sorted.
    """

    name: str
    title: str
    story: str
    teaches: str
    legal: bool = True
    twin: str = ""
    errors: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.name}: {self.title}. {self.story}"


def examples(*, legal: bool | None = None, folder: Path | None = None) -> tuple[ExampleInfo, ...]:
    """The example designs by size, smallest first; an illegal one follows the legal one it was made from.

    Args:
        legal: Only the legal ones, only the illegal ones, or None for all.
        folder: Folder of designs to read; the bundled one by default.

    Raises:
        DataError: When `index.csv` is missing or broken.

    >>> [info.name for info in examples(legal=True)][:3]
    ['single-vm', 'database-vm', 'web-pair']
    >>> [(info.twin, info.errors) for info in examples(legal=False)][1]
    ('web-pair', ('avset-05',))
    """
    found = _index(folder or _resources.data_dir() / "designs")
    return tuple(info for info in found if legal is None or info.legal is legal)


def example(name: str, *, folder: Path | None = None) -> Design:
    """An example design by name, in any case, with spaces, hyphens or underscores.

    Args:
        name: A name of `examples()`.
        folder: Folder of designs to read; the bundled one by default.

    Raises:
        UnknownNameError: With the nearest names, and the list of them.
        DataError: When a file of the folder is missing or broken.

    >>> example("web pair")
    <Design 'web-pair' in northeurope: 1 VNet, 1 NetworkSecurityGroup, 1 NatGateway, 2 PublicIp, 1 LoadBalancer, \
1 AvailabilitySet, 2 VirtualMachine>
    """
    folder = folder or _resources.data_dir() / "designs"
    known = [info.name for info in _index(folder)]
    key = "-".join(str(name).casefold().replace("_", " ").replace("-", " ").split())
    if key not in known:
        raise UnknownNameError(
            "example design", name, nearest(str(name), known), hint=f"There are: {', '.join(known)}."
        )
    return _read(folder / f"{key}.json")


@functools.cache
def _index(folder: Path) -> tuple[ExampleInfo, ...]:
    path = folder / "index.csv"
    rows = list(records(path, _COLUMNS, hint=_REPAIR))
    if not rows:
        raise DataError(f"Data file {path} has no rows. {_REPAIR}")
    legal = convert(path, "legal", [row["legal"] for row in rows], _yes_or_no)
    return tuple(
        ExampleInfo(
            **{field: row[field] for field in ("name", "title", "story", "teaches", "twin")},
            legal=is_legal,
            errors=to_tuple(row["errors"]),
        )
        for row, is_legal in zip(rows, legal, strict=True)
    )


def _yes_or_no(text: str) -> bool:
    found = to_bool(text)
    if found is None:
        raise ValueError("an empty cell is neither true nor false")
    return found


@functools.cache
def _read(path: Path) -> Design:
    try:
        return from_json(path.read_text(encoding="utf-8"), Design)
    except (OSError, UnicodeDecodeError) as problem:
        raise DataError(f"Example design {path} cannot be read: {problem}. {_REPAIR}") from None
    except InvalidInputError as problem:
        raise DataError(f"Example design {path} is broken: {problem} {_REPAIR}") from None
