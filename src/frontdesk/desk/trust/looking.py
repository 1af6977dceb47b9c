"""A quick look at the ledger when the desk opens: its end, the rules in the database, and the head kept last.

The whole is proven by `verifying`; this costs a few rows, and finds what is done most easily: an end that was cut off,
an older copy put in place, a rule taken away.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontdesk.desk.people.roles import leads
from frontdesk.ground.language import _
from frontdesk.store import chain, heads, triggers
from frontdesk.store.transaction import reading

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk


def quick_look(desk: Desk) -> str:
    """A sentence with what to do where something is off; "" where nothing is. Raises StoreUnavailable."""
    kept = heads.read(heads.path_of(desk.store)).lines
    with reading(desk.store) as connection:
        rules = triggers.differing(connection)
        right = chain.last_is_right(connection)
        anchored = not kept or chain.stored_at(connection, kept[-1].entry_seq) == kept[-1].hash
    if right and anchored and not rules:
        return ""
    if not anchored:
        said = _("The ledger is not the one that data/heads.txt speaks of: its end is missing, or it is another copy.")
    elif not right:
        said = _("The end of the ledger is not as it was written.")
    else:
        said = _("Rules that the database keeps itself are missing or changed.")
    return said + " " + _("Run `frontdesk verify`: it names what is off. Work goes on meanwhile.")


def is_for(desk: Desk) -> bool:
    """Whether the person at this desk is told what the look found: whoever leads."""
    return desk.guidelines is not None and leads(desk.guidelines, desk.person.role)
