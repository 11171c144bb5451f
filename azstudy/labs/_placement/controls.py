"""What can be set and done in the placement lab, and how it becomes a scale set with a list of steps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import attrs

from azstudy.errors import InvalidInputError
from azstudy.labs._controls import Area, Choice, Controls, Group, Line, Number, Press, State, Toggle, Value
from azstudy.model.scaleset import ScaleSet, SpotMix, StandbyPool
from azstudy.simulate.fleet.outcome import PlacementResult
from azstudy.simulate.fleet.placing import placement
from azstudy.simulate.fleet.steps import read_step, read_steps

NAME: Final = "tickets"
SIZE: Final = "D4s_v5"
CORES: Final = 4
EXAMPLE: Final[Mapping[int | None, tuple[int, ...]]] = {1: (3, 4, 5, 10), 2: (2, 6, 9, 11), 3: (1, 7, 8)}
"""The population of Microsoft's own example (virtual-machine-scale-sets-scale-in-policy.md@0c6223e9, 2026-05)."""
OUTAGE: Final[Mapping[int | None, tuple[int, ...]]] = {1: (), 2: (2, 3), 3: (4, 5, 6, 7)}
"""Six instances after an outage of zone 1, as in virtual-machine-scale-sets-zone-balancing.md@02773904 (2025-12)."""
NO_ZONE: Final[Mapping[int | None, tuple[int, ...]]] = {None: (0, 1, 2, 3, 4)}
POPULATIONS: Final = {"example": EXAMPLE, "outage": OUTAGE, "nozone": NO_ZONE}
_COUNTS: Final = (*range(0, 31), 36, 40, 42, 44, 48, 50, 60, 75, 90, 100, 101, 110, 120, 150, 200, 300, 600, 1000)
_PERCENTS: Final = tuple(range(0, 101, 5))


@attrs.frozen(kw_only=True)
class StepsText(Area):
    """The steps so far, as text; every step has to be one that is understood."""

    def parse(self, raw: Value) -> Value:
        """The steps in one spelling: words, with semicolons between them."""
        text = str(raw or "").replace("+", ";").replace("_", " ")
        return "; ".join(order.text for order in read_steps(text))

    def write(self, value: Value) -> str:
        """The steps as one word."""
        return str(value).replace("; ", "+").replace(" ", "_")


@attrs.frozen(kw_only=True)
class Ids(Line):
    """Ids of instances, as "3, 4"."""

    def parse(self, raw: Value) -> Value:
        """Whole numbers with commas between them."""
        words = str(raw or "").replace(",", " ").split()
        if not all(word.isascii() and word.isdigit() for word in words):
            raise InvalidInputError(f"{self.label}: {raw!r} was given; write numbers such as 3, 4.")
        return ",".join(str(int(word)) for word in words)


def controls() -> Controls:
    """All controls: the scale set, what is done to it, and the settings a beginner does not need at once."""
    return Controls(
        (
            Group(title="The scale set", controls=_model()),
            Group(title="Do something to it", controls=_doings()),
            Group(title="More settings", controls=(*_kinds(), *_mix(), *_around()), open=False),
        )
    )


def _model() -> tuple[Any, ...]:
    starts = (
        ("new", "New instances, placed by Azure"),
        ("example", "11 instances of mixed age"),
        ("outage", "6 after an outage of zone 1"),
        ("nozone", "5 from before it had zones"),
    )
    policies = (("Default", "Default"), ("OldestVM", "OldestVM"), ("NewestVM", "NewestVM"))
    zones = ((0, "none"), (1, "1"), (2, "2"), (3, "3"))
    return (
        Choice(name="start", label="At the start", options=starts, default="new"),
        Number(
            name="instances",
            label="New instances",
            property="sku.capacity",
            minimum=0,
            maximum=1000,
            stops=_COUNTS,
            default=6,
        ),
        Choice(name="zones", label="Zones", property="zones", options=zones, default=3, look="bar"),
        Choice(name="policy", label="Scale-in policy", property="scaleInPolicy", options=policies, default="Default"),
        Toggle(
            name="strict",
            label="Strict zone balance",
            property="zoneBalance",
            help="Off is best effort, the default.",
        ),
    )


