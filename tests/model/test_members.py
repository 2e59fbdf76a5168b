"""Lists of feeds, and the sources that they stand for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicator.model.configuration import Configuration
from syndicator.model.feed import Site
from syndicator.model.members import (
    HINT,
    MOST,
    Member,
    lasting,
    member_id,
    members_of,
    remembered,
    renewed,
    source_of,
    with_members,
    written,
)
from syndicator.model.source import (
    Limits,
    PageOptions,
    Republish,
    Rights,
    Source,
    SourceState,
    usual_rights,
)

ONE, TWO = Member("https://one.example/feed", "One", "https://one.example/"), Member("https://two.example/feed")
LIST = Source(
    "unis",
    "Universities",
    "Friend",
    "opml",
    "https://friend.example:8443/list.opml",
    language="kk",
    languages=("kk", "ru"),
    timezone="Asia/Almaty",
    rights=Rights(Republish.FULL, 10, True, "Friend", "© Friend", "https://friend.example/licence"),
    trust=70,
    interval=timedelta(hours=1),
    cron="0 6 * * *",
    allow_private=("10.0.0.0/8",),
    allow_ports=(80, 443, 8443),
    user_agent="x",
    certificates="PEM",
    limits=Limits(entries=7),
    pages=PageOptions(most=3),
)


def configuration(*sources: Source) -> Configuration:
    site = Site("S", "https://s.example", "", "mailto:s@s.example", "s.example", None)  # type: ignore[arg-type]
    return Configuration(site, "", "", {each.id: each for each in sources}, {}, {}, {})


def states(**members: tuple[Member, ...]) -> Mapping[str, SourceState]:
    return {name: SourceState(name, hints={HINT: written(each)}) for name, each in members.items()}


def ids(members: tuple[Member, ...], of: str = "unis") -> list[str]:
    return [member_id(of, each) for each in members]


def test_a_member_is_as_its_list_in_what_holds_for_both() -> None:
    """Rights, trust, languages, limits, time zone, pages; not its schedule, its name or its address."""
    source = source_of(LIST, ONE)
    assert (source.name, source.publisher, source.address, source.homepage) == (
        "One", "One", "https://one.example/feed", "https://one.example/",
    )  # fmt: skip
    assert (source.kind, source.interval, source.cron, source.member_of) == ("feed", None, None, "unis")
    for name in ("language", "languages", "timezone", "rights", "trust", "user_agent", "limits", "pages"):
        assert getattr(source, name) == getattr(LIST, name)
    assert source_of(LIST, TWO).name == "two.example"


@pytest.mark.parametrize(
    ("address", "at_home"),
    [
        ("https://friend.example/feed", True),
        ("https://friend.example:8443/feed", True),
        ("https://FRIEND.example/feed", True),
        ("https://www.friend.example/feed", False),
        ("https://one.example/feed", False),
        ("http://10.0.0.1/feed", False),
    ],
)
def test_what_the_operator_opened_for_a_list_is_open_at_its_own_host_alone(address: str, at_home: bool) -> None:
    """A list from outside must not lead us into private networks, to odd ports, or to believe strange authorities."""
    source = source_of(LIST, Member(address))
    opened = (source.allow_private, source.allow_ports, source.certificates)
    assert opened == ((("10.0.0.0/8",), (80, 443, 8443), "PEM") if at_home else ((), (80, 443), None))


@given(parent=st.from_regex("[a-z0-9-]{1,64}", fullmatch=True), host=st.text(st.characters(codec="utf-8"), max_size=90))
def test_the_id_of_a_member_is_that_of_a_source(parent: str, host: str) -> None:
    """Whatever the list and the host are called; it depends on both, and not on the name."""
    safe = host.translate({ord(each): None for each in "/?#[]@:\\"})
    member = Member(f"https://{safe}/feed")
    told = member_id(parent, member)
    assert re.fullmatch("[a-z0-9-]{1,64}", told)
    assert told == member_id(parent, replace(member, name="Other", homepage="https://x.example/", left=True))
    assert told != member_id(parent, Member(f"https://{safe}/other"))
    assert told != member_id(f"{parent[:-1]}{'b' if parent.endswith('a') else 'a'}", member)


def test_an_id_tells_people_which_list_and_which_host() -> None:
    """In a status of hundreds of them."""
    assert re.fullmatch("unis-one-example-[0-9a-f]{10}", member_id("unis", ONE))


def test_what_left_a_list_is_remembered_behind_what_it_names() -> None:
    """Its articles stay, with its rights; what comes back is what it was."""
    first = renewed((), (ONE, TWO))
    then = renewed(first, (TWO,))
    assert then == (TWO, replace(ONE, left=True))
    assert renewed(then, (ONE, TWO)) == (ONE, TWO)
    assert remembered({HINT: written(then)}) == then
    assert remembered({}) == ()


def test_what_left_is_forgotten_when_it_is_too_much() -> None:
    """A hostile list must not fill the store: the first to leave are the first to be forgotten."""
    many = tuple(Member(f"https://{each}.example/") for each in range(MOST))
    more = tuple(Member(f"https://x{each}.example/") for each in range(MOST))
    kept = renewed(renewed(many, more), (ONE,))
    assert len(kept) == 1 + MOST
    assert {each.address for each in kept[1:]} == {each.address for each in more}


def test_sources_are_those_that_are_configured_and_those_that_lists_name() -> None:
    """By what the store holds of the lists: without a poll, and any number of times."""
    plain = Source("plain", "Plain", "Plain", "feed", "https://plain.example/")
    known = states(unis=renewed((ONE, TWO), (TWO,)), plain=(ONE,))
    found = with_members(configuration(LIST, plain), known)
    one, two = ids((ONE, TWO))
    assert set(found.sources) == {"unis", "plain", one, two}
    assert [found.sources[each].polled for each in (one, two)] == [False, True]
    assert "not in the list 'unis' any more" in found.sources[one].unpolled_because
    assert with_members(found, known) == found
    assert set(with_members(found, {}).sources) == {"unis", "plain"}


def test_a_feed_that_is_a_source_already_is_polled_once() -> None:
    """What is configured goes before a list, and the first list before the second; articles of the others stay."""
    own = Source("own", "Own", "Own", "feed", ONE.address)
    other = replace(LIST, id="others")
    found = with_members(configuration(LIST, other, own), states(unis=(ONE, TWO), others=(TWO,))).sources
    assert {each.id for each in found.values() if each.polled} == {"unis", "others", "own", *ids((TWO,))}
    assert {*ids((ONE,)), *ids((TWO,), "others")} <= found.keys()


def test_a_list_that_is_disabled_disables_its_feeds() -> None:
    """With its reason."""
    disabled = replace(LIST, enabled=False, reason="no contract")
    (source,) = members_of(disabled, states(unis=(ONE,)))
    assert (source.polled, source.unpolled_because) == (False, "no contract")


def test_members_outlive_what_else_is_known_of_a_list() -> None:
    """Another address, an outage: they are polled on until the list is read."""
    assert lasting({HINT: "[]", "title": "x"}) == {HINT: "[]"}
    assert lasting({"title": "x"}) == {}


def test_a_list_is_followed_to_be_read() -> None:
    """Excerpts, unless its operator says otherwise; everything else shows headlines until its rights are set."""
    assert usual_rights("opml").republish is Republish.EXCERPT
    assert usual_rights("feed").republish is Republish.HEADLINE
