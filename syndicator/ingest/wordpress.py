"""Sources of the kind ``wordpress``: the posts of a site that its REST API gives, whole and with their times of change.

Only what changed since the last post we have is asked for, and everything once a day. The address that is asked stays
the same as long as nothing is new, so that caches on the way can answer.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urlencode, urljoin, urlsplit

from syndicator.ingest.document import WHOLE_EVERY, DocumentKind
from syndicator.model.source import Outcome, Source, SourceState, WordPressOptions
from syndicator.ports import Collected, Failed, Fetch, Form, Reader, Unchanged

_ONE = DocumentKind(Form.POSTS, "application/json")
_FIELDS = (
    "date_gmt,modified_gmt,status,link,guid,title,excerpt,content,lang,wpml_current_locale,wpml_translations,"
    "_links,_embedded"
)
_ASKED, _CHANGED, _WHOLE = "asked", "changed", "whole"
"""Hints: the address asked last, the youngest change we know, when everything was taken."""
_CLOSED = frozenset({Outcome.CLIENT_ERROR, Outcome.BLOCKED, Outcome.NOT_A_FEED})


def posts_address(source: Source) -> str:
    """Where the posts of a site are: the address itself if it is one of the API, else below the site's front page."""
    options = _options(source)
    parts = urlsplit(source.address)
    api = "/wp-json/" in parts.path or "rest_route=" in parts.query
    front = source.address if source.address.endswith("/") else f"{source.address}/"
    posts = source.address if api else urljoin(front, f"wp-json/wp/v2/{options.type}")
    wanted: dict[str, object] = {"per_page": options.newest, "_embed": "author,wp:term,wp:featuredmedia"}
    if options.categories:
        wanted["categories"] = ",".join(map(str, options.categories))
    if options.language:
        wanted["lang"] = options.language
    wanted["_fields"] = _FIELDS
    return f"{posts}{'&' if parts.query and api else '?'}{urlencode(wanted, safe=',:')}"


def _options(source: Source) -> WordPressOptions:
    return source.options if isinstance(source.options, WordPressOptions) else WordPressOptions()


class WordPressKind:
    """Collects the posts that are new or changed."""

    async def collect(
        self, source: Source, state: SourceState, *, fetch: Fetch, reader: Reader, now: datetime
    ) -> Collected | Unchanged | Failed:
        """Ask the API for what changed since the last time."""
        known = state.hints if state.address == source.address else {}
        changed, whole = known.get(_CHANGED), known.get(_WHOLE)
        if whole is None or now - datetime.fromisoformat(whole) >= WHOLE_EVERY:
            changed, whole = None, now.isoformat()
        asked = posts_address(source) + (f"&modified_after={changed}" if changed else "")
        result = await _ONE.collect(
            replace(source, address=asked),
            replace(state, address=known.get(_ASKED)),
            fetch=fetch,
            reader=reader,
            now=now,
        )
        if isinstance(result, Failed):
            return _advised(source, result)
        hints = result.state.hints | {_ASKED: asked, _WHOLE: whole}
        latest = max(_changes(result, known, now), default=None)
        if latest is not None:
            hints[_CHANGED] = latest
        return replace(result, state=replace(result.state, address=source.address, hints=hints))


def _changes(result: Collected | Unchanged, known: dict[str, str], now: datetime) -> list[str]:
    """The times of change known by now; one in the future would hide all that comes before it."""
    found = [entry.updated for entry in result.entries] if isinstance(result, Collected) else []
    limit = f"{now.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    return [each for each in (*found, known.get(_CHANGED)) if each and each <= limit]


def _advised(source: Source, failure: Failed) -> Failed:
    """The failure, with the way that is left when a site keeps its API to itself."""
    if failure.outcome not in _CLOSED:
        return failure
    feed = urljoin(source.address, "/feed/")
    advice = f"the site's WordPress API is closed or there is none: try {feed[:200]} as a source of the kind 'feed'"
    return replace(failure, message=f"{failure.message.rstrip('.')}; {advice}")
