"""The people who work here, and what one of them may give in place of what the role may."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from frontdesk.cli.catalogue import ON_STAFF
from frontdesk.cli.echo import say, tell, tell_json
from frontdesk.cli.frame import Example, argument, group, option
from frontdesk.cli.settings import Who, json_option, with_desk
from frontdesk.ground.errors import BadInput
from frontdesk.ground.language import N_, _
from frontdesk.ground.money import format_minor

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk


@group(
    "staff",
    N_("Add and list the people who work here."),
    Example("frontdesk staff add Anna", N_("Anna may now sign in with `--staff Anna`")),
)
def staff() -> None:
    """The people."""


staff.listed = dict(ON_STAFF)


@staff.subcommand(
    "add",
    N_(
        "Add somebody who works here.\n\n"
        "From the first code of somebody who leads (frontdesk staff pin), only who leads changes who works here."
    ),
    Example("frontdesk staff add Anna", N_("with the lowest role of the guidelines")),
    Example('frontdesk staff add "Jānis Kalniņš" --role lead', N_("somebody with more authority")),
)
@argument("name", N_("The name, as colleagues say it."))
@option("--role", metavar="ROLE", told=N_("A role of the guidelines; else the lowest."))
@option("--user", metavar="USER", told=N_("The user of this machine as whom the person works: who comes so is them."))
@json_option
@with_desk(Who.ANYBODY)
def add(desk: Desk, name: str, role: str | None, user: str | None, as_json: bool) -> None:
    """Add a person."""
    from frontdesk.desk.people import staffing

    person = staffing.add(desk, name, role, user)
    if as_json:
        tell_json({"id": person.id, "name": person.name, "role": person.role})
        return
    tell(_("{name} works here now, as {role}.").format(name=person.name, role=person.role))


@staff.subcommand(
    "list",
    N_("List the people who work here."),
    Example("frontdesk staff list --json", N_("id, name and role of each")),
)
@json_option
@with_desk(Who.ANYBODY)
def list_people(desk: Desk, as_json: bool) -> None:
    """List the people."""
    from frontdesk.desk.people import staffing

    people = staffing.list_staff(desk)
    own = {person: _amounts(desk, found) for person, found in staffing.own_authorities(desk).items()}
    if as_json:
        tell_json(
            [
                {"id": each.id, "name": each.name, "role": each.role, "authority": own.get(each.id, {})}
                for each in people
            ]
        )
        return
    for each in people:
        amounts = [_("{gesture} to {amount}").format(gesture=name, amount=most) for name, most in _of(own, each.id)]
        tell("  ".join((each.name, each.role, *amounts)))
    if not people:
        say(_("Nobody is on the list yet. Begin with: frontdesk staff add NAME"))


@staff.subcommand(
    "leave",
    N_(
        "Say that somebody no longer works here. What they did stays; what they promised needs another owner.\n\n"
        "Every desk they sit at is closed to them at once; what they typed there is kept."
    ),
    Example("frontdesk staff leave Anna", N_("Anna cannot sign in any more; her open promises are listed")),
    Example("frontdesk staff leave Anna --back", N_("Anna works here again")),
)
@argument("name", N_("The person."))
@option("--back", is_flag=True, told=N_("They work here again."))
@json_option
@with_desk(Who.ANYBODY)
def leave(desk: Desk, name: str, back: bool, as_json: bool) -> None:
    """A person leaves, or comes back."""
    from frontdesk.cli.forms import Forms
    from frontdesk.cli.words import Words
    from frontdesk.desk.events import events
    from frontdesk.desk.people import staffing
    from frontdesk.desk.promises import promising

    person = staffing.come_back(desk, name) if back else staffing.leave(desk, name)
    owed = () if back else tuple(each for each in promising.left_behind(desk) if each.owner == person.name)
    lines = [Words(desk).promise(each) for each in owed]
    forms = [Forms(desk).promise(each) for each in owed]
    left = () if back else tuple(each.name for each in events.open_events(desk) if not each.owner_here)
    if as_json:
        tell_json({"id": person.id, "name": person.name, "role": person.role, "works_here": back, "promises": forms})
        return
    said = _("{name} works here again.") if back else _("{name} no longer works here.")
    tell(said.format(name=person.name))
    if lines:
        say(_("These promises need another owner; frontdesk promises reassign PROMISE NAME gives them one:"))
    for line in lines:
        tell(f"  {line}")
    for event in left:
        say(_('{event} needs another owner: frontdesk event owner "{event}" NAME').format(event=event))


def _of(own: dict[str, dict[str, str]], person_id: str) -> list[tuple[str, str]]:
    return list(own.get(person_id, {}).items())


def _amounts(desk: Desk, own: dict[str, int]) -> dict[str, str]:
    exponent = desk.guidelines.business.exponent if desk.guidelines is not None else 2
    return {gesture: format_minor(most, exponent) for gesture, most in own.items()}


@staff.subcommand(
    "authority",
    N_("Say how much one person may give by themselves, in place of what their role may; somebody who leads says it."),
    Example("frontdesk staff authority Anna part_of_bill 200.00 --staff Ilze", N_("up or down from what the role may")),
    Example("frontdesk staff authority Anna part_of_bill role --staff Ilze", N_("what the role may counts again")),
    Example("frontdesk staff authority Anna", N_("what Anna has of her own")),
)
@argument("name", N_("The person."))
@argument("gesture", N_("A gesture of the guidelines."), required=False)
@argument("amount", N_("The most, like 200.00; or the word role."), required=False)
@json_option
@with_desk(Who.ANYBODY)
def authority(desk: Desk, name: str, gesture: str | None, amount: str | None, as_json: bool) -> None:
    """Set or show one person's own authority."""
    from frontdesk.desk.people import staffing

    if gesture is not None and amount is None:
        raise BadInput(_("How much?"), _("Write the amount after the gesture, like 200.00, or the word role."))
    if gesture is None:
        own = staffing.authority_of(desk, name)
    else:
        own = staffing.set_authority(desk, name, gesture, None if amount == "role" else amount)
    amounts = _amounts(desk, own)
    if as_json:
        tell_json({"name": name, "authority": amounts})
        return
    for each, most in amounts.items():
        tell(_("{gesture} to {amount}").format(gesture=each, amount=most))
    if not amounts:
        tell(_("{name} may give what the role may.").format(name=name))


