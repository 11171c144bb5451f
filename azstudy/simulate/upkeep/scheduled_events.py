"""Scheduled Events: what a machine is told before it is paused, restarted, moved, evicted or deleted, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import attrs

from azstudy.errors import InvalidInputError, UnknownNameError, nearest
from azstudy.simulate.timeline import Decision, Timeline

if TYPE_CHECKING:
    import pandas as pd

NOTICE_S: Final = {"Freeze": 900.0, "Reboot": 900.0, "Redeploy": 600.0, "Preempt": 30.0, "Terminate": 300.0}
"""Least notice by type of event; Terminate takes what is set, 5 to 15 minutes, 5 unless told."""
LASTS_S: Final = {"Freeze": 7.0, "Reboot": 300.0, "Redeploy": 600.0, "Preempt": None, "Terminate": None}
"""Seconds of the interruption: 7 of a pause as on the page; a restart and a move are illustrative; the others end."""
TERMINATE_MIN: Final = (5.0, 15.0)
"""Notice that can be set before an instance of a scale set is deleted
(virtual-machine-scale-sets-terminate-notification.md@883ff7bb)."""
FIRST_ANSWER_S: Final = 120.0
"""The first request switches the service on and may wait so long."""
EVENTS_AFTER_S: Final = 300.0
"""Events come within so many seconds of the first request."""
OFF_AFTER_H: Final = 24.0
"""Hours without a request after which the service is switched off."""
REMOVED_AFTER_S: Final = 600.0
"""Seconds from "Started" until the event is gone, a rough guideline of the page."""
ADDRESS: Final = "169.254.169.254"
HEADER: Final = "Metadata:true"
LOST: Final = {
    "Freeze": "nothing: memory and open files stay",
    "Reboot": "what is in memory",
    "Redeploy": "what is in memory and on local disks: it moves to another host",
    "Preempt": "the machine, with its local disks (told on a best effort basis)",
    "Terminate": "the machine: it is deleted",
}
"""What each type of event takes away."""


@attrs.frozen(kw_only=True)
class ScheduledEventResult:
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

    def __str__(self) -> str:
        return self.text

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {"text/plain": self.text}


def scheduled_event(
    kind: str,
    *,
    poll_s: float = 1.0,
    drain_s: float = 60.0,
    approve: bool = True,
    notice_min: float | None = None,
    hardware_failure: bool = False,
    quiet_h: float = 0.0,
) -> ScheduledEventResult:
    """Let a machine live through one scheduled event.

    The machine asks the metadata service every `poll_s` seconds; just after one of its requests the event appears (the
    worst case). It drains, and approves with a POST if it may, which starts the event before its time. Otherwise the
    event starts when the notice is over. A broken host skips the notice. All machines of an availability set or of a
    placement group see the event.

    Args:
        kind: "Freeze", "Reboot", "Redeploy", "Preempt" or "Terminate".
        poll_s: Seconds between two requests; the page advises 1.
        drain_s: Seconds the machine needs to get ready.
        approve: Whether it approves once it is ready; else the event waits for its time.
        notice_min: For Terminate: the notice that is set, 5 to 15 minutes.
        hardware_failure: Whether the host has failed: the event begins at "Started".
        quiet_h: Hours since the machine asked last, before the run; from 24 on the service is off.

    Raises:
        UnknownNameError: For another type.
        InvalidInputError: For times that make no sense, or a notice of a type that has none to set.

    Source: azure-compute-docs linux/scheduled-events.md@533281db (2023-01),
    virtual-machine-scale-sets-terminate-notification.md@883ff7bb.

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
    notice = 0.0 if hardware_failure else (notice_min * 60 if notice_min is not None else NOTICE_S[event])
    heard = None if hardware_failure or quiet_h >= OFF_AFTER_H or poll_s >= notice else poll_s
    drained = None if heard is None else heard + drain_s
    ready = drained is not None and drained <= notice
    started = drained if ready and approve and drained is not None else notice
    lasts = LASTS_S["Reboot"] if hardware_failure else LASTS_S[event]
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
        timeline=_log(event, notice, heard, drained if ready else None, started, lasts, approve, hardware_failure),
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
        if isinstance(value, bool) or not least <= value < float("inf"):
            raise InvalidInputError(f"{name}={value!r}; allowed is a number from {least:g}.")
    if notice_min is not None and event != "Terminate":
        raise InvalidInputError(f"The notice of {event} cannot be set; only that of Terminate can.")
    low, high = TERMINATE_MIN
    if notice_min is not None and not low <= notice_min <= high:
        raise InvalidInputError(f"A notice of {notice_min:g} minutes; allowed are {low:g} to {high:g} (PT5M to PT15M).")


def _findings(
    event: str, poll_s: float, drain_s: float, notice: float, heard: float | None, broken: bool, quiet_h: float
) -> list[str]:
    found = []
    if broken:
        found.append("The host has failed: there is no notice, the event begins as Started. Keep a second machine.")
    elif quiet_h >= OFF_AFTER_H:
        found.append(
            f"Nobody asked for {quiet_h:g} hours: from {OFF_AFTER_H:g} on the service is off, and the first request "
            "only switches it on. Ask all the time."
        )
    elif heard is None:
        found.append(
            f"It asks every {poll_s:g} s and the notice is {notice:g} s: it may not hear of it. Ask each second."
        )
    elif heard + drain_s > notice:
        found.append(
            f"It needs {drain_s:g} s and has {notice - heard:g}: {heard + drain_s - notice:g} s are missing. "
            + ("Drain faster, or keep state elsewhere." if event != "Terminate" else "Set a longer notice.")
        )
    return found


def _log(
    event: str,
    notice: float,
    heard: float | None,
    drained: float | None,
    started: float,
    lasts: float | None,
    approve: bool,
    broken: bool,
) -> Timeline:
    log = []
    if not broken:
        log.append(Decision(at_s=0, action="Scheduled", because=f"{event}, not before {notice:g} s from now"))
    if heard is not None and heard <= started:
        log.append(Decision(at_s=heard, action="read", because=f"GET {ADDRESS} with the header {HEADER}"))
    if drained is not None:
        words = "ready: it approves with a POST" if approve else "ready: it waits for the time"
        log.append(Decision(at_s=drained, action="drained", because=words))
    why = "the host has failed" if broken else "approved" if drained is not None and approve else "the notice is over"
    log.append(Decision(at_s=started, action="Started", because=why))
    if lasts is not None:
        log.append(Decision(at_s=started + lasts, action="over", because=f"{lasts:g} s of interruption"))
        gone = started + max(REMOVED_AFTER_S, lasts)
        log.append(Decision(at_s=gone, action="removed", because="the event is gone: that is the sign to recover"))
    else:
        log.append(Decision(at_s=started, action="gone", because=LOST[event]))
    return Timeline(tuple(log))
