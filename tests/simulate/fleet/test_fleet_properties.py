"""Properties of placement that hold for every scale set and every row of operations."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

import azstudy as az
from azstudy.simulate.fleet import Fleet

POLICIES = st.sampled_from(["Default", "OldestVM", "NewestVM"])
COUNTS = st.lists(st.integers(0, 40), min_size=1, max_size=8)
STEP = st.one_of(
    st.integers(0, 30).map(lambda n: f"scale to {n}"),
    st.sampled_from(
        ["lose zone 1", "lose zone 2", "restore zone 1", "restore zone 2", "replace lost", "wait 13 hours"]
    ),
    st.sampled_from(["policy OldestVM", "policy NewestVM", "strict balance", "best effort balance", "autoscale to 7"]),
)


def scale_set(policy: str, zones: int, **fields: object) -> az.ScaleSet:
    return az.ScaleSet("web", "D4s_v5", zones=list(range(1, zones + 1)), scale_in=policy, **fields)


@given(POLICIES, st.integers(1, 3), COUNTS)
@settings(max_examples=60, deadline=None)
def test_with_every_zone_up_zones_differ_by_one_at_most(policy: str, zones: int, counts: list[int]) -> None:
    run = az.simulate.placement(scale_set(policy, zones), counts)
    for step in run.steps:
        assert max(step.per_zone.values()) - min(step.per_zone.values()) <= 1
    assert [step.capacity for step in run.steps[1:]] == counts


@given(POLICIES, st.booleans(), st.lists(STEP, max_size=10), st.booleans())
@settings(max_examples=80, deadline=None)
def test_counts_add_up_and_uneven_zones_are_explained(policy: str, strict: bool, steps: list[str], auto: bool) -> None:
    run = az.simulate.placement(
        scale_set(policy, 3, instances=6, zone_balance=strict, auto_zone_balance=auto and not strict), steps
    )
    there: set[int] = set()
    for step in run.steps:
        there = (there | set(step.created)) - set(step.deleted)
        assert {one.id for one in step.instances} == there
        assert sum(step.per_zone.values()) == len(step.instances)
        assert 0 <= len(step.instances) - step.capacity <= 1
        if step.created or step.deleted:
            uneven = max(step.per_zone.values()) - min(step.per_zone.values()) > 1
            assert uneven <= any(
                one.action == "zones uneven" or "zone balance" in one.because for one in step.decisions
            )
    assert len(run.timeline.only("create")) == len(run.created)
    assert len(run.timeline.only("delete")) == len(run.deleted)
    assert len(set(run.created)) == len(run.created)


@given(POLICIES, st.integers(0, 3), st.sets(st.integers(0, 11), max_size=12), st.integers(0, 12), st.booleans())
@settings(max_examples=60, deadline=None)
def test_protected_instances_are_never_scaled_in(
    policy: str, zones: int, guarded: set[int], wanted: int, actions: bool
) -> None:
    web = Fleet(scale_set(policy, zones))
    web.create(12)
    web.protect(guarded, 1, from_actions=actions)
    change = web.scale_to(wanted, 2)
    assert not guarded & {one.id for one in change.removed}
    assert web.count == max(wanted, len(guarded))
    skipped = {one.subject for one in change.decisions if one.action == "scale in skipped"}
    assert skipped <= {f"web/{number}" for number in guarded}


@given(st.integers(0, 12), st.integers(0, 100), COUNTS, st.integers(0, 3))
@settings(max_examples=60, deadline=None)
def test_a_spot_mix_is_kept_through_scaling(base: int, percent: int, counts: list[int], zones: int) -> None:
    mix = az.SpotMix(base, percent)
    web = Fleet(scale_set("Default", zones, priority="Spot", spot_mix=mix))
    for at_s, count in enumerate(counts):
        before = (web.count - web.census.spot, web.census.spot)
        change = web.scale_to(count, at_s)
        regular, spot = web.count - web.census.spot, web.census.spot
        assert regular + spot == count
        if not change.removed:
            assert regular >= min(before[0] + len(change.created), mix.split(count)[0])
        assert (regular, spot) == mix.split(count)


@given(st.integers(0, 2**32), st.floats(0, 1))
@settings(max_examples=20, deadline=None)
def test_the_same_seed_gives_the_same_bytes(seed: int, share: float) -> None:
    mixed = scale_set("Default", 3, instances=20, priority="Spot", spot_mix=az.SpotMix(4, 25), eviction_policy="Delete")
    steps = [f"evict {share * 100:.0f}% spot", "scale to 30", "scale to 11"]
    first, again = (az.simulate.placement(mixed, steps, seed=seed) for _ in range(2))
    assert first.text == again.text
    assert first.as_dict() == again.as_dict()


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 200))
@settings(max_examples=60, deadline=None)
def test_quota_is_never_passed(family: int, regional: int, wanted: int) -> None:
    run = az.simulate.placement(
        scale_set("Default", 3, instances=0), [min(wanted, 1000)], quota={"Dsv5": family, "regional": regional}
    )
    most = min(family, regional) // 4
    assert len(run.instances) == (wanted if wanted <= most else 0)


def test_a_thousand_instances_scale_by_a_few_without_a_walk_over_all() -> None:
    web = Fleet(scale_set("OldestVM", 3))
    web.create(1000)
    looked = 0
    original = type(web.census).of_zone

    def counted(census: object, *args: object) -> object:
        nonlocal looked
        looked += 1
        return original(census, *args)  # type: ignore[arg-type]

    web.census.of_zone = counted.__get__(web.census)  # type: ignore[method-assign]
    web.scale_to(997, 1)
    assert looked <= 9
