"""What holds for every noun: JSON and repr round trips, equality, defaults, sources; values are drawn by field."""

import functools
import importlib
import inspect
import json
import pickle
import pkgutil
import re
from pathlib import Path

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import azstudy.model
from azstudy.errors import InvalidInputError, UnknownNameError
from azstudy.model import readers, serial
from azstudy.model.design import Design
from azstudy.model.facts import _Word
from azstudy.model.image import parse_image
from azstudy.model.network import _ports, _prefix
from azstudy.model.noun import Noun, NounKind, OneOfKind, kinds
from azstudy.model.nouns import MODULE_OF, noun_class
from azstudy.model.sizename import SizeName
from azstudy.model.word import Word

NOUNS = [noun_class(name) for name in MODULE_OF]
SHARED = {"Noun", "Machine"}
SOURCE = re.compile(r"Source: .*@[0-9a-f]{8}", re.DOTALL)
DEFAULTS = Path(__file__).with_name("defaults-v1.json")

MODULES = [
    importlib.import_module(f"azstudy.model.{module.name}") for module in pkgutil.iter_modules(azstudy.model.__path__)
]
CLASSES = {
    name: found
    for module in MODULES
    for name, found in vars(module).items()
    if inspect.isclass(found) and found.__module__ == module.__name__ and not name.startswith("_")
}
WORDS = {name: found for name, found in CLASSES.items() if issubclass(found, Word) and found is not Word}

EXAMPLES = {
    _prefix: ["10.0.0.0/16", "10.0.1.7/24", "192.168.0.1", "fd00::/64"],
    _ports: ["*", "443", "8000-8010", "0-65535"],
    "_region": ["westeurope", "North Europe", "West US 2"],
}
TEXTS = st.text(min_size=1, max_size=12).filter(str.strip)


@functools.cache
def strategy(kind):
    match kind:
        case readers.OptionalKind(inner):
            return st.none() | strategy(inner)
        case readers.ManyKind(inner, unique):
            by = unique and (lambda value: (type(value).__name__, str(getattr(value, unique.field)).casefold()))
            return st.lists(strategy(inner), max_size=2, unique_by=by)
        case NounKind(cls):
            return nouns(cls)
        case OneOfKind(classes):
            return st.one_of(*map(nouns, classes))
        case readers.TextKind():
            return texts(kind)
        case _:
            return leaves(kind)


def texts(kind):
    if kind.check:
        return st.sampled_from(EXAMPLES.get(kind.check.function) or EXAMPLES[kind.check.function.__name__])
    if kind.matches and ".*" not in kind.matches.pattern:
        return st.from_regex(kind.matches.pattern, fullmatch=True)
    return TEXTS


def leaves(kind):
    match kind:
        case readers.NumberKind(whole, limits):
            low, high = max(limits.low, -1e6), min(limits.high, 1e6)
            return st.integers(int(low), int(high)) if whole else st.floats(low, high)
        case readers.FlagKind():
            return st.booleans()
        case readers.ParsedKind(cls):
            names = ["D4s_v5", "Standard_E8-4ads_v5", "Basic_A1", "M12ds-6_v3"]
            return st.sampled_from(names).map(SizeName.parse) if cls is SizeName else st.sampled_from(list(cls))
        case readers.MomentKind(cls):
            return {"datetime": st.datetimes, "date": st.dates, "time": st.times}[cls.__name__]()
        case readers.TagsKind():
            return st.dictionaries(TEXTS, st.text(max_size=5), max_size=2)
    raise AssertionError(kind)


@functools.cache
def nouns(cls):
    fields = {field.name: strategy(field.metadata["kind"]) for field in attrs.fields(cls)}
    needed = {field.name for field in attrs.fields(cls) if field.default is attrs.NOTHING}

    @st.composite
    def build(draw):
        some = draw(st.lists(st.sampled_from(sorted(fields)), max_size=5, unique=True))
        return cls(**{name: draw(fields[name]) for name in fields if name in needed or name in some})

    return build()


every_noun = pytest.mark.parametrize("cls", NOUNS, ids=lambda cls: cls.__name__)
few = settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@every_noun
@few
@given(data=st.data())
def test_a_noun_comes_back_from_json_equal_and_as_the_same_text(cls, data):
    value = data.draw(nouns(cls))
    text = value.to_json()
    back = cls.from_json(text)
    assert back == value
    assert hash(back) == hash(value)
    assert back.to_json() == text
    assert serial.from_json(text) == value


@every_noun
@few
@given(data=st.data())
def test_the_repr_is_a_call_that_gives_the_value_again(cls, data):
    value = data.draw(nouns(cls))
    assert " at 0x" not in repr(value)
    if cls is not Design:
        names = {name: noun_class(name) for name in MODULE_OF}
        assert eval(repr(value), names) == value


