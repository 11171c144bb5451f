"""What lies before the learner in the fix form: the topic chosen, and the fields that go with it. No widgets."""

from __future__ import annotations

import attrs

from azstudy.catalog.catalog import Catalog
from azstudy.errors import AzstudyError
from azstudy.labs._controls import Value
from azstudy.labs._review.edits import OF_DESIGN, Place, at, find, places
from azstudy.labs._review.fields import Field, fields_of
from azstudy.labs._review.helping import helps
from azstudy.labs._review.result import ReviewLabResult, key
from azstudy.labs._review.views import MARKS
from azstudy.rules import Finding

_PART = "part|"
_NAMED_PARTS = 60
"""Most parts offered beside the findings; a design of hundreds of machines is worked on in the drawing."""


@attrs.frozen(kw_only=True)
class Topic:
    """Something to work on: a finding, or a part of the design."""

    key: str
    words: str
    subject: str
    finding: Finding | None = None
    gone: bool = False


class Desk:
    """Keeps the chosen topic while the design changes; a finding that is gone stays until another is chosen."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._result: ReviewLabResult | None = None
        self._chosen: Topic | None = None
        self._helping: tuple[Field, ...] = ()
        self.topics: tuple[Topic, ...] = ()
        self.fields: tuple[tuple[Field, ...], tuple[Field, ...]] = ((), ())

    @property
    def key(self) -> str:
        """Key of the chosen topic; empty before the first result."""
        return self._chosen.key if self._chosen is not None else ""

    @property
    def chosen(self) -> Topic:
        """The topic being worked on."""
        if self._chosen is None:
            raise AzstudyError("No result was taken yet.")
        return self._chosen

    def take(self, result: ReviewLabResult) -> None:
        """Look at a new result; the topic stays where it still makes sense."""
        other = self._result is None or self._result.start != result.start
        self._result = result
        found = list({key(finding): _finding_topic(finding) for finding in reversed(result.findings)}.values())[::-1]
        known = [_part_topic(path, kind) for path, kind in self._parts(result)]
        if other:
            self._chosen = None
        old = self._chosen
        if old is not None and old.finding is not None and old.key not in {topic.key for topic in found}:
            old = attrs.evolve(old, gone=True, words=f"✓ gone: {old.subject or 'design'}: {old.finding.rule.title}")
            found.append(old)
        self.topics = (*found, *known)
        wanted = old.key if old is not None else ""
        self._set(next((topic for topic in self.topics if topic.key == wanted), self.topics[0]))

    def choose(self, wanted: str) -> None:
        """Work on the topic with this key."""
        self._set(next((topic for topic in self.topics if topic.key == wanted), self.chosen))

    def next(self) -> None:
        """Work on the finding after the chosen one."""
        found = [topic for topic in self.topics if topic.finding is not None and not topic.gone]
        keys = [topic.key for topic in found]
        after = keys.index(self.chosen.key) + 1 if self.chosen.key in keys else 0
        if found:
            self._set(found[after % len(found)])

    def look_at(self, subject: str) -> bool:
        """Work on the first finding about a part, or the part itself; False where it is already, or is neither."""
        fold = subject.casefold()
        about = [t for t in self.topics if t.subject.casefold() == fold]
        if not about or self.chosen in about:
            return False
        self._set(about[0])
        return True

    def _parts(self, result: ReviewLabResult) -> list[tuple[str, str]]:
        named = [(path, type(noun).__name__) for path, _, noun in places(result.design)]
        return [("", OF_DESIGN), *named[:_NAMED_PARTS]]

    def _set(self, topic: Topic) -> None:
        known = self._chosen is not None and self._chosen.key == topic.key
        self._chosen = topic
        result = self._result
        if result is None:
            return
        if topic.finding is not None and not known:
            # looked for once: fields must not come and go under a learner's hands
            found = helps(result.design, topic.finding, result.facts, self._catalog)
            self._helping = tuple(one.field for one in found)
        own = self._own_fields(topic, result)
        near = self._again(result) if known else self._helping
        if topic.finding is None:
            near, own = own, ()
        targets = {field.target for field in near}
        rest = tuple(field for field in own if field.target not in targets)
        self.fields = (self._as_opened(near), self._as_opened(rest))

    def _as_opened(self, fields: tuple[Field, ...]) -> tuple[Field, ...]:
        """The fields with the start of the design as their default, so that the form says what was changed."""
        if self._result is None:
            return fields
        design = self._result.start
        first: dict[str, Field] = {}
        for place in {field.place.text: field.place for field in fields}.values():
            try:
                made = fields_of(design, place, at(design, place), self._catalog)
            except AzstudyError:
                continue
            first |= {field.target: field for field in made}
        return tuple(_with_default(field, first.get(field.target, field).value) for field in fields)

    def _own_fields(self, topic: Topic, result: ReviewLabResult) -> tuple[Field, ...]:
        design = result.design
        wanted = find(design, topic.subject) if topic.subject else (Place(OF_DESIGN, design.name),)
        return tuple(f for place in wanted for f in fields_of(design, place, at(design, place), self._catalog))

    def _again(self, result: ReviewLabResult) -> tuple[Field, ...]:
        """The fields found when the topic was chosen, with their values now."""
        fresh = []
        for old in self._helping:
            try:
                noun = at(result.design, old.place)
            except AzstudyError:
                continue
            made = fields_of(result.design, old.place, noun, self._catalog)
            fresh += [field for field in made if field.target == old.target]
        return tuple(fresh)


def _with_default(field: Field, value: Value) -> Field:
    return attrs.evolve(field, control=attrs.evolve(field.control, default=value))


def _finding_topic(finding: Finding) -> Topic:
    symbol = MARKS[finding.severity][0]
    words = f"{symbol} {finding.subject or 'design'}: {finding.rule.title}"
    return Topic(key=key(finding), words=words, subject=finding.subject, finding=finding)


def _part_topic(path: str, kind: str) -> Topic:
    words = f"{path}, all fields ({kind})" if path else "the design as a whole"
    return Topic(key=f"{_PART}{kind}|{path}", words=words, subject=path)
