"""The day as a page of Markdown, in the order of importance of the screen.

Customers' names stand on it only when they are asked for; without them, words that people typed are without them, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from frontdesk.desk.day import looking_back
from frontdesk.desk.day.day_views import Day, GestureSum, HourSum
from frontdesk.desk.day.line_up_sheet import KINDS
from frontdesk.desk.day.month_page import month_section
from frontdesk.desk.day.nameless import without_names
from frontdesk.desk.day.sheet_words import budget_figure, event_words, more_words
from frontdesk.desk.gestures.saying import amount_words
from frontdesk.desk.paper.markdown import heading, plain, points, table
from frontdesk.desk.telephone.ring_views import MissedCall, MissedState
from frontdesk.desk.telephone.ring_words import missed_name, missed_words, settled_words
from frontdesk.desk.views import PromiseLine
from frontdesk.ground.dates import day_words, full_day
from frontdesk.ground.language import N_, _, ngettext

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

_STATES = {
    "open": N_("due"),
    "overdue": N_("OVERDUE"),
    "kept": N_("kept"),
    "early": N_("kept early"),
    "late": N_("kept late"),
    "withdrawn": N_("withdrawn"),
}


def day_page(desk: Desk, day: Day, *, names: bool = False) -> str:
    """The page, in the language in force. Sections without anything in them say so, or are left out."""
    page = _Page(desk, day, names)
    business = "" if desk.guidelines is None else desk.guidelines.business.name
    lines = ["# " + plain(_said(business, full_day(day.date)))]
    lines += ["", plain(page.how_it_went())]
    for section in (
        page.promises,
        page.called,
        page.stories,
        page.given,
        page.hours,
        page.events,
        page.budgets,
        page.stopped,
        page.waiting,
        page.grants,
        page.ideas,
        page.ideas_under_way,
        page.reviews,
        page.causes,
        page.left_empty,
        page.care,
    ):
        lines += section()
    lines += month_section(desk, looking_back.last_days(desk, min(day.date, desk.today())), names=names)
    return "".join(line + "\n" for line in lines)


@dataclass(frozen=True, slots=True)
class _Page:
    desk: Desk
    day: Day
    names: bool

    def how_it_went(self) -> str:
        """How many conversations there were."""
        closed, still = self.day.conversations_closed, self.day.conversations_open
        said = ngettext("{count} conversation closed", "{count} conversations closed", closed).format(count=closed)
        return f"{said} · " + ngettext("{count} still open", "{count} still open", still).format(count=still)

    def _money(self, minor: int) -> str:
        return amount_words(self.desk, minor)

    def _when(self, at: datetime) -> str:
        """A time of the page's day, or a time with its day: who reads the page reads it on another day."""
        wall = self.desk.days().wall(at)
        time = f"{wall:%H:%M}"
        return time if wall.date() == self.day.date else f"{day_words(wall.date(), self.day.date)} {time}"

    def _figures(self, line: GestureSum | HourSum) -> list[str]:
        return [str(line.times), self._money(line.value_minor), self._money(line.cost_minor)]

    def _who(self, name: str) -> list[str]:
        return [name] if self.names else []

    def _words(self, text: str, name: str, *kept: str) -> str:
        return text if self.names else without_names(text, (name,), kept)

    # --- promises and stories ---

    def promises(self) -> list[str]:
        """Overdue, due, kept: each with its owner while it is owed."""
        day = self.day
        lines = heading(_("Promised"))
        if day.kept_share.due:
            lines += [
                plain(_("{kept} of {all} kept in time").format(kept=day.kept_share.in_time, all=day.kept_share.due)),
                "",
            ]
        every = (*day.overdue, *day.due, *day.kept)
        if not every:
            return [*lines, plain(_("Nothing is owed to anybody."))]
        heads = [_("state"), _("when"), _("owner"), *self._who(_("customer")), _("promise")]
        return lines + table(heads, map(self._promise, every))

    def _promise(self, line: PromiseLine) -> list[str]:
        if line.kept_at is not None:
            when, owner = self._when(line.kept_at), ""
        else:
            when, owner = self._when(line.due_at), line.owner
            if line.state == "overdue":
                when = _("since {when}").format(when=when)
        text = self._words(line.text, line.customer_name, line.owner)
        return [_(_STATES.get(line.state, line.state)), when, owner, *self._who(line.customer_name), text]

    def stories(self) -> Iterator[str]:
        """In the customers' words, with who is thanked."""
        if not self.day.stories:
            return
        yield from heading(_("Stories"))
        for each in self.day.stories:
            words = " ".join((each.words if self.names else each.printable).split())
            thanks = _("thank you: {names}").format(names=", ".join(each.thanked)) if each.thanked else ""
            kind, who = _(KINDS[each.kind]), self._who(each.customer_name)
            yield from points([_said(kind, f"“{words}”", *who, thanks)])

    # --- what was given ---

    def given(self) -> list[str]:
        """By gesture, and all together."""
        lines = heading(_("Given"))
        if not self.day.given:
            return [*lines, plain(_("Nothing was given."))]
        rows = [
            [each.label or _("all together"), *self._figures(each)] for each in (*self.day.given, self.day.all_given)
        ]
        return lines + table([_("gesture"), _("times"), _("value"), _("cost")], rows, right=(1, 2, 3))

    def events(self) -> Iterator[str]:
        """What mass events gave on this day, apart from everything else, and how far those are that go on."""
        if self.day.given_by_events:
            yield from heading(_("Given by mass events"))
            rows = [[each.label, *self._figures(each)] for each in self.day.given_by_events]
            yield from table([_("gesture"), _("times"), _("value"), _("cost")], rows, right=(1, 2, 3))
        yield from _listed(_("Mass events"), (event_words(self.desk, each) for each in self.day.events))

    def hours(self) -> Iterator[str]:
        """The hours in which something was given."""
        found = [each for each in self.day.hours if each.times]
        if found:
            yield from heading(_("By hour"))
            rows = [[f"{each.hour:02}:00", *self._figures(each)] for each in found]
            yield from table([_("hour"), _("times"), _("value"), _("cost")], rows, right=(1, 2, 3))

    def budgets(self) -> Iterator[str]:
        """What is left of each, and about how often that is."""
        if not self.day.budgets:
            return
        yield from heading(_("Chances left"))
        rows = (
            [
                each.id.replace("_", " "),
                budget_figure(self.desk, each, each.left),
                budget_figure(self.desk, each, each.up_to),
                each.window,
                more_words(each),
            ]
            for each in self.day.budgets
        )
        yield from table([_("budget"), _("left"), _("of"), _("window"), _("that is")], rows, right=(1, 2))

    def stopped(self) -> list[str]:
        """By guideline line; never by person."""
        lines = heading(_("Where limits stopped us"))
        found = () if self.day.stopped is None else self.day.stopped.lines
        if not found:
            return [*lines, plain(_("No limit stopped anybody."))]
        rows = [
            [
                each.name,
                str(each.times),
                self._money(each.above_sum_minor) if each.above_count else "",
                ", ".join(f"{one.times} x {one.what}" for one in each.instead),
                str(each.approved),
                str(each.undone),
            ]
            for each in found
        ]
        heads = [_("line"), _("times"), _("above"), _("instead"), _("approved anyway"), _("nothing done")]
        return lines + table(heads, rows, right=(1, 2, 4, 5))

    # --- what waits ---

    def waiting(self) -> list[str]:
        """What was asked of a higher role, why and by whom."""
        return _listed(
            _("Waiting for a yes"),
            (
                _said(
                    f"{each.approval.label} {each.approval.asked}".strip(),
                    self._words(each.approval.reason, each.customer_name, each.approval.asked_by),
                    _("asked by {name}").format(name=each.approval.asked_by),
                    *self._who(each.customer_name),
                    _("until {time}").format(time=self._when(each.approval.expires_at)),
                )
                for each in self.day.waiting
            ),
        )

    def grants(self) -> list[str]:
        """What was given ahead and can still be used."""
        return _listed(
            _("Given ahead"),
            (
                _said(
                    f"{each.label} {each.up_to}".strip(),
                    each.for_whom or each.at_desk or _("everybody"),
                    "" if each.times is None else _("{left} of {all} left").format(left=each.left, all=each.times),
                    _("until {time}").format(time=self._when(each.until_at)),
                )
                for each in self.day.grants
            ),
        )

    def ideas(self) -> list[str]:
        """Each with its author and the day by which an answer is owed."""
        return _listed(
            _("Ideas that are owed an answer"),
            (
                _said(
                    each.text,
                    _("idea of {name}").format(name=each.author),
                    _("by {day}").format(day=full_day(each.answer_due_on)),
                )
                for each in self.day.ideas
            ),
        )

    def ideas_under_way(self) -> list[str]:
        """What got a yes and is not in force yet, and what came to the day on which its effect can be read."""
        return _listed(
            _("Ideas under way"),
            (
                _said(
                    each.text,
                    _("idea of {name}").format(name=each.author),
                    _("not in force yet")
                    if each.adopted_number is None
                    else _("in force as version {number}; what came of it can be read").format(
                        number=each.adopted_number
                    ),
                )
                for each in self.day.ideas_under_way
            ),
        )

    def called(self) -> list[str]:
        """Who called and was not answered."""
        return _listed(
            _("To call back"),
            (
                _said(
                    *((missed_name(each), missed_words(each)) if self.names else (_("nobody took it"),)),
                    _("called {when}").format(when=self._when(each.last_at)),
                    "" if each.state is MissedState.WAITS else self._settled(each),
                )
                for each in self.day.called
            ),
        )

    def _settled(self, call: MissedCall) -> str:
        if self.names:
            return settled_words(self.desk, call)
        return _("reached") if call.state is MissedState.REACHED else _("let go")

    def reviews(self) -> list[str]:
        """Reviews and letters that are owed an answer."""
        return _listed(
            _("Reviews and letters to answer"),
            (
                _said(
                    each.source,
                    *self._who(each.customer_name),
                    self._words(each.asks_for or each.words, each.customer_name),
                    _("by {day}").format(day=self._when(each.answer_due_at)),
                )
                for each in self.day.reviews
            ),
        )

    def causes(self) -> list[str]:
        """Things that came back, and who sees to them."""
        return _listed(
            _("Causes to fix"),
            (
                _said(
                    each.thing,
                    ngettext("{count} time in 7 days", "{count} times in 7 days", each.times).format(count=each.times),
                    _("{owner} sees to it").format(owner=each.owner),
                )
                for each in self.day.causes
            ),
        )

    def left_empty(self) -> list[str]:
        """Conversations with a complaint and neither gesture nor promise."""
        return _listed(
            _("Neither gesture nor promise"),
            (
                _said(
                    *self._who(each.customer_name),
                    each.situation_label,
                    self._words(each.request, each.customer_name),
                    self._when(each.opened_at),
                )
                for each in self.day.left_empty
            ),
        )

    def care(self) -> list[str]:
        """Orders that are late, wrong, not working or unpaid."""
        return _listed(
            _("Orders that need care"),
            (_said(each.key, each.label, *self._who(each.customer_name), each.words) for each in self.day.care.lines),
        )


def _said(*parts: str) -> str:
    return " · ".join(filter(None, parts))


def _listed(title: str, texts: Iterable[str]) -> list[str]:
    """A list under its heading; nothing at all without a point."""
    found = points(texts)
    return [*heading(title), *found] if found else []
