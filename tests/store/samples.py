"""What is stored in tests: small values, and any value the model allows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from struct import pack
from typing import Any

from hypothesis import strategies as st

from syndicator.model.article import Alternate, Article, Image, LanguageFrom, Note, SafeHtml
from syndicator.model.coverage import Coverage
from syndicator.model.delivery import Delivery
from syndicator.model.entry import Category, Link, Origin
from syndicator.model.hub import Follower
from syndicator.model.retagging import Retagging
from syndicator.model.rhythm import Rhythm
from syndicator.model.source import Health, Outcome, Republish, Rights, SourceState
from syndicator.model.story import Bond, ChangeKind, Guard, Standing, StoryChange
from syndicator.model.subscription import Subscription
from syndicator.model.topic import Evidence, Field, Mention, Tag, Tagged
from syndicator.model.verdict import Decision, Key, KeyKind, Verdict, VerdictKind
from syndicator.ports import Batch

DAWN = datetime(2026, 3, 1, 6, tzinfo=UTC)
STATE = SourceState("alpha", last_poll=DAWN)
MEDICINE = Tag("medicine", 0.75, (Evidence("health", "hospital", Field.TITLE, 3, 11),), "v1")
KAZAKHSTAN = Mention("KZ", "Kazakhstan", Field.TEXT, 4, 14)
WHO = Mention("who", "WHO", Field.TITLE, 0, 3)
TAGGED = Tagged((MEDICINE,), ("KZ", "IL"), ("who",), (KAZAKHSTAN,), (WHO,))
RETAGGING = Retagging({"schools": "v2"}, since=DAWN, began=DAWN)


def article(name: str, **more: Any) -> Article:
    """An article named *name*, published at dawn."""
    made = Article(
        id=f"id-{name}",
        public_id=f"tag:example.org,2026-01-01:{name}",
        source="alpha",
        identity=f"guid:{name}",
        guid=name,
        link=f"https://www.alpha.example/{name}?utm_source=rss",
        canonical=f"https://alpha.example/{name}",
        title=f"News of {name}",
        summary="Lead",
        content=SafeHtml("<p>Text</p>"),
        text="Text",
        language="kk-Cyrl",
        language_from=LanguageFrom.RULE,
        direction="ltr",
        published=DAWN,
        updated=DAWN,
        collected=DAWN,
    )
    return replace(made, **more)


def keys(*hashes: int, kind: KeyKind = KeyKind.ADDRESS) -> frozenset[Key]:
    """Keys of one kind."""
    return frozenset(Key(kind, value) for value in hashes)


def printed(*numbers: int) -> bytes:
    """The fingerprints of a text."""
    return pack(f"<{len(numbers)}I", *numbers)


def subscription(token: str, **more: Any) -> Subscription:
    """One that was asked for at dawn."""
    topic = "https://alpha.example/feed"
    made = Subscription(token, "alpha", "https://hub.example/", topic, DAWN)
    return replace(made, **more)


def follower(name: str, *, document: str = "feeds/x.atom", **more: Any) -> Follower:
    """One that follows from dawn on, for ten days."""
    made = Follower(
        document, f"https://news.example/{document}", f"https://reader.example/{name}", DAWN, DAWN + timedelta(days=10)
    )
    return replace(made, **more)


def letter(recipient: str, key: str = "", **more: Any) -> Delivery:
    """A delivery that is due at dawn."""
    return replace(Delivery("letter", recipient, DAWN, key=key, host=recipient), **more)


def counted(language: str, *, topic: str = "medicine", day: int = 1, **counts: int) -> Coverage:
    """A row of the ledger; dawn is the first day."""
    return Coverage(topic, language, DAWN.date() + timedelta(days=day - 1), **counts)


def decision(
    of: Article, kind: VerdictKind = VerdictKind.NEW, *, story: str = "", to: str | None = None, **more: Any
) -> Decision:
    """What is decided of an article; its story is its own unless another is named."""
    return Decision(of, Verdict(kind, to, ("a reason",)), story or of.id, more.get("keys", frozenset()))


def bond(one: str, other: str, standing: Standing = Standing.SUGGESTED, likelihood: float = 0.4, **more: Any) -> Bond:
    """What ties the article named *one* to an earlier one; a suggestion unless another standing is named."""
    guard = None if standing is Standing.JOINED else Guard.UNLIKELY
    return Bond(f"id-{one}", f"id-{other}", standing, likelihood, **{"guard": guard, **more})


def merged(kept: str, gone: str) -> StoryChange:
    """An editor makes two stories one."""
    return StoryChange(DAWN, ChangeKind.MERGED, kept, gone)


def split(story: str, other: str, *articles: str) -> StoryChange:
    """An editor lets articles begin a story of their own."""
    return StoryChange(DAWN, ChangeKind.SPLIT, story, other, articles=articles)


def apart(one: str, other: str) -> StoryChange:
    """An editor keeps two stories apart."""
    return StoryChange(DAWN, ChangeKind.APART, one, other)


def batch(decisions: Sequence[Decision] = (), **more: Any) -> Batch:
    """One poll of the source, all its articles tagged alike unless *tagged* says otherwise."""
    tagged = more.pop("tagged", {each.article.id: TAGGED for each in decisions})
    state = more.pop("state", STATE)
    return Batch(state, tuple(decisions), tagged, **{"at": DAWN, **more})


text = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
name = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12)
moments = st.datetimes(
    min_value=datetime(1, 1, 2),
    max_value=datetime(9999, 12, 30),
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=30))]),
)
maybe = st.none() | text
links = st.builds(
    Link, text, rel=text, type=maybe, hreflang=maybe, title=maybe, length=st.none() | st.integers(0, 2**40)
)
articles = st.builds(
    Article,
    id=name,
    public_id=text,
    source=name,
    identity=text,
    guid=maybe,
    link=maybe,
    canonical=maybe,
    title=text,
    summary=text,
    content=text.map(SafeHtml),
    text=text,
    language=name,
    language_from=st.sampled_from(LanguageFrom),
    direction=st.sampled_from(["ltr", "rtl"]),
    published=moments,
    updated=moments,
    collected=moments,
    authors=st.lists(text, max_size=2).map(tuple),
    categories=st.lists(st.builds(Category, text, maybe, maybe), max_size=2).map(tuple),
    image=st.none() | st.builds(Image, text, maybe, text),
    enclosures=st.lists(links, max_size=2).map(tuple),
    alternates=st.lists(st.builds(Alternate, text, text), max_size=2).map(tuple),
    origin=st.none() | st.builds(Origin, maybe, maybe, maybe),
    rights=st.builds(Rights, st.sampled_from(Republish), st.integers(0, 9999), st.booleans(), text, text, text),
    content_hash=text,
    notes=st.lists(st.sampled_from(Note), max_size=2).map(tuple),
)
mentions = st.lists(
    st.builds(Mention, name, text, st.sampled_from(Field), st.integers(0, 999), st.integers(0, 999)), max_size=2
).map(tuple)
tagged = st.builds(
    Tagged,
    st.lists(
        st.builds(
            Tag,
            name,
            st.floats(allow_nan=False, allow_infinity=False, width=32),
            st.lists(
                st.builds(Evidence, text, text, st.sampled_from(Field), st.integers(0, 999), st.integers(0, 999)),
                max_size=2,
            ).map(tuple),
            name,
        ),
        max_size=3,
        unique_by=lambda tag: tag.topic,
    ).map(tuple),
    st.lists(text, max_size=2).map(tuple),
    st.lists(text, max_size=2).map(tuple),
    mentions,
    mentions,
)
states = st.builds(
    SourceState,
    name,
    etag=maybe,
    last_poll=st.none() | moments,
    next_poll=st.none() | moments,
    failures=st.integers(0, 999),
    polls=st.integers(0, 10**9),
    rest_until=st.none() | moments,
    restraint=st.floats(1, 8),
    rhythm=st.builds(Rhythm().after, st.lists(moments, max_size=5), moments),
    health=st.sampled_from(Health),
    outcome=st.none() | st.sampled_from(Outcome),
    message=text,
    hints=st.dictionaries(text, text, max_size=2),
)


def later(**delta: float) -> datetime:
    """A moment after dawn."""
    return DAWN + timedelta(**delta)
