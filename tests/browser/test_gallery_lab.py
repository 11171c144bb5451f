"""The gallery lab in JupyterLab, as a learner uses it: predict, change, read each view, with keys."""

import pytest

from azstudy import labs

OPEN = "from azstudy import labs\nlabs.gallery(predict=False)"
PREDICT = "from azstudy import labs\nlabs.gallery()"
TABS = ("Copies", "Drawing", "The rush", "Enough replicas", "What latest means")


def show_tab(page, name):
    page.page.locator(".azs-results .azs-tabs .azs-option", has_text=name).click()
    page.wait_idle()
    page.page.wait_for_timeout(400)


def until_total(page, result):
    page.page.wait_for_selector(f".azs-summary strong:text-is('{result.total} in {len(result.regions)} regions')")


def test_controls_change_what_is_left(open_lab):
    page = open_lab("gallery-live", OPEN)
    until_total(page, labs.gallery_result())
    page.page.wait_for_selector("text=150 of 600 VMs find no free replica at first")
    slider = page.page.get_by_label("Replicas in each region, slider")
    slider.focus()
    page.page.keyboard.press("ArrowRight")
    until_total(page, labs.gallery_result(replicas=4))
    page.page.wait_for_selector("text=all 600 VMs are created at once")
    page.page.get_by_label("Made in", exact=True).select_option(label="Japan East")
    page.page.wait_for_selector("text=This cannot be done.")
    assert page.missing("is not among the target regions", cell=0) == []
    page.page.get_by_label("Made in", exact=True).select_option(label="North Europe")
    until_total(page, labs.gallery_result(replicas=4, source="northeurope"))
    assert page.errors() == []
    assert page.outside == []


def test_a_prediction_uncovers_what_latest_means(open_lab):
    page = open_lab("gallery-predict", PREDICT)
    assert page.missing("The results are covered", cell=0) == []
    page.page.get_by_label("2.0.0", exact=True).first.check()
    page.page.get_by_role("button", name="Commit my prediction").click()
    page.page.wait_for_selector("text=The model says")
    said = page.outputs(0)
    assert "In westeurope latest is 1.10.0" in said
    page.page.get_by_role("button", name="…asked in North Europe?").click()
    page.page.wait_for_selector("text=What latest means in North Europe: 2.0.0")
    assert page.errors() == []


@pytest.mark.parametrize(("theme", "tabs"), [("light", (*TABS, "Code and state")), ("dark", TABS)])
def test_nothing_serious_is_wrong_for_people_with_disabilities(open_lab, theme, tabs):
    page = open_lab(f"gallery-axe-{theme}", OPEN)
    page.theme(theme)
    for name in tabs:
        show_tab(page, name)
        page.screenshot(f"gallery-{theme}-{name.lower().replace(' ', '-')}", whole=True)
        assert (name, page.axe()) == (name, [])
    page.page.locator(".azs-guide .azs-option", has_text="Missions").click()
    page.page.wait_for_selector("text=has passed its tests")
    page.screenshot(f"gallery-missions-{theme}", whole=True)
    assert page.axe() == []
    assert page.console_errors == []


def test_figures_fit_beside_the_controls_at_any_width(open_lab):
    page = open_lab("gallery-narrow", OPEN)
    for width in (1500, 800):
        page.page.set_viewport_size({"width": width, "height": 1600})
        for name in (TABS[0], TABS[2]):
            show_tab(page, name)
            page.page.wait_for_function(
                """() => {
                  const find = name => document.querySelector(name).getBoundingClientRect();
                  return find('.js-plotly-plot .main-svg').width <= find('.azs-results').width + 1;
                }"""
            )
    assert page.errors() == []
    assert page.outside == []
