"""The line on top of every room, and the line under it when something about the guidelines must be known."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from textual.content import Content
from textual.widget import Widget

from frontdesk.ground.language import _, ngettext
from frontdesk.ui import times, working
from frontdesk.ui.plain import cut, width, words
from frontdesk.ui.working import Saved

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk


NAMES_CELLS_MIN = 11
"""So much of business, desk and person stays readable beside what came back."""
Badge: TypeAlias = tuple[str, ...]
"""The same in words, from the longest form to the shortest."""


class Header(Widget):
    """Business, desk and person; date and time; whether everything is saved. One line.

    It repaints when a minute, the state of saving or what waits changes, and never otherwise: an idle desk sends
    nothing.
    """

    DEFAULT_CSS = """
    Header { height: 1; width: 1fr; background: $panel; color: $foreground; }
    """

    def __init__(self, desk: Desk | None) -> None:
        super().__init__()
        self.desk = desk
        self._badge: Badge = ()
        self._calls: Badge = ()
        self._shown: tuple[str, Saved, Badge, Badge] | None = None

    def on_mount(self) -> None:
        """Follow the minutes and the writes."""
        if self.desk is not None:
            working.watch(self, self._look)
            self.app.screen_change_signal.subscribe(self, lambda _screen: self._look())
            self._tick()

    def take_desk(self, desk: Desk) -> None:
        """Show another state of the desk."""
        self.desk = desk
        self.refresh()

    def say_standing(self, badge: Badge) -> None:
        """Say, between the names and the clock, who waits for this person and what came back to them."""
        self._badge = badge
        self._look()

    def say_calls(self, calls: Badge) -> None:
        """Say that it rings, in the place of the names: fixed, on every screen, and gone when it rings no more."""
        changed, self._calls = calls != self._calls, calls
        if changed and not self.screen.is_active and self.screen in self.app.screen_stack:
            self.refresh()  # behind a question, too: a telephone does not wait until it is answered
        self._look()

    def _tick(self) -> None:
        self._look()
        if self.desk is not None:
            now = self.desk.now()
            self.set_timer(60.5 - now.second - now.microsecond / 1_000_000, self._tick)

    def _look(self, state: Saved | None = None) -> None:
        if not self.screen.is_active:
            return  # Textual would repaint the whole screen in front for one line of the screen behind
        wanted = (self._clock(), state or working.saved(self.app), self._badge, self._calls)
        if wanted != self._shown:
            self._shown = wanted
            self.refresh()

    def _clock(self) -> str:
        return "" if self.desk is None else times.moment_words(self.desk, self.desk.now())

    def render(self) -> Content:
        """The line, for the width at hand; names are cut before times are."""
        if self.desk is None:
            return words(" frontdesk")
        if self._calls:
            return self._ringing(self.desk)
        right = words(self._clock(), "  ", _saved_words(working.saved(self.app)), " ")
        room = self.size.width - right.cell_length - 2
        badge = next((each for each in self._badge if room - width(each) - 2 >= NAMES_CELLS_MIN), "")
        if badge:
            right = words((badge, "$text-accent bold"), "  ", right)
            room -= width(badge) + 2
        practice = _("PRACTICE") if self.desk.practice else ""
        mark = words(" ", (f" {practice} ", "bold reverse $text-warning")) if practice else words("")
        left = words(mark, " ", _names(self.desk, room - mark.cell_length))
        return words(left, " " * max(self.size.width - left.cell_length - right.cell_length, 1), right)

    def _ringing(self, desk: Desk) -> Content:
        """Who calls; of the rest what must be seen: that it is practice, the time, and whether all is saved."""
        right = words(times.time_of_day(desk, desk.now()), "  ", _saved_words(working.saved(self.app)), " ")
        left = words(" ", (f" {_('PRACTICE')} ", "bold reverse $text-warning"), " ") if desk.practice else words(" ")
        room = self.size.width - left.cell_length - right.cell_length - 1
        said = next((each for each in self._calls if width(each) <= room), cut(self._calls[0], room))
        line = words(left, (said, "$text-accent bold"))
        return words(line, " " * max(self.size.width - line.cell_length - right.cell_length, 1), right)


def _names(desk: Desk, room: int) -> str:
    """Business, desk and person, as many as fit; who acts here is the last that is given up."""
    business = desk.guidelines.business.name if desk.guidelines is not None else desk.site
    names = [each for each in (business, desk.name, desk.person.name) if each]
    joined = [" · ".join(names[first:]) for first in range(len(names))]
    return next((each for each in joined if width(each) <= room), cut(joined[-1], room) if joined else "")


def _saved_words(state: Saved) -> Content:
    if state is Saved.SAVED:
        return words(("✓ " + _("saved"), "$text-muted"))
    if state is Saved.SAVING:
        return words("… " + _("saving"))
    return words(("! " + _("not saved"), "bold $text-error"))


class GuidelinesLine(Widget):
    """Says that guidelines.yaml is broken or not what is in force, and what is; absent while all is well."""

    DEFAULT_CSS = """
    GuidelinesLine { height: 1; width: 1fr; padding: 0 1; color: $text-error; background: $surface; display: none; }
    """

    def __init__(self, desk: Desk | None) -> None:
        super().__init__()
        self.desk = desk

    def on_mount(self) -> None:
        """Take a line of the screen only when there is something to say."""
        self._stand()

    def take_desk(self, desk: Desk) -> None:
        """Show another state of the desk."""
        self.desk = desk
        self._stand()
        self.refresh()

    def _stand(self) -> None:
        self.display = bool(self.said())
        self.screen.set_class(self.display, "-told")  # a screen gives up a rule for it, so that nothing jumps

    def said(self) -> str:
        """The sentence, "" while the file is sound."""
        if self.desk is None:
            return ""
        errors = [problem for problem in self.desk.problems if problem.severity == "error"]
        if not errors:  # a warning is not about what the file says, but about which version it is
            return "".join(f"! {problem.text}" for problem in self.desk.problems[:1])
        found = ngettext("guidelines.yaml has {count} problem", "guidelines.yaml has {count} problems", len(errors))
        if self.desk.guidelines is None:
            rest = _("nothing can be given until it is mended · frontdesk check names each line")
        elif self.desk.in_force_since is None:
            rest = _("the last good version stays in force")
        else:
            rest = _("the version of {time} stays in force").format(
                time=times.short_words(self.desk, self.desk.in_force_since)
            )
        return "! " + found.format(count=len(errors)) + " · " + rest

    def render(self) -> Content:
        """The sentence, cut to the line."""
        return words(cut(self.said(), self.size.width))
