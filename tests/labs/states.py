"""Random states of a lab, for tests that hold for all of them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

from azstudy.labs._controls import Choices, Control, Number, Toggle
from azstudy.labs._lab import Lab


def states_of(
    lab: Lab[Any], most: float = math.inf, **special: st.SearchStrategy[Any]
) -> st.SearchStrategy[Mapping[str, Any]]:
    """Every control at one of its options or stops; numbers up to `most`, some controls as `special` says."""
    return st.fixed_dictionaries({one.name: special.get(one.name, _field(one, most)) for one in lab.controls})


def _field(control: Control, most: float) -> st.SearchStrategy[Any]:
    if isinstance(control, Toggle):
        return st.booleans()
    if isinstance(control, Number):
        stops = st.sampled_from([stop for stop in control.stops if stop <= most])
        return st.none() | stops if control.optional else stops
    options = [value for value, _ in getattr(control, "options", ())]
    if isinstance(control, Choices):
        return st.lists(st.sampled_from(options), unique=True).map(tuple)
    return st.sampled_from(options) if options else st.just(control.default)
