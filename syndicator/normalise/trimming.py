"""Trimming: what the page put around an article is taken out, and its dateline is read.

Counters above all: what changes at every visit would make an edit of every poll (fault I18). Lines are judged by their
words, whatever the language; then they are taken out of text and markup alike.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from syndicator.languages.tails import Frame, frame
from syndicator.normalise.markup import TOKEN, is_break
from syndicator.normalise.text import folded

_TOP: Final = 6
"""Lines at the beginning that may repeat the title."""
_HEADLINE: Final = 30
"""Words of a line that may be the headline of other news."""
_KICKER: Final = 3
"""Words of a line that may name a section above the headline."""
_KICKER_LETTERS: Final = 30
_LEAST: Final = 0.25
"""Share of the text that must be left: else the lines are the article."""
_SENTENCE: Final = re.compile(r"[.!?…。！？؟۔։][\"»”’')\]]*$")
_BLOCKS: Final = frozenset(("p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "td", "blockquote", "figcaption"))
_PRUNED: Final = _BLOCKS - {"td"} | frozenset((
    "b", "i", "em", "strong", "u", "s", "small", "span", "a", "mark", "cite", "q", "abbr", "ul", "ol", "dl", "dt", "dd",
    "figure", "sup", "sub", "time",
))  # fmt: skip
"""Elements that go when nothing is left in them."""
_OPEN: Final = re.compile(r"<([a-z0-9]+)(?: [^<>]*)?>\s*")
_CLOSE: Final = re.compile(r"\s*</([a-z0-9]+)>")
_BREAKS: Final = re.compile(r"(?:\s|<br>)+")
_PICTURE: Final = re.compile(r"<(?:img|hr)(?: [^<>]*)?>")
_REFERENCE: Final = re.compile(r"&(?:#?[A-Za-z0-9]{1,32});")


class _Line(NamedTuple):
    """What stands between two breaks of the markup."""

    pieces: tuple[tuple[int, int], ...]
    """Where its texts are."""
    text: str
    linked: bool
    """Whether all of it is links."""


def trimmed(content: str, text: str, *, title: str, is_tail: Callable[[str], bool] | None = None) -> str:
    """Give clean *content*, whose words are *text*, without its frame; as it is when it has none or is nothing else.

    What is left has to be :func:`~syndicator.normalise.markup.settled`, for elements of it may be gone.

    Taken out are a *title* that is repeated at the beginning, with what names its section above it, lines that
    :func:`frame` knows, those for which *is_tail* holds, and the headlines that follow the heading of other news.
    """
    if not _may_be_framed(text, title, is_tail):
        return content
    lines = list(_lines(content))
    gone = _frame(lines, title, is_tail)
    if not gone or _left(lines, gone) < _LEAST:
        return content
    pieces = [piece for at in gone for piece in lines[at].pieces]
    return _without(content, [*pieces, *_pictures_below(content, lines, gone)])


def _may_be_framed(text: str, title: str, is_tail: Callable[[str], bool] | None) -> bool:
    """Whether any line is one of the frame: most articles have none, and their markup is not looked at."""
    lines = [line.strip() for line in text.split("\n")]
    if any(map(frame, lines)) or (is_tail and any(map(is_tail, filter(None, lines)))):
        return True
    return any(_repeats(line, title) for line in lines[: 2 * _TOP])


def _repeats(line: str, title: str) -> bool:
    """Whether a *line* says the words of the *title* and no others; looked at when it is about as long."""
    alike = line and title and abs(len(line) - len(title)) <= len(title) // 4 + 2
    return bool(alike) and folded(line) == folded(title) != ""


def without_head(content: str, head: str) -> str:
    """Give clean *content* without the text *head* that it begins with; as it is when it begins otherwise."""
    left, pieces = "".join(head.split()), []
    for start, end in _texts(content):
        taken = _taken(content, start, end, left)
        if taken is None:
            return content
        stop, left = taken
        pieces.append((start, stop))
        if not left:
            return _without(content, pieces)
    return content


def _taken(content: str, start: int, end: int, left: str) -> tuple[int, str] | None:
    """How far a piece of text belongs to what is *left* of a head, and what is left then; None when it differs."""
    at = start
    while at < end and left:
        reference = _REFERENCE.match(content, at, end) if content[at] == "&" else None
        stop = reference.end() if reference else at + 1
        letter = html.unescape(content[at:stop]) if reference else content[at]
        if not letter.isspace():
            if not left.startswith(letter):
                return None
            left = left[len(letter) :]
        at = stop
    if not left:
        while at < end and content[at].isspace():
            at += 1
    return at, left


# --- lines ---------------------------------------------------------------------------------------------------------


def _texts(markup: str) -> Iterator[tuple[int, int]]:
    """Where texts begin and end between tags."""
    at = 0
    for match in TOKEN.finditer(markup):
        if match.start() > at:
            yield at, match.start()
        at = match.end()
    if at < len(markup):
        yield at, len(markup)


def _lines(markup: str) -> Iterator[_Line]:
    """The lines of *markup*, as it breaks them."""
    pieces: list[tuple[int, int]] = []
    at, depth, loose = 0, 0, False
    for match in (*TOKEN.finditer(markup), None):
        end, tag = (match.start(), match[2]) if match else (len(markup), "")
        if end > at and not markup[at:end].isspace():
            pieces.append((at, end))
            loose |= not depth
        if tag == "a" and match:
            depth = max(0, depth + (-1 if match[1] else 1))
        if pieces and (not tag or is_break(tag)):
            text = "".join([markup[start:stop] for start, stop in pieces])
            yield _Line(tuple(pieces), " ".join(html.unescape(text).split()), not loose)
            pieces, loose = [], False
        at = match.end() if match else end


def _frame(lines: Sequence[_Line], title: str, is_tail: Callable[[str], bool] | None) -> set[int]:
    """Which lines are no part of the article."""
    found = {at: frame(line.text) for at, line in enumerate(lines)}
    gone = {at for at in found if found[at] and found[at] is not Frame.RELATED}
    gone |= {at for at, line in enumerate(lines) if is_tail and is_tail(line.text)}
    gone |= _head(lines, title)
    headings = [at for at in found if found[at] is Frame.RELATED]
    for at in headings:
        gone |= _news_below(lines, at, gone)
    asked = [at for at in found if found[at] in (Frame.SHARE, Frame.RELATED)]
    below = next((at for at in asked if all(_is_light(lines[on], on in gone) for on in range(at, len(lines)))), None)
    return gone if below is None else gone | set(range(below, len(lines)))


def _head(lines: Sequence[_Line], title: str) -> set[int]:
    """The lines that repeat the title, and those above them that name a section."""
    titles = {at for at, line in enumerate(lines[:_TOP]) if _repeats(line.text, title)}
    above = range(min(titles, default=0))
    return titles | set(above) if all(is_kicker(lines[at].text) for at in above) else titles


def is_kicker(line: str) -> bool:
    """Whether a *line* may name the section of the headline below it («Staff news»): a few words, no sentence."""
    return len(line.split()) <= _KICKER and len(line) <= _KICKER_LETTERS and not _SENTENCE.search(line)


def is_headline(line: str) -> bool:
    """Whether a *line* may be a headline: more than names a section, and no sentence that ends."""
    return len(line.split()) <= _HEADLINE and not _SENTENCE.search(line) and not is_kicker(line)


def _news_below(lines: Sequence[_Line], heading: int, gone: Collection[int]) -> set[int]:
    """A heading of other news with the links that follow it; nothing when none does, for it may be one of ours."""
    at = heading + 1
    while at < len(lines) and (lines[at].linked or at in gone):
        at += 1
    return set(range(heading, at)) if at > heading + 1 or at == len(lines) else set()


def _is_light(line: _Line, is_gone: bool) -> bool:
    return is_gone or line.linked or is_kicker(line.text) or is_headline(line.text)


def _left(lines: Sequence[_Line], gone: Collection[int]) -> float:
    """The share of letters that stay."""
    sizes = [len(line.text) for line in lines]
    return sum(size for at, size in enumerate(sizes) if at not in gone) / max(1, sum(sizes))


def _pictures_below(content: str, lines: Sequence[_Line], gone: Collection[int]) -> Iterator[tuple[int, int]]:
    """Where the pictures of a tail are: those after the last line that stays, when lines go that come after it."""
    last = max(at for at in range(len(lines)) if at not in gone)
    if last < len(lines) - 1:
        yield from (match.span() for match in _PICTURE.finditer(content, lines[last + 1].pieces[0][0]))


# --- markup --------------------------------------------------------------------------------------------------------


def _without(markup: str, spans: Iterable[tuple[int, int]]) -> str:
    """Take spans out, with the elements that are empty then, and the breaks that part nothing any more."""
    gone = _merged(markup, spans)
    while (wider := _merged(markup, [_widened(markup, *span) for span in gone])) != gone:
        gone = wider
    ends = [0, *(at for span in gone for at in span), len(markup)]
    return "".join(markup[ends[at] : ends[at + 1]] for at in range(0, len(ends), 2)).strip()


def _merged(markup: str, spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order; those between which there are only blanks are one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and (start <= merged[-1][1] or markup[merged[-1][1] : start].isspace()):
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _widened(markup: str, start: int, end: int) -> tuple[int, int]:
    """A span with the element that holds nothing else, or with breaks at the edge of what holds it."""
    opens = _OPEN.fullmatch(markup, max(0, markup.rfind("<", 0, start)), start)
    closes = _CLOSE.match(markup, end)
    if opens and closes and opens[1] == closes[1] and opens[1] in _PRUNED:
        return opens.start(), closes.end()
    first = start == 0 or (opens is not None and opens[1] in _BLOCKS) or markup.endswith("<br>", 0, start)
    if first and (breaks := _BREAKS.match(markup, end)):
        return start, breaks.end()
    if end == len(markup) or (closes and closes[1] in _BLOCKS):
        return len(markup[:start].rstrip().removesuffix("<br>").rstrip()), end
    return start, end


def repeated(texts: Collection[str], *, least: int = 3, share: float = 0.3) -> list[str]:
    """Give the lines that stand in so many of a source's *texts* that they are no part of any: the longest first."""
    counts: dict[str, int] = {}
    for text in texts:
        for line in {each.strip() for each in text.split("\n")}:
            if line:
                counts[line] = counts.get(line, 0) + 1
    enough = max(least, share * len(texts))
    return sorted((line for line, count in counts.items() if count >= enough), key=lambda line: (-len(line), line))
