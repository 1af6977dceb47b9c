"""What is known of somebody, handed over whole; and forgetting them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from frontdesk.cli.echo import say, tell, tell_exactly, tell_json
from frontdesk.cli.forms import Forms
from frontdesk.cli.frame import Example, argument, command, option
from frontdesk.cli.settings import FILE, json_option, with_desk
from frontdesk.ground.errors import BadInput
from frontdesk.ground.language import N_, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from frontdesk.desk.desk import Desk
    from frontdesk.desk.merging.merge_views import MaybeOne
    from frontdesk.desk.privacy.privacy_views import Erased, ErasurePreview

_ID = "0199f0c2-7d3e-7c41-9a6b-2f1e5d8c4b10"
_CUSTOMER = N_("The customer's id, as `frontdesk customers find` prints it.")


@command(
    "export",
    N_(
        "Hand over everything that is known of a customer: as JSON, and as a text in their language.\n\n"
        "All their cards are in it. Without --json or --text both are written into the folder exports/ of the "
        "business, which only its owner can read. Who of the staff wrote something is left out; who owes them "
        "something is named."
    ),
    Example(f"frontdesk customers export {_ID}", N_("both files, in exports/")),
    Example(f"frontdesk customers export {_ID} --text", N_("the text, to be read or printed")),
    Example(f"frontdesk customers export {_ID} --json > person.json", N_("the JSON, into a file")),
)
@argument("customer", _CUSTOMER)
@option("--text", "as_text", is_flag=True, told=N_("Only the text, on stdout; with --output into a file."))
@option("--output", "folder_out", type=FILE, metavar="DIR", told=N_("Write the files into this folder."))
@json_option
@with_desk()
def export(desk: Desk, customer: str, as_text: bool, folder_out: Path | None, as_json: bool) -> None:
    """Hand over what is known."""
    from frontdesk.desk.privacy import handing_over, privacy_export

    if as_json and as_text:
        raise BadInput(
            _("--json and --text are one of the two files each."), _("Leave both out, and both are written.")
        )
    found = privacy_export.export(desk, customer)
    if folder_out is None and as_json:
        tell_json(found)
        return
    text = privacy_export.readable(desk, found)
    if folder_out is None and as_text:
        tell_exactly(text)
        return
    wanted = {} if as_text else found
    for path in handing_over.put(desk, found["customer"], wanted, "" if as_json else text, folder_out):
        tell(str(path))


@command(
    "erase",
    N_(
        "Forget a customer for good: all their cards, words, numbers, calls, and files that name them.\n\n"
        "It first says what goes, what stays and why. The ledger keeps its lines without the person, so that days and "
        "limits add up as before. What is still open with them is named, and ended only with --end. A backup that is "
        "put back later forgets them again."
    ),
    Example(f"frontdesk customers erase {_ID} --dry-run", N_("says what would go, and does nothing")),
    Example(f"frontdesk customers erase {_ID} --yes", N_("erases without asking again")),
    Example("frontdesk customers erase --finish", N_("writes the database file anew, if that had to wait")),
)
@argument("customer", _CUSTOMER, required=False, default="")
@option("--dry-run", is_flag=True, told=N_("Say what would be done, and do nothing."))
@option("--yes", is_flag=True, told=N_("Erase without asking again."))
@option("--end", is_flag=True, told=N_("End what is still open with them: conversations, promises, questions."))
@option(
    "--conversation",
    "talks",
    multiple=True,
    metavar="ID",
    told=N_("A conversation without a card that was theirs, too; repeatable."),
)
@option("--finish", is_flag=True, told=N_("Finish erasures that had to wait for other desks."))
@json_option
@with_desk()
def erase(
    desk: Desk,
    customer: str,
    dry_run: bool,
    yes: bool,
    end: bool,
    talks: tuple[str, ...],
    finish: bool,
    as_json: bool,
) -> int | None:
    """Forget somebody."""
    from frontdesk.desk.merging import merging
    from frontdesk.desk.privacy import privacy

    if finish:
        if customer or dry_run or end or talks:
            raise BadInput(
                _("--finish is about everybody who was erased before, and about nothing else."),
                _("Write it alone: frontdesk customers erase --finish"),
            )
        privacy.must_lead(desk)
        return _finished(privacy.finish(desk, desk.now(), large=True), as_json)
    if not customer:
        raise BadInput(_("Nobody was named."), _("Name the customer's id; find it with: frontdesk customers find NAME"))
    if as_json and not (dry_run or yes):  # a script is never asked, and never told of an erasure that was none
        raise _nobody_to_ask()
    found = privacy.preview(desk, customer, talks)
    same = merging.duplicates_of(desk, found.customer_id)
    if as_json and dry_run:
        tell_json(_preview_form(Forms(desk), found, same))
        return None
    if not as_json:
        _tell_preview(found, same)
    if dry_run:
        return None
    if not yes and not _agreed(found):
        say(_("Nothing was done."))
        return 1
    done = privacy.erase(desk, customer, talks=talks, end=end)
    if as_json:
        tell_json({"customer": done.customer_id, "erased_at": Forms(desk).at(done.at), "left": done.left})
        return 1 if done.left else 0
    return _tell_done(done)


def _finished(left: str, as_json: bool) -> int:
    """Say what is left of those who were erased before; "" is nothing."""
    if as_json:
        tell_json({"left": left})
    else:
        tell(left or _("Nothing is left of anybody who was erased."))
    return 1 if left else 0


def _nobody_to_ask() -> BadInput:
    return BadInput(_("Nobody is here to be asked."), _("Look with --dry-run; then say --yes."))


def _agreed(found: ErasurePreview) -> bool:
    """Whether the person at the terminal types the name: nobody is erased by one key too many."""
    if not sys.stdin.isatty():
        raise _nobody_to_ask()
    say("")
    say(
        _("Type the name “{name}” to erase them for good; anything else leaves everything as it is:").format(
            name=found.name
        )
    )
    return sys.stdin.readline().strip() == found.name


def _tell_preview(found: ErasurePreview, same: Sequence[MaybeOne]) -> None:
    from frontdesk.desk.privacy.privacy import open_words

    tell(found.name)
    for title, lines in (
        (_("Goes:"), [each.words for each in found.goes]),
        (_("Files:"), [_file_words(each.what).format(path=each.path) for each in found.files]),
        (_("Stays:"), list(found.stays)),
        (_("Still open:"), [open_words(each) for each in found.open]),
        (
            _("Perhaps theirs, too (same name, no card):"),
            [_("{id}: add it with --conversation").format(id=each) for each in found.perhaps],
        ),
        (_("Perhaps a second card of theirs, which stays:"), [_same_words(found.customer_id, each) for each in same]),
    ):
        if lines:
            tell(title)
            for line in lines:
                tell("  " + line)


def _same_words(customer_id: str, pair: MaybeOne) -> str:
    other, name = _other(customer_id, pair)
    said = _("{name} · {why} · make them one first: frontdesk customers merge {id} {other}")
    return said.format(name=name, why=pair.why, id=customer_id, other=other)


def _other(customer_id: str, pair: MaybeOne) -> tuple[str, str]:
    """The id and the name of the card that is not the customer's own."""
    return (pair.other_id, pair.other_name) if pair.one_id == customer_id else (pair.one_id, pair.one_name)


