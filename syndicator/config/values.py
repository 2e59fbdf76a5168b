"""The types of single values in settings: what is accepted, what comes out, and what is said when it is not.

Every type refuses with a message and a remedy, and never repeats an address, which might hold a password.
"""

from __future__ import annotations

import difflib
import ipaddress
import re
import ssl
from datetime import date, timedelta
from functools import cache
from typing import Annotated, Any
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo, available_timezones

from babel import Locale
from babel.core import get_global
from cssselect import HTMLTranslator, SelectorError
from cssselect.parser import Attrib, Element
from cssselect.xpath import XPathExpr
from lxml import etree
from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from syndicator.errors import suggest
from syndicator.model.rule import KEYWORDS

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
_DURATION = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,3})?)([smhd])")
_SIZES = {"B": 1, "kB": 1_000, "MB": 1_000_000, "GB": 1_000_000_000}
_SIZE = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,3})?) ?(B|kB|MB|GB)")
_TAG = re.compile(
    r"(?P<language>[a-z]{2,3}|[a-z]{5,8})(?:-(?P<script>[a-z]{4}))?(?:-(?P<region>[a-z]{2}|[0-9]{3}))?"
    r"(?P<rest>(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(?:-x(?:-[a-z0-9]{1,8})+)?)"
)
_SLUG = re.compile(r"[a-z0-9-]{1,64}")
_CONCEPT = re.compile(r"[a-z][a-z0-9-]{0,63}")
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PATTERN = re.compile(r"[/*][^\s\x00-\x1f]{0,499}")
_LONGEST_SELECTOR = 500
_PLACE = re.compile(" at ([0-9]{1,4})")
_AGENT = re.compile(r"[\x20-\x7e]{1,200}")
_LONGEST_CERTIFICATES = 100_000
_CONTACT = re.compile(r"(?:mailto:[^\s@()<>;]{1,64}@[^\s@()<>;]{1,190}|https?://[^\s()<>;@]{1,250})", re.ASCII)
_CRON_FIELD = re.compile(r"[0-9A-Za-z*/,?#-]{1,60}")
_SUBJECT = re.compile(r"medtop:[0-9]{8}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_SECRET = re.compile("//.*@", re.DOTALL)
_SHOWN = 60
OWN_HUB = "own"
"""Stands for our own hub among addresses of others."""
_NO_COUNTRIES = frozenset(["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"])
"""Codes that CLDR names although ISO 3166-1 does not assign them; XK (Kosovo) stays, being in general use."""
_COUNTRY_FOR_LANGUAGE = {
    "kz": "kk", "ua": "uk", "kg": "ky", "il": "he", "ir": "fa", "jp": "ja", "cn": "zh", "gr": "el", "cz": "cs",
}  # fmt: skip
_OUTDATED = frozenset({"iw", "in", "ji", "jw", "mo"})


def refuse(message: str, hint: str = "") -> PydanticCustomError:
    """An error that carries its own words and remedy."""
    return PydanticCustomError("refused", "{message}", {"message": message, "hint": hint})


def masked(text: str) -> str:
    """The same text without anything that looks like a password in an address."""
    return _SECRET.sub("//***@", text)


def quoted(text: str) -> str:
    """What the operator wrote, fit for a message: short, and without a password."""
    whole = masked(text)
    return repr(whole if len(whole) <= _SHOWN else f"{whole[:_SHOWN]}…")


# --- text ----------------------------------------------------------------------------------------------------------


def _line(text: str) -> str:
    if not text.strip():
        raise refuse("empty", "write a text")
    return _plain(text)


def _plain(text: str) -> str:
    line = text.removesuffix("\n")  # a block scalar (> or |) ends with one
    if _CONTROL.search(line):
        raise refuse("must be one line without control characters")
    return line


def _slug(text: str) -> str:
    if not _SLUG.fullmatch(text):
        raise refuse(f"{quoted(text)} is no id", "use up to 64 of a-z, 0-9 and hyphen")
    return text


def concept_name(text: str) -> str:
    """A name that a rule can say."""
    if not _CONCEPT.fullmatch(text):
        raise refuse(
            f"{quoted(text)} is no concept's name", "begin with a-z and go on with a-z, 0-9 and hyphen, up to 64"
        )
    if text in KEYWORDS:
        raise refuse(f"{text!r} is a word of the rule language", "choose another name")
    return text


def _pattern(text: str) -> str:
    if not _PATTERN.fullmatch(text):
        raise refuse(
            f"{quoted(text)} is no pattern of addresses", "begin with / or *, as in robots.txt: /news/, *.html$"
        )
    return text


class _Translator(HTMLTranslator):
    """Refuses what is read without a fault and finds nothing but faults: pages are HTML, whose names have no prefix."""

    def xpath_element(self, selector: Element) -> XPathExpr:
        """The name of an element, refused with a prefix other than ``*``."""
        _refuse_prefix(selector.namespace, selector.element or "*")
        return super().xpath_element(selector)

    def xpath_attrib(self, selector: Attrib) -> XPathExpr:
        """The same for the name of an attribute."""
        _refuse_prefix(selector.namespace, selector.attrib)
        return super().xpath_attrib(selector)


def _refuse_prefix(prefix: str | None, name: str) -> None:
    if prefix not in (None, "*"):
        hint = f"write {quoted(name)} alone, or {quoted(f'*|{name}')}"
        raise refuse(f"{quoted(f'{prefix}|{name}')} has a prefix, which no name in a page has", hint)


def _selector(text: str) -> str:
    if len(text) > _LONGEST_SELECTOR:
        raise refuse(f"longer than {_LONGEST_SELECTOR} characters")
    try:
        path = _Translator().css_to_xpath(text)
    except SelectorError as fault:
        message = _PLACE.sub(lambda found: f" in column {int(found[1]) + 1}", str(fault))
        raise refuse(f"{quoted(text)} is no selector: {message}", "write CSS, as ul.news > li") from None
    try:
        etree.XPath(path)
    except (etree.XPathError, ValueError):
        raise refuse(f"{quoted(text)} is no selector: it holds what no page can hold", "write letters only") from None
    return text


def _agent(text: str) -> str:
    if not _AGENT.fullmatch(text):
        raise refuse("must be 1 to 200 printable ASCII characters")
    return text


def _certificates(text: str) -> str:
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cadata=text[:_LONGEST_CERTIFICATES])
    except (ssl.SSLError, ValueError, TypeError):
        raise refuse(
            "is no certificate in PEM form",
            "paste it whole, from -----BEGIN CERTIFICATE----- on, under 'certificates: |'",
        ) from None
    return text


