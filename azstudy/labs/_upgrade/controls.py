"""What can be set in the upgrade lab, with Azure's own name beside each, and the call it comes to."""

from __future__ import annotations

from typing import Any, Final

from azstudy.labs._controls import Choice, Control, Controls, Group, Number, State, Toggle
from azstudy.model.scaleset import HealthExtension
from azstudy.simulate.upgrading.choices import UpgradeChoices

MINUTES: Final = 180
START_MIN: Final = 10
"""Minute in which the upgrade begins."""
RATE: Final = 600.0
"""Requests a minute that one fully busy instance serves."""
VERSIONS: Final = {
    "good": ("a good one", "good"),
    "404": ("answers 404", "answers 404"),
    "crashes": ("runs well, crashes after 10 min", "crashes after 10 min"),
    "slow": ("takes twice as long", "slow"),
    "lies": ("broken, but its health page answers 200", "lies"),
}
"""Words and the simulation's name of each version."""
MODES: Final = {
    "rolling": "Rolling",
    "automatic": "Automatic",
    "manual": "Manual",
    "os-image": "Automatic OS image upgrade",
}
FAILURES: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    "none": ("Nothing", ()),
    "zone": ("A zone is lost at 0:12 for 40 minutes", ("zone 2 lost at 12 for 40 min",)),
    "hosts": ("Two hosts fail at 0:12", ("2 hosts fail at 12",)),
    "probes": ("All load-balancer probes fail at 0:12 for 10 minutes", ("probes fail at 12 for 10 min",)),
}
HEALTH: Final = {
    "binary": ("Binary: 200 is Healthy", HealthExtension(path="/health")),
    "binary-3": ("Binary, three answers in a row", HealthExtension(path="/health", probes=3)),
    "rich": ("Rich (version 2), 10 minutes of grace", HealthExtension(path="/health", rich=True, grace_s=600)),
}
_PERCENT: Final = (5, 10, 15, 20, 25, 30, 34, 40, 50, 60, 80, 100)


def controls() -> Controls:
    """Scale set, version and batches in sight; the rest in closed groups."""
    return Controls(
        (
            Group(title="Scale set", controls=_scale_set()),
            Group(title="New version", controls=_version()),
            Group(title="Batches and limits", controls=_limits()),
            Group(title="Automatic repairs", controls=_repairs()),
            Group(title="More about batches", controls=_more(), open=False),
            Group(title="What else happens", controls=_else(), open=False),
        )
    )


def _scale_set() -> tuple[Control, ...]:
    return (
        _number("instances", "Instances", "sku.capacity", "", (2, 4, 5, 6, 8, 9, 10, 12, 15, 20, 30, 40), 10, 100, 1),
        Choice(
            name="zones",
            label="Zones",
            property="zones",
            options=((0, "none"), (2, "two"), (3, "three")),
            default=0,
            look="bar",
        ),
        Choice(
            name="orchestration",
            label="Orchestration",
            property="orchestrationMode",
            options=(("Flexible", "Flexible"), ("Uniform", "Uniform")),
            default="Flexible",
            look="bar",
        ),
    )


def _version() -> tuple[Control, ...]:
    return (
        Choice(
            name="version",
            label="The new version",
            options=(("none", "no new version"), *((name, words) for name, (words, _) in VERSIONS.items())),
            default="404",
        ),
        Choice(
            name="mode",
            label="Upgrade policy",
            property="upgradePolicy.mode",
            help="An OS image upgrade has its own switch and uses the limits below as well.",
            options=tuple(MODES.items()),
            default="rolling",
        ),
        Choice(
            name="health",
            label="Health extension",
            property="applicationHealthSettings",
            help="Rich health: the answer names its state; an answer without one is Unknown.",
            options=tuple((name, words) for name, (words, _) in HEALTH.items()),
            default="binary",
        ),
    )


def _limits() -> tuple[Control, ...]:
    return (
        _number("batch_percent", "Batch", "maxBatchInstancePercent", "%", _PERCENT, 20, 100, 5),
        _number("max_unhealthy_percent", "Ill, of all", "maxUnhealthyInstancePercent", "%", _PERCENT, 20, 100, 5),
        _number(
            "max_unhealthy_upgraded_percent",
            "Ill, of the upgraded",
            "maxUnhealthyUpgradedInstancePercent",
            "%",
            (0, *_PERCENT),
            20,
            100,
            0,
        ),
        _number(
            "pause_min", "Pause after a batch", "pauseTimeBetweenBatches", "minutes", (0, 1, 2, 5, 10, 15), 0, 60, 0
        ),
    )


def _repairs() -> tuple[Control, ...]:
    return (
        Choice(
            name="repair",
            label="Repairs",
            property="automaticRepairsPolicy.repairAction",
            options=(("off", "off"), ("Replace", "Replace"), ("Reimage", "Reimage"), ("Restart", "Restart")),
            default="off",
            look="bar",
        ),
        _number("grace_min", "Grace period", "gracePeriod", "minutes", (10, 15, 20, 30, 45, 60, 90), 10, 90, 10),
    )


