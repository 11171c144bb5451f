"""Placement: which zone and fault domain an instance comes to, and which instance goes, each with its reason.

The parts, and what other simulations may rely on:

    choices      PlacementChoices: what Azure does not document, by name
    instance     Instance (mutable, one VM) and Change (created, removed, changed, decisions)
    fleet        Fleet: the engine. `Fleet(scale_set)` is empty; `create(at_s=0)` makes the model's instances
    quotas       QuotaLedger (vCPUs, shared by fleets), `quota` and `raise_quota`
    placing      `placement`: the learner's entry, a list of steps in words

`Fleet.scale_to(count, at_s, *, model=None, by="user")`, `remove(ids, at_s, because)`, `replace(ids, at_s, because)`,
`lose_zone`, `restore_zone`, `add_zones`, `evict_spot`, `protect`, `start`, `deallocate` and `rebalance_step` return a
`Change`. Refused or shortened requests return a `Change` with the decision "scale out refused", "scale out short",
"scale in refused" or "scale in short" and raise nothing; only values that make no sense raise InvalidInputError.
A lost zone keeps its instances (`Instance.lost`); balancing never moves one. `count` is what there is, `capacity`
what was asked for: they differ by one while automatic zone balance (`rebalance_step`, `rebalance_due_s`) moves a VM.
`touch(at_s)` tells zone balance of operations the fleet does not see (upgrades, repairs).
"""

from azstudy.simulate.fleet.choices import DEFAULT, PlacementChoices
from azstudy.simulate.fleet.fleet import Fleet
from azstudy.simulate.fleet.instance import NOTHING, Change, Instance
from azstudy.simulate.fleet.quotas import QuotaLedger

__all__ = ["DEFAULT", "NOTHING", "Change", "Fleet", "Instance", "PlacementChoices", "QuotaLedger"]
