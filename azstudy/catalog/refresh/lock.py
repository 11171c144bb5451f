"""One refresh at a time: a lock the operating system lets go of by itself when a process dies."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import IO

from azstudy.catalog.refresh.files import writable
from azstudy.errors import RefreshError

_LOCKED_BYTE = 1 << 20


@contextlib.contextmanager
def only_one(folder: Path, now: datetime) -> Iterator[None]:
    """Hold the refresh lock of a `prices` folder.

    Raises:
        RefreshError: When another refresh holds it, naming that process and when it began.
        SetupError: When the folder cannot be written.
    """
    with writable(folder):
        # Opened without truncating: the words of the holder must stay readable for the one who comes second.
        descriptor = os.open(folder / "refresh.lock", os.O_RDWR | os.O_CREAT, 0o644)
    with os.fdopen(descriptor, "r+", encoding="utf-8") as handle:
        if not _take(handle):
            raise RefreshError(
                f"Another refresh is running ({handle.read(200).strip() or 'its process is not known'}). "
                "Wait until it is done, or stop it; the prices in use are kept."
            )
        handle.truncate(0)
        handle.write(f"process {os.getpid()}, since {now:%Y-%m-%d %H:%M} UTC\n")
        handle.flush()
        try:
            yield
        finally:
            handle.seek(0)
            handle.truncate(0)


if sys.platform == "win32":
    import msvcrt

    def _take(handle: IO[str]) -> bool:
        # A byte far behind the text is locked: Windows would refuse to read a locked one.
        handle.seek(_LOCKED_BYTE)
        try:
            msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            handle.seek(0)
        return True

else:
    import fcntl

    def _take(handle: IO[str]) -> bool:
        try:
            fcntl.flock(handle.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            # A network folder without locks: better an unguarded refresh than none, the swap is atomic anyway.
            return True
        return True
