"""Sentences about decisions, in the language in force: what is left, why not now, when it frees, what is possible.

They are for staff. Nothing here is meant to be read to a customer, and nothing is a bare no.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from frontdesk.authority.values import (
    AskWay,
    Binding,
    Decision,
    GestureWay,
    Outcome,
    PromiseWay,
    Room,
    SayWay,
    Way,
)
from frontdesk.desk.gestures import wording
from frontdesk.desk.gestures.lines import quantity_words
from frontdesk.desk.views import WayLine
from frontdesk.ground.language import _, current
from frontdesk.ground.money import exponent_of, format_minor
from frontdesk.guidelines.model import FactValue, Guidelines, Limit, Measure
from frontdesk.guidelines.telling.figures import figure
from frontdesk.guidelines.telling.names import gesture_name

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

__all__ = [
    "after",
    "amount_in",
    "amount_of",
    "amount_words",
    "because",
    "given_amount",
    "is_chosen",
    "label_of",
    "left",
    "left_after",
    "room_words",
    "short_because",
    "way_line",
    "way_short",
]

LEFT_WIDTH = 45
"""How many cells the bar has for `left` on 80 columns."""
_ARROW = " → "
_WAY_WIDTH = 16  # so much of the way forward stays readable beside a long reason


def amount_words(source: Desk | Guidelines, minor: int | None) -> str:
    """An amount as the desk writes it ("120.00"); a dash for a gesture without money."""
    if minor is None:
        return "-"
    guidelines = source if isinstance(source, Guidelines) else source.guidelines
    return format_minor(minor, 2 if guidelines is None else guidelines.business.exponent)


def amount_in(currency: str, minor: int | None) -> str:
    """An amount of the ledger in the decimals of the currency it was given in."""
    return "-" if minor is None else format_minor(minor, exponent_of(currency))


def label_of(guidelines: Guidelines, gesture: str) -> str:
    """The gesture's label in the language in force; its id when the file no longer has it."""
    return gesture_name(gesture, guidelines)


def amount_of(decision: Decision, guidelines: Guidelines) -> str:
    """The amount of a gesture on the bar: "8.00", "to 150.00", "2 GB", "-", or that it is not possible now."""
    if decision.outcome is Outcome.NO_FIT:
        return _("NOT NOW")
    if is_chosen(decision):
        if decision.high_thousandths is not None:
            most_of_it = decision.at_most_thousandths or decision.high_thousandths
            return _("to {amount}").format(amount=quantity_words(most_of_it, decision.unit))
        most = decision.at_most_minor if decision.at_most_minor is not None else decision.high_minor
        return "-" if most is None else _("to {amount}").format(amount=amount_words(guidelines, most))
    return given_amount(decision, guidelines)


def given_amount(decision: Decision, guidelines: Guidelines) -> str:
    """What the decision gives: "120.00", "2 GB", or a dash."""
    if decision.quantity_thousandths is not None:
        return quantity_words(decision.quantity_thousandths, decision.unit)
    return amount_words(guidelines, decision.amount_minor)


def is_chosen(decision: Decision) -> bool:
    """Whether the person chooses how much."""
    return decision.high_minor is not None or decision.high_thousandths is not None


# --- what is left -------------------------------------------------------------------------------------------


def left(
    decision: Decision,
    guidelines: Guidelines,
    *,
    facts: Mapping[str, FactValue] | None = None,
    role: str | None = None,
    own_minor: int | None = None,
    now: datetime | None = None,
) -> str:
    """What is left of a gesture, or why not now and what instead, in LEFT_WIDTH cells when it can be said so.

    `own_minor` is what this very person may give of it, in place of what the role may.
    """
    if decision.outcome in (Outcome.NO_FIT, Outcome.LEAD):
        return _not_now(decision, guidelines, facts or {}, now)
    gesture = guidelines.gestures[decision.gesture]
    parts = [room_words(room, guidelines) for room in _telling(decision, guidelines)]
    if gesture.judged:
        parts.append(_("you decide"))
    parts.extend(
        _("{role} to {amount}").format(role=name, amount=most)
        for name, most in _above(decision, guidelines, role, own_minor)
    )
    if "reason" in gesture.needs or "reason" in decision.missing:
        parts.append(_("one sentence why"))
    parts.extend(_first(decision, guidelines))
    return _fitting(parts)


