"""The one tree of errors azstudy raises on purpose.

Every message says what was given, what is allowed and what to do next, so the
command line can print it as it is and exit with `exit_code`.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class AzstudyError(Exception):
    """Base of all deliberate errors; `exit_code` is what the command line returns."""

    exit_code = 2


class InvalidInputError(AzstudyError, ValueError):
    """A value that makes no sense: negative memory, an unknown option, an absurd number."""


class UnknownNameError(InvalidInputError, LookupError):
    """A name that is not in a known list; carries the nearest matches.

    Attributes:
        kind: What was looked up, e.g. "VM size".
        given: The text the caller wrote.
        suggestions: Nearest allowed names, best first.
    """

    def __init__(self, kind: str, given: object, suggestions: Iterable[str] = (), *, hint: str = "") -> None:
        self.kind = kind
        self.given = given
        self.suggestions = tuple(suggestions)
        message = f"Unknown {kind} {given!r}."
        if self.suggestions:
            message += f" Did you mean {_either(self.suggestions)}?"
        if hint:
            message += f" {hint}"
        super().__init__(message)


class DataError(AzstudyError):
    """Bundled or downloaded facts are missing, unreadable or fail their checks."""

    exit_code = 3


class MissingPriceError(AzstudyError, LookupError):
    """No price is known for this size, region and offer; unknown is never zero."""

    exit_code = 4


class RefreshError(AzstudyError):
    """A price refresh did not finish; the prices in use before it are kept."""

    exit_code = 5


class QuizError(AzstudyError):
    """A question file breaks the schema, or an answer is not one the question can take."""


class SetupError(AzstudyError):
    """The machine is in the way: a port in use, a folder that cannot be written, a missing tool."""

    exit_code = 6


def nearest(given: str, allowed: Iterable[str], *, count: int = 3, cutoff: float = 0.6) -> tuple[str, ...]:
    """Allowed names closest to `given`, best first, compared without case or separators.

    >>> nearest("West Eurpoe", ["westeurope", "northeurope", "eastus"], count=1)
    ('westeurope',)
    """
    by_key: dict[str, str] = {}
    for name in allowed:
        by_key.setdefault(_key(name), name)
    matches = difflib.get_close_matches(_key(given), by_key, n=count, cutoff=cutoff)
    return tuple(by_key[match] for match in matches)


def _key(name: str) -> str:
    return "".join(ch for ch in name.lower() if ch.isalnum())


def _either(names: tuple[str, ...]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
