"""Write .binder/requirements.txt: every package at one version, for Binder, the dev container and plain pip.

    uv run python scripts/make_requirements.py           # write the file
    uv run python scripts/make_requirements.py --check   # exit 1 where it is out of date, 2 where that cannot be told

The versions are those of `[tool.uv] exclude-newer`, so that everyone gets the same ones. The file
names no package index and no path: where packages come from is for each machine to say.
"""

from __future__ import annotations

import argparse
import difflib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / ".binder" / "requirements.txt"
OLDEST_PYTHON = "3.11"
PIN = re.compile(r"[a-z0-9][a-z0-9._-]*==[a-zA-Z0-9.!+_-]+( ; [a-zA-Z_0-9.'!=<>() -]+)?")


class NotResolvedError(RuntimeError):
    """uv is missing, or no package index could be reached."""


def uv() -> list[str]:
    """The command that runs uv: the one that runs this script, one on PATH, or this Python's own."""
    found = os.environ.get("UV") or shutil.which("uv")
    return [found] if found else [sys.executable, "-m", "uv"]


def resolve(project: Path = ROOT / "pyproject.toml") -> str:
    """The pinned requirements of `project`, the same on every platform, one a line.

    Raises:
        NotResolvedError: When the versions cannot be looked up here and now.
        ValueError: When a line would name anything but a package, a version and a marker.
    """
    options = ["--universal", "--no-header", "--no-annotate", "--no-emit-index-url", "--quiet"]
    command = [*uv(), "pip", "compile", *options, "--python-version", OLDEST_PYTHON, project.name]
    try:
        done = subprocess.run(command, capture_output=True, text=True, cwd=project.parent, timeout=300)
    except (OSError, subprocess.TimeoutExpired) as err:
        raise NotResolvedError(str(err)) from err
    if done.returncode:
        raise NotResolvedError(done.stderr.strip())
    strange = [line for line in done.stdout.splitlines() if not PIN.fullmatch(line)]
    if strange:
        raise ValueError(f"Lines that do not just pin a version: {strange}")
    return done.stdout


def main(arguments: list[str] | None = None) -> int:
    """Write the file, or compare it with `--check`."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare instead of writing")
    wanted = parser.parse_args(arguments)
    try:
        pinned = resolve()
    except NotResolvedError as err:
        print(f"The versions could not be looked up: {err}", file=sys.stderr)
        return 2
    if not wanted.check:
        TARGET.write_text(pinned, encoding="utf-8", newline="\n")
        print(f"{TARGET.relative_to(ROOT)}: {len(pinned.splitlines())} packages")
        return 0
    present = TARGET.read_text(encoding="utf-8") if TARGET.exists() else ""
    sys.stdout.writelines(
        difflib.unified_diff(present.splitlines(True), pinned.splitlines(True), "in git", "as resolved now")
    )
    return int(present != pinned)


if __name__ == "__main__":
    sys.exit(main())
