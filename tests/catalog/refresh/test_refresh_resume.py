"""An interrupted refresh goes on where it stopped, and an interrupted write harms nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from azstudy.catalog.refresh import Timing, current_or_none, read_current
from azstudy.errors import RefreshError

THREE = ["northeurope", "swedencentral", "westeurope"]


@pytest.fixture
def interrupted(run, server, faults):
    """A refresh that fails in its third region."""
    server.faults = [None] * 9 + [faults.status(503)] * 3
    with pytest.raises(RefreshError, match="azstudy data refresh"):
        run(THREE)
    assert server.regions_asked == THREE
    server.log.clear()


def test_finished_regions_are_not_fetched_again(interrupted, run, server, home, catalogue, read_sheets):
    report = run(THREE)
    assert server.regions_asked == ["westeurope"]
    assert report.resumed == ("northeurope", "swedencentral")
    assert report.rows == sum(map(len, server.rows.values()))
    got = read_sheets(read_current(home))
    for region in THREE:
        for offer, column in catalogue.expected(region).items():
            assert got[offer, region] == pytest.approx(column)


def test_nothing_is_left_after_success(interrupted, run, server, home):
    run(THREE)
    assert {path.name for path in (home / "prices").iterdir()} == {
        "current.json",
        "refresh.lock",
        read_current(home).name,
    }
    server.log.clear()
    run(THREE)
    assert server.regions_asked == THREE


def test_the_old_prices_stay_in_use_meanwhile(run, server, faults, home):
    run("westeurope")
    before = read_current(home)
    server.faults = [faults.status(500)] * 3
    with pytest.raises(RefreshError):
        run(THREE)
    assert read_current(home) == before


def test_work_of_yesterday_is_not_used(interrupted, run, server, catalogue, slept):
    later = Timing(sleep=slept.append, now=lambda: catalogue.now + timedelta(days=1, seconds=1))
    run(THREE, timing=later)
    assert server.regions_asked == THREE


def test_work_from_the_future_is_not_used(interrupted, run, server, catalogue, slept):
    earlier = Timing(sleep=slept.append, now=lambda: catalogue.now - timedelta(seconds=1))
    run(THREE, timing=earlier)
    assert server.regions_asked == THREE


def test_work_with_other_settings_is_not_used(interrupted, run, server):
    run(THREE, api_version="2021-10-01-preview")
    assert server.regions_asked == THREE


@pytest.mark.parametrize("damage", ["cut", "changed", "empty", "other region"])
def test_damaged_work_is_fetched_again(interrupted, run, server, home, damage):
    kept, other = sorted((home / "prices" / "work").glob("*/*.json"))
    text = kept.read_text("utf-8")
    kept.write_text(
        {
            "cut": text[: len(text) // 2],
            "changed": text.replace("0.1,", "0.2,"),
            "empty": "",
            "other region": other.read_text("utf-8"),
        }[damage],
        encoding="utf-8",
    )
    run(THREE)
    assert server.regions_asked == ["northeurope", "westeurope"]


def test_an_interrupt_of_the_keyboard_keeps_what_is_done_and_frees_the_lock(run, server):
    def press(region, skip):
        if region == "swedencentral":
            raise KeyboardInterrupt

    def progress(step):
        press(step.region, 0)

    with pytest.raises(KeyboardInterrupt):
        run(THREE, progress=progress)
    server.log.clear()
    assert run(THREE).resumed == ("northeurope",)
    assert server.regions_asked == ["swedencentral", "westeurope"]


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system cannot kill a process outright")
def test_a_killed_process_is_resumed(run, server, home, data):
    """A real process is killed in the middle of its third region; the next one goes on."""
    victim: list[subprocess.Popen[bytes]] = []
    ready, killed = threading.Event(), threading.Event()

    def kill(region: str, skip: int) -> None:
        if (region, skip) == ("westeurope", 100) and not killed.is_set():
            ready.wait(30)
            victim[0].send_signal(signal.SIGKILL)
            victim[0].wait(30)
            killed.set()

    server.on_request = kill
    script = textwrap.dedent(
        f"""
        from pathlib import Path
        from azstudy.catalog.refresh import refresh
        refresh({THREE!r}, base_url={server.url!r}, home=Path({str(home)!r}), data=Path({str(data)!r}))
        """
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    victim.append(subprocess.Popen([sys.executable, "-c", script], env=environment))
    ready.set()
    assert killed.wait(60)
    assert current_or_none(home) == (None, None)
    server.log.clear()
    report = run(THREE, timing=Timing(), today=None)
    assert report.resumed == ("northeurope", "swedencentral")
    assert server.regions_asked == ["westeurope"]


def test_two_refreshes_at_once_are_refused(run, server, home):
    problems: list[str] = []

    def second(region: str, skip: int) -> None:
        server.on_request = lambda region, skip: None
        with pytest.raises(RefreshError) as caught:
            run("northeurope")
        problems.append(str(caught.value))

    server.on_request = second
    run("westeurope")
    assert f"Another refresh is running (process {os.getpid()}, since 2026-11-22 12:00 UTC)" in problems[0]
    assert run("northeurope").carried_over == ("westeurope",)


def test_a_lock_file_left_behind_is_no_lock(run, home):
    lock = home / "prices" / "refresh.lock"
    lock.parent.mkdir(parents=True)
    lock.write_text("process 1, since 2020-01-01 00:00 UTC\n", encoding="utf-8")
    assert Path(run("westeurope").snapshot).is_dir()
