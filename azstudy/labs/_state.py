"""A lab's state as one line of text, to paste into a chat, a slide or another notebook.

    sizing: vcpus=4 memory_gib=16 os=windows

Only what differs from the start is written, so a line stays short and stays valid when a control is added.
"""

from __future__ import annotations

from azstudy.errors import InvalidInputError
from azstudy.labs._controls import Controls, State


def write_line(lab: str, controls: Controls, state: State) -> str:
    """The line that opens `state` again."""
    words = [f"{name}={controls[name].write(value)}" for name, value in controls.changed(state).items()]
    return " ".join([f"{lab}:", *words])


def read_line(lab: str, controls: Controls, line: str) -> State:
    """The state a line describes; the lab's name in front may be left out.

    Raises:
        InvalidInputError: For a line of another lab, a word without `=`, an unknown name or a bad value.
    """
    text = line.strip().strip("\"'`")
    head, colon, rest = text.partition(":")
    if colon and "=" not in head:
        if head.strip().lower() != lab:
            raise InvalidInputError(
                f"This line is for the lab {head.strip()!r}, not for {lab!r}: {line.strip()!r}. "
                f"A line for this lab starts with {lab + ':'!r}."
            )
        text = rest
    given: dict[str, str] = {}
    for word in text.replace(";", " ").split():
        name, equals, value = word.partition("=")
        if not equals or not name:
            raise InvalidInputError(
                f"{word!r} in the state line is not a setting. Write name=value words, such as: "
                f"{_example(lab, controls)}"
            )
        if name in given:
            raise InvalidInputError(f"{name!r} stands twice in the state line {line.strip()!r}. Keep one of them.")
        given[name] = value
    return controls.state(given)


def _example(lab: str, controls: Controls) -> str:
    first = next(iter(controls))
    return f"{lab}: {first.name}={first.write(first.default)}"
