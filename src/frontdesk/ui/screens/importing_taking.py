"""Taking a file over on the screen: writing it, stopping that whole, working on meanwhile, taking it back."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from frontdesk.desk.imports.importing import CardsChanged, Imported, Interrupted
from frontdesk.ground.errors import DeskError
from frontdesk.ground.language import _
from frontdesk.ui import working
from frontdesk.ui.plain import plain
from frontdesk.ui.screens.importing_shown import FileShown
from frontdesk.ui.screens.importing_undo import ImportUndoScreen
from frontdesk.ui.widgets import import_rows

if TYPE_CHECKING:
    from frontdesk.ui.import_job import Job


class TakesOver(FileShown):
    """The part of the screen that writes what was read; looking at the file is the screen's own."""

    _note = ""
    """What is said once the file was read again."""

    def _look_at(self) -> None:
        raise NotImplementedError

    def _ask_or_read(self) -> None:
        raise NotImplementedError

    def _failed(self, error: DeskError) -> None:
        # What a file's letters are is said with an option at the command line, and with a key here.
        said = f"{error.sentence} {_('e chooses another encoding.')}" if "--encoding" in error.remedy else str(error)
        self._say("! " + said, "$text-error")
        self._show()

    def _drop(self) -> None:
        """Stop reading and let go of what was read."""
        if self._job is not None:
            self._job.stop()
        self._job = self._ready = self._would = None

    def _take_over(self) -> None:
        job = self._job
        if job is None or self._ready is None or self._writing or self._done is not None:
            return
        self._writing = True
        self._say(_("writing"), "$text-muted")
        self._show_head()
        working.write(self.app, partial(_taken_over, job), partial(self._was_taken, job))

    def _was_taken(self, job: Job, answer: Imported | DeskError) -> None:
        job.stop()  # what was read is needed no more
        self._writing = False
        if not self.is_attached:
            said = str(answer) if isinstance(answer, DeskError) else import_rows.counts_words(answer)
            self.app.notify(plain(f"{self._path.name}: {said}").plain, markup=False, timeout=15)
        elif isinstance(answer, CardsChanged):
            self._note = _("somebody changed one of these cards meanwhile: it was read again")
            self._look_at()
        elif isinstance(answer, Interrupted):
            self._drop()
            self._say(_("stopped: nothing was taken over · r reads it again"), "$text-warning")
            self._show()
        elif isinstance(answer, DeskError):
            self._drop()
            self._failed(answer)
        else:
            self._job, self._done, self._changed = None, answer, True
            self._say(import_rows.done_words(self._path, answer), "$text-accent")
            self._show()

    def action_take_back(self) -> None:
        """Take back what was imported just now; it is said first what that does."""
        if self._done is None or not self._done.import_id:
            return

        def undone(said: str | None) -> None:
            if said:
                self._done, self._changed = replace(self._done, import_id="") if self._done else None, True
                self._say(said, "$text-accent")
                self._show_head()

        self.app.push_screen(ImportUndoScreen(self._desk, self._what), undone)

    def action_work_on(self) -> None:
        """Back to the desk while it is written."""
        if self._writing:
            self.dismiss(self._changed)

    def action_back(self) -> None:
        """Stop what is being written; otherwise leave, and nothing was done."""
        if self._writing:
            if self._job is not None:
                self._job.stop()
            self._say(_("stopping"), "$text-muted")
        elif self._forced:
            self._forced = ""
            self._ask_or_read()
        else:
            self._drop()
            self.dismiss(self._changed)


def _taken_over(job: Job) -> Imported | DeskError:
    """What came of it; a refusal was never to be saved, so nothing is unsaved."""
    try:
        return job.take_over()
    except DeskError as error:
        return error
