"""The bytes of a document in, what they say out. Feeds: decode, gate, read strictly, repair, read tolerantly."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from syndicator.ingest.article import read_article
from syndicator.ingest.decode import decode
from syndicator.ingest.gate import FEED, Gated, Malformed, gate, repair
from syndicator.ingest.jsonfeed import read_json
from syndicator.ingest.listing import read_listing
from syndicator.ingest.offers import read_offers
from syndicator.ingest.opml import read_opml
from syndicator.ingest.posts import read_posts
from syndicator.ingest.strict import read_xml
from syndicator.ingest.tolerant import read_tolerantly
from syndicator.ingest.urlset import read_sitemap
from syndicator.ingest.wellformed import parsed
from syndicator.model.entry import Document
from syndicator.model.source import Limits, Options, Outcome
from syndicator.ports import Form, Unreadable

_Reading = Callable[[bytes, str, str, Limits, Options | None], Document | Unreadable]
"""Body, content type, address, limits, options → document."""


def read_document(
    body: bytes,
    *,
    content_type: str = "",
    address: str = "",
    limits: Limits | None = None,
    form: Form = Form.FEED,
    options: Options | None = None,
) -> Document | Unreadable:
    """Read one document; never raises, whatever the bytes are.

    :class:`Unreadable` carries empty, charset, not-a-feed, dtd, truncated, limits, parse, or internal for what nobody
    foresaw. Time and memory are bounded by the child this runs in, not here.
    """
    try:
        return _FORMS[form](body, content_type, address, limits or Limits(), options)
    except MemoryError:
        return Unreadable(
            Outcome.LIMITS, "Reading the document takes too much memory; pause the source or ask for less."
        )
    except RecursionError:
        return Unreadable(Outcome.LIMITS, "The document is nested too deeply; pause the source and ask the publisher.")
    except Exception as error:
        return Unreadable(Outcome.INTERNAL, f"The reader failed ({type(error).__name__}: {error}); please report this.")


def _read_feed(
    body: bytes, content_type: str, address: str, limits: Limits, _options: Options | None
) -> Document | Unreadable:
    decoded = decode(body, content_type)
    if isinstance(decoded, Unreadable):
        return decoded
    gated = gate(decoded.text, FEED)
    if isinstance(gated, Unreadable):
        return gated
    notes = (*decoded.notes, *gated.notes)
    document = _read_gated(replace(gated, notes=()), address, limits)
    return document if isinstance(document, Unreadable) else replace(document, notes=(*notes, *document.notes))


def _read_gated(gated: Gated, address: str, limits: Limits) -> Document | Unreadable:
    if gated.root == "{":
        return read_json(gated.text, address=address, limits=limits)
    strictly = partial(read_xml, address=address, limits=limits)
    first = parsed(gated, strictly)
    if not isinstance(first, Malformed):
        return first
    if first.truncated:
        return Unreadable(
            Outcome.TRUNCATED, f"The document is cut short ({first.message}); it will be read whole at a later poll."
        )
    mended = repair(gated)
    second = parsed(mended, strictly)
    if not isinstance(second, Malformed):
        return _noted(second, f"the document is not well-formed ({first.message}) and was repaired")
    third = read_tolerantly(mended, address=address, limits=limits)
    return _noted(third, f"the document is not well-formed ({second.message}) and was read tolerantly")


def _noted(document: Document | Unreadable, note: str) -> Document | Unreadable:
    return document if isinstance(document, Unreadable) else replace(document, notes=(note, *document.notes))


_FORMS: Mapping[Form, _Reading] = {
    Form.FEED: _read_feed,
    Form.SITEMAP: read_sitemap,
    Form.LISTING: read_listing,
    Form.POSTS: read_posts,
    Form.OFFERS: read_offers,
    Form.OPML: read_opml,
    Form.ARTICLE: read_article,
}
