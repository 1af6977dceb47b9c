"""An idea in words: what stands behind it, what became of it, what its draft would have meant."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from textual.content import Content

from frontdesk.authority.effects import Would
from frontdesk.desk.learning.learning_views import Adoption, Effect, IdeaLine, IdeaState, Span
from frontdesk.desk.promises.calibrating import length_words
from frontdesk.ground.language import _, ngettext
from frontdesk.ground.money import format_minor
from frontdesk.ui import times
from frontdesk.ui.plain import words

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk
    from frontdesk.desk.rules.trying import Tried

PROBLEMS_SHOWN = 3
CHANGES_SHOWN = 4
_WOULD_GIVE = (Would.GIVEN, Would.ASKED_FIRST)


def idea_state(state: IdeaState) -> tuple[str, str, str]:
    """Symbol, word and style of how an idea stands."""
    return {
        IdeaState.OVERDUE: ("!", _("overdue"), "bold $text-error"),
        IdeaState.LATER: ("·", _("later"), "$text-muted"),
        IdeaState.YES: ("✓", _("yes"), "$text-accent"),
        IdeaState.NOT_NOW: ("·", _("not now"), "$text-muted"),
        IdeaState.ADOPTED: ("✓", _("in force"), "$text-accent"),
    }.get(state, ("⚑", _("owed"), "$text-warning"))


def idea_lines(desk: Desk, idea: IdeaLine) -> Iterator[Content]:
    """The idea, whose it is, what stands behind it, and its answer."""
    yield words((idea.text, "bold"))
    yield words((_whose(desk, idea), "$text-muted"))
    about = idea.rule or idea.gesture_label
    if about:
        yield words((_("about: {label}").format(label=about), ""))
    if idea.blocks or idea.requests_count:
        stopped = ngettext("stopped us once", "stopped us {count} times", idea.blocks).format(count=idea.blocks)
        asked = ngettext("{count} request", "{count} requests", idea.requests_count).format(count=idea.requests_count)
        behind = " · ".join(each for each, count in ((stopped, idea.blocks), (asked, idea.requests_count)) if count)
        yield words((_("behind it in 30 days: {what}").format(what=behind), ""))
    for request in idea.requests:
        yield words((f"  “{' '.join(request.split())}”", "$text-muted"))
    if idea.alike:
        more = ngettext("{count} more like it", "{count} more like it", idea.alike).format(count=idea.alike)
        yield words((_("{more}: the same answer").format(more=more), "$text-muted"))
    if idea.answer is not None:
        said = _("{word} · {name}: {text}")
        word = idea_state(IdeaState.YES if idea.answer == "yes" else idea.state)[1]
        yield words((said.format(word=word, name=idea.answered_by, text=idea.answer_text), "$text-accent"))


def _whose(desk: Desk, idea: IdeaLine) -> str:
    said = [_("idea of {name}, {date}").format(name=idea.author, date=times.moment_words(desk, idea.at))]
    if idea.took is not None:
        said.append(_("answered after {time}").format(time=_long(idea.took)))
    elif idea.state in (IdeaState.OWED, IdeaState.OVERDUE, IdeaState.LATER):
        said.append(_("answer owed by {date}").format(date=times.day_words(idea.answer_due_on)))
    return " · ".join(said)


def _long(took: timedelta) -> str:
    """How long an answer took, in full days, else hours, else minutes."""
    step = next((each for each in (timedelta(days=1), timedelta(hours=1)) if took >= 2 * each), timedelta(minutes=1))
    return length_words(max(took // step, 1) * step)


def adoption_lines(made: Adoption) -> Iterator[Content]:
    """The draft: what it changes, what is to be thought of, and what of the file's own examples fails."""
    yield words((_("THE DRAFT"), "bold $text-muted"))
    for change in made.changes:
        before = change.before or _("nothing")
        said = _("{what}: {before} → {after}").format(what=change.what, before=before, after=change.after)
        yield words((said, "bold"))
    for note in made.notes:
        yield words((note, "$text-muted"))
    wrong = [problem for problem in made.problems if problem.severity == "error"]
    if wrong:
        yield words((_("It cannot go into force like this:"), "$text-warning bold"))
        first = {problem.line: problem for problem in reversed(wrong)}
        wrong = sorted(first.values(), key=lambda problem: problem.line)  # one for each place is enough to find it
        for problem in wrong[:PROBLEMS_SHOWN]:
            yield words((f"  {problem}", "$text-warning"))
        if len(wrong) > PROBLEMS_SHOWN:
            rest = len(wrong) - PROBLEMS_SHOWN
            yield words(
                (ngettext("  and {count} more", "  and {count} more", rest).format(count=rest), "$text-warning")
            )
        yield words((_("Put it right in the file, then come back here:"), ""))
    yield words((str(made.path), "$text-muted"))


def tried_lines(tried: Tried) -> Iterator[Content]:
    """What the draft would have meant over the last 30 days, in short; nothing is promised by it."""
    effect = tried.effect
    yield words((_("WHAT IT WOULD HAVE MEANT IN 30 DAYS"), "bold $text-muted"))
    for change in tried.changes[:CHANGES_SHOWN]:
        yield words(change.sentence().replace(" -> ", " → "))
    blocks = sum(count.times for count in effect.blocks.values())
    given = sum(count.times for would, count in effect.blocks.items() if would in _WOULD_GIVE)
    if not effect.judged:
        yield words((_("nothing was given or stopped in that time"), "$text-muted"))
        return
    said = ngettext(
        "{given} of {count} block would have been given", "{given} of {count} blocks would have been given", blocks
    )
    yield words((said.format(given=given, count=blocks), "$text-accent"))
    fewer = sum(effect.entries[would].times for would in _WOULD_LOSE if would in effect.entries)
    if fewer:
        lost = ngettext(
            "{count} that was given would not have been", "{count} that were given would not have been", fewer
        )
        yield words((lost.format(count=fewer), "$text-warning"))
    exponent = tried.draft.business.exponent
    more = effect.draft.cost_minor - effect.then.cost_minor
    cost = format_minor(more, exponent)
    yield words(_("cost: {more} more than then").format(more=cost) if more > 0 else _("cost: {more}").format(more=cost))


_WOULD_LOSE = (Would.LESS, Would.LEAD, Would.TURNED_AWAY, Would.GONE)


def effect_lines(desk: Desk, effect: Effect) -> Iterator[Content]:
    """What happened before and after it came into force, side by side; that one caused the other is not said."""
    number = _("in force as version {number} since {date}")
    yield words(
        (number.format(number=effect.number, date=times.moment_words(desk, effect.in_force_at)), "$text-accent")
    )
    if not effect.ready:
        yield words(
            (_("what came of it is shown from {date}").format(date=times.day_words(effect.due_on)), "$text-muted")
        )
        return
    exponent = 2 if desk.guidelines is None else desk.guidelines.business.exponent
    yield words((_("before: {what}").format(what=_span_words(effect.before, exponent)), ""))
    yield words((_("after: {what}").format(what=_span_words(effect.after, exponent)), ""))
    yield words((_("counts side by side; other things changed in that time, too"), "$text-muted"))


def _span_words(span: Span | None, exponent: int) -> str:
    if span is None:
        return _("nothing is known")
    given = ngettext("given once", "given {count} times", span.times).format(count=span.times)
    stopped = _("stopped us {rate} times a week").format(rate=f"{span.blocks_per_week:.1f}")
    return _("{stopped} · {given} in {days} days, cost {cost}").format(
        stopped=stopped, given=given, days=round(span.days), cost=format_minor(span.cost_minor, exponent)
    )
