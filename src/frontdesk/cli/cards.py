"""Writing on a customer's card: what they like, what was observed, how they are reached; and taking it back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from frontdesk.cli.card_form import change_value, group_value, note_value, preference_value
from frontdesk.cli.card_lines import change_words, group_words, note_words, preference_words
from frontdesk.cli.echo import say, tell, tell_json
from frontdesk.cli.forms import Forms
from frontdesk.cli.frame import Example, argument, command, option
from frontdesk.cli.settings import Who, json_option, with_desk
from frontdesk.cli.words import Words
from frontdesk.ground.errors import BadInput
from frontdesk.ground.language import N_, _

if TYPE_CHECKING:
    from datetime import date

    from frontdesk.desk.customers.card_views import Edited
    from frontdesk.desk.desk import Desk

_ID = "0199f0c2-7d3e-7c41-9a6b-2f1e5d8c4b10"
_CUSTOMER = N_("The customer's id, as `frontdesk customers find` prints it.")


@command(
    "prefer",
    N_("Note what a customer likes or needs, in their words or somebody else's."),
    Example(f'frontdesk customers prefer {_ID} "oat milk"', N_("their own words, from now on")),
    Example(f'frontdesk customers prefer {_ID} "a cot" --this-time', N_("for today only")),
)
@argument("customer", _CUSTOMER)
@argument("text", N_("What they like or need."))
@option("--whose", default="", metavar="WHO", told=N_("Who said it, when it was not the customer."))
@option(
    "--this-time", is_flag=True, told=N_("For this time only: forgotten with the stay, the conversation or the day.")
)
@option("--until", metavar="DAY", told=N_("The last day it holds, like 2026-11-24."))
@option("--conversation", metavar="ID", told=N_("The conversation it was said in."))
@json_option
@with_desk()
def prefer(
    desk: Desk, customer: str, text: str, whose: str, this_time: bool, until: str | None, conversation: str | None,
    as_json: bool,
) -> None:  # fmt: skip
    """Note a preference."""
    from frontdesk.desk.customers import preferring

    line = preferring.prefer(
        desk,
        customer,
        text,
        whose=whose,
        this_time=this_time,
        until=None if until is None else _day(until),
        conversation_id=conversation,
    )
    if as_json:
        tell_json(preference_value(Forms(desk), line))
    else:
        tell(preference_words(Words(desk), line))


@command(
    "note",
    N_(
        "Write a note on a customer's card: what does this person need, what works?\n\n"
        "Words about what somebody is are not written; the guidelines list them."
    ),
    Example(f'frontdesk customers note {_ID} "Speak slowly; she hears well on the left."', N_("what works")),
)
@argument("customer", _CUSTOMER)
@argument("text", N_("What this person needs, and what works."))
@option("--conversation", metavar="ID", told=N_("The conversation it was seen in."))
@json_option
@with_desk()
def note(desk: Desk, customer: str, text: str, conversation: str | None, as_json: bool) -> None:
    """Write a note."""
    from frontdesk.desk.customers import noting

    line = noting.note(desk, customer, text, conversation_id=conversation)
    if as_json:
        tell_json(note_value(Forms(desk), line))
    else:
        tell(note_words(Words(desk), line))


@command(
    "strike",
    N_("Strike a preference or a note out; --undo puts it back."),
    Example(f"frontdesk customers strike {_ID}", N_("it is on no card any more, and no import brings it back")),
)
@argument("line", N_("The id of the preference or the note, as `frontdesk customers show` prints it."))
@option("--undo", is_flag=True, told=N_("Put it back on the card."))
@with_desk()
def strike(desk: Desk, line: str, undo: bool) -> None:
    """Strike out."""
    from frontdesk.desk.customers import noting, preferring
    from frontdesk.ground.errors import NotFound

    said = _("Back on the card: {text}") if undo else _("Struck out: {text}")
    try:
        preference = preferring.unstrike(desk, line) if undo else preferring.strike(desk, line)
        tell(said.format(text=preference.text))
    except NotFound:
        struck = noting.unstrike(desk, line) if undo else noting.strike(desk, line)
        tell(said.format(text=" ".join(struck.text.split())))


@command(
    "relate",
    N_(
        "Say who belongs together: a household, or a company and who speaks for it.\n\n"
        "A limit per household or per company is one limit for everybody in it. A person belongs to one household and "
        "to one company at most."
    ),
    Example(f"frontdesk customers relate {_ID} --with {_ID} --role daughter", N_("one household")),
    Example(f'frontdesk customers relate {_ID} --company "Ogle SIA" --role "orders for them"', N_("a company")),
    Example(f"frontdesk customers relate {_ID} --leave {_ID}", N_("belongs to it no more")),
)
@argument("customer", _CUSTOMER)
@option("--with", "other", metavar="ID", told=N_("Another customer, with whom they are one household."))
@option("--company", metavar="NAME", told=N_("The company they belong to."))
@option("--leave", metavar="ID", told=N_("The household or company they belong to no more."))
@option("--role", default="", metavar="TEXT", told=N_("As what: daughter, orders for them."))
@json_option
@with_desk()
def relate(
    desk: Desk, customer: str, other: str | None, company: str | None, leave: str | None, role: str, as_json: bool
) -> None:
    """Say who belongs together."""
    from frontdesk.desk.customers import relating

    if sum(each is not None for each in (other, company, leave)) != 1:
        raise BadInput(
            _("It is not said what they belong to."), _("Write one of --with ID, --company NAME and --leave ID.")
        )
    if other is not None:
        relating.join_with(desk, customer, other, role=role)
    elif company is not None:
        relating.join_company(desk, customer, company, role=role)
    elif leave is not None:
        relating.leave(desk, customer, leave)
    found = relating.of_customer(desk, customer)
    if as_json:
        tell_json([group_value(Forms(desk), each) for each in found])
        return
    for each in found:
        tell(group_words(each))
    if not found:
        say(_("They belong to no household and to no company."))


@command(
    "edit",
    N_(
        "Correct what a card says; what it said before can be put back with `undo`.\n\n"
        "Anybody may correct the name and how the customer is reached. Facts come from your own system; whoever leads "
        "sets them right here. An empty value takes a field away."
    ),
    Example(f'frontdesk customers edit {_ID} --phone "+371 26 123 456"', N_("the number was wrong")),
    Example(f'frontdesk customers edit {_ID} --channel Telegram --hours "not before 10"', N_("how to reach them")),
    Example(f"frontdesk customers edit {_ID} --fact tier gold --staff Ilze", N_("a fact, by whoever leads")),
)
@argument("customer", _CUSTOMER)
@option("--name", metavar="NAME", told=N_("What they are called."))
@option("--phone", metavar="NUMBER", told=N_("Their telephone."))
@option("--email", metavar="ADDRESS", told=N_("Their e-mail address."))
@option("--languages", metavar="CODES", told=N_("The languages they speak, like lv,ru."))
@option("--channel", metavar="TEXT", told=N_("Where they like to hear from you: phone, Telegram."))
@option("--hours", metavar="TEXT", told=N_("When: 9-12, 17-19; not before 10; Mon-Fri 9:00-17:00."))
@option(
    "--fact", "facts", nargs=2, multiple=True, metavar="NAME VALUE",
    told=N_("A fact of the card: tier, since, visits, balance, overdue, or one that the guidelines declare."),
)  # fmt: skip
@json_option
@with_desk()
def edit(desk: Desk, customer: str, facts: tuple[tuple[str, str], ...], as_json: bool, **fields: str | None) -> None:
    """Correct a card."""
    from frontdesk.desk.customers import editing_card

    said = {name: text for name, text in fields.items() if text is not None} | dict(facts)
    if not said:
        raise BadInput(_("Nothing to change was named."), _("Say what is right now, like --phone NUMBER."))
    _tell_edited(desk, editing_card.edit(desk, customer, said), as_json)


@command(
    "undo",
    N_("Put back what a card said before a change."),
    Example(f"frontdesk customers undo {_ID}", N_("the change's id stands in its history")),
)
@argument("change", N_("The change's id, as `frontdesk customers history` prints it."))
@json_option
@with_desk()
def undo(desk: Desk, change: str, as_json: bool) -> None:
    """Undo a change."""
    from frontdesk.desk.customers import editing_card

    _tell_edited(desk, editing_card.undo(desk, change), as_json)


@command(
    "history",
    N_("Show what changed on a card: when, by whom or from which file, before and after."),
    Example(f"frontdesk customers history {_ID}", N_("the newest first")),
)
@argument("customer", _CUSTOMER)
@json_option
@with_desk(Who.ANYBODY)
def history(desk: Desk, customer: str, as_json: bool) -> None:
    """Show what changed."""
    from frontdesk.desk.customers import editing_card

    found = editing_card.history(desk, customer)
    if as_json:
        forms = Forms(desk)
        tell_json([change_value(forms, each) for each in found])
        return
    words = Words(desk)
    for line in _lines(words, found):
        tell(line)
    if not found:
        say(_("Nothing was changed on this card yet."))


def _lines(words: Words, found: Any) -> Iterator[str]:
    for each in found:
        yield change_words(words, each)


def _tell_edited(desk: Desk, edited: Edited, as_json: bool) -> None:
    forms, words = Forms(desk), Words(desk)
    if as_json:
        change = None if edited.change is None else change_value(forms, edited.change)
        tell_json({"change": change, "card": forms.card(edited.card)})
    elif edited.change is None:
        tell(_("The card says so already."))
    else:
        tell(change_words(words, edited.change))


@command(
    "of",
    N_("Show the orders that a conversation may be about; --choose says which one it is about."),
    Example(f"frontdesk orders of {_ID}", N_("the customer's orders, those that go on first")),
    Example(f"frontdesk orders of {_ID} --choose {_ID}", N_("this one; what may be given follows it")),
    Example(f"frontdesk orders of {_ID} --number 4711", N_("by its number; one that nobody knows yet is noted")),
)
@argument("conversation", N_("The conversation's id."))
@option("--choose", metavar="ID", told=N_("The order it is about from now on."))
@option("--number", metavar="NUMBER", told=N_("The same by its number; an unknown one is written down as theirs."))
@json_option
@with_desk(Who.OF_CONVERSATION)
def orders_of(desk: Desk, conversation: str, choose: str | None, number: str | None, as_json: bool) -> None:
    """Show, choose or name the order."""
    from frontdesk.desk.conversations import about_order, order_by_hand, talking

    if choose is not None and number is not None:
        raise BadInput(_("An order is chosen by its id or by its number."), _("Leave out --choose or --number."))
    if choose is not None:
        talk = talking.choose_order(desk, conversation, choose)
    elif number is not None:
        talk = order_by_hand.name_order(desk, conversation, number)
    else:
        talk = talking.view(desk, conversation)
    forms, words = Forms(desk), Words(desk)
    found = about_order.orders_of(desk, conversation)
    if as_json:
        before = [
            {"order": each.id, "label": each.label, "by": each.by, "at": forms.at(each.at)}
            for each in talk.orders_before
        ]
        tell_json({"order": talk.order_id, "orders": [forms.order(each) for each in found], "before": before})
        return
    for each in found:
        tell(("* " if each.id == talk.order_id else "  ") + f"{words.order(each)} · {each.id}")
    for was in talk.orders_before:
        say(
            _("It was about {order} before; {who} chose another one, {when}.").format(
                order=was.label, who=was.by, when=words.when(was.at)
            )
        )
    if not found:
        say(_("No order is known of this customer."))


def _day(text: str) -> date:
    from frontdesk.guidelines.values import parse_date

    try:
        return parse_date(text.strip())
    except ValueError:
        raise BadInput(_("{text} is not a day.").format(text=text), _("Write it like 2026-11-24.")) from None
