"""Articles of a poll and what was decided of them in, a better identity policy out, where guids are no good."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from syndicator.deduplicate.comparators import ANOTHER_IDENTITY
from syndicator.model.article import Article
from syndicator.model.source import IdentityPolicy
from syndicator.model.verdict import Decision

_FEWEST = 3
"""Entries; of fewer nothing is learnt."""
_MOST_OF_THEM = 0.8


def proposal(articles: Sequence[Article], decisions: Sequence[Decision] = ()) -> str:
    """What the operator should know of the guids of these articles, in a sentence; empty when they are good.

    One guid for several entries (fault I05) is seen in a document; *decisions* show guids that change while the pages
    stay (I03).
    """
    shared = _sharing_a_guid(articles)
    if len(shared) >= _FEWEST and len(shared) > len(articles) / 2:
        return f"one guid stands for several entries ({len(shared)} of {len(articles)}): {_remedy(shared)}"
    had = [each for each in decisions if each.verdict.of == each.article.id]
    anew = [each for each in had if ANOTHER_IDENTITY in each.verdict.reasons]
    if len(anew) >= _FEWEST and len(anew) > _MOST_OF_THEM * len(had):
        how_many = f"{len(anew)} of {len(had)}"
        return f"its guids changed while its pages stayed ({how_many}): if they do so again, {_remedy(articles)}"
    return ""


def _sharing_a_guid(articles: Sequence[Article]) -> list[Article]:
    entries = {(each.guid, each.canonical, each.title): each for each in articles if each.guid}
    spread = Counter(each.guid for each in entries.values())
    return [each for each in entries.values() if spread[each.guid] > 1]


def _remedy(articles: Sequence[Article]) -> str:
    """The policy by which these are told apart."""
    pages = {each.canonical for each in articles if each.canonical}
    policy = IdentityPolicy.LINK if len(pages) == len(articles) else IdentityPolicy.TITLE_DATE
    return f"set 'identity: {policy.value}' for the source"