def _doings() -> tuple[Any, ...]:
    return (
        Choice(name="zone", label="Zone", options=((1, "1"), (2, "2"), (3, "3")), default=2, look="bar"),
        Press(name="lose", label="Lose zone"),
        Press(name="restore", label="Restore zone"),
        Press(name="replace", label="Replace lost"),
        Number(name="count", label="Scale to", minimum=0, maximum=1000, stops=_COUNTS, default=9),
        Press(name="scale", label="Scale", primary=True),
        Ids(name="ids", label="Which instances", placeholder="3, 4", help="For the two buttons below."),
        Press(name="protect", label="Protect"),
        Press(name="delete", label="Delete"),
        Press(name="evict", label="Evict Spot"),
        Press(name="wait", label="Wait 13 h"),
        Press(name="undo", label="Undo"),
        Press(name="clear", label="Clear all"),
        StepsText(
            name="steps",
            label="Steps so far",
            help="The buttons write here, and so can you: scale to 9; add zones 3; policy NewestVM; mix 10, 50%.",
            rows=4,
            action="Take these steps",
        ),
    )


def _kinds() -> tuple[Any, ...]:
    modes = (("Flexible", "Flexible"), ("Uniform", "Uniform"))
    domains = ((None, "Azure's default"), (1, "1: max spreading"), *((n, f"{n}: fixed spreading") for n in (2, 3, 5)))
    open_ = ((None, "Azure's default"), (True, "true"), (False, "false"))
    images = (("gallery", "Marketplace or gallery"), ("managed-image", "legacy managed image"))
    return (
        Choice(name="mode", label="Orchestration", property="orchestrationMode", options=modes, default="Flexible"),
        Choice(
            name="fault_domains",
            label="Fault domains",
            property="platformFaultDomainCount",
            options=domains,
        ),
        Choice(
            name="single_placement_group",
            label="Single placement group",
            property="singlePlacementGroup",
            options=open_,
        ),
        Choice(name="image", label="Image", options=images, default="gallery"),
    )


def _mix() -> tuple[Any, ...]:
    evictions = (("Deallocate", "Deallocate"), ("Delete", "Delete"))
    return (
        Number(
            name="mix_base",
            label="Spot mix: regular base",
            property="baseRegularPriorityCount",
            minimum=0,
            maximum=1000,
            stops=(0, 2, 4, 5, 6, 8, 10, 12, 15, 20, 30, 50),
            optional=True,
            empty="no mix",
        ),
        Number(
            name="mix_percent",
            label="Regular share above it",
            property="regularPriorityPercentageAboveBase",
            unit="%",
            minimum=0,
            maximum=100,
            stops=_PERCENTS,
            default=50,
        ),
        Choice(
            name="eviction", label="When evicted", property="evictionPolicy", options=evictions, default="Deallocate"
        ),
    )


def _around() -> tuple[Any, ...]:
    return (
        Toggle(
            name="auto_balance",
            label="Automatic zone balance (preview)",
            help="Moves one VM at a time while you wait.",
        ),
        Number(
            name="standby",
            label="Standby pool",
            property="maxReadyCapacity",
            minimum=0,
            maximum=1000,
            stops=(5, 10, 12, 15, 20, 30, 50),
            optional=True,
            empty="none",
        ),
        Number(
            name="quota",
            label="Quota of the family",
            unit="vCPUs",
            minimum=0,
            maximum=4000,
            stops=(20, 24, 32, 40, 48, 60, 80, 100, 200, 400),
            optional=True,
            empty="no limit",
        ),
    )


