"""A customer's card as `--json` prints it. Keys are only ever added."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date

    from frontdesk.cli.forms import Forms
    from frontdesk.desk.customers.card_views import Card, ChangeLine, GroupLine, NoteLine, PreferenceLine


def card_value(forms: Forms, card: Card) -> dict[str, Any]:
    """The whole card."""
    return {
        "id": card.id,
        "name": card.name,
        "standing": card.standing,
        "tier": card.tier,
        "since": _day(card.since),
        "visits": card.visits,
        "phone": card.phone,
        "email": card.email,
        "languages": list(card.languages),
        "channel": card.channel,
        "card_number": card.card_number,
        "likes": [each.text for each in card.preferences],
        "preferences": [preference_value(forms, each) for each in card.preferences],
        "overdue": forms.money(card.overdue_minor),
        "orders": [forms.order(order) for order in card.orders],
        "promises": [forms.promise(promise) for promise in card.promises],
        "given": [
            {
                **forms.given(line),
                "kind": line.kind,
                "limits": [{"limit": each.limit, "words": each.words} for each in line.limits],
            }
            for line in card.given
        ],
        "claims": [
            {"text": each.text, "said_at": forms.at(each.said_at), "conversation": each.conversation_id}
            for each in card.claims
        ],
        "alerts": [forms.alert(each) for each in card.alerts],
        "notes": [note_value(forms, each) for each in card.notes],
        "hours": card.hours,
        "also": list(card.also),
        "facts": [
            {
                "name": each.name,
                "label": each.label,
                "value": each.value,
                "source": each.source,
                "at": None if each.at is None else forms.at(each.at),
            }
            for each in card.facts
        ],
        "invested": None
        if card.invested is None
        else {
            "given": [forms.given(line) for line in card.invested.given],
            "given_value": forms.money(card.invested.given_minor),
            "first_on": _day(card.invested.first_on),
            "orders": [forms.order(each) for each in card.invested.orders],
            "orders_value": forms.money(card.invested.orders_minor),
        },
        "groups": [group_value(forms, each) for each in card.groups],
    }


def preference_value(forms: Forms, line: PreferenceLine) -> dict[str, Any]:
    """Something the customer likes or needs."""
    return {
        "id": line.id,
        "text": line.text,
        "whose": line.whose,
        "noted_at": forms.at(line.noted_at),
        "noted_by": line.noted_by or None,
        "always": line.lasting,
        "until": _day(line.until),
    }


def note_value(forms: Forms, line: NoteLine) -> dict[str, Any]:
    """What somebody at a desk observed."""
    return {"id": line.id, "text": line.text, "noted_at": forms.at(line.noted_at), "noted_by": line.noted_by}


def group_value(forms: Forms, line: GroupLine) -> dict[str, Any]:
    """A household or company, and who else belongs to it."""
    return {
        "id": line.id,
        "kind": line.kind,
        "name": line.name,
        "role": line.role,
        "members": [
            {"customer": each.customer_id, "name": each.name, "role": each.role, "joined_at": forms.at(each.joined_at)}
            for each in line.members
        ],
    }


def change_value(forms: Forms, line: ChangeLine) -> dict[str, Any]:
    """One change of a card, before and after."""
    return {
        "id": line.id,
        "at": forms.at(line.at),
        "how": line.how,
        "source": line.source,
        "fields": [
            {"name": each.name, "label": each.label, "before": each.before, "after": each.after} for each in line.fields
        ],
        "undone_at": forms.at(line.undone_at),
        "can_undo": line.can_undo,
        "merged_card": line.merged_card or None,
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
