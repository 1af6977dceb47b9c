"""Who leads: everybody whose role stands above the lowest, and everybody where there is only one role."""

from __future__ import annotations

from frontdesk.guidelines.model import Guidelines


def leads(guidelines: Guidelines, role: str) -> bool:
    """Whether somebody of `role` leads; a role that the guidelines do not know any more does not."""
    return role in guidelines.roles and (len(guidelines.roles) == 1 or role != guidelines.roles[0])


def leading_roles(guidelines: Guidelines) -> str:
    """The roles that lead, for a sentence that says whom to ask."""
    return ", ".join(guidelines.roles[1:] or guidelines.roles)