def _more() -> tuple[Control, ...]:
    return (
        Toggle(
            name="rollback_on_breach",
            label="Roll failed instances back",
            property="rollbackFailedInstancesOnPolicyBreach",
            help="Works in Uniform orchestration only.",
        ),
        Toggle(name="max_surge", label="New instances first", property="maxSurge"),
        Number(
            name="free_instances",
            label="Room in the quota",
            unit="instances",
            help="How many more the quota allows.",
            minimum=0,
            maximum=100,
            stops=(0, 1, 2, 3, 5, 10),
            default=None,
            optional=True,
            empty="enough",
        ),
        Toggle(name="cross_zone", label="Batches across zones", property="enableCrossZoneUpgrade"),
        Toggle(name="prioritize_unhealthy", label="The sick first", property="prioritizeUnhealthyInstances"),
        Choice(
            name="share_of",
            label="“Ill, of the upgraded” counts against",
            help="The REST reference says one thing, the example on Azure's page the other.",
            options=(("upgraded", "the upgraded ones"), ("all", "all instances")),
            default="upgraded",
        ),
    )


def _else() -> tuple[Control, ...]:
    return (
        _number("load_percent", "Load", "", "% of capacity", (0, 20, 40, 50, 60, 70, 80, 90, 95), 60, 150, 0),
        _number("ill", "Ill instances", "", "of the highest numbers", (0, 1, 2, 3, 4, 5), 0, 100, 0),
        _number("ill_min", "Ill from minute", "", "", (0, 5, 8, 12, 20, 30, 60), 0, MINUTES - 1, 0),
        _number(
            "protected", "Protected", "protectFromScaleSetActions", "of the lowest numbers", (0, 1, 2, 3), 0, 100, 0
        ),
        Choice(
            name="failure",
            label="What goes wrong",
            options=tuple((name, words) for name, (words, _) in FAILURES.items()),
            default="none",
        ),
    )


def _number(
    name: str, label: str, azure: str, unit: str, stops: tuple[int, ...], default: int, most: int, least: int
) -> Control:
    return Number(
        name=name, label=label, property=azure, unit=unit, minimum=least, maximum=most, stops=stops, default=default
    )


def options_of(state: State) -> dict[str, Any]:
    """The arguments of `az.simulate.upgrade`, or of `az.simulate.repair` where there is no new version."""
    count = state["instances"]
    ill = range(max(0, count - state["ill"]), count)
    found: dict[str, Any] = {
        "instances": count,
        "zones": list(range(1, state["zones"] + 1)),
        "orchestration": state["orchestration"],
        "ill": dict.fromkeys(ill, state["ill_min"]) if state["ill_min"] else list(ill),
        "protected": list(range(min(count, state["protected"]))),
        "failures": list(FAILURES[state["failure"]][1]),
        "grace_min": state["grace_min"],
        "load": [state["load_percent"] / 100 * RATE * count] * MINUTES,
        "requests_per_min": RATE,
        "health": HEALTH[state["health"]][1],
    }
    if state["version"] == "none":
        return {**found, "action": state["repair"]} if state["repair"] != "off" else found
    names = ("batch_percent", "max_unhealthy_percent", "max_unhealthy_upgraded_percent", "free_instances")
    flags = ("cross_zone", "prioritize_unhealthy", "rollback_on_breach", "max_surge")
    found |= {name: state[name] for name in (*names, *flags)}
    found |= {"version": VERSIONS[state["version"]][1], "mode": state["mode"].replace("-", " ")}
    found["repair"] = None if state["repair"] == "off" else state["repair"]
    found["pause_s"] = 60 * state["pause_min"]
    found["choices"] = UpgradeChoices(upgraded_share_of=state["share_of"])
    return found


def code(state: State) -> str:
    """Python that runs the same.

    >>> print(code(controls().state()).splitlines()[0])
    az.simulate.upgrade(
    """
    options = options_of(state)
    load = options.pop("load")
    shown = {
        name: repr(value) for name, value in options.items() if value is not None and value is not False and value != []
    }
    shown["health"] = f"az.{options['health']!r}"
    if state["health"] == "binary":
        shown.pop("health")
    if "choices" in shown:
        share = state["share_of"]
        shown.pop("choices")
        if share != "upgraded":
            shown["choices"] = f"az.simulate.UpgradeChoices(upgraded_share_of={share!r})"
    shown["load"] = f"[{load[0]!r}] * {len(load)}"
    call = "upgrade"
    if state["version"] == "none":
        call = "repair"
        shown.setdefault("ill", "[]")
        if state["repair"] == "off":
            shown["repairs"] = "False"
    return "\n".join([f"az.simulate.{call}(", *(f"    {name}={value}," for name, value in shown.items()), ")"])
