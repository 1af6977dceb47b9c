"""The people who work here, and what one of them may give in place of what the role may."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from frontdesk.cli.echo import say, tell, tell_json
from frontdesk.cli.frame import Example, argument, group, option
from frontdesk.cli.settings import Who, folder_option, json_option, opened, settings_of
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


@staff.subcommand(
    "add",
    N_("Add somebody who works here."),
    Example("frontdesk staff add Anna", N_("with the lowest role of the guidelines")),
    Example('frontdesk staff add "Jānis Kalniņš" --role lead', N_("somebody with more authority")),
)
@argument("name", N_("The name, as colleagues say it."))
@option("--role", metavar="ROLE", told=N_("A role of the guidelines; else the lowest."))
@folder_option
@json_option
def add(name: str, role: str | None, folder: Path | None, as_json: bool) -> None:
    """Add a person."""
    from frontdesk.desk.people import staffing

    with opened(settings_of(folder), Who.ANYBODY) as desk:
        person = staffing.add(desk, name, role)
    if as_json:
        tell_json({"id": person.id, "name": person.name, "role": person.role})
        return
    tell(_("{name} works here now, as {role}.").format(name=person.name, role=person.role))


@staff.subcommand(
    "list",
    N_("List the people who work here."),
    Example("frontdesk staff list --json", N_("id, name and role of each")),
)
@folder_option
@json_option
def list_people(folder: Path | None, as_json: bool) -> None:
    """List the people."""
    from frontdesk.desk.people import staffing

    with opened(settings_of(folder), Who.ANYBODY) as desk:
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
    N_("Say that somebody no longer works here. What they did stays; what they promised needs another owner."),
    Example("frontdesk staff leave Anna", N_("Anna cannot sign in any more; her open promises are listed")),
    Example("frontdesk staff leave Anna --back", N_("Anna works here again")),
)
@argument("name", N_("The person."))
@option("--back", is_flag=True, told=N_("They work here again."))
@folder_option
@json_option
def leave(name: str, back: bool, folder: Path | None, as_json: bool) -> None:
    """A person leaves, or comes back."""
    from frontdesk.cli.forms import Forms
    from frontdesk.cli.words import Words
    from frontdesk.desk.events import events
    from frontdesk.desk.people import staffing
    from frontdesk.desk.promises import promising

    with opened(settings_of(folder), Who.ANYBODY) as desk:
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
    N_("Say how much one person may give by themselves, in place of what their role may."),
    Example("frontdesk staff authority Anna part_of_bill 200.00", N_("up or down from what the role may")),
    Example("frontdesk staff authority Anna part_of_bill role", N_("what the role may counts again")),
    Example("frontdesk staff authority Anna", N_("what Anna has of her own")),
)
@argument("name", N_("The person."))
@argument("gesture", N_("A gesture of the guidelines."), required=False)
@argument("amount", N_("The most, like 200.00; or the word role."), required=False)
@folder_option
@json_option
def authority(name: str, gesture: str | None, amount: str | None, folder: Path | None, as_json: bool) -> None:
    """Set or show one person's own authority."""
    from frontdesk.desk.people import staffing

    if gesture is not None and amount is None:
        raise BadInput(_("How much?"), _("Write the amount after the gesture, like 200.00, or the word role."))
    with opened(settings_of(folder), Who.ANYBODY) as desk:
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
        "Set somebody's own code of six digits, for answering at a colleague's desk.\n\n"
        "It is typed at the terminal, without being shown, and never stands on the command line."
    ),
    Example("frontdesk staff pin Ilze", N_("asks for the code twice")),
    Example("frontdesk staff pin Ilze --stdin", N_("for scripts: the code is the first line of the input")),
)
@argument("name", N_("The person."))
@option("--stdin", "from_stdin", is_flag=True, told=N_("Read the code from the input instead of asking for it."))
@folder_option
def pin(name: str, from_stdin: bool, folder: Path | None) -> None:
    """Set a person's code."""
    from frontdesk.desk.people import pins

    with opened(settings_of(folder), Who.ANYBODY) as desk:
        pins.has_pin(desk, name)  # a name that nobody has is answered before the code is asked for
        person = pins.set_pin(desk, name, _code(from_stdin))
    tell(_("{name} can now answer at a colleague's desk.").format(name=person.name))


def _code(from_stdin: bool) -> str:
    """The code as it was typed or sent. Raises BadInput without a terminal, and for two that are not the same."""
    if from_stdin:
        return sys.stdin.readline().strip()
    if not sys.stdin.isatty():
        raise BadInput(_("There is no terminal to type the code at."), _("Send it on the input, with --stdin."))
    first, second = (str(click.prompt(text, hide_input=True, err=True)) for text in (_("Six digits"), _("Once more")))
    if first != second:
        raise BadInput(_("That was not the same twice."), _("Try it again; the code is as it was."))
    return first


@staff.subcommand(
    "ssh-key",
    N_(
        "Print the lines of authorized_keys by which people come in, each as who they are.\n\n"
        "With --add or --remove, a person's key is kept or taken away first. "
        "docs/deploy-ssh.md says where the lines go."
    ),
    Example("frontdesk staff ssh-key Anna --add anna.pub", N_("whoever comes in with that key is Anna")),
    Example("frontdesk staff ssh-key", N_("everybody's lines, for /etc/frontdesk/authorized_keys")),
)
@argument("name", N_("The person; without it everybody."), required=False)
@option("--add", "added", metavar="FILE", told=N_("A public key, or the file it stands in; - reads the input."))
@option("--remove", "removed", metavar="FINGERPRINT", told=N_("The key no longer lets this person in."))
@option("--launcher", metavar="PATH", told=N_("Where the launcher stands; else /opt/frontdesk/bin/kiosk."))
@folder_option
@json_option
def ssh_key(
    name: str | None, added: str | None, removed: str | None, launcher: str | None, folder: Path | None, as_json: bool
) -> None:
    """Keep, take away and print people's keys."""
    from frontdesk.cli.kiosk_recipe import LAUNCHER, authorized_line
    from frontdesk.desk.people import ssh_keys

    if name is None and (added or removed):
        raise BadInput(_("Whose key is it?"), _("Write the name: frontdesk staff ssh-key NAME --add FILE"))
    text = "" if added is None else _public_key(added)
    with opened(settings_of(folder), Who.ANYBODY) as desk:
        if name is not None and added is not None:
            ssh_keys.add(desk, name, text)
        if name is not None and removed is not None:
            ssh_keys.remove(desk, name, removed)
        found = ssh_keys.listed(desk, name)
    if as_json:
        tell_json([{"name": each.name, "fingerprint": each.fingerprint, "key": each.public_key} for each in found])
        return
    for each in found:
        tell(authorized_line(each.fingerprint, each.public_key, each.name, launcher or LAUNCHER))
    if not found:
        say(_("There is no key yet. Add one with: frontdesk staff ssh-key NAME --add FILE"))


def _public_key(given: str) -> str:
    """What was given as a key: the key itself, a file's text, or the input. Raises BadInput for a file there is not."""
    from frontdesk.desk.people.ssh_keys import KEY_LENGTH_MAX, KINDS

    if given == "-":
        return sys.stdin.read(KEY_LENGTH_MAX)
    if given.split()[:1] and given.split()[0] in KINDS:
        return given
    try:
        with Path(given).open(encoding="utf-8", errors="replace") as file:
            return file.read(KEY_LENGTH_MAX)
    except OSError as error:
        raise BadInput(
            _("{path} cannot be read: {why}.").format(path=given, why=error.strerror or error),
            _("Name the file of the public key; it ends in .pub."),
        ) from error
