"""Sources of the kind ``opml``: lists of feeds. Each feed becomes a source of its own; a list has no entries itself."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from urllib.parse import urlsplit

from syndicator.ingest.address import shown
from syndicator.ingest.document import DocumentKind
from syndicator.model.entry import Entry
from syndicator.model.members import HINT, MOST, Member, remembered, renewed, source_of, written
from syndicator.model.source import Outcome, Source, SourceState, host_of
from syndicator.ports import Collected, Failed, Fetch, FetchFailed, Form, Reader, Unchanged

_ACCEPT = "text/x-opml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.1"
_ONE = DocumentKind(Form.OPML, _ACCEPT)
_LOOKED_AT = 10_000
"""Feeds of a list that are looked at: what is refused must not crowd out what is not."""
_LONGEST_NAME = 200
_EVERY_PORT = range(65_536)
_REFUSED = {
    Outcome.SCHEME: "only http:// and https:// are fetched",
    Outcome.URL: "it cannot be read as an address",
    Outcome.USERINFO: "it carries a name or password",
}


class ListKind:
    """Collects the feeds that a list names, and remembers them."""

    async def collect(
        self, source: Source, state: SourceState, *, fetch: Fetch, reader: Reader, now: datetime
    ) -> Collected | Unchanged | Failed:
        """Fetch the list, if it changed; one that names no feed at all is believed to be broken."""
        patient = replace(source, limits=replace(source.limits, entries=_LOOKED_AT))
        result = await _ONE.collect(patient, state, fetch=fetch, reader=reader, now=now)
        if not isinstance(result, Collected):
            return result
        taken = _Taken(source)
        named = [each for entry in result.entries if (each := taken.member(entry)) is not None]
        if not named:
            why = "; ".join(taken.notes()) or "none is in it"
            return Failed(Outcome.EMPTY, f"The list names no feed to poll ({why}); what it named before is polled on.")
        before = remembered(state.hints)
        hints = result.state.hints | {HINT: written(renewed(before, named))}
        notes = (*result.notes, *taken.notes(), *_changes(before, named))
        return replace(result, entries=(), state=replace(result.state, hints=hints), notes=notes)


@dataclass(slots=True)
class _Taken:
    """What was taken from a list so far, and what was not."""

    source: Source
    addresses: set[str] = field(default_factory=set)
    refused: dict[str, list[str]] = field(default_factory=dict)
    """Why → the addresses."""

    def member(self, entry: Entry) -> Member | None:
        """The member that an entry of the list is, unless it is refused."""
        title = " ".join((entry.title.value if entry.title else "").split())[:_LONGEST_NAME]
        member = Member(entry.link or "", title, next(filter(_is_page, (each.href for each in entry.links)), ""))
        address = _admitted(member.address, _EVERY_PORT)
        why = _REFUSED[address.outcome] if isinstance(address, FetchFailed) else self._refusal(member, address)
        if why:
            self.refused.setdefault(why, []).append(member.address)
        return None if why else member

    def _refusal(self, member: Member, address: str) -> str:
        if not host_of(member.address):
            return _REFUSED[Outcome.URL]
        if isinstance(_admitted(member.address, source_of(self.source, member).allow_ports), FetchFailed):
            return "its port is not allowed"
        if address == _admitted(self.source.address, _EVERY_PORT) or _names_a_list(address):
            return "lists within the list are not followed"
        if address in self.addresses:
            return "it is named twice"
        if len(self.addresses) >= MOST:
            return f"only the first {MOST} feeds of a list are polled"
        self.addresses.add(address)
        return ""

    def notes(self) -> Iterator[str]:
        """What was left out, for the operator: how many for each reason, and the first of them."""
        for why, addresses in self.refused.items():
            more = f" and {len(addresses) - 1} more" if len(addresses) > 1 else ""
            yield f"left out of the list: {shown(addresses[0])}{more}: {why}"


def _admitted(address: str, ports: Collection[int]) -> str | FetchFailed:
    """The address as it would be fetched, or why it would be refused."""
    from syndicator.ingest.guard import admit  # noqa: PLC0415 - children that read load this module, and no HTTP client

    admitted = admit(address, ports=ports)
    return admitted if isinstance(admitted, FetchFailed) else str(admitted)


def _names_a_list(address: str) -> bool:
    return urlsplit(address).path.lower().endswith(".opml")


def _is_page(address: str) -> bool:
    return not isinstance(_admitted(address, (80, 443)), FetchFailed)


def _changes(before: tuple[Member, ...], named: list[Member]) -> Iterator[str]:
    known, now = {each.address for each in before if not each.left}, {each.address for each in named}
    if known != now:
        yield f"the list names {len(now)} feeds: {len(now - known)} came, {len(known - now)} left"
