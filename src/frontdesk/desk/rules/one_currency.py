"""One house counts in one currency: what was counted in euros is never counted on in another.

The counters of limits and budgets are minor units. Two euros that were given would count as 200 yen.
"""

from __future__ import annotations

from frontdesk.ground.errors import BadInput
from frontdesk.ground.language import _
from frontdesk.ground.places import GUIDELINES
from frontdesk.guidelines.model import Guidelines
from frontdesk.guidelines.problems import ERROR, Problem
from frontdesk.store import ledger
from frontdesk.store.driver import Connection


def problem(connection: Connection, guidelines: Guidelines) -> Problem | None:
    """What is wrong with guidelines in another currency than the ledger's; None where it is the same, or empty."""
    counted, wanted = ledger.currency(connection), guidelines.business.currency
    if counted in (None, wanted):
        return None
    return Problem(
        GUIDELINES,
        1,
        1,
        ERROR,
        _("The ledger counts in {ledger}, these guidelines in {wanted}.").format(ledger=counted, wanted=wanted),
        _("Write business.currency: {ledger}, or begin anew in a folder of its own with: frontdesk init").format(
            ledger=counted
        ),
    )


def must_be_the_same(connection: Connection, guidelines: Guidelines) -> None:
    """Raise BadInput for guidelines in another currency than the one in which gestures were given here."""
    found = problem(connection, guidelines)
    if found is not None:
        raise BadInput(found.text, found.remedy)
