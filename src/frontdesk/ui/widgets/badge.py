"""What stands in the header of every room: who waits for this person's yes, and what came back to them."""

from __future__ import annotations

from frontdesk.conversation.approvals import ApprovalState
from frontdesk.desk.approvals.approval_views import ApprovalLine
from frontdesk.desk.approvals.standing import Standing
from frontdesk.ground.language import _, ngettext


def what(line: ApprovalLine) -> str:
    """ "Part of the bill 200.00": the gesture, with what was said yes to, else with what was asked."""
    return " ".join(filter(None, (line.label, line.approved or line.asked)))


def forms(standing: Standing, shows_owed: bool, here: str | None) -> tuple[str, ...]:
    """What to say, from the longest form to the shortest; () for nothing. What came back comes before what is owed."""
    came = [each for each in standing.mine if each.conversation_id != here and came_back(each)]
    first = next((each for each in came if each.state is ApprovalState.YES), came[0] if came else None)
    news = () if first is None else _news(first)
    owed = () if shows_owed or not standing.owed else _owed(standing.owed)
    if news and owed:
        return tuple(f"{news[at]} · {owed[short]}" for at, short in ((0, 0), (1, 0), (1, 2), (2, 2)))
    return news or owed


def came_back(line: ApprovalLine) -> bool:
    """Whether it is no longer waited for, and nothing was done about it yet."""
    return line.state in (ApprovalState.YES, ApprovalState.OTHER, ApprovalState.LAPSED)


def _owed(count: int) -> tuple[str, ...]:
    long = ngettext("{count} waits for a yes", "{count} wait for a yes", count).format(count=count)
    short = _("{count} for a yes").format(count=count)
    return f"⚑ {long} · F6", f"⚑ {short} · F6", f"⚑ {count} · F6"


def _news(line: ApprovalLine) -> tuple[str, ...]:
    who = line.answered_by
    if line.state is ApprovalState.YES:
        yes = _("YES")
        return f"✓ {yes} · {who} · {what(line)} · F2", f"✓ {yes} · {who} · F2", f"✓ {yes} · F2"
    if line.state is ApprovalState.OTHER:
        said = _("{name} offers something else").format(name=who)
        return f"⚑ {said} · F2", "⚑ " + _("{name} answered").format(name=who) + " · F2", f"⚑ {who} · F2"
    unanswered = "⚑ " + _("unanswered")
    return f"{unanswered}: {what(line)} · F2", f"{unanswered} · F2", "⚑ F2"


def news_words(line: ApprovalLine, time: str) -> str:
    """One line for the moment in which it comes back; `time` is until when a yes can be used, or since when it is over.

    It is for the person at the desk, and says where the way goes on.
    """
    who, about = line.answered_by, what(line)
    if line.state is ApprovalState.YES:
        said = _("YES · {name} · {what} · until {time}").format(name=who, what=about, time=time)
        return f"{said} · “{' '.join(line.words.split())}”" if line.words else said
    if line.state is ApprovalState.OTHER:
        return _("{name} offers instead: {what}").format(name=who, what=line.alternative)
    return _("unanswered at {time}: {what} · what fits now is ready").format(time=time, what=about)
