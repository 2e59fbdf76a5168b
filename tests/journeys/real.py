"""The feeds of real sites beside the project, served on loopback; and a site that publishes all that they tell."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.journeys.setting import write_setting
from tests.journeys.validators import Site
from tests.loopback import Answer, Loopback, free_port

LANGUAGES = ("ar", "ja")
"""Editions of the feeds that publish what the real sites tell."""
_TOGETHER = 20
"""Sources in one feed: its documents stay below what validators take."""
_RIGHTS = """\
rights:
  republish: full
  images: true
  attribution: Journey & "Sons" <press>
  notice: © Journey
  licence: https://creativecommons.org/licenses/by/4.0/
"""


class Library:
    """Files with validators, and a log of what was asked."""

    def __init__(self, shared: Path) -> None:
        files = sorted(file for file in (shared / "data/feeds/real").rglob("*") if file.is_file())
        named = enumerate(file for file in files if file.suffix != ".md")
        self.files = {f"real-{number}": file for number, file in named}
        self.conditional: Counter[str] = Counter()
        self.plain: Counter[str] = Counter()

    def answer(self, name: str, validator: str | None) -> Answer:
        """The file, or 304 to a reader that has it."""
        body = self.files[name].read_bytes()
        tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        (self.conditional if validator else self.plain)[name] += 1
        return 304 if validator == tag else 200, {"ETag": tag, "Content-Type": "application/xml"}, body


def poll(config: Path) -> tuple[dict[str, dict[str, Any]], dict[str, Any]]:
    """Poll every source as an operator does: (source → what came of it, the total)."""
    done = subprocess.run(
        [sys.executable, "-m", "syndicator", "poll", "--all", "--json", "--config", str(config)],
        capture_output=True,
        text=True,
        timeout=1200,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr[-2000:]
    assert "Traceback" not in done.stderr, done.stderr[-2000:]
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    return {line["source"]: line for line in lines if "source" in line}, lines[-1]


@dataclass(frozen=True, slots=True)
class RealSite:
    """What the service published of them."""

    library: Library
    site: Site
    told: dict[str, dict[str, Any]]
    """Source → what came of its first poll."""


@contextmanager
def published(shared: Path, folder: Path) -> Iterator[RealSite]:
    """All real feeds polled once, and still there to be polled again, into a site whose feeds leave nothing out.

    Feeds hold twenty sources each, with all texts and pictures, all languages together and two by themselves.
    """
    library = Library(shared)
    address = f"http://127.0.0.1:{free_port()}"
    with Loopback(library.answer) as server:
        where = {name: f"http://127.0.0.1:{server.port}/{name}" for name in library.files}
        config = write_setting(folder, where, port=server.port, address=address)
        _republish_all(folder, list(library.files))
        told, _ = poll(config)
        yield RealSite(library, Site(config, folder / "public", address), told)


def _republish_all(folder: Path, sources: list[str]) -> None:
    """Feeds of our own in place of the shipped ones, and no bound on what is shown."""
    for file in (folder / "feeds").iterdir():
        file.unlink()
    for name, text in _feeds(sources):
        (folder / f"feeds/{name}.yaml").write_text(text, encoding="utf-8")
    file = folder / "config/sources/journey.yaml"
    terms = "rights: {republish: full, attribution: Journey}\n"
    written = file.read_text(encoding="utf-8")
    assert terms in written
    file.write_text(written.replace(terms, _RIGHTS), encoding="utf-8")
    with (folder / "config/syndicator.yaml").open("a", encoding="utf-8") as settings:
        settings.write("limits: {burst: 1000}\napi: {access: public, per_minute: 100000, per_day: 1000000}\n")


def _feeds(sources: list[str]) -> Iterator[tuple[str, str]]:
    for begin in range(0, len(sources), _TOGETHER):
        name = f"real-{begin:03}"
        yield (
            name,
            "\n".join(
                (
                    f"title: {{en: 'News & <views> of {name}', ar: 'أخبار {name}'}}",
                    "description: {en: 'AT&T &amp; others, 5 < 6'}",
                    f"languages: [{', '.join(LANGUAGES)}]",
                    f"rule: source:[{', '.join(sources[begin : begin + _TOGETHER])}]",
                    "window: {entries: 500, hours: 48}",
                    "subjects: [medtop:20000405]",
                    "",
                )
            ),
        )
