"""The invented publishers: who offers which channels at which path, in which format, and with which faults.

Two of them have no feed: one has a page that lists its news, the other a sitemap for search engines.
"""

from __future__ import annotations

from dataclasses import dataclass

from syndicator.demo.content import Channel, channels


@dataclass(frozen=True, slots=True)
class Outlet:
    """One feed of an invented publisher."""

    id: str
    """Also the id of the source that reads it."""
    publisher: str
    home: str
    """The path of its front page; its articles lie below."""
    path: str
    """The path of its feed, or of what it offers instead."""
    form: str
    """Key of the format that is written in."""
    files: tuple[str, ...]
    """The channels it carries."""
    zone: str
    country: str | None = None
    tracks: bool = False
    """Its markup carries a script and a tracking pixel."""
    broken: bool = False
    """Its feed breaks off in the middle, and now and then its server fails."""

    @property
    def channels(self) -> tuple[Channel, ...]:
        """What it publishes."""
        return tuple(channels()[file] for file in self.files)

    @property
    def name(self) -> str:
        """The name in its own, first language."""
        return self.channels[0].name


_UNIVERSITY = "University of Nablus Heights"
_AGENCY = "Steppe News Agency"
_HOSPITAL = "Givat HaErez Medical Centre"
_GAZETTE = "Harbour Gazette"
_LANTERN = "Lantern Weekly"
_COUNCIL = "World Council for Health Learning"
_LAKES = "Two Lakes School of Medicine"
_VESTNIK = "Tulpar Academy"

_ROWS = (
    Outlet(
        "university-en",
        _UNIVERSITY,
        "/university/en/",
        "/university/en/feed/",
        "wordpress",
        ("university.en",),
        "Asia/Hebron",
        "PS",
    ),
    Outlet(
        "university-ar",
        _UNIVERSITY,
        "/university/ar/",
        "/university/ar/feed/",
        "wordpress",
        ("university.ar",),
        "Asia/Hebron",
        "PS",
    ),
    Outlet("agency-kk", _AGENCY, "/agency/kk/", "/agency/kk.xml", "rss", ("agency.kk",), "Asia/Almaty", "KZ"),
    Outlet("agency-ru", _AGENCY, "/agency/ru/", "/agency/ru.xml", "rss", ("agency.ru",), "Asia/Almaty", "KZ"),
    Outlet("agency-en", _AGENCY, "/agency/en/", "/agency/en.xml", "rss", ("agency.en",), "Asia/Almaty", "KZ"),
    Outlet(
        "hospital-he", _HOSPITAL, "/hospital/", "/hospital/atom.xml", "atom", ("hospital.he",), "Asia/Jerusalem", "IL"
    ),
    Outlet(
        "council", _COUNCIL, "/council/", "/council/feed.json", "json", ("council.en", "council.fr"), "Europe/Zurich"
    ),
    Outlet(
        "gazette",
        _GAZETTE,
        "/gazette/",
        "/gazette/rss.xml",
        "rss",
        ("gazette.en",),
        "Europe/London",
        tracks=True,
    ),
    Outlet(
        "lantern",
        _LANTERN,
        "/lantern/",
        "/lantern/rss.xml",
        "rss",
        ("lantern.en",),
        "Europe/London",
        broken=True,
    ),
    Outlet("lakes", _LAKES, "/lakes/", "/lakes/news/", "listing", ("lakes.en",), "Europe/Zurich", "CH"),
    Outlet(
        "vestnik",
        _VESTNIK,
        "/vestnik/",
        "/vestnik/news-sitemap.xml",
        "sitemap",
        ("vestnik.ru",),
        "Asia/Almaty",
        "KZ",
    ),
)

OUTLETS = {outlet.id: outlet for outlet in _ROWS}
"""Every outlet by id."""
