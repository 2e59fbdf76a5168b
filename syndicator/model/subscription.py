"""A subscription to a source's hub (WebSub, W3C Recommendation of 2018-01-23): pure steps from one state to the next.

A push is only ever a hint to poll: what is published comes from the source's own address. A hub is relied on once it
has pushed, and no more when polls keep finding news that it did not tell of.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from syndicator.model.source import Source, SourceState

LEASE = timedelta(days=10)
"""What we ask for; the hub decides."""
_SHORTEST, _LONGEST = timedelta(minutes=5), timedelta(days=90)
"""Bounds on what is believed of a lease."""
_RENEWED_AFTER = 2 / 3
"""Of the lease, so that a hub that is away for a while costs nothing."""
_ANSWER_WITHIN = timedelta(hours=1)
"""How long a hub may take to verify before it is asked again; doubled with each try."""
_MOST_DOUBLINGS = 5
_AFTER_DENIAL = timedelta(days=7)
_FAREWELLS = 3
"""How often a hub is asked to end a subscription, before it is left to its lease."""
_MISSES = 3
"""News in a row that a hub did not tell of, after which it is relied on no more."""
_LONGEST_ADDRESS = 2048
_ALGORITHMS = frozenset({"sha1", "sha256", "sha384", "sha512"})


class Standing(StrEnum):
    """How far a subscription is."""

    PENDING = "pending"
    """The hub was asked, and has not verified yet."""
    ACTIVE = "active"
    DENIED = "denied"
    LEAVING = "leaving"
    """The hub was asked to end it."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """What we asked a hub for, and what became of it. All times are UTC."""

    token: str
    """The unguessable part of the callback's address."""
    source: str
    hub: str
    hub_topic_url: str
    """What WebSub calls the topic: the address of the feed as the hub knows it."""
    asked: datetime
    """When the hub was last asked."""
    secret: str = ""
    """By which the hub signs what it pushes; only ever told over https."""
    standing: Standing = Standing.PENDING
    tries: int = 1
    """How often the hub was asked for the present standing."""
    verified: datetime | None = None
    expires: datetime | None = None
    pushed: datetime | None = None
    """When the hub last told of news."""
    pushes: int = 0
    missed: int = 0
    """News found by polls since the last push, without one."""
    reason: str = ""
    """What went wrong, for the operator."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A source whose hub should tell us of its news."""

    source: Source
    hub: str
    hub_topic_url: str


@dataclass(slots=True)
class Plan:
    """What is to be done about subscriptions."""

    begin: list[Wish] = field(default_factory=list)
    """Subscriptions to be made, each with a token and a secret of its own; also for renewal (WebSub, 8.2)."""
    ask: list[Subscription] = field(default_factory=list)
    """Hubs to be asked again: for what they have not verified, or for what they denied long ago."""
    leave: list[Subscription] = field(default_factory=list)
    """Subscriptions to be ended, and hubs to be asked again for that."""
    forget: list[Subscription] = field(default_factory=list)
    """Subscriptions that are over."""


def plan(
    sources: Iterable[Source], states: Mapping[str, SourceState], known: Iterable[Subscription], now: datetime
) -> Plan:
    """What to do so that every source with a hub has one running subscription, renewed before its lease ends."""
    steps = Plan()
    wishes = {each.source.id: each for each in _wishes(sources, states)}
    kept: dict[str, list[Subscription]] = {name: [] for name in wishes}
    for each in known:
        if _is_over(each, now):
            steps.forget.append(each)
        elif each.standing is Standing.LEAVING:
            if _is_unanswered(each, now):
                steps.leave.append(each)
        elif not _fits(each, wishes.get(each.source)):
            (steps.leave if each.standing is Standing.ACTIVE else steps.forget).append(each)
        else:
            kept[each.source].append(each)
    for name, wish in wishes.items():
        _keep_one(wish, kept[name], steps, now)
    return steps


def _wishes(sources: Iterable[Source], states: Mapping[str, SourceState]) -> Iterator[Wish]:
    for source in sources:
        state = states.get(source.id)
        if state is None or state.address != source.address or not (source.polled and source.push):
            continue
        hub, topic = state.hints.get("hub", ""), state.hints.get("self") or source.address
        if _is_web_address(hub) and _is_web_address(topic):
            yield Wish(source, hub, topic)


def _is_web_address(address: str) -> bool:
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(host) and len(address) <= _LONGEST_ADDRESS


def _is_over(subscription: Subscription, now: datetime) -> bool:
    if subscription.expires is not None and subscription.expires <= now:
        return True
    farewells = subscription.tries if subscription.standing is Standing.LEAVING else 0
    return farewells >= _FAREWELLS and _is_unanswered(subscription, now)


