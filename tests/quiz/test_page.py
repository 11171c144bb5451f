"""The quiz page in a real browser, its script joined to the real widget in Python, without JupyterLab."""

import importlib.util
import os
import warnings

import pytest
from browser import lab as harness

from azstudy.quiz import practice

PAGE = """<!doctype html><html lang="en"><title>quiz</title><style>{css}</style>
<main><h1>Quiz</h1><div id="quiz"></div></main>
<script type="module">
{js}
let view = await window.kernel(null);
let changed = () => {{}};
const model = {{
  get: () => view,
  on: (_, handler) => {{ changed = handler; }},
  off: () => {{}},
  send: async (message) => {{ view = await window.kernel(message); changed(); window.turns += 1; }},
}};
window.turns = 0;
window.page.render({{ model, el: document.getElementById("quiz") }});
window.ready = true;
</script></html>"""


def missing():
    if importlib.util.find_spec("playwright") is None:
        return "the package playwright is not installed (uv run --group browser pytest)"
    return "" if harness.find_chromium() else "no Chromium was found"


@pytest.fixture(scope="module")
def chromium():
    reason = missing()
    if reason and os.environ.get("AZSTUDY_REQUIRE_BROWSER") == "1":
        pytest.fail(f"AZSTUDY_REQUIRE_BROWSER=1, but {reason}.", pytrace=False)
    if reason:
        pytest.skip(f"No browser test: {reason}.")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        switches = ["--no-sandbox", *harness.SWITCHES]
        browser = playwright.chromium.launch(executable_path=harness.find_chromium(), args=switches)
        yield browser
        browser.close()


class Quiz:
    """A quiz on a page, used with keys alone."""

    def __init__(self, page, widget):
        self.page, self.widget = page, widget

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)

    def turn(self, *keys):
        """Press keys, the last of which makes the kernel answer."""
        before = self.page.evaluate("window.turns")
        self.press(*keys)
        self.page.wait_for_function(f"window.turns > {before}")

    def focused(self):
        return self.page.evaluate("document.activeElement.dataset.focus")

    def tab_to(self, name):
        for _ in range(20):
            if self.focused() == name:
                return
            self.press("Tab")
        raise AssertionError(f"Tab never reached {name}; it stands on {self.focused()}.")

    def checked(self):
        return self.page.evaluate("[...document.querySelectorAll('.azq input:checked')].map(one => one.dataset.focus)")

    def text(self, selector=".azq"):
        return self.page.inner_text(selector)


@pytest.fixture
def quiz(chromium, bank):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        widget = practice("03", bank=bank)

    def kernel(message):
        if message is not None:
            widget._handle_custom_msg(message, [])
        return widget.view

    page = chromium.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.expose_function("kernel", kernel)
    script = widget._esm.replace("export default", "window.page =")
    page.set_content(PAGE.format(css=widget._css, js=script))
    page.wait_for_function("window.ready")
    yield Quiz(page, widget)
    assert [url for url in asked if not url.startswith(("about:", "data:"))] == []  # nothing leaves the page
    page.close()


def test_single_choice_with_keys_alone(quiz):
    quiz.tab_to("0-A")
    quiz.press("ArrowDown")
    assert quiz.checked() == ["0-B"]
    quiz.press("ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown")
    assert quiz.checked() == ["0-B"]  # arrows go round inside the group
    quiz.tab_to("sure-1")
    quiz.press("ArrowRight")
    quiz.tab_to("check")
    quiz.turn("Enter")
    assert quiz.focused() == "said"
    assert quiz.text(".azq-said") == "Right"
    for letter in "ABCD":
        assert f"Reason {letter} of 1." in quiz.text()
    assert "✓ right, your answer" in quiz.text()
    assert quiz.widget.sitting.turn.sure == 2


def test_enter_on_an_option_checks_it(quiz):
    quiz.tab_to("0-A")
    quiz.press("Space")
    quiz.turn("Enter")
    assert quiz.text(".azq-said") == "Wrong"
    assert "✗ wrong, your answer" in quiz.text()


