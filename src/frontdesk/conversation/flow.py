"""The request-first flow: which step a conversation stands at, what it has earned, and what its end still lacks.

The order is the file's (`conversation.steps`); what counts as done is fixed here. Nothing can be offered before
the request was heard (or the emergency skip recorded), a cause comes after a solution or a promise, and nobody
leaves without now, next and when, or the explicit word that nothing is owed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

STORED_TICKS = ("customer_asked", "facts_confirmed", "explicit_yes")
"""Ticks that a person sets by hand and that stay with the conversation."""

_HEARD = ("agreed", "skipped")
_NEVER_PASSED_OVER = ("request", "heard")
_IN_ITS_PLACE = ("moment", "request", "heard", "wish", "solution", "next", "anything_else")
_MAY_BE_LEFT_OUT = ("moment", "wish")


class Stage(StrEnum):
    """Where a step stands."""

    DONE = "done"
    CURRENT = "current"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the conversation, by its name in the guidelines."""

    name: str
    stage: Stage


class TalkLike(Protocol):
    """What of a conversation the flow looks at; the desk's view of one has all of it.

    `cause_open`: a solution or a promise stands (`may_record_cause`); what was taken back is none.
    `heard` is `not_yet`, `agreed` or `skipped`; `wish` None means that it was not asked.
    """

    @property
    def situation(self) -> str | None: ...
    @property
    def request(self) -> str: ...
    @property
    def heard(self) -> str: ...
    @property
    def wish(self) -> str | None: ...
    @property
    def cause_open(self) -> bool: ...
    @property
    def now(self) -> str: ...
    @property
    def next(self) -> str: ...
    @property
    def due_at(self) -> datetime | None: ...
    @property
    def anything_else(self) -> bool: ...


def steps(names: Iterable[str], talk: TalkLike) -> tuple[Step, ...]:
    """The steps of the guidelines in their order; at most one is current: what to do next.

    A step that was passed over stays open behind the current one, but for request and heard: until they are
    done, nothing after them is next. A name that is no step of the language is left out.
    """
    done = {name: _DONE[name](talk) for name in names if name in _DONE}
    order = tuple(done)
    current = next((name for place, name in enumerate(order) if _is_next(name, order[place:], done)), None)
    return tuple(Step(name, _stage(name, current, done[name])) for name in order)


def shown(names: Iterable[str]) -> tuple[str, ...]:
    """The steps that a conversation shows, in the order of the guidelines' `names`.

    Only the moment and the wish may be left out; what else the file does not name stands where it always stands,
    because nothing is offered before the request was heard and nobody leaves without what happens next.
    """
    order = [name for name in dict.fromkeys(names) if name in _IN_ITS_PLACE]
    for place, name in enumerate(_IN_ITS_PLACE):
        if name not in order and name not in _MAY_BE_LEFT_OUT:
            before = [order.index(each) for each in _IN_ITS_PLACE[:place] if each in order]
            order.insert(max(before, default=-1) + 1, name)
    return tuple(order)


def _is_next(name: str, following: Sequence[str], done: dict[str, bool]) -> bool:
    if done[name]:
        return False
    return name in _NEVER_PASSED_OVER or not any(done[later] for later in following)


def _stage(name: str, current: str | None, done: bool) -> Stage:
    if done:
        return Stage.DONE
    return Stage.CURRENT if name == current else Stage.OPEN


def request_heard(heard: str) -> bool:
    """Whether anything may be offered: the request was read back and agreed to, or the skip was recorded."""
    return heard in _HEARD


_DONE: dict[str, Callable[[TalkLike], bool]] = {
    "moment": lambda talk: talk.situation is not None,
    "request": lambda talk: bool(talk.request.strip()) or talk.heard == "skipped",
    "heard": lambda talk: request_heard(talk.heard),
    "wish": lambda talk: talk.wish is not None,
    "solution": lambda talk: talk.cause_open,
    "next": lambda talk: bool(talk.now.strip() and talk.next.strip() and talk.due_at is not None),
    "anything_else": lambda talk: talk.anything_else,
}


def ticks(heard: str, wish: str | None, stored: Iterable[str] = ()) -> frozenset[str]:
    """The ticks a conversation has earned: heard, asked for a wish ("" counts: the customer did not say), set by hand.

    `request_heard` and `wish` come from the conversation alone; no list can bring them in.
    """
    earned = {tick for tick in stored if tick in STORED_TICKS}
    if request_heard(heard):
        earned.add("request_heard")
    if wish is not None:
        earned.add("wish")
    return frozenset(earned)


def may_record_cause(given: object, promises: object) -> bool:
    """Whether a cause may be recorded: solution first, cause later. Takes lists, or whether there are any."""
    return bool(given or promises)


def what_closing_lacks(
    *,
    now: str,
    next: str,
    due_at: datetime | None,
    promised: bool = False,
    nothing_owed: bool = False,
) -> tuple[str, ...]:
    """What has to be said before a conversation may end: some of `now`, `next`, `when`; () when nothing lacks.

    With an open promise (`promised`) it is said who does what by when; the explicit choice that nothing is owed
    (`nothing_owed`) ends it too.
    """
    if nothing_owed or promised:
        return ()
    said = {"now": bool(now.strip()), "next": bool(next.strip()), "when": due_at is not None}
    return tuple(name for name, there in said.items() if not there)
