"""What a learner can set in a lab: numbers, choices, toggles. Declarations only, no widgets.

A control names its value, reads it from whatever a form or a line of text holds, and writes it
back. `spec()` is all that the form in the browser needs to draw it.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import attrs

from azstudy.errors import InvalidInputError, UnknownNameError, nearest

Value = Any
"""A control's value: a number, a text, a bool, a tuple of texts, or None for "any"."""

State = Mapping[str, Value]
"""Every control's value, by name; read-only."""

ANY = "any"


@attrs.frozen(kw_only=True)
class Control(ABC):
    """One thing to set.

    Attributes:
        name: Its name in the state and in code.
        label: Plain words beside it.
        property: What Azure calls it, in the API or the portal, shown beside the label.
        unit: Unit of a number.
        help: One sentence for a beginner.
        default: Its value at the start.
    """

    name: str
    label: str
    property: str = ""
    unit: str = ""
    help: str = ""
    default: Value = None

    @abstractmethod
    def parse(self, raw: Value) -> Value:
        """The value meant by `raw`.

        Raises:
            InvalidInputError: Naming the control, what was given and what is allowed.
        """

    def write(self, value: Value) -> str:
        """The value as one word of text that `parse` reads back."""
        return ANY if value is None else str(value)

    def spec(self) -> dict[str, Any]:
        """Plain values that describe it to the form."""
        return {
            "name": self.name,
            "label": self.label,
            "property": self.property,
            "unit": self.unit,
            "help": self.help,
            "default": self.default,
        }

    def refuse(self, raw: Value, allowed: str) -> InvalidInputError:
        """The error for a value that makes no sense here."""
        return InvalidInputError(f"{self.label} ({self.name}): {raw!r} was given; allowed: {allowed}.")


@attrs.frozen(kw_only=True)
class Number(Control):
    """A number on a slider with a box to type it in; `stops` are where the slider rests.

    With `optional`, None is allowed, is the slider's leftmost stop and shows as the word `empty`.
    """

    minimum: float
    maximum: float
    stops: tuple[float, ...]
    whole: bool = True
    optional: bool = False
    empty: str = ANY

    @classmethod
    def of(cls, name: str, label: str, stops: tuple[float, ...], default: float | None, **more: Any) -> Number:
        """A number from the first of its stops to the last."""
        given = {"minimum": stops[0], "maximum": stops[-1], **more}
        return cls(name=name, label=label, stops=stops, default=default, **given)

    def parse(self, raw: Value) -> Value:
        """A number in range, whole where it must be; None, "" or "any" where it may be left open."""
        if raw is None or (isinstance(raw, str) and raw.strip().lower() in ("", ANY, "none")):
            if self.optional:
                return None
            raise self.refuse(raw, self._allowed())
        try:
            value = math.nan if isinstance(raw, bool) else float(raw)
        except (TypeError, ValueError):
            value = math.nan
        if not self.minimum <= value <= self.maximum or (self.whole and not value.is_integer()):
            raise self.refuse(raw, self._allowed())
        return int(value) if value.is_integer() else value

    def write(self, value: Value) -> str:
        """Digits without an exponent."""
        return ANY if value is None else f"{value:.12g}"

    def spec(self) -> dict[str, Any]:
        """As Control.spec, with the range and the stops."""
        return super().spec() | {
            "kind": "number",
            "minimum": self.minimum,
            "maximum": self.maximum,
            "stops": list(self.stops),
            "whole": self.whole,
            "optional": self.optional,
            "empty": self.empty,
        }

    def _allowed(self) -> str:
        kind = "a whole number" if self.whole else "a number"
        unit = f" {self.unit}" if self.unit else ""
        return f"{kind} from {self.minimum:g} to {self.maximum:g}{unit}{', or any' if self.optional else ''}"


@attrs.frozen(kw_only=True)
class Choice(Control):
    """One of a few options, each a (value, words) pair; `look` is "select", "radio" or "bar"."""

    options: tuple[tuple[Value, str], ...]
    look: str = "select"

    def parse(self, raw: Value) -> Value:
        """An option's value, given as itself or as the text `write` makes of it, in any case."""
        for value, _ in self.options:
            if raw is value or (raw == value and isinstance(raw, bool) == isinstance(value, bool)):
                return value
        key = str(raw).strip().lower()
        for value, words in self.options:
            if key in (self.write(value).lower(), words.lower()):
                return value
        allowed = [self.write(value) for value, _ in self.options]
        shown = ", ".join(allowed) if len(allowed) <= 12 else f"{', '.join(allowed[:8])} and {len(allowed) - 8} more"
        raise UnknownNameError(self.label.lower(), raw, nearest(str(raw), allowed), hint=f"Allowed: {shown}.")

    def write(self, value: Value) -> str:
        """The value in one word: yes or no for a bool, any for None."""
        if isinstance(value, bool):
            return "yes" if value else "no"
        return super().write(value)

    def spec(self) -> dict[str, Any]:
        """As Control.spec, with the options."""
        return super().spec() | {
            "kind": "choice",
            "look": self.look,
            "options": [[value, words] for value, words in self.options],
        }


