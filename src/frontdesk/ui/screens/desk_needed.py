"""What a gesture needs first, in its fields: an amount, a sentence why, whose card it is, which order."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from frontdesk.desk.conversations.order_by_hand import ORDER_NUMBER, ORDER_NUMBER_MAX
from frontdesk.desk.customers import finding
from frontdesk.desk.views import Field, Found, Needed, Questions
from frontdesk.ground.language import _, current
from frontdesk.ui import working
from frontdesk.ui.screens.desk_on_the_spot import OnTheSpotPart
from frontdesk.ui.widgets.choices import MOST, Option
from frontdesk.ui.widgets.fields import Fields

CUSTOMER, ORDER_SCOPE = "scope:customer", "scope:order"
CUSTOMERS_MOST = 4
ANOTHER_ORDER = "another order"
FIRST = (CUSTOMER, "wish", "amount")
"""Asked alone: the customer brings the stay along, no figure is on the screen before the wish was asked, and an
amount is read at once, because it decides whether a sentence why is needed at all."""


class NeededPart(OnTheSpotPart):
    """The fields before a preview."""

    def ask_for(self, needed: Needed) -> None:
        """Show the fields that are needed first."""
        working.begin(self, partial(self._ask_for, needed))

    async def _ask_for(self, needed: Needed) -> None:
        values = {"reason": self.asked.reason, **self.asked.answers}
        if self.asked.ask:
            values["amount"] = self.asked.ask
        for name in FIRST:
            alone = tuple(field for field in needed.fields if field.name == name)
            needed = replace(needed, fields=alone) if alone else needed
        if not self._orders() or self.asked.order_is_new:
            needed = replace(needed, fields=tuple(map(_by_number, needed.fields)))
        known = {name: text for name, text in values.items() if text}
        if self.asked.ask and all(field.name != "amount" for field in needed.fields):
            needed = replace(needed, label=f"{needed.label} · {self.asked.ask}")
        self.open_panel(self.fields)
        role = self.asked.role
        on = _("Enter leads on; then it is asked of: {role}").format(role=role) if role else ""
        await self.fields.show(needed, self._options(needed), known, on=on)
        self._say_note()

    def _orders(self) -> list[Option]:
        """The orders of this customer that can be chosen among."""
        talk = self.talk
        return [] if talk is None else [Option(each.id, each.label) for each in talk.orders[: MOST - 1]]

    def _options(self, needed: Needed) -> dict[str, list[Option]]:
        """The choices that the screen knows in words: situations and orders."""
        guidelines = self.desk.guidelines
        options: dict[str, list[Option]] = {}
        for field in needed.fields:
            if field.name == "situation" and guidelines is not None:
                options[field.name] = [
                    Option(each.id, each.label.said_in(current())) for each in guidelines.situations.values()
                ]
            elif field.name == ORDER_SCOPE:
                options[field.name] = [*self._orders(), Option(ANOTHER_ORDER, _("another one"))]
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
        another = values.get(ORDER_SCOPE) == ANOTHER_ORDER
        if another:
            del values[ORDER_SCOPE]
        asked.answers |= values
        if another and ORDER_NUMBER not in values:
            asked.order_is_new = True
            self.ask_for(event.needed)
        elif values.get(CUSTOMER) and not asked.customers:
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


def _by_number(field: Field) -> Field:
    """Which order, asked for by its number: where none is known that could be chosen, or another one is meant."""
    if field.name != ORDER_SCOPE:
        return field
    hint = _("its number, as on the bill or the booking")
    return replace(field, name=ORDER_NUMBER, hint=hint, cap=ORDER_NUMBER_MAX)
