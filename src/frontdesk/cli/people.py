"""Customers, their orders, and how the house stands."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

from frontdesk.cli.catalogue import ON_CARDS, ON_ORDERS
from frontdesk.cli.echo import say, tell, tell_json
from frontdesk.cli.forms import Forms
from frontdesk.cli.frame import Example, Listed, argument, group, option
from frontdesk.cli.importing import Said
from frontdesk.cli.settings import FILE, Who, json_option, with_desk
from frontdesk.cli.words import Words
from frontdesk.ground.errors import DONE, BadInput
from frontdesk.ground.language import N_, _, ngettext

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

_ID = "0199f0c2-7d3e-7c41-9a6b-2f1e5d8c4b10"


_WORDS = ("encoding", "mapping", "dates", "decimal", "worksheet", "by_number", "bring_back")


def _people_options(function: Callable[..., int | None]) -> Callable[..., int | None]:
    """Add what only an import of people can be told; it stands above `_import_options`."""

    @option("--by-number", is_flag=True, told=N_("Call whoever has no name by their number in the other system."))
    @option(
        "--bring-back",
        multiple=True,
        type=int,
        metavar="ROW",
        told=N_("A refused row of somebody who was erased and came again themselves; repeatable; for who leads."),
    )
    @wraps(function)
    def called(**rest: Any) -> int | None:
        return function(**rest)

    return called


def _import_options(function: Callable[..., int | None]) -> Callable[..., int | None]:
    """Add what an import can be told; the function gets it as `said`."""

    @argument("file", N_("A CSV file, a workbook or a file of vCards."), type=FILE, required=False)
    @option("--encoding", metavar="NAME", told=N_("The file's encoding (cp1257, cp1251); else it is found out."))
    @option("--map", "mapping", multiple=True, metavar="HEADER=COLUMN", told=N_("What a header means; repeatable."))
    @option("--dates", metavar="ORDER", told=N_("day_first or month_first, where 7/1/2026 may be either."))
    @option("--decimal", metavar="SIGN", told=N_("The decimal sign, comma or point, where 1,234 may be either."))
    @option("--worksheet", metavar="NAME", told=N_("Which sheet of a workbook."))
    @option("--dry-run", is_flag=True, told=N_("Say what would be done, and do nothing."))
    @option("--yes", is_flag=True, told=N_("Do it without asking."))
    @option("--undo", is_flag=True, told=N_("Take the last import back; says first what that does."))
    @json_option
    @wraps(function)
    def called(file: Path | None, undo: bool, **rest: Any) -> int | None:
        words = {name: rest.pop(name) for name in _WORDS if name in rest}
        flags = {name: rest.pop(name) for name in ("dry_run", "yes", "as_json")}
        words["decimal"] = {"comma": ",", "point": "."}.get(words["decimal"], words["decimal"])
        return function(file=file, undo=undo, said=Said(**words, **flags), **rest)

    return called


@group(
    "customers",
    N_("Import, find and show customers."),
    Example("frontdesk customers find berzina", N_("finds Bērziņa, in any script and order of names")),
)
def customers() -> None:
    """The customers."""


customers.listed = {
    **ON_CARDS,
    "export": Listed("export", "frontdesk.cli.privacy:export", N_("Hand over everything that is known of a customer.")),
    "erase": Listed("erase", "frontdesk.cli.privacy:erase", N_("Forget a customer for good.")),
    "forget": Listed("forget", "frontdesk.cli.privacy:forget", N_("Forget what the guidelines keep no longer.")),
}


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
    from frontdesk.desk.customers import finding

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
    from frontdesk.desk.customers import cards

    card = cards.card(desk, customer)
    if as_json:
        tell_json(Forms(desk).card(card))
        return
    for line in Words(desk).card(card):
        tell(line)


@customers.subcommand(
    "import",
    N_(
        "Import customers from a file. Repeating it is safe: what did not change stays as it is.\n\n"
        "On a terminal it is shown first what the file would do, and asked about. Refused rows are written into a file "
        "beside it, to be mended and imported again. How to bring customers from other programs: docs/importing.md."
    ),
    Example("frontdesk customers import guests.csv --dry-run", N_("says what it would do, and does nothing")),
    Example("frontdesk customers import guests.csv", N_("takes over new and changed customers")),
    Example("frontdesk customers import guests.csv --map Mobile=phone --dates day_first", N_("says what it means")),
    Example("frontdesk customers import --undo", N_("takes the last import back")),
)
@_people_options
@_import_options
@with_desk(Who.ANYBODY)
def import_customers(desk: Desk, file: Path | None, undo: bool, said: Said) -> int:
    """Import customers."""
    return _import(desk, "customers", file, undo=undo, said=said)


@customers.subcommand(
    "imports",
    N_("List the files that were imported, the newest first."),
    Example("frontdesk customers imports", N_("when, which file, how many, by whom")),
)
@json_option
@with_desk(Who.ANYBODY)
def customer_imports(desk: Desk, as_json: bool) -> int:
    """List imports of customers."""
    from frontdesk.cli import imports

    return imports.show(desk, "customers", as_json)


@group(
    "orders",
    N_("Import bookings, orders and memberships."),
    Example("frontdesk orders import stays.csv", N_("takes over the facts that conditions and amounts look at")),
)
def orders() -> None:
    """The orders."""


orders.listed = dict(ON_ORDERS)


@orders.subcommand(
    "import",
    N_(
        "Import orders from a file. Repeating it is safe: what did not change stays as it is.\n\n"
        "Columns: key (the order's number), customer, label, place, state, starts_on, ends_on, due_on (the day it was "
        "promised for), total, paid; promised (what was promised in the sale, several with ; between), promised_by, "
        "promised_at; and every fact that the guidelines take from an order. A state is open, closed, cancelled, or "
        "one of late, wrong and not_working: then the order goes on and needs care. What programs in four languages "
        "usually call these columns is understood."
    ),
    Example("frontdesk orders import stays.csv", N_("takes over new and changed orders")),
    Example("frontdesk orders import --undo", N_("takes the last import back")),
)
@_import_options
@with_desk(Who.ANYBODY)
def import_orders(desk: Desk, file: Path | None, undo: bool, said: Said) -> int:
    """Import orders."""
    return _import(desk, "orders", file, undo=undo, said=said)


@orders.subcommand(
    "imports",
    N_("List the files that were imported, the newest first."),
    Example("frontdesk orders imports", N_("when, which file, how many, by whom")),
)
@json_option
@with_desk(Who.ANYBODY)
def order_imports(desk: Desk, as_json: bool) -> int:
    """List imports of orders."""
    from frontdesk.cli import imports

    return imports.show(desk, "orders", as_json)


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
    from frontdesk.desk.learning import caring

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


def _import(desk: Desk, what: str, file: Path | None, *, undo: bool, said: Said) -> int:
    from frontdesk.cli import importing, imports

    if undo:
        if file is not None or said.about_a_file:
            see = _("See which one was the last: frontdesk {what} imports. Then write --undo without them.")
            raise BadInput(
                _("--undo takes the last import back, whichever file it was: no file and no reading goes with it."),
                see.format(what=what),
            )
        return imports.undo(desk, what, yes=said.yes, dry_run=said.dry_run, as_json=said.as_json)
    return importing.run(desk, what, file, said)


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
    from frontdesk.desk.rules import housing

    tell(_("{name} is {value} now.").format(name=name, value=housing.set_fact(desk, name, value)))


@house.subcommand(
    "show",
    N_("Show how the house stands, and who said so when."),
    Example("frontdesk house show", N_("every fact of the house that the guidelines look at")),
)
@json_option
@with_desk(Who.ANYBODY)
def show_facts(desk: Desk, as_json: bool) -> None:
    """Show the facts of the house."""
    from frontdesk.desk.rules import housing

    found = housing.facts(desk)
    if as_json:
        forms = Forms(desk)
        tell_json(
            [
                {"name": each.name, "value": each.value or None, "set_at": forms.at(each.at), "set_by": each.by or None}
                for each in found
            ]
        )
        return
    for each in found:
        tell(" · ".join(part for part in (each.name, each.value or "-", each.since) if part))
    if not found:
        say(_("The guidelines look at no fact of the house."))
