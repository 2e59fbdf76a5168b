"""Language tags: whatever a source calls a language in, a BCP 47 tag in canonical form out.

RFC 5646, sections 2.1 (syntax), 2.1.1 (case) and 4.5 (canonical form); the aliases are those of CLDR.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Final

from babel import Locale
from babel.core import get_global

from syndicator.languages import LANGUAGES

_SYNTAX: Final = re.compile(
    r"(?P<language>[a-z]{2,3}|[a-z]{5,8})(?:-(?P<extension>[a-z]{3})(?=-|$))?(?:-(?P<script>[a-z]{4})(?=-|$))?"
    r"(?:-(?P<region>[a-z]{2}|[0-9]{3})(?=-|$))?(?P<rest>(?:-[a-z0-9]{1,8}){0,8})"
)
_LOCALE_TAIL: Final = re.compile(r"[.@].*")
_MISTAKEN: Final = {"kz": "kk", "ua": "uk", "cn": "zh", "jp": "ja", "cz": "cs", "kr": "ko", "kaz": "kk"}
"""Country codes that sources write for languages, none of them a language code itself."""
_CALLED: Final = {name.casefold(): row.tag for row in LANGUAGES.values() for name in (row.name, row.english)}
_NONE: Final = frozenset({"und", "mul", "zxx", "mis"})
"""Codes that name no language (ISO 639-2)."""


def canonical(tag: str) -> str | None:
    """Give *tag* in canonical form (``iw`` → ``he``, ``en_US`` → ``en-US``, ``kz`` → ``kk``), or None if it is none.

    Locale names of POSIX and the names of known languages are understood too. A region nobody knows is dropped.
    """
    return _canonical(tag.strip()) if len(tag) <= 64 else None


def primary(tag: str) -> str:
    """Give the primary subtag of a canonical tag: ``kk`` of ``kk-Cyrl``."""
    return tag.split("-", 1)[0]


def lookup(tag: str) -> list[str]:
    """What *tag* is looked up as, narrowest first, in small letters (RFC 4647, section 3.4): ``kk-cyrl``, ``kk``.

    A subtag of one sign, which only introduces others, goes together with what it introduces.
    """
    parts = tag.lower().split("-")
    found = []
    while parts:
        found.append("-".join(parts))
        parts.pop()
        while parts and len(parts[-1]) == 1:
            parts.pop()
    return found


def tongue(language: str) -> str:
    """Language and script without region or variant: ``en-GB`` and ``en`` are one, kk-Cyrl and kk-Latn are two."""
    primary, *rest = language.split("-")
    script = [part.title() for part in rest[:1] if len(part) == 4 and part.isalpha()]
    return "-".join([primary.lower(), *script])


@cache
def _known() -> tuple[frozenset[str], frozenset[str]]:
    english: Any = Locale.parse("en")
    return frozenset(english.languages), frozenset(english.territories)


def _canonical(tag: str) -> str | None:
    folded = _LOCALE_TAIL.sub("", tag).replace("_", "-").casefold()
    if folded in _CALLED:
        return _CALLED[folded]
    match = _SYNTAX.fullmatch(folded)
    if match is None:
        return None
    language, script = _language(match["extension"] or match["language"])
    if language is None:
        return None
    written = match["script"].title() if match["script"] else script
    return "-".join(part for part in (language, written, _region(match["region"]), match["rest"].strip("-")) if part)


def _language(code: str) -> tuple[str | None, str | None]:
    code = _MISTAKEN.get(code, code)
    alias: str = get_global("language_aliases").get(code, code)
    language, _, script = alias.partition("_")
    known, _territories = _known()
    return (language if language in known and language not in _NONE else None), script or None


def _region(code: str | None) -> str | None:
    if code is None:
        return None
    alias = get_global("territory_aliases").get(code.upper(), [code.upper()])
    return alias[0] if alias[0] in _known()[1] else None
