"""Hubs for what we publish: our own, and those of others that are told of every change (WebSub, W3C, 2018-01-23).

What a request means is decided in :mod:`syndicator.model.hub`; here it is taken, kept and acted upon. Everything that
is said to somebody else goes through the store's queue, so that a kill loses nothing: verifications of intent, the
documents themselves, refusals, and pings to hubs of others.
"""

from __future__ import annotations

import hmac
import json
from collections import defaultdict, deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from syndicator.ingest.guard import admit, forbidden
from syndicator.model.configuration import Configuration
from syndicator.model.delivery import Delivered, Delivery, Result, Undelivered
from syndicator.model.hub import (
    CONTENT,
    DENIAL,
    PING,
    VERIFICATION,
    Allowance,
    Follower,
    Mode,
    Refusal,
    Wanted,
    denial,
    host_of,
    identity,
    question,
    signed,
    understood,
    version_of,
)
from syndicator.model.source import Limits, Outcome
from syndicator.ports import Accepted, Clock, Fetched, FetchFailed, OutputStore, Parcel, Request, Store, Web
from syndicator.press import Lane
from syndicator.publish.address import encoded, feed_links, feed_path, public
from syndicator.publish.heading import MEDIA_TYPES

_VERIFIED_WITHIN = timedelta(minutes=5)
"""How long a callback may be away before a request is forgotten."""
_TOLD_WITHIN = timedelta(days=1)
"""How long a hub is pinged, and a callback told that it is told of nothing more."""
_ANSWER = Limits(wire=64_000, inflated=64_000, redirects=0, deadline=10.0)
"""For what callbacks answer: a redirect is no answer (WebSub, 5.3 and 7)."""
_PINGS = Limits(wire=64_000, inflated=64_000, redirects=3, deadline=10.0)
_NEVER = frozenset({Outcome.ADDRESS, Outcome.PORT, Outcome.SCHEME, Outcome.URL, Outcome.USERINFO})
"""What is refused before anything is dialled: trying again will not help."""
_IN_WORDS = {
    Outcome.ADDRESS: "its host has no public address ('websub.allow_private' would permit it)",
    Outcome.PORT: "its port is not allowed ('websub.allow_ports' would permit it)",
    Outcome.DEADLINE: f"no answer within {_ANSWER.deadline:g} s",
    Outcome.REDIRECTS: "it redirects, which is no answer",
}
_ENDED = "this feed, or this hub, is no more"
_FULL = "there are too many subscriptions already"


@dataclass(frozen=True, slots=True)
class _Documents:
    """What can be followed."""

    paths: Mapping[str, str] = field(default_factory=dict)
    """By public address; those of feeds that have moved lead to where these are now (WebSub, 6.1)."""
    moved: Mapping[str, str] = field(default_factory=dict)
    """Paths that documents had → those that they have."""


