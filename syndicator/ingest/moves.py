"""Moves: what becomes of permanent redirects (301, 308) from poll to poll. Pure.

The configuration is never rewritten (fault S18). A move on the same site is believed when several polls over a day
have met it: from then on the new address is asked, the old one once a day, and the operator is told. What lies behind a
move to another site may be a hijacked name or a portal, so that nothing is taken from there; the operator confirms by
changing the address.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from syndicator.ingest.address import shown
from syndicator.ingest.owner import registered
from syndicator.model.source import Source, SourceState

_POLLS = 3
_OVER = timedelta(hours=24)
_PROPOSED = timedelta(days=7)
_TO, _SINCE, _SEEN = "moved-to", "moved-since", "moved-seen"
HINTS = (_TO, _SINCE, _SEEN)
"""Where the source says it moved to, since when, and at how many polls."""
QUARANTINED = "quarantined"
"""The hint that holds why nothing is taken, as long as that is so."""


def address_to_ask(source: Source, state: SourceState, now: datetime, *, whole: bool) -> str:
    """The configured address, or the one that it moved to for good.

    With *whole*, when the whole body is due as truth, the configured one is asked, so that a move that is taken back is
    noticed. After a failure it is the other one's turn, whichever failed.
    """
    moved_to = state.hints.get(_TO, "")
    known = state.address == source.address and _believed(state.hints, now)
    if not (known and same_site(source.address, moved_to)):
        return source.address
    return source.address if whole != bool(state.failures % 2) else moved_to


def remembered(
    source: Source, hints: Mapping[str, str], asked: str, moved_to: str | None, now: datetime
) -> dict[str, str]:
    """The *hints* with what an answer says of a move, asked for at the address *asked*."""
    if asked != source.address and moved_to is None:
        return dict(hints)  # the new address answered for itself
    kept = {name: value for name, value in hints.items() if name not in (*HINTS, QUARANTINED)}
    if moved_to is None:
        return kept
    if moved_to != hints.get(_TO):
        return kept | {_TO: moved_to, _SINCE: now.isoformat(), _SEEN: "1"}
    return kept | {_TO: moved_to, _SINCE: hints[_SINCE], _SEEN: str(_seen(hints) + 1)}


def elsewhere(source: Source, moved_to: str | None) -> bool:
    """Whether a permanent redirect leads to another site."""
    return moved_to is not None and not same_site(source.address, moved_to)


def refusal(source: Source, hints: Mapping[str, str], now: datetime, offer: str = "") -> str:
    """Why nothing is taken from another site, what there is, and what the operator can do."""
    since, target = datetime.fromisoformat(hints[_SINCE]), shown(hints[_TO])
    said = f"{shown(source.address)} moved for good to {target}, which is another site: nothing is taken from there"
    if now - since < _PROPOSED:
        remedy = "ask the publisher whether this is meant; if it is, change the source's 'address'"
    else:
        remedy = f"it says so since {since:%Y-%m-%d}: if that is the publisher's, change the source's 'address' to it"
    return f"{said}{offer}; {remedy}"


def notes(source: Source, hints: Mapping[str, str], now: datetime) -> tuple[str, ...]:
    """What the operator is told of a move that is believed."""
    if not _believed(hints, now):
        return ()
    since = datetime.fromisoformat(hints[_SINCE])
    return (f"moved for good to {shown(hints[_TO])} on {since:%Y-%m-%d}: change the address of {source.id!r}",)


def same_site(one: str, other: str) -> bool:
    """Whether two addresses are of one site: the same host, or hosts below one registered domain, ``www.`` aside."""
    first, second = _host(one), _host(other)
    if first == second:
        return True
    domain = registered(first)
    return domain is not None and domain == registered(second)


def _host(address: str) -> str:
    host = (urlsplit(address).hostname or "").rstrip(".")
    with contextlib.suppress(UnicodeError):  # compared as it stands: at worst the operator is asked
        host = host.encode("idna").decode("ascii")
    return host.removeprefix("www.")


def _believed(hints: Mapping[str, str], now: datetime) -> bool:
    return _seen(hints) >= _POLLS and now - datetime.fromisoformat(hints[_SINCE]) >= _OVER


def _seen(hints: Mapping[str, str]) -> int:
    return int(hints.get(_SEEN, "0"))
