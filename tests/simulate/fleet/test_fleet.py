"""The engine of placement: what the documented examples leave out."""

from __future__ import annotations

from typing import Any

import pytest

from azstudy.errors import InvalidInputError
from azstudy.model.scaleset import InstanceMix, ScaleSet, SizeChoice, SpotMix, StandbyPool
from azstudy.simulate.fleet import Fleet, Instance, PlacementChoices, QuotaLedger


def fleet(count: int = 6, model: dict[str, Any] | None = None, **given: Any) -> Fleet:
    made = Fleet(ScaleSet("web", **{"size": "D4s_v5", "zones": [1, 2, 3], **(model or {})}), **given)
    made.create(count)
    return made


def actions(change: Any) -> list[str]:
    return [one.action for one in change.decisions]


def test_new_instances_get_the_model_of_their_time() -> None:
    web = fleet(2)
    web.scale_to(4, 60, model=3)
    web.scale_to(5, 120)
    assert [one.model for one in web.instances.values()] == [0, 0, 3, 3, 3]


def test_ids_are_never_used_again() -> None:
    web = fleet(3)
    web.remove([2], 1)
    assert [one.id for one in web.scale_to(4, 2).created] == [3, 4]
    assert PlacementChoices(first_id=1).first_id == next(iter(fleet(1, rules=PlacementChoices(first_id=1)).instances))


def test_replacing_goes_where_there_is_room() -> None:
    web = fleet(6)
    web.lose_zone(2, 1)
    change = web.replace([1, 4], 2, "repair")
    assert [one.id for one in change.removed] == [1, 4]
    assert sorted(str(one.zone) for one in change.created) == ["1", "3"]
    assert (web.count, web.per_zone()) == (6, {1: 3, 2: 0, 3: 3})


def test_replacing_where_nothing_can_be_made_says_what_is_left() -> None:
    web = fleet(6)
    web.lose_zone(1, 1)
    web.lose_zone(2, 1)
    change = web.replace([0, 3], 2)
    assert actions(change) == ["delete", "delete", "scale out refused", "zones uneven"]
    assert web.per_zone() == {1: 0, 2: 2, 3: 2}


def test_a_lost_zone_keeps_its_instances_and_gives_them_back() -> None:
    web = fleet(6)
    lost = web.lose_zone(3, 1)
    assert [one.id for one in lost.changed if one.lost] == [2, 5]
    assert actions(web.lose_zone(3, 2)) == ["nothing to do"]
    back = web.restore_zone(3, 3)
    assert [one.id for one in back.changed if not one.lost] == [2, 5]
    assert (back.created, back.removed) == ((), ())


def test_an_explicit_deletion_is_not_blocked_and_lowers_capacity() -> None:
    web = fleet(6, {"zone_balance": True})
    web.protect([0, 3], 1, from_actions=True)
    change = web.remove([0, 3, 0], 2)
    assert (web.count, [one.id for one in change.removed]) == (4, [0, 3])
    assert actions(change)[-1] == "zones uneven"


def test_everything_protected_stops_scaling_in_with_the_reason() -> None:
    web = fleet(3)
    web.protect([0, 2], 1)
    change = web.scale_to(0, 2)
    assert [one.id for one in change.removed] == [1]
    assert web.count == 2
    short = [one for one in change.decisions if one.action == "scale in short"]
    assert "protected from scale-in (0 and 2)" in short[0].because
    web.unprotect([0], 3)
    assert [one.id for one in web.scale_to(1, 4).removed] == [0]


def test_a_refused_strict_scale_in_leaves_everything_as_it_was() -> None:
    ledger = QuotaLedger({"regional": 100})
    web = fleet(6, {"zone_balance": True}, quota=ledger)
    web.protect([0, 3], 1)
    before = (list(web.instances), web.per_zone(), dict(ledger.used))
    assert actions(web.scale_to(3, 2))[-1] == "scale in refused"
    assert (list(web.instances), web.per_zone(), dict(ledger.used)) == before
    assert web.scale_to(5, 3).removed


