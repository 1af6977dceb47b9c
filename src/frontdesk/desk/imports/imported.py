"""What an import did, or would do, and what keeps one from being taken over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from frontdesk.ground.errors import INTERRUPTED, DeskError, StoreUnavailable
from frontdesk.ground.language import _, ngettext


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that was not taken: its number as a spreadsheet counts, and why.

    `erased`: its person was erased at their wish, and is brought back only when they come again themselves.
    """

    row: int
    reason: str
    erased: bool = False


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, or would do: every row of the file is new, changed, same or refused.

    `refused` are the first thousand of `refused_count`; all of them stand in `refused_file`, when it could be
    written. `not_taken_over` are headers whose columns were left, `left` counts cells that gave way to a better one,
    `stays` those that were empty where an amount is known, which stays. `mapping` is what each header means.
    """

    new: int
    changed: int
    same: int
    refused: tuple[Refused, ...]
    not_taken_over: tuple[str, ...]
    refused_count: int = 0
    left: Mapping[str, int] = field(default_factory=dict)
    stays: Mapping[str, int] = field(default_factory=dict)
    mapping: Mapping[str, str] = field(default_factory=dict)
    refused_file: Path | None = field(default=None, compare=False)
    import_id: str = field(default="", compare=False)

    @property
    def rows(self) -> int:
        """How many rows the file has."""
        return self.new + self.changed + self.same + self.refused_count


def left_words(done: Imported) -> Iterator[str]:
    """What was left out of cells that were taken, and what an empty cell did not change, in sentences by columns."""
    for header, count in done.left.items():
        said = done.mapping.get(header, "")
        if said == "phone":
            text = ngettext(
                "{header}: {count} left out; a card keeps one telephone.",
                "{header}: {count} left out; a card keeps one telephone.",
                count,
            )
        elif said == "email":
            text = ngettext(
                "{header}: {count} left out; a card keeps one address.",
                "{header}: {count} left out; a card keeps one address.",
                count,
            )
        else:
            text = ngettext(
                "{header}: {count} cell gave way to a better one, or was cut.",
                "{header}: {count} cells gave way to a better one, or were cut.",
                count,
            )
        yield text.format(header=header, count=count)
    for header, count in done.stays.items():
        yield ngettext(
            "{header}: {count} cell is empty; the amount on the card stays.",
            "{header}: {count} cells are empty; the amounts on the cards stay.",
            count,
        ).format(header=header, count=count)


class Interrupted(DeskError):
    """Somebody ended an import, or the taking back of one, with Ctrl-C; the sentence says what came of it."""

    exit_code = INTERRUPTED


class CardsChanged(StoreUnavailable):
    """Somebody changed what an import was about to change; it is to be read again."""


def nothing_taken_over() -> Interrupted:
    """An import that was ended before it was written."""
    return Interrupted(_("Interrupted: nothing was taken over."), _("Run the same command again when you like."))
