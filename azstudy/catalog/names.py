"""What products were called before: the name of today for a name in older courses and questions."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Final

import attrs

from azstudy import _resources
from azstudy.catalog.tables import records
from azstudy.errors import UnknownNameError, nearest

_COLUMNS: Final = ("old", "today", "source", "as_of")


@attrs.frozen(kw_only=True)
class CurrentName:
    """A name of today, and the older one it was asked by.

    Attributes:
        today: What it is called now.
        old: The older name; empty where the name of today was asked for.
        source: The page that says so.
        as_of: The date of that page, or the day it was read.
    """

    today: str
    old: str = ""
    source: str = ""
    as_of: str = ""

    @property
    def text(self) -> str:
        """One line."""
        if not self.old:
            return f"{self.today} is the name of today."
        return f"{self.old} is called {self.today} today ({self.source}, {self.as_of})."

    def __str__(self) -> str:
        return self.text


def current_name(name: str) -> CurrentName:
    """The name of today for an older one.

    Args:
        name: Such as "Azure AD", in any case; a name of today is returned as it is.

    Raises:
        UnknownNameError: For a name that is neither, with the nearest ones.

    >>> current_name("azure ad").today
    'Microsoft Entra ID'
    """
    known = renamed()
    found = next((one for one in known if one.old.casefold() == _key(name)), None)
    if found is not None:
        return found
    today = next((one.today for one in known if one.today.casefold() == _key(name)), None)
    if today is not None:
        return CurrentName(today=today)
    names = sorted({one.old for one in known} | {one.today for one in known})
    hint = "`az.glossary()` explains the words of today."
    raise UnknownNameError("product name", name, nearest(name, names), hint=hint)


@functools.cache
def renamed(folder: Path | None = None) -> tuple[CurrentName, ...]:
    """All older names, as `renamed.csv` has them.

    Raises:
        DataError: When the file is missing or broken.
    """
    rows = records((folder or _resources.data_dir()) / "renamed.csv", _COLUMNS)
    return tuple(CurrentName(**{name: row[name] for name in _COLUMNS}) for row in rows)


def _key(name: str) -> str:
    return " ".join(str(name).split()).casefold()
