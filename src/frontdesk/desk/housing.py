"""How the house stands: the facts of source `house`, set by whoever sees them (occupancy, what is free)."""

from __future__ import annotations

from frontdesk.desk.desk import Desk
from frontdesk.ground.errors import BadInput, NotFound
from frontdesk.ground.language import _
from frontdesk.ground.text import clean_line
from frontdesk.guidelines.model import Source
from frontdesk.guidelines.problems import did_you_mean
from frontdesk.guidelines.values import format_fact, parse_fact
from frontdesk.store import house
from frontdesk.store.transaction import writing


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
    said = clean_line(text)
    try:
        value = format_fact(fact, parse_fact(fact, said, guidelines.business.exponent), guidelines.business.exponent)
    except ValueError as wrong:
        raise BadInput(
            getattr(wrong, "sentence", str(wrong)),
            getattr(wrong, "remedy", "") or _("Write it as the guidelines do; nothing was changed."),
        ) from wrong
    with writing(desk.store) as connection:
        house.put(connection, fact.name, value, desk.now(), person.name)
    return value
