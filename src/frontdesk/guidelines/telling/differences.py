"""What changed between two guidelines, in words: "Free drink: 4 -> 6 times per stay".

Only the meaning is compared: another order of lines, comments, and the file's own examples are no difference. The
words are in the language in force when the differences are found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from frontdesk.ground.language import N_, _, current
from frontdesk.guidelines.model import Guidelines
from frontdesk.guidelines.telling.aspects import (
    Aspect,
    business_aspects,
    changed,
    fact_aspects,
    file_aspects,
    gesture_aspects,
    situation_aspects,
    words_aspects,
)
from frontdesk.guidelines.telling.limit_changes import LimitChange, budget_change, limit_changes
from frontdesk.guidelines.telling.limits import limit_words
from frontdesk.guidelines.telling.names import bare, fact_title, gesture_name, situation_name

_NEW = {
    "principle": N_("New principle: {label}"),
    "fact": N_("New fact: {label}"),
    "reason": N_("New reason: {label}"),
    "situation": N_("New situation: {label}"),
    "gesture": N_("New gesture: {label}"),
    "budget": N_("New budget: {label}"),
}
_GONE = {
    "principle": N_("Gone: the principle {label}"),
    "fact": N_("Gone: the fact {label}"),
    "reason": N_("Gone: the reason {label}"),
    "situation": N_("Gone: the situation {label}"),
    "gesture": N_("Gone: {label}"),
    "budget": N_("Gone: the budget {label}"),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not the same any more.

    `kind` is business, guidelines, principle, fact, reason, situation, gesture or budget; `id` is its name in
    the file and `label` what people call it. `aspect` says what of it changed, empty for the thing itself and for
    what its words say. `before` and `after` are words; None is nothing there. `long` marks a text (a why) that the
    line does not quote. `whole` is a thing that is new or gone.
    """

    kind: str
    id: str
    label: str
    aspect: str
    before: str | None
    after: str | None
    long: bool = False
    whole: bool = False

    def sentence(self) -> str:
        """The difference in one line, in the language in force."""
        if self.whole:
            said = _(_NEW[self.kind] if self.before is None else _GONE[self.kind]).format(label=self.label)
            more = self.after if self.before is None else None
            return _("{new} ({words})").format(new=said, words=more) if more else said
        what = _("{label}, {aspect}").format(label=self.label, aspect=self.aspect) if self.aspect else self.label
        if self.long or self.before == self.after:
            return _("{what}: changed").format(what=what)
        if self.before is None:
            return _("{what} (new): {after}").format(what=what, after=self.after)
        if self.after is None:
            return _("{what} (gone): {before}").format(what=what, before=self.before)
        return _("{what}: {before} -> {after}").format(what=what, before=self.before, after=self.after)


def differences(before: Guidelines, after: Guidelines) -> tuple[Difference, ...]:
    """Everything that means something else, part by part in the order of `after`; what is gone comes last of a part.

    Empty when both mean the same.
    """
    return tuple(_all(before, after))


def _all(before: Guidelines, after: Guidelines) -> Iterator[Difference]:
    name = after.business.name
    yield from _aspects("business", "business", name, business_aspects(before), business_aspects(after))
    yield from _aspects("guidelines", "guidelines", _("Guidelines"), file_aspects(before), file_aspects(after))
    yield from _principles(before, after)
    yield from _things(
        "fact",
        before.facts,
        after.facts,
        lambda key, side: fact_title(side.facts[key]),
        lambda key, side: fact_aspects(side.facts[key]),
        before,
        after,
    )
    yield from _things(
        "reason",
        before.reasons,
        after.reasons,
        lambda key, side: side.reasons[key].said_in(current()),
        lambda key, side: words_aspects(side.reasons[key]),
        before,
        after,
    )
    yield from _things(
        "situation",
        before.situations,
        after.situations,
        situation_name,
        lambda key, side: situation_aspects(side.situations[key], side),
        before,
        after,
    )
    yield from _gestures(before, after)
    yield from _budgets(before, after)


def _aspects(
    kind: str, key: str, label: str, before: Iterable[Aspect], after: Iterable[Aspect]
) -> Iterator[Difference]:
    for was, now in changed(before, after):
        either = now or was
        assert either is not None
        old = None if was is None else was.words
        new = None if now is None else now.words
        yield Difference(kind, key, label, either.name, old, new, long=either.long and None not in (old, new))


def _whole(kind: str, key: str, label: str, *, new: bool, words: str = "") -> Difference:
    return Difference(kind, key, label, "", None if new else words, words if new else None, whole=True)


def _things(
    kind: str,
    before: Mapping[str, object],
    after: Mapping[str, object],
    label: Callable[[str, Guidelines], str],
    aspects: Callable[[str, Guidelines], Iterable[Aspect]],
    old: Guidelines,
    new: Guidelines,
) -> Iterator[Difference]:
    """One part of the file: things with a name each."""
    for key in after:
        if key not in before:
            yield _whole(kind, key, label(key, new), new=True)
        else:
            yield from _aspects(kind, key, label(key, new), aspects(key, old), aspects(key, new))
    for key in before:
        if key not in after:
            yield _whole(kind, key, label(key, old), new=False)


def _principles(before: Guidelines, after: Guidelines) -> Iterator[Difference]:
    """Sentences without a name: each is there or not."""
    for side, other, new in ((after, before, True), (before, after, False)):
        for words in side.principles:
            if words not in other.principles:
                said = words.said_in(current())
                yield _whole("principle", said, said, new=new)


def _gestures(before: Guidelines, after: Guidelines) -> Iterator[Difference]:
    for key, gesture in after.gestures.items():
        label = gesture_name(key, after)
        if key not in before.gestures:
            yield _whole("gesture", key, label, new=True)
            continue
        was = before.gestures[key]
        yield from _aspects("gesture", key, label, gesture_aspects(was, before), gesture_aspects(gesture, after))
        for change in limit_changes(before, after, key):
            aspect = _limit_aspect(change)
            yield Difference("gesture", key, label, aspect, change.before, change.after)
    for key in before.gestures:
        if key not in after.gestures:
            yield _whole("gesture", key, gesture_name(key, before), new=False)


def _limit_aspect(change: LimitChange) -> str:
    """What a limit is called; one whose figure alone changed says in its own words which it is."""
    if change.figure:
        return ""
    return _("limit {name}").format(name=bare(change.name)) if change.name else _("limit")


def _budgets(before: Guidelines, after: Guidelines) -> Iterator[Difference]:
    old = {budget.id: budget for budget in before.budgets}
    new = {budget.id: budget for budget in after.budgets}
    for key, budget in new.items():
        if key not in old:
            yield _whole("budget", key, bare(key), new=True, words=limit_words(budget, after))
            continue
        change = budget_change(old[key], budget, before, after)
        if change is not None:
            yield Difference("budget", key, bare(key), "", change.before, change.after)
    for key in old:
        if key not in new:
            yield _whole("budget", key, bare(key), new=False)
