"""Proofs about the CPU credits of B sizes, by running a load through them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from azstudy.errors import UnknownNameError, nearest
from azstudy.quiz.proofs import attribute, proof


@proof("credit_fact")
def credit_fact(size: str, field: str) -> Any:
    """One figure of a size's credits: base_percent, initial, bank, idle_per_hour; None where it has none."""
    from azstudy.catalog import lookup
    from azstudy.simulate.burstable.facts import credit_facts

    facts = credit_facts(lookup.size(size))
    return None if facts is None else attribute(facts, field)


@proof("credit_run")
def credit_run(ask: str, size: str, stretches: Sequence[Sequence[float]], **more: Any) -> Any:
    """One outcome of a CPU load, given as stretches of [minutes, percent]; `more` goes to `az.simulate.cpu_credits`.

    `ask` is "bank" or "served" (percent, both in the last minute), "throttled_minutes", "first_throttled_minute" or
    "unmet_percent".
    """
    from azstudy.simulate.burstable.credits import cpu_credits

    run = cpu_credits(size, [percent for minutes, percent in stretches for _ in range(int(minutes))], **more)
    held = next((one.at_s / 60 for one in run.timeline.only("throttled")), None)
    answers = {
        "bank": None if run.bank is None else round(run.bank[-1], 6),
        "served": round(run.served[-1], 6),
        "throttled_minutes": run.throttled_minutes,
        "first_throttled_minute": held,
        "unmet_percent": round(100 * run.unmet_share, 1),
    }
    if ask not in answers:
        raise UnknownNameError("question", ask, nearest(ask, answers), hint=f"Allowed: {', '.join(answers)}.")
    return answers[ask]
