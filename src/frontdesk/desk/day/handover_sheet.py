"""The hand-over sheet: a `HandoverPage` as plain text of 80 columns, as many lines as it takes.

Customers' names and words stand on it, because nobody should have to ask a second time; it says so at its foot.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from frontdesk.desk.approvals.approval_views import GrantLine
from frontdesk.desk.day.day_views import Day, GestureSum
from frontdesk.desk.day.sheet_views import HandoverPage, Waiting
from frontdesk.desk.day.sheet_words import INDENT, budget_lines, event_words, made_words, promise_lines, title
from frontdesk.desk.gestures.saying import amount_words
from frontdesk.desk.learning.care_views import CauseLine
from frontdesk.desk.promises.due_times import moment_words
from frontdesk.desk.promises.promise_views import HandoverDraft
from frontdesk.desk.telephone.ring_words import missed_name, missed_words
from frontdesk.desk.views import PromiseLine
from frontdesk.ground.dates import full_day
from frontdesk.ground.language import _, ngettext
from frontdesk.ground.pages import page, titled, wrapped

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk
    from frontdesk.desk.learning.review_views import ReviewLine
    from frontdesk.desk.telephone.ring_views import MissedCall

UNDER = "      "
WORD_LINES = 4


def handover_text(desk: Desk, handed: HandoverPage) -> str:
    """The sheet, in the language in force. A section without anything in it says so in one line, or is left out."""
    day = handed.day
    head = titled(handed.business, _("HAND-OVER · {day}").format(day=full_day(handed.handover.date)))
    made = _("Made {when}.").format(when=made_words(desk, handed.handover.at))
    sections = [
        _promises(desk, handed),
        _called(desk, handed.called),
        _drafts(desk, handed.handover.drafts),
        _waiting(desk, handed.waiting),
        _grants(desk, day.grants),
        _reviews(desk, day.reviews),
        _events(desk, day),
        _causes(day.causes),
        _care(day),
        _budgets(desk, day),
        _given(desk, day),
    ]
    lines = [*head, *wrapped(made)]
    for section in sections:
        found = list(section)
        lines += ["", *found] if found else []
    return page([*lines, "", *_foot(handed)])


# --- what is owed -------------------------------------------------------------------------------------------


def _promises(desk: Desk, handed: HandoverPage) -> Iterator[str]:
    found = handed.handover.promises
    if not found:
        yield from wrapped(_("OWED · nothing is owed to anybody"))
        return
    said = ngettext("{count} promise", "{count} promises", len(found)).format(count=len(found))
    overdue = sum(each.overdue for each in found)
    if overdue:
        said += ", " + _("{count} overdue").format(count=overdue)
    yield title(_("OWED"), said)
    for each in found:
        yield from _promise(desk, each.promise)


def _promise(desk: Desk, promise: PromiseLine) -> Iterator[str]:
    yield from promise_lines(desk, promise, f"{_who(promise.customer_name)} · {promise.text}")
    yield from _words(promise.request)
    said = [
        _("now: {words}").format(words=promise.now) if promise.now else "",
        _("next: {words}").format(words=promise.next) if promise.next else "",
    ]
    reach = " ".join(filter(None, (promise.channel, promise.hours)))
    said.append(_("reach them: {how}").format(how=reach) if reach else "")
    if not promise.owner_here:
        said.append(_("{name} no longer works here").format(name=promise.owner))
    yield from wrapped(" · ".join(filter(None, said)), UNDER)


def _words(request: str) -> list[str]:
    """The customer's own words, as they said them."""
    return wrapped(_("“{words}”").format(words=request), UNDER, most=WORD_LINES) if request.strip() else []


def _who(name: str) -> str:
    return name or _("unnamed customer")


# --- what was left open and what waits ----------------------------------------------------------------------


def _drafts(desk: Desk, drafts: tuple[HandoverDraft, ...]) -> Iterator[str]:
    if not drafts:
        return
    said = ngettext("{count} conversation", "{count} conversations", len(drafts)).format(count=len(drafts))
    yield title(_("STILL OPEN"), said)
    for each in drafts:
        began = _("{when}, begun by {name}").format(when=moment_words(desk, each.opened_at), name=each.began_by)
        yield from wrapped(f"{_who(each.customer_name)} · {began}", INDENT, UNDER)
        yield from _words(each.request)


def _called(desk: Desk, called: tuple[MissedCall, ...]) -> Iterator[str]:
    if not called:
        return
    yield title(_("TO CALL BACK"), ngettext("{count} caller", "{count} callers", len(called)).format(count=len(called)))
    for each in called:
        when = _("called {when}").format(when=moment_words(desk, each.last_at))
        yield from wrapped(" · ".join((missed_name(each), when, missed_words(each))), INDENT, UNDER)