class Hub:
    """Takes requests, and knows how deliveries of its kinds are made.

    *configuration* gives the one in use now. *mint* gives unguessable texts that may stand in an address.
    """

    def __init__(
        self,
        *,
        store: Store,
        output: OutputStore,
        web: Web,
        clock: Clock,
        mint: Callable[[], str],
        configuration: Callable[[], Configuration],
    ) -> None:
        self._store = store
        self._output = output
        self._web = web
        self._clock = clock
        self._mint = mint
        self._configuration = configuration
        self._lane = Lane("hub")
        self._allowance = Allowance()
        self._reached: deque[tuple[str, str]] = deque()
        self._known: tuple[Configuration | None, date | None, _Documents] = (None, None, _Documents())
        self.couriers = {VERIFICATION: self._verify, CONTENT: self._deliver, DENIAL: self._deny, PING: self._ping}
        """By the kinds of deliveries that they make."""

    async def close(self) -> None:
        """Finish the step at hand."""
        await self._lane.close()

    # --- what is asked of us ---------------------------------------------------------------------------------------

    async def ask(self, fields: Mapping[str, str]) -> Refusal | None:
        """Take a request (WebSub, 5.1): None when it will be verified, else why not."""
        configuration = self._configuration()
        terms = configuration.websub
        if not terms.own:
            return Refusal(404, "there is no hub here")
        wanted = understood(fields, self._documents(configuration).paths, terms)
        if isinstance(wanted, Refusal):
            return wanted
        if isinstance(admit(wanted.callback, ports=terms.allow_ports), FetchFailed):
            ports = ", ".join(map(str, terms.allow_ports))
            return Refusal(400, f"hub.callback cannot be dialled: no name or password, and one of the ports {ports}")
        if forbidden(host_of(wanted.callback), terms.allow_private):
            return Refusal(400, "hub.callback is no public address")
        now = self._clock.now()
        wait = self._allowance.wait(host_of(wanted.callback), terms.requests, now)
        if wait:
            return Refusal(429, "too many requests for callbacks at this host: come back in a minute", wait)
        await self._lane.run(self._store.queue.put, [_of(VERIFICATION, wanted, now, _VERIFIED_WITHIN)])
        return None

    def _documents(self, configuration: Configuration) -> _Documents:
        known, day, documents = self._known
        today = self._clock.now().date()
        if known is not configuration or day != today:
            documents = _documents(configuration, today)
            self._known = (configuration, today, documents)
        return documents

    async def _verify(self, delivery: Delivery) -> Result:
        """Ask the callback whether it meant it, and do what it meant (WebSub, 5.3)."""
        wanted, challenge = Wanted.loaded(delivery.subject), self._mint()
        answer = await self._web.fetch(self._request(question(wanted, challenge), any_success=True))
        if isinstance(answer, Fetched) and hmac.compare_digest(answer.body, challenge.encode()):
            await self._lane.run(self._confirm, wanted)
            return Delivered()
        if isinstance(answer, FetchFailed) and _may_recover(answer):
            return _undelivered(answer)
        return Undelivered("the callback does not confirm it", final=True)

    def _confirm(self, wanted: Wanted) -> None:
        now, terms = self._clock.now(), self._configuration().websub
        if wanted.mode is Mode.UNSUBSCRIBE:
            self._store.followers.unfollow([wanted.follower])
            return
        follower = Follower(
            document=wanted.document,
            hub_topic_url=wanted.hub_topic_url,
            callback=wanted.callback,
            since=now,
            expires=now + timedelta(seconds=wanted.lease),
            secret=wanted.secret,
        )
        bounds = {"per_host": terms.per_host, "per_document": terms.per_document}
        if not self._store.followers.follow(follower, host=host_of(wanted.callback), **bounds):
            self._store.queue.put([_denial(follower, _FULL, now)])

    # --- what is told ----------------------------------------------------------------------------------------------

    def announce(self, configuration: Configuration, versions: Mapping[str, str]) -> int:
        """Have everybody told of the documents whose *versions* differ from those announced last; how many differ.

        Whatever is killed meanwhile: what was not announced still differs the next time.
        """
        now = self._clock.now()
        before = defaultdict(list)
        for old, new in self._documents(configuration).moved.items():
            before[new].append(old)
        pings = {path: _pings(configuration, (path, *before[path]), now) for path in versions}
        return self._store.followers.announce(versions, now, pings)

    async def tend(self) -> None:
        """Forget whose leases have ended, move who follows what has moved, and end what follows what is no more."""
        await self._lane.run(self._tend)

    def _tend(self) -> None:
        now, configuration = self._clock.now(), self._configuration()
        self._store.followers.expire(now)
        documents = self._documents(configuration) if configuration.websub.own else _Documents()
        self._store.followers.move(documents.moved, lambda follower: _content(follower, now))
        known = set(documents.paths.values())
        followed = {each.document for each in self._store.followers.audiences()}
        self._store.followers.dismiss(followed - known, lambda follower: _denial(follower, _ENDED, now))

    async def _deliver(self, delivery: Delivery) -> Result:
        """The whole document as it is now, whatever it was when the delivery was queued (WebSub, 7)."""
        found = await self._lane.run(self._owed, delivery.recipient)
        if found is None:
            return Delivered()
        follower, body, version = found
        answer = await self._web.send(self._request(follower.callback), self._parcel(follower, body))
        if isinstance(answer, Accepted):
            self._reached.append((follower.id, version))
            await self._lane.run(self._record)
            return Delivered()
        if answer.status == 410:
            await self._lane.run(self._store.followers.unfollow, [follower.id])
            return Delivered()
        return _undelivered(answer)

    def _record(self) -> None:
        """Record who was reached by now, in one transaction: whoever comes next finds nothing left to do."""
        versions = {}
        while self._reached:
            follower, version = self._reached.popleft()
            versions[follower] = version
        if versions:
            self._store.followers.reached(versions, self._clock.now())

    def _owed(self, name: str) -> tuple[Follower, bytes, str] | None:
        """Who is to get what; None when the lease has ended, the document is gone, or they have it already."""
        follower = self._store.followers.find(name)
        if follower is None or follower.expires <= self._clock.now() or not self._configuration().websub.own:
            return None
        body = self._output.read(follower.document)
        version = version_of(body) if body is not None else follower.version
        return None if body is None or version == follower.version else (follower, body, version)

    def _parcel(self, follower: Follower, body: bytes) -> Parcel:
        """With the fields of the document and nothing else of how it is served: neither coding nor connection."""
        configuration = self._configuration()
        fields = {
            "Content-Type": content_type(follower.document),
            "Link": ", ".join(feed_links(configuration.site, follower.document)),
        }
        if follower.secret:
            fields["X-Hub-Signature"] = signed(body, follower.secret, configuration.websub.signature)
        return Parcel(body, fields)

    async def _deny(self, delivery: Delivery) -> Result:
        """Tell a callback that it is told of nothing more (WebSub, 5.2)."""
        answer = await self._web.fetch(self._request(delivery.subject, any_success=True))
        if isinstance(answer, FetchFailed) and _may_recover(answer):
            return _undelivered(answer)
        return Delivered()

    async def _ping(self, delivery: Delivery) -> Result:
        """Tell a hub of somebody else that a document has changed."""
        hub, topic = json.loads(delivery.subject)
        if hub not in self._configuration().websub.others:
            return Delivered()
        form = Parcel.form({"hub.mode": "publish", "hub.url": topic, "hub.topic": topic})
        answer = await self._web.send(self._request(hub, limits=_PINGS), form)
        return _undelivered(answer) if isinstance(answer, FetchFailed) else Delivered()

    def _request(self, address: str, *, any_success: bool = False, limits: Limits = _ANSWER) -> Request:
        terms = self._configuration().websub
        return Request(
            address,
            limits=limits,
            allow_private=terms.allow_private,
            allow_ports=terms.allow_ports,
            any_success=any_success,
        )


