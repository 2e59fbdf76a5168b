"""I20: what a source takes back, and what it cannot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from syndicator.deduplicate import Deletion, retract
from syndicator.model.article import Article
from syndicator.model.verdict import Candidate
from syndicator.model.withdrawal import Withdrawal, WithdrawnBy
from tests.deduplicate.articles import DAWN, NOW, article, decide

A = article("a")
TOMBSTONE = Deletion("alpha", "guid:a", "a", DAWN + timedelta(hours=1), "sent in error")
GONE = Withdrawal(NOW, WithdrawnBy.PUBLISHER, why="sent in error")
BY_US = Withdrawal(DAWN, WithdrawnBy.EDITOR, "anna")


def taken_back(
    deletion: Deletion | None,
    *have: Article,
    listed: Mapping[str, datetime] | None = None,
    withdrawn: Mapping[str, Withdrawal] | None = None,
) -> dict[str, Withdrawal | None]:
    """What becomes of the articles we *have*."""
    candidates = [Candidate(each.article, each.story, each.keys) for each in decide(have)]
    return retract([deletion] if deletion else [], candidates, [], listed or {}, withdrawn or {}, now=NOW)


def test_a_tombstone_withdraws_the_article_it_names() -> None:
    """By its guid, or its public id where it is known by its address."""
    assert taken_back(TOMBSTONE, A) == {"id-a": GONE}
    by_link = replace(A, identity="alpha.example/a", public_id="urn:alpha:a")
    assert taken_back(replace(TOMBSTONE, identity="guid:urn:alpha:a", guid="urn:alpha:a"), by_link) == {"id-a": GONE}


def test_nobody_takes_back_what_is_of_another_source() -> None:
    """However its guid is written."""
    assert taken_back(TOMBSTONE, replace(A, source="beta", public_id="a")) == {}
    assert taken_back(replace(TOMBSTONE, source="beta", guid=A.public_id), A) == {}


def test_a_guid_that_several_articles_have_had_names_the_one_that_has_it_now() -> None:
    """And none where that cannot be told (I05)."""
    named, other = decide([A])[0], replace(article("b"), identity="guid:b")
    former = Candidate(other, "id-b", named.keys)
    holders = [Candidate(A, "id-a", named.keys), former]
    assert retract([TOMBSTONE], holders, [], {}, {}, now=NOW) == {"id-a": GONE}
    doubtful = [replace(former, article=replace(other, id=f"id-{n}")) for n in range(2)]
    assert retract([TOMBSTONE], doubtful, [], {}, {}, now=NOW) == {}


@pytest.mark.parametrize(
    ("updated", "when", "stands"),
    [
        (DAWN, DAWN + timedelta(hours=1), False),
        (DAWN + timedelta(hours=2), DAWN + timedelta(hours=1), True),
        (DAWN, DAWN, False),
        (DAWN, None, True),
    ],
)
def test_an_entry_listed_as_newer_than_its_tombstone_stands(
    updated: datetime, when: datetime | None, stands: bool
) -> None:
    """RFC 6721, section 4; a tombstone without a moment says less than the entry itself."""
    found = taken_back(replace(TOMBSTONE, when=when), A, listed={"id-a": updated})
    assert found == ({} if stands else {"id-a": GONE})


def test_what_comes_with_its_tombstone_is_withdrawn_as_it_comes() -> None:
    """The same bytes are not read again at the next poll."""
    decisions = decide([A])
    assert retract([TOMBSTONE], [], decisions, {"id-a": DAWN}, {}, now=NOW) == {"id-a": GONE}


def test_what_is_listed_again_is_back() -> None:
    """Unless its tombstone stands beside it, or an editor withdrew it."""
    listed = {"id-a": DAWN}
    assert taken_back(None, A, listed=listed, withdrawn={"id-a": GONE}) == {"id-a": None}
    assert taken_back(TOMBSTONE, A, listed=listed, withdrawn={"id-a": GONE}) == {}
    assert taken_back(None, A, listed=listed, withdrawn={"id-a": BY_US}) == {}
    assert taken_back(None, A, withdrawn={"id-a": GONE}) == {}
    assert taken_back(TOMBSTONE, A, withdrawn={"id-a": BY_US}) == {}