def _waiting(desk: Desk, waiting: tuple[Waiting, ...]) -> Iterator[str]:
    if not waiting:
        return
    yield title(_("WAITING FOR A YES"), str(len(waiting)))
    for each in waiting:
        asked = each.approval
        what = " ".join(filter(None, (asked.label, asked.asked)))
        said = _("{name} asks: {role}, until {time}").format(
            name=asked.asked_by, role=asked.role, time=moment_words(desk, asked.expires_at)
        )
        yield from wrapped(" · ".join((_who(each.customer_name), what, said)), INDENT, UNDER)
        yield from _words(each.request)
        yield from wrapped(asked.reason, UNDER, most=WORD_LINES)


def _grants(desk: Desk, grants: Iterable[GrantLine]) -> Iterator[str]:
    lines: list[str] = []
    for each in grants:
        what = _("{label} to {amount}").format(label=each.label, amount=each.up_to) if each.up_to else each.label
        left = "" if each.times is None else _("{left} of {all} left").format(left=each.left, all=each.times)
        until = _("until {time}").format(time=moment_words(desk, each.until_at))
        whom = each.for_whom or each.at_desk or _("everybody")
        lines += wrapped(" · ".join(filter(None, (what, whom, left, until, each.reason))), INDENT, UNDER)
    if lines:
        yield title(_("GIVEN AHEAD"))
        yield from lines


def _reviews(desk: Desk, reviews: Iterable[ReviewLine]) -> Iterator[str]:
    lines: list[str] = []
    for each in reviews:
        due = _("answer by {time}").format(time=moment_words(desk, each.answer_due_at))
        mark = "! " if each.state == "overdue" else INDENT
        lines += wrapped(" · ".join(filter(None, (each.source, each.customer_name, due))), mark, UNDER)
        lines += _words(each.asks_for or each.words)
    if lines:
        yield title(_("REVIEWS AND LETTERS TO ANSWER"))
        yield from lines


def _events(desk: Desk, day: Day) -> Iterator[str]:
    if day.events:
        yield title(_("MASS EVENTS"))
        for each in day.events:
            mark = "! " if each.overdue else INDENT
            yield from wrapped(event_words(desk, each), mark, UNDER)


# --- what came back, and what is left -----------------------------------------------------------------------


def _causes(causes: Iterable[CauseLine]) -> Iterator[str]:
    lines: list[str] = []
    for each in causes:
        times = ngettext("{count} time in 7 days", "{count} times in 7 days", each.times).format(count=each.times)
        seen_to = _("{owner} sees to it").format(owner=each.owner)
        lines += wrapped(" · ".join((each.thing, times, seen_to)), INDENT, UNDER)
    if lines:
        yield title(_("CAUSES TO FIX"))
        yield from lines


def _care(day: Day) -> Iterator[str]:
    count = len(day.care.lines)
    if count:
        said = ngettext("{count} order", "{count} orders", count).format(count=count)
        yield title(_("ORDERS THAT NEED CARE"), _("{orders}: frontdesk orders care").format(orders=said))


def _budgets(desk: Desk, day: Day) -> Iterator[str]:
    lines = budget_lines(desk, day.budgets)
    if lines:
        yield title(_("LEFT OF THE BUDGETS"))
        yield from lines


def _given(desk: Desk, day: Day) -> Iterator[str]:
    yield title(_("GIVEN TODAY"), _sum_words(desk, [day.all_given]))
    if day.given_by_events:
        yield from wrapped(_("by mass events: {sum}").format(sum=_sum_words(desk, day.given_by_events)), INDENT)


def _sum_words(desk: Desk, sums: Sequence[GestureSum]) -> str:
    count = sum(each.times for each in sums)
    return _("{times}, value {value}, cost {cost}").format(
        times=ngettext("{count} time", "{count} times", count).format(count=count),
        value=amount_words(desk, sum(each.value_minor for each in sums)),
        cost=amount_words(desk, sum(each.cost_minor for each in sums)),
    )


def _foot(handed: HandoverPage) -> Iterator[str]:
    yield from wrapped(_("Ledger: the last line is number {number}.").format(number=handed.last_number))
    if handed.head:
        yield from wrapped(_("Its head: {head}").format(head=handed.head))
    if handed.head_problem:
        yield from wrapped("! " + handed.head_problem)
    yield from wrapped(_("Names of customers stand on this sheet: it stays behind the desk."))
