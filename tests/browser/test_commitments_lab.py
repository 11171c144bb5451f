"""The commitments lab in JupyterLab, as a learner uses it: predict with keys, move the mix, read every view."""

import pytest

from azstudy import labs

OPEN = "from azstudy import labs\nlabs.commitments(predict=False, base=2, peak=10, reserved_3y=4)"
PREDICT = "from azstudy import labs\nlabs.commitments()"
TABS = (
    "Your mix and the cheapest",
    "The week",
    "The n-th VM",
    "If the load is another",
    "Cash",
    "Prices and assumptions",
)


def press(page, *keys):
    for key in keys:
        page.page.keyboard.press(key)


def until_says(page, words):
    page.page.wait_for_function("words => document.querySelector('.azs-summary')?.innerText.includes(words)", arg=words)


def show_tab(page, name):
    page.page.locator(".azs-results .azs-tabs .azs-option", has_text=name).click()
    page.wait_idle()
    page.page.wait_for_timeout(400)


def monthly(**needs):
    result = labs.commitments_result(**needs)
    return f"{result.monthly(result.yours):,.2f} USD a month"


def test_sliders_change_the_bill_to_what_the_twin_returns(open_lab):
    page = open_lab("commitments-live", OPEN)
    until_says(page, monthly(reserved_3y=4))
    page.page.get_by_label("Reserved for three years, slider").focus()
    press(page, "ArrowRight", "ArrowRight")
    until_says(page, monthly(reserved_3y=6))
    until_says(page, "No other mix is cheaper for this load.")
    page.page.get_by_label("Savings plan", exact=True).fill("0.5")
    until_says(page, monthly(reserved_3y=6, plan_usd=0.5))
    until_says(page, "find no VM and are lost")
    page.page.get_by_label("Windows", exact=True).check()
    until_says(page, monthly(reserved_3y=6, plan_usd=0.5, os="windows"))
    page.page.get_by_label("Size", exact=True).select_option(label="D4s_v3")
    until_says(page, "Your 3-year reservation cannot be bought.")
    box = page.page.get_by_label("VMs in the busiest hour", exact=True)
    box.fill("1000")
    page.page.wait_for_selector("text=allowed: a whole number from 0 to 60")
    assert box.get_attribute("aria-invalid") == "true"
    assert page.errors() == []
    assert page.outside == []


def test_a_prediction_is_made_with_keys_alone(open_lab):
    page = open_lab("commitments-keys", PREDICT)
    assert page.missing("The results are covered", cell=0) == []
    assert "No commitment" not in page.outputs(0)
    page.page.get_by_role("radio", name="1. Predict").focus()
    press(page, "Tab", "Space")
    press(page, "Tab", "ArrowRight", "Tab")
    assert page.page.evaluate("() => document.activeElement.textContent") == "Commit my prediction"
    press(page, "Enter")
    page.page.wait_for_selector("text=The model says")
    said = page.outputs(0)
    assert "a big discount always wins" in said, said[:900]
    assert "fewer than the 270" in said
    assert page.errors() == []


@pytest.mark.parametrize(("theme", "tabs"), [("light", TABS), ("dark", (TABS[2], TABS[3], TABS[5]))])
def test_every_view_can_be_read_by_everyone(open_lab, theme, tabs):
    page = open_lab(f"commitments-axe-{theme}", OPEN)
    page.theme(theme)
    for name in tabs:
        show_tab(page, name)
        page.screenshot(f"commitments-{theme}-{name.split()[-1].lower()}", whole=True)
        assert (name, page.axe()) == (name, [])
    page.page.locator(".azs-guide .azs-option", has_text="Missions").click()
    page.page.wait_for_selector("text=print orders day and night")
    assert page.axe() == []
    assert page.console_errors == []