def test_a_zone_without_capacity_is_passed_over_by_best_effort_and_refused_by_strict() -> None:
    stock = {("D4s_v5", 2): 2}
    loose = fleet(6, stock=stock)
    change = loose.scale_to(12, 1)
    assert loose.per_zone() == {1: 5, 2: 2, 3: 5}
    assert "no D4s_v5 left in zone 2" in change.decisions[1].because
    strict = fleet(6, {"zone_balance": True}, stock=stock)
    assert actions(strict.scale_to(12, 1)) == ["scale out refused"]
    assert (strict.count, strict.per_zone()) == (6, {1: 2, 2: 2, 3: 2})


@pytest.mark.parametrize(("partial", "got"), [(True, 7), (False, 6)])
def test_too_little_capacity_gives_what_there_is_or_nothing(partial: bool, got: int) -> None:
    web = fleet(6, stock={"D4s_v5": 7}, rules=PlacementChoices(partial_allocation=partial))
    change = web.scale_to(10, 1)
    assert web.count == got
    assert actions(change)[-1] == ("scale out short" if partial else "scale out refused")
    web.scale_to(5, 2)
    assert web.scale_to(7, 3).created  # deleted VMs give their capacity back


def test_two_fleets_share_one_quota() -> None:
    ledger = QuotaLedger({"Dsv5": 40})
    first, second = fleet(6, quota=ledger), fleet(4, quota=ledger)
    assert actions(second.scale_to(5, 1)) == ["scale out refused"]
    first.deallocate([0], 2)
    assert actions(second.scale_to(5, 3)) == ["scale out refused"]
    first.scale_to(5, 4)
    assert second.scale_to(5, 5).created


def mix(strategy: str, **ranks: int | None) -> dict[str, Any]:
    sizes = [SizeChoice(size, rank) for size, rank in ranks.items()]
    return {"size": None, "instance_mix": InstanceMix(sizes, strategy), "zones": []}


@pytest.mark.parametrize(
    ("strategy", "ranks", "given", "order"),
    [
        ("LowestPrice", (None, None, None), {"prices": {"D4s_v5": 0.3, "D4as_v5": 0.2}}, "aasss4"),
        ("LowestPrice", (None, None, None), {"prices": {"Standard_D4s_v4": 0.1}}, "44ssaa"),
        ("Prioritized", (7, 2, 7), {}, "aass44"),
        ("Prioritized", (None, 2, 0), {}, "44aass"),
        ("CapacityOptimized", (None, None, None), {"stock": {"D4s_v5": 2, "D4as_v5": 1, "D4s_v4": 3}}, "4s4sa4"),
    ],
)
def test_sizes_of_an_instance_mix(strategy: str, ranks: Any, given: dict[str, Any], order: str) -> None:
    names = dict(zip(("D4s_v5", "D4as_v5", "D4s_v4"), ranks, strict=True))
    stock = {"D4s_v5": 3 if order == "aasss4" else 2, "D4as_v5": 2, "D4s_v4": 2}
    web = fleet(6, mix(strategy, **names), **{"stock": stock, **given})
    short = {"D4s_v5": "s", "D4as_v5": "a", "D4s_v4": "4"}
    assert "".join(short[one.size] for one in web.instances.values()) == order


def test_a_mix_tries_the_next_size_where_quota_of_one_is_used() -> None:
    web = fleet(4, mix("Prioritized", D4s_v5=1, D4as_v5=2), quota=QuotaLedger({"Dsv5": 8}))
    assert [one.size for one in web.instances.values()] == ["D4s_v5", "D4s_v5", "D4as_v5", "D4as_v5"]


