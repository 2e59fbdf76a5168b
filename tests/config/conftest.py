"""A small sound configuration, of which tests spoil one part at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from textwrap import dedent

import pytest

from syndicator.config import load
from syndicator.errors import ConfigurationError, Problem
from syndicator.model.configuration import Configuration

SOUND: Mapping[str, str] = {
    "config/syndicator.yaml": """\
        service:
          name: Campus News
          address: https://news.example.org/
          contact: mailto:news@example.org
          authority: example.org
          since: 2026-01-01
          languages: [en, kk]
        """,
    "config/sources/steppe.yaml": """\
        publisher: Steppe Daily
        country: KZ
        timezone: Asia/Almaty
        sources:
          - id: steppe-kk
            address: https://steppe.example/kk.xml
            language: kk
          - id: steppe-ru
            name: Степь
            address: https://steppe.example/ru.xml
            language: ru
        """,
    "config/concepts/learning.yaml": """\
        concepts:
          training:
            terms:
              en: ["training course", "lectur*"]
          medicine:
            description: Health and those who care for it
            include: [training]
            terms:
              en: ["medical (student|school)", "=WHO"]
              "*": [MBBS]
            unless:
              en: ["medical school bus"]
        """,
    "config/organisations.yaml": """\
        organisations:
          lakeside: {country: IL, names: {en: [Lakeside College]}}
        """,
    "feeds/doctors.yaml": """\
        title: {en: Doctors, kk: Дәрігерлер}
        description: {en: How doctors learn}
        languages: [en, kk]
        rule: |
          medicine and
            not organisation:lakeside
        examples:
          include:
            - {language: en, title: A medical school opens, text: It is large., places: [KZ]}
          exclude:
            - language: en
              title: Rain
              address: https://news.example.org/rain
        """,
}


class Newsroom:
    """The folders of a configuration."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name, text in SOUND.items():
            self.write(name, dedent(text))

    def write(self, name: str, content: str | bytes) -> Path:
        """Put a file in place."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else dedent(content).encode())
        return path

    def change(self, name: str, old: str, new: str) -> None:
        """Replace a part of a file, which must be there once."""
        text = (self.folder / name).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        self.write(name, text.replace(old, new).encode())

    def load(self, environ: Mapping[str, str] = {}) -> Configuration:
        """Load the configuration."""
        return load(Path("config"), environ=environ)

    def refused(self, environ: Mapping[str, str] = {}) -> ConfigurationError:
        """The error that loading ends with."""
        with pytest.raises(ConfigurationError) as caught:
            self.load(environ)
        return caught.value

    def problems(self, environ: Mapping[str, str] = {}) -> list[Problem]:
        """What is wrong."""
        return list(self.refused(environ).problems)


@pytest.fixture
def newsroom(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Newsroom:
    monkeypatch.chdir(tmp_path)
    return Newsroom(tmp_path)


Spoil = Callable[[str, str, str], list[str]]


@pytest.fixture
def spoil(newsroom: Newsroom) -> Spoil:
    """Replaces a part of a file and returns the problems as text."""

    def spoiled(name: str, old: str, new: str) -> list[str]:
        newsroom.change(name, old, new)
        return [str(problem) for problem in newsroom.problems()]

    return spoiled
