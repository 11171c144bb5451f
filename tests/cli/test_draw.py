"""`azstudy draw`: maps and designs in every form, on the screen and in files."""

import xml.etree.ElementTree as ET

import pytest
import typer
from topology.drawings import shop
from typer.testing import CliRunner

from azstudy.cli.draw import draw
from azstudy.errors import AzstudyError, InvalidInputError, UnknownNameError
from azstudy.model.scaleset import ScaleSet
from azstudy.model.serial import to_json
from azstudy.topology import library

app = typer.Typer()
app.command()(draw)


def run(*words):
    """What the command prints; a deliberate error is raised, as `azstudy.cli.main` expects."""
    done = CliRunner().invoke(app, list(words))
    if isinstance(done.exception, AzstudyError):
        raise done.exception
    assert done.exit_code == 0, done.output
    return done


def test_a_map_as_text_by_default():
    assert run("gallery").stdout.startswith("Azure Compute Gallery\n  Image Definitions\n")
    assert "Azure Security Center" in run("management", "--as", "notes").stdout
    assert "Microsoft Defender for Cloud" in run("vm-management", "--as", "today").stdout


@pytest.mark.parametrize(
    ("form", "start"), [("mermaid", "graph TD\n"), ("dot", 'digraph "" {'), ("svg", "<svg "), ("text", "VM Scale Set")]
)
def test_every_form_of_a_map(form, start):
    assert run("scale-set", "--format", form).stdout.startswith(start)


def test_a_png_goes_to_a_pipe_or_a_file(tmp_path):
    assert run("gallery", "--format", "png").stdout_bytes.startswith(b"\x89PNG")
    assert "Wrote" in run("gallery", "--out", str(tmp_path / "map.png")).stdout
    assert (tmp_path / "map.png").read_bytes().startswith(b"\x89PNG")


def test_the_ending_of_the_file_says_the_form(tmp_path):
    for ending, start in ((".svg", "<svg"), (".mmd", "graph TD"), (".dot", "digraph"), (".txt", "VM Management")):
        run("management", "--out", str(tmp_path / f"map{ending}"))
        assert (tmp_path / f"map{ending}").read_text(encoding="utf-8").startswith(start)
    ET.parse(tmp_path / "map.svg")
    run("management", "--out", str(tmp_path / "odd.txt"), "--format", "dot")
    assert (tmp_path / "odd.txt").read_text(encoding="utf-8").startswith("digraph")


def test_a_saved_design_and_any_saved_noun(tmp_path):
    (tmp_path / "shop.json").write_text(to_json(shop()), encoding="utf-8")
    (tmp_path / "set.json").write_text(to_json(ScaleSet("web", "D4s_v5", instances=40)), encoding="utf-8")
    assert "[Availability set app-set: 2 fault domains]" in run(str(tmp_path / "shop.json")).stdout
    assert "40 instances: D4s_v5" in run(str(tmp_path / "set.json")).stdout
    assert "web_39: D4s_v5" in run(str(tmp_path / "set.json"), "--unfold").stdout


def test_a_bundled_example_is_found_by_name(tmp_path, monkeypatch):
    (tmp_path / "designs").mkdir()
    (tmp_path / "designs" / "web-shop.json").write_text(to_json(shop()), encoding="utf-8")
    monkeypatch.setattr(library._resources, "data_dir", lambda: tmp_path)
    assert "Subnet web" in run("Web-Shop").stdout
    with pytest.raises(UnknownNameError, match=r"Did you mean web-shop\?.*Example designs: web-shop"):
        run("web-shp")


def test_an_unknown_name_lists_what_there_is():
    with pytest.raises(UnknownNameError, match=r"Did you mean gallery.*virtual-machine, scale-set, gallery"):
        run("galery")


def test_a_file_that_cannot_be_used_is_one_clear_message(tmp_path):
    with pytest.raises(InvalidInputError, match="cannot be read"):
        run(str(tmp_path / "gone.json"))
    for content, said in (
        (b"{", "not JSON"),
        (b"\xff\xfe", "UTF-8"),
        (b"[1]", "not a saved"),
        (b"[" * 200_000, "nested"),
    ):
        (tmp_path / "bad.json").write_bytes(content)
        with pytest.raises(InvalidInputError, match=said):
            run(str(tmp_path / "bad.json"))
    with pytest.raises(InvalidInputError, match="for the concept maps"):
        run(str(tmp_path / "bad.json"), "--as", "notes")
    with pytest.raises(InvalidInputError, match="cannot be written"):
        run("gallery", "--out", str(tmp_path / "no" / "folder.svg"))


def test_too_much_for_mermaid_says_what_to_use(tmp_path):
    (tmp_path / "set.json").write_text(to_json(ScaleSet("web", "D4s_v5", instances=1000)), encoding="utf-8")
    assert "1,000 instances" in run(str(tmp_path / "set.json"), "--format", "mermaid").stdout
    with pytest.raises(InvalidInputError, match="Use the SVG"):
        run(str(tmp_path / "set.json"), "--format", "mermaid", "--unfold")
