"""CPU credits minute by minute: never more than the bank, never less than nothing, and told when they run out."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import azstudy as az
from azstudy.errors import InvalidInputError, UnknownNameError
from azstudy.simulate.burstable.facts import endurance

B_SIZES = st.sampled_from(["B1s", "B2ts_v2", "B2s_v2", "B4ms", "B8ms", "B16ms", "B20ms", "B32als_v2"])
LOADS = st.lists(st.floats(0, 100), min_size=1, max_size=300)


def run(size, load, **more):
    return az.simulate.cpu_credits(size, load, **more)


@settings(max_examples=80)
@given(size=B_SIZES, load=LOADS, share=st.floats(0, 1), unserved=st.sampled_from(["lost", "queued"]), where=st.data())
def test_the_bank_balances(size, load, share, unserved, where):
    facts = az.simulate.credit_facts(az.size(size))
    start = share * facts.bank
    moved = where.draw(st.sets(st.integers(0, len(load) - 1), max_size=3))
    found = run(size, load, bank=start, unserved=unserved, redeployed_at=sorted(moved))
    assert all(0 <= bank <= facts.bank for bank in found.bank)
    assert all(0 <= served <= 100 for served in found.served)
    spent = math.fsum(found.served) * facts.vcpus / 100
    earned = len(load) * facts.vcpus * facts.base_percent / 100
    assert spent <= earned + start + len(moved) * facts.initial + 1e-6
    assert math.fsum(found.served) <= math.fsum(load) + 1e-6
    for asked, served in zip(load, found.served, strict=True):
        assert served >= min(asked, facts.base_percent) - 1e-9
    waiting = found.queued[-1] * 100 if unserved == "queued" else None
    if waiting is not None:
        assert math.fsum(found.served) + waiting == pytest.approx(math.fsum(load), abs=1e-6)


@settings(max_examples=40)
@given(size=B_SIZES, load=LOADS)
def test_more_credits_never_serve_less(size, load):
    facts = az.simulate.credit_facts(az.size(size))
    poor, rich = (run(size, load, bank=bank) for bank in (0, facts.bank))
    assert math.fsum(poor.served) <= math.fsum(rich.served) + 1e-6


@pytest.mark.parametrize(("size", "load"), [("B4ms", 30), ("B2s_v2", 100), ("B2ts_v2", 20), ("B1s", 50)])
def test_a_steady_load_lasts_as_long_as_the_arithmetic_says(size, load):
    steady = endurance(az.size(size), load)
    found = run(size, [load] * (60 * 24 * 7))
    if steady.holds:
        assert found.throttled_minutes == 0
    else:
        first = next(one.at_s for one in found.timeline.only("throttled"))
        assert first / 3600 == pytest.approx(steady.hours_new, abs=1 / 60 + 1e-9)


def test_at_zero_credits_the_base_is_left():
    found = run("B4ms", [100] * 10, bank=0)
    assert found.served == (22.5,) * 10
    assert found.throttled_minutes == 10
    assert found.unmet_share == pytest.approx(0.775)
    assert "the bank is empty and 100 % is asked for; 22.5 % is served for 10 minutes" in str(found.timeline)


def test_a_redeployment_loses_the_bank():
    found = run("B4ms", [0] * 60, bank=1000, redeployed_at=[30])
    assert found.bank[29] == pytest.approx(1000 + 30 * 0.9)
    assert found.bank[30] == pytest.approx(120 + 0.9)
    assert [one.action for one in found.timeline] == ["redeployed"]


def test_a_full_bank_earns_nothing():
    found = run("B4ms", [0] * 5, bank=1296)
    assert found.bank == (1296,) * 5
    assert [one.action for one in found.timeline] == ["bank full"]


def test_waiting_work_is_done_later():
    lost, queued = (run("B2s_v2", [100] * 60 + [0] * 60, unserved=way) for way in ("lost", "queued"))
    assert queued.unmet_share < lost.unmet_share
    assert queued.served[60] > 0
    assert lost.served[60] == 0


def test_a_size_without_credits_is_never_held_to_a_base():
    found = run("D4s_v5", [100] * 600)
    assert (found.throttled_minutes, found.bank, found.lowest_bank) == (0, None, None)


def test_a_load_measured_on_more_vcpus_is_larger_here():
    found = run("D4s_v5", [60] * 10, measured_vcpus=8)
    assert found.offered == (120,) * 10
    assert found.served == (100,) * 10
    assert "100 % is all there is" in found.timeline[0].because


def test_a_real_week_on_a_b_and_on_a_d_size():
    week = az.loads.trace("asg-cpu").days(0, 7)
    small, steady = run("B4ms", week), run("D4s_v5", week)
    assert steady.throttled_minutes == 0
    assert small.throttled_minutes > 1000
    assert small.unmet_share > 0.1


def test_the_text_and_the_table_say_the_same():
    found = run("B2s_v2", [100] * 60)
    assert "10 minutes throttled" in found.text
    load, bank = found.text.splitlines()[2:]
    assert load == f"load {'█' * 60} peak 100 %"
    assert bank.startswith("bank ████") and bank.endswith("▁▁▁▁ peak 59 credits")
    frame = found.to_frame()
    assert list(frame.columns) == ["offered_percent", "served_percent", "queued_minutes", "bank_credits"]
    assert frame["served_percent"].iloc[-1] == 40


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: run("B4ms", [50, 101]), "Minute 1 of the load is 101 %"),
        (lambda: run("B4ms", [-1]), "Minute 0 of the load is -1 %"),
        (lambda: run("B4ms", [float("nan")]), "Minute 0 of the load is nan %"),
        (lambda: run("B4ms", []), "no minutes"),
        (lambda: run("B4ms", [5], bank=1297), "holds 0 to 1296"),
        (lambda: run("D4s_v5", [5], bank=1), "has no CPU credits"),
        (lambda: run("B4ms", [5], redeployed_at=[1]), "minutes 0 to 0"),
        (lambda: run("B4ms", az.loads.trace("elb-requests")), "in requests/min"),
    ],
)
def test_what_makes_no_sense_is_refused(call, says):
    with pytest.raises(InvalidInputError, match=says):
        call()


def test_a_slip_in_a_size_gets_a_hint():
    with pytest.raises(UnknownNameError, match="B4ms"):
        run("B4mx", [5])
