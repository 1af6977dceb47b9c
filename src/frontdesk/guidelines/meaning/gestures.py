"""Gestures: what staff may do, with every name in it resolved."""

from __future__ import annotations

from collections.abc import Sequence

from frontdesk.ground.language import _
from frontdesk.guidelines import written as w
from frontdesk.guidelines.meaning.amounts import amount, cost, exposure, units
from frontdesk.guidelines.meaning.conditions import condition
from frontdesk.guidelines.meaning.context import Context, label_of
from frontdesk.guidelines.meaning.dates import valid_dates
from frontdesk.guidelines.meaning.limits import limit
from frontdesk.guidelines.model import (
    AmountForm,
    AskRole,
    Bend,
    Cases,
    FollowUp,
    Gesture,
    Kind,
    Limit,
    Measure,
    OtherGesture,
    PromiseWithin,
    RestOf,
    Say,
    WayWritten,
)
from frontdesk.guidelines.nodes import Loc
from frontdesk.guidelines.problems import shown
from frontdesk.guidelines.values import parse_duration

REQUEST_HEARD = "request_heard"


def gestures(context: Context) -> dict[str, Gesture]:
    """Every gesture of the file, in file order."""
    excluded = _symmetric(context)
    found = {name: _gesture(context, name, form, excluded[name]) for name, form in context.form.gestures.items()}
    _check_keys(context, found)
    _check_labels(context, found)
    return found


def _gesture(context: Context, name: str, form: w.GestureForm, excluded: frozenset[str]) -> Gesture:
    loc = ("gestures", name)
    given = amount(context, form.amount, (*loc, "amount"))
    unit = None if context.checked.is_broken(*loc, "amount") else next((each for each in units(given) if each), "")
    kind = Kind(form.kind or "item")
    first, last = valid_dates(context, form.valid_from, form.valid_until, loc)
    limits = tuple(limit(context, each, name, index, unit) for index, each in enumerate(form.limits or ()))
    otherwise = _ways(context, form.otherwise, name, (*loc, "otherwise"))
    when = condition(context, form.when, (*loc, "when"))
    if otherwise == () and form.otherwise == [] and (limits or (kind is not Kind.OWED and _in_a_budget(context, name))):
        context.wrong(
            (*loc, "otherwise"),
            _("{name} has limits and no way forward.").format(name=shown(name)),
            _("Remove `otherwise: []`, or name what is still possible: another gesture, ask: ROLE, or a promise."),
        )
    for index, situation in enumerate(form.situations or ()):
        context.is_situation(situation, (*loc, "situations", index))
    context.each_once(form.situations or (), (*loc, "situations"))
    context.each_once(form.needs or (), (*loc, "needs"))
    only_if_asked = form.offer == "only_if_asked"
    return Gesture(
        id=name,
        label=context.some_words(form.label, (*loc, "label")) or label_of(name),
        kind=kind,
        amount=given,
        key=None if form.key is None else int(form.key),
        cost=cost(context, form.cost, (*loc, "cost")),
        exposure=exposure(context, form.exposure, (*loc, "exposure")),
        authority=_authority(context, form.authority, (*loc, "authority")),
        judgement_above=context.money(form.judgement_above, (*loc, "judgement_above")),
        when=when,
        situations=tuple(form.situations or ()),
        limits=limits,
        otherwise=otherwise,
        needs=_needs(form.needs, only_if_asked),
        not_with=excluded,
        only_if_asked=only_if_asked,
        one_press=bool(form.one_press),
        promise=_follow_up(context, form.promise, (*loc, "promise")),
        idea=bool(form.idea),
        bend=_bend(context, form, loc),
        valid_from=first,
        valid_until=last,
        why=context.some_words(form.why, (*loc, "why")),
        line=context.line(*loc),
    )


def _needs(written: list[str] | None, only_if_asked: bool) -> frozenset[str]:
    needs = set(written or ())
    if written != []:
        needs.add(REQUEST_HEARD)
    if only_if_asked:
        needs.add("customer_asked")
    return frozenset(needs)


def _authority(context: Context, written: dict[str, str] | None, loc: Loc) -> dict[str, int] | None:
    if written is None:
        return None
    if not written:
        context.wrong(
            loc,
            _("Nobody has authority here."),
            _("Name a role and an amount, or remove the line: then everybody may."),
        )
    found: dict[str, int] = {}
    for role, text in written.items():
        most = context.money(text, (*loc, role))
        if context.is_role(role, (*loc, role), of_key=True) and most is not None:
            found[role] = most
    return found


