"""Measures the reading of articles' pages on pages with gold, beside trafilatura as it comes, in the same run.

The folder of real data (../shared) has four sets: ``benchmark`` and ``waddle`` (whole texts), ``fundus`` (whole texts,
dates, titles, authors) and ``trafilatura`` (snippets that must and must not be there, dates, titles, authors).
Texts are scored by F1 of words (of characters in scripts without spaces), as bags; snippets by the share that is right,
wanted and unwanted ones alike. A date is right when its day is the gold's, in the zone it is written in or in UTC.

Rules and bounds were chosen on one half of the pages (by the hash of the file's name); the other half shows how they
do on pages they were not made for.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import logging
import math
import os
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import trafilatura

from syndicator.ingest.read import read_document
from syndicator.languages.dates import read_date
from syndicator.model.entry import Document, Markup, RawText
from syndicator.model.source import Fulltext, PageOptions
from syndicator.normalise.markup import Excess, sanitise, words
from syndicator.normalise.people import authors as people
from syndicator.normalise.text import plain_text
from syndicator.ports import Form

SETS = ("benchmark", "waddle", "fundus", "trafilatura")
_WORD = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]|[^\W\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]+")
_NAMED = re.compile(r"(.+)_\d{4}_\d\d_\d\d\.html\.gz")
_LANGUAGES = {"English": "en", "Chinese": "zh", "Polish": "pl", "Greek": "el", "Russian": "ru"}


@dataclass(frozen=True, slots=True)
class Labelled:
    """A page and what people found in it."""

    kind: str
    file: Path
    address: str = ""
    language: str | None = None
    text: str | None = None
    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()
    date: str | None = None
    title: str | None = None
    authors: tuple[str, ...] = ()

    @property
    def apart(self) -> bool:
        """Whether the page was left out of sight when rules were chosen."""
        return int(hashlib.sha256(self.file.name.encode()).hexdigest(), 16) % 2 == 1


@dataclass(frozen=True, slots=True)
class Reading:
    """What a program found in a page."""

    text: str = ""
    date: str | None = None
    title: str | None = None
    authors: tuple[str, ...] = ()


Score = Mapping[str, float | None]
Scored = tuple[Labelled, Score, Score]


# --- pages and their gold ------------------------------------------------------------------------------------------


def pages_of(folder: Path, kind: str) -> list[Labelled]:
    """The labelled pages of a set."""
    return list(_fundus(folder / kind) if kind == "fundus" else _listed(folder / kind))


def _listed(folder: Path) -> Iterator[Labelled]:
    for line in (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        file = next((each for each in _spellings(folder / row["file"]) if each.exists()), None)
        if file is None:
            raise FileNotFoundError(folder / row["file"])
        yield Labelled(
            folder.name,
            file,
            row.get("url") or "",
            _LANGUAGES.get(row.get("language")),
            re.sub(r"<[^>]+>", " ", row["text"]) if "text" in row else None,
            tuple(row.get("with") or ()),
            tuple(row.get("without") or ()),
            row.get("date"),
            row.get("title"),
            (row["author"],) if row.get("author") else (),
        )


def _spellings(file: Path) -> tuple[Path, Path]:
    return file, file.with_name(file.name + ".gz")


def _fundus(folder: Path) -> Iterator[Labelled]:
    """One gold file per publisher holds what each of its pages says, in the order of the versions of its parser."""
    pages: dict[str, list[Path]] = {}
    for file in sorted(folder.glob("*.html.gz")):
        if named := _NAMED.fullmatch(file.name):
            pages.setdefault(named[1], []).append(file)
    for publisher, files in pages.items():
        gold = json.loads((folder / f"{publisher}.json").read_text(encoding="utf-8"))
        versions = sorted((each for each in gold if each.startswith("V")), key=_version)[-len(files) :]
        yield from (_of_fundus(file, gold[version]) for file, version in zip(files, versions, strict=True))


def _version(name: str) -> list[int]:
    return [int(each) for each in re.findall(r"\d+", name)]


def _of_fundus(file: Path, gold: Mapping[str, Any]) -> Labelled:
    body = gold["body"] or {}
    parts = [*(body.get("summary") or ())]
    for section in body.get("sections") or ():
        parts += [*(section.get("headline") or ()), *(section.get("paragraphs") or ())]
    return Labelled(
        "fundus", file, text="\n".join(parts), date=gold["publishing_date"], title=gold["title"],
        authors=tuple(gold.get("authors") or ()),
    )  # fmt: skip


# --- readers -------------------------------------------------------------------------------------------------------


def ours(body: bytes, address: str) -> Reading:
    """What this program finds."""
    options = PageOptions(Fulltext.AUTO)
    document = read_document(body, address=address, form=Form.ARTICLE, options=options)
    if not isinstance(document, Document):
        return Reading()
    (entry,) = document.entries
    text = _shown(entry.content) if entry.content else ""
    title = plain_text(entry.title) if entry.title else None
    return Reading(text, entry.published, title, people(entry.authors))


def _shown(raw: RawText) -> str:
    safe = sanitise(raw.value) if raw.markup is Markup.HTML else raw.value
    return "" if isinstance(safe, Excess) else words(safe) if raw.markup is Markup.HTML else raw.value


def plain(body: bytes, address: str) -> Reading:
    """What trafilatura finds as it comes, by its own defaults."""
    said = trafilatura.extract_metadata(body, default_url=address or None)
    text = trafilatura.extract(body, url=address or None) or ""
    authors = tuple((said.author or "").split("; ")) if said else ()
    return Reading(text, said.date, said.title, authors) if said else Reading(text)


# --- scores --------------------------------------------------------------------------------------------------------


def f1(text: str, gold: str) -> float:
    """F1 of two bags of words."""
    found, wanted = Counter(_WORD.findall(text.lower())), Counter(_WORD.findall(gold.lower()))
    both = found.total() + wanted.total()
    return 2 * (found & wanted).total() / both if both else 0.0


def score(page: Labelled, reading: Reading) -> Score:
    """How much of the page's gold a reading has, from 0 to 1; None where there is no gold."""
    text = " ".join(reading.text.split())
    found = [" ".join(each.split()) in text for each in page.wanted]
    absent = [" ".join(each.split()) not in text for each in page.unwanted]
    return {
        "text": None if page.text is None else f1(reading.text, page.text),
        "snippets": _share(found + absent),
        "with": _share(found),
        "without": _share(absent),
        "date": float(same_day(reading.date, page.date)) if page.date else None,
        "title": f1(reading.title or "", page.title) if page.title else None,
        "authors": f1(" ".join(reading.authors), " ".join(page.authors)) if page.authors else None,
    }


