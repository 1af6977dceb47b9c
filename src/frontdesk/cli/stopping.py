"""Where limits stopped people, and where they were bent: by guideline line, never by person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from frontdesk.cli.echo import say, tell, tell_json
from frontdesk.cli.forms import Forms
from frontdesk.cli.frame import Example, command, option
from frontdesk.cli.settings import Who, json_option, with_desk
from frontdesk.cli.since import first_day
from frontdesk.cli.words import Words
from frontdesk.ground.language import N_, _, ngettext

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk
    from frontdesk.desk.learning.learning_views import BendLine, StoppedLine


@command(
    "stopped",
    N_("Show where limits stopped people: how often, what was asked above them, what was done instead."),
    Example("frontdesk stopped", N_("the last seven days; the line that stopped people most often first")),
    Example("frontdesk stopped --since 30d --json", N_("30 days, as JSON")),
)
@option("--since", metavar="WHEN", default="7d", show_default=True, told=N_("A date, or so many days: 7d, 2 weeks."))
@json_option
@with_desk(Who.ANYBODY)
def stopped(desk: Desk, since: str, as_json: bool) -> None:
    """Show where limits stopped people."""
    from frontdesk.desk.learning import stopping

    found = stopping.where_limits_stopped(desk, first_day(desk, since))
    if as_json:
        tell_json(
            {
                "since": found.since.isoformat(),
                "until": found.until.isoformat(),
                "blocks": found.blocks,
                "lines": [stopped_form(desk, each) for each in found.lines],
            }
        )
        return
    for each in found.lines:
        for line in _stopped_lines(desk, each):
            tell(line)
    if not found.lines:
        say(_("No limit stopped anybody."))


def _stopped_lines(desk: Desk, line: StoppedLine) -> Iterator[str]:
    words = Words(desk)
    yield ngettext("{count} x {name}", "{count} x {name}", line.times).format(count=line.times, name=line.name)
    if line.above_count and line.above_median_minor is not None:
        yield "    " + _("asked above it: {sum} in all, {median} in the middle").format(
            sum=words.money(line.above_sum_minor), median=words.money(line.above_median_minor)
        )
    instead = ", ".join(f"{each.times} x {each.what}" for each in line.instead)
    parts = [_("instead: {what}").format(what=instead) if instead else ""]
    if line.approved:
        parts.append(_("approved anyway: {count}").format(count=line.approved))
    if line.undone:
        parts.append(_("nothing done: {count}").format(count=line.undone))
    if any(parts):
        yield "    " + " · ".join(part for part in parts if part)


def stopped_form(desk: Desk, line: StoppedLine) -> dict[str, Any]:
    """Where one guideline line stopped people, as JSON values."""
    money = Forms(desk).money
    return {
        "rule": line.rule,
        "kind": line.kind.value,
        "gesture": line.gesture,
        "name": line.name,
        "times": line.times,
        "above_count": line.above_count,
        "above_sum": money(line.above_sum_minor),
        "above_median": money(line.above_median_minor),
        "instead": [{"what": each.what, "times": each.times} for each in line.instead],
        "approved": line.approved,
        "undone": line.undone,
        "conversations": list(line.conversations),
    }


@command(
    "bends",
    N_("Show where the guidelines were bent: each line, how often, for how much, and by how much outside it."),
    Example("frontdesk bends", N_("the last 30 days")),
    Example("frontdesk bends --since 7d --json", N_("seven days, as a JSON list")),
)
@option("--since", metavar="WHEN", default="30d", show_default=True, told=N_("A date, or so many days: 7d, 2 weeks."))
@json_option
@with_desk(Who.ANYBODY)
def bends(desk: Desk, since: str, as_json: bool) -> None:
    """Show bends."""
    from frontdesk.desk.learning import bending

    found = bending.bends(desk, first_day(desk, since))
    if as_json:
        tell_json([bend_form(desk, each) for each in found])
        return
    for each in found:
        for line in _bend_lines(desk, each):
            tell(line)
    if not found:
        say(_("Nothing was bent."))


def _bend_lines(desk: Desk, line: BendLine) -> Iterator[str]:
    value = Words(desk).money(line.value_minor) if line.value_minor else ""
    yield " · ".join(part for part in (f"{line.times} x {line.label}", value) if part)
    yield from (f"    {each.times} x {each.words} ({each.allowed})" for each in line.outside)
    yield from (f"    “{' '.join(reason.split())}”" for reason in line.reasons)
    yield "    " + _("make it an idea: frontdesk idea propose TEXT --entry {entry}").format(entry=line.latest_entry_id)


def bend_form(desk: Desk, line: BendLine) -> dict[str, Any]:
    """A guideline line that was bent, as JSON values."""
    return {
        "gesture": line.gesture,
        "label": line.label,
        "times": line.times,
        "value": Forms(desk).money(line.value_minor),
        "outside": [
            {"fact": each.fact, "allowed": each.allowed, "words": each.words, "times": each.times}
            for each in line.outside
        ],
        "reasons": list(line.reasons),
        "latest_entry": line.latest_entry_id,
    }
