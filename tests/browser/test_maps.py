"""Drawings in JupyterLab: mermaid reads any label, the four maps look right, a click or a key shows facts."""

import base64
import urllib.parse

import pytest
from browser.lab import notebook_file
from hypothesis import Phase, given, settings

pytest.importorskip("playwright")

MAPS = """
from azstudy.topology.maps import MAPS, concept_map
from IPython.display import display
for name in MAPS:
    for state in ("notes", "today"):
        display(concept_map(name, as_=state))
"""
SVGS = """
from IPython.display import SVG
for name in MAPS:
    display(SVG(concept_map(name).to_svg()))
"""
VIEW = """
from azstudy.labs.map_view import MapView
from azstudy.topology.maps import concept_map
MapView(concept_map("scale-set"))
"""
FOLDED = """
from azstudy.model.scaleset import ScaleSet
MapView(ScaleSet("web", "D4s_v5", instances=30, zones=[1, 2, 3]))
"""
FUZZ = """
import json
from IPython.display import display
for text in json.load(open("fuzz.json")):
    display({"text/vnd.mermaid": text, "text/plain": "words"}, raw=True)
"""
# the words of a drawn mermaid image: nodes and groups, then lines
SEEN = """uri => {
  const page = new DOMParser().parseFromString(uri, 'image/svg+xml');
  const words = part => { part.querySelectorAll('br').forEach(b => b.replaceWith(' ')); return part.textContent; };
  const of = path => [...page.querySelectorAll(path)].map(words);
  return {boxes: of('.nodeLabel'), lines: of('.edgeLabel .edgeLabel')};
}"""
DRAWN = ".jp-RenderedMermaid img"


def source_of(image):
    """The SVG text behind an image on the page."""
    kind, _, data = image.get_attribute("src").partition(",")
    return base64.b64decode(data).decode() if "base64" in kind else urllib.parse.unquote(data)


def fuzzed(count):
    """`count` nasty drawings, the same in every run."""
    from topology.nasty import drawings

    found = []

    @settings(max_examples=count, database=None, derandomize=True, phases=[Phase.generate], deadline=None)
    @given(drawings())
    def collect(drawing):
        found.append(drawing)

    collect()
    return found


def squeezed(text):
    return "".join(text.replace("\u2060", "").replace("\ufeff", "").split())


def test_mermaid_draws_any_label_as_it_is(lab, open_notebook):
    import json

    from azstudy.topology import mermaid, words

    cases = fuzzed(45)  # JupyterLab shows 50 outputs of a cell
    (lab.folder / "fuzz.json").write_text(json.dumps([mermaid.render(case) for case in cases]), encoding="utf-8")
    notebook_file(lab.folder / "fuzz.ipynb", FUZZ)
    page = open_notebook("fuzz.ipynb")
    page.run_all()
    with page.whole():
        page.page.wait_for_function(
            "([path, count]) => document.querySelectorAll(path).length === count", arg=[DRAWN, len(cases)]
        )
        images = page.page.locator(DRAWN)
        for place, case in enumerate(cases):
            seen = page.page.evaluate(SEEN, source_of(images.nth(place)))
            boxes = [[n.label, n.detail, *map(str, n.badges)] for n in (*case.nodes,)]
            boxes += [[g.label, *map(str, g.badges)] for g in case.groups]
            wanted = sorted(squeezed("".join(map(words.clean, box))) for box in boxes)
            assert sorted(map(squeezed, seen["boxes"])) == wanted
            line = squeezed(words.clean(case.edges[0].label))
            assert [squeezed(text) for text in seen["lines"] if squeezed(text)] == [line] * bool(line)
    assert page.errors() == []


def test_the_four_maps_in_both_states_and_themes(lab, open_notebook):
    notebook_file(lab.folder / "maps.ipynb", MAPS, SVGS)
    page = open_notebook("maps.ipynb")
    page.run_all()
    page.page.wait_for_function("([path, count]) => document.querySelectorAll(path).length === count", arg=[DRAWN, 8])
    assert page.cell(1).locator(".jp-RenderedSVG").count() == 4
    for theme in ("light", "dark"):
        page.theme(theme)
        page.wait_idle()
        assert page.screenshot(f"maps-{theme}", whole=True).stat().st_size > 50_000
    page.theme("light")
    assert page.errors() == []
    assert page.outside == []


def test_a_part_is_chosen_by_mouse_by_keys_and_from_the_list(lab, open_notebook):
    notebook_file(lab.folder / "view.ipynb", VIEW, FOLDED)
    page = open_notebook("view.ipynb")
    page.run_all()
    view = page.cell(0).locator(".azs-map")
    facts = view.locator(".azs-map-facts")
    facts.get_by_text("Up to 1,000 VMs").wait_for()

    view.locator('[data-node="vertical-scaling"]').click()
    facts.get_by_text("a resize, which restarts the VM").wait_for()
    assert view.locator("select").input_value() == "vertical-scaling"
    assert view.locator('[aria-pressed="true"]').get_attribute("data-node") == "vertical-scaling"

    page.page.keyboard.press("ArrowRight")
    facts.get_by_text("The only direction autoscale knows").or_(facts.get_by_text("Profiles for a day")).wait_for()
    page.page.keyboard.press("End")
    facts.get_by_text("Separate sites of a region").wait_for()
    assert view.locator('[tabindex="0"][data-node]').count() == 1

    view.locator("select").focus()
    view.locator("select").select_option("health-probes")
    facts.get_by_text("Autoscale reads metrics and the clock").wait_for()

    page.theme("dark")
    page.screenshot("map-view-dark")
    page.theme("light")
    page.screenshot("map-view")
    assert page.axe() == []
    assert page.errors() == []
    assert page.outside == []


def test_a_folded_node_shows_all_it_stands_for(lab, open_notebook):
    notebook_file(lab.folder / "folded.ipynb", VIEW, FOLDED)
    page = open_notebook("folded.ipynb")
    page.run_all()
    view = page.cell(1).locator(".azs-map")
    view.locator('[data-node="web/0"]').click()
    view.get_by_role("button", name="Show all 10").last.click()
    view.locator('[data-node="web/27"]').wait_for()
    assert view.locator('[data-node="web/4"]').count() == 0
    page.screenshot("map-view-unfolded")
    assert page.errors() == []
