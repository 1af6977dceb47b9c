"""How a call is written: who it may be, from which number, and what became of it. The same on screens and in print."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from frontdesk.desk.promises.due_times import moment_words
from frontdesk.desk.telephone.ring_views import Caller, MissedCall, MissedState, RingingCall
from frontdesk.ground.language import _, ngettext

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk


def number_words(number: str, callers: Sequence[Caller] = ()) -> str:
    """The number as the card of the only customer has it, else as it came."""
    if not number:
        return _("number withheld")
    return (callers[0].phone if len(callers) == 1 else "") or number


def who_words(callers: Sequence[Caller]) -> str:
    """ "Kristīne Bērziņa", "Anton or Berta", "Anton +2"; "" for somebody unknown."""
    if len(callers) > 2:
        return f"{callers[0].name} +{len(callers) - 1}"
    return _(" or ").join(each.name for each in callers)


def ringing_words(call: RingingCall) -> str:
    """ "Kristīne Bērziņa · +371 26 123 456 · rings · desk 1" """
    state = _("picked up") if call.picked_up else _("rings")
    return _joined(who_words(call.callers), number_words(call.number, call.callers), state, call.desk, call.line)


def missed_words(call: MissedCall) -> str:
    """ "nobody took it · 5 times · +371 26 123 456 · line 101": everything but who and when."""
    times = ngettext("{count} time", "{count} times", call.times).format(count=call.times) if call.times > 1 else ""
    number = number_words(call.number, call.callers) if call.callers else ""
    return _joined(_("nobody took it"), times, number, call.line)


def missed_name(call: MissedCall) -> str:
    """Who called, else the number."""
    return who_words(call.callers) or number_words(call.number)


def settled_words(desk: Desk, call: MissedCall) -> str:
    """ "reached 14:20 by Anna", "let go by Anna: wrong number", "called back by nobody yet"."""
    if call.state is MissedState.REACHED and call.at is not None:
        return _("reached {when} by {name}").format(when=moment_words(desk, call.at), name=call.by or _("somebody"))
    if call.state is MissedState.LET_GO:
        return _("let go by {name}: {why}").format(name=call.by, why=call.why)
    return _("waits for a call back")


def _joined(*parts: str) -> str:
    return " · ".join(filter(None, parts))
