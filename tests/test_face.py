"""The face: every name it promises is there, the typed stub says the same, and a slip gets a hint."""

import ast
from pathlib import Path
from types import ModuleType

import pytest

import azstudy as az


def test_every_promised_name_is_there():
    for name in dir(az):
        assert getattr(az, name) is not None or name.startswith("_"), name


def test_the_typed_stub_names_what_the_face_offers():
    stub = ast.parse(Path(az.__file__).with_suffix(".pyi").read_text(encoding="utf-8"))
    typed = {alias.asname for node in stub.body if isinstance(node, ast.ImportFrom) for alias in node.names}
    values = {name: getattr(az, name) for name in dir(az) if not name.startswith("_") and name != "annotations"}
    offered = {name for name, value in values.items() if not isinstance(value, ModuleType)}
    assert offered | set(az._SUBPACKAGES) == typed


def test_a_slip_gets_a_hint():
    with pytest.raises(AttributeError, match="Did you mean find_sizes"):
        _ = az.find_size


@pytest.mark.parametrize("part", az._SUBPACKAGES)
def test_the_parts_of_the_face_keep_their_promises(part):
    package = getattr(az, part)
    for name, module in package._FACE.items():
        value = getattr(package, name)
        assert value is not None
        assert not isinstance(value, ModuleType), f"{module} hides {part}.{name}"


def test_a_slip_in_a_part_gets_a_hint():
    with pytest.raises(AttributeError, match="Did you mean sizing"):
        _ = az.labs.sizin
