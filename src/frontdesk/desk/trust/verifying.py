"""Proving the ledger: every line, every link, every word, every counter, and the heads that were kept elsewhere.

It reads and writes nothing. It never stops at the first thing that is off, and a damaged file is a finding like any
other: whatever can still be read is proven.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import time
from functools import partial
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from frontdesk.desk.trust import anchoring
from frontdesk.desk.trust.anchoring import Anchors
from frontdesk.desk.trust.proof_views import (
    COUNTERS,
    FILE,
    GUIDELINES,
    HEAD,
    LINE,
    MIRROR,
    SCHEMA,
    TRIGGERS,
    WORDS,
    Finding,
    Proof,
)
from frontdesk.desk.trust.walking import Walk, walk
from frontdesk.ground.businessday import BusinessClock
from frontdesk.ground.errors import StoreDamaged
from frontdesk.ground.language import _
from frontdesk.store import chain, engine, entry_words, heads, proving, triggers, usage
from frontdesk.store.backups import Tick, no_tick
from frontdesk.store.driver import Connection
from frontdesk.store.engine import Store
from frontdesk.store.transaction import reading

FINDINGS_MAX = 50
BACKUP_FOLDERS = ("backups", "../backups")
T = TypeVar("T")


def verify(
    store: Store,
    *,
    heads_files: Sequence[Path] = (),
    said: Sequence[str] = (),
    tick: Tick = no_tick,
) -> Proof:
    """Prove the ledger of an open database, with the file of heads beside it.

    `heads_files` are others that were kept elsewhere, `said` the four words of heads as somebody typed them. `tick` is
    told how many of how many lines are done. Raises BadInput for words and files that are none, StoreUnavailable while
    another program holds the database.
    """
    wanted = {anchoring.beginning_of(words): " ".join(words.split()) for words in said}
    files = (
        anchoring.in_file(heads.path_of(store), must_be_there=False),
        *(anchoring.in_file(path, must_be_there=True) for path in heads_files),
    )
    findings: list[Finding] = []
    walked = _kept(findings, LINE, lambda: walk(store, frozenset(wanted), tick), Walk())
    findings += walked.findings
    table = _asked(store, findings, HEAD, anchoring.in_table, Anchors())
    anchors = anchoring.together((*files, table))
    findings += anchors.findings
    last = walked.last.seq
    for source in (*files, table):
        findings += _asked(store, findings, HEAD, partial(anchoring.held_against, anchors=source.known, last=last), ())
    findings += _said(wanted, walked)
    for kind, check in _CHECKS:
        findings += _asked(store, findings, kind, check, ())
    notes = [*anchoring.not_there(heads.path_of(store), table), *anchors.notes, *_met(wanted, walked)]
    return _proof(store, walked, findings, notes, len(anchors.known) + len(wanted))


def verify_file(
    path: Path,
    *,
    heads_files: Sequence[Path] = (),
    said: Sequence[str] = (),
    tick: Tick = no_tick,
) -> Proof:
    """`verify` of a database file, also of one that is damaged. Raises StoreUnavailable for one that is not there."""
    try:
        store = engine.open_store(path)
    except StoreDamaged:  # each part of it is asked by itself what can still be read
        store = Store(path)
    try:
        return verify(store, heads_files=heads_files, said=said, tick=tick)
    finally:
        store.close()


def _proof(store: Store, walked: Walk, findings: list[Finding], notes: Iterable[str], count: int) -> Proof:
    found = sorted(dict.fromkeys(findings), key=lambda each: (each.seq is None, each.seq or 0))
    end = walked.last.stored or ""
    return Proof(
        lines=walked.lines,
        words=heads.words_of(end) if _is_link(end) else "",
        hash=end,
        heads=count,
        findings=tuple(found[:FINDINGS_MAX]),
        more=max(0, len(found) - FINDINGS_MAX),
        notes=tuple(notes),
        remedy=_remedy(store) if found else "",
    )


def _is_link(text: str) -> bool:
    return len(text) == len(chain.START) and not set(text) - set("0123456789abcdef")


def _remedy(store: Store) -> str:
    backup = newest_backup(store)
    if backup:
        return _(
            "Keep this file as it is and ask who could write to it. The newest backup is {backup}: hold the lines that"
            " were named against it, or put it in place."
        ).format(backup=backup)
    return _(
        "Keep this file as it is and ask who could write to it. No backup is known here: hold the lines that were named"
        " against the newest one you have elsewhere."
    )


def newest_backup(store: Store) -> str:
    """The newest backup by its name, from the table, else from the folders of backups; "" where there is none."""
    try:
        with reading(store) as connection:
            found = proving.newest_backup(connection)
    except StoreDamaged:
        found = None
    if found:
        return found
    files = [
        path
        for folder in BACKUP_FOLDERS
        for path in (store.path.parent / folder).glob("*.db*")
        if path.is_file() and not path.name.endswith(("-wal", "-shm", "-journal"))
    ]
    return max(files, key=lambda path: path.stat().st_mtime).name if files else ""


# --- asking a file that may be damaged ----------------------------------------------------------------------


def _asked(store: Store, findings: list[Finding], kind: str, check: Callable[[Connection], T], without: T) -> T:
    """What a check says in a transaction of its own; `without` and a finding where the file lets nobody ask."""

    def ask() -> T:
        with reading(store) as connection:
            return check(connection)

    return _kept(findings, kind, ask, without)


def _kept(findings: list[Finding], kind: str, ask: Callable[[], T], without: T) -> T:
    try:
        return ask()
    except StoreDamaged:
        findings.append(Finding(kind, _UNREADABLE[kind]()))
    except (ValueError, TypeError, KeyError, OverflowError, AssertionError):
        if kind not in _OF_FOREIGN_TEXT:
            raise
        findings.append(Finding(kind, _UNREADABLE[kind]()))
    return without


_OF_FOREIGN_TEXT = frozenset({LINE, WORDS, MIRROR, GUIDELINES, COUNTERS, HEAD})
"""Where a column that holds what no frontdesk wrote makes its reader stumble, each in its own way."""
_UNREADABLE: dict[str, Callable[[], str]] = {
    LINE: lambda: _("The ledger cannot be read: the file is damaged."),
    HEAD: lambda: _("The heads in the database cannot be read: the file is damaged there."),
    FILE: lambda: _("The file is damaged so far that it cannot be checked."),
    SCHEMA: lambda: _("The file does not say which version of frontdesk wrote it."),
    TRIGGERS: lambda: _("The rules that the database keeps itself cannot be read."),
    WORDS: lambda: _("The words of ledger lines cannot be read: the file is damaged there."),
    GUIDELINES: lambda: _("The guidelines that lines were given by cannot be read: the file is damaged there."),
    MIRROR: lambda: _("What was taken back cannot be compared: the file is damaged there."),
    COUNTERS: lambda: _("The counters cannot be read: the file is damaged there, or somebody wrote into them."),
}


# --- what is asked ------------------------------------------------------------------------------------------


def _file(connection: Connection) -> tuple[Finding, ...]:
    said = _("The database file is damaged: {message}.")
    return tuple(Finding(FILE, said.format(message=each.rstrip("."))) for each in proving.integrity(connection))


def _schema(connection: Connection) -> tuple[Finding, ...]:
    found = engine.revision_of(connection)
    if found == engine.REVISION:
        return ()
    said = _("The database says that its form is {found}; this frontdesk writes {wanted}.")
    return (Finding(SCHEMA, said.format(found=found or "?", wanted=engine.REVISION)),)


def _triggers(connection: Connection) -> tuple[Finding, ...]:
    differing = triggers.differing(connection)
    if not differing:
        return ()
    said = _("Rules that the database keeps itself are missing or changed: {names}.")
    return (Finding(TRIGGERS, said.format(names=", ".join(differing))),)


def _words(connection: Connection) -> tuple[Finding, ...]:
    said = _("The words of line {number} are not those that it was written with.")
    return tuple(Finding(WORDS, said.format(number=seq), seq) for seq in entry_words.changed(connection))


def _mirrors(connection: Connection) -> tuple[Finding, ...]:
    said = _("Line {number} takes back what was not given like this before.")
    return tuple(Finding(MIRROR, said.format(number=seq), seq) for seq in proving.not_mirrored(connection))


def _guidelines(connection: Connection) -> tuple[Finding, ...]:
    from frontdesk.guidelines import reader

    found: list[Finding] = []
    for named in proving.named_versions(connection):
        values = {"number": named.first_seq, "version": named.version[:12]}
        if named.text is None:
            said = _("Line {number} was given by guidelines that are not kept here ({version}).").format(**values)
            found.append(Finding(GUIDELINES, said, named.first_seq))
        elif not named.as_kept:
            said = _("The guidelines that line {number} was given by ({version}) were changed afterwards.")
            found.append(Finding(GUIDELINES, said.format(**values), named.first_seq))
        else:
            read = reader.read_text(named.text.encode(), named.version).guidelines
            unknown = {} if read is None else {g: at for g, at in named.gestures.items() if g not in read.gestures}
            for gesture, seq in unknown.items():
                said = _("Line {number} gave {gesture}, which its guidelines ({version}) do not know.")
                found.append(Finding(GUIDELINES, said.format(**values | {"number": seq}, gesture=gesture), seq))
    return tuple(found)


def _counters(connection: Connection) -> tuple[Finding, ...]:
    # Days are taken as the lines have them, so no clock is looked at.
    counted, stored = usage.recount(connection, BusinessClock(ZoneInfo("UTC"), time(0))), usage.stored(connection)
    differing = [key for key in sorted(counted.keys() | stored.keys(), key=str) if counted.get(key) != stored.get(key)]
    if not differing:
        return ()
    said = _("Counters differ from the ledger: {count}, the first is {shape} of {scope} within {window}.")
    first = differing[0]
    return (
        Finding(
            COUNTERS,
            said.format(count=len(differing), shape=first.shape, scope=first.scope or "-", window=first.window),
        ),
    )


_CHECKS: tuple[tuple[str, Callable[[Connection], tuple[Finding, ...]]], ...] = (
    (WORDS, _words),
    (MIRROR, _mirrors),
    (GUIDELINES, _guidelines),
    (COUNTERS, _counters),
    (TRIGGERS, _triggers),
    (SCHEMA, _schema),
    (FILE, _file),
)


# --- words that somebody typed ------------------------------------------------------------------------------


def _said(wanted: dict[str, str], walked: Walk) -> Iterable[Finding]:
    for beginning, words in wanted.items():
        if beginning not in walked.met and beginning != chain.START[: len(beginning)]:
            said = _(
                "No line of this ledger has the head “{words}”: lines before it were written anew, its end was cut off,"
                " or it is of another ledger."
            )
            yield Finding(HEAD, said.format(words=words))


def _met(wanted: dict[str, str], walked: Walk) -> Iterable[str]:
    for beginning, words in wanted.items():
        if beginning in walked.met:
            said = _("“{words}” is the head of line {number}.")
            yield said.format(words=words, number=walked.met[beginning])
