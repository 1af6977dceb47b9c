"""`frontdesk lead`: what a shift lead does besides serving. Its commands stand in `catalogue.LED`."""

from __future__ import annotations

from frontdesk.cli.catalogue import LED
from frontdesk.cli.frame import Example, group
from frontdesk.ground.language import N_


@group(
    "lead",
    N_("The lead's work: what waits for an answer, and what is decided about it."),
    Example("frontdesk lead approvals", N_("what waits for you, the oldest first")),
)
def lead() -> None:
    """The lead's commands."""


lead.listed = LED
