"""Every rule about extensions: legal, illegal, and the boundary between them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from legality import ILLEGAL, LEGAL, of_modules, uncovered, verdict, vm

from azstudy.model.scaleset import ScaleSet
from azstudy.model.vm import Extension
from azstudy.rules import all_rules


def fleet(*extensions, **fields):
    return [ScaleSet("web", "D4s_v5", extensions=extensions, **fields)]


def one(name, *after, handler=None, **fields):
    return Extension(name, handler or f"Contoso.{name}", provision_after=after, **fields)


def script(**fields):
    return [vm(extensions=[Extension("setup", **fields)])]


COMMAND = {"commandToExecute": "./setup.sh"}
CASES = [
    ("extension-01", LEGAL, fleet(one("a"), one("b"))),
    ("extension-01", ILLEGAL, fleet(one("a", handler="X.Y"), one("b", handler="x.y"))),
    ("extension-02", LEGAL, fleet(one("a"), one("b", "A"))),
    ("extension-02", ILLEGAL, fleet(one("b", "missing"))),
    ("extension-03", LEGAL, fleet(one("a"), one("b", "a"), one("c", "a"))),
    ("extension-03", ILLEGAL, fleet(one("a", "c"), one("b", "a"), one("c", "b"))),
    ("extension-03", ILLEGAL, fleet(one("a", "a"))),
    *[("extension-04", LEGAL, fleet(extensions_time_budget_min=n)) for n in (15, 90, 120)],
    *[("extension-04", ILLEGAL, fleet(extensions_time_budget_min=n)) for n in (14, 121)],
    ("extension-05", LEGAL, fleet(one("a"), one("b", "a"))),
    ("extension-05", ILLEGAL, [vm(extensions=[one("a"), one("b", "a")])]),
    ("extension-06", LEGAL, script(settings=COMMAND)),
    ("extension-06", LEGAL, script(settings=COMMAND, protected_settings=["storageAccountKey"])),
    ("extension-06", ILLEGAL, script(settings=COMMAND, protected_settings=["commandToExecute"])),
    ("extension-07", LEGAL, script(settings={"script": "x" * 256 * 1024})),
    ("extension-07", ILLEGAL, script(settings={"script": "x" * (256 * 1024 + 1)})),
]


@pytest.mark.parametrize(
    ("rule_id", "expected", "resources"), CASES, ids=[f"{c[0]}-{c[1]}-{n}" for n, c in enumerate(CASES)]
)
def test_a_rule_of_extensions_says(rule_id, expected, resources):
    assert verdict(rule_id, resources) == expected


def test_every_rule_of_extensions_has_its_cases():
    mine = of_modules(all_rules(), "scaleset_extensions")
    assert len(mine) == 7
    assert uncovered(CASES, mine) == []


@given(st.lists(st.integers(0, 5), max_size=6))
def test_an_order_that_only_looks_back_has_no_cycle(after):
    names = "abcdef"
    chain = [one(names[n], *([names[back]] if back < n else [])) for n, back in enumerate(after)]
    assert verdict("extension-03", fleet(*chain)) == LEGAL
