"""Azure Monitor's autoscale engine: one evaluation after another, decisions only."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import attrs

from azstudy.errors import InvalidInputError
from azstudy.model.autoscale import AutoscaleSetting, Profile
from azstudy.simulate.scaling import events, guard, wording
from azstudy.simulate.scaling.choices import DEFAULT, ScalingChoices
from azstudy.simulate.scaling.forecast import LEAST_DAYS
from azstudy.simulate.scaling.foresight import Foresight
from azstudy.simulate.scaling.gauges import Metrics
from azstudy.simulate.scaling.outcome import Outcome, Reading
from azstudy.simulate.scaling.plans import Plan, Rule
from azstudy.simulate.scaling.profiles import FOREVER, Schedule
from azstudy.simulate.scaling.steps import result_of
from azstudy.simulate.timeline import Decision, clock

OUT: Final = "scale out"
IN: Final = "scale in"
OUT_SKIPPED: Final = "scale out skipped"
IN_SKIPPED: Final = "scale in skipped"
CLAMPED: Final = "back between the limits"
TO_DEFAULT: Final = "to the default"
NO_METRIC: Final = "metric missing"
METRIC_BACK: Final = "metric back"
NO_FORECAST: Final = "forecast missing"
PROFILE: Final = "profile"
WAITING: Final = "evaluation skipped"

_Fired = list[tuple[Rule, float]]


@attrs.define
class _Now:
    """One evaluation while it is under way."""

    at_s: float
    count: int
    plan: Plan
    metrics: Metrics
    values: list[float | None]
    resting: bool

    def firing(self, rules: list[Rule]) -> _Fired:
        """Those of `rules` whose metric is there and whose condition holds."""
        found = [(rule, self.values[rule.place]) for rule in rules]
        return [(rule, value) for rule, value in found if value is not None and rule.fires(value)]


class Engine:
    """Autoscale of one resource over time; it remembers the cooldown and what it said last.

    In this order: profile, limits, metrics, scale-out (any rule, largest result), scale-in (all rules, largest
    remaining count, guarded against flapping); one cooldown for both directions. `evaluate` is called every 30 to 60
    seconds (`choices.evaluation_s`) and costs a few microseconds when nothing happens.

    Args:
        setting: The autoscale setting.
        start: The moment at which `at_s` is 0, with its time zone.
        choices: What Azure does not document.
        forecast: The total CPU load to expect at a minute, in percent of one machine; by default forecast from the
            history of Percentage CPU in the metrics.
        repeat: Whether what is declined for the same reason again and again gets a decision each time, or only the
            first time.

    Raises:
        InvalidInputError: For a profile with its minimum above its maximum, or a start without a time zone.

    Source: azure-monitor-docs autoscale-understanding-settings.md@002d4a39, autoscale-best-practices.md@0874256c
    (2026-08), autoscale-flapping.md@705f5597, autoscale-predictive.md@0dc1e484 (2024-11).
    """

    def __init__(
        self,
        setting: AutoscaleSetting,
        *,
        start: datetime,
        choices: ScalingChoices = DEFAULT,
        forecast: Callable[[int], float | None] | None = None,
        repeat: bool = True,
    ) -> None:
        if start.tzinfo is None:
            raise InvalidInputError(f"The start {start} has no time zone. Give one, such as datetime(..., tzinfo=UTC).")
        self.setting = setting
        self.start = start.astimezone(UTC)
        self.choices = choices
        self.rest_until_s = float("-inf")
        """No rule acts before; it moves with each rule that acts."""
        self.foresight = Foresight(setting, choices, forecast)
        self._schedule = Schedule(setting)
        self._plans = {id(profile): Plan(profile) for profile in setting.profiles}
        self._plan: Plan | None = None
        self._known_from_s, self._known_until_s = float("inf"), float("-inf")
        self._rest_because = ""
        self._failing = self._untrained = False
        self._repeat = repeat
        self._said: tuple[Any, ...] = ()
        self._notes: list[Decision] = []
        self._quiet: dict[int, Outcome] = {}

    # --- the profile -------------------------------------------------------------------------------------------
    def profile_at(self, at_s: float) -> Profile | None:
        """The profile that holds at `at_s`; None where none does."""
        return self._schedule.at(self.start + timedelta(seconds=at_s))[0]

    def _look_up(self, at_s: float) -> None:
        """Take the profile that holds at `at_s`, and remember until when it does."""
        held, until = self._schedule.at(self.start + timedelta(seconds=at_s))
        before, self._plan = self._plan, None if held is None else self._plans[id(held)]
        self._known_from_s = at_s
        self._known_until_s = float("inf") if until == FOREVER else (until - self.start).total_seconds()
        self._quiet = {}
        if before is self._plan or before is None:
            return
        because = f"{before.name} ended, and no profile follows: nothing is scaled."
        if self._plan is not None:
            limits = f"{self._plan.minimum} to {self._plan.maximum} instances"
            because = f"{self._plan.name} follows {before.name}: {limits}."
        self._note(at_s, PROFILE, because)

    # --- one evaluation ----------------------------------------------------------------------------------------
    def evaluate(self, at_s: float, count: int, metrics: Metrics, *, in_progress: bool = False) -> Outcome:
        """What autoscale does at `at_s` seconds after the start with `count` instances.

        Args:
            at_s: Seconds since the start; evaluations come in the order of time.
            count: The instances that the resource has.
            metrics: The series by name of the metric, or by (resource, name) for another resource's.
            in_progress: Whether the last scale action still runs; the evaluation is then skipped
                (autoscale-diagnostics.md@0dc1e484, `skipCurrentAutoscaleEvaluation`).
        """
        if not self._known_from_s <= at_s < self._known_until_s:
            self._look_up(at_s)
        plan = self._plan
        if plan is None or not self.setting.enabled:
            return self._nothing(count)
        end = int((at_s - self.choices.metric_delay_s) // 60)
        values = [gauge.read(metrics, end, count) for gauge in plan.gauges]
        now = _Now(at_s, count, plan, metrics, values, at_s < self.rest_until_s)
        if in_progress:
            return self._decline(now, WAITING, "running", lambda: "The last scale action is still running.")
        if not plan.minimum <= count <= plan.maximum and not (now.resting and self.choices.clamp_waits):
            return self._clamp(now)
        if None in values:
            return self._without(now)
        if self._failing:
            self._failing = False
            self._note(at_s, METRIC_BACK, "All metrics have values again.", events.METRIC_RECOVERY)
        return self._by_rules(now)

    def _by_rules(self, now: _Now) -> Outcome:
        """Out if any rule fires, by the forecast if that would; else in if all rules fire."""
        values = now.values
        for rule in now.plan.outs(now.count):
            if rule.holds(values[rule.place], rule.threshold):  # type: ignore[arg-type]
                return self._out(now, now.firing(now.plan.outs(now.count)))
        expected = self._foresee(now) if self.foresight.acts and now.plan.forecastable else []
        ahead = [(rule, value) for rule, value in expected if rule.fires(value)]
        if ahead:
            return self._out(now, ahead, foreseen=True)
        ins = now.plan.ins(now.count)
        for rule in ins:
            if not rule.holds(values[rule.place], rule.threshold):  # type: ignore[arg-type]
                return self._nothing(now.count)
        return self._in(now, now.firing(ins), expected) if ins else self._nothing(now.count)

    def explain(self, at_s: float, count: int, metrics: Metrics) -> tuple[Reading, ...]:
        """Every rule of the profile that holds, with the value of its metric; changes nothing."""
        profile = self.profile_at(at_s)
        if profile is None:
            return ()
        plan = self._plans[id(profile)]
        end = int((at_s - self.choices.metric_delay_s) // 60)
        found = []
        for rule in plan.rules:
            value = plan.gauges[rule.place].read(metrics, end, count)
            fired = value is not None and rule.fires(value)
            found.append(Reading(rule=f"{rule.trigger.text}: {rule.action.text}", value=value, fired=fired))
        return tuple(found)

    def rest(self, until_s: float) -> None:
        """Let a cooldown last until `until_s`, as after an action that this engine did not take itself."""
        self.rest_until_s = until_s
        self._rest_because = f"a cooldown lasts until {clock(until_s)}"

    # --- limits and missing metrics ----------------------------------------------------------------------------
    def _clamp(self, now: _Now) -> Outcome:
        target = min(max(now.count, now.plan.minimum), now.plan.maximum)
        up = target > now.count
        because = (
            f"{wording.are(now.count)} {'below' if up else 'above'} the {'minimum' if up else 'maximum'} of {target} "
            f"in profile {now.plan.name}."
        )
        return self._act(
            now, target, CLAMPED, because, events.SCALE_UP_INITIATED if up else events.SCALE_DOWN_INITIATED
        )

    def _without(self, now: _Now) -> Outcome:
        """An evaluation in which at least one metric is missing: out, up to the default, or nothing."""
        if not self._failing:
            self._failing = True
            names = sorted({rule.trigger.metric for rule in now.plan.rules if now.values[rule.place] is None})
            self._note(now.at_s, NO_METRIC, f"No value of {' and '.join(names)}.", events.METRIC_FAILURE)
        fired = now.firing(now.plan.outs(now.count))
        out = self._largest(now, fired)[0] if fired and not now.resting else now.count
        default = now.plan.default
        if default > max(out, now.count) and not (now.resting and self.choices.default_waits):
            because = f"No metric, and {wording.are(now.count)} below the default of {default}."
            return self._act(now, default, TO_DEFAULT, because, events.SCALE_UP_INITIATED)
        return self._out(now, fired) if fired else self._nothing(now.count)

    # --- out and in --------------------------------------------------------------------------------------------
    def _largest(self, now: _Now, fired: _Fired) -> tuple[int, Rule, list[int]]:
        """The largest count that rules ask for between the limits, the rule whose cooldown holds, and all counts."""
        if len(fired) == 1:
            rule = fired[0][0]
            result = min(max(result_of(rule.action, now.count, self.choices), now.plan.minimum), now.plan.maximum)
            return result, rule, [result]
        asked = [result_of(rule.action, now.count, self.choices) for rule, _ in fired]
        results = [min(max(result, now.plan.minimum), now.plan.maximum) for result in asked]
        largest = max(asked)
        tied = [rule for (rule, _), result in zip(fired, asked, strict=True) if result == largest]
        rule = max(tied, key=lambda one: one.cooldown_s) if self.choices.tied_cooldown == "longest" else tied[0]
        return max(results), rule, results

    def _out(self, now: _Now, fired: _Fired, *, foreseen: bool = False) -> Outcome:
        target, rule, results = self._largest(now, fired)
        label = "forecast: " if foreseen else ""
        if target <= now.count:
            top = now.count >= now.plan.maximum
            limit = f"{wording.are(now.count)} the maximum" if top else f"the rule asks for {target}, not more"
            return self._decline(
                now, OUT_SKIPPED, "maximum", lambda: f"{label}{wording.conditions(fired)}, but {limit}."
            )
        if now.resting:
            return self._wait(now, OUT_SKIPPED, label, fired)
        because = f"{label}{wording.conditions(fired)}: {wording.taken(rule, results, target)}."
        event = events.PREDICTIVE_UP_INITIATED if foreseen else events.SCALE_UP_INITIATED
        return self._act(now, target, OUT, because, event, rule)

    def _in(self, now: _Now, fired: _Fired, expected: _Fired) -> Outcome:
        count = now.count
        target, rule, results = self._largest(now, fired)
        if target >= count:
            low = count <= now.plan.minimum
            limit = f"{wording.are(count)} the minimum" if low else f"the rules ask for {target}, not fewer"
            return self._decline(now, IN_SKIPPED, "minimum", lambda: f"{wording.conditions(fired)}, but {limit}.")
        if now.resting:
            return self._wait(now, IN_SKIPPED, "", fired)
        outs = [(one, value) for one in now.plan.guarding() if (value := now.values[one.place]) is not None]
        held = expected if self.choices.forecast_holds else []
        verdict = guard.check([*outs, *held], count, target)
        label = "forecast: " if verdict.blocking in held else ""
        if verdict.count is None:
            return self._decline(
                now,
                IN_SKIPPED,
                "flapping",
                lambda: f"{label}{wording.projection(verdict, count, target)}.",
                events.FLAPPING,
            )
        because = f"{wording.conditions(fired)}: {wording.taken(rule, results, target)}"
        if verdict.blocking is None:
            return self._act(now, target, IN, f"{because}.", events.SCALE_DOWN_INITIATED, rule)
        because += f", but {label}{wording.projection(verdict, count, target)}; {verdict.count} is safe."
        return self._act(now, verdict.count, IN, because, events.FLAPPING_OCCURRED, rule)

    def _foresee(self, now: _Now) -> _Fired:
        """What the forecast says of the rules it drives; one line in the log where there is no forecast."""
        expected = self.foresight.expected(now.at_s, now.count, now.metrics, now.plan)
        if expected is None and not self._untrained:
            because = f"No forecast: predictive autoscale needs {LEAST_DAYS} days of history of Percentage CPU."
            self._note(now.at_s, NO_FORECAST, because, events.PREDICTIVE_METRIC_FAILURE)
        self._untrained = expected is None
        return expected or []

    # --- outcomes ----------------------------------------------------------------------------------------------
    def _act(self, now: _Now, target: int, action: str, because: str, event: str, rule: Rule | None = None) -> Outcome:
        """A new count; a rule that acted starts its cooldown."""
        self._said = ()
        rest_s = rule.cooldown_s if rule else 0.0
        if rule:
            self.rest_until_s = now.at_s + rest_s
            self._rest_because = (
                f"the {rule.action.cooldown_min:g} min cooldown of '{rule.action.text}' at {clock(now.at_s)} lasts "
                f"until {clock(self.rest_until_s)}"
            )
        self._note(now.at_s, action, because, event, count=now.count, target=target, cooldown_s=rest_s)
        return self._outcome(now.count, target, rest_s)

    def _wait(self, now: _Now, action: str, label: str, fired: _Fired) -> Outcome:
        """No action: the cooldown lasts."""
        return self._decline(
            now, action, "cooldown", lambda: f"{label}{wording.conditions(fired)}, but {self._rest_because}."
        )

    def _decline(self, now: _Now, action: str, kind: str, because: Callable[[], str], event: str = "") -> Outcome:
        """No action, with its reason, which is put into words only where it is said."""
        said = action, kind, now.count
        if self._repeat or said != self._said:
            self._note(now.at_s, action, because(), event, count=now.count, target=now.count)
        outcome = self._nothing(now.count)
        self._said = said
        return outcome

    def _nothing(self, count: int) -> Outcome:
        self._said = ()
        if self._notes:
            return self._outcome(count, count)
        found = self._quiet.get(count)
        if found is None:
            found = self._quiet[count] = self._outcome(count, count)
        return found

    def _outcome(self, count: int, target: int, cooldown_s: float = 0.0) -> Outcome:
        notes, self._notes = tuple(self._notes), []
        name = "" if self._plan is None else self._plan.name
        return Outcome(count=count, target=target, profile=name, decisions=notes, cooldown_s=cooldown_s)

    def _note(self, at_s: float, action: str, because: str, event: str = "", **facts: Any) -> None:
        facts["profile"] = "" if self._plan is None else self._plan.name
        self._notes.append(Decision(at_s=at_s, action=action, because=because, event=event, facts=facts))
