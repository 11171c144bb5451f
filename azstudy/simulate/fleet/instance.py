"""One instance of a scale set as the engine moves it about, and what one operation changed."""

from __future__ import annotations

import attrs

from azstudy.simulate.timeline import Decision


@attrs.define(kw_only=True, eq=False)
class Instance:
    """One VM of a scale set. The engine changes it in place; compare by identity or by `id`.

    Attributes:
        id: Its number in the scale set, never used again.
        zone: Its availability zone, None without one.
        fault_domain: Its fault domain from 0; None with max spreading, where Azure shows a single one.
        created_s: When the VM was made, in seconds since the start; negative before it.
        spot: Whether Azure may evict it.
        size: Its VM size, such as "D4s_v5".
        model: Version of the scale-set model it was made from.
        active: False while it is deallocated; it still counts for capacity, balance and quota.
        lost: True while its zone is down.
        from_pool: Whether it waited in a standby pool, so that it is ready sooner.
        protected_from_scale_in: `protectFromScaleIn`.
        protected_from_actions: `protectFromScaleSetActions`, which implies the other.
    """

    id: int
    zone: int | None = None
    fault_domain: int | None = None
    created_s: float = 0.0
    spot: bool = False
    size: str = ""
    model: int = 0
    active: bool = True
    lost: bool = False
    from_pool: bool = False
    protected_from_scale_in: bool = False
    protected_from_actions: bool = False

    @property
    def protected(self) -> bool:
        """Whether scaling in passes it over: both protections do that."""
        return self.protected_from_scale_in or self.protected_from_actions


@attrs.frozen(kw_only=True)
class Change:
    """What one operation did: new instances, gone ones, ones in another state, and why.

    A change without instances and with a decision is a refusal; one without either is nothing to do.
    """

    created: tuple[Instance, ...] = ()
    removed: tuple[Instance, ...] = ()
    changed: tuple[Instance, ...] = ()
    decisions: tuple[Decision, ...] = ()

    def __add__(self, other: Change) -> Change:
        """Both, one after the other."""
        return Change(
            created=self.created + other.created,
            removed=self.removed + other.removed,
            changed=self.changed + other.changed,
            decisions=self.decisions + other.decisions,
        )

    @property
    def text(self) -> str:
        """The decisions, one a line."""
        return "\n".join(one.text for one in self.decisions)


NOTHING = Change()
