"""Authority given ahead, without a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from frontdesk.cli.echo import say, tell, tell_json
from frontdesk.cli.forms import Forms
from frontdesk.cli.frame import Example, argument, group, option
from frontdesk.cli.settings import Who, json_option, with_desk
from frontdesk.cli.words import Words
from frontdesk.ground.language import N_, _, ngettext

if TYPE_CHECKING:
    from frontdesk.desk.approvals.approval_views import GrantLine
    from frontdesk.desk.desk import Desk

_ID = "0199f0c5-08d1-7b9e-a4c2-1e7f3d5b9a60"


@group(
    "grant",
    N_("Give authority ahead: so many times, or until a time; it works while you are away."),
    Example("frontdesk grant add part_of_bill 300 --times 3", N_("for everybody here, until the end of the day")),
)
def grant() -> None:
    """Authority given ahead."""


@grant.subcommand(
    "add",
    N_("Give authority ahead for one gesture, up to a sum that you may give yourself."),
    Example(
        'frontdesk grant add part_of_bill 300 --for Anna --times 2 --reason "heating repairs"', N_("Anna, two times")
    ),
    Example('frontdesk grant add make_it_right 500 --at-desk "desk 1" --until 23:00', N_("whoever works at that desk")),
)
@argument("gesture", N_("The gesture's name in the guidelines."))
@argument("amount", N_("Up to how much (300 or 300.50); left out where there is no money."), required=False)
@option("--for", "person", metavar="NAME", told=N_("For one person; else for everybody."))
@option("--at-desk", metavar="NAME", told=N_("For whoever works at that desk."))
@option("--times", type=click.INT, metavar="N", told=N_("How often; else as often as it is needed."))
@option("--until", metavar="WHEN", told=N_("Until when (23:00, tomorrow 12:00, 3 hours); else the end of the day."))
@option("--reason", default="", metavar="TEXT", told=N_("One sentence why."))
@json_option
@with_desk()
def add(
    desk: Desk,
    gesture: str,
    amount: str | None,
    person: str | None,
    at_desk: str | None,
    times: int | None,
    until: str | None,
    reason: str,
    as_json: bool,
) -> None:
    """Give authority ahead."""
    from frontdesk.desk.approvals import granting
    from frontdesk.desk.promises import promising

    ends = None if until is None else promising.parse_due(desk, until)
    made = granting.grant(desk, gesture, amount, staff=person, at_desk=at_desk, times=times, until=ends, reason=reason)
    if as_json:
        tell_json(grant_form(desk, made))
        return
    tell(_line(Words(desk), made))


@grant.subcommand(
    "list",
    N_("Show the authority given ahead that can still be used."),
    Example("frontdesk grant list", N_("what ends first stands first")),
    Example("frontdesk grant list --json", N_("the same as JSON")),
)
@json_option
@with_desk(Who.ANYBODY)
def list_grants(desk: Desk, as_json: bool) -> None:
    """Show what is open."""
    from frontdesk.desk.approvals import granting

    found = granting.open_grants(desk)
    if as_json:
        tell_json([grant_form(desk, each) for each in found])
        return
    words = Words(desk)
    for each in found:
        tell(_line(words, each))
    if not found:
        say(_("Nothing is given ahead now."))


@grant.subcommand(
    "withdraw",
    N_("Take back authority that was given ahead; what was given by it stands."),
    Example(f"frontdesk grant withdraw {_ID}", N_("from the next gesture on")),
)
@argument("grant_id", N_("The id, as `frontdesk grant list` prints it."), metavar="ID")
@json_option
@with_desk()
def withdraw(desk: Desk, grant_id: str, as_json: bool) -> None:
    """Take it back."""
    from frontdesk.desk.approvals import granting

    gone = granting.withdraw(desk, grant_id)
    if as_json:
        tell_json(grant_form(desk, gone))
        return
    tell(_("Taken back: {what}").format(what=_line(Words(desk), gone)))


def _line(words: Words, line: GrantLine) -> str:
    what = _("{label} to {amount}").format(label=line.label, amount=line.up_to) if line.up_to else line.label
    whom = line.for_whom or line.at_desk or _("everybody here")
    often = (
        _("as often as it is needed")
        if line.left is None
        else ngettext("{count} time left", "{count} times left", line.left).format(count=line.left)
    )
    until = _("until {time}").format(time=words.when(line.until_at))
    said = " · ".join(part for part in (what, whom, often, until, line.reason) if part)
    return f"{line.id}  {said}"


def grant_form(desk: Desk, line: GrantLine) -> dict[str, Any]:
    """Authority given ahead as JSON values."""
    forms = Forms(desk)
    return {
        "id": line.id,
        "gesture": line.gesture,
        "label": line.label,
        "up_to": line.up_to or None,
        "for": line.for_whom or None,
        "at_desk": line.at_desk or None,
        "times": line.times,
        "used": line.used,
        "left": line.left,
        "until_at": forms.at(line.until_at),
        "reason": line.reason,
        "made_by": line.made_by,
        "made_at": forms.at(line.made_at),
    }
