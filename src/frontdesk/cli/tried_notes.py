"""What must be known about a `whatif` page, and the conversations in which something would have gone otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from frontdesk.authority.effects import Would
from frontdesk.cli.tried_told import Told, section
from frontdesk.ground.language import N_, _, ngettext
from frontdesk.guidelines.telling.names import bare, listed, situation_name, tick_words

if TYPE_CHECKING:
    from frontdesk.authority.effects import Example

EXAMPLES_SHOWN = 8
_OF_EXAMPLES = {
    Would.TURNED_AWAY: N_("turned away ({then})"),
    Would.GONE: N_("not in the draft ({then})"),
    Would.LESS: N_("less ({then} -> {draft})"),
    Would.LEAD: N_("only by a higher role ({then})"),
    Would.OTHER_AMOUNT: N_("another amount ({then} -> {draft})"),
    Would.ASKED_FIRST: N_("asked something first"),
    Would.NOT_JUDGED: N_("cannot be judged"),
}
_OF_EXAMPLE_BLOCKS = {
    Would.GIVEN: N_("a block given ({draft})"),
    Would.ASKED_FIRST: N_("a block given after a question ({draft})"),
    Would.PART: N_("a block offered {draft} of {then}"),
    Would.LESS: N_("a block offered less"),
    Would.LEAD: N_("a block for a higher role"),
    Would.TURNED_AWAY: N_("a block offered nothing"),
    Would.GONE: N_("a block, not in the draft"),
    Would.NOT_JUDGED: N_("a block that cannot be judged"),
}


class Notes(Told):
    """Sentences about how the report came about."""

    def notes(self) -> Iterator[str]:
        """What is counted how, and what could not be judged."""
        yield from section(_("To be known"), [*self._asked(), *self._judged_how(), *self._not_in_draft()])

    def _asked(self) -> Iterator[str]:
        for name, count in self.effect.asked_first.items():
            yield ngettext(
                "{count} time would first be asked: {what} (counted as given).",
                "{count} times would first be asked: {what} (counted as given).",
                count,
            ).format(count=count, what=tick_words(name, self.draft))
        for name, count in self.effect.not_written_down.items():
            yield ngettext(
                "{count} time the draft needs what nobody wrote down then: {fact}.",
                "{count} times the draft needs what nobody wrote down then: {fact}.",
                count,
            ).format(count=count, fact=bare(name))
        lead = self.effect.entries.get(Would.LEAD)
        if lead is not None:
            yield _("What only a higher role could have given is in no sum under the draft ({amount}).").format(
                amount=self.money(lead.draft_minor)
            )

    def _judged_how(self) -> Iterator[str]:
        effect = self.effect
        if effect.amount_unsaid:
            yield ngettext(
                "Of {count} block nobody had named an amount; the smallest is counted.",
                "Of {count} blocks nobody had named an amount; the smallest is counted.",
                effect.amount_unsaid,
            ).format(count=effect.amount_unsaid)
        if effect.as_it_was or effect.blocks_unknown:
            yield _(
                "From before moments were kept, or in another currency: {entries} gestures, counted as they were, and"
                " {blocks} blocks, left out."
            ).format(entries=effect.as_it_was, blocks=effect.blocks_unknown)
        if effect.of_events:
            yield ngettext(
                "{count} gesture that a mass event owes is not judged and in no sum: it has a budget of its own.",
                "{count} gestures that mass events owe are not judged and in no sum: they have budgets of their own.",
                effect.of_events,
            ).format(count=effect.of_events)
        in_force = self.tried.in_force
        other = sum(n for version, n in effect.decided_by.items() if in_force is None or version != in_force.version)
        if other:
            yield _("{count} of {all} were decided by other guidelines than those in force now.").format(
                count=other, all=effect.judged
            )

    def _not_in_draft(self) -> Iterator[str]:
        gone = self.effect.not_known
        now = self.tried.in_force
        situations = [bare(name) if now is None else situation_name(name, now) for name in gone.situations]
        for title, names in (
            (_("Gestures that the draft does not have: {names}."), [self.label(name) for name in gone.gestures]),
            (_("Situations that the draft does not have: {names}."), situations),
            (_("Facts that the draft does not have: {names}."), [bare(name) for name in gone.facts]),
            (_("Roles that the draft does not have: {names}."), [bare(name) for name in gone.roles]),
        ):
            if names:
                yield title.format(names=listed(names))

    def examples(self) -> Iterator[str]:
        """A few differences of each kind, to be looked up."""
        lines = [self._example(each) for each in _one_of_each(self.effect.examples)[:EXAMPLES_SHOWN]]
        yield from section(_("To be looked up by conversation: frontdesk show ID"), lines)

    def _example(self, example: Example) -> str:
        words = _OF_EXAMPLE_BLOCKS if example.block else _OF_EXAMPLES
        said = _(words[example.would]).format(
            then=self.money_or_dash(example.then_minor), draft=self.money_or_dash(example.draft_minor)
        )
        return _("{day}, {gesture}, {what}: {conversation}").format(
            day=self.day(self.clock.date_of(example.at)),
            gesture=self.label(example.gesture),
            what=said,
            conversation=example.conversation,
        )


def _one_of_each(examples: tuple[Example, ...]) -> list[Example]:
    """The examples in such an order that each kind comes once before any comes again."""
    seen: dict[tuple[Would, bool, str], int] = {}
    turns = []
    for place, each in enumerate(examples):
        kind = (each.would, each.block, each.gesture)
        seen[kind] = seen.get(kind, 0) + 1
        turns.append((seen[kind], place, each))
    return [each for _turn, _place, each in sorted(turns, key=lambda turn: turn[:2])]
