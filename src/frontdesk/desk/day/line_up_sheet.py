"""The line-up sheet: a `LineUp` as one page of plain text, 80 columns wide and at most 60 lines long.

No customer's name stands on it unless it is asked for: it is read aloud, and it may hang on a wall. What does not fit
is counted on the page, never dropped in silence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from frontdesk.desk.day.nameless import without_names
from frontdesk.desk.day.sheet_views import LineUp, NewRules, OpenQuestion
from frontdesk.desk.day.sheet_words import INDENT, made_words, promise_lines, title
from frontdesk.desk.learning.learning_views import StoryKind, StoryLine
from frontdesk.desk.promises.due_times import moment_words
from frontdesk.desk.views import PromiseLine
from frontdesk.ground.dates import day_words, full_day
from frontdesk.ground.language import N_, _, ngettext
from frontdesk.ground.pages import page, paragraphs, titled, wrapped

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

LINES = 60
STORY_LINES, QUESTION_LINES, CHANGES, NOTES, CHANGE_LINES, PROMISE_LINES = 8, 4, 8, 2, 2, 2
KINDS = {
    StoryKind.RESCUED: N_("rescued"),
    StoryKind.FORESEEN: N_("seen coming"),
    StoryKind.FIXED: N_("fixed for good"),
}


@dataclass(slots=True)
class _Left:
    """What had to be left out, in words."""

    said: list[str]


def line_up_text(desk: Desk, line_up: LineUp, *, names: bool = False) -> str:
    """The sheet, in the language in force; with `names` the customers' names and their words as they were typed."""
    left = _Left([])
    head = titled(line_up.business, _("LINE-UP · {day}").format(day=full_day(line_up.date)))
    made = _("Made {when}, from the 24 hours before.").format(when=made_words(desk, line_up.at))
    above = [*head, *wrapped(made), "", *_story(line_up.story, names=names), ""]
    below = [
        "",
        *_question(desk, line_up.question),
        "",
        *_rules(desk, line_up.rules, line_up, left),
        "",
        *_stopped(line_up),
    ]
    room = LINES - len(above) - len(below) - 3  # what is left out takes a blank and at most two lines
    owed = _promises(desk, line_up, room, left, names=names)
    foot = ["", *wrapped(_("Left out: {what}.").format(what="; ".join(left.said)), most=2)] if left.said else []
    return page([*above, *owed, *below, *foot])


def _story(story: StoryLine | None, *, names: bool) -> list[str]:
    if story is None:
        nothing = _("No new story since yesterday. What went well that nobody wrote down?")
        return [title(_("A STORY")), *wrapped(nothing, INDENT)]
    words = story.words if names else story.printable
    lines = [title(_("A STORY"), _(KINDS[story.kind]))]
    lines += paragraphs(_("“{words}”").format(words=words), INDENT, most=STORY_LINES)
    if names and story.customer_name:
        lines += wrapped(story.customer_name, INDENT, most=1)
    if story.thanked:
        lines += wrapped(_("Thank you: {names}").format(names=", ".join(story.thanked)), INDENT, most=2)
    return lines


# --- promises -----------------------------------------------------------------------------------------------


def _promises(desk: Desk, line_up: LineUp, room: int, left: _Left, *, names: bool) -> list[str]:
    if not line_up.promises:
        return [title(_("PROMISED")), *wrapped(_("Nothing is owed on this day."), INDENT)]
    counted = ngettext("{count} promise", "{count} promises", len(line_up.promises))
    remark = counted.format(count=len(line_up.promises))
    if line_up.overdue:
        remark += ", " + _("{count} overdue").format(count=line_up.overdue)
    lines = [title(_("PROMISED"), remark)]
    for number, each in enumerate(line_up.promises):
        more = _promise(desk, each, names=names)
        if len(lines) + len(more) > room:
            left.said.append(_more_promises(line_up.promises[number:]))
            break
        lines += more
    return lines


def _more_promises(rest: Sequence[PromiseLine]) -> str:
    count = len(rest)
    said = ngettext("{count} promise (frontdesk promises list)", "{count} promises (frontdesk promises list)", count)
    return said.format(count=count)


def _promise(desk: Desk, promise: PromiseLine, *, names: bool) -> list[str]:
    what = promise.text if names else without_names(promise.text, (promise.customer_name,), (promise.owner,))
    if names and promise.customer_name:
        what = f"{promise.customer_name} · {what}"
    return promise_lines(desk, promise, what, PROMISE_LINES)


# --- the rest -----------------------------------------------------------------------------------------------


def _question(desk: Desk, question: OpenQuestion | None) -> list[str]:
    lines = [title(_("A QUESTION"))]
    if question is None:
        nothing = _("Nobody asked anything new. What did you meet that the guidelines do not know?")
        return [*lines, *wrapped(nothing, INDENT)]
    lines += wrapped(question.text, INDENT, most=QUESTION_LINES)
    said = [_("idea of {name}").format(name=question.author) if question.author else "", question.about]
    if question.due_on is not None:
        day = day_words(question.due_on, desk.today())
        due = _("its answer is overdue since {day}") if question.overdue else _("its answer is owed by {day}")
        said.append(due.format(day=day))
    return [*lines, *wrapped(" · ".join(filter(None, said)), INDENT, most=2)]


def _rules(desk: Desk, rules: NewRules, line_up: LineUp, left: _Left) -> Iterator[str]:
    yield title(_("NEW IN THE GUIDELINES"))
    since = moment_words(desk, line_up.since)
    if rules.unreadable:
        yield from wrapped(_("They changed; what they said before cannot be read any more."), INDENT)
    elif not rules.sentences:
        yield from wrapped(_("Nothing has changed since {when}.").format(when=since), INDENT)
    for each in rules.notes[:NOTES]:
        yield from wrapped(each, INDENT, most=CHANGE_LINES)
    for each in rules.sentences[:CHANGES]:
        yield from wrapped(each, INDENT + "· ", most=CHANGE_LINES)
    for each in rules.to_come[:NOTES]:
        yield from wrapped(each, INDENT + "→ ", most=CHANGE_LINES)
    rest = len(rules.sentences) - CHANGES
    if rest > 0:
        said = ngettext(
            "{count} change (frontdesk guidelines diff)", "{count} changes (frontdesk guidelines diff)", rest
        )
        left.said.append(said.format(count=rest))


def _stopped(line_up: LineUp) -> Iterator[str]:
    yield title(_("WHERE LIMITS STOPPED US MOST"))
    if line_up.stopped is None:
        yield from wrapped(_("No limit stopped anybody."), INDENT)
        return
    line = line_up.stopped
    times = ngettext("{times} of {count} time", "{times} of {count} times", line_up.blocks)
    said = times.format(times=line.times, count=line_up.blocks)
    yield from wrapped(f"{said} · {line.name}", INDENT, most=2)
