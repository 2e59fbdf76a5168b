"""Subscriptions to hubs: what is to be done when, and what a hub's word is worth."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicator.model.source import Source, SourceState
from syndicator.model.subscription import (
    Plan,
    Seal,
    Standing,
    Subscription,
    asked_again,
    awaits,
    confirmed,
    denied,
    is_relied_on,
    missed,
    plan,
    told,
)

NOW = datetime(2026, 5, 1, 10, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
SOURCE = Source("a", "A", "A", "feed", "https://a.example/feed")
HINTS = {"hub": "https://hub.example/", "self": "https://a.example/feed.xml"}
STATE = SourceState("a", address=SOURCE.address, hints=HINTS)
ASKED = Subscription("t", "a", HINTS["hub"], HINTS["self"], NOW)
ACTIVE = replace(ASKED, standing=Standing.ACTIVE, verified=NOW, expires=NOW + 9 * DAY)


def planned(
    *known: Subscription,
    at: datetime = NOW,
    source: Source = SOURCE,
    state: SourceState = STATE,
) -> dict[str, list[str]]:
    """The steps that are to be taken: what is done → sources or tokens."""
    steps: Plan = plan([source], {"a": state}, known, at)
    told = {
        "begin": [each.source.id for each in steps.begin],
        "ask": [each.token for each in steps.ask],
        "leave": [each.token for each in steps.leave],
        "forget": [each.token for each in steps.forget],
    }
    return {step: names for step, names in told.items() if names}


def test_a_source_that_names_a_hub_is_subscribed() -> None:
    """With what it calls itself as hub.topic, or else with the address that we know (WebSub, 5.1)."""
    [wish] = plan([SOURCE], {"a": STATE}, [], NOW).begin
    assert (wish.hub, wish.hub_topic_url) == (HINTS["hub"], HINTS["self"])
    [wish] = plan([SOURCE], {"a": replace(STATE, hints={"hub": HINTS["hub"]})}, [], NOW).begin
    assert wish.hub_topic_url == SOURCE.address


@pytest.mark.parametrize(
    ("source", "state"),
    [
        pytest.param(replace(SOURCE, enabled=False), STATE, id="disabled"),
        pytest.param(replace(SOURCE, left=True), STATE, id="it left its list"),
        pytest.param(replace(SOURCE, push=False), STATE, id="the operator does not want it"),
        pytest.param(replace(SOURCE, address="https://a.example/new"), STATE, id="another address than was polled"),
        pytest.param(SOURCE, replace(STATE, hints={}), id="no hub"),
        pytest.param(SOURCE, replace(STATE, hints={"hub": "javascript:alert(1)"}), id="no web address"),
        pytest.param(SOURCE, replace(STATE, hints={"hub": "https://[::1"}), id="no address at all"),
        pytest.param(SOURCE, replace(STATE, hints={"hub": "https://h.example/" + "x" * 3000}), id="too long"),
        pytest.param(SOURCE, replace(STATE, hints=HINTS | {"self": "/feed"}), id="a name that is no address"),
    ],
)
def test_nobody_is_asked_for_a_source_without_a_usable_hub(source: Source, state: SourceState) -> None:
    """And what runs for it is ended; what was only asked for is forgotten."""
    assert planned(source=source, state=state) == {}
    assert planned(ACTIVE, source=source, state=state) == {"leave": ["t"]}
    assert planned(ASKED, source=source, state=state) == {"forget": ["t"]}


def test_a_running_subscription_is_left_alone_until_two_thirds_of_its_lease_are_over() -> None:
    """A hub that is away for a while costs nothing (conformance 205)."""
    assert planned(ACTIVE, at=NOW + 5 * DAY) == {}
    assert planned(ACTIVE, at=NOW + 6 * DAY) == {"begin": ["a"]}


def test_a_lease_without_an_end_is_never_renewed() -> None:
    """No hub gives one; a state from elsewhere may have none."""
    assert planned(replace(ACTIVE, expires=None), at=NOW + 900 * DAY) == {}


def test_a_renewal_has_a_callback_of_its_own_and_then_takes_the_old_ones_place() -> None:
    """WebSub, 8.2: the old one goes on until the new one runs, and is ended then."""
    old = ACTIVE
    new = replace(ASKED, token="u", asked=NOW + 6 * DAY)
    assert planned(old, new, at=new.asked) == {}
    runs = confirmed(new, "864000", new.asked + MINUTE)
    assert planned(old, runs, at=new.asked + HOUR) == {"leave": ["t"]}
    assert planned(runs, at=new.asked + HOUR) == {}


def test_a_hub_that_does_not_verify_is_asked_again_ever_more_seldom() -> None:
    """After an hour, two hours, four, and so on, up to 32."""
    subscription, waits = asked_again(replace(ASKED, tries=0), NOW, standing=Standing.PENDING), []
    for _ in range(8):
        moment = subscription.asked
        while planned(subscription, at=moment) == {}:
            moment += 30 * MINUTE
        assert planned(subscription, at=moment) == {"ask": ["t"]}
        waits.append(round((moment - subscription.asked) / HOUR))
        subscription = asked_again(subscription, moment, standing=Standing.PENDING)
    assert waits == [1, 2, 4, 8, 16, 32, 32, 32]


def test_a_hub_that_refuses_is_asked_again_after_a_week() -> None:
    """It may have changed its mind (conformance 207)."""
    refused = denied(ACTIVE, "no more of you", NOW)
    assert refused.reason == "the hub refuses: no more of you"
    assert denied(ACTIVE, "", NOW).reason == "the hub refuses and does not say why"
    assert planned(refused, at=NOW + 6 * DAY) == {}
    assert planned(refused, at=NOW + 7 * DAY) == {"ask": ["t"]}


def test_a_hub_that_does_not_let_go_is_asked_three_times() -> None:
    """Then the subscription is left to its lease: its callback is known no more."""
    leaving = asked_again(ACTIVE, NOW, standing=Standing.LEAVING)
    assert leaving.tries == 1
    assert planned(leaving, at=NOW + 59 * MINUTE, state=replace(STATE, hints={})) == {}
    assert planned(leaving, at=NOW + HOUR, state=replace(STATE, hints={})) == {"leave": ["t"]}
    last = replace(leaving, tries=3)
    assert planned(last, at=NOW + 4 * HOUR, state=replace(STATE, hints={})) == {"forget": ["t"]}


def test_a_lease_that_ended_is_over_and_a_new_one_begins() -> None:
    """Whatever else was planned."""
    assert planned(ACTIVE, at=NOW + 9 * DAY) == {"forget": ["t"], "begin": ["a"]}


def test_a_changed_hub_or_name_is_another_subscription() -> None:
    """The old one is ended, the new one begun."""
    moved = replace(STATE, hints=HINTS | {"hub": "https://other.example/"})
    assert planned(ACTIVE, state=moved) == {"begin": ["a"], "leave": ["t"]}


def test_subscriptions_of_a_source_that_is_gone_are_ended() -> None:
    """An operator who takes a source out wants to hear no more of it."""
    assert plan([], {"a": STATE}, [ACTIVE], NOW).leave == [ACTIVE]


@pytest.mark.parametrize(
    ("standing", "mode", "expected"),
    [
        (Standing.PENDING, "subscribe", True),
        (Standing.ACTIVE, "subscribe", True),
        (Standing.LEAVING, "unsubscribe", True),
        (Standing.ACTIVE, "unsubscribe", False),
        (Standing.LEAVING, "subscribe", False),
        (Standing.DENIED, "subscribe", False),
        (Standing.PENDING, "", False),
    ],
)
def test_only_what_was_asked_is_verified(standing: Standing, mode: str, expected: bool) -> None:
    """WebSub, 5.3.1: somebody else must not subscribe us, nor end what we have."""
    subscription = replace(ASKED, standing=standing)
    assert awaits(subscription, mode, HINTS["self"]) is expected
    assert awaits(subscription, mode, "https://another.example/") is False


@pytest.mark.parametrize(
    ("lease", "expected"),
    [
        ("864000", 10 * DAY),
        ("1", 5 * MINUTE),
        ("99999999999", 90 * DAY),
        ("", 10 * DAY),
        ("-5", 10 * DAY),
        ("٣٦٠٠", 10 * DAY),
        ("9" * 400, 10 * DAY),
    ],
)
def test_a_lease_is_believed_within_bounds(lease: str, expected: timedelta) -> None:
    """The hub decides how long it serves us; nonsense counts as what we asked for."""
    subscription = confirmed(ASKED, lease, NOW)
    assert subscription.standing is Standing.ACTIVE
    assert subscription.expires == NOW + expected


def test_a_hub_is_relied_on_once_it_pushed_and_no_more_after_three_misses() -> None:
    """Silent hubs are found out (conformance 205); the next push wins the trust back."""
    assert not is_relied_on(ACTIVE, NOW)
    proven = told(ACTIVE, NOW)
    assert is_relied_on(proven, NOW)
    assert not is_relied_on(proven, NOW + 9 * DAY), "its lease is over"
    silent = missed(missed(missed(proven)))
    assert is_relied_on(missed(missed(proven)), NOW)
    assert not is_relied_on(silent, NOW)
    assert is_relied_on(told(silent, NOW), NOW)
    assert not is_relied_on(denied(proven, "", NOW), NOW)


# --- signatures ----------------------------------------------------------------------------------------------------


def sealed(secret: str, signature: str, *pieces: bytes) -> bool:
    seal = Seal(secret, signature)
    for piece in pieces:
        seal.feed(piece)
    return seal.is_genuine()


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
@given(secret=st.text(min_size=1, max_size=40), pieces=st.lists(st.binary(max_size=60)))
def test_whoever_knows_the_secret_is_believed_and_nobody_else(method: str, secret: str, pieces: list[bytes]) -> None:
    """Every method of WebSub, 8; the body comes in pieces of any size."""
    body = b"".join(pieces)
    right = hmac.new(secret.encode(), body, getattr(hashlib, method)).hexdigest()
    assert sealed(secret, f"{method}={right}", *pieces)
    assert sealed(secret, f" {method.upper()}={right.upper()} ", *pieces)
    assert not sealed(secret + "x", f"{method}={right}", *pieces)
    assert not sealed(secret, f"{method}={right}", *pieces, b"more")


@pytest.mark.parametrize("signature", ["", "sha256", "sha256=", "md5=" + "0" * 32, "sha256=ключ", "=" * 9, "none="])
def test_a_signature_that_is_none_proves_nothing(signature: str) -> None:
    """A missing, weak or unreadable one counts as false (conformance 203)."""
    assert not sealed("secret", signature, b"body")
    assert sealed("", signature, b"body"), "without a secret the callback's address is all there is"
