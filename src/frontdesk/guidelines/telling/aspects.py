"""What a thing of the guidelines has, one aspect after another: its value to compare, and its words to say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from frontdesk.ground.dates import dated
from frontdesk.ground.language import _, current
from frontdesk.guidelines.model import AmountForm, Cases, Fact, Gesture, Guidelines, RestOf, Situation, Window, Words
from frontdesk.guidelines.telling.amounts import amount_words, cost_words
from frontdesk.guidelines.telling.authority import grant_words, grants
from frontdesk.guidelines.telling.conditions import condition_words
from frontdesk.guidelines.telling.figures import money
from frontdesk.guidelines.telling.names import (
    bare,
    fact_name,
    gesture_name,
    gesture_names,
    is_position,
    kind_name,
    listed,
)
from frontdesk.guidelines.telling.ways import (
    bend_words,
    follow_up_words,
    needs_of,
    needs_words,
    situations_words,
    ways_lines,
)
from frontdesk.guidelines.values import format_percent


@dataclass(frozen=True, slots=True)
class Aspect:
    """One thing about a thing.

    `key` is the same in both files; `name` is what it is called, empty when it needs no name; `value` is compared;
    `words` None is nothing to say. `long` marks a text that is not quoted in a line, `implied` what the file does not
    say itself: that alone is nothing new where the other file does not have it.
    """

    key: str
    name: str
    value: object
    words: str | None
    long: bool = False
    implied: bool = False


def gesture_aspects(gesture: Gesture, guidelines: Guidelines) -> Iterator[Aspect]:
    """Everything about a gesture but its limits."""
    yield from _label("label", _("label"), gesture.label)
    yield Aspect("key", _("key"), gesture.key, None if gesture.key is None else str(gesture.key))
    yield Aspect("kind", _("kind"), gesture.kind, kind_name(gesture.kind))
    yield Aspect(
        "amount", _("amount"), _comparable(gesture.amount, guidelines), amount_words(gesture.amount, guidelines)
    )
    cost = cost_words(gesture.cost, guidelines) or _("what it is worth")
    yield Aspect("cost", _("cost"), gesture.cost, cost)
    exposure = None if gesture.exposure is None else amount_words(gesture.exposure, guidelines)
    yield Aspect("exposure", _("not yet received"), gesture.exposure, exposure)
    yield from _authority(gesture, guidelines)
    above = gesture.judgement_above
    yield Aspect("judgement_above", _("one sentence why above"), above, _money(above, guidelines))
    when = None if gesture.when is None else condition_words(gesture.when, guidelines)
    yield Aspect("when", _("only when"), gesture.when, when)
    only_in = situations_words(gesture.situations, guidelines) if gesture.situations else None
    yield Aspect("situations", _("only in"), frozenset(gesture.situations), only_in)
    yield from _around(gesture, guidelines)


def _comparable(form: AmountForm, guidelines: Guidelines) -> object:
    """A form by what it means: of a limit without a name what it counts, not the place where it stands."""
    if isinstance(form, Cases):
        return tuple((case.when, _comparable(case.form, guidelines)) for case in form.cases)
    if isinstance(form, RestOf) and is_position(form.limit, guidelines.gestures):
        limit = guidelines.limit(form.limit)
        return None if limit is None else (limit.shape, limit.measure)
    return form


def _authority(gesture: Gesture, guidelines: Guidelines) -> Iterator[Aspect]:
    """What each role gives alone; the amount itself is not part of it, unless the file names one for a role."""
    for grant in grants(gesture, guidelines):
        words = grant_words(grant, gesture, guidelines)
        if grant.up_to_minor is not None and gesture.authority is not None:
            words = money(grant.up_to_minor, guidelines)
        value = None if gesture.authority is None else (grant.may, grant.up_to_minor)
        implied = grant.role not in (gesture.authority or {})
        name = _("{role} alone").format(role=grant.role)
        yield Aspect(f"authority:{grant.role}", name, value, words, implied=implied)


def _around(gesture: Gesture, guidelines: Guidelines) -> Iterator[Aspect]:
    yield Aspect("needs", _("needed first"), needs_of(gesture), needs_words(gesture, guidelines))
    excluded = listed(gesture_names(gesture.not_with, guidelines)) if gesture.not_with else None
    yield Aspect("not_with", _("not together with"), gesture.not_with, excluded)
    ways = ", ".join(ways_lines(gesture, guidelines))
    yield Aspect("otherwise", _("ways forward"), gesture.otherwise, ways)
    yield Aspect("one_press", _("given at once with its key"), gesture.one_press, _yes(gesture.one_press))
    promise = None if gesture.promise is None else follow_up_words(gesture.promise)
    yield Aspect("promise", _("promise that follows"), gesture.promise, promise)
    yield Aspect("idea", _("writes down an idea"), gesture.idea, _yes(gesture.idea))
    bend = None if gesture.bend is None else bend_words(gesture.bend, guidelines)
    yield Aspect("bend", _("exception"), gesture.bend, bend)
    first, last = gesture.valid_from, gesture.valid_until
    yield Aspect("valid_from", _("from"), first, None if first is None else dated(first))
    yield Aspect("valid_until", _("until"), last, None if last is None else dated(last))
    why = None if gesture.why is None else gesture.why.said_in(current())
    yield Aspect("why", _("why"), gesture.why, why, long=True)


def situation_aspects(situation: Situation, guidelines: Guidelines) -> Iterator[Aspect]:
    """Everything about a situation."""
    yield from _label("label", _("label"), situation.label)
    first = ", ".join(gesture_name(name, guidelines) for name in situation.first) or _("nothing")
    yield Aspect("first", _("offered first"), situation.first, first)
    asked = ", ".join(fact_name(name, guidelines) for name in situation.ask) or _("nothing")
    yield Aspect("ask", _("asked"), situation.ask, asked)


def fact_aspects(fact: Fact) -> Iterator[Aspect]:
    """Everything about a fact."""
    yield Aspect("type", _("type"), fact.type, bare(fact.type.value))
    yield Aspect("from", _("comes from"), fact.source, fact.source.value)
    yield Aspect("of", _("values"), fact.choices, ", ".join(fact.choices) or None)
    if fact.label is None:
        yield Aspect("label", _("label"), None, None)
    else:
        yield from _label("label", _("label"), fact.label)


def words_aspects(words: Words) -> Iterator[Aspect]:
    """A text that is a thing of its own."""
    yield from _label("label", "", words)


def business_aspects(guidelines: Guidelines) -> Iterator[Aspect]:
    """Who this is, in which money and by which clock."""
    business = guidelines.business
    yield Aspect("name", _("name"), business.name, business.name)
    yield Aspect("currency", _("currency"), business.currency, business.currency)
    zone = str(business.clock.zone)
    yield Aspect("timezone", _("time zone"), zone, zone)
    starts = f"{business.clock.day_starts:%H:%M}"
    yield Aspect("day_starts", _("the business day starts at"), starts, starts)
    languages = ", ".join(business.languages)
    yield Aspect("languages", _("languages"), frozenset(business.languages), languages)


def file_aspects(guidelines: Guidelines) -> Iterator[Aspect]:
    """What holds for the whole file."""
    yield Aspect("roles", _("roles from low to high"), guidelines.roles, ", ".join(guidelines.roles))
    yield Aspect("steps", _("steps"), guidelines.steps, ", ".join(bare(step) for step in guidelines.steps))
    most = guidelines.gestures_at_most
    said = None if most is None else str(most)
    yield Aspect("gestures_at_most", _("gestures in one conversation at most"), most, said)
    wanted = guidelines.without_complaint
    share = None if wanted is None else format_percent(wanted)
    yield Aspect("without_complaint", _("share of gestures without a complaint"), wanted, share)
    for name, window in guidelines.keep.items():
        yield Aspect(f"keep:{name}", _("{name} are kept for").format(name=name), window, kept_words(window))
    for language, words in sorted(guidelines.unkind_words.items()):
        called = _("words that no card may hold ({language})").format(language=language)
        yield Aspect(f"unkind_words:{language}", called, frozenset(words), ", ".join(words))


def kept_words(window: Window) -> str:
    """How long something is kept, as the file writes it: "24 months"."""
    return f"{window.count} {window.unit}" + ("s" if window.count != 1 else "")


def _label(key: str, name: str, words: Words) -> Iterator[Aspect]:
    """A text in the language in force, and each other language that it is written in."""
    own = current()
    yield Aspect(key, name, words.said_in(own), words.said_in(own))
    for language in sorted(words.by_language.keys() - {own}):
        said = words.by_language[language]
        called = _("{name} ({language})").format(name=name, language=language).strip()
        yield Aspect(f"{key}:{language}", called, said, said)


def _money(minor: int | None, guidelines: Guidelines) -> str | None:
    return None if minor is None else money(minor, guidelines)


def _yes(truth: bool) -> str:
    return _("yes") if truth else _("no")


def changed(before: Iterable[Aspect], after: Iterable[Aspect]) -> Iterator[tuple[Aspect | None, Aspect | None]]:
    """The aspects whose value is not the same, in the order of `after`, then those that only `before` has."""
    old = {aspect.key: aspect for aspect in before}
    new = {aspect.key: aspect for aspect in after}
    for key, aspect in new.items():
        was = old.get(key)
        if was is None:
            if not aspect.implied:
                yield None, aspect
        elif was.value != aspect.value:
            yield was, aspect
    for key, aspect in old.items():
        if key not in new and not aspect.implied:
            yield aspect, None
