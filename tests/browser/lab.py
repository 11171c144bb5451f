"""JupyterLab in Chromium as a learner meets it: start `azstudy lab`, open, run, slide, type, look, listen.

    with Lab(folder) as lab, Chromium() as chromium:
        page = chromium.open(lab, "02-sizing.ipynb")
        page.run_all()
        page.slide("vCPUs", +2)
        assert page.outside == []

Selectors name classes of JupyterLab 4 and ipywidgets 8; they stand here and nowhere else.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

SHOTS = Path(__file__).parent / "shots"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
SWITCHES = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
LOCAL = re.compile(r"(?:https?|wss?)://(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?(?:/|$)|(?:data|blob|about):")
PATIENCE = 120.0
NOTEBOOK = ".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Notebook"
OUTPUT = ".jp-OutputArea-output"
IDLE = """() => {
  const notebook = window.jupyterapp?.shell?.currentWidget;
  const starred = [...(notebook?.node?.querySelectorAll('.jp-CodeCell .jp-InputPrompt') ?? [])]
    .some(prompt => prompt.textContent.includes('*'));
  return notebook?.context?.isReady && !starred
    && notebook.sessionContext?.session?.kernel?.status === 'idle';
}"""
QUIET_MS = 300
QUIET_AT_MOST_MS = 5_000
QUIET = """([where, quiet, most]) => new Promise(done => {
  const began = performance.now();
  let last = began;
  const watch = new MutationObserver(() => { last = performance.now(); });
  watch.observe(document.querySelector(where) ?? document.body, {subtree: true, childList: true, characterData: true});
  const look = () => {
    const now = performance.now();
    if (now - last < quiet && now - began < most) { setTimeout(look, 25); return; }
    watch.disconnect();
    done(null);
  };
  look();
})"""


def find_chromium() -> str | None:
    """A Chromium: the one named by CHROMIUM, one on PATH, or the one Playwright installed for itself."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named
    on_path = next((found for name in NAMES if (found := shutil.which(name))), None)
    if on_path:
        return on_path
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).is_file() else None


