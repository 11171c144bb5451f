"""The review lab in JupyterLab, as a learner uses it: see the findings, fix by form, predict, all with keys alone."""

import pytest

from azstudy import labs

OPEN = 'from azstudy import labs\nlabs.review(predict=False, example="sql")'


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_looks_right_and_axe_finds_nothing(open_lab, theme):
    page = open_lab(f"review-{theme}", OPEN)
    page.theme(theme)
    assert page.axe() == []
    page.screenshot(f"review-{theme}", whole=True)
    assert page.errors() == [] and page.outside == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_prediction_shows_the_design_and_hides_its_findings(open_lab, theme):
    page = open_lab(f"review-predict-{theme}", "from azstudy import labs\nlabs.review()")
    page.theme(theme)
    assert page.page.locator(".azs-exhibit svg").count() == 1
    assert not page.page.locator(".azs-tools").is_visible()
    assert "size-01" not in page.outputs()
    assert page.axe() == []
    page.screenshot(f"review-predict-{theme}", whole=True)


def findings(page):
    """What the table says, one entry a row: where, with the rule."""
    rows = page.page.locator(".azs-under tbody tr")
    return [[*row.locator("th").inner_text().splitlines()[1:], row.locator("code").inner_text()] for row in rows.all()]


def expected(**given):
    found = {}
    for finding in labs.review_result(**given).findings:
        found.setdefault((finding.rule_id, finding.what, finding.fix), []).append(finding.subject or "design")
    return [[*subjects, rule] for (rule, _, _), subjects in found.items()]


def until(page, condition, **given):
    page.page.wait_for_function(condition, **given)
    page.page.wait_for_timeout(500)


def test_the_table_is_what_the_twin_says_and_a_fix_takes_findings_away(open_lab):
    page = open_lab("review-fix", OPEN)
    assert findings(page) == expected(example="sql")
    page.page.get_by_label("What to fix").select_option(label="× sql1: Number of data disks")
    size = page.page.locator(".azs-tools").get_by_label("sql1: size", exact=True)
    size.wait_for()
    chosen = [words for words in size.locator("option").all_inner_texts() if words.startswith("E4s_v5:")]
    size.select_option(label=chosen[0])
    until(page, "() => document.querySelector('.azs-results').innerText.includes('gone: sql1: Number of data disks')")
    edits = "VirtualMachine:sql1.size=Standard_E4s_v5"
    assert findings(page) == expected(example="sql", edits=edits)
    assert "Gone: Number of data disks." in page.page.locator(".azs-tools").inner_text()
    assert page.axe() == []
    page.screenshot("review-fixed", whole=True)
    assert page.errors() == []


def test_keys_alone_reach_the_drawing_and_the_form_follows(open_lab):
    page = open_lab("review-keys", OPEN)
    part = page.page.locator(".azs-map [data-node][tabindex], .azs-map [data-group][tabindex]")
    page.page.locator(".azs-map [tabindex='0']").first.focus()
    for _ in range(part.count()):
        page.page.keyboard.press("ArrowUp")
    page.page.keyboard.press("End")
    page.wait_idle()
    last = page.page.evaluate("() => document.activeElement.getAttribute('aria-label')")
    name = last.split(",")[0]
    until(
        page,
        "name => { const s = document.querySelector('.azs-tools select');"
        " return s.options[s.selectedIndex].textContent.includes(name); }",
        arg={"archive": "archive"}.get(name, "data1"),
    )
    page.page.get_by_label("What to fix").focus()
    page.page.keyboard.press("Home")
    page.page.keyboard.press("Tab")
    page.page.keyboard.press("Enter")
    page.wait_idle()
    assert page.page.evaluate("() => document.activeElement.textContent") == "Next finding"
    words = page.page.locator(".azs-tools select").first.evaluate("s => s.options[s.selectedIndex].textContent")
    assert words.startswith("× sql1: Number of data disks")


def test_a_text_that_is_no_design_is_named_and_kept_and_mended(open_lab):
    page = open_lab("review-text", OPEN)
    page.page.get_by_text("Paste a design, or work as text").click()
    area = page.page.get_by_label("A design as JSON")
    area.fill('{"version": 9, "noun": {}}')
    page.page.get_by_role("button", name="Review this text").click()
    until(page, "() => document.querySelector('.azs-results').innerText.includes('This design cannot be read.')")
    assert "version: 9" in page.page.locator(".azs-results").inner_text()
    assert area.input_value() == '{"version": 9, "noun": {}}'
    assert page.errors() == []
    design = labs.review_result(example="six-disks").design
    area.fill(design.to_json())
    page.page.get_by_role("button", name="Review this text").click()
    until(page, "() => document.querySelector('.azs-under').innerText.includes('size-01')")
    assert findings(page) == expected(example="six-disks")


def test_a_prediction_is_committed_and_explained_with_keys_alone(open_lab):
    page = open_lab("review-commit", "from azstudy import labs\nlabs.review()")
    page.page.get_by_label("Make each disk 64 GiB").focus()
    page.page.keyboard.press("Space")
    for _ in range(3):
        page.page.keyboard.press("Tab")
        if page.page.evaluate("() => document.activeElement.textContent") == "Commit my prediction":
            break
    page.page.keyboard.press("Enter")
    page.page.wait_for_selector(".azs-outcome")
    page.wait_idle()
    assert "the limit is about capacity" in page.page.locator(".azs-outcome").inner_text()
    assert page.page.locator(".azs-map svg").is_visible()
    page.screenshot("review-outcome", whole=True)
