"""Bytes in, clean text out.

The order is byte order mark, valid UTF-8, XML declaration, HTTP charset, statistics: labels lie more often than UTF-8
does (HTML Living Standard, 13.2.3, turned round because feeds come from programs that were moved to UTF-8 and kept
their old labels). Superset names follow the WHATWG Encoding Standard, section 4.2.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from syndicator.model.source import Outcome
from syndicator.ports import Unreadable

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BINARIES = (
    (b"\x1f\x8b", "a compressed file (gzip)"),
    (b"PK\x03\x04", "an archive (ZIP)"),
    (b"%PDF-", "a PDF document"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
)
"""How files begin that are no text in any encoding."""
_WIDE = (
    (re.compile(rb"[<{\s]\0\0\0"), "utf-32-le"),
    (re.compile(rb"\0\0\0[<{\s]"), "utf-32-be"),
    (re.compile(rb"[<{\s]\0[^\0]"), "utf-16-le"),
    (re.compile(rb"\0[<{\s]"), "utf-16-be"),
)
"""How a document begins in wide characters without a byte order mark (XML 1.0, appendix F)."""
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?\sencoding\s{0,20}=\s{0,20}["']([^"'<>]{1,64})["']""")
_CHARSET = re.compile(r"""charset\s{0,20}=\s{0,20}["']?([^"'\s;,]{1,64})""", re.IGNORECASE)
_ALIASES = {
    "ascii": "windows-1252",
    "us-ascii": "windows-1252",
    "iso-8859-1": "windows-1252",
    "latin1": "windows-1252",
    "latin-1": "windows-1252",
    "iso8859-1": "windows-1252",
    "iso-8859-9": "windows-1254",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
    "windows-874": "cp874",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-8-e": "iso-8859-8",
    "iso-8859-6-i": "iso-8859-6",
    "iso-8859-6-e": "iso-8859-6",
    "logical": "iso-8859-8",
    "visual": "iso-8859-8",
    "x-sjis": "cp932",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "windows-31j": "cp932",
    "x-euc-jp": "euc-jp",
    "gb2312": "gb18030",
    "gb_2312-80": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "big5": "big5hkscs",
    "x-x-big5": "big5hkscs",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "windows-949": "cp949",
    "x-cp1250": "windows-1250",
    "x-cp1251": "windows-1251",
    "x-cp1252": "windows-1252",
    "koi": "koi8-r",
    "koi8": "koi8-r",
    "koi8-ru": "koi8-u",
    "x-mac-cyrillic": "mac-cyrillic",
    "x-mac-ukrainian": "mac-cyrillic",
    "macintosh": "mac-roman",
    "unicode": "utf-16",
    "utf8mb4": "utf-8",
    "unicode-1-1-utf-8": "utf-8",
}
_DASHED = re.compile(r"(?:cp|win|windows|x-cp|x-windows)[-_ ]?(\d{3,4})")
_REFUSED = frozenset({"utf-7", "idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "mbcs", "oem"})
_WIDE_LABELS = frozenset({"utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"})
_ESCAPED = frozenset({"iso2022_jp", "iso2022_kr", "iso2022_jp_2", "iso2022_jp_1", "iso2022_jp_3", "hz"})
"""Seven-bit encodings: to UTF-8 they look valid."""
_WIDER = {"euc_jp": "euc_jis_2004"}
"""Where a label stands for more than its codec knows: circled digits and the like, as Japanese programs write them."""
_WESTERN = frozenset({"cp1252", "iso8859-1", "ascii"})
"""What programs write when nobody told them: believed only if the text does not say otherwise."""


@dataclass(frozen=True, slots=True)
class _Script:
    letters: str
    """A character class."""
    frequent: frozenset[str]
    """The letters that make up most of a text: a wrong codec of the same script misses them."""
    codecs: tuple[str, ...]


_SCRIPTS = (
    _Script("\u0400-\u052f", frozenset("оеаинтсрвлы"), ("cp1251", "koi8-r", "iso8859-5", "cp866", "mac-cyrillic")),
    _Script("\u0620-\u065f\u066e-\u06d3\u0640", frozenset("المنيرتبوهد"), ("cp1256", "iso8859-6")),
    _Script("\u0591-\u05f4", frozenset("יוהלארתבמש"), ("cp1255", "iso8859-8")),
    _Script("\u0370-\u03ff", frozenset("αοιετσνηυρ"), ("cp1253", "iso8859-7")),
)
_CANDIDATES = tuple((script, charset) for script in _SCRIPTS for charset in script.codecs)
_WESTERN_ALPHABETS = (
    "àâæçéèêëîïôœùûüÿ", "äöüß", "áéíñóúü", "ãáâàçéêíóôõúü", "åäæöøé", "àèéìíòóùú", "àçèéíïòóúü", "äöõüšž",
    "áéíóúâêîôûŵŷ", "ëïéèüöêâîôû", "áðéíóúýþæö",
)  # fmt: skip
"""French, German, Spanish, Portuguese, the Nordic ones, Italian, Catalan, Estonian, Welsh, Dutch, Icelandic."""
_CENTRAL_ALPHABETS = ("áéíóöőúüű", "ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíľňóôšťúýž", "čćđšž", "ăâîşţ")
"""Letters beyond ASCII, without rare ones: Hungarian, Polish, Czech, Slovak, Croatian and its like, Romanian."""
_ALPHABETS = {
    "cp1250": _CENTRAL_ALPHABETS,
    "iso8859-2": _CENTRAL_ALPHABETS,
    "cp1254": ("âçğıîöşüi\u0307",),  # the last two are İ in small letters
    "cp1257": ("ąčęėįšųūž", "āčēģīķļņšūž"),
}
_COVERED = 0.98
_FOREIGN_WORD = re.compile(r"[A-Za-z]{0,40}[^\W\d_a-zA-Z][^\W\d_]{0,40}")
_SAMPLE = 200_000
_ENOUGH = 20
"""Letters needed before statistics may speak."""
_FEW = 6
"""Letters needed before a text may look unlike a Western one."""
_SHARE = 0.9
_LIKELY = 0.45
"""Least share of frequent letters: real texts have 0.55 and more, East Asian ones in a wrong codec at most 0.37."""
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CONTROLS = bytes(set(range(32)) - {9, 10, 13})
_NONCHARACTERS = re.compile(b"\xef\xbf[\xbe\xbf]")
_CP1252_TO_BYTE = {
    ord(character): byte for byte in range(0x80, 0xA0) if (character := bytes([byte]).decode("cp1252", "ignore"))
}
_DOUBLE = re.compile("[\u00c2-\u00f4][\u0080-\u00bf\u0152-\u2122]")
_NON_ASCII = re.compile("[^\0-\x7f]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text free of characters that XML 1.0 forbids, and what had to be done to get it."""

    text: str
    charset: str
    notes: tuple[str, ...] = ()


def decode(body: bytes, content_type: str = "") -> Decoded | Unreadable:
    """Decode a document; :class:`Unreadable` (empty, charset, not-a-feed) when there is nothing that can be trusted."""
    if not body.strip(b"\0 \t\r\n\xef\xbb\xbf\xfe\xff"):
        return Unreadable(Outcome.EMPTY, "The document is empty; ask the publisher, and look at the address again.")
    found = _by_mark(body) or _by_width(body) or _by_validity(body, content_type) or _by_label(body, content_type)
    if found is None:
        binary = next((kind for mark, kind in _BINARIES if body.startswith(mark)), None)
        if binary:
            return Unreadable(
                Outcome.NOT_A_FEED, f"The address gives {binary}, not a feed; look for the feed's own address."
            )
        labels = ", ".join(_labels(body, content_type)) or "none"
        return Unreadable(
            Outcome.CHARSET,
            f"The text is not UTF-8 and its declared encoding ({labels[:80]}) does not fit;"
            " ask the publisher to send UTF-8.",
        )
    text, notes = _undouble(found.text)
    clean, removed = clean_text(text)
    return Decoded(clean, found.charset, (*found.notes, *notes, *removed))


def clean_text(text: str) -> tuple[str, tuple[str, ...]]:
    """The text without what XML 1.0 (section 2.2) forbids, and a note if there was any.

    Lone surrogates become U+FFFD, everything else illegal goes.
    """
    try:
        data = text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return _ILLEGAL.sub("", text), ("lone surrogates were replaced by U+FFFD",)
    if len(data.translate(None, _CONTROLS)) == len(data) and not _NONCHARACTERS.search(data):
        return text, ()
    clean = _ILLEGAL.sub("", text)
    return clean, (f"{len(text) - len(clean)} characters that XML forbids were removed",)


def _by_mark(body: bytes) -> Decoded | None:
    for mark, charset in _BOMS:
        if body.startswith(mark):
            return _unmarked(body, charset)
    return None


def _by_width(body: bytes) -> Decoded | None:
    for pattern, charset in _WIDE:
        if pattern.match(body):
            return _unmarked(body, charset)
    return None


def _unmarked(body: bytes, charset: str) -> Decoded:
    """Decode and drop byte order marks: some publishers glue two files together and send two."""
    text, notes = _replaced(body, charset)
    stripped = text.lstrip("\ufeff")
    if len(text) - len(stripped) > 1:
        notes = (*notes, "the document begins with more than one byte order mark")
    return Decoded(stripped, charset, notes)


def _replaced(body: bytes, charset: str) -> tuple[str, tuple[str, ...]]:
    try:
        return body.decode(charset), ()
    except UnicodeDecodeError:
        text = body.decode(charset, "replace")
        return text, (f"{text.count(chr(0xFFFD))} bytes are not {charset} and were replaced by U+FFFD",)


def _by_validity(body: bytes, content_type: str) -> Decoded | None:
    """UTF-8, if it is valid or nearly so; a few bad bytes never cost the good ones."""
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return _nearly_utf8(body, content_type)
    if "\x1b" in text or "~{" in text:
        for name in filter(None, map(_codec, _labels(body, content_type))):
            if name in _ESCAPED and (escaped := _strictly(body, name)) is not None:
                return Decoded(escaped, name)
    return Decoded(text, "utf-8")


def _nearly_utf8(body: bytes, content_type: str) -> Decoded | None:
    text = body.decode("utf-8", "replace")
    bad = text.count("\ufffd") - body.count(b"\xef\xbf\xbd")
    good = len(_NON_ASCII.findall(text)) - bad
    labelled = next(map(_codec, _labels(body, content_type)), None) == "utf-8"
    if good < 10 * bad and not (labelled and bad * 1000 <= len(body)):
        return None
    return Decoded(text, "utf-8", (f"{bad} bytes are not UTF-8 and were replaced by U+FFFD",))


def _labels(body: bytes, content_type: str) -> list[str]:
    declared = _DECLARED.search(body, 0, 4096)
    header = _CHARSET.search(content_type)
    found = [declared.group(1).decode("ascii", "replace")] if declared else []
    return found + ([header.group(1)] if header else [])


def _codec(label: str) -> str | None:
    """The name Python knows a label by; None for unknown labels and for codecs that are not of text."""
    folded = label.strip().lower()
    dashed = _DASHED.fullmatch(folded)
    name = _ALIASES.get(folded) or (f"cp{dashed[1]}" if dashed else folded)
    if name in _REFUSED or not name.isascii():
        return None
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    # codecs.lookup() also knows rot13, zip, hex and the like; only this attribute tells them from text
    return found.name if getattr(found, "_is_text_encoding", True) and found.name not in _REFUSED else None


def _strictly(body: bytes, charset: str) -> str | None:
    try:
        return body.decode(charset)
    except (UnicodeDecodeError, ValueError):
        return None


def _by_label(body: bytes, content_type: str) -> Decoded | None:
    labels = _labels(body, content_type)
    names = list(dict.fromkeys(name for name in map(_codec, labels) if name and name not in _WIDE_LABELS))
    believed = [name for name in names if name not in _WESTERN]
    for name in (each for label in believed for each in (label, _WIDER.get(label, label))):
        if name != "utf-8" and (text := _strictly(body, name)) is not None:
            return Decoded(text, name)
    nearly = _leniently(body, [name for name in believed if name != "utf-8"])
    if nearly is not None:
        return nearly
    guess = _by_statistics(body)
    if guess is not None:
        return Decoded(guess[1], guess[0], (f"the encoding was recognised as {guess[0]} by its letters",))
    return _western(body, labels, names)


def _leniently(body: bytes, names: Iterable[str]) -> Decoded | None:
    """By a label that nearly fits: at most one bad byte in a thousand."""
    for name in names:
        text, notes = _replaced(body, name)
        if text.count("\ufffd") * 1000 <= len(body):
            return Decoded(text, name, notes)
    return None


def _western(body: bytes, labels: list[str], names: list[str]) -> Decoded | None:
    """Windows-1252 where nothing speaks against it: its letters stand among ASCII letters, not alone in long words."""
    if labels and not names:
        return None
    if not set(names) & _WESTERN and (found := _by_alphabet(body)):
        return found
    text = _strictly(body, "cp1252") or body.decode("latin-1")
    letters = "".join(_FOREIGN_WORD.findall(text[:_SAMPLE]))
    foreign = sum(not each.isascii() for each in letters)
    if foreign >= _FEW and foreign > 0.6 * len(letters):
        return None
    return Decoded(text, "cp1252", () if set(names) & _WESTERN else ("the encoding was taken to be windows-1252",))


def _by_alphabet(body: bytes) -> Decoded | None:
    """Latin text whose letters are those of a language of another part of Europe, and of no Western one."""
    if _covered(_foreign(body, "cp1252"), _WESTERN_ALPHABETS):
        return None
    letters = {charset: _foreign(body, charset) for charset in _ALPHABETS}
    likely = [charset for charset, alphabets in _ALPHABETS.items() if _covered(letters[charset], alphabets)]
    if not likely:
        return None
    charset = max(likely, key=lambda each: len(letters[each]))
    return Decoded(_replaced(body, charset)[0], charset, (f"the encoding was recognised as {charset} by its letters",))


def _foreign(body: bytes, charset: str) -> str:
    """The letters beyond ASCII, in small letters, if a sample of the bytes is in this encoding."""
    return "".join(filter(str.isalpha, _NON_ASCII.findall(body[:_SAMPLE].decode(charset, "ignore")))).lower()


def _covered(letters: str, alphabets: Iterable[str]) -> bool:
    """Whether there are enough letters, and one alphabet has nearly all of them."""
    most = max(sum(map(letters.count, alphabet)) for alphabet in alphabets)
    return len(letters) >= _ENOUGH and most >= _COVERED * len(letters)


def _by_statistics(body: bytes) -> tuple[str, str] | None:
    """(codec, text) for the script that at least 90 % of the letters of all non-English words belong to."""
    best: tuple[tuple[float, float], str] | None = None
    for script, charset in _CANDIDATES:
        sample = body[:_SAMPLE].decode(charset, "replace")
        score = _score(sample, script)
        if score is not None and (best is None or score > best[0]):
            best = (score, charset)
    if best is None:
        return None
    return best[1], _replaced(body, best[1])[0]


def _score(sample: str, script: _Script) -> tuple[float, float] | None:
    """How much a decoded sample looks like the script, by frequent letters, then by all; None when it does not."""
    letters = "".join(_FOREIGN_WORD.findall(sample))
    own = re.findall(f"[{script.letters}]", letters)
    if len(own) < _ENOUGH or len(own) < _SHARE * len(letters) or sample.count("\ufffd") * 100 > len(own):
        return None
    # measured against everything that is not ASCII: a wrong codec of the same script makes symbols of some letters
    foreign = len(_NON_ASCII.findall(sample))
    score = sum(each in script.frequent for each in "".join(own).lower()) / foreign
    return (score, len(own) / foreign) if score >= _LIKELY else None


def _undouble(text: str) -> tuple[str, tuple[str, ...]]:
    """Undo UTF-8 that was read as Windows-1252 and encoded again, if one script results."""
    first = _NON_ASCII.search(text)
    if first is None or not _DOUBLE.match(text, first.start()):
        return text, ()
    try:
        repaired = text.translate(_CP1252_TO_BYTE).encode("latin-1").decode()
    except UnicodeError:
        return text, ()
    letters = "".join(_FOREIGN_WORD.findall(repaired[:_SAMPLE]))
    foreign = [each for each in letters if not each.isascii()]
    if len(foreign) < _ENOUGH or not any(_is_one_script(letters, ranges) for ranges in _one_scripts()):
        return text, ()
    return repaired, ("the text was UTF-8 encoded twice and was repaired",)


def _is_one_script(letters: str, ranges: str) -> bool:
    return len(re.findall(f"[{ranges}]", letters)) >= _SHARE * len(letters)


def _one_scripts() -> Iterator[str]:
    yield "A-Za-z\u00c0-\u024f"
    yield from (script.letters for script in _SCRIPTS)
