"""From entry to article, step by step.

Every step is a pure function from draft to draft, or to the reason of a rejection; what a step needs was made by the
steps before it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Final, NamedTuple

from syndicator.languages.dates import parse_date, plausible, read_date
from syndicator.languages.identify import identify
from syndicator.languages.scripts import direction
from syndicator.languages.tags import canonical as canonical_tag
from syndicator.model.article import (
    Alternate,
    Article,
    Dateline,
    Image,
    LanguageFrom,
    Note,
    Rejected,
    Rejection,
    SafeHtml,
)
from syndicator.model.entry import Entry, Link, Origin, RawText
from syndicator.model.source import Source
from syndicator.normalise import identity, links, media, people
from syndicator.normalise.markup import Excess
from syndicator.normalise.telling import Setting, Telling, tell
from syndicator.normalise.text import folded, plain, plain_text, shorten
from syndicator.normalise.trimming import is_headline, is_kicker

_SUMMARY: Final = 500
_TITLE: Final = 500
_TITLE_FROM_TEXT: Final = 120

_EXCESSES: Final = {Excess.LARGE: Note.CONTENT_TOO_LARGE, Excess.DEEP: Note.CONTENT_TOO_DEEP}


class _Draft(NamedTuple):
    """What is known of an article so far."""

    entry: Entry
    source: Source
    now: datetime
    document_language: str | None
    address: str
    link: str | None = None
    canonical: str | None = None
    title: str = ""
    content: SafeHtml = SafeHtml("")
    text: str = ""
    summary: str = ""
    content_hash: str = ""
    day: str = ""
    published: datetime = datetime.min.replace(tzinfo=UTC)
    updated: datetime = datetime.min.replace(tzinfo=UTC)
    guid: str | None = None
    identity: str = ""
    language: str = "und"
    language_from: LanguageFrom = LanguageFrom.DETECTED
    direction: str = "ltr"
    enclosures: tuple[Link, ...] = ()
    image: Image | None = None
    alternates: tuple[Alternate, ...] = ()
    dateline: Dateline | None = None
    notes: tuple[Note, ...] = ()


def normalise(
    entry: Entry,
    source: Source,
    *,
    now: datetime,
    document_language: str | None = None,
    address: str = "",
    authority: str = "localhost",
    since: date = date(2026, 1, 1),
    keep_guid: bool = False,
) -> Article | Rejected:
    """Make a clean article of an *entry* of *source*, or say why not.

    *now* (UTC) is when it was collected: no article is younger, and one without a date is of that moment. *address* is
    that of the document, the base of relative links; *document_language* what the document declares for all entries.
    The public id is the entry's own guid if *keep_guid* (it came as an atom:id) and it is fit to be one, else a
    tag: URI of *authority* and *since*.

    What has neither title nor text is rejected, so are drafts and previews. A content beyond the bounds of size and
    depth is left out with a note; if nothing else is left, the entry is rejected as too large.
    """
    draft = _Draft(entry, source, now.astimezone(UTC), document_language, address)
    for step in _STEPS:
        further = step(draft)
        if isinstance(further, Rejected):
            return further
        draft = further
    return _article(draft, authority, since, keep_guid=keep_guid)


def _article(draft: _Draft, authority: str, since: date, *, keep_guid: bool) -> Article:
    entry, id_ = draft.entry, identity.article_id(draft.source.id, draft.identity)
    return Article(
        id=id_,
        public_id=identity.public_id(id_, entry.guid if keep_guid else None, authority=authority, since=since),
        source=draft.source.id,
        identity=draft.identity,
        guid=draft.guid,
        link=draft.link,
        canonical=draft.canonical,
        title=draft.title,
        summary=draft.summary,
        content=draft.content,
        text=draft.text,
        language=draft.language,
        language_from=draft.language_from,
        direction=draft.direction,
        published=draft.published,
        updated=draft.updated,
        collected=draft.now,
        authors=people.authors(entry.authors),
        categories=people.categories(entry.categories),
        image=draft.image,
        enclosures=draft.enclosures,
        alternates=draft.alternates,
        origin=_origin(entry.origin, draft.address),
        dateline=draft.dateline,
        rights=draft.source.rights,
        content_hash=draft.content_hash,
        notes=draft.notes,
    )


# --- steps ---------------------------------------------------------------------------------------------------------


def _with_link(draft: _Draft) -> _Draft | Rejected:
    """Find the address of the article: its link, else an alternate page, else a guid that is a permanent link."""
    entry = draft.entry
    if any(links.is_draft(address) for address in (entry.link, entry.guid) if address):
        return Rejected(draft.source.id, _title(entry), Rejection.DRAFT, "its address is that of a preview")
    pages = (other.href for other in entry.links if other.rel == "alternate" and other.type in (None, "text/html"))
    guid = entry.guid if entry.guid_is_link else None
    found = (links.absolute(address, draft.address) for address in (entry.link, *pages, guid) if address)
    link = next(filter(None, found), None)
    notes = draft.notes if link else (*draft.notes, Note.NO_LINK)
    return draft._replace(link=link, canonical=_canonical(draft, link), notes=notes)


def _with_texts(draft: _Draft) -> _Draft | Rejected:
    """Make content and text of the first telling of the entry that has words, and a title of them if it has none."""
    title = shorten(_title(draft.entry), _TITLE)
    tellings, excesses = _tellings(draft, title)
    if not title and (title := _title_of(_best(tellings).text)):
        tellings, _ = _tellings(draft, title)  # which need not be repeated
    if not title:
        return _nothing(draft, excesses)
    best, summary = _best(tellings), tellings[-1].text if draft.entry.summary else ""
    return draft._replace(
        title=title,
        content=best.content,
        text=best.text,
        summary=shorten(" ".join((summary or best.text).split()), _SUMMARY),
        content_hash=hashlib.sha256(f"{folded(title)}\n{folded(best.text)}".encode()).hexdigest(),
        dateline=next((each.dateline for each in tellings if each.dateline), None),
        notes=(*draft.notes, *excesses),
    )


def _with_day_of_dateline(draft: _Draft) -> _Draft:
    """An entry without a date is of the day that its dateline names."""
    named = draft.dateline.day if draft.dateline and not draft.day else ""
    said = parse_date(named, zone=draft.source.timezone, now=draft.now) if named else None
    if said is None:
        return draft
    published = min(said, draft.now)
    notes = tuple(note for note in draft.notes if note is not Note.DATE_MISSING)
    updated = max(published, draft.updated) if draft.updated != draft.now else published
    day = published.date().isoformat()
    return draft._replace(published=published, updated=updated, day=day, notes=(*notes, Note.DATE_OF_DATELINE))


def _with_dates(draft: _Draft) -> _Draft:
    """Read the dates: nothing is published after it was collected, or updated before it was published.

    What is plausible counts: a date far ahead, or before 1990, is noted, and the article is of when it was collected.
    """
    zone, now, entry = draft.source.timezone, draft.now, draft.entry
    written = [text for text in (entry.published, entry.updated) if text and text.strip()]
    read = [moment for moment in (read_date(text, zone=zone) for text in written) if moment]
    said = next((moment for moment in read if plausible(moment, now)), None)
    published = min(said or now, now)
    changed = parse_date(entry.updated, zone=zone, now=now) if entry.updated else None
    updated = max(min(changed or published, now), published)
    day = published.date().isoformat() if said else ""
    notes = (*draft.notes, *_about_dates(said, read, now, written=bool(written)))
    return draft._replace(published=published, updated=updated, day=day, notes=notes)


def _with_identity(draft: _Draft) -> _Draft:
    guid = identity.short_guid(draft.entry.guid)
    clues = identity.Clues(guid, draft.link, draft.title, draft.day, draft.content_hash)
    return draft._replace(guid=guid, identity=identity.identity(clues, draft.source.identity))


def _with_language(draft: _Draft) -> _Draft:
    """Tell the language from title and text; the operator's word is the first prior, the document's the last."""
    entry, source = draft.entry, draft.source
    of_texts = (raw.language for raw in (entry.content, entry.summary, entry.title) if raw)
    said = (source.language, *of_texts, entry.language, draft.document_language)
    declared = next((tag for tag in said if tag and canonical_tag(tag)), None)
    found = identify(f"{draft.title}\n{draft.text}", declared=declared, allowed=source.languages)
    runs = direction(found.language, found.script)
    return draft._replace(language=found.language, language_from=found.how, direction=runs)


def _with_media(draft: _Draft) -> _Draft:
    enclosed = media.enclosures(draft.entry.enclosures, draft.link or draft.address)
    return draft._replace(enclosures=enclosed, image=media.lead_image(enclosed, draft.content))


def _with_alternates(draft: _Draft) -> _Draft:
    return draft._replace(alternates=tuple(dict.fromkeys(_alternates(draft))))


_STEPS: Final[tuple[Callable[[_Draft], _Draft | Rejected], ...]] = (
    _with_link,
    _with_dates,
    _with_texts,
    _with_day_of_dateline,
    _with_identity,
    _with_language,
    _with_media,
    _with_alternates,
)


# --- parts of steps ------------------------------------------------------------------------------------------------


def _canonical(draft: _Draft, link: str | None) -> str | None:
    """The folded address of the article: the one that its page calls its own (RFC 6596), if it is at the same site."""
    if link is None:
        return None
    named = (links.absolute(each.href, draft.address) for each in draft.entry.links if each.rel == "canonical")
    own = next((address for address in named if address and links.same_site(address, link)), link)
    return links.canonical(own)


def _title(entry: Entry) -> str:
    return plain_text(entry.title) if entry.title else ""


def _title_of(text: str) -> str:
    """The first line, or the one below it if the first only names a section."""
    top = [line for line in text.split("\n", 3) if line.strip()][:2]
    headed = len(top) > 1 and is_kicker(top[0]) and is_headline(top[1])
    return plain(shorten(top[headed], _TITLE_FROM_TEXT)) if top else ""


def _about_dates(said: datetime | None, read: Sequence[datetime], now: datetime, *, written: bool) -> Iterator[Note]:
    """Say what is odd about the date that is believed, or why none is."""
    if any(moment > now for moment in ([said] if said else read)):
        yield Note.DATE_IN_FUTURE
    elif said is None:
        yield Note.DATE_TOO_OLD if read else Note.DATE_UNREADABLE if written else Note.DATE_MISSING


def _tellings(draft: _Draft, title: str) -> tuple[list[Telling], tuple[Note, ...]]:
    """The texts of the entry, one at least, and notes on those that are beyond the bounds."""
    read = [_told(raw, draft, title) for raw in (draft.entry.content, draft.entry.summary) if raw]
    excesses = tuple(_EXCESSES[each] for each in read if isinstance(each, Excess))
    return [each for each in read if isinstance(each, Telling)] or [Telling()], excesses


def _best(tellings: Sequence[Telling]) -> Telling:
    """The first that has words, if any has."""
    return next((each for each in tellings if each.text), tellings[0])


def _told(raw: RawText, draft: _Draft, title: str) -> Telling | Excess:
    base = links.absolute(raw.base, draft.address) if raw.base else None
    source = draft.source
    setting = Setting(title, draft.published.year, source.publisher, source.tails)
    return tell(raw, base or draft.link or draft.address, setting)


def _nothing(draft: _Draft, excesses: tuple[Note, ...]) -> Rejected:
    if excesses:
        return Rejected(draft.source.id, "", Rejection.TOO_LARGE, ", ".join(excesses))
    where = f" at {draft.link}" if draft.link else ""
    return Rejected(draft.source.id, "", Rejection.NO_TITLE, f"neither a title nor any text{where}")


def _alternates(draft: _Draft) -> Iterator[Alternate]:
    for link in draft.entry.links:
        language = canonical_tag(link.hreflang) if link.hreflang and link.rel == "alternate" else None
        href = links.absolute(link.href, draft.address) if language else None
        if language and href and href != draft.link:
            yield Alternate(href, language)


def _origin(origin: Origin | None, base: str) -> Origin | None:
    if origin is None:
        return None
    link = links.absolute(origin.link, base) if origin.link else None
    return Origin(identity.short_guid(origin.id), plain(origin.title) if origin.title else None, link)
