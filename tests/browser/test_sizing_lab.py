"""The sizing lab in JupyterLab, as a learner uses it: predict, move, read, reach everything with keys alone."""

import pytest

from azstudy import labs

OPEN = "from azstudy import labs\nlabs.sizing(predict=False, vcpus=4, memory_gib=16)"
PREDICT = "from azstudy import labs\nlabs.sizing()"
TABS = ("Offers", "Near misses", "Cost against capability", "Hours and terms", "Regions", "Where prices come from")


def shown(page):
    """The sizes in the table of offers, top to bottom."""
    cells = page.page.locator(".azs-words tbody th").all_inner_texts()
    return [cell.splitlines()[0] for cell in cells]


def expected(**needs):
    return [offer.size.removeprefix("Standard_") for offer in labs.sizing_result(**needs).offers]


def until_shown(page, sizes):
    page.page.wait_for_function(
        """sizes => JSON.stringify([...document.querySelectorAll('.azs-words tbody th')]
             .map(cell => cell.firstChild.textContent)) === JSON.stringify(sizes)""",
        arg=sizes,
    )


def press(page, *keys):
    for key in keys:
        page.page.keyboard.press(key)


def focused(page):
    return page.page.evaluate("() => document.activeElement.getAttribute('aria-label') ?? document.activeElement.id")


def show_tab(page, name):
    page.page.locator(".azs-results .azs-tabs .azs-option", has_text=name).click()
    page.wait_idle()
    page.page.wait_for_timeout(400)


def test_sliders_and_boxes_change_offers_to_what_find_sizes_returns(open_lab):
    page = open_lab("sizing-live", OPEN)
    until_shown(page, expected(vcpus=4, memory_gib=16))
    slider = page.page.get_by_label("vCPUs, slider")
    slider.focus()
    press(page, "ArrowRight", "ArrowRight")
    until_shown(page, expected(vcpus=8, memory_gib=16))
    box = page.page.get_by_label("Memory", exact=True)
    box.fill("100")
    until_shown(page, expected(vcpus=8, memory_gib=100))
    page.page.get_by_label("Region", exact=True).select_option(label="Sweden Central")
    page.page.get_by_label("Windows", exact=True).check()
    until_shown(page, expected(vcpus=8, memory_gib=100, regions="swedencentral", os="windows"))
    bars = page.page.locator(".js-plotly-plot .bartext").all_text_contents()
    best = labs.sizing_result(vcpus=8, memory_gib=100, regions="swedencentral", os="windows").best
    assert f"{best.usd_per_month:,.2f}" in bars
    rejected = labs.sizing_result(vcpus=8, memory_gib=100, regions="swedencentral", os="windows").rejected_count
    page.page.wait_for_selector(f"text=any reason: {rejected:,}", state="attached")
    box.fill("2000000")
    page.page.wait_for_selector("text=allowed: a number from 0.5 to 1e+06 GiB")
    assert box.get_attribute("aria-invalid") == "true"
    box.fill("64")
    until_shown(page, expected(vcpus=8, memory_gib=64, regions="swedencentral", os="windows"))
    assert box.get_attribute("aria-invalid") == "false"
    assert page.errors() == []
    assert page.outside == []


def test_a_prediction_is_made_with_keys_alone_and_uncovers_the_results(open_lab):
    page = open_lab("sizing-keys", PREDICT)
    assert page.missing("The results are covered", cell=0) == []
    assert "Cheapest that fits" not in page.outputs(0)
    cells = page.page.locator(".jp-Cell").count()
    page.page.get_by_role("radio", name="1. Predict").focus()
    press(page, "Tab")
    assert focused(page) == "Your prediction, slider"
    press(page, "ArrowRight", "ArrowRight")
    press(page, "Tab")
    page.page.keyboard.type("20")
    press(page, "Tab", "ArrowRight", "Tab")
    assert page.page.evaluate("() => document.activeElement.textContent") == "Commit my prediction"
    press(page, "Enter")
    page.page.wait_for_selector("text=The model says")
    page.page.wait_for_selector("text=Cheapest that fits")
    said = page.outputs(0)
    assert "20 % less" in said, said[:700]
    assert "Sure, but not so" in said
    until_shown(page, expected(vcpus=4, memory_gib=16, architecture="x64", os="windows"))
    assert page.page.locator(".jp-Cell").count() == cells
    assert page.errors() == []


def test_every_control_can_be_reached_with_tab_and_has_a_name(open_lab):
    page = open_lab("sizing-tab", OPEN)
    for summary in page.page.locator(".azs-needs summary").all()[1:]:
        summary.click()
    page.page.locator(".azs-needs summary").first.focus()
    reached = set()
    for _ in range(60):
        press(page, "Tab")
        if not page.page.evaluate("() => Boolean(document.activeElement.closest('.azs-needs'))"):
            break
        reached.add(
            page.page.evaluate(
                "() => document.activeElement.name || document.activeElement.id || document.activeElement.ariaLabel"
            )
        )
        outline = page.page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none"
    names = page.page.evaluate(
        """() => [...document.querySelectorAll('.azs-needs :is(input, select)')]
             .map(e => e.name || e.id || e.ariaLabel)"""
    )
    assert reached >= set(names)
    controls = page.page.locator(".azs-needs :is(input, select)").all()
    assert all(control.evaluate("e => Boolean(e.ariaLabel || e.labels.length)") for control in controls)


@pytest.mark.parametrize(("theme", "tabs"), [("light", (*TABS, "Code and state")), ("dark", ())])
def test_nothing_serious_is_wrong_for_people_with_disabilities(open_lab, theme, tabs):
    page = open_lab(f"sizing-axe-{theme}", PREDICT)
    page.theme(theme)
    assert page.axe() == []
    page.page.get_by_label("Your prediction", exact=True).fill("20")
    press(page, "Tab")
    page.page.get_by_role("button", name="Commit my prediction").click()
    page.page.wait_for_selector("text=The model says")
    page.page.wait_for_timeout(1500)
    page.screenshot(f"sizing-{theme}", whole=True)
    assert page.axe() == []
    for name in tabs:
        show_tab(page, name)
        assert (name, page.axe()) == (name, [])
    page.page.locator(".azs-guide .azs-option", has_text="Missions").click()
    page.page.wait_for_selector("text=A student wants a Linux machine")
    for summary in page.page.locator(".azs-needs summary").all()[1:]:
        summary.click()
    page.screenshot(f"sizing-missions-{theme}", whole=True)
    assert page.axe() == []
    assert page.console_errors == []


def until_the_chart_fits(page):
    page.page.wait_for_function(
        """() => {
          const [plot, room] = ['.js-plotly-plot .main-svg', '.azs-results'].map(s => document.querySelector(s));
          return plot.getBoundingClientRect().width <= room.getBoundingClientRect().width + 1;
        }"""
    )


def test_needs_stand_beside_results_and_the_chart_fits_at_any_width(open_lab):
    page = open_lab("sizing-narrow", OPEN)
    needs, results = page.page.locator(".azs-needs"), page.page.locator(".azs-results")
    for name in (*TABS, "Offers"):
        show_tab(page, name)
        until_the_chart_fits(page)
    left, right = needs.bounding_box(), results.bounding_box()
    assert right["x"] >= left["x"] + left["width"]
    page.page.set_viewport_size({"width": 800, "height": 1600})
    until_the_chart_fits(page)
    above, below = needs.bounding_box(), results.bounding_box()
    assert below["y"] >= above["y"] + above["height"]
    assert page.errors() == []
    assert page.outside == []