def _ways(context: Context, forms: list[w.WayForm] | None, gesture: str, loc: Loc) -> tuple[WayWritten, ...] | None:
    if forms is None:
        return None
    found: list[WayWritten] = []
    for index, form in enumerate(forms):
        here = (*loc, index)
        if isinstance(form, w.OtherGestureForm):
            context.is_gesture(form.gesture, (*here, "gesture"))
            if form.gesture == gesture:
                context.wrong(
                    (*here, "gesture"),
                    _("{name} names itself as a way forward.").format(name=shown(gesture)),
                    _("Name another gesture."),
                )
            found.append(OtherGesture(form.gesture))
        elif isinstance(form, w.AskForm):
            context.is_role(form.ask, (*here, "ask"))
            found.append(AskRole(form.ask))
        elif isinstance(form, w.PromiseWayForm):
            words = form.promise.within
            found.append(PromiseWithin(parse_duration(words), " ".join(words.split())))
        else:
            found.append(Say(context.some_words(form.say, (*here, "say")) or label_of("")))
    return tuple(found)


def _follow_up(context: Context, form: w.FollowUpForm | None, loc: Loc) -> FollowUp | None:
    if form is None:
        return None
    text = context.some_words(form.text, (*loc, "text")) or label_of("")
    return FollowUp(text, parse_duration(form.due), " ".join(form.due.split()))


def _bend(context: Context, form: w.GestureForm, loc: Loc) -> Bend | None:
    if form.bend is None:
        return None
    here = (*loc, "bend")
    context.is_role(form.bend.by, (*here, "by"))
    if form.when is None and not context.checked.is_broken(*loc, "when"):
        context.wrong(
            here,
            _("There is no condition that could be bent."),
            _("Give the gesture a when, or remove bend."),
            of_key=True,
        )
    wider = condition(context, form.bend.when, (*here, "when"))
    return None if wider is None else Bend(form.bend.by, wider)


def _symmetric(context: Context) -> dict[str, frozenset[str]]:
    """What each gesture excludes, said on either side."""
    found: dict[str, set[str]] = {name: set() for name in context.form.gestures}
    for name, form in context.form.gestures.items():
        loc = ("gestures", name, "not_with")
        context.each_once(form.not_with or (), loc)
        for index, other in enumerate(form.not_with or ()):
            if other == name:
                context.wrong(
                    (*loc, index),
                    _("{name} excludes itself.").format(name=shown(name)),
                    _("Limit it instead: up_to: 1 time, per: incident, within: ever."),
                )
            elif context.is_gesture(other, (*loc, index)):
                found[name].add(other)
                found.setdefault(other, set()).add(name)
    return {name: frozenset(others) for name, others in found.items()}


def _in_a_budget(context: Context, name: str) -> bool:
    return any(name in budget.of for budget in (context.form.budgets or {}).values())


# --- between gestures ---------------------------------------------------------------------------------------


def _check_keys(context: Context, found: dict[str, Gesture]) -> None:
    first: dict[int, str] = {}
    for name, gesture in found.items():
        if gesture.key is None:
            continue
        if gesture.key in first:
            other = ("gestures", first[gesture.key], "key")
            context.warn(
                ("gestures", name, "key"),
                _("The key {key} is used twice; the first time in line {line}.").format(
                    key=gesture.key, line=context.line(*other)
                ),
                _("Give one of the two another key."),
                also=other,
            )
        first.setdefault(gesture.key, name)


def _check_labels(context: Context, found: dict[str, Gesture]) -> None:
    first: dict[tuple[str, str], str] = {}
    for name, gesture in found.items():
        by_language = gesture.label.by_language or {"": gesture.label.plain}
        for language, text in by_language.items():
            other = first.setdefault((language, text.casefold()), name)
            if other != name:
                context.warn(
                    ("gestures", name, "label", language),
                    _("{text} is also the label of {other}.").format(text=shown(text), other=shown(other)),
                    _("Give one of the two another label."),
                    also=("gestures", other, "label"),
                )


def check_rests(context: Context, found: dict[str, Gesture], budgets: Sequence[Limit]) -> None:
    """`rest_of` needs a limit of money; whether it is one is only known when all limits and budgets are read."""
    limits = (each for gesture in found.values() for each in gesture.limits)
    measures = {each.id: each.measure for each in (*limits, *budgets)}
    for name, gesture in found.items():
        for index, rest in _rests(gesture.amount):
            if measures.get(rest.limit) in (Measure.TIMES, Measure.QUANTITY):
                place: Loc = ("gestures", name, "amount", *index, "rest_of")
                context.wrong(
                    place,
                    _("The limit {name} does not add up money.").format(name=shown(rest.limit)),
                    _("Name a limit whose up_to is an amount."),
                )


def _rests(form: AmountForm) -> list[tuple[tuple[str | int, ...], RestOf]]:
    if isinstance(form, RestOf):
        return [((), form)]
    if isinstance(form, Cases):
        return [(("cases", index), case.form) for index, case in enumerate(form.cases) if isinstance(case.form, RestOf)]
    return []
