"""What `placement` returns: the instances, the steps with their counts, and every decision with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

import attrs

from azstudy.errors import InvalidInputError
from azstudy.model.scaleset import ScaleSet
from azstudy.simulate.fleet.instance import Instance
from azstudy.simulate.fleet.wording import count, row
from azstudy.simulate.timeline import Decision, Timeline, clock

if TYPE_CHECKING:
    import pandas as pd

Table = Literal["steps", "instances", "log"]


@attrs.frozen(kw_only=True)
class Placed:
    """One instance as it was left, or as it was when it went.

    Attributes:
        id: Its number.
        zone: Its zone, None without one.
        fault_domain: Its fault domain from 0; None with max spreading.
        created_s: When its VM was made, in seconds since the start.
        spot: Whether it is a Spot VM.
        size: Its VM size.
        active: False while deallocated.
        lost: True while its zone is down.
        protected: "", "scale-in" or "scale-set actions".
        from_pool: Whether it came from the standby pool.
    """

    id: int
    zone: int | None
    fault_domain: int | None
    created_s: float
    spot: bool
    size: str
    active: bool
    lost: bool
    protected: str
    from_pool: bool

    @classmethod
    def of(cls, one: Instance) -> Placed:
        """A picture of an instance as it is now."""
        kind = "scale-set actions" if one.protected_from_actions else "scale-in" if one.protected else ""
        names = (field.name for field in attrs.fields(cls) if field.name != "protected")
        return cls(protected=kind, **{name: getattr(one, name) for name in names})


@attrs.frozen(kw_only=True)
class StepOutcome:
    """What one step did.

    Attributes:
        step: The step as it was written; "start" for the first.
        at_s: When, in seconds since the start.
        per_zone: Instances by zone afterwards; None stands for no zone.
        capacity: Instances the scale set is set to afterwards.
        running: Those that are neither deallocated nor in a zone that is down.
        spot: Spot VMs among all instances.
        created: Ids made, in order.
        deleted: Ids deleted, in order.
        waiting: VMs in the standby pool afterwards; None without one.
        zones_down: Zones that are down afterwards.
        decisions: The lines of the log.
        instances: Every instance as it stood afterwards, by id.
    """

    step: str
    at_s: float
    per_zone: Mapping[int | None, int]
    capacity: int
    running: int
    spot: int
    created: tuple[int, ...]
    deleted: tuple[int, ...]
    waiting: int | None
    zones_down: tuple[int, ...]
    decisions: tuple[Decision, ...]
    instances: tuple[Placed, ...] = attrs.field(repr=False)

    @property
    def text(self) -> str:
        """The step and its counts in one line."""
        parts = [f"{clock(self.at_s)} {self.step}: {count(self.capacity, 'instance')}"]
        if any(zone is not None for zone in self.per_zone):
            parts.append(", ".join(f"{zone_name(zone)}: {number}" for zone, number in self.per_zone.items()))
        if self.running != len(self.instances):
            parts.append(f"{self.running} running")
        if self.spot:
            parts.append(f"{self.spot} Spot")
        for word, ids in (("created", self.created), ("deleted", self.deleted)):
            if ids:
                parts.append(f"{word} {row(ids) if len(ids) <= 12 else count(len(ids), 'instance')}")
        if self.waiting is not None:
            parts.append(f"{self.waiting} in the standby pool")
        return "; ".join(parts)


@attrs.frozen(kw_only=True, repr=False)
class PlacementResult:
    """The run of a scale set through its steps.

    Attributes:
        scale_set: The scale set as it was left.
        instances: The instances at the end, by id.
        steps: What each step did; the first is the start.
        timeline: Every decision with its reason, in order.
    """

    scale_set: ScaleSet
    instances: tuple[Placed, ...]
    steps: tuple[StepOutcome, ...]
    timeline: Timeline

    @property
    def deleted(self) -> tuple[int, ...]:
        """Ids deleted, in order, over all steps."""
        return tuple(number for step in self.steps for number in step.deleted)

    @property
    def created(self) -> tuple[int, ...]:
        """Ids made, in order, those of the start included."""
        return tuple(number for step in self.steps for number in step.created)

    @property
    def per_zone(self) -> dict[int | None, int]:
        """Instances by zone at the end; None stands for no zone."""
        return dict(self.steps[-1].per_zone)

    @property
    def history(self) -> tuple[dict[int | None, int], ...]:
        """Instances by zone after the start and after each step."""
        return tuple(dict(step.per_zone) for step in self.steps)

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """The lines of the log."""
        return self.timeline.decisions

    @property
    def capacity(self) -> int:
        """Instances the scale set is set to at the end."""
        return self.steps[-1].capacity

    @property
    def refused(self) -> tuple[Decision, ...]:
        """What was refused or only done in part."""
        words = ("refused", "short", "deferred")
        return tuple(one for one in self.decisions if one.action.endswith(words))

    @property
    def fault_domains_shown(self) -> int:
        """Fault domains the instance view shows: one with max spreading, however many Azure really uses."""
        return self.scale_set.effective_fault_domains

    @property
    def spot_split(self) -> tuple[int, int]:
        """Regular and Spot VMs at the end."""
        spot = sum(one.spot for one in self.instances)
        return len(self.instances) - spot, spot

    def why(self, instance: int) -> tuple[str, ...]:
        """Everything the log says about one instance.

        Raises:
            InvalidInputError: For an id that never was.
        """
        lines = tuple(one.text for one in self.timeline.only(subject=f"{self.scale_set.name}/{instance}"))
        known = any(one.id == instance for step in self.steps for one in step.instances)
        if not lines and not known:
            raise InvalidInputError(f"There never was an instance {instance!r}. Take an id of .created or .instances.")
        return lines or (f"{self.scale_set.name}/{instance} was there from the start, and nothing happened to it",)

    @property
    def summary(self) -> str:
        """A line for each step."""
        return "\n".join(step.text for step in self.steps)

    @property
    def text(self) -> str:
        """Each step, and below it every decision."""
        lines = []
        for step in self.steps:
            lines.append(step.text)
            lines += [f"    {one.subject} {one.action}: {one.because}" for one in step.decisions]
        return "\n".join(lines)

    def as_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON."""
        return {
            "scale_set": self.scale_set.name,
            "steps": [_plain(step) for step in self.steps],
            "instances": [attrs.asdict(one) for one in self.instances],
            "log": self.timeline.as_dict(),
        }

    def to_frame(self, of: Table = "steps") -> pd.DataFrame:
        """A table of the "steps", the "instances" at the end, or the whole "log".

        Raises:
            InvalidInputError: For another word.
        """
        import pandas as pd

        if of == "log":
            return pd.DataFrame(self.timeline.as_dict())
        if of == "instances":
            return pd.DataFrame([attrs.asdict(one) for one in self.instances], columns=_columns())
        if of != "steps":
            raise InvalidInputError(f'to_frame({of!r}): write "steps", "instances" or "log".')
        zones = sorted({zone for step in self.steps for zone in step.per_zone}, key=lambda z: (z is None, z or 0))
        rows = [
            {
                "step": step.step,
                "at_s": step.at_s,
                "capacity": step.capacity,
                "running": step.running,
                "spot": step.spot,
                **{zone_name(zone): step.per_zone.get(zone, 0) for zone in zones},
                "created": list(step.created),
                "deleted": list(step.deleted),
            }
            for step in self.steps
        ]
        return pd.DataFrame(rows)

    def __repr__(self) -> str:
        return self.text


def zone_name(zone: int | None) -> str:
    """A zone in a heading.

    >>> zone_name(2), zone_name(None)
    ('zone 2', 'no zone')
    """
    return "no zone" if zone is None else f"zone {zone}"


def _columns() -> list[str]:
    return [field.name for field in attrs.fields(Placed)]


def _plain(step: StepOutcome) -> dict[str, Any]:
    given = attrs.asdict(step, recurse=False, filter=lambda field, _: field.name not in ("instances", "decisions"))
    given["per_zone"] = {zone_name(zone): number for zone, number in step.per_zone.items()}
    return {**given, "created": list(step.created), "deleted": list(step.deleted), "zones_down": list(step.zones_down)}
