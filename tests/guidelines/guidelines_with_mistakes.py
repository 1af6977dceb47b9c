"""Guidelines with mistakes, for tests: each is a good file in which one piece is replaced by a wrong one.

In the wrong piece `▶` stands before every place that must be named, and is taken out before the file is read.
"""

from __future__ import annotations

from typing import NamedTuple

MARK = "▶"

BASE = """\
frontdesk: 1
business:
  name: Hotel Baltic
  currency: EUR
  timezone: Europe/Riga
  day_starts: "06:00"
  languages: [en, lv]
principles:
  - Make it right first.
roles: [staff, lead]
facts:
  customer.tier: {type: choice, of: [guest, silver, gold], from: card}
  order.paid: {type: money, from: order}
  order.guests: {type: number, from: order}
  order.insured: {type: yes_no, from: order}
  house.occupancy: {type: percent, from: house}
  minutes_late: {type: number, from: asked, label: "How late?"}
  order.until: {type: date, from: order}
  order.age: {type: duration, from: order}
reasons: {late: We were late, noise: Noise at night}
situations:
  room_fault: {label: Room fault, first: [drink, refund], ask: [minutes_late]}
gestures:
  drink:
    key: 1
    label: {en: Free drink, lv: Dzēriens}
    kind: item
    amount: 8.00
    cost: 25%
    one_press: true
    limits:
      - {up_to: 4 times, per: [customer, order], within: ever}
      - {id: by_person, up_to: 20 times, per: staff, within: day}
    why: Cheap and immediate.
  refund:
    key: 2
    kind: refund
    amount: {percent_of: order.paid, from: 10%, to: 100%, usual: 50%, at_least: 10.00}
    authority: {staff: 150.00, lead: 600.00}
    judgement_above: 80.00
    when: {order.paid: {more_than: 0}, customer.tier: [silver, gold]}
    limits:
      - {id: paid, up_to: order.paid, per: order, within: ever, across: [drink]}
    otherwise: [{gesture: drink}, {ask: lead}, {promise: {within: 24 hours}}, {say: Any room with a door.}]
  data:
    amount: {quantity: {from: 1, to: 10, usual: 2}, unit: GB}
    limits:
      - {id: data_a_month, up_to: 10 GB, per: line, within: month}
  flight:
    kind: owed
    offer: only_if_asked
    needs: [facts_confirmed]
    not_with: [refund]
    situations: [room_fault]
    amount:
      cases:
        - {when: {minutes_late: {at_most: 90}}, each: 250.00, of: order.guests}
        - {each: 400.00, of: order.guests}
    promise: {text: Call back, due: 30 days}
    bend: {by: lead, when: {order.insured: true}}
    when: {order.insured: false}
    valid_from: 2026-01-01
    valid_until: "2026-12-31"
budgets:
  desk_day: {of: [drink, refund], up_to: 1200.00, per: site, within: day, measure: cost, warn_at: 80%}
conversation:
  steps: [moment, request, heard, wish, solution, next, anything_else]
  gestures_at_most: 5
examples:
  - given: {gesture: drink, role: staff, ticks: [request_heard], facts: {order.paid: 20.00}}
    expect: {outcome: yes, amount: 8.00}
"""


class Case(NamedTuple):
    """`old` of the good file becomes `new`; `says` must stand in the text or the remedy of a named place."""

    name: str
    old: str
    new: str
    says: str
    severity: str = "error"

    def marked(self) -> str:
        """The wrong file with the marks still in it."""
        if BASE.count(self.old) < 1:
            raise AssertionError(f"{self.name}: the good file has no {self.old!r}")
        return BASE.replace(self.old, self.new, 1)


def places(marked: str) -> list[tuple[int, int]]:
    """Line and column of every mark, as they are without the marks."""
    found = []
    for number, line in enumerate(marked.split("\n"), 1):
        parts = line.split(MARK)
        column = 1
        for part in parts[:-1]:
            column += len(part)
            found.append((number, column))
    return found


