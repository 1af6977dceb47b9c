"""What one line from an exchange says, and the one line that answers it. No name of a customer is ever in an answer:
answers end in journals, and those are read by many."""

from __future__ import annotations

import json
import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from frontdesk.ground.errors import BadInput, DeskError, unexpected
from frontdesk.ground.language import _

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk
    from frontdesk.desk.telephone.ring_views import RingingCall

RINGS, ENDED, ANSWERED = "rings", "ended", "answered"
_STATES = {"ring": RINGS, RINGS: RINGS, ENDED: ENDED, ANSWERED: ANSWERED}
_KEYS = ("number", "desk", "line", "state")


@dataclass(frozen=True, slots=True)
class Said:
    """A line that was understood."""

    number: str
    desk: str = ""
    line: str = ""
    state: str = RINGS


def read_line(raw: bytes | None) -> Said | None:
    """What a line says; None for an empty one. Raises BadInput for a line that says nothing, or too much.

    A line is `[ring|ended|answered] NUMBER [DESK] [LINE]`, with quotes around words that belong together, or one JSON
    object with `number`, `desk`, `line` and `state`. None is a line that was too long.
    """
    if raw is None:
        raise _bad(_("The line is too long."))
    try:
        text = raw.decode("utf-8").strip()
    except UnicodeDecodeError as wrong:
        raise _bad(_("The line is not in UTF-8.")) from wrong
    if not text:
        return None
    return _object(text) if text.startswith("{") else _words(text)


def _words(text: str) -> Said:
    try:
        words = shlex.split(text)
    except ValueError as wrong:
        raise _bad(_("A quote in the line is not closed.")) from wrong
    state = _STATES.get(words[0].casefold(), "") if words else ""
    if state:
        words = words[1:]
    if not words or len(words) > 3:
        raise _bad(_("A line is a number, and then a desk and a line where they are known."))
    number, where, line = (*words, "", "")[:3]
    return Said(number, where, line, state or RINGS)


def _object(text: str) -> Said:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as wrong:
        raise _bad(_("The line is no JSON.")) from wrong
    if not isinstance(found, dict) or "number" not in found:
        raise _bad(_("The line says no number."))
    for key, value in found.items():
        if key not in _KEYS:
            raise _bad(_("A line says number, desk, line and state; this one says something else, too."))
        if isinstance(value, bool) or not isinstance(value, (str, int)):
            raise _bad(_("What a line says is words or digits."))
    state = _STATES.get(str(found.get("state", RINGS)).casefold())
    if state is None:
        raise _bad(_("A state is rings, ended or answered."))
    return Said(str(found["number"]), str(found.get("desk", "")), str(found.get("line", "")), state)


def _bad(sentence: str) -> BadInput:
    return BadInput(sentence, _("Write for example: +37126123456 1"))


def report(desk: Desk, said: Said) -> tuple[tuple[RingingCall, ...], bool]:
    """Tell the desk what an exchange said; the calls it was about, and whether that was known already."""
    from frontdesk.desk.telephone import ringing

    if said.state == ENDED:
        return ringing.ended(desk, said.number, at_desk=said.desk), False
    if said.state == ANSWERED:
        return ringing.picked_up(desk, said.number, at_desk=said.desk), False
    rung = ringing.ring(desk, said.number, at_desk=said.desk, line=said.line)
    return (rung.call,), rung.again


def answered(desk: Desk, raw: bytes | None) -> str:
    """One line in, one line of JSON out; "" for an empty line. Nothing that is wrong with a line or the database is
    raised: it is said in the answer, and the next line may come."""
    try:
        said = read_line(raw)
        if said is None:
            return ""
        found, again = report(desk, said)
        answer: dict[str, Any] = {"call": found[0].id, "state": said.state, "again": again}
        answer["customers"] = len(found[0].callers)
    except DeskError as error:
        answer = {"error": error.sentence, "remedy": error.remedy}
    except Exception as error:  # a bug: noted where its places are kept, and no reason to stop hearing the telephone
        from frontdesk.ui.lifecycle import write_crash_log

        log = write_crash_log(desk.folder, error, desk.now())
        answer = {"error": unexpected(str(log or "")), "remedy": ""}
    return json.dumps(answer)
