"""What the guide says, as HTML: the question, the outcome, what-ifs, missions."""

from __future__ import annotations

from typing import Any

from azstudy.labs import _html as h
from azstudy.labs._missions import Mission, MissionReport
from azstudy.labs._predict import Outcome, Prediction, Quantity, Truth


def question(prediction: Prediction, number: str) -> h.Markup:
    """The question with its place in the row."""
    return h.tag(
        "div",
        h.tag("p", number, cls="azs-eyebrow"),
        h.tag("h4", prediction.title, cls="azs-heading"),
        h.tag("p", prediction.question, cls="azs-question"),
    )


def outcome(prediction: Prediction, outcome: Outcome) -> h.Markup:
    """Guess and truth side by side, the deciding reason, the steps, and the belief behind the usual answer."""
    answer = prediction.answer
    verdict = "Right" if outcome.right else "Not so"
    head = h.facts(
        [
            ("You said", answer.say(outcome.guess)),
            ("The model says", answer.say(outcome.truth.answer)),
            ("You were", outcome.confidence.label),
        ]
    )
    why = h.note(outcome.truth.because, kind="good" if outcome.right else "wrong", title=f"{verdict}:")
    steps = _steps(outcome.truth.steps)
    trap = prediction.misconception
    chose = "Yours was close to it. " if isinstance(answer, Quantity) else "You chose it too. "
    fell = chose if outcome.trapped and not outcome.right else ""
    usual = h.note(
        f"{answer.say(answer.parse(trap.answer))}. {fell}{trap.text}",
        kind="info",
        title=f"The usual answer ({trap.name}):",
    )
    sure = None
    if outcome.sure_but_wrong:
        sure = h.note(
            "An error you were sure of is the kind you remember best once it is corrected. Write it down.",
            kind="warn",
            title="Sure, but not so:",
        )
    return h.tag("div", head, why, steps, usual, sure, cls="azs-outcome")


def _steps(steps: tuple[str, ...]) -> h.Markup | None:
    if not steps:
        return None
    return h.tag("ol", *(h.tag("li", step) for step in steps), cls="azs-steps")


def what_if_heading() -> h.Markup:
    """The words above the what-if buttons."""
    return h.tag("p", "What if…", cls="azs-eyebrow")


def now(prediction: Prediction, truth: Truth) -> h.Markup:
    """The answer in the state that is on the screen now."""
    return h.note(f"{prediction.answer.say(truth.answer)}. {truth.because}", kind="info", title="With these settings:")


def cannot(words: str) -> h.Markup:
    """Why there is no answer for the state on the screen."""
    return h.note(words, kind="warn", title="No answer for these settings:")


def mission_option(mission: Mission[Any], solved: bool) -> str:
    """A mission in the list: level, title, and whether it is solved."""
    return f"{'★' * mission.level}{'☆' * (5 - mission.level)} {mission.title}{' ✓ solved' if solved else ''}"


def mission(mission: Mission[Any], report: MissionReport) -> h.Markup:
    """The brief, each check with a mark, and where the learner stands."""
    checks = [
        h.tag(
            "li",
            h.tag("span", "✓" if done else "○", cls="azs-tick", aria_hidden="true"),
            f" {text}",
            h.tag("span", " (holds)" if done else " (not yet)", cls="azs-quiet"),
            cls="azs-done" if done else "azs-open",
        )
        for text, done in report.checks
    ]
    stand = h.note(report.text, kind="good" if report.solved else "info")
    debrief = h.note(mission.debrief, kind="info", title="Take with you:") if report.solved else None
    return h.tag(
        "div",
        h.tag("p", mission.brief, cls="azs-question"),
        h.tag("ul", *checks, cls="azs-checks"),
        stand,
        debrief,
        cls="azs-outcome",
    )


def hint(mission: Mission[Any]) -> h.Markup:
    """The hint."""
    return h.note(mission.hint, kind="info", title="Hint:")
