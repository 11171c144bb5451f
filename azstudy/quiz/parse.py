"""Turns the plain values of one file into a `Chapter`, at the edge, once."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import attrs

from azstudy.errors import QuizError
from azstudy.quiz.item import BADGES, LEVELS, ROLES, Chapter, Item, Proof, Reference
from azstudy.quiz.kinds import KINDS
from azstudy.quiz.reading import Note, Reader, line_of, load, place_words, read_text

SCHEMA = 1
FILE_NAME = re.compile(r"\A(?P<number>\d\d)-(?P<slug>[a-z0-9]+(?:-[a-z0-9]+)*)\Z")
_ID = r"\A[a-z0-9]+(-[a-z0-9]+)*-[0-9]{2}\Z"
_UUID = r"\A[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\Z"
_DATE = r"\A[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?\Z"
_OBJECTIVE = r"\A([1-4]\.[1-9]|exam)\Z"


@attrs.frozen(kw_only=True)
class Draft:
    """What could be read of a file: the items without problems, and all notes."""

    chapter: Chapter
    raw: Any
    text: str
    notes: tuple[Note, ...]
    places: tuple[int, ...]
    """Where in the file's list each item of `chapter.items` stands."""


def read_chapter(path: Path) -> Chapter:
    """The chapter in `path`.

    Raises:
        QuizError: With file and line of the first problem, and how many more there are.
    """
    draft = read_draft(path)
    if draft.notes:
        first, more = draft.notes[0], len(draft.notes) - 1
        rest = f" ({more} more: `azstudy quiz lint {path}` lists them.)" if more else ""
        line = line_of(draft.text, first.place)
        raise QuizError(f"{path}:{line}: {note_words(draft.raw, first)}{rest}")
    return draft.chapter


def read_draft(path: Path) -> Draft:
    """As much of the chapter in `path` as can be read.

    Raises:
        QuizError: Where the file cannot be read or is not YAML.
    """
    name = FILE_NAME.match(path.stem)
    text = read_text(path)
    raw = load(text, path)
    top = Reader(raw)
    if name is None:
        top.note(None, "needs a file name such as 02-sizing.yaml: two digits, a hyphen, a slug in lower case.")
    number, slug = (name["number"], name["slug"]) if name else ("", "")
    title, found = _contents(top, number, slug) if top.readable else ("", {})
    chapter = Chapter(number=number, slug=slug, title=title, items=tuple(found.values()), path=path)
    return Draft(chapter=chapter, raw=raw, text=text, notes=tuple(top.notes), places=tuple(found))


def _contents(top: Reader, number: str, slug: str) -> tuple[str, dict[int, Item]]:
    top.whole("schema", (SCHEMA,))
    given = top.text("chapter", pattern=r"\A[0-9]{2}\Z", shape='two digits in quotes, such as "02"')
    if given and number and given != number:
        top.note("chapter", f'is "{given}", but the file name says "{number}".')
    title = top.line("title")
    found: dict[int, Item] = {}
    for index, fields in enumerate(top.readers("items")):
        before = len(top.notes)
        item = _item(fields, number, slug)
        if item is not None and len(top.notes) == before:
            found[index] = item
    top.done()
    return title, found


def note_words(raw: Any, note: Note) -> str:
    """A note in one sentence, beginning with the item it is about."""
    item, place = item_name(raw, note.place), place_words(note.place)
    return f"{f'{item}: ' if item else ''}{f'{place} ' if place else ''}{note.message}"


def item_name(raw: Any, place: tuple[str | int, ...]) -> str:
    """The id of the item at `place`, or its number where it has none; empty outside the items."""
    if len(place) < 2 or place[0] != "items":
        return ""
    try:
        found = raw["items"][place[1]]["id"]
    except (KeyError, IndexError, TypeError):
        found = None
    return found if isinstance(found, str) else f"item {int(place[1]) + 1}"


def _item(fields: Reader, number: str, slug: str) -> Item | None:
    if not fields.readable:
        return None
    kind = KINDS.get(fields.word("kind", KINDS))
    item_id = fields.text("id", pattern=_ID, shape="a slug and two digits, such as sizing-03")
    if item_id and slug and item_id.rpartition("-")[0] != slug:
        fields.note("id", f'is "{item_id}"; ids in this file begin with "{slug}-".')
    if kind is None:
        return None
    item = Item(
        id=item_id,
        uuid=fields.text("uuid", pattern=_UUID, shape="a version 4 UUID in lower case"),
        chapter=number,
        role=fields.word("role", ROLES),
        objective=fields.text("objective", pattern=_OBJECTIVE, shape='an objective such as "4.1", or exam'),
        badge=fields.word("badge", BADGES),
        level=fields.whole("level", LEVELS),
        stem=fields.text("stem"),
        body=kind.parse(fields),
        hints=fields.texts("hint", most=3),
        rule=fields.line("rule"),
        source=_source(fields.child("source")),
        proofs=_proofs(fields, optional_expect=kind.name == "numeric"),
    )
    fields.done()
    return item


def _source(fields: Reader) -> Reference:
    source = Reference(
        title=fields.line("title"),
        ref=fields.line("ref"),
        date=fields.text("date", pattern=_DATE, shape="an ISO date such as 2026-03-05, 2026-03 or 2026"),
    )
    fields.done()
    return source


def _proofs(fields: Reader, *, optional_expect: bool) -> tuple[Proof, ...]:
    if not fields.has("proof"):
        return ()
    several = isinstance(fields.fields["proof"], list)
    rows = fields.readers("proof") if several else [fields.child("proof")]
    return tuple(_proof(row, optional_expect=optional_expect) for row in rows)


def _proof(fields: Reader, *, optional_expect: bool) -> Proof:
    args = fields.anything("args") if fields.has("args") else {}
    if not isinstance(args, dict) or not all(isinstance(name, str) for name in args):
        fields.note("args", "needs named values.")
        args = {}
    expects = fields.has("expect")
    if not expects and not optional_expect:
        fields.note("expect", "is missing: say which value the call must return.")
    proof = Proof(
        call=fields.text("call", pattern=r"\A[a-z][a-z0-9_]*\Z", shape="a name from the table of proofs"),
        args=args,
        expect=fields.anything("expect"),
        expects=expects,
    )
    fields.done()
    return proof
