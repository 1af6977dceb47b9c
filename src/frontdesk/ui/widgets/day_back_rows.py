"""A look back as areas of a list: how conversations were settled, what was bent, what recurs, what stopped people."""

from __future__ import annotations

from functools import partial

from textual.content import Content

from frontdesk.desk.day.looking_back import LookBack, band_words, settled_lines, thanked_words
from frontdesk.desk.learning.care_views import ConversationKinds, ProposedIdea
from frontdesk.desk.learning.learning_views import BendLine
from frontdesk.ground.language import _, ngettext
from frontdesk.ground.money import format_minor
from frontdesk.ui.plain import fitted, width, words
from frontdesk.ui.widgets import day_done
from frontdesk.ui.widgets.day_owed import kept_words
from frontdesk.ui.widgets.figures import column, shortened
from frontdesk.ui.widgets.rows import Row
from frontdesk.ui.widgets.sections import Item, Section, note

BEND, PROPOSED = "bend:", "proposed:"
LABEL_CELLS, COUNT_CELLS, PERCENT_CELLS = 22, 6, 7
MONEY_CELLS = 11
BAR_CELLS_MOST = 40


def back_areas(found: LookBack, exponent: int) -> list[Section]:
    """All areas; what the guidelines could learn stands in each as a line that can become an idea."""
    return [
        settled(found.kinds),
        promises(found),
        bent(found.bends, exponent),
        recurs(found.kinds.proposed, exponent),
        day_done.stopped_area(found.stopped, exponent, tight=False),
    ]


def settled(kinds: ConversationKinds) -> Section:
    """The shares as bars; what needed neither gesture nor promise is in none of them."""
    nothing = _("no conversation was closed with a gesture or a promise")
    if not kinds.settled:
        return Section(_("HOW IT WAS SETTLED"), (), nothing)
    items = tuple(
        Item(Row("", partial(_share_line, label, count, kinds.settled)), label) for label, count in settled_lines(kinds)
    )
    foot = [note(band_words(kinds), indent=2)]
    if kinds.words_only:
        said = ngettext("{count} more needed only words", "{count} more needed only words", kinds.words_only)
        foot.append(note(said.format(count=kinds.words_only), indent=2))
    right = ngettext("{count} conversation", "{count} conversations", kinds.settled).format(count=kinds.settled)
    return Section(_("HOW IT WAS SETTLED"), items, nothing, right, tuple(foot))


def _share_line(label: str, count: int, of_all: int, cells: int) -> Content:
    room = max(min(cells - LABEL_CELLS - COUNT_CELLS - PERCENT_CELLS - 2, BAR_CELLS_MOST), 0)
    full = round(room * count / of_all)
    full = max(full, 1) if count else 0
    percent = _("{percent} %").format(percent=(200 * count + of_all) // (2 * of_all))
    return words(
        fitted("  " + label, LABEL_CELLS),
        fitted(str(count), COUNT_CELLS, right=True) + "  ",
        (day_done.FULL * full, "$text-accent"),
        (day_done.EMPTY * (room - full), "$text-muted"),
        fitted(percent, PERCENT_CELLS, right=True),
    )


def promises(found: LookBack) -> Section:
    """How many promises were kept in time, which stories were told, and what nobody had to complain for."""
    said = kept_words(found.kept)
    lines = [Item(Row("", partial(_plain_line, said[0])), said[0])] if said else []
    share = found.stories
    if share.told:
        told = _("stories: {rescued} rescued · {foreseen} foreseen · {fixed} fixed for good").format(
            rescued=share.rescued, foreseen=share.foreseen, fixed=share.fixed
        )
        lines.append(Item(Row("", partial(_plain_line, told)), told))
    if thanked := thanked_words(found.thanked):
        lines.append(Item(Row("", partial(_plain_line, thanked)), thanked))
    return Section(_("PROMISES AND STORIES"), tuple(lines), _("no promise was due, and no story was told"))


def _plain_line(text: str, cells: int) -> Content:
    return words("  " + shortened(text, cells - 2))


def bent(lines: tuple[BendLine, ...], exponent: int) -> Section:
    """Guideline lines that were bent: how often, for how much, and how far outside."""
    items = tuple(_bent(each, exponent) for each in lines)
    return Section(_("BENT"), items, _("no guideline was bent"), partial(_heads, _("times"), _("value")))


def _bent(line: BendLine, exponent: int) -> Item:
    outside = " · ".join(f"{each.words} ×{each.times}" if each.times > 1 else each.words for each in line.outside)
    reasons = " · ".join(f"“{each}”" for each in line.reasons)
    row = Row(BEND + line.gesture, partial(_figures_line, line.label, line.times, line.value_minor, exponent))
    more = tuple(note(each, indent=2) for each in (outside, reasons) if each)
    return Item(row, f"{line.label} {outside} {reasons}", more)


def recurs(proposed: tuple[ProposedIdea, ...], exponent: int) -> Section:
    """Judgements that came again and again: each could be a guideline."""
    items = tuple(_recurs(each, exponent) for each in proposed)
    nothing = _("no judgement came three times in the same situation in 30 days")
    return Section(_("JUDGEMENTS THAT RECUR"), items, nothing, partial(_heads, _("times"), _("usual")))


def proposed_words(line: ProposedIdea) -> str:
    """ "Make it right · Room fault" """
    return " · ".join(filter(None, (line.label, line.situation_label)))


def _recurs(line: ProposedIdea, exponent: int) -> Item:
    said = proposed_words(line)
    row = Row(
        f"{PROPOSED}{line.gesture}/{line.situation}",
        partial(_figures_line, said, line.times, line.usual_minor or 0, exponent),
    )
    reasons = " · ".join(f"“{each}”" for each in line.reasons)
    return Item(row, f"{said} {reasons}", (note(reasons, indent=2),) if reasons else ())


def _figures_line(label: str, times: int, minor: int, exponent: int, cells: int) -> Content:
    figures = _heads(str(times), format_minor(minor, exponent) if minor else "-" + " " * exponent, cells)
    return words(column("  " + label, cells - width(figures)) + figures)


def _heads(first: str, second: str, cells: int) -> str:
    return fitted(first, COUNT_CELLS, right=True) + fitted(second, MONEY_CELLS, right=True)
