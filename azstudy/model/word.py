"""The base of Azure's closed lists of words: spelled as Azure spells them, typed as a person types them."""

from __future__ import annotations

from functools import cache
from typing import Self

from azstudy.model.facts import _Word


class Word(_Word):
    """A closed list whose values are spelled as in Azure's resource properties; a subclass lists other spellings.

    >>> class Caching(Word):
    ...     READ_ONLY = "ReadOnly"
    >>> Caching.parse("read only") is Caching.READ_ONLY
    True
    """

    @classmethod
    def parse(cls, given: str | Self) -> Self:
        """The member meant by `given`; case, spaces, hyphens and underscores do not matter.

        Raises:
            UnknownNameError: Naming the allowed words and the nearest one.
        """
        if isinstance(given, cls):
            return given
        value = _spellings(cls).get(_key(str(given)))
        return super().parse(given) if value is None else cls(value)

    @classmethod
    def _noun(cls) -> str:
        return "".join(f" {ch.lower()}" if ch.isupper() else ch for ch in cls.__name__).strip()


@cache
def _spellings(words: type[Word]) -> dict[str, str]:
    """Every accepted spelling, brought to its key -> the value it stands for."""
    spellings = {_key(alias): value for alias, value in words._aliases().items()}
    return spellings | {_key(member.name): member.value for member in words} | {_key(m.value): m.value for m in words}


def _key(text: str) -> str:
    return "".join(ch for ch in text.lower() if ch.isalnum() or ch in "+*<>=!")
