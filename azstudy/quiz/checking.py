"""Checks answers. `judge` is pure; `check` judges and then lets `azstudy.progress` keep the answer."""

from __future__ import annotations

import attrs

from azstudy.errors import InvalidInputError, QuizError
from azstudy.quiz.bank import Bank, bundled
from azstudy.quiz.item import Item
from azstudy.quiz.shown import Hint, QuizText, Solution, State, Verdict

CONFIDENCE = {1: "guess", 2: "fairly sure", 3: "certain"}
_CONFIDENCE_WORDS = {"guess": 1, "guessed": 1, "fairly": 2, "fairly sure": 2, "sure": 2, "certain": 3}
_told: set[str] = set()


def judge(item: Item, answer: object) -> Verdict:
    """What `answer` to `item` is worth, and why. Nothing is kept.

    `...`, `None` and an empty answer are "not attempted"; an answer the question cannot take is "invalid". Neither is
    an error, so a notebook cell that is not filled in yet runs through.
    """
    if _empty(answer):
        return Verdict(item_id=item.id, kind=item.kind, state="not_attempted", message=_how_to(item))
    try:
        normal = item.body.read(answer)
    except QuizError as error:
        return Verdict(item_id=item.id, kind=item.kind, state="invalid", message=str(error))
    marks = item.body.mark(normal)
    state: State = "correct" if marks.points == marks.out_of else "partly" if marks.points else "wrong"
    return Verdict(
        item_id=item.id,
        kind=item.kind,
        state=state,
        points=marks.points,
        out_of=marks.out_of,
        given=item.body.told(normal),
        parts=marks.parts,
        rule=item.rule,
        source=item.source,
    )


def check(item_id: str, answer: object = ..., *, sure: int | str | None = None, bank: Bank | None = None) -> Verdict:
    """Check `answer` to the question `item_id`, and keep it in the learner's progress.

    Args:
        item_id: For example "sizing-03".
        answer: "B", "b", ["A", "C"], "AC" or "A, C" for options; 12, "12.5" or "1,250" for numbers. `...` means
            "not attempted".
        sure: How sure you are: 1 or "guess", 2 or "fairly sure", 3 or "certain".
        bank: Questions other than the bundled ones.

    Returns:
        A Verdict: state, score, the reason for what was given, the reason for the right answer, rule and source.

    Raises:
        UnknownNameError: Where there is no such question, with the nearest ids.
        InvalidInputError: Where `sure` is none of the above.
        QuizError: Where the file of the question is broken.
    """
    item = (bank or bundled()).item(item_id)
    confidence = read_confidence(sure)
    verdict = judge(item, answer)
    return keep(item, verdict, confidence) if verdict.answered else verdict


def keep(item: Item, verdict: Verdict, sure: int | None) -> Verdict:
    """Keep an answer that was judged; what stands in the way is told once, in the verdict's note."""
    from azstudy import progress

    outcome = progress.record(
        progress.Answer(
            item=item.id,
            uuid=item.uuid,
            chapter=item.chapter,
            answer=verdict.given,
            state=verdict.state,
            score=verdict.score,
            sure=sure,
        )
    )
    if not outcome.note or outcome.note in _told:
        return verdict
    _told.add(outcome.note)
    return attrs.evolve(verdict, note=outcome.note)


def hint(item_id: str, n: int = 1, *, bank: Bank | None = None) -> Hint:
    """The `n`-th hint of a question, each closer to the answer than the one before.

    Raises:
        InvalidInputError: Where there is no `n`-th hint, naming how many there are.
        UnknownNameError: Where there is no such question.
    """
    item = (bank or bundled()).item(item_id)
    count = len(item.hints)
    if isinstance(n, bool) or not isinstance(n, int) or not 1 <= n <= count:
        have = "1 hint, n=1" if count == 1 else f"{count} hints, n=1 to n={count}"
        raise InvalidInputError(f"{item.id} has {have}; n={n!r} was given. az.solution({item.id!r}) explains it all.")
    return Hint(item_id=item.id, n=n, count=count, text=item.hints[n - 1])


def solution(item_id: str, *, bank: Bank | None = None) -> Solution:
    """Every option of a question with its reason, the rule and its source.

    Raises:
        UnknownNameError: Where there is no such question.
    """
    return Solution(item=(bank or bundled()).item(item_id))


def practice_text(chapter: str | int, *, role: str | None = None, bank: Bank | None = None) -> QuizText:
    """The questions of a chapter as text; the twin of `az.practice` for places without widgets.

    Args:
        chapter: "02", 2 or "sizing".
        role: "pretest" or "quiz"; both where it is left out.
        bank: Questions other than the bundled ones.

    Raises:
        UnknownNameError: Where there are no questions for this chapter.
        InvalidInputError: Where `role` is not a role, or no question has it.
    """
    title, items = select(chapter, role=role, bank=bank)
    return QuizText(title=title, items=items)


def select(chapter: str | int, *, role: str | None, bank: Bank | None) -> tuple[str, tuple[Item, ...]]:
    """Title and questions of a chapter, all or those with one role."""
    from azstudy.quiz.item import ROLES

    found = (bank or bundled()).chapter(chapter)
    if role is not None and role not in ROLES:
        raise InvalidInputError(f"{role!r} is not a role of a question. Allowed: {', '.join(ROLES)}.")
    items = tuple(item for item in found.items if role in (None, item.role))
    if not items:
        raise InvalidInputError(f"Chapter {found.number} has no {role} questions.")
    kind = "Pretest" if role == "pretest" else "Quiz"
    return f"{kind} {found.number}: {found.title}", items


def read_confidence(sure: int | str | None) -> int | None:
    """1 (guess), 2 (fairly sure), 3 (certain) or None.

    >>> read_confidence("fairly sure")
    2
    """
    if sure is None:
        return None
    found = _CONFIDENCE_WORDS.get(sure.strip().lower()) if isinstance(sure, str) else sure
    if found in CONFIDENCE and not isinstance(sure, bool):
        return int(found)
    allowed = ", ".join(f"{number} or {word!r}" for number, word in CONFIDENCE.items())
    raise InvalidInputError(f"sure={sure!r} is not a degree of confidence. Allowed: {allowed}.")


def _empty(answer: object) -> bool:
    if answer is None or answer is ...:
        return True
    if isinstance(answer, str):
        return answer.strip() in ("", "...", "…")
    if isinstance(answer, list | tuple | set | frozenset):
        return all(_empty(part) for part in answer)
    return False


def _how_to(item: Item) -> str:
    return f'Put your answer in place of the three dots: az.check("{item.id}", {_example(item)}).'


def _example(item: Item) -> str:
    examples = {"one": '"A"', "many": '["A", "B"]', "number": "12"}
    filled = [examples[field.control] for field in item.body.form()]
    return filled[0] if len(filled) == 1 else f"[{', '.join(filled)}]"
