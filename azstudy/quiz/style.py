"""What a good question does not do: borrowed company names, old product names, answers that can be guessed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from azstudy.catalog.names import renamed
from azstudy.quiz.item import Item
from azstudy.quiz.kinds import MultipleChoice, SingleChoice

SAMPLE_COMPANIES: Final = (
    "A. Datum",
    "Adatum",
    "Adventure Works",
    "AdventureWorks",
    "Alpine Ski House",
    "Bellows College",
    "Best for You Organics",
    "Blue Yonder Airlines",
    "City Power & Light",
    "Coho Vineyard",
    "Coho Winery",
    "Consolidated Messenger",
    "Contoso",
    "Fabrikam",
    "First Up Consultants",
    "Fourth Coffee",
    "Graphic Design Institute",
    "Humongous Insurance",
    "Lamna Healthcare",
    "Litware",
    "Lucerne Publishing",
    "Margie's Travel",
    "Munson's Pickles",
    "Nod Publishers",
    "Northwind",
    "Proseware",
    "Relecloud",
    "School of Fine Art",
    "Southridge Video",
    "Tailspin Toys",
    "Tailwind",
    "Trey Research",
    "VanArsdel",
    "Wide World Importers",
    "Wingtip Toys",
    "Woodgrove",
)
"""Sample companies of Microsoft's own material; questions invent their own."""

_FORMERLY = re.compile(r"\b(formerly|former|was called|used to be called|renamed|old name|older name|replaced)\b", re.I)
_COUNTED = re.compile(r"\b(choose|select|pick|mark|tick)\s+(one|two|three|four|[1-5]|all)\b", re.I)
_HTML = re.compile(r"<(?:/?[a-z][a-z0-9]*\b[^<>]*|!--.*?--)>", re.I | re.S)
_CODE = re.compile(r"(`+).+?\1", re.S)
_PICTURE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
FEW = 4
"""Fewer single choices than this say nothing about a habit."""


def problems(item: Item) -> Iterator[str]:
    """Names and Markdown that a question may not use."""
    for where, text in _texts(item):
        low = text.lower()
        for company in SAMPLE_COMPANIES:
            if re.search(rf"\b{re.escape(company.lower())}\b", low):
                yield f"{where} names {company}, a sample company of Microsoft's material: invent another."
        if not _FORMERLY.search(text):
            for one in renamed():
                if re.search(rf"\b{re.escape(one.old)}s?\b", text, re.I):
                    yield (
                        f'{where} says {one.old}, which is now {one.today}; write "formerly {one.old}" where the old '
                        "name is meant."
                    )
        outside_code = _CODE.sub("", text)
        if _HTML.search(outside_code):
            yield f"{where} holds raw HTML, which is shown as text: use Markdown, or put it in `code`."
        if _PICTURE.search(outside_code):
            yield f"{where} holds a picture, which is not shown: say it in words."


def advice(item: Item) -> Iterator[str]:
    """What would make one question better."""
    if isinstance(item.body, MultipleChoice | SingleChoice):
        counted = _COUNTED.search(item.stem)
        if counted:
            yield f'the stem says "{counted[0]}"; azstudy adds that sentence itself.'


def guessable(items: Sequence[Item]) -> Iterator[str]:
    """Habits over a whole file that give answers away."""
    singles = [item.body for item in items if isinstance(item.body, SingleChoice)]
    if len(singles) < FEW:
        return
    longest = 0
    for body in singles:
        lengths = {option.key: len(option.text) for option in body.options}
        right = lengths[body.right[0]] if body.right else 0
        longest += all(right > length for key, length in lengths.items() if key not in body.right)
    if longest * 2 > len(singles):
        yield f"the right option is the longest in {longest} of {len(singles)} single choices: change some lengths."
    letter, count = Counter(body.right[0] for body in singles if body.right).most_common(1)[0]
    if count * 2 > len(singles):
        yield f"{letter} is right in {count} of {len(singles)} single choices: move some right options."


def _texts(item: Item) -> Iterator[tuple[str, str]]:
    yield "the stem", item.stem
    for part in item.body.parts():
        yield f"{part.label}", f"{part.text}\n{part.why}"
    for number, hint in enumerate(item.hints, start=1):
        yield f"hint {number}", hint
    yield "the rule", item.rule
