"""The moment of a decision as the ledger keeps it, and back: so that the past can be asked again under other rules.

Facts are kept as text in the form of the language, so that a draft that types a fact anew still reads it. What
other columns hold (when, role, scope) is not kept twice, and a sentence why is not a fact: only a reason that the
file lists is kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from frontdesk.authority.values import Moment
from frontdesk.guidelines.model import FactValue, Guidelines
from frontdesk.guidelines.values import format_fact, parse_fact


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
    }
    return {name: value for name, value in kept.items() if value not in (None, {}, [])}


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
    facts: dict[str, FactValue] = {}
    for name, text in (kept.get("facts") or {}).items():
        fact = guidelines.facts.get(name)
        if fact is None:
            continue
        try:
            facts[name] = parse_fact(fact, text, guidelines.business.exponent)
        except ValueError:
            continue  # the same as a card in the wrong form: not known, and the decision names the fact
    return Moment(
        at=at,
        role=role,
        staff=scope.get("staff", ""),
        facts=facts,
        scope=scope,
        ticks=frozenset(kept.get("ticks") or ()),
        situation=kept.get("situation"),
        reason=kept.get("reason"),
        channel=kept.get("channel"),
        authority=kept.get("authority") or {},
    )
