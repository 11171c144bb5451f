"""Automatic zone balance (preview): when it acts, how far, and what makes it wait or stop.

Source: MicrosoftDocs/azure-compute-docs, articles/virtual-machine-scale-sets/auto-zone-balance-overview.md@03f0aeae
    (2025-04-18)
"""

from __future__ import annotations

from typing import Any

import pytest

import azstudy as az

UNEVEN = {1: [], 2: [0, 1, 2], 3: [3, 4, 5]}
DAY = "wait 1 day"


def run(steps: list[str], there: dict[int | None, list[int]] | None = None, **given: Any) -> Any:
    one = az.ScaleSet("web", "D4s_v5", zones=[1, 2, 3], auto_zone_balance=True)
    return az.simulate.placement(one, steps, population=UNEVEN if there is None else there, **given)


def three(counts: list[tuple[int, int]]) -> tuple[dict[int | None, list[int]], str]:
    """Zones with active and deallocated VMs, and the step that deallocates the latter."""
    ids = iter(range(100))
    there: dict[int | None, list[int]] = {}
    off: list[int] = []
    for zone, (active, deallocated) in enumerate(counts, start=1):
        there[zone] = [next(ids) for _ in range(active + deallocated)]
        off += there[zone][active:]
    return there, f"deallocate {', '.join(map(str, off))}"


@pytest.mark.parametrize(
    ("counts", "after"),
    [
        ([(5, 0), (5, 0), (0, 5)], [(5, 0), (5, 0), (0, 5)]),
        ([(2, 5), (4, 0), (4, 0)], [(2, 5), (4, 0), (4, 0)]),
        ([(2, 0), (4, 0), (5, 2)], [(4, 0), (4, 0), (3, 2)]),
    ],
)
def test_it_needs_uneven_totals_and_fewer_active_vms(
    counts: list[tuple[int, int]], after: list[tuple[int, int]]
) -> None:
    there, off = three(counts)
    left = run([off, "wait 10 days"], there).instances
    found = [
        (sum(one.zone == zone and one.active for one in left), sum(one.zone == zone and not one.active for one in left))
        for zone in (1, 2, 3)
    ]
    assert found == after


def test_one_vm_every_twelve_hours_made_before_the_other_goes() -> None:
    done = run(["wait 3 days"])
    made, gone = done.timeline.only("create"), done.timeline.only("delete")
    assert [one.at_s for one in made] == [3600.0, 3600.0 + 12 * 3600]
    assert all(new.at_s < old.at_s for new, old in zip(made, gone, strict=True))
    assert done.per_zone == {1: 2, 2: 2, 3: 2}
    during = run(["wait 61 minutes"])
    assert (len(during.instances), during.capacity) == (7, 6)


@pytest.mark.parametrize(("minutes", "moved"), [(58, 0), (60, 1)])
def test_it_waits_for_sixty_quiet_minutes(minutes: int, moved: int) -> None:
    touched = run(["protect 0", f"wait {minutes} minutes"])
    assert len(touched.steps[-1].created) == moved


def test_a_new_vm_that_stays_unhealthy_goes_again_after_ninety_minutes() -> None:
    done = run(["new instances stay unhealthy", "wait 4 hours"])
    [new], [gone] = done.timeline.only("create"), done.timeline.only("delete")
    assert gone.at_s - new.at_s == 90 * 60
    assert gone.subject == new.subject
    assert done.per_zone == {1: 0, 2: 3, 3: 3}


def test_the_unhealthy_source_goes_where_both_are() -> None:
    done = run(["new instances stay unhealthy", "unhealthy 0, 1, 2, 3, 4, 5", "wait 4 hours"])
    assert done.per_zone[1] == 1
    assert done.deleted[0] < 6


def test_protected_and_deallocated_vms_are_never_moved() -> None:
    assert run(["protect 0, 1, 2, 3, 4, 5", DAY]).created == ()
    done = run(["protect 0, 1", "deallocate 2", "wait 1 day"])
    assert set(done.deleted) <= {3, 4, 5} and done.deleted


def test_autoscale_waits_to_scale_in_and_cancels_when_scaling_out() -> None:
    waits = run(["wait 62 minutes", "autoscale to 5", "wait 20 minutes"])
    assert [step.capacity for step in waits.steps] == [6, 6, 6, 5]
    assert waits.refused[0].action == "scale in deferred"
    for step in ("autoscale to 8", "scale to 5"):
        stopped = run(["wait 62 minutes", step, "wait 20 minutes"])
        assert stopped.timeline.only("zone balance cancelled")
        assert stopped.capacity == int(step[-1]) == len(stopped.instances)


def test_it_needs_quota_for_one_more() -> None:
    assert run([DAY], quota={"regional": 24}).created == ()
    assert run([DAY], quota={"regional": 28}).created != ()


def test_it_is_no_recovery_from_an_outage() -> None:
    assert run(["lose zone 1", DAY]).created == ()
