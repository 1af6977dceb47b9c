"""Lines of `frontdesk decide` and their answers: plain values in, plain values out, over a ledger in memory.

An answer has the documented form. What is wrong with a line is one sentence in its answer; the run goes on. Source:
docs/guidelines.md, decide.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TypeAlias

from frontdesk.authority.answers import bad_ask_sentence, decision_dict
from frontdesk.authority.decision import decide
from frontdesk.authority.ledger import Ledger
from frontdesk.authority.questions import Asked, BadLine, Lines, Question, Reversal, parsed
from frontdesk.authority.values import BadAsk, Decision, Outcome
from frontdesk.ground.language import _
from frontdesk.guidelines.model import Guidelines

_Found: TypeAlias = Decision | Reversal | BadLine


class Run:
    """One run of lines over an in-memory ledger; `failed` once a line could not be used."""

    def __init__(self, guidelines: Guidelines) -> None:
        self.guidelines = guidelines
        self.failed = False
        self._lines = Lines(guidelines)
        self._ledger = Ledger(guidelines)
        self._last_at: datetime | None = None
        self._given: dict[str, str] = {}  # id of a line -> "given" or "reversed"

    def answers(self, lines: Iterable[bytes | str]) -> list[dict[str, object]]:
        """The answers to lines that came together, in order."""
        # Each step for all of them before the next one: a processor that stays with one step takes a quarter less.
        objects = [parsed(line) for line in lines]
        questions = [self._lines.question(each) for each in objects]
        found = [self._find(each) for each in questions]
        return [self._told(question, each) for question, each in zip(questions, found, strict=True)]

    def answer_text(self, text: str) -> dict[str, object]:
        """The answer to one line of text."""
        return self.answer(parsed(text))

    def answer(self, line: object) -> dict[str, object]:
        """The answer to one line; `{"id": …, "error": …}` for one that cannot be used."""
        question = self._lines.question(line)
        return self._told(question, self._find(question))

    def _find(self, question: Question) -> _Found:
        """What the question comes to, after all that came before it."""
        asks = question.asks
        if isinstance(asks, BadLine):
            return asks
        at = asks.at
        try:
            if self._last_at is not None and at < self._last_at:
                raise BadLine(_("at lies before that of an earlier line."))
            found = self._take_back(asks) if isinstance(asks, Reversal) else self._decide(str(question.id), asks)
        except BadLine as wrong:
            return wrong
        self._last_at = at
        return found

    def _decide(self, name: str, asked: Asked) -> Decision:
        moment = self._ledger.met(asked.moment)
        usages = self._ledger.live(moment.at)
        decision = decide(
            self.guidelines,
            moment,
            asked.gesture,
            usages,
            asked.ask_minor,
            asked.ask_thousandths,
            with_rooms=False,
        )
        if isinstance(decision, BadAsk):
            raise BadLine(bad_ask_sentence(decision, self.guidelines))
        if asked.give and decision.outcome is Outcome.YES:
            if name in self._given:
                raise BadLine(_("An earlier line of this id gave something; give this one another id."))
            self._ledger.add(name, decision, moment)
            self._given[name] = "given"
        return decision

    def _take_back(self, reversal: Reversal) -> Reversal:
        state = self._given.get(reversal.of)
        if state is None:
            raise BadLine(_("No earlier line {name} gave anything.").format(name=reversal.of))
        if state == "reversed":
            raise BadLine(_("What line {name} gave was taken back before.").format(name=reversal.of))
        self._ledger.reverse(reversal.of)
        self._given[reversal.of] = "reversed"
        return reversal

    def _told(self, question: Question, found: _Found) -> dict[str, object]:
        if isinstance(found, Decision):
            return {"id": question.id, **decision_dict(found, self.guidelines)}
        if isinstance(found, Reversal):
            return {"id": question.id, "outcome": "reversed", "of": found.written}
        self.failed = True
        return {"id": question.id, "error": found.args[0]}
