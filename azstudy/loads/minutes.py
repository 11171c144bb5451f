"""From measured steps of any length to one value a minute: two named methods, and how gaps are filled in.

`count`: what was counted over a step is spread evenly over its minutes, so the total stays. `level`: what was averaged
over a step holds for each of its minutes, so the mean stays. Steps shorter than a minute are summed or averaged.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import Literal

from azstudy.errors import InvalidInputError

Kind = Literal["count", "level"]


def to_minutes(values: Sequence[float], step_s: float, kind: Kind) -> list[float]:
    """One value a minute from values of one step each; a last stretch shorter than a minute is left out.

    Raises:
        InvalidInputError: For a step that neither divides a minute nor is made of whole minutes.

    >>> to_minutes([10, 20], 300, "count")[4:6], to_minutes([10, 20], 300, "level")[4:6]
    ([2.0, 4.0], [10.0, 20.0])
    >>> to_minutes([1, 2, 3, 4, 5, 6], 10, "count"), to_minutes([1, 2, 3, 4, 5, 6], 10, "level")
    ([21.0], [3.5])
    """
    if step_s >= 60 and step_s % 60 == 0:
        minutes = int(step_s // 60)
        share = minutes if kind == "count" else 1
        return [value / share for value in values for _ in range(minutes)]
    if step_s <= 0 or 60 % step_s:
        raise InvalidInputError(
            f"Values {step_s:g} s apart cannot be brought to minutes. Allowed are whole minutes, and steps that divide "
            "a minute, such as 10, 15, 20 or 30 s."
        )
    each = int(60 // step_s)
    sums = [math.fsum(values[at : at + each]) for at in range(0, len(values) - each + 1, each)]
    return sums if kind == "count" else [value / each for value in sums]


def filled(values: Sequence[float | None], step_s: float) -> tuple[list[float], tuple[str, ...]]:
    """The values with gaps filled in on a straight line between their neighbours, and what was done.

    >>> filled([1, None, None, 4], 60)
    ([1.0, 2.0, 3.0, 4.0], ('2 missing values were filled in on a straight line, the longest gap is 2 minutes',))
    """
    known = [n for n, value in enumerate(values) if value is not None]
    if not known:
        raise InvalidInputError("There is no value at all.")
    whole = [math.nan if value is None else float(value) for value in values]
    longest = 0
    for left, right in itertools.pairwise(known):
        longest = max(longest, right - left - 1)
        for n in range(left + 1, right):
            whole[n] = whole[left] + (whole[right] - whole[left]) * (n - left) / (right - left)
    missing = len(values) - len(known)
    if not missing:
        return whole, ()
    many = "1 missing value was" if missing == 1 else f"{missing} missing values were"
    gap = longest * step_s / 60
    said = f"{many} filled in on a straight line, the longest gap is {gap:g} minute{'' if gap == 1 else 's'}"
    return whole, (said,)