class Lab:
    """`azstudy lab` on a copy in `folder`, with Jupyter settings of its own; stops when the block ends.

    `command` is what a learner types; `--dir`, `--port` and `--no-browser` are added.
    """

    def __init__(self, folder: Path, *, command: list[str] | None = None, env: dict[str, str] | None = None) -> None:
        self.folder = folder
        self.command = command or [sys.executable, "-m", "azstudy", "lab"]
        self.env = env or {}
        self.token = secrets.token_hex(8)
        self.base = ""
        self.seconds_to_ready = 0.0

    def __enter__(self) -> Lab:
        with contextlib.ExitStack() as stack:
            self._private = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="azstudy-browser-")))
            self._log = stack.enter_context((self._private / "log").open("w+"))
            self._start()
            stack.callback(self._stop)
            self._wait()
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *exc: object) -> None:
        self._stack.close()

    def log(self) -> str:
        """What the server said so far."""
        return (self._private / "log").read_text(errors="replace")

    def _start(self) -> None:
        port = _free_port()
        self.base = f"http://127.0.0.1:{port}"
        config = self._private / "config"
        config.mkdir()
        # A handle on JupyterLab for the page, by way of a learner's own settings, which `azstudy lab` leaves alone.
        (config / "jupyter_lab_config.json").write_text('{"LabApp": {"expose_app_in_browser": true}}')
        environment = os.environ | {
            "JUPYTER_CONFIG_DIR": str(config),
            "JUPYTER_DATA_DIR": str(self._private / "data"),
            "JUPYTER_RUNTIME_DIR": str(self._private / "runtime"),
            "IPYTHONDIR": str(self._private / "ipython"),
            "JUPYTER_TOKEN": self.token,
        }
        arguments = [*self.command, "--no-browser", "--dir", str(self.folder), "--port", str(port)]
        self._began = time.perf_counter()
        self._process = subprocess.Popen(
            arguments,
            env=environment | self.env,
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def _wait(self) -> None:
        while time.perf_counter() < self._began + PATIENCE:
            if self._process.poll() is not None:
                raise RuntimeError(f"`azstudy lab` ended with {self._process.returncode}:\n{self.log()[-3000:]}")
            try:
                urllib.request.urlopen(f"{self.base}/api/status?token={self.token}", timeout=2).read()
            except OSError:
                time.sleep(0.1)
            else:
                self.seconds_to_ready = time.perf_counter() - self._began
                return
        raise TimeoutError(f"JupyterLab did not answer within {PATIENCE:.0f} s:\n{self.log()[-3000:]}")

    def _stop(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(15)
        except subprocess.TimeoutExpired:
            if hasattr(os, "killpg"):
                os.killpg(self._process.pid, signal.SIGKILL)  # the group this harness started, nothing else
            self._process.wait(5)


class Chromium:
    """One headless browser; every page starts with no memory of the ones before."""

    def __init__(self, *, executable: str | None = None, width: int = 1400, height: int = 1600) -> None:
        self.executable = executable or find_chromium()
        self.size = {"width": width, "height": height}

    def __enter__(self) -> Chromium:
        from playwright.sync_api import sync_playwright

        switches = [*SWITCHES, *(["--no-sandbox"] if getattr(os, "geteuid", lambda: 1)() == 0 else [])]
        with contextlib.ExitStack() as stack:
            playwright = stack.enter_context(sync_playwright())
            self._browser = playwright.chromium.launch(executable_path=self.executable, args=switches)
            stack.callback(self._browser.close)
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *exc: object) -> None:
        self._stack.close()

    def open(self, lab: Lab, notebook: str) -> NotebookPage:
        """Open a notebook of the copy in a fresh page and wait until its kernel is ready."""
        page = NotebookPage(self._browser.new_context(viewport=self.size).new_page())
        page.goto(lab, notebook)
        return page


class NotebookPage:
    """A notebook in JupyterLab.

    Attributes:
        page: Playwright's page, for what has no method here.
        outside: Addresses of requests that would have left the machine.
        console_errors: What the browser's console called an error.
    """

    def __init__(self, page: Any) -> None:
        self.page = page
        self.outside: list[str] = []
        self.console_errors: list[str] = []
        page.set_default_timeout(PATIENCE * 1000)
        page.on("request", lambda request: self._note(request.url))
        page.on("websocket", lambda socket: self._note(socket.url))
        page.on("console", lambda said: self.console_errors.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self.console_errors.append(str(error)))

    def _note(self, url: str) -> None:
        if not LOCAL.match(url):
            self.outside.append(url)

    def goto(self, lab: Lab, notebook: str) -> None:
        """Open `notebook`, a path in the copy with `/`, with no tabs left from before."""
        self.page.goto(f"{lab.base}/lab/tree/{quote(notebook)}?token={lab.token}&reset", wait_until="domcontentloaded")
        self.page.wait_for_selector(".jp-NotebookPanel .jp-Cell")
        self.wait_idle()

    def close(self) -> None:
        """Close the page and everything it remembers."""
        self.page.context.close()

    def command(self, name: str, **arguments: Any) -> None:
        """Run one of JupyterLab's own commands, as its menus do."""
        self.page.evaluate("([n, a]) => window.jupyterapp.commands.execute(n, a).then(() => null)", [name, arguments])

    def wait_idle(self) -> None:
        """Wait until no cell is running, the kernel is idle and the page has stopped drawing what it said."""
        self.page.wait_for_function(IDLE)
        self.page.evaluate(QUIET, [NOTEBOOK, QUIET_MS, QUIET_AT_MOST_MS])
        self.page.wait_for_function(IDLE)

    def run_all(self) -> None:
        """Run every cell from the top and wait for the last."""
        self.page.evaluate("() => { window.jupyterapp.commands.execute('notebook:run-all-cells'); }")
        self.page.wait_for_timeout(200)
        self.wait_idle()

    def run_cell(self, index: int) -> None:
        """Run one cell, as Shift+Enter in it does, and wait until it is done."""
        self.cell(index).locator(".jp-InputArea-editor").click()
        self.page.keyboard.press("Shift+Enter")
        self.page.wait_for_timeout(200)
        self.wait_idle()

    def cell(self, index: int) -> Any:
        """The cell at `index`, from 0, as a Playwright locator."""
        return self.page.locator(f"{NOTEBOOK} .jp-Cell").nth(index)

    def slide(self, label: str, steps: int) -> str:
        """Move the slider called `label` by `steps` with the arrow keys; what its read-out then says."""
        slider = self.page.locator(".widget-slider", has=self.page.get_by_text(label, exact=True)).first
        handle = slider.locator(".noUi-handle").first
        handle.scroll_into_view_if_needed()
        handle.focus()
        for _ in range(abs(steps)):
            self.page.keyboard.press("ArrowRight" if steps > 0 else "ArrowLeft")
        self.wait_idle()
        return str(slider.locator(".widget-readout").inner_text())

    def missing(self, *wanted: str, cell: int | None = None) -> list[str]:
        """Those of `wanted` that no output says, of one cell or of all, after some seconds of patience."""
        for _ in range(40):
            # Of all cells the whole text: those out of sight have no *inner* text.
            said = "\n".join(self.page.locator(OUTPUT).all_text_contents()) if cell is None else self.outputs(cell)
            left = [one for one in wanted if one not in said]
            if not left:
                break
            self.page.wait_for_timeout(250)
        return left

    def outputs(self, cell: int | None = None) -> str:
        """The words in the outputs of one cell, or of all."""
        where = self.page if cell is None else self.cell(cell)
        return "\n".join(where.locator(OUTPUT).all_inner_texts())

    def errors(self) -> list[str]:
        """What cells wrote to stderr, tracebacks among it."""
        kinds = ("application/vnd.jupyter.stderr", "application/vnd.jupyter.error")
        found = self.page.locator(", ".join(f'{OUTPUT}[data-mime-type="{kind}"]' for kind in kinds))
        return [text[:400] for text in found.all_inner_texts()]

    def dialogs(self) -> list[str]:
        """Pop-ups that stand in the learner's way: dialogs and notifications."""
        return [text for text in self.page.locator(".jp-Dialog, .Toastify__toast").all_inner_texts() if text.strip()]

    def theme(self, name: str) -> None:
        """Switch to "dark" or "light"."""
        self.command("apputils:change-theme", theme=f"JupyterLab {name.capitalize()}")
        self.page.wait_for_function(
            "name => document.body.dataset.jpThemeName === name", arg=f"JupyterLab {name.capitalize()}"
        )
        self.page.wait_for_timeout(300)

    def screenshot(self, name: str, *, whole: bool = False) -> Path:
        """A picture in tests/browser/shots, for people to look at; `whole` shows the notebook to its end."""
        SHOTS.mkdir(exist_ok=True)
        path = SHOTS / f"{name}.png"
        with self.whole() if whole else contextlib.nullcontext():
            self.page.screenshot(path=str(path))
        return path

    def axe(self, *, serious_only: bool = True) -> list[str]:
        """What axe-core finds wrong inside cell outputs, one line a finding; JupyterLab's own frame is left out."""
        from axe_playwright_python.base import AXE_SCRIPT

        if not self.page.locator(OUTPUT).count():
            return []
        self.page.evaluate(AXE_SCRIPT)
        with self.whole(), self._body_with_a_height():
            found = self.page.evaluate(
                "where => axe.run({include: [[where]]}, {resultTypes: ['violations']}).then(r => r.violations)", OUTPUT
            )
        return [
            f"{rule['id']} ({rule['impact']}): {node['html'][:160]} [{' '.join(map(str, node['target']))}]"
            for rule in found
            if not serious_only or rule["impact"] in ("serious", "critical")
            for node in rule["nodes"]
        ]

    @contextlib.contextmanager
    def whole(self) -> Iterator[None]:
        """Make the window as tall as the notebook and go to its top, so that nothing of it is scrolled away."""
        before = self.page.viewport_size
        self.page.locator(f"{NOTEBOOK} .jp-WindowedPanel-outer").evaluate("outer => { outer.scrollTop = 0; }")
        for _ in range(4):  # cells out of sight have an estimated height until they are drawn
            height = self.page.locator(f"{NOTEBOOK} .jp-WindowedPanel-inner").evaluate("inner => inner.scrollHeight")
            if height + 200 <= self.page.viewport_size["height"]:
                break
            self.page.set_viewport_size({"width": before["width"], "height": int(height) + 200})
            self.page.wait_for_timeout(300)
        try:
            yield
        finally:
            self.page.set_viewport_size(before)

    @contextlib.contextmanager
    def _body_with_a_height(self) -> Iterator[None]:
        """JupyterLab's body is 0 pixels high with its overflow hidden: axe-core would take all of it for invisible."""
        style = self.page.add_style_tag(content="body { height: 100vh !important }")
        try:
            yield
        finally:
            style.evaluate("style => style.remove()")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def notebook_file(path: Path, *sources: str) -> Path:
    """Write a notebook with these code cells, none of them run."""
    cells = [
        {"cell_type": "code", "id": f"cell-{n}", "metadata": {}, "execution_count": None, "outputs": [], "source": text}
        for n, text in enumerate(sources)
    ]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    path.write_text(json.dumps({"cells": cells, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}))
    return path
