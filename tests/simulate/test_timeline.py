"""The log keeps order, filters by action and subject, and prints one line a decision."""

from datetime import UTC, datetime

import pytest

from azstudy.simulate.timeline import Decision, Timeline, clock

LOG = Timeline(
    (
        Decision(at_s=60, action="scale out", subject="web", because="CPU 81 is above 70", facts={"cpu": 81}),
        Decision(at_s=120, action="scale in skipped", subject="web", because="cooldown ends at 00:06:00"),
        Decision(at_s=120, action="scale out", subject="app", because="queue 12 is above 10"),
    ),
    datetime(2026, 3, 28, 23, 59, tzinfo=UTC),
)


def test_filters_by_action_and_subject():
    assert [one.subject for one in LOG.only("scale out")] == ["web", "app"]
    assert len(LOG.only(subject="web")) == 2
    assert len(LOG.only("scale out", "scale in skipped", subject="web")) == 2
    assert len(LOG.only("no such action")) == 0


def test_knows_the_calendar_only_with_a_start():
    assert LOG.when(LOG[1]) == datetime(2026, 3, 29, 0, 1, tzinfo=UTC)
    assert Timeline(LOG.decisions).when(LOG[1]) is None


def test_gives_plain_values_and_lines():
    assert LOG.as_dict()[0]["cpu"] == 81
    assert "facts" not in LOG.as_dict()[0]
    assert str(LOG).splitlines()[1] == "00:02:00 web scale in skipped: cooldown ends at 00:06:00"


def test_a_decision_cannot_be_changed_through_its_facts():
    facts = {"cpu": 81}
    one = Decision(at_s=0, action="a", because="b", facts=facts)
    facts["cpu"] = 0
    assert one.facts["cpu"] == 81
    with pytest.raises(TypeError):
        one.facts["cpu"] = 0


@pytest.mark.parametrize(("seconds", "text"), [(0, "00:00:00"), (59.6, "00:01:00"), (86_400, "1d 00:00:00")])
def test_clock(seconds, text):
    assert clock(seconds) == text
