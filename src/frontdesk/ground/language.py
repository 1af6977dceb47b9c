"""The language of the screen: every word a person reads passes through `_` or `ngettext`.

Catalogues live in `frontdesk/locale`. Without one for a language the English words of the source are shown.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Mapping
from importlib import resources

LANGUAGES = ("en", "lv", "ru", "uk")
_current: gettext.NullTranslations = gettext.NullTranslations()
_language = "en"


def N_(message: str) -> str:
    """Mark a literal for translation that is translated later, when it is shown."""
    return message


def _(message: str) -> str:
    """The message in the language in force."""
    return _current.gettext(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """The message in the plural form that `count` asks for; `{count}` in it is not yet filled in."""
    return _current.ngettext(singular, plural, count)


def use(language: str) -> str:
    """Speak `language` (a code of `LANGUAGES`; anything else is English) and return the code taken."""
    global _current, _language
    code = language if language in LANGUAGES else "en"
    with resources.as_file(resources.files("frontdesk") / "locale") as folder:
        _current = gettext.translation("frontdesk", str(folder), languages=[code], fallback=True)
    _language = code
    return code


def current() -> str:
    """The code of the language in force."""
    return _language


def preferred(environment: Mapping[str, str] | None = None) -> str:
    """The language the environment asks for: FRONTDESK_LANG, LC_ALL, LC_MESSAGES, LANG, else English."""
    values = os.environ if environment is None else environment
    for name in ("FRONTDESK_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        code = values.get(name, "").split(".")[0].split("_")[0].lower()
        if code in LANGUAGES:
            return code
    return "en"
