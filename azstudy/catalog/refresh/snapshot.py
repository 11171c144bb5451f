"""Refreshed prices on the learner's disk: written whole, checked, then put into use in one step.

`<home>/prices/` holds one folder a snapshot, `<date>-<hash>`, in the form of `data/prices` plus `manifest.json`
(the hash of every file) and `report.json`, and `current.json`, which names the snapshot in use. A crash at any
moment leaves `current.json` naming a whole snapshot: the old one or the new one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from azstudy.catalog.refresh.files import remove, replace_durably, sha256, sync_folder, write_durably
from azstudy.errors import DataError

CURRENT: Final = "current.json"
MANIFEST: Final = "manifest.json"
_FORM: Final = 1
_NAME = re.compile(r"\d{4}-\d{2}-\d{2}-[0-9a-f]{8}")
_NEW, _OLD = ".new-", ".old-"
_NEEDED: Final = ("provenance.csv", "marks.csv", "linux-payg.csv")


def prices_dir(home: Path) -> Path:
    """Where refreshed prices are kept."""
    return home / "prices"


def read_current(home: Path) -> Path | None:
    """The folder of the refreshed prices in use, every file checked against its hash; None where there are none.

    Raises:
        DataError: Naming the broken file and how to go on.
    """
    prices = prices_dir(home)
    pointer = prices / CURRENT
    if not pointer.exists():
        return None
    named = _json(pointer, prices)
    name = named.get("snapshot")
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise _broken(pointer, "it does not name a snapshot", prices)
    folder = prices / name
    manifest = _read(folder / MANIFEST, prices)
    if sha256(manifest) != named.get("manifest_sha256"):
        raise _broken(folder / MANIFEST, "it is not the one that was put into use", prices)
    _check_files(folder, _json(folder / MANIFEST, prices), prices)
    return folder


def current_or_none(home: Path) -> tuple[Path | None, str | None]:
    """The folder of the refreshed prices in use, or None and a warning where they are broken.

    >>> import tempfile
    >>> current_or_none(Path(tempfile.gettempdir(), "no such folder"))
    (None, None)
    """
    try:
        return read_current(home), None
    except DataError as problem:
        return None, f"{problem} Until then the bundled prices are used."


def publish(prices: Path, files: Mapping[str, str], *, date: str, about: Mapping[str, Any]) -> Path:
    """Write a snapshot, check what was written, put it into use and drop all but the last two.

    Args:
        prices: The learner's `prices` folder; the caller holds its lock.
        files: Name -> text.
        date: ISO date for the folder's name.
        about: What else the manifest tells: where the prices came from.

    Returns:
        The snapshot's folder.
    """
    hashes = {name: {"sha256": sha256(text.encode()), "bytes": len(text.encode())} for name, text in files.items()}
    manifest = json.dumps({"form": _FORM, "date": date, **about, "files": hashes}, indent=1, sort_keys=True) + "\n"
    name = f"{date}-{sha256(manifest.encode())[:8]}"
    before = _name_in_use(prices)
    folder = prices / name
    if not _is_whole(folder, manifest):
        new = prices / f"{_NEW}{name}"
        remove(new)
        _write(new, files, manifest)
        _check_files(new, json.loads(manifest), prices)
        if folder.exists():
            remove(prices / f"{_OLD}{name}")
            folder.rename(prices / f"{_OLD}{name}")
        new.rename(folder)
        sync_folder(prices)
    pointer = {"form": _FORM, "snapshot": name, "manifest_sha256": sha256(manifest.encode())}
    replace_durably(prices / CURRENT, json.dumps(pointer, indent=1) + "\n")
    _prune(prices, {name, before or name})
    return folder


def _write(folder: Path, files: Mapping[str, str], manifest: str) -> None:
    folder.mkdir()
    for name, text in files.items():
        write_durably(folder / name, text)
    write_durably(folder / MANIFEST, manifest)
    sync_folder(folder)


def _is_whole(folder: Path, manifest: str) -> bool:
    try:
        same = (folder / MANIFEST).read_bytes() == manifest.encode()
        if same:
            _check_files(folder, json.loads(manifest), folder.parent)
    except (OSError, DataError):
        return False
    return same


def _name_in_use(prices: Path) -> str | None:
    try:
        name = _json(prices / CURRENT, prices).get("snapshot")
    except DataError:
        return None
    return name if isinstance(name, str) and _NAME.fullmatch(name) else None


def _prune(prices: Path, keep: set[str]) -> None:
    whole = sorted(path.name for path in prices.iterdir() if _NAME.fullmatch(path.name))
    spare = [name for name in whole if name not in keep]
    if len(keep) < 2 and spare:
        keep = keep | {spare[-1]}
    for path in prices.iterdir():
        leftover = path.name.startswith((_NEW, _OLD))
        if leftover or (_NAME.fullmatch(path.name) and path.name not in keep):
            remove(path)


def _check_files(folder: Path, manifest: Mapping[str, Any], prices: Path) -> None:
    files = manifest.get("files")
    if manifest.get("form") != _FORM or not isinstance(files, dict) or not set(_NEEDED) <= set(files):
        raise _broken(folder / MANIFEST, "its form is not known to this azstudy", prices)
    for name, expected in files.items():
        path = folder / name
        if path.parent != folder or not isinstance(expected, dict):
            raise _broken(folder / MANIFEST, f"it lists a file that cannot be there, {name!r}", prices)
        if sha256(_read(path, prices)) != expected.get("sha256"):
            raise _broken(path, "it is not as it was written", prices)


def _json(path: Path, prices: Path) -> dict[str, Any]:
    try:
        data = json.loads(_read(path, prices))
    except ValueError as problem:
        raise _broken(path, f"it is not JSON ({problem})", prices) from None
    if not isinstance(data, dict):
        raise _broken(path, "it is not a JSON object", prices)
    return data


def _read(path: Path, prices: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as problem:
        raise _broken(path, problem.strerror or str(problem), prices) from None


def _broken(path: Path, problem: str, prices: Path) -> DataError:
    return DataError(
        f"The refreshed prices cannot be used: {path}: {problem}. Run `azstudy data refresh` to fetch them again, "
        f"or delete the folder {prices} to go back to the bundled prices."
    )
