"""The review lab's live parts: the drawing that answers, and the form that fixes. Both share what is chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from azstudy.catalog.catalog import Catalog
from azstudy.errors import AzstudyError
from azstudy.labs import _html as h
from azstudy.labs._controls import Choice, Controls, Group, Press
from azstudy.labs._form import Form, controls_of
from azstudy.labs._lab import TOOLS, Hands, Part
from azstudy.labs._parts import box, html
from azstudy.labs._review import views
from azstudy.labs._review.desk import Desk, Topic
from azstudy.labs._review.edits import added, write_edits
from azstudy.labs._review.result import ReviewLabResult
from azstudy.labs.map_view import MapView
from azstudy.topology.graph import Topology

_NEXT = Press(name="next", label="Next finding")
_UNDO = Press(name="undo", label="Undo the last change")
_CLEAR = Press(name="clear", label="Undo all changes")
_AS_TEXT = Press(name="as_text", label="Edit as text")
MOST_FIELDS: Final = 8


def parts(hands: Hands[ReviewLabResult], catalog: Catalog) -> Mapping[str, Part[ReviewLabResult]]:
    """The two parts of one widget, told of each other."""
    drawing, fixing = Drawing(), Fixing(hands, catalog)
    drawing.on_choice = fixing.look_at
    fixing.on_choice = drawing.choose
    return {"graph": drawing, TOOLS: fixing}


class Drawing:
    """The design drawn, with its findings painted on."""

    def __init__(self) -> None:
        self.widget = box()
        self.view: MapView | None = None
        self.on_choice: Callable[[str], None] = lambda _: None
        self._mine = False
        self._wanted = ""

    def show(self, result: ReviewLabResult) -> None:
        """Draw a result; in words where no drawing program is on this machine."""
        self._mine = True
        try:
            self._draw(result)
        except AzstudyError as problem:
            words = h.join([h.note(str(problem), kind="warn"), h.tag("pre", result.drawing.to_text())])
            self.widget.children = [html(words)]
        finally:
            self._mine = False

    def _draw(self, result: ReviewLabResult) -> None:
        if self.view is None:
            self.view = MapView(result.drawing)
            self.view.observe(self._on_selected, "selected")
        else:
            self.view.redraw(result.drawing)
        self._select()
        if not self.widget.children or self.widget.children[0] is not self.view:
            self.widget.children = [self.view]

    def choose(self, subject: str) -> None:
        """Mark the part a finding is about."""
        self._wanted = subject
        self._mine = True
        try:
            self._select()
        finally:
            self._mine = False

    def _select(self) -> None:
        if self.view is not None and self._wanted:
            part = _nearest(self.view.topology.folded(), self._wanted)
            if part:
                self.view.selected = part

    def _on_selected(self, change: Any) -> None:
        if not self._mine:
            self._wanted = change["new"]
            self.on_choice(change["new"])


class Fixing:
    """Choose a finding or a part, change its fields, see the changes made and take them back."""

    def __init__(self, hands: Hands[ReviewLabResult], catalog: Catalog) -> None:
        self._hands = hands
        self._desk = Desk(catalog)
        self._result: ReviewLabResult | None = None
        self.on_choice: Callable[[str], None] = lambda _: None
        self.chooser = Form.of(controls_of(_NEXT))
        self.fields = Form.of(Controls(()))
        self.actions = Form.of(controls_of(_UNDO, _CLEAR, _AS_TEXT))
        self._card, self._changes = html(), html()
        for form in (self.fields, self.chooser):
            form.add_class("azs-needs")
        heading = html(h.tag("h4", "Fix by form", cls="azs-heading"))
        self.widget = box(heading, self.chooser, self._card, self.fields, self._changes, self.actions, cls="azs-tools")
        self._listen(True)

    def show(self, result: ReviewLabResult) -> None:
        """Offer the fields for what is chosen, in the design as it is now."""
        if result is self._result:
            return
        self._result = result
        before = self._desk.key
        self._desk.take(result)
        self._draw()
        if self._desk.key != before:
            self.on_choice(self._desk.chosen.subject)

    def look_at(self, subject: str) -> None:
        """Choose the first finding about a part of the drawing, or the part itself."""
        if self._result is not None and self._desk.look_at(subject):
            self._draw()

    # --- drawing ---------------------------------------------------------------------------------
    def _draw(self) -> None:
        if self._result is None:
            return
        desk = self._desk
        self._listen(False)
        try:
            options = tuple((topic.key, topic.words) for topic in desk.topics)
            choice = Choice(name="about", label="What to fix", options=options, default=options[0][0])
            more = [_NEXT] if self._result.findings else []
            kept = {name: self.chooser.value.get(name, 0) for name in ("next",)}
            self.chooser.redraw(controls_of(choice, *more), {"about": desk.chosen.key, **kept})
            self._draw_fields()
        finally:
            self._listen(True)
        self._card.value = _card(desk.chosen)
        self._changes.value = _changes(self._result)

    def _draw_fields(self) -> None:
        near, rest = self._desk.fields
        title = "What can take it away" if self._desk.chosen.finding else "Fields"
        groups = [
            Group(title=title, controls=tuple(field.control for field in near)),
            Group(title="More fields", controls=tuple(field.control for field in rest), open=False),
        ]
        controls = Controls(tuple(group for group in groups if group.controls))
        values = {field.target: field.value for field in (*near, *rest)}
        self.fields.errors = {}
        self.fields.redraw(controls, values)

    def _listen(self, on: bool) -> None:
        for form, heard in (
            (self.chooser, self._on_choice),
            (self.fields, self._on_field),
            (self.actions, self._on_action),
        ):
            (form.observe if on else form.unobserve)(heard, "value")

    # --- what the learner does -------------------------------------------------------------------
    def _on_choice(self, change: Any) -> None:
        old, new = change["old"], change["new"]
        if new.get("next", 0) > old.get("next", 0):
            self._desk.next()
        elif new.get("about") != old.get("about"):
            self._desk.choose(new["about"])
        else:
            return
        self._draw()
        self.on_choice(self._desk.chosen.subject)

    def _on_field(self, change: Any) -> None:
        result = self._result
        if result is None:
            return
        for field in (*self._desk.fields[0], *self._desk.fields[1]):
            raw = change["new"].get(field.target)
            if raw == change["old"].get(field.target):
                continue
            try:
                edit = field.edit(field.control.parse(raw))
                edits = added(result.start, result.edits, edit)
            except AzstudyError as error:
                self.fields.errors = {field.target: str(error)}
                return
            self._hands.set({"edits": write_edits(edits)})
            return

    def _on_action(self, change: Any) -> None:
        result, old, new = self._result, change["old"], change["new"]
        pressed = next((name for name in ("undo", "clear", "as_text") if new.get(name, 0) > old.get(name, 0)), "")
        if result is None or not pressed:
            return
        if pressed == "as_text":
            self._hands.set({"design": result.design.to_json()})
            return
        self._hands.set({"edits": write_edits(result.edits[:-1] if pressed == "undo" else ())})


def _nearest(drawn: Topology, subject: str) -> str:
    """Id of the part that stands for a subject, or for the nearest thing above it in its path; "" where none does."""
    ids = {id_.casefold(): id_ for id_ in (*(group.id for group in drawn.groups), *(node.id for node in drawn.nodes))}
    ids |= {member.casefold(): node.id for node in drawn.nodes for member in node.members}
    path = subject.casefold().split("/")
    while path:
        if found := ids.get("/".join(path)):
            return found
        path.pop()
    return ""


def _card(topic: Topic) -> h.Markup:
    finding = topic.finding
    if finding is None:
        return h.Markup("")
    if topic.gone:
        return h.note(finding.reason, kind="good", title=f"Gone: {finding.rule.title}.")
    symbol, word, tone, _ = views.MARKS[finding.severity]
    where = finding.subject or "design"
    body = h.tag(
        "div",
        h.tag("div", h.tag("strong", f"{symbol} {word}, {where}: "), finding.what),
        views.why(finding),
        h.tag("div", h.tag("strong", "What to do: "), finding.fix),
        h.tag("div", f"{finding.rule_id}: ", views.page(finding), cls="azs-quiet"),
    )
    return h.tag("div", body, cls=f"azs-note azs-note-{tone} azs-card")


def _changes(result: ReviewLabResult) -> h.Markup:
    if not result.edits:
        return h.tag("p", "No change yet.", cls="azs-quiet")
    said = [h.tag("li", h.tag("code", str(edit.target)), f" = {_short(edit.value)}") for edit in result.edits]
    return h.tag("div", h.tag("p", "Changes so far", cls="azs-eyebrow"), h.tag("ol", *said, cls="azs-steps"))


def _short(value: Any) -> str:
    if isinstance(value, list):
        names = [str(item.get("name", "…")) if isinstance(item, dict) else str(item) for item in value]
        return f"[{', '.join(names)}]"
    return "none" if value is None else str(value).removeprefix("Standard_")
