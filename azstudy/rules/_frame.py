"""The frame every rule stands on: what a rule is, what it finds, and the register of all rules.

A rule is one small generator function under `@rule(...)`. It gets a design and the facts, and yields a
`Breach` for what Azure would refuse or advise against, and a `NotChecked` where a fact it needs is not known.
"""

from __future__ import annotations

import datetime
import importlib
import pkgutil
import re
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Final

import attrs

from azstudy.errors import UnknownNameError, nearest
from azstudy.model.facts import Region, RegionFacts, SizeFacts
from azstudy.rules._pages import Page, page

if TYPE_CHECKING:
    from azstudy.model.design import Design
    from azstudy.model.size import VmSize

RULE_ID: Final = re.compile(r"[a-z]+(-[a-z]+)*-\d\d")


class Severity(StrEnum):
    """How bad a broken rule is: Azure refuses it, it will hurt, or it is worth knowing."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for the worst."""
        return list(Severity).index(self)


class State(StrEnum):
    """What came of checking a rule on a subject; a rule that holds leaves no finding."""

    VIOLATED = "violated"
    NOT_CHECKED = "not checked"


@attrs.frozen
class Breach:
    """A rule is broken.

    Attributes:
        subject: Path of what is wrong, names joined by "/", such as "web1/data". Empty for the design as a whole.
        what: One sentence with the numbers: what is there, what is allowed.
        fix: What to do here; empty for the rule's own words.
    """

    subject: str
    what: str
    fix: str = ""


@attrs.frozen
class NotChecked:
    """A rule could not be checked on `subject`; `missing` names the fact, such as "data disks of D2s_v9"."""

    subject: str
    missing: str


Outcome = Breach | NotChecked
Found = Iterator[Outcome]
Check = Callable[["Design", "Facts"], Iterable[Outcome]]


@attrs.frozen(kw_only=True)
class Facts:
    """What rules may ask for beside the design; each part may be missing.

    Attributes:
        sizes: What is known about VM sizes.
        regions: What is known about regions and what is offered there.
        on: The day on which the design is judged, for retirements. A rule never looks at the clock.
    """

    sizes: SizeFacts | None = None
    regions: RegionFacts | None = None
    on: datetime.date | None = None

    def size(self, name: object) -> VmSize | None:
        """The facts of a size, None where nobody knows it."""
        if self.sizes is None:
            return None
        try:
            return self.sizes.size(str(name))
        except UnknownNameError:
            return None

    def region(self, name: str | None) -> Region | None:
        """The facts of a region, None where nobody knows it."""
        if self.regions is None or not name:
            return None
        try:
            return self.regions.region(name)
        except UnknownNameError:
            return None

    def offered(self, size: object, region: str | None) -> bool | None:
        """Whether a size is listed in a region, None where nobody knows."""
        if self.regions is None or not region:
            return None
        try:
            return self.regions.offered(str(size), region)
        except UnknownNameError:
            return None


@attrs.frozen(kw_only=True)
class Rule:
    """One thing Azure demands or advises, in our words, with its source.

    Attributes:
        id: Topic and two digits, such as "disk-04".
        section: Where the statement stands in the list of statements, such as "1.3".
        severity: How bad it is to break it.
        title: A few words, such as "Too many data disks".
        statement: The rule as a sentence a learner can keep.
        source: Key of the page in `azstudy.rules._pages`.
        fix: What usually helps.
        misconception: The belief the rule corrects, as a tag such as "any-size-takes-any-disk"; may be empty.
    """

    id: str
    section: str
    severity: Severity
    title: str
    statement: str
    source: str
    fix: str
    misconception: str = ""
    check: Check = attrs.field(eq=False, repr=False)

    @property
    def page(self) -> Page:
        """The page the rule was read on."""
        return page(self.source)