def _file_words(what: str) -> str:
    if what == "removed":
        return _("{path} goes")
    if what == "rewritten":
        return _("{path} loses the rows about them")
    return _("{path} is yours, and names them: it stays until you change it")


def _preview_form(forms: Forms, found: ErasurePreview, same: Sequence[MaybeOne]) -> dict[str, object]:
    return {
        "customer": found.customer_id,
        "cards": list(found.cards),
        "goes": {each.table: each.count for each in found.goes},
        "stays": list(found.stays),
        "open": [
            {
                "kind": each.kind,
                "id": each.id,
                "conversation": each.conversation_id,
                "who": each.who,
                "due_at": forms.at(each.due_at),
            }
            for each in found.open
        ],
        "files": [{"path": str(each.path), "what": each.what} for each in found.files],
        "bytes": found.bytes,
        "perhaps": list(found.perhaps),
        "same": [{"customer": _other(found.customer_id, each)[0], "why": each.why} for each in same],
    }


def _tell_done(done: Erased) -> int:
    if done.already:
        say(_("They were erased before."))
    else:
        say(_("Erased. Nobody here knows them any more."))
    yours = sum(each.what == "yours" for each in done.files)
    if yours:
        say(
            ngettext(
                "{count} file of your own still names them.", "{count} files of your own still name them.", yours
            ).format(count=yours)
        )
    if done.left:
        say(done.left)
    return 1 if done.left else 0


@command(
    "forget",
    N_(
        "Forget what the guidelines keep no longer: words of old conversations, calls, notes, people who are gone.\n\n"
        "How long each is kept stands in guidelines.yaml under privacy. It runs in parts, so that no desk waits, and "
        "may be stopped: the next time it goes on. The ledger keeps its lines without the person."
    ),
    Example("frontdesk customers forget --dry-run", N_("says how much is over its time, and does nothing")),
    Example("frontdesk customers forget", N_("forgets it")),
)
@option("--dry-run", is_flag=True, told=N_("Say what would be done, and do nothing."))
@json_option
@with_desk()
def forget(desk: Desk, dry_run: bool, as_json: bool) -> int:
    """Keep no longer than the guidelines say."""
    from frontdesk.desk.privacy import forgetting

    done = forgetting.forget(desk, dry_run=dry_run)
    if as_json:
        kinds = ("customers", "conversations", "calls", "notes", "preferences")
        tell_json({name: getattr(done, name) for name in kinds} | {"dry_run": dry_run, "left": done.left})
        return 1 if done.left else 0
    said = (
        ngettext("{count} customer", "{count} customers", done.customers).format(count=done.customers),
        ngettext("the words of {count} conversation", "the words of {count} conversations", done.conversations).format(
            count=done.conversations
        ),
        ngettext("{count} call", "{count} calls", done.calls).format(count=done.calls),
        ngettext("{count} note", "{count} notes", done.notes).format(count=done.notes),
        ngettext("{count} preference", "{count} preferences", done.preferences).format(count=done.preferences),
    )
    sentence = _("Would be forgotten: {what}.") if dry_run else _("Forgotten: {what}.")
    tell(sentence.format(what=", ".join(said)))
    if done.left:
        say(done.left)
    return 1 if done.left else 0
