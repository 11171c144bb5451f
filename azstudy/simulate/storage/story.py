"""The log of a run: each change of what is held back or bursts, with the numbers that decided."""

from __future__ import annotations

import numpy as np

from azstudy.simulate.storage.limits import CREDIT
from azstudy.simulate.storage.watch import UNITS, Gate, Watch
from azstudy.simulate.timeline import Decision, Timeline

THROTTLED = "throttled"
BURSTING = "bursting"
SERVED = "served in full"


def tell(watch: Watch, asked: tuple[np.ndarray, np.ndarray], served: tuple[np.ndarray, np.ndarray]) -> Timeline:
    """The timeline of a run.

    Args:
        watch: What the tape says about limits.
        asked: IOPS and MB/s asked for in each step.
        served: IOPS and MB/s served.
    """
    state = np.vstack([watch.binding, watch.bursting])
    changed = np.flatnonzero((state[:, 1:] != state[:, :-1]).any(axis=0)) + 1
    found = []
    for at in (0, *changed.tolist()):
        binding = [gate for gate, on in zip(watch.gates, watch.binding[:, at], strict=True) if on]
        bursting = [gate for gate, on in zip(watch.gates, watch.bursting[:, at], strict=True) if on]
        numbers = {
            "asked_iops": round(float(asked[0][at]), 1),
            "asked_mbps": round(float(asked[1][at]), 1),
            "served_iops": round(float(served[0][at]), 1),
            "served_mbps": round(float(served[1][at]), 1),
        }
        found.append(
            Decision(
                at_s=at * watch.engine.step_s,
                action=THROTTLED if binding else BURSTING if bursting else SERVED,
                subject=watch.engine.vm.name,
                because=_because(watch, at, binding, bursting, numbers),
                facts=numbers | {"limits": tuple(gate.words for gate in binding)},
            )
        )
    return Timeline(tuple(found))


def _because(watch: Watch, at: int, binding: list[Gate], bursting: list[Gate], numbers: dict[str, float]) -> str:
    asked = f"{numbers['asked_iops']:,.0f} IOPS and {numbers['asked_mbps']:,.0f} MB/s asked"
    if not binding:
        if not bursting:
            return f"{asked}, all within what is there for good."
        spends = "; ".join(_bursts(watch, gate, at) for gate in bursting)
        return f"{asked}, all served. {spends}."
    served = f"{numbers['served_iops']:,.0f} IOPS and {numbers['served_mbps']:,.0f} MB/s served"
    reasons = "; ".join(_holds(watch, gate, at) for gate in binding)
    return f"{asked}, {served}. {reasons}."


def _holds(watch: Watch, gate: Gate, at: int) -> str:
    allowed = float(watch.allowed(gate)[at])
    unit = UNITS[gate.unit]
    words = f"{_upper(gate.who)} lets {allowed:,.0f} {unit} through"
    if gate.cap.model != CREDIT or gate.burst <= gate.base:
        return words
    if allowed >= gate.burst:
        return f"{words}, its most even while bursting"
    if allowed <= gate.base:
        return f"{words}: its {unit} credits are used up"
    return f"{words}: its last {unit} credits are being spent"


def _bursts(watch: Watch, gate: Gate, at: int) -> str:
    found = watch.bucket(gate)
    used, unit = float(watch.used(gate)[at]), UNITS[gate.unit]
    words = f"{_upper(gate.who)} bursts: {used:,.0f} {unit}, {gate.base:,.0f} for good"
    if found is None:
        return f"{words}, the rest billed on demand"
    bucket, levels = found
    return f"{words}, the rest from credits ({levels[at] / bucket.size:.0%} of its {unit} credits left)"


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
