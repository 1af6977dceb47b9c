"""A look back over a month as JSON values: how it was settled, what was bent, which judgements recur."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from frontdesk.cli.forms import Forms
from frontdesk.cli.stopping import bend_form

if TYPE_CHECKING:
    from frontdesk.desk.day.looking_back import LookBack
    from frontdesk.desk.desk import Desk
    from frontdesk.desk.learning.care_views import ConversationKinds, ProposedIdea, ThankedShare
    from frontdesk.desk.promises.promise_views import KeptShare


def month_form(desk: Desk, found: LookBack) -> dict[str, Any]:
    """The business days of a look back, both ends counted."""
    return {
        "since": found.since.isoformat(),
        "until": found.until.isoformat(),
        "settled": settled_form(found.kinds),
        "kept_share": kept_form(found.kept),
        "bends": [bend_form(desk, each) for each in found.bends],
        "recurring": [_recurring(desk, each) for each in found.kinds.proposed],
        "blocks": found.stopped.blocks,
        "without_complaint": thanked_form(found.thanked),
    }


def thanked_form(share: ThankedShare) -> dict[str, Any]:
    """How many gestures went to customers without a complaint, beside the share the owner wants."""
    return {
        "given": share.all_given,
        "without_complaint": share.without_complaint,
        "percent": share.percent,
        "wanted_percent": None if share.wanted is None else str(share.wanted),
    }


def settled_form(kinds: ConversationKinds) -> dict[str, Any]:
    """How the conversations that were closed were settled, against the band."""
    return {
        "guideline": kinds.guideline,
        "judgement": kinds.judgement,
        "lead": kinds.lead,
        "promise": kinds.promise,
        "words_only": kinds.words_only,
        "inside_percent": kinds.inside_percent,
        "band": list(kinds.band),
        "stands": kinds.stands,
    }


def kept_form(share: KeptShare) -> dict[str, Any]:
    """How many promises were kept in time."""
    return {
        "due": share.due,
        "in_time": share.in_time,
        "early": share.early,
        "late": share.late,
        "overdue": share.overdue,
        "percent": share.percent,
    }


def _recurring(desk: Desk, line: ProposedIdea) -> dict[str, Any]:
    return {
        "gesture": line.gesture,
        "label": line.label,
        "situation": line.situation,
        "situation_label": line.situation_label,
        "times": line.times,
        "usual": Forms(desk).money(line.usual_minor),
        "reasons": list(line.reasons),
        "conversations": list(line.conversations),
    }
