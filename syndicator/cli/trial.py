"""``syndicator try``: one room on files; nothing is stored, lines stream."""

from __future__ import annotations

import asyncio
import gzip
import json
import sys
import zlib
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from syndicator.bootstrap import TRIAL, Grouper, article_of, load_editorial, now, open_reader
from syndicator.cli.console import AsJson, ConfigFolder, complain, iso, print_json
from syndicator.languages.dates import parse_date
from syndicator.model.article import Article, Rejected
from syndicator.model.entry import Category, Document, Entry, Link, RawText
from syndicator.model.source import Fulltext, Limits, PageOptions
from syndicator.model.topic import Evidence, Mention, Tagged
from syndicator.normalise import normalise
from syndicator.normalise.text import plain_text
from syndicator.pipeline import Editorial
from syndicator.ports import Form, Reader, Unreadable
from syndicator.tag import tag

app = typer.Typer(help="Try one room on files; nothing is stored.", no_args_is_help=True)

_MEDIA_TYPES = {".json": "application/json", ".atom": "application/atom+xml", ".rss": "application/rss+xml"}
_TEXT = PageOptions(Fulltext.AUTO)
_PATIENT = Limits(reading=60.0)
_PACKED = b"\x1f\x8b"
"""What gzip begins with (RFC 1952, 2.3.1)."""
_AHEAD = 8
"""Documents read ahead of the one printed."""


@app.command()
def read(
    files: Annotated[list[Path], typer.Argument(metavar="FILE", exists=False)],
    base_url: Annotated[str, typer.Option(help="Address that relative links resolve against.")] = "",
) -> None:
    """Read feed documents: a line of JSON per file."""
    raise typer.Exit(0 if asyncio.run(_read(files, base_url)) else 1)


async def _read(files: Sequence[Path], base_url: str) -> bool:
    """Whether each could be read."""
    reader = open_reader()
    good = True
    try:
        async for path, result in _in_order(reader, files, base_url):
            print_json({"file": str(path), **_document(result)})
            good = good and isinstance(result, Document)
    finally:
        reader.close()
    return good


async def _in_order(
    reader: Reader, files: Sequence[Path], base_url: str
) -> AsyncIterator[tuple[Path, Document | Unreadable | OSError]]:
    waiting: list[tuple[Path, asyncio.Task[Document | Unreadable | OSError]]] = []
    for path in files:
        waiting.append((path, asyncio.create_task(_read_one(reader, path, base_url))))
        if len(waiting) >= _AHEAD:
            first, task = waiting.pop(0)
            yield first, await task
    for path, task in waiting:
        yield path, await task


async def _read_one(reader: Reader, path: Path, base_url: str) -> Document | Unreadable | OSError:
    try:
        body = path.read_bytes()
    except OSError as refused:
        return refused
    kind = _MEDIA_TYPES.get(path.suffix.lower(), "")
    return await reader.read(body, content_type=kind, address=base_url, limits=Limits())


def _document(result: Document | Unreadable | OSError) -> dict[str, Any]:
    if isinstance(result, OSError):
        return _file_error((result.strerror or type(result).__name__).lower())
    if isinstance(result, Unreadable):
        return {"error": {"code": result.outcome.value, "message": result.message}}
    return {
        "format": result.format,
        "reader": result.reader,
        "title": result.title,
        "language": result.language,
        "entries": [_entry(entry, result) for entry in result.entries],
        "notes": list(result.notes),
    }


def _entry(entry: Entry, document: Document) -> dict[str, Any]:
    moment = now()
    return {
        "guid": entry.guid,
        "link": entry.link,
        "title": _plain(entry.title),
        "summary": _raw(entry.summary),
        "content": _raw(entry.content),
        "published": iso(parse_date(entry.published, now=moment)) if entry.published else None,
        "updated": iso(parse_date(entry.updated, now=moment)) if entry.updated else None,
        "authors": list(entry.authors),
        "categories": [_category(each) for each in entry.categories],
        "enclosures": [_enclosure(each) for each in entry.enclosures],
        "language": entry.language or document.language,
    }


def _plain(text: RawText | None) -> str | None:
    return plain_text(text) if text else None


def _raw(text: RawText | None) -> str | None:
    return text.value if text else None


def _category(category: Category) -> dict[str, str | None]:
    return {"term": category.term, "scheme": category.scheme, "label": category.label}


def _enclosure(link: Link) -> dict[str, Any]:
    return {"href": link.href, "type": link.type, "length": link.length}


@app.command()
def extract(
    file: Annotated[Path, typer.Argument(metavar="FILE.html[.gz]", exists=True, dir_okay=False, readable=True)],
    url: Annotated[str, typer.Option(help="Where the page came from; relative links resolve against it.")] = "",
    as_json: AsJson = True,  # noqa: ARG001 - there is no other output
) -> None:
    """Read the page of an article: one JSON object with its text and what it says of itself."""
    result = asyncio.run(_extract(file, url))
    print_json(result)
    if "error" in result:
        raise typer.Exit(1)


