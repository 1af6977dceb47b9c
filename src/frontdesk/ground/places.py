"""Where a business's own files lie, from its folder on."""

from __future__ import annotations

from pathlib import Path

GUIDELINES = "guidelines.yaml"
DATABASE = Path("data") / "frontdesk.db"
PRACTICE = Path("data") / "practice"
"""The file by which a practice folder is known from a business in which everything counts."""
