"""What a gesture needs first, in its fields: an amount, a sentence why, whose card it is, which order."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from frontdesk.desk.customers import finding
from frontdesk.desk.views import Found, Needed, Questions
from frontdesk.ground.language import _, current
from frontdesk.ui import working
from frontdesk.ui.screens.desk_on_the_spot import OnTheSpotPart
from frontdesk.ui.widgets.choices import Option
from frontdesk.ui.widgets.fields import Fields

CUSTOMER, ORDER_SCOPE = "scope:customer", "scope:order"
CUSTOMERS_MOST = 4
FIRST = (CUSTOMER, "wish", "amount")
"""Asked alone: the customer brings the stay along, no figure is on the screen before the wish was asked, and an
amount is read at once, because it decides whether a sentence why is needed at all."""


class NeededPart(OnTheSpotPart):
    """The fields before a preview."""

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

    def _say_note(self) -> None:
        """Say what is to be said beside an answer, or nothing."""
        note, self.asked.note = self.asked.note, ""
        self.say(note, "$text-accent" if note else "")
