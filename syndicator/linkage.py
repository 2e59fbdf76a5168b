"""Verdicts on the articles of a poll: facts of the store in, what is to be stored of each article out.

First every article is looked for among those we have (``deduplicate``); what changed is tagged; what is new is then
related to the stories of these days (``relate``), for which its places, organisations and concepts are needed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from syndicator.deduplicate import Rarity, around, clue_keys, clues, deduplicate, found_by, keys, prints, relate
from syndicator.model.article import Article
from syndicator.model.clues import Clues
from syndicator.model.feed import Site
from syndicator.model.meaning import meaning
from syndicator.model.source import SourceState
from syndicator.model.story import Bond
from syndicator.model.topic import Tagged
from syndicator.model.verdict import Decision, Key, VerdictKind
from syndicator.ports import Batch, Embedder, Store
from syndicator.tag import Compiled, tag

_MEANT = 1_000
"""Characters of a text that are told the meaning of, beside the title: what happened stands at its beginning."""
_REMEMBERED = 2_000
"""Articles of the store from which the rarity of clues is learnt at the start."""


@dataclass(frozen=True, slots=True)
class Linked:
    """What is to be stored of the articles of a poll."""

    decisions: tuple[Decision, ...]
    tagged: Mapping[str, Tagged]
    """Article id → what was found in it, for those that are new or changed."""
    clues: Mapping[str, Clues]
    """Likewise, what it tells of its event; nothing of what is not heard."""
    merged: tuple[tuple[str, str], ...]
    """Stories (gone, kept) found to be one."""
    bonds: tuple[Bond, ...]
    """What ties new articles to others, or keeps them apart."""
    prints: Mapping[str, bytes]
    """Article id → the fingerprints of its text, likewise."""

    def batch(self, state: SourceState) -> Batch:
        """All of it as the store takes it, with the state of the source that the articles are of.

        What does not come of linking, the moment and the feeds among it, is for the caller to put in.
        """
        return Batch(
            state,
            self.decisions,
            self.tagged,
            self.clues,
            same_story=self.merged,
            bonds=self.bonds,
            prints=self.prints,
        )


class Linkage:
    """Links articles to those of the store; it learns which clues are rare as articles go by."""

    def __init__(self, store: Store, embedder: Embedder | None = None) -> None:
        self._store = store
        self._embedder = embedder
        self._rarity: Rarity | None = None

    def link(self, articles: Sequence[Article], compiled: Compiled, site: Site, now: datetime) -> Linked:
        """Say what each article is, in their order, and what was found in those that are new or changed."""
        decisions = _decide(self._store, articles, site, now)
        changed = {each.article.id: each.article for each in decisions if each.verdict.kind is not VerdictKind.KNOWN}
        if not changed:
            return Linked(tuple(decisions), {}, {}, (), (), {})
        rarity = self._rarity = self._rarity or self._learnt()
        tagged = {name: tag(article, compiled) for name, article in changed.items()}
        quiet = {each.article.id for each in decisions if each.quiet}  # they tell nobody anything, and teach nothing
        found = {name: clues(changed[name], tagged[name], rarity) for name in changed if name not in quiet}
        if self._embedder:
            found = with_meaning(found, changed, self._embedder)
        for each in found.values():  # before they are compared: what all of them say tells nothing
            rarity.add(each)
        printed = {name: prints(article) for name, article in changed.items()}
        rare = {name: clue_keys(each, rarity) for name, each in found.items()}
        keyed = [replace(each, keys=each.keys | rare.get(each.article.id, frozenset())) for each in decisions]
        new = {each.article.id for each in decisions if each.verdict.kind is VerdictKind.NEW}
        relatives = self._store.relatives({name: around(each) for name, each in rare.items() if name in new})
        apart = self._store.parted({each.story for near in relatives.values() for each in near})
        related = relate(keyed, found, relatives, rarity, apart)
        heard = {each.article.id for each in related.decisions if not each.quiet}
        told = {name: each for name, each in found.items() if name in heard}
        return Linked(related.decisions, tagged, told, related.merged, related.bonds, printed)

    def _learnt(self) -> Rarity:
        rarity = Rarity()
        for each in self._store.latest_clues(_REMEMBERED):
            rarity.add(each)
        return rarity


def printed_anew(articles: Sequence[Article]) -> dict[str, tuple[frozenset[Key], bytes]]:
    """Article id → its fingerprints as they are made now: the keys it is found by, and all of them for the store."""
    return {each.id: (found_by(each), prints(each)) for each in articles}


def with_meaning(found: Mapping[str, Clues], articles: Mapping[str, Article], embedder: Embedder) -> dict[str, Clues]:
    """The clues, with what each article means; all articles of a poll are told at once."""
    directions = embedder.embed([f"{articles[name].title}\n{articles[name].text[:_MEANT]}" for name in found])
    return {
        name: replace(each, meaning=meaning(embedder.name, embedder.even, direction))
        for (name, each), direction in zip(found.items(), directions, strict=True)
    }


def _decide(store: Store, articles: Sequence[Article], site: Site, now: datetime) -> list[Decision]:
    """Verdicts on *articles* beside what the store holds."""
    own = [keys(article) for article in articles]
    candidates = store.candidates(own, [prints(article) for article in articles]) if own else ()
    return deduplicate(
        articles, own, candidates, now=now, mint=lambda each: f"tag:{site.authority},{site.since.isoformat()}:{each.id}"
    )
