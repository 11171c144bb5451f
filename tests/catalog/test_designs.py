"""The bundled example designs: found by name, saved as they are, and legal or not exactly as the table says."""

import shutil

import pytest

from azstudy._resources import data_dir
from azstudy.catalog.catalog import default_catalog
from azstudy.catalog.designs import ExampleInfo, example, examples
from azstudy.catalog.reviewing import review
from azstudy.cli.draw import draw
from azstudy.errors import DataError, UnknownNameError
from azstudy.model.design import Design
from azstudy.model.disk import DataDisk
from azstudy.model.gallery import Gallery
from azstudy.model.maintenance import MaintenanceConfiguration
from azstudy.model.protection import BackupPolicy
from azstudy.model.serial import from_json, to_json
from azstudy.rules import find_rule
from azstudy.topology.maps import is_map

NAMES = [info.name for info in examples()]
LEGAL = examples(legal=True)
ILLEGAL = examples(legal=False)
FOLDER = data_dir() / "designs"

per_example = pytest.mark.parametrize("info", examples(), ids=NAMES)
per_legal = pytest.mark.parametrize("info", LEGAL, ids=[info.name for info in LEGAL])
per_illegal = pytest.mark.parametrize("info", ILLEGAL, ids=[info.name for info in ILLEGAL])


def _machines(design):
    return len(design.vms) + sum(scale_set.instances for scale_set in design.scale_sets)


def test_there_are_eight_legal_designs_of_rising_size_and_illegal_twins():
    machines = [_machines(example(info.name)) for info in LEGAL]
    assert len(LEGAL) == 8
    assert machines == sorted(machines)
    assert machines[0] == 1
    assert machines[-1] > 20
    assert len(ILLEGAL) >= 3


def test_the_folder_holds_the_designs_of_the_table_and_nothing_else():
    assert {path.name for path in FOLDER.iterdir()} == {f"{name}.json" for name in NAMES} | {"index.csv"}
    assert len(set(NAMES)) == len(NAMES)
    assert not [name for name in NAMES if is_map(name)]


@per_example
def test_a_design_is_saved_as_azstudy_saves_it(info):
    text = (FOLDER / f"{info.name}.json").read_text(encoding="utf-8")
    design = from_json(text, Design)
    assert to_json(design) + "\n" == text
    assert design == example(info.name)
    assert (design.name, design.description) == (info.name, info.story)


@per_example
def test_every_name_in_a_design_leads_somewhere(info):
    assert [reference.name for reference in example(info.name).references if reference.target is None] == []


@per_example
def test_every_size_is_current_and_sold_where_it_stands(info):
    catalog, design = default_catalog(), example(info.name)
    for machine in design.machines:
        facts = catalog.size(str(machine.size))
        assert facts.retirement_date is None
        assert machine.size.version in (5, 6, 7)
        assert catalog.offered(str(machine.size), design.region_of(machine)) is True


@per_legal
def test_a_legal_design_has_neither_errors_nor_warnings_nor_unknowns(info):
    found = review(example(info.name))
    assert [str(finding) for finding in (*found.errors, *found.warnings, *found.not_checked)] == []
    assert (info.twin, info.errors) == ("", ())


@per_illegal
def test_an_illegal_design_breaks_exactly_the_rules_of_the_table(info):
    found = review(example(info.name))
    assert tuple(sorted({finding.rule_id for finding in found.errors})) == info.errors
    assert 1 <= len(info.errors) <= 2
    assert [str(finding) for finding in (*found.warnings, *found.not_checked)] == []
    assert all(find_rule(each).misconception for each in info.errors)


@per_illegal
def test_an_illegal_design_stands_behind_its_legal_twin_and_has_the_same_parts(info):
    twin = NAMES[NAMES.index(info.name) - 1]
    assert (info.twin, info.name) == (twin, f"{twin}-flawed")
    wrong, right = example(info.name), example(twin)
    assert wrong != right
    assert [(type(part), getattr(part, "name", "")) for part in wrong.resources] == [
        (type(part), getattr(part, "name", "")) for part in right.resources
    ]


def test_what_the_stories_promise_is_there():
    database = example("database-vm").vms[0]
    assert [(disk.type.label, disk.caching.value) for disk in database.data_disks if isinstance(disk, DataDisk)] == [
        ("Premium SSD", "ReadOnly"),
        ("Premium SSD v2", "None"),
    ]
    assert default_catalog().size(str(database.size)).temp_disk_gib > 0
    assert {vm.availability_set for vm in example("web-pair").vms} == {"web"}
    assert [vm.zone for vm in example("zonal-web").vms] == [1, 2, 3]
    for name in ("three-tier", "two-regions"):
        design = example(name)
        assert all(len(scale_set.zones) == 3 for scale_set in design.scale_sets)
        assert design.of(BackupPolicy)
        assert design.of(MaintenanceConfiguration)
    both = example("two-regions")
    assert {gallery.region for gallery in both.of(Gallery)} == set(both.regions) == {"westeurope", "northeurope"}


@pytest.mark.parametrize("written", ["web-pair", "Web Pair", "WEB_PAIR", "  web   pair "])
def test_a_name_is_read_in_any_spelling(written):
    assert example(written).name == "web-pair"


@pytest.mark.parametrize("written", ["web-pear", "webpairs", "", "../designs/web-pair", None, 3])
def test_an_unknown_name_is_told_with_all_names(written):
    with pytest.raises(UnknownNameError, match="There are: single-vm, database-vm") as caught:
        example(written)
    assert caught.value.given == written


def test_a_near_name_is_suggested():
    with pytest.raises(UnknownNameError, match="Did you mean three-tier"):
        example("tree tier")


@per_example
def test_every_design_can_be_drawn_by_name(info, capsys):
    draw(info.name)
    assert capsys.readouterr().out.startswith(info.name)


def test_an_example_says_itself_in_words():
    info = ExampleInfo(name="small", title="A small one", story="Somebody needs it.", teaches="Little.")
    assert str(info) == "small: A small one. Somebody needs it."


def test_broken_files_are_named(tmp_path):
    with pytest.raises(DataError, match=r"index\.csv is missing"):
        examples(folder=tmp_path)
    for number, (name, broken, message) in enumerate(
        [
            ("index.csv", b"place,name,title,story,teaches,legal,twin,errors\n", "has no rows"),
            ("index.csv", b"place,name,title,story,teaches,legal,twin,errors\n1,a,b,c,d,,,\n", "line 2, column legal"),
            ("single-vm.json", b"{", "is broken: This is not JSON"),
            ("single-vm.json", b"\xff", "cannot be read"),
            ("single-vm.json", None, "cannot be read"),
            ("single-vm.json", b'{"version": 1, "noun": {"kind": "PublicIp", "name": "a"}}', "a Design is expected"),
        ]
    ):
        folder = tmp_path / str(number)
        shutil.copytree(FOLDER, folder)
        if broken is None:
            (folder / name).unlink()
        else:
            (folder / name).write_bytes(broken)
        with pytest.raises(DataError, match=message):
            example("single-vm", folder=folder)
