"""Who belongs with a customer: found by name, number or room, or a household or company by its name."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, Static

from frontdesk.desk.customers import finding, relating
from frontdesk.desk.customers.card_views import GroupLine
from frontdesk.desk.customers.card_words import ROLE_LENGTH_MAX
from frontdesk.desk.views import Found
from frontdesk.ground.language import N_, _
from frontdesk.ground.text import NAME_LENGTH_MAX, clean_line
from frontdesk.ui import keys
from frontdesk.ui.latest import Latest
from frontdesk.ui.plain import cut, plain, words
from frontdesk.ui.screens.card_forms import CardForm
from frontdesk.ui.screens.card_state import DRAFTED
from frontdesk.ui.screens.form import Sheet
from frontdesk.ui.widgets.choices import Option
from frontdesk.ui.widgets.fields import Pick
from frontdesk.ui.widgets.figures import pair
from frontdesk.ui.widgets.rows import Row, Rows
from frontdesk.ui.widgets.sections import note
from frontdesk.ui.widgets.zone import Line, Written

if TYPE_CHECKING:
    from frontdesk.desk.customers.card_views import Card
    from frontdesk.desk.desk import Desk

HOUSEHOLD, COMPANY = "household", "company"
CUSTOMER, GROUP, NEW = "customer:", "group:", "new:"
FOUND_MAX = 5


class BelongsForm(CardForm[GroupLine | None]):
    """Dismissed with the household or company they belong to then, or None."""

    BINDINGS = [*keys.bindings("card_belongs")]
    HELP_PLACES = ("card_belongs",)
    HELP_TEXT = N_(
        "A household or a company: type who belongs to it, by name, number or room, or its own name. Arrow down leads "
        "into the list, Enter takes the marked line. A limit per household counts once for all who belong to it."
    )
    draft_form = DRAFTED["b"]

    def __init__(self, desk: Desk, card: Card) -> None:
        super().__init__(desk, card)
        self.line = Line(
            self.guard,
            cap=NAME_LENGTH_MAX,
            id="belongs",
            placeholder=_("a name, a number, a room; or how it is called"),
        )
        options = [Option(HOUSEHOLD, _("one household")), Option(COMPANY, _("one company"))]
        self.kind = Pick(self.guard, options, enter_takes=True)
        self.role = Line(
            self.guard,
            cap=ROLE_LENGTH_MAX,
            id="belongs-role",
            placeholder=_("daughter · orders for them · may stay empty"),
        )
        self._letters = Latest(self, "belongs", self._ask, self._found_came)
        self._found_for = ""
        self._take_when_found = False
        self._chosen = ""

    def compose(self) -> ComposeResult:
        """The words, who was found by them, and as what."""
        with Sheet(classes="question form card-form"):
            yield self.asked(_("Who belongs together?"))
            yield self.line
            yield Rows(id="belongs-found", always_marked=True)
            yield self.kind
            yield self.role
            yield self.said_line()
            known = _("Enter leads on, and keeps it at the end · Esc leaves")
            yield Static(plain(known, "$text-muted"))

    def on_mount(self) -> None:
        """Into the words."""
        self._choose("")
        self._show_nobody()
        self.line.focus()

    @property
    def rows(self) -> Rows:
        """Who was found."""
        return self.query_one("#belongs-found", Rows)

    def _choose(self, row_id: str) -> None:
        """What is asked next depends on the line: of a household or a company it is known already what it is."""
        self._chosen = row_id
        self.kind.display = row_id.startswith(CUSTOMER)
        self.role.display = bool(row_id)

    # --- finding ---

    def _text(self) -> str:
        return clean_line(self.line.value, NAME_LENGTH_MAX)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Each letter asks; what was chosen by other letters is chosen no more."""
        if event.input is self.line and self._text() != self._found_for:
            self._take_when_found = False
            self._choose("")
            self._letters.want(self._text())
            if not self._text():
                self._show_nobody()

    def _ask(self, text: str) -> tuple[tuple[Found, ...], tuple[GroupLine, ...]]:
        groups = (*relating.called(self._desk, HOUSEHOLD, text)[:2], *relating.called(self._desk, COMPANY, text)[:2])
        return finding.find(self._desk, text, limit=FOUND_MAX + 1), groups

    def _found_came(self, text: str, answer: tuple[tuple[Found, ...], tuple[GroupLine, ...]]) -> None:
        if text != self._text():
            return
        found, groups = answer
        self._found_for = text
        rows = [_customer_row(each) for each in found if each.id != self._card.id][:FOUND_MAX]
        rows += [_group_row(each) for each in groups]
        rows.append(_new_row(HOUSEHOLD, _("a new household: {name}").format(name=text)))
        rows.append(_new_row(COMPANY, _("a new company: {name}").format(name=text)))
        self.rows.show(rows, mark="")
        if self._take_when_found:
            self._take(self.rows.marked)

    def _show_nobody(self) -> None:
        self._found_for = ""
        self.rows.show([note(_("type a name: who is known by it stands here"))])

    # --- the way through ---

    def on_written(self, event: Written) -> None:
        """Enter takes the marked line; in the last line it keeps it."""
        event.stop()
        if event.field is self.role and self._chosen:
            self._keep()
        elif not self._text():
            self.say(_("who belongs with them? A name, a number, or how it is called"))
        elif self._found_for != self._text():
            self._take_when_found = True  # never what answers older letters
        else:
            self._take(self.rows.marked)

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """A line of the list."""
        event.stop()
        self._take(event.row_id)

    def on_rows_above(self) -> None:
        """Up from the first line, back to the words."""
        self.line.focus()

    def action_down(self) -> None:
        """Into the list."""
        if self.line.has_focus and self.rows.marked:
            self.rows.focus()

    def _take(self, row_id: str) -> None:
        self._take_when_found = False
        if not row_id:
            return
        self._choose(row_id)
        if self.kind.display:
            self.kind.focus()
            self.say(_("one household, or one company? A digit; Enter is a household"), "$text-muted")
        else:
            self._to_role()

    def on_pick_done(self, event: Pick.Done) -> None:
        """The kind is known."""
        event.stop()
        self._to_role()

    def _to_role(self) -> None:
        self.role.focus()
        self.say(_("as what do they belong to it? Enter keeps it"), "$text-muted")

    def _keep(self) -> None:
        kind, _colon, name = self._chosen.partition(":")
        desk, me, role = self._desk, self._card.id, self.role.value
        if kind + ":" == CUSTOMER:
            what = self.kind.words or HOUSEHOLD
            self.keep(partial(relating.join_with, desk, me, name, what, role), self.dismiss)
        elif kind + ":" == GROUP:
            self.keep(partial(relating.join, desk, me, name, role), self.dismiss)
        elif name == COMPANY:
            self.keep(partial(relating.join_company, desk, me, self._found_for, role), self.dismiss)
        else:
            self.keep(partial(relating.make, desk, me, name, self._found_for, role), self.dismiss)

    # --- the draft ---

    def draft_words(self) -> Mapping[str, str]:
        """What was typed; whom it found is found again."""
        return {"words": self.line.value, "role": self.role.value}

    def take_draft(self, words: Mapping[str, str]) -> None:
        """Go on in the words."""
        self.role.value = words.get("role", "")
        self.line.value = words.get("words", "")
        self.line.action_end()


def _new_row(kind: str, said: str) -> Row:
    return Row(NEW + kind, lambda cells: words((cut("+ " + said, cells), "$text-muted")))


def _customer_row(found: Found) -> Row:
    def made(cells: int) -> Content:
        left, right = pair(found.name, cut(found.detail or found.because, cells // 2), cells)
        return words(left, (right, "$text-muted"))

    return Row(CUSTOMER + found.id, made)


def _group_row(group: GroupLine) -> Row:
    kind = _("household") if group.kind == HOUSEHOLD else _("company")
    members = ", ".join(each.name for each in group.members)

    def made(cells: int) -> Content:
        left, right = pair(f"{kind} {group.name}", cut(members, cells // 2), cells)
        return words(left, (right, "$text-muted"))

    return Row(GROUP + group.id, made)
