"""The doctor sees what is there, says what to do where something is missing, and never breaks down itself."""

import datetime as dt
import importlib.metadata
import io
import socket
import sys
import types
import xml.etree.ElementTree as ET

import pytest
from rich.console import Console

from azstudy import _jupyter, _resources, health
from azstudy.errors import DataError
from azstudy.health import Check, DoctorReport, State, doctor
from azstudy.topology import _engine

TODAY = dt.date(2026, 11, 22)
ORDER = [
    "Python",
    "azstudy",
    "JupyterLab",
    "Drawings in notebooks",
    "Sliders and buttons",
    "Own widgets",
    "Charts",
    "Drawings as SVG",
    "Prices",
    "Progress",
    "Port",
    "Time zones",
    "Terminal",
]


def check(state=State.OK, name="Python", seen="seen", advice=""):
    return Check(name=name, state=state, seen=seen, advice=advice)


def pretend(monkeypatch, **versions):
    """Say that packages (`_` for `-`) have these versions; None means not installed."""
    real = importlib.metadata.version

    def version(package):
        given = versions.get(package.replace("-", "_"), ...)
        if given is None:
            raise importlib.metadata.PackageNotFoundError(package)
        return real(package) if given is ... else given

    monkeypatch.setattr(health.importlib.metadata, "version", version)


def test_on_this_machine_everything_that_azstudy_needs_is_there():
    report = doctor(today=TODAY)
    assert [check.name for check in report.checks] == ORDER
    assert [check for check in report.checks if check.state is State.FAIL] == []
    assert report.exit_code == 0
    assert report["Python"].seen == ".".join(map(str, sys.version_info[:3]))
    assert report["Charts"].seen == f"plotly {importlib.metadata.version('plotly')}"


def test_the_same_machine_gives_the_same_words():
    assert str(doctor(today=TODAY)) == str(doctor(today=TODAY))


class TestReport:
    def test_failing_sets_the_exit_code_and_a_limit_does_not(self):
        assert DoctorReport((check(), check(State.WARN))).exit_code == 0
        assert DoctorReport((check(State.WARN), check(State.FAIL))).exit_code == 1

    def test_the_verdict_names_what_to_look_at(self):
        assert DoctorReport((check(),)).verdict == "Everything works."
        report = DoctorReport((check(), check(State.WARN, "Port"), check(State.WARN, "Prices")))
        assert report.verdict == "azstudy works. Worth a look: Port, Prices."
        assert DoctorReport((check(State.WARN), check(State.FAIL, "Charts"))).verdict == "Not working: Charts."

    def test_text_gives_the_advice_below_the_finding(self):
        report = DoctorReport((check(), check(State.FAIL, "Charts", "no plotly", "Run: pip install plotly")))
        assert str(report).splitlines() == [
            "ok    Python  seen",
            "fail  Charts  no plotly",
            "              -> Run: pip install plotly",
            "",
            "Not working: Charts.",
        ]

    def test_html_is_one_escaped_table_with_headings(self):
        bundle = DoctorReport((check(seen="<b>&", advice="a < b"),))._repr_mimebundle_()
        table = ET.fromstring(bundle["text/html"])
        assert bundle["text/plain"].startswith("ok    Python  <b>&")
        assert table.findtext("caption") == "Everything works."
        assert [cell.text for cell in table.find("tbody/tr")] == ["✓ ok", "Python", "<b>&", "a < b"]
        assert [cell.get("scope") for cell in table.iter("th")] == ["col"] * 4 + ["row"]

    def test_the_terminal_gets_a_table(self):
        out = Console(file=io.StringIO(), width=100)
        out.print(DoctorReport((check(State.WARN, advice="[do] this"),)))
        assert "warn" in out.file.getvalue()
        assert "[do] this" in out.file.getvalue()


@pytest.mark.parametrize(
    ("version", "state"),
    [((3, 10, 9), State.FAIL), ((3, 11, 0), State.OK), ((3, 13, 9), State.OK), ((3, 14, 0), State.WARN)],
)
def test_python_versions(monkeypatch, version, state):
    monkeypatch.setattr(health, "sys", types.SimpleNamespace(version_info=version, stdout=sys.stdout))
    assert doctor(today=TODAY)["Python"].state is state


