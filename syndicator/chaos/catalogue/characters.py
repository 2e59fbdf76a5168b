"""C: charsets that lie, and characters that mislead."""

from __future__ import annotations

from collections.abc import Sequence

from syndicator.chaos.answers import serves
from syndicator.chaos.documents import Document, around, channel, encoded, item, just, made, replaced, rss
from syndicator.chaos.fault import Catalogue, Expected, Fault, fails, gives
from syndicator.model.source import Outcome

_RUSSIAN = "Ректоры медицинских университетов подписали соглашение о подготовке врачей"
_KAZAKH = "Қазақстан мен Түркия дәрігерлерді даярлау туралы келісімге қол қойды"
_ARABIC = "وقعت الجامعات الطبية اتفاقية لتدريب الأطباء وتبادل الطلاب"
_HEBREW = "האוניברסיטאות לרפואה חתמו על הסכם להכשרת רופאים"
_FRENCH = "Les facultés de médecine ont signé un accord à Genève, où l’été fut très chaud"


def _told(title: str) -> Document:
    """A document of one item in one language."""
    return channel(lambda seed: [item(seed, headline=title, body=f"{title}. " * 3)])


def _fault(row: str, does: str, document: Document, expected: Expected, *fields: str) -> Fault:
    return Fault(row, does, serves(document, *fields), expected)


def _in(row: str, title: str, charset: str, declared: str | None = None, *fields: str) -> Fault:
    """A title in a charset, declared as said, and read back letter for letter."""
    said = "declared" if declared is None else f"said to be {declared}" if declared else "undeclared"
    header = f", {fields[0].partition('=')[2]} by HTTP" if fields else ""
    return _fault(
        row, f"{charset}, {said}{header}", encoded(_told(title), charset, declared), gives(1, titles=(title,)), *fields
    )


def _http(charset: str) -> str:
    return f"Content-Type: application/rss+xml; charset={charset}"


def _titled(row: str, does: str, written: str, title: str) -> Fault:
    """A title as written, and as it must be kept."""
    return _fault(row, does, channel(lambda seed: [item(seed, headline=written)]), gives(1, titles=(title,)))


def _doubled(text: str) -> str:
    """UTF-8 read as windows-1252 and encoded again, by a program that lets undefined bytes through."""
    return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in text.encode())


def _half(seed: str) -> Sequence[str]:
    return [item(seed, headline=_KAZAKH, body=f"{_KAZAKH}. " * 40)]


