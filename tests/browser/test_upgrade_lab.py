"""The upgrade lab in JupyterLab, as a learner uses it: predict, change, step through the batches, with keys."""

import pytest

from azstudy import labs

OPEN = "from azstudy import labs\nlabs.upgrade(predict=False)"
PREDICT = "from azstudy import labs\nlabs.upgrade()"
TABS = ("Instances", "Capacity and load", "Batches", "Repairs", "Code and state")


def show_tab(page, name):
    page.page.locator(".azs-results .azs-tabs .azs-option", has_text=name).click()
    page.wait_idle()
    page.page.wait_for_timeout(400)


def until_status(page, status):
    page.page.wait_for_selector(f".azs-summary strong:text-is('{status}')")


def choose(page, label, words):
    page.page.get_by_label(label, exact=True).select_option(label=words)


def cells(page, caption):
    """The rows of the results' table whose caption contains these words."""
    return page.page.evaluate(
        """words => [...document.querySelectorAll('.azs-results table')]
             .filter(table => table.caption.textContent.includes(words) && table.offsetParent)
             .flatMap(table => [...table.querySelectorAll('tbody tr')])
             .map(row => [...row.cells].map(cell => cell.textContent))""",
        caption,
    )


def test_controls_decide_who_breaks_and_who_comes_back(open_lab):
    page = open_lab("upgrade-live", OPEN)
    until_status(page, "stopped")
    assert cells(page, "at the end") == [["no zone", "10", "0, 1", "0, 1", "–", "–"]]
    page.page.get_by_label("Uniform", exact=True).check()
    page.page.wait_for_selector("text=the others keep version 0")
    page.page.get_by_text("More about batches", exact=True).click()
    page.page.get_by_label("Roll failed instances back", exact=True).check()
    until_status(page, "rolled back")
    choose(page, "The new version", "a good one")
    until_status(page, "completed")
    show_tab(page, "Batches")
    made = labs.upgrade_result(version="good", orchestration="Uniform", rollback_on_breach=True).run
    assert len(cells(page, "The batches of the upgrade")) == len(made.batches) == 5
    slider = page.page.get_by_label("Batch, slider", exact=True)
    slider.focus()
    page.page.keyboard.press("ArrowLeft")
    page.page.wait_for_function(
        """() => [...document.querySelectorAll('.azs-results table')]
             .filter(table => table.caption.textContent.includes('The batches'))
             .some(table => table.tBodies[0].rows.length === 10)"""
    )
    assert page.errors() == []
    assert page.outside == []


def test_the_instances_can_be_seen_at_each_moment(open_lab):
    page = open_lab("upgrade-moments", OPEN)
    until_status(page, "stopped")
    moment = page.page.get_by_label("Show the instances at", exact=True)
    frames = labs.upgrade_result().run.frames
    assert moment.locator("option").count() == len(frames) + 1
    moment.select_option(index=1)
    page.page.wait_for_function(
        """() => [...document.querySelectorAll('.azs-results table')]
             .some(table => table.caption.textContent.includes('before the upgrade'))"""
    )
    assert cells(page, "before the upgrade") == [["no zone", "10", "–", "–", "–", "–"]]
    find = page.page.get_by_label("Look for", exact=True)
    find.fill("more than 20 %")
    find.press("Tab")
    page.page.wait_for_function("() => document.querySelectorAll('.azs-log p').length === 1")
    assert page.errors() == []


def test_a_prediction_is_made_with_keys_alone(open_lab):
    page = open_lab("upgrade-keys", PREDICT)
    assert page.missing("The results are covered", cell=0) == []
    assert "more than 20 %" not in page.outputs(0)
    page.page.get_by_label("Your prediction", exact=True).focus()
    page.page.keyboard.type("10")
    page.page.keyboard.press("Tab")
    page.page.keyboard.press("ArrowRight")
    page.page.keyboard.press("Tab")
    assert page.page.evaluate("() => document.activeElement.textContent") == "Commit my prediction"
    page.page.keyboard.press("Enter")
    page.page.wait_for_selector("text=The model says")
    said = page.outputs(0)
    assert "Yours was close to it." in said
    assert "Sure, but not so" in said
    until_status(page, "stopped")
    assert page.errors() == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_serious_is_wrong_for_people_with_disabilities(open_lab, theme):
    page = open_lab(f"upgrade-axe-{theme}", "from azstudy import labs\nlabs.upgrade(zones=3, repair='Replace')")
    page.theme(theme)
    until_status(page, "stopped")
    page.page.wait_for_timeout(1000)
    for name in TABS:
        show_tab(page, name)
        page.screenshot(f"upgrade-{theme}-{name.split()[0].lower()}", whole=True)
        assert (name, page.axe()) == (name, [])
    page.page.locator(".azs-guide .azs-option", has_text="Missions").click()
    page.page.wait_for_selector("text=Pinewood Tickets publishes")
    page.screenshot(f"upgrade-missions-{theme}", whole=True)
    assert page.axe() == []
    assert page.console_errors == []