@pytest.mark.parametrize(("first", "split", "zones"), [(True, (4, 1), [2, 1, 2]), (False, (3, 2), [2, 2, 1])])
def test_split_before_zones_or_zones_before_split(first: bool, split: tuple[int, int], zones: list[int]) -> None:
    model = ScaleSet("web", "D4s_v5", zones=[1, 2, 3], priority="Spot", spot_mix=SpotMix(4, 0))
    web = Fleet(model, rules=PlacementChoices(mix_before_zones=first))
    kinds = {1: "rr", 2: "ss", 3: "rrr"}
    web.adopt(
        Instance(id=10 * zone + place, zone=zone, spot=kind == "s", size="D4s_v5")
        for zone, row in kinds.items()
        for place, kind in enumerate(row)
    )
    web.scale_to(6, 1)
    web.scale_to(5, 1)
    spot = web.census.spot
    assert (web.count - spot, spot) == split or first is False
    assert web.census.balanced() or first


@pytest.mark.parametrize(("choice", "first"), [({}, 5), ({"deallocated_first": True}, 1), ({"lost_first": True}, 4)])
def test_states_that_may_go_first(choice: dict[str, Any], first: int) -> None:
    web = fleet(6, rules=PlacementChoices(**choice))
    web.deallocate([1], 1)
    web.lose_zone(2, 2)
    web.restore_zone(2, 3) if "deallocated_first" in choice else None
    assert web.scale_to(5, 4).removed[0].id == first


def test_standby_keeps_quota_and_says_its_size() -> None:
    ledger = QuotaLedger({"regional": 40})
    web = fleet(6, quota=ledger, standby=StandbyPool("warm", "web", max_ready=9))
    assert (len(web.standby or ()), ledger.used["regional"]) == (3, 36)
    change = web.scale_to(8, 700)
    assert all(one.from_pool and one.created_s == 0 for one in change.created)
    assert (len(web.standby or ()), ledger.used["regional"]) == (1, 36)


@pytest.mark.parametrize("count", [-1, 1.5, True, "6", None])
def test_counts_that_make_no_sense(count: Any) -> None:
    with pytest.raises(InvalidInputError, match="whole number"):
        fleet().scale_to(count, 1)


def test_other_nonsense() -> None:
    web = fleet()
    for wrong in (
        lambda: web.lose_zone(4, 1),
        lambda: web.add_zones([2], 1),
        lambda: web.add_zones([0], 1),
        lambda: web.remove([99], 1),
        lambda: web.evict_spot(share=1.5),
        lambda: web.evict_spot(number=1),
        lambda: web.protect([0], 1, from_actions=True, from_scale_in=False),
        lambda: Fleet(web.scale_set, zones_up=[4]),
        lambda: Fleet(web.scale_set, stock={"D4s_v5": -1}),
        lambda: web.adopt([Instance(id=0)]),
        lambda: PlacementChoices(standby_prepare_s=-1),
    ):
        with pytest.raises(InvalidInputError):
            wrong()


def test_beyond_its_limit_a_fleet_refuses_and_stays() -> None:
    web = fleet(99, {"single_placement_group": True})
    assert actions(web.scale_to(101, 1)) == ["scale out refused"]
    assert web.count == 99
    assert len(web.scale_to(100, 2).created) == 1


def test_without_explanations_refusals_are_still_told() -> None:
    web = fleet(6, explain=False)
    assert web.scale_to(9, 1).decisions == ()
    web.lose_zone(1, 2)
    web.lose_zone(2, 2)
    assert actions(web.scale_to(10, 3)) == ["scale out refused"]


def test_ties_of_zones_follow_the_order_that_is_chosen() -> None:
    web = fleet(4, rules=PlacementChoices(zone_order=(3, 2)))
    assert [one.zone for one in web.instances.values()] == [3, 2, 1, 3]


@pytest.mark.parametrize(("goes_on", "left"), [(True, 3), (False, 5)])
def test_a_full_zone_that_is_protected_may_stop_scaling_in(goes_on: bool, left: int) -> None:
    web = fleet(7, rules=PlacementChoices(pass_full_zone=goes_on))
    web.protect([0, 3, 6], 1)
    web.remove([1], 1)
    web.remove([2], 1)
    change = web.scale_to(3, 2)
    assert web.count == left
    assert [one.action for one in change.decisions].count("scale in skipped") == (3 if goes_on else 0)