def _share(right: list[bool]) -> float | None:
    return sum(right) / len(right) if right else None


def same_day(found: str | None, gold: str) -> bool:
    """Whether a date, as written or in UTC, is of the gold's day, as written or in UTC."""
    return bool(found) and not _days(found or "").isdisjoint(_days(gold))


def _days(text: str) -> set[str]:
    moment = read_date(text)
    written = re.match(r"\d{4}-\d\d-\d\d", text)
    return {*([written[0]] if written else []), *([moment.astimezone(UTC).date().isoformat()] if moment else [])}


def measured(pages: Iterable[Labelled], workers: int = 2) -> list[Scored]:
    """Pages with our scores and trafilatura's."""
    with ProcessPoolExecutor(workers) as pool:
        return list(pool.map(_measure, pages, chunksize=8))


def _measure(page: Labelled) -> Scored:
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    body = gzip.decompress(page.file.read_bytes())
    return page, score(page, ours(body, page.address)), score(page, plain(body, page.address))


def mean(scores: Iterable[Score], what: str) -> float:
    """The mean of one score over the pages that have it; NaN when none has."""
    values = [value for each in scores if (value := each[what]) is not None]
    return sum(values) / len(values) if values else float("nan")


def main(folder: Path) -> None:
    """Print a line for each set, language and half."""
    began = datetime.now(UTC)
    scored = measured([page for kind in SETS for page in pages_of(folder, kind)], os.cpu_count() or 1)
    for kind in SETS:
        rows = [each for each in scored if each[0].kind == kind]
        _print(kind, rows)
        for language in sorted({page.language for page, _, _ in rows if page.language}):
            _print(f"{kind} {language}", [each for each in rows if each[0].language == language])
        for apart in (False, True):
            _print(f"{kind}, half {'apart' if apart else 'seen'}", [each for each in rows if each[0].apart is apart])
    print(f"{len(scored)} pages in {(datetime.now(UTC) - began).total_seconds():.0f} s")


def _print(name: str, rows: list[Scored]) -> None:
    for what in ("text", "snippets", "with", "without", "date", "title", "authors"):
        mine, theirs = mean((each[1] for each in rows), what), mean((each[2] for each in rows), what)
        if not math.isnan(mine):
            count = sum(each[1][what] is not None for each in rows)
            print(f"{name:24} {what:9} ours {mine:.4f}   trafilatura {theirs:.4f}   {count} pages")


if __name__ == "__main__":
    main(Path(sys.argv[1]) / "data" / "pages")
