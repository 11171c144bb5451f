"""The learner's copy of the notebooks, and JupyterLab opened on it.

The originals are never opened for writing. A copy is laid out in a folder of the learner's, where
`.azstudy/manifest.json` remembers what was put there (a SHA-256 of every byte). A notebook that
the learner changed stays as it is for ever: a newer edition is put beside it.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from pathlib import Path, PurePosixPath

import attrs

from azstudy import _jupyter, _resources
from azstudy.errors import DataError, InvalidInputError, SetupError, UnknownNameError, nearest

FOLDER_NAME = "azstudy-workbook"
_OWN = ".azstudy"
_SCHEMA = 1


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")


class Action(StrEnum):
    """What was done with one file of the copy."""

    ADDED = "added"
    UPDATED = "updated"
    RESTORED = "restored"
    UNCHANGED = "unchanged"
    KEPT = "kept"
    REMOVED = "removed"


@attrs.frozen(kw_only=True)
class Change:
    """One file of the copy; `beside` names the newer edition that was put next to a kept file."""

    path: str
    action: Action
    beside: str | None = None


@attrs.frozen
class Layout:
    """What laying out the copy did, file by file, sorted by path."""

    folder: Path
    changes: tuple[Change, ...]

    def paths(self, action: Action) -> tuple[str, ...]:
        """The files with which `action` was done."""
        return tuple(change.path for change in self.changes if change.action is action)

    def lines(self) -> tuple[str, ...]:
        """What a learner wants to know, one sentence a line; empty where nothing happened."""
        said = []
        for action, words in (
            (Action.ADDED, "{} new"),
            (Action.RESTORED, "{} put back, missing before"),
            (Action.UPDATED, "{} updated, not changed by you"),
            (Action.REMOVED, "{} removed, not part of azstudy any more and not changed by you"),
        ):
            if paths := self.paths(action):
                said.append(words.format(_files(paths)) + ".")
        said += [
            f"You changed {change.path}: it stays. The newer edition is beside it: {change.beside}."
            for change in self.changes
            if change.beside
        ]
        return tuple(said)


@attrs.frozen
class Chapter:
    """A chapter notebook: its number as written (`"02"`) and its file name."""

    number: str
    file: str

    @property
    def name(self) -> str:
        """The file name without its ending, e.g. `02-sizing`."""
        return self.file.removesuffix(".ipynb")


def chapters(originals: Path | None = None) -> tuple[Chapter, ...]:
    """The chapters that azstudy carries, in reading order.

    Raises:
        DataError: When the notebooks are missing.
    """
    folder = originals or _resources.notebooks_dir()
    found = [Chapter(path.name[:2], path.name) for path in sorted(folder.glob("[0-9][0-9]-*.ipynb"))]
    if not found:
        raise DataError(f"azstudy's notebooks are missing: no chapter in {folder}. Reinstall azstudy.")
    return tuple(found)


def find_chapter(given: str | int | None = None, *, originals: Path | None = None) -> Chapter:
    """The chapter called `given`: its number (`"02"`, `2`) or its name (`"sizing"`); the first for None.

    Raises:
        UnknownNameError: Listing the chapters there are.
    """
    known = chapters(originals)
    if given is None:
        return known[0]
    key = str(given).strip().lower().removesuffix(".ipynb")
    for chapter in known:
        if key and (key in (chapter.name.lower(), chapter.name.lower()[3:]) or key.zfill(2) == chapter.number):
            return chapter
    close = nearest(key, [name for chapter in known for name in (chapter.name, chapter.name[3:])])
    raise UnknownNameError("chapter", given, close, hint=f"Chapters: {', '.join(c.name for c in known)}.")


def copy_folder(given: str | Path | None = None, *, cwd: Path | None = None) -> Path:
    """Where the learner's copy lives.

    Without `given`: the copy that `cwd` lies in, else `azstudy-workbook` in the checkout that `cwd`
    lies in, else `azstudy-workbook` in `cwd`.

    Raises:
        SetupError: When `given` is a file, or is the folder of the originals.
    """
    here = (cwd or Path.cwd()).resolve()
    if given is None:
        around = [here, *here.parents]
        inside = next((folder for folder in around if (folder / _OWN / "manifest.json").is_file()), None)
        checkout = _checkout()
        folder = inside or (checkout if checkout in around else here) / FOLDER_NAME
    else:
        folder = (here / Path(given).expanduser()).resolve()
    if folder.exists() and not folder.is_dir():
        raise SetupError(f"{folder} is a file, not a folder. Name another with --dir.")
    originals = _resources.notebooks_dir().resolve()
    if folder == originals or originals in folder.parents:
        raise SetupError(f"{folder} holds azstudy's originals. Name another folder with --dir, or use --edit.")
    return folder


def lay_out(folder: Path, *, originals: Path | None = None, version: str | None = None) -> Layout:
    """Bring the copy in `folder` up to date with the originals; what the learner changed stays.

    Every file is written whole or not at all, and laying out again changes nothing.

    Raises:
        SetupError: When the folder or a file in it cannot be written; nothing is lost.
    """
    source = originals or _resources.notebooks_dir()
    edition = version or _version()
    known = _read_manifest(folder)
    wanted = {path: (source / path).read_bytes() for path in _originals(source)}
    changes = []
    with _said_clearly(folder):
        folder.mkdir(parents=True, exist_ok=True)
        manifest = dict(known)
        for path, content in wanted.items():
            changes.append(_bring(folder, path, content, manifest, edition))
        for path in sorted(set(known) - set(wanted)):
            if _drop(folder, path, manifest):
                changes.append(Change(path=path, action=Action.REMOVED))
        if manifest != known or not (folder / _OWN / "manifest.json").is_file():
            _write_manifest(folder, manifest, edition)
    return Layout(folder, tuple(sorted(changes, key=lambda change: change.path)))


def launch(
    *,
    directory: str | Path | None = None,
    port: int | None = None,
    browser: bool = True,
    chapter: str | int | None = None,
    edit: bool = False,
    say: Callable[[str], None] = _say,
) -> int:
    """Lay out the learner's copy and run JupyterLab on it until it is stopped; JupyterLab's exit code.

    Args:
        directory: Folder of the copy; None finds or makes `azstudy-workbook` (see `copy_folder`).
        port: Port to serve on; None takes the first free one from 8888 on.
        browser: False prints the address instead of opening a browser.
        chapter: Chapter to open, such as `"02"` or `"sizing"`; None opens the first.
        edit: Open the originals of a checkout instead of a copy.
        say: Receives each line for the person at the terminal.

    Raises:
        UnknownNameError: For an unknown chapter.
        SetupError: When the folder, the port or JupyterLab is in the way.
    """
    opens = find_chapter(chapter).file
    _jupyter.require_jupyterlab()
    free = _jupyter.choose_port(port)
    if edit:
        root = _editable_originals(directory)
        say(f"These are azstudy's own notebooks in {root}: what you save changes them.")
    else:
        root = copy_folder(directory)
        layout = lay_out(root)
        say(f"Your copy of the notebooks: {root}")
        for line in layout.lines():
            say(f"  {line}")
    say(f"JupyterLab is starting on port {free}. Press Ctrl-C here to stop it.")
    session = _jupyter.Session(
        root=root, opens=opens, port=free, browser=browser, workspaces=None if edit else root / _OWN / "workspaces"
    )
    with _jupyter.environment() as environment:
        return _jupyter.run(_jupyter.command(session), environment)


def _editable_originals(directory: str | Path | None) -> Path:
    if directory is not None:
        raise InvalidInputError("--edit opens azstudy's own notebooks where they are; leave --dir out.")
    if _checkout() is None:
        raise SetupError(
            "--edit works in a checkout of azstudy only: an installed package is not for editing. "
            "Leave --edit out to open your own copy."
        )
    return _resources.notebooks_dir().resolve()


def _bring(folder: Path, path: str, content: bytes, manifest: dict[str, str], edition: str) -> Change:
    """Lay out one file, entering it in `manifest`."""
    target, wanted, recorded = folder / path, _digest(content), manifest.get(path)
    present = _digest(target.read_bytes()) if target.exists() else None
    manifest[path] = wanted
    if present == wanted:
        return Change(path=path, action=Action.UNCHANGED)
    if present is None:
        _write(target, content)
        return Change(path=path, action=Action.RESTORED if recorded else Action.ADDED)
    if present == recorded:
        _write(target, content)
        return Change(path=path, action=Action.UPDATED)
    if recorded == wanted:
        return Change(path=path, action=Action.KEPT)
    beside = _beside(folder, path, wanted, edition)
    _write(folder / beside, content)
    return Change(path=path, action=Action.KEPT, beside=beside)


def _beside(folder: Path, path: str, wanted: str, edition: str) -> str:
    """A name next to `path` that is free, or holds just these bytes already."""
    pure = PurePosixPath(path)
    for number in range(1, 1000):
        tail = f".new-{edition}" + (f"-{number}" if number > 1 else "")
        name = str(pure.with_name(f"{pure.stem}{tail}{pure.suffix}"))
        if not (folder / name).exists() or _digest((folder / name).read_bytes()) == wanted:
            return name
    raise SetupError(f"{folder / path} has a thousand newer editions beside it. Delete those you do not need.")


def _drop(folder: Path, path: str, manifest: dict[str, str]) -> bool:
    """Forget a file that azstudy no longer carries; delete it where the learner never touched it."""
    recorded = manifest.pop(path)
    target = folder / path
    if not target.is_file() or _digest(target.read_bytes()) != recorded:
        return False
    target.unlink()
    return True


def _originals(source: Path) -> list[str]:
    """The files to lay out, as paths with `/`, sorted; nothing hidden and no caches."""
    files = (path.relative_to(source) for path in source.rglob("*") if path.is_file())
    return sorted(path.as_posix() for path in files if not any(map(_passed_over, path.parts)))


def _passed_over(part: str) -> bool:
    return part.startswith(".") or part == "__pycache__"


def _read_manifest(folder: Path) -> dict[str, str]:
    """What was laid out before; empty where there is no manifest or it cannot be read.

    An empty manifest is the safe answer: every file that differs then counts as the learner's.
    """
    try:
        stored = json.loads((folder / _OWN / "manifest.json").read_text(encoding="utf-8"))
        files = stored["files"] if stored["schema"] == _SCHEMA else {}
        return {str(path): str(digest) for path, digest in files.items() if _inside(str(path))}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _inside(path: str) -> bool:
    return not (PurePosixPath(path).is_absolute() or ".." in PurePosixPath(path).parts or re.search(r"[\\:]", path))


def _write_manifest(folder: Path, files: Mapping[str, str], edition: str) -> None:
    stored = {"schema": _SCHEMA, "azstudy": edition, "files": dict(sorted(files.items()))}
    _write(folder / _OWN / "manifest.json", (json.dumps(stored, indent=1) + "\n").encode())


def _write(target: Path, content: bytes) -> None:
    """Write the whole file or leave what was there."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, part = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(part).chmod(0o644)
        Path(part).replace(target)
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise


@contextlib.contextmanager
def _said_clearly(folder: Path) -> Iterator[None]:
    """Turn what the file system says into one message for a person."""
    try:
        yield
    except OSError as err:
        reason = err.strerror or str(err)
        if err.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", None)):
            advice = "Free some space, or name a folder on another disk with --dir."
        else:
            advice = "Name a folder that you may write to with --dir."
        raise SetupError(f"Cannot write the notebooks to {folder}: {reason}. {advice}") from err


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _files(paths: tuple[str, ...]) -> str:
    return paths[0] if len(paths) == 1 else f"{len(paths)} files"


def _version() -> str:
    from azstudy import __version__

    return __version__


def _checkout() -> Path | None:
    """The checkout that azstudy runs from; None where it was installed from a wheel."""
    root = _resources.bundle_root()
    return None if root.name == "_bundle" else root
