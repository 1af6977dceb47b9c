"""Editing a card: quick, written down before and after, and undone while nothing newer stands on it.

Anybody who works here may correct how a customer is called and reached. What comes from the owner's own system (tier,
balance, visits, the facts of the guidelines) is set right by whoever leads.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from frontdesk.desk.customers.card_fields import FIELDS, CardField, card_facts, fact_value, label_of, value_words
from frontdesk.desk.customers.card_views import ChangedField, ChangeLine, Edited
from frontdesk.desk.customers.cards import card_in, customer_in
from frontdesk.desk.people.acting import acting, staff_of
from frontdesk.desk.people.roles import leading_roles, leads
from frontdesk.ground.errors import BadInput, NotFound
from frontdesk.ground.language import _
from frontdesk.ground.text import clean_line
from frontdesk.guidelines.model import FactType
from frontdesk.guidelines.problems import did_you_mean
from frontdesk.store import changes, customers, one_person
from frontdesk.store.changes import EDIT, FACTS, MERGE, Change
from frontdesk.store.groups import COMPANY
from frontdesk.store.transaction import reading

if TYPE_CHECKING:
    from frontdesk.desk.customers.card_views import Card
    from frontdesk.desk.desk import Desk
    from frontdesk.store.driver import Connection

HISTORY_MAX = 200


def edit(desk: Desk, customer_id: str, fields: Mapping[str, str]) -> Edited:
    """Write on a card what `fields` say: a name of `card_fields.FIELDS` or of a declared fact, and its text.

    "" takes a field away. Fields that already say so are left alone; when none is left, nothing is written. Raises
    NotFound for a customer and for a field that does not exist; BadInput for a text that does not fit, for a card
    without a name and for a field that only whoever leads may change: then nothing was changed at all.
    """
    person = desk.signed_in()
    wanted = dict(_wanted(desk, name, text) for name, text in fields.items())
    with acting(desk) as connection:
        customer = customer_in(connection, customer_id)
        about = Change(EDIT, {}, wanted, desk.now(), customer_id=customer.id, by=person.id)
        before, after = changes.difference(changes.state(connection, about), wanted)
        if not after:
            return Edited(_card(connection, desk, customer.id), None)
        _must_be_allowed(connection, desk, after)
        change = Change(EDIT, before, after, about.at, customer_id=customer.id, by=person.id)
        changes.put(connection, change, after, change.at)
        change_id = changes.add_one(connection, change)
        customers.renew_terms(connection, [customer_in(connection, customer.id)])
        return Edited(_card(connection, desk, customer.id), _line(desk, _change(connection, change_id)))


def undo(desk: Desk, change_id: str) -> Edited:
    """Put back what stood on a card before a change. Undone before, it stays undone.

    Raises NotFound; BadInput when a field was changed again since, for the making of a card, and for a change that the
    person may not make: then nothing was changed.
    """
    person = desk.signed_in()
    with acting(desk) as connection:
        change = _change(connection, change_id)
        customer_id = change.customer_id
        if customer_id is None or not _is_undoable(change):
            raise BadInput(
                _("That change is not undone alone."), _("Undo the import or the merging that it belongs to.")
            )
        if one_person.kept_id(connection, customer_id) != customer_id:
            raise BadInput(
                _("That card was merged into another one since."),
                _("Take the merging apart first, or write on the card what it should say."),
            )
        if change.undone_at is None:
            _must_be_allowed(connection, desk, change.after)
            newer = changes.undo(connection, change, person.id, desk.now())
            if newer:
                raise BadInput(
                    _("{fields}: changed again since, so undoing would lose that.").format(
                        fields=", ".join(label_of(desk, name) for name in newer)
                    ),
                    _("Undo the newer change first, or write what it should say."),
                )
            customers.renew_terms(connection, [customer_in(connection, customer_id)])
        return Edited(_card(connection, desk, customer_id), _line(desk, _change(connection, change_id)))


def why_not(desk: Desk, name: str) -> BadInput | None:
    """Why the person who is signed in may not edit that field of a card, and who may; None when they may."""
    field = FIELDS.get(name)
    if field is not None and not field.leads:
        return None
    if desk.guidelines is not None and leads(desk.guidelines, desk.person.role):
        return None
    return _who_may(desk, [FACTS + name if field is None else field.column])


def history(desk: Desk, customer_id: str) -> tuple[ChangeLine, ...]:
    """What changed on a card and on those merged into it, the newest first, with what was undone. Raises NotFound."""
    with reading(desk.store) as connection:
        customer = customer_in(connection, customer_id)
        of_person = one_person.cards_of(connection, customer.id)
        found = changes.of_cards(connection, of_person, HISTORY_MAX)
        names = {each.id: each.name for each in customers.get_all(connection, of_person).values()}
    return tuple(
        _line(desk, change, "" if change.customer_id == customer.id else names[str(change.customer_id)])
        for change in found
    )


# --- inside -------------------------------------------------------------------------------------------------


def _wanted(desk: Desk, name: str, text: str) -> tuple[str, Any]:
    """The column (or `facts.NAME`) of a field, and what it is to hold."""
    known = {} if desk.guidelines is None else card_facts(desk.guidelines)
    short = name.rpartition(".")[2]
    field, fact = FIELDS.get(name) or FIELDS.get(short), known.get(short)
    if field is None and fact is None:
        raise NotFound(
            _("A card has no field {name}.").format(name=clean_line(name) or "''"),
            did_you_mean(name, [*FIELDS, *(each.name for each in known.values())])
            or _("Declare it in the guidelines with from: card."),
        )
    bare = text.strip()
    if field is None:
        assert fact is not None
        if short == COMPANY:  # what somebody belongs to is one truth, and limits count by it
            raise BadInput(
                _("Which company somebody belongs to is no field of the card."),
                _("Say it with b on the card, or: frontdesk customers relate ID --company NAME"),
            )
        return FACTS + short, fact_value(desk, fact, bare) if bare else None
    if bare and fact is not None and fact.type is FactType.CHOICE:
        bare = fact_value(desk, fact, bare)
    value = field.read(desk, bare) if bare else field.empty
    _must_be_called(field, value)
    return field.column, value


def _must_be_called(field: CardField, value: Any) -> None:
    if field.column == "name" and not value:
        raise BadInput(_("A customer's card needs a name."), _("Write what they are called."))


def _must_be_allowed(connection: Connection, desk: Desk, after: Mapping[str, Any]) -> None:
    of_leads = [name for name in after if name.startswith(FACTS) or any(
        each.leads for each in FIELDS.values() if each.column == name)]  # fmt: skip
    if not of_leads or (desk.guidelines is not None and leads(desk.guidelines, staff_of(connection, desk).role)):
        return
    raise _who_may(desk, of_leads)


def _who_may(desk: Desk, columns: list[str]) -> BadInput:
    return BadInput(
        _("{fields}: this comes from your own system.").format(
            fields=", ".join(label_of(desk, name) for name in columns)
        ),
        _("Ask {roles} to set it right here, or import it again.").format(roles=leading_roles(desk.rules())),
    )


def _card(connection: Connection, desk: Desk, customer_id: str) -> Card:
    found = card_in(connection, desk, customer_id)
    if found is None:
        raise AssertionError("a card that was read can be read again")
    return found


def _change(connection: Connection, change_id: str) -> Change:
    found = changes.by_id(connection, change_id)
    if found is None:
        raise NotFound(
            _("There is no change {id}.").format(id=clean_line(change_id)),
            _("Its id stands in `frontdesk customers history CUSTOMER`."),
        )
    return found


def _is_undoable(change: Change) -> bool:
    return change.how != MERGE and bool(change.before)


def _line(desk: Desk, change: Change, merged_card: str = "") -> ChangeLine:
    names = {**change.before, **change.after}
    return ChangeLine(
        id=change.id,
        at=change.at,
        how=change.how,
        source=source_words(change),
        fields=tuple(
            ChangedField(
                name.removeprefix(FACTS).removesuffix("_minor"),
                label_of(desk, name),
                value_words(desk, name, change.before.get(name)),
                value_words(desk, name, change.after.get(name)),
            )
            for name in names
        ),
        undone_at=change.undone_at,
        can_undo=change.undone_at is None and _is_undoable(change) and not merged_card,
        merged_card=merged_card,
    )


def source_words(change: Change) -> str:
    """Where a change comes from: the file, else who made it."""
    return change.file_name or change.by_name
