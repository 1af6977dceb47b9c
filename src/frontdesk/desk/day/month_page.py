"""A look back over a month as a section of a page of Markdown: how it was settled, what was bent, what recurs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from frontdesk.desk.day.looking_back import LookBack, band_words, settled_lines, thanked_words
from frontdesk.desk.gestures.saying import amount_words
from frontdesk.desk.paper.markdown import heading, plain, points, table
from frontdesk.ground.dates import full_day
from frontdesk.ground.language import _, ngettext

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk


def month_section(desk: Desk, found: LookBack, *, names: bool) -> Iterator[str]:
    """The lines of the section. Reasons are words in which a customer may be named: only with `names`."""
    yield from heading(_("Looking back"))
    between = _("{since} to {until}").format(since=full_day(found.since), until=full_day(found.until))
    yield from (plain(between), "")
    if not found.kinds.settled:
        yield plain(_("No conversation was closed with a gesture or a promise."))
    else:
        rows = [[label, str(count)] for label, count in settled_lines(found.kinds)]
        yield from table([_("settled"), _("conversations")], rows, right=(1,))
        yield from ("", plain(band_words(found.kinds)))
    if found.kept.due:
        said = _("{kept} of {all} kept in time").format(kept=found.kept.in_time, all=found.kept.due)
        yield from ("", plain(f"{said} · " + _("{count} early").format(count=found.kept.early)))
    if thanked := thanked_words(found.thanked):
        yield from ("", plain(thanked))
    if found.bends:
        yield from heading(_("Bent"))
        yield from points(
            " · ".join(
                filter(
                    None,
                    (
                        _times(each.label, each.times),
                        amount_words(desk, each.value_minor) if each.value_minor else "",
                        ", ".join(_times(outside.words, outside.times) for outside in each.outside),
                        *(f"“{reason}”" for reason in each.reasons if names),
                    ),
                )
            )
            for each in found.bends
        )
    if found.kinds.proposed:
        yield from heading(_("Judgements that recur"))
        yield from points(
            " · ".join(
                filter(
                    None,
                    (
                        _times(each.label, each.times),
                        each.situation_label,
                        "" if each.usual_minor is None else amount_words(desk, each.usual_minor),
                    ),
                )
            )
            for each in found.kinds.proposed
        )


def _times(what: str, count: int) -> str:
    said = ngettext("{what}, {count} time", "{what}, {count} times", count)
    return said.format(what=" ".join(what.split()), count=count)
