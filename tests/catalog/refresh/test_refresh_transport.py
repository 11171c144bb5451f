"""A service that is slow, busy or broken: wait, try again, and in the end say what happened."""

from __future__ import annotations

import itertools

import pytest

from azstudy.catalog.refresh import Patience, Progress, Timing, current_or_none
from azstudy.errors import RefreshError


def refused(run, home, *args, **changes) -> str:
    """The message of a refresh that must fail and must not leave prices behind."""
    with pytest.raises(RefreshError) as caught:
        run(*args, **changes)
    message = str(caught.value)
    assert "kept" in message
    assert "\n" not in message
    assert current_or_none(home) == (None, None)
    return message


def test_a_busy_service_is_asked_again_after_what_it_says(run, server, faults, slept):
    server.faults = [faults.status(429, Retry_After="7"), faults.status(503, Retry_After="2")]
    report = run("westeurope")
    assert slept == [7, 2]
    assert report.retries == 2
    assert report.requests == len(server.log) == 6


def test_pauses_double_without_a_hint(run, server, faults, slept):
    server.faults = [faults.status(429), faults.status(500), faults.status(502), faults.status(503)]
    run("westeurope", patience=Patience(tries=5))
    assert slept == [1, 2, 4, 8]


def test_chance_shortens_a_pause_to_half_at_most_and_the_longest_is_bounded(run, server, faults, slept):
    server.faults = [faults.status(503)] * 5
    timing = Timing(sleep=slept.append, random=lambda: 0.0)
    run("westeurope", patience=Patience(tries=6, longest_wait_s=4), timing=timing)
    assert slept == [0.5, 1, 2, 2, 2]


def test_a_date_in_retry_after_counts_from_now(run, server, faults, slept):
    server.faults = [faults.status(429, Retry_After="Sun, 22 Nov 2026 12:00:30 GMT")]
    run("westeurope")
    assert slept == [30]


@pytest.mark.parametrize("hint", ["soon", "Sun, 22 Nov 2026", "-5", "", "1e9"])
def test_a_hint_that_makes_no_sense_is_no_hint(run, server, faults, slept, hint):
    server.faults = [faults.status(429, Retry_After=hint)]
    run("westeurope")
    assert slept == [1]


def test_a_service_that_wants_hours_is_not_waited_for(run, home, server, faults, slept):
    server.faults = [faults.status(429, Retry_After="3600")]
    assert "3,600 seconds" in refused(run, home, "westeurope")
    assert slept == []


def test_every_pause_is_told_before_it_begins(run, server, faults):
    server.faults = [None, faults.status(429, Retry_After="7")]
    steps: list[Progress] = []
    run("westeurope", progress=steps.append)
    (pause,) = [step for step in steps if step.waiting_s]
    assert (pause.waiting_s, pause.note, pause.page, pause.rows) == (7, "HTTP 429", 1, 100)


def test_the_last_trouble_is_named_when_patience_ends(run, home, server, faults, slept):
    server.faults = [faults.status(429), faults.status(429), faults.status(503)]
    message = refused(run, home, "westeurope")
    assert "3 tries" in message
    assert "HTTP 503" in message
    assert len(slept) == 2


@pytest.mark.parametrize("code", [400, 401, 403, 404, 410])
def test_a_final_answer_is_not_asked_again(run, home, server, faults, code):
    server.faults = [faults.status(code)]
    assert f"HTTP {code}" in refused(run, home, "westeurope")
    assert len(server.log) == 1


def test_a_redirect_is_named_and_not_followed(run, home, server, faults):
    server.faults = [faults.status(302, Location="https://elsewhere.example/prices")]
    assert "elsewhere.example" in refused(run, home, "westeurope")


@pytest.mark.parametrize("name", ["cut", "drop"])
def test_a_broken_line_is_tried_again(run, server, faults, name, slept):
    server.faults = [None, getattr(faults, name)]
    report = run("westeurope")
    assert report.retries == len(slept) == 1


def test_a_silent_line_is_given_up_and_tried_again(run, server, faults, slept):
    server.faults = [None, faults.hang]
    steps: list[Progress] = []
    report = run("westeurope", patience=Patience(tries=5, timeout_s=0.8), progress=steps.append)
    assert report.retries == len(slept) >= 1
    assert "no answer within 0.8 seconds" in [step.note for step in steps]


@pytest.mark.parametrize("name", ["cut", "drop", "hang"])
def test_a_line_that_stays_broken_ends_the_refresh(run, home, server, faults, name):
    server.faults = [getattr(faults, name)] * 2
    assert "2 tries" in refused(run, home, "westeurope", patience=Patience(tries=2, timeout_s=0.3))


def test_a_server_that_drips_for_ever_is_given_up(run, home, server, faults, slept):
    server.faults = [faults.drip] * 3
    ticks = itertools.count()
    timing = Timing(sleep=slept.append, clock=lambda: next(ticks) * 40.0)
    assert "longer than 180 seconds" in refused(run, home, "westeurope", timing=timing)


def test_an_answer_without_end_is_cut_at_a_size(run, home, server, faults):
    server.faults = [faults.drip]
    assert "larger than" in refused(run, home, "westeurope", patience=Patience(page_limit_bytes=50))


def test_no_service_at_all(run, home, server):
    server.close()
    assert "connection failed" in refused(run, home, "westeurope")


@pytest.mark.parametrize(
    "body",
    [b"", b'{"Items": [{"retailPrice": 0.1}', b"not json", b"\xff\xfe\xff", b"[" * 100_000, b'{"Items": [NaN]}'],
)
def test_half_an_answer_is_tried_again_then_given_up(run, home, server, faults, body):
    server.faults = [faults.body(body)] * 3
    assert "cut off or is not JSON" in refused(run, home, "westeurope")
    assert len(server.log) == 3


def test_half_an_answer_once_is_no_harm(run, server, faults):
    server.faults = [faults.body(b'{"Items": [')]
    assert run("westeurope").retries == 1


@pytest.mark.parametrize("headers", [{"Content_Type": "text/html; charset=utf-8"}, {}])
def test_a_sign_in_page_is_recognised(run, home, server, faults, headers):
    server.faults = [faults.body(b"\n<!doctype html><title>Hotel Wi-Fi</title>", **headers)]
    assert "web page" in refused(run, home, "westeurope")
    assert len(server.log) == 1
