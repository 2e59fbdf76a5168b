"""Three real feeds over ten months, polled again in order: every edit, every window that moved on, every new order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from syndicator.model.source import IdentityPolicy
from tests.replay import Edit, Replay, Step, bare, reversed_items, sequence
from tests.store.conftest import postgres, schema

__all__ = ["postgres", "schema"]
pytestmark = [pytest.mark.journey, pytest.mark.shared]

FEEDS = {
    "economist": {"articles": 401, "edits": 13, "headlines": 9, "addresses": 9, "drops": 301},
    "ft-home": {"articles": 1346, "edits": 44, "headlines": 30, "drops": 1326, "reorders": 11},
    "wsj_econ": {
        "articles": 1080,
        "edits": 22,
        "headlines": 14,
        "addresses": 2,
        "drops": 1054,
        "returns": 10,
        "reorders": 17,
    },
}
"""What 120 documents each put a reader through: counted by hand-written rules, from what the publishers wrote."""
_CHANGES_AT = 8
"""The document from which on a site that moves has moved."""


@pytest.fixture(scope="module")
def steps(shared: Path) -> list[Step]:
    return [step for name in FEEDS for step in sequence(shared / "data/feeds/sequences" / name)]


@pytest.fixture(scope="module")
def replay(steps: list[Step], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Replay]:
    with Replay(tmp_path_factory.mktemp("replay"), steps) as replay:
        replay.run(stretches=3)
        yield replay


def _held_as_last_written(replay: Replay, feed: str) -> None:
    said, held = replay.told[feed].last, replay.by_guid(feed)
    assert {guid: len(held[guid]) for guid in said} == dict.fromkeys(said, 1)
    assert {guid: bare(held[guid][0].title) for guid in said} == {guid: bare(item.title) for guid, item in said.items()}
    assert {guid: ids for guid, ids in replay.shown.items() if len(ids) > 1} == {}


@pytest.mark.parametrize("feed", FEEDS)
def test_every_article_is_held_once_as_it_was_last_written(replay: Replay, feed: str) -> None:
    """None is lost, none is there twice, no edit was missed; nor was any ever published under two ids."""
    _held_as_last_written(replay, feed)
    said, held = replay.told[feed].last, replay.by_guid(feed)
    assert {guid: held[guid][0].link for guid in said} == {guid: item.link for guid, item in said.items()}


@pytest.mark.parametrize("feed", FEEDS)
def test_what_is_reported_is_what_happened(replay: Replay, feed: str) -> None:
    """New articles and edits, as counted by hand."""
    reports = [each for each in replay.reports if each.source == feed]
    told = replay.told[feed].counts | {"articles": len(replay.told[feed].last)}
    assert {name: told[name] for name in FEEDS[feed]} == FEEDS[feed]
    assert sum(each.new for each in reports) == FEEDS[feed]["articles"]
    assert sum(each.updated for each in reports) == FEEDS[feed]["edits"]


# --- the same, as sites make it harder -------------------------------------------------------------------------------


def _addresses_flip(body: bytes, nth: int) -> bytes:
    """Guids are addresses, and either is written one way or the other."""
    guids = re.sub(rb"(<item>.*?<link>)([^<]*)(</link>.*?<guid[^>]*>)[^<]*<", rb"\1\2\3\2<", body, flags=re.DOTALL)
    return guids.replace(b"https://www.", b"http://") if nth % 2 else guids


def _first_is_latest(body: bytes, nth: int) -> bytes:
    """Whatever stands first has always the same guid."""
    return re.sub(rb"<guid.*?</guid>", b"<guid isPermaLink='false'>latest</guid>", body, count=1)


def _guids_anew(body: bytes, nth: int) -> bytes:
    return re.sub(rb"(<guid[^>]*>)", rb"\1poll-%d-" % nth, body)


def _no_guids(body: bytes, nth: int) -> bytes:
    return re.sub(rb"<guid.*?</guid>", b"", body)


def _order_flips(body: bytes, nth: int) -> bytes:
    return reversed_items(body) if nth % 2 else body


def _site_moves(body: bytes, nth: int) -> bytes:
    """To another host, and every guid is another from then on."""
    moved = re.sub(rb"(<guid[^>]*>)", rb"\1moved-", body).replace(b"//www.wsj.com/", b"//news.journal.example/")
    return moved if nth >= _CHANGES_AT else body


def _site_is_rebuilt(body: bytes, nth: int) -> bytes:
    """The same, and sections are no more part of addresses."""
    return re.sub(rb"//news.journal.example/[^<]*/", b"//news.journal.example/a/", _site_moves(body, nth))


EDITS = [_addresses_flip, _first_is_latest, _guids_anew, _no_guids, _order_flips, _site_moves, _site_is_rebuilt]


@pytest.mark.parametrize("edit", EDITS)
def test_what_identifies_an_article_may_change(steps: list[Step], edit: Edit, tmp_path: Path) -> None:
    """I01 to I04, I07, I17: two weeks of one feed; articles are the same as without it."""
    some = [step for step in steps if step.source == "wsj_econ" and step.at.month == 9][:16]
    with Replay(tmp_path, some, edit=edit) as replay:
        replay.run(stretches=2)
        _held_as_last_written(replay, "wsj_econ")


@pytest.mark.parametrize("identity", [IdentityPolicy.LINK, IdentityPolicy.TITLE_DATE])
def test_a_source_may_be_known_by_other_things(steps: list[Step], identity: IdentityPolicy, tmp_path: Path) -> None:
    """I03: where guids are no good, links are, or titles."""
    some = [step for step in steps if step.source == "wsj_econ" and step.at.month == 9][:16]
    with Replay(tmp_path, some, edit=_guids_anew, identity=identity) as replay:
        replay.run(stretches=2)
        _held_as_last_written(replay, "wsj_econ")


@pytest.mark.postgres
def test_the_same_holds_with_postgresql(steps: list[Step], schema: str, tmp_path: Path) -> None:
    """Two weeks of one feed."""
    some = [step for step in steps if step.source == "wsj_econ" and step.at.month == 9][:16]
    with Replay(tmp_path, some, store=schema) as replay:
        replay.run(stretches=2)
        _held_as_last_written(replay, "wsj_econ")
