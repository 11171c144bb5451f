"""Words can be read on every fill, and lines on a light and a dark page (contrast as WCAG 2.2 counts it)."""

import pytest

from azstudy.topology import look
from azstudy.topology.graph import Severity

PAGES = {"light": "#ffffff", "dark": "#111111"}


def luminance(colour):
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one, other):
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("kind", [*look.known_kinds(), "something new"])
def test_words_on_a_box(kind):
    style = look.look(kind)
    assert contrast(style.ink, style.fill) >= 4.5
    assert contrast(look.QUIET_INK if style.ink == look.INK else style.ink, style.fill) >= 4.5


@pytest.mark.parametrize("severity", Severity)
def test_words_of_a_badge(severity):
    style = look.badge_look(severity)
    assert contrast(style.ink, style.fill) >= 4.5
    assert contrast("#ffffff", style.ink) >= 4.5, "the title of a painted group"


@pytest.mark.parametrize("page", PAGES)
def test_lines_on_a_page(page):
    assert contrast(look.LINE_COLOUR, PAGES[page]) >= 3
    assert contrast(look.LINE_COLOUR, look.PAPER) >= 3
    assert min(contrast(look.INK, look.CHIP_FILL), contrast(look.INK, look.PAPER)) >= 4.5


@pytest.mark.parametrize("kind", ["region", "network", "zone", "availability-set", "scale-set", "gallery", "new"])
def test_titles_of_groups(kind):
    assert contrast("#ffffff", look.group_colour(kind)) >= 4.5
