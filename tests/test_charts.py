"""House charts: plain values that plotly accepts, readable on light and dark, with words for those who do not see."""

import subprocess
import sys

import pytest

from azstudy import charts

BARS = [
    charts.Bar(label="B4as_v2", compute=126.29, licence=13.14),
    charts.Bar(label="D4s_v5", compute=167.9, licence=134.32, status="estimated", about="about it"),
]
POINTS = [
    charts.Point(label="a", x=10, y=2, front=True),
    charts.Point(label="b", x=2000, y=64),
    charts.Point(label="c", x=90, y=8, front=True),
]
LINES = [
    charts.Line(label="by the hour", x=(0, 730), y=(0, 168)),
    charts.Line(label="reserved", x=(0, 730), y=(99, 99), status="estimated"),
]


def every_chart():
    return [
        charts.price_bars(BARS, budget=200),
        charts.price_bars([]),
        charts.front(POINTS, x_title="USD", y_title="vCPUs"),
        charts.front([], x_title="USD", y_title="vCPUs"),
        charts.lines(LINES, x_title="hours", y_title="USD", marker_at=730, marker_words="your hours"),
        charts.blank(),
    ]


@pytest.mark.parametrize("at", range(6))
def test_plotly_accepts_every_chart(at):
    chart = every_chart()[at]
    figure = chart.figure()
    assert len(figure.data) == len(chart.traces)
    assert chart.says


def test_importing_charts_does_not_import_plotly():
    code = "import sys, azstudy.charts as c; c.price_bars([]); sys.exit('plotly' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("colour", charts.PALETTE.values())
@pytest.mark.parametrize("page", ["#ffffff", "#111111"])
def test_colours_stand_out_on_light_and_dark(colour, page):
    assert charts.contrast(colour, page) >= 3


def test_how_far_a_price_can_be_trusted_is_said_without_colour():
    chart = charts.price_bars(BARS)
    compute = chart.traces[0]
    assert compute["marker"]["pattern"]["shape"] == ["", "/"]
    assert [label[0] for label in compute["y"]] == ["●", "≈"]
    assert len(set(charts.PATTERNS.values())) == len(charts.PATTERNS) == len(set(charts.SYMBOLS.values()))


def test_bars_carry_totals_and_split_off_the_licence():
    compute, licence = charts.price_bars(BARS).traces
    assert compute["x"] == [126.29, 167.9]
    assert licence["x"] == [13.14, 134.32]
    assert licence["text"] == ["139.43", "302.22"]
    plain, none = charts.price_bars([charts.Bar(label="x", compute=5)]).traces
    assert plain["text"] == ["5.00"]
    assert none["x"] == [None]


def test_only_as_many_bars_as_there_are_rows():
    bars = [charts.Bar(label=str(n), compute=n) for n in range(1, 30)]
    assert len(charts.price_bars(bars, rows=12).traces[0]["x"]) == 12


def test_the_front_is_drawn_in_order_of_cost_and_everything_else_apart():
    cloud, steps = charts.front(POINTS, x_title="USD", y_title="vCPUs").traces
    assert steps["x"] == [10, 90]
    assert cloud["x"] == [2000]


def test_a_log_axis_names_its_ticks_in_full():
    chart = charts.front(POINTS, x_title="USD", y_title="vCPUs")
    assert "1,000" in chart.layout["xaxis"]["ticktext"]


def test_lines_differ_in_dash_as_well_as_colour():
    chart = charts.lines(LINES, x_title="h", y_title="USD")
    assert len({trace["line"]["dash"] for trace in chart.traces}) == 2
    assert chart.traces[1]["name"].startswith("≈")


def test_a_live_figure_shows_one_kind_after_another_and_ends_like_a_fresh_one():
    figure = charts.blank().widget()
    for chart in [*every_chart(), *reversed(every_chart())]:
        chart.update(figure)
        fresh = chart.figure()
        shown = [trace for trace in figure.data if trace.visible is not False]
        assert [trace.type for trace in shown] == [trace.type for trace in fresh.data]
        for one, other in zip(shown, fresh.data, strict=True):
            assert one.x == other.x
            assert one.y == other.y
            assert one.name == other.name
        assert figure.layout.meta == fresh.layout.meta
        assert figure.layout.xaxis.to_plotly_json() == fresh.layout.xaxis.to_plotly_json()
        assert figure.layout.yaxis.to_plotly_json() == fresh.layout.yaxis.to_plotly_json()
        assert len(figure.layout.shapes) == len(fresh.layout.shapes)


def test_fewer_lines_than_before_hides_the_rest():
    figure = charts.lines(LINES, x_title="h", y_title="USD").widget()
    charts.lines(LINES[:1], x_title="h", y_title="USD").update(figure)
    assert [trace.visible for trace in figure.data] == [True, False]
    charts.lines(LINES, x_title="h", y_title="USD").update(figure)
    assert [trace.visible for trace in figure.data] == [True, True]
