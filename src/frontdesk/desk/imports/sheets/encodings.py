"""Which letters the bytes are: Unicode is recognised, anything else is asked with its texts shown, never guessed.

On a short list of names no program can tell Baltic from Western letters (charset-normalizer cannot either), so it
only puts the candidates in order, and a person reads which names are right.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

from frontdesk.desk.imports.sheets.files import utf16_without_mark
from frontdesk.desk.imports.sheets.model import Candidate
from frontdesk.ground.errors import BadInput
from frontdesk.ground.language import N_, _
from frontdesk.ground.text import clean_line

SAMPLES = 3
CANDIDATES_SHOWN = 5
SAMPLE_BYTES = 16 * 1024
LOOKED_AT_BYTES = 1024 * 1024
SAMPLE_LENGTH = 40
USED_FOR: Mapping[str, str] = {
    "cp1257": N_("Latvian, Lithuanian, Estonian"),
    "cp1251": N_("Cyrillic"),
    "cp1252": N_("Western European"),
    "cp1250": N_("Polish, Czech, Hungarian"),
    "koi8-u": N_("Cyrillic, old Unix"),
    "cp866": N_("Cyrillic, DOS"),
    "cp775": N_("Baltic, DOS"),
    "mac-cyrillic": N_("Cyrillic, old Macintosh"),
    "mac-roman": N_("Western European, old Macintosh"),
    "cp1254": N_("Turkish"),
    "cp1253": N_("Greek"),
    "cp1255": N_("Hebrew"),
    "cp1256": N_("Arabic"),
    "shift_jis": N_("Japanese"),
    "gb18030": N_("Chinese"),
    "utf-16-le": N_("Unicode without a mark"),
    "utf-16-be": N_("Unicode without a mark"),
}
# The letters beyond a to z of languages whose files come in these encodings.
_ALPHABETS = tuple(
    frozenset(letters)
    for letters in (
        "āčēģīķļņōŗšūž",
        "ąčęėįšųūž",
        "äõöüšž",
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя’",
        "äöüßåéæøèêëïîôçàâùûÿœ",
        "áéíóúñüãõâêôàçºª",
        "ąćęłńóśźż",
        "áčďéěíňóřšťúůýžäľĺôŕ",
        "áéíóöőúüű",
        "çğıöşüâî",
        "ăâîșțşţ",
        "αβγδεζηθικλμνξοπρστυφχψωςάέήίόύώϊϋΐΰ",
        "אבגדהוזחטיכךלמםנןסעפףצץקרשת",
        "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي",
    )
)
_WORD_BROKEN = re.compile(
    r"(?<=[a-zà-öø-ÿāčēģīķļņšūžąęėįųа-яёіїєґ])[A-ZÀ-ÖØ-ÞĀČĒĢĪĶĻŅŠŪŽА-ЯЁІЇЄҐ]"  # uppercase inside a word
    r"|(?<=[^\W\d_])[^\w\s.,;:'’\"()/|@&+-]+(?=[^\W\d_])"  # a sign inside a word
    r"|[a-zA-Z][\u0370-\u1fff]|[\u0370-\u1fff][a-zA-Z]"  # two scripts in one word
    r"|[\u0080-\u009f\u2500-\u259f]"  # controls, and the boxes of the DOS pages
)


def codec_named(name: str) -> str:
    """The name Python has for a text encoding. Raises BadInput for a name of none."""
    try:
        found = codecs.lookup(name)
        if not found._is_text_encoding:  # base64, zip and the like turn bytes into bytes
            raise LookupError(name)
        b"".decode(found.name)
    except (LookupError, ValueError, UnicodeError) as error:
        raise BadInput(
            _("There is no encoding called {name}.").format(name=clean_line(name, 60)),
            _("Usual ones are utf-8, utf-16, cp1257 (Baltic), cp1251 (Cyrillic) and cp1252 (Western)."),
        ) from error
    return "utf-8-sig" if found.name == "utf-8" else found.name


def marked(start: bytes) -> str | None:
    """The Unicode encoding whose mark the bytes begin with."""
    if start.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "utf-32"
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return "utf-8-sig" if start.startswith(codecs.BOM_UTF8) else None


def candidates(file: BinaryIO, broken_at: int = 0) -> tuple[Candidate, ...]:
    """The encodings that the file may be in, the likeliest first, each with texts as they would read.

    `broken_at` is where it stops being UTF-8, so that its first letters are among what is looked at. Encodings that
    read this alike are one candidate. The file is at its beginning afterwards.
    """
    looked_at = file.read(LOOKED_AT_BYTES)
    if broken_at >= len(looked_at):
        file.seek(max(0, broken_at - SAMPLE_BYTES))
        looked_at = file.read(LOOKED_AT_BYTES)
    file.seek(0)
    guessed = utf16_without_mark(looked_at[:4096])
    if guessed:
        text = looked_at[: len(looked_at) // 2 * 2].decode(guessed, errors="ignore")
        lines = text.splitlines()
        return (Candidate(guessed, _(USED_FOR[guessed]), _cells(lines[1:] or lines)),)
    telling = _telling(looked_at)
    if not telling:
        return ()
    found: dict[str, Candidate] = {}
    for name in _in_order(b"\n".join(telling)):
        text = b"\n".join(telling).decode(name)
        if text not in found:
            found[text] = Candidate(name, _(USED_FOR[name]), _cells([line.decode(name) for line in telling]))
    return tuple(found.values())[:CANDIDATES_SHOWN]


def unknown_encoding(path: Path, found: tuple[Candidate, ...], line: int) -> BadInput:
    """The refusal of a file that is not UTF-8: where it stops being it, and how it would read otherwise."""
    sentence = _("{path} is not UTF-8: line {line} has letters of another encoding.").format(path=path.name, line=line)
    if not found:
        return BadInput(
            sentence,
            _("Most of it is UTF-8: mend line {line}, or export it again as CSV (UTF-8).").format(line=line),
        )
    shown = "; ".join(f"--encoding {each.encoding}: {', '.join(each.samples)}" for each in found)
    return BadInput(
        sentence,
        _("Save it as UTF-8, or name the encoding in which these names are right: {shown}.").format(shown=shown),
    )


def _telling(data: bytes) -> list[bytes]:
    """Lines with other bytes than ASCII, which alone tell one encoding from another; the first few tell the most."""
    lines = [line for line in data.splitlines()[1:] if not line.isascii()] or data.splitlines()[:1]
    strange = [line for line in lines if not _is_utf8(line)]
    if strange and len(strange) * 2 <= len(lines):
        return []  # UTF-8 with a few lines of something else: no one encoding reads all of it
    lines = strange or lines
    kept: list[bytes] = []
    size = 0
    for line in lines:
        size += len(line)
        if kept and size > SAMPLE_BYTES:
            break
        kept.append(line[:SAMPLE_BYTES])
    first: list[bytes] = []
    seen: set[int] = set()
    for _each in range(min(SAMPLES, len(kept))):
        best = max(kept, key=lambda line: len({byte for byte in line[:200] if byte > 127} - seen))
        kept.remove(best)
        first.append(best)
        seen.update(best[:200])
    return first + kept


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _in_order(sample: bytes) -> list[str]:
    """The names of `USED_FOR` that can read the sample: first those by which its words are words of one language.

    charset-normalizer decides between equals, which are many in a short file.
    """
    from charset_normalizer import from_bytes

    possible: dict[str, int] = {}
    for name in USED_FOR:
        if name.startswith("utf"):
            continue
        try:
            possible[name] = _strangeness(sample.decode(name))
        except UnicodeDecodeError:
            continue
    matches = from_bytes(sample, cp_isolation=list(possible), enable_fallback=False) if possible else ()
    said = [codecs.lookup(match.encoding).name for match in matches]
    usual = list(USED_FOR)

    def rank(name: str) -> tuple[int, int, int]:
        known = codecs.lookup(name).name
        return possible[name], said.index(known) if known in said else len(said), usual.index(name)

    return sorted(possible, key=rank)


def _strangeness(text: str) -> int:
    """How many of twenty words are none: broken by a sign, or in letters that no one language has together."""
    words = [word for word in text.split() if not word.isascii()]
    if not words:
        return 0
    broken = sum(bool(_WORD_BROKEN.search(word)) for word in words)
    letters = [{letter for letter in word.lower() if letter > "\x7f" and letter.isalpha()} for word in words]
    fitting = max(sum(each <= alphabet for each in letters) for alphabet in _ALPHABETS)
    return (broken + len(words) - fitting) * 20 // len(words)


def _cells(lines: list[str]) -> tuple[str, ...]:
    """One cell of each of the first lines, as a person would recognise it: letters, and others than English ones."""
    found: dict[str, None] = {}
    for line in lines[:SAMPLES]:
        cells = [clean_line(cell, SAMPLE_LENGTH) for cell in re.split(r"[,;\t|\"=:]+", line)]
        named = [cell for cell in cells if any(map(str.isalpha, cell))] or [cell for cell in cells if cell]
        if named:
            found[next((cell for cell in named if not cell.isascii()), named[0])] = None
    return tuple(found)
