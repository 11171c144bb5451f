"""Changes to a design: their one spelling, what they do, and that nonsense is named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azstudy.errors import InvalidInputError, UnknownNameError
from azstudy.labs._review.designs import designs
from azstudy.labs._review.edits import Edit, Place, added, apply, at, find, places, read_edits, write_edits
from azstudy.model.design import Design
from azstudy.model.disk import DataDisk
from azstudy.model.vm import VirtualMachine

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
STEPS = st.lists(st.from_regex(r"[a-z_]{1,9}", fullmatch=True) | st.integers(0, 99), max_size=3)
EDITS = st.builds(
    Edit,
    st.builds(Place, st.sampled_from(["VirtualMachine", "Design"]), st.text(max_size=30), STEPS.map(tuple)),
    st.from_regex(r"[a-z_]{1,9}", fullmatch=True),
    PLAIN,
)


def two():
    return Design("two", [VirtualMachine("a b,c=;[1].x", "D2s_v5", data_disks=[DataDisk("d", 64), DataDisk("e", 64)])])


@given(st.lists(EDITS, max_size=4))
def test_changes_survive_one_word_of_text(edits):
    text = write_edits(edits)
    assert len(text.split()) <= 1 and ";" not in text
    assert read_edits(text) == tuple(edits)


@pytest.mark.parametrize(
    "text", ["size=D4s_v5", "VirtualMachine:a", "VirtualMachine:a=1", "VirtualMachine:a[0]=1", "x"]
)
def test_what_is_not_a_change_is_refused_with_an_example(text):
    with pytest.raises(InvalidInputError, match=r"VirtualMachine:web1\.size=D4s_v5|changes no field"):
        read_edits(text)


def test_a_change_reaches_a_part_and_leaves_the_rest():
    before = two()
    place = Place("VirtualMachine", "a b,c=;[1].x", ("data_disks", 1))
    after = apply(before, read_edits(write_edits([Edit(place, "caching", "ReadOnly")])))
    disks = after.vms[0].data_disks
    assert [str(disk.caching) for disk in disks] == ["None", "ReadOnly"]
    assert after.put(before.vms[0]) == before


@pytest.mark.parametrize(
    ("edit", "error", "words"),
    [
        (Edit(Place("VirtualMachine", "zz"), "size", "D4s_v5"), UnknownNameError, "six-disks|VirtualMachine:files"),
        (Edit(Place("VirtualMachine", "files"), "sise", "D4s_v5"), UnknownNameError, "size"),
        (Edit(Place("VirtualMachine", "files"), "zone", -3), InvalidInputError, "VirtualMachine:files.zone"),
        (Edit(Place("VirtualMachine", "files", ("data_disks", 9)), "lun", 1), InvalidInputError, "nothing there"),
    ],
)
def test_a_change_that_does_not_fit_names_its_place(edit, error, words):
    with pytest.raises(error, match=words):
        apply(designs()["six-disks"], [edit])


def test_a_second_change_of_a_field_replaces_the_first_and_going_back_removes_it():
    design = designs()["six-disks"]
    size = Place("VirtualMachine", "files")
    once = added(design, (), Edit(size, "size", "D4s_v5"))
    twice = added(design, once, Edit(size, "size", "D8s_v5"))
    assert [str(edit) for edit in twice] == ["VirtualMachine:files.size=D8s_v5"]
    assert added(design, twice, Edit(size, "size", "D2s_v5")) == ()


def test_every_named_part_is_found_again_by_its_path():
    for design in designs().values():
        for path, place, noun in places(design):
            assert place in find(design, path)
            assert at(design, place) == noun
    assert find(designs()["shop"], "") == (Place("Design", "shop"),)
    assert find(designs()["sql"], "sql1/OS disk") == (Place("VirtualMachine", "sql1"),)
