"""A file that is dragged into the search: Enter looks at it."""

from __future__ import annotations

from functools import partial

from textual import events
from textual.content import Content

from frontdesk.ground.language import _
from frontdesk.ui import dropped, working
from frontdesk.ui.dropped import File
from frontdesk.ui.plain import cut, words
from frontdesk.ui.screens.choosing import Choosing
from frontdesk.ui.widgets.rows import Row
from frontdesk.ui.widgets.sections import note

DROPPED = "dropped"


class TakesFiles(Choosing):
    """The part of the start that knows a file's path when it stands in the search."""

    _dropped: File | None = None
    _looking_for_file = False
    _open_when_looked = False

    def _show(self) -> None:
        raise NotImplementedError

    def on_paste(self, event: events.Paste) -> None:
        """A file that is dragged in while the list has the focus is taken by the search all the same."""
        if not self._search.has_focus and dropped.looks_like_path(event.text):
            self._search.focus()
            self._search.on_paste(event)

    def _look_for_file(self) -> None:
        """Look whether the search holds the path of a file; if so, that is offered instead of customers."""
        text = self._search.value
        was = self._dropped
        self._dropped, self._looking_for_file, self._open_when_looked = None, False, False
        if was is not None:
            self._show()  # what was offered is no longer what stands in the search
        if self._naming is None and dropped.looks_like_path(text) and dropped.allowed(self.app):
            self._looking_for_file = True
            working.read(self, "dropped", partial(dropped.file_in, text), partial(self._file_came, text))

    def _file_came(self, text: str, found: File | None) -> None:
        if text != self._search.value:
            return
        self._looking_for_file = False
        if found is not None:
            self._dropped = found
            self._show_file(found)
            if self._open_when_looked:
                self._open(DROPPED)

    def _enter_is_for_file(self) -> bool:
        """Whether Enter in the search is about a file: it is looked at, as soon as it is known to be there."""
        if self._looking_for_file:
            self._open_when_looked = True
        elif self._dropped is not None:
            self._open(DROPPED)
        return self._looking_for_file or self._dropped is not None

    def _show_file(self, found: File) -> None:
        rows = [
            note(_("a file was dragged in; nothing of it is taken over before you say so")),
            Row(DROPPED, partial(_line, found)),
        ]
        self._lines.show(rows, mark=DROPPED)

    def _open(self, row_id: str) -> None:
        found = self._dropped
        if row_id == DROPPED and found is not None:
            from frontdesk.ui.screens import importing_choose

            self._search.value = ""
            importing_choose.begin(self.app, self.desk, found.path)
        else:
            super()._open(row_id)

    def action_import_file(self) -> None:
        """A file of customers or orders."""
        from frontdesk.ui.screens import importing_choose

        importing_choose.begin(self.app, self.desk)


def _line(found: File, cells: int) -> Content:
    said = _("Enter looks at this file") + "  "
    return words((said, "$text-accent bold"), cut(str(found.path.name), cells - len(said)))
