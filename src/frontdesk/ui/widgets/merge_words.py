"""Two cards in lines of the screen: pairs in a list, and a merge before it is made, side by side."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from textual.content import Content

from frontdesk.desk.merging.merge_views import AlsoKnown, FieldBeside, MaybeOne, MergePreview
from frontdesk.desk.merging.merge_words import coming_words
from frontdesk.ground.language import _
from frontdesk.ui.plain import cut, fitted, plain, words
from frontdesk.ui.widgets.rows import Row

PAIR, APART = "pair:", "apart:"
LABEL_CELLS = 12
WHY_CELLS = 29
"""What two cards share is what a pair is judged by: at 80 columns the names give way to it."""
TAKEN, NOT_TAKEN = "✓ ", "  "


def pair_row(number: int, pair: MaybeOne) -> Row:
    """A pair: both names with what tells them apart, and what they share."""
    return Row(f"{PAIR}{number}", partial(_pair, pair))


def _pair(pair: MaybeOne, cells: int) -> Content:
    name = max(min((cells - 4 - WHY_CELLS) // 2, (cells - 4) // 3), 16)
    one = " ".join(part for part in (pair.one_name, pair.one_hint) if part)
    other = " ".join(part for part in (pair.other_name, pair.other_hint) if part)
    return words(
        fitted(one, name),
        (" = ", "$text-muted"),
        fitted(other, name),
        " ",
        (cut(pair.why, cells - 4 - 2 * name), "$text-accent"),
    )


def apart_row(also: AlsoKnown) -> Row:
    """A card that was merged into this one."""
    return Row(APART + also.customer_id, lambda cells: plain(cut(also.words or also.customer_id, cells)))


def beside(preview: MergePreview, cells: int) -> Content:
    """The whole merge in lines, for a width in cells."""
    return Content("\n").join(_lines(preview, cells))


def _lines(preview: MergePreview, cells: int) -> Iterator[Content]:
    column = max((cells - LABEL_CELLS - 2) // 2, 10)
    yield words(
        " " * LABEL_CELLS,
        (fitted(NOT_TAKEN + _("STAYS"), column), "$text-accent bold"),
        "  ",
        (cut(NOT_TAKEN + _("COMES TO IT"), column), "$text-muted bold"),
    )
    for line in preview.fields:
        yield from _field(line, column, cells)
    yield Content("")
    yield words((fitted(_("comes over"), LABEL_CELLS), "$text-muted"), NOT_TAKEN, coming_words(preview.coming))
    if preview.limits:
        yield words((_("limits then say"), "$text-muted"))
    for said in preview.limits:
        yield words("  ", said)
    if preview.said_two:
        yield words((_("somebody said before that these are two people"), "$text-warning"))


def _field(line: FieldBeside, column: int, cells: int) -> Iterator[Content]:
    wins, both = line.after == line.kept, line.kept not in ("", line.merged) and line.merged != ""
    kept = (TAKEN if both and wins else NOT_TAKEN) + (line.kept or "·")
    merged = (TAKEN if both and line.after == line.merged else NOT_TAKEN) + (line.merged or "·")
    yield words(
        (fitted(line.label, LABEL_CELLS), "$text-muted"),
        (fitted(kept, column), "" if wins else "$text-muted"),
        "  ",
        (cut(merged, column), "$text-muted" if wins else ""),
    )
    if not wins and line.after != line.merged:
        yield words(" " * LABEL_CELLS, (cut("→ " + line.after, cells - LABEL_CELLS), "$text-accent"))
