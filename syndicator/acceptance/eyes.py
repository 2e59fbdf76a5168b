"""How readers see: by what they tell one item from another, and what they do with one that they know.

Each rule was read in the source of the reader; docs/reference/acceptance.md says where. Those of newsboat, sfeed,
rss2email and the library reader are held against the programs themselves (tests/journeys/test_acceptance.py).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from types import MappingProxyType

from syndicator.model.acceptance import Issue, Told

Key = tuple[str, ...]
Shelf = Mapping[Key, Told]
"""What a reader shows: for each item that it tells apart, the words it has of it."""
NOTHING: Shelf = MappingProxyType({})
_LAST = "\0last"
"""Marks what a reader remembers and does not show."""
_Name = Callable[[Told], Key | None]
"""What a reader calls an item; None for one that it does not take."""


@dataclass(frozen=True, slots=True)
class Eyes:
    """One reader."""

    id: str
    name: str
    look: Callable[[Shelf, Issue], Shelf]
    """What it shows before, and a document → what it shows then."""
    formats: frozenset[str] = frozenset({"rss", "atom"})
    is_site: bool = False
    """Whether it fills the pages of a partner's site."""
    shows: int | None = None
    """How many items it shows or takes at once, the newest; None for all."""
    keeps: bool = True
    """Whether it keeps what the document tells no more."""
    refuses: Callable[[Issue], bool] = field(default=lambda _: False)
    """Whether it takes nothing of a document at all."""
    advice: str = ""
    """What its operator can set, where its defaults lose or double articles or keep old words."""

    def wanted(self, issue: Issue) -> Sequence[Told]:
        """What it should show of a document."""
        return newest_first(issue.items)[: self.shows]


def newest_first(items: Sequence[Told]) -> list[Told]:
    """As SimplePie orders items: by date, unless one has none."""
    if any(each.moment is None for each in items):
        return list(items)
    return sorted(items, key=lambda each: -each.moment.timestamp() if each.moment else 0.0)


# --- what readers do with items they know --------------------------------------------------------------------------


def _updating(name: Callable[[Issue], _Name], shelf: Shelf, issue: Issue) -> Shelf:
    """It takes the new words of an item that it knows; of two in one document that it takes for one, the first."""
    return {**shelf, **_named(name(issue), reversed(issue.items))}


def _updating_in_order(name: Callable[[Issue], _Name], shelf: Shelf, issue: Issue) -> Shelf:
    """It does the same, and of two in one document that it takes for one it shows the last."""
    return {**shelf, **_named(name(issue), issue.items)}


def _comparing(name: Callable[[Issue], _Name], shelf: Shelf, issue: Issue) -> Shelf:
    """It takes what differs from what it has: of two that it takes for one, now this, now that (lemon24/reader#340)."""
    found = ((key, each) for each in reversed(issue.items) if (key := name(issue)(each)) is not None)
    return {**shelf, **{key: each for key, each in found if shelf.get(key) != each}}


def _ignoring(name: Callable[[Issue], _Name], shelf: Shelf, issue: Issue) -> Shelf:
    """It leaves an item that it knows as it is; of two in one document that it takes for one, the first stays."""
    return {**_named(name(issue), reversed(issue.items)), **shelf}


def _ignoring_from_the_last(name: Callable[[Issue], _Name], shelf: Shelf, issue: Issue) -> Shelf:
    """It does the same, and begins with the last."""
    return {**_named(name(issue), issue.items), **shelf}


def _revising(name: Callable[[Issue], _Name], shelf: Shelf, issue: Issue) -> Shelf:
    """It takes new words only with a later date."""
    known = dict(shelf)
    call = name(issue)
    for each in issue.items:
        key = call(each)
        if key is not None and (key not in known or _is_later(each, known[key])):
            known[key] = each
    return known


def _is_later(told: Told, known: Told) -> bool:
    now, before = told.updated or told.moment, known.updated or known.moment
    return now is not None and before is not None and now > before


def _showing(number: int, _shelf: Shelf, issue: Issue) -> Shelf:
    """It keeps nothing: it shows what the document says, so many of it."""
    return {(str(place),): each for place, each in enumerate(newest_first(issue.items)[:number])}


