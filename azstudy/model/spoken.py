"""What results have in common: they print as their text, in a terminal and in a notebook."""

from __future__ import annotations

from abc import ABC, abstractmethod


class Spoken(ABC):
    """A value that prints as its `text`.

    >>> class Greeting(Spoken):
    ...     @property
    ...     def text(self) -> str:
    ...         return "Hello"
    >>> print(Greeting())
    Hello
    """

    __slots__ = ()

    @property
    @abstractmethod
    def text(self) -> str:
        """The value in plain words, on one line or several."""

    def __str__(self) -> str:
        return self.text

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        return {"text/plain": self.text}
