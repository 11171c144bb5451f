"""Who is upgraded together: batches by share, zones kept apart, the sick first.

Source: azure-compute-docs virtual-machine-scale-sets-configure-rolling-upgrades.md@0c6223e9,
virtual-machine-scale-sets-automatic-upgrade.md@0c6223e9.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from azstudy.model.scaleset import RollingUpgrade
from azstudy.simulate.service.members import Member


def next_batch(
    waiting: Sequence[Member], total: int, policy: RollingUpgrade, ill: Collection[int] = ()
) -> list[Member]:
    """The next batch of the instances that wait: at most the policy's share of all, in one zone unless it may cross.

    The zone of the first one waiting is finished before the next begins; with `prioritize_unhealthy` sick instances
    come first, of whatever zone.

    Args:
        waiting: Instances not upgraded yet, in the order of their ids.
        total: Instances of the scale set, of which the batch is a share.
        policy: Its percentages and flags.
        ill: Ids of unhealthy instances.
    """
    if not waiting:
        return []
    size = policy.batch(total)
    ordered = sorted(
        waiting, key=lambda one: (one.id not in ill if policy.prioritize_unhealthy else 0, _zone(one), one.id)
    )
    if policy.cross_zone:
        return ordered[:size]
    return [one for one in ordered if one.zone == ordered[0].zone][:size]


def _zone(member: Member) -> int:
    return -1 if member.zone is None else member.zone
