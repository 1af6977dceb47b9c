"""The same for a field of several lines: it takes at most what is kept, and says what it left out (T26)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual.widgets import TextArea
from textual.widgets.text_area import Edit, EditResult

from frontdesk.ui.widgets.capped import Full, edited, editing, fitting, left_out_words, pasted

# A mixin that were a widget itself would take the place of the widget whose styles and bindings are inherited.
if TYPE_CHECKING:
    _ManyLines = TextArea
else:

    class _ManyLines: ...


_EDITING = editing(TextArea)


class CappedText(_ManyLines):
    """Mixed into a TextArea: `cap` says how many characters are kept of it."""

    cap: int

    def edit(self, edit: Edit) -> EditResult:
        """Every key and every paste ends here: what fits is put in, and what was left out is said."""
        result = self._what_fits(edit)
        # Textual looks for the cursor before it knows of the line that the last letter began: the letter was not seen.
        self.scroll_cursor_visible()
        return result

    def _what_fits(self, edit: Edit) -> EditResult:
        if not edit.text:
            return super().edit(edit)
        first, last = sorted((edit.from_location, edit.to_location))
        document = self.document
        before = document.get_text_range((0, 0), first)
        after = document.get_text_range(last, document.end)
        taken = fitting(edit.text, before, after, self.cap)
        if taken == edit.text:
            return super().edit(edit)
        self.post_message(Full(self, left_out_words(len(taken), len(edit.text), self.cap)))
        if not taken:  # what is selected stays: nothing takes its place
            return EditResult(self.cursor_location, "")
        return super().edit(Edit(taken, edit.from_location, edit.to_location, edit.maintain_selection_offset))

    async def _on_key(self, event: events.Key) -> None:
        await edited(self, event, _EDITING)

    async def _on_paste(self, event: events.Paste) -> None:
        """As in a TextArea, without what acts."""
        event.stop()
        event.prevent_default()
        if not self.read_only and (text := pasted(event.text)):
            result = self._replace_via_keyboard(text, *self.selection)
            if result is not None:
                self.move_cursor(result.end_location)