def _fitting(parts: Iterable[str]) -> str:
    said = ""
    for part in parts:
        longer = f"{said} · {part}" if said else part
        if said and len(longer) > LEFT_WIDTH:
            continue
        said = longer
    return said


def _telling(decision: Decision, guidelines: Guidelines) -> tuple[Room, ...]:
    """The one room worth telling: what a fact allows of an amount, else the limit that ends first.

    Counts come before sums: the person thinks "how often still", and the smallest count is the one they meet.
    """
    own = [room for room in decision.rooms if room.left is not None and room.up_to]
    for room in own:
        limit = guidelines.limit(room.limit)
        if limit is not None and limit.up_to.fact is not None and room.measure is Measure.VALUE:
            return (room,)
    counted = [room for room in own if not _is_budget(guidelines, room)]
    times = [room for room in counted if room.measure is Measure.TIMES]
    if times:
        return (min(times, key=lambda room: room.left or 0),)
    if counted:
        return (min(counted, key=lambda room: Decimal(room.left or 0) / Decimal(room.up_to or 1)),)
    return ()


def _is_budget(guidelines: Guidelines, room: Room) -> bool:
    limit = guidelines.limit(room.limit)
    return limit is not None and limit.is_budget


def room_words(room: Room, guidelines: Guidelines) -> str:
    """What is left of a limit: "2 left this stay", "at most 540.00 paid", "320.00 left today"."""
    limit = guidelines.limit(room.limit)
    if room.left is None or limit is None:
        return ""
    said = figure(room.measure, max(0, room.left), room.unit, guidelines)
    if limit.up_to.fact is not None and room.measure is Measure.VALUE:
        short = limit.up_to.fact.rpartition(".")[2].replace("_", " ")
        return _("at most {amount} {fact}").format(amount=said, fact=short)
    return _("{left} left {where}").format(left=said, where=wording.where(limit, guidelines)).strip()


def _above(
    decision: Decision, guidelines: Guidelines, role: str | None, own_minor: int | None
) -> tuple[tuple[str, str], ...]:
    """The next role that may give more than this person, with how much: no more than the limits leave to anybody."""
    authority = guidelines.gestures[decision.gesture].authority
    if authority is None or role not in guidelines.roles:
        return ()
    left_minor = [room.left for room in decision.rooms if room.measure is Measure.VALUE and room.left is not None]
    if decision.high_minor is not None:
        left_minor.append(decision.high_minor)
    ceiling = -1
    own: int | None = None
    for name in guidelines.roles:
        ceiling = authority.get(name, ceiling)
        if name == role:
            own = ceiling if own_minor is None else own_minor
        elif own is not None and (most := min(ceiling, *left_minor) if left_minor else ceiling) > own:
            return ((name, amount_words(guidelines, most)),)
    return ()


def _first(decision: Decision, guidelines: Guidelines) -> tuple[str, ...]:
    names = [name for name in decision.missing if name not in ("reason", "amount", "request_heard")]
    if not names:
        return ()
    return (_("first: {what}").format(what=", ".join(wording.tick_words(name, guidelines) for name in names)),)


def after(decision: Decision) -> Decision:
    """The decision as its limits stand once it was given."""
    put = {
        Measure.TIMES: 1,
        Measure.VALUE: decision.amount_minor or 0,
        Measure.COST: decision.cost_minor,
        Measure.EXPOSURE: decision.exposure_minor,
        Measure.QUANTITY: decision.quantity_thousandths or 0,
    }
    rooms = tuple(
        replace(
            room,
            used=room.used + put[room.measure],
            left=None if room.left is None else room.left - put[room.measure],
        )
        for room in decision.rooms
    )
    return decision._replace(rooms=rooms)


