"""Nouns show their text, and whatever a drawer adds; the model itself draws nothing."""

import subprocess
import sys

from azstudy.errors import SetupError
from azstudy.model import display
from azstudy.model.disk import AttachedDisk, OsDisk, Snapshot
from azstudy.model.network import PublicIp


def test_with_nothing_registered_a_noun_shows_its_text():
    code = "from azstudy.model.disk import OsDisk; print(OsDisk()._repr_mimebundle_())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "{'text/plain': 'OsDisk()'}"


def test_a_registered_drawer_adds_representations_for_its_class_only():
    @display.register(AttachedDisk)
    def draw(disk):
        return {"text/vnd.mermaid": f"graph {disk.disk}", "image/svg+xml": "<svg/>"}

    disk = AttachedDisk("a")
    assert disk._repr_mimebundle_() == {
        "text/plain": "AttachedDisk('a')",
        "text/vnd.mermaid": "graph a",
        "image/svg+xml": "<svg/>",
    }
    assert list(disk._repr_mimebundle_(include={"text/plain"})) == ["text/plain"]
    assert list(disk._repr_mimebundle_(exclude={"text/plain"})) == ["text/vnd.mermaid", "image/svg+xml"]
    assert list(Snapshot("s")._repr_mimebundle_()) == ["text/plain"]


def test_a_drawing_that_cannot_be_made_says_why_below_the_text():
    @display.register(PublicIp)
    def draw(address):
        raise SetupError("no Graphviz")

    assert PublicIp("ip")._repr_mimebundle_() == {"text/plain": "PublicIp('ip')\n(not drawn: no Graphviz)"}


def test_a_provider_runs_once_and_only_when_something_is_shown():
    called = []
    display.provide(lambda: called.append("now"))
    assert called == []
    OsDisk()._repr_mimebundle_()
    OsDisk()._repr_mimebundle_()
    assert called == ["now"]
