"""The configuration of the demo, and the one that ships."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from syndicator.config import load
from syndicator.demo import configuration
from syndicator.demo.configuration import defaults, write_configuration
from syndicator.demo.outlets import OUTLETS
from syndicator.model.source import Republish
from syndicator.tag import check_examples, compile_topics

_NEWSROOM = "http://127.0.0.1:12345"


def test_the_written_configuration_is_sound(tmp_path: Path) -> None:
    """It loads; every outlet is a source that may be read on loopback, often and without waiting."""
    found = load(write_configuration(tmp_path, _NEWSROOM, "http://127.0.0.1:8000/"))
    assert set(found.sources) == set(OUTLETS)
    assert found.site.address == "http://127.0.0.1:8000"
    assert found.schedule.interval <= found.schedule.maximum
    assert found.schedule.host_gap.total_seconds() == 0
    for source in found.sources.values():
        assert source.enabled
        assert source.address.startswith(f"{_NEWSROOM}/")
        assert source.allow_private == ("127.0.0.0/8", "::1/128")
        assert source.allow_ports == (12345,)


def test_store_and_output_lie_in_the_given_folder(tmp_path: Path) -> None:
    """Nothing is written elsewhere."""
    found = load(write_configuration(tmp_path, _NEWSROOM, "http://127.0.0.1:8000"))
    assert found.store == f"sqlite:///{tmp_path}/var/syndicator.db"
    assert found.output == f"{tmp_path}/var/public"
    assert (tmp_path / "var").is_dir()


def test_it_can_be_written_again(tmp_path: Path) -> None:
    """A second demo in the same folder has another newsroom."""
    write_configuration(tmp_path, _NEWSROOM, "http://127.0.0.1:8000")
    found = load(write_configuration(tmp_path, "http://127.0.0.1:54321", "http://127.0.0.1:8000"))
    assert {source.allow_ports for source in found.sources.values()} == {(54321,)}


def test_topics_and_feeds_are_those_that_ship(tmp_path: Path) -> None:
    """The demo shows the product, not a copy of it."""
    shipped, demo = load(defaults() / "config"), load(write_configuration(tmp_path, _NEWSROOM, "http://127.0.0.1:8000"))
    assert demo.topics == shipped.topics
    assert demo.feeds == shipped.feeds
    assert demo.organisations == shipped.organisations


def test_an_installed_program_finds_its_defaults_in_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A wheel carries them in ``_defaults``; a working tree has them beside the package."""
    monkeypatch.setattr(configuration, "_LAYOUTS", (tmp_path / "_defaults", tmp_path / "tree"))
    with pytest.raises(FileNotFoundError, match="ships with the program"):
        defaults()
    for place in (tmp_path / "tree", tmp_path / "_defaults"):
        (place / "config" / "concepts").mkdir(parents=True)
        (place / "feeds").mkdir()
        assert defaults() == place


def test_the_shipped_topics_stand_their_own_examples() -> None:
    """At least two texts that belong and two that do not in each of the five languages."""
    shipped = load(defaults() / "config")
    compiled = compile_topics(shipped.concepts, shipped.topics, shipped.organisations)
    for topic in shipped.topics.values():
        assert check_examples(compiled, topic) == []
        for include in (True, False):
            told = Counter(each.language.split("-")[0] for each in topic.examples if each.include is include)
            assert [language for language in ("en", "ru", "kk", "ar", "he") if told[language] < 2] == []


def test_kazakh_is_proved_in_its_three_scripts() -> None:
    """Terms are written in Cyrillic; texts in Latin and Arabic letters are found by them."""
    shipped = load(defaults() / "config")
    proved = {example.language for topic in shipped.topics.values() for example in topic.examples if example.include}
    assert {"kk", "kk-Latn", "kk-Arab"} <= proved


def test_the_shipped_sources_are_many_and_careful() -> None:
    """At least 25; none allows full texts or images, each names its source; what is off says why."""
    sources = load(defaults() / "config").sources.values()
    assert len(sources) >= 25
    assert sum(source.enabled for source in sources) >= 20
    for source in sources:
        assert source.rights.republish is not Republish.FULL
        assert not source.rights.images
        assert source.rights.attribution
        assert source.rights.notice
        assert source.enabled or source.reason


def test_every_shipped_concept_speaks_the_five_languages() -> None:
    """An edition without words would stay empty."""
    for concept in load(defaults() / "config").concepts.values():
        assert {"en", "ru", "kk", "ar", "he"} <= set(concept.terms), concept.id
