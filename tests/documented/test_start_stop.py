"""Start/Stop VMs v2: the order of sequences.

Source: MicrosoftDocs/azure-docs articles/azure-functions/start-stop-vms/overview.md@03adcc30 (about 2022).
"""

from __future__ import annotations

import pytest

from azstudy.simulate import start_stop


def test_the_lowest_number_stops_first_too() -> None:
    tags = {"a": {"sequencestop": 2}, "b": {"sequencestop": 1}, "c": {}, "d": {"sequencestop": 1}}
    run = start_stop(tags, "stop")
    assert run.order == (("b", "d"), ("a",))
    assert tuple(run.skipped) == ("c",)


def test_starting_goes_up_as_well() -> None:
    assert start_stop({"app": {"sequencestart": 2}, "db": {"sequencestart": 1}}, "start").order == (("db",), ("app",))


@pytest.mark.parametrize("action", ["start", "stop"])
def test_each_direction_has_its_own_tag(action: str) -> None:
    other = {"start": "sequencestop", "stop": "sequencestart"}[action]
    assert start_stop({"a": {other: 1}}, action).order == ()


def test_classic_machines_are_left_out() -> None:
    assert start_stop({"a": {"sequencestop": 1}}, classic=("a",)).order == ()
