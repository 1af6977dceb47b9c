"""Which module holds which command. Nothing here imports them: `--help` and `--version` stay quick."""

from __future__ import annotations

from frontdesk.cli.frame import Listed
from frontdesk.ground.language import N_

_HERE = "frontdesk.cli."

LISTED = {
    listed.name: listed
    for listed in (
        Listed("demo", _HERE + "opening:demo", N_("Practise on a desk with people, orders and a day's history.")),
        Listed("init", _HERE + "opening:init", N_("Make a new business folder from a pack.")),
        Listed("kiosk", _HERE + "kiosk:kiosk", N_("The desk for people who come in over SSH, and nothing else.")),
        Listed("check", _HERE + "rules:check", N_("Name every problem in the guidelines, with its place and remedy.")),
        Listed("explain", _HERE + "explaining:explain", N_("Say who may give how much, within which limits, and why.")),
        Listed("decide", _HERE + "rules:decide", N_("Try guidelines on JSON lines before they go live.")),
        Listed("whatif", _HERE + "trying:whatif", N_("Try a draft of the guidelines on the real past.")),
        Listed("schema", _HERE + "rules:schema", N_("Print the JSON Schema of guidelines.yaml for editors.")),
        Listed(
            "guidelines",
            _HERE + "publishing:guidelines",
            N_("Put guidelines into force, see their history, and go back."),
        ),
        Listed("customers", _HERE + "people:customers", N_("Import, find and show customers.")),
        Listed("orders", _HERE + "people:orders", N_("Import bookings, orders and memberships.")),
        Listed("staff", _HERE + "staffing:staff", N_("Add and list the people who work here.")),
        Listed("house", _HERE + "people:house", N_("Say how the house stands, so that conditions can look at it.")),
        Listed("start", _HERE + "service:start", N_("Begin a conversation with a customer.")),
        Listed("show", _HERE + "service:show", N_("Show a conversation and what can be done in it now.")),
        Listed("hear", _HERE + "service:hear", N_("Say that the request was read back and agreed.")),
        Listed("wish", _HERE + "service:wish", N_("Write down what would make it right.")),
        Listed("answer", _HERE + "service:answer", N_("Write down what the customer answered to a question.")),
        Listed("claim", _HERE + "service:claim", N_("Write down what the customer says they were promised.")),
        Listed("tick", _HERE + "service:tick", N_("Say that something was done or confirmed.")),
        Listed("give", _HERE + "giving:give", N_("Give a gesture, within the limits.")),
        Listed("ask", _HERE + "approving:ask", N_("Ask a higher role for what is above one's own authority.")),
        Listed("asked", _HERE + "approving:asked", N_("Show what was asked in a conversation, and the answers.")),
        Listed("grant", _HERE + "granting:grant", N_("Give authority ahead: so many times, or until a time.")),
        Listed("lead", _HERE + "leading_group:lead", N_("The lead's work: what waits for an answer.")),
        Listed("reverse", _HERE + "giving:reverse", N_("Take a gesture back with a new entry.")),
        Listed("promise", _HERE + "service:promise", N_("Promise who does what by when.")),
        Listed("keep", _HERE + "service:keep", N_("Say that a promise was kept.")),
        Listed("promises", _HERE + "promising:promises", N_("List, move and hand on the promises that are owed.")),
        Listed("cause", _HERE + "service:cause", N_("Write down the cause, after a solution or a promise.")),
        Listed("causes", _HERE + "causing:causes", N_("List and fix what came back three times in seven days.")),
        Listed("ring", _HERE + "ringing:ring", N_("Say that the telephone rings: the caller stands on the screen.")),
        Listed(
            "calls", _HERE + "ringing:calls", N_("Show who calls and whom nobody answered; read calls line by line.")
        ),
        Listed("close", _HERE + "service:close", N_("Close a conversation with now, next and when.")),
        Listed("review", _HERE + "reviewing:review", N_("Enter a review or a letter, and keep its answer.")),
        Listed("event", _HERE + "events:event", N_("Mass events: one cause, many customers, a budget of their own.")),
        Listed("story", _HERE + "telling:story", N_("Tell and list stories: what went well, and who is thanked.")),
        Listed("idea", _HERE + "proposing:idea", N_("Propose, answer and adopt ideas for the guidelines.")),
        Listed("stopped", _HERE + "stopping:stopped", N_("Show where limits stopped people, by guideline line.")),
        Listed("bends", _HERE + "stopping:bends", N_("Show where the guidelines were bent, and by how much.")),
        Listed("day", _HERE + "leading:day", N_("Show the day: promises, gestures, what is left.")),
        Listed("lineup", _HERE + "handing:lineup", N_("Print the line-up for a shift, on one page.")),
        Listed("handover", _HERE + "handing:handover", N_("Print what the next shift takes over.")),
        Listed("verify", _HERE + "proving:verify", N_("Prove that the ledger is as it was written.")),
        Listed("head", _HERE + "proving:head", N_("Print the head of the ledger: four words for all of it.")),
        Listed("clock", _HERE + "clock:clock", N_("Say whether the clock of this machine can be worked by.")),
        Listed("backup", _HERE + "backing_up:backup", N_("Copy the database while desks work, and prove the copy.")),
        Listed("restore", _HERE + "backing_up:restore", N_("Put a backup in place; say first what would be lost.")),
        Listed("doctor", _HERE + "examining:doctor", N_("Look whether this machine and folder are fit for the desk.")),
        Listed("paths", _HERE + "leading:paths", N_("Show where this desk keeps its files.")),
        Listed("completion", _HERE + "leading:completion", N_("Print the completion script for a shell.")),
    )
}