async def _extract(file: Path, url: str) -> dict[str, Any]:
    try:
        page = _page(file)
    except (OSError, EOFError, zlib.error) as fault:
        return _file_error(f"{file} cannot be unpacked: {fault}; pack it anew, or give the page as it is.")
    if not page:
        return _file_error(f"{file} is empty; save the page again.")
    reader = open_reader()
    try:
        document = await reader.read(
            page, content_type="", address=url, limits=_PATIENT, form=Form.ARTICLE, options=_TEXT
        )
    finally:
        reader.close()
    if isinstance(document, Unreadable):
        return _document(document)
    moment, entry = now(), replace(document.entries[0], summary=None)  # which would be taken for a text
    article = normalise(entry, TRIAL, now=moment, document_language=document.language, address=url or TRIAL.address)
    if isinstance(article, Rejected):
        return {"error": {"code": article.reason.value, "message": article.detail}}
    return {
        "title": article.title if entry.title else None,
        "text": article.text,
        "html": article.content,
        "published": iso(parse_date(entry.published, now=moment)) if entry.published else None,
        "authors": list(article.authors),
        "language": article.language,
        "image": article.image.href if article.image else None,
        "canonical": document.link,
        "site": document.title,
    }


def _file_error(message: str) -> dict[str, Any]:
    return {"error": {"code": "file", "message": message}}


def _page(file: Path) -> bytes:
    """The bytes of a page, which may be packed, whatever its name; no more of them than the service would take."""
    with file.open("rb") as packed:
        begins = packed.read(len(_PACKED))
    with gzip.open(file) if begins == _PACKED else file.open("rb") as page:
        return page.read(_PATIENT.inflated)


@app.command()
def classify(config: ConfigFolder = Path("config")) -> None:
    """Language, topics, places and organisations of articles: JSON lines in, JSON lines out."""
    editorial = load_editorial(config)
    for row in rows(sys.stdin):
        article = _article(editorial, row)
        if isinstance(article, Rejected):
            print_json({"id": row["id"], "error": {"code": article.reason.value, "message": article.detail}})
        else:
            print_json(_classified(row, article, tag(article, editorial.compiled)))


def _classified(row: dict[str, Any], article: Article, tagged: Tagged) -> dict[str, Any]:
    return {
        "id": row["id"],
        "lang": article.language,
        "direction": article.direction,
        "topics": [
            {"topic": each.topic, "score": each.score, "evidence": [_evidence(one) for one in each.evidence]}
            for each in tagged.tags
        ],
        "places": list(tagged.places),
        "organisations": list(tagged.organisations),
        "place_mentions": [mention("place", each) for each in tagged.place_mentions],
        "organisation_mentions": [mention("organisation", each) for each in tagged.organisation_mentions],
    }


def _evidence(evidence: Evidence) -> dict[str, Any]:
    return {
        "concept": evidence.concept,
        "term": evidence.term,
        "field": evidence.field.value,
        "start": evidence.start,
        "end": evidence.end,
    }


def mention(kind: str, found: Mention) -> dict[str, Any]:
    """Where a place or an organisation is named, as JSON; *kind* says which of the two."""
    return {kind: found.of, "term": found.term, "field": found.field.value, "start": found.start, "end": found.end}


@app.command()
def group(config: ConfigFolder = Path("config")) -> None:
    """Stories and verdicts of articles in order of time: JSON lines in, JSON lines out."""
    editorial = load_editorial(config)
    with Grouper(editorial) as grouper:
        for row in rows(sys.stdin):
            article = _article(editorial, row)
            if isinstance(article, Rejected):
                print_json({"id": row["id"], "error": {"code": article.reason.value, "message": article.detail}})
                continue
            decision = grouper.add(article, str(row["id"]))
            print_json(
                {
                    "id": row["id"],
                    "story": decision.story,
                    "verdict": decision.verdict,
                    "of": decision.of,
                    "reasons": list(decision.reasons),
                }
            )


def _article(editorial: Editorial, row: dict[str, Any]) -> Article | Rejected:
    return article_of(
        editorial.configuration,
        title=str(row.get("title") or ""),
        text=str(row.get("text") or ""),
        language=row.get("lang"),
        link=row.get("url"),
        published=row.get("published"),
        source=str(row.get("source") or row.get("outlet") or ""),
        identity=str(row["id"]),
    )


def rows(lines: Iterator[str]) -> Iterator[dict[str, Any]]:
    """The objects of JSON lines; ends the command with exit code 2 at a line that is none or has no id."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as fault:
            complain(f"line {number}: not JSON: {fault}")
            raise typer.Exit(2) from None
        if not isinstance(row, dict) or "id" not in row:
            complain(f"line {number}: an object with an 'id' is needed")
            raise typer.Exit(2)
        yield row