def _until_known(number: int, shelf: Shelf, issue: Issue) -> Shelf:
    """It takes the newest, and stops at the first whose address or title it knows."""
    last = next((key[1] for key in shelf if key[0] == _LAST), None)
    slugs = {_slug(each.title) for each in shown(shelf)}
    taken: dict[Key, Told] = {}
    ordered = newest_first(issue.items)[:number]
    for each in ordered:
        if (each.link or each.guid) == last or _slug(each.title) in slugs:
            break
        taken[_slug(each.title), each.link] = each
        slugs.add(_slug(each.title))
    kept = {key: each for key, each in shelf.items() if key[0] != _LAST}
    first: Shelf = {(_LAST, each.link or each.guid): each for each in ordered[:1]}
    return {**kept, **taken, **first}


def _replacing_links(name: Callable[[Issue], _Name], shelf: Shelf, issue: Issue) -> Shelf:
    """It leaves an item that it knows; a new one takes the place of another with its address."""
    known = dict(shelf)
    call = name(issue)
    for each in issue.items:
        key = call(each)
        if key is not None and key not in known:
            known = {other: told for other, told in known.items() if not each.link or told.link != each.link}
            known[key] = each
    return known


def _named(call: _Name, items: Iterable[Told]) -> dict[Key, Told]:
    return {key: each for each in items if (key := call(each)) is not None}


def _slug(title: str) -> str:
    return re.sub(r"\W+", "-", title.casefold()).strip("-")


# --- what readers call items ---------------------------------------------------------------------------------------


def _first(*parts: str) -> Key | None:
    """The first that is not empty."""
    return next(((each,) for each in parts if each), None)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def _simplepie(told: Told) -> Key | None:
    return (told.guid or _digest(told.link, told.title, told.text),)


def _feedwordpress(told: Told) -> Key | None:
    return (told.guid or _digest(told.link, told.title),)


def _laminas(told: Told) -> Key | None:
    return _first(told.guid, told.link, told.title)


def _laminas_titled(told: Told) -> Key | None:
    return _laminas(told) if told.title else None


def _permalink(told: Told) -> Key | None:
    return (told.link,)


def _newsboat(told: Told) -> Key | None:
    return (told.guid or (told.link + told.date if told.link else told.title),)


def _netnewswire(told: Told) -> Key | None:
    if told.guid:
        return (told.guid,)
    return (_digest(told.date, told.link or told.title or ("" if told.date else told.text)),)


def _miniflux(told: Told) -> Key | None:
    return (told.guid or told.link or _digest(told.title, told.text),)


def _liferea(told: Told) -> Key | None:
    return (told.guid,) if told.guid else (told.title, told.text)


def _rss2email(told: Told) -> Key | None:
    return (told.guid or _digest(told.text.strip() or told.link or told.title),)


def _guid_or_link(told: Told) -> Key | None:
    return _first(told.guid, told.link)


def _sfeed(told: Told) -> Key | None:
    return (told.guid, told.title, told.link)


def _thunderbird(issue: Issue, told: Told) -> Key | None:
    if issue.format == "atom":
        return (told.guid,) if told.guid and (told.title or told.text) else None
    if not told.title and not told.text:
        return None
    return (told.guid or f"{told.link}#{told.title}#{told.text[:150] or told.title}",)


def _always(call: _Name) -> Callable[[Issue], _Name]:
    return lambda _: call


# --- FreshRSS doubts ids of which too many are missing or doubled -----------------------------------------------------

_TOLERATED = 0.05
_DOUBTS: tuple[_Name, ...] = (
    lambda told: (told.guid,) if told.guid else (_digest(told.link, told.date),),
    lambda told: (_digest(told.link, told.date),),
    lambda told: (_digest(told.link, told.date, told.title),),
)


def _freshrss(issue: Issue) -> _Name:
    """Item → its name, by the first way of naming with few enough that are blank or doubled; else by the last."""
    most = int(_TOLERATED * len(issue.items) + 0.5)
    return next((each for each in _DOUBTS if _invalid(each, issue) <= most), _DOUBTS[-1])


def _invalid(call: _Name, issue: Issue) -> int:
    names = [call(each) for each in issue.items]
    return len(names) - len(set(names))


# --- what readers refuse -------------------------------------------------------------------------------------------


def _headless(issue: Issue) -> bool:
    """Whether a document lacks what Thunderbird asks of it."""
    return not issue.title or (issue.format == "rss" and not issue.link)


def _nameless(issue: Issue) -> bool:
    """Whether an item lacks what the library reader asks of all."""
    return any(_guid_or_link(each) is None if issue.format == "rss" else not each.guid for each in issue.items)


# --- the readers ---------------------------------------------------------------------------------------------------

