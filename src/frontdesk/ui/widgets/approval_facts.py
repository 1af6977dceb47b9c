"""What somebody above is asked about: the customer's words, what is asked, and what each of the two could allow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from frontdesk.desk.approvals.approval_views import ApprovalLine, WaitingLine
from frontdesk.ground.language import _
from frontdesk.ui.plain import cut, width, words
from frontdesk.ui.widgets import badge
from frontdesk.ui.widgets.figures import Figures, shortened, wrapped
from frontdesk.ui.widgets.queue import who

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

LABEL_CELLS = 9


class Facts(Widget):
    """What it is about, the most important first: as many lines as there is room for."""

    def __init__(self, desk: Desk, line: WaitingLine) -> None:
        super().__init__(classes="approval-facts")
        self.figures = Figures.of(desk)
        self.line = line
        self.most = 8
        self.answer: ApprovalLine | None = None

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as it has."""
        return len(self._lines(max(width, 20)))

    def render(self) -> Content:
        """The lines."""
        return Content("\n").join(self._lines(max(self.content_size.width, 20)))

    def _lines(self, cells: int) -> list[Content]:
        line, asked = self.line, self.line.approval
        if self.answer is not None:
            return [
                words(("✓ " + _("yes: {what}").format(what=badge.what(self.answer)), "$text-accent bold")),
                words(_("{name} has it now, and tells the customer.").format(name=asked.asked_by)),
                words(""),
                words((_("Only this once, or should the guidelines change?"), "bold")),
            ]
        until = _("until {time}").format(time=self.figures.time(asked.expires_at))
        name = " · ".join(filter(None, (who(line.customer_name), line.situation_label)))
        room = cells - width(until) - 1
        lines = [words((cut(name, room), "bold"), " " * (room - width(cut(name, room)) + 1), (until, "$text-warning"))]
        quoted = f"“{' '.join(line.request.split())}”"
        lines += [words(each) for each in wrapped(quoted, cells, 2 if self.most > 4 else 1)]
        if line.wish:
            lines.append(_fact(_("wish"), f"“{' '.join(line.wish.split())}”", cells))
        what = _("{name}: {what}").format(name=asked.asked_by, what=badge.what(asked))
        lines.append(_fact(_("asks"), what, cells, "bold"))
        lines.append(_fact(_("because"), asked.reason, cells))
        alone = _("{amount} alone").format(amount=line.could) if line.could else _("not alone")
        lines.append(_fact(_("the desk"), alone, cells))
        lines.append(_fact(_("you"), self._yours(), cells, "" if line.can else "$text-warning"))
        return lines if self.most > 4 else lines[:2] + lines[-4:-2]

    def _yours(self) -> str:
        line = self.line
        if line.can:
            return _("all of it now")
        return " · ".join(filter(None, (_("{amount} now").format(amount=line.fits) if line.fits else "", line.because)))


def _fact(label: str, text: str, cells: int, style: str = "") -> Content:
    return words((f"{label:<{LABEL_CELLS}}", "$text-muted"), (shortened(text, cells - LABEL_CELLS), style))
