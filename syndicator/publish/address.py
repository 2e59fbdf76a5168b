"""Where every published document lies: paths in the output store, public addresses, permanent ids."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote, urlsplit, urlunsplit

from syndicator.model.feed import Feed, FeedDefinition, Site

_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_PATH = "/:@!$&'()*+,;=~%"
_QUERY = _PATH + "?"
_FEEDS = "feeds/"
_ARCHIVE = re.compile(r"feeds/[^/]+/archive/(\d{4}-\d{2})\.[a-z]+")


def feed_path(feed_id: str, edition: str | None, suffix: str, month: str = "") -> str:
    """The path of a feed document: ``feeds/x.atom``, ``feeds/x.ar.atom``; ``feeds/x/archive/2026-11.atom``."""
    name = f"{_FEEDS}{feed_id}{f'.{edition}' if edition else ''}"
    return f"{name}/archive/{month}.{suffix}" if month else f"{name}.{suffix}"


def manifest_path(feed_id: str, edition: str | None) -> str:
    """The path of what is said of an edition's archives."""
    return feed_path(feed_id, edition, "json", "manifest")


def archived_month(path: str) -> str:
    """The month of the archive document at *path*; empty for every other document."""
    found = _ARCHIVE.fullmatch(path)
    return found[1] if found else ""


def topic_path(feed_id: str, edition: str | None) -> str:
    """The path of a topic's page, as asked for: ``topics/x``, ``topics/x/ar``."""
    return f"topics/{feed_id}{f'/{edition}' if edition else ''}"


def edition_path(feed_id: str, edition: str | None) -> str:
    """The path of a topic's page that shows this edition to everybody; of all languages ``topics/x.html``."""
    return topic_path(feed_id, edition) if edition else page_file(topic_path(feed_id, None))


def about_path(feed_id: str, edition: str | None) -> str:
    """The path of the page about a feed, as asked for: ``topics/x/about``, ``topics/x/ar/about``."""
    return f"{topic_path(feed_id, edition)}/about"


def story_path(story: str) -> str:
    """The path of a story's page, as asked for."""
    return f"stories/{story}"


MISSING = "404.html"
"""The page that stands for all that is not there; servers of files know it by this name."""


def page_file(path: str) -> str:
    """Where the page asked for as *path* lies in the output store."""
    return f"{path}.html" if path else "index.html"


def public(site: Site, path: str) -> str:
    """The public address of a path."""
    return f"{site.address}/{path}"


@lru_cache(1024)
def feed_links(site: Site, path: str) -> tuple[str, ...]:
    """Values of Link header fields by which a feed document names its hubs and itself (WebSub, 4); quoted, as some
    hubs want it. None for other documents, or without a hub."""
    if not path.startswith(_FEEDS) or archived_month(path) or not site.hubs:
        return ()
    hubs = (f'<{encoded(hub)}>; rel="hub"' for hub in site.hubs)
    return (*hubs, f'<{encoded(public(site, path))}>; rel="self"')


def rooted(site: Site, path: str) -> str:
    """A path as a link within the site: it works under whatever host the site is seen."""
    return f"{urlsplit(site.address).path}/{path}"


def page_of(feed: Feed, site: Site) -> str:
    """The public address of a feed's page."""
    return public(site, topic_path(feed.definition.id, feed.edition))


def feed_id(definition: FeedDefinition, edition: str | None, site: Site) -> str:
    """The permanent id of a feed: a tag URI (RFC 4151) that outlives moves of address and changes of title."""
    return f"tag:{site.authority},{site.since.isoformat()}:feed/{definition.id}{f'/{edition}' if edition else ''}"


@lru_cache(maxsize=32_768)  # every format and every page asks for the same ones anew
def served_at(host: str, port: int) -> str:
    """The address of what is served there, without a trailing slash; IPv6 stands in brackets (RFC 3986, 3.2.2)."""
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def encoded(address: str) -> str:
    """An IRI as a URI: path, query and fragment percent-encoded (RFC 3987, section 3.1), host in punycode.

    Raises ValueError for what is no http or https address. Credentials are left away.
    """
    parts = urlsplit(address.strip())
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
        raise ValueError(f"not an absolute http address: {address[:200]!r}")
    return urlunsplit(
        (parts.scheme.lower(), _host(parts.hostname, parts.port), *map(_quoted, parts[2:3]), *map(_asked, parts[3:]))
    )


def _host(name: str, port: int | None) -> str:
    ascii_name = f"[{name}]" if ":" in name else name.encode("idna").decode("ascii")
    return f"{ascii_name}:{port}" if port is not None else ascii_name


def _quoted(path: str) -> str:
    return quote(_STRAY_PERCENT.sub("%25", path), safe=_PATH) or "/"


def _asked(query: str) -> str:
    return quote(_STRAY_PERCENT.sub("%25", query), safe=_QUERY)
