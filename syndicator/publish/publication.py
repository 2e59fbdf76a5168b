"""Feeds in, documents in the output store out: rendered, read back, compared, and written where bytes differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from syndicator.errors import PublishError
from syndicator.model.feed import Feed, Site
from syndicator.model.hub import version_of
from syndicator.model.report import PublishReport
from syndicator.ports import OutputStore
from syndicator.publish.address import feed_path
from syndicator.publish.ending import stubs, with_farewell
from syndicator.publish.formats import FORMATS
from syndicator.publish.item import items

_WITHDRAWN = frozenset({"disabled-source", "unknown-source"})
"""Reasons of curate that are an operator's decision."""
_FEW = 4
"""Below so many entries a loss says nothing."""


@dataclass(frozen=True, slots=True)
class _Edition:
    """One edition, ready to be written or held with its reason."""

    feed: Feed
    documents: Mapping[str, bytes]
    held: str = ""


def publish(feeds: Sequence[Feed], site: Site, output: OutputStore, *, accept_shrink: bool = False) -> PublishReport:
    """Publish all editions of one definition in every format.

    An edition is held back, and its published documents stay as they are, when its documents do not stand our own
    reading, when it lost more than half of its entries at once (unless *accept_shrink*), or when the system refuses
    to write. The report says which, and why; its entries are those of the largest edition. Never raises for these.
    """
    editions = [_edition(feed, site, output, accept_shrink) for feed in feeds]
    written: list[str] = []
    reasons = [f"{name(each.feed)}: {each.held}" for each in editions if each.held]
    held = {each.feed.edition for each in editions if each.held}
    refused: set[str | None] = set()
    versions: dict[str, str] = {}
    refusals: dict[str, OSError] = {}
    of_edition = {path: each.feed.edition for each in editions for path in each.documents}
    with output.together() as late:
        for path, data in (pair for each in editions for pair in each.documents.items()):
            try:
                written.extend([path] if output.write(path, data) else [])
                versions[path] = version_of(data)
            except OSError as fault:
                refusals[path] = fault
    for path, refusal in {**refusals, **late}.items():
        refused.add(of_edition[path])
        reasons.append(f"{path}: cannot be written: {refusal.strerror}")
        versions.pop(path, None)
    written = [path for path in written if path not in late]
    return PublishReport(
        feed=feeds[0].definition.id if feeds else "",
        entries=max((len(feed.entries) for feed in feeds), default=0),
        written=tuple(written),
        held="; ".join(reasons),
        held_editions=tuple(feed.edition for feed in feeds if feed.edition in held | refused),
        refused=bool(refused),
        queued=_queued(feeds),
        left_out=_left_out(feeds),
        versions=versions,
    )


def name(feed: Feed) -> str:
    """How operators call an edition: ``x`` or ``x.ar``."""
    return feed.definition.id + (f".{feed.edition}" if feed.edition else "")


def shrunken(feed: Feed, output: OutputStore) -> str:
    """Why *feed* looks as if something upstream had failed: it lost most of what is published; else nothing.

    A feed that still fills its window has not shrunk, however much the old document held beyond it; and what the
    operator took out by disabling or removing its source is no loss.
    """
    after = len(feed.entries)
    if after >= feed.definition.entries:
        return ""
    document = output.read(feed_path(feed.definition.id, feed.edition, FORMATS["json"].suffix))
    before = _count(document) if document else 0
    withdrawn = sum(reason in _WITHDRAWN for reason in feed.left_out.values())
    before -= withdrawn
    if before >= _FEW and after * 2 < before:
        return f"it would shrink from {before} to {after} entries; publish with accept-shrink if that is right"
    return ""


def _count(document: bytes) -> int:
    """How many entries the published document has; none when it is damaged, so that it is replaced."""
    try:
        return len(FORMATS["json"].read_back(document))
    except PublishError:
        return 0


def _edition(feed: Feed, site: Site, output: OutputStore, accept_shrink: bool) -> _Edition:
    held = "" if accept_shrink else shrunken(feed, output)
    if held:
        return _Edition(feed, {}, held)
    try:
        return _Edition(feed, documents(feed, site))
    except PublishError as fault:
        return _Edition(feed, {}, str(fault))


def documents(feed: Feed, site: Site) -> dict[str, bytes]:
    """Path → bytes of an edition in every format; raises PublishError when they are faulty or disagree."""
    feed = with_farewell(feed, site)
    made = {each.name: each.render(feed, site) for each in FORMATS.values()}
    read = {key: list(FORMATS[key].read_back(document)) for key, document in made.items()}
    told = [(each.id, each.link, each.title) for each in items(feed).sound]
    gone = [(each.id, each.link, each.title) for each in stubs(feed, site)]
    for key, rows in read.items():
        if rows != (told if key == "atom" else [*told, *gone]):
            raise PublishError(f"what is read from {key} is not what was to be published")
    of_feed = feed.definition.id, feed.edition
    return {feed_path(*of_feed, FORMATS[key].suffix, feed.month): made[key] for key in made}


def _queued(feeds: Sequence[Feed]) -> dict[str, int]:
    """Source → how many of its entries wait in the edition in which most do."""
    sources = sorted({source for feed in feeds for source in feed.queued})
    return {source: max(feed.queued.get(source, 0) for feed in feeds) for source in sources}


def _left_out(feeds: Sequence[Feed]) -> dict[str, str]:
    """Why articles are in no edition at all, and which entries are faulty."""
    shown = {entry.id for feed in feeds for entry in feed.entries}
    reasons: dict[str, str] = {}
    for feed in feeds:
        for article, reason in feed.left_out.items():
            if article not in shown:
                reasons.setdefault(article, reason)
        reasons.update(items(feed).faulty)
    return dict(sorted(reasons.items()))
