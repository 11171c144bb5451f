"""What a run of the maintenance calendar gives: who was visited when, who was left out, what capacity remained."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import attrs

from azstudy.errors import UnknownNameError, nearest
from azstudy.model.spoken import Spoken
from azstudy.model.timezones import TimeZone
from azstudy.model.wall_clock import local_time
from azstudy.simulate.timeline import Decision, Timeline
from azstudy.simulate.upkeep.moments import as_moment

if TYPE_CHECKING:
    import pandas as pd


def _frozen(given: Mapping[str, Any]) -> Mapping[str, Any]:
    return MappingProxyType(dict(given))


DONE: Final = "done"
PARTLY: Final = "partly"
SKIPPED: Final = "skipped"
PLATFORM: Final = "the platform"
"""The schedule of machines that Azure patches by itself."""


@attrs.frozen(kw_only=True)
class Visit:
    """One machine in one window.

    Attributes:
        machine: The VM, or "scale set/instance".
        workload: The workload it belongs to.
        region: Its region, or "" where the design names none.
        zone: Its zone, or None.
        schedule: The maintenance configuration, or "the platform".
        kind: "guest", "OS image" or "host".
        opens: Start of the window (UTC).
        closes: End of the window (UTC).
        begins: When work on the machine begins; None where it is skipped.
        away: From and to of its restart; None where it does not restart.
        ends: When the machine is done; None where it is skipped.
        outcome: "done", "partly" (it goes on in the next window) or "skipped".
        because: The reason, in one sentence.
        code: What went wrong, as findings call it, such as "machine-off"; "" where nothing did.
    """

    machine: str
    workload: str
    region: str
    zone: int | None
    schedule: str
    kind: str
    opens: datetime
    closes: datetime
    begins: datetime | None = None
    away: tuple[datetime, datetime] | None = None
    ends: datetime | None = None
    outcome: str = DONE
    because: str = ""
    code: str = ""

    @property
    def at(self) -> datetime:
        """When work begins, or the window opens for a machine that is left out."""
        return self.begins or self.opens


@attrs.frozen(kw_only=True)
class CapacityStep:
    """From `at` (UTC) on, `running` of the `total` machines of a workload serve; it needs `needed`."""

    at: datetime
    workload: str
    running: int
    total: int
    needed: int

    @property
    def below(self) -> bool:
        """Whether fewer run than are needed."""
        return self.running < self.needed


@attrs.frozen(kw_only=True)
class UpkeepFinding:
    """A conflict: what is wrong, with what, and what helps.

    Attributes:
        code: A fixed word, such as "machine-off".
        severity: "error", "warning" or "info".
        subject: The machine, schedule or workload.
        message: What is the matter.
        fix: What to do.
    """

    code: str
    severity: str
    subject: str
    message: str
    fix: str

    @property
    def text(self) -> str:
        """One line."""
        return f"{self.severity} {self.code} {self.subject}: {self.message} {self.fix}"

    def __str__(self) -> str:
        return self.text


@attrs.frozen(kw_only=True, eq=False)
class MaintenanceResult(Spoken):
    """What `maintenance` found.

    Attributes:
        since: Start of the run (UTC).
        until: Its end.
        visits: One for each machine and window in which something was due, in the order of time.
        capacity: How many machines of each workload serve, a step for each change.
        findings: Conflicts, the worst first.
        not_patched: Machines whose last turn did not bring all updates, and those without a turn, each with the reason.
        totals: Machines of each workload.
        needs: Machines each workload needs.
    """

    since: datetime
    until: datetime
    visits: tuple[Visit, ...] = attrs.field(repr=False)
    capacity: tuple[CapacityStep, ...] = attrs.field(repr=False)
    findings: tuple[UpkeepFinding, ...]
    not_patched: Mapping[str, str] = attrs.field(converter=_frozen)
    totals: Mapping[str, int] = attrs.field(repr=False, converter=_frozen)
    needs: Mapping[str, int] = attrs.field(repr=False, converter=_frozen)

    @property
    def patched(self) -> tuple[str, ...]:
        """Machines that got everything at least once, sorted."""
        return tuple(sorted({one.machine for one in self.visits if one.outcome == DONE and one.kind != "host"}))

    @cached_property
    def timeline(self) -> Timeline:
        """The log: "patch", "patch partly", "patch skipped", "OS image", "host update" and "restart"."""
        found = sorted(self._decisions(), key=lambda one: (one.at_s, one.subject, one.action))
        return Timeline(tuple(found), self.since)

    def _decisions(self) -> Iterator[Decision]:
        words = {"guest": "patch", "OS image": "OS image", "host": "host update"}
        for one in self.visits:
            action = words[one.kind] if one.outcome == DONE else f"{words[one.kind]} {one.outcome}"
            facts = {"schedule": one.schedule}
            seconds = max(0.0, (one.at - self.since).total_seconds())
            yield Decision(at_s=seconds, action=action, subject=one.machine, because=one.because, facts=facts)
            if one.away:
                begin, end = one.away
                minutes = (end - begin).total_seconds() / 60
                because = f"{one.schedule} restarts it; it is away for {minutes:g} minutes"
                seconds = max(0.0, (begin - self.since).total_seconds())
                yield Decision(at_s=seconds, action="restart", subject=one.machine, because=because, facts=facts)

    def running(self, workload: str, at: datetime | str) -> int:
        """Machines of a workload that serve at a moment.

        Raises:
            UnknownNameError: For a workload the design does not have.
            InvalidInputError: For something that is no moment.
        """
        moment = as_moment("at", at)
        self._known(workload)
        steps = [one for one in self.capacity if one.workload == workload and one.at <= moment]
        return steps[-1].running if steps else self.totals[workload]

    def lowest(self, workload: str) -> int:
        """The fewest machines of a workload that serve at any moment of the run."""
        self._known(workload)
        return min((one.running for one in self.capacity if one.workload == workload), default=self.totals[workload])

    def below(self, at: datetime | str | None = None) -> tuple[str, ...]:
        """Workloads with fewer machines than they need: at a moment, or at any."""
        if at is None:
            return tuple(sorted({one.workload for one in self.capacity if one.below}))
        return tuple(name for name in sorted(self.totals) if self.running(name, at) < self.needs[name])

    def _known(self, workload: str) -> None:
        if workload not in self.totals:
            hint = f"This design has {', '.join(self.totals) or 'none'}."
            raise UnknownNameError("workload", workload, nearest(workload, self.totals), hint=hint)

    def log(self, zone: str = "UTC", *, workload: str | None = None) -> str:
        """What happened when, a line each, by the clocks of a Windows time zone.

        Args:
            zone: Such as "W. Europe Standard Time"; the short name is enough.
            workload: Only its machines.

        Raises:
            InvalidInputError: For a time zone that Azure does not take.
            UnknownNameError: For a workload the design does not have.
        """
        clock = TimeZone.parse(zone)
        if workload is not None:
            self._known(workload)
        wanted = {one.machine for one in self.visits if workload in (None, one.workload)}
        lines = []
        for one in self.timeline:
            if one.subject in wanted:
                at = local_time(self.since + timedelta(seconds=one.at_s), clock)
                lines.append(f"{at:%a %d %b %H:%M} {one.subject} {one.action}: {one.because}")
        return "\n".join(lines)

    @property
    def text(self) -> str:
        """What happened (UTC), who was left out, and the findings."""
        many = f"{len(self.visits)} visit{'' if len(self.visits) == 1 else 's'}"
        lines = [f"{self.since:%Y-%m-%d %H:%M} to {self.until:%Y-%m-%d %H:%M} UTC: {many}."]
        lines += [line for line in (self.log(),) if line]
        lines += [f"Not patched: {name}: {why}" for name, why in self.not_patched.items()]
        lines += [one.text for one in self.findings]
        return "\n".join(lines)

    def to_frame(self) -> pd.DataFrame:
        """A pandas table, one row a visit; times in UTC."""
        names = ("machine", "workload", "region", "zone", "schedule", "kind", "opens", "begins", "ends", "outcome")
        return _frame(self.visits, (*names, "because"))

    def capacity_frame(self) -> pd.DataFrame:
        """A pandas table, one row a change of a workload's capacity; times in UTC."""
        return _frame(self.capacity, ("at", "workload", "running", "total", "needed", "below"))


def _frame(rows: Iterable[Any], names: tuple[str, ...]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame([[getattr(one, name) for name in names] for one in rows], columns=list(names))
