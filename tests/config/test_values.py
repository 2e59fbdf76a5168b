"""Single values: what is accepted, what comes out, what is said when it is not."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from syndicator.config import values


def _read(kind: Any, value: object) -> Any:
    return TypeAdapter(kind).validate_python(value, strict=True)


def _refusal(kind: Any, value: object) -> str:
    with pytest.raises(ValidationError) as caught:
        _read(kind, value)
    context = caught.value.errors()[0].get("ctx", {})
    return f"{context.get('message')}; {context.get('hint')}"


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("90s", 90), ("0.5s", 0.5), ("15m", 900), ("24h", 86_400), ("7d", 604_800), ("0s", 0), ("1.5h", 5400)],
)
def test_a_duration_is_a_number_and_a_unit(text: str, seconds: float) -> None:
    """Seconds, minutes, hours and days."""
    assert _read(values.Duration, text) == timedelta(seconds=seconds)


@pytest.mark.parametrize("value", ["90", 90, "-1s", "1 h", "1w", "1h30m", "", None, "1234567s"])
def test_anything_else_is_no_duration(value: object) -> None:
    """A number without a unit could mean anything."""
    assert _refusal(values.Duration, value) == "not a duration; write a number and s, m, h or d: 90s, 15m, 24h, 7d"


@pytest.mark.parametrize("text", ["90s", "15m", "24h", "7d", "0s", "0.5s", "36h", "90m", "1.25s"])
def test_a_duration_is_written_as_it_is_read(text: str) -> None:
    """In the largest unit that fits."""
    duration = _read(values.Duration, text)
    assert _read(values.Duration, values.written(duration)) == duration
    assert values.written(timedelta(hours=48)) == "2d"


@pytest.mark.parametrize(
    ("value", "size"), [("8MB", 8_000_000), ("512kB", 512_000), ("1.5 GB", 1_500_000_000), ("10B", 10), (77, 77)]
)
def test_a_size_is_bytes_or_a_number_and_a_unit(value: object, size: int) -> None:
    """Units are decimal."""
    assert _read(values.Size, value) == size


@pytest.mark.parametrize("value", ["8 megabytes", "8mb", "77", 0, -1, True, 1.5, None, 10**12])
def test_anything_else_is_no_size(value: object) -> None:
    """Zero bytes would stop everything."""
    assert _refusal(values.Size, value).startswith("not a size")


def test_a_day_is_written_in_one_way() -> None:
    """ISO 8601's other forms are refused."""
    assert _read(values.Day, "2026-02-28") == date(2026, 2, 28)
    for wrong in ("2026-02-29", "20260228", "28.02.2026", 2026, "2026-W09-6"):
        assert _refusal(values.Day, wrong) == "not a date; write year-month-day: 2026-01-31"


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("kk", "kk"),
        ("KK-cyrl", "kk-Cyrl"),
        ("pt-br", "pt-BR"),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("es-419", "es-419"),
        ("kaa", "kaa"),
        ("de-1996", "de-1996"),
        ("sl-rozaj-biske", "sl-rozaj-biske"),
        ("en-x-legal", "en-x-legal"),
    ],
)
def test_a_language_tag_takes_its_recommended_case(text: str, tag: str) -> None:
    """RFC 5646 section 2.1.1."""
    assert values.language_tag(text) == tag


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("en_US", "'en_US' is no language tag; write BCP 47 with hyphens, as kk, kk-Cyrl, pt-BR"),
        ("", "'' is no language tag"),
        ("kazakh", "'kazakh' is no language subtag; did you mean 'kk'?"),
        ("klingonese", "'klingonese' is no language tag"),
        ("qwertyu", "'qwertyu' is no language subtag; write BCP 47, as kk"),
        ("kz", "'kz' is no language; did you mean 'kk'?"),
        ("xx", "'xx' is no language; see the list of ISO 639-1"),
        ("rus", "'rus' is not the language's subtag; did you mean 'ru'?"),
        ("iw", "'iw' is not the language's subtag; did you mean 'he'?"),
        ("kk-Cyrx", "'Cyrx' is no script (ISO 15924)"),
        ("kk-XQ", "'XQ' is no country code"),
    ],
)
def test_what_is_no_language_is_refused(text: str, refusal: str) -> None:
    """A country's code in place of a language's is the usual slip."""
    assert _refusal(values.LanguageTag, text).startswith(refusal)


def test_terms_are_for_a_language_whatever_its_script() -> None:
    """``*`` stands for every language."""
    assert [values.term_language(each) for each in ("kk", "*")] == ["kk", "*"]
    assert _refusal(values.TermLanguage, "kk-Latn").startswith("'kk-Latn' is more than a language; write 'kk'")


def test_countries_are_those_of_iso_3166() -> None:
    """Codes that CLDR alone knows are refused, Kosovo's is not."""
    for code in ("KZ", "IL", "PS", "NO", "XK"):
        assert _read(values.Country, code) == code
    for meant, code in (("kz", "KZ"), ("KAZ", "KZ"), ("UK", "GB"), ("kazakhstan", "KZ"), ("Untied States", "US")):
        assert _refusal(values.Country, meant) == f"{meant!r} is no country code; did you mean {code!r}?"
    for wrong in ("EU", "ZZ", "SU", "419", ""):
        assert "is no country code; write ISO 3166-1 alpha-2, as KZ" in _refusal(values.Country, wrong)


