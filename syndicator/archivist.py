"""The archivist: keeps the archives of every edition in step with what was published."""

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
from syndicator.ports import Clock, OutputStore, Store
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


class Archivist:
    """Makes archives after feeds were published; what is made of the same as before is not made again."""

    def __init__(self, *, store: Store, output: OutputStore, clock: Clock, seal: Callable[[], Seal]) -> None:
        self._store = store
        self._output = output
        self._clock = clock
        self._seal = cache(seal)
        self._made: dict[tuple[str, str | None], Sequence[Feed]] = {}

    def newest(self, definition: FeedDefinition, edition: str | None) -> str:
        """The month of the newest archive of an edition; empty when it has none."""
        return read_manifest(self._output.read(manifest_path(definition.id, edition))).newest

    def look(self, configuration: Configuration, definition: FeedDefinition, edition: str | None) -> Work | None:
        """What has to be made, read from the store; None when all archives are as they should be."""
        known = read_manifest(self._output.read(manifest_path(definition.id, edition)))
        first, gone = self._store.announcements(definition.id, edition_name(edition))
        if first is None:
            return None
        now, basis = month_of(self._clock.now()), basis_of(configuration.sources)
        withdrawn = Counter(map(month_of, gone))
        months = due(known, first=month_of(first), now=now, withdrawn=withdrawn, basis=basis)
        feeds = [self._archived(configuration, definition, edition, month) for month in months]
        if self._made.get((definition.id, edition)) == feeds:
            return None
        return Work(known, feeds, withdrawn, now, basis)

    def keep(self, work: Work, site: Site) -> None:
        """Write what :meth:`look` found; raises PublishError and OSError as :func:`archive` does."""
        definition, edition = work.feeds[0].definition, work.feeds[0].edition
        known = replace(work.known, basis=work.basis)
        made = archive(work.feeds, known, site, self._output, withdrawn=work.withdrawn, now=work.now)
        seal = self._seal()
        key, keys = key_set(seal.public)
        self._output.write(KEYS, keys)
        self._output.write(manifest_path(definition.id, edition), written_manifest(made, key, seal.sign))
        self._made[definition.id, edition] = work.feeds

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
