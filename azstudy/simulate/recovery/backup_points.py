"""Recovery points of a backup policy: when each is taken, what keeps it, and what exists at a given moment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache
from typing import Any, Final, Self

import attrs
from dateutil.relativedelta import relativedelta

from azstudy.errors import InvalidInputError
from azstudy.model.protection import BackupPolicy, Retention
from azstudy.model.schedule_words import BackupFrequency, Weekday
from azstudy.rules._backup_policy import refusal, standard_offset
from azstudy.simulate.recovery.moments import in_columns, moment

WEEKLY_ON: Final = Weekday.SUNDAY
MONTHLY_WEEK: Final = 1
YEARLY_MONTH: Final = 1
"""Which point of a daily policy is kept for weeks (Sunday's), months (the first Sunday's) and years (January's).

These are what the portal offers first; azstudy's policies do not name other days.
"""
KEPT_AS: Final = ("snapshot", "daily", "weekly", "monthly", "yearly")
"""What can keep a point, the shortest first."""
WINDOW_END_COUNTS: Final = True
"""Whether an hourly backup falls due at the very end of its window too; not documented, as long as it is not the
next day's first one."""
VAULT_TRANSFER_H: Final = 2.0
"""Hours from a snapshot to its copy in the vault. Illustrative: Azure names no time, only that it may take longer when
the service is busy."""


@attrs.frozen(kw_only=True)
class RecoveryPoint:
    """One point in time a VM can be brought back to.

    Attributes:
        taken: The moment of the snapshot (UTC).
        kept_as: What keeps it in the vault: "daily", "weekly", "monthly", "yearly"; none for a snapshot only.
        snapshot_until: When the snapshot for instant restore goes.
        vault_from: When the copy in the vault is complete; None where it never gets there.
        vault_until: When the copy in the vault goes; None where it never gets there.
    """

    taken: datetime
    kept_as: tuple[str, ...] = ()
    snapshot_until: datetime
    vault_from: datetime | None = None
    vault_until: datetime | None = None

    @property
    def until(self) -> datetime:
        """When the point is gone for good."""
        return self.snapshot_until if self.vault_until is None else max(self.snapshot_until, self.vault_until)

    def __str__(self) -> str:
        kept = f"in the vault until {self.vault_until:%Y-%m-%d} ({', '.join(self.kept_as)})" if self.vault_until else ""
        snapshot = f"snapshot until {self.snapshot_until:%Y-%m-%d %H:%M}"
        return f"{self.taken:%a %Y-%m-%d %H:%M}: {snapshot}, {kept or 'never in the vault'}"

    def tiers(self, on: datetime) -> tuple[str, ...]:
        """Where it can be restored from at a moment: "snapshot" (fast), "vault", both or neither."""
        snapshot = self.taken <= on < self.snapshot_until
        vault = (
            self.vault_from is not None and self.vault_until is not None and self.vault_from <= on < self.vault_until
        )
        return (("snapshot",) if snapshot else ()) + (("vault",) if vault else ())


class RecoveryPoints(tuple[RecoveryPoint, ...]):
    """The recovery points that exist at a moment, oldest first: a tuple that can be read.

    Attributes:
        policy: The backup policy.
        on: The moment.
    """

    policy: BackupPolicy
    on: datetime

    def __new__(cls, points: Iterable[RecoveryPoint], policy: BackupPolicy, on: datetime) -> Self:
        """Points that exist at `on`."""
        made = super().__new__(cls, points)
        made.policy, made.on = policy, on
        return made

    def __getnewargs__(self) -> tuple[Any, ...]:
        return tuple(self), self.policy, self.on

    @property
    def by_rule(self) -> dict[str, tuple[RecoveryPoint, ...]]:
        """Points by what keeps them now: "snapshot" and each rule of the vault that still holds; none of these empty.

        A point may be in several.
        """
        rows: dict[str, list[RecoveryPoint]] = {name: [] for name in KEPT_AS}
        for point in self:
            tiers = point.tiers(self.on)
            if "snapshot" in tiers:
                rows["snapshot"].append(point)
            day = point.taken.astimezone(_zone(self.policy)).date()
            for tag in point.kept_as if "vault" in tiers else ():
                if point.taken + (vault_lifetime(self.policy.retention, tag, day) - day) > self.on:
                    rows[tag].append(point)
        return {name: tuple(some) for name, some in rows.items() if some}

    @property
    def text(self) -> str:
        """How many points there are, and a line for each rule; times are UTC."""
        head = f"{len(self)} recovery points on {self.on.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
        rows = [
            (name, len(some), f"{some[0].taken:%Y-%m-%d %H:%M}", f"{some[-1].taken:%Y-%m-%d %H:%M}")
            for name, some in self.by_rule.items()
        ]
        return "\n".join([head, in_columns(("kept as", "points", "oldest", "newest"), rows)] if rows else [head])

    def __str__(self) -> str:
        return self.text

    __repr__ = __str__


def recovery_points(policy: BackupPolicy, *, since: datetime | str, on: datetime | str) -> RecoveryPoints:
    """The recovery points that exist at `on`, oldest first, where the policy has run from `since`.

    A snapshot serves instant restore for `effective_snapshot_days`; of the hourly backups of a day only the last one
    goes to the vault. There it stays as long as the longest rule that keeps it: daily, weekly (Sunday's), monthly (the
    first Sunday's), yearly (January's).

    Args:
        policy: Its schedule and retention; a retention without a single point is refused.
        since: The first moment of protection: text such as "2026-03-02 14:20" (UTC), or an aware datetime.
        on: The moment asked about, likewise.

    Raises:
        InvalidInputError: For times that make no sense, a policy that keeps nothing, or one that Azure would refuse.

    Times of the policy are those of its zone's standard time all year: Azure Backup does not follow summer time.

    Source: azure-docs backup-azure-vms-enhanced-policy.md@c59c6dd2 (2025-06), backup-instant-restore-capability.md
    @02d00dc8 (2023), backup-support-matrix-iaas.md (2023-07).

    >>> recovery_points(BackupPolicy("daily"), since="2025-01-01", on="2026-01-01 12:00")
    186 recovery points on 2026-01-01 12:00 UTC
    kept as   points  oldest            newest
    snapshot       2  2025-12-31 08:00  2026-01-01 08:00
    daily        180  2025-07-06 08:00  2026-01-01 08:00
    weekly        12  2025-10-12 08:00  2025-12-28 08:00
    monthly       12  2025-01-05 08:00  2025-12-07 08:00
    yearly         1  2025-01-05 08:00  2025-01-05 08:00
    """
    begun, now = moment("since", since), moment("on", on)
    return RecoveryPoints((one for one in taken_points(policy, since=begun, until=now) if one.tiers(now)), policy, now)


def taken_points(policy: BackupPolicy, *, since: datetime, until: datetime) -> Iterator[RecoveryPoint]:
    """Every recovery point taken in [since, until], in order of time, whether or not it still exists.

    Raises:
        InvalidInputError: As `recovery_points`.
    """
    _check(policy, since, until)
    for day in _days(policy, since, until):
        moments = _moments(policy, day)
        for taken in moments:
            if since <= taken <= until:
                yield _point(policy, day, taken, last=taken == moments[-1])


def vault_lifetime(kept: Retention, tag: str, day: date) -> date:
    """The day on which a rule no longer keeps the point of `day`.

    A point of a month or a year goes when the one that takes its place is taken, on the first such weekday of its
    month: so no rule ever keeps more points than its count. Azure names months and years only.

    >>> vault_lifetime(Retention(), "monthly", date(2026, 1, 4)), vault_lifetime(Retention(), "daily", date(2026, 1, 4))
    (datetime.date(2031, 1, 5), datetime.date(2026, 7, 3))
    """
    if tag == "monthly":
        return _successor(day, kept.monthly_months)
    if tag == "yearly":
        return _successor(day, 12 * kept.yearly_years)
    return day + timedelta(days=kept.daily_days if tag == "daily" else 7 * kept.weekly_weeks)


def _successor(day: date, months: int) -> date:
    """The first such weekday of the month so many months later."""
    first = day.replace(day=1) + relativedelta(months=months)
    return first + timedelta(days=(day.weekday() - first.weekday()) % 7)


def kept_as(policy: BackupPolicy, day: date) -> tuple[str, ...]:
    """The rules that keep the vault point of a day, by the calendar of the policy's zone.

    >>> kept_as(BackupPolicy("daily"), date(2026, 1, 4)), kept_as(BackupPolicy("daily"), date(2026, 1, 5))
    (('daily', 'weekly', 'monthly', 'yearly'), ('daily',))
    """
    kept, weekly_day = policy.retention, _weekly_day(policy)
    weekly = day.weekday() == weekly_day.number
    monthly = weekly and (day.day - 1) // 7 + 1 == MONTHLY_WEEK
    asked = {
        "daily": policy.frequency is not BackupFrequency.WEEKLY and kept.daily_days > 0,
        "weekly": (weekly or policy.frequency is BackupFrequency.WEEKLY) and kept.weekly_weeks > 0,
        "monthly": monthly and kept.monthly_months > 0,
        "yearly": monthly and day.month == YEARLY_MONTH and kept.yearly_years > 0,
    }
    return tuple(name for name, holds in asked.items() if holds)


def _weekly_day(policy: BackupPolicy) -> Weekday:
    """The day whose point is kept for weeks: Sunday's, or the first one of a weekly policy without a Sunday."""
    if policy.frequency is not BackupFrequency.WEEKLY or not policy.days or WEEKLY_ON in policy.days:
        return WEEKLY_ON
    return min(policy.days, key=lambda day: day.number)


def _check(policy: BackupPolicy, since: datetime, until: datetime) -> None:
    moment("since", since)
    moment("on", until)
    if refusal(policy):
        raise InvalidInputError(f"Azure refuses backup policy {policy.name}. {refusal(policy)}")
    kept = policy.retention
    weekly = policy.frequency is BackupFrequency.WEEKLY
    if not ((kept.daily_days and not weekly) or kept.weekly_weeks or kept.monthly_months or kept.yearly_years):
        missing = "weekly_weeks" if weekly else "daily_days"
        raise InvalidInputError(f"Backup policy {policy.name} keeps nothing in the vault. Set {missing} to 1 or more.")


def _days(policy: BackupPolicy, since: datetime, until: datetime) -> Iterator[date]:
    """The days, in the policy's time zone, on which backups start; a day early, since a window may pass midnight."""
    first, last = (one.astimezone(_zone(policy)).date() for one in (since, until))
    wanted = {day.number for day in policy.days or ((WEEKLY_ON,) if _weekly(policy) else ())}
    for n in range(-1, (last - first).days + 1):
        day = first + timedelta(days=n)
        if not _weekly(policy) or day.weekday() in wanted:
            yield day


def _zone(policy: BackupPolicy) -> timezone:
    """Standard time of the policy's zone, which it keeps in summer too."""
    return timezone(standard_offset(policy.time_zone))


def _weekly(policy: BackupPolicy) -> bool:
    return policy.frequency is BackupFrequency.WEEKLY


@lru_cache(maxsize=4096)
def _moments(policy: BackupPolicy, day: date) -> tuple[datetime, ...]:
    """When the backups of a day are taken."""
    first = datetime.combine(day, policy.start, _zone(policy)).astimezone(UTC)
    if policy.frequency is not BackupFrequency.HOURLY:
        return (first,)
    count = int(policy.window_h // policy.every_h) + (1 if WINDOW_END_COUNTS else 0)
    hours = [n * policy.every_h for n in range(count)]
    return tuple(first + timedelta(hours=h) for h in hours if h < 24)


def _point(policy: BackupPolicy, day: date, taken: datetime, *, last: bool) -> RecoveryPoint:
    tags = kept_as(policy, day) if last else ()
    snapshot_until = taken + timedelta(days=policy.effective_snapshot_days)
    if not tags:
        return RecoveryPoint(taken=taken, snapshot_until=snapshot_until)
    gone = max(vault_lifetime(policy.retention, tag, day) for tag in tags)
    return RecoveryPoint(
        taken=taken,
        kept_as=tags,
        snapshot_until=snapshot_until,
        vault_from=taken + timedelta(hours=VAULT_TRANSFER_H),
        vault_until=taken + (gone - day),
    )
