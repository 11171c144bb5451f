"""The availability lab in JupyterLab, as a learner uses it: predict, place, break, read, with keys alone."""

import pytest

from azstudy import labs

OPEN = "from azstudy import labs\nlabs.availability(predict=False, vms=9, needed=6, placement='zones2', drill='zone1')"
PREDICT = "from azstudy import labs\nlabs.availability()"
TABS = (
    "Capacity over time",
    "Drawing",
    "Disks and addresses",
    "The SLA it earns",
    "Cost of each nine",
    "Years of chance",
    "Code and state",
)


def until_left(page, words):
    """Wait until the summary says how many VMs are left."""
    page.page.wait_for_function(
        "words => document.querySelector('.azs-summary dd')?.textContent === words",
        arg=words,
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


def test_what_is_set_is_what_the_simulation_plays(open_lab):
    page = open_lab("availability-live", OPEN)
    until_left(page, "4 of 9 web VMs, 6 needed")
    page.page.get_by_label("What keeps them apart", exact=True).select_option(label="three zones")
    until_left(page, "6 of 9 web VMs, 6 needed")
    page.page.get_by_label("Web VMs", exact=True).fill("5")
    page.page.wait_for_selector("text=web has 5 machines; 6 cannot be needed")
    page.page.get_by_label("Web VMs", exact=True).fill("7")
    slider = page.page.get_by_label("Needed at once, slider")
    slider.focus()
    press(page, "ArrowRight")
    until_left(page, "4 of 7 web VMs, 7 needed")
    page.page.get_by_label("What happens", exact=True).select_option(label="planned maintenance")
    found = labs.availability_result(vms=7, needed=7, placement="zones3", drill="maintenance")
    until_left(page, f"{found.left} of 7 web VMs, 7 needed")
    page.page.wait_for_selector(f"text=too few web VMs for {found.run.below_min:g} min")
    assert page.errors() == []
    assert page.outside == []


def test_every_view_opens_and_says_what_failed(open_lab):
    page = open_lab("availability-views", OPEN)
    until_left(page, "4 of 9 web VMs, 6 needed")
    page.page.get_by_label("Database on VMs", exact=True).select_option(label="one VM")
    page.page.get_by_label("ZRS, three zones", exact=True).check()
    expected = {
        "Capacity over time": "✗ no",
        "Drawing": "▼ failed: its zone 1 is down",  # on the drawing itself
        "Disks and addresses": "detach it by force from db1",
        "The SLA it earns": "99.99 × 99.99 × 99.9 % = 99.8800 %",
        "Cost of each nine": "single VM, Premium SSD",
        "Years of chance": "made up to think with",
        "Code and state": "Python that gives this answer",
    }
    for tab in TABS:
        show_tab(page, tab)
        page.page.wait_for_function(
            "words => document.querySelector('.azs-words').textContent.includes(words)", arg=expected[tab]
        )
    assert page.errors() == []


def test_azure_refuses_a_zone_redundant_hard_disk(open_lab):
    page = open_lab("availability-refused", OPEN)
    page.page.get_by_label("Database on VMs", exact=True).select_option(label="one VM")
    page.page.get_by_label("All disks", exact=True).select_option(label="Standard HDD")
    page.page.get_by_label("ZRS, three zones", exact=True).check()
    page.page.wait_for_selector("text=Azure refuses this.")
    page.page.get_by_label("All disks", exact=True).select_option(label="Standard SSD")
    page.page.wait_for_selector("text=Azure refuses this.", state="detached")
    assert page.errors() == []


def test_a_prediction_is_made_with_keys_alone_and_uncovers_the_drill(open_lab):
    page = open_lab("availability-keys", PREDICT)
    assert page.missing("The results are covered", cell=0) == []
    assert "web VMs, 6 needed" not in page.outputs(0)
    page.page.get_by_role("radio", name="1. Predict").focus()
    answer = page.page.get_by_role("spinbutton", name="Your prediction")
    for _ in range(6):
        press(page, "Tab")
        if answer.evaluate("element => element === document.activeElement"):
            break
    page.page.keyboard.type("6")
    for _ in range(6):
        press(page, "Tab")
        if page.page.evaluate("() => document.activeElement.textContent") == "Commit my prediction":
            break
    press(page, "Enter")
    page.page.wait_for_selector("text=The model says")
    assert page.missing("one VM at a time", cell=0) == []
    until_left(page, "5 of 7 web VMs, 6 needed")
    assert page.errors() == []


def test_a_mission_is_solved_at_par(open_lab):
    page = open_lab("availability-mission", OPEN)
    page.page.get_by_role("radio", name="2. Missions").check()
    page.wait_idle()
    page.page.wait_for_selector("text=Larkspur Ferries")
    page.page.get_by_label("Web VMs", exact=True).fill("2")
    page.page.get_by_label("What keeps them apart", exact=True).select_option(label="two zones")
    page.page.get_by_label("All disks", exact=True).select_option(label="Standard HDD")
    page.page.wait_for_selector("text=Solved at par")
    assert page.errors() == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_serious_is_wrong_for_people_with_disabilities(open_lab, theme):
    page = open_lab(f"availability-axe-{theme}", OPEN)
    page.theme(theme)
    until_left(page, "4 of 9 web VMs, 6 needed")
    for tab in TABS:
        show_tab(page, tab)
        assert page.axe() == [], tab