LED = {
    listed.name: listed
    for listed in (
        Listed("approvals", _HERE + "approving:approvals", N_("Show what waits for your answer, the oldest first.")),
        Listed("answer", _HERE + "approving:answer", N_("Answer: yes to all or part of it, or something else.")),
    )
}
"""The commands of `frontdesk lead`."""

ON_CARDS = {
    listed.name: listed
    for listed in (
        Listed("edit", _HERE + "cards:edit", N_("Correct what a card says; it can be undone.")),
        Listed("prefer", _HERE + "cards:prefer", N_("Note what a customer likes or needs.")),
        Listed("note", _HERE + "cards:note", N_("Write down what this person needs and what works.")),
        Listed("relate", _HERE + "cards:relate", N_("Say who belongs together: a household, a company.")),
        Listed("strike", _HERE + "cards:strike", N_("Strike a preference or a note out.")),
        Listed("history", _HERE + "cards:history", N_("Show what changed on a card, before and after.")),
        Listed("undo", _HERE + "cards:undo", N_("Put back what a card said before a change.")),
        Listed("duplicates", _HERE + "merging:duplicates", N_("List cards that may be one person.")),
        Listed("merge", _HERE + "merging:merge", N_("Make two cards one person.")),
        Listed("unmerge", _HERE + "merging:unmerge", N_("Take merged cards apart again.")),
    )
}
"""The commands of `frontdesk customers` that write on a card."""

ON_ORDERS = {
    listed.name: listed
    for listed in (Listed("of", _HERE + "cards:orders_of", N_("Show and choose the order a conversation is about.")),)
}
"""The commands of `frontdesk orders` that look at one conversation."""

ON_STAFF = {
    listed.name: listed
    for listed in (
        Listed("user", _HERE + "signing:user", N_("Say as which user of the machine a person works.")),
        Listed("ssh-key", _HERE + "coming_keys:ssh_key", N_("Say by which keys people come in over SSH.")),
        Listed("unlock", _HERE + "signing:unlock", N_("Let somebody's code be tried again at once.")),
        Listed("sessions", _HERE + "signing:sessions", N_("Show who is at which desk.")),
        Listed("sign-ins", _HERE + "signing:sign_ins", N_("Show who signed in, and what was refused.")),
        Listed("is-customer", _HERE + "signing:is_customer", N_("Link somebody who works here with their own card.")),
    )
}
"""The commands of `frontdesk staff` about signing in."""
