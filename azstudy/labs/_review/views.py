"""What the review lab shows: counts, the findings as a table, the beliefs they correct, what could not be checked."""

from __future__ import annotations

from typing import Final

from azstudy.labs import _html as h
from azstudy.labs._controls import State
from azstudy.labs._review.result import ReviewLabResult, belief
from azstudy.rules import Finding, Severity

MARKS: Final = {
    Severity.ERROR: ("×", "error", "wrong", "Azure refuses it"),
    Severity.WARNING: ("▲", "warning", "warn", "Azure takes it, and it will hurt"),
    Severity.INFO: ("●", "advice", "info", "worth knowing"),
}
"""Severity -> symbol and word (those of the drawings), tone, meaning. Symbol and word always stand together."""


def mark(severity: Severity) -> h.Markup:
    """A severity as symbol and word."""
    symbol, word, tone, meaning = MARKS[severity]
    return h.tag("span", f"{symbol} {word}", cls=f"azs-chip azs-chip-{tone}", title=meaning)


def summary(result: ReviewLabResult) -> h.Markup:
    """Counts, the verdict, and what the changes have done."""
    review = result.review
    counts = h.facts(
        [
            ("Errors", _count(len(review.errors), len(result.before.errors))),
            ("Warnings", _count(len(review.warnings), len(result.before.warnings))),
            ("Advice", _count(len(review.notes), len(result.before.notes))),
            ("Not checked", str(len(review.not_checked))),
            ("Changes made", str(len(result.edits))),
        ]
    )
    verdict = h.note(_verdict(result), kind="good" if result.legal else "wrong")
    return h.tag("div", counts, verdict, _movement(result), cls="azs-summary")


def _count(now: int, before: int) -> str:
    return str(now) if now == before else f"{now} (was {before})"


def _verdict(result: ReviewLabResult) -> str:
    review, name = result.review, result.design.name
    if not review.ok:
        number = len(review.errors)
        return f"Azure would refuse {name}: {number} {'error' if number == 1 else 'errors'}."
    if review.warnings:
        return f"Azure would take {name}. The warnings say what will hurt later."
    return f"No rule is broken in {name} ({review.rules_run} rules looked at it)."


def _movement(result: ReviewLabResult) -> h.Markup | None:
    if not result.gone and not result.new:
        return None
    gone = [h.chip(f"✓ gone: {_named(f)}", "good") for f in result.gone]
    new = [h.chip(f"+ new: {_named(f)}", "warn") for f in result.new]
    return h.tag("p", h.join([*new, *gone], " "))


def _named(finding: Finding) -> str:
    return f"{finding.subject or 'design'}: {finding.rule.title}"


def findings(result: ReviewLabResult, _: State = {}) -> h.Markup:  # noqa: B006  a view without settings
    """Every broken rule: what is wrong with numbers, why, what to do, the belief it corrects, page and date."""
    if not result.findings:
        return h.note("No finding. Change something and see which rule speaks up.", kind="good")
    columns = [
        h.Column("Where"),
        h.Column("What is wrong, and why"),
        h.Column("What to do"),
        h.Column("Rule, page and date"),
    ]
    rows = [_row(alike) for alike in grouped(result.findings)]
    many = f"{len(result.findings)} {'finding' if len(result.findings) == 1 else 'findings'}"
    return h.table(columns, rows, caption=f"{many}, the worst first; equal ones stand together")


def grouped(found: tuple[Finding, ...]) -> list[list[Finding]]:
    """Findings that say the same about different parts, together, in the order of the first of each."""
    alike: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in found:
        alike.setdefault((finding.rule_id, finding.what, finding.fix), []).append(finding)
    return list(alike.values())


def _row(alike: list[Finding]) -> tuple[h.Child, ...]:
    first = alike[0]
    where = [h.tag("div", finding.subject or "design") for finding in alike]
    return (
        h.join([mark(first.severity), *where]),
        h.tag("div", h.tag("div", first.what), why(first), cls="azs-wrap"),
        first.fix,
        h.join([h.tag("code", first.rule_id), h.tag("div", page(first))]),
    )


def why(finding: Finding) -> h.Markup:
    """The rule in words, and the belief it corrects."""
    said = belief(finding.misconception)
    return h.join(
        [
            h.tag("span", f"Why: {finding.reason}", cls="azs-under-name"),
            h.tag("span", f"Corrects the belief: “{said}”", cls="azs-under-name") if said else None,
        ]
    )


def page(finding: Finding) -> h.Markup:
    """The page a rule was read on, with its date."""
    source = finding.source
    link = h.tag("a", source.title, href=source.url, target="_blank", rel="noopener")
    return h.join([link, h.tag("span", finding.date, cls="azs-under-name")])


def graph(result: ReviewLabResult, _: State) -> h.Markup:
    """How to read the drawing; the drawing itself is a live part."""
    marks = h.join([mark(severity) for severity in Severity], " ")
    words = " Choose a part by mouse, arrow keys or from the list: its facts stand beside it, its fields on the left."
    return h.tag("p", marks, words, cls="azs-quiet")


def beliefs(result: ReviewLabResult, _: State) -> h.Markup:
    """The misconceptions that this design shows, each with the rule that corrects it."""
    if not result.beliefs:
        return h.note("No finding here names a misconception.", kind="info")
    columns = [h.Column("You may have believed"), h.Column("What holds"), h.Column("Seen at")]
    rows = []
    for said, found in result.beliefs:
        seen = ", ".join(dict.fromkeys(f.subject or "design" for f in found))
        reasons = dict.fromkeys(f.reason for f in found)
        rows.append((h.tag("span", f"“{said}”", cls="azs-wrap"), h.join(reasons, " "), seen))
    return h.table(columns, rows, caption="Beliefs that these findings correct")


def unknown(result: ReviewLabResult, _: State) -> h.Markup:
    """What could not be checked, and the fact that is missing: unknown is never "fine"."""
    found = result.review.not_checked
    if not found:
        return h.note("Every rule that applies could be checked.", kind="good")
    columns = [h.Column("Where"), h.Column("Rule"), h.Column("What is missing")]
    rows = [(f.subject or "design", f"{f.rule.title} [{f.rule_id}]", f.what) for f in found]
    return h.table(columns, rows, caption="Not checked: look these up before you rely on the design", scroll=True)


def exhibit(result: ReviewLabResult) -> h.Markup:
    """The design as it may be seen before predicting: drawn without findings, and in words."""
    from azstudy.errors import AzstudyError

    try:
        drawn = h.Markup(result.bare.to_svg())
    except AzstudyError:
        drawn = h.tag("pre", result.bare.to_text())
    told = h.tag("p", result.design.description) if result.design.description else None
    facts = [h.tag("li", h.tag("code", repr(resource))) for resource in result.design.resources]
    return h.join(
        [
            told,
            h.tag("div", drawn, cls="azs-wide", tabindex=0, role="region", aria_label="The design, drawn"),
            h.tag("ul", *facts, cls="azs-list"),
        ]
    )
