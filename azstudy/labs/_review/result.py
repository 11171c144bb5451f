"""The twin of the review lab: what it shows, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import attrs

from azstudy.catalog.catalog import Catalog
from azstudy.catalog.reviewing import facts_of
from azstudy.labs._controls import State
from azstudy.labs._review.controls import chosen
from azstudy.labs._review.edits import Edit, apply, read_edits
from azstudy.model.design import Design
from azstudy.rules import Facts, Finding, Review, review
from azstudy.topology.findings import paint
from azstudy.topology.graph import Topology
from azstudy.topology.nouns import topology_of


def key(finding: Finding) -> str:
    """A finding's rule and subject; the same before and after a change that leaves it in place."""
    return f"{finding.rule_id}|{finding.subject}"


def belief(tag: str) -> str:
    """A misconception's tag as a sentence.

    >>> belief("any-size-takes-any-disk-type")
    'Any size takes any disk type.'
    """
    words = tag.replace("-", " ")
    return f"{words[:1].upper()}{words[1:]}." if words else ""


@attrs.frozen(kw_only=True, eq=False)
class ReviewLabResult:
    """What the review lab shows for a state, as plain values.

    Attributes:
        state: Every control's value.
        start: The design before any change.
        design: The design as it is now.
        edits: The changes between them.
        review: The findings on `design`.
    """

    state: State
    start: Design = attrs.field(repr=False)
    design: Design
    edits: tuple[Edit, ...]
    review: Review
    facts: Facts = attrs.field(repr=False)
    catalog: Catalog = attrs.field(repr=False)

    @cached_property
    def before(self) -> Review:
        """The findings on the design before any change."""
        return review(self.start, self.facts) if self.edits else self.review

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The broken rules, the worst first."""
        return self.review.violated

    @property
    def legal(self) -> bool:
        """True where no rule found an error."""
        return self.review.ok

    @cached_property
    def gone(self) -> tuple[Finding, ...]:
        """Findings of the start that are no more."""
        now = {key(finding) for finding in self.review.findings}
        return tuple(finding for finding in self.before.violated if key(finding) not in now)

    @cached_property
    def new(self) -> tuple[Finding, ...]:
        """Findings that the changes brought."""
        earlier = {key(finding) for finding in self.before.violated}
        return tuple(finding for finding in self.findings if key(finding) not in earlier)

    @cached_property
    def beliefs(self) -> tuple[tuple[str, tuple[Finding, ...]], ...]:
        """Each misconception that a finding corrects, in words, with those findings; the worst first."""
        tags = dict.fromkeys(finding.misconception for finding in self.findings if finding.misconception)
        return tuple((belief(tag), tuple(f for f in self.findings if f.misconception == tag)) for tag in tags)

    @property
    def bare(self) -> Topology:
        """The drawing without findings."""
        return topology_of(self.design)

    @cached_property
    def drawing(self) -> Topology:
        """The drawing with each finding on what it is about."""
        return paint(self.bare, [(f.subject, f.severity.value, f"{f.rule.title} [{f.rule_id}]") for f in self.findings])

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {
            "design": self.design.name,
            "edits": [str(edit) for edit in self.edits],
            "errors": len(self.review.errors),
            "warnings": len(self.review.warnings),
            "notes": len(self.review.notes),
            "gone": [key(finding) for finding in self.gone],
            "new": [key(finding) for finding in self.new],
            **self.review.as_dict(),
        }

    def __repr__(self) -> str:
        return text(self)


def compute(state: State, designs: Mapping[str, Design], catalog: Catalog) -> ReviewLabResult:
    """The result for a state.

    Raises:
        InvalidInputError: For a text that is not a design, or a change that does not fit it.
    """
    start = chosen(state, designs)
    edits = read_edits(state["edits"])
    design = apply(start, edits)
    facts = facts_of(catalog)
    return ReviewLabResult(
        state=state,
        start=start,
        design=design,
        edits=edits,
        review=review(design, facts),
        facts=facts,
        catalog=catalog,
    )


def text(result: ReviewLabResult) -> str:
    """The result in plain text: a headline, then each finding."""
    changes = len(result.edits)
    after = f" after {changes} {'change' if changes == 1 else 'changes'}" if changes else ""
    lines = [f"{result.design.name}{after}: {result.review!s}"]
    lines += [
        f"✓ gone: {finding.subject or 'design'}: {finding.rule.title} [{finding.rule_id}]" for finding in result.gone
    ]
    return "\n".join(lines)
