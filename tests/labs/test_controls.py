"""Controls read what forms and lines of text hold, refuse nonsense with reasons, and write what they read."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azstudy.errors import InvalidInputError, UnknownNameError
from azstudy.labs._controls import Choice, Choices, Controls, Group, Line, Number, TakeAway, Toggle
from azstudy.labs._state import read_line, write_line

NUMBER = Number(name="disks", label="Disks", minimum=0, maximum=64, stops=(1, 2, 4, 16), optional=True)
LOAD = Number(name="load", label="Load", unit="%", minimum=1, maximum=100, stops=(10, 50), whole=False, default=50)
PLACE = Choice(name="place", label="Place", options=((None, "any"), ("north", "North"), ("south", "South")))
KIND = Choice(name="kind", label="Kind", options=((None, "allowed"), (False, "left out"), (True, "only")))
ZONES = Choices(name="zones", label="Zones", options=(("1", "one"), ("2", "two"), ("3", "three")))
SPOT = Toggle(name="spot", label="Spot")
ALL = Controls((Group(title="A", controls=(NUMBER, LOAD, PLACE)), Group(title="B", controls=(KIND, ZONES, SPOT))))


@pytest.mark.parametrize(
    ("control", "raw", "value"),
    [
        (NUMBER, "16", 16),
        (NUMBER, 16.0, 16),
        (NUMBER, None, None),
        (NUMBER, "any", None),
        (NUMBER, "", None),
        (LOAD, "22.5", 22.5),
        (PLACE, "NORTH", "north"),
        (PLACE, "any", None),
        (KIND, "yes", True),
        (KIND, "left out", False),
        (KIND, None, None),
        (ZONES, "3,1", ("1", "3")),
        (ZONES, ["2"], ("2",)),
        (ZONES, "any", ()),
        (SPOT, "on", True),
        (SPOT, False, False),
    ],
)
def test_a_control_reads_values_and_words(control, raw, value):
    parsed = control.parse(raw)
    assert parsed == value
    assert type(parsed) is type(value)


@pytest.mark.parametrize(
    ("control", "raw"),
    [
        (NUMBER, 65),
        (NUMBER, -1),
        (NUMBER, 1.5),
        (NUMBER, "many"),
        (NUMBER, True),
        (NUMBER, float("nan")),
        (NUMBER, float("inf")),
        (LOAD, None),
        (PLACE, "west"),
        (PLACE, 0),
        (KIND, 7),
        (ZONES, "1,4"),
        (SPOT, "perhaps"),
    ],
)
def test_a_control_refuses_nonsense_and_says_what_is_allowed(control, raw):
    with pytest.raises(InvalidInputError) as caught:
        control.parse(raw)
    assert repr(raw) in str(caught.value) or str(raw).split(",")[-1] in str(caught.value)
    assert "llowed" in str(caught.value)


def test_a_misspelled_option_gets_a_suggestion():
    with pytest.raises(UnknownNameError, match="Did you mean north"):
        PLACE.parse("noth")


def test_an_unknown_setting_gets_a_suggestion():
    with pytest.raises(UnknownNameError, match="Did you mean zones"):
        ALL.state({"zone": "1"})


def test_a_state_cannot_be_changed_in_place():
    with pytest.raises(TypeError):
        ALL.defaults["disks"] = 3


def test_specs_are_plain_values_that_json_knows():
    specs = ALL.specs()
    assert json.loads(json.dumps(specs)) == specs
    kinds = {field["kind"] for group in specs for field in group["fields"]}
    assert kinds == {"number", "choice", "choices", "toggle"}
    assert Line(name="x", label="X").spec()["kind"] == "text"
    assert TakeAway(name="x", label="X").spec()["kind"] == "copy"


STATES = st.fixed_dictionaries(
    {
        "disks": st.none() | st.integers(0, 64),
        "load": st.floats(1, 100).map(lambda load: round(load, 3)),
        "place": st.sampled_from([None, "north", "south"]),
        "kind": st.sampled_from([None, False, True]),
        "zones": st.sets(st.sampled_from("123")).map(lambda zones: tuple(sorted(zones))),
        "spot": st.booleans(),
    }
)


@given(STATES)
def test_a_state_written_as_a_line_reads_back_the_same(values):
    state = ALL.state(values)
    line = write_line("demo", ALL, state)
    assert "\n" not in line
    assert read_line("demo", ALL, line) == state


@given(STATES)
def test_a_line_names_only_what_differs_from_the_start(values):
    state = ALL.state(values)
    words = write_line("demo", ALL, state).split()[1:]
    assert [word.partition("=")[0] for word in words] == list(ALL.changed(state))


@pytest.mark.parametrize("line", ["demo: disks=4", "disks=4", '"demo: disks=4"', "  demo:disks=4 ", "demo: disks=4;"])
def test_a_line_may_be_pasted_carelessly(line):
    assert read_line("demo", ALL, line)["disks"] == 4


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("other: disks=4", "for the lab 'other', not for 'demo'"),
        ("demo: disks", "not a setting"),
        ("demo: =4", "not a setting"),
        ("demo: disks=4 disks=5", "stands twice"),
        ("demo: disk=4", "Did you mean disks"),
        ("demo: disks=400", "0 to 64"),
    ],
)
def test_a_wrong_line_says_what_is_wrong_with_it(line, words):
    with pytest.raises(InvalidInputError, match=words):
        read_line("demo", ALL, line)
