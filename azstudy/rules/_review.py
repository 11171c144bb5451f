"""`review(design, facts)`: every rule on one design, as a value that reads well in text and in a notebook."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from html import escape
from typing import TYPE_CHECKING, Final

import attrs

from azstudy.rules._frame import Facts, Finding, Rule, Severity, State, all_rules, findings

if TYPE_CHECKING:
    from azstudy.model.design import Design

_SIGNS: Final = {Severity.ERROR: "✗", Severity.WARNING: "!", Severity.INFO: "i"}
_COLOURS: Final = {Severity.ERROR: "#c42b1c", Severity.WARNING: "#b8650f", Severity.INFO: "#2b7cd3"}
_UNKNOWN: Final = "#748296"
_SHOWN_RULES: Final = 4


@attrs.frozen
class Review:
    """All findings of one review, sorted: broken rules by severity, then what could not be checked.

    Attributes:
        findings: Every finding.
        rules_run: How many rules looked at the design.
        on: The day the design was judged on (ISO), empty where none was given.
    """

    findings: tuple[Finding, ...]
    rules_run: int
    on: str = ""

    @property
    def errors(self) -> tuple[Finding, ...]:
        """What Azure would refuse."""
        return self._broken(Severity.ERROR)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """What Azure takes, and what will hurt."""
        return self._broken(Severity.WARNING)

    @property
    def notes(self) -> tuple[Finding, ...]:
        """What is worth knowing."""
        return self._broken(Severity.INFO)

    @property
    def not_checked(self) -> tuple[Finding, ...]:
        """Rules that could not be checked, with the missing fact."""
        return tuple(finding for finding in self.findings if finding.state is State.NOT_CHECKED)

    @property
    def violated(self) -> tuple[Finding, ...]:
        """Errors, warnings and notes together."""
        return tuple(finding for finding in self.findings if finding.state is State.VIOLATED)

    @property
    def by_subject(self) -> dict[str, tuple[Finding, ...]]:
        """Findings by the path of what they are about; "" is the design as a whole."""
        subjects = sorted({finding.subject for finding in self.findings})
        return {subject: tuple(f for f in self.findings if f.subject == subject) for subject in subjects}

    @property
    def rule_ids(self) -> tuple[str, ...]:
        """Ids of the broken rules, sorted, each once."""
        return tuple(sorted({finding.rule.id for finding in self.violated}))

    @property
    def misconceptions(self) -> tuple[str, ...]:
        """Beliefs that the broken rules correct, sorted, each once."""
        return tuple(sorted({finding.misconception for finding in self.violated} - {""}))

    @property
    def ok(self) -> bool:
        """True where no rule found an error; unknown facts may remain."""
        return not self.errors

    @property
    def headline(self) -> str:
        """One sentence with the counts."""
        parts = [
            f"{len(found)} {word if len(found) == 1 else word + 's'}"
            for word, found in (("error", self.errors), ("warning", self.warnings), ("note", self.notes))
            if found
        ]
        unknown = f", {len(self.not_checked)} not checked" if self.not_checked else ""
        return f"{', '.join(parts) or 'Nothing found'} ({self.rules_run} rules{unknown})"

    def about(self, subject: str) -> tuple[Finding, ...]:
        """Findings about a subject and everything inside it."""
        return tuple(f for f in self.findings if f.subject == subject or f.subject.startswith(f"{subject}/"))

    def as_dict(self) -> dict[str, object]:
        """Plain values for JSON."""
        return {"rules_run": self.rules_run, "on": self.on, "findings": [f.as_dict() for f in self.findings]}

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.findings)

    def __len__(self) -> int:
        return len(self.findings)

    def __str__(self) -> str:
        lines = [f"{self.headline}."]
        for finding in self.violated:
            lines.append(
                f"{_SIGNS[finding.severity]} {finding.subject or 'design'}: {finding.what} [{finding.rule.id}]"
            )
        lines += [f"? {subject}: {line}" for subject, line in _unknown_lines(self.not_checked)]
        return "\n".join(lines)

    def __repr__(self) -> str:
        return f"Review({self.headline})"

    def explain(self) -> str:
        """The findings with reason, fix and source of each."""
        blocks = [f"{self.headline}."]
        for finding in self.violated:
            blocks.append(
                f"{_SIGNS[finding.severity]} {finding.subject or 'design'}: {finding.what}\n"
                f"  why: {finding.reason}\n  fix: {finding.fix}\n"
                f"  rule {finding.rule.id}, source: {finding.source.title} ({finding.date})"
            )
        blocks += [f"? {subject}: {line}" for subject, line in _unknown_lines(self.not_checked)]
        return "\n".join(blocks)

    def _repr_mimebundle_(
        self, include: Collection[str] | None = None, exclude: Collection[str] | None = None
    ) -> dict[str, str]:
        return {"text/plain": str(self), "text/html": self._repr_html_()}

    def _repr_html_(self) -> str:
        rows = [_html_row(finding) for finding in self.violated]
        rows += [
            f"<tr><td style='border-left:4px solid {_UNKNOWN}'>not checked</td><th scope='row' style='text-align:left'>"
            f"{escape(subject)}</th><td style='text-align:left' colspan='3'>{escape(line)}</td></tr>"
            for subject, line in _unknown_lines(self.not_checked)
        ]
        head = "".join(
            f"<th scope='col' style='text-align:left'>{word}</th>"
            for word in ("", "where", "what is wrong and why", "what to do", "rule and source")
        )
        table = f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>" if rows else ""
        return f"<div><p><strong>{escape(self.headline)}</strong></p>{table}</div>"

    def _broken(self, severity: Severity) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.violated if finding.severity is severity)


def review(design: Design, facts: Facts | None = None, *, rules: Iterable[Rule] | None = None) -> Review:
    """Check every rule on a design.

    Args:
        design: The whole solution.
        facts: What is known about sizes and regions, and the day; without them much is "not checked".
        rules: Only these rules; all where left out.
    """
    known = facts if facts is not None else Facts()
    chosen = tuple(rules) if rules is not None else all_rules()
    found = {finding for rule in chosen for finding in findings(rule, design, known)}
    ordered = tuple(sorted(found, key=lambda finding: finding.sort_key))
    return Review(ordered, len(chosen), known.on.isoformat() if known.on else "")


def _unknown_lines(unknown: Iterable[Finding]) -> list[tuple[str, str]]:
    """Missing facts by subject: many rules may wait for the same fact."""
    waiting: dict[tuple[str, str], list[str]] = {}
    for finding in unknown:
        missing = finding.what.partition("not checked, since ")[2]
        waiting.setdefault((finding.subject or "design", missing), []).append(finding.rule.id)
    return [(subject, f"not checked: {missing} [{_some(ids)}]") for (subject, missing), ids in waiting.items()]


def _some(ids: list[str]) -> str:
    shown = ", ".join(ids[:_SHOWN_RULES])
    return shown if len(ids) <= _SHOWN_RULES else f"{shown} and {len(ids) - _SHOWN_RULES} more"


def _html_row(finding: Finding) -> str:
    left = "style='text-align:left'"
    source = finding.source
    return (
        f"<tr><td style='border-left:4px solid {_COLOURS[finding.severity]}'>"
        f"{_SIGNS[finding.severity]} {finding.severity.value}</td>"
        f"<th scope='row' {left}>{escape(finding.subject or 'design')}</th>"
        f"<td {left}>{escape(finding.what)}<br><small>{escape(finding.reason)}</small></td>"
        f"<td {left}>{escape(finding.fix)}</td>"
        f"<td {left}>{escape(finding.rule.id)}<br><small><a href='{escape(source.url, quote=True)}'>"
        f"{escape(source.title)}</a>, {escape(finding.date)}</small></td></tr>"
    )
