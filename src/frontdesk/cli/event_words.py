"""What `frontdesk event` prints: an event and its calls in words and as JSON values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from frontdesk.cli.echo import tell, tell_json
from frontdesk.cli.forms import Forms
from frontdesk.cli.words import Words
from frontdesk.ground.language import _, ngettext

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk
    from frontdesk.desk.events.event_views import CallLine, Closed, EventLine


def on_one_line(line: EventLine, words: Words) -> str:
    """An event on one line."""
    return " · ".join(part for part in (line.name, *_figures(line, words), line.owner, line.id) if part)


def _figures(line: EventLine, words: Words) -> Iterator[str]:
    if line.closed_at is not None:
        yield _("closed")
    yield ngettext("{count} customer or thing", "{count} customers or things", line.members).format(count=line.members)
    yield ngettext("{count} reached", "{count} reached", line.reached).format(count=line.reached)
    if line.gesture is not None:
        given = f"{line.given} x {line.gesture_label}"
        yield f"{given}, {words.money(line.value_minor)}" if line.value_minor else given
    if line.left_minor is not None:
        left = words.money(abs(line.left_minor))
        yield (_("{amount} left") if line.left_minor >= 0 else _("{amount} over the budget")).format(amount=left)
    if line.promises_open:
        yield ngettext("{count} promise open", "{count} promises open", line.promises_open).format(
            count=line.promises_open
        )
    if line.overdue:
        yield _("OVERDUE")
    if not line.owner_here:
        yield _("{name} no longer works here").format(name=line.owner)


def shown(desk: Desk, line: EventLine, as_json: bool) -> None:
    """Print an event: the cause, the promise, what is owed, and how far it is."""
    if as_json:
        tell_json(Forms(desk).event(line))
        return
    words = Words(desk)
    tell(f"{line.name} · {line.id}")
    tell(_("Cause: {cause}").format(cause=" ".join(line.cause.split())))
    tell(_("{text}; {owner}, by {due}").format(text=line.promise, owner=line.owner, due=words.when(line.due_at)))
    if line.gesture is not None:
        tell(_("Owed to each: {label}").format(label=line.gesture_label))
    if line.budget_minor is not None:
        tell(_("Budget of its own: {amount}").format(amount=words.money(line.budget_minor)))
        if not line.budget_stops:
            tell(_("What is owed is given all the same when it is used up; you see by how much."))
    for figure in _figures(line, words):
        tell(f"  {figure}")
    if line.unnamed:
        said = ngettext("{count} is not known by name", "{count} are not known by name", line.unnamed)
        tell("  " + said.format(count=line.unnamed))


def call_words(line: CallLine) -> str:
    """A call on one line."""
    from frontdesk.desk.events.call_sheet import CALL_WORDS

    state = _("promise kept") if line.promise_state in ("kept", "early", "late") else ""
    return " · ".join(
        part for part in (line.what, line.name, line.phone, _(CALL_WORDS[line.call]), line.note, state) if part
    )


def call_form(desk: Desk, line: CallLine) -> dict[str, Any]:
    """Somebody to call, as JSON."""
    forms = Forms(desk)
    return {
        "what": line.what,
        "serial": line.serial,
        "name": line.name,
        "phone": line.phone,
        "email": line.email,
        "channel": line.channel,
        "languages": line.languages,
        "hours": line.hours,
        "fits_now": line.fits_now,
        "order": line.order,
        "promise": line.promise,
        "promise_id": line.promise_id,
        "promise_state": line.promise_state,
        "due_at": forms.at(line.due_at),
        "owner": line.owner,
        "call": line.call,
        "called_at": forms.at(line.called_at),
        "note": line.note,
        "given": line.given,
        "entry": line.entry_id,
        "customer": line.customer_id,
        "conversation": line.conversation_id,
    }


def still_open(done: Closed) -> Iterator[str]:
    """What stays owed after an event was closed."""
    if done.promises_open:
        yield ngettext("{count} promise stays open.", "{count} promises stay open.", done.promises_open).format(
            count=done.promises_open
        )
    if done.not_reached:
        yield ngettext("{count} was not reached.", "{count} were not reached.", done.not_reached).format(
            count=done.not_reached
        )
    if done.not_given:
        yield ngettext(
            "{count} was not given what is owed.", "{count} were not given what is owed.", done.not_given
        ).format(count=done.not_given)
    if not (done.promises_open or done.not_reached or done.not_given):
        yield _("Nothing is open.")