def left_after(decision: Decision, guidelines: Guidelines) -> tuple[str, ...]:
    """What is left once it was given, a sentence for each place and measure: of two limits alike, the tighter."""
    tightest: dict[tuple[str, Measure], Room] = {}
    for room in after(decision).rooms:
        limit = guidelines.limit(room.limit)
        if room.left is None or limit is None:
            continue
        place = (wording.where(limit, guidelines), room.measure)
        if place not in tightest or room.left < (tightest[place].left or 0):
            tightest[place] = room
    return tuple(saying for room in tightest.values() if (saying := room_words(room, guidelines)))


# --- why not like this --------------------------------------------------------------------------------------


def _not_now(decision: Decision, guidelines: Guidelines, facts: Mapping[str, FactValue], now: datetime | None) -> str:
    why = short_because(decision, guidelines, facts, now)
    others = [way_short(way, guidelines) for way in decision.ways if not isinstance(way, SayWay | PromiseWay)]
    others += [way_short(way, guidelines) for way in decision.ways if isinstance(way, PromiseWay)]
    if not others:
        return why
    room = LEFT_WIDTH - min(len(others[0]), _WAY_WIDTH) - len(_ARROW)
    why = _cut(why, room)
    ways = _cut(others[0], LEFT_WIDTH - len(why) - len(_ARROW))
    for other in others[1:]:
        longer = _("{ways}, or {other}").format(ways=ways, other=other)
        if len(why) + len(_ARROW) + len(longer) > LEFT_WIDTH:
            break
        ways = longer
    return f"{why}{_ARROW}{ways}"


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: max(1, width - 1)].rstrip() + "…"


def short_because(
    decision: Decision, guidelines: Guidelines, facts: Mapping[str, FactValue], now: datetime | None = None
) -> str:
    """Why not, in a few words: "occupancy 97%", "frees 30 Nov", "2 of 2 this stay"."""
    binding = _first_binding(decision)
    if binding is None:
        return ""
    if binding.frees_at is not None:
        return wording.frees(binding.frees_at, guidelines, now)
    if binding.rule == "condition":
        return _condition(binding, decision, guidelines, facts)
    limit = guidelines.limit(binding.rule)
    if limit is not None and binding.facts:
        return wording.fact_words(binding.facts, guidelines, facts)
    if limit is not None:
        return _used_words(binding, limit, guidelines)
    return _rule_words(binding, decision, guidelines)


def because(
    decision: Decision,
    guidelines: Guidelines,
    facts: Mapping[str, FactValue] | None = None,
    now: datetime | None = None,
) -> str:
    """Why not like this, in one sentence that names the rule, what is used of it and when it frees."""
    binding = _first_binding(decision)
    if binding is None and decision.outcome is Outcome.LESS and decision.at_most_minor is not None:
        most = amount_words(guidelines, decision.at_most_minor)
        return _("At most {amount}: the guidelines give no more of this here.").format(amount=most)
    if binding is None:
        return _("Not like this at this moment.")
    limit = guidelines.limit(binding.rule)
    if binding.rule == "condition":
        said = _("Not now: {facts}.").format(facts=_condition(binding, decision, guidelines, facts or {}))
    elif limit is not None and binding.facts:
        said = _("Not known yet: {facts}.").format(facts=wording.fact_words(binding.facts, guidelines, facts or {}))
    elif limit is not None:
        said = _("{limit}: {used}.").format(
            limit=wording.limit_name(limit, guidelines),
            used=_used_words(binding, limit, guidelines),
        )
    else:
        said = _rule_words(binding, decision, guidelines) + "."
    said_already = binding.rule == "authority" and binding.up_to == decision.at_most_minor
    if decision.outcome is Outcome.LESS and decision.at_most_minor is not None and not said_already:
        most = amount_words(guidelines, decision.at_most_minor)
        said = _("{why} At most {amount} fits now.").format(why=said, amount=most)
    if binding.frees_at is not None:
        said += " " + _("It {frees}.").format(frees=wording.frees(binding.frees_at, guidelines, now))
    return said[0].upper() + said[1:]


