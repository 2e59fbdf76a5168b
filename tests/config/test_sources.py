"""Settings of publishers in, sources out."""

from __future__ import annotations

import textwrap
from datetime import timedelta
from pathlib import Path

import pytest

from syndicator.chaos import Authorities
from syndicator.config import dump_source, load
from syndicator.model.source import (
    Fulltext,
    IdentityPolicy,
    Limits,
    PageOptions,
    Republish,
    Rights,
    SitemapOptions,
    Source,
)
from tests.config.conftest import Newsroom, Spoil

FILE = "config/sources/steppe.yaml"


def test_a_source_inherits_what_its_file_says(newsroom: Newsroom) -> None:
    """And has the publisher's name without one of its own."""
    assert newsroom.load().sources["steppe-kk"] == Source(
        id="steppe-kk",
        name="Steppe Daily",
        publisher="Steppe Daily",
        kind="feed",
        address="https://steppe.example/kk.xml",
        language="kk",
        country="KZ",
        timezone="Asia/Almaty",
    )


def test_a_source_overrides_what_its_file_says(newsroom: Newsroom) -> None:
    """Rights and limits key by key, all else as a whole."""
    newsroom.write(
        FILE,
        """\
        publisher: Steppe Daily
        homepage: https://steppe.example/
        trust: 60
        languages: [kk, ru]
        rights: {republish: excerpt, excerpt: 200, notice: © Steppe}
        limits: {deadline: 60s, entries: 10}
        interval: 30m
        user_agent: Mozilla/5.0
        sources:
          - id: one
            name: One
            address: http://127.0.0.1:8001/one.xml
            homepage: ""
            trust: 0
            languages: [ru]
            rights: {republish: full, images: true}
            limits: {wire: 2MB}
            cron: "*/30 * * * *"
            identity: title+date
            allow_private: [127.0.0.0/8]
            allow_ports: [8001]
            user_agent: null
          - {id: two, address: 'https://steppe.example/two.xml', enabled: false, reason: moved away}
        """,
    )
    one, two = newsroom.load().sources.values()
    assert one == Source(
        id="one",
        name="One",
        publisher="Steppe Daily",
        kind="feed",
        address="http://127.0.0.1:8001/one.xml",
        languages=("ru",),
        identity=IdentityPolicy.TITLE_DATE,
        rights=Rights(Republish.FULL, 200, images=True, notice="© Steppe"),
        trust=0,
        cron="*/30 * * * *",
        allow_private=("127.0.0.0/8",),
        allow_ports=(8001,),
        limits=Limits(deadline=60.0, entries=10, wire=2_000_000),
    )
    assert (two.trust, two.languages, two.interval) == (60, ("kk", "ru"), timedelta(minutes=30))
    assert (two.enabled, two.reason, two.user_agent) == (False, "moved away", "Mozilla/5.0")


def test_certificates_are_pasted_as_they_are(newsroom: Newsroom, authorities: Authorities) -> None:
    """S21: they themselves, not where they lie; what is written back is read as the same."""
    pem = authorities.pem.read_text(encoding="ascii")
    head = "publisher: Steppe\nsources:\n  - id: one\n    address: https://steppe.example/\n    certificates: |\n"
    newsroom.write(FILE, (head + textwrap.indent(pem, "      ")).encode())
    [one] = newsroom.load().sources.values()
    assert one.certificates == pem
    newsroom.write(FILE, dump_source(one).encode())
    assert list(newsroom.load().sources.values()) == [one]


@pytest.mark.parametrize("junk", ["ca.pem", "'-----BEGIN CERTIFICATE-----'", "сертификат"])
def test_what_is_no_certificate_is_refused(spoil: Spoil, junk: str) -> None:
    """With the way to write it."""
    [problem] = spoil(FILE, "    language: kk\n", f"    language: kk\n    certificates: {junk}\n")
    assert "8:19: sources[0].certificates: is no certificate in PEM form; paste it whole" in problem


def test_limits_of_a_source_begin_with_those_of_the_service(newsroom: Newsroom) -> None:
    """Service, file, source: the last word counts."""
    newsroom.change("config/syndicator.yaml", "  languages: [en, kk]", "limits: {redirects: 2, entries: 9}")
    newsroom.change(FILE, "country: KZ", "limits: {entries: 8}")
    newsroom.change(FILE, "    language: kk", "    limits: {entries: 7}")
    sources = newsroom.load().sources
    assert sources["steppe-kk"].limits == Limits(redirects=2, entries=7)
    assert sources["steppe-ru"].limits == Limits(redirects=2, entries=8)


