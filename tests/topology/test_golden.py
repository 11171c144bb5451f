"""Golden files: every renderer on one small drawing, the four maps in both states, a whole design.

`AZSTUDY_WRITE_GOLDEN=1 pytest tests/topology/test_golden.py` writes them anew; look at the difference first.
"""

import json
import os
from pathlib import Path

import networkx
import pytest
from topology.drawings import shop, small

from azstudy.topology import _engine
from azstudy.topology.maps import MAPS, As, concept_map
from azstudy.topology.nouns import topology_of

GOLDEN = Path(__file__).parent / "golden"


def compare(name, text):
    file = GOLDEN / name
    text = text.rstrip("\n") + "\n"
    if os.environ.get("AZSTUDY_WRITE_GOLDEN") == "1":
        file.write_text(text, encoding="utf-8", newline="\n")
    assert text == file.read_text(encoding="utf-8")


@pytest.fixture
def only_the_wheel(monkeypatch):
    """The engine that every machine has: the same bytes everywhere."""
    monkeypatch.setattr(_engine.shutil, "which", lambda name: None)


@pytest.mark.parametrize("state", As)
@pytest.mark.parametrize("name", MAPS)
@pytest.mark.parametrize("form", ["txt", "mmd", "dot", "svg"])
def test_a_concept_map(only_the_wheel, name, state, form):
    drawing = concept_map(name, as_=state)
    draw = {"txt": drawing.to_text, "mmd": drawing.to_mermaid, "dot": drawing.to_dot, "svg": drawing.to_svg}[form]
    compare(f"{name}-{state}.{form}", draw())


@pytest.mark.parametrize("form", ["txt", "mmd", "dot", "svg"])
@pytest.mark.parametrize("name", ["small", "shop"])
def test_a_drawing(only_the_wheel, name, form):
    drawing = small() if name == "small" else topology_of(shop())
    draw = {"txt": drawing.to_text, "mmd": drawing.to_mermaid, "dot": drawing.to_dot, "svg": drawing.to_svg}[form]
    compare(f"{name}.{form}", draw())


def test_a_networkx_graph():
    graph = small().to_networkx()
    data = networkx.node_link_data(graph, edges="edges")
    compare("small.networkx.json", json.dumps(data, indent=1, ensure_ascii=False))