def _condition(binding: Binding, decision: Decision, guidelines: Guidelines, facts: Mapping[str, FactValue]) -> str:
    """What a condition failed on; a gesture that belongs to other situations says which."""
    bound_to = guidelines.gestures[decision.gesture].situations
    if binding.facts == ("situation",) and bound_to:
        known = [
            guidelines.situations[name].label.said_in(current()) for name in bound_to if name in guidelines.situations
        ]
        return _("only for: {situations}").format(situations=", ".join(known))
    return wording.fact_words(binding.facts, guidelines, facts)


def _first_binding(decision: Decision) -> Binding | None:
    """The rule worth naming: of an amount too large the one that leaves least, else one that no clock opens."""
    if decision.outcome is Outcome.LESS:
        sums = [binding for binding in decision.binding if binding.up_to is not None and _is_sum(binding)]
        if sums:
            return min(sums, key=lambda binding: (binding.up_to or 0) - (binding.used or 0))
    lasting = [binding for binding in decision.binding if binding.frees_at is None]
    return next(iter(lasting or decision.binding), None)


def _is_sum(binding: Binding) -> bool:
    return binding.rule == "authority" or binding.measure is Measure.VALUE


def _used_words(binding: Binding, limit: Limit, guidelines: Guidelines) -> str:
    where = wording.where(limit, guidelines)
    if binding.measure is None or binding.used is None or binding.up_to is None:
        return _("nothing is left {where}").format(where=where).strip()
    used = figure(binding.measure, binding.used, "", guidelines)
    up_to = figure(binding.measure, binding.up_to, binding.unit, guidelines)
    return _("{used} of {up_to} used {where}").format(used=used.strip(), up_to=up_to, where=where).strip()


def _rule_words(binding: Binding, decision: Decision, guidelines: Guidelines) -> str:
    if binding.rule == "authority":
        if binding.up_to is None:
            return _("this role does not give it alone")
        return _("up to {amount} by yourself").format(amount=amount_words(guidelines, binding.up_to))
    if binding.rule == "excluded":
        names = ", ".join(label_of(guidelines, name) for name in binding.gestures)
        return _("not together with {gestures}").format(gestures=names)
    if binding.rule == "gestures_at_most":
        return _("{count} gestures were given in this conversation").format(count=binding.used)
    if binding.rule == "valid":
        return _("not valid today")
    if binding.facts:
        return wording.fact_words(binding.facts, guidelines, {})
    return binding.rule.replace("_", " ")


# --- ways forward -------------------------------------------------------------------------------------------


def way_line(way: Way, guidelines: Guidelines) -> WayLine:
    """A way forward as the screen and the command line show it."""
    if isinstance(way, GestureWay):
        label = label_of(guidelines, way.gesture)
        if way.amount_minor is not None:
            label = f"{label} {amount_words(guidelines, way.amount_minor)}"
        return WayLine(label, way, way.amount_minor)
    if isinstance(way, AskWay) and way.amount_minor is not None:
        amount = amount_words(guidelines, way.amount_minor)
        return WayLine(_("Ask: {role} can give {amount}").format(role=way.role, amount=amount), way, way.amount_minor)
    if isinstance(way, AskWay):
        return WayLine(_("Ask: {role} can give it now").format(role=way.role), way)
    if isinstance(way, PromiseWay):
        return WayLine(_("Promise an answer within {time}").format(time=way.words), way)
    return WayLine(way.words.said_in(current()), way)


def way_short(way: Way, guidelines: Guidelines) -> str:
    """A way forward in a word or two."""
    if isinstance(way, GestureWay):
        known = guidelines.gestures.get(way.gesture)
        key = "" if known is None or known.key is None else f"{known.key} "
        return key + label_of(guidelines, way.gesture)
    if isinstance(way, AskWay):
        return way.role
    if isinstance(way, PromiseWay):
        return _("promise in {time}").format(time=way.words)
    return way.words.said_in(current())
