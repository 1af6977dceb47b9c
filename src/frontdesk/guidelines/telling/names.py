"""What things are called: gestures, facts, situations, roles, limits and ticks, by the labels of the file."""

from __future__ import annotations

from collections.abc import Iterable

from frontdesk.ground.language import _, current
from frontdesk.guidelines.model import Fact, Guidelines, Kind, Limit, Source

PAID = "order.paid"


def listed(words: Iterable[str], *, either: bool = False) -> str:
    """Words in a row as the language in force joins them: "a, b and c", or "a, b or c"."""
    from babel.lists import format_list

    locale = "en_GB" if current() == "en" else current()
    return format_list(list(words), style="or" if either else "standard", locale=locale)


def lower_first(text: str) -> str:
    """A label as it stands inside a sentence: "House occupancy" becomes "house occupancy", "VIP" stays."""
    second = text[1:2]
    return text if second.isupper() or second.isdigit() else text[:1].lower() + text[1:]


def bare(name: str) -> str:
    """A name of the file with spaces."""
    return name.replace("_", " ")


def gesture_name(name: str, guidelines: Guidelines) -> str:
    """A gesture by its label; its id when the file does not have it."""
    known = guidelines.gestures.get(name)
    return name if known is None else known.label.said_in(current())


def gesture_names(names: Iterable[str], guidelines: Guidelines) -> tuple[str, ...]:
    """Gestures by their labels, in the order of the file whatever the order they come in."""
    wanted = set(names)
    known = [name for name in guidelines.gestures if name in wanted]
    return tuple(gesture_name(name, guidelines) for name in (*known, *sorted(wanted.difference(known))))


def situation_name(name: str, guidelines: Guidelines) -> str:
    """A situation by its label; its id when the file does not have it."""
    known = guidelines.situations.get(name)
    return name if known is None else known.label.said_in(current())


def is_position(limit_id: str, owners: Iterable[str]) -> bool:
    """Whether a limit's id only says where it stands (`free_drink.1`), because nobody gave it a name."""
    owner, _dot, number = limit_id.rpartition(".")
    return number.isdecimal() and owner in owners


def limit_name(limit: Limit, guidelines: Guidelines) -> str:
    """A limit by the name its writer gave it; one without a name is a limit of its gesture."""
    if is_position(limit.id, guidelines.gestures):
        return gesture_name(limit.id.rpartition(".")[0], guidelines)
    return bare(limit.id)


def kind_name(kind: Kind) -> str:
    """What a gesture is."""
    return {
        Kind.ITEM: _("item"),
        Kind.REFUND: _("refund"),
        Kind.CREDIT: _("credit"),
        Kind.VOUCHER: _("voucher"),
        Kind.DISCOUNT: _("discount"),
        Kind.UPGRADE: _("upgrade"),
        Kind.WAIVER: _("waiver"),
        Kind.PAYMENT_PLAN: _("payment plan"),
        Kind.TIME: _("time"),
        Kind.ERRAND: _("errand"),
        Kind.PRODUCT: _("product"),
        Kind.WORDS: _("words"),
        Kind.OPEN: _("open: the person decides"),
        Kind.INVESTMENT: _("investment in the relationship"),
        Kind.OWED: _("owed: the customer has a right to it"),
    }[kind]


# --- facts --------------------------------------------------------------------------------------------------


def fact_label(fact: Fact | None, name: str) -> str:
    """A fact by its label, else by its own name with spaces; a question that is asked is no name."""
    if fact is not None and fact.label is not None and fact.source is not Source.ASKED:
        return fact.label.said_in(current())
    own = name.rpartition(".")[2] if fact is None or fact.source is not Source.HOUSE else name.replace(".", " ")
    return bare(own)


def built_in(name: str) -> str:
    """A fact that needs no declaration."""
    words = {
        "role": _("role"),
        "situation": _("situation"),
        "reason": _("reason"),
        "channel": _("how the customer came"),
        "hour": _("time of day (hour)"),
        "weekday": _("day of the week"),
    }
    return words.get(name) or bare(name)


def fact_name(name: str, guidelines: Guidelines) -> str:
    """A fact inside a sentence: "house occupancy", or the question that is asked for it, in quotation marks."""
    fact = guidelines.facts.get(name)
    if fact is None:
        return built_in(name)
    if fact.label is None:
        return _("what was paid") if name == PAID else fact_label(fact, name)
    label = fact.label.said_in(current())
    return _("“{question}”").format(question=label) if label.rstrip().endswith("?") else lower_first(label)


def fact_title(fact: Fact) -> str:
    """A fact by its label, a question too; without one by its own name."""
    return bare(fact.name) if fact.label is None else fact.label.said_in(current())


def sum_name(name: str, guidelines: Guidelines) -> str:
    """A fact where it stands for an amount: what was paid, or the fact by its name."""
    return _("what was paid") if name == PAID else fact_name(name, guidelines)


# --- ticks --------------------------------------------------------------------------------------------------


def tick_words(name: str, guidelines: Guidelines) -> str:
    """What is needed first, in a few words."""
    if name.startswith("fact:"):
        return fact_label(guidelines.facts.get(name[5:]), name[5:])
    if name.startswith("scope:"):
        words = {"customer": _("which customer"), "order": _("which order")}
        return words.get(name[6:]) or _("which {scope}").format(scope=bare(name[6:]))
    words = {
        "request_heard": _("read the request back"),
        "wish": _("ask what would make it right"),
        "customer_asked": _("did the customer ask?"),
        "facts_confirmed": _("are the facts confirmed?"),
        "reason": _("one sentence why"),
        "explicit_yes": _("did the customer say yes?"),
        "situation": _("what kind of moment is it?"),
        "amount": _("how much?"),
    }
    return words.get(name, bare(name))