@staff.subcommand(
    "pin",
    N_(
        "Set somebody's own code of six digits, for a shared desk and for answering at a colleague's.\n\n"
        "It is typed at the terminal, without being shown, and never stands on the command line. A new code needs the "
        "old one, or somebody who leads; the first code of somebody who leads is free."
    ),
    Example("frontdesk staff pin Ilze", N_("asks for the code twice; before that for the old one, if there is one")),
    Example("frontdesk staff pin Anna --staff Ilze", N_("Ilze leads, and gives Anna her first code")),
    Example("frontdesk staff pin Ilze --stdin", N_("for scripts: the code is the last line of the input")),
)
@argument("name", N_("The person."))
@option(
    "--stdin",
    "from_stdin",
    is_flag=True,
    told=N_("Read the code from the input instead of asking for it; where the old one is needed, that comes first."),
)
@with_desk(Who.ANYBODY)
def pin(desk: Desk, name: str, from_stdin: bool) -> None:
    """Set a person's code."""
    from frontdesk.desk.people import pins

    old = None
    if pins.needs_old(desk, name):  # a name that nobody has is answered before the code is asked for
        old = _typed(_("The old code"), from_stdin)
    person = pins.set_pin(desk, name, _code(from_stdin), old)
    tell(_("{name} has a code now, and is known by it at a shared desk.").format(name=person.name))


def _code(from_stdin: bool) -> str:
    """The code as it was typed or sent. Raises BadInput without a terminal, and for two that are not the same."""
    if from_stdin:
        return _typed("", from_stdin)
    first, second = (_typed(text, from_stdin) for text in (_("Six digits"), _("Once more")))
    if first != second:
        raise BadInput(_("That was not the same twice."), _("Try it again; the code is as it was."))
    return first


def _typed(text: str, from_stdin: bool) -> str:
    """A code, never shown. Raises BadInput without a terminal."""
    if from_stdin:
        return sys.stdin.readline().strip()
    if not sys.stdin.isatty():
        raise BadInput(_("There is no terminal to type the code at."), _("Send it on the input, with --stdin."))
    return str(click.prompt(text, hide_input=True, err=True))