def test_time_zones_are_those_of_iana() -> None:
    """Paths and folders of the database are none."""
    assert _read(values.TimeZone, "Asia/Almaty") == "Asia/Almaty"
    assert _refusal(values.TimeZone, "Asia/Almati") == "'Asia/Almati' is no time zone; did you mean 'Asia/Almaty'?"
    for wrong in ("../etc/passwd", "/etc/localtime", "", "Asia", "MSK+3", "\x00"):
        assert "is no time zone" in _refusal(values.TimeZone, wrong)


@pytest.mark.parametrize(
    "address",
    [
        "https://a.example/feed?x=1#y",
        "http://127.0.0.1:8001/",
        "https://қаз.example/жаңа",
        "http://[::1]/",
        "https://m.example/@me",
    ],
)
def test_addresses_are_http_or_https(address: str) -> None:
    """They stay as written."""
    assert _read(values.Address, address) == address
    assert _read(values.AddressOrNone, address) == address


@pytest.mark.parametrize(
    "address",
    [
        "ftp://a.example/",
        "file:///etc/passwd",
        "a.example/feed",
        "https://",
        "https:///feed",
        "https://a.example:99999/",
        "https://a.example:0/",
        "https://[::1/",
        "https://a.example/a b",
        "https://a.example\\@b.example/",
        "https://a.example/\n",
        "",
    ],
)
def test_anything_else_is_no_address(address: str) -> None:
    """Including what parsers disagree about."""
    assert _refusal(values.Address, address) == "not an address; write http:// or https:// and the rest"


def test_an_address_holds_no_password() -> None:
    """And the refusal does not repeat it."""
    refusal = "an address must not hold a user or a password; remove all between // and @"
    assert _refusal(values.Address, "https://joe:hunter2@a.example/") == refusal


def test_an_optional_address_may_be_empty() -> None:
    """Empty means none."""
    assert _read(values.AddressOrNone, "") == ""


def test_networks_are_cidr_with_clear_host_bits() -> None:
    """A slip in the mask would open more than was meant."""
    for text in ("127.0.0.0/8", "fd00::/8", "10.0.0.1", "10.0.0.1/32"):
        assert _read(values.Network, text) == text
    assert _refusal(values.Network, "10.0.0.1/8") == "'10.0.0.1/8' is no network; did you mean '10.0.0.0/8'?"
    assert _refusal(values.Network, "localhost") == "'localhost' is no network; write CIDR, as 10.0.0.0/8 or fd00::/8"


@pytest.mark.parametrize(
    ("kind", "good", "wrong", "refusal"),
    [
        (values.Slug, "steppe-kk-2", "Steppe", "'Steppe' is no id; use up to 64 of a-z, 0-9 and hyphen"),
        (values.Slug, "a" * 64, "a" * 65, f"'{'a' * 60}…' is no id"),
        (values.Slug, "con", "../x", "'../x' is no id"),
        (values.ConceptName, "joint-degree", "2-plus-2", "'2-plus-2' is no concept's name; begin with a-z"),
        (values.ConceptName, "medicine", "places", "'places' is a word of the rule language; choose another name"),
        (values.Cron, "*/30 8-18 * * mon-fri", "30 * * *", "has 4 fields, not 5; minute hour day month weekday"),
        (values.Cron, "0 0 1 1 *", "0 0 1 1 ;", "';' is no field of a cron expression"),
        (values.Subject, "medtop:20000405", "20000405", "'20000405' is no IPTC Media Topic; write medtop:"),
        (values.Domain, "news.example.org", "News.Example.org", "not a domain name in small letters"),
        (values.Agent, "Mozilla/5.0 (x)", "a\r\nX-Evil: 1", "must be 1 to 200 printable ASCII characters"),
        (values.Contact, "mailto:a@b.example", "a@b.example", "not a contact; write mailto:name@example.org"),
        (values.Contact, "https://a.example/about", "mailto:a@b.example) x", "not a contact"),
        (values.Line, "Казинформ", "a\nb", "must be one line without control characters"),
        (values.Line, "a", "  ", "empty; write a text"),
        (values.Text, "", "a\u2028b", "must be one line without control characters"),
        (values.SiteAddress, "http://localhost:8000/news", "https://a.example/(x)", "a public address is ASCII"),
        (values.StoreAddress, "sqlite:///var/x.db", "sqlite://", "not a store's address"),
        (values.StoreAddress, "postgresql+psycopg://h/d", "postgres://h/d", "names no driver"),
    ],
)
def test_short_texts_have_their_forms(kind: Any, good: str, wrong: str, refusal: str) -> None:
    """What is good stays as written; what is wrong is refused with a remedy."""
    assert _read(kind, good) == good
    assert _refusal(kind, wrong).startswith(refusal)


def test_a_folded_line_loses_the_end_that_yaml_gives_it() -> None:
    """``reason: >`` is how long lines are written."""
    assert _read(values.Text, "moved away\n") == "moved away"


def test_what_is_quoted_in_a_message_is_short_and_without_passwords() -> None:
    """The password goes before the text is cut."""
    assert values.quoted("https://joe:" + "x" * 100 + "@a.example/") == "'https://***@a.example/'"
    assert values.quoted("x" * 70) == repr("x" * 60 + "…")
