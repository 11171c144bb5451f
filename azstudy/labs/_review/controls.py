"""What can be set in the review lab: which design, and the changes made to it."""

from __future__ import annotations

import base64
import binascii
import zlib
from collections.abc import Mapping
from typing import Any, Final

import attrs

from azstudy.errors import InvalidInputError
from azstudy.labs._controls import Area, Choice, Controls, Group, Line, State, Value
from azstudy.labs._review.edits import read_edits, write_edits
from azstudy.model.design import Design
from azstudy.model.noun import Noun
from azstudy.model.serial import to_json

OWN: Final = "own"
_PACKED: Final = "z:"
_LARGEST: Final = 1_000_000
"""Most characters a packed design may unfold to."""


@attrs.frozen(kw_only=True)
class DesignText(Area):
    """A design as JSON text. It is kept as it was typed, right or wrong: reading it is the lab's work."""

    def parse(self, raw: Value) -> Value:
        """The text; also from a design itself, and from the packed form that `write` makes."""
        if isinstance(raw, Noun):
            return to_json(raw)
        text = str(raw or "")
        return _unpack(text.strip()) if text.strip().startswith(_PACKED) else text

    def write(self, value: Value) -> str:
        """The text packed into one word."""
        packed = zlib.compress(str(value).encode(), 9)
        return _PACKED + base64.urlsafe_b64encode(packed).decode().rstrip("=")


def _unpack(word: str) -> str:
    body = word.removeprefix(_PACKED)
    try:
        packed = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))
        unfolding = zlib.decompressobj()
        text = unfolding.decompress(packed, _LARGEST).decode()
    except (binascii.Error, zlib.error, UnicodeDecodeError, ValueError):
        raise InvalidInputError(
            "design: the packed design in this line is damaged; copy the whole line again."
        ) from None
    if not unfolding.eof:
        raise InvalidInputError("design: the packed design in this line is cut off or too large; copy the whole line.")
    return text


@attrs.frozen(kw_only=True)
class Changes(Line):
    """The changes made to the design, as text."""

    def parse(self, raw: Value) -> Value:
        """The changes in their one spelling."""
        return write_edits(read_edits(str(raw or "")))


def controls(titles: Mapping[str, str]) -> Controls:
    """The controls: the bundled designs by name with their titles, a text of one's own, and the changes."""
    options = (*titles.items(), (OWN, "My own design (the text below)"))
    example = Choice(name="example", label="Design", options=options, default=next(iter(titles)))
    design = DesignText(
        name="design",
        label="A design as JSON",
        placeholder='{"version": 1, "noun": {"kind": "Design", "name": "mine", …}}',
        help="Paste what design.to_json() gives, or press “Edit as text” below.",
        rows=8,
        action="Review this text",
    )
    edits = Changes(
        name="edits",
        label="Changes, as text",
        placeholder="VirtualMachine:web1.size=D4s_v5",
        help="Filled by the form. One change after the other, joined by commas.",
    )
    return Controls(
        (
            Group(title="Which design", controls=(example,)),
            Group(title="Paste a design, or work as text", controls=(design, edits), open=False),
        )
    )


def settle(old: State, new: State) -> dict[str, Any]:
    """What follows from a change: a pasted text is looked at, and changes belong to the design they were made to."""
    follows: dict[str, Any] = {}
    if new["design"] != old["design"] and new["design"].strip():
        follows["example"] = OWN
    other = (new["design"], follows.get("example", new["example"])) != (old["design"], old["example"])
    if other and new["edits"] == old["edits"]:
        follows["edits"] = ""
    return follows


def chosen(state: State, known: Mapping[str, Design]) -> Design:
    """The design of a state before any change.

    Raises:
        InvalidInputError: For a text that is not a design; says where.
    """
    if state["example"] != OWN:
        return known[state["example"]]
    if not state["design"].strip():
        raise InvalidInputError(
            "There is no text yet. Paste a design as JSON under “Paste a design”, or choose one of the designs."
        )
    return Design.from_json(state["design"])
