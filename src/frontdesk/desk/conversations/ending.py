"""How conversations were settled: inside a guideline, by an open judgement, with a lead's yes, or by a promise.

Guidelines should cover 70 to 80 of a hundred. More would mean that nobody judges any more, less that the guidelines
do not fit; a judgement that recurs wants to become one.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from statistics import median_low
from typing import TYPE_CHECKING

from frontdesk.desk.gestures.saying import label_of
from frontdesk.desk.learning.care_views import ConversationKinds, LeftEmpty, ProposedIdea
from frontdesk.ground.language import current
from frontdesk.ground.text import clean_line
from frontdesk.guidelines.model import Guidelines
from frontdesk.store import kinds
from frontdesk.store.kinds import Gave, Judged
from frontdesk.store.transaction import reading

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

BAND = (70, 80)
RECURS = 3
"""So many times the same judgement in the same situation propose an idea."""
WITHIN = timedelta(days=30)
REASONS_SHOWN = 3

LEAD, JUDGEMENT, GUIDELINE, PROMISE, WORDS_ONLY = "lead", "judgement", "guideline", "promise", "words_only"


def month_kinds(desk: Desk, since: date, until: date) -> ConversationKinds:
    """How the conversations closed on the business days from `since` to `until` were settled, against the band.

    A conversation is of the first kind that fits: a gesture that needed a lead (a yes, a grant, a bend, or more than
    the lowest role may give); one of the kind `open`; any other gesture; a promise. What was taken back or withdrawn
    counts for nothing.
    """
    clock, guidelines = desk.days(), desk.guidelines
    starts, ends = clock.start_of(since), clock.start_of(until + timedelta(days=1))
    with reading(desk.store) as connection:
        closed = kinds.closed_between(connection, starts, ends)
        given: dict[str, list[Gave]] = {}
        for each in kinds.given_in_closed(connection, starts, ends):
            given.setdefault(each.conversation_id, []).append(each)
    counts = dict.fromkeys((LEAD, JUDGEMENT, GUIDELINE, PROMISE, WORDS_ONLY), 0)
    for conversation_id, promised in closed:
        counts[_kind(given.get(conversation_id, ()), promised, guidelines)] += 1
    return ConversationKinds(
        since=since,
        until=until,
        guideline=counts[GUIDELINE],
        judgement=counts[JUDGEMENT],
        lead=counts[LEAD],
        promise=counts[PROMISE],
        words_only=counts[WORDS_ONLY],
        band=BAND,
        proposed=proposed_ideas(desk),
    )


def _kind(given: Iterable[Gave], promised: bool, guidelines: Guidelines | None) -> str:
    gestures = tuple(given)
    if any(each.above or _above_the_lowest(each, guidelines) for each in gestures):
        return LEAD
    if any(_is_open(each.gesture, guidelines) for each in gestures):
        return JUDGEMENT
    if gestures:
        return GUIDELINE
    return PROMISE if promised else WORDS_ONLY


def _is_open(gesture: str, guidelines: Guidelines | None) -> bool:
    known = None if guidelines is None else guidelines.gestures.get(gesture)
    return known is not None and known.judged


def _above_the_lowest(gave: Gave, guidelines: Guidelines | None) -> bool:
    """Whether a higher role gave what the lowest may not, by the guidelines in force."""
    known = None if guidelines is None else guidelines.gestures.get(gave.gesture)
    if guidelines is None or known is None or known.authority is None or gave.role == guidelines.roles[0]:
        return False
    most = known.authority.get(guidelines.roles[0])
    return most is None or (gave.value_minor or 0) > most


# --- judgements that recur ----------------------------------------------------------------------------------


def proposed_ideas(desk: Desk) -> tuple[ProposedIdea, ...]:
    """Judgements that recur: the same open gesture in the same situation three times in 30 days, the most often first.

    Nothing is written: somebody who makes the idea their own writes it, and it is proposed no more.
    """
    if desk.guidelines is None:
        return ()
    open_ones = tuple(gesture.id for gesture in desk.guidelines.gestures.values() if gesture.judged)
    if not open_ones:
        return ()
    with reading(desk.store) as connection:
        found = kinds.judged_since(connection, open_ones, desk.now() - WITHIN)
    groups: dict[tuple[str, str], list[Judged]] = {}
    for each in found:
        groups.setdefault((each.gesture, each.situation), []).append(each)
    proposed = [_proposed(desk.guidelines, group) for group in groups.values() if len(group) >= RECURS]
    return tuple(sorted(proposed, key=lambda each: (-each.times, each.gesture, each.situation)))


def _proposed(guidelines: Guidelines, group: list[Judged]) -> ProposedIdea:
    amounts = [each.value_minor for each in group if each.value_minor is not None]
    return ProposedIdea(
        gesture=group[0].gesture,
        label=label_of(guidelines, group[0].gesture),
        situation=group[0].situation,
        situation_label=situation_words(guidelines, group[0].situation),
        times=len(group),
        usual_minor=median_low(amounts) if amounts else None,
        reasons=tuple(dict.fromkeys(clean_line(each.reason) for each in group if each.reason))[:REASONS_SHOWN],
        conversations=tuple(dict.fromkeys(each.conversation_id for each in group)),
    )


def situation_words(guidelines: Guidelines | None, situation: str | None) -> str:
    """A situation as the guidelines call it; its name when they do not know it, "" for none."""
    known = None if guidelines is None or situation is None else guidelines.situations.get(situation)
    return (situation or "") if known is None else known.label.said_in(current())


# --- left empty ---------------------------------------------------------------------------------------------


def left_empty(desk: Desk, date: date | None = None) -> tuple[LeftEmpty, ...]:
    """Conversations of a business day with a complaint (words or a situation) and neither gesture nor promise.

    Those closed on that day; of a day that is over also those that were begun on it and never closed.
    """
    clock, today = desk.days(), desk.today()
    asked = today if date is None else date
    with reading(desk.store) as connection:
        found = kinds.left_empty(
            connection, clock.start_of(asked), clock.start_of(asked + timedelta(days=1)), open_too=asked < today
        )
    return tuple(
        LeftEmpty(
            conversation_id=each.conversation_id,
            customer_id=each.customer_id,
            customer_name=each.customer_name,
            situation_label=situation_words(desk.guidelines, each.situation),
            request=clean_line(each.request),
            opened_at=each.opened_at,
            closed=each.closed_at is not None,
        )
        for each in found
    )
