"""The protection lab in JupyterLab, as a learner uses it: predict, change, read each view, with keys."""

import pytest

from azstudy import labs

OPEN = "from azstudy import labs\nlabs.protection(predict=False)"
PREDICT = "from azstudy import labs\nlabs.protection()"
TABS = ("Recovery points", "What can I restore?", "Storage and cost", "My grid", "RPO and RTO")


def until_points(page, result):
    page.page.wait_for_selector(f".azs-summary strong:text-is('{len(result.points)}')")


def test_controls_change_what_exists(open_lab):
    page = open_lab("protection-live", OPEN)
    until_points(page, labs.protection_result())
    page.page.get_by_label("Daily points stay, slider").focus()
    page.page.keyboard.press("ArrowLeft")
    until_points(page, labs.protection_result(daily_days=90))
    page.page.get_by_label("Backups", exact=True).select_option(label="several a day")
    until_points(page, labs.protection_result(daily_days=90, frequency="Hourly"))
    page.page.get_by_label("Policy", exact=True).select_option(label="Standard")
    page.page.wait_for_selector("text=This cannot be done.")
    assert page.missing("backs up once a day", cell=0) == []
    assert page.errors() == []
    assert page.outside == []


def test_a_prediction_uncovers_the_points(open_lab):
    page = open_lab("protection-predict", PREDICT)
    assert page.missing("The results are covered", cell=0) == []
    page.page.get_by_label("Your prediction", exact=True).fill("6")
    page.page.get_by_role("button", name="Commit my prediction").click()
    page.page.wait_for_selector("text=The model says")
    assert page.missing("reach the vault: the last of each day", cell=0) == []
    assert page.errors() == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_serious_is_wrong_for_people_with_disabilities(open_lab, theme):
    page = open_lab(f"protection-axe-{theme}", OPEN)
    page.theme(theme)
    for name in TABS:
        page.page.locator(".azs-results .azs-tabs .azs-option", has_text=name).click()
        page.wait_idle()
        page.page.wait_for_timeout(400)
        page.screenshot(f"protection-{theme}-{name.lower().strip('?').replace(' ', '-')}", whole=True)
        assert (name, page.axe()) == (name, [])
    page.page.locator(".azs-guide .azs-option", has_text="Missions").click()
    page.page.wait_for_selector("text=For each of the five threats")
    page.screenshot(f"protection-missions-{theme}", whole=True)
    assert page.axe() == []
    assert page.console_errors == []