@attrs.frozen(kw_only=True)
class Finding:
    """What one rule says about one subject."""

    rule: Rule
    subject: str
    what: str
    fix: str
    state: State = State.VIOLATED

    @property
    def rule_id(self) -> str:
        """The id of the rule."""
        return self.rule.id

    @property
    def severity(self) -> Severity:
        """The severity of the rule."""
        return self.rule.severity

    @property
    def reason(self) -> str:
        """Why: the rule in words."""
        return self.rule.statement

    @property
    def source(self) -> Page:
        """The page the rule was read on."""
        return self.rule.page

    @property
    def date(self) -> str:
        """The date of that page, or of the day it was read."""
        return self.rule.page.as_of

    @property
    def misconception(self) -> str:
        """The belief this finding corrects; may be empty."""
        return self.rule.misconception

    @property
    def sort_key(self) -> tuple[int, int, str, str, str]:
        """Broken rules first, the worst first, then by subject and rule."""
        states = list(State)
        return (states.index(self.state), self.severity.rank, self.subject, self.rule.id, self.what)

    def __str__(self) -> str:
        head = self.severity.value if self.state is State.VIOLATED else self.state.value
        return f"{head} {self.rule.id} {self.subject or 'design'}: {self.what}"

    def as_dict(self) -> dict[str, str]:
        """Plain text fields, for JSON and tables."""
        return {
            "rule": self.rule.id,
            "state": self.state.value,
            "severity": self.severity.value,
            "subject": self.subject,
            "what": self.what,
            "reason": self.reason,
            "fix": self.fix,
            "source": self.source.title,
            "url": self.source.url,
            "date": self.date,
            "misconception": self.misconception,
        }


_REGISTER: dict[str, Rule] = {}


def rule(
    id: str,  # noqa: A002  the field's own name
    *,
    section: str,
    severity: str,
    title: str,
    statement: str,
    source: str,
    fix: str,
    misconception: str = "",
) -> Callable[[Check], Check]:
    """Register a generator function as a rule; see `Rule` for the words.

    Raises:
        ValueError: For an id of the wrong form or taken already, an unknown source or severity: slips of the author.
    """
    if not RULE_ID.fullmatch(id):
        raise ValueError(f"Rule id {id!r}: use a topic and two digits, such as 'disk-04'.")
    page(source)

    def register(check: Check) -> Check:
        known = _REGISTER.get(id)
        if known is not None and _origin(known.check) != _origin(check):
            raise ValueError(f"Rule id {id!r} is taken by {_origin(known.check)}.")
        _REGISTER[id] = Rule(
            id=id,
            section=section,
            severity=Severity(severity),
            title=title,
            statement=statement,
            source=source,
            fix=fix,
            misconception=misconception,
            check=check,
        )
        return check

    return register


def _origin(check: Check) -> str:
    """Where a rule is written; the same place may register it again when its module is reloaded."""
    return f"{check.__module__}.{check.__qualname__}"


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule, by id. Modules of this package without a leading underscore are read for rules.

    >>> len(all_rules()) == len({rule.id for rule in all_rules()})
    True
    """
    import azstudy.rules as package

    for module in pkgutil.iter_modules(package.__path__):
        if not module.name.startswith("_"):
            importlib.import_module(f"{package.__name__}.{module.name}")
    return tuple(_REGISTER[key] for key in sorted(_REGISTER))


def find_rule(id: str) -> Rule:  # noqa: A002  the field's own name
    """The rule with this id.

    Raises:
        UnknownNameError: With the nearest ids.
    """
    by_id = {rule.id: rule for rule in all_rules()}
    if id not in by_id:
        raise UnknownNameError("rule", id, nearest(id, by_id), hint="`az.all_rules()` lists them all.")
    return by_id[id]


def findings(rule: Rule, design: Design, facts: Facts) -> Iterator[Finding]:
    """What one rule says about a design."""
    for outcome in rule.check(design, facts):
        if isinstance(outcome, Breach):
            yield Finding(rule=rule, subject=outcome.subject, what=outcome.what, fix=outcome.fix or rule.fix)
        else:
            yield Finding(
                rule=rule,
                subject=outcome.subject,
                what=f"{rule.title}: not checked, since {outcome.missing} is not known.",
                fix="Check it on the page, or give the missing fact.",
                state=State.NOT_CHECKED,
            )


def path(*parts: object) -> str:
    """A subject path from names.

    >>> path("web1", "data")
    'web1/data'
    """
    return "/".join(str(part) for part in parts if part not in (None, ""))
