"""Starts JupyterLab for the workbook: a free port, the command, the process and its end.

Nothing of the learner's own Jupyter settings is read past or written: what azstudy needs is passed
to the one process, on its command line or in a folder that goes when it ends.
"""

from __future__ import annotations

import contextlib
import errno
import importlib.util
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import FrameType
from typing import Any
from urllib.parse import quote

import attrs

from azstudy.errors import InvalidInputError, SetupError

FIRST_PORT = 8888
_TRIED = 100
_QUIET = {"@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False}}


@attrs.frozen(kw_only=True)
class Session:
    """What one run of JupyterLab needs.

    `opens` is relative to `root`, with `/`. `workspaces` keeps which tabs were open, apart from the
    learner's other JupyterLab work; None uses Jupyter's own place.
    """

    root: Path
    opens: str
    port: int
    browser: bool = True
    workspaces: Path | None = None


def choose_port(port: int | None = None) -> int:
    """The port to serve on: `port` where it is free, or the first free one from 8888 on.

    Raises:
        InvalidInputError: When `port` is not between 1 and 65535.
        SetupError: When `port` is in use or may not be used.
    """
    if port is None:
        return next((free for free in range(FIRST_PORT, FIRST_PORT + _TRIED) if _refusal(free) is None), _any_port())
    if not 1 <= port <= 65535:
        raise InvalidInputError(f"Port {port} does not exist: a port is a number from 1 to 65535.")
    refusal = _refusal(port)
    if refusal is None:
        return port
    if refusal.errno == errno.EADDRINUSE:
        raise SetupError(
            f"Port {port} is in use, perhaps by a JupyterLab that still runs. "
            "Choose another with --port, or leave --port out to take a free one."
        )
    raise SetupError(
        f"Port {port} cannot be used: {refusal.strerror}. Choose another with --port, such as {FIRST_PORT}."
    )


def _refusal(port: int) -> OSError | None:
    """Why nothing can listen on this machine's `port`, over IPv4 or IPv6; None where it is free."""
    for family, host in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        try:
            with socket.socket(family, socket.SOCK_STREAM) as probe:
                # As Jupyter's own server does; without it a port counts as taken for a minute after use.
                if os.name == "posix":
                    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind((host, port))
        except OSError as err:
            if family is socket.AF_INET or err.errno == errno.EADDRINUSE:
                return err
    return None


def _any_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def command(session: Session) -> list[str]:
    """The command line that starts JupyterLab for `session`, with news and update checks turned off."""
    options = [
        f"--ServerApp.root_dir={session.root}",
        f"--ServerApp.port={session.port}",
        "--ServerApp.port_retries=0",
        f"--LabApp.default_url=/lab/tree/{quote(session.opens)}",
        "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.handlers.announcements.NeverCheckForUpdate",
        "--LabApp.extension_manager=readonly",
        "--Application.log_level=WARN",
    ]
    if session.workspaces:
        options.append(f"--LabApp.workspaces_dir={session.workspaces}")
    if not session.browser:
        options.append("--no-browser")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        options.append("--allow-root")
    return [sys.executable, "-m", "jupyterlab", *options]


@contextlib.contextmanager
def environment() -> Iterator[dict[str, str]]:
    """The environment for one run of JupyterLab, with a folder of settings that goes when the run ends.

    In it the kernel `python3` is this very Python, whatever else is installed, and JupyterLab asks
    no question about news. The learner's own settings are still read, and win where both speak.
    """
    with tempfile.TemporaryDirectory(prefix="azstudy-") as folder:
        from ipykernel.kernelspec import write_kernel_spec

        write_kernel_spec(Path(folder, "kernels", "python3"))
        Path(folder, "labconfig").mkdir()
        Path(folder, "labconfig", "default_setting_overrides.json").write_text(json.dumps(_QUIET), encoding="utf-8")
        yield os.environ | {name: _before(folder, name) for name in ("JUPYTER_PATH", "JUPYTER_CONFIG_PATH")}


def _before(folder: str, name: str) -> str:
    """The search path in the environment variable `name` with `folder` put in front."""
    return os.pathsep.join([folder, *filter(None, [os.environ.get(name)])])


def require_jupyterlab() -> None:
    """Check that JupyterLab and its Python kernel are installed.

    Raises:
        SetupError: Saying how to install what is missing.
    """
    missing = [name for name in ("jupyterlab", "ipykernel") if importlib.util.find_spec(name) is None]
    if missing:
        raise SetupError(
            f"{' and '.join(missing)} not installed beside this Python ({sys.executable}). "
            "Run: python -m pip install jupyterlab ipykernel"
        )


def run(arguments: list[str], environment: Mapping[str, str]) -> int:
    """Run in the foreground until it ends; its exit code, 128 plus the signal where one ended it.

    Ctrl-C reaches the child by itself (it asks whether to stop); a request to end this process is
    passed on, so that no server is left behind.
    """
    try:
        child = subprocess.Popen(arguments, env=dict(environment))  # noqa: S603
    except OSError as err:
        raise SetupError(f"JupyterLab could not be started: {err.strerror or err}.") from err
    with _passing_on_end(child):
        while True:
            try:
                code = child.wait()
            except KeyboardInterrupt:
                continue
            return code if code >= 0 else 128 - code


@contextlib.contextmanager
def _passing_on_end(child: subprocess.Popen[Any]) -> Iterator[None]:
    """While this lasts, a SIGTERM to this process goes to `child`."""

    def pass_on(number: int, frame: FrameType | None) -> None:
        child.terminate()

    try:
        before = signal.signal(signal.SIGTERM, pass_on)
    except ValueError:  # not the main thread: signals are someone else's
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
        if child.poll() is None:
            child.terminate()
