"""Deciding what each article of a poll is, beside those we have and beside each other."""

from __future__ import annotations

from base64 import b32encode
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import blake2b

from syndicator.deduplicate.blocking import identity_key, keys, public_key
from syndicator.deduplicate.changes import changes, renewed
from syndicator.deduplicate.comparators import LIKENESS, is_near, same_entry, same_page, same_title, says_the_same
from syndicator.deduplicate.fingerprints import fingerprints
from syndicator.deduplicate.frames import frame
from syndicator.deduplicate.index import Index
from syndicator.model.article import Article
from syndicator.model.verdict import CROWD, Candidate, Decision, Key, KeyKind, Verdict, VerdictKind

_A_DAY = timedelta(days=1)
_OF_CONTENT = (KeyKind.ADDRESS, KeyKind.CONTENT, KeyKind.FINGERPRINT)
_OF_ITSELF = frozenset({KeyKind.IDENTITY, KeyKind.PUBLIC})
Mint = Callable[[Article], str]
"""Our own public id of an article, made of its id."""


def deduplicate(
    articles: Sequence[Article],
    own: Sequence[frozenset[Key]],
    candidates: Sequence[Candidate],
    *,
    now: datetime,
    mint: Mint,
) -> list[Decision]:
    """What each of the articles of one poll is, in their order; which they are does not depend on that order.

    *own* are the :func:`~syndicator.deduplicate.keys` of each, by which the *candidates* were found.
    An entry we have is known or an update, and keeps its id, public id and dates. Any other is new, a reprint or a
    translation, with a story of its own or that of its like, and never takes an id that is another's: *mint* makes our
    own public id where the source's cannot be used. Nothing is deleted or hidden here.
    """
    poll = _Poll(articles, own, candidates, now, mint)
    order = sorted(range(len(articles)), key=lambda place: _order(articles[place]))
    decided = {place: poll.decide(place) for place in order}
    return [decided[place] for place in range(len(articles))]


def _order(article: Article) -> tuple[object, ...]:
    """Earlier ones first, so that a reprint is one of the earlier; of two states of an entry the newer first."""
    newest = -article.updated.timestamp()
    return (article.published, newest, article.identity, article.title, article.canonical or "", article.text)


