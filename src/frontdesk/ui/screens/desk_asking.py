"""Above one's own authority, from the side of whoever asks: it waits in a fixed place and blocks nothing.

The answer comes back to wherever the person is. A yes is one key and Enter away; something else instead, and no answer
in time, open what is possible. Everything is read from the desk, so that it survives a dropped line.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from frontdesk.authority.values import AskWay, GestureWay, SayWay
from frontdesk.conversation.approvals import ApprovalState
from frontdesk.desk.approvals import approving
from frontdesk.desk.approvals.approval_views import ApprovalLine
from frontdesk.desk.approvals.approval_views import Asked as AskedFor
from frontdesk.desk.approvals.standing import Standing
from frontdesk.desk.gestures import asking, saying
from frontdesk.desk.views import Needed, WayLine
from frontdesk.ground.ids import new_id
from frontdesk.ground.language import _
from frontdesk.guidelines.model import Words
from frontdesk.ui import working
from frontdesk.ui.plain import width
from frontdesk.ui.screens.desk_ending import Ending
from frontdesk.ui.screens.desk_known import Asked
from frontdesk.ui.widgets import badge
from frontdesk.ui.widgets.asked import fitting, rule_forms
from frontdesk.ui.widgets.lines import RuleLine
from frontdesk.ui.widgets.ways import Offer, Ways

if TYPE_CHECKING:
    pass

RULE_CELLS = 12
"""What the rule itself takes of its line, beside what it says."""


class AskingPart(Ending):
    """What was asked, how it stands, and what comes of it."""

    _attended: frozenset[str] = frozenset()

    def open_asked(self, *, look: bool) -> None:
        """Open the gesture of `self.asked`, or go on asking for it."""
        raise NotImplementedError

    def ask_for(self, needed: Needed) -> None:
        """Show the fields that are needed first."""
        raise NotImplementedError

    # --- asking ---

    def ask_role(self, offer: Offer, way: AskWay) -> None:
        """Ask: the amount where none was said yet, one sentence why where there is none, and then it waits."""
        kept = self.asked if self.asked.gesture == offer.gesture else Asked()
        amount = kept.ask if way.amount_minor is None else self.figures.money(way.amount_minor)
        self.asked = Asked(
            offer.gesture,
            amount,
            kept.reason,
            dict(kept.answers),
            kept.customers,
            block_id=offer.block_id,
            role=way.role,
            attempt_id=new_id(),
        )
        decision = None if offer.blocked is None else offer.blocked.decision
        if amount is None and decision is not None and saying.is_chosen(decision):
            self.ask_for(asking.needed(decision, self.desk.rules(), with_amount=True))
        else:
            self.open_asked(look=True)

    def asking_now(self, asked: Asked) -> Callable[[], AskedFor]:
        """What is asked of the desk while `asked` names a role."""
        return partial(
            approving.ask,
            self.desk,
            self.conversation_id,
            asked.gesture,
            asked.ask,
            asked.reason,
            block_id=asked.block_id,
            answers=asked.answers or None,
            attempt_id=asked.attempt_id,
        )

    def was_asked(self, line: ApprovalLine) -> None:
        """It waits; the conversation goes on."""
        self.fields.forget()
        self.asked = Asked(line.gesture)
        if self.panel in (self.fields, self.ways):
            self.close_panel()
        until = self.figures.time(line.expires_at)
        said = _("asked {role}: {what} · the answer comes here, until {time}")
        if line.state is ApprovalState.WAITING:
            self.say(said.format(role=line.role, what=badge.what(line), time=until), "$text-accent")
        self.reload()

    # --- how it stands ---

    def asked_for(self, gesture: str) -> ApprovalLine | None:
        """How asking for a gesture stands; None when nothing was asked, and for one's own yes."""
        line = self.bar.asked.get(gesture)
        own = line is not None and line.answered_by == self.desk.person.name
        return None if own and line is not None and line.state is ApprovalState.YES else line

    def show_asked(self) -> None:
        """The rule over the conversation says it, whatever else is open; what came back before what waits."""
        self.call_after_refresh(self.attend)
        self.refresh_bindings()
        rule = self.query_one("#rule", RuleLine)
        lines = sorted(self.asks, key=lambda each: (not badge.came_back(each), -each.asked_at.timestamp()))
        if not lines or self.closed:
            rule.say("", (), "")
            return
        first, more = lines[0], len(lines) - 1
        digit = next((row.digit for row in self.bar.rows if row.line.gesture == first.gesture), "")
        opens = _("{digit} opens it").format(digit=digit) if digit else ""
        right: tuple[str, ...] = (opens,) if opens else ()
        if first.state is ApprovalState.WAITING:
            right = self._keys_for(first)
        room = self.size.width - RULE_CELLS - (width(right[-1]) if right else 0)
        said = fitting(rule_forms(first, self.figures), room) + (f" · +{more}" if more else "")
        tone = "$text-warning" if first.state is ApprovalState.WAITING else "$text-accent bold"
        rule.say(said, right, tone)

    def _keys_for(self, waiting: ApprovalLine) -> tuple[str, ...]:
        """The keys that work on what waits. `u` is for what was done last: the chip gives way to what was asked."""
        here = ("l " + _("lead here"), "l " + _("here"), "l")
        newest = self.newest_waiting()
        if newest is None or newest.id != waiting.id:
            return here
        if self.notice.chip:
            self.say(self.notice.text, self.notice.tone)
        withdraws = ("u " + _("withdraws"), "u " + _("undo"), "u")
        return tuple(f"{one} · {other}" for one, other in zip(here, withdraws, strict=True))

    def take_standing(self, standing: Standing) -> None:
        """Something that was asked here stands differently: read the conversation again."""
        super().take_standing(standing)
        if self.talk is None or standing.here == self.asks:
            return
        before = {each.id: each.state for each in self.asks}
        self.asks = standing.here
        self._stands(before)
        self.reload()

    def _stands(self, before: dict[str, ApprovalState]) -> None:
        for line in self.asks:
            if before.get(line.id) is not line.state and badge.came_back(line):
                self._say_came_back(line)
        gone = [each for each, state in before.items() if state is ApprovalState.YES]
        if any(each not in {line.id for line in self.asks} for each in gone) and not self.notice.chip:
            self.say(_("the yes is over or was used · asking again is one key"))

    def hear(self, line: ApprovalLine, text: str) -> bool:
        """What came back for this conversation is said once it was read; for another one, at once."""
        return line.conversation_id == self.conversation_id or super().hear(line, text)

    def _say_came_back(self, line: ApprovalLine) -> None:
        end = line.expires_at if line.state is ApprovalState.LAPSED else line.usable_until
        said = badge.news_words(line, self.figures.time(end))
        digit = next((row.digit for row in self.bar.rows if row.line.gesture == line.gesture), "")
        opens = " · " + _("{digit} opens it").format(digit=digit) if digit else ""
        self.say(said + opens, "$text-accent bold")

    def attend(self) -> None:
        """Open by itself, once in each visit, what is possible when something else was offered or nobody answered.

        Never under somebody's hands: only from the gestures, and the panel is deaf for a moment.
        """
        waits = [each for each in self.asks if each.state in (ApprovalState.OTHER, ApprovalState.LAPSED)]
        line = next((each for each in waits if each.id not in self._attended), None)
        free = self.panel is None and self.focused is self.bar and self.heard and not self.closed
        if line is None or not free or not self.is_active or self.guard.holding:
            return
        self._attended |= {line.id}
        self.show_standing(line, unasked=True)

    def show_standing(self, line: ApprovalLine, *, unasked: bool = False) -> None:
        """The ways forward beside what was asked: what waits can be answered here or withdrawn."""
        ask = partial(approving.fallback, self.desk, line.id)
        working.read(self, "fallback", ask, partial(self._standing_came, line, unasked), self.not_recorded)

    def _standing_came(self, line: ApprovalLine, unasked: bool, ways: tuple[WayLine, ...]) -> None:
        if unasked and (self.panel is not None or self.focused is not self.bar):
            self._attended -= {line.id}  # the person has gone on to something else meanwhile
            return
        self._attended |= {line.id}
        self.asked = Asked(line.gesture, reason=line.reason, block_id=line.block_id)
        self.open_panel(self.ways)
        offer = Offer(line.gesture, badge.what(line), self._why(line), self._with_more(line, ways), approval=line)
        self.ways.show(offer, unasked=unasked)
        self.ways.focus()
        self.refresh_bindings()
        if not unasked:
            self.say("")

    def _with_more(self, line: ApprovalLine, ways: tuple[WayLine, ...]) -> tuple[WayLine, ...]:
        """What was offered in words is done by a key, too, and the gesture can be opened anew, to ask again."""
        if line.state is ApprovalState.WAITING:
            return ways
        again = WayLine(_("Open it once more: {label}").format(label=line.label), GestureWay(line.gesture))
        if line.state is ApprovalState.OTHER and line.alternative_gesture is None:
            said = SayWay(Words(line.alternative))
            ways = (WayLine(_("We do this: {what}").format(what=line.alternative), said), *ways)
        return (*ways, again)

    def _why(self, line: ApprovalLine) -> str:
        time = self.figures.time(line.expires_at)
        if line.state is ApprovalState.WAITING:
            said = _("Asked of: {role}, until {time}. Meanwhile this works now:")
            return said.format(role=line.role, time=time)
        if line.state is ApprovalState.OTHER:
            words = f" “{' '.join(line.words.split())}”" if line.words else ""
            return _("{name} offers instead: {what}").format(name=line.answered_by, what=line.alternative) + words
        return _("Nobody answered by {time}. This works now; a promise says when they hear:").format(time=time)

    # --- withdrawing ---

    def newest_waiting(self) -> ApprovalLine | None:
        """What this person asked last here and still waits, when nothing was given here since: `u` takes it back."""
        name = self.desk.person.name
        waits = [each for each in self.asks if each.state is ApprovalState.WAITING and each.asked_by == name]
        last = max(waits, key=lambda each: each.asked_at, default=None)
        given = () if self.talk is None else self.talk.given
        return None if last is None or any(each.at > last.asked_at for each in given) else last

    def withdraw(self, line: ApprovalLine) -> None:
        """Take back what was asked; nobody answers it any more."""
        self.change(partial(approving.withdraw, self.desk, line.id), self._withdrawn)

    def _withdrawn(self, line: ApprovalLine) -> None:
        if self.panel is self.ways:
            self.close_panel()
        self.say(_("withdrawn: {what}").format(what=badge.what(line)), "$text-accent")

    def on_ways_withdraw(self, event: Ways.Withdraw) -> None:
        """`u` on what waits."""
        event.stop()
        self.withdraw(event.approval)
