"""Where every published document lies: paths in the output store, public addresses, permanent ids."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit, urlunsplit

from syndicator.model.feed import Feed, FeedDefinition, Site

_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_PATH = "/:@!$&'()*+,;=~%"
_QUERY = _PATH + "?"


def feed_path(feed_id: str, edition: str | None, suffix: str) -> str:
    """The path of a feed document: ``feeds/x.atom``, ``feeds/x.ar.atom``."""
    return f"feeds/{feed_id}{f'.{edition}' if edition else ''}.{suffix}"


def topic_path(feed_id: str, edition: str | None) -> str:
    """The path of a topic's page, as asked for: ``topics/x``, ``topics/x/ar``."""
    return f"topics/{feed_id}{f'/{edition}' if edition else ''}"


def story_path(story: str) -> str:
    """The path of a story's page, as asked for."""
    return f"stories/{story}"


def page_file(path: str) -> str:
    """Where the page asked for as *path* lies in the output store."""
    return f"{path}.html" if path else "index.html"


def public(site: Site, path: str) -> str:
    """The public address of a path."""
    return f"{site.address}/{path}"


def rooted(site: Site, path: str) -> str:
    """A path as a link within the site: it works under whatever host the site is seen."""
    return f"{urlsplit(site.address).path}/{path}"


def page_of(feed: Feed, site: Site) -> str:
    """The public address of a feed's page."""
    return public(site, topic_path(feed.definition.id, feed.edition))


def feed_id(definition: FeedDefinition, edition: str | None, site: Site) -> str:
    """The permanent id of a feed: a tag URI (RFC 4151) that outlives moves of address and changes of title."""
    return f"tag:{site.authority},{site.since.isoformat()}:feed/{definition.id}{f'/{edition}' if edition else ''}"


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