CASES = (
    # --- the file -------------------------------------------------------------------------------------------
    Case("newer language", "frontdesk: 1", "frontdesk: ▶2", "from 1 to 1"),
    Case("no language version", "frontdesk: 1\nbusiness", "▶business", "frontdesk: 1 in the first line"),
    Case("unknown section", "budgets:\n", "▶budget:\n", "`budgets`"),
    Case("no business name", "  name: Hotel Baltic\n  cur", "  ▶cur", "`name` is missing"),
    Case("unknown currency", "currency: EUR", "currency: ▶EUX", "There is no currency `EUX`"),
    Case("currency in words", "currency: EUR", "currency: ▶euros", "EUR"),
    Case("unknown zone", "Europe/Riga", "▶Europe/Rigga", "Europe/Riga"),
    Case("zone that is a folder", "Europe/Riga", "▶Europe", "no time zone"),
    Case("zone outside", "Europe/Riga", "▶../../etc/passwd", "no time zone"),
    Case("clock without quotes", '"06:00"', "▶06:00", '`"06:00"`'),
    Case("clock of one digit", '"06:00"', '▶"6:00"', "06:00"),
    Case("clock past midnight", '"06:00"', '▶"24:00"', "not a time of day"),
    Case("language in words", "[en, lv]", "[▶English, lv]", "short code"),
    Case("norwegian without quotes", "[en, lv]", "[en, ▶no]", '`"no"`'),
    Case("language twice", "[en, lv]", "[en, ▶en]", "twice"),
    Case("role twice", "[staff, lead]", "[staff, lead, ▶staff]", "twice"),
    Case("no roles", "roles: [staff, lead]", "roles: ▶[]", "At least 1"),
    Case("roles as text", "roles: [staff, lead]", "roles: ▶staff", "a list belongs here"),
    Case("roles with a mistake", "roles: [staff, lead]", "roles: [staff, ▶{lead: 1}]", "a name"),
    Case("empty value", "  timezone: Europe/Riga", "  timezone:▶", "Nothing is written here"),
    Case("null", "timezone: Europe/Riga", "timezone: ▶null", "Nothing is written here"),
    Case("section twice", "conversation:", "▶roles: [staff]\nconversation:", "the first time in line 10"),
    Case("text for a section", "conversation:\n  steps: [moment, request, heard, wish, solution, next, anything_else]\n"
         "  gestures_at_most: 5", "conversation: ▶short", "lines with names"),
    # --- YAML -----------------------------------------------------------------------------------------------
    Case("tab", "  name: Hotel Baltic", "▶\tname: Hotel Baltic", "tabs"),
    Case("anchor", "amount: 8.00", "amount: ▶&price 8.00", "`&price`"),
    Case("alias", "amount: 8.00", "amount: ▶*price", "`*price`"),
    Case("tag", "amount: 8.00", "amount: ▶!!float 8.00", "`!!float`"),
    Case("python tag", "name: Hotel Baltic", "name: ▶!!python/object/apply:os.system [ls]", "type tag"),
    Case("merge", "    key: 1\n", "    ▶<<: {key: 1}\n", "merges"),
    Case("second document", "examples:\n", "▶---\nexamples:\n", "second document"),
    Case("bracket open", "[staff, lead]\nfacts:", "[staff, lead\nfacts▶:", "bracket"),
    Case("colon in a text", "label: {en: Free drink, lv: Dzēriens}", "label: Free▶: drink: now", "colon"),
    Case("indentation", "    kind: item\n", "   ▶kind: item\n", "indentation"),
    Case("quote open", "    expect: {outcome: yes, amount: 8.00}\n", '    expect: {outcome: "less, amount: 8.00}\n▶',
         "quotation mark"),
    Case("quote closed elsewhere", 'name: Hotel Baltic\n  currency: EUR\n  timezone: Europe/Riga\n  day_starts: "06',
         'name: "Hotel Baltic\n  currency: EUR\n  timezone: Europe/Riga\n  day_starts: "▶06', "began in line 3"),
    Case("backslash", "name: Hotel Baltic", 'name: "Hotel ▶\\Baltic"', "backslash"),
    Case("name without value", "  currency: EUR\n  ", "  currency EUR\n  ▶", "colon"),
    Case("list as a name", "reasons: {late:", "reasons: {▶[late]:", "name is missing"),
    Case("escape sequence", "name: Hotel Baltic", 'name: ▶"Hotel \\x1b[31m"', "control character"),
    Case("direction mark in a string", "name: Hotel Baltic", 'name: ▶"Hotel \\u202e"', "control character"),
    # --- surprises ------------------------------------------------------------------------------------------
    Case("no for false", "order.insured: false", "order.insured: ▶no", "true or false"),
    Case("on", "one_press: true", "one_press: ▶on", "true or false"),
    Case("True", "one_press: true", "one_press: ▶True", "`true`"),
    Case("quoted truth", "one_press: true", 'one_press: ▶"true"', "without quotes"),
    Case("octal", "key: 1", "key: ▶012", "leading zeros"),
    Case("octal with o", "key: 1", "key: ▶0o7", "0 to 9"),
    Case("sexagesimal", "up_to: 20 times", "up_to: ▶12:30", "quotes"),
    Case("exponent", "amount: 8.00", "amount: ▶1e3", "in full"),
    Case("underscore", "up_to: 1200.00", "up_to: ▶1_200.00", "without `_`"),
    Case("plus", "judgement_above: 80.00", "judgement_above: ▶+80.00", "without `+`"),
    Case("dot first", "amount: 8.00", "amount: ▶.5", "both sides"),
    Case("dot last", "amount: 8.00", "amount: ▶8.", "both sides"),
    Case("infinity", "up_to: 1200.00", "up_to: ▶.inf", "ordinary number"),
    Case("arabic digits", "amount: 8.00", "amount: ▶٣.00", "digits 0 to 9"),
    Case("yes as a name", "    key: 1\n", "    ▶▶yes: 1\n", "`\"yes\"`"),
    # --- money ----------------------------------------------------------------------------------------------
    Case("three decimals", "amount: 8.00", "amount: ▶8.005", "2 decimals"),
    Case("comma", "amount: 8.00", "amount: ▶8,00", "a dot"),
    Case("currency sign", "amount: 8.00", "amount: ▶€8.00", "8.00"),
    Case("currency after", "amount: 8.00", "amount: ▶8.00 EUR", "figure only: 8.00"),
    Case("negative", "amount: 8.00", "amount: ▶-8.00", "less than nothing"),
    Case("percent for money", "amount: 8.00", "amount: ▶8%", "percent_of"),
    Case("too large", "amount: 8.00", "amount: ▶99999999999.00", "too large"),
    Case("words for money", "amount: 8.00", "amount: ▶a lot", "not an amount"),
    Case("truth for money", "amount: 8.00", "amount: ▶true", "`true`"),
    Case("list for money", "amount: 8.00", "amount: ▶[8.00]", "a list"),
    Case("percent without sign", "from: 10%, to: 100%", "from: ▶10, to: 100%", "35%"),
    Case("percent over all", "warn_at: 80%", "warn_at: ▶8000%", "too large"),
    Case("cost in words", "cost: 25%", "cost: ▶a quarter", "not an amount"),
    # --- amounts --------------------------------------------------------------------------------------------
    Case("share without fact", "{percent_of: order.paid, from", "{percent_of: ▶order.payd, from", "`order.paid`"),
    Case("share of a text", "percent_of: order.paid", "percent_of: ▶customer.tier", "money"),
    Case("share misspelled", "{percent_of: order.paid,", "{▶percentof: order.paid,", "`percent_of`"),
    Case("share both ways", "from: 10%, to: 100%, usual: 50%", "percent: 20%, ▶from: 10%", "together"),
    Case("share of nothing", "{percent_of: order.paid, from: 10%, to: 100%, usual: 50%, at_least: 10.00}",
         "▶{percent_of: order.paid}", "`percent` is missing"),
    Case("share without to", "{percent_of: order.paid, from: 10%, to: 100%, usual: 50%, at_least: 10.00}",
         "▶{percent_of: order.paid, from: 10%}", "`to` is missing"),
    Case("usual outside", "usual: 50%", "usual: ▶5%", "outside"),
    Case("least above most", "from: 10%, to: 100%, usual: 50%", "from: 60%, to: ▶50%", "less than the least"),
    Case("at_most below at_least", "at_least: 10.00}", "at_least: 10.00, at_most: ▶5.00}", "less than the least"),
    Case("chosen without to", "amount: 8.00", "amount: ▶{from: 5.00}", "`to` is missing"),
    Case("chosen upside down", "amount: 8.00", "amount: {from: 5.00, to: ▶4.00}", "less than the least"),
    Case("each of money", "each: 400.00, of: order.guests", "each: 400.00, of: ▶order.paid", "number"),
    Case("exactly a number", "amount: 8.00", "amount: {exactly: ▶order.guests}", "money"),
    Case("rest of nothing", "amount: 8.00", "amount: {rest_of: ▶payd}", "`paid`"),
    Case("rest of a limit with a mistake",
         "    amount: {quantity: {from: 1, to: 10, usual: 2}, unit: GB}\n    limits:\n",
         "    amount: {cases: [{when: {role: lead}, rest_of: some}, {rest_of: desk_day}]}\n    limits:\n"
         "      - {id: some, up_to: 9.00, per: line, ▶withn: month}\n", "`within`"),
    Case("rest of times", "amount: 8.00", "amount: {rest_of: ▶by_person}", "does not add up money"),
    Case("no cases", "amount: 8.00", "amount: {cases: ▶[]}", "At least 1"),
    Case("case behind a wall", "- {when: {minutes_late: {at_most: 90}}, each: 250.00", "- ▶{each: 250.00",
         "never count"),
    Case("nothing is false", "amount: 8.00", "amount: {nothing: ▶false}", "nothing: true"),
    Case("cases of two sorts", "        - {when: {minutes_late: {at_most: 90}}, each: 250.00, of: order.guests}\n"
         "        - {each: 400.00, of: order.guests}",
         "        ▶- {when: {minutes_late: {at_most: 90}}, each: 250.00, of: order.guests}\n"
         "        - {quantity: 2, unit: GB}", "two gestures"),
    Case("quantity with four decimals", "{from: 1, to: 10", "{from: ▶0.0001, to: 10", "three decimals"),
    Case("quantity of nothing", "{quantity: {from: 1, to: 10, usual: 2}, unit: GB}", "{quantity: ▶0, unit: GB}",
         "larger"),
    Case("no unit", "amount: {quantity: {from: 1, to: 10, usual: 2}, unit: GB}",
         "amount: ▶{quantity: {from: 1, to: 10, usual: 2}}", "`unit` is missing"),
    Case("chosen exposure", "amount: 8.00", "amount: 8.00\n    exposure: ▶{from: 1.00, to: 2.00}", "nobody chooses"),
    # --- limits ---------------------------------------------------------------------------------------------
    Case("limit without per", "{up_to: 4 times, per: [customer, order], within: ever}",
         "▶{up_to: 4 times, within: ever}", "per what"),
    Case("limit without within", "{up_to: 4 times, per: [customer, order], within: ever}",
         "▶{up_to: 4 times, per: order}", "within which time"),
    Case("limit without up_to", "{up_to: 4 times, per: [customer, order], within: ever}",
         "▶{per: order, within: ever}", "`up_to` is missing"),
    Case("limit misspelled", "{up_to: 4 times, per", "{▶upto: 4 times, per", "`up_to`"),
    Case("limit of nothing known", "up_to: 20 times", "up_to: ▶plenty", "4 times"),
    Case("twice", "up_to: 20 times", "up_to: ▶twice", "`2 times`"),
    Case("4x", "up_to: 20 times", "up_to: ▶4x", "`4 times`"),
    Case("count without times", "up_to: 20 times", "up_to: ▶20", "`20 times`", "warning"),
    Case("half a time", "up_to: 20 times", "up_to: ▶1.5 times", "times"),
    Case("fewer than none", "up_to: 20 times", "up_to: ▶-3 times", "4 times"),
    Case("limit by a text fact", "up_to: order.paid", "up_to: ▶customer.tier", "money or number"),
    Case("limit by no fact", "up_to: order.paid", "up_to: ▶order.payd", "`order.paid`"),
    Case("times and measure", "up_to: 20 times, per: staff", "up_to: 20 times, measure: ▶cost, per: staff",
         "counts times"),
    Case("unknown measure", "measure: cost", "measure: ▶costs", "`cost`"),
    Case("unit of something else", "up_to: 10 GB", "up_to: ▶10 MB", "`10 GB`"),
    Case("unit for money", "up_to: 20 times", "up_to: ▶20 EUR", "figure for money"),
    Case("empty per", "per: staff, within: day", "per: ▶[], within: day", "This list is empty"),
    Case("per twice", "per: [customer, order]", "per: [order, ▶order]", "twice"),
    Case("own scope by mistake", "per: [customer, order]", "per: [▶custmer, order]", "`customer`", "warning"),
    Case("unknown window", "per: staff, within: day", "per: staff, within: ▶today", "90 days"),
    Case("window of nothing", "per: staff, within: day", "per: staff, within: ▶0 days", "at least 1"),
    Case("window with a comma", "per: staff, within: day", "per: staff, within: ▶1.5 days", "window"),
    Case("window too long", "per: staff, within: day", "per: staff, within: ▶900 years", "ever"),
    Case("across nothing", "across: [drink]", "across: [▶drinks]", "`drink`"),
    Case("limit id twice", "id: paid,", "id: ▶by_person,", "line 33"),
    Case("limit id like a budget", "  desk_day: {", "  ▶paid: {", "twice"),
    Case("limit id of a rule", "id: by_person", "id: ▶authority", "another name"),
    Case("limit id with spaces", "id: by_person", "id: ▶by person", "`by_person`"),
    Case("limits as a mapping", "    limits:\n      - {id: data_a_month, up_to: 10 GB, per: line, within: month}",
         "    limits: ▶{id: data_a_month, up_to: 10 GB, per: line, within: month}", "a list belongs here"),
    Case("no way forward", "    otherwise: [{gesture: drink}, {ask: lead}, {promise: {within: 24 hours}}, "
         "{say: Any room with a door.}]", "    otherwise: ▶[]", "no way forward"),
    Case("no way forward from a budget", "budgets:\n", "  gift:\n    otherwise: ▶[]\nbudgets:\n"
         "  b: {of: gift, up_to: 9.00, per: site, within: day}\n", "no way forward"),
    # --- gestures -------------------------------------------------------------------------------------------
    Case("unknown word", "    one_press: true", "    ▶onepress: true", "`one_press`"),
    Case("far from any word", "    one_press: true", "    ▶zebra: true", "Known here"),
    Case("gesture twice", "  data:\n", "  ▶drink:\n", "line 24"),
    Case("gesture with a space", "  data:\n", "  ▶more data:\n", "`more_data`"),
    Case("gesture of nothing", "budgets:\n", "  empty:▶\nbudgets:\n", "Nothing is written"),
    Case("key of two digits", "key: 1", "key: ▶10", "from 1 to 9"),
    Case("key of a letter", "key: 1", "key: ▶d", "from 1 to 9"),
    Case("key used twice", "key: 2", "key: ▶1", "line 25", "warning"),
    Case("label used twice", "    kind: refund\n", "    label: Drink\n    kind: refund\n  drinks:\n    label: ▶Drink\n",
         "also the label", "warning"),
    Case("unknown kind", "kind: refund", "kind: ▶refunds", "`refund`"),
    Case("long label", "label: {en: Free drink", "label: {en: ▶" + "x" * 121, "at most 120"),
    Case("empty label", "label: {en: Free drink, lv: Dzēriens}", 'label: ▶""', "empty"),
    Case("label without language", "label: {en: Free drink, lv: Dzēriens}", "label: ▶{}", "empty"),
    Case("label as a list", "label: {en: Free drink, lv: Dzēriens}", "label: ▶[Free drink]", "a short text"),
    Case("unknown role", "authority: {staff: 150.00, lead: 600.00}", "authority: {staff: 150.00, ▶leed: 600.00}",
         "`lead`"),
    Case("authority without role", "authority: {staff: 150.00, lead: 600.00}", "authority: ▶150.00",
         "lines with names"),
    Case("authority of nobody", "authority: {staff: 150.00, lead: 600.00}", "authority: ▶{}", "Nobody"),
    Case("unknown situation", "situations: [room_fault]", "situations: [▶room_fualt]", "`room_fault`"),
    Case("unknown tick", "needs: [facts_confirmed]", "needs: [▶fact_confirmed]", "`facts_confirmed`"),
    Case("unknown way", "{ask: lead}, {promise", "{▶aks: lead}, {promise", "`ask`"),
    Case("way to nobody", "{ask: lead}", "{ask: ▶manager}", "no role `manager`"),
    Case("way to no gesture", "{gesture: drink}", "{gesture: ▶drnk}", "`drink`"),
    Case("way to itself", "{gesture: drink}", "{gesture: ▶refund}", "itself"),
    Case("way as a word", "{gesture: drink}", "▶drink", "lines with names"),
    Case("promise without time", "{promise: {within: 24 hours}}", "{promise: ▶{}}", "`within` is missing"),
    Case("promise of no length", "{within: 24 hours}", "{within: ▶soon}", "24 hours"),
    Case("duration in months", "due: 30 days", "due: ▶1 month", "weeks"),
    Case("excludes itself", "not_with: [refund]", "not_with: [▶flight]", "excludes itself"),
    Case("excludes nothing", "not_with: [refund]", "not_with: [▶refunds]", "`refund`"),
    Case("unknown offer", "only_if_asked", "▶if_asked", "`only_if_asked`"),
    Case("impossible day", "2026-01-01", "▶2026-02-30", "no day"),
    Case("day the other way", "2026-01-01", "▶01.02.2026", "2026-11-21"),
    Case("ends before it begins", '"2026-12-31"', '▶"2025-12-31"', "before the first"),
    Case("bend by nobody", "by: lead", "by: ▶boss", "no role"),
    Case("nothing to bend", "    why: Cheap and immediate.",
         "    ▶bend: {by: lead, when: {order.insured: true}}", "no condition"),
    # --- conditions -----------------------------------------------------------------------------------------
    Case("undeclared fact", "{order.paid: {more_than: 0}", "{▶order.payd: {more_than: 0}", "`order.paid`"),
    Case("unknown matcher", "{more_than: 0}", "{▶moer_than: 0}", "`more_than`"),
    Case("choice that is none", "[silver, gold]}", "[silver, ▶golden]}", "`gold`"),
    Case("more than a choice", "customer.tier: [silver, gold]", "customer.tier: {▶at_least: silver}", "more and less"),
    Case("decimals in a condition", "{more_than: 0}", "{more_than: ▶0.005}", "2 decimals"),
    Case("text for a number", "{at_most: 90}", "{at_most: ▶many}", "not a number"),
    Case("text for a truth", "when: {order.insured: false}", "when: {order.insured: ▶insured}", "true or false"),
    Case("nothing compared", "{more_than: 0}", "▶{}", "Nothing is compared"),
    Case("empty list of values", "customer.tier: [silver, gold]", "customer.tier: ▶[]", "empty"),
    Case("condition as text", "when: {order.insured: false}", "when: ▶insured", "lines with names"),
    Case("any without list", "when: {order.insured: false}", "when: {any: ▶{order.insured: false}}", "a list"),
    Case("any of nothing", "when: {order.insured: false}", "when: {any: ▶[]}", "empty"),
    Case("deep inside", "when: {order.insured: false}",
         "when: {any: [{not: {all: [{house.occupancy: {at_least: ▶full}}]}}, {weekday: [▶monday]}, {hour: ▶25}]}",
         "hour"),
    Case("unknown role in a condition", "when: {order.insured: false}", "when: {role: ▶boss}", "`boss`"),
    Case("date in a condition", "when: {order.insured: false}", "when: {order.until: {at_least: ▶tomorrow}}", "a date"),
    Case("length in a condition", "when: {order.insured: false}", "when: {order.age: {at_least: ▶3 months}}", "length"),
    Case("known and a word", "when: {order.insured: false}", "when: {order.insured: {known: ▶maybe}}", "true or false"),
    # --- facts and situations -------------------------------------------------------------------------------
    Case("fact without source", "order.paid: {type: money, from: order}", "order.paid: ▶{type: money}",
         "card, order, house"),
    Case("unknown type", "order.paid: {type: money", "order.paid: {type: ▶mony", "`money`"),
    Case("unknown source", "{type: percent, from: house}", "{type: percent, from: ▶hous}", "`house`"),
    Case("choice without values", "{type: date, from: order}",
         "{type: date, from: order}\n  tier: ▶{type: choice, from: card}", "needs its values"),
    Case("values without choice", "{type: date, from: order}", "{type: date, ▶of: [a, b], from: order}",
         "Only a choice"),
    Case("fact with a taken name", "  order.until:", "  ▶weekday: {type: text, from: card}\n  order.until:",
         "another name"),
    Case("first of nothing", "first: [drink, refund]", "first: [drink, ▶refunds]", "`refund`"),
    Case("ask what the house knows", "ask: [minutes_late]", "ask: [▶house.occupancy]", "from: asked"),
    # --- budgets, conversation, examples --------------------------------------------------------------------
    Case("budget over nothing", "of: [drink, refund]", "of: [drink, ▶refnd]", "`refund`"),
    Case("budget of nothing", "of: [drink, refund]", "of: ▶[]", "no gestures"),
    Case("budget without per", "desk_day: {of: [drink, refund], up_to: 1200.00, per: site,",
         "desk_day: ▶{of: [drink, refund], up_to: 1200.00,", "per what"),
    Case("unknown step", "steps: [moment,", "steps: [▶momnt,", "`moment`"),
    Case("step twice", "steps: [moment,", "steps: [moment, ▶moment,", "twice"),
    Case("gestures without end", "gestures_at_most: 5", "gestures_at_most: ▶0", "from 1 to 1000"),
    Case("half a gesture", "gestures_at_most: 5", "gestures_at_most: ▶2.5", "whole number"),
    Case("example without expectation", "  - given: {gesture: drink,", "  - ▶given: {}\n  - given: {gesture: drink,",
         "`expect` is missing"),
    Case("example of nothing", "given: {gesture: drink,", "given: {gesture: ▶drinks,", "`drink`"),
    Case("example with a new word", "expect: {outcome: yes,", "expect: {▶outcom: ▶yes,", "`outcome`"),
    Case("example with no outcome", "expect: {outcome: yes,", "expect: {outcome: ▶nofit,", "`no_fit`"),
    Case("example with no tick", "ticks: [request_heard]", "ticks: [▶request_herd]", "`request_heard`"),
    Case("example with ticks as text", "ticks: [request_heard]", "ticks: ▶request_heard", "a list"),
    Case("example with no fact", "facts: {order.paid: 20.00}", "facts: {▶order.payd: 20.00}", "`order.paid`"),
    Case("example with a bad fact", "facts: {order.paid: 20.00}", "facts: {order.paid: ▶much}", "amount"),
    Case("example without time zone", "role: staff, ticks", "role: staff, at: ▶2026-11-21T14:00:00, ticks", "offset"),
)  # fmt: skip
