"""The moment of a decision as the ledger keeps it, and back: so that the past can be asked again under other rules.

Facts are kept as text in the form of the language, so that a draft that types a fact anew still reads it. What
other columns hold (when, role, scope) is not kept twice, and a sentence why is not a fact: only a reason that the
file lists is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any, NamedTuple

from frontdesk.authority.values import Moment
from frontdesk.guidelines.model import FactValue, Guidelines
from frontdesk.guidelines.values import format_fact, parse_fact

A_SENTENCE = "…"
"""The reason of a moment in which somebody wrote a sentence: that there was one, and that no file lists it."""
_FACTS_KEPT = 8192
_NONE: Mapping[str, Any] = {}


def remembered(
    moment: Moment,
    guidelines: Guidelines,
    ask_minor: int | None = None,
    ask_thousandths: int | None = None,
    given_by_role: str | None = None,
) -> dict[str, Any]:
    """What of a moment, and of what was asked in it, has no column of its own: plain values, ready for JSON.

    `given_by_role` is the role of whoever gives, which has a column. Where it is not the moment's own, somebody of
    another role said yes: then `approved_by_role` is the role it was decided for, and `authority` that person's own.
    """
    exponent = guidelines.business.exponent
    facts = guidelines.facts
    kept: dict[str, Any] = {
        "facts": {
            name: format_fact(facts[name], value, exponent) for name, value in moment.facts.items() if name in facts
        },
        "ticks": sorted(moment.ticks),
        "situation": moment.situation,
        "reason": moment.reason if moment.reason in guidelines.reasons else None,
        "channel": moment.channel,
        "ask_minor": ask_minor,
        "ask_thousandths": ask_thousandths,
        "authority": dict(moment.authority),
        "approved_by_role": moment.role if given_by_role not in (None, moment.role) else None,
        "homes": [list(each) for each in moment.homes],
    }
    return {name: value for name, value in kept.items() if value not in (None, {}, [])}


class Recalled(NamedTuple):
    """What was kept of a moment, as other guidelines see it.

    `approved_by_role` is the role it was decided for, where that is not the role of whoever gave. `unknown` are the
    facts that the other guidelines do not have.
    """

    facts: Mapping[str, FactValue]
    ticks: frozenset[str]
    situation: str | None
    reason: str | None
    channel: str | None
    authority: Mapping[str, int]
    ask_minor: int | None
    ask_thousandths: int | None
    approved_by_role: str | None = None
    unknown: tuple[str, ...] = ()
    homes: tuple[tuple[str, ...], ...] = ()

    def moment(
        self,
        *,
        at: datetime,
        role: str,
        scope: Mapping[str, str],
        given: frozenset[str] = frozenset(),
        given_in_conversation: int | None = None,
    ) -> Moment:
        """The moment again, with what was given before in the incident and the conversation."""
        return Moment(
            at,
            role,
            scope.get("staff", ""),
            self.facts,
            scope,
            self.ticks,
            self.situation,
            self.reason,
            self.channel,
            given,
            given_in_conversation,
            self.authority,
            self.homes,
        )


class Memory:
    """Reads kept moments as `guidelines` see them; facts that were read before are not read again."""

    def __init__(self, guidelines: Guidelines) -> None:
        self._guidelines = guidelines
        self._names = guidelines.facts.keys()
        self._facts: dict[tuple[str, str], FactValue | None] = {}

    def recall(self, kept: Mapping[str, Any], wanted: Iterable[str] | None = None) -> Recalled:
        """What was kept. A fact that the guidelines do not have, or cannot read, is not known.

        `wanted` are the facts that are read, None for all; those that the guidelines do not have are named anyway.
        """
        said: Mapping[str, str] = kept.get("facts", _NONE)
        unknown = () if said.keys() <= self._names else tuple(name for name in said if name not in self._names)
        facts: dict[str, FactValue] = {}
        for name in said if wanted is None else wanted:
            text = said.get(name)
            if text is None:
                continue
            try:
                value = self._facts[name, text]
            except KeyError:
                value = self._read(name, text)
            if value is not None:
                facts[name] = value
        ticks = frozenset(kept.get("ticks", ()))
        get = kept.get
        return Recalled(
            facts,
            ticks,
            get("situation"),
            get("reason") or (A_SENTENCE if "reason" in ticks else None),
            get("channel"),
            get("authority", _NONE),
            get("ask_minor"),
            get("ask_thousandths"),
            get("approved_by_role"),
            unknown,
            tuple(map(tuple, get("homes", ()))),
        )

    def _read(self, name: str, text: str) -> FactValue | None:
        fact = self._guidelines.facts.get(name)
        value: FactValue | None = None
        if fact is not None:
            with suppress(ValueError):  # as a card in the wrong form: not known, and the decision names the fact
                value = parse_fact(fact, text, self._guidelines.business.exponent)
        if len(self._facts) >= _FACTS_KEPT:
            self._facts.clear()
        self._facts[name, text] = value
        return value


def recalled(
    kept: Mapping[str, Any],
    guidelines: Guidelines,
    *,
    at: datetime,
    role: str,
    scope: Mapping[str, str],
) -> Moment:
    """The moment again, as `guidelines` see it: a fact they do not know, or cannot read, is not known.

    What was given before in the incident and the conversation is not part of it: `Ledger.met` adds that.
    """
    return Memory(guidelines).recall(kept).moment(at=at, role=role, scope=scope)
