"""Feeds at addresses and on disk, read as readers read them and served as servers serve them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from syndicator.bootstrap import examine_address, examine_file
from syndicator.model.acceptance import Act, Effect, Examination, Grade
from tests.acceptance.writing import issue, told, without_ids, written
from tests.loopback import Answer, Loopback

LOCAL = ("127.0.0.0/8",)
WHOLE = issue(*(told(number) for number in range(24)))
SOUND = written(WHOLE)
XML = {"Content-Type": "application/rss+xml", "ETag": '"1"'}


def always(body: bytes, headers: dict[str, str] | None = None) -> Callable[[str, str | None], Answer]:
    """The same answer to everybody, whatever they have."""
    return lambda _path, _validator: (200, headers or XML, body)


def conditional(_path: str, validator: str | None) -> Answer:
    """An answer that says when nothing changed."""
    return (304, XML, b"") if validator else (200, XML, SOUND)


def examined(answer: Callable[[str, str | None], Answer]) -> Examination:
    """What is found at an address."""
    with Loopback(answer) as server:
        return asyncio.run(examine_address(f"http://127.0.0.1:{server.port}/feed.rss", LOCAL))


def codes(made: Examination) -> set[str]:
    """Codes of all findings but notes on readers."""
    return {each.code for each in made.findings if each.grade is not Grade.NOTE}


def test_a_sound_feed_that_is_served_well_is_accepted() -> None:
    """It lacks but what the writer of these tests leaves out."""
    made = examined(conditional)
    assert made.accepted
    assert codes(made) == {"no-self", "no-language"}
    assert list(made.documents.values()) == [24]


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({"Content-Type": "text/html", "ETag": '"1"'}, "other-type"),
        ({"Content-Type": "application/rss+xml"}, "no-validator"),
        (XML, "never-unchanged"),
    ],
)
def test_how_a_feed_is_served_is_told(headers: dict[str, str], code: str) -> None:
    """Types, validators, and whether they count."""
    assert code in codes(examined(always(SOUND, headers)))


def test_where_an_address_leads_for_good_is_told() -> None:
    """Partners should have the new one."""

    def moved(path: str, _validator: str | None) -> Answer:
        return (301, {"Location": "/new"}, b"") if path != "new" else (200, XML, SOUND)

    (note,) = (each for each in examined(moved).findings if each.code == "led-on")
    assert note.examples[0].endswith("/new")


def looks(*documents: bytes) -> Callable[[str, str | None], Answer]:
    """One document after the other."""
    left = iter(documents)
    return lambda _path, _validator: (200, XML, next(left))


def test_ids_that_change_with_every_look_are_found() -> None:
    """Every reader would show everything twice."""
    other = replace(WHOLE, items=tuple(replace(each, guid=f"{each.guid}?2") for each in WHOLE.items))
    made = examined(looks(SOUND, written(other)))
    assert not made.accepted
    again = [each for each in made.sights if each.act is Act.POLLED_AGAIN and each.effect is Effect.TWICE]
    assert {each.count for each in again} == {24}
    assert {each.cause for each in again} == {"its id changed"}


def test_bytes_that_change_by_themselves_are_told() -> None:
    """And news is none of that."""
    assert "restless" in codes(examined(looks(SOUND, SOUND.replace(b"<description>d<", b"<description>e<"))))
    news = written(replace(WHOLE, items=(told(-1), *WHOLE.items)))
    assert "restless" not in codes(examined(looks(SOUND, news)))


def test_a_second_look_that_cannot_be_read_leaves_the_first() -> None:
    """A server may fail at any time."""
    made = examined(looks(SOUND, b"<html>come back later</html>"))
    assert list(made.documents.values()) == [24]


@pytest.mark.parametrize(
    "answer", [always(b"<html><body>hello</body></html>"), lambda _path, _validator: (404, {}, b""), always(b"")]
)
def test_what_is_no_feed_is_not_accepted(answer: Callable[[str, str | None], Answer]) -> None:
    """With what was there instead."""
    made = examined(answer)
    assert codes(made) == {"unreadable"}
    assert made.findings[0].examples[0]


def test_a_private_address_is_asked_only_where_it_is_allowed() -> None:
    """Somebody else may have written it."""
    with Loopback(conditional) as server:
        made = asyncio.run(examine_address(f"http://127.0.0.1:{server.port}/", ()))
    assert codes(made) == {"unreadable"}


def test_an_answer_that_nobody_asked_for_is_no_feed() -> None:
    """304 without a validator."""
    assert codes(examined(lambda _path, _validator: (304, {}, b""))) == {"unreadable"}


def test_a_document_on_disk_is_examined_by_itself(tmp_path: Path) -> None:
    """It lies nowhere, so nothing is said of how it is served."""
    (tmp_path / "feed.rss").write_bytes(written(without_ids(WHOLE)))
    made = asyncio.run(examine_file(tmp_path / "feed.rss"))
    assert made.feed == "feed.rss"
    assert {"twice", "no-id", "no-self", "no-language"} == codes(made)
    (tmp_path / "feed.rss").write_bytes(b"nothing")
    assert codes(asyncio.run(examine_file(tmp_path / "feed.rss"))) == {"unreadable"}


def test_dates_of_the_tests_lie_in_the_past() -> None:
    """Else every document would have a fault more."""
    assert all(each.moment and each.moment < datetime.now(UTC) for each in WHOLE.items)