@attrs.frozen(kw_only=True)
class Choices(Control):
    """Any number of options, as a tuple in the order of `options`."""

    options: tuple[tuple[str, str], ...]
    default: Value = ()

    def parse(self, raw: Value) -> Value:
        """A tuple of options from a list, or from words joined by commas."""
        given: Sequence[Any] = [part for part in raw.split(",") if part] if isinstance(raw, str) else list(raw or ())
        if isinstance(raw, str) and raw.strip().lower() == ANY:
            given = ()
        keys = {str(part).strip().lower() for part in given}
        known = {value.lower() for value, _ in self.options}
        for key in keys - known:
            raise UnknownNameError(self.label.lower(), key, nearest(key, known), hint=f"Allowed: {', '.join(known)}.")
        return tuple(value for value, _ in self.options if value.lower() in keys)

    def write(self, value: Value) -> str:
        """Words joined by commas."""
        return ",".join(value) or ANY

    def spec(self) -> dict[str, Any]:
        """As Control.spec, with the options."""
        return super().spec() | {
            "kind": "choices",
            "options": [[value, words] for value, words in self.options],
            "default": list(self.default),
        }


@attrs.frozen(kw_only=True)
class Toggle(Control):
    """On or off."""

    default: bool = False

    def parse(self, raw: Value) -> Value:
        """True or False, also from yes/no, on/off, true/false, 1/0."""
        if isinstance(raw, bool):
            return raw
        word = str(raw).strip().lower()
        if word in ("yes", "on", "true", "1"):
            return True
        if word in ("no", "off", "false", "0"):
            return False
        raise self.refuse(raw, "yes or no")

    def write(self, value: Value) -> str:
        """Yes or no."""
        return "yes" if value else "no"

    def spec(self) -> dict[str, Any]:
        """As Control.spec."""
        return super().spec() | {"kind": "toggle"}


@attrs.frozen(kw_only=True)
class Line(Control):
    """A line of text to type."""

    placeholder: str = ""
    default: Value = ""

    def parse(self, raw: Value) -> Value:
        """The text, without space around it."""
        return str(raw or "").strip()

    def spec(self) -> dict[str, Any]:
        """As Control.spec."""
        return super().spec() | {"kind": "text", "placeholder": self.placeholder}


@attrs.frozen(kw_only=True)
class Area(Line):
    """Several lines of text to write or paste; `action` stands on the button that takes them."""

    rows: int = 6
    action: str = "Read this text"

    def spec(self) -> dict[str, Any]:
        """As Line.spec, with the rows and the button's words."""
        return super().spec() | {"kind": "area", "rows": self.rows, "action": self.action}


@attrs.frozen(kw_only=True)
class TakeAway(Control):
    """Text to copy; it cannot be changed."""

    rows: int = 2
    default: Value = ""

    def parse(self, raw: Value) -> Value:
        """The text as it is."""
        return str(raw or "")

    def spec(self) -> dict[str, Any]:
        """As Control.spec."""
        return super().spec() | {"kind": "copy", "rows": self.rows}


@attrs.frozen(kw_only=True)
class Press(Control):
    """A button; its value counts the presses, so that a press arrives together with the values beside it."""

    primary: bool = False
    default: Value = 0

    def parse(self, raw: Value) -> Value:
        """How often it was pressed."""
        return int(raw or 0)

    def spec(self) -> dict[str, Any]:
        """As Control.spec."""
        return super().spec() | {"kind": "press", "primary": self.primary}


@attrs.frozen(kw_only=True)
class Group:
    """Controls under one heading; a closed group is one click away, so that a beginner meets few at first."""

    title: str
    controls: tuple[Control, ...]
    open: bool = True


@attrs.frozen
class Controls:
    """All controls of a lab, in groups; builds, reads and writes its states."""

    groups: tuple[Group, ...]

    def __iter__(self) -> Iterator[Control]:
        return (control for group in self.groups for control in group.controls)

    def __getitem__(self, name: str) -> Control:
        for control in self:
            if control.name == name:
                return control
        names = [control.name for control in self]
        raise UnknownNameError("setting", name, nearest(name, names), hint=f"Allowed: {', '.join(names)}.")

    @property
    def defaults(self) -> State:
        """Every control at its start."""
        return MappingProxyType({control.name: control.default for control in self})

    def state(self, given: Mapping[str, Value] | None = None, *, base: State | None = None) -> State:
        """`base` (the defaults if none) with the `given` values, each checked.

        Raises:
            InvalidInputError: For a value out of range, or a name that is not a control.
        """
        values = dict(base if base is not None else self.defaults)
        for name, raw in (given or {}).items():
            values[name] = self[name].parse(raw)
        return MappingProxyType(values)

    def changed(self, state: State) -> dict[str, Value]:
        """The values that differ from the defaults, in the order of the controls."""
        return {c.name: state[c.name] for c in self if state[c.name] != c.default}

    def specs(self) -> list[dict[str, Any]]:
        """Groups and fields for the form."""
        return [
            {"title": group.title, "open": group.open, "fields": [control.spec() for control in group.controls]}
            for group in self.groups
        ]
