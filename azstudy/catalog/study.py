"""What there is to learn: the exam's outline with its weights, and the words a beginner meets."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from typing import Any, Final

import attrs

from azstudy import _resources
from azstudy.catalog.names import renamed
from azstudy.catalog.render import STATUS_SIGNS, html_table, text_table
from azstudy.catalog.tables import records
from azstudy.errors import DataError, UnknownNameError, nearest

_OUTLINE_COLUMNS: Final = (
    "domain",
    "domain_title",
    "low_percent",
    "high_percent",
    "objective",
    "objective_title",
    "number",
    "skill",
    "taught",
    "source",
    "as_of",
)
_GLOSSARY_COLUMNS: Final = ("chapter", "term", "meaning", "vsphere")


@attrs.frozen(kw_only=True)
class _Table:
    """A table as plain text and as HTML."""

    caption: str
    header: tuple[str, ...]
    rows: list[tuple[str, ...]]
    foot: tuple[str, ...] = ()

    def text(self) -> str:
        return "\n".join([self.caption, text_table(self.header, self.rows), *self.foot])

    def html(self) -> str:
        table = html_table(self.caption, self.header, self.rows, right=("skills", "taught here"))
        return table + "".join(f"<p>{escape(line)}</p>" for line in self.foot)

    def bundle(self) -> dict[str, str]:
        return {"text/plain": self.text(), "text/html": self.html()}


@attrs.frozen(kw_only=True)
class Skill:
    """One line of the exam's outline, in our own words.

    `taught` is "home" where azstudy teaches it in full, "touched" where a chapter passes by, else "".
    """

    domain: str
    domain_title: str
    low_percent: float
    high_percent: float
    objective: str
    objective_title: str
    skill: str
    taught: str
    source: str
    as_of: str


@attrs.frozen(repr=False)
class ExamOutline:
    """The outline of AZ-305 and how much of it is azstudy's home.

    Microsoft publishes weights for whole domains only. A share below that is azstudy's estimate: every
    skill of a domain counts alike.
    """

    skills: tuple[Skill, ...]

    @property
    def home_percent(self) -> tuple[float, float]:
        """Lowest and highest share of the exam, in percent, that azstudy teaches in full."""
        shares = [_home_share(skills) for skills in self._domains()]
        return round(sum(low for low, _ in shares), 1), round(sum(high for _, high in shares), 1)

    def _domains(self) -> list[tuple[Skill, ...]]:
        found: dict[str, list[Skill]] = {}
        for skill in self.skills:
            found.setdefault(skill.domain, []).append(skill)
        return [tuple(skills) for skills in found.values()]

    def _table(self) -> _Table:
        first = self.skills[0]
        return _Table(
            caption="AZ-305 by domain",
            header=("domain", "weight", "skills", "taught here", "share of the exam"),
            rows=[_domain_row(skills) for skills in self._domains()],
            foot=(self._share_line(), f"weights: {first.source} ({first.as_of})"),
        )

    def _share_line(self) -> str:
        low, high = self.home_percent
        sign = STATUS_SIGNS["estimated"]
        return (
            f"taught here in full: {low:g} to {high:g} % of the exam, about one mark in {round(200 / (low + high))} "
            f"({sign} estimated: every skill of a domain counts alike)"
        )

    def __repr__(self) -> str:
        return self._table().text()

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return self._table().bundle()


def _domain_row(skills: Sequence[Skill]) -> tuple[str, ...]:
    first, home = skills[0], sum(skill.taught == "home" for skill in skills)
    low, high = _home_share(skills)
    return (
        f"{first.domain} {first.domain_title}",
        f"{first.low_percent:g} to {first.high_percent:g} %",
        str(len(skills)),
        str(home),
        f"{STATUS_SIGNS['estimated']} {low:.1f} to {high:.1f} %" if home else "",
    )


def _home_share(skills: Sequence[Skill]) -> tuple[float, float]:
    share = sum(skill.taught == "home" for skill in skills) / len(skills)
    return skills[0].low_percent * share, skills[0].high_percent * share


@attrs.frozen(kw_only=True)
class Word:
    """A word, the chapter in which it is first used, what it means, and what it is close to in vSphere."""

    term: str
    chapter: str
    meaning: str
    vsphere: str = ""


@attrs.frozen(repr=False)
class Glossary:
    """Words with their meaning, by chapter and then by letter."""

    words: tuple[Word, ...]

    def _table(self) -> _Table:
        return _Table(
            caption="1 word" if len(self.words) == 1 else f"{len(self.words)} words",
            header=("word", "meaning", "close to, in vSphere"),
            rows=[(word.term, word.meaning, word.vsphere) for word in self.words],
        )

    def __repr__(self) -> str:
        return self._table().text()

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return self._table().bundle()


def exam_outline(*, folder: Path | None = None) -> ExamOutline:
    """The outline of AZ-305: domains, objectives and skills with their weights.

    Args:
        folder: Data folder to read; the bundled one by default.

    Raises:
        DataError: When `objectives.csv` is missing or broken.

    >>> low, high = exam_outline().home_percent
    >>> 10 < low < 12.5 < high < 15
    True
    """
    return ExamOutline(_skills(folder or _resources.data_dir()))


def glossary(which: str | int | None = None, *, folder: Path | None = None) -> Glossary:
    """The words that are new in a chapter, one word, or all words.

    Args:
        which: A chapter ("02" or 2), a word ("IOPS"), or None for all.
        folder: Data folder to read; the bundled one by default.

    Raises:
        UnknownNameError: For a word or chapter that is not there, with the nearest words.
        DataError: When `glossary.csv` is missing or broken.

    >>> glossary("cpu credit").words[0].meaning
    'One vCPU at 100 % for one minute. A burstable VM earns credits below its base and spends them above it.'
    """
    words = _words(folder or _resources.data_dir())
    if which is None:
        return Glossary(words)
    key = " ".join(str(which).strip().lower().split())
    found = tuple(word for word in words if key.zfill(2) == word.chapter or key in _names(word))
    if not found:
        today = next((one.today for one in renamed() if one.old.lower() == key), None)
        if today is not None:
            raise UnknownNameError("word", which, hint=f"It is called {today} today (`az.current_name`).")
        names = [name for word in words for name in _names(word)]
        chapters = ", ".join(sorted({word.chapter for word in words}))
        raise UnknownNameError("word", which, nearest(key, names), hint=f"Chapters with words: {chapters}.")
    return Glossary(found)


def _names(word: Word) -> tuple[str, ...]:
    """What a word may be looked up by: with and without the part in brackets, and that part alone."""
    head, _, tail = word.term.lower().partition(" (")
    return tuple(filter(None, (word.term.lower(), head, tail.rstrip(")"))))


@functools.cache
def _skills(folder: Path) -> tuple[Skill, ...]:
    path = folder / "objectives.csv"
    skills = tuple(_skill(path, row) for row in records(path, _OUTLINE_COLUMNS))
    if not skills:
        raise DataError(f"Data file {path} has no rows. Reinstall azstudy.")
    return skills


def _skill(path: Path, row: dict[str, str]) -> Skill:
    try:
        low, high = float(row["low_percent"]), float(row["high_percent"])
    except ValueError as problem:
        raise DataError(
            f"Data file {path}: a weight of objective {row['objective']} is no number: {problem}."
        ) from None
    texts = {name: row[name] for name in _OUTLINE_COLUMNS if name not in ("low_percent", "high_percent", "number")}
    return Skill(low_percent=low, high_percent=high, **texts)


@functools.cache
def _words(folder: Path) -> tuple[Word, ...]:
    rows: Iterable[dict[str, str]] = records(folder / "glossary.csv", _GLOSSARY_COLUMNS)
    return tuple(
        Word(term=row["term"], chapter=row["chapter"], meaning=row["meaning"], vsphere=row["vsphere"]) for row in rows
    )
