"""How the house stands: the facts of source `house`, set by whoever sees them (occupancy, what is free)."""

from __future__ import annotations

from datetime import datetime

from frontdesk.desk.customers.card_views import HouseLine
from frontdesk.desk.desk import Desk
from frontdesk.desk.people.acting import acting
from frontdesk.desk.promises.due_times import moment_words
from frontdesk.ground.errors import BadInput, NotFound
from frontdesk.ground.language import _, current
from frontdesk.ground.text import clean_line, whole_line
from frontdesk.guidelines.model import Source
from frontdesk.guidelines.problems import did_you_mean
from frontdesk.guidelines.values import format_fact, parse_fact
from frontdesk.store import house
from frontdesk.store.transaction import reading


def set_fact(desk: Desk, name: str, text: str) -> str:
    """Write down how the house stands and return it in the form of the guidelines; from now on it counts.

    Raises NotFound for a fact the guidelines do not declare as the house's, BadInput with the expected form.
    """
    guidelines = desk.rules()
    person = desk.signed_in()
    fact = guidelines.facts.get(name)
    if fact is None or fact.source is not Source.HOUSE:
        known = [each.name for each in guidelines.facts.values() if each.source is Source.HOUSE]
        raise NotFound(
            _("{name} is no fact about the house.").format(name=clean_line(name) or "''"),
            did_you_mean(name, known) or _("The guidelines declare no fact `from: house`."),
        )
    said = whole_line(text)
    try:
        value = format_fact(fact, parse_fact(fact, said, guidelines.business.exponent), guidelines.business.exponent)
    except ValueError as wrong:
        raise BadInput(
            getattr(wrong, "sentence", str(wrong)),
            getattr(wrong, "remedy", "") or _("Write it as the guidelines do; nothing was changed."),
        ) from wrong
    with acting(desk) as connection:
        house.put(connection, fact.name, value, desk.now(), person.name)
    return value


def facts(desk: Desk) -> tuple[HouseLine, ...]:
    """How the house stands: every fact the guidelines declare as the house's, with when it was set and by whom.

    One that nobody set has no value: a condition on it does not hold.
    """
    guidelines = desk.rules()
    with reading(desk.store) as connection:
        known = {name: (value, at, by) for name, value, at, by in house.said(connection)}
    lines = []
    for fact in guidelines.facts.values():
        if fact.source is Source.HOUSE:
            label = fact.label.said_in(current()) if fact.label is not None else ""
            value, at, by = known.get(fact.name, ("", None, ""))
            lines.append(HouseLine(fact.name, label or fact.name, value, at, by, _since(desk, at, by)))
    return tuple(lines)


def _since(desk: Desk, at: datetime | None, by: str) -> str:
    """How old a fact is: when it was set and by whom; what was set before this business day says that it is old."""
    if at is None:
        return _("nobody said it yet")
    words = _("set {when} by {who}").format(when=moment_words(desk, at), who=by)
    if desk.days().date_of(at) < desk.today():
        return _("{words}, not today").format(words=words)
    return words
