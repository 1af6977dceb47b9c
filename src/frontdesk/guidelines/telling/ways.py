"""What stands around a gesture in words: what is needed first, what excludes it, ways forward, what follows."""

from __future__ import annotations

from frontdesk.ground.language import _, current
from frontdesk.guidelines.model import (
    TICKS,
    AskRole,
    Bend,
    FollowUp,
    Gesture,
    Guidelines,
    OtherGesture,
    PromiseWithin,
    WayWritten,
)
from frontdesk.guidelines.telling.conditions import condition_words
from frontdesk.guidelines.telling.figures import length
from frontdesk.guidelines.telling.names import gesture_name, listed, situation_name, tick_words


def needs_of(gesture: Gesture) -> tuple[str, ...]:
    """The ticks a gesture always needs, in their fixed order."""
    wanted = gesture.needs | ({"customer_asked"} if gesture.only_if_asked else set())
    return tuple(tick for tick in TICKS if tick in wanted)


def needs_words(gesture: Gesture, guidelines: Guidelines) -> str:
    """What is needed first, in one line."""
    return ", ".join(tick_words(tick, guidelines) for tick in needs_of(gesture)) or _("nothing")


def way_words(way: WayWritten, guidelines: Guidelines) -> str:
    """A way forward as the file writes it."""
    if isinstance(way, OtherGesture):
        return gesture_name(way.gesture, guidelines)
    if isinstance(way, AskRole):
        return _("ask: {role}").format(role=way.role)
    if isinstance(way, PromiseWithin):
        return _("a promise within {time}").format(time=length(way.within))
    return way.words.said_in(current())


def ways_lines(gesture: Gesture, guidelines: Guidelines) -> tuple[str, ...]:
    """The ways forward, in their order; without any of its own: the lead and a promise, which always are."""
    if gesture.otherwise is None:
        return (_("whoever may give more, and a promise"),)
    if not gesture.otherwise:
        return (_("none: the file forbids them"),)
    return tuple(way_words(way, guidelines) for way in gesture.otherwise)


def situations_words(names: tuple[str, ...], guidelines: Guidelines) -> str:
    """Situations by their labels."""
    return listed([situation_name(name, guidelines) for name in names])


def first_in(gesture: Gesture, guidelines: Guidelines) -> tuple[str, ...]:
    """The situations in which it stands at the top."""
    return tuple(name for name, situation in guidelines.situations.items() if gesture.id in situation.first)


def bend_words(bend: Bend, guidelines: Guidelines) -> str:
    """Who may give it outside its condition, and how far."""
    return _("{role}, with one sentence why, when {condition}").format(
        role=bend.by, condition=condition_words(bend.when, guidelines)
    )


def follow_up_words(promise: FollowUp) -> str:
    """The promise that giving it makes."""
    return _("{text}, within {time}").format(text=promise.text.said_in(current()), time=length(promise.due))
