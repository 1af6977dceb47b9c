"""Customers, their orders, and how the house stands."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from frontdesk.cli.echo import say, tell, tell_json
from frontdesk.cli.forms import Forms
from frontdesk.cli.frame import Example, argument, group, option
from frontdesk.cli.settings import FILE, Who, json_option, with_desk
from frontdesk.cli.words import Words
from frontdesk.ground.errors import DONE, PROBLEM_FOUND
from frontdesk.ground.language import N_, _, ngettext

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk
    from frontdesk.desk.importing import Imported

_ID = "0199f0c2-7d3e-7c41-9a6b-2f1e5d8c4b10"
REFUSED_SHOWN_MAX = 20


@group(
    "customers",
    N_("Import, find and show customers."),
    Example("frontdesk customers find berzina", N_("finds Bērziņa, in any script and order of names")),
)
def customers() -> None:
    """The customers."""


@customers.subcommand(
    "find",
    N_("Find customers by name, phone tail, card or order number, room or table; best first."),
    Example("frontdesk customers find berzina", N_("a name, as it is heard")),
    Example("frontdesk customers find 456 --json", N_("the tail of a phone number, answered as a JSON list")),
)
@argument("text", N_("What you know: part of a name, a number."), nargs=-1, required=True)
@option("--limit", type=int, default=20, show_default=True, metavar="N", told=N_("At most so many."))
@json_option
@with_desk(Who.ANYBODY)
def find(desk: Desk, text: tuple[str, ...], limit: int, as_json: bool) -> int:
    """Find customers."""
    from frontdesk.desk import finding

    found = finding.find(desk, " ".join(text), limit=max(1, min(limit, 1000)))
    if as_json:
        forms = Forms(desk)
        tell_json([forms.found(each) for each in found])
        return DONE
    for each in found:
        tell("  ".join(part for part in (each.id, each.name, each.detail) if part))
    if not found:
        say(_("Nobody fits “{text}”.").format(text=" ".join(text)))
        say(_("Try part of the name or the last digits of the phone, or begin with `frontdesk start --name NAME`."))
    return DONE


@customers.subcommand(
    "show",
    N_("Show a customer's story: orders, promises, what was given."),
    Example(f"frontdesk customers show {_ID}", N_("the card of that customer")),
)
@argument("customer", N_("The customer's id, as `frontdesk customers find` prints it."))
@json_option
@with_desk(Who.ANYBODY)
def show(desk: Desk, customer: str, as_json: bool) -> None:
    """Show a card."""
    from frontdesk.desk import cards

    card = cards.card(desk, customer)
    if as_json:
        tell_json(Forms(desk).card(card))
        return
    for line in Words(desk).card(card):
        tell(line)


@customers.subcommand(
    "import",
    N_("Import customers from a CSV file. Repeating it is safe: what did not change stays as it is."),
    Example("frontdesk customers import guests.csv --dry-run", N_("says what it would do, and does nothing")),
    Example("frontdesk customers import guests.csv", N_("takes over new and changed customers")),
)
@argument("file", N_("A CSV file with a header line."), type=FILE)
@option("--encoding", metavar="NAME", told=N_("The file's encoding (cp1257, cp1251); else it is found out."))
@option("--dry-run", is_flag=True, told=N_("Say what would be done, and do nothing."))
@json_option
@with_desk(Who.ANYBODY)
def import_customers(desk: Desk, file: Path, encoding: str | None, dry_run: bool, as_json: bool) -> int:
    """Import customers."""
    from frontdesk.desk import importing

    imported = importing.import_customers(desk, file, encoding=encoding, dry_run=dry_run)
    return _imported(imported, dry_run, as_json)


@group(
    "orders",
    N_("Import bookings, orders and memberships."),
    Example("frontdesk orders import stays.csv", N_("takes over the facts that conditions and amounts look at")),
)
def orders() -> None:
    """The orders."""


@orders.subcommand(
    "import",
    N_(
        "Import orders from a CSV file. Repeating it is safe: what did not change stays as it is.\n\n"
        "Columns: key (the order's number), customer, label, place, state, starts_on, ends_on, due_on (the day it was "
        "promised for), total, paid; promised (what was promised in the sale, several with ; between), promised_by, "
        "promised_at; and every fact that the guidelines take from an order. A state is open, closed, cancelled, or "
        "one of late, wrong and not_working: then the order goes on and needs care. What programs in four languages "
        "usually call these columns is understood."
    ),
    Example("frontdesk orders import stays.csv", N_("takes over new and changed orders")),
)
@argument("file", N_("A CSV file with a header line."), type=FILE)
@option("--encoding", metavar="NAME", told=N_("The file's encoding (cp1257, cp1251); else it is found out."))
@option("--dry-run", is_flag=True, told=N_("Say what would be done, and do nothing."))
@json_option
@with_desk(Who.ANYBODY)
def import_orders(desk: Desk, file: Path, encoding: str | None, dry_run: bool, as_json: bool) -> int:
    """Import orders."""
    from frontdesk.desk import importing

    imported = importing.import_orders(desk, file, encoding=encoding, dry_run=dry_run)
    return _imported(imported, dry_run, as_json)


@orders.subcommand(
    "care",
    N_(
        "List the orders that need care: late, wrong, not working or unpaid, by the day they were promised for.\n\n"
        "Late: its state says so, or its promised day is over and it goes on. Unpaid: less was paid than it costs, and "
        "its last day has come."
    ),
    Example("frontdesk orders care", N_("the few that need somebody")),
    Example("frontdesk orders care --all --json", N_("also those that go on well, as JSON")),
)
@option("--all", "all_of_them", is_flag=True, told=N_("Also the orders that go on well."))
@json_option
@with_desk(Who.ANYBODY)
def care(desk: Desk, all_of_them: bool, as_json: bool) -> None:
    """List orders that need care."""
    from frontdesk.desk import caring

    found = caring.orders_needing_care(desk, all_of_them=all_of_them)
    forms, words = Forms(desk), Words(desk)
    if as_json:
        tell_json({"orders": [forms.order_care(each) for each in found.lines], "well": found.well})
        return
    for each in found.lines:
        day = each.promised_on.isoformat() if each.promised_on else ""
        parts = (day, each.key, each.label, each.customer_name, each.words, words.money(each.total_minor))
        tell(" · ".join(dict.fromkeys(part for part in parts if part)))
    if not any(each.needs for each in found.lines):
        say(_("No order needs care."))
    if found.well and not all_of_them:
        say(ngettext("{count} other goes on well.", "{count} others go on well.", found.well).format(count=found.well))


def _imported(imported: Imported, dry_run: bool, as_json: bool) -> int:
    """Say what an import did; refused rows are named and make the exit code 1."""
    if as_json:
        tell_json(
            {
                "new": imported.new,
                "changed": imported.changed,
                "same": imported.same,
                "refused": [{"row": each.row, "reason": each.reason} for each in imported.refused],
                "not_taken_over": list(imported.not_taken_over),
                "dry_run": dry_run,
            }
        )
        return PROBLEM_FOUND if imported.refused else DONE
    tell(
        (
            _("Would be: {new} new, {changed} changed, {same} as before.")
            if dry_run
            else _("{new} new, {changed} changed, {same} as before.")
        ).format(new=imported.new, changed=imported.changed, same=imported.same)
    )
    if imported.not_taken_over:
        say(_("Columns that were not taken over: {names}").format(names=", ".join(imported.not_taken_over)))
    for each in imported.refused[:REFUSED_SHOWN_MAX]:
        say(_("Row {row} was not taken: {reason}").format(row=each.row, reason=each.reason))
    more = len(imported.refused) - REFUSED_SHOWN_MAX
    if more > 0:
        say(ngettext("{count} more row was not taken.", "{count} more rows were not taken.", more).format(count=more))
    return PROBLEM_FOUND if imported.refused else DONE


@group(
    "house",
    N_("Say how the house stands, so that conditions can look at it."),
    Example("frontdesk house set house.occupancy 97%", N_("the house is 97 % full")),
)
def house() -> None:
    """The house."""


@house.subcommand(
    "set",
    N_("Set a fact about the house, in the form of the guidelines."),
    Example("frontdesk house set house.occupancy 97%", N_("the house is 97 % full")),
)
@argument("name", N_("The fact's name in the guidelines."))
@argument("value", N_("How it stands: 97%, 12, yes."))
@with_desk()
def set_fact(desk: Desk, name: str, value: str) -> None:
    """Set a fact of the house."""
    from frontdesk.desk import housing

    tell(_("{name} is {value} now.").format(name=name, value=housing.set_fact(desk, name, value)))