def test_kinds_of_extensions_can_be_named(newsroom: Newsroom) -> None:
    """The composition root knows them."""
    newsroom.change(FILE, "country: KZ", "kind: telegraph")
    source = load(Path("config"), kinds=("feed", "telegraph")).sources["steppe-kk"]
    assert (source.kind, source.options) == ("telegraph", None)


def test_settings_of_a_kind_stand_under_its_name(newsroom: Newsroom) -> None:
    """Each key is inherited by itself; a source of the kind has the defaults without any."""
    newsroom.write(
        FILE,
        """\
        publisher: Steppe Daily
        kind: sitemap
        sitemap: {include: [/kk/], newest: 50}
        sources:
          - {id: one, address: 'https://steppe.example/1.xml'}
          - {id: two, address: 'https://steppe.example/2.xml', sitemap: {include: [/ru/], exclude: ["*/sport/"]}}
          - {id: three, address: 'https://steppe.example/3.xml', kind: feed}
        """,
    )
    one, two, three = newsroom.load().sources.values()
    assert one.options == SitemapOptions(include=("/kk/",), newest=50)
    assert two.options == SitemapOptions(include=("/ru/",), exclude=("*/sport/",), newest=50)
    assert three.options is None
    newsroom.write(FILE, "publisher: A\nsources: [{id: a, address: 'https://a.example/', kind: sitemap}]")
    assert newsroom.load().sources["a"].options == SitemapOptions()


def test_each_setting_of_pages_is_inherited_by_itself(newsroom: Newsroom) -> None:
    """Written once for the file, differing at a source."""
    newsroom.change(FILE, "country: KZ", "pages: {fulltext: facts, most: 3}")
    newsroom.change(FILE, "    language: kk", "    pages: {fulltext: selector, selector: div.text}")
    sources = newsroom.load().sources
    assert sources["steppe-kk"].pages == PageOptions(Fulltext.SELECTOR, "div.text", 3)
    assert sources["steppe-ru"].pages == PageOptions(Fulltext.FACTS, most=3)


def test_settings_of_another_kind_are_refused(spoil: Spoil) -> None:
    """No setting without an effect, at the source or once for the file."""
    assert spoil(FILE, "    language: kk\n", "    language: kk\n    sitemap: {newest: 1}\n") == [
        f"{FILE}:8:5: sources[0].sitemap: settings for the kind 'sitemap', but this source is of the kind 'feed'; "
        "write 'kind: sitemap', or remove them"
    ]


def test_settings_of_a_kind_that_no_source_has_are_refused(spoil: Spoil) -> None:
    """Written once for the file."""
    assert spoil(FILE, "country: KZ", "country: KZ\nsitemap: {newest: 1}") == [
        f"{FILE}:3:1: sitemap: settings for the kind 'sitemap', but no source of this file is of that kind; "
        "write 'kind: sitemap', or remove them"
    ]


def test_one_fault_does_not_hide_another_in_the_same_source(spoil: Spoil) -> None:
    """Faulty values are left out, and what remains is checked on."""
    problems = spoil(
        FILE,
        "    language: kk\n",
        "    langauge: kk\n    trust: high\n    enabled: false\n"
        "    interval: 5m\n    cron: '* * * * *'\n    kind: fead\n",
    )
    assert problems == [
        "config/sources/steppe.yaml:7:5: sources[0].langauge: unknown key 'langauge'; did you mean 'language'?",
        "config/sources/steppe.yaml:8:12: sources[0].trust: expected a whole number, got text; "
        "write it without quotes and units",
        "config/sources/steppe.yaml:9:14: sources[0].enabled: disabled without a reason; add 'reason: ...'",
        "config/sources/steppe.yaml:11:5: sources[0].cron: interval and cron together; keep one of them",
        "config/sources/steppe.yaml:12:11: sources[0].kind: unknown kind 'fead'; did you mean 'feed'?",
    ]


def test_an_id_twice_in_one_file_names_the_other_place(spoil: Spoil) -> None:
    """Also when the other source has faults of its own."""
    assert spoil(FILE, "id: steppe-ru\n    name: Степь", "id: steppe-kk\n    name: 5") == [
        "config/sources/steppe.yaml:8:9: sources[1].id: the source id 'steppe-kk' stands twice; "
        "the other one is config/sources/steppe.yaml:5:9; choose another id",
        "config/sources/steppe.yaml:9:11: sources[1].name: expected text, got a number; put it in quotes",
    ]


