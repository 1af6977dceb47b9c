"""Going through the whole ledger, line by line, and saying of each that is off what is off."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from frontdesk.desk.trust.proof_views import END, LINE, LINK, NUMBERS, Finding
from frontdesk.ground.language import _
from frontdesk.store import chain
from frontdesk.store.backups import Tick
from frontdesk.store.chain import BEFORE, Checked
from frontdesk.store.engine import Store
from frontdesk.store.transaction import reading

WRONG_MAX = 10_000


@dataclass
class Walk:
    """How far the going through is, and what was met on the way.

    `wanted` are beginnings of links that somebody looks for; `met` says of each the first line whose link begins so.
    `last` is the line that was met last.
    """

    wanted: frozenset[str] = frozenset()
    met: dict[str, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    last: Checked = BEFORE
    lines: int = 0


def walk(store: Store, wanted: frozenset[str], tick: Tick) -> Walk:
    """Go through the ledger in stretches, so that no desk waits for it. Raises StoreUnavailable while it is locked."""
    done = Walk(wanted)
    with reading(store) as connection:
        total = chain.longest(connection)
    while len(done.findings) < WRONG_MAX:
        with reading(store) as connection:
            some = list(chain.lines(connection, done.last))
            longest = chain.longest(connection)
        if not any(each.readable for each in some):
            if some:
                done.findings.append(_unreadable(some[0]))
            elif longest > done.last.seq:
                done.findings.append(_cut_off(longest, done.last.seq))
            break
        for each in some:
            _meet(done, each)
        tick(done.lines, max(total, done.lines))
    return done


def _meet(done: Walk, line: Checked) -> None:
    if line.seq != done.last.seq + 1:
        done.findings.append(_gap(done.last.seq, line))
    if line.clears:
        done.findings[-1] = _link_changed(done.last)
    done.findings += _of_line(line)
    done.last = line
    done.lines += 1
    if line.stored and done.wanted:
        for beginning in done.wanted:
            if line.stored.startswith(beginning):
                done.met.setdefault(beginning, line.seq)


def _of_line(line: Checked) -> Iterator[Finding]:
    if not line.readable:
        yield _unreadable(line)
    elif line.stored is None:
        said = _("Line {number} of {time} has no link: frontdesk did not write it, or its link was taken away.")
        yield _finding(LINK, said, line)
    elif not line.right:
        yield _finding(LINE, _("Line {number} of {time} is not as it was written."), line)


def _link_changed(line: Checked) -> Finding:
    return _finding(LINK, _("The link of line {number} of {time} was changed; the line is as it was written."), line)


def _finding(kind: str, said: str, line: Checked) -> Finding:
    return Finding(kind, said.format(number=line.seq, time=at_words(line.at)), line.seq, line.at)


def _gap(last: int, line: Checked) -> Finding:
    if line.seq == last + 2:
        said = _("Line {number} is missing: after line {last} comes line {next}.")
    else:
        said = _("Lines {number} to {until} are missing: after line {last} comes line {next}.")
    words = said.format(number=last + 1, until=line.seq - 1, last=last, next=line.seq)
    return Finding(NUMBERS, words, last + 1, line.at)


def _cut_off(longest: int, last: int) -> Finding:
    said = _("The end was cut off: there were {longest} lines, and now the last is number {last}.")
    return Finding(END, said.format(longest=longest, last=last), last + 1)


def _unreadable(line: Checked) -> Finding:
    return Finding(
        LINE, _("Line {number} cannot be read: the file is damaged there.").format(number=line.seq), line.seq
    )


def at_words(at: str) -> str:
    """An instant as its column holds it, to the second, in UTC; what is no instant is shown as far as it goes."""
    return f"{at[:19]} UTC"
