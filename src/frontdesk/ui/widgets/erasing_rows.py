"""An erasure in lines of a list: before it is made, and what came of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

from textual.content import Content

from frontdesk.desk.merging.merge_views import MaybeOne
from frontdesk.desk.privacy.privacy import open_words
from frontdesk.desk.privacy.privacy_views import Erased, ErasurePreview, FileWith, StillOpen
from frontdesk.desk.views import Talk
from frontdesk.ground.language import _, ngettext
from frontdesk.ui.plain import words
from frontdesk.ui.widgets.figures import Figures, pair, wrapped
from frontdesk.ui.widgets.rows import Row
from frontdesk.ui.widgets.sections import Item, Section, note

OPEN, END, THEIRS, SAME = "open:", "end:", "theirs:", "same:"
OFF, ON = "○ ", "● "
LINES_MOST = 6


def before(
    found: ErasurePreview,
    unnamed: Sequence[Talk],
    same: Sequence[MaybeOne],
    folder: Path,
    figures: Figures,
    cells: int,
    *,
    end: bool,
    theirs: Collection[str],
) -> Iterator[Section]:
    """What would be done, what is in its way first.

    `unnamed` are conversations and `same` are cards that are perhaps theirs, too.
    """
    if found.open:
        items = [_open(at, each, figures) for at, each in enumerate(found.open)]
        said = _("end all of this together with the erasure")
        items.append(_choice(END, said, "", chosen=end))
        yield Section(_("STILL OPEN"), tuple(items), "", _("Enter opens it"))
    if same:
        others = [_other_card(each, found.cards) for each in same]
        yield Section(_("THEIR OTHER CARD?"), tuple(others), "", _("it stays · Enter makes them one first"))
    goes = [each.words for each in found.goes]
    yield Section(_("GOES"), tuple(_texts("goes", goes, cells)), _("nothing is left that could go"))
    if found.files:
        yield Section(_("FILES"), tuple(_file(each, folder) for each in found.files), "")
    yield Section(_("STAYS"), tuple(_texts("stays", found.stays, cells)), "")
    if unnamed:
        items = [
            _choice(
                THEIRS + each.id,
                " ".join([figures.day(each.opened_at), *each.request.split()]),
                each.staff,
                chosen=each.id in theirs,
            )
            for each in unnamed
        ]
        more = len({*found.perhaps, *theirs}) - len(unnamed)
        foot = ngettext(
            "and {count} more: frontdesk customers erase", "and {count} more: frontdesk customers erase", more
        )
        yield Section(
            _("THEIRS, TOO?"),
            tuple(items),
            "",
            _("the same name without a card · Enter says yes"),
            foot=(note(foot.format(count=more)),) if more else (),
        )


def after(done: Erased, folder: Path, cells: int) -> Iterator[Section]:
    """What was done, what waits, and which files still name the person."""
    if done.already:
        said = _("They were erased before.")
    elif done.left:
        said = _("Erased: nobody is shown, found or written about under this card any more. One thing waits.")
    else:
        said = _("Erased. Nobody here knows them any more, and nothing of them is left in the database.")
    yield Section(_("DONE"), tuple(_texts("done", [said], cells)), "")
    if done.left:
        yield Section(_("WAITS"), tuple(_texts("waits", [done.left], cells)), "")
    gone = [each for each in done.files if each.what != "yours"]
    if gone:
        count = len(gone)
        told = ngettext(
            "{count} file that named them was seen to.", "{count} files that named them were seen to.", count
        )
        yield Section(_("FILES"), tuple(_texts("seen", [told.format(count=count)], cells)), "")
    yours = [each for each in done.files if each.what == "yours"]
    if yours:
        items = tuple(_file(each, folder) for each in yours)
        yield Section(_("YOUR OWN FILES STILL NAME THEM"), items, "")


def _open(at: int, found: StillOpen, figures: Figures) -> Item:
    said = open_words(found).removesuffix(f" ({found.id})")
    due = "" if found.due_at is None else f"{figures.day(found.due_at)} {figures.time(found.due_at)}"
    return _line(f"{OPEN}{at}", said, due)


def _other_card(pair: MaybeOne, cards: Collection[str]) -> Item:
    one = pair.other_id in cards
    card, name, hint = (
        (pair.one_id, pair.one_name, pair.one_hint) if one else (pair.other_id, pair.other_name, pair.other_hint)
    )
    return _line(SAME + card, " ".join(filter(None, (name, hint))), pair.why)


def _choice(row_id: str, said: str, right: str, *, chosen: bool) -> Item:
    return _line(row_id, (ON if chosen else OFF) + said, right, "$text-accent bold" if chosen else "")


def _file(file: FileWith, folder: Path) -> Item:
    try:
        place = file.path.resolve().relative_to(folder.resolve())
    except ValueError:
        place = file.path
    fates = {"removed": _("goes"), "rewritten": _("loses the rows about them")}
    return _line(f"file:{file.path}", str(place), fates.get(file.what, _("yours: it stays")))


def _texts(kind: str, said: Iterable[str], cells: int) -> Iterator[Item]:
    for at, text in enumerate(said):
        lines = wrapped(text, cells, LINES_MOST) or [""]
        more = tuple(note(each, "", indent=2) for each in lines[1:])
        item = _line(f"{kind}:{at}", lines[0])
        yield Item(item.row, text, more)


def _line(row_id: str, left: str, right: str = "", style: str = "") -> Item:
    def made(cells: int) -> Content:
        text, end = pair(left, right, cells)
        return words((text, style), (end, "$text-muted"))

    return Item(Row(row_id, made), left)
