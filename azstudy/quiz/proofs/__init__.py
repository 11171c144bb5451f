"""What a question can ask the models to confirm: a fixed table of functions, plain values in and out.

A question names an entry and the value it must return; nothing outside this table is ever called. The tests run every
proof of the bundled questions on the bundled data, so a question whose fact has changed fails. Every module beside this
one adds the functions of its subject to the table.
Sizes are written and returned without `Standard_`.
"""

from __future__ import annotations

import importlib
import math
import pkgutil
from collections.abc import Callable
from enum import Enum
from typing import Any, TypeVar

import attrs

from azstudy.errors import AzstudyError, QuizError, UnknownNameError, nearest
from azstudy.quiz.item import Item, Proof
from azstudy.quiz.kinds import Numeric

F = TypeVar("F", bound=Callable[..., Any])

PROOFS: dict[str, Callable[..., Any]] = {}


def proof(name: str) -> Callable[[F], F]:
    """Register a function under `name`; plain values in, plain values out."""

    def register(function: F) -> F:
        PROOFS[name] = function
        return function

    return register


@attrs.frozen(kw_only=True)
class Proved:
    """What a proof of a question returned, and whether that is what the question expects."""

    item_id: str
    call: str
    expected: Any
    returned: Any
    ok: bool
    problem: str = ""


def prove(item: Item) -> tuple[Proved, ...]:
    """Run every proof of `item`. A call that fails is a proof that is not ok; nothing is raised."""
    return tuple(_prove(item, one) for one in item.proofs)


def _prove(item: Item, one: Proof) -> Proved:
    expected = one.expect if one.expects else getattr(item.body, "answer", None)
    try:
        returned = call(one)
    except AzstudyError as error:
        return Proved(item_id=item.id, call=one.call, expected=expected, returned=None, ok=False, problem=str(error))
    if not one.expects and isinstance(item.body, Numeric):
        ok = _is_number(returned) and item.body.accepts(float(returned))
    else:
        ok = same(returned, expected)
    problem = "" if ok else f"{one.call} returned {returned!r}; the question says {expected!r}."
    return Proved(item_id=item.id, call=one.call, expected=expected, returned=returned, ok=ok, problem=problem)


def call(one: Proof) -> Any:
    """The plain value the function named by `one` returns.

    Raises:
        QuizError: Where the name is not in the table, or the arguments do not fit the function.
    """
    function = PROOFS.get(one.call)
    if function is None:
        close = nearest(one.call, PROOFS, count=1)
        guess = f" Did you mean {close[0]}?" if close else f" There are: {', '.join(sorted(PROOFS))}."
        raise QuizError(f"There is no proof called {one.call!r}.{guess}")
    try:
        return function(**one.args)
    except TypeError as error:
        raise QuizError(f"The proof {one.call!r} cannot be called with {dict(one.args)!r}: {error}.") from error


def same(returned: Any, expected: Any) -> bool:
    """True where two plain values are equal; numbers to nine digits, `true` never equal to 1.

    >>> same([0.1 + 0.2, "a"], [0.3, "a"]), same(True, 1)
    (True, False)
    """
    if _is_number(returned) and _is_number(expected):
        return math.isclose(returned, expected, rel_tol=1e-9, abs_tol=1e-12)
    if isinstance(returned, list | tuple) and isinstance(expected, list | tuple):
        return len(returned) == len(expected) and all(map(same, returned, expected))
    return type(returned) is type(expected) and bool(returned == expected)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def attribute(value: Any, name: str) -> Any:
    """A public attribute as a plain value; an unknown name is an error with a hint."""
    if name.startswith("_") or not hasattr(value, name):
        known = [each for each in dir(value) if not each.startswith("_")]
        raise UnknownNameError("field", name, nearest(name, known))
    return plain(getattr(value, name))


def plain(value: Any) -> Any:
    """A value as YAML knows it; QuizError for one that has no such form."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    if value is None or isinstance(value, str | bool | int | float):
        return value
    raise QuizError(f"{value!r} is not a plain value.")


for _module in sorted(each.name for each in pkgutil.iter_modules(__path__)):
    importlib.import_module(f"{__name__}.{_module}")
