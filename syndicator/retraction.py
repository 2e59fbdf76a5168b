"""What a poll takes back, and brings back: the tombstones of a document beside what the store holds of its source."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from syndicator.deduplicate import Deletion, retract
from syndicator.languages.dates import parse_date
from syndicator.model.article import Article
from syndicator.model.source import Source
from syndicator.model.verdict import Decision
from syndicator.model.withdrawal import Withdrawal
from syndicator.normalise import guid_key
from syndicator.ports import Collected, Store


def retracted(
    store: Store,
    source: Source,
    result: Collected,
    decided: Sequence[tuple[Article, Decision]],
    now: datetime,
) -> dict[str, Withdrawal | None]:
    """Article id → its withdrawal, or None where it is back; *decided* is what became of each article of the poll."""
    withdrawn = store.withdrawn(source.id)
    if not withdrawn and not result.tombstones:
        return {}
    deletions = [
        Deletion(
            source.id,
            guid_key(each.guid),
            each.guid,
            parse_date(each.when, zone=source.timezone, now=now) if each.when else None,
            each.comment or "",
        )
        for each in result.tombstones
    ]
    candidates = store.candidates([each.keys for each in deletions]) if deletions else ()
    listed = {decision.article.id: article.updated for article, decision in decided}
    return retract(deletions, candidates, [decision for _, decision in decided], listed, withdrawn, now=now)
