"""Which limit of one file is which of the other, and what is different about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from frontdesk.ground.language import _
from frontdesk.guidelines.model import Guidelines, Limit, UpTo
from frontdesk.guidelines.telling.limits import bare_figure, limit_words, rule_words
from frontdesk.guidelines.telling.names import is_position


@dataclass(frozen=True, slots=True)
class LimitChange:
    """A limit before and after in words; `name` is its id, empty when it has none.

    `figure`: nothing but the figure is different, so `before` is the figure alone.
    """

    name: str
    before: str | None
    after: str | None
    figure: bool = False


@dataclass(frozen=True, slots=True)
class _Side:
    """The limits of one gesture in one of the files; budgets have no owner."""

    guidelines: Guidelines
    limits: Sequence[Limit]
    owner: str | None

    def named(self, limit: Limit) -> bool:
        return not is_position(limit.id, self.guidelines.gestures)

    def name(self, limit: Limit) -> str:
        return limit.id if self.named(limit) else ""

    def words(self, limit: Limit) -> str:
        return limit_words(limit, self.guidelines, self.owner)


def limit_changes(before: Guidelines, after: Guidelines, gesture: str) -> Iterator[LimitChange]:
    """What changed in the limits that stand on a gesture of both files, in the order of `after`."""
    old = _Side(before, before.gestures[gesture].limits, gesture)
    new = _Side(after, after.gestures[gesture].limits, gesture)
    twins = _matched(old, new)
    for limit in new.limits:
        was = twins.get(limit.id)
        if was is None:
            yield LimitChange(new.name(limit), None, new.words(limit))
        else:
            yield from _change(was, limit, old, new)
    kept = {was.id for was in twins.values()}
    for limit in old.limits:
        if limit.id not in kept:
            yield LimitChange(old.name(limit), old.words(limit), None)


def budget_change(was: Limit, now: Limit, before: Guidelines, after: Guidelines) -> LimitChange | None:
    """What changed in a budget of both files."""
    return next(_change(was, now, _Side(before, before.budgets, None), _Side(after, after.budgets, None)), None)


def _change(was: Limit, now: Limit, old: _Side, new: _Side) -> Iterator[LimitChange]:
    if _content(was) != _content(now):
        figure = _figure_alone(was, now, old)
        if figure is not None:
            yield LimitChange(new.name(now), figure, _shortest(now, new), figure=True)
        else:
            yield LimitChange(new.name(now), old.words(was), new.words(now))
    elif old.name(was) != new.name(now):
        yield LimitChange("", old.name(was) or _("without a name"), new.name(now) or _("without a name"))


def _figure_alone(was: Limit, now: Limit, old: _Side) -> str | None:
    """The figure before, when nothing but the figure is different."""
    if was.up_to.figure is None or now.up_to.figure is None:
        return None
    same = replace(_content(was), up_to=UpTo()) == replace(_content(now), up_to=UpTo())
    return bare_figure(was, old.guidelines) if same else None


def _shortest(limit: Limit, side: _Side) -> str:
    """The rule alone, unless another limit beside it would read the same but for its figure."""
    rule = rule_words(limit, side.guidelines)
    others = [rule_words(replace(each, up_to=limit.up_to), side.guidelines) for each in side.limits if each != limit]
    return side.words(limit) if rule in others else rule


def _content(limit: Limit) -> Limit:
    return replace(limit, id="", line=0)


def _matched(old: _Side, new: _Side) -> dict[str, Limit]:
    """For each limit of `new` that stood in `old`: the one it was. Names first, then what is alike, then places."""
    left_old = list(old.limits)
    left_new = list(new.limits)
    found: dict[str, Limit] = {}

    def match(same: Callable[[Limit, Limit], bool]) -> None:
        for now in list(left_new):
            was = next((each for each in left_old if same(each, now)), None)
            if was is not None:
                found[now.id] = was
                left_old.remove(was)
                left_new.remove(now)

    def unnamed(was: Limit, now: Limit) -> bool:
        return not (old.named(was) and new.named(now))

    match(lambda was, now: was.id == now.id and old.named(was) and new.named(now))
    match(lambda was, now: _content(was) == _content(now))
    match(lambda was, now: unnamed(was, now) and _rule(was) == _rule(now))
    match(lambda was, now: unnamed(was, now) and (was.shape, was.measure) == (now.shape, now.measure))
    match(lambda was, now: was.id == now.id)
    return found


def _rule(limit: Limit) -> Limit:
    return replace(_content(limit), up_to=UpTo())