def _cron(text: str) -> str:
    fields = text.split()
    if len(fields) != 5:
        raise refuse(f"has {len(fields)} fields, not 5", "minute hour day month weekday, for example '*/30 * * * *'")
    for each in fields:
        if not _CRON_FIELD.fullmatch(each):
            raise refuse(f"{quoted(each)} is no field of a cron expression", "use digits, names and * / , -")
    return text


def _subject(text: str) -> str:
    if not _SUBJECT.fullmatch(text):
        raise refuse(f"{quoted(text)} is no IPTC Media Topic", "write medtop: and eight digits, as medtop:20000405")
    return text


def _domain(text: str) -> str:
    if not _DOMAIN.fullmatch(text):
        raise refuse("not a domain name in small letters", "write the domain alone, as example.org")
    return text


# --- time, size ----------------------------------------------------------------------------------------------------


def _duration(value: Any) -> timedelta:
    found = _DURATION.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise refuse("not a duration", "write a number and s, m, h or d: 90s, 15m, 24h, 7d")
    return timedelta(seconds=float(found[1]) * _UNITS[found[2]])


def _positive(value: timedelta) -> timedelta:
    if not value:
        raise refuse("must be longer than nothing")
    return value


def written(duration: timedelta) -> str:
    """A duration as it is written in settings, in the largest unit that fits."""
    seconds = duration.total_seconds()
    unit = next((name for name in "dhm" if seconds and seconds % _UNITS[name] == 0), "s")
    return f"{seconds / _UNITS[unit]:.3f}".rstrip("0").rstrip(".") + unit


