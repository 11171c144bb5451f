"""Writing files so that a crash at any moment leaves either the old or the new one."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from azstudy.errors import SetupError


def write_durably(path: Path, text: str) -> None:
    """Write a file and wait until it is on the disk."""
    with path.open("w", encoding="utf-8", newline="") as handle:
        handle.write(text)
        handle.flush()
        os.fsync(handle.fileno())


def replace_durably(path: Path, text: str) -> None:
    """Put a file in the place of another in one step."""
    new = path.with_name(f".new-{path.name}")
    write_durably(new, text)
    new.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Wait until a folder's own entries are on the disk (where the system can do that)."""
    if os.name == "nt":
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def remove(path: Path) -> None:
    """Delete a file or folder; one that cannot go now (open on Windows) stays until the next refresh."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)


def sha256(data: bytes) -> str:
    """The hexadecimal SHA-256 of some bytes."""
    return hashlib.sha256(data).hexdigest()


@contextlib.contextmanager
def writable(folder: Path) -> Iterator[None]:
    """Turn a write that fails into one clear message.

    Raises:
        SetupError: When something in `folder` cannot be written.
    """
    try:
        yield
    except OSError as problem:
        raise SetupError(
            f"Prices cannot be kept in {folder}: {problem.strerror or problem}. Make that folder writable, free some "
            "space, or name another one with AZSTUDY_HOME. The prices in use are kept."
        ) from problem
