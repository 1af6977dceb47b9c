"""Who is known by what, who is at which desk, and what was refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontdesk.cli.echo import say, tell, tell_json
from frontdesk.cli.forms import Forms
from frontdesk.cli.frame import Example, argument, command, option
from frontdesk.cli.settings import Who, json_option, with_desk
from frontdesk.cli.words import Words
from frontdesk.ground.language import N_, _

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk


@command(
    "user",
    N_(
        "Say as which user of the machine a person works: who comes as that user is that person, without a code.\n\n"
        "The user is asked of the system by number; what the environment says counts for nothing."
    ),
    Example("frontdesk staff user Anna anna", N_("whoever is anna on this machine is Anna at the desk")),
    Example("frontdesk staff user Anna", N_("takes it away")),
)
@argument("name", N_("The person."))
@argument("user", N_("The machine's user; none takes it away."), required=False)
@json_option
@with_desk(Who.ANYBODY)
def user(desk: Desk, name: str, user: str | None, as_json: bool) -> None:
    """Link a person with a user of the machine."""
    from frontdesk.desk.people import signing_in

    person = signing_in.set_user(desk, name, user)
    if as_json:
        tell_json({"name": person.name, "user": user})
    elif user is None:
        tell(_("{name} is known by no user of the machine.").format(name=person.name))
    else:
        tell(_("Who comes as {user} is {name}.").format(user=user, name=person.name))


@command(
    "unlock",
    N_("Let somebody's code be tried again at once, after it was wrong too often. For somebody who leads."),
    Example("frontdesk staff unlock Anna --staff Ilze", N_("Anna's next try counts")),
)
@argument("name", N_("The person."))
@with_desk(Who.ANYBODY)
def unlock(desk: Desk, name: str) -> None:
    """Unlock a code."""
    from frontdesk.desk.people import pins

    tell(_("The code of {name} can be tried again.").format(name=pins.unlock(desk, name).name))


@command(
    "sessions",
    N_("Show who is at which desk, since when, and when something was last done there."),
    Example("frontdesk staff sessions", N_("everybody who is signed in")),
)
@json_option
@with_desk(Who.ANYBODY)
def sessions(desk: Desk, as_json: bool) -> None:
    """Show who is where."""
    from frontdesk.desk.people import sessions as sittings

    found, forms, words = sittings.here(desk), Forms(desk), Words(desk)
    if as_json:
        tell_json(
            [
                {
                    "name": each.name,
                    "desk": each.desk,
                    "known_by": each.how,
                    "began_at": forms.at(each.began_at),
                    "seen_at": forms.at(each.seen_at),
                    "locked_at": forms.at(each.locked_at) if each.locked_at else None,
                }
                for each in found
            ]
        )
        return
    for each in found:
        since = _("since {time}").format(time=words.when(each.began_at))
        last = _("last {time}").format(time=words.when(each.seen_at))
        tell(" · ".join((each.name, each.desk, since, last, *((_("locked"),) if each.locked_at else ()))))
    if not found:
        say(_("Nobody is at a desk."))


@command(
    "sign-ins",
    N_("Show who signed in where, and each code that was refused; never what was typed."),
    Example("frontdesk staff sign-ins", N_("the last fifty")),
)
@option("--limit", type=int, default=50, show_default=True, metavar="N", told=N_("At most so many."))
@json_option
@with_desk(Who.ANYBODY)
def sign_ins(desk: Desk, limit: int, as_json: bool) -> None:
    """Show the log of signing in."""
    from frontdesk.desk.people import sign_in_log

    found, forms, words = sign_in_log.newest(desk, max(1, min(limit, 1000))), Forms(desk), Words(desk)
    if as_json:
        tell_json(
            [
                {
                    "name": each.staff_name or None,
                    "known_by": each.how,
                    "result": each.result,
                    "desk": each.desk,
                    "user": each.os_user or None,
                    "at": forms.at(each.at),
                }
                for each in found
            ]
        )
        return
    for each in found:
        tell(" · ".join((words.when(each.at), each.staff_name or "-", sign_in_log.said(each.result), each.desk)))


@command(
    "is-customer",
    N_(
        "Say which customer's card is that of somebody who works here, for who leads.\n\n"
        "Nobody gives anything to their own card or household, nor answers yes to it; a colleague does."
    ),
    Example(
        "frontdesk staff is-customer Anna 0199f0c2-7d3e-7c41-9a6b-2f1e5d8c4b10 --staff Ilze", N_("that is Anna's card")
    ),
    Example("frontdesk staff is-customer Anna --staff Ilze", N_("Anna is no customer any more")),
)
@argument("name", N_("The person."))
@argument("customer", N_("The customer's id, as `frontdesk customers find` prints it."), required=False)
@with_desk(Who.ANYBODY)
def is_customer(desk: Desk, name: str, customer: str | None) -> None:
    """Link a person with their own card."""
    from frontdesk.desk.people import own_card

    person = own_card.say_is_customer(desk, name, customer)
    if customer is None:
        tell(_("{name} is linked with no card.").format(name=person.name))
    else:
        tell(_("That card is {name}'s own: a colleague gives what they are given.").format(name=person.name))