def _size(value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        amount = value
    else:
        found = _SIZE.fullmatch(value) if isinstance(value, str) else None
        amount = int(float(found[1]) * _SIZES[found[2]]) if found else 0
    if not 0 < amount < 10**12:
        raise refuse("not a size", "write bytes, or a number and kB, MB or GB: 8MB, 512kB")
    return amount


def _day(value: Any) -> date:
    try:
        return date.fromisoformat(value if isinstance(value, str) and _DATE.fullmatch(value) else "")
    except ValueError:
        raise refuse("not a date", "write year-month-day: 2026-01-31") from None


# --- languages, countries, zones -----------------------------------------------------------------------------------


@cache
def _names() -> Locale:
    return Locale.parse("en")


def language_tag(text: str) -> str:
    """A BCP 47 tag in its recommended case (RFC 5646 section 2.1.1), its subtags known to CLDR.

    Extended language subtags, extensions and grandfathered tags are not accepted.
    """
    found = _TAG.fullmatch(text.lower())
    if found is None:
        raise refuse(f"{quoted(text)} is no language tag", "write BCP 47 with hyphens, as kk, kk-Cyrl, pt-BR")
    language, script, region = found["language"], found["script"], found["region"]
    _known_language(language)
    if script and script.title() not in _names().scripts:
        raise refuse(f"{script.title()!r} is no script (ISO 15924)", "for example Cyrl, Latn, Arab, Hebr")
    if region and not region.isdigit():
        country(region.upper())
    return "-".join(filter(None, (language, script and script.title(), region and region.upper()))) + found["rest"]


def _known_language(language: str) -> None:
    newer = get_global("language_aliases").get(language, "")
    if language in _OUTDATED or (len(language) > 2 and len(newer) == 2):
        raise refuse(f"{language!r} is not the language's subtag", f"did you mean {newer!r}?")
    if len(language) == 2 and language not in _names().languages:
        meant = _COUNTRY_FOR_LANGUAGE.get(language)
        hint = f"did you mean {meant!r}?" if meant else "see the list of ISO 639-1"
        raise refuse(f"{language!r} is no language", hint)
    if len(language) > 3:
        near = {name.lower(): code for code, name in _names().languages.items()}.get(language)
        raise refuse(
            f"{language!r} is no language subtag", f"did you mean {near!r}?" if near else "write BCP 47, as kk"
        )


def term_language(text: str) -> str:
    """A primary language subtag, or ``*`` for every language."""
    if text == "*":
        return text
    tag = language_tag(text)
    primary = tag.split("-")[0]
    if primary != tag:
        raise refuse(f"{tag!r} is more than a language", f"write {primary!r}; scripts are matched through one form")
    return tag


def country(text: str) -> str:
    """An ISO 3166-1 alpha-2 code."""
    if text in _NO_COUNTRIES or len(text) != 2 or text not in _names().territories:
        meant = _country_meant(text)
        hint = f"did you mean {meant!r}?" if meant else "write ISO 3166-1 alpha-2, as KZ"
        raise refuse(f"{quoted(text)} is no country code", hint)
    return text


def _country_meant(text: str) -> str | None:
    """The code that was meant by one in small letters, a longer or older code, or an English name."""
    capital, territories = text.upper(), _names().territories
    if len(text) == 2 and capital in territories and capital not in _NO_COUNTRIES:
        return capital
    aliases: list[str] = get_global("territory_aliases").get(capital, [])
    if len(aliases) == 1:
        return aliases[0]
    codes = {name.casefold(): code for code, name in territories.items() if len(code) == 2 and code.isalpha()}
    near = difflib.get_close_matches(text.casefold()[:_SHOWN], codes, n=1, cutoff=0.8)
    return codes[near[0]] if near else None


def _timezone(text: str) -> str:
    try:
        ZoneInfo(text)
    except (KeyError, ValueError, OSError):
        hint = suggest(text, available_timezones(), "write an IANA name, as Asia/Almaty")
        raise refuse(f"{quoted(text)} is no time zone", hint) from None
    return text


# --- addresses, networks -------------------------------------------------------------------------------------------


def _split(text: str) -> SplitResult:
    try:
        parts = urlsplit(text)
        sound = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        sound = False
    if not sound or not text.isprintable() or re.search(r"[\s\\]", text):
        raise refuse("not an address", "write http:// or https:// and the rest")
    if "@" in parts.netloc:
        raise refuse("an address must not hold a user or a password", "remove all between // and @")
    return parts


def _address(text: str) -> str:
    _split(text)
    return text


def _address_or_none(text: str) -> str:
    return _address(text) if text else text


def _hub(text: str) -> str:
    if "://" not in text and text != OWN_HUB:
        raise refuse(
            f"{quoted(text)} is no hub", f"write {OWN_HUB}, or an address that begins with https:// or http://"
        )
    return text if text == OWN_HUB else _address(text)


def _site_address(text: str) -> str:
    parts = _split(text)
    if parts.query or parts.fragment:
        raise refuse("a public address has neither ? nor #")
    if not text.isascii() or re.search("[()]", text):
        raise refuse("a public address is ASCII without parentheses", "write the host in its xn-- form")
    return text.rstrip("/")


def _contact(text: str) -> str:
    if not _CONTACT.fullmatch(text):
        raise refuse("not a contact", "write mailto:name@example.org, or the address of a page")
    return text


def _store_address(text: str) -> str:
    if re.match(r"postgres(?:ql)?:", text):
        raise refuse("names no driver", "begin with postgresql+psycopg://")
    if not re.match(r"(?:sqlite:///|postgresql\+psycopg://)\S", text):
        raise refuse("not a store's address", "begin with sqlite:/// or postgresql+psycopg://")
    return text


def _mirror_address(text: str) -> str:
    if not re.fullmatch(r"(?:s3|gs|az)://[^\s/?#@]+(?:/[^\s?#@]*)?|file:///[^\s?#]+", text):
        hint = "write s3://BUCKET, gs://BUCKET, az://CONTAINER or file:///FOLDER; what speaks S3 has an 'endpoint'"
        raise refuse(f"{quoted(text)} is no object store", hint)
    return text


def _network(text: str) -> str:
    try:
        ipaddress.ip_network(text)
    except ValueError:
        raise refuse(f"{quoted(text)} is no network", _meant_network(text)) from None
    return text


def _meant_network(text: str) -> str:
    try:
        return f"did you mean {str(ipaddress.ip_network(text, strict=False))!r}?"
    except ValueError:
        return "write CIDR, as 10.0.0.0/8 or fd00::/8"


_DURATION_SCHEMA = WithJsonSchema({"type": "string", "pattern": f"^{_DURATION.pattern}$", "examples": ["15m", "24h"]})

Text = Annotated[str, AfterValidator(_plain)]
Line = Annotated[str, AfterValidator(_line), WithJsonSchema({"type": "string", "minLength": 1})]
Slug = Annotated[str, AfterValidator(_slug), WithJsonSchema({"type": "string", "pattern": f"^{_SLUG.pattern}$"})]
ConceptName = Annotated[
    str, AfterValidator(concept_name), WithJsonSchema({"type": "string", "pattern": f"^{_CONCEPT.pattern}$"})
]
AddressPattern = Annotated[
    str,
    AfterValidator(_pattern),
    WithJsonSchema({"type": "string", "pattern": r"^[/*]\S*$"}),
    Field(examples=["/news/"]),
]
Selector = Annotated[str, AfterValidator(_selector), Field(examples=["li.news"])]
Agent = Annotated[str, AfterValidator(_agent)]
Certificates = Annotated[str, AfterValidator(_certificates)]
Cron = Annotated[str, AfterValidator(_cron), Field(examples=["*/30 * * * *"])]
Subject = Annotated[
    str, AfterValidator(_subject), WithJsonSchema({"type": "string", "pattern": f"^{_SUBJECT.pattern}$"})
]
Domain = Annotated[str, AfterValidator(_domain), Field(examples=["example.org"])]
Duration = Annotated[timedelta, BeforeValidator(_duration), _DURATION_SCHEMA]
Positive = Annotated[timedelta, BeforeValidator(_duration), AfterValidator(_positive), _DURATION_SCHEMA]
Size = Annotated[
    int,
    BeforeValidator(_size),
    WithJsonSchema({"anyOf": [{"type": "integer", "minimum": 1}, {"type": "string", "pattern": f"^{_SIZE.pattern}$"}]}),
]
Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
LanguageTag = Annotated[str, AfterValidator(language_tag), Field(examples=["kk", "kk-Cyrl"])]
TermLanguage = Annotated[str, AfterValidator(term_language)]
Country = Annotated[str, AfterValidator(country), WithJsonSchema({"type": "string", "pattern": "^[A-Z]{2}$"})]
TimeZone = Annotated[str, AfterValidator(_timezone), Field(examples=["Asia/Almaty"])]
Address = Annotated[
    str,
    AfterValidator(_address),
    WithJsonSchema({"type": "string", "format": "uri", "pattern": "^https?://[^/?#@]+([/?#].*)?$"}),
]
AddressOrNone = Annotated[str, AfterValidator(_address_or_none)]
HubAddress = Annotated[
    str,
    AfterValidator(_hub),
    WithJsonSchema({"type": "string", "pattern": f"^({OWN_HUB}|https?://[^/?#@]+([/?#].*)?)$"}),
]
SiteAddress = Annotated[str, AfterValidator(_site_address), WithJsonSchema({"type": "string", "pattern": "^https?://"})]
Contact = Annotated[str, AfterValidator(_contact), Field(examples=["mailto:news@example.org"])]
StoreAddress = Annotated[str, AfterValidator(_store_address), Field(examples=["sqlite:///var/syndicator.db"])]
MirrorAddress = Annotated[
    str,
    AfterValidator(_mirror_address),
    WithJsonSchema({"type": "string", "pattern": "^((s3|gs|az)://|file:///)[^?#@]+$"}),
    Field(examples=["s3://news"]),
]
Network = Annotated[str, AfterValidator(_network), Field(examples=["127.0.0.0/8"])]
Port = Annotated[int, Field(ge=1, le=65_535)]
