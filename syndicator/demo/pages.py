"""An invented publisher in, its HTML pages out: a front page that points to its news, and a page per article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from syndicator.demo.content import Piece
from syndicator.demo.documents import FEEDS, MEDIA_TYPES, Edition, markup, page_path
from syndicator.demo.outlets import OUTLETS, Outlet

_RTL = frozenset({"ar", "he"})
_STYLE = "body{max-width:42rem;margin:2rem auto;padding:0 1rem;font:1.05rem/1.6 system-ui,sans-serif}"


def article_page(piece: Piece, outlet: Outlet, edition: Edition) -> bytes:
    """The page of one article, with links to the same article in other languages."""
    title, when = escape(edition.title(piece)), edition.published(piece, outlet)
    head = f"""<link rel="canonical" href="{edition.link(piece, outlet)}">
<meta property="og:title" content="{title}">
<meta property="og:image" content="{edition.image(piece)}">
<meta property="article:published_time" content="{when.isoformat()}">
{"".join(_alternates(piece, outlet, edition))}"""
    body = f"""<header><a href="{outlet.home}">{escape(outlet.name)}</a></header>
<main><article>
<h1>{title}</h1>
<p class="byline">{escape(piece.author)} · <time datetime="{when.isoformat()}">{when:%Y-%m-%d %H:%M}</time></p>
<div class="text">
{markup(piece, outlet, edition)}
</div>
</article></main>"""
    return _page(piece.language, title, head, body)


def _alternates(piece: Piece, outlet: Outlet, edition: Edition) -> Iterator[str]:
    kin = (other for other in OUTLETS.values() if other.publisher == outlet.publisher)
    for other in kin:
        for each in edition.pieces(other):
            if each.slug == piece.slug:
                yield f'<link rel="alternate" hreflang="{each.language}" href="{edition.link(each, other)}">\n'


def front_page(outlet: Outlet, edition: Edition) -> bytes:
    """The page that lists an outlet's articles."""
    name = escape(outlet.name)
    feed = f'<link rel="alternate" type="{MEDIA_TYPES[outlet.form]}" title="{name}" href="{outlet.path}">'
    head = feed if outlet.form in FEEDS else ""
    pieces = edition.pieces(outlet)
    links = ((piece.language, page_path(piece, outlet), edition.title(piece)) for piece in pieces)
    more = f'<p><a href="{outlet.path}">…</a></p>' if outlet.form == "listing" else ""
    return _page(outlet.channels[0].language, name, head, _list(name, links) + more)


def start_page() -> bytes:
    """The page that lists all outlets."""
    name = "Invented newsroom"
    links = ((outlet.channels[0].language, outlet.home, outlet.name) for outlet in OUTLETS.values())
    return _page("en", name, "", _list(name, links))


def _list(heading: str, links: Iterable[tuple[str, str, str]]) -> str:
    items = "".join(
        f'<li lang="{language}"><a href="{path}">{escape(text)}</a></li>\n' for language, path, text in links
    )
    return f"<main><h1>{heading}</h1>\n<ul>\n{items}</ul></main>"


def _page(language: str, title: str, head: str, body: str) -> bytes:
    return f"""<!doctype html>
<html lang="{language}" dir="{"rtl" if language in _RTL else "ltr"}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
{head}
<style>{_STYLE}</style>
</head>
<body>
{body}
<footer><small>An invented publisher of the Syndicator demo.</small></footer>
</body>
</html>
""".encode()
