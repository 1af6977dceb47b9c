"""How a gesture is given, step by step: open, fill in, look, Enter; or the ways forward. And how it is taken back.

Only a preview's own attempt reaches `giving.give` (rule K3): the same attempt is used for every retry.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from frontdesk.authority.values import AskWay, BadAsk, GestureWay, PromiseWay, SayWay
from frontdesk.conversation.approvals import ApprovalState
from frontdesk.desk.approvals.approval_views import ApprovalLine
from frontdesk.desk.customers import finding
from frontdesk.desk.gestures import giving
from frontdesk.desk.rules.in_force import GuidelinesChanged
from frontdesk.desk.views import Attempt, Blocked, Found, Given, Giving, Needed, Opening, Preview, Questions, TakenBack
from frontdesk.ground.errors import BadInput, DeskError, FateUnknown, StoreUnavailable
from frontdesk.ground.language import _, current
from frontdesk.ui import working
from frontdesk.ui.screens.base import Outdated
from frontdesk.ui.screens.desk_asking import AskingPart
from frontdesk.ui.screens.desk_state import Asked
from frontdesk.ui.widgets.asked import ahead_words, yes_words
from frontdesk.ui.widgets.choices import Option
from frontdesk.ui.widgets.fields import Fields
from frontdesk.ui.widgets.gesture_bar import GestureBar
from frontdesk.ui.widgets.lines import Notice
from frontdesk.ui.widgets.preview import PreviewPanel
from frontdesk.ui.widgets.ways import Offer, Ways, offer_of

CUSTOMER, ORDER_SCOPE = "scope:customer", "scope:order"
CUSTOMERS_MOST = 4
FIRST = (CUSTOMER, "wish", "amount")
"""Asked alone: the customer brings the stay along, no figure is on the screen before the wish was asked, and an
amount is read at once, because it decides whether a sentence why is needed at all."""


class GivingPart(AskingPart):
    """Everything that leads to the ledger."""

    # --- opening ---

    def on_gesture_bar_chosen(self, event: GestureBar.Chosen) -> None:
        """A digit, alone and held, or a click on the row."""
        event.stop()
        line = self.asked_for(event.gesture)
        if line is None:
            self.asked = Asked(event.gesture)
            self.open_asked(look=event.again)
        elif line.state is ApprovalState.YES:
            self.open_answered(line)
        else:
            self.show_standing(line)

    def open_asked(self, *, look: bool) -> None:
        """Ask the desk what giving would mean; `look` shows the preview even of a gesture that is one press."""
        asked = self.asked
        giving_now = partial(
            giving.open_gesture,
            self.desk,
            self.conversation_id,
            asked.gesture,
            ask=asked.ask,
            reason=asked.reason,
            answers=asked.answers or None,
            approval_id=None if asked.approval is None else asked.approval.id,
        )
        ask: Callable[[], Opening | BadAsk | ApprovalLine] = self.asking_now(asked) if asked.role else giving_now
        self.record(ask, partial(self._opened, asked, look), self._not_opened)

    def _opened(self, asked: Asked, look: bool, opening: Opening | BadAsk | ApprovalLine) -> None:
        if isinstance(opening, ApprovalLine):
            self.was_asked(opening)
            return
        if asked.answers:
            self.reload()
        if asked is not self.asked or (self.writing and self.focused not in list(self.fields.query("*"))):
            return  # the person has gone on to something else meanwhile
        if isinstance(opening, Preview):
            if opening.one_press and not look:
                self._give(opening.attempt, opening)
            else:
                self._look(opening)
        elif isinstance(opening, Needed):
            self.ask_for(opening)
        else:
            self._answer(opening)

    def _not_opened(self, error: DeskError) -> None:
        if isinstance(error, GuidelinesChanged):
            self._ask_again(error)
        elif self.panel is self.fields and isinstance(error, BadInput):
            self.fields.hint(str(error))
        else:
            self.not_recorded(error)

    def _look(self, preview: Preview) -> None:
        self.open_panel(self.preview)
        self.preview.show(preview, self._authority_words(preview))
        self.preview.focus()
        self._say_note()

    def _authority_words(self, preview: Preview) -> tuple[tuple[str, str], ...]:
        """By whose authority it is given, where it is not the giver's own: a yes, or what was given ahead."""
        approval = self.asked.approval
        if approval is not None and preview.attempt.approval_id == approval.id:
            said = yes_words(approval, self.figures)
            return ((_("yes"), f"{said} · “{' '.join(approval.words.split())}”" if approval.words else said),)
        ahead = self.bar.ahead.get(preview.attempt.gesture)
        if ahead is not None and (preview.attempt.ask_minor or 0) > ahead.alone_minor:
            return ((_("ahead"), ahead_words(ahead, self.figures)),)
        return ()

    # --- when the guidelines change meanwhile ---

    def _ask_again(self, error: GuidelinesChanged) -> None:
        """Nothing was given: take the guidelines in force and open the same again, with all that was filled in."""
        self.preview.preview = None
        self.post_message(Outdated(partial(self._again, self.asked, self.desk.in_force_number, error)))

    def _again(self, asked: Asked, number: int | None, error: GuidelinesChanged) -> None:
        if not self.is_attached or asked is not self.asked:
            return
        if self.desk.in_force_number == number:  # they cannot be taken here now
            if self.panel is self.preview:
                self.close_panel()
            self.not_recorded(error)
            return
        time = self.figures.time(error.since)
        asked.note = _("the guidelines changed at {time} · this is what is possible now").format(time=time)
        self.open_asked(look=True)

    def _say_note(self) -> None:
        """Say what is to be said beside an answer, or nothing."""
        note, self.asked.note = self.asked.note, ""
        self.say(note, "$text-accent" if note else "")

    # --- what is needed first ---

    def ask_for(self, needed: Needed) -> None:
        """Show the fields that are needed first."""
        self.run_worker(self._ask_for(needed), exit_on_error=False)

    async def _ask_for(self, needed: Needed) -> None:
        if self._no_order_for(needed):
            self.close_panel()
            self.say(_("this is per order, and none is known here · another gesture, or F5 a promise"), "$text-warning")
            return
        values = {"reason": self.asked.reason, **self.asked.answers}
        if self.asked.ask:
            values["amount"] = self.asked.ask
        for name in FIRST:
            alone = tuple(field for field in needed.fields if field.name == name)
            needed = replace(needed, fields=alone) if alone else needed
        known = {name: text for name, text in values.items() if text}
        if self.asked.ask and all(field.name != "amount" for field in needed.fields):
            needed = replace(needed, label=f"{needed.label} · {self.asked.ask}")
        self.open_panel(self.fields)
        role = self.asked.role
        on = _("Enter leads on; then it is asked of: {role}").format(role=role) if role else ""
        await self.fields.show(needed, self._options(needed), known, on=on)
        self._say_note()

    def _no_order_for(self, needed: Needed) -> bool:
        """Whether it asks which order of a known customer who has none: a field that nothing could fill."""
        talk = self.talk
        known = talk is not None and talk.card is not None and not talk.orders
        return known and any(field.name == ORDER_SCOPE for field in needed.fields)

    def _options(self, needed: Needed) -> dict[str, list[Option]]:
        """The choices that the screen knows in words: situations and orders."""
        guidelines, talk = self.desk.guidelines, self.talk
        options: dict[str, list[Option]] = {}
        for field in needed.fields:
            if field.name == "situation" and guidelines is not None:
                options[field.name] = [
                    Option(each.id, each.label.said_in(current())) for each in guidelines.situations.values()
                ]
            elif field.name == ORDER_SCOPE and talk is not None:
                options[field.name] = [Option(each.id, each.label) for each in talk.orders]
            elif field.name == CUSTOMER:
                options[field.name] = list(self.asked.customers)
        return options

    def on_fields_filled(self, event: Fields.Filled) -> None:
        """Every field has an answer: write down what belongs to the conversation, then open the preview."""
        event.stop()
        values = event.values
        if isinstance(event.needed, Questions):
            self.answered(values)
            return
        asked = self.asked
        asked.ask = values.pop("amount", asked.ask)
        asked.reason = values.pop("reason", asked.reason)
        asked.answers |= values
        if values.get(CUSTOMER) and not asked.customers:
            find = partial(finding.find, self.desk, values[CUSTOMER], CUSTOMERS_MOST)
            working.read(self, "customers", find, partial(self._customers_found, event.needed))
        else:
            self.open_asked(look=True)

    def _customers_found(self, needed: Needed, found: tuple[Found, ...]) -> None:
        """Whose card this is: one key among those the typed name, phone or card number finds."""
        self.asked.answers.pop(CUSTOMER, None)
        self.asked.customers = tuple(Option(each.id, f"{each.name} · {each.detail}") for each in found)
        if found:
            self.ask_for(needed)
        else:
            self.fields.hint(_("nobody is found so · another spelling, a phone tail or a card number"))

    # --- giving ---

    def on_preview_panel_give(self, event: PreviewPanel.Give) -> None:
        """Enter, by a person who could read the preview."""
        event.stop()
        preview = self.preview.preview
        if preview is not None and preview.attempt is event.attempt:
            self._give(event.attempt, preview)

    def _give(self, attempt: Attempt, preview: Preview) -> None:
        write = partial(giving.give_surely, self.desk, attempt)
        self.change(write, self._answer, partial(self._not_given, preview))

    def _not_given(self, preview: Preview, error: DeskError) -> None:
        """Nothing was recorded: the preview stays, and Enter tries again with the same attempt."""
        if isinstance(error, GuidelinesChanged):
            self._ask_again(error)
            return
        if self.preview.preview is not preview:
            self._look(preview)
        if isinstance(error, FateUnknown):
            self.preview.say(str(error))
        elif isinstance(error, StoreUnavailable) and error.retryable:
            self.preview.say(_("not recorded, nothing was given · Enter tries again"))
        else:
            self.preview.say(_("nothing was given: {why}").format(why=error))

    def _answer(self, giving_answer: Giving | Opening) -> None:
        if isinstance(giving_answer, Given):
            self._given(giving_answer)
        elif isinstance(giving_answer, Blocked):
            self._blocked(giving_answer)
        elif isinstance(giving_answer, Needed):
            self.preview.preview = None
            self.ask_for(giving_answer)
        elif isinstance(giving_answer, BadAsk):
            self._bad_ask(giving_answer)

    def _given(self, given: Given) -> None:
        self.preview.preview = None
        self.fields.forget()
        self.last_entry = given.entry_id
        self.settled(given.label)
        if self.panel in (self.preview, self.fields, self.ways) or self.panel is None:
            self.close_panel()
        self.say(self.given_words(given), "$text-accent", chip=True)

    def given_words(self, given: Given) -> str:
        """ "given 14:02 · Free drink 8.00 · press again for another"; that `u` takes it back stands on the chip."""
        said = _("already given {time}") if given.already else _("given {time}")
        what = f"{given.label} {given.amount}".removesuffix("-").strip()
        return " · ".join((said.format(time=self.figures.time(given.at)), what, _("press again for another")))

    def _bad_ask(self, bad: BadAsk) -> None:
        money = self.figures.money
        if bad.low is not None and bad.high is not None:
            said = _("not a possible amount here: {low} to {high}").format(low=money(bad.low), high=money(bad.high))
        else:
            said = _("not a possible amount here")
        if self.panel is self.fields:
            self.fields.hint(said)
        else:
            self.say(said, "$text-warning bold")

    # --- the ways forward ---

    def _blocked(self, blocked: Blocked) -> None:
        self.preview.preview = None
        self.asked.block_id, self.asked.role = blocked.block_id, ""
        self.open_panel(self.ways)
        self.ways.show(offer_of(blocked))
        self.ways.focus()
        self._say_note()

    def on_ways_taken(self, event: Ways.Taken) -> None:
        """One key, one way forward; asking somebody always ends in something with a time."""
        event.stop()
        way, offer = event.way.way, event.offer
        if isinstance(way, GestureWay):
            self._take(way, offer)
        elif isinstance(way, AskWay):
            self.ask_role(offer, way)
        elif isinstance(way, PromiseWay):
            self.open_promise(offer.label, self.due_within(way.within, way.words))
        elif isinstance(way, SayWay):
            self._say_way(way.words.said_in(current()), offer)

    def _say_way(self, said: str, offer: Offer) -> None:
        """Something that is done without any gesture: it is noted beside the block, and was the answer to it."""
        block_id, self.asked = offer.block_id, Asked(offer.gesture)
        self.close_panel()
        self.say(said, "$text-accent")
        if block_id is not None:
            self.change(partial(giving.took_instead, self.desk, block_id, said))

    def _take(self, way: GestureWay, offer: Offer) -> None:
        """Open what is possible; what was filled in for the same gesture is kept, and so is the yes that covers it."""
        same, blocked = way.gesture == offer.gesture, offer.blocked
        amount = self.figures.money(way.amount_minor) if same and way.amount_minor is not None else None
        kept = self.asked if same else Asked()
        by_yes = same and blocked is not None and blocked.approval_id is not None
        yes = kept.approval if by_yes and blocked is not None and way.amount_minor == blocked.take_minor else None
        self.asked = Asked(way.gesture, amount, kept.reason, dict(kept.answers), block_id=offer.block_id, approval=yes)
        self.open_asked(look=True)

    # --- taking back ---

    def on_gesture_bar_take_back(self, event: GestureBar.TakeBack) -> None:
        """`u` on the bar."""
        event.stop()
        self._take_back()

    def on_notice_take_back(self, event: Notice.TakeBack) -> None:
        """The chip."""
        event.stop()
        self._take_back()

    def _take_back(self) -> None:
        waiting = None if self.notice.chip else self.newest_waiting()
        if waiting is not None:
            self.withdraw(waiting)
            return
        if self.last_entry is None:
            self.say(_("nothing was given here yet"))
            return
        reason = _("taken back at once")
        self.change(partial(giving.take_back, self.desk, self.last_entry, reason), self._taken_back)

    def _taken_back(self, taken: TakenBack) -> None:
        said = _("already taken back {time}") if taken.already else _("taken back {time}")
        what = " · ".join(each for each in (taken.label, taken.amount) if each and each != "-")
        if self.notice.has_focus:
            self.base.focus()
        self.say(f"{said.format(time=self.figures.time(taken.at))} · {what}", "$text-accent")

    def on_preview_panel_closed(self, event: PreviewPanel.Closed) -> None:
        """Left without giving: the attempt is let go, so that nobody is asked about it later."""
        event.stop()
        working.write(self, partial(giving.let_go, self.desk, self.conversation_id, event.attempt.id))
        if self.panel is self.preview:
            if self.preview.has_focus or self.focused is None:
                self.close_panel()
            else:
                self.open_panel(None)