class _Poll:
    """One poll: first every entry is looked for by its identity, then those not found are compared with others."""

    def __init__(
        self,
        articles: Sequence[Article],
        own: Sequence[frozenset[Key]],
        candidates: Sequence[Candidate],
        now: datetime,
        mint: Mint,
    ) -> None:
        self._articles = articles
        self._now = now
        self._mint = mint
        self._index = Index(candidates)
        self._keys = own
        self._shared = _shared_identities(articles)
        self._pages = Counter(page for page, _ in {(each.canonical, each.identity) for each in articles})
        self._frame = frame({each.canonical or each.id: fingerprints(each.text) for each in articles}.values())
        self._decided: dict[str, Decision] = {}
        self._earlier = {place: self._same_entry(place) for place in range(len(articles))}
        self._claimed = {found.article.id for found in self._earlier.values() if found}

    def decide(self, place: int) -> Decision:
        """What the article at *place* is."""
        decision = self._decide(place)
        if decision.article.id not in self._decided:
            self._decided[decision.article.id] = decision
            self._index.add(Candidate(decision.article, decision.story, decision.keys))
        return decision

    def _decide(self, place: int) -> Decision:
        if earlier := self._earlier[place] or self._same_entry(place):
            return self._seen_before(place, earlier, ())
        page, reasons = self._same_page(place)
        return self._seen_before(place, page, reasons) if page else self._first_seen(place)

    # --- an entry we have ------------------------------------------------------------------------------------------

    def _holders(self, place: int) -> list[Candidate]:
        """Articles that this entry's identity was given to."""
        article = self._articles[place]
        key = identity_key(article.source, article.identity)
        return [each for each in self._index.sharing((key,), KeyKind.IDENTITY) if each.article.source == article.source]

    def _same_entry(self, place: int) -> Candidate | None:
        article, holders = self._articles[place], self._holders(place)
        own = _apart(article).identity if holders else ""
        fitting = [each for each in holders if each.article.identity == own or self._fits(article, each, len(holders))]
        return max(fitting, key=lambda each: _agreement(article, own, each.article), default=None)

    def _fits(self, article: Article, holder: Candidate, holders: int) -> bool:
        """Whether the entry is the holder of its identity; entries of this poll that share one are told apart."""
        shared = _identity(article) in self._shared
        if shared and holder.article.id in self._decided:
            return False
        return same_entry(article, holder.article, strict=shared or holders > 1)

    def _same_page(self, place: int) -> tuple[Candidate | None, tuple[str, ...]]:
        article, own = self._articles[place], self._keys[place]
        found = [*self._index.sharing(own, KeyKind.ADDRESS), *self._index.sharing(own, KeyKind.IDENTITY)]
        ours = {each.article.id: each for each in found if each.article.source == article.source}
        there = [each for each in ours.values() if each.article.canonical == article.canonical]
        alone = len(there) == 1 and self._pages[article.canonical] == 1
        for name, each in ours.items():
            if name in self._claimed or name in self._decided:
                continue
            if reason := same_page(article, each.article, alone=alone):
                return each, (reason,)
        return None, ()

    def _seen_before(self, place: int, earlier: Candidate, reasons: tuple[str, ...]) -> Decision:
        article, own, name = self._articles[place], self._keys[place], earlier.article.id
        if name in self._decided:
            verdict = Verdict(VerdictKind.KNOWN, name, ("the source lists it more than once",))
            return replace(self._decided[name], verdict=verdict)
        if earlier.article.departed:
            reasons = (*reasons, "its source lists it again, long after it has left the store")
            return Decision(earlier.article, Verdict(VerdictKind.KNOWN, name, reasons), earlier.story, own)
        found = changes(article, earlier.article)
        if not found:
            return Decision(earlier.article, Verdict(VerdictKind.KNOWN, name, reasons), earlier.story, own)
        now_is = renewed(article, earlier.article, found, self._now)
        verdict = Verdict(VerdictKind.UPDATE, name, (*found, *reasons))
        decision = Decision(now_is, verdict, earlier.story, keys(now_is) | own)
        return self._hushed(decision, self._crowd(decision))

    # --- an entry we do not have -----------------------------------------------------------------------------------

    def _first_seen(self, place: int) -> Decision:
        given = self._articles[place]
        article, reasons = self._with_own_identity(place)
        article = self._with_own_public_id(article)
        own = self._keys[place]
        if article is not given:
            own = keys(article) | {identity_key(given.source, given.identity)}
        decision = self._bounded(Decision(article, *self._likeness(article, own), own))
        verdict = decision.verdict
        return replace(decision, verdict=replace(verdict, reasons=(*verdict.reasons, *reasons)))

    def _with_own_identity(self, place: int) -> tuple[Article, tuple[str, ...]]:
        """The article with an identity of its own, where the source gave it one that others have too."""
        article, holders = self._articles[place], self._holders(place)
        shared = _identity(article) in self._shared
        if not shared and not holders:
            return article, ()
        apart = _apart(article)
        reason = (
            "the source gave one identity to several entries"
            if shared
            else f"it replaces {holders[-1].article.id}: the source gave it the same identity"
        )
        return replace(apart, public_id=self._mint(apart)), (reason,)

    def _with_own_public_id(self, article: Article) -> Article:
        """The article with a public id that no other has: what a source writes gives it no right to another's."""
        if self._is_free(article.public_id):
            return article
        minted = replace(article, public_id=self._mint(article))
        while not self._is_free(minted.public_id):
            renamed = replace(minted, id=id_of(minted.id, minted.public_id))
            minted = replace(renamed, public_id=self._mint(renamed))
        return minted

    def _is_free(self, public_id: str) -> bool:
        having = self._index.sharing((public_key(public_id),), KeyKind.PUBLIC)
        return all(each.article.public_id != public_id for each in having)

    # --- its like --------------------------------------------------------------------------------------------------

    def _likeness(self, article: Article, own: frozenset[Key]) -> tuple[Verdict, str]:
        for comparator in LIKENESS:
            for other in self._index.sharing(own, comparator.kind):
                if comparator.kind is KeyKind.FINGERPRINT and not is_near(article, other.article, beside=self._frame):
                    continue
                if reason := comparator.compare(article, other.article):
                    return _joined(comparator.verdict, article, other, reason), other.story
        return Verdict(VerdictKind.NEW), article.id

    # --- no crowd of one source (fault I12) ------------------------------------------------------------------------

    @staticmethod
    def _hushed(decision: Decision, crowd: Sequence[Candidate]) -> Decision:
        """The decision; where its source has said the same too often in a day, with keys that find itself alone."""
        if len(crowd) < CROWD:
            return decision
        own = frozenset(key for key in decision.keys if key.kind in _OF_ITSELF)
        return replace(decision, keys=own, quiet=True)

    def _bounded(self, decision: Decision) -> Decision:
        """The decision on a new article, hushed; a story that others tell takes no more of such a source in a day.

        What would be too much is told apart, in one story of its own.
        """
        crowd = self._crowd(decision)
        quiet = self._hushed(decision, crowd)
        inside = [each for each in crowd if each.story == decision.story]
        if len(inside) < CROWD or not self._is_told_by_others(decision):
            return quiet
        reason = f"its source has said the same {len(inside)} times in a day in the story {decision.story}"
        beside = [each for each in crowd if each.story != decision.story]
        if not beside:
            return replace(decision, verdict=Verdict(VerdictKind.NEW, None, (reason,)), story=decision.article.id)
        verdict = Verdict(VerdictKind.SAME_STORY, beside[0].article.id, (reason,))
        return replace(quiet, verdict=verdict, story=beside[0].story)

    def _crowd(self, decision: Decision) -> list[Candidate]:
        """What else its source has published within a day, and says the same; nothing when that is no crowd."""
        article = decision.article
        like = {
            each.article.id: each
            for kind in _OF_CONTENT
            for each in self._index.sharing(decision.keys, kind)
            if each.article.source == article.source
            and each.article.id != article.id
            and abs(each.article.published - article.published) <= _A_DAY
        }
        if len(like) < CROWD:
            return []
        return [each for each in like.values() if says_the_same(article, each.article, beside=self._frame)]

    def _is_told_by_others(self, decision: Decision) -> bool:
        """Whether the article that it is the like of is another source's."""
        own = (each for kind in _OF_CONTENT for each in self._index.sharing(decision.keys, kind))
        like = (each.article for each in own if each.article.id == decision.verdict.of)
        return any(each.source != decision.article.source for each in like)


