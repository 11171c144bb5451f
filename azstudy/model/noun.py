"""What every noun can do: read friendly input, change by copy, show itself short, compare and hash.

`@noun` on a class with annotated fields makes it a frozen attrs value with slots. The first two fields may be
given by position, the others by name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, time
from typing import Any, Self, TypeVar, dataclass_transform

import attrs

from azstudy.errors import AzstudyError, InvalidInputError, UnknownNameError, nearest
from azstudy.model.facts import _Word
from azstudy.model.readers import Kind, at, bare, kind_of, wrong

POSITIONAL = 2
_Class = TypeVar("_Class", bound=type)


class Noun:
    """Base of all nouns; see `noun`.

    Every field reads what a person types: words in any case, lists for tuples, numbers as text, a dict or just
    the first field's text for a nested noun. Nonsense raises InvalidInputError; what Azure would refuse does not:
    a design may be wrong, and a review says why.
    """

    __slots__ = ()

    def __attrs_post_init__(self) -> None:
        for field in attrs_fields(type(self)):
            given = getattr(self, field.name)
            if given is not field.default:
                read = field.metadata["kind"].read(given, f"{type(self).__name__}.{field.name}")
                object.__setattr__(self, field.name, read)

    def evolve(self, **changes: Any) -> Self:
        """A copy with some fields changed.

        Raises:
            UnknownNameError: For a field that this noun does not have.
            InvalidInputError: For a value that makes no sense.
        """
        names = [field.name for field in attrs_fields(type(self))]
        for name in changes:
            if name not in names:
                hint = f"Its fields: {', '.join(names)}."
                raise UnknownNameError(f"field of {type(self).__name__}", name, nearest(name, names), hint=hint)
        kept = {field.name: getattr(self, field.name) for field in attrs_fields(type(self))}
        return type(self)(**(kept | changes))

    def changed_fields(self) -> dict[str, Any]:
        """The fields whose value is not Azure's default, in their order."""
        fields = attrs_fields(type(self))
        return {f.name: value for f in fields if (value := getattr(self, f.name)) != f.default}

    def to_json(self) -> str:
        """The noun as JSON text with a version; `from_json` reads it back."""
        from azstudy.model.serial import to_json

        return to_json(self)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read what `to_json` wrote.

        Raises:
            InvalidInputError: For text that is no such JSON; the message names the place in it.
        """
        from azstudy.model.serial import from_json

        return from_json(text, cls)

    def __repr__(self) -> str:
        changed, parts, in_order = self.changed_fields(), [], True
        for field in attrs_fields(type(self)):
            in_order = in_order and not field.kw_only and field.name in changed
            if field.name in changed:
                shown = _show(changed[field.name])
                parts.append(shown if in_order else f"{field.name}={shown}")
        return f"{type(self).__name__}({', '.join(parts)})"

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        from azstudy.model.display import bundle

        return bundle(self, include=include, exclude=exclude)


def attrs_fields(cls: Any) -> tuple[attrs.Attribute[Any], ...]:
    """The attrs fields of a noun (checkers do not see that `noun` makes attrs classes)."""
    return tuple(attrs.fields(cls))


@dataclass_transform(frozen_default=True, field_specifiers=(attrs.field,))
def noun(cls: _Class) -> _Class:
    """Make an annotated subclass of `Noun` a frozen value whose annotations read its input."""
    return attrs.frozen(cls, repr=False, field_transformer=_prepare)


def _prepare(cls: type, fields: list[attrs.Attribute[Any]]) -> list[attrs.Attribute[Any]]:
    inherited = [f.name for base in cls.__mro__[1:] if attrs.has(base) for f in attrs_fields(base)]
    # a field that a subclass narrows keeps its place, as with dataclasses
    fields.sort(key=lambda field: inherited.index(field.name) if field.name in inherited else len(inherited))
    prepared = []
    for place, field in enumerate(fields):
        kind = field.metadata.get("kind") or kind_of(field.type)
        default = field.default
        if default is not attrs.NOTHING:
            default = kind.read(default, f"{cls.__name__}.{field.name}")
        changes = {"default": default, "metadata": {"kind": kind}, "kw_only": place >= POSITIONAL}
        prepared.append(field.evolve(type=bare(field.type), **changes))
    return prepared


def kinds(cls: type[Noun]) -> dict[str, Kind]:
    """The reader of each field of a noun, in order.

    >>> from azstudy.model.disk import DataDisk
    >>> list(kinds(DataDisk))[:3]
    ['name', 'size_gib', 'type']
    """
    return {field.name: field.metadata["kind"] for field in attrs_fields(cls)}


def _show(value: Any) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(map(_show, value))}]"
    if isinstance(value, _Word):
        return repr(str(value))
    if isinstance(value, float):
        return repr(int(value) if value == int(value) else value)
    if isinstance(value, date | time):
        return repr(value.isoformat())
    if value is None or isinstance(value, Noun | str | int):
        return repr(value)
    return repr(str(value).removeprefix("Standard_"))  # a VM size, short as people write it


# --- readers of nested nouns -----------------------------------------------------------------------------------
def build(cls: type[Noun], given: Mapping[str, Any], path: str) -> Noun:
    """A noun from a mapping of its fields.

    Raises:
        UnknownNameError: For a field the noun does not have, naming `path`.
        InvalidInputError: For a field that is missing or makes no sense, naming its path.
    """
    readers = kinds(cls)
    for name in given:
        if name not in readers:
            hint = f"A {cls.__name__} has {', '.join(readers)}."
            problem = UnknownNameError("field", name, nearest(str(name), readers), hint=hint)
            raise at(path, problem)
    missing = [f.name for f in attrs_fields(cls) if f.default is attrs.NOTHING and f.name not in given]
    if missing:
        raise InvalidInputError(f"{path}: a {cls.__name__} needs {' and '.join(missing)}.")
    values = {name: readers[name].read(value, f"{path}.{name}") for name, value in given.items()}
    try:
        return cls(**values)
    except AzstudyError as problem:
        raise at(path, problem) from None


@attrs.frozen
class NounKind(Kind):
    """A noun inside a noun."""

    cls: type[Noun]

    def read(self, given: Any, path: str) -> Noun:
        """The noun itself, a mapping of its fields, or text: parsed, or taken as its first field."""
        if isinstance(given, self.cls):
            return given
        if isinstance(given, Mapping):
            return build(self.cls, given, path)
        if isinstance(given, str):
            return self._from_text(given, path)
        raise wrong(path, given, f"a {self.cls.__name__}")

    def plain(self, value: Noun) -> dict[str, Any]:
        """Only the fields that differ from their defaults."""
        return {name: kind.plain(value_of) for name, kind, value_of in _differing(value)}

    def _from_text(self, given: str, path: str) -> Noun:
        parse = getattr(self.cls, "parse", None)
        first, *others = attrs_fields(self.cls)
        if parse is None and any(field.default is attrs.NOTHING for field in others):
            raise wrong(path, given, f"a {self.cls.__name__}; write {self.cls.__name__}(...)")
        try:
            return parse(given) if parse else build(self.cls, {first.name: given}, path)
        except AzstudyError as problem:
            raise (at(path, problem) if parse else problem) from None


@attrs.frozen
class OneOfKind(Kind):
    """One of several nouns; in plain form `kind` says which."""

    classes: tuple[type[Noun], ...]
    parse: Callable[[str], Any] | None = None

    def read(self, given: Any, path: str) -> Any:
        """One of the nouns, a mapping with its `kind`, or text where there is a reader for it."""
        if isinstance(given, self.classes):
            return given
        if isinstance(given, str) and self.parse is not None:
            try:
                return self.parse(given)
            except AzstudyError as problem:
                raise at(path, problem) from None
        names = {cls.__name__: cls for cls in self.classes}
        if not isinstance(given, Mapping):
            raise wrong(path, given, f"one of {', '.join(names)}")
        kind = given.get("kind")
        if kind not in names:
            hint = f"Allowed: {', '.join(names)}."
            raise at(path, UnknownNameError("kind", kind, nearest(str(kind), names), hint=hint))
        return build(names[kind], {name: value for name, value in given.items() if name != "kind"}, path)

    def plain(self, value: Noun) -> dict[str, Any]:
        """The fields that differ from their defaults, after `kind`."""
        return tagged(value)


def tagged(value: Noun) -> dict[str, Any]:
    """A noun as a plain dict that says its kind."""
    return {"kind": type(value).__name__} | {name: kind.plain(value_of) for name, kind, value_of in _differing(value)}


def _differing(value: Noun) -> list[tuple[str, Kind, Any]]:
    readers = kinds(type(value))
    return [(name, readers[name], value_of) for name, value_of in value.changed_fields().items()]