TABLE: Catalogue = {
    # charsets
    "cs-utf8-undeclared": _in("C01", _KAZAKH, "utf-8", ""),
    "cs-utf8-lie-1251": _in("C02", _KAZAKH, "utf-8", "windows-1251"),
    "cs-utf8-lie-1251-http": _in("C01", _KAZAKH, "utf-8", "", _http("windows-1251")),
    "cs-utf8-lie-ascii": _in("C02", _ARABIC, "utf-8", "us-ascii"),
    "cs-utf8-lie-latin1": _in("C02", _HEBREW, "utf-8", "iso-8859-1"),
    "cs-utf8-lie-utf16": _in("C02", _RUSSIAN, "utf-8", "utf-16"),
    "cs-cp1251": _in("C01", _RUSSIAN, "cp1251", "windows-1251"),
    "cs-cp1251-http": _in("C01", _RUSSIAN, "cp1251", "", _http("windows-1251")),
    "cs-cp1251-http-lies": _in("C01", _RUSSIAN, "cp1251", "windows-1251", _http("utf-8")),
    "cs-cp1251-lie-utf8": _in("C02", _RUSSIAN, "cp1251", "utf-8"),
    "cs-cp1251-lie-latin1": _in("C02", _RUSSIAN, "cp1251", "iso-8859-1"),
    "cs-cp1251-undeclared": _in("C01", _RUSSIAN, "cp1251", ""),
    "cs-cp1251-dash": _in("C04", _RUSSIAN, "cp1251", "cp-1251"),
    "cs-cp1251-win": _in("C04", _RUSSIAN, "cp1251", "WIN1251"),
    "cs-koi8r": _in("C01", _RUSSIAN, "koi8-r"),
    "cs-koi8r-undeclared": _in("C01", _RUSSIAN, "koi8-r", ""),
    "cs-iso8859-5": _in("C01", _RUSSIAN, "iso8859-5", "iso-8859-5"),
    "cs-cp866": _in("C01", _RUSSIAN, "cp866"),
    "cs-mac-cyrillic": _in("C01", _RUSSIAN, "mac-cyrillic", "x-mac-cyrillic"),
    "cs-kz1048": _in("C01", _KAZAKH, "kz1048"),
    "cs-ptcp154": _in("C01", _KAZAKH, "ptcp154"),
    "cs-cp1256": _in("C01", _ARABIC, "cp1256", "windows-1256"),
    "cs-cp1256-undeclared": _in("C01", _ARABIC, "cp1256", ""),
    "cs-iso8859-6": _in("C01", _ARABIC, "iso8859-6", "iso-8859-6"),
    "cs-cp1255": _in("C01", _HEBREW, "cp1255", "windows-1255"),
    "cs-cp1255-undeclared": _in("C01", _HEBREW, "cp1255", ""),
    "cs-iso8859-8i": _in("C04", _HEBREW, "iso8859-8", "iso-8859-8-i"),
    "cs-latin1": _in("C01", _FRENCH.replace("’", "'"), "iso8859-1", "iso-8859-1"),
    "cs-latin1-is-1252": _in("C04", _FRENCH, "cp1252", "iso-8859-1"),
    "cs-utf16": _in("C05", _KAZAKH, "utf-16"),
    "cs-utf16-le": _in("C05", _KAZAKH, "utf-16-le", "utf-16"),
    "cs-utf16-be": _in("C05", _KAZAKH, "utf-16-be", "utf-16"),
    "cs-utf16-lie-utf8": _in("C05", _KAZAKH, "utf-16", "utf-8"),
    "cs-utf32": _in("C05", _KAZAKH, "utf-32"),
    "cs-gb18030": _in("C04", "医学院签署培训医生的协议", "gb18030", "gb2312"),
    "cs-sjis": _in("C04", "医学部は医師の養成に関する協定に署名した", "cp932", "Shift_JIS"),
    "cs-iso2022jp": _in("C04", "医学部は医師の養成に関する協定に署名した", "iso2022_jp", "iso-2022-jp"),
    "cs-bom": _fault("C05", "a byte order mark", around(b"\xef\xbb\xbf", _told(_KAZAKH)), gives(1, titles=(_KAZAKH,))),
    "cs-bom-twice": _fault(
        "C05",
        "two of them",
        around(b"\xef\xbb\xbf" * 2, _told(_KAZAKH)),
        gives(1, titles=(_KAZAKH,), note="byte order mark"),
    ),
    "cs-bom-inside": _fault(
        "C05",
        "one behind the declaration",
        replaced(_told(_KAZAKH), b"?>", b"?>\xef\xbb\xbf"),
        gives(1, titles=(_KAZAKH,)),
    ),
    "cs-one-bad-byte": _fault(
        "C03",
        "one byte that is not UTF-8",
        replaced(channel(_half), b"</description>", b"\xff</description>"),
        gives(1, titles=(_KAZAKH,), note="U+FFFD"),
    ),
    "cs-latin1-tail": _fault(
        "C03",
        "a last item in another charset",
        lambda seed: (
            rss(item(seed, 0, headline=_KAZAKH, body=f"{_KAZAKH}. " * 40), item(seed, 1, headline="Caf@"))
            .encode()
            .replace(b"Caf@", b"Caf\xe9")
        ),
        gives(2, titles=(_KAZAKH, "Caf\ufffd"), note="U+FFFD"),
    ),
    "cs-doubled": _fault(
        "C06",
        "UTF-8 encoded twice",
        made(lambda seed: rss(item(seed, headline=_doubled(_RUSSIAN), body=_doubled(f"{_RUSSIAN}. " * 3)))),
        gives(1, titles=(_RUSSIAN,), note="twice"),
    ),
    "cs-label-rot13": _in("C04", _RUSSIAN, "utf-8", "rot13"),
    "cs-label-nonsense": _in("C04", _RUSSIAN, "utf-8", "nonsense-8"),
    "cs-label-hex": _in("C04", _RUSSIAN, "utf-8", "hex"),
    "cs-label-utf7": _in("C04", _RUSSIAN, "utf-8", "utf-7"),
    "cs-label-long": _in("C04", _RUSSIAN, "utf-8", "", _http("x" * 5000)),
    "cs-random": _fault(
        "C04",
        "bytes without sense in a nonsense charset",
        just(
            b'<?xml version="1.0" encoding="nonsense-8"?><rss><channel>'
            + bytes(range(128, 256)) * 40
            + b"</channel></rss>"
        ),
        fails(Outcome.CHARSET),
    ),
    # characters
    "tx-bidi-override": _titled(
        "C07", "an override that turns the title round", "Chaos \u202egnp.exe", "Chaos gnp.exe"
    ),
    "tx-bidi-open": _titled("C07", "an isolate left open", "Chaos \u2067open", "Chaos open"),
    "tx-bidi-closed": _titled(
        "C07", "an isolate that is closed", "Chaos \u2067closed\u2069", "Chaos \u2067closed\u2069"
    ),
    "tx-joiners": _titled("C07", "joiners that Persian needs", "Chaos می\u200cخواهم", "Chaos می\u200cخواهم"),
    "tx-decomposed": _titled("C08", "letters in parts", "Chaos cafe\u0301", "Chaos café"),
    "tx-zalgo": _titled("C09", "two hundred marks on a letter", "Chaos a" + "\u0335" * 200, "Chaos a" + "\u0335" * 8),
    "tx-long-ligature": _titled("C09", "a letter that unfolds to eighteen", "Chaos \ufdfa", "Chaos \ufdfa"),
    "tx-private": _titled("C10", "private characters", "Chaos \ue000here", "Chaos here"),
    "tx-entities": _titled("C11", "entities encoded three times", "Chaos &amp;amp;amp; co", "Chaos & co"),
    "tx-line-ends": _titled(
        "C11", "a title on five lines", "Chaos\r\n\r\n  on \t five\n\nlines", "Chaos on five lines"
    ),
    "tx-flag": _titled("C11", "flags and families", "Chaos 🇰🇿👨‍👩‍👧", "Chaos 🇰🇿👨‍👩‍👧"),
}
