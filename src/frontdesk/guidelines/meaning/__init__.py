"""From the written form to the meaning: names resolved, money in minor units, every problem at its place."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from zoneinfo import ZoneInfo, available_timezones

from frontdesk.ground.businessday import BusinessClock
from frontdesk.ground.language import _
from frontdesk.ground.money import exponent_of
from frontdesk.ground.text import clean_line
from frontdesk.guidelines.checking import Checked
from frontdesk.guidelines.meaning.amounts import units
from frontdesk.guidelines.meaning.context import Context, label_of
from frontdesk.guidelines.meaning.examples import examples
from frontdesk.guidelines.meaning.gestures import check_rests, gestures
from frontdesk.guidelines.meaning.limits import budget, collect_ids
from frontdesk.guidelines.meaning.lint import lint
from frontdesk.guidelines.model import (
    BUILT_IN_FACTS,
    STEPS,
    Business,
    Fact,
    FactType,
    Guidelines,
    Situation,
    Source,
    Window,
    Words,
)
from frontdesk.guidelines.nodes import Document
from frontdesk.guidelines.problems import ERROR, did_you_mean, shown
from frontdesk.guidelines.values import parse_clock, parse_keeping, parse_percent

_TAKEN = (*BUILT_IN_FACTS, "any", "all", "not")


def mean(document: Document, checked: Checked, version: str) -> Guidelines:
    """The guidelines that a checked document means. Problems are reported to the document.

    With errors among them the result is not to be used: it only shows how far the reading went.
    """
    context = Context(document, checked)
    form = context.form
    business = _business(context)
    context.each_once(context.roles, ("roles",))
    _facts(context)
    collect_ids(context)
    known = gestures(context)
    budgets = []
    for name, each in (form.budgets or {}).items():
        unit = next((unit for other in each.of if other in known for unit in units(known[other].amount) if unit), "")
        budgets.append(budget(context, each, name, unit))
    check_rests(context, known, budgets)
    steps = form.conversation.steps if form.conversation is not None else None
    context.each_once(steps or (), ("conversation", "steps"))
    at_most = form.conversation.gestures_at_most if form.conversation is not None else None
    found = Guidelines(
        version=version,
        business=business,
        roles=context.roles,
        facts=context.facts,
        situations=_situations(context),
        gestures=known,
        budgets=tuple(budgets),
        principles=_texts(context, form.principles or (), "principles"),
        reasons=_reasons(context),
        steps=tuple(steps or STEPS),
        gestures_at_most=None if at_most is None else int(at_most),
        without_complaint=_without_complaint(context),
        unkind_words=_unkind_words(context),
        keep=_keep(context),
        examples=examples(context),
    )
    if not checked.broken and all(problem.severity != ERROR for problem in document.problems):
        lint(context, found)
    return found


def _business(context: Context) -> Business:
    form = context.form.business
    loc = ("business",)
    try:
        context.exponent = exponent_of(form.currency)
    except KeyError:
        from babel.numbers import list_currencies

        context.wrong(
            (*loc, "currency"),
            _("There is no currency {name}.").format(name=shown(form.currency)),
            did_you_mean(form.currency.upper(), list_currencies())
            if len(form.currency) == 3
            else _("Write its three letters, like EUR."),
        )
    context.languages = tuple(form.languages or ("en",))
    context.each_once(context.languages, (*loc, "languages"))
    return Business(
        name=clean_line(form.name),
        currency=form.currency,
        exponent=context.exponent,
        clock=BusinessClock(_zone(context, form.timezone), parse_clock(form.day_starts or "00:00")),
        languages=context.languages,
    )


def _zone(context: Context, name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        # OSError: "Europe" is a folder of the time zone data, and a name may be longer than a file's.
        context.wrong(
            ("business", "timezone"),
            _("There is no time zone {name}.").format(name=shown(name)),
            did_you_mean(name, sorted(available_timezones()))
            if len(name) < 50
            else _("Write a city's zone, like Europe/Riga."),
        )
        return ZoneInfo("UTC")


def _facts(context: Context) -> None:
    for name, form in (context.form.facts or {}).items():
        loc = ("facts", name)
        kind = FactType(form.type)
        if name in _TAKEN:
            context.wrong(
                loc,
                _("{name} already means something else.").format(name=shown(name)),
                _("Choose another name."),
                of_key=True,
            )
        if kind is FactType.CHOICE and not form.of:
            context.wrong(loc, _("A choice needs its values."), _("Write of: and the values, like of: [silver, gold]."))
        if kind is not FactType.CHOICE and form.of is not None:
            context.wrong(
                (*loc, "of"),
                _("Only a choice has values."),
                _("Write type: choice, or remove of."),
                of_key=True,
            )
        context.each_once(form.of or (), (*loc, "of"))
        label = context.some_words(form.label, (*loc, "label"))
        context.facts[name] = Fact(name, kind, Source(form.from_), tuple(form.of or ()), label)


def _situations(context: Context) -> dict[str, Situation]:
    found: dict[str, Situation] = {}
    for name, form in (context.form.situations or {}).items():
        loc = ("situations", name)
        first, ask = form.first or [], form.ask or []
        context.each_once(first, (*loc, "first"))
        context.each_once(ask, (*loc, "ask"))
        for index, gesture in enumerate(first):
            context.is_gesture(gesture, (*loc, "first", index))
        for index, each in enumerate(ask):
            fact = context.fact(each, (*loc, "ask", index))
            if fact is not None and (fact.source is not Source.ASKED or each in BUILT_IN_FACTS):
                context.wrong(
                    (*loc, "ask", index),
                    _("{name} is not asked of the customer.").format(name=shown(each)),
                    _("Name a fact that has from: asked."),
                )
        label = context.some_words(form.label, (*loc, "label")) or label_of(name)
        found[name] = Situation(name, label, tuple(first), tuple(ask))
    return found


def _reasons(context: Context) -> dict[str, Words]:
    written = context.form.reasons
    if written is None:
        return {}
    if isinstance(written, list):
        context.each_once(written, ("reasons",))
        return {clean_line(each): Words(clean_line(each)) for each in written}
    labels = {name: context.some_words(label, ("reasons", name)) for name, label in written.items()}
    return {name: label for name, label in labels.items() if label is not None}


def _keep(context: Context) -> dict[str, Window]:
    """What is kept for how long, by name; what is kept for ever is not in it."""
    if context.form.privacy is None:
        return {}
    written = context.form.privacy.keep
    said = {name: getattr(written, name) for name in type(written).model_fields}
    if not any(said.values()):
        context.wrong(
            ("privacy", "keep"),
            _("Nothing here says how long anything is kept."),
            _("Write what is kept and how long, like conversations: 24 months, or remove privacy."),
        )
    return {name: parse_keeping(text) for name, text in said.items() if text is not None}


def _without_complaint(context: Context) -> Decimal | None:
    form = context.form.conversation
    return None if form is None or form.without_complaint is None else parse_percent(form.without_complaint)


def _unkind_words(context: Context) -> dict[str, tuple[str, ...]]:
    """By language, each word once however it is spelled: the second spelling would find nothing new."""
    found: dict[str, tuple[str, ...]] = {}
    for language, words in (context.form.unkind_words or {}).items():
        context.each_once([word.casefold() for word in words], ("unkind_words", language))
        found[language] = tuple(words)
    return found


def _texts(context: Context, written: Sequence[str | dict[str, str]], section: str) -> tuple[Words, ...]:
    texts = (context.some_words(text, (section, index)) for index, text in enumerate(written))
    return tuple(text for text in texts if text is not None)