def settle(old: State, new: State) -> dict[str, Value]:
    """A pressed button becomes a step at the end of the list; populations with zones need three of them."""
    changes: dict[str, Value] = {}
    if new["start"] != old["start"] and new["start"] != "new":
        changes["zones"] = 3
    steps = [part for part in new["steps"].split("; ") if part]
    for name in ("lose", "replace", "restore", "scale", "protect", "delete", "evict", "wait", "undo", "clear"):
        if new[name] > old[name]:
            steps = _pressed(name, new, steps)
            changes["steps"] = "; ".join(steps)
        if new[name]:
            changes[name] = 0
    return changes


def _pressed(name: str, state: State, steps: list[str]) -> list[str]:
    if name == "undo":
        return steps[:-1]
    if name == "clear":
        return []
    ids = state["ids"].replace(",", ", ")
    words = {
        "lose": f"lose zone {state['zone']}",
        "restore": f"restore zone {state['zone']}",
        "replace": "replace lost",
        "scale": f"scale to {state['count']}",
        "protect": f"protect {ids}" if ids else "",
        "delete": f"delete {ids}" if ids else "",
        "evict": "evict all spot",
        "wait": "wait 13 hours",
    }[name]
    return [*steps, words] if words else steps


def fields_of(state: State) -> dict[str, Any]:
    """The scale set's fields that differ from plain ones, as a learner would write them."""
    mixed = state["mix_base"] is not None
    given = {
        "instances": state["instances"] if state["start"] == "new" else None,
        "zones": list(range(1, state["zones"] + 1)) or None,
        "scale_in": None if state["policy"] == "Default" else state["policy"],
        "zone_balance": state["strict"] or None,
        "auto_zone_balance": state["auto_balance"] or None,
        "orchestration": None if state["mode"] == "Flexible" else state["mode"],
        "fault_domains": state["fault_domains"],
        "single_placement_group": state["single_placement_group"],
        "image": None if state["image"] == "gallery" else state["image"],
        "priority": "Spot" if mixed else None,
        "spot_mix": SpotMix(state["mix_base"], state["mix_percent"]) if mixed else None,
        "eviction_policy": "Delete" if mixed and state["eviction"] == "Delete" else None,
    }
    return {name: value for name, value in given.items() if value is not None}


def scale_set_of(state: State) -> ScaleSet:
    """The scale set of a state."""
    return ScaleSet(name=NAME, **{"size": SIZE, **fields_of(state)})


def run_of(state: State) -> PlacementResult:
    """The scale set of a state, taken through its steps.

    Raises:
        AzstudyError: For a scale set that Azure refuses, or a step that cannot be taken.
    """
    ready, quota = state["standby"], state["quota"]
    before = POPULATIONS.get(state["start"])
    return placement(
        scale_set_of(state),
        state["steps"],
        population=before,
        standby=None if ready is None else StandbyPool("warm", NAME, max_ready=ready),
        quota=None if quota is None else {"Dsv5": quota, "spot": quota},
    )


def code(state: State) -> str:
    """The Python that gives the same result."""
    fields = ", ".join(f"{name}={_literal(value)}" for name, value in fields_of(state).items())
    arguments = [NAME, repr([read_step(part).text for part in state["steps"].split("; ") if part])]
    before = POPULATIONS.get(state["start"])
    if before is not None:
        arguments.append(f"population={ {zone: list(ids) for zone, ids in before.items()} }")
    if state["standby"] is not None:
        arguments.append(f'standby=az.StandbyPool("warm", "{NAME}", max_ready={state["standby"]})')
    if state["quota"] is not None:
        arguments.append(f"quota={ {'Dsv5': state['quota'], 'spot': state['quota']} }")
    parts = ", ".join(part for part in (repr(NAME), repr(SIZE), fields) if part)
    inner = ",\n    ".join(arguments)
    return f"import azstudy as az\n\n{NAME} = az.ScaleSet({parts})\naz.simulate.placement(\n    {inner},\n)"


def _literal(value: Any) -> str:
    return f"az.{value!r}" if isinstance(value, SpotMix) else repr(value)
