"""Feeds in, documents out, with the guards between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from syndicator.errors import PublishError
from syndicator.model.feed import Feed
from syndicator.ports import OutputStore
from syndicator.publish import publication, publish
from syndicator.publish.formats import FORMATS
from syndicator.publish.output import FolderOutput
from syndicator.publish.publication import shrunken
from tests.publish.newsroom import DEFINITION, SITE, editions, entry, feed, full, mixed


@pytest.fixture
def output(tmp_path: Path) -> FolderOutput:
    return FolderOutput(tmp_path)


def large(count: int, edition: str | None = None) -> Feed:
    return feed(*(entry("en", number) for number in range(1, count + 1)), edition=edition)


def test_every_edition_is_written_in_every_format(output: FolderOutput) -> None:
    """Under the paths of the contract; the second time nothing differs and nothing is written."""
    report = publish(editions(), SITE, output)
    names = ["medical-education", *(f"medical-education.{each}" for each in DEFINITION.languages)]
    assert sorted(report.written) == sorted(
        f"feeds/{name}.{each}" for name in names for each in ("atom", "rss", "json")
    )
    assert (report.feed, report.entries, report.held) == ("medical-education", 15, "")
    assert publish(editions(), SITE, output).written == ()


def test_only_what_changed_is_written(output: FolderOutput) -> None:
    """A change in one language leaves the documents of the others alone."""
    publish(editions(), SITE, output)
    changed = [*editions()[:-1], replace(editions()[-1], entries=(*editions()[-1].entries, full("he", 9)))]
    assert publish(changed, SITE, output).written == tuple(f"feeds/medical-education.he.{each}" for each in FORMATS)


def test_nothing_to_publish_is_nothing_done(output: FolderOutput) -> None:
    """A definition without editions does not exist; an empty sequence is no fault."""
    assert publish([], SITE, output).written == ()


def test_what_waits_in_any_edition_is_told(output: FolderOutput) -> None:
    """Of each source as many as wait where most do: the same wait in several editions."""
    made = [replace(large(2), queued={"herald": 2}), replace(large(2, "en"), queued={"herald": 5, "paper": 1})]
    assert publish(made, SITE, output).queued == {"herald": 5, "paper": 1}
    assert publish([large(2)], SITE, output).queued == {}


# --- the guard against shrinking -----------------------------------------------------------------------------------


def test_a_feed_that_lost_most_of_its_entries_at_once_is_held(output: FolderOutput) -> None:
    """Something upstream failed, most likely: stale and valid beats fresh and broken."""
    publish([large(10)], SITE, output)
    report = publish([large(4)], SITE, output)
    assert report.held == (
        "medical-education: it would shrink from 10 to 4 entries; publish with accept-shrink if that is right"
    )
    assert report.written == ()
    assert len(FORMATS["json"].read_back(output.read("feeds/medical-education.json") or b"")) == 10


def test_an_operator_may_accept_it(output: FolderOutput) -> None:
    """A rule was narrowed, and the feed is to be smaller."""
    publish([large(10)], SITE, output)
    assert publish([large(4)], SITE, output, accept_shrink=True).held == ""


def test_what_an_operator_takes_out_is_no_loss(output: FolderOutput) -> None:
    """A disabled or removed source leaves the feed at once, whatever its share was."""
    publish([large(10)], SITE, output)
    less = replace(large(3), left_out={f"x{number}": "disabled-source" for number in range(7)})
    assert publish([less], SITE, output).held == ""
    assert output.read("feeds/medical-education.json") is not None


@pytest.mark.parametrize(("before", "after"), [(10, 5), (10, 12), (3, 0), (0, 0)])
def test_ordinary_changes_are_not_held(output: FolderOutput, before: int, after: int) -> None:
    """Half of it, growth, or so few that a loss says nothing."""
    publish([large(before)], SITE, output)
    assert publish([large(after)], SITE, output).held == ""


def test_a_full_window_has_not_shrunk(output: FolderOutput) -> None:
    """After a busy day the document goes back to its ordinary size."""
    small = replace(DEFINITION, entries=3)
    publish([replace(large(20), definition=small)], SITE, output)
    assert publish([replace(large(3), definition=small)], SITE, output).held == ""


def test_one_held_edition_does_not_hold_the_others(output: FolderOutput) -> None:
    """Each edition has readers of its own."""
    publish([large(10), large(10, "en")], SITE, output)
    report = publish([large(11), large(1, "en")], SITE, output)
    assert report.held.startswith("medical-education.en: it would shrink")
    assert report.written == tuple(f"feeds/medical-education.{each}" for each in FORMATS)


def test_a_damaged_document_is_replaced(output: FolderOutput) -> None:
    """What cannot be read holds nothing back."""
    output.write("feeds/medical-education.json", b"{")
    assert shrunken(large(1), output) == ""


# --- faults --------------------------------------------------------------------------------------------------------


def test_faulty_entries_are_reported_and_the_rest_is_published(output: FolderOutput) -> None:
    """With the reasons of curating; what another edition shows is not left out."""
    sick = entry("en", 2, title="")
    one = replace(feed(entry("en", 1), sick), left_out={"x": "reprint"})
    two = replace(feed(edition="ru"), left_out={"a1-en": "other-language", "x": "reprint", "y": "no-link"})
    report = publish([one, two], SITE, output)
    assert report.left_out == {"a2-en": "faulty: it has no title", "x": "reprint", "y": "no-link"}
    assert len(report.written) == 6


class Refusing(FolderOutput):
    """A disk that refuses one document."""

    def write(self, path: str, data: bytes) -> bool:
        if path.endswith(".rss"):
            raise OSError(28, "No space left on device")
        return super().write(path, data)


def test_a_full_disk_is_reported_and_not_raised(tmp_path: Path) -> None:
    """What could be written was; the rest stays as it was."""
    report = publish([large(1)], SITE, Refusing(tmp_path))
    assert report.held == "feeds/medical-education.rss: cannot be written: No space left on device"
    assert len(report.written) == 2


class Losing:
    """A format with a fault of our own: it loses the last entry."""

    name = "rss"
    suffix = "rss"
    media_type = "application/rss+xml"

    def render(self, feed: Feed, site: object) -> bytes:
        return FORMATS["rss"].render(replace(feed, entries=feed.entries[:-1]), SITE)

    def read_back(self, document: bytes) -> Sequence[tuple[str, str, str]]:
        return FORMATS["rss"].read_back(document)


def test_formats_that_disagree_are_not_published(output: OutputStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """All formats of a feed hold the same entries, or none of them is replaced."""
    monkeypatch.setattr(publication, "FORMATS", {**FORMATS, "rss": Losing()})
    report = publish([mixed()], SITE, output)
    assert report.held == "medical-education: what is read from rss is not what was to be published"
    assert list(output.paths()) == []


def test_a_document_that_cannot_be_read_back_is_not_published(
    output: OutputStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Our own reading is the last gate."""

    class Broken(Losing):
        def read_back(self, document: bytes) -> Sequence[tuple[str, str, str]]:
            raise PublishError("broken")

    monkeypatch.setattr(publication, "FORMATS", {**FORMATS, "rss": Broken()})
    assert publish([mixed()], SITE, output).held == "medical-education: broken"
