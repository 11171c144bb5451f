"""Saved designs: one clear error that names the place, whatever is wrong with the file."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azstudy.errors import InvalidInputError
from azstudy.model.design import Design
from azstudy.model.disk import DataDisk
from azstudy.model.serial import from_json, from_plain, to_json, to_plain
from azstudy.model.vm import VirtualMachine

DESIGN = Design("shop", [VirtualMachine("web1", "D4s_v5", data_disks=[DataDisk("data", 1024)], zone=1)])


def test_only_what_differs_from_the_defaults_is_written():
    assert to_plain(DESIGN) == {
        "version": 1,
        "noun": {
            "kind": "Design",
            "name": "shop",
            "resources": [
                {
                    "kind": "VirtualMachine",
                    "name": "web1",
                    "size": "Standard_D4s_v5",
                    "data_disks": [{"kind": "DataDisk", "name": "data", "size_gib": 1024}],
                    "zone": 1,
                }
            ],
        },
    }


def changed(change):
    document = to_plain(DESIGN)
    change(document)
    return document


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda d: d.update(version=2), r"^version: 2 is not a version this azstudy reads; it reads 1"),
        (lambda d: d.update(version="1"), r"^version: '1' is not"),
        (lambda d: d.update(version=True), r"^version: True is not"),
        (lambda d: d.pop("version"), r"it has the fields \['noun'\] instead of 'version' and 'noun'"),
        (lambda d: d.update(extra=1), r"\['extra', 'noun', 'version'\]"),
        (lambda d: d.update(noun=[]), r"^noun: \[\] is not an object"),
        (lambda d: d["noun"].update(kind="Desing"), r"Unknown noun 'Desing'\. Did you mean Design"),
        (lambda d: d["noun"].pop("kind"), r"Unknown noun 'None'"),
        (lambda d: d["noun"].pop("name"), r"^Design: a Design needs name"),
        (lambda d: d["noun"].update(colour="red"), r"^Design: Unknown field 'colour'"),
        (lambda d: d["noun"].update(resources={}), r"^Design\.resources\[0\]: Unknown kind None"),
        (lambda d: d["noun"]["resources"][0].update(siz="B1s"),
         r"^Design\.resources\[0\]: Unknown field 'siz'\. Did you mean size"),
        (lambda d: d["noun"]["resources"][0].update(size=5), r"^Design\.resources\[0\]\.size: '5' cannot be a VM size"),
        (lambda d: d["noun"]["resources"][0].update(kind="Subnet"), r"^Design\.resources\[0\]: Unknown kind 'Subnet'"),
        (lambda d: d["noun"]["resources"][0]["data_disks"][0].update(size_gib="x"),
         r"^Design\.resources\[0\]\.data_disks\[0\]\.size_gib: 'x' is not a whole number of 1 or more\.$"),
        (lambda d: d["noun"]["resources"][0]["data_disks"][0].update(caching="Write"),
         r"^Design\.resources\[0\]\.data_disks\[0\]\.caching: Unknown caching 'Write'"),
        (lambda d: d["noun"]["resources"].append(d["noun"]["resources"][0]),
         r"^Design\.resources: two of kind VirtualMachine are called 'web1'"),
    ],
)  # fmt: skip
def test_a_broken_document_names_its_place(change, message):
    with pytest.raises(InvalidInputError, match=message):
        from_plain(changed(change))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", r"This is not JSON: .*line 1 column 2"),
        ("[]", r"it has \[\] instead"),
        ('{"version": 1, "version": 1, "noun": {}}', r"the field 'version' twice"),
        ('{"version": NaN, "noun": {}}', r"NaN, which is not a number"),
        ("[" * 100_000, r"nested too deep"),
        ('{"version": ' + "1" * 5000 + "}", r"a number that cannot be read"),
    ],
)
def test_broken_text_is_one_clear_error(text, message):
    with pytest.raises(InvalidInputError, match=message):
        from_json(text)


def test_the_expected_kind_is_checked():
    with pytest.raises(InvalidInputError, match="This is a Design; a VirtualMachine is expected"):
        from_json(to_json(DESIGN), VirtualMachine)
    assert VirtualMachine.from_json(DESIGN.vms[0].to_json()) == DESIGN.vms[0]


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
)


@given(PLAIN, st.sampled_from(["name", "resources", "region", "zone", "size", "nics", "tags", "image", "os_disk"]))
def test_any_value_in_any_field_is_read_or_one_clear_error(value, field):
    document = json.loads(to_json(DESIGN))
    place = document["noun"] if field in ("name", "resources", "region") else document["noun"]["resources"][0]
    place[field] = value
    try:
        design = from_plain(document)
    except InvalidInputError as problem:
        assert field in str(problem)  # noqa: PT017
    else:
        assert from_json(to_json(design)) == design


def test_text_is_the_same_each_time_and_keeps_its_letters():
    design = DESIGN.evolve(name="Büro — 東京")
    assert to_json(design) == to_json(from_json(to_json(design)))
    assert "Büro — 東京" in to_json(design)
