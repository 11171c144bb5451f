"""The quiz in Jupyter: a native HTML form drawn by `static/quiz.js`, marked here in the kernel.

Why anywidget and not ipywidgets' own controls: JupyterLab takes arrow keys and letters (`a` and `b` insert cells) for
itself while a radio button has the focus, ipywidgets' radio buttons do not form a group that arrows move in, and their
labels are cut plain text. A form of its own has real labels, groups, a live region and keys that stay inside.
Nothing is loaded from the network; the script and its style come with the package.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anywidget
import traitlets

from azstudy.quiz.bank import Bank
from azstudy.quiz.checking import judge, keep, select
from azstudy.quiz.sitting import Sitting

_STATIC = Path(__file__).parent / "static"


class QuizWidget(anywidget.AnyWidget):
    """The questions of a chapter, one at a time, each explained as soon as it is answered.

    `view` is what the page shows, in plain values; the page answers with small messages:
    `{"do": "check", "values": […], "sure": 2}`, `{"do": "go", "at": 3}`, `{"do": "hint"}`, `{"do": "again"}`.
    """

    _esm = (_STATIC / "quiz.js").read_text(encoding="utf-8")
    _css = (_STATIC / "quiz.css").read_text(encoding="utf-8")
    view = traitlets.Dict().tag(sync=True)

    def __init__(self, chapter: str | int, *, role: str | None = None, bank: Bank | None = None) -> None:
        title, items = select(chapter, role=role, bank=bank)
        self.sitting = Sitting(title=title, items=items)
        super().__init__(view=self.sitting.view())
        self.on_msg(self._receive)

    def __repr__(self) -> str:
        return f"{self.sitting.title}, {len(self.sitting.items)} questions; az.practice_text(…) shows them as text"

    def _repr_mimebundle_(self, **options: Any) -> Any:
        bundle = super()._repr_mimebundle_(**options)
        data = bundle[0] if isinstance(bundle, tuple) else bundle
        if data:
            data["text/plain"] = repr(self)
        return bundle

    def check(self, values: list[Any], sure: int | None = None) -> None:
        """Mark the open question: one value for each field of its form; `sure` is 1 to 3 or None."""
        item = self.sitting.item
        if item is None:
            return
        verdict = judge(item, self.sitting.answer(values))
        if verdict.answered:
            verdict = keep(item, verdict, sure)
        self._show(self.sitting.marked(verdict, values, sure))

    def go(self, at: int) -> None:
        """Open question `at`, counted from 0; the number of questions means the summary."""
        self._show(self.sitting.go(at))

    def hint(self) -> None:
        """Show one hint more."""
        self._show(self.sitting.hinted())

    def again(self) -> None:
        """Clear the open question for another try."""
        self._show(self.sitting.again())

    def _show(self, sitting: Sitting) -> None:
        self.sitting = sitting
        self.view = sitting.view()

    def _receive(self, _widget: object, message: object, _buffers: object) -> None:
        match message:
            case {"do": "check", "values": list(values), "sure": (1 | 2 | 3) as sure}:
                self.check(values, sure)
            case {"do": "check", "values": list(values)}:
                self.check(values)
            case {"do": "go", "at": int(at)}:
                self.go(at)
            case {"do": "hint"}:
                self.hint()
            case {"do": "again"}:
                self.again()
