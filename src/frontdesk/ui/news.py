"""What the desk says, once, when other guidelines are in force: since when, and what is different now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontdesk.ground.language import _, ngettext
from frontdesk.ui import times
from frontdesk.ui.plain import width
from frontdesk.ui.widgets.figures import shortened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from frontdesk.desk.desk import Desk
    from frontdesk.guidelines.telling.differences import Difference

_FIRST = ("gesture", "budget")
"""What people at the desk notice: what may be given. Facts, reasons and principles come after it."""
_SENTENCE_CELLS_MIN = 16


def news_words(desk: Desk, differences: Sequence[Difference], cells: int) -> str:
    """ "New guidelines since 14:32 · Free drink: 4 → 6 times per stay · 2 more", in at most `cells` cells.

    The first difference gives way, never the time or how many more there are.
    """
    since = desk.in_force_since or desk.now()
    head = _("New guidelines since {time}").format(time=times.short_words(desk, since))
    if not differences:
        return shortened(_("{head} · what may be given is the same").format(head=head), cells)
    first = min(differences, key=lambda each: each.kind not in _FIRST)
    more = len(differences) - 1
    tail = "" if not more else " · " + ngettext("{count} more", "{count} more", more).format(count=more)
    room = cells - width(head) - width(tail) - 3
    if room < _SENTENCE_CELLS_MIN:
        changes = ngettext("{count} change", "{count} changes", more + 1).format(count=more + 1)
        return shortened(f"{head} · {changes}", cells)
    return f"{head} · {shortened(first.sentence().replace(' -> ', ' → '), room)}{tail}"