def test_a_feed_that_two_files_collect_is_refused_unless_one_is_switched_off(newsroom: Newsroom) -> None:
    """They might say different things of its rights; pages may be read twice, with selectors of their own."""
    other = "publisher: B\nsources:\n  - id: twin\n    address: {}\n    {}\n"
    address = newsroom.load().sources["steppe-ru"].address
    twin = Path("config/sources/twin.yaml")
    twin.write_text(other.format(address, "language: ru"))
    assert [str(each) for each in newsroom.problems()] == [
        f"config/sources/twin.yaml:4:14: sources[0].address: two sources collect this address; "
        f"the other one is {FILE}:10:14; remove one of them, or switch it off"
    ]
    for difference in ("enabled: false\n    reason: It is the same.", "kind: listing"):
        twin.write_text(other.format(address, difference))
        assert "twin" in newsroom.load().sources


def test_a_fault_written_once_for_the_file_points_there(spoil: Spoil) -> None:
    """Not at the source that inherits it."""
    problems = spoil(FILE, "country: KZ", "enabled: false\ninterval: 1h\ncron: '0 * * * *'\nlanguages: [kk]")
    assert problems == [
        "config/sources/steppe.yaml:2:10: enabled: disabled without a reason; add 'reason: ...'",
        "config/sources/steppe.yaml:4:1: cron: interval and cron together; keep one of them",
        "config/sources/steppe.yaml:14:15: sources[1].language: 'ru' is not among the source's languages; "
        "add it to 'languages', or correct it",
    ]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("publisher: Steppe Daily\n", "", "1:1: publisher: missing key 'publisher'; add it: The publisher's name."),
        ("  - id: steppe-kk\n    ", "  - ", "5:5: sources[0].id: missing key 'id'; add it: Names the source"),
        ("https://steppe.example/kk.xml", "ftp://steppe.example/", "6:14: sources[0].address: not an address"),
        ("country: KZ", "country: kz", "2:10: country: 'kz' is no country code; did you mean 'KZ'?"),
        ("Asia/Almaty", "Asia/Almata", "3:11: timezone: 'Asia/Almata' is no time zone; did you mean 'Asia/Almaty'?"),
        ("language: kk", "language: kz", "7:15: sources[0].language: 'kz' is no language; did you mean 'kk'?"),
        ("language: kk", "languages: [kk, xx]", "7:21: sources[0].languages[1]: 'xx' is no language"),
        ("language: kk", "identity: gid", "7:15: sources[0].identity: must be one of guid, link, title+date; did you"),
        ("language: kk", "rights: {republish: all}", "7:25: sources[0].rights.republish: must be one of headline, exc"),
        ("language: kk", "rights: {full: yes}", "7:14: sources[0].rights.full: unknown key 'full'; known keys: attrib"),
        ("language: kk", "enabled: no", "7:14: sources[0].enabled: expected true or false, got text; write true or"),
        ("language: kk", "trust: 101", "7:12: sources[0].trust: must be at most 100"),
        ("language: kk", "allow_ports: [0]", "7:19: sources[0].allow_ports[0]: must be at least 1"),
        ("language: kk", "allow_private: [10.1.0.0/8]", "7:21: sources[0].allow_private[0]: '10.1.0.0/8' is no netw"),
        (
            "language: kk",
            "kind: sitemap\n    sitemap: {newest: 0}",
            "8:23: sources[0].sitemap.newest: must be at least 1",
        ),
        (
            "language: kk",
            "kind: sitemap\n    sitemap: {newst: 1}",
            "8:15: sources[0].sitemap.newst: unknown key 'newst'; did you mean",
        ),
        (
            "language: kk",
            "kind: sitemap\n    sitemap: {include: [news]}",
            "8:25: sources[0].sitemap.include[0]: 'news' is no pattern of",
        ),
        (
            "language: kk",
            "kind: sitemap\n    sitemap: {include: /a}",
            "8:24: sources[0].sitemap.include: expected a list, got text; put",
        ),
        (
            "language: kk",
            "kind: listing\n    listing: {item: 'li, , a'}",
            "8:21: sources[0].listing.item: 'li, , a' is no selector: Expected selector, got <DELIM ',' in column 5",
        ),
        (
            "language: kk",
            "kind: listing\n    listing: {item: 'li:frist-child'}",
            "8:21: sources[0].listing.item: 'li:frist-child' is no selector: The pseudo-class :frist-child is unk",
        ),
        (
            "language: kk",
            "kind: listing\n    listing: {item: '   '}",
            "8:21: sources[0].listing.item: '   ' is no selector",
        ),
        (
            "language: kk",
            "kind: listing\n    listing: {item: 'svg|li'}",
            "8:21: sources[0].listing.item: 'svg|li' has a prefix, which no name in a page has; write 'li' alone",
        ),
        (
            "language: kk",
            "pages: {fulltext: auto, selector: 'div:has(x|b)'}",
            "7:39: sources[0].pages.selector: 'x|b' has a prefix",
        ),
        (
            "language: kk",
            "pages: {fulltext: auto, selector: 'a[x|href]'}",
            "7:39: sources[0].pages.selector: 'x|href' ha",
        ),
        (
            "language: kk",
            "pages: {fulltext: auto, selector: \"a[b='\\x01']\"}",
            "7:39: sources[0].pages.selector: \"a[b='\\x01']\" is no selector: it holds what no page can hold",
        ),
        (
            "language: kk",
            "pages: {fulltext: facts, selector: p}",
            "7:12: sources[0].pages: 'fulltext: selector' and 'sel",
        ),
        ("language: kk", f"kind: listing\n    listing: {{item: {'a' * 501}}}", "8:21: sources[0].listing.item: longer"),
        ("language: kk", "kind: listing\n    listing: {link: a}", "8:14: sources[0].listing: selectors without 'item'"),
        (
            "language: kk",
            "pages: {fulltext: selector}",
            "7:12: sources[0].pages: 'fulltext: selector' and 'selector' go together; say both, or neither",
        ),
        ("language: kk", "pages: {selector: p}", "7:12: sources[0].pages: 'fulltext: selector' and 'selector' go tog"),
        (
            "language: kk",
            "pages: {fulltext: whole}",
            "7:23: sources[0].pages.fulltext: must be one of never, facts",
        ),
        (
            "language: kk",
            "rights: full",
            "7:13: sources[0].rights: expected a mapping, got text; write its keys, as in {repub",
        ),
        ("language: kk", "cron: hourly", "7:11: sources[0].cron: has 1 fields, not 5"),
        ("language: kk", "interval: 0s", "7:15: sources[0].interval: must be longer than nothing"),
        (
            "language: kk",
            "homepage:",
            "7:14: sources[0].homepage: expected text, got nothing; write a value, or remove",
        ),
    ],
)
def test_faulty_sources_are_refused(spoil: Spoil, old: str, new: str, problem: str) -> None:
    """Each with its place and what would be right."""
    (found,) = spoil(FILE, old, new)
    assert found.startswith(f"{FILE}:{problem}")


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("", ["1:1: expected a mapping, got nothing; the file is empty: write its keys, or remove it"]),
        ("- a\n", ["1:1: expected a mapping, got a list; write its keys, as in {publisher: …}"]),
        ("publisher: A\nsources: []\n", ["2:10: sources: must not be empty"]),
        (
            "publisher: A\nsources: [x]\n",
            ["2:11: sources[0]: expected a mapping, got text; write its keys, as in {id: …}"],
        ),
        (
            "publisher: A\npublisher: B\nsources: x\n",
            [
                "2:1: publisher: the key 'publisher' stands twice; the first one is in line 1",
                "3:10: sources: expected a list, got text; put it in brackets: [ ]",
            ],
        ),
        (
            "pubisher: A\npublisher: B\npublisher: C\n",
            [
                "1:1: pubisher: unknown key 'pubisher'; did you mean 'publisher'?",
                "1:1: sources: missing key 'sources'; add it: The publisher's sources.",
                "3:1: publisher: the key 'publisher' stands twice; the first one is in line 2",
            ],
        ),
    ],
)
def test_a_file_without_usable_sources_tells_each_fault_once(
    newsroom: Newsroom, text: str, problems: list[str]
) -> None:
    """What lacks after faulty values were left out is no news."""
    newsroom.write("config/sources/z.yaml", text)
    assert [str(each) for each in newsroom.problems()] == [f"config/sources/z.yaml:{each}" for each in problems]
