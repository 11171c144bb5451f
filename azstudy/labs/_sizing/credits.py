"""How long a burstable size holds a load, from its published credit figures.

One credit is one vCPU at 100 % for one minute. With base b (% of a vCPU) and v vCPUs at load u the bank
changes by v x (b - u) / 100 credits a minute; at zero the size falls back to its base
(azure-compute-docs sizes/general-purpose/bv1-series.md, bsv2-series.md, 2026-03).
"""

from __future__ import annotations

import attrs

from azstudy.model.size import VmSize


@attrs.frozen(kw_only=True)
class Endurance:
    """What a steady load does to a size's credits.

    `hours_new` starts from the credits of a new VM, `hours_full` from a full bank; both are None
    where the load can be held for good.
    """

    load_percent: float
    base_percent: float
    credits_per_hour: float
    hours_new: float | None
    hours_full: float | None

    @property
    def holds(self) -> bool:
        """True where the load does not exceed what credits earn."""
        return self.hours_new is None

    @property
    def text(self) -> str:
        """The verdict in a sentence."""
        base, load = f"{self.base_percent:g} %", f"{self.load_percent:g} %"
        if self.hours_new is None or self.hours_full is None:
            return f"holds {load}: its base is {base}"
        lasts = f"credits last {self.hours_new:.1f} h, {self.hours_full:.0f} h from a full bank"
        return f"{load} is above its base of {base}: {lasts}"


def endurance(size: VmSize, load_percent: float) -> Endurance | None:
    """What an average load of `load_percent` on each vCPU does to `size`; None where it has no credits.

    >>> import azstudy as az
    >>> endurance(az.size("B4ms"), 30).credits_per_hour
    -18.0
    """
    base, vcpus = size.credit_base_percent, size.vcpus
    if base is None or vcpus is None or size.credit_initial is None or size.credit_max is None:
        return None
    per_hour = round(vcpus * (base - load_percent) / 100 * 60, 6)
    lasts = per_hour < 0
    return Endurance(
        load_percent=load_percent,
        base_percent=base,
        credits_per_hour=per_hour,
        hours_new=size.credit_initial / -per_hour if lasts else None,
        hours_full=size.credit_max / -per_hour if lasts else None,
    )
