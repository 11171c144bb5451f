"""Text as a drawing can take it: no control characters, and lines that are not too long."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from typing import Final

LINE: Final = 28
"""Characters on a line of a box; longer labels go on, longer words are cut."""

# What XML 1.0 cannot hold, and what would turn the writing direction of the text after it.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]")
_SPACES = re.compile(r"[^\S\n]+")
_BREAKS = re.compile("\r\n|[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


def clean(text: str) -> str:
    r"""`text` with plain line ends and spaces, and nothing that cannot be drawn.

    >>> clean("a\tb\r\nc\x00")
    'a b\nc�'
    """
    lines = _SPACES.sub(" ", _UNFIT.sub("\ufffd", _BREAKS.sub("\n", text))).split("\n")
    return "\n".join(line.strip() for line in lines).strip("\n")


def one_line(text: str) -> str:
    r"""`text` on one line.

    >>> one_line(" a\n b ")
    'a b'
    """
    return " ".join(clean(text).split())


def lines(text: str, *, width: int = LINE) -> list[str]:
    """`text` in lines of at most `width` columns (a wide character of East Asia takes two), never empty.

    >>> lines("Standard_E8-4ads_v5 in westeurope", width=20)
    ['Standard_E8-4ads_v5', 'in westeurope']
    """
    found: list[str] = []
    for line in clean(text).split("\n"):
        if len(line) <= width // 2 or _columns(line) <= width:
            found.append(line)
            continue
        for piece in textwrap.wrap(line, width, break_on_hyphens=False):
            found += _cut(piece, width)
    return found or [""]


def _cut(text: str, width: int) -> list[str]:
    """`text` in pieces of at most `width` columns."""
    pieces, piece, used = [], "", 0
    for character in text:
        wide = _columns(character)
        if piece and used + wide > width:
            pieces.append(piece)
            piece, used = "", 0
        piece += character
        used += wide
    return [*pieces, piece] if piece else pieces


def _columns(text: str) -> int:
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
