"""Steps in words: "scale to 10", "lose zone 2", "protect 3, 4". A table of patterns, each with an example."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, Final, TypeAlias

import attrs

from azstudy.errors import InvalidInputError, UnknownNameError, nearest

Step: TypeAlias = str | int
"""A step as it is written: words, or a number, which is a capacity to scale to."""


@attrs.frozen
class Order:
    """A step that was understood: which action, with which plain values."""

    action: str
    text: str
    values: tuple[Any, ...] = ()


@attrs.frozen
class Form:
    """One form of step: its pattern, the action, how its values are read, and an example."""

    pattern: re.Pattern[str]
    action: str
    read: Callable[[re.Match[str]], tuple[Any, ...]]
    example: str


_UNITS: Final = {"m": 60.0, "h": 3600.0, "d": 86400.0}
_IDS: Final = r"(?:instances?|vms?)? *(?P<ids>[\w/-]*\d+(?:[ ,]+(?:and +)?[\w/-]*\d+)*)"


def _ids(found: re.Match[str]) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"(\d+)(?=[ ,]|$)", found["ids"]))


def _whole(name: str) -> Callable[[re.Match[str]], tuple[Any, ...]]:
    return lambda found: (int(found[name].replace(",", "")),)


def _form(pattern: str, action: str, example: str, read: Callable[[re.Match[str]], tuple[Any, ...]]) -> Form:
    return Form(re.compile(pattern), action, read, example)


def _nothing(_: re.Match[str]) -> tuple[Any, ...]:
    return ()


def _share(found: re.Match[str]) -> tuple[Any, ...]:
    if found["all"]:
        return ("share", 1.0)
    number = float(found["number"])
    return ("share", number / 100) if found["percent"] else ("number", int(number))


_NUMBER: Final = r"(?P<number>-?\d[\d,]*)(?: *(?:instances?|vms?))?"
FORMS: Final = (
    _form(rf"(?:scale|set capacity|scale (?:out|in)) to {_NUMBER}", "scale", "scale to 10", _whole("number")),
    _form(rf"autoscale (?:(?:out|in) )?to {_NUMBER}", "autoscale", "autoscale to 10", _whole("number")),
    _form(rf"(?:scale out|add) (?:by )?{_NUMBER}", "grow", "scale out by 2", _whole("number")),
    _form(rf"scale in (?:by )?{_NUMBER}", "shrink", "scale in by 2", _whole("number")),
    _form(r"(?:lose|fail) zone (?P<zone>-?\d+)", "lose zone", "lose zone 2", _whole("zone")),
    _form(r"restore zone (?P<zone>-?\d+)", "restore zone", "restore zone 2", _whole("zone")),
    _form(rf"add zones? {_IDS}", "add zones", "add zones 1, 2, 3", _ids),
    _form(
        r"evict (?:(?P<all>all)|(?P<number>\d+(?:\.\d+)?) *(?P<percent>%)?) *spot(?: vms?| instances?)?",
        "evict",
        "evict 5 spot",
        _share,
    ),
    _form(rf"evict {_IDS}", "evict ids", "evict 3, 4", _ids),
    _form(rf"protect {_IDS}(?: from scale[- ]in)?", "protect", "protect 3, 4", _ids),
    _form(
        rf"protect {_IDS} from (?:scale[- ]set )?actions", "protect actions", "protect 3 from scale-set actions", _ids
    ),
    _form(rf"unprotect {_IDS}", "unprotect", "unprotect 3", _ids),
    _form(rf"(?:delete|remove) {_IDS}", "delete", "delete 3, 4", _ids),
    _form(r"replace (?:the )?lost(?: instances| vms)?", "replace lost", "replace lost", _nothing),
    _form(rf"replace {_IDS}", "replace", "replace 3", _ids),
    _form(rf"deallocate {_IDS}", "deallocate", "deallocate 3", _ids),
    _form(r"start all", "start all", "start all", _nothing),
    _form(rf"start {_IDS}", "start", "start 3", _ids),
    _form(rf"unhealthy {_IDS}", "unhealthy", "unhealthy 3", _ids),
    _form(
        r"new (?:instances|vms) stay (?P<state>un)?healthy",
        "new health",
        "new instances stay unhealthy",
        lambda found: (found["state"] is None,),
    ),
    _form(
        r"(?:use |scale-in )?policy (?P<policy>[a-z]+)", "policy", "policy OldestVM", lambda found: (found["policy"],)
    ),
    _form(
        r"(?:spot )?mix (?:base )?(?P<base>\d+)[, ]+(?P<percent>\d+(?:\.\d+)?) *%?",
        "mix",
        "mix 10, 50%",
        lambda found: (int(found["base"]), float(found["percent"])),
    ),
    _form(
        r"(?P<kind>strict|best[- ]effort) (?:zone )?balance",
        "balance",
        "strict balance",
        lambda found: (found["kind"] == "strict",),
    ),
    _form(
        r"(?:only )?(?P<number>\d+) fault domains?(?: in zone (?P<zone>\d+))?",
        "fault domains",
        "only 3 fault domains in zone 2",
        lambda found: (int(found["number"]), int(found["zone"]) if found["zone"] else None),
    ),
    _form(r"standby fails? (?P<number>\d+)", "standby fails", "standby fails 2", _whole("number")),
    _form(
        r"wait (?P<number>\d+(?:\.\d+)?) *(?P<unit>[mhd])(?:in|ins|inutes?|ours?|ays?)?",
        "wait",
        "wait 12 hours",
        lambda found: (float(found["number"]) * _UNITS[found["unit"]],),
    ),
)
EXAMPLES: Final = tuple(form.example for form in FORMS)


def read_steps(given: Step | Iterable[Step]) -> tuple[Order, ...]:
    """Steps as they are written, one by one, or in one text with semicolons or line breaks between them.

    Raises:
        UnknownNameError: For a step nobody knows, with the nearest forms.
        InvalidInputError: For something that is no step at all.

    >>> [order.action for order in read_steps("lose zone 2; scale to 12")]
    ['lose zone', 'scale']
    """
    if isinstance(given, str):
        parts: Iterable[Step] = [part for part in re.split(r"[;\n]", given) if part.strip()]
    elif isinstance(given, int):
        parts = [given]
    elif isinstance(given, Iterable):
        parts = given
    else:
        raise InvalidInputError(f"steps: {given!r} was given. Write a list of steps such as [{EXAMPLES[0]!r}].")
    return tuple(read_step(part) for part in parts)


def read_step(given: Step) -> Order:
    """One step.

    >>> read_step("evict 50% spot").values, read_step(7).text
    (('share', 0.5), 'scale to 7')
    """
    if isinstance(given, int) and not isinstance(given, bool):
        return Order("scale", f"scale to {given}", (given,))
    if not isinstance(given, str):
        raise InvalidInputError(f"A step is {given!r}. Write it in words, such as {EXAMPLES[0]!r}.")
    words = " ".join(given.split()).rstrip(".").lower()
    for form in FORMS:
        found = form.pattern.fullmatch(words)
        if found is not None:
            return Order(form.action, " ".join(given.split()).rstrip("."), form.read(found))
    close = nearest(words, EXAMPLES, cutoff=0.5) or EXAMPLES[:3]
    raise UnknownNameError("step", given, close, hint=f"Steps look like: {'; '.join(EXAMPLES)}.")
