"""How a noun's fields read what a person wrote and give it back as plain JSON, by annotation."""

from __future__ import annotations

import functools
import operator
import re
import types
import typing
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Annotated, Any, Final

import attrs

from azstudy.errors import AzstudyError, InvalidInputError
from azstudy.model.fields import ANY_NUMBER, LARGEST_NUMBER, Between, Check, Matches, Parsed, Refers, Unique

LONGEST_TEXT: Final = 100_000


class Kind:
    """How one annotation reads what a person wrote (`read`) and gives it back as plain JSON (`plain`)."""

    __slots__ = ()

    def read(self, given: Any, path: str) -> Any:
        """The value meant by `given`; an error names `path`."""
        raise NotImplementedError

    def plain(self, value: Any) -> Any:
        """The value as JSON holds it."""
        return value

    @property
    def refers_to(self) -> tuple[str, ...]:
        """Class names that this text names, empty for everything else."""
        return ()


def wrong(path: str, given: object, allowed: str) -> InvalidInputError:
    """The error that says where, what was given and what is allowed; long input is cut."""
    shown = repr(given)
    return InvalidInputError(f"{path}: {shown if len(shown) < 120 else shown[:117] + '...'} is not {allowed}.")


def at(path: str, problem: AzstudyError) -> AzstudyError:
    """The same error with the place in front of its message."""
    problem.args = (f"{path}: {problem}",)
    return problem


@attrs.frozen
class TextKind(Kind):
    """Text; `matches`, `check` and `refers` narrow it."""

    matches: Matches | None = None
    check: Check | None = None
    refers: Refers | None = None

    def read(self, given: Any, path: str) -> str:
        """Text as it stands; for a reference a noun stands for its name."""
        if self.refers and not isinstance(given, str):
            given = getattr(given, "name", given)
        if isinstance(given, int) and not isinstance(given, bool) and self.check:
            given = str(given)
        if not isinstance(given, str):
            raise wrong(path, given, self.matches.words if self.matches else "text")
        if len(given) > LONGEST_TEXT:
            raise InvalidInputError(f"{path}: {len(given)} characters; at most {LONGEST_TEXT} make sense.")
        if self.matches and not re.fullmatch(self.matches.pattern, given):
            raise wrong(path, given, self.matches.words)
        if self.refers and not given.strip():
            raise wrong(path, given, f"the name of a {' or '.join(self.refers.kinds)} (leave the field out for none)")
        if self.check:
            try:
                return self.check.function(given)
            except ValueError as problem:
                raise InvalidInputError(f"{path}: {problem}") from None
        return str(given)

    @property
    def refers_to(self) -> tuple[str, ...]:
        """The kinds of the mark `Refers`."""
        return self.refers.kinds if self.refers else ()


@attrs.frozen
class NumberKind(Kind):
    """A whole number or a float inside its sensible range."""

    whole: bool
    range: Between = ANY_NUMBER

    def read(self, given: Any, path: str) -> int | float:
        """A number; text that is a number counts (`zone="1"` as Azure writes it)."""
        number = given
        if isinstance(given, str):
            try:
                number = float(given)
            except ValueError:
                raise wrong(path, given, self._words()) from None
        if isinstance(number, bool) or not isinstance(number, int | float) or number != number:
            raise wrong(path, given, self._words())
        if not self.range.low <= number <= self.range.high or (self.whole and number != int(number)):
            raise wrong(path, given, self._words())
        return int(number) if self.whole else float(number)

    def plain(self, value: float) -> float:
        """Whole floats without their `.0`."""
        return int(value) if value == int(value) else value

    def _words(self) -> str:
        kind = "a whole number" if self.whole else "a number"
        low, high = f"{self.range.low:g}", f"{self.range.high:g}"
        if self.range.high < LARGEST_NUMBER:
            return f"{kind} from {low} to {high}"
        return f"{kind} of {low} or more" if self.range.low > -LARGEST_NUMBER else kind


@attrs.frozen
class FlagKind(Kind):
    """True or False."""

    def read(self, given: Any, path: str) -> bool:
        """A bool and nothing else: "no" would be true."""
        if isinstance(given, bool):
            return given
        raise wrong(path, given, "True or False")


@attrs.frozen
class ParsedKind(Kind):
    """A class with its own `parse`: closed lists of words, size names."""

    cls: type

    def read(self, given: Any, path: str) -> Any:
        """The member or value that the class reads from `given`."""
        if isinstance(given, self.cls):
            return given
        name = getattr(given, "name", None)
        if not isinstance(given, str | int) and isinstance(name, str):
            given = name  # a VmSize from the catalogue stands for its name
        try:
            return self.cls.parse(str(given))  # type: ignore[attr-defined]
        except AzstudyError as problem:
            raise at(path, problem) from None

    def plain(self, value: Any) -> str:
        """The word or the full name."""
        return str(value)


_MOMENTS: Final = {
    datetime: "a date and time such as '2026-11-22 04:00', without an offset",
    date: "a date such as '2026-11-22'",
    time: "a time of day such as '04:00', without an offset",
}


@attrs.frozen
class MomentKind(Kind):
    """A date, a time of day or both; wall-clock, since Azure keeps the time zone in a field of its own."""

    cls: type

    def read(self, given: Any, path: str) -> Any:
        """The moment itself or ISO text."""
        moment = given
        if isinstance(given, str):
            try:
                moment = self.cls.fromisoformat(given.strip())  # type: ignore[attr-defined]
            except ValueError:
                raise wrong(path, given, _MOMENTS[self.cls]) from None
        if type(moment) is not self.cls or getattr(moment, "tzinfo", None) is not None:
            raise wrong(path, given, _MOMENTS[self.cls])
        return moment

    def plain(self, value: Any) -> str:
        """ISO text."""
        return str(value.isoformat())


