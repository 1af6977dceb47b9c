"""The file's own tests: lines as `decide` reads them, checked for words that cannot mean anything."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from frontdesk.ground.language import _
from frontdesk.guidelines.meaning.context import Context
from frontdesk.guidelines.model import TICKS, Example
from frontdesk.guidelines.nodes import Loc
from frontdesk.guidelines.problems import did_you_mean, shown
from frontdesk.guidelines.values import BadValue, parse_fact, parse_money
from frontdesk.guidelines.words import kind_of

GIVEN = (
    "id",
    "gesture",
    "ask",
    "role",
    "staff",
    "situation",
    "channel",
    "reason",
    "at",
    "facts",
    "scope",
    "ticks",
    "authority",
    "give",
    "reverse",
)
EXPECT = (
    "id",
    "outcome",
    "amount",
    "at_most",
    "quantity",
    "cost",
    "exposure",
    "missing",
    "binding",
    "ways",
    "role",
    "bend",
    "error",
    "of",
)
OUTCOMES = ("yes", "ticks", "less", "lead", "no_fit")


def examples(context: Context) -> tuple[Example, ...]:
    """Every example of the file, in file order."""
    found = []
    for index, form in enumerate(context.form.examples or ()):
        loc: Loc = ("examples", index)
        _check_words(context, form.given, GIVEN, (*loc, "given"))
        _check_words(context, form.expect, EXPECT, (*loc, "expect"))
        _check_given(context, form.given, (*loc, "given"))
        _check_expect(context, form.expect, (*loc, "expect"))
        found.append(Example(_bare(form.given), _bare(form.expect), context.document.place(loc)[0]))
    return tuple(found)


def _check_words(context: Context, written: Mapping[str, Any], known: tuple[str, ...], loc: Loc) -> None:
    for word in written:
        if word not in known and context.document.full():
            context.document.leave_untold()
        elif word not in known:
            context.wrong(
                (*loc, word),
                _("The word {name} is not known here.").format(name=shown(word)),
                did_you_mean(word, known),
                of_key=True,
            )


def _check_given(context: Context, given: Mapping[str, Any], loc: Loc) -> None:
    if "gesture" in given:
        context.is_gesture(str(given["gesture"]), (*loc, "gesture"))
    elif "reverse" not in given:
        context.wrong(loc, _("{name} is missing.").format(name="`gesture`"), _("Say which gesture is asked for."))
    if "role" in given:
        context.is_role(str(given["role"]), (*loc, "role"))
    if given.get("situation") is not None:
        context.is_situation(str(given["situation"]), (*loc, "situation"))
    _check_ticks(context, given.get("ticks", []), TICKS, (*loc, "ticks"))
    _check_facts(context, given.get("facts", {}), (*loc, "facts"))
    if not isinstance(given.get("scope", {}), dict):
        _needs_names(context, given["scope"], (*loc, "scope"))
    _check_authority(context, given.get("authority", {}), (*loc, "authority"))
    if "at" in given:
        _check_at(context, str(given["at"]), (*loc, "at"))


def _check_expect(context: Context, expect: Mapping[str, Any], loc: Loc) -> None:
    if "outcome" in expect and expect["outcome"] not in OUTCOMES:
        context.known(str(expect["outcome"]), OUTCOMES, _("There is no outcome {name}."), (*loc, "outcome"))
    if not expect:
        context.wrong(loc, _("Nothing is expected here."), _("Write an outcome, like outcome: yes in quotes."))
    for word in ("missing", "binding", "ways"):
        if word in expect and not isinstance(expect[word], list):
            _needs_list(context, expect[word], (*loc, word))


def _check_ticks(context: Context, ticks: object, known: tuple[str, ...], loc: Loc) -> None:
    if not isinstance(ticks, list):
        _needs_list(context, ticks, loc)
        return
    for index, tick in enumerate(ticks):
        context.known(str(tick), known, _("There is no tick {name}."), (*loc, index))


def _check_facts(context: Context, facts: object, loc: Loc) -> None:
    if not isinstance(facts, dict):
        _needs_names(context, facts, loc)
        return
    for name, written in facts.items():
        if not context.known(
            name, context.fact_names, _("The fact {name} is not declared."), (*loc, name), of_key=True
        ):
            continue
        fact = context.facts.get(name)
        if fact is None or written is None:
            continue
        if not isinstance(written, str | bool):
            context.wrong(
                (*loc, name),
                _("Here stands {found}, and {belongs} belongs here.").format(
                    found=kind_of(written), belongs=_("a value")
                ),
                _("Write {belongs}.").format(belongs=_("a value")),
            )
            continue
        try:
            parse_fact(fact, written, context.exponent)
        except BadValue as wrong:
            context.bad((*loc, name), wrong)


def _check_authority(context: Context, authority: object, loc: Loc) -> None:
    if not isinstance(authority, dict):
        _needs_names(context, authority, loc)
        return
    for gesture, written in authority.items():
        context.known(str(gesture), context.gestures, _("There is no gesture {name}."), (*loc, gesture), of_key=True)
        try:
            parse_money(str(written), context.exponent)
        except BadValue as wrong:
            context.bad((*loc, gesture), wrong)


def _check_at(context: Context, text: str, loc: Loc) -> None:
    try:
        known = datetime.fromisoformat(text).utcoffset() is not None
    except ValueError:
        known = False
    if not known:
        context.wrong(
            loc,
            _("{text} is not a moment.").format(text=shown(text)),
            _("Write it with its offset, like 2026-11-21T14:00:00+02:00."),
        )


def _needs_list(context: Context, found: object, loc: Loc) -> None:
    context.wrong(
        loc,
        _("Here stands {found}, and a list belongs here.").format(found=kind_of(found)),
        _("Begin each line with a dash, or write the list in square brackets."),
    )


def _needs_names(context: Context, found: object, loc: Loc) -> None:
    context.wrong(
        loc,
        _("Here stands {found}, and lines with names belong here.").format(found=kind_of(found)),
        _("Write name: value, each on a line of its own, indented."),
    )


def _bare(written: Any) -> Any:
    """The example with ordinary texts, as JSON would bring it."""
    if isinstance(written, dict):
        return {str(key): _bare(value) for key, value in written.items()}
    if isinstance(written, list):
        return [_bare(value) for value in written]
    return str(written) if isinstance(written, str) else written
