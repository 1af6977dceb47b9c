"""`frontdesk event`: mass events without a screen. Open one, say whom it touches, call, give, close."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from frontdesk.cli.echo import say, tell, tell_exactly, tell_json
from frontdesk.cli.event_words import call_form, call_words, on_one_line, shown, still_open
from frontdesk.cli.forms import Forms
from frontdesk.cli.frame import Example, argument, group, option
from frontdesk.cli.progress import Progress
from frontdesk.cli.settings import FILE, Who, json_option, with_desk
from frontdesk.cli.words import Words
from frontdesk.ground.errors import DONE, PROBLEM_FOUND, BadInput
from frontdesk.ground.language import N_, _, ngettext

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk
    from frontdesk.desk.events.event_views import Added

_CONVERSATION = "0199f0c2-7d3e-7c41-9a6b-2f1e5d8c4b10"
REFUSED_SHOWN_MAX = 20
EVENT = argument("event_name", N_("The event, by its name or its id."), metavar="EVENT")
WHAT = argument("what", N_("The serial, order or customer number, as the call list has it."), metavar="WHAT")


@group(
    "event",
    N_(
        "Mass events: one cause, many customers. Each has a promise, and what the event owes them; the event has a"
        " budget of its own and leaves the ordinary ones alone.\n\n"
        "A lead opens, widens and closes one; calling and giving is everybody's."
    ),
    Example("frontdesk event list", N_("what goes on, and how far it is")),
)
def event() -> None:
    """Mass events."""


@event.subcommand(
    "open",
    N_("Open a mass event: what happened, what each customer is promised by when, and what is owed to each."),
    Example(
        'frontdesk event open "Recall B-1" --cause "The battery can overheat" --gesture recall_swap --budget 20000'
        ' --promise "A new device at your door" --due "24 Nov 18:00"',
        N_("nobody is in it yet: frontdesk event add"),
    ),
)
@argument("name", N_("What it is called from now on."))
@option("--cause", required=True, metavar="TEXT", told=N_("What happened, in the business's own words."))
@option("--promise", required=True, metavar="TEXT", told=N_("What each customer is promised."))
@option("--due", required=True, metavar="WHEN", told=N_("By when: tomorrow 18:00, 3 days, 24 Nov 12:00."))
@option("--gesture", metavar="NAME", told=N_("What is owed to each; else a promise alone."))
@option("--budget", metavar="AMOUNT", told=N_("What the gestures may cost altogether; else without end."))
@option("--owner", metavar="NAME", told=N_("Who answers for its promises; else you."))
@json_option
@with_desk()
def open_(
    desk: Desk,
    name: str,
    cause: str,
    promise: str,
    due: str,
    gesture: str | None,
    budget: str | None,
    owner: str | None,
    as_json: bool,
) -> None:
    """Open an event."""
    from frontdesk.desk.events import events
    from frontdesk.desk.promises.due_times import parse_due

    made = events.open_event(
        desk,
        name,
        cause,
        promise=promise,
        due_at=parse_due(desk, due),
        gesture=gesture,
        budget=budget,
        owner=owner,
    )
    shown(desk, made, as_json)


@event.subcommand(
    "add",
    N_(
        "Say whom an event touches: all of them in one go, or nobody. Each gets the event's promise.\n\n"
        "Adding the same again adds nobody twice. What is refused is named with the reason, and makes the exit code 1."
    ),
    Example('frontdesk event add "Recall B-1" --batch B-1', N_("every order and card whose facts say this batch")),
    Example('frontdesk event add "Recall B-1" --serial S-17 --serial S-18 --order A-204', N_("some, one by one")),
    Example(
        'frontdesk event add "Recall B-1" --file recalled.csv', N_("columns customer, order, serial; one is enough")
    ),
)
@EVENT
@option("--order", "orders", multiple=True, metavar="KEY", told=N_("An order by its number; repeatable."))
@option("--batch", "batches", multiple=True, metavar="BATCH", told=N_("Everything of a batch; repeatable."))
@option("--serial", "serials", multiple=True, metavar="SERIAL", told=N_("A serial, also of nobody known; repeatable."))
@option("--file", type=FILE, metavar="FILE", told=N_("A CSV file with columns customer, order, serial."))
@option("--encoding", metavar="NAME", told=N_("The file's encoding, when it is not UTF-8."))
@option("--due", metavar="WHEN", told=N_("By when these are promised; else the event's own time."))
@json_option
@with_desk()
def add(
    desk: Desk,
    event_name: str,
    orders: tuple[str, ...],
    batches: tuple[str, ...],
    serials: tuple[str, ...],
    file: Path | None,
    encoding: str | None,
    due: str | None,
    as_json: bool,
) -> int:
    """Add members."""
    from frontdesk.desk.events import event_adding
    from frontdesk.desk.promises.due_times import parse_due

    if encoding is not None and file is None:
        raise BadInput(_("--encoding goes with --file."), _("Name the file, or leave --encoding out."))
    with Progress() as progress:
        added = event_adding.add(
            desk,
            event_name,
            orders=orders,
            batches=batches,
            serials=serials,
            file=file,
            encoding=encoding,
            due_at=None if due is None else parse_due(desk, due),
            progress=progress.show,
        )
    return _told(desk, added, as_json)


def _told(desk: Desk, added: Added, as_json: bool) -> int:
    code = PROBLEM_FOUND if added.refused else DONE
    if as_json:
        form = {
            "event": Forms(desk).event(added.event),
            "new": added.new,
            "named": added.named,
            "already": added.already,
            "refused": [{"row": each.row, "what": each.what, "reason": each.reason} for each in added.refused],
            "not_taken_over": list(added.not_taken_over),
        }
        tell_json(form)
        return code
    tell(_("{new} new, {already} already there.").format(new=added.new, already=added.already))
    if added.named:
        tell(ngettext("{count} has a name now.", "{count} have a name now.", added.named).format(count=added.named))
    if added.not_taken_over:
        say(_("Columns that were not taken over: {names}").format(names=", ".join(added.not_taken_over)))
    for each in added.refused[:REFUSED_SHOWN_MAX]:
        if each.row is None:
            say(_("{what} was not taken: {reason}").format(what=each.what, reason=each.reason))
        else:
            say(_("Row {row} was not taken: {reason}").format(row=each.row, reason=each.reason))
    more = len(added.refused) - REFUSED_SHOWN_MAX
    if more > 0:
        say(ngettext("{count} more was not taken.", "{count} more were not taken.", more).format(count=more))
    tell(on_one_line(added.event, Words(desk)))
    return code


@event.subcommand(
    "list",
    N_("List mass events: how many are touched, reached and given to, what is left, what is still promised."),
    Example("frontdesk event list --all --json", N_("also those that are closed and done, as a JSON list")),
)
@option("--all", "everything", is_flag=True, told=N_("Also those that are closed and owe nothing any more."))
@json_option
@with_desk(Who.ANYBODY)
def list_events(desk: Desk, everything: bool, as_json: bool) -> None:
    """List events."""
    from frontdesk.desk.events import events

    found = events.everything(desk) if everything else events.open_events(desk)
    if as_json:
        tell_json([Forms(desk).event(each) for each in found])
        return
    for each in found:
        tell(on_one_line(each, Words(desk)))
    if not found:
        say(_("No mass event goes on."))


@event.subcommand(
    "show",
    N_("Show a mass event: the cause, the promise, what is owed, and how far it is."),
    Example('frontdesk event show "Recall B-1"', N_("all of it, but the customers: frontdesk event calls")),
)
@EVENT
@json_option
@with_desk(Who.ANYBODY)
def show(desk: Desk, event_name: str, as_json: bool) -> None:
    """Show an event."""
    from frontdesk.desk.events import events

    shown(desk, events.one(desk, event_name), as_json)


@event.subcommand(
    "calls",
    N_("Print the call list: whom to call, how and when, what is promised, and what came of earlier calls."),
    Example('frontdesk event calls "Recall B-1" | lp', N_("on paper, 80 columns")),
    Example('frontdesk event calls "Recall B-1" --left --csv', N_("those not reached yet, for a spreadsheet")),
)
@EVENT
@option("--left", is_flag=True, told=N_("Only those who were not reached yet."))
@option("--csv", "as_csv", is_flag=True, told=N_("Print CSV, safe from formulas."))
@json_option
@with_desk(Who.ANYBODY)
def calls(desk: Desk, event_name: str, left: bool, as_csv: bool, as_json: bool) -> None:
    """Print the call list."""
    from frontdesk.desk.events import call_sheet, event_calling, events

    if as_csv and as_json:
        raise BadInput(_("--csv and --json are two forms."), _("Choose one of them, or none."))
    line = events.one(desk, event_name)
    found = [each for each in event_calling.calls(desk, line.id) if not left or each.call != "reached"]
    if as_json:
        tell_json([call_form(desk, each) for each in found])
    elif as_csv:
        tell_exactly(call_sheet.as_csv(desk, found))
    else:
        tell_exactly(call_sheet.sheet(desk, line, found))


@event.subcommand(
    "called",
    N_("Write down what came of a call."),
    Example('frontdesk event called "Recall B-1" S-17 --note "comes on Monday"', N_("the customer was reached")),
    Example('frontdesk event called "Recall B-1" S-18 --left-word', N_("word was left with somebody, or on a machine")),
    Example('frontdesk event called "Recall B-1" S-19 --kept', N_("reached, and what was promised is done")),
)
@EVENT
@WHAT
@option("--left-word", is_flag=True, told=N_("Word was left with somebody or on a machine; else they were reached."))
@option("--not-reached", is_flag=True, told=N_("Nobody was reached."))
@option("--note", default="", metavar="TEXT", told=N_("What was said."))
@option("--kept", is_flag=True, told=N_("The promise is kept by it."))
@json_option
@with_desk()
def called(
    desk: Desk, event_name: str, what: str, left_word: bool, not_reached: bool, note: str, kept: bool, as_json: bool
) -> None:
    """Mark a call."""
    from frontdesk.desk.events import event_calling

    if left_word and not_reached:
        raise BadInput(_("--left-word and --not-reached are two different things."), _("Choose one of them, or none."))
    call = "left_word" if left_word else "not_reached" if not_reached else "reached"
    line = event_calling.called(desk, event_name, what, call, note=note, kept=kept)
    if as_json:
        tell_json(call_form(desk, line))
        return
    tell(call_words(line))


@event.subcommand(
    "give",
    N_(
        "Give a customer what the event owes them, once; again it says what was given. It is decided as any gesture, by"
        " the event's own budget: when it cannot be given like this, the exit code is 4."
    ),
    Example('frontdesk event give "Recall B-1" S-17', N_("what is owed for this serial")),
    Example(
        f'frontdesk event give "Recall B-1" S-17 --conversation {_CONVERSATION} --kept',
        N_("while the customer is here; the promise is kept by it"),
    ),
)
@EVENT
@WHAT
@option("--amount", metavar="AMOUNT", told=N_("How much (120 or 120.50), where that is chosen; else the usual."))
@option("--reason", default="", metavar="TEXT", told=N_("One sentence why; else the event's cause."))
@option("--tick", "ticks", multiple=True, metavar="NAME", told=N_("Something that was done or confirmed; repeatable."))
@option("--conversation", metavar="ID", told=N_("The customer's conversation, when they are here."))
@option("--kept", is_flag=True, told=N_("The promise is kept by it."))
@json_option
@with_desk()
def give(
    desk: Desk,
    event_name: str,
    what: str,
    amount: str | None,
    reason: str,
    ticks: tuple[str, ...],
    conversation: str | None,
    kept: bool,
    as_json: bool,
) -> int:
    """Give what is owed."""
    from frontdesk.cli.giving import said, tell_outcome
    from frontdesk.desk.events import event_giving

    outcome = event_giving.give(
        desk,
        event_name,
        what,
        ask=amount,
        reason=reason,
        ticks=tuple(said((), ticks)),
        conversation_id=conversation,
        kept=kept,
    )
    return tell_outcome(desk, outcome, as_json)


@event.subcommand(
    "budget",
    N_("Give an event another budget."),
    Example('frontdesk event budget "Recall B-1" 30000', N_("what its gestures may cost altogether")),
)
@EVENT
@argument("amount", N_("What its gestures may cost altogether; `none` is without end."))
@json_option
@with_desk()
def budget(desk: Desk, event_name: str, amount: str, as_json: bool) -> None:
    """Change an event's budget."""
    from frontdesk.desk.events import events

    shown(desk, events.set_budget(desk, event_name, None if amount.strip() == "none" else amount), as_json)


