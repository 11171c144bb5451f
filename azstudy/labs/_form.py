"""The form in the browser: one widget for any number of controls.

Native HTML controls are used because ipywidgets' own sliders carry no accessible name, and one widget
for all controls opens faster than one for each.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from azstudy.labs._controls import Choice, Control, Controls, Group, Value

_HERE = Path(__file__).parent


class Form(anywidget.AnyWidget):
    """Controls drawn as a form; `value` maps each name to its value and is set from both sides.

    Traits:
        groups: What to draw, as `Controls.specs()` gives it.
        value: Values by name, as JSON knows them.
        errors: Words to show beside a control, by name.
        spoken: Words for screen readers, announced when they change.
    """

    _esm = _HERE / "form.js"
    _css = _HERE / "lab.css"
    groups: Any = traitlets.List().tag(sync=True)
    value: Any = traitlets.Dict().tag(sync=True, echo_update=False)  # an echo could undo what is typed meanwhile
    errors: Any = traitlets.Dict().tag(sync=True)
    spoken: Any = traitlets.Unicode().tag(sync=True)

    @classmethod
    def of(cls, controls: Controls, values: Mapping[str, Value] | None = None) -> Form:
        """A form for `controls`, at their defaults or at `values`."""
        state = controls.defaults if values is None else values
        return cls(groups=controls.specs(), value=plain(state))

    def redraw(self, controls: Controls, values: Mapping[str, Value]) -> None:
        """Show other controls; unchanged ones are left alone, so the keyboard focus stays where it is."""
        specs = controls.specs()
        with self.hold_sync():
            self.value = plain(values)
            if specs != self.groups:
                self.groups = specs


def plain(values: Mapping[str, Value]) -> dict[str, Any]:
    """Values as JSON knows them.

    >>> plain({"family": ("D", "E"), "vcpus": 4})
    {'family': ['D', 'E'], 'vcpus': 4}
    """
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}


def controls_of(*controls: Control) -> Controls:
    """Controls without a heading."""
    return Controls((Group(title="", controls=tuple(controls)),))


def bar(name: str, label: str, options: Iterable[tuple[Value, str]], default: Value) -> Controls:
    """A row of exclusive options, such as tabs."""
    return controls_of(Choice(name=name, label=label, options=tuple(options), default=default, look="bar"))
