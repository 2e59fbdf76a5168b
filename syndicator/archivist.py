"""The archivist: keeps the archives of every edition in step with what was published.

Whoever walks back from a feed meets every entry (RFC 5005). For that the archive of the present month need not have
what still is in the feed itself: it is made anew when the first entry that it lacks has left the feed, with all that
was published until then, or when one that it has is another now. A busy feed makes it once in a window of entries.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from syndicator.curate import curate
from syndicator.model.configuration import Configuration
from syndicator.model.feed import Feed, FeedDefinition, Site, announced_in, edition_name
from syndicator.model.ruling import Rulings
from syndicator.model.source import Source
from syndicator.ports import Clock, OutputStore, Stamp, Store
from syndicator.publish.address import manifest_path
from syndicator.publish.archive import (
    Manifest,
    Sign,
    archive,
    due,
    key_set,
    month_of,
    read_manifest,
    span,
    written_manifest,
)

KEYS = "archive-keys.json"
"""The path of the public key by which manifests are signed."""


@dataclass(frozen=True, slots=True)
class Seal:
    """The service's own key."""

    public: bytes
    sign: Sign


def seal_of(store: Store, mint: Callable[[], str]) -> Seal:
    """The key of the service, which its store keeps; made of what *mint* gives when there is none."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415 - only who publishes

    key = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(store.secret("archives", mint()).encode()).digest())
    return Seal(key.public_key().public_bytes_raw(), key.sign)


@dataclass(frozen=True, slots=True)
class Work:
    """The archives of an edition that have to be made."""

    known: Manifest
    feeds: Sequence[Feed]
    withdrawn: Mapping[str, int]
    now: str
    basis: str
    made: _Made


@dataclass(frozen=True, slots=True)
class _Made:
    """What archives are made of, so that it is known again."""

    facts: tuple[object, ...]
    entries: Sequence[Mapping[str, int]]
    """Of each archive: its entries by their ids, and the hash of each."""


class Archivist:
    """Makes archives after feeds were published; what is made of the same as before is not made again."""

    def __init__(self, *, store: Store, output: OutputStore, clock: Clock, seal: Callable[[], Seal]) -> None:
        self._store = store
        self._output = output
        self._clock = clock
        self._seal = cache(seal)
        self._manifests: dict[str, tuple[Stamp, Manifest]] = {}
        self._basis: tuple[Mapping[str, Source], str] = ({}, "")
        self._made: dict[tuple[str, str | None], _Made] = {}

    def newest(self, definition: FeedDefinition, edition: str | None) -> str:
        """The month of the newest archive of an edition; empty when it has none."""
        return self._manifest(definition, edition).newest

    def look(
        self, configuration: Configuration, definition: FeedDefinition, edition: str | None, shown: Feed | None
    ) -> Work | None:
        """What has to be made, read from the store; None when all archives are as they should be.

        *shown* is what the feed itself has for its readers, as far as that is known.
        """
        known = self._manifest(definition, edition)
        first, gone = self._store.announcements(definition.id, edition_name(edition))
        if first is None:
            return None
        now, basis = month_of(self._clock.now()), self._basis_of(configuration.sources)
        withdrawn = Counter(map(month_of, gone))
        months = due(known, first=month_of(first), now=now, withdrawn=withdrawn, basis=basis)
        made, facts = self._made.get((definition.id, edition)), (definition, months, basis, withdrawn.get(now, 0))
        if months == [now] and now in known.months and made and made.facts == facts and self._may_lag(made, shown):
            return None
        feeds = [self._archived(configuration, definition, edition, month) for month in months]
        making = _Made(facts, [{each.id: hash(each) for each in feed.entries} for feed in feeds])
        return Work(known, feeds, withdrawn, now, basis, making) if making != made else None

    def _manifest(self, definition: FeedDefinition, edition: str | None) -> Manifest:
        path = manifest_path(definition.id, edition)
        stamp, known = self._output.stamp(path), self._manifests.get(path)
        if stamp is None:
            return Manifest()
        if known is None or known[0] != stamp:
            known = self._manifests[path] = (stamp, read_manifest(self._output.read(path)))
        return known[1]

    def _basis_of(self, sources: Mapping[str, Source]) -> str:
        if self._basis[0] is not sources:
            self._basis = (sources, basis_of(sources))
        return self._basis[1]

    def keep(self, work: Work, site: Site) -> None:
        """Write what :meth:`look` found; raises PublishError and OSError as :func:`archive` does."""
        definition, edition = work.feeds[0].definition, work.feeds[0].edition
        known = replace(work.known, basis=work.basis)
        made = archive(work.feeds, known, site, self._output, withdrawn=work.withdrawn, now=work.now)
        seal = self._seal()
        key, keys = key_set(seal.public)
        self._output.write(KEYS, keys)
        self._output.write(manifest_path(definition.id, edition), written_manifest(made, key, seal.sign))
        self._made[definition.id, edition] = work.made

    def _may_lag(self, made: _Made, shown: Feed | None) -> bool:
        """Whether readers of what the feed has now, and of the archive as it is, miss and mistake nothing."""
        if shown is None:
            return False
        has, month = made.entries[-1], span(month_of(self._clock.now()))[0]
        if any(hash(each) != has[each.id] for each in shown.entries if each.id in has):
            return False
        told = self._store.announced_from(shown.definition.id, edition_name(shown.edition), month)
        return told <= has.keys() | {each.id for each in shown.entries}

    def _archived(
        self, configuration: Configuration, definition: FeedDefinition, edition: str | None, month: str
    ) -> Feed:
        held = self._store.archived(definition.id, edition_name(edition), *span(month))
        stories = self._store.stories({each.story for each in held})
        members = {each.article.id for articles in stories.values() for each in articles}
        announced = self._store.announced(definition.id, members)
        whole = replace(definition, entries=len(held) or 1)
        told = announced_in(edition, announced)
        rulings = Rulings(self._store.rulings(stories, definition.id))
        made = curate(whole, held, stories, configuration.sources, edition=edition, announced=told, rulings=rulings)
        return replace(made, definition=definition, left_out={}, month=month)


def basis_of(sources: Mapping[str, Source]) -> str:
    """A short hash of what sources allow: it changes when archives have to show less, or may show more."""
    allowed = sorted((each.id, each.enabled, repr(each.rights)) for each in sources.values())
    return hashlib.sha256(repr(allowed).encode()).hexdigest()[:16]
