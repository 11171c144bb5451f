"""Extensions of one instance as they run: their order, the time of a Custom Script, the time of all together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

import attrs

from azstudy.errors import InvalidInputError, UnknownNameError, nearest
from azstudy.model.scaleset import ScaleSet
from azstudy.model.spoken import Spoken
from azstudy.model.vm import Extension
from azstudy.simulate.timeline import Decision, Timeline

if TYPE_CHECKING:
    import pandas as pd

SCRIPT_MIN: Final = 90.0
"""Minutes that a Custom Script has (extensions/custom-script-linux.md@b39bae45, 2025-08)."""
BUDGET_MIN: Final = (15.0, 120.0)
DEFAULT_BUDGET_MIN: Final = 90.0
"""extensionsTimeBudget: PT15M to PT2H, PT1H30M by default (Microsoft.Compute.json@a1454431, 2026-08)."""
USUAL_MIN: Final = 2.0
"""Minutes of an extension for which none are given. Illustrative: no source documents it."""
_SCRIPT: Final = "customscript"


@attrs.frozen(kw_only=True)
class ExtensionsResult(Spoken):
    """What the extensions of one instance did.

    Attributes:
        succeeded: Whether all are there.
        because: Why, in one sentence.
        installed: Names of those that are there, in their order.
        failed: The one that failed, if one did.
        waiting: Names of those that never began.
        timeline: Each with its reason.
    """

    succeeded: bool
    because: str
    installed: tuple[str, ...]
    failed: str | None
    waiting: tuple[str, ...]
    timeline: Timeline

    @property
    def text(self) -> str:
        """The outcome, then a line a step."""
        head = "All extensions are there" if self.succeeded else "The extensions failed"
        return "\n".join([f"{head}: {self.because}", *(f"  {one.text}" for one in self.timeline)])

    def to_frame(self) -> pd.DataFrame:
        """A pandas table, one row a step."""
        import pandas as pd

        rows = [[one.at_s / 60, one.action, one.subject, one.because] for one in self.timeline]
        return pd.DataFrame(rows, columns=["minute", "action", "extension", "because"])


def extension_run(
    extensions: ScaleSet | Iterable[Extension],
    *,
    minutes: Mapping[str, float] | None = None,
    fails: Iterable[str] = (),
    budget_min: float | None = None,
) -> ExtensionsResult:
    """Run the extensions of a new scale-set instance.

    One goes after another: those that `provision_after` names first, and where it names none in any order (azstudy:
    as they are listed). One that fails keeps those back that wait for it; azstudy stops there. A Custom Script has 90
    minutes, and all together have the time budget. An instance whose extensions failed counts as unhealthy when the
    OS image is upgraded.

    Args:
        extensions: A scale set, or its extensions.
        minutes: How long each takes, by name; 2 where nothing is said.
        fails: Names of those that fail by themselves.
        budget_min: `extensionsTimeBudget`, 15 to 120 minutes; the scale set's, or 90.

    Raises:
        InvalidInputError: For a circle, a budget out of range, or minutes that are none.
        UnknownNameError: For a name that is not among the extensions.

    Source: azure-compute-docs extensions/custom-script-linux.md@b39bae45 (2025-08),
    virtual-machine-scale-sets-extension-sequencing.md@0c6223e9; Microsoft.Compute.json@a1454431 (2026-08).

    >>> setup = [Extension("setup", provision_after="agent"), Extension("agent", "Monitor.Agent")]
    >>> print(extension_run(setup, minutes={"setup": 91}, budget_min=120))
    The extensions failed: setup takes longer than the 90 minutes of a Custom Script.
      00:02:00 agent installed: 2 minutes
      01:32:00 setup failed: setup takes longer than the 90 minutes of a Custom Script
    """
    listed = list(extensions.extensions if isinstance(extensions, ScaleSet) else extensions)
    own = extensions.extensions_time_budget_min if isinstance(extensions, ScaleSet) else DEFAULT_BUDGET_MIN
    budget = own if budget_min is None else budget_min
    if not BUDGET_MIN[0] <= budget <= BUDGET_MIN[1]:
        raise InvalidInputError(f"The time budget is {budget!r} minutes; allowed are 15 to 120.")
    takes, bad = dict(minutes or {}), set(fails)
    names = [one.name for one in listed]
    for name in sorted({*takes, *bad}):
        if name not in names:
            raise UnknownNameError("extension", name, nearest(name, names))
    for name, length in takes.items():
        if not 0 <= length < float("inf"):
            raise InvalidInputError(f"{name} takes {length!r} minutes; allowed is a number from 0.")
    return _run(_ordered(listed), takes, bad, budget)


def _ordered(listed: Sequence[Extension]) -> list[Extension]:
    names = {one.name.casefold() for one in listed}
    for one in listed:
        for name in one.provision_after:
            if name.casefold() not in names:
                raise UnknownNameError("extension", name, nearest(name, [other.name for other in listed]))
    left, done, order = list(listed), set[str](), []
    while left:
        ready = next((one for one in left if {name.casefold() for name in one.provision_after} <= done), None)
        if ready is None:
            circle = ", ".join(one.name for one in left)
            raise InvalidInputError(f"None of {circle} can be the first: they wait for each other. Take one wait away.")
        left.remove(ready)
        done.add(ready.name.casefold())
        order.append(ready)
    return order


def _run(order: Sequence[Extension], takes: Mapping[str, float], bad: set[str], budget: float) -> ExtensionsResult:
    at, log, installed = 0.0, list[Decision](), list[str]()
    for place, one in enumerate(order):
        length = takes.get(one.name, USUAL_MIN)
        script = _SCRIPT in one.handler.casefold() and length > SCRIPT_MIN
        end = at + (SCRIPT_MIN if script else length)
        because = f"{one.name} takes longer than the {SCRIPT_MIN:g} minutes of a Custom Script" if script else ""
        if end > budget:
            end, because = budget, f"the {budget:g} minutes of all extensions together ended during {one.name}"
        elif one.name in bad and not script:
            because = f"{one.name} failed by itself"
        if because:
            log.append(Decision(at_s=end * 60, action="failed", subject=one.name, because=because))
            waiting = tuple(other.name for other in order[place + 1 :])
            return _result(f"{because}.", installed, one.name, waiting, log)
        at = end
        installed.append(one.name)
        log.append(Decision(at_s=at * 60, action="installed", subject=one.name, because=f"{length:g} minutes"))
    return _result(f"{at:g} of {budget:g} minutes were needed.", installed, None, (), log)


def _result(
    because: str, installed: list[str], failed: str | None, waiting: tuple[str, ...], log: list[Decision]
) -> ExtensionsResult:
    return ExtensionsResult(
        succeeded=failed is None,
        because=because,
        installed=tuple(installed),
        failed=failed,
        waiting=waiting,
        timeline=Timeline(tuple(log)),
    )
