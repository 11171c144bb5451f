"""Scheduled Events: what a machine is told before it is paused, restarted, moved, evicted or deleted, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from azstudy.errors import InvalidInputError, UnknownNameError, nearest
from azstudy.model.spoken import Spoken
from azstudy.simulate.timeline import Decision, Timeline

if TYPE_CHECKING:
    import pandas as pd

NOTICE_S: Final = {"Freeze": 900.0, "Reboot": 900.0, "Redeploy": 600.0, "Preempt": 30.0, "Terminate": 300.0}
"""Least notice by type of event; Terminate takes what is set, 5 to 15 minutes, 5 unless told."""
LASTS_S: Final = {"Freeze": 7.0, "Reboot": 300.0, "Redeploy": 600.0, "Preempt": None, "Terminate": None}
"""Seconds of the interruption: 7 of a pause as on the page; a restart and a move are illustrative; the others end."""
OTHER_NOTICE_MIN: Final = {"Freeze": (0.5, 15.0), "Terminate": (5.0, 15.0)}
"""Least and most minutes where the notice varies: that of a pause is typically 15 minutes and rarely as short as 30
seconds (maintenance-and-updates.md@0feba6f0, 2026-04); that of a deletion is set on the scale set, PT5M to PT15M
(virtual-machine-scale-sets-terminate-notification.md@883ff7bb)."""
FAILS_AS: Final = ("Freeze", "Reboot", "Redeploy")
"""Types that a failed host can bring; an eviction and a deletion have other causes."""
FIRST_ANSWER_S: Final = 120.0
"""The first request switches the service on and may wait so long."""
EVENTS_AFTER_S: Final = 300.0
"""Events come within so many seconds of the first request."""
OFF_AFTER_H: Final = 24.0
"""Hours without a request after which the service is switched off."""
REMOVED_AFTER_S: Final = 600.0
"""Seconds from "Started" until the event is gone, a rough guideline of the page."""
ADDRESS: Final = "169.254.169.254"
HEADER: Final = "Metadata: true"
"""Written with its space: "data:true" would look like an address to what shows the log."""
LOST: Final = {
    "Freeze": "nothing: memory and open files stay",
    "Reboot": "what is in memory",
    "Redeploy": "what is in memory and on local disks: it moves to another host",
    "Preempt": "the machine, with its local disks (told on a best effort basis)",
    "Terminate": "the machine: it is deleted",
}
"""What each type of event takes away."""
_WORDS: Final = {
    (True, False): "ready: it approves with a POST",
    (True, True): "ready: it approves with a POST; others on the host have not",
    (False, False): "ready: it waits for the time",
    (False, True): "ready: it waits for the time",
}
_FASTER: Final = "Drain faster, or keep state elsewhere."


@attrs.frozen(kw_only=True)
class ScheduledEventResult(Spoken):
    """One event as a machine lives through it.

    Attributes:
        kind: Its type, as `EventType`.
        notice_s: Seconds between its appearance and `NotBefore`; 0 after a hardware failure.
        heard_s: When the machine reads of it; None where it never does before it starts.
        started_s: When it starts.
        ended_s: When the interruption is over; None where the machine is gone.
        ready: Whether the machine was drained before it started.
        spare_s: Seconds left when it was drained (negative: missing); None where it did not hear of it.
        loses: What the event takes.
        findings: What went wrong, in plain words.
        timeline: Each step.
    """

    kind: str
    notice_s: float
    heard_s: float | None
    started_s: float
    ended_s: float | None
    ready: bool
    spare_s: float | None
    loses: str
    findings: tuple[str, ...]
    timeline: Timeline = attrs.field(repr=False)

    @property
    def text(self) -> str:
        """The log and the findings."""
        return "\n".join([*(one.text for one in self.timeline), f"It loses {self.loses}.", *self.findings])

    def to_frame(self) -> pd.DataFrame:
        """A pandas table, one row a step."""
        import pandas as pd

        rows = [[one.at_s, one.action, one.because] for one in self.timeline]
        return pd.DataFrame(rows, columns=["second", "action", "because"])


def scheduled_event(
    kind: str,
    *,
    poll_s: float = 1.0,
    drain_s: float = 60.0,
    approve: bool = True,
    notice_min: float | None = None,
    hardware_failure: bool = False,
    quiet_h: float = 0.0,
    shared_host: bool = False,
) -> ScheduledEventResult:
    """Let a machine live through one scheduled event.

    The machine asks the metadata service every `poll_s` seconds; just after one of its requests the event appears (the
    worst case). It drains, and approves with a POST if it may, which starts the event before its time, unless others
    on the same host have yet to approve. Otherwise the event starts when the notice is over. A broken host skips the
    notice. All machines of an availability set or of a placement group see the event.

    Args:
        kind: "Freeze", "Reboot", "Redeploy", "Preempt" or "Terminate".
        poll_s: Seconds between two requests; the page advises 1.
        drain_s: Seconds the machine needs to get ready.
        approve: Whether it approves once it is ready; else the event waits for its time.
        notice_min: For Terminate: the notice that is set, 5 to 15 minutes. For Freeze: 0.5 to 15, as it is given.
        hardware_failure: Whether the host has failed: the event begins at "Started".
        quiet_h: Hours since the machine asked last, before the run; from 24 on the service is off.
        shared_host: Whether other tenants of the host do not approve: Azure waits for all of them, or for the time.

    Raises:
        UnknownNameError: For another type.
        InvalidInputError: For times that make no sense, a notice of a type whose notice is fixed, or a failed host
            that evicts or deletes.

    Source: azure-compute-docs linux/scheduled-events.md@533281db (2023-01),
    virtual-machine-scale-sets-terminate-notification.md@883ff7bb, maintenance-and-updates.md@0feba6f0 (2026-04).

    >>> run = scheduled_event("Preempt", drain_s=45)
    >>> run.notice_s, run.ready, run.spare_s
    (30.0, False, -16.0)
    >>> scheduled_event("reboot", drain_s=60).started_s  # approved, so it need not wait for 900
    61.0
    """
    event = next((one for one in NOTICE_S if one.casefold() == str(kind).casefold()), None)
    if event is None:
        raise UnknownNameError("type of event", str(kind), nearest(str(kind), NOTICE_S))
    _check(event, poll_s, drain_s, notice_min, quiet_h)
    if hardware_failure and event not in FAILS_AS:
        raise InvalidInputError(f"hardware_failure with {event}; a failed host brings {', '.join(FAILS_AS)} only.")
    notice = 0.0 if hardware_failure else (notice_min * 60 if notice_min is not None else NOTICE_S[event])
    heard = None if hardware_failure or quiet_h >= OFF_AFTER_H or poll_s >= notice else poll_s
    drained = None if heard is None else heard + drain_s
    ready = drained is not None and drained <= notice
    early = ready and approve and not shared_host
    started = drained if early and drained is not None else notice
    lasts = LASTS_S[event]
    told = (drained, _WORDS[(approve, shared_host)]) if ready and drained is not None else None
    return ScheduledEventResult(
        kind=event,
        notice_s=notice,
        heard_s=heard,
        started_s=started,
        ended_s=None if lasts is None else started + lasts,
        ready=ready,
        spare_s=None if drained is None else notice - drained,
        loses=LOST[event],
        findings=tuple(_findings(event, poll_s, drain_s, notice, heard, hardware_failure, quiet_h)),
        timeline=_log(
            event,
            notice,
            heard,
            told,
            started,
            lasts,
            why="the host has failed" if hardware_failure else "approved" if early else "the notice is over",
        ),
    )


def scheduled_event_types() -> pd.DataFrame:
    """The types of events as a pandas table: least notice, and what each takes.

    >>> scheduled_event_types().set_index("event")["notice_min"].to_dict()
    {'Freeze': 15.0, 'Reboot': 15.0, 'Redeploy': 10.0, 'Preempt': 0.5, 'Terminate': 5.0}
    """
    import pandas as pd

    rows = [[kind, notice / 60, LOST[kind]] for kind, notice in NOTICE_S.items()]
    return pd.DataFrame(rows, columns=["event", "notice_min", "loses"])


def _check(event: str, poll_s: float, drain_s: float, notice_min: float | None, quiet_h: float) -> None:
    for name, value, least in (("poll_s", poll_s, 0.001), ("drain_s", drain_s, 0.0), ("quiet_h", quiet_h, 0.0)):
        if not _is_number(value) or not least <= value < float("inf"):
            raise InvalidInputError(f"{name}={value!r}; allowed is a number from {least:g}.")
    if notice_min is None:
        return
    if event not in OTHER_NOTICE_MIN:
        raise InvalidInputError(f"The notice of {event} is fixed; only those of Freeze and Terminate vary.")
    low, high = OTHER_NOTICE_MIN[event]
    if not _is_number(notice_min) or not low <= notice_min <= high:
        how = "it is set as PT5M to PT15M" if event == "Terminate" else "typically 15, rarely as short as 0.5"
        raise InvalidInputError(f"notice_min={notice_min!r}; allowed are {low:g} to {high:g} minutes ({how}).")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _findings(
    event: str, poll_s: float, drain_s: float, notice: float, heard: float | None, broken: bool, quiet_h: float
) -> list[str]:
    found = []
    most = OTHER_NOTICE_MIN["Terminate"][1] * 60
    if broken:
        found.append("The host has failed: there is no notice, the event begins as Started. Keep a second machine.")
    elif quiet_h >= OFF_AFTER_H:
        found.append(
            f"Nobody asked for {quiet_h:g} hours: from {OFF_AFTER_H:g} on the service is off. The first request only "
            f"switches it on: its answer takes up to {FIRST_ANSWER_S / 60:g} minutes, events come within "
            f"{EVENTS_AFTER_S / 60:g}. Ask all the time."
        )
    elif heard is None:
        found.append(
            f"It asks every {poll_s:g} s and the notice is {notice:g} s: it may not hear of it. Ask each second."
        )
    elif heard + drain_s > notice:
        found.append(
            f"It needs {drain_s:g} s and has {notice - heard:g}: {heard + drain_s - notice:g} s are missing. "
            + ("Set a longer notice." if event == "Terminate" and heard + drain_s <= most else _FASTER)
        )
    return found


def _log(
    event: str,
    notice: float,
    heard: float | None,
    drained: tuple[float, str] | None,
    started: float,
    lasts: float | None,
    *,
    why: str,
) -> Timeline:
    log = []
    if notice > 0:
        log.append(Decision(at_s=0, action="Scheduled", because=f"{event}, not before {notice:g} s from now"))
    if heard is not None and heard <= started:
        log.append(Decision(at_s=heard, action="read", because=f"GET {ADDRESS} with the header {HEADER}"))
    if drained is not None:
        log.append(Decision(at_s=drained[0], action="drained", because=drained[1]))
    log.append(Decision(at_s=started, action="Started", because=why))
    if lasts is not None:
        log.append(Decision(at_s=started + lasts, action="over", because=f"{lasts:g} s of interruption"))
        gone = started + max(REMOVED_AFTER_S, lasts)
        log.append(Decision(at_s=gone, action="removed", because="the event is gone: that is the sign to recover"))
    else:
        log.append(Decision(at_s=started, action="gone", because=LOST[event]))
    return Timeline(tuple(log))