@event.subcommand(
    "owner",
    N_("Hand an event and all its open promises to somebody else."),
    Example('frontdesk event owner "Recall B-1" Anna', N_("Anna answers for what is still promised")),
)
@EVENT
@argument("owner_name", N_("Whose it is from now on."), metavar="NAME")
@option("--reason", default="", metavar="TEXT", told=N_("One sentence why."))
@json_option
@with_desk()
def owner(desk: Desk, event_name: str, owner_name: str, reason: str, as_json: bool) -> None:
    """Hand an event on."""
    from frontdesk.desk.events import events

    shown(desk, events.hand_on(desk, event_name, owner_name, reason), as_json)


@event.subcommand(
    "close",
    N_("Take no more customers into an event, and say what is still open; that stays owed."),
    Example(
        'frontdesk event close "Recall B-1"', N_("promises that are open stay open, and what is owed can be given")
    ),
)
@EVENT
@json_option
@with_desk()
def close(desk: Desk, event_name: str, as_json: bool) -> None:
    """Close an event."""
    from frontdesk.desk.events import events

    done = events.close(desk, event_name)
    if as_json:
        form = {"promises_open": done.promises_open, "not_reached": done.not_reached, "not_given": done.not_given}
        tell_json(Forms(desk).event(done.event) | form | {"already": done.already})
        return
    tell(_("Had been closed before.") if done.already else _("Closed: nobody is added any more."))
    for line in still_open(done):
        tell(line)
