"""The autoscale lab in JupyterLab, as a learner uses it: predict, move, open the log, compare, with keys alone."""

import statistics
import time

import pytest

from azstudy import labs

OPEN = "from azstudy import labs\nlabs.autoscale(predict=False)"
PREDICT = "from azstudy import labs\nlabs.autoscale()"
TABS = ("Instances and load", "CPU and service", "Log", "Cost", "Settings compared")
SHOWN = "() => document.querySelector('.js-plotly-plot')?.data?.filter(t => t.visible !== false).map(t => t.name)"


def press(page, *keys):
    for key in keys:
        page.page.keyboard.press(key)


def show_tab(page, name):
    page.page.locator(".azs-results .azs-tabs .azs-option", has_text=name).click()
    page.wait_idle()
    page.page.wait_for_timeout(500)


def fact(page, name):
    return page.page.locator(".azs-facts div", has_text=name).locator("dd").first.inner_text()


def until_fact(page, name, value):
    page.page.wait_for_function(
        """([name, value]) => [...document.querySelectorAll('.azs-facts div')]
             .some(d => d.innerText.includes(name) && d.querySelector('dd').innerText === value)""",
        arg=[name, value],
    )


def test_sliders_change_instances_and_the_chart(open_lab):
    page = open_lab("autoscale-live", OPEN)
    until_fact(page, "Most instances", str(labs.autoscale_result().peak_instances))
    names = page.page.evaluate(SHOWN)
    assert names[-1] == "instances (capacity)"
    assert len(names) == 5
    page.page.get_by_label("CPU above", exact=True).first.fill("90")
    until_fact(page, "Most instances", str(labs.autoscale_result(out_above=90).peak_instances))
    page.page.wait_for_function(
        "top => Math.max(...document.querySelector('.js-plotly-plot').data[4].y) === top",
        arg=labs.autoscale_result(out_above=90).peak_instances,
    )
    page.page.get_by_label("Load", exact=True).select_option(label="Real: requests at a load balancer")
    expected = labs.autoscale_result(out_above=90, load="elb")
    until_fact(page, "Autoscale acted", f"{len(expected.actions)} times")
    page.page.get_by_label("Minimum", exact=True).fill("20")
    page.page.wait_for_selector("text=its minimum of 20 is above")
    page.page.get_by_label("Minimum", exact=True).fill("3")
    until_fact(
        page, "Autoscale acted", f"{len(labs.autoscale_result(out_above=90, load='elb', minimum=3).actions)} times"
    )
    assert page.errors() == []
    assert page.outside == []


def test_a_slider_is_quick(open_lab):
    page = open_lab("autoscale-quick", OPEN)
    slider = page.page.get_by_label("CPU above, slider").first
    slider.focus()
    waits = []
    for key in ("ArrowLeft", "ArrowRight") * 5:
        before = page.page.evaluate("() => document.querySelector('.js-plotly-plot').data[4].x.join()")
        start = time.perf_counter()
        press(page, key)
        page.page.wait_for_function(
            "before => document.querySelector('.js-plotly-plot').data[4].x.join() !== before", arg=before, polling=10
        )
        waits.append(time.perf_counter() - start)
    assert statistics.median(waits) < 2
    print(f"slider to chart: median {statistics.median(waits):.3f} s, most {max(waits):.3f} s")


def test_a_prediction_and_the_log_with_keys_alone(open_lab):
    page = open_lab("autoscale-keys", PREDICT)
    assert page.missing("The results are covered", cell=0) == []
    page.page.get_by_label("Your prediction", exact=True).fill("45")
    press(page, "Tab")
    page.page.get_by_role("button", name="Commit my prediction").click()
    page.page.wait_for_selector("text=The model says")
    said = page.outputs(0)
    assert "60 x 2 / 3 = 40 %" in said
    assert "below the threshold means scale in" in said
    page.screenshot("autoscale-predict", whole=True)
    show_tab(page, "Log")
    cells = page.page.locator(".jp-Cell").count()
    first = page.page.locator(".azs-log summary").first
    first.focus()
    press(page, "Enter")
    page.page.wait_for_selector(".azs-log details[open]")
    assert "MetricFailure" in page.page.locator(".azs-log details[open]").first.inner_text()
    held = page.page.locator(".azs-log summary", has_text="scale in skipped").first
    held.click()
    assert "45 is true" in held.locator("..").inner_text()
    assert page.page.locator(".jp-Cell").count() == cells
    assert page.errors() == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_serious_is_wrong_for_people_with_disabilities(open_lab, theme):
    page = open_lab(f"autoscale-axe-{theme}", OPEN)
    page.theme(theme)
    for name in (*TABS, "Code and state"):
        show_tab(page, name)
        page.screenshot(f"autoscale-{name.split()[0].lower()}-{theme}", whole=True)
        assert (name, page.axe()) == (name, [])
    page.page.locator(".azs-guide .azs-option", has_text="Missions").click()
    page.page.wait_for_selector("text=Since security agents")
    for summary in page.page.locator(".azs-needs summary").all()[1:]:
        if not summary.evaluate("e => e.parentElement.open"):
            summary.click()
    page.screenshot(f"autoscale-missions-{theme}", whole=True)
    assert page.axe() == []
    assert page.console_errors == []
    assert page.outside == []
