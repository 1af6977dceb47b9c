"""Promises that are owed: listed by when they are due, moved with a reason, handed to somebody else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from frontdesk.cli.echo import say, tell, tell_json
from frontdesk.cli.forms import Forms
from frontdesk.cli.frame import Example, argument, group, option
from frontdesk.cli.settings import Who, json_option, with_desk
from frontdesk.cli.words import Words
from frontdesk.ground.errors import BadInput
from frontdesk.ground.language import N_, _, ngettext

if TYPE_CHECKING:
    from datetime import datetime

    from frontdesk.desk.desk import Desk
    from frontdesk.desk.promises.promising import OutsideHours
    from frontdesk.desk.views import PromiseLine

_ID = "0199f0c2-7d3e-7c41-9a6b-2f1e5d8c4b10"
PROMISE = argument("promise_id", N_("The promise's id, as `frontdesk promises list` prints it."), metavar="PROMISE")
KEPT_SHOWN_DAYS = 30


@group(
    "promises",
    N_("List the promises that are owed, move them, hand them to somebody else."),
    Example("frontdesk promises list --overdue", N_("what should have been done already, the oldest first")),
)
def promises() -> None:
    """The promises."""


@promises.subcommand(
    "list",
    N_("List promises by when they are due, overdue ones first."),
    Example("frontdesk promises list", N_("everything that is owed")),
    Example("frontdesk promises list --overdue --json", N_("what is overdue, answered as a JSON list")),
    Example("frontdesk promises list --all", N_("also what was kept in the last 30 days, and whether it was late")),
)
@option("--open", "open_only", is_flag=True, told=N_("Everything that is owed, overdue or not; this is the default."))
@option("--overdue", is_flag=True, told=N_("Only what is overdue."))
@option("--left", is_flag=True, told=N_("Only what somebody owes who no longer works here."))
@option("--all", "with_kept", is_flag=True, told=N_("Also what was kept in the last 30 days."))
@json_option
@with_desk(Who.ANYBODY)
def list_promises(desk: Desk, open_only: bool, overdue: bool, left: bool, with_kept: bool, as_json: bool) -> None:
    """List promises."""
    if sum((open_only, overdue, left, with_kept)) > 1:
        raise BadInput(
            _("--open, --overdue, --left and --all are four different lists."), _("Choose one of them, or none.")
        )
    found = _chosen(desk, overdue, left, with_kept)
    if as_json:
        tell_json([Forms(desk).promise(each) for each in found])
        return
    words = Words(desk)
    for each in found:
        tell(_line(desk, words, each))
    if not found:
        say(_("Nothing is overdue.") if overdue else _("Nothing is owed."))
    _say_what_events_owe(desk)
    if not left and any(not each.owner_here for each in found):
        say(_("Somebody who owes promises no longer works here: frontdesk promises list --left"))


def _say_what_events_owe(desk: Desk) -> None:
    """Promises of mass events are no lines of this list; how many there are is said."""
    from frontdesk.desk.events import events

    count = sum(each.promises_open for each in events.open_events(desk))
    if count:
        said = ngettext(
            "{count} more of mass events: frontdesk event list",
            "{count} more of mass events: frontdesk event list",
            count,
        )
        say(said.format(count=count))


def _chosen(desk: Desk, overdue: bool, left: bool, with_kept: bool) -> tuple[PromiseLine, ...]:
    from datetime import timedelta

    from frontdesk.desk.promises import promising

    if left:
        return promising.left_behind(desk)
    waiting = promising.waiting(desk, overdue=overdue)
    if not with_kept:
        return waiting
    today = desk.today()
    return (*waiting, *promising.settled(desk, today - timedelta(days=KEPT_SHOWN_DAYS), today))


def _line(desk: Desk, words: Words, promise: PromiseLine) -> str:
    from frontdesk.desk.promises import promising

    parts = [promise.customer_name, words.promise(promise)]
    if promise.state == "overdue":
        parts.insert(0, promising.since_words(desk, promise.due_at))
    if not promise.owner_here and promise.state in ("open", "overdue"):
        parts.append(_("{name} no longer works here").format(name=promise.owner))
    return " · ".join(part for part in parts if part)


@promises.subcommand(
    "move",
    N_("Give a promise another time, with the reason; what was promised first stays to be read."),
    Example(f'frontdesk promises move {_ID} "tomorrow 12:00" --reason "the part comes tomorrow"', N_("a later time")),
)
@PROMISE
@argument("when", N_("The new time: 16:00, tomorrow 12:00, 2 hours, 24 Nov 12:00."))
@option("--reason", required=True, metavar="TEXT", told=N_("Why, in one sentence, as the customer hears it."))
@option("--anyway", is_flag=True, told=N_("The customer agreed to a time outside their hours."))
@json_option
@with_desk()
def move(desk: Desk, promise_id: str, when: str, reason: str, anyway: bool, as_json: bool) -> None:
    """Move a promise."""
    from frontdesk.desk.promises import promising

    due_at = promising.parse_due(desk, when)
    try:
        moved = promising.move(desk, promise_id, due_at, reason, anyway=anyway)
    except promising.OutsideHours as outside:
        raise in_hours(desk, outside) from outside
    _shown(desk, moved, as_json)


@promises.subcommand(
    "reassign",
    N_("Give a promise another owner, who keeps it by the same time."),
    Example(f"frontdesk promises reassign {_ID} Olena", N_("Olena keeps it now")),
)
@PROMISE
@argument("name", N_("Who keeps it from now on."))
@option("--reason", default="", metavar="TEXT", told=N_("Why, if it matters later."))
@json_option
@with_desk()
def reassign(desk: Desk, promise_id: str, name: str, reason: str, as_json: bool) -> None:
    """Hand a promise on."""
    from frontdesk.desk.promises import promising

    _shown(desk, promising.reassign(desk, promise_id, name, reason), as_json)


@promises.subcommand(
    "show",
    N_("Show a promise: what is said to happen, how and when the customer wants to hear, and how it moved."),
    Example(f"frontdesk promises show {_ID}", N_("the promise, with the request it answers")),
)
@PROMISE
@json_option
@with_desk(Who.ANYBODY)
def show(desk: Desk, promise_id: str, as_json: bool) -> None:
    """Show a promise."""
    from frontdesk.desk.promises import promising

    _shown(desk, promising.one(desk, promise_id), as_json, whole=True)


def _shown(desk: Desk, promise: PromiseLine, as_json: bool, *, whole: bool = False) -> None:
    """Print a promise and how it moved."""
    from frontdesk.desk.promises import promising

    moves = promising.moves(desk, promise.id)
    forms, words = Forms(desk), Words(desk)
    if as_json:
        form: dict[str, Any] = forms.promise(promise)
        form["moves"] = [
            {
                "from_due_at": forms.at(each.from_due_at),
                "to_due_at": forms.at(each.to_due_at),
                "from_owner": each.from_owner,
                "to_owner": each.to_owner,
                "reason": each.reason,
                "at": forms.at(each.moved_at),
            }
            for each in moves
        ]
        tell_json(form)
        return
    tell(_line(desk, words, promise))
    if whole:
        for line in words.around_promise(promise):
            tell(line)
    for each in moves:
        before = _("was {owner}, by {due}").format(owner=each.from_owner, due=words.when(each.from_due_at))
        tell("  " + " · ".join(part for part in (before, each.reason) if part))


def in_hours(desk: Desk, outside: OutsideHours) -> BadInput:
    """The answer to a time at which the customer does not want to hear, as the command line can be told."""
    return BadInput(
        outside.sentence,
        _("The nearest that fits is “{when}”; or add --anyway, if the customer agreed to it.").format(
            when=_typed(desk, outside.nearest)
        ),
    )


def _typed(desk: Desk, at: datetime) -> str:
    return f"{desk.days().wall(at):%Y-%m-%d %H:%M}"
