"""What a gesture needs before its preview: an amount, a sentence why, facts as the customer says them, ticks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.css.query import NoMatches
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from frontdesk.desk.views import Field, Needed, Questions
from frontdesk.ground.language import N_, _
from frontdesk.ui.guard import Guard, Press
from frontdesk.ui.plain import width, words
from frontdesk.ui.widgets.capped import Full
from frontdesk.ui.widgets.choices import MOST, Option
from frontdesk.ui.widgets.figures import shortened, wrapped
from frontdesk.ui.widgets.zone import DIGITS, Line, Written, Zone

YES, NO = "yes", "no"


class Label(Widget):
    """A text beside or above a field, on as many lines as it has, cut to their cells."""

    def __init__(self, text: str = "", *, style: str = "", id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.text, self.tone = text, style

    def say(self, text: str, style: str = "") -> None:
        """Change the text; it is repainted only when it differs."""
        if (text, style) != (self.text, self.tone):
            self.text, self.tone = text, style
            self.refresh()

    def render(self) -> Content:
        """The text, broken between words where there is a second line for it."""
        lines = wrapped(self.text, self.content_size.width, max(1, self.content_size.height))
        return words(("\n".join(lines), self.tone))


class Pick(Zone):
    """Options, a digit each, side by side or one below the other; Enter takes the first, or what is already chosen."""

    own = DIGITS | {"enter"}

    class Done(Message):
        """An option was taken."""

        def __init__(self, pick: Pick) -> None:
            super().__init__()
            self.pick = pick

    class NoSuch(Message):
        """A digit beside nothing."""

    def __init__(self, guard: Guard, options: Sequence[Option], chosen: str = "", *, enter_takes: bool) -> None:
        super().__init__(guard, classes="pick")
        self.options = tuple(options[:MOST])
        self.words = chosen
        self.enter_takes = enter_takes

    def pressed(self, key: str, press: Press) -> None:
        """A digit takes its option and leads on."""
        at = int(key) - 1 if key in DIGITS else -1
        if 0 <= at < len(self.options):
            self._take(at)
        elif key == "enter" and (self.words or self.enter_takes):
            self._take(0 if not self.words else [each.value for each in self.options].index(self.words))
        else:
            self.post_message(self.NoSuch())

    def _take(self, at: int) -> None:
        self.words = self.options[at].value
        self.refresh()
        self.post_message(self.Done(self))

    def on_click(self, event: events.Click) -> None:
        """A click on an option takes it."""
        event.stop()
        self.focus()
        if event.chain != 1:
            return
        if self._stacked(self.content_size.width):
            if event.y < len(self.options):
                self._take(event.y)
            return
        start = 0
        for at, text in enumerate(self._texts()):
            if start <= event.x < start + width(text):
                self._take(at)
                return
            start += width(text) + 2

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """One line, or one for each option where side by side their words would be cut."""
        return len(self.options) if self._stacked(width) else 1

    def _stacked(self, cells: int) -> bool:
        return sum(width(text) + 2 for text in self._texts()) - 2 > cells

    def _texts(self) -> list[str]:
        return [
            f"{at} {'✓ ' if each.value == self.words else ''}{each.label}" for at, each in enumerate(self.options, 1)
        ]

    def render(self) -> Content:
        """The options side by side, each whole; one below the other where that does not fit."""
        tone, cells = "$text-accent bold" if self.has_focus else "", self.content_size.width
        lines = [words((text[:1], tone), shortened(text[1:], cells - 1)) for text in self._texts()]
        return Content("\n" if self._stacked(cells) else "  ").join(lines)


class Fields(Vertical):
    """The fields of one `Needed`, from top to bottom; Enter leads on, and from the last one to the preview."""

    help_text = N_("What this gesture needs first. Enter leads from field to field, and from the last to the preview.")

    class Filled(Message):
        """All fields have an answer: `values` by the fields' names."""

        def __init__(self, needed: Needed | Questions, values: Mapping[str, str]) -> None:
            super().__init__()
            self.needed = needed
            self.values = dict(values)

    def __init__(self, guard: Guard, *, id: str = "fields") -> None:
        super().__init__(id=id, classes="panel")
        self.guard = guard
        self.needed: Needed | Questions | None = None
        self._on = ""
        self._kept: dict[str, str] = {}
        self._inputs: list[Line | Pick] = []

    def compose(self) -> ComposeResult:
        """A title, the rows (mounted when they are known) and one line for what went wrong."""
        yield Label(id="fields-title")
        yield Vertical(id="fields-rows")
        yield Label(id="fields-hint")

    async def show(
        self,
        needed: Needed | Questions,
        options: Mapping[str, Sequence[Option]],
        values: Mapping[str, str],
        *,
        on: str = "",
    ) -> None:
        """Open on `needed`; `options` name the choices of a field, `values` what was filled in before.

        `on` says where Enter leads, when it is not to the preview.
        """
        self._on = on
        if _about(self.needed) != _about(needed):
            self._kept = {}
        self.needed = needed
        self._kept.update(values)
        self.query_one("#fields-title", Label).say(needed.label, "bold")
        rows = self.query_one("#fields-rows", Vertical)
        await rows.remove_children()
        self._inputs = [self._input(field, options.get(field.name, ())) for field in needed.fields]
        await rows.mount_all(
            Horizontal(Label(_label(field), classes="field-label"), entry, classes="field-row")
            for field, entry in zip(needed.fields, self._inputs, strict=True)
        )
        self.hint()
        self.focus_first()

    def _input(self, field: Field, options: Sequence[Option]) -> Line | Pick:
        value = self._kept.get(field.name, field.usual)
        if field.kind == "tick":
            return Pick(self.guard, (Option(YES, _("yes")),), enter_takes=True)
        if field.kind == "yes_no":
            return Pick(self.guard, (Option(YES, _("yes")), Option(NO, _("no"))), value, enter_takes=False)
        choices = options or [Option(each, each) for each in field.choices if field.kind == "choice"]
        if choices:
            chosen = value if value in [each.value for each in choices] else ""
            return Pick(self.guard, choices, chosen, enter_takes=False)
        return Line(self.guard, value, cap=field.cap, placeholder=field.hint, select_on_focus=True)

    def focus_first(self) -> None:
        """To the first field without an answer, else the first."""
        empty = [entry for entry in self._inputs if not entry.words]
        for entry in (empty or self._inputs)[:1]:
            entry.focus()
        if self._inputs and isinstance(self._inputs[0], Line):
            self._inputs[0].focus()  # an amount stands first and is agreed to, even when the usual one is in it

    def hint(self, problem: str = "") -> None:
        """Say what is wrong, or how to go on."""
        said = self.query_one("#fields-hint", Label)
        if problem:
            said.say(problem, "$text-warning bold")
            if isinstance(self.screen.focused, Line) and self.screen.focused in self._inputs:
                self.screen.focused.select_all()  # the next key writes it anew
        else:
            fields = self.needed.fields if self.needed else ()
            hints = [field.hint for field in fields if field.hint and field.kind != "choice"]
            on = _("Enter writes it down") if isinstance(self.needed, Questions) else _("Enter leads on to the preview")
            on = self._on or on
            said.say(" · ".join([*hints, on]), "$text-muted")

    def on_full(self, event: Full) -> None:
        """What did not fit is said where the hint stands; what was typed stays as it is."""
        event.stop()
        self.query_one("#fields-hint", Label).say(event.said, "$text-warning bold")

    def on_written(self, event: Written) -> None:
        """Enter in a field leads to the next."""
        event.stop()
        self._on_from(event.field)

    def on_pick_done(self, event: Pick.Done) -> None:
        """A taken option leads to the next."""
        event.stop()
        self._on_from(event.pick)

    def _on_from(self, entry: Widget) -> None:
        at = next((at for at, each in enumerate(self._inputs) if each is entry), None)
        if at is None or self.needed is None:
            return
        field = self.needed.fields[at]
        if not self._inputs[at].words.strip() and field.name != "wish":
            self.hint(_("this is needed: {label}").format(label=_label(field)))
            return
        if at + 1 < len(self._inputs):
            self.hint()
            self._inputs[at + 1].focus()
        else:
            self._finish()

    def _finish(self) -> None:
        if self.needed is None:
            return
        self._kept = self.values()
        missing = [
            (field, entry)
            for field, entry in zip(self.needed.fields, self._inputs, strict=True)
            if not entry.words.strip() and field.name != "wish"
        ]
        if missing:
            self.hint(_("this is needed: {label}").format(label=_label(missing[0][0])))
            missing[0][1].focus()
        else:
            self.post_message(self.Filled(self.needed, self._kept))

    def values(self) -> dict[str, str]:
        """What stands in the fields now, by name."""
        fields = self.needed.fields if self.needed else ()
        return {**self._kept, **{field.name: each.words for field, each in zip(fields, self._inputs, strict=False)}}

    def forget(self) -> None:
        """The gesture was given or left for good: nothing of it is kept for the next one."""
        self.needed = None
        self._kept = {}
        try:
            self.query_one("#fields-hint", Label).say("")
        except NoMatches:
            return


def _about(needed: Needed | Questions | None) -> str:
    """What the fields belong to: what was filled in is kept only for the same."""
    return needed.gesture if isinstance(needed, Needed) else ""


def _label(field: Field) -> str:
    return field.label or field.name
