"""`frontdesk idea`: from what staff notice to a line of the guidelines with its author's name."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from frontdesk.cli import idea_words
from frontdesk.cli.echo import say, tell, tell_json
from frontdesk.cli.frame import Example, argument, group, option
from frontdesk.cli.settings import Who, json_option, with_desk
from frontdesk.ground.errors import DONE, PROBLEM_FOUND, BadInput
from frontdesk.ground.language import N_, _

if TYPE_CHECKING:
    from frontdesk.authority.effects import Effect as Replayed
    from frontdesk.desk.desk import Desk
    from frontdesk.desk.learning.learning_views import Adoption, IdeaLine

_ID = "0199f0c2-7d3e-7c41-9a6b-2f1e5d8c4b10"
IDEA = argument("idea_id", N_("The idea, by its id or the end of it (at least four letters)."), metavar="IDEA")


@group(
    "idea",
    N_("Ideas: propose one, answer it in words, make it a draft of the guidelines, and see what it did."),
    Example("frontdesk idea list", N_("the ideas that are owed an answer, with what stands behind them")),
)
def idea() -> None:
    """The ideas."""


@idea.subcommand(
    "propose",
    N_("Write an idea in one line. An answer is owed in seven days."),
    Example('frontdesk idea propose "let us give a pass for one pool" --gesture part_pass', N_("about a gesture")),
    Example(f'frontdesk idea propose "let us refund up to 200" --block {_ID}', N_("about what a limit stopped")),
)
@argument("text", N_("The idea, in one line."))
@option("--conversation", metavar="CONVERSATION", told=N_("The conversation that it comes from."))
@option("--block", metavar="BLOCK", told=N_("The block that it comes from: its draft then changes that very line."))
@option("--entry", metavar="ENTRY", told=N_("The entry that it comes from, for example one given as a bend."))
@option("--approval", metavar="APPROVAL", told=N_("The approval that it comes from."))
@option("--gesture", metavar="GESTURE", told=N_("The gesture that it is about."))
@json_option
@with_desk()
def propose(
    desk: Desk,
    text: str,
    conversation: str | None,
    block: str | None,
    entry: str | None,
    approval: str | None,
    gesture: str | None,
    as_json: bool,
) -> None:
    """Propose something."""
    from frontdesk.desk.learning import ideas

    _shown(desk, ideas.propose(desk, text, conversation, block, gesture, approval, entry), as_json)


@idea.subcommand(
    "list",
    N_("List the ideas that are owed an answer, the one that is owed first first."),
    Example("frontdesk idea list", N_("with how often the line stopped somebody, and the requests behind it")),
    Example("frontdesk idea list --all --json", N_("also what was answered and what is in force, as a JSON list")),
)
@option("--all", "everything", is_flag=True, told=N_("Also those that were answered."))
@json_option
@with_desk(Who.ANYBODY)
def list_ideas(desk: Desk, everything: bool, as_json: bool) -> None:
    """List ideas."""
    from frontdesk.desk.learning import ideas

    found = ideas.everything(desk) if everything else ideas.owed(desk)
    if as_json:
        tell_json([idea_words.idea_form(desk, each) for each in found])
        return
    for each in found:
        for line in idea_words.idea_lines(desk, each):
            tell(line)
    if not found:
        say(_("No idea waits for an answer."))


@idea.subcommand(
    "answer",
    N_("Answer an idea, in words: yes, not_now, or later with a day. It is for a role above the lowest."),
    Example('frontdesk idea answer d8ebdd yes --text "good, from December on"', N_("the draft comes next")),
    Example('frontdesk idea answer d8ebdd later --on 2026-12-15 --text "after the season"', N_("owed again by then")),
)
@IDEA
@argument("what", N_("yes, not_now or later."), type=click.Choice(["yes", "not_now", "later"]))
@option("--text", default="", metavar="TEXT", told=N_("Why; an answer without words is none."))
@option("--on", "on_text", metavar="DATE", told=N_("For later: the day by which it is answered."))
@json_option
@with_desk()
def answer(desk: Desk, idea_id: str, what: str, text: str, on_text: str | None, as_json: bool) -> None:
    """Answer an idea."""
    from frontdesk.desk.learning import ideas

    _shown(desk, ideas.answer(desk, idea_id, what, text, None if on_text is None else _date(on_text)), as_json)


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise BadInput(
            _("{text} is not a date.").format(text=text), _("Write it as year-month-day, for example 2026-11-21.")
        ) from None


@idea.subcommand(
    "adopt",
    N_(
        "Draft the guidelines with the idea in them, and say what that would have meant in the last 30 days.\n\n"
        "The draft is a copy of the file in force with one value changed where it stands and a comment that names whose"
        " idea it is; everything else stays as it was written. Where the program cannot know the value, only the"
        " comment is there. Nothing goes into force. The exit code is 1 when the draft has a problem."
    ),
    Example("frontdesk idea adopt d8ebdd", N_("writes drafts/idea-d8ebdd.yaml in the business's folder")),
)
@IDEA
@json_option
@with_desk(Who.ANYBODY)
def adopt(desk: Desk, idea_id: str, as_json: bool) -> int:
    """Draft an idea."""
    from frontdesk.desk.learning import adopting

    made = adopting.adopt(desk, idea_id)
    replayed = _replayed(desk, made)
    if as_json:
        tell_json(idea_words.adoption_form(desk, made, replayed))
    else:
        for line in idea_words.adoption_lines(desk, made, replayed):
            tell(line)
    return DONE if made.sound else PROBLEM_FOUND


def _replayed(desk: Desk, made: Adoption) -> Replayed | None:
    from datetime import timedelta

    from frontdesk.desk.learning import adopting

    if not made.readable:
        return None
    return adopting.try_idea(desk, made.idea_id, since=desk.now() - timedelta(days=30)).effect


@idea.subcommand(
    "publish",
    N_("Put the draft of an idea into force, at once. The history and the file then name whose idea it was."),
    Example("frontdesk idea publish d8ebdd", N_("with the idea itself as the note")),
    Example('frontdesk idea publish d8ebdd --note "tried for a month"', N_("with a note of your own behind the name")),
)
@IDEA
@option("--note", default="", metavar="TEXT", told=N_("Why, for the history; else the idea itself."))
@json_option
@with_desk()
def publish(desk: Desk, idea_id: str, note: str, as_json: bool) -> None:
    """Put an idea into force."""
    from frontdesk.desk.learning import adopting

    line, done = adopting.publish_idea(desk, idea_id, note)
    if as_json:
        tell_json({**idea_words.idea_form(desk, line), "version": done.line.version, "note": done.line.note})
        return
    tell(_("Version {number} is in force: {note}").format(number=done.line.number, note=done.line.note))
    for each in done.differences:
        tell("  " + " · ".join(part for part in (each.label, each.aspect, f"{each.before} → {each.after}") if part))
    if line.effect_due_on is not None:
        tell(
            _("Its effect is shown from {date}: frontdesk idea effect {idea}").format(
                date=line.effect_due_on.isoformat(), idea=line.short
            )
        )


@idea.subcommand(
    "effect",
    N_("Show what happened before and after an idea came into force, from 14 days after. No cause is claimed."),
    Example("frontdesk idea effect d8ebdd", N_("how often its line stopped somebody, what was given, and its cost")),
)
@IDEA
@json_option
@with_desk(Who.ANYBODY)
def effect(desk: Desk, idea_id: str, as_json: bool) -> None:
    """Show an effect."""
    from frontdesk.desk.learning import idea_effects

    found = idea_effects.effect(desk, idea_id)
    if as_json:
        tell_json(idea_words.effect_form(desk, found))
        return
    for line in idea_words.effect_lines(desk, found):
        tell(line)


def _shown(desk: Desk, line: IdeaLine, as_json: bool) -> None:
    if as_json:
        tell_json(idea_words.idea_form(desk, line))
        return
    for each in idea_words.idea_lines(desk, line):
        tell(each)
