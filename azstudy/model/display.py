"""How nouns show themselves: a small registry that the drawing part of azstudy fills.

The model draws nothing. A noun asks `bundle` for what to show; who can draw registers itself per class with
`register`, or names with `provide` the function that will do so when something is shown for the first time.
With nothing registered a noun shows its text.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import singledispatch
from typing import TypeVar

from azstudy.errors import AzstudyError

Drawer = Callable[[object], dict[str, str]]
_Drawer = TypeVar("_Drawer", bound=Callable[..., dict[str, str]])
_providers: list[Callable[[], object]] = []


@singledispatch
def _draw(value: object) -> dict[str, str]:
    """The default: nothing beyond text."""
    return {}


def register(kind: type) -> Callable[[_Drawer], _Drawer]:
    """Register a function that gives further representations of `kind` and its subclasses, by MIME type.

    >>> class Note:
    ...     def __repr__(self):
    ...         return "Note()"
    >>> @register(Note)
    ... def draw(note):
    ...     return {"text/vnd.mermaid": "graph TD"}
    >>> bundle(Note())
    {'text/plain': 'Note()', 'text/vnd.mermaid': 'graph TD'}
    """

    def keep(drawer: _Drawer) -> _Drawer:
        _draw.register(kind, drawer)
        return drawer

    return keep


def provide(loader: Callable[[], object]) -> None:
    """Name the function that registers drawers; it runs once, when something is first shown."""
    _providers.append(loader)


def bundle(
    value: object, *, include: Collection[str] | None = None, exclude: Collection[str] | None = None
) -> dict[str, str]:
    """What Jupyter asks for: `text/plain` always, and what is registered for the class of `value`.

    A drawing that fails on purpose (no Graphviz, too large) leaves its reason below the text.
    """
    while _providers:
        _providers.pop(0)()
    shown = {"text/plain": repr(value)}
    try:
        shown |= _draw(value)
    except AzstudyError as problem:
        shown["text/plain"] += f"\n(not drawn: {problem})"
    return {
        mime: text
        for mime, text in shown.items()
        if (include is None or mime in include) and (exclude is None or mime not in exclude)
    }