_ALL = frozenset({"rss", "atom", "json"})
_BLOCK = 5
_CAMPAIGN = 5

EYES: Mapping[str, Eyes] = {
    each.id: each
    for each in (
        Eyes(
            "wordpress-block",
            "RSS block (WordPress)",
            partial(_showing, _BLOCK),
            is_site=True,
            shows=_BLOCK,
            keeps=False,
            advice="it shows the newest 5 of what the feed says at the moment; 'Number of items' sets another number",
        ),
        Eyes(
            "feedwordpress",
            "FeedWordPress (WordPress)",
            partial(_revising, _always(_feedwordpress)),
            is_site=True,
            advice="it takes corrections only with a later date, which RSS does not have: give it the Atom address",
        ),
        Eyes(
            "wp-rss-aggregator",
            "WP RSS Aggregator",
            partial(_ignoring, _always(_permalink)),
            is_site=True,
            advice=(
                "it knows items by their address and never takes corrections: switch on 'Use GUIDs' for the feed, "
                "and delete withdrawn articles by hand, or by the API"
            ),
        ),
        Eyes(
            "feedzy",
            "Feedzy (WordPress)",
            partial(_replacing_links, _always(_simplepie)),
            is_site=True,
            advice="it never takes corrections; delete withdrawn articles by hand, or by the API",
        ),
        Eyes(
            "wpematico",
            "WPeMatico (WordPress)",
            partial(_until_known, _CAMPAIGN),
            is_site=True,
            shows=_CAMPAIGN,
            advice=(
                "it looks at the newest 5 and stops at the first that it knows: raise 'Max items' to what the feed "
                "holds, and switch on 'Continue fetching if found duplicated items'; it never takes corrections"
            ),
        ),
        Eyes(
            "drupal-aggregator",
            "Aggregator (Drupal)",
            partial(_updating_in_order, _always(_laminas_titled)),
            is_site=True,
        ),
        Eyes(
            "drupal-feeds",
            "Feeds (Drupal)",
            partial(_ignoring, _always(_laminas)),
            is_site=True,
            advice="make 'Item GUID' a unique target and set 'Update existing contents': by default it never does",
        ),
        Eyes("newsboat", "newsboat", partial(_updating, _always(_newsboat))),
        Eyes("netnewswire", "NetNewsWire", partial(_updating, _always(_netnewswire)), _ALL),
        Eyes("miniflux", "Miniflux", partial(_updating, _always(_miniflux)), _ALL),
        Eyes("freshrss", "FreshRSS", partial(_updating, _freshrss)),
        Eyes("liferea", "Liferea", partial(_updating, _always(_liferea))),
        Eyes(
            "thunderbird",
            "Thunderbird",
            lambda shelf, issue: _ignoring(lambda now: partial(_thunderbird, now), shelf, issue),
            refuses=_headless,
            advice="it files each item as a message once, and never takes corrections",
        ),
        Eyes(
            "rss2email",
            "rss2email",
            partial(_ignoring_from_the_last, _always(_rss2email)),
            advice="it mails each item once; 'reply-changes = True' mails corrections as answers",
        ),
        Eyes(
            "sfeed",
            "sfeed",
            partial(_ignoring, _always(_sfeed)),
            advice="it takes a new title or address for a new item; a 'merge' of one's own in sfeedrc helps",
        ),
        Eyes("reader", "reader (Python)", partial(_comparing, _always(_guid_or_link)), _ALL, refuses=_nameless),
    )
}
"""By id, those of sites first."""


def looked(eyes: Eyes, shelf: Shelf, issue: Issue) -> Shelf:
    """What a reader shows after it looked at a document."""
    return shelf if eyes.refuses(issue) else eyes.look(shelf, issue)


def shown(shelf: Shelf) -> list[Told]:
    """The items that are on a shelf."""
    return [each for key, each in shelf.items() if key[0] != _LAST]


def ideal(issue: Issue) -> Issue:
    """The same document with all that it takes to tell its items apart: what a reader does with it, it does anyhow."""
    items = (
        replace(
            each,
            guid=f"tag:ideal.invalid,2026:{each.article}",
            guid_is_link=False,
            link=each.link or f"https://ideal.invalid/{each.article}",
            title=each.title or each.article,
            text=each.text or each.article,
        )
        for each in issue.items
    )
    return replace(issue, title=issue.title or "-", link=issue.link or "https://ideal.invalid/", items=tuple(items))
