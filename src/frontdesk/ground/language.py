"""The language of the screen: every word a person reads passes through `_` or `ngettext`.

Catalogues live in `frontdesk/locale`. Without one for a language the English words of the source are shown.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from importlib import resources

LANGUAGES = ("en", "lv", "ru", "uk")
_current: gettext.NullTranslations = gettext.NullTranslations()
_language = "en"
_spoken_here: ContextVar[tuple[str, gettext.NullTranslations] | None] = ContextVar("spoken_here", default=None)


def N_(message: str) -> str:
    """Mark a literal for translation that is translated later, when it is shown."""
    return message


def _(message: str) -> str:
    """The message in the language in force."""
    here = _spoken_here.get()
    return (_current if here is None else here[1]).gettext(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """The message in the plural form that `count` asks for; `{count}` in it is not yet filled in."""
    here = _spoken_here.get()
    return (_current if here is None else here[1]).ngettext(singular, plural, count)


def use(language: str) -> str:
    """Speak `language` (a code of `LANGUAGES`; anything else is English) and return the code taken."""
    global _current, _language
    _language, _current = _catalogue(language)
    return _language


@contextmanager
def spoken(language: str) -> Iterator[None]:
    """Speak `language` in this thread or task alone: a paper for a customer, while the screen keeps its own."""
    token = _spoken_here.set(_catalogue(language))
    try:
        yield
    finally:
        _spoken_here.reset(token)


def _catalogue(language: str) -> tuple[str, gettext.NullTranslations]:
    code = language if language in LANGUAGES else "en"
    with resources.as_file(resources.files("frontdesk") / "locale") as folder:
        return code, gettext.translation("frontdesk", str(folder), languages=[code], fallback=True)


def current() -> str:
    """The code of the language in force."""
    here = _spoken_here.get()
    return _language if here is None else here[0]


def preferred(environment: Mapping[str, str] | None = None) -> str:
    """The language the environment asks for: FRONTDESK_LANG, LC_ALL, LC_MESSAGES, LANG, else English."""
    values = os.environ if environment is None else environment
    for name in ("FRONTDESK_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        code = values.get(name, "").split(".")[0].split("_")[0].lower()
        if code in LANGUAGES:
            return code
    return "en"
