"""Two cards in words: what they share, how their fields stand beside each other, what comes over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from frontdesk.desk.desk import Desk
from frontdesk.desk.gestures.saying import amount_words
from frontdesk.desk.merging.merge_views import Coming, FieldBeside, MaybeOne
from frontdesk.ground.language import N_, _, ngettext
from frontdesk.store import duplicates
from frontdesk.store.changes import FACTS
from frontdesk.store.duplicates import Looked, Pair
from frontdesk.store.merge_fields import FIELDS, combined
from frontdesk.store.merges import Side

TAIL_DIGITS = 4
_SHARED = {
    duplicates.EMAIL: N_("the same e-mail"),
    duplicates.CARD: N_("the same card number"),
    duplicates.PHONE: N_("the same phone"),
    duplicates.NAME: N_("the same name"),
}
_SAYS = {
    "born": N_("born on the same day"),
    "company": N_("the same company"),
    "employer": N_("the same company"),
    "organisation": N_("the same company"),
    "organization": N_("the same company"),
    "address": N_("the same address"),
    "street": N_("the same address"),
}
_LABELS = {
    "name": N_("name"),
    "tier": N_("tier"),
    "phone": N_("phone"),
    "email": N_("e-mail"),
    "card_number": N_("card number"),
    "channel": N_("channel"),
    "standing": N_("standing"),
    "hours": N_("hours"),
    "since": N_("since"),
    "visits": N_("visits"),
    "overdue_minor": N_("overdue"),
    "balance_minor": N_("balance"),
    "languages": N_("languages"),
}
_MONEY = ("overdue_minor", "balance_minor")
_READ_TOGETHER = ("since", "visits", *_MONEY, "languages")
"""Fields of which nothing is left over: what both cards say is in what the kept one says."""


def pair_line(pair: Pair) -> MaybeOne:
    """A pair with its reasons."""
    one, other = pair.one, pair.other
    return MaybeOne(one.id, one.name, _hint(one), other.id, other.name, _hint(other), why(pair))


def why(pair: Pair | None) -> str:
    """What two cards share, in words; "" for nothing."""
    if pair is None:
        return ""
    said = [_(_SHARED[each]) for each in pair.shared] + [_(_SAYS[each]) for each in pair.says]
    return ", ".join(dict.fromkeys(said))


def _hint(card: Looked) -> str:
    digits = "".join(character for character in card.phone if character.isdigit())
    tail = "…" + digits[-TAIL_DIGITS:] if digits else ""
    return " · ".join(part for part in (tail, card.email, card.card_number) if part)


def beside(desk: Desk, kept: Side, merged: Side) -> tuple[FieldBeside, ...]:
    """Every field that one of two cards says something in, side by side."""
    after = kept.fields | combined(kept.fields, merged.fields)[1]
    return tuple(_beside(desk, kept, merged, after))


def _beside(desk: Desk, kept: Side, merged: Side, after: dict[str, Any]) -> Iterator[FieldBeside]:
    facts = [name for name in {**kept.fields, **merged.fields} if name.startswith(FACTS)]
    for name in (*FIELDS, *sorted(facts)):
        one, two, then = (_said(desk, name, each.get(name)) for each in (kept.fields, merged.fields, after))
        if one or two:
            label = _(_LABELS[name]) if name in _LABELS else name[len(FACTS) :].rpartition(".")[2].replace("_", " ")
            over = "" if name in _READ_TOGETHER or two in (one, then) else two
            yield FieldBeside(name, label, one, two, then, over)


def _said(desk: Desk, name: str, value: Any) -> str:
    if value in (None, "", [], 0):
        return ""
    if name in _MONEY:
        return amount_words(desk, int(value))
    return " ".join(value) if isinstance(value, list) else str(value)


def also_words(kept: Side, merged: Side) -> str:
    """What else a person is called and reached by: of the merged card what the kept one does not say."""
    names = ("name", "phone", "email", "card_number")
    said = [merged.fields.get(name) for name in names if merged.fields.get(name) not in ("", kept.fields.get(name))]
    return " · ".join(str(each) for each in said if each)


def coming_words(coming: Coming) -> str:
    """What comes over, in one line: "2 orders, 1 promise"; that nothing does."""
    said = [
        ngettext("{count} order", "{count} orders", coming.orders).format(count=coming.orders),
        ngettext("{count} conversation", "{count} conversations", coming.conversations).format(
            count=coming.conversations
        ),
        ngettext("{count} promise", "{count} promises", coming.promises).format(count=coming.promises),
        ngettext("{count} preference", "{count} preferences", coming.preferences).format(count=coming.preferences),
        ngettext("{count} note", "{count} notes", coming.notes).format(count=coming.notes),
        ngettext("{count} gesture", "{count} gestures", coming.given).format(count=coming.given),
    ]
    counts = (coming.orders, coming.conversations, coming.promises, coming.preferences, coming.notes, coming.given)
    return ", ".join(words for words, count in zip(said, counts, strict=True) if count) or _("nothing")