def _joined(kind: VerdictKind, article: Article, other: Candidate, reason: str) -> Verdict:
    """The verdict; not a reprint of what itself was taken from elsewhere, if the article was not."""
    if kind is VerdictKind.REPRINT and other.article.origin is not None and article.origin is None:
        return Verdict(VerdictKind.SAME_STORY, other.article.id, (reason, "that one was taken from elsewhere"))
    return Verdict(kind, other.article.id, (reason,))


def _identity(article: Article) -> tuple[str, str]:
    return article.source, article.identity


def _agreement(article: Article, own: str, earlier: Article) -> tuple[bool, bool, bool]:
    return earlier.identity == own, article.canonical == earlier.canonical, same_title(article, earlier)


def _shared_identities(articles: Sequence[Article]) -> set[tuple[str, str]]:
    """Identities that entries of one poll have in common although they are different entries (fault I05)."""
    first: dict[tuple[str, str], Article] = {}
    for article in sorted(articles, key=_order):
        first.setdefault(_identity(article), article)
    return {_identity(each) for each in articles if not same_entry(each, first[_identity(each)], strict=True)}


def _apart(article: Article) -> Article:
    """The article under an identity and an id made of more than what the source says identifies it."""
    identity = "\x1f".join((article.identity, article.canonical or "", article.title, article.content_hash))
    return replace(article, identity=identity, id=id_of(article.source, identity))


def id_of(*parts: str) -> str:
    """An id made of what it stands for: 16 letters and digits."""
    made = blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=10).digest()
    return b32encode(made).decode("ascii").lower()
