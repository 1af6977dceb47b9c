"""What the command line says when no JSON is asked for: calm sentences, what came of it and what is possible now."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from frontdesk.authority.values import GestureWay
from frontdesk.cli.forms import Forms
from frontdesk.ground.language import N_, _

if TYPE_CHECKING:
    from frontdesk.authority.values import BadAsk
    from frontdesk.desk.customers.card_views import Card, OrderLine
    from frontdesk.desk.desk import Desk
    from frontdesk.desk.events.event_views import Alert
    from frontdesk.desk.views import (
        Bar,
        Blocked,
        BudgetLeft,
        Given,
        GivenLine,
        Needed,
        PromiseLine,
        TakenBack,
        Talk,
    )

_STATES = {
    "open": N_("open"),
    "overdue": N_("OVERDUE"),
    "kept": N_("kept"),
    "early": N_("kept early"),
    "late": N_("kept late"),
    "withdrawn": N_("withdrawn"),
}
_HEARD = {"not_yet": N_("not read back yet"), "agreed": N_("read back, agreed"), "skipped": N_("emergency, skipped")}
_LIGHTS = {"can": "✓", "ask_lead": "↑", "not_now": "→", "first": "?"}


class Words:
    """Sentences about one desk's views, on the site's clock and in its currency."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._forms = Forms(desk)
        self._clock = desk.days()
        self._currency = desk.guidelines.business.currency if desk.guidelines else ""

    def when(self, instant: datetime) -> str:
        """An instant for people at the desk: the weekday, the date and the time on the site's clock."""
        from babel.dates import format_datetime

        from frontdesk.ground.language import current

        return format_datetime(self._clock.wall(instant), "EEE d MMM HH:mm", locale=current())

    def money(self, minor: int | None) -> str:
        """An amount with its currency; nothing for a gesture without one."""
        digits = self._forms.money(minor)
        return "" if digits is None else f"{digits} {self._currency}".strip()

    def promise(self, promise: PromiseLine, *, state: bool = True) -> str:
        """A promise on one line; one that is still owed with its id, by which `keep` knows it."""
        said = _("{text}; {owner}, by {due}").format(
            text=promise.text, owner=promise.owner, due=self.when(promise.due_at)
        )
        if state:
            said = _("{state}: {words}").format(state=_(_STATES.get(promise.state, promise.state)), words=said)
        return f"{said} · {promise.id}" if promise.state in ("open", "overdue") else said

    def around_promise(self, promise: PromiseLine) -> Iterator[str]:
        """What stands around a promise: the request, now and next, how and when the customer wants to hear."""
        if promise.request:
            yield _("Request: {request}").format(request=promise.request)
        if promise.now:
            yield _("Now: {words}").format(words=promise.now)
        if promise.next:
            yield _("Next: {words}").format(words=promise.next)
        reach = " · ".join(part for part in (promise.channel, promise.hours) if part)
        if reach:
            yield _("Reach them: {how}").format(how=reach)
        if promise.made_at is not None:
            yield _("Promised by {name}, {when}").format(name=promise.made_by, when=self.when(promise.made_at))

    def sale_promises(self, order: OrderLine) -> list[str]:
        """What was promised when the order was sold, and by whom."""
        lines = []
        for each in order.promised:
            on = "" if each.on is None else each.on.isoformat()
            who = ", ".join(part for part in (each.by, on) if part)
            lines.append(_("promised in the sale: {text}").format(text=each.text) + (f" ({who})" if who else ""))
        return lines

    def order(self, order: OrderLine) -> str:
        """An order on one line."""
        parts = [order.label, self.money(order.total_minor)]
        if order.paid_minor is not None:
            parts.append(_("paid {amount}").format(amount=self.money(order.paid_minor)))
        return " · ".join(part for part in parts if part)

    def given_line(self, line: GivenLine) -> str:
        """A gesture of the ledger on one line."""
        parts = [self.when(line.at), line.label, self.money(line.amount_minor), line.quantity, line.reason, line.staff]
        parts.append(_("taken back") if line.taken_back else line.entry_id)
        return " · ".join(part for part in parts if part)

    def card(self, card: Card) -> Iterator[str]:
        """A customer's story."""
        from frontdesk.cli.card_lines import card_lines

        return card_lines(self, card)

    def alert(self, alert: Alert) -> str:
        """What a mass event means for a customer, on one line: the cause, what is owed, the promise."""
        owed = _("given: {label}") if alert.given else _("owed: {label}")
        parts = [
            f"⚑ {alert.name}",
            alert.cause,
            alert.what,
            owed.format(label=alert.gesture_label) if alert.gesture_label else "",
            _("{text}; {owner}, by {due}").format(text=alert.promise, owner=alert.owner, due=self.when(alert.due_at)),
            _(_STATES.get(alert.promise_state, alert.promise_state)),
        ]
        return " · ".join(" ".join(part.split()) for part in parts if part)

    def talk(self, talk: Talk) -> Iterator[str]:
        """A conversation as it stands, and the next step."""
        order = next((each.label for each in talk.orders if each.id == talk.order_id), "")
        yield _("Conversation {id}").format(id=talk.id) + ("" if talk.open else " · " + _("closed"))
        yield " · ".join(
            part for part in (talk.customer_name or _("unnamed customer"), order, talk.situation_label) if part
        )
        yield _("Request: {request} ({heard})").format(
            request=talk.request or _("not written yet"), heard=_(_HEARD[str(talk.heard)])
        )
        if talk.wish is not None:
            yield _("What would make it right: {wish}").format(wish=talk.wish or _("did not say"))
        for each in (order for order in talk.orders if order.id == talk.order_id):
            yield from self.sale_promises(each)
        if talk.claim:
            yield _("Said by the customer: {text}").format(text=talk.claim)
        for fact, answer in talk.answers:
            yield f"{fact}: {answer}"
        if talk.now or talk.next:
            due = self.when(talk.due_at) if talk.due_at else ""
            yield _("Now: {now}; next: {next} {due}").format(now=talk.now, next=talk.next, due=due).rstrip()
        if talk.cause:
            yield _("Cause: {cause}").format(cause=talk.cause)
        yield from self.section(_("Given"), [self.given_line(line) for line in talk.given])
        yield from self.section(_("Promises"), [self.promise(promise) for promise in talk.promises])
        if talk.open and str(talk.heard) == "not_yet":
            yield self.hear_first(talk.id)

    def hear_first(self, conversation: str) -> str:
        """The next step before anything can be given."""
        return _("The request comes first. Read it back; when the customer agrees: frontdesk hear {id}").format(
            id=conversation
        )

    def bar(self, bar: Bar) -> Iterator[str]:
        """What can be done now, a gesture on each line; nothing before the request is heard."""
        if not bar.request_heard:
            return
        yield _("You can do this now:")
        for line in bar.lines:
            parts = (line.gesture, line.label, line.amount, line.left)
            yield f"  {_LIGHTS.get(str(line.light), '·')} " + " · ".join(part for part in parts if part)
        for alert in bar.owed:
            yield f"  ✓ {self.alert(alert)}"
        for budget in bar.budgets:
            yield "  " + self.budget(budget)

    def budget(self, budget: BudgetLeft) -> str:
        """What is left of a budget."""
        if budget.is_money:
            left, up_to = self.money(budget.left), self.money(budget.up_to)
        else:
            left, up_to = str(budget.left), str(budget.up_to)
        return _("{budget}: {left} left of {up_to}").format(budget=budget.id, left=left, up_to=up_to)

    def given(self, given: Given) -> Iterator[str]:
        """What was given, and what is left."""
        what = self._what(given.label, given.amount)
        if given.taken_back:
            yield _("Given before, and taken back since: {what}.").format(what=what)
            yield _("Nothing was given now; another attempt gives it anew.")
            return
        yield (_("Already given: {what}.") if given.already else _("Given: {what}.")).format(what=what)
        if given.decision is not None and self._desk.guidelines is not None:
            from frontdesk.desk.gestures import saying

            left = saying.left(given.decision, self._desk.guidelines, role=self._desk.person.role)
            if left:
                yield left[0].upper() + left[1:] + "."
        if given.promise is not None:
            yield self.promise(given.promise)
        yield _("Entry {id}; to take it back: frontdesk reverse {id} --reason …").format(id=given.entry_id)

    def taken_back(self, back: TakenBack) -> Iterator[str]:
        """What was taken back."""
        what = self._what(back.label, back.amount)
        sentence = _("Had already been taken back: {what}.") if back.already else _("Taken back: {what}.")
        yield sentence.format(what=what)
        yield _("Entry {id} follows entry {reverses}.").format(id=back.entry_id, reverses=back.reverses)

    def needed(self, needed: Needed) -> Iterator[str]:
        """What has to be said or done before the gesture can be given."""
        missing = needed.decision.missing
        if "request_heard" in missing:
            yield _("Nothing was given yet.")
            yield _("The request comes first: read it back, and when the customer agrees, `frontdesk hear`.")
            return
        yield _("{label} can be given as soon as this is said:").format(label=needed.label)
        for field in needed.fields:
            hint = f" ({field.hint})" if field.hint else ""
            yield f"  {field.label}{hint}: {self._how(field.name)}"

    def blocked(self, blocked: Blocked) -> Iterator[str]:
        """Why not like this, and every way forward."""
        yield blocked.because
        if blocked.take_minor is not None:
            yield _("What fits now: --amount {amount}").format(amount=self._forms.money(blocked.take_minor))
        yield _("What is possible now:")
        for way in blocked.ways:
            gesture = f"  [{way.way.gesture}]" if isinstance(way.way, GestureWay) else ""
            yield f"  {way.label}{gesture}"
        if blocked.unwritten:
            yield _("Nobody wrote down yet what the order says; it is said so:")
            for field in blocked.unwritten:
                yield f"  {field.label}: {self._how(field.name)}"

    def bad_ask(self, bad: BadAsk) -> tuple[str, str]:
        """The sentence and the remedy for an amount that this gesture cannot have."""
        from frontdesk.desk.gestures import wording

        figure = wording.number if bad.is_quantity else self._forms.money
        low, high = figure(bad.low), figure(bad.high)
        sentence = _("{gesture} cannot have this amount; nothing was given.").format(gesture=bad.gesture)
        if bad.problem == "no_amount":
            return sentence, _("It has no amount: leave --amount out.")
        if low is not None and low == high:
            return sentence, _("It is {amount}: write that, or leave --amount out.").format(amount=low)
        if low is not None and high is not None:
            return sentence, _("Choose an amount from {low} to {high}.").format(low=low, high=high)
        if low is not None:
            return sentence, _("Choose an amount of at least {low}.").format(low=low)
        return sentence, _("Choose another amount, or leave --amount out for the usual one.")

    def _what(self, label: str, amount: str) -> str:
        return f"{label} {amount}" if amount.strip(" -") else label

    def _how(self, field: str) -> str:
        if field == "amount":
            return "--amount AMOUNT"
        if field == "reason":
            return "--reason TEXT"
        if field in ("customer_asked", "facts_confirmed", "explicit_yes"):
            return f"--tick {field}"
        if field == "scope:order":
            return _("{one} or {other}").format(one="--answer scope:order=ID", other="--answer order_number=NUMBER")
        value = {"scope:customer": "ID", "situation": "NAME", "wish": "TEXT"}.get(field, "VALUE")
        return f"--answer {field.removeprefix('fact:')}={value}"

    def section(self, title: str, lines: list[str]) -> Iterator[str]:
        """Lines under a title; nothing for none."""
        if lines:
            yield f"{title}:"
            yield from (f"  {line}" for line in lines)
