"""Faults of documents, each with what it costs and what mends it: the table that :mod:`lint` looks up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from syndicator.model.acceptance import Finding, Grade


@dataclass(frozen=True, slots=True)
class Fault:
    """A kind of fault."""

    grade: Grade
    message: str
    remedy: str

    def found(self, code: str, document: str, examples: list[str] | None) -> Finding:
        """It, in a document; *examples* are the items that have it, None where it is of the document itself."""
        shown = examples or []
        return Finding(
            code, self.grade, self.message, self.remedy, (document,), tuple(dict.fromkeys(shown))[:3], len(shown)
        )


_P, _W = Grade.PROBLEM, Grade.WARNING

FAULTS: Mapping[str, Fault] = {
    "unreadable": Fault(_P, "the document cannot be read", "mend it: no reader takes anything of it"),
    "not-well-formed": Fault(
        _P,
        "the document is not well-formed: strict readers, Thunderbird and Liferea among them, take nothing of it",
        "mend the markup of the document",
    ),
    "no-heading": Fault(
        _P,
        "the document lacks its title or its link: Thunderbird takes nothing of it",
        "give the feed a title and a link",
    ),
    "no-id": Fault(
        _P,
        "items have no id: a correction makes them new items, or readers refuse them",
        "give every item an id that never changes (guid, id)",
    ),
    "same-id": Fault(_P, "items share an id: readers show one of them", "give every item an id of its own"),
    "same-item": Fault(
        _P, "items have the same title and address under different ids: readers show both", "publish an article once"
    ),
    "active-content": Fault(
        _P,
        "texts hold what runs or loads something in a partner's page",
        "clean the markup before it is published: no scripts, frames, forms or handlers",
    ),
    "formats-differ": Fault(
        _P,
        "the formats of one feed do not tell the same items: partners of one miss what others have",
        "publish all formats together",
    ),
    "not-restored": Fault(
        _P,
        "documents made anew from the store differ from those before",
        "please report this: equal content makes equal bytes",
    ),
    "not-archived": Fault(
        _P,
        "articles left the documents and are in no archive: who was away has lost them",
        "please report this: archives hold whatever was published",
    ),
    "other-bytes": Fault(
        _P,
        "what is served is not what is published",
        "look at what lies between: a cache that is not asked again, a proxy that rewrites, another folder",
    ),
    "not-served": Fault(
        _P, "the document cannot be fetched", "look at the address, the certificate and what lies between"
    ),
    "not-published": Fault(_W, "the document was not published yet", "syndicator publish"),
    "publication-due": Fault(
        _W, "what is published is not what would be published now", "syndicator publish, or look why it is held back"
    ),
    "other-type": Fault(
        _W,
        "the document is served under a type that is none of a feed: some readers refuse it, browsers offer to save it",
        "serve it as application/rss+xml, application/atom+xml or application/feed+json",
    ),
    "no-validator": Fault(
        _W,
        "the answer has neither ETag nor Last-Modified: every reader fetches the whole document every time",
        "send one, and answer 304",
    ),
    "never-unchanged": Fault(
        _W,
        "the server answers with the whole document although nothing changed",
        "honour If-None-Match and If-Modified-Since, and answer 304",
    ),
    "restless": Fault(
        _W,
        "the document changes from one look to the next although its items do not",
        "write no moment of making into it",
    ),
    "led-on": Fault(Grade.NOTE, "the address leads on to another for good", "give partners the new one"),
    "odd": Fault(_W, "the document had to be read with forbearance", "mend what the notes say"),
    "large": Fault(
        _W,
        "the document has more than 512 KiB: some readers give up",
        "keep fewer entries in the feed, or shorter ones",
    ),
    "no-self": Fault(
        _W,
        "the document does not say where it lies: who is handed a copy cannot subscribe",
        "name its own address (atom:link rel=self, feed_url)",
    ),
    "other-self": Fault(
        _W,
        "the document names another address than its own: FreshRSS, Miniflux and hubs follow that",
        "let rel=self name the address under which it is published",
    ),
    "no-language": Fault(
        _W,
        "no language is said, neither of the document nor of its items",
        "say it (language, xml:lang), so that partners can sort, and browsers hyphenate and speak",
    ),
    "wrong-language": Fault(
        _W,
        "languages are said in a way that nobody understands",
        "use tags of BCP 47: kk, not kz; he, not iw; en-US, not en_US",
    ),
    "empty": Fault(_W, "the document has no items", "publish something, or do not offer it yet"),
    "short-window": Fault(
        _W,
        "the document keeps few items of a short time: who looks once a day or two misses some",
        "keep at least 20 items and 48 hours",
    ),
    "id-no-address": Fault(
        _W, "ids are said to be addresses and are none: readers try to open them", 'write isPermaLink="false"'
    ),
    "no-item-title": Fault(
        _W,
        "items have no title: Drupal's Aggregator leaves them out, lists show '(Untitled)'",
        "give every item a title",
    ),
    "no-item-link": Fault(
        _W,
        "items have no address: WP RSS Aggregator takes one of them at most, and nothing leads to the article",
        "give every item the address of its article",
    ),
    "no-item-text": Fault(_W, "items have no text: lists show a headline alone", "give every item a summary"),
    "markup-in-title": Fault(
        _W,
        "titles hold markup or references: some readers show them as they are written",
        "write titles as plain text, escaped once",
    ),
    "no-date": Fault(
        _W,
        "items have no date: readers take the moment at which they find them, and lists lose their order",
        "give every item the date of its publication",
    ),
    "unreadable-date": Fault(
        _W, "dates cannot be read", "write them as RFC 822 (RSS) or RFC 3339 (Atom, JSON Feed) has them, in English"
    ),
    "future-date": Fault(
        _W,
        "dates lie in the future: the items stay on top of every list until then",
        "date items with their publication",
    ),
    "untyped-file": Fault(
        _W,
        "attached files have no type: players do not offer them, and importers make no picture of them",
        "say the type of every enclosure",
    ),
    "relative-file": Fault(_W, "addresses of attached files are not whole", "write whole addresses"),
    "relative-address": Fault(
        _W, "addresses in texts are not whole: they lead nowhere from a partner's page", "write whole addresses"
    ),
    "plain-picture": Fault(
        _W, "pictures are loaded over plain http: browsers block them in pages of https", "link pictures over https"
    ),
    "broken-picture": Fault(
        _W,
        "pictures have no address, or stand within the text: importers make nothing of them",
        "link pictures at whole addresses",
    ),
    "no-direction": Fault(
        _W,
        "texts that run from right to left do not say so: no reader but a browser finds out",
        'put them into an element with dir="rtl"',
    ),
}
"""By code, the gravest first."""