@attrs.frozen
class OptionalKind(Kind):
    """A field that may be left open (None)."""

    inner: Kind

    def read(self, given: Any, path: str) -> Any:
        """None or what the inner kind reads."""
        return None if given is None else self.inner.read(given, path)

    def plain(self, value: Any) -> Any:
        """None or the inner plain value."""
        return None if value is None else self.inner.plain(value)

    @property
    def refers_to(self) -> tuple[str, ...]:
        """What the inner kind refers to."""
        return self.inner.refers_to


@attrs.frozen
class ManyKind(Kind):
    """A tuple; any iterable is taken, and a single value counts as a tuple of one."""

    inner: Kind
    unique: Unique | None = None

    def read(self, given: Any, path: str) -> tuple[Any, ...]:
        """Every item read, with its place in the path."""
        single = isinstance(given, str | bytes | Mapping) or not isinstance(given, Iterable)
        items = [given] if single else given
        values = tuple(self.inner.read(item, f"{path}[{place}]") for place, item in enumerate(items))
        if self.unique:
            _refuse_twins(values, self.unique.field, path)
        return values

    def plain(self, value: Iterable[Any]) -> list[Any]:
        """A list of plain values."""
        return [self.inner.plain(item) for item in value]

    @property
    def refers_to(self) -> tuple[str, ...]:
        """What the items refer to."""
        return self.inner.refers_to


def _refuse_twins(values: tuple[Any, ...], field: str, path: str) -> None:
    seen: set[tuple[str, str]] = set()
    for value in values:
        kind, name = type(value).__name__, str(getattr(value, field))
        # Azure's names do not differ by case
        if (kind, name.casefold()) in seen:
            raise InvalidInputError(f"{path}: two of kind {kind} are called {name!r}; give each its own {field}.")
        seen.add((kind, name.casefold()))


@attrs.frozen
class TagsKind(Kind):
    """Names with values: written as a dict, kept as sorted pairs."""

    def read(self, given: Any, path: str) -> tuple[tuple[str, str], ...]:
        """Sorted pairs of text."""
        try:
            pairs = dict(given).items()
        except (TypeError, ValueError):
            raise wrong(path, given, "names with values such as {'env': 'test'}") from None
        for name, value in pairs:
            if not isinstance(name, str) or not isinstance(value, str) or not name.strip():
                raise wrong(path, {name: value}, "a name with a text value such as {'env': 'test'}")
        return tuple(sorted(pairs))

    def plain(self, value: Iterable[tuple[str, str]]) -> dict[str, str]:
        """A dict."""
        return dict(value)


def kind_of(annotation: Any) -> Kind:
    """The reader for one annotation.

    Raises:
        TypeError: For an annotation that no reader knows (a slip in a noun's definition).
    """
    origin = typing.get_origin(annotation)
    marks: tuple[Any, ...] = ()
    if origin is Annotated:
        annotation, *rest = typing.get_args(annotation)
        marks, origin = tuple(rest), typing.get_origin(annotation)
    if "tags" in marks:
        return TagsKind()
    if origin in (typing.Union, types.UnionType):
        return _union(typing.get_args(annotation), marks)
    if origin is tuple:
        return ManyKind(kind_of(typing.get_args(annotation)[0]), _mark(marks, Unique))
    return _single(annotation, marks)


def bare(annotation: Any) -> Any:
    """An annotation without its marks, as a reader of a signature wants it."""
    origin, members = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is Annotated:
        return dict[str, str] if "tags" in members else bare(members[0])
    if origin in (typing.Union, types.UnionType):
        return functools.reduce(operator.or_, map(bare, members))
    return types.GenericAlias(tuple, tuple(map(bare, members))) if origin is tuple else annotation


def _union(members: tuple[Any, ...], marks: tuple[Any, ...]) -> Kind:
    some = [member for member in members if member is not type(None)]
    inner = kind_of(some[0]) if len(some) == 1 else _one_of(tuple(some), marks)
    return OptionalKind(inner) if len(some) < len(members) else inner


def _one_of(members: tuple[Any, ...], marks: tuple[Any, ...]) -> Kind:
    from azstudy.model.noun import OneOfKind

    parsed = _mark(marks, Parsed)
    return OneOfKind(members, parsed.function if parsed else None)


def _single(annotation: Any, marks: tuple[Any, ...]) -> Kind:
    if annotation is bool:
        return FlagKind()
    if annotation in (int, float):
        return NumberKind(annotation is int, _mark(marks, Between) or ANY_NUMBER)
    if annotation is str:
        return TextKind(_mark(marks, Matches), _mark(marks, Check), _mark(marks, Refers))
    if annotation in _MOMENTS:
        return MomentKind(annotation)
    from azstudy.model.noun import Noun, NounKind

    if isinstance(annotation, type) and issubclass(annotation, Noun):
        return NounKind(annotation)
    if hasattr(annotation, "parse"):
        return ParsedKind(annotation)
    raise TypeError(f"No reader for the annotation {annotation!r}.")


def _mark(marks: tuple[Any, ...], kind: type) -> Any:
    return next((mark for mark in marks if isinstance(mark, kind)), None)
