"""Two cards that are one person, at the command line: who may be, what merging would mean, merging, taking apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from frontdesk.cli.echo import say, tell, tell_json
from frontdesk.cli.frame import Example, argument, command, option
from frontdesk.cli.importing import somebody_answers
from frontdesk.cli.settings import Who, json_option, with_desk
from frontdesk.ground.errors import DONE, BadInput
from frontdesk.ground.language import N_, _

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk
    from frontdesk.desk.merging.merge_views import MaybeOne, Merged, MergePreview, Unmerged

_ID = "0199f0c2-7d3e-7c41-9a6b-2f1e5d8c4b10"
_OTHER = "0199f0c2-9b11-7a52-8c3d-4e5f60718293"
MOST_USUAL = 50
MOST = 1000


@command(
    "duplicates",
    N_(
        "List pairs of cards that may be one person, and why: the same phone, e-mail or card number, or the same name "
        "and birthday, company or address.\n\n"
        "With a customer, only who may be the same as that one. A family with one phone is no duplicate: --two-people "
        "keeps that, and the pair is not listed again."
    ),
    Example("frontdesk customers duplicates", N_("the first pairs, with their reasons")),
    Example(f"frontdesk customers duplicates {_ID} --json", N_("who may be the same person as this one")),
    Example(f"frontdesk customers duplicates {_ID} --two-people {_OTHER}", N_("these are two people")),
)
@argument("customer", N_("A customer's id; without it, everybody is looked through."), required=False)
@option("--two-people", metavar="ID", told=N_("Keep that this other card is somebody else's."))
@option("--limit", type=int, default=MOST_USUAL, show_default=True, metavar="N", told=N_("At most so many pairs."))
@json_option
@with_desk(Who.ANYBODY)
def duplicates(desk: Desk, customer: str | None, two_people: str | None, limit: int, as_json: bool) -> int:
    """List who may be one person."""
    from frontdesk.desk.customers import cards
    from frontdesk.desk.merging import merging

    if two_people is not None:
        if customer is None:
            raise BadInput(_("Two people are two cards."), _("Name both: `duplicates ID --two-people OTHER`."))
        merging.two_people(desk, customer, two_people)
        if as_json:
            tell_json({"customer": customer, "two_people": two_people})
        else:
            tell(_("Kept: they are two people. This pair is not suggested again."))
        return DONE
    if customer is not None:
        pairs = list(merging.duplicates_of(desk, cards.card(desk, customer).id))
    else:
        pairs = _all(desk, max(1, min(limit, MOST)))
    if as_json:
        tell_json([_pair_value(each) for each in pairs])
        return DONE
    for each in pairs:
        tell(f"{each.one_id}  {each.other_id}  {_pair_words(each)}")
    if not pairs:
        say(_("Nobody seems to have two cards."))
    return DONE


def _all(desk: Desk, most: int) -> list[MaybeOne]:
    from frontdesk.desk.merging import merging

    found: list[MaybeOne] = []
    after = ""
    while len(found) < most:
        page = merging.suggestions(desk, after, most - len(found))
        found += page.pairs
        after = page.after
        if not after:
            break
    return found[:most]


def _pair_words(pair: MaybeOne) -> str:
    one = f"{pair.one_name} ({pair.one_hint})" if pair.one_hint else pair.one_name
    other = f"{pair.other_name} ({pair.other_hint})" if pair.other_hint else pair.other_name
    return f"{one} = {other}: {pair.why}"


def _pair_value(pair: MaybeOne) -> dict[str, Any]:
    return {
        "customer": pair.one_id,
        "name": pair.one_name,
        "other": pair.other_id,
        "other_name": pair.other_name,
        "why": pair.why,
    }


@command(
    "merge",
    N_(
        "Make two cards one person. What the kept card says stays; what it does not say comes from the other. Orders, "
        "conversations, promises, preferences and notes come over, and limits count what both were given.\n\n"
        "The ledger is not touched, and both ids stay good. Who leads can take the cards apart again: "
        "`frontdesk customers unmerge`."
    ),
    Example(f"frontdesk customers merge {_ID} {_OTHER} --dry-run", N_("says what it would mean, and does nothing")),
    Example(f"frontdesk customers merge {_ID} {_OTHER} --yes", N_("merges without asking")),
)
@argument("kept", N_("The id of the card that stays."))
@argument("merged", N_("The id of the other card of the same person."))
@option("--dry-run", is_flag=True, told=N_("Say what would be done, and do nothing."))
@option("--yes", is_flag=True, told=N_("Do it without asking."))
@json_option
@with_desk()
def merge(desk: Desk, kept: str, merged: str, dry_run: bool, yes: bool, as_json: bool) -> int:
    """Merge two cards."""
    import click

    from frontdesk.desk.merging import merge_preview, merging
    from frontdesk.desk.merging.merge_words import coming_words

    if dry_run or not yes:
        found = merge_preview.preview(desk, kept, merged)
        if dry_run and as_json:
            tell_json(_value(found) | {"dry_run": True})
            return DONE
        if not dry_run and not somebody_answers():
            raise BadInput(_("Nobody is here to be asked."), _("Look with --dry-run; then say --yes."))
        for line in _preview_lines(found):
            (tell if dry_run else say)(line)
        if dry_run:
            return DONE
        if not click.confirm(_("Are they one person?"), default=False, err=True):
            say(_("Nothing was merged."))
            return DONE
    done = merging.merge(desk, kept, merged)
    if as_json:
        tell_json(_value(done))
    elif done.already:
        tell(_("They are one person already: {name}.").format(name=done.kept_name))
    else:
        tell(_("{merged} belongs to {kept} now.").format(merged=done.merged_name, kept=done.kept_name))
        tell(_("Came over: {what}.").format(what=coming_words(done.coming)))
    return DONE


def _value(found: MergePreview | Merged | Unmerged) -> dict[str, Any]:
    """What was found or done, ids under short names as everywhere."""
    return {name.removesuffix("_id"): value for name, value in asdict(found).items()}


def _preview_lines(found: MergePreview) -> Iterator[str]:
    from frontdesk.desk.merging.merge_words import coming_words

    yield f"{found.kept_name}  ←  {found.merged_name}"
    yield _("What they share: {why}.").format(why=found.why or _("nothing"))
    if found.said_two:
        yield _("Somebody said before that these are two people.")
    for each in found.fields:
        over = _("also {words}").format(words=each.other) if each.other else ""
        yield "  " + "  ".join(part for part in (f"{each.label}: {each.after}", over) if part)
    yield _("Comes over: {what}.").format(what=coming_words(found.coming))
    for words in found.limits:
        yield "  " + words


@command(
    "unmerge",
    N_(
        "Take a card out of the person it was merged into; for those who lead.\n\n"
        "What came with it goes back. What was added after the merge stays with the kept card, and so does what was "
        "given then."
    ),
    Example(f"frontdesk customers unmerge {_OTHER}", N_("they are two people after all")),
)
@argument("customer", N_("The id of the card that was merged into another."))
@json_option
@with_desk()
def unmerge(desk: Desk, customer: str, as_json: bool) -> int:
    """Take a card apart."""
    from frontdesk.desk.merging import merging

    done = merging.unmerge(desk, customer)
    if as_json:
        tell_json(_value(done))
    else:
        tell(_("{merged} is apart from {kept} again.").format(merged=done.merged_name, kept=done.kept_name))
        tell(_("They are not suggested as one person any more."))
    return DONE
