"""The maintenance lab in JupyterLab, as a learner uses it: predict, mend, read each view, with keys."""

import pytest

from azstudy import labs

OPEN = "from azstudy import labs\nlabs.maintenance(predict=False)"
PREDICT = "from azstudy import labs\nlabs.maintenance()"
TABS = ("The night", "What is left", "Not patched", "Findings", "Windows")


def until_patched(page, result):
    total = len(result.design.machines)
    patched = total - len(result.run.not_patched)
    page.page.wait_for_selector(f".azs-summary strong:text-is('{patched} of {total}')")


def test_mending_one_after_the_other_patches_all_twelve(open_lab):
    page = open_lab("maintenance-live", OPEN)
    until_patched(page, labs.maintenance_result())
    page.page.wait_for_selector("text=Below the need: portal: 0 left, 1 needed.")
    settings = {}
    for name, words in (
        ("modes_fixed", "Every VM in the mode that obeys a schedule"),
        ("all_on", "Every VM is switched on"),
        ("tags_fixed", "Every tag is spelt right"),
    ):
        page.page.get_by_label(words).check()
        settings[name] = True
        until_patched(page, labs.maintenance_result(**settings))
    page.page.get_by_label("Length, slider").focus()
    for _ in range(3):
        page.page.keyboard.press("ArrowRight")
    until_patched(page, labs.maintenance_result(**settings, minutes=160))
    page.page.get_by_label("Two windows: the second half of each workload later").check()
    page.page.wait_for_selector("text=Every workload keeps as many machines as it needs.")
    page.page.get_by_label("On the clock of", exact=True).select_option(label="Singapore")
    page.page.wait_for_selector("text=the clock of Singapore Standard Time")
    assert page.errors() == []
    assert page.outside == []


def test_a_prediction_is_typed_from_the_table_of_machines(open_lab):
    page = open_lab("maintenance-predict", PREDICT)
    assert page.missing("The results are covered", "rota2", "sundays", cell=0) == []
    assert "8 of 12" not in page.outputs(0)
    page.page.get_by_label("Your prediction").fill("12 10 8 7")
    page.page.get_by_role("button", name="Commit my prediction").click()
    page.page.wait_for_selector("text=The model says")
    assert page.missing("each for a reason of its own", "8 of 12", cell=0) == []
    assert page.errors() == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_serious_is_wrong_for_people_with_disabilities(open_lab, theme):
    page = open_lab(f"maintenance-axe-{theme}", PREDICT)
    page.theme(theme)
    page.screenshot(f"maintenance-{theme}-before", whole=True)
    assert page.axe() == []
    page.page.get_by_label("Your prediction").fill("3 4 8 10")
    page.page.get_by_role("button", name="Commit my prediction").click()
    page.page.wait_for_selector("text=The model says")
    for name in TABS:
        page.page.locator(".azs-results .azs-tabs .azs-option", has_text=name).click()
        page.wait_idle()
        page.screenshot(f"maintenance-{theme}-{name.lower().replace(' ', '-')}", whole=True)
        assert (name, page.axe()) == (name, [])
    page.page.locator(".azs-guide .azs-option", has_text="Missions").click()
    page.page.wait_for_selector("text=Saltmarsh wants all twelve")
    assert page.axe() == []
    assert page.console_errors == []