def _is_unanswered(subscription: Subscription, now: datetime) -> bool:
    doublings = min(subscription.tries - 1, _MOST_DOUBLINGS)
    patience: timedelta = _ANSWER_WITHIN * (1 << max(0, doublings))
    return now - subscription.asked >= patience


def _fits(subscription: Subscription, wish: Wish | None) -> bool:
    return wish is not None and (subscription.hub, subscription.hub_topic_url) == (wish.hub, wish.hub_topic_url)


def _keep_one(wish: Wish, kept: Sequence[Subscription], steps: Plan, now: datetime) -> None:
    """One that runs, the youngest, and one that is to follow it."""
    running = sorted((each for each in kept if each.standing is Standing.ACTIVE), key=lambda each: each.asked)
    waiting = [each for each in kept if each.standing is not Standing.ACTIVE]
    steps.leave += running[:-1]
    steps.ask += [each for each in waiting if _may_ask_again(each, now)]
    if not waiting and (not running or _renewal_is_due(running[-1], now)):
        steps.begin.append(wish)


def _may_ask_again(subscription: Subscription, now: datetime) -> bool:
    if subscription.standing is Standing.DENIED:
        return now - subscription.asked >= _AFTER_DENIAL
    return _is_unanswered(subscription, now)


def _renewal_is_due(subscription: Subscription, now: datetime) -> bool:
    verified, expires = subscription.verified, subscription.expires
    if verified is None or expires is None:
        return False
    due: datetime = verified + (expires - verified) * _RENEWED_AFTER
    return now >= due


# --- what the hub says ---------------------------------------------------------------------------------------------


def asked_again(subscription: Subscription, now: datetime, *, standing: Standing) -> Subscription:
    """The subscription once its hub is asked (again) to bring it to *standing*."""
    tries = subscription.tries + 1 if subscription.standing is standing else 1
    return replace(subscription, standing=standing, asked=now, tries=tries)


def awaits(subscription: Subscription, mode: str, hub_topic_url: str) -> bool:
    """Whether a hub's request to verify answers something that we asked (WebSub, 5.3.1): a hub may do so repeatedly."""
    expected = {"subscribe": (Standing.PENDING, Standing.ACTIVE), "unsubscribe": (Standing.LEAVING,)}.get(mode, ())
    return subscription.standing in expected and subscription.hub_topic_url == hub_topic_url


def confirmed(subscription: Subscription, lease: str, now: datetime) -> Subscription:
    """The subscription once its hub has verified it for *lease* seconds, as the hub wrote them."""
    seconds = int(lease) if lease.isascii() and lease.isdigit() and len(lease) < 12 else int(LEASE.total_seconds())
    span = min(max(timedelta(seconds=seconds), _SHORTEST), _LONGEST)
    return replace(
        subscription, standing=Standing.ACTIVE, tries=1, verified=now, expires=now + span, missed=0, reason=""
    )


def denied(subscription: Subscription, reason: str, now: datetime) -> Subscription:
    """The subscription once its hub has refused or revoked it (WebSub, 5.2)."""
    words = f"the hub refuses: {reason}" if reason else "the hub refuses and does not say why"
    return replace(subscription, standing=Standing.DENIED, asked=now, expires=None, reason=words)


def told(subscription: Subscription, now: datetime) -> Subscription:
    """The subscription once its hub has told of news."""
    return replace(subscription, pushed=now, pushes=subscription.pushes + 1, missed=0)


def missed(subscription: Subscription) -> Subscription:
    """The subscription once a poll has found news that its hub had not told of."""
    return replace(subscription, missed=subscription.missed + 1)


def is_relied_on(subscription: Subscription, now: datetime) -> bool:
    """Whether polls are only the net beneath this hub's pushes: it has told of news before, and of all since."""
    runs = subscription.standing is Standing.ACTIVE and subscription.expires is not None and subscription.expires > now
    return runs and subscription.pushes > 0 and subscription.missed < _MISSES


class Seal:
    """Proves a body, given piece by piece, to come from who knows the secret (WebSub, 7.1.2)."""

    def __init__(self, secret: str, signature: str) -> None:
        """*signature* is the field X-Hub-Signature, ``method=hexadecimal``; without *secret* every body is genuine."""
        method, _, self._expected = signature.strip().partition("=")
        known = method.lower() in _ALGORITHMS
        self._code = hmac.new(secret.encode(), digestmod=method.lower()) if secret and known else None
        self._open = not secret

    def feed(self, piece: bytes) -> None:
        """Take the next piece of the body."""
        if self._code is not None:
            self._code.update(piece)

    def is_genuine(self) -> bool:
        """Whether the whole body was signed with the secret; takes as long for one wrong answer as for another."""
        if self._code is None:
            return self._open
        return hmac.compare_digest(self._code.hexdigest().encode(), self._expected.strip().lower().encode())
