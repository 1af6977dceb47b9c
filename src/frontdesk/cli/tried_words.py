"""What a draft would have meant, on a page of 80 columns: what changes, each gesture, the days, the sums."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from frontdesk.authority.effects import Would
from frontdesk.cli.tried_days import Days
from frontdesk.cli.tried_notes import Notes
from frontdesk.cli.tried_told import RULE, Told, section, wrapped
from frontdesk.ground.dates import dated
from frontdesk.ground.language import N_, _, ngettext
from frontdesk.guidelines.telling.limits import rule_words
from frontdesk.guidelines.telling.names import bare

if TYPE_CHECKING:
    from frontdesk.authority.effects import Count, GestureEffect, RuleEffect, Sums
    from frontdesk.desk.rules.trying import Tried

NAME_WIDTH = 26

_OF_GIVEN = {
    Would.TURNED_AWAY: N_("{count} turned away ({then})"),
    Would.GONE: N_("{count} not given: the draft does not have it ({then})"),
    Would.LESS: N_("{count} given less ({then} -> {draft})"),
    Would.LEAD: N_("{count} only by a higher role ({then})"),
    Would.OTHER_AMOUNT: N_("{count} with another amount ({then} -> {draft})"),
    Would.ASKED_FIRST: N_("{count} after being asked something first ({draft})"),
    Would.REPLACED: N_("{count} not asked for: what was wanted before was given ({then})"),
    Would.NOT_JUDGED: N_("{count} cannot be judged, counted as they were ({then})"),
}
_OF_BLOCKS = {
    Would.GIVEN: N_("{count} of the blocks given in full ({draft})"),
    Would.ASKED_FIRST: N_("{count} of the blocks given after being asked something first ({draft})"),
    Would.PART: N_("{count} of the blocks offered more than then (at most {draft} of {then})"),
    Would.LESS: N_("{count} of the blocks offered less than then"),
    Would.LEAD: N_("{count} of the blocks to be given by a higher role ({draft})"),
    Would.TURNED_AWAY: N_("{count} of the blocks offered nothing any more"),
    Would.GONE: N_("{count} of the blocks: the draft does not have it"),
    Would.REPLACED: N_("{count} of the blocks not asked again"),
    Would.NOT_JUDGED: N_("{count} of the blocks cannot be judged"),
}
_RULES = {
    "authority": N_("above somebody's own authority"),
    "condition": N_("a condition that does not hold"),
    "excluded": N_("not together with another gesture"),
    "gestures_at_most": N_("so many gestures in one conversation"),
    "valid": N_("not valid on that day"),
}


def page(tried: Tried, today: date) -> Iterator[str]:
    """The whole report, line by line."""
    words, days, notes = _Words(tried), Days(tried), Notes(tried)
    yield from words.beginning(today)
    yield from words.changes()
    if not tried.effect.judged and not tried.effect.as_it_was:
        return
    if tried.effect.differences or tried.effect.then != tried.effect.draft:
        yield from words.gestures()
        yield from words.rules()
    else:
        yield from section(_("Under the draft"), [_("Everything that was judged would have gone as it went.")])
    yield from days.budgets()
    yield from days.days()
    yield from words.sums()
    yield from notes.notes()
    yield from notes.examples()
    yield ""
    yield from wrapped(
        _(
            "A replay asks again what was asked then. It cannot know who would have asked for more, for something else,"
            " or not at all, had these rules been known."
        )
    )


class _Words(Told):
    """What changes, what becomes of each gesture, and the sums."""

    def beginning(self, today: date) -> Iterator[str]:
        """Which time it is about, and how much happened in it."""
        effect = self.effect
        first = None if effect.first_at is None else self.clock.date_of(effect.first_at)
        last = None if effect.last_at is None else self.clock.date_of(effect.last_at)
        if effect.since is not None:
            first = self.clock.date_of(effect.since)
        if effect.until is not None:
            last = min(today, self.clock.date_of(effect.until - timedelta(seconds=1)))
        entries = sum(count.times for count in effect.entries.values()) + effect.as_it_was
        blocks = sum(count.times for count in effect.blocks.values()) + effect.blocks_unknown
        given = ngettext("{count} gesture given", "{count} gestures given", entries).format(count=entries)
        stopped = ngettext("{count} block", "{count} blocks", blocks).format(count=blocks)
        if first is None or last is None:
            said = _("Nothing was given or stopped yet.")
        else:
            said = _("{first} to {last}: {given}, {blocks}.").format(
                first=dated(first), last=dated(last), given=given, blocks=stopped
            )
        yield from wrapped(said)

    def changes(self) -> Iterator[str]:
        """What the draft changes against what is in force."""
        if self.tried.in_force is None:
            return
        changes = self.tried.changes
        lines = [difference.sentence() for difference in changes]
        if not lines:
            lines = [_("Nothing: the draft means the same as what is in force.")]
        yield from section(_("What the draft changes"), lines)

    def gestures(self) -> Iterator[str]:
        """Each gesture for which something differs: its sums, and what becomes of whom."""
        rows = [each for each in self.effect.gestures if _differs(each)]
        alike = len(self.effect.gestures) - len(rows)
        yield ""
        yield self._row(_("By gesture"), _("then"), _("under the draft"))
        yield RULE
        for each in rows:
            yield self._row(self.label(each.gesture), self._given(each.then), self._given(each.draft))
            for line in self._becomes(each):
                yield from wrapped(line, "    ")
        if alike:
            yield from wrapped(
                ngettext("{count} other gesture: as it was.", "{count} other gestures: as they were.", alike).format(
                    count=alike
                )
            )

    def _row(self, name: str, then: str, draft: str) -> str:
        cut = name if len(name) <= NAME_WIDTH else name[: NAME_WIDTH - 1].rstrip() + "…"
        return f"{cut:{NAME_WIDTH}} {then:>26} {draft:>26}".rstrip()

    def _given(self, sums: Sums) -> str:
        said = _("{count} x").format(count=sums.times)
        return f"{said} {self.money(sums.value_minor):>14}" if sums.value_minor else f"{said} {'-':>14}"

    def _becomes(self, gesture: GestureEffect) -> Iterator[str]:
        for words, counts in ((_OF_GIVEN, gesture.entries), (_OF_BLOCKS, gesture.blocks)):
            for would, said in words.items():
                if would in counts:
                    yield self._counted(said, counts[would])

    def _counted(self, said: str, count: Count) -> str:
        return _(said).format(count=count.times, then=self.money(count.then_minor), draft=self.money(count.draft_minor))

    def rules(self) -> Iterator[str]:
        """How often each rule was in the way, where that differs."""
        changed = [each for each in self.effect.rules if each.then_blocks != each.draft_blocks + each.draft_entries]
        if not changed:
            return
        yield ""
        yield _("How often a rule was in the way: then -> under the draft")
        for each in changed:
            yield from wrapped(self._rule(each), "  ")

    def _rule(self, rule: RuleEffect) -> str:
        said = _("{rule}: {then} -> {draft}").format(
            rule=self._rule_name(rule), then=rule.then_blocks, draft=rule.draft_blocks + rule.draft_entries
        )
        if not rule.draft_entries:
            return said
        return _("{rule}, {count} of them for what was given then").format(rule=said, count=rule.draft_entries)

    def _rule_name(self, rule: RuleEffect) -> str:
        if rule.rule in _RULES:
            return _(_RULES[rule.rule])
        limit = self.draft.limit(rule.rule)
        if limit is None:
            return _("{name} (not in the draft)").format(name=bare(rule.rule))
        if limit.is_budget:
            return _("{name} ({rule})").format(name=bare(limit.id), rule=rule_words(limit, self.draft))
        owner = next(name for name, each in self.draft.gestures.items() if limit in each.limits)
        return f"{self.label(owner)}, {rule_words(limit, self.draft)}"

    def sums(self) -> Iterator[str]:
        """All of it together, and how much more that is."""
        then, draft = self.effect.then, self.effect.draft
        currency = self.draft.business.currency
        yield ""
        yield _sum_row(_("In all"), _("then"), _("under the draft"), _("more"))
        yield RULE
        yield _sum_row(_("Gestures"), str(then.times), str(draft.times), f"{draft.times - then.times:+d}")
        for name, before, after in (
            (_("Face value, {currency}"), then.value_minor, draft.value_minor),
            (_("Cost, {currency}"), then.cost_minor, draft.cost_minor),
        ):
            said = name.format(currency=currency)
            yield _sum_row(said, self.money(before), self.money(after), self._signed(after - before))

    def _signed(self, minor: int) -> str:
        return ("+" if minor > 0 else "") + self.money(minor)


def _differs(gesture: GestureEffect) -> bool:
    alike = {Would.SAME}
    return gesture.then != gesture.draft or not (gesture.entries.keys() | gesture.blocks.keys()) <= alike


def _sum_row(name: str, then: str, draft: str, more: str) -> str:
    return f"{name:26} {then:>17} {draft:>17} {more:>17}"
