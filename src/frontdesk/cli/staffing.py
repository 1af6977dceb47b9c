"""The people who work here, and what one of them may give in place of what the role may."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

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
    from frontdesk.desk import staffing

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
    from frontdesk.desk import staffing

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
    from frontdesk.desk import staffing

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
