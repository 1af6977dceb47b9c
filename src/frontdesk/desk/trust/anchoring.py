"""Holding heads that were kept elsewhere against the chain: what the chain alone cannot tell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from frontdesk.desk.trust.proof_views import HEAD, HEADS_FILE, Finding
from frontdesk.desk.trust.walking import at_words
from frontdesk.ground import spoken
from frontdesk.ground.errors import BadInput
from frontdesk.ground.language import _
from frontdesk.store import chain, heads
from frontdesk.store.columns import instant
from frontdesk.store.driver import Connection
from frontdesk.store.heads import RESTORED


@dataclass(frozen=True, slots=True)
class Anchor:
    """A head from somewhere: how many lines, the link, when it was made, and where it stands in words."""

    entry_seq: int
    hash: str
    made_at: str
    where: str


@dataclass(frozen=True, slots=True)
class Anchors:
    """All heads that are held against the chain, and what was off or worth knowing while they were read."""

    known: tuple[Anchor, ...] = ()
    findings: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()


def in_table(connection: Connection) -> Anchors:
    """The heads that the database itself keeps."""
    where = _("in the database")
    found = heads.every(connection)
    return Anchors(tuple(Anchor(each.entry_seq, each.hash, instant(each.made_at), where) for each in found))


def in_file(path: Path, *, must_be_there: bool) -> Anchors:
    """The heads of a file. Raises StoreUnavailable where it cannot be read, BadInput where one that was named is not.

    What a restored copy left out is no longer looked for, and is said.
    """
    found = heads.read(path)
    if not found.there:
        if must_be_there:
            raise BadInput(_("There is no file {path}.").format(path=path), _("Name the file of heads that you kept."))
        return Anchors()
    known: list[Anchor] = []
    notes: list[str] = []
    for line in found.lines:
        where = _("in {file}, line {place}").format(file=path.name, place=line.place)
        if line.what == RESTORED:
            notes.append(
                _("A copy with {count} lines was put in place at {time}; what came after them is not in it.").format(
                    count=line.entry_seq, time=_file_time(line.made_at)
                )
            )
            known = [each for each in known if each.entry_seq <= line.entry_seq]
        known.append(Anchor(line.entry_seq, line.hash, line.made_at, where))
    wrong = tuple(
        Finding(HEADS_FILE, _("Line {place} of {file} is no head.").format(place=place, file=path.name))
        for place in found.wrong
    )
    return Anchors(tuple(known), wrong, tuple(notes))


def not_there(path: Path, table: Anchors) -> tuple[str, ...]:
    """What is to be known where no file of heads lies beside the database; `table` are the heads that it keeps."""
    if path.exists():
        return ()
    if not table.known:
        said = _("No head is kept in {path} yet: nothing outside the database vouches for its end.")
        return (said.format(path=path.name),)
    said = _(
        "{path} is not here, though heads were made: it was taken away, or this is a copy. Compare the four words."
    )
    return (said.format(path=path.name),)


def together(several: Iterable[Anchors]) -> Anchors:
    """Several lists as one."""
    each = tuple(several)
    return Anchors(
        tuple(anchor for one in each for anchor in one.known),
        tuple(finding for one in each for finding in one.findings),
        tuple(note for one in each for note in one.notes),
    )


def beginning_of(said: str) -> str:
    """The beginning of the link that four words stand for. Raises BadInput for what are no such words."""
    digits = spoken.digits_of(said)
    if digits is None or len(digits) != heads.WORDS * spoken.BITS // 4:
        raise BadInput(
            _("“{words}” are not the four words of a head.").format(words=said.strip()),
            _("Type them as they stand on the sheet: four words of five letters."),
        )
    return digits


def held_against(connection: Connection, anchors: Sequence[Anchor], last: int) -> tuple[Finding, ...]:
    """What heads of one source say against the ledger, whose last line is number `last`.

    Of heads that are broken by the same change the first is said. A head with more lines than there are says that the
    end was cut off or an older copy put in place.
    """
    right, fitting = 0, 0
    wrong: list[Anchor] = []
    longer: list[Anchor] = []
    for anchor in sorted(anchors, key=lambda each: each.entry_seq):
        if anchor.entry_seq > last:
            longer.append(anchor)
        elif chain.stored_at(connection, anchor.entry_seq) == anchor.hash:
            fitting += anchor.entry_seq > 0
            right = right if wrong else anchor.entry_seq
        else:
            wrong.append(anchor)
    return (*_differing(wrong, right, none_fits=not fitting), *_longer(longer, last))


def _differing(wrong: Sequence[Anchor], right: int, *, none_fits: bool) -> Iterable[Finding]:
    if not wrong:
        return
    first = wrong[0]
    values = {
        "from": right + 1,
        "to": first.entry_seq,
        "time": _file_time(first.made_at),
        "where": first.where,
        "words": heads.words_of(first.hash),
    }
    if none_fits:
        said = _(
            "This is not the ledger that the heads are of, or all of it was written anew: the head of {time} ({where},"
            " {to} lines: {words}) does not fit."
        )
    else:
        said = _(
            "Lines {from} to {to} were written anew, links and all: the head of {time} ({where}: {words}) does not fit."
        )
    yield Finding(HEAD, said.format(**values), right + 1)


def _longer(longer: Sequence[Anchor], last: int) -> Iterable[Finding]:
    if not longer:
        return
    most = longer[-1]
    yield Finding(
        HEAD,
        _(
            "Lines {from} to {to} are gone: at {time} the ledger had {to} lines ({where}), now it has {last}. Its end"
            " was cut off, or an older copy was put in place."
        ).format(
            **{"from": last + 1, "to": most.entry_seq, "time": _file_time(most.made_at), "where": most.where},
            last=last,
        ),
        last + 1,
    )


def _file_time(at: str) -> str:
    return at_words(at.replace("T", " "))
