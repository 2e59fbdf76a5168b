"""What a source takes back: tombstones and what we have in, what is withdrawn and what is back out.

An entry that is merely missing from a document is not taken back (fault I20): feeds are windows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from syndicator.deduplicate.blocking import identity_key, public_key
from syndicator.model.verdict import Candidate, Decision, Key
from syndicator.model.withdrawal import Withdrawal, WithdrawnBy


@dataclass(frozen=True, slots=True)
class Deletion:
    """A tombstone, as it is compared."""

    source: str
    identity: str
    """The key of an entry with its guid."""
    guid: str
    when: datetime | None
    """When the entry was taken back; None when the source does not say so that it can be read."""
    comment: str = ""

    @property
    def keys(self) -> frozenset[Key]:
        """By which the article is found: by its identity, or its public id where it is known by something else."""
        return frozenset({identity_key(self.source, self.identity), public_key(self.guid)})


def retract(
    deletions: Sequence[Deletion],
    candidates: Sequence[Candidate],
    decisions: Sequence[Decision],
    listed: Mapping[str, datetime],
    withdrawn: Mapping[str, Withdrawal],
    *,
    now: datetime,
) -> dict[str, Withdrawal | None]:
    """Article id → its withdrawal, or None where it is back.

    *candidates* are articles that have keys of the *deletions*; *decisions* those of the same document, which is said
    in *listed* to have them as they were at a moment; *withdrawn* is what of the source is withdrawn by now. Only a
    source's own articles are meant, and only where its guid names one alone; an entry that the document lists as newer
    than its tombstone stands (RFC 6721, section 4), and so does one whose tombstone is of no moment. What a source
    took back is back when it lists it again; what an editor withdrew is the editor's.
    """
    holders = [*((each.article, each.keys) for each in candidates), *((each.article, each.keys) for each in decisions)]
    dead: dict[str, Deletion] = {}
    for each in deletions:
        own = [article for article, keys in holders if article.source == each.source and keys & each.keys]
        named = {article.id for article in own if article.identity == each.identity} or {article.id for article in own}
        dead.update(dict.fromkeys(named, each) if len(named) == 1 else {})
    gone = {name: each for name, each in dead.items() if not _stands(listed.get(name), each)}
    return {
        name: Withdrawal(now, WithdrawnBy.PUBLISHER, why=each.comment)
        for name, each in gone.items()
        if name not in withdrawn
    } | {
        name: None
        for name, each in withdrawn.items()
        if each.by is WithdrawnBy.PUBLISHER and name in listed and name not in gone
    }


def _stands(updated: datetime | None, deletion: Deletion) -> bool:
    """Whether an entry that the same document lists, if it does, is newer than what says it is gone."""
    return updated is not None and (deletion.when is None or updated > deletion.when)
