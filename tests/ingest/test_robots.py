"""robots.txt: what it says, and that listings do what it says."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest

from syndicator.ingest.robots import Obedient, Robots, parse
from syndicator.model.source import Outcome, Source, SourceState
from syndicator.ports import Failed, FetchFailed, Unchanged
from tests.ingest.fetching import NOW
from tests.ingest.publisher import Publisher, collect, failed, unchanged

SITE = "https://a.example"
SOURCE = Source("news", "News", "News", "page", f"{SITE}/news/")
RULES = f"{SITE}/robots.txt"


def allows(text: str, path: str, token: str = "syndicator") -> bool:
    return parse(text.encode(), token).allows(SITE + path)


@pytest.mark.parametrize(
    ("text", "path", "allowed"),
    [
        ("", "/x", True),
        ("User-agent: *\nDisallow: /", "/x", False),
        ("User-agent: *\nDisallow:", "/x", True),
        ("User-agent: *\nDisallow: /x\nAllow: /x/y", "/x/y/z", True),
        ("User-agent: *\nAllow: /x\nDisallow: /x", "/x", True),
        ("User-agent: *\nDisallow: /*.php$", "/a.php", False),
        ("User-agent: *\nDisallow: /*.php$", "/a.php5", True),
        ("User-agent: *\nDisallow: x", "/x", False),
        ("User-agent: other\nDisallow: /", "/x", True),
        ("User-agent: other\nUser-agent: Syndicator/2.0\nDisallow: /", "/x", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: syndicator\nAllow: /", "/x", True),
        (
            "User-agent: syndicator\nDisallow: /a\n\nUser-agent: z\nAllow: /\n\nuser-agent: SYNDICATOR\nDisallow: /b",
            "/b",
            False,
        ),
        ("User-agent: *\nCrawl-delay: 5\nSitemap: x\nDisallow: /", "/x", False),
        ("User-agent: a\nCrawl-delay: 5\nUser-agent: *\nDisallow: /", "/x", False),
        ("User-agent: *\r\nDisallow: /x # why\r\n", "/x", False),
        ("User-agent: *\rDisallow: /x", "/x", False),
        ("\ufeffUser-agent: *\nDisallow: /x", "/x", False),
        ("useragent: *\ndissallow /x", "/x", False),
        ("user agent: *\nDisallow: /x", "/x", False),
        ("Disallow: /", "/x", True),
        ("User-agent: ()\nDisallow: /", "/x", True),
        ("<html><body>User-agent: *<br>Disallow: /</body></html>", "/x", True),
        ("User-agent: *\nDisallow: /новости", "/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8/1", False),
    ],
)
def test_rules_are_read_as_the_standard_has_them(text: str, path: str, allowed: bool) -> None:
    """RFC 9309: groups merged, the longest match wins, of two as long the one that allows."""
    assert allows(text, path) is allowed


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be"])
def test_encodings_with_a_mark_are_read(encoding: str) -> None:
    """Some editors write nothing else."""
    mark = b"\xfe\xff" if encoding == "utf-16-be" else b""
    assert not parse(mark + "User-agent: *\nDisallow: /".encode(encoding)).allows(SITE)


def test_sitemaps_are_remembered_once_each() -> None:
    """They belong to no group."""
    text = (
        b"Sitemap: https://a.example/s.xml\nUser-agent: *\nSitemap: /n.xml\nsitemap: https://a.example/s.xml\nSitemap:"
    )
    assert parse(text).sitemaps == ("https://a.example/s.xml", "/n.xml")


def test_a_hostile_file_takes_no_time() -> None:
    """What lies beyond 512 kB is not looked at."""
    body = b"User-agent: *\n" + b"Disallow: /*a*a*a*a*a*a*a*b$\n" * 200_000 + b"Disallow: /\n"
    began = time.process_time()
    assert parse(body).allows(f"{SITE}/{'a' * 2000}")
    assert time.process_time() - began < 10


@pytest.mark.parametrize("twice", [True, False])
def test_very_many_names_take_no_time(twice: bool) -> None:
    """Names times rules, and names times names, would be hundreds of millions."""
    names = "".join(f"user-agent:a{number:x}\n" for number in range(15_000))
    body = names + (names if twice else "allow:/a\n" * 25_000) + "user-agent: *\ndisallow:/b"
    began = time.process_time()
    assert not allows(body, "/b")
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    ("text", "delay"),
    [
        ("User-agent: *\nCrawl-delay: 2.5", 2.5),
        ("User-agent: *\nCrawl-delay: 86400\nDisallow: /a", 30.0),
        ("User-agent: *\nCrawl-delay: -1", 0.0),
        ("User-agent: *\nCrawl-delay: nan", 0.0),
        ("User-agent: *\nCrawl-delay: 9\n\nUser-agent: syndicator\nDisallow: /a", 0.0),
        ("User-agent: syndicator\nCrawl-delay: 9\n\nUser-agent: *\nCrawl-delay: 3", 9.0),
        ("User-agent: other\nCrawl-delay: 9", 0.0),
        ("Crawl-delay: 9", 0.0),
    ],
)
def test_the_delay_that_is_asked_for_is_known(text: str, delay: float) -> None:
    """Conformance 149: of the group that is meant for us, never more than half a minute."""
    assert parse(text.encode()).delay == delay


@pytest.mark.shared
def test_files_of_the_web_are_read(shared: Path) -> None:
    """None takes long; few forbid us everything."""
    files = sorted((shared / "data" / "web" / "robots").iterdir())
    allowed = sum(parse(path.read_bytes()).allows(f"{SITE}/news/2026/an-article.html") for path in files)
    assert allowed > 0.8 * len(files)


# --- the kind that obeys -------------------------------------------------------------------------------------------


@dataclass
class Quiet:
    """A kind that finds nothing new, and counts how often it was asked."""

    asked: list[str] = field(default_factory=list)
    answer: Failed | None = None

    async def collect(self, source: Source, state: SourceState, **_: object) -> Unchanged | Failed:
        self.asked.append(source.address)
        return self.answer or Unchanged(replace(state, address=source.address))


def test_what_is_forbidden_is_not_fetched() -> None:
    """Conformance 146; the message says what to do."""
    kind, site = Quiet(), Publisher({RULES: "User-agent: *\nDisallow: /news/"})
    result = failed(collect(site, SOURCE, kinds={"page": Obedient(kind)}))
    assert (result.outcome, kind.asked) == (Outcome.BLOCKED, [])
    assert "ask the publisher" in result.message


def test_leave_is_asked_for_once_a_day() -> None:
    """RFC 9309, 2.4; another address asks anew."""
    kind, site = Quiet(), Publisher({RULES: "User-agent: *\nDisallow: /private/"})
    kinds = {"page": Obedient(kind)}
    state = unchanged(collect(site, SOURCE, kinds=kinds))
    state = unchanged(collect(site, SOURCE, state, now=NOW + timedelta(hours=23), kinds=kinds))
    assert site.addresses() == [RULES]
    collect(site, SOURCE, state, now=NOW + timedelta(hours=24), kinds=kinds)
    collect(site, replace(SOURCE, address=f"{SITE}/other/"), state, kinds=kinds)
    assert site.addresses() == [RULES, RULES]
    assert len(kind.asked) == 4


def test_a_failure_of_the_kind_is_handed_on() -> None:
    """Nothing is remembered of it."""
    kind = Quiet(answer=Failed(Outcome.TIMEOUT, "late"))
    assert failed(collect(Publisher(), SOURCE, kinds={"page": Obedient(kind)})).message == "late"


@pytest.mark.parametrize(
    ("answer", "goes_on"),
    [
        (FetchFailed(Outcome.CLIENT_ERROR, "none", status=404), True),
        (FetchFailed(Outcome.BLOCKED, "no", status=403), True),
        (FetchFailed(Outcome.EMPTY, "empty", status=200), True),
        (FetchFailed(Outcome.REDIRECTS, "round and round"), True),
        (FetchFailed(Outcome.SERVER_ERROR, "trouble", status=503), False),
        (FetchFailed(Outcome.RATE_LIMITED, "too often", 60, 429), False),
        (FetchFailed(Outcome.TIMEOUT, "late"), False),
    ],
)
def test_no_file_forbids_nothing_and_an_unknown_one_everything(answer: FetchFailed, goes_on: bool) -> None:
    """Conformance 148; RFC 9309, 2.3.1.3 and 2.3.1.4."""
    kind = Quiet()
    result = collect(Publisher({RULES: answer}), SOURCE, kinds={"page": Obedient(kind)})
    assert bool(kind.asked) is goes_on
    if not goes_on:
        assert failed(result) == Failed(
            answer.outcome, f"robots.txt cannot be had, so nothing is fetched: {answer.message}", answer.retry_after
        )


def test_a_source_with_a_name_of_its_own_is_looked_up_by_it() -> None:
    """The product token of its User-Agent."""
    site = Publisher({RULES: "User-agent: harvester\nDisallow: /"})
    kinds = {"page": Obedient(Quiet())}
    assert failed(collect(site, replace(SOURCE, user_agent="Harvester/1 (+x)"), kinds=kinds)).outcome is Outcome.BLOCKED
    unchanged(collect(site, SOURCE, kinds=kinds))


def test_nothing_known_forbids_nothing() -> None:
    """The state before any file was read."""
    assert Robots().allows("https://a.example/x")
