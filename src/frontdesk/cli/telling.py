"""`frontdesk story`: what went well, in the customer's words, and who is thanked for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from frontdesk.cli.echo import say, tell, tell_json
from frontdesk.cli.forms import Forms
from frontdesk.cli.frame import Example, argument, group, option
from frontdesk.cli.settings import Who, json_option, with_desk
from frontdesk.cli.since import first_day
from frontdesk.ground.language import N_, _, ngettext

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk
    from frontdesk.desk.learning.learning_views import StoryLine, StoryShare

_ID = "0199f0c2-7d3e-7c41-9a6b-2f1e5d8c4b10"
KINDS = {"rescued": N_("rescued"), "foreseen": N_("seen coming"), "fixed": N_("fixed for good")}


@group(
    "story",
    N_("Stories: what went well, in the customer's own words, and who is thanked for it."),
    Example("frontdesk story list", N_("the stories of today and yesterday, without the customers' names")),
)
def story() -> None:
    """The stories."""


@story.subcommand(
    "tell",
    N_(
        "Tell a story: the customer's words, as they were said, and who is thanked.\n\n"
        "It may be of an old and closed conversation, and of people who no longer work here. The ledger is not touched."
    ),
    Example(
        f"frontdesk story tell rescued 'Your waiter saved my mother’s birthday' --conversation {_ID}",
        N_("those who had to do with the conversation are thanked"),
    ),
    Example("frontdesk story tell foreseen 'You called before I noticed' --thank Olena", N_("Olena is thanked")),
)
@argument("kind", N_("rescued, foreseen or fixed (for good)."), type=click.Choice(list(KINDS)))
@argument("words", N_("The customer's words."))
@option("--conversation", metavar="CONVERSATION", told=N_("The conversation it belongs to, also a closed one."))
@option(
    "--thank",
    "thanked",
    metavar="NAME",
    multiple=True,
    told=N_("Who is thanked; may be said more than once. Else those who had to do with the conversation."),
)
@json_option
@with_desk()
def tell_story(
    desk: Desk, kind: str, words: str, conversation: str | None, thanked: tuple[str, ...], as_json: bool
) -> None:
    """Tell a story."""
    from frontdesk.desk.learning import storytelling

    told = storytelling.tell(desk, conversation, kind, words, thanked or None)
    if as_json:
        tell_json(story_form(desk, told, named=True))
        return
    for line in _lines(told, named=True):
        tell(line)


@story.subcommand(
    "list",
    N_(
        "List the stories, the newest first. The customer's name is left out, of the words too, unless it is asked for."
    ),
    Example("frontdesk story list --since 30d", N_("of the last 30 days, and the share that was seen coming")),
    Example("frontdesk story list --names --json", N_("with the customers' names and words as they were typed")),
)
@option("--since", metavar="WHEN", default="2d", show_default=True, told=N_("A date, or so many days: 7d, 2 weeks."))
@option("--names", is_flag=True, told=N_("With the customer's name, and the words as they were typed."))
@json_option
@with_desk(Who.ANYBODY)
def list_stories(desk: Desk, since: str, names: bool, as_json: bool) -> None:
    """List stories."""
    from frontdesk.desk.learning import storytelling

    first = first_day(desk, since)
    found = storytelling.stories_of(desk, days=(desk.today() - first).days + 1)
    share = storytelling.share(desk, first)
    if as_json:
        tell_json({"stories": [story_form(desk, each, named=names) for each in found], "share": share_form(share)})
        return
    for each in found:
        for line in _lines(each, named=names):
            tell(line)
    if not found:
        say(_("No stories yet. When something went well: frontdesk story tell"))
        return
    tell(_share_words(share))


def _lines(told: StoryLine, *, named: bool) -> Iterator[str]:
    thanked = _("thank you: {names}").format(names=", ".join(told.thanked)) if told.thanked else ""
    customer = told.customer_name if named else ""
    yield " · ".join(part for part in (told.business_date.isoformat(), _(KINDS[told.kind]), thanked, customer) if part)
    for line in (told.words if named else told.printable).split("\n"):
        yield f"  {line}"


def _share_words(share: StoryShare) -> str:
    stories = ngettext("{count} story", "{count} stories", share.told).format(count=share.told)
    return _("{stories}; {percent} % seen coming or fixed for good").format(
        stories=stories, percent=share.smooth_percent or 0
    )


def story_form(desk: Desk, told: StoryLine, *, named: bool) -> dict[str, Any]:
    """A story as JSON values; without `named` the customer's name is nowhere in it."""
    return {
        "id": told.id,
        "kind": told.kind.value,
        "words": told.words if named else told.printable,
        "thanked": list(told.thanked),
        "told_by": told.told_by,
        "at": Forms(desk).at(told.at),
        "date": told.business_date.isoformat(),
        "conversation": told.conversation_id,
        "customer_name": told.customer_name if named else None,
    }


def share_form(share: StoryShare) -> dict[str, Any]:
    """The kinds of stories as JSON values."""
    return {
        "since": share.since.isoformat(),
        "until": share.until.isoformat(),
        "rescued": share.rescued,
        "foreseen": share.foreseen,
        "fixed": share.fixed,
        "smooth_percent": share.smooth_percent,
    }
