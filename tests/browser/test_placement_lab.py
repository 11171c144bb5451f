"""The placement lab in JupyterLab, as a learner uses it: predict, press the buttons, read, with keys alone."""

import pytest

from azstudy import labs

OPEN = "from azstudy import labs\nlabs.placement(predict=False, instances=9)"
PREDICT = "from azstudy import labs\nlabs.placement()"
TABS = ("Zones", "Steps", "Sets for a tier", "Code and state")


def until_zones(page, counts):
    """Wait until the table of zones has these numbers of instances."""
    page.page.wait_for_function(
        """counts => JSON.stringify([...document.querySelectorAll('.azs-results .azs-table')]
             .filter(table => table.caption.textContent.startsWith('After'))
             .flatMap(table => [...table.querySelectorAll('tbody tr td:nth-of-type(1)')])
             .map(cell => Number(cell.textContent))) === JSON.stringify(counts)""",
        arg=counts,
    )


def press(page, *keys):
    for key in keys:
        page.page.keyboard.press(key)


def click(page, name):
    page.page.get_by_role("button", name=name, exact=True).click()


def show_tab(page, name):
    page.page.locator(".azs-results .azs-tabs .azs-option", has_text=name).click()
    page.wait_idle()
    page.page.wait_for_timeout(400)


def test_buttons_do_what_the_simulation_does(open_lab):
    page = open_lab("placement-live", OPEN)
    until_zones(page, [3, 3, 3])
    click(page, "Lose zone")
    page.page.wait_for_selector("text=Zone 2 (down)")
    page.page.get_by_label("Scale to", exact=True).fill("12")
    click(page, "Scale")
    until_zones(page, [5, 3, 4])
    page.page.wait_for_selector("text=The zones are uneven")
    click(page, "Restore zone")
    page.page.wait_for_selector("text=none moves")
    until_zones(page, [5, 3, 4])
    page.page.get_by_label("Which instances", exact=True).fill("8, 11")
    page.page.get_by_label("Which instances", exact=True).press("Tab")
    click(page, "Protect")
    page.page.get_by_label("Scale to", exact=True).fill("9")
    click(page, "Scale")
    steps = "lose zone 2; scale to 12; restore zone 2; protect 8, 11; scale to 9"
    run = labs.placement_result(instances=9, steps=steps).run
    until_zones(page, list(run.per_zone.values()))
    assert page.page.get_by_label("Steps so far", exact=True).input_value() == steps
    click(page, "Undo")
    until_zones(page, [5, 3, 4])
    click(page, "Clear all")
    until_zones(page, [3, 3, 3])
    assert page.errors() == []
    assert page.outside == []


def test_what_azure_refuses_is_said_beside_the_lab(open_lab):
    page = open_lab("placement-refused", OPEN)
    text = page.page.get_by_label("Steps so far", exact=True)
    text.fill("loose zone 2")
    click(page, "Take these steps")
    page.page.wait_for_selector("text=Did you mean lose zone 2")
    text.fill("delete 77")
    click(page, "Take these steps")
    page.page.wait_for_selector("text=no instance 77")
    text.fill("scale to 10")
    click(page, "Take these steps")
    until_zones(page, [4, 3, 3])
    assert page.errors() == []


def test_a_prediction_is_made_with_keys_alone_and_uncovers_the_zones(open_lab):
    page = open_lab("placement-keys", PREDICT)
    assert page.missing("The results are covered", cell=0) == []
    assert "has the most instances" not in page.outputs(0)
    page.page.get_by_role("radio", name="1. Predict").focus()
    press(page, "Tab")
    page.page.keyboard.type("1 2 3")
    press(page, "Tab", "ArrowRight", "Tab")
    assert page.page.evaluate("() => document.activeElement.textContent") == "Commit my prediction"
    press(page, "Enter")
    page.page.wait_for_selector("text=The model says")
    said = page.outputs(0)
    assert "You chose it too." in said
    assert "Sure, but not so" in said
    until_zones(page, [1, 2, 2])
    assert page.errors() == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_serious_is_wrong_for_people_with_disabilities(open_lab, theme):
    page = open_lab(f"placement-axe-{theme}", PREDICT)
    page.theme(theme)
    assert page.axe() == []
    page.page.get_by_label("Your prediction").fill("2 3 1")
    click(page, "Commit my prediction")
    page.page.wait_for_selector("text=The model says")
    page.page.wait_for_timeout(1000)
    page.screenshot(f"placement-{theme}", whole=True)
    for name in TABS:
        show_tab(page, name)
        page.screenshot(f"placement-{theme}-{name.split()[0].lower()}", whole=True)
        assert (name, page.axe()) == (name, [])
    page.page.locator(".azs-guide .azs-option", has_text="Missions").click()
    page.page.wait_for_selector("text=Even the zones out")
    page.screenshot(f"placement-missions-{theme}", whole=True)
    assert page.axe() == []
    assert page.console_errors == []
