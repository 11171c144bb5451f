"""Autoscale settings: how many profiles and rules, instance limits, dates, prediction, notifications."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from azstudy.model.autoscale import AutoscaleSetting, FixedDate, Profile, Recurring
from azstudy.model.design import Design
from azstudy.model.scaleset import ScaleSet
from azstudy.model.schedule_words import PredictiveMode, ScaleDirection, Statistic, TimeAggregation
from azstudy.rules._fleet import instance_limit, repeated
from azstudy.rules._frame import Breach, Facts, Found, path, rule
from azstudy.rules._walk import listed, many

MOST_PROFILES: Final = 20
MOST_RULES: Final = 10
LONGEST_FIXED_DATE: Final = timedelta(days=365)
"""Limits of a setting (autoscale-understanding-settings.md@002d4a39, 2026-08)."""
LOOK_AHEAD_MIN: Final = (1, 60)
LOOK_AHEAD_PORTAL_MIN: Final = 5
"""Minutes ahead: 1 to 60 in Microsoft.Insights.json@a1454431, 5 to 60 on autoscale-predictive.md@0dc1e484."""
CPU: Final = "percentagecpu"


def profiles(design: Design) -> Iterator[tuple[AutoscaleSetting, Profile, str]]:
    """Every profile with its setting and path."""
    for setting in design.of(AutoscaleSetting):
        for profile in setting.profiles:
            yield setting, profile, path(setting.name, profile.name)


@rule(
    "autoscale-01",
    section="4",
    severity="error",
    title="Two autoscale settings for one resource",
    statement="A resource has one autoscale setting; it may hold several profiles.",
    source="UND",
    fix="Put the profiles into one setting.",
    misconception="several-autoscale-settings-add-up",
)
def _one_setting(design: Design, facts: Facts) -> Found:
    owned = []
    for setting in design.of(AutoscaleSetting):
        found = design.find(ScaleSet, setting.target, within=setting)
        owned.append((found.name if found else setting.target, setting.name))
    for target, names in repeated(owned):
        yield Breach(str(target), f"Autoscale settings {listed(names)}; one is allowed.")


@rule(
    "autoscale-02",
    section="4",
    severity="error",
    title="Too many profiles",
    statement="An autoscale setting has at most 20 profiles.",
    source="UND",
    fix="Keep 20 profiles.",
)
def _profile_count(design: Design, facts: Facts) -> Found:
    for setting in design.of(AutoscaleSetting):
        if len(setting.profiles) > MOST_PROFILES:
            yield Breach(setting.name, f"{len(setting.profiles)} profiles; at most {MOST_PROFILES} are allowed.")


@rule(
    "autoscale-03",
    section="4",
    severity="error",
    title="Too many rules in a profile",
    statement="A profile has at most 10 rules.",
    source="UND",
    fix="Keep 10 rules.",
)
def _rule_count(design: Design, facts: Facts) -> Found:
    for _, profile, place in profiles(design):
        if len(profile.rules) > MOST_RULES:
            yield Breach(place, f"{len(profile.rules)} rules; at most {MOST_RULES} are allowed.")


@rule(
    "autoscale-04",
    section="4",
    severity="error",
    title="Minimum, default and maximum out of order",
    statement="In a profile minimum <= default <= maximum; both ends are included.",
    source="UND",
    fix="Put the default between minimum and maximum.",
)
def _capacity_order(design: Design, facts: Facts) -> Found:
    for _, profile, place in profiles(design):
        low, middle, high = profile.minimum, profile.effective_default, profile.maximum
        if not low <= middle <= high:
            yield Breach(place, f"Minimum {low}, default {middle}, maximum {high}.")


@rule(
    "autoscale-05",
    section="4",
    severity="warning",
    title="Maximum above what the scale set may have",
    statement="Autoscale cannot pass the limits of the scale set: beyond them scaling out fails.",
    source="DES",
    fix="Lower the maximum, or lift the limit of the scale set.",
    misconception="autoscale-maximum-lifts-limits",
)
def _maximum(design: Design, facts: Facts) -> Found:
    for setting, profile, place in profiles(design):
        target = design.find(ScaleSet, setting.target, within=setting)
        if target is not None:
            limit, why = instance_limit(target, facts)
            if profile.maximum > limit:
                yield Breach(place, f"A maximum of {profile.maximum:,} for {target.name}; {why}.")


@rule(
    "autoscale-06",
    section="4",
    severity="warning",
    title="Nothing to scale between minimum and maximum",
    statement="Minimum and maximum should differ with a margin: where they are equal, no rule can act.",
    source="BES",
    fix="Leave room between minimum and maximum.",
)
def _no_margin(design: Design, facts: Facts) -> Found:
    for _, profile, place in profiles(design):
        if profile.rules and profile.minimum == profile.maximum:
            yield Breach(place, f"{many(len(profile.rules), 'rule')}, and {profile.minimum} is minimum and maximum.")


@rule(
    "autoscale-07",
    section="4",
    severity="info",
    title="Instances outside the limits",
    statement="Autoscale first brings the count between minimum and maximum, even where no rule fires.",
    source="BES",
    fix="Start with a count between minimum and maximum.",
    misconception="autoscale-keeps-a-manual-count",
)
def _clamped(design: Design, facts: Facts) -> Found:
    for setting, profile, place in profiles(design):
        target = design.find(ScaleSet, setting.target, within=setting)
        bounded = min(max(target.instances, profile.minimum), profile.maximum) if target else 0
        if target and setting.enabled and profile.when is None and bounded != target.instances:
            yield Breach(place, f"{target.name} has {target.instances} instances; the next run makes it {bounded}.")


@rule(
    "autoscale-10",
    section="4",
    severity="error",
    title="Fixed date longer than a year",
    statement="A fixed-date profile holds for at most 365 days.",
    source="UND",
    fix="Shorten it, or use a recurring profile.",
)
def _fixed_length(design: Design, facts: Facts) -> Found:
    for _, profile, place in profiles(design):
        when = profile.when
        if isinstance(when, FixedDate) and when.end - when.start > LONGEST_FIXED_DATE:
            yield Breach(place, f"From {when.start} to {when.end}: more than 365 days.")


@rule(
    "autoscale-11",
    section="4",
    severity="error",
    title="Fixed date that ends before it starts",
    statement="A fixed-date profile ends after it starts.",
    source="UND",
    fix="Put the end after the start.",
)
def _fixed_order(design: Design, facts: Facts) -> Found:
    for _, profile, place in profiles(design):
        when = profile.when
        if isinstance(when, FixedDate) and when.end <= when.start:
            yield Breach(place, f"Starts {when.start}, ends {when.end}.")


@rule(
    "autoscale-12",
    section="4",
    severity="warning",
    title="No profile for the rest of the time",
    statement="Outside fixed dates and recurring profiles the default profile holds: a setting needs one.",
    source="UND",
    fix="Add a profile without a date.",
)
def _default_profile(design: Design, facts: Facts) -> Found:
    for setting in design.of(AutoscaleSetting):
        whens = [profile.when for profile in setting.profiles]
        if None not in whens and not any(isinstance(when, Recurring) for when in whens):
            yield Breach(setting.name, "No default profile." if whens else "No profile at all.")
        if whens.count(None) > 1:
            yield Breach(setting.name, f"{whens.count(None)} default profiles; only the first is ever used.")


@rule(
    "autoscale-13",
    section="4",
    severity="warning",
    title="Recurring profile that nothing ends",
    statement="A recurring profile has a start and no end: it holds until the next recurring profile starts. The "
    "portal's end is the start of another profile.",
    source="MUL",
    fix="Add a recurring profile that starts where this one should end.",
    misconception="recurring-profiles-end-by-themselves",
)
def _endless(design: Design, facts: Facts) -> Found:
    for setting in design.of(AutoscaleSetting):
        recurring = [profile for profile in setting.profiles if isinstance(profile.when, Recurring)]
        if len(recurring) == 1:
            yield Breach(path(setting.name, recurring[0].name), "It is the only recurring profile: it never ends.")


@rule(
    "autoscale-14",
    section="4",
    severity="warning",
    title="Two profiles for the same time",
    statement="One profile holds at a time: the first fixed date that matches, else the last recurring start, else "
    "the default.",
    source="UND",
    fix="Let their times differ.",
    misconception="profiles-add-up",
)
def _same_time(design: Design, facts: Facts) -> Found:
    for setting in design.of(AutoscaleSetting):
        starts = [
            ((day, profile.when.start, profile.when.time_zone), profile.name)
            for profile in setting.profiles
            if isinstance(profile.when, Recurring)
            for day in profile.when.days
        ]
        for names in sorted({tuple(sorted(set(names))) for _, names in repeated(starts)}):
            if len(names) > 1:
                yield Breach(setting.name, f"Profiles {listed(names)} start at the same time.")
        dated = [(p.name, p.when) for p in setting.profiles if isinstance(p.when, FixedDate)]
        for place, (name, when) in enumerate(dated):
            for other, later in dated[place + 1 :]:
                if when.time_zone is later.time_zone and when.start < later.end and later.start < when.end:
                    yield Breach(setting.name, f"Fixed dates {name} and {other} overlap; {name} is used.")


@rule(
    "autoscale-30",
    section="4",
    severity="error",
    title="Predictive autoscale without the CPU rule it needs",
    statement="Predictive autoscale forecasts Percentage CPU (Average) and uses the threshold and step of a scale-out "
    "rule on it.",
    source="PRE",
    fix="Add a scale-out rule on Percentage CPU, averaged.",
    misconception="predictive-autoscale-forecasts-any-metric",
)
def _predictive_rule(design: Design, facts: Facts) -> Found:
    for setting in design.of(AutoscaleSetting):
        if setting.predictive is None or setting.predictive.mode is PredictiveMode.DISABLED:
            continue
        fitting = [
            one
            for profile in setting.profiles
            for one in profile.rules
            if one.trigger.metric.replace(" ", "").casefold() == CPU
            and one.trigger.statistic is Statistic.AVERAGE
            and one.trigger.time_aggregation is TimeAggregation.AVERAGE
            and one.action.direction is ScaleDirection.INCREASE
        ]
        if not fitting:
            yield Breach(setting.name, "Predictive autoscale, and no scale-out rule on average Percentage CPU.")


@rule(
    "autoscale-31",
    section="4",
    severity="error",
    title="Look-ahead out of range",
    statement="Predictive autoscale starts VMs 1 to 60 minutes ahead (the page says 5 to 60).",
    source="ARM",
    fix="Choose 5 to 60 minutes.",
)
def _look_ahead(design: Design, facts: Facts) -> Found:
    for setting, minutes in _look_aheads(design):
        if not LOOK_AHEAD_MIN[0] <= minutes <= LOOK_AHEAD_MIN[1]:
            yield Breach(setting.name, f"{minutes:g} minutes ahead; allowed: 1 to 60.")


@rule(
    "autoscale-32",
    section="4",
    severity="warning",
    title="Look-ahead below five minutes",
    statement="The page on predictive autoscale gives 5 to 60 minutes of look-ahead, the schema 1 to 60.",
    source="PRE",
    fix="Choose 5 to 60 minutes.",
)
def _short_look_ahead(design: Design, facts: Facts) -> Found:
    for setting, minutes in _look_aheads(design):
        if LOOK_AHEAD_MIN[0] <= minutes < LOOK_AHEAD_PORTAL_MIN:
            yield Breach(setting.name, f"{minutes:g} minutes ahead.")


def _look_aheads(design: Design) -> Iterator[tuple[AutoscaleSetting, float]]:
    for setting in design.of(AutoscaleSetting):
        if setting.predictive is not None and setting.predictive.look_ahead_min is not None:
            yield setting, setting.predictive.look_ahead_min


@rule(
    "autoscale-33",
    section="4",
    severity="error",
    title="Mail to administrators",
    statement="The two flags for subscription administrators have to be false since 2024-08-31.",
    source="AWE",
    fix="Name addresses in emails instead.",
)
def _administrators(design: Design, facts: Facts) -> Found:
    for setting in design.of(AutoscaleSetting):
        if any(one.to_administrator or one.to_co_administrators for one in setting.notifications):
            yield Breach(setting.name, "A notification goes to subscription administrators.")


@rule(
    "autoscale-34",
    section="4",
    severity="error",
    title="Webhook without TLS",
    statement="Webhooks of autoscale notifications are https addresses.",
    source="AWE",
    fix="Use an https address.",
)
def _webhooks(design: Design, facts: Facts) -> Found:
    for setting in design.of(AutoscaleSetting):
        for address in (address for one in setting.notifications for address in one.webhooks):
            if not address.startswith("https://"):
                yield Breach(setting.name, f"The webhook {address} is not https.")
