"""Looking back over a week or a month: how conversations were settled, what was bent, what stopped people.

It is counted when somebody looks, never on the way to the day's first line: over many entries it takes a moment.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from frontdesk.desk.conversations import ending
from frontdesk.desk.learning import bending, stopping, storytelling, thanking
from frontdesk.desk.learning.care_views import ConversationKinds, ThankedShare
from frontdesk.desk.learning.learning_views import BendLine, Stopped, StoryShare
from frontdesk.desk.promises import promising
from frontdesk.desk.promises.promise_views import KeptShare
from frontdesk.ground.language import _, ngettext
from frontdesk.guidelines.values import format_number

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

MONTH_DAYS, WEEK_DAYS = 30, 7


class Back(StrEnum):
    """How far somebody looks back."""

    WEEK = "week"
    DAYS = "days"
    MONTH = "month"
    MONTH_BEFORE = "month_before"


@dataclass(frozen=True, slots=True)
class LookBack:
    """The business days from `since` to `until`, both counted; nothing in it is by person."""

    since: date
    until: date
    kinds: ConversationKinds
    kept: KeptShare
    stories: StoryShare
    bends: tuple[BendLine, ...]
    stopped: Stopped
    thanked: ThankedShare


def look_back(desk: Desk, since: date, until: date) -> LookBack:
    """What these business days say about the guidelines, by guideline line."""
    return LookBack(
        since=since,
        until=until,
        kinds=ending.month_kinds(desk, since, until),
        kept=promising.kept_share(desk, since, until),
        stories=storytelling.share(desk, since, until),
        bends=bending.bends(desk, since, until),
        stopped=stopping.where_limits_stopped(desk, since, until),
        thanked=thanking.share(desk, since, until),
    )


def last_days(desk: Desk, until: date | None = None, days: int = MONTH_DAYS) -> LookBack:
    """So many business days with `until` (today) as the last."""
    last = desk.today() if until is None else until
    return look_back(desk, last - timedelta(days=days - 1), last)


def span(back: Back, until: date) -> tuple[date, date]:
    """The first and the last business day of a look back from `until`."""
    first = until.replace(day=1)
    if back is Back.MONTH:
        return first, until
    if back is Back.MONTH_BEFORE:
        before = first - timedelta(days=1)
        return before.replace(day=1), before
    return until - timedelta(days=(WEEK_DAYS if back is Back.WEEK else MONTH_DAYS) - 1), until


# --- in words, for screens and pages ------------------------------------------------------------------------


def settled_lines(kinds: ConversationKinds) -> tuple[tuple[str, int], ...]:
    """What conversations were settled by, and how many, in the order of the guidelines."""
    return (
        (_("inside a guideline"), kinds.guideline),
        (_("an open judgement"), kinds.judgement),
        (_("with a lead's yes"), kinds.lead),
        (_("by a promise"), kinds.promise),
    )


def band_words(kinds: ConversationKinds) -> str:
    """How the share inside the guidelines stands to the band, "" when nothing was settled."""
    low, high = kinds.band
    said = {
        "below": _("inside guidelines {percent} %: fewer than {low} to {high}, so look where limits stopped us"),
        "inside": _("inside guidelines {percent} %: {low} to {high} is about right"),
        "above": _("inside guidelines {percent} %: more than {low} to {high}, so is there room left to judge?"),
    }.get(kinds.stands, "")
    return said.format(percent=kinds.inside_percent, low=low, high=high)


def thanked_words(share: ThankedShare) -> str:
    """How many gestures nobody had to complain for, beside the share that the owner set; "" while nothing was given."""
    if share.percent is None:
        return ""
    said = ngettext(
        "without a complaint: {count} of {all} gesture ({percent} %)",
        "without a complaint: {count} of {all} gestures ({percent} %)",
        share.all_given,
    ).format(count=share.without_complaint, all=share.all_given, percent=share.percent)
    if share.wanted is None:
        return said
    return " · ".join((said, _("the owner wants {percent} %").format(percent=format_number(share.wanted))))