def test_multiple_choice_sent_back_keeps_what_was_ticked(quiz):
    quiz.tab_to("next")
    quiz.turn("Enter")
    assert quiz.focused() == "place"
    quiz.tab_to("0-A")
    quiz.press("Space")
    quiz.turn("Enter")
    assert "This question asks for 2 choices; you gave 1 (A)." in quiz.text(".azq-said")
    assert (quiz.checked(), quiz.focused()) == (["0-A"], "0-A")
    quiz.tab_to("0-C")
    quiz.press("Space")
    quiz.turn("Enter")
    assert quiz.text(".azq-said") == "Right (2 of 2 points)"


def test_a_number_and_enter(quiz):
    for _ in range(2):
        quiz.tab_to("next")
        quiz.turn("Enter")
    quiz.tab_to("0-number")
    quiz.page.keyboard.type("1,682")
    quiz.turn("Enter")
    assert quiz.text(".azq-said") == "Wrong"
    assert "That is a year." in quiz.text()


def test_a_hint_keeps_what_was_filled_in_and_the_focus(quiz):
    quiz.tab_to("0-A")
    quiz.press("ArrowDown")
    quiz.tab_to("hint")
    quiz.turn("Enter")
    assert "Think of the limits." in quiz.text(".azq-hints")
    assert "Think of the smaller one." not in quiz.text()
    assert (quiz.checked(), quiz.focused()) == (["0-B"], "hint")


def test_trying_again_starts_empty(quiz):
    quiz.tab_to("0-A")
    quiz.press("Space")
    quiz.turn("Enter")
    quiz.tab_to("again")
    quiz.turn("Enter")
    assert (quiz.checked(), quiz.focused(), quiz.text(".azq-said")) == ([], "place", "")


def test_the_last_page_leads_to_every_question(quiz):
    for _ in range(12):
        quiz.tab_to("next")
        quiz.turn("Enter")
    assert quiz.text("h3") == "Summary"
    assert quiz.text("tbody tr:nth-child(7)").split("\t")[0] == "disks-07"
    quiz.tab_to("disks-07")
    quiz.turn("Enter")
    assert quiz.text("h3") == "Question 7 of 12"


def test_every_control_has_a_name_and_the_news_is_spoken(quiz):
    snapshot = quiz.page.evaluate("""() => [...document.querySelectorAll('.azq input')].map(
        input => [...input.labels].map(label => label.innerText.replace(/\\s+/g, ' ').trim()).join())""")
    assert snapshot == [*(f"{key}. Option {key} of 1" for key in "ABCD"), "guess", "fairly sure", "certain"]
    assert quiz.page.get_by_role("group", name="Choose 1.").count() == 1
    assert quiz.page.get_by_role("status").count() == 1
    assert quiz.page.get_by_role("region", name="Quiz 03: Disks").count() == 1


def test_what_keeps_jupyterlab_from_taking_keys(quiz):
    quiz.tab_to("0-A")
    shielded = "document.activeElement.hasAttribute('data-lm-suppress-shortcuts')"
    assert quiz.page.evaluate(shielded)
    quiz.page.keyboard.down("Control")
    assert not quiz.page.evaluate(shielded)  # Ctrl+S still saves
    quiz.page.keyboard.up("Control")
    assert quiz.page.evaluate(shielded)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(quiz, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is in the browser group")
    if scheme == "dark":
        quiz.page.add_style_tag(content="body { background: #111; color: #fff }")

    def serious():
        found = axe.Axe().run(quiz.page).response["violations"]
        return [(one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in ("serious", "critical")]

    assert serious() == []
    quiz.tab_to("hint")
    quiz.turn("Enter")
    quiz.tab_to("0-A")
    quiz.press("Space")
    quiz.turn("Enter")
    assert serious() == []
    quiz.tab_to("next")
    quiz.turn("Enter")
    assert serious() == []
