"""Ideas, their drafts and their effects, in sentences and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from frontdesk.cli.forms import Forms
from frontdesk.cli.words import Words
from frontdesk.ground.language import N_, _, ngettext

if TYPE_CHECKING:
    from frontdesk.authority.effects import Effect as Replayed
    from frontdesk.desk.desk import Desk
    from frontdesk.desk.learning.learning_views import Adoption, Effect, IdeaLine, Span

_STATES = {
    "owed": N_("answer owed by {date}"),
    "overdue": N_("ANSWER OVERDUE since {date}"),
    "later": N_("later: answer owed by {date}"),
    "yes": N_("yes"),
    "not_now": N_("not now"),
    "adopted": N_("in force"),
}


def idea_lines(desk: Desk, idea: IdeaLine) -> Iterator[str]:
    """An idea, what stands behind it, and its answer."""
    state = _(_STATES[idea.state]).format(date=idea.answer_due_on.isoformat())
    yield " · ".join((idea.short, state, _("idea of {name}").format(name=idea.author)))
    yield f"  {idea.text}"
    about = idea.rule or idea.gesture_label
    if about:
        yield "  " + _("about: {what}").format(what=about)
    if idea.blocks or idea.requests_count:
        blocks = ngettext("stopped {count} time", "stopped {count} times", idea.blocks).format(count=idea.blocks)
        requests = ngettext("{count} request", "{count} requests", idea.requests_count).format(
            count=idea.requests_count
        )
        yield "  " + _("behind it in 30 days: {blocks}, {requests}").format(blocks=blocks, requests=requests)
        yield from (f"    “{' '.join(request.split())}”" for request in idea.requests)
    if idea.alike:
        yield "  " + ngettext(
            "{count} more like it gets the same answer", "{count} more like it get the same answer", idea.alike
        ).format(count=idea.alike)
    if idea.answer is not None:
        took = "" if idea.took is None else " · " + _("answered after {time}").format(time=long_words(idea.took))
        yield "  " + _("answer of {name}: {text}").format(name=idea.answered_by, text=idea.answer_text) + took
    if idea.adopted_number is not None:
        yield "  " + _("version {number} of the guidelines; its effect is shown from {date}").format(
            number=idea.adopted_number, date="" if idea.effect_due_on is None else idea.effect_due_on.isoformat()
        )
    elif idea.draft is not None:
        yield "  " + _("draft: {path}").format(path=idea.draft)


def long_words(time: timedelta) -> str:
    """How long something took, in days, hours or minutes."""
    minutes = int(time.total_seconds() // 60)
    if minutes >= 2 * 1440:
        return ngettext("{count} day", "{count} days", minutes // 1440).format(count=minutes // 1440)
    if minutes >= 60:
        return ngettext("{count} hour", "{count} hours", minutes // 60).format(count=minutes // 60)
    return ngettext("{count} minute", "{count} minutes", minutes).format(count=minutes)


def idea_form(desk: Desk, idea: IdeaLine) -> dict[str, Any]:
    """An idea as JSON; `took_minutes` is the time from the idea to its answer."""
    forms = Forms(desk)
    return {
        "id": idea.id,
        "short": idea.short,
        "state": idea.state.value,
        "text": idea.text,
        "author": idea.author,
        "at": forms.at(idea.at),
        "gesture": idea.gesture or None,
        "rule": idea.rule or None,
        "answer_due_on": idea.answer_due_on.isoformat(),
        "alike": idea.alike,
        "blocks": idea.blocks,
        "requests": list(idea.requests),
        "requests_count": idea.requests_count,
        "conversation": idea.conversation_id,
        "block": idea.block_id,
        "entry": idea.entry_id,
        "approval": idea.approval_id,
        "answer": idea.answer,
        "answer_text": idea.answer_text or None,
        "answered_by": idea.answered_by or None,
        "answered_at": forms.at(idea.answered_at),
        "took_minutes": None if idea.took is None else int(idea.took.total_seconds() // 60),
        "draft": None if idea.draft is None else str(idea.draft),
        "adopted_number": idea.adopted_number,
        "effect_due_on": None if idea.effect_due_on is None else idea.effect_due_on.isoformat(),
    }


# --- drafts -------------------------------------------------------------------------------------------------


def adoption_lines(desk: Desk, made: Adoption, replayed: Replayed | None) -> Iterator[str]:
    """What a draft changes, what it would have meant, and what comes next."""
    yield _("Draft: {path}").format(path=made.path)
    for change in made.changes:
        before = change.before or _("nothing")
        yield _("  line {line} · {what}: {before} → {after}").format(
            line=change.line, what=change.what, before=before, after=change.after
        )
    if not made.changes:
        yield _("  the idea stands as a comment in line {line}").format(line=made.comment_line)
    yield from (f"  {note}" for note in made.notes)
    yield from (f"  {problem}" for problem in made.problems)
    if replayed is not None and made.changes:
        yield _("In the last 30 days {given} of {blocks} blocks would have been given, at {cost} more of cost.").format(
            given=would_give(replayed), blocks=blocks_in(replayed), cost=Words(desk).money(more_cost(replayed))
        )
    yield _("See more: frontdesk whatif {path} --since 30d").format(path=made.path)


def would_give(replayed: Replayed) -> int:
    """How many blocks of the past the draft would have let through."""
    return sum(count.times for would, count in replayed.blocks.items() if would in ("given", "asked_first"))


def blocks_in(replayed: Replayed) -> int:
    """How many blocks of the past were replayed."""
    return sum(count.times for count in replayed.blocks.values())


def more_cost(replayed: Replayed) -> int:
    """What the draft would have cost more, in minor units; below zero when it would have cost less."""
    return replayed.draft.cost_minor - replayed.then.cost_minor


def adoption_form(desk: Desk, made: Adoption, replayed: Replayed | None) -> dict[str, Any]:
    """A draft as JSON; `whatif` is null for a draft that cannot be read."""
    return {
        "idea": made.idea_id,
        "draft": str(made.path),
        "sound": made.sound,
        "changes": [
            {"what": each.what, "line": each.line, "before": each.before or None, "after": each.after}
            for each in made.changes
        ],
        "comment_line": made.comment_line,
        "notes": list(made.notes),
        "problems": [problem.as_dict() for problem in made.problems],
        "whatif": None
        if replayed is None
        else {
            "days": 30,
            "blocks": blocks_in(replayed),
            "given": would_give(replayed),
            "more_cost": Forms(desk).money(more_cost(replayed)),
        },
    }


# --- effects ------------------------------------------------------------------------------------------------


def effect_lines(desk: Desk, effect: Effect) -> Iterator[str]:
    """What happened before and after, side by side; nothing is said about what caused what."""
    words = Words(desk)
    about = effect.rule or ", ".join(effect.gestures)
    yield _("Version {number}, in force since {time} · {about}").format(
        number=effect.number, time=words.when(effect.in_force_at), about=about
    )
    if not effect.ready:
        yield _("What happened before and after is shown from {date}.").format(date=effect.due_on.isoformat())
        return
    for name, span in ((_("before"), effect.before), (_("after"), effect.after)):
        yield f"  {name:8}" + (_("nothing is known") if span is None else _span_words(words, span))
    yield _("These are counts, side by side; other things changed in that time, too.")


def _span_words(words: Words, span: Span) -> str:
    return _("{days} days: stopped {rate} times a week · given {times} times, {value}, cost {cost}").format(
        days=f"{span.days:.0f}",
        rate=f"{span.blocks_per_week:.1f}",
        times=span.times,
        value=words.money(span.value_minor),
        cost=words.money(span.cost_minor),
    )


def effect_form(desk: Desk, effect: Effect) -> dict[str, Any]:
    """An effect as JSON; `before` and `after` are null until it is ready."""
    forms = Forms(desk)

    def span(found: Span | None) -> dict[str, Any] | None:
        if found is None:
            return None
        return {
            "since": forms.at(found.since),
            "until": forms.at(found.until),
            "blocks": found.blocks,
            "blocks_per_week": round(found.blocks_per_week, 2),
            "times": found.times,
            "value": forms.money(found.value_minor),
            "cost": forms.money(found.cost_minor),
        }

    return {
        "idea": effect.idea_id,
        "number": effect.number,
        "in_force_at": forms.at(effect.in_force_at),
        "due_on": effect.due_on.isoformat(),
        "ready": effect.ready,
        "gestures": list(effect.gestures),
        "rule": effect.rule or None,
        "before": span(effect.before),
        "after": span(effect.after),
    }
