"""Changes to a design as values and as text: `VirtualMachine:web1.data_disks[0].caching=None`.

A target names a field by the resource it is in; a change gives it a value. Both are one word of text, so that a
lab's state, changes included, stays one line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final
from urllib.parse import quote, unquote

import attrs

from azstudy.errors import InvalidInputError, UnknownNameError, nearest
from azstudy.model.design import Design
from azstudy.model.noun import Noun, kinds

Step = str | int
OF_DESIGN: Final = "Design"
_TARGET = re.compile(r"(?P<kind>[A-Za-z]+):(?P<name>[^.\[\]]*)(?P<steps>(?:\.\w+|\[\d+\])+)")
_STEP = re.compile(r"\.(\w+)|\[(\d+)\]")


@attrs.frozen
class Place:
    """A noun in a design: the resource (class and name) and the way to the part of it; the design itself too."""

    kind: str
    name: str
    steps: tuple[Step, ...] = ()

    def inside(self, *steps: Step) -> Place:
        """A place further in."""
        return attrs.evolve(self, steps=self.steps + steps)

    @property
    def resource(self) -> Place:
        """The resource as a whole."""
        return attrs.evolve(self, steps=())

    @property
    def text(self) -> str:
        """The place as one word.

        >>> Place("VirtualMachine", "web 1", ("data_disks", 0)).text
        'VirtualMachine:web%201.data_disks[0]'
        """
        steps = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in self.steps)
        return f"{self.kind}:{quote(self.name, safe='').replace('.', '%2E')}{steps}"


@attrs.frozen
class Edit:
    """One field of a noun given another value, as plain JSON has it.

    >>> str(Edit(Place("VirtualMachine", "web1"), "size", "D4s_v5"))
    'VirtualMachine:web1.size=D4s_v5'
    """

    place: Place
    field: str
    value: Any

    @property
    def target(self) -> str:
        """The field that is changed, as text."""
        return f"{self.place.text}.{self.field}"

    def __str__(self) -> str:
        return f"{self.target}={_write(self.value)}"

    @classmethod
    def parse(cls, text: str) -> Edit:
        """Read what `str` wrote.

        Raises:
            InvalidInputError: For text of another form.
        """
        target, equals, value = text.strip().partition("=")
        found = _TARGET.fullmatch(target)
        if not equals or found is None:
            raise InvalidInputError(
                f"{text!r} is not a change. Write Kind:name.field=value, such as VirtualMachine:web1.size=D4s_v5."
            )
        steps = [int(number) if number else name for name, number in _STEP.findall(found["steps"])]
        *way, field = steps
        if not isinstance(field, str):
            raise InvalidInputError(f"{text!r} changes no field: a name such as .size comes before the '='.")
        return cls(Place(found["kind"], unquote(found["name"]), tuple(way)), field, _read(value))


def _write(value: Any) -> str:
    plain = isinstance(value, str) and value != "" and not _is_json(value)
    text = value if plain else json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return quote(text, safe="/_-.:+*<>")


def _read(text: str) -> Any:
    raw = unquote(text)
    return json.loads(raw) if _is_json(raw) else raw


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def write_edits(edits: Iterable[Edit]) -> str:
    """Changes as one word of text."""
    return ",".join(map(str, edits))


def read_edits(text: str) -> tuple[Edit, ...]:
    """Changes from text.

    Raises:
        InvalidInputError: For a change that is not written as one.
    """
    return tuple(Edit.parse(part) for part in text.split(",") if part.strip())


def at(design: Design, place: Place) -> Noun:
    """The noun at a place.

    Raises:
        InvalidInputError: Where the design has nothing there.
    """
    value: Any = design if place.kind == OF_DESIGN else _resource(design, place)
    for step in place.steps:
        if isinstance(step, int) and isinstance(value, tuple) and step < len(value):
            value = value[step]
        elif isinstance(step, str) and isinstance(value, Noun) and step in kinds(type(value)):
            value = getattr(value, step)
        else:
            value = None
    if not isinstance(value, Noun):
        raise InvalidInputError(f"{place.text}: the design {design.name!r} has nothing there.")
    return value


def _resource(design: Design, place: Place) -> Noun:
    for resource in design.resources:
        if type(resource).__name__ == place.kind and str(getattr(resource, "name", "")) == place.name:
            return resource
    names = [f"{type(r).__name__}:{getattr(r, 'name', '')}" for r in design.resources]
    given = f"{place.kind}:{place.name}"
    raise UnknownNameError("resource", given, nearest(given, names), hint=f"This design has {', '.join(names)}.")


def apply(design: Design, edits: Iterable[Edit]) -> Design:
    """The design with the changes made, in order.

    Raises:
        InvalidInputError: For a place that is not there, or a value that makes no sense; names the target.
    """
    for edit in edits:
        design = _changed(design, edit)
    return design


def _changed(design: Design, edit: Edit) -> Design:
    noun = at(design, edit.place)
    new: Any = noun.evolve(**{edit.field: _value(noun, edit)})
    place = edit.place
    while place.steps:
        *way, step = place.steps
        if isinstance(step, int):
            *way, field = way
            holder = at(design, attrs.evolve(place, steps=tuple(way)))
            items = list(getattr(holder, str(field)))
            items[step] = new
            new = holder.evolve(**{str(field): items})
        else:
            holder = at(design, attrs.evolve(place, steps=tuple(way)))
            new = holder.evolve(**{step: new})
        place = attrs.evolve(place, steps=tuple(way))
    if place.kind == OF_DESIGN:
        return new  # type: ignore[no-any-return]
    old = _resource(design, place)
    return design.evolve(resources=[new if resource is old else resource for resource in design.resources])


def _value(noun: Noun, edit: Edit) -> Any:
    readers = kinds(type(noun))
    if edit.field not in readers:
        hint = f"A {type(noun).__name__} has {', '.join(readers)}."
        raise UnknownNameError("field", edit.field, nearest(edit.field, readers), hint=hint)
    return readers[edit.field].read(edit.value, edit.target)


def added(design: Design, edits: Iterable[Edit], new: Edit) -> tuple[Edit, ...]:
    """The changes with one more: it replaces an earlier one of its field, and goes where it does nothing.

    Raises:
        InvalidInputError: As `apply`.
    """
    kept = tuple(edit for edit in edits if edit.target != new.target)
    before = apply(design, kept)
    return kept if apply(before, [new]) == before else (*kept, new)


def places(design: Design) -> Iterator[tuple[str, Place, Noun]]:
    """Every named part of a design: its path of names ("web1/data"), its place and itself."""
    for resource in design.resources:
        place = Place(type(resource).__name__, str(getattr(resource, "name", "")))
        yield from _named(resource, place, "")


def _named(noun: Noun, place: Place, parent: str) -> Iterator[tuple[str, Place, Noun]]:
    own = getattr(noun, "name", None) or getattr(noun, "number", None)
    path = "/".join(part for part in (parent, own) if isinstance(part, str) and part)
    if isinstance(own, str):
        yield path, place, noun
    for inner, held in parts(noun, place):
        yield from _named(held, inner, path)


def parts(noun: Noun, place: Place) -> Iterator[tuple[Place, Noun]]:
    """The nouns inside a noun, defaults included, with their places."""
    for field in kinds(type(noun)):
        held: Any = getattr(noun, field)
        if isinstance(held, Noun):
            yield place.inside(field), held
        elif isinstance(held, tuple):
            yield from ((place.inside(field, n), item) for n, item in enumerate(held) if isinstance(item, Noun))


def find(design: Design, subject: str) -> tuple[Place, ...]:
    """The places a finding is about: those with its path of names, or with the nearest path above it.

    >>> from azstudy.model.vm import VirtualMachine
    >>> [place.text for place in find(Design("one", [VirtualMachine("web1", "D2s_v5")]), "web1/nic-7")]
    ['VirtualMachine:web1']
    """
    known = [(path.casefold(), place) for path, place, _ in places(design)]
    path = subject.casefold().split("/")
    while any(path):
        found = tuple(place for name, place in known if name == "/".join(path))
        if found:
            return found
        path.pop()
    return (Place(OF_DESIGN, design.name),)
