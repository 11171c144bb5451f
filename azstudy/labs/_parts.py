"""Small ipywidgets the labs are made of; their looks come from lab.css."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ipywidgets as widgets


def html(value: str = "") -> widgets.HTML:
    """HTML that takes the width it is given."""
    return widgets.HTML(value, layout=widgets.Layout(width="auto", margin="0"))


def box(*children: widgets.Widget, cls: str = "") -> widgets.Box:
    """Widgets one below the other, or as their class says."""
    made = widgets.VBox(list(children), layout=widgets.Layout(width="auto"))
    for name in cls.split():
        made.add_class(name)
    return made


def button(words: str, do: Callable[[], Any], *, primary: bool = False) -> widgets.Button:
    """A button that calls `do`."""
    made = widgets.Button(description=words, layout=widgets.Layout(width="auto", height="auto"))
    made.add_class("azs-button")
    if primary:
        made.add_class("azs-primary")
    made.on_click(lambda _: do())
    return made


def show(widget: widgets.Widget, visible: bool) -> None:
    """Show or hide a widget without taking it off the page, so that it need not be drawn anew."""
    widget.layout.display = "" if visible else "none"
