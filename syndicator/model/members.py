"""Members: the feeds that a list of feeds names are sources of their own. Pure.

A list is a source of the kind ``opml``. What it named at its last poll lies in its state, in the hint ``members``, so
that a restart knows it; whoever looks a source up looks at a configuration :func:`with_members`.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, replace

from syndicator.model.configuration import Configuration
from syndicator.model.source import LIST, Source, SourceState, host_of

MOST = 500
"""Feeds of one list that are polled, and as many of those that left it that are remembered."""
HINT = "members"
_ODD = re.compile(r"[^a-z0-9]+")
_OF_LIST, _OF_HOST = 22, 28
"""Characters of an id that tell a person which list and which host; the hash that tells a machine comes after them."""


@dataclass(frozen=True, slots=True)
class Member:
    """A feed that a list names, or named."""

    address: str
    name: str = ""
    homepage: str = ""
    left: bool = False
    """The list names it no more."""


def renewed(before: Sequence[Member], named: Sequence[Member]) -> tuple[Member, ...]:
    """What is remembered after a list named *named*: these, then those that left it, the last to leave first."""
    kept = {each.address for each in named}
    gone = sorted((each for each in before if each.address not in kept), key=lambda each: each.left)
    return (*named, *(replace(each, left=True) for each in gone[:MOST]))


def written(members: Iterable[Member]) -> str:
    """Members as a hint."""
    return json.dumps([astuple(each) for each in members], ensure_ascii=False)


def remembered(hints: Mapping[str, str]) -> tuple[Member, ...]:
    """The members that :func:`written` wrote into *hints*; none when nothing did."""
    return tuple(Member(*each) for each in json.loads(hints.get(HINT, "[]")))


def lasting(hints: Mapping[str, str]) -> dict[str, str]:
    """The hints that a change of the list's address does not make untrue: its members are known until it is read."""
    return {HINT: hints[HINT]} if HINT in hints else {}


def with_members(configuration: Configuration, states: Mapping[str, SourceState]) -> Configuration:
    """The configuration with the members of its lists among its sources, by the *states* of the lists.

    A source that is configured goes before a member of the same address, and the first list before others that name
    the same feed: that member counts as one that left, so that its articles stay.
    """
    own = {name: each for name, each in configuration.sources.items() if not each.member_of}
    taken = {each.address for each in own.values()}
    found: dict[str, Source] = {}
    for source in (each for parent in own.values() for each in members_of(parent, states)):
        found[source.id] = replace(source, left=True) if source.address in taken else source
        taken |= set() if source.left else {source.address}
    return replace(configuration, sources={**own, **{name: each for name, each in found.items() if name not in own}})


def members_of(parent: Source, states: Mapping[str, SourceState]) -> Iterator[Source]:
    """The sources that the list *parent* stands for, those that left it last."""
    if parent.kind == LIST and parent.id in states:
        yield from (source_of(parent, each) for each in remembered(states[parent.id].hints))


def source_of(parent: Source, member: Member) -> Source:
    """The source that a member is: as its list in all that holds for both, with a rhythm and a health of its own.

    What the operator opened or trusts for the list's host is not open, nor trusted, at hosts that the list names.
    """
    name = member.name or host_of(member.address)
    source = replace(
        parent,
        id=member_id(parent.id, member),
        name=name,
        publisher=name,
        kind="feed",
        address=member.address,
        homepage=member.homepage,
        interval=None,
        cron=None,
        options=None,
        member_of=parent.id,
        left=member.left,
    )
    at_home = source.host == parent.host
    return source if at_home else replace(source, allow_private=(), allow_ports=(80, 443), certificates=None)


def member_id(parent: str, member: Member) -> str:
    """Names a member for ever, whatever its list calls it: at most 64 of a-z, 0-9 and hyphen."""
    told = hashlib.blake2b(f"{parent}\n{member.address}".encode(), digest_size=5).hexdigest()
    host = _ODD.sub("-", host_of(member.address).lower()).strip("-")[:_OF_HOST].strip("-")
    return "-".join(filter(None, (parent[:_OF_LIST].strip("-"), host, told)))