def content_type(document: str) -> str:
    """What a feed document is served as."""
    kind = MEDIA_TYPES[document.rpartition(".")[2]]
    return f"{kind}; charset=utf-8"


def _documents(configuration: Configuration, today: date) -> _Documents:
    """Our feed documents on a day, under the addresses that they have and had."""
    published = [each for each in configuration.feeds.values() if not each.is_gone(today)]
    forms = [(each, edition, suffix) for each in published for edition in each.editions for suffix in MEDIA_TYPES]
    here = {feed_path(each.id, edition, suffix) for each, edition, suffix in forms}
    moved = {
        feed_path(name, edition, suffix): feed_path(each.id, edition, suffix)
        for each, edition, suffix in forms
        for name in each.formerly
    }
    moved = {old: new for old, new in moved.items() if old not in here}
    paths = moved | {path: path for path in here}
    return _Documents({encoded(public(configuration.site, path)): there for path, there in paths.items()}, moved)


def _content(follower: Follower, now: datetime) -> Delivery:
    return Delivery(CONTENT, follower.id, now, follower.document, host=host_of(follower.callback), put=now)


def _of(kind: str, wanted: Wanted, now: datetime, patience: timedelta) -> Delivery:
    host = host_of(wanted.callback)
    return Delivery(kind, wanted.follower, now, wanted.dumped(), host=host, until=now + patience, put=now)


def _denial(follower: Follower, reason: str, now: datetime) -> Delivery:
    address = denial(follower.callback, follower.hub_topic_url, reason)
    return Delivery(
        DENIAL, follower.id, now, address, host=host_of(follower.callback), until=now + _TOLD_WITHIN, put=now
    )


def _pings(configuration: Configuration, documents: Sequence[str], now: datetime) -> list[Delivery]:
    """For a document under all its addresses: a hub whose subscribers know an old one is led to the new one there."""
    return [
        Delivery(
            PING,
            identity("hub", hub),
            now,
            json.dumps([hub, encoded(public(configuration.site, document))]),
            document,
            host_of(hub),
            until=now + _TOLD_WITHIN,
            put=now,
        )
        for hub in configuration.websub.others
        for document in documents
    ]


def _may_recover(failure: FetchFailed) -> bool:
    """Whether nobody has answered, or somebody in trouble."""
    answered = failure.outcome is Outcome.REDIRECTS or (failure.status is not None and failure.status < 500)
    return not answered


def _undelivered(failure: FetchFailed) -> Undelivered:
    words = f"HTTP {failure.status}" if failure.status else _IN_WORDS.get(failure.outcome, failure.message)
    return Undelivered(words, failure.retry_after, final=failure.outcome in _NEVER)
