"""What our hub makes of a request, and what it says to callbacks."""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from syndicator.model.hub import (
    Allowance,
    Follower,
    Mode,
    Refusal,
    Wanted,
    WebSub,
    denial,
    host_of,
    identity,
    question,
    signed,
    understood,
    version_of,
)

NOON = datetime(2026, 11, 3, 12, tzinfo=UTC)
TOPIC, PATH = "https://news.example/feeds/x.atom", "feeds/x.atom"
FORM = {"hub.mode": "subscribe", "hub.topic": TOPIC, "hub.callback": "https://reader.example/cb?x=1"}


def made(**fields: str) -> Wanted | Refusal:
    form = FORM | {f"hub.{name}": value for name, value in fields.items()}
    return understood(form, {TOPIC: PATH}, WebSub())


def test_what_is_asked_for_is_understood() -> None:
    """With the lease that is granted."""
    usual = 10 * 86_400
    assert made() == Wanted(Mode.SUBSCRIBE, PATH, TOPIC, FORM["hub.callback"], usual)
    asked = made(secret="s" * 199, lease_seconds="600", unknown="x")
    assert asked == Wanted(Mode.SUBSCRIBE, PATH, TOPIC, FORM["hub.callback"], 600, "s" * 199)
    assert made(mode="unsubscribe", secret="s" * 999, lease_seconds="x") == Wanted(
        Mode.UNSUBSCRIBE, PATH, TOPIC, FORM["hub.callback"]
    )


@pytest.mark.parametrize(
    ("fields", "status", "reason"),
    [
        ({"mode": ""}, 400, "hub.mode"),
        ({"topic": ""}, 400, "hub.topic is missing"),
        ({"topic": "https://elsewhere.example/"}, 404, "hub.topic"),
        ({"callback": ""}, 400, "hub.callback is missing"),
        ({"callback": "https://r.example/" + "a" * 2048}, 400, "longer"),
        ({"callback": "https://читатель.example/"}, 400, "percent-encode"),
        ({"callback": "https://r.example/\n"}, 400, "percent-encode"),
        ({"callback": "https://r.example/#top"}, 400, "fragment"),
        ({"callback": "gopher://r.example/"}, 400, "begin with"),
        ({"callback": "https:///path"}, 400, "begin with"),
        ({"callback": "https://[::1/"}, 400, "begin with"),
        ({"lease_seconds": "1e3"}, 400, "lease_seconds"),
        ({"lease_seconds": "1" * 13}, 400, "lease_seconds"),
        ({"lease_seconds": "٣"}, 400, "lease_seconds"),
        ({"secret": "я" * 100}, 400, "200 bytes"),
    ],
)
def test_what_cannot_be_granted_is_refused(fields: dict[str, str], status: int, reason: str) -> None:
    """One sentence says why."""
    refused = made(**fields)
    assert isinstance(refused, Refusal)
    assert (refused.status, reason in refused.reason) == (status, True)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(sorted([*FORM, "hub.secret", "hub.lease_seconds"])), st.text()))
def test_whatever_is_said_there_is_an_answer(said: dict[str, str]) -> None:
    """A form comes from strangers (surrogates cannot come out of UTF-8)."""
    form = FORM | {name: value.encode("utf-8", "ignore").decode() for name, value in said.items()}
    assert isinstance(understood(form, {TOPIC: PATH}, WebSub()), Wanted | Refusal)


def test_a_request_waits_as_text() -> None:
    """It comes back as it was."""
    wanted = Wanted(Mode.SUBSCRIBE, PATH, TOPIC, "https://r.example/", 600, "тайна")
    assert Wanted.loaded(wanted.dumped()) == wanted


def test_a_follower_is_named_by_document_and_callback() -> None:
    """WebSub, 5.1: a later request for both takes the place of the earlier one."""
    one = Wanted(Mode.SUBSCRIBE, PATH, TOPIC, "https://r.example/", 600, "a")
    assert one.follower == Wanted(Mode.UNSUBSCRIBE, PATH, TOPIC, "https://r.example/").follower
    follower = Follower(PATH, TOPIC, "https://r.example/", NOON, NOON)
    assert one.follower == follower.id
    others = {identity(PATH, "https://r.example/2"), identity("feeds/y.atom", "https://r.example/")}
    assert one.follower not in others
    assert len(one.follower) == 32


@pytest.mark.parametrize(
    ("callback", "query"),
    [
        ("https://r.example/cb", ""),
        ("https://r.example/cb?x=1&y=%26", "x=1&y=%26&"),
        ("https://r.example/cb?", ""),
        ("https://r.example/cb?x=1&", "x=1&"),
    ],
)
def test_questions_keep_the_query_of_the_callback(callback: str, query: str) -> None:
    """WebSub, 5.1.1."""
    wanted = Wanted(Mode.SUBSCRIBE, PATH, TOPIC, callback, 600)
    parts = urlsplit(question(wanted, "chal"))
    assert parts.query.startswith(f"{query}hub.mode=subscribe")
    said = dict(parse_qsl(parts.query))
    assert {name: said[name] for name in said if name.startswith("hub.")} == {
        "hub.mode": "subscribe",
        "hub.topic": TOPIC,
        "hub.challenge": "chal",
        "hub.lease_seconds": "600",
    }
    ending = question(Wanted(Mode.UNSUBSCRIBE, PATH, TOPIC, callback), "chal")
    assert "lease" not in ending
    refusal = dict(parse_qsl(urlsplit(denial(callback, TOPIC, "no more")).query))
    assert (refusal["hub.mode"], refusal["hub.topic"], refusal["hub.reason"]) == ("denied", TOPIC, "no more")


def test_an_allowance_is_for_a_minute_and_a_host() -> None:
    """Ten hosts' worth of requests is enough for all."""
    allowance = Allowance()
    assert [allowance.wait("a", 2, NOON) for _ in range(3)] == [0, 0, 60]
    assert allowance.wait("b", 2, NOON + timedelta(seconds=50)) == 0
    assert allowance.wait("a", 2, NOON + timedelta(seconds=59.9)) == 1
    assert allowance.wait("a", 2, NOON + timedelta(seconds=60)) == 0
    answers = [allowance.wait(str(number), 2, NOON + timedelta(seconds=60)) for number in range(30)]
    assert answers == [0] * 19 + [60] * 11
    assert allowance.wait("a", 2, NOON) == 0, "a clock that was set back"


def test_signatures_are_hmacs() -> None:
    """WebSub, 7.1."""
    assert (
        signed(b"body", "тайна", "sha384")
        == "sha384=" + hmac.new("тайна".encode(), b"body", hashlib.sha384).hexdigest()
    )


def test_hosts_and_versions() -> None:
    """An address that is none has no host; one byte makes another version."""
    assert [host_of(each) for each in ("https://R.example:8443/x", "https://[::1", "x")] == ["r.example", "", ""]
    assert version_of(b"a") != version_of(b"b")
