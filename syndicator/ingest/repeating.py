"""A page in, the largest group of links with headings that look alike out: the last resort where nothing is marked up.

Conservative on purpose: links in menus and margins do not count, nor those to other hosts, nor texts too short to be
titles. A page on which three alike cannot be found gives nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from statistics import median

from lxml import etree

from syndicator.ingest.page import Page, date_of, headed, language_of, picture_of, text_of, within
from syndicator.model.entry import Entry, Link, RawText
from syndicator.model.source import host_of

FEWEST = 3
_MARGINS = ("nav", "footer", "aside", "form", "menu")
_LEVELS = 4
"""Ancestors whose tags and classes make links alike."""
_TITLE = 16
"""Characters of the median title of a group; Chinese and Japanese need a third."""
_LONGEST = 300
_SUMMARY = 40
_DATED = ("date", "time", "published")


@dataclass(frozen=True, slots=True)
class _Member:
    link: etree._Element
    href: str
    title: str


def entries_of(page: Page) -> list[Entry]:
    """The entries of the largest group; none when there is no group worth the name."""
    groups: dict[tuple[str, ...], dict[str, _Member]] = defaultdict(dict)
    for link in page.root.iter("a"):
        member = _member(page, link)
        if member is not None:
            groups[_likeness(link)].setdefault(member.href, member)
    worthy = [list(each.values()) for each in groups.values() if _worthy(each.values())]
    best = max(worthy, key=lambda each: sum(min(len(member.title), 100) for member in each), default=[])
    containers = _containers(best)
    return [_entry(page, member, container) for member, container in zip(best, containers, strict=True)]


def _member(page: Page, link: etree._Element) -> _Member | None:
    href = page.absolute(link.get("href"))
    if href is None or host_of(href) != host_of(page.base) or next(within(link, _MARGINS), None) is not None:
        return None
    heading = headed(link)
    if heading is None and not _card(link):
        return None
    title = text_of(heading if heading is not None else link)
    return _Member(link, href, title) if 0 < len(title) <= _LONGEST else None


def _card(link: etree._Element) -> bool:
    """Whether a link without a heading may stand for a whole article: within its running text it does not."""
    return next(within(link, ("article",)), None) is not None and next(within(link, ("p", "td")), None) is None


def _likeness(link: etree._Element) -> tuple[str, ...]:
    """What links of one group have in common: the way to them. Numbers in class names tell single ones apart."""
    heading = headed(link)
    way = [link, *(each for each, _ in zip(link.iterancestors(), range(_LEVELS), strict=False))]
    return (str(heading.tag) if heading is not None else "", *(f"{each.tag}.{_first_class(each)}" for each in way))


def _first_class(element: etree._Element) -> str:
    names = (element.get("class") or "").split()
    return next((each for each in names if not any(map(str.isdigit, each))), "")


def _worthy(members: Iterable[_Member]) -> bool:
    titles = [member.title for member in members]
    return len(titles) >= FEWEST and median(map(_length, titles)) >= _TITLE and len(set(titles)) > len(titles) // 2


def _length(title: str) -> int:
    """Characters, weighed by what they say."""
    return sum(3 if "\u3040" <= each <= "\u9fff" or "\uac00" <= each <= "\ud7a3" else 1 for each in title)


def _containers(members: list[_Member]) -> list[etree._Element]:
    """For each member the largest element around it that holds no other member."""
    held = Counter(each for member in members for each in member.link.iterancestors())
    return [
        next((each for each in reversed([*member.link.iterancestors()]) if held[each] == 1), member.link)
        for member in members
    ]


def _entry(page: Page, member: _Member, container: etree._Element) -> Entry:
    summary = _summary(container, member.title)
    picture = page.absolute(picture_of(container))
    return Entry(
        link=member.href,
        title=RawText(member.title),
        summary=RawText(summary) if summary else None,
        published=date_of(date_in(container)),
        enclosures=(Link(picture, "enclosure", "image/*"),) if picture else (),
        language=language_of(member.link),
    )


def date_in(container: etree._Element) -> etree._Element | None:
    """What holds the date of an item: a ``time``, else something short that is called a date."""
    named = (
        each
        for each in container.iter()
        if any(word in (each.get("class") or "").lower() for word in _DATED) and 5 < len(text_of(each)) < 60
    )
    return next(chain(container.iter("time"), named), None)


def _summary(container: etree._Element, title: str) -> str:
    """The longest paragraph that says more than the title."""
    texts = (text for each in container.iter("p") if len(text := text_of(each)) >= _SUMMARY and text != title)
    return max(texts, key=len, default="")
