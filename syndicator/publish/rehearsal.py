"""A rehearsal in, one page out that needs nothing but itself: no script, no picture, no other file.

Charts are drawn in SVG beside the numbers they show; what is added, kept and dropped differs in place as well as in
colour. Its own content security policy admits the one style sheet it carries, by its hash.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from markupsafe import Markup

from syndicator.model.article import Article
from syndicator.model.rehearsal import Counts, Effect, Rehearsal, Sample
from syndicator.model.topic import Evidence, Field
from syndicator.publish.pages import environment
from syndicator.publish.words import language_name

_STYLES = (Path(__file__).parent / "static/site.css", Path(__file__).parent / "templates/rehearsal.css")
"""That of every page, which the site serves, and the report's own, which it does not."""
_AROUND = 70
"""Characters shown on either side of what was found."""
_PASSAGES = 4
_BARS = 20
"""Rows of a chart; the rest is summed up."""
_LONGEST_CHART = 400
"""Days."""
_RISE = 100
"""Height of the tallest column."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of an article; those that were found name what they say."""

    text: str
    concept: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """An article with what was found in it marked."""

    article: Article
    title: tuple[Piece, ...]
    passages: tuple[tuple[Piece, ...], ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a chart; its parts in hundredths of the width, from the left."""

    label: str
    code: str
    """Beside the label, where that is no name of its own."""
    counts: Counts
    dropped: tuple[float, float]
    kept: tuple[float, float]
    added: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Column:
    """A day of a chart: heights of its parts."""

    day: date
    counts: Counts
    at: int
    kept: float
    added: float
    dropped: float


def rehearsal_page(rehearsal: Rehearsal) -> bytes:
    """The report of a rehearsal, for an operator to look at and to hand on."""
    style = "".join(file.read_text("utf-8") for file in _STYLES)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    compared = rehearsal.compared
    days = columns(compared.days, rehearsal.since.date(), rehearsal.until.date())
    html = (
        environment()
        .get_template("rehearsal.html")
        .render(
            rehearsal=rehearsal,
            total=compared.total,
            style=Markup(style),  # noqa: S704 - our own file, and hashed as it stands
            policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
            languages=bars(compared.languages, {tag: language_name(tag) for tag in compared.languages}),
            sources=bars(compared.sources, rehearsal.source_names),
            days=days,
            rise=_RISE,
            depth=max((each.dropped for each in days), default=0.0),
            tallest=max((each.counts.kept + each.counts.added for each in days), default=0),
            samples=[(effect, [shown(each) for each in compared.samples[effect]]) for effect in Effect],
        )
    )
    return html.encode()


# --- charts --------------------------------------------------------------------------------------------------------


def bars(counted: Mapping[str, Counts], names: Mapping[str, str]) -> list[Bar]:
    """The rows where the rule finds or found something, the most changed first; very many are summed up in the last."""
    rows = sorted(((code, each) for code, each in counted.items() if _found(each)), key=_most_changed)
    if len(rows) > _BARS:
        rows = [*rows[: _BARS - 1], (f"{len(rows) - _BARS + 1} others", _sum(each for _, each in rows[_BARS - 1 :]))]
    left = max((each.dropped for _, each in rows), default=0)
    whole = max(1, left + max((each.kept + each.added for _, each in rows), default=0))
    return [_bar(names.get(code, ""), code, each, left, 100 / whole) for code, each in rows]


def _bar(name: str, code: str, counts: Counts, left: int, unit: float) -> Bar:
    spots = (left - counts.dropped, counts.dropped), (left, counts.kept), (left + counts.kept, counts.added)
    dropped, kept, added = ((round(at * unit, 2), round(width * unit, 2)) for at, width in spots)
    return Bar(name or code, code if name else "", counts, dropped, kept, added)


def _found(counts: Counts) -> int:
    return counts.added + counts.dropped + counts.kept


def _most_changed(row: tuple[str, Counts]) -> tuple[int, int, str]:
    name, counts = row
    return -(counts.added + counts.dropped), -counts.kept, name


def _sum(rows: Iterable[Counts]) -> Counts:
    whole = Counts()
    for each in rows:
        whole.articles += each.articles
        whole.added += each.added
        whole.dropped += each.dropped
        whole.kept += each.kept
    return whole


def columns(days: Mapping[date, Counts], first: date, last: date) -> list[Column]:
    """A column for every day of the period; what was published before it came is not drawn."""
    span = min((last - first).days, _LONGEST_CHART)
    shown = [last - timedelta(days=each) for each in range(span, -1, -1)]
    counted = [days.get(each, Counts()) for each in shown]
    unit = _RISE / max(1, *(max(each.kept + each.added, each.dropped) for each in counted))
    return [
        Column(day, each, at, each.kept * unit, each.added * unit, each.dropped * unit)
        for at, (day, each) in enumerate(zip(shown, counted, strict=True))
    ]


# --- samples -------------------------------------------------------------------------------------------------------


def shown(sample: Sample) -> Shown:
    """A sample with the words that were found marked: its title, and the passages of its text around them."""
    article = sample.article
    in_title = [each for each in sample.evidence if each.field is Field.TITLE]
    in_text = [each for each in sample.evidence if each.field is Field.TEXT]
    title = tuple(_pieces(article.title, in_title, 0, len(article.title)))
    passages = _windows(article.text, in_text)
    marked = tuple(tuple(_passage(article.text, in_text, start, end)) for start, end in passages)
    return Shown(article, title, marked, sample.missing)


def _passage(text: str, evidence: Iterable[Evidence], start: int, end: int) -> Iterable[Piece]:
    """The words from *start* to *end*, with a sign where the text goes on."""
    yield Piece("…" if start else "")
    yield from _pieces(text, evidence, start, end)
    yield Piece("…" if end < len(text) else "")


def _windows(text: str, evidence: Sequence[Evidence]) -> list[tuple[int, int]]:
    """The first passages around finds, joined where they meet; without a find, how the text begins."""
    windows: list[tuple[int, int]] = []
    for each in sorted(evidence, key=lambda one: one.start):
        start, end = _whole_words(text, max(0, each.start - _AROUND), min(len(text), each.end + _AROUND))
        if windows and start <= windows[-1][1]:
            windows[-1] = windows[-1][0], max(end, windows[-1][1])
        else:
            windows.append((start, end))
    return windows[:_PASSAGES] or [_whole_words(text, 0, min(len(text), 3 * _AROUND))]


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """The same without the halves of words at either end."""
    before = text.find(" ", start, start + _AROUND // 2) + 1 if start else 0
    after = text.rfind(" ", end - _AROUND // 2, end) if end < len(text) else end
    return before or start, after if after > start else end


def _pieces(text: str, evidence: Iterable[Evidence], start: int, end: int) -> Iterable[Piece]:
    """The words from *start* to *end*; where finds overlap, the first one is named."""
    at = start
    for each in sorted(evidence, key=lambda one: (one.start, -one.end)):
        if at <= each.start and each.end <= end:
            yield Piece(_line(text[at : each.start]))
            yield Piece(_line(text[each.start : each.end]), each.concept)
            at = each.end
    yield Piece(_line(text[at:end]))


def _line(text: str) -> str:
    return text.replace("\n", " ")
