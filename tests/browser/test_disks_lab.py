"""The disks lab in JupyterLab, as a learner uses it: predict, change, read each view, with keys and without a mouse."""

import pytest

from azstudy import labs

OPEN = "from azstudy import labs\nlabs.disks(predict=False)"
PREDICT = "from azstudy import labs\nlabs.disks()"
TABS = ("Served", "Credits", "Limits", "What would help?", "Cheapest disks")


def show_tab(page, name):
    page.page.locator(".azs-results .azs-tabs .azs-option", has_text=name).click()
    page.wait_idle()
    page.page.wait_for_timeout(400)


def until_served(page, share):
    page.page.wait_for_selector(f".azs-summary strong:text-is('{share:.1%}')")


def test_controls_change_what_is_served(open_lab):
    page = open_lab("disks-live", OPEN)
    until_served(page, labs.disks_result().io.served_share)
    page.page.get_by_label("VM size", exact=True).select_option(label="D8s_v5, 8 vCPUs")
    until_served(page, 1)
    page.page.get_by_label("Kind of disk", exact=True).select_option(label="P20, Premium SSD, 512 GiB")
    until_served(page, labs.disks_result(size="D8s_v5", disk="P20").io.served_share)
    slider = page.page.get_by_label("How many, striped, slider")
    slider.focus()
    page.page.keyboard.press("ArrowRight")
    until_served(page, labs.disks_result(size="D8s_v5", disk="P20", count=3).io.served_share)
    page.page.get_by_label("Kind of disk", exact=True).select_option(label="Premium SSD v2, set below")
    page.page.get_by_label("read only", exact=True).check()
    page.page.wait_for_selector("text=Azure would refuse this.")
    assert page.missing("no host caching", cell=0) == []
    page.page.get_by_label("none", exact=True).check()
    until_served(page, 1)
    assert page.errors() == []
    assert page.outside == []


def test_a_prediction_uncovers_the_limits(open_lab):
    page = open_lab("disks-predict", PREDICT)
    assert page.missing("The results are covered", cell=0) == []
    assert "465.26" not in page.outputs(0)
    page.page.get_by_label("Faster disks: one P60 (16,000 IOPS)").check()
    page.page.get_by_role("button", name="Commit my prediction").click()
    page.page.wait_for_selector("text=The model says")
    page.page.wait_for_selector("text=Minutes it held back")
    said = page.outputs(0)
    assert "A bigger VM: D8s_v5" in said
    assert "D4s_v5 lets 6,400 uncached IOPS through for good" in said
    page.page.get_by_role("button", name="…with one P60?").click()
    page.page.wait_for_selector("text=disk data1 (P60), IOPS")
    assert page.errors() == []


@pytest.mark.parametrize(("theme", "tabs"), [("light", (*TABS, "Code and state")), ("dark", TABS[:2])])
def test_nothing_serious_is_wrong_for_people_with_disabilities(open_lab, theme, tabs):
    page = open_lab(f"disks-axe-{theme}", OPEN)
    page.theme(theme)
    for name in tabs:
        show_tab(page, name)
        assert (name, page.axe()) == (name, [])
        page.screenshot(f"disks-{theme}-{name.lower().strip('?').replace(' ', '-')}", whole=True)
    page.page.locator(".azs-guide .azs-option", has_text="Missions").click()
    page.page.wait_for_selector("text=moves its file server")
    for summary in page.page.locator(".azs-needs summary").all()[2:]:
        summary.click()
    page.screenshot(f"disks-missions-{theme}", whole=True)
    assert page.axe() == []
    assert page.console_errors == []


def test_figures_fit_beside_the_controls_at_any_width(open_lab):
    page = open_lab("disks-narrow", OPEN)
    for width in (1500, 800):
        page.page.set_viewport_size({"width": width, "height": 1600})
        for name in TABS[:2]:
            show_tab(page, name)
            page.page.wait_for_function(
                """() => {
                  const find = name => document.querySelector(name).getBoundingClientRect();
                  return find('.js-plotly-plot .main-svg').width <= find('.azs-results').width + 1;
                }"""
            )
    assert page.errors() == []
    assert page.outside == []
