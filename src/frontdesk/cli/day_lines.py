"""The day as lines of text, in the order of importance of the screen: what is owed first, then what was done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from frontdesk.cli.event_words import on_one_line
from frontdesk.cli.words import Words
from frontdesk.ground.language import _, ngettext

if TYPE_CHECKING:
    from frontdesk.desk.approvals.approval_views import WaitingLine
    from frontdesk.desk.day.day_views import Day, GestureSum
    from frontdesk.desk.learning.learning_views import IdeaLine, StoppedLine, StoryLine
    from frontdesk.desk.learning.review_views import ReviewLine
    from frontdesk.desk.views import PromiseLine


def day_lines(day: Day, words: Words) -> Iterator[str]:
    """The lines; an area without anything in it is left out."""
    yield day.date.isoformat()
    yield from _section(_("Overdue"), (_promise(each, words) for each in day.overdue))
    yield from _section(_("Due"), (_promise(each, words) for each in day.due))
    yield from _section(_("Kept"), (_promise(each, words) for each in day.kept))
    yield from _section(_("Reviews and letters to answer"), (_review(each, words) for each in day.reviews))
    yield from _section(_("Mass events"), (on_one_line(each, words) for each in day.events))
    yield from _section(_("Stories"), map(_story, day.stories))
    yield from _section(_("Given"), (_sum_words(each, words) for each in day.given))
    yield from _section(_("Given by mass events"), (_sum_words(each, words) for each in day.given_by_events))
    yield from _section(_("Left of the budgets"), (words.budget(each) for each in day.budgets))
    if day.blocks:
        yield ngettext(
            "Once a limit said “not like this”.", "{count} times a limit said “not like this”.", day.blocks
        ).format(count=day.blocks)
        yield from (f"  {_stopped(each)}" for each in (() if day.stopped is None else day.stopped.lines))
    yield from _section(_("Waiting for a yes"), (_waiting(each, words) for each in day.waiting))
    yield from _section(_("Ideas that are owed an answer"), map(_owed, day.ideas))
    yield from _section(_("Ideas under way"), map(_under_way, day.ideas_under_way))
    yield from _section(_("Causes to fix"), (f"{each.thing} · {each.owner}" for each in day.causes))
    yield from _section(
        _("Neither gesture nor promise"),
        (_said(each.customer_name, each.request or each.situation_label) for each in day.left_empty),
    )
    if day.care.lines:
        count = len(day.care.lines)
        yield ngettext("{count} order needs care", "{count} orders need care", count).format(count=count)
    yield _("Conversations: {open} open, {closed} closed").format(
        open=day.conversations_open, closed=day.conversations_closed
    )
    if day.backup is not None and (day.backup.to_do or day.backup.at is not None):
        yield day.backup.to_do or day.backup.said
    if day.to_forget:
        yield _("Something is over the time that it is kept: frontdesk customers forget --dry-run")


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    for number, line in enumerate(lines):
        if not number:
            yield f"{title}:"
        yield f"  {line}"


def _said(*parts: str) -> str:
    return " · ".join(" ".join(part.split()) for part in parts if part)


def _promise(each: PromiseLine, words: Words) -> str:
    return _said(each.customer_name, words.promise(each, state=False))


def _review(each: ReviewLine, words: Words) -> str:
    due = _("by {time}").format(time=words.when(each.answer_due_at))
    return _said(each.customer_name or each.source, each.asks_for or f"“{each.words}”", due)


def _story(each: StoryLine) -> str:
    thanks = _("thank you: {names}").format(names=", ".join(each.thanked)) if each.thanked else ""
    return _said(f"“{each.words}”", thanks)


def _sum_words(each: GestureSum, words: Words) -> str:
    amount = words.money(each.value_minor) if each.value_minor else ""
    said = ngettext("{count} x {label} {amount}", "{count} x {label} {amount}", each.times)
    return said.format(count=each.times, label=each.label, amount=amount).rstrip()


def _stopped(each: StoppedLine) -> str:
    return f"{each.times} x {each.name}"


def _waiting(each: WaitingLine, words: Words) -> str:
    asked = each.approval
    until = _("until {time}").format(time=words.when(asked.expires_at))
    return _said(each.customer_name, f"{asked.label} {asked.asked}".strip(), asked.asked_by, until, asked.id)


def _owed(each: IdeaLine) -> str:
    return _said(each.text, each.author, _("by {time}").format(time=each.answer_due_on.isoformat()), each.short)


def _under_way(each: IdeaLine) -> str:
    in_force = _("in force as version {number}; what came of it can be read").format(number=each.adopted_number)
    return _said(each.text, each.author, _("not in force yet") if each.adopted_number is None else in_force, each.short)
