"""Rows of people who were erased at their wish: a file does not bring them back, but for those who came again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from frontdesk.ground import folding
from frontdesk.ground.dates import full_day
from frontdesk.ground.language import _
from frontdesk.store import customers, forgotten_keys
from frontdesk.store.forgotten_keys import Forgotten

if TYPE_CHECKING:
    from frontdesk.desk.imports.import_rows import Read
    from frontdesk.store.driver import Connection


class ForgottenRows:
    """Looks at rows that would be new cards. `bring_back` are the numbers of rows whose person came again themselves.

    `brought_back` are those of them that are taken over for it.
    """

    def __init__(self, bring_back: frozenset[int]) -> None:
        self._bring_back = bring_back
        self._kept: Forgotten | None = None
        self._read = False
        self.brought_back: set[int] = set()

    def any_of(self, connection: Connection, keys: Sequence[str], emails: Sequence[str], phones: Sequence[str]) -> bool:
        """Whether one of many rows, said by columns, has to be looked at."""
        kept = self._forgotten(connection)
        return kept is not None and kept.any_of(keys, emails, phones)

    def _forgotten(self, connection: Connection) -> Forgotten | None:
        if not self._read:
            self._kept, self._read = forgotten_keys.read(connection), True
        return self._kept

    def refuse(self, connection: Connection, reads: Sequence[Read]) -> None:
        """Refuse the rows of who was erased. Whoever has a card is known again, and never looked at."""
        if (kept := self._forgotten(connection)) is None:
            return
        for read in reads:
            if read.known is not None or read.refused:
                continue
            day = _erased_on(connection, kept, read)
            if day is None:
                continue
            if read.row.number in self._bring_back:
                self.brought_back.add(read.row.number)
                continue
            read.erased = True
            read.refused = _("They were erased on {day} at their wish.").format(day=full_day(day))


def _erased_on(connection: Connection, kept: Forgotten, read: Read) -> date | None:
    phone, email = str(read.given.get("phone", "")), str(read.given.get("email", ""))
    if read.key and (day := kept.day("key", read.key)) is not None:
        return day
    # What somebody has on their card by now is theirs: the person came again, or another has the number.
    terms = {"email": customers.EMAIL + customers.email_term(email), "phone": customers.PHONE + folding.digits(phone)}
    for kind, text in (("email", email), ("phone", phone)):
        day = kept.day(kind, text) if text else None
        if day is not None and not customers.with_term(connection, terms[kind]):
            return day
    return None
