"""Style sheets that are read once.

Textual reads all of them anew whenever a room opens after the theme was put on, and forgets them again: five times
until the first room stands.
"""

from __future__ import annotations

from typing import Any

from textual.app import App
from textual.css.stylesheet import Stylesheet


class StyleSheets(Stylesheet):
    """Textual's style sheets, which go on with what was read as long as the theme is the same."""

    def __init__(self, variables: dict[str, str]) -> None:
        super().__init__(variables=variables)
        self._worn = variables

    def set_variables(self, variables: dict[str, str]) -> None:
        """Other colours are another reading; the same ones are none."""
        if variables != self._worn:
            self._worn = variables
            super().set_variables(variables)

    def reparse(self) -> None:
        """Take up what has come, the sheets that were read under these colours as they were read."""
        self.parse()


def read_once(app: App[Any]) -> None:
    """Let `app`, which wears its theme but has read nothing yet, read each style sheet once for each theme."""
    app.stylesheet = StyleSheets(app.get_css_variables())