@pytest.mark.parametrize(
    ("package", "name"), [("jupyterlab", "JupyterLab"), ("ipywidgets", "Sliders and buttons"), ("plotly", "Charts")]
)
def test_a_missing_package_fails_and_says_how_to_get_it(monkeypatch, package, name):
    pretend(monkeypatch, **{package: None})
    found = doctor(today=TODAY)[name]
    assert found.state is State.FAIL
    assert f"pip install {package}" in found.advice


def test_widgets_whose_jupyterlab_part_is_not_where_jupyter_looks(monkeypatch, tmp_path):
    import jupyter_core.paths

    monkeypatch.setattr(jupyter_core.paths, "jupyter_path", lambda name: [str(tmp_path / name)])
    (tmp_path / "labextensions" / "anywidget").mkdir(parents=True)
    (tmp_path / "labextensions" / "anywidget" / "package.json").write_text("{}")
    report = doctor(today=TODAY)
    assert report["Own widgets"].state is State.OK
    assert report["Sliders and buttons"].state is report["Charts"].state is State.WARN
    assert "jupyterlab-widgets" in report["Sliders and buttons"].advice


@pytest.mark.parametrize(("version", "state"), [("4.0.9", State.WARN), ("4.1.0", State.OK), ("4.10.0", State.OK)])
def test_mermaid_needs_jupyterlab_4_1(monkeypatch, version, state):
    pretend(monkeypatch, jupyterlab=version)
    assert doctor(today=TODAY)["Drawings in notebooks"].state is state


def test_without_an_svg_engine_azstudy_still_works(monkeypatch):
    monkeypatch.setattr(_engine, "engines", lambda: ())
    report = doctor(today=TODAY)
    assert report["Drawings as SVG"].state is State.WARN
    assert "graphviz-pure" in report["Drawings as SVG"].advice
    assert report.exit_code == 0


def test_the_age_of_the_prices_is_counted_from_the_day_given():
    def age(today):
        return int(doctor(today=today)["Prices"].seen.split("the oldest ")[1].split(" days")[0])

    assert age(TODAY + dt.timedelta(days=30)) == age(TODAY) + 30
    old = doctor(today=TODAY + dt.timedelta(days=400))["Prices"]
    assert old.state is State.WARN
    assert "azstudy data refresh" in old.advice


def test_missing_data_is_reported_with_the_errors_own_advice(monkeypatch):
    def broken():
        raise DataError("no data/sizes.csv; reinstall")

    monkeypatch.setattr(_resources, "data_dir", broken)
    found = doctor(today=TODAY)["Prices"]
    assert (found.state, found.advice) == (State.FAIL, "no data/sizes.csv; reinstall")


def test_a_check_that_breaks_is_a_finding_not_a_crash(monkeypatch):
    def broken(today):
        raise RuntimeError("out of order")
        yield

    monkeypatch.setattr(health, "_LOOKS", (("Port", broken),))
    report = doctor(today=TODAY)
    assert report["Port"].state is State.FAIL
    assert report["Port"].seen == "RuntimeError: out of order"


def test_progress_that_cannot_be_kept(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("AZSTUDY_HOME", str(tmp_path / "file" / "home"))
    monkeypatch.setenv("AZSTUDY_RECORD", "on")
    found = doctor(today=TODAY)["Progress"]
    assert found.state is State.WARN
    assert "AZSTUDY_HOME" in found.advice


def test_progress_in_a_fresh_home_leaves_nothing_behind(monkeypatch, tmp_path):
    monkeypatch.setenv("AZSTUDY_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("AZSTUDY_RECORD", "on")
    found = doctor(today=TODAY)["Progress"]
    assert found.state is State.OK
    assert str(tmp_path / "home") in found.seen
    assert list(tmp_path.iterdir()) == []


def test_a_port_in_use_is_said(monkeypatch):
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        taken = listener.getsockname()[1]
        monkeypatch.setattr(_jupyter, "FIRST_PORT", taken)
        assert doctor(today=TODAY)["Port"].seen.endswith(f"is free; {taken} is in use")


def test_no_time_zone_data(monkeypatch):
    def missing(name):
        raise LookupError(name)

    monkeypatch.setattr(health, "ZoneInfo", missing)
    assert "tzdata" in doctor(today=TODAY)["Time zones"].advice


@pytest.mark.parametrize(("encoding", "state"), [("utf8", State.OK), ("cp1252", State.WARN), (None, State.WARN)])
def test_the_terminals_encoding(monkeypatch, encoding, state):
    monkeypatch.setattr(health.sys, "stdout", types.SimpleNamespace(encoding=encoding))
    assert doctor(today=TODAY)["Terminal"].state is state