@every_noun
@few
@given(data=st.data())
def test_evolve_changes_what_is_named_and_nothing_else(cls, data):
    value, other = data.draw(nouns(cls)), data.draw(nouns(cls))
    field = data.draw(st.sampled_from([field.name for field in attrs.fields(cls)]))
    changed = value.evolve(**{field: getattr(other, field)})
    assert getattr(changed, field) == getattr(other, field)
    assert all(getattr(changed, f.name) == getattr(value, f.name) for f in attrs.fields(cls) if f.name != field)
    assert value.evolve() == value


@every_noun
@few
@given(data=st.data())
def test_a_noun_is_a_frozen_value_that_can_be_pickled(cls, data):
    value = data.draw(nouns(cls))
    assert pickle.loads(pickle.dumps(value)) == value
    with pytest.raises(AttributeError):
        setattr(value, attrs.fields(cls)[0].name, "x")
    with pytest.raises(UnknownNameError, match=r"Unknown field of \w+ 'colour'.*Its fields: "):
        value.evolve(colour="red")


def test_the_list_of_nouns_is_complete():
    found = {name for name, cls in CLASSES.items() if issubclass(cls, Noun)}
    assert found - SHARED == set(MODULE_OF)
    assert {cls.__module__ for cls in NOUNS} == set(MODULE_OF.values())
    with pytest.raises(UnknownNameError, match="Did you mean ScaleSet"):
        noun_class("Scaleset")


@every_noun
def test_beyond_two_fields_a_noun_takes_names_only(cls):
    by_position = [p for p in inspect.signature(cls).parameters.values() if p.kind is not p.KEYWORD_ONLY]
    assert len(by_position) <= 2


@every_noun
def test_a_noun_holds_nothing_that_can_be_changed_and_no_field_called_kind(cls):
    assert "kind" not in kinds(cls)
    assert all("__slots__" in vars(base) and "__dict__" not in vars(base)["__slots__"] for base in cls.__mro__[:-1])


@pytest.mark.parametrize("name", [*MODULE_OF, *WORDS])
def test_every_noun_and_list_of_words_names_its_source(name):
    assert SOURCE.search(CLASSES[name].__doc__), f"{name} needs 'Source: page@commit' in its docstring."


def test_what_a_reader_sees_of_a_signature_is_plain():
    shown = str(inspect.signature(noun_class("VirtualMachine")))
    assert shown.startswith("(name: str, size: azstudy.model.sizename.SizeName, *, region")
    assert "Annotated" not in shown and "Between" not in shown


def test_defaults_stay_as_saved_files_of_this_version_mean_them():
    """Files hold only what differs from the defaults: change a default, and raise `serial.VERSION` with it."""
    now = {
        cls.__name__: {
            field.name: field.metadata["kind"].plain(field.default)
            for field in attrs.fields(cls)
            if field.default is not attrs.NOTHING
        }
        for cls in NOUNS
    }
    assert serial.VERSION == 1
    saved = json.loads(DEFAULTS.read_text(encoding="utf-8"))
    assert {name: {f: d for f, d in now[name].items() if f in fields} for name, fields in saved.items()} == saved
    unsaved = {
        f"{name}.{field}" for name, fields in now.items() for field in fields if field not in saved.get(name, {})
    }
    assert unsaved == set(), "Add the defaults of new fields to the saved ones."


@every_noun
def test_each_field_refuses_nonsense_and_names_itself(cls):
    nonsense = object()
    for name, kind in kinds(cls).items():
        with pytest.raises(InvalidInputError, match=rf"^here\.{name}(\[0\])?: "):
            kind.read(nonsense, f"here.{name}")


@pytest.mark.parametrize("name", WORDS)
def test_a_word_is_read_in_any_case_and_with_spaces(name):
    for member in WORDS[name]:
        for spelled in (member.value.lower(), member.value.upper(), f" {member.value} ", member):
            assert WORDS[name].parse(spelled) is member
        assert WORDS[name].parse(member.name) is member
    with pytest.raises(UnknownNameError, match=r"Unknown [a-z ]+ 'zzzzzz'.*Allowed: "):
        WORDS[name].parse("zzzzzz")


@pytest.mark.parametrize("name", WORDS)
def test_no_two_words_of_a_list_are_spelled_alike(name):
    keys = [re.sub(r"[^a-z0-9+*]", "", member.value.lower()) for member in WORDS[name]]
    assert len(keys) == len(set(keys))


@given(st.text(max_size=30))
def test_any_text_is_an_image_or_one_clear_error(text):
    try:
        image = parse_image(text)
    except InvalidInputError as problem:
        assert str(problem)  # noqa: PT017
    else:
        assert parse_image(image.text) == image


def test_the_shared_words_of_facts_and_nouns_have_one_base():
    assert issubclass(Word, _Word)
