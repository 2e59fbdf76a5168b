"""Which identity policy a source should have."""

from __future__ import annotations

from dataclasses import replace

import pytest

from syndicator.deduplicate import proposal
from syndicator.model.article import Article
from tests.deduplicate.articles import article, poll


def news(count: int, **more: str | None) -> list[Article]:
    return [article(f"n{number}", **more) for number in range(count)]


def test_good_guids_need_no_advice() -> None:
    """Nor do entries without guids, or ones that are listed twice."""
    good = news(5)
    assert proposal([]) == proposal(good) == proposal(good + good) == proposal(news(5, guid=None)) == ""
    assert proposal(good, poll(good, *good)) == ""


def test_one_guid_for_several_entries_is_told() -> None:
    """By their links they are told apart, if they have any of their own (I05)."""
    assert proposal(news(3, guid="1")) == (
        "one guid stands for several entries (3 of 3): set 'identity: link' for the source"
    )
    without = news(3, guid="1", canonical=None)
    assert proposal(without).endswith("set 'identity: title+date' for the source")
    assert proposal(news(2, guid="1")) == proposal(news(3, guid="1") + [article(f"m{n}") for n in range(3)]) == ""


@pytest.mark.parametrize(("changed", "told"), [(5, True), (4, False), (2, False)])
def test_guids_that_change_on_pages_that_stay_are_told(changed: int, told: bool) -> None:
    """If it is more than four of five (I03); that a source adds news is no change."""
    have = news(5)
    anew = [replace(each, identity=f"guid:{nr}x", id=f"x{nr}", guid=f"{nr}x") for nr, each in enumerate(have)]
    now = [*anew[:changed], *have[changed:], article("new")]
    said = proposal(now, poll(now, *have))
    assert said == (
        "its guids changed while its pages stayed (5 of 5): if they do so again, set 'identity: link' for the source"
        if told
        else ""
    )
