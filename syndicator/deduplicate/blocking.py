"""Blocking keys: what an article shares with its like. An article in, its keys out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time

from syndicator.deduplicate.address import folded, number_of, path_of, picture_of
from syndicator.deduplicate.fingerprints import length, packed, traces
from syndicator.deduplicate.words import hash64, words
from syndicator.model.article import Article
from syndicator.model.verdict import Key, KeyKind

FEWEST_WORDS = 30
"""Fewer words in title and text are too little to know content by its hash: «Weekly digest» is no content."""
FEWEST_FOR_FINGERPRINTS = 40
_PARTS = "\x1f"


def keys(article: Article) -> frozenset[Key]:
    """The keys under which an article is stored, and by which those that may be its like are found."""
    return found_by(article).union(Key(kind, value) for kind, value in _keys(article))


def identity_key(source: str, identity: str) -> Key:
    """The key of an entry of a source."""
    return Key(KeyKind.IDENTITY, hash64(_PARTS.join((source, identity))))


def public_key(public_id: str) -> Key:
    """The key of a public id."""
    return Key(KeyKind.PUBLIC, hash64(public_id))


def is_long(article: Article) -> bool:
    """Whether the text has words enough to be fingerprinted."""
    return length(article.text) >= FEWEST_FOR_FINGERPRINTS


def is_of_a_moment(article: Article) -> bool:
    """Whether the source says when it was published, to the minute: a mere day is shared by many."""
    return article.published != article.collected and article.published.time() != time()


def has_content(article: Article) -> bool:
    """Whether title and text together are long enough to tell content by its hash."""
    if not article.content_hash:
        return False
    text = length(article.text)
    return text >= FEWEST_WORDS or length(article.title) + text >= FEWEST_WORDS


def addresses(article: Article) -> frozenset[str]:
    """The addresses an article goes by, folded."""
    return frozenset(folded(each) for each in (article.link, article.canonical) if each)


def found_by(article: Article) -> frozenset[Key]:
    """The keys of an article that are fingerprints."""
    found: frozenset[int] = traces(article.text) if is_long(article) else frozenset()
    return frozenset(Key(KeyKind.FINGERPRINT, each) for each in found)


def prints(article: Article) -> bytes:
    """What the store counts of a text that shares a fingerprint with another; nothing for one too short."""
    return packed(article.text) if is_long(article) else b""


def _keys(article: Article) -> Iterator[tuple[KeyKind, int]]:
    yield KeyKind.IDENTITY, identity_key(article.source, article.identity).hash
    yield KeyKind.PUBLIC, public_key(article.public_id).hash
    if article.canonical:
        yield KeyKind.ADDRESS, hash64(article.canonical)
        yield from _moved(article, path_of(article.canonical))
        if number := number_of(article.canonical):
            yield KeyKind.IDENTITY, hash64(_PARTS.join((article.source, "number", number)))
    if has_content(article):
        yield KeyKind.CONTENT, hash64(article.content_hash)
    if article.image:
        yield KeyKind.IMAGE, hash64(picture_of(article.image.href))
    if article.alternates:
        known = addresses(article) | {folded(each.href) for each in article.alternates}
        yield from ((KeyKind.ALTERNATE, hash64(each)) for each in known)


def _moved(article: Article, path: str) -> Iterator[tuple[KeyKind, int]]:
    """Path and title at one source stay when it moves to another host; moment and title when it is built anew."""
    if path and article.title:
        title = " ".join(words(article.title))
        yield KeyKind.IDENTITY, hash64(_PARTS.join((article.source, path, title)))
        if is_of_a_moment(article):
            moment = article.published.isoformat()
            yield KeyKind.IDENTITY, hash64(_PARTS.join((article.source, moment, title)))
