"""Start/Stop VMs v2: in which order tagged machines start and stop, and who is left out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import attrs

from azstudy.errors import InvalidInputError, UnknownNameError, nearest
from azstudy.model.design import Design
from azstudy.model.spoken import Spoken

if TYPE_CHECKING:
    import pandas as pd

TAGS: Final = {"start": "sequencestart", "stop": "sequencestop"}
KINDS: Final = {
    "scheduled": "all machines in the scope at once, at the set time",
    "sequenced": "group after group by the tag, lowest number first",
    "autostop": "each machine when an alert says that its CPU has been low; it is only stopped",
}
"""What each kind of schedule does (azure-docs azure-functions/start-stop-vms/overview.md@03adcc30, about 2022)."""


_WHOLE: Final = re.compile(r"[+-]?[0-9]{1,9}")


@attrs.frozen(kw_only=True)
class StartStopResult(Spoken):
    """A run of Start/Stop VMs v2.

    Attributes:
        action: "start" or "stop".
        kind: "scheduled", "sequenced" or "autostop".
        order: Machines that go together, group after group.
        skipped: Machines left out, each with the reason.
    """

    action: str
    kind: str
    order: tuple[tuple[str, ...], ...]
    skipped: Mapping[str, str]

    @property
    def text(self) -> str:
        """A line a group, then who is left out."""
        lines = [f"{self.action} {n}: {', '.join(group)}" for n, group in enumerate(self.order, 1)]
        return "\n".join([*lines, *(f"left out: {name}: {why}" for name, why in self.skipped.items())])

    def to_frame(self) -> pd.DataFrame:
        """A pandas table, one row a machine; `step` is empty for those left out."""
        import pandas as pd

        rows: list[tuple[str, int | None, str]] = [
            (name, step, "") for step, group in enumerate(self.order, 1) for name in group
        ]
        rows += [(name, None, why) for name, why in self.skipped.items()]
        return pd.DataFrame(rows, columns=["machine", "step", "left_out_because"])


def start_stop(
    machines: Design | Mapping[str, Mapping[str, Any]],
    action: str = "stop",
    *,
    kind: str = "sequenced",
    classic: tuple[str, ...] = (),
    idle: tuple[str, ...] = (),
) -> StartStopResult:
    """The order in which Start/Stop VMs v2 works through machines.

    Sequenced: by the tags `sequencestart` and `sequencestop`, whole numbers, both ascending; equal numbers go
    together, machines without the tag are left out. Scheduled: all at once. Autostop: those whose CPU was low.

    Args:
        machines: A design, or the tags of each machine: {"a": {"sequencestop": 2}}.
        action: "start" or "stop"; autostop only stops.
        kind: "scheduled", "sequenced" or "autostop".
        classic: Machines of the classic deployment model, which sequences do not take.
        idle: For autostop: machines whose alert has fired.

    Raises:
        UnknownNameError: For another action or kind, or a name that is no machine.
        InvalidInputError: For a tag that is no whole number, or autostop that starts.

    Source: azure-docs azure-functions/start-stop-vms/overview.md@03adcc30 (about 2022).

    >>> run = start_stop({"a": {"sequencestop": 2}, "b": {"sequencestop": 1}, "c": {}, "d": {"sequencestop": 1}})
    >>> run.order, tuple(run.skipped)
    ((('b', 'd'), ('a',)), ('c',))
    """
    if action not in TAGS:
        raise UnknownNameError("action", str(action), nearest(str(action), TAGS))
    if kind not in KINDS:
        raise UnknownNameError("kind of schedule", str(kind), nearest(str(kind), KINDS))
    tags, skipped = _tags(machines)
    for name in (*classic, *idle):
        if name not in tags:
            raise UnknownNameError("machine", name, nearest(name, tags))
    if kind == "scheduled":
        return StartStopResult(action=action, kind=kind, order=(tuple(tags),) if tags else (), skipped=skipped)
    if kind == "autostop":
        if action != "stop":
            raise InvalidInputError("Autostop only stops machines. Use 'scheduled' or 'sequenced' to start them.")
        order = (tuple(name for name in tags if name in idle),) if idle else ()
        skipped |= {name: "its CPU was not low for long enough" for name in tags if name not in idle}
        return StartStopResult(action=action, kind=kind, order=order, skipped=skipped)
    return _sequenced(tags, action, classic, skipped)


def _tags(machines: Design | Mapping[str, Mapping[str, Any]]) -> tuple[dict[str, Mapping[str, Any]], dict[str, str]]:
    """The tags of each VM, and why a machine of a design is none of them."""
    if isinstance(machines, Design):
        vms = {vm.name: dict(vm.tags) for vm in machines.vms}
        return dict(vms), {one.name: "it is a scale set, not a VM" for one in machines.machines if one.name not in vms}
    if not isinstance(machines, Mapping) or not all(isinstance(one, Mapping) for one in machines.values()):
        raise InvalidInputError(
            f"machines is {machines!r}; allowed is a design, or tags by machine: {{'db': {{'sequencestop': 2}}}}."
        )
    return dict(machines), {}


def _sequenced(
    tags: Mapping[str, Mapping[str, Any]], action: str, classic: tuple[str, ...], skipped: dict[str, str]
) -> StartStopResult:
    tag = TAGS[action]
    groups: dict[int, list[str]] = {}
    for name, mine in tags.items():
        if name in classic:
            skipped[name] = "sequences take Resource Manager VMs only"
        elif tag not in mine:
            skipped[name] = f"it has no tag {tag}"
        else:
            groups.setdefault(_number(name, tag, mine[tag]), []).append(name)
    order = tuple(tuple(groups[number]) for number in sorted(groups))
    return StartStopResult(action=action, kind="sequenced", order=order, skipped=skipped)


def _number(name: str, tag: str, given: Any) -> int:
    text = str(given).strip()
    if not _WHOLE.fullmatch(text):
        raise InvalidInputError(f"{name} has {tag}={given!r}; allowed is a whole number, such as '1'.")
    return int(text)
