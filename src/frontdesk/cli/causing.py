"""Causes that came back: who sees to them, and how they were fixed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontdesk.cli.echo import say, tell, tell_json
from frontdesk.cli.forms import Forms
from frontdesk.cli.frame import Example, argument, group, option
from frontdesk.cli.settings import Who, json_option, with_desk
from frontdesk.cli.words import Words
from frontdesk.ground.language import N_, _, ngettext

if TYPE_CHECKING:
    from typing import Any

    from frontdesk.desk.desk import Desk
    from frontdesk.desk.learning.care_views import CauseLine

_ID = "0199f0c2-7d3e-7c41-9a6b-2f1e5d8c4b10"
CAUSE = argument("cause_id", N_("The cause's id, as `frontdesk causes list` prints it."), metavar="CAUSE")


@group(
    "causes",
    N_("What came back three times in seven days and has to be fixed: list it, fix it, say who sees to it."),
    Example("frontdesk causes list", N_("what waits to be fixed, the oldest first")),
)
def causes() -> None:
    """The causes."""


@causes.subcommand(
    "list",
    N_("List what came back three times in seven days and waits to be fixed."),
    Example("frontdesk causes list", N_("the thing, how often, and who sees to it")),
    Example("frontdesk causes list --all --json", N_("also what was fixed in the last seven days, as a JSON list")),
)
@option("--all", "fixed_too", is_flag=True, told=N_("Also what was fixed in the last seven days."))
@json_option
@with_desk(Who.ANYBODY)
def list_causes(desk: Desk, fixed_too: bool, as_json: bool) -> None:
    """List causes."""
    from frontdesk.desk.learning import causing

    found = causing.causes_to_fix(desk, fixed_too=fixed_too)
    if as_json:
        tell_json([cause_form(desk, each) for each in found])
        return
    for each in found:
        for line in _lines(desk, each):
            tell(line)
    if not found:
        say(_("Nothing came back three times in seven days."))


@causes.subcommand(
    "fix",
    N_("Say that a cause is fixed, and how; it asks again only for what happens from now on."),
    Example(f'frontdesk causes fix {_ID} "a new valve on floor 4"', N_("what is different from now on")),
)
@CAUSE
@argument("how", N_("What was done."))
@json_option
@with_desk()
def fix(desk: Desk, cause_id: str, how: str, as_json: bool) -> None:
    """Fix a cause."""
    from frontdesk.desk.learning import causing

    _shown(desk, causing.fixed(desk, cause_id, how), as_json)


@causes.subcommand(
    "owner",
    N_("Say who sees to a cause."),
    Example(f"frontdesk causes owner {_ID} Ilze", N_("Ilze sees to it")),
)
@CAUSE
@argument("name", N_("Who sees to it from now on."))
@json_option
@with_desk()
def owner(desk: Desk, cause_id: str, name: str, as_json: bool) -> None:
    """Hand a cause on."""
    from frontdesk.desk.learning import causing

    _shown(desk, causing.own(desk, cause_id, name), as_json)


def _shown(desk: Desk, cause: CauseLine, as_json: bool) -> None:
    if as_json:
        tell_json(cause_form(desk, cause))
        return
    for line in _lines(desk, cause):
        tell(line)


def _lines(desk: Desk, cause: CauseLine) -> list[str]:
    words = Words(desk)
    if cause.fixed_at is not None:
        how = _("{thing}: fixed {when}: {how}")
        return [how.format(thing=cause.thing, when=words.when(cause.fixed_at), how=cause.fixed_how)]
    times = ngettext("{count} time in 7 days", "{count} times in 7 days", cause.times).format(count=cause.times)
    since = _("since {when}").format(when=words.when(cause.since))
    head = " · ".join((cause.thing, times, cause.owner, since, cause.id))
    cases = (" · ".join(part for part in (each.customer_name, each.request) if part) for each in cause.cases)
    return [head, *(f"  {case}" for case in cases if case)]


def cause_form(desk: Desk, cause: CauseLine) -> dict[str, Any]:
    """A cause as JSON values."""
    forms = Forms(desk)
    return {
        "id": cause.id,
        "thing": cause.thing,
        "times": cause.times,
        "owner": cause.owner,
        "since": forms.at(cause.since),
        "fixed_at": forms.at(cause.fixed_at),
        "fixed_how": cause.fixed_how,
        "cases": [
            {
                "conversation": each.conversation_id,
                "customer_name": each.customer_name,
                "request": each.request,
                "at": forms.at(each.at),
            }
            for each in cause.cases
        ],
    }
