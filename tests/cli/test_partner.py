"""Partners on the command line: keys given once, taken back, and what was asked for by them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from typer.testing import CliRunner

from syndicator.bootstrap import load_editorial, now
from syndicator.cli import app
from syndicator.errors import NoStoreError
from syndicator.model.delivery import Delivery
from syndicator.model.partner import KEY_PREFIX, Usage, key_digest
from syndicator.model.webhook import WEBHOOK
from syndicator.ports import Store
from syndicator.store import open_store
from tests.config.conftest import SOUND


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """The store of a configuration with one feed, ``doctors``."""
    monkeypatch.chdir(tmp_path)
    for name, text in {**SOUND, "feeds/doctors.yaml": "title: {en: Doctors}\nrule: medicine\n"}.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), "utf-8")
    made = open_store(load_editorial(Path("config")).configuration.store)
    yield made
    made.close()


def run(*words: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["partner", *words], catch_exceptions=False)
    return result.exit_code, result.stdout, result.stderr


def asked(*words: str) -> list[dict[str, Any]]:
    code, out, _ = run(*words, "--json")
    assert code == 0
    return [json.loads(line) for line in out.splitlines()]


def test_a_partner_gets_a_key_that_is_shown_once(store: Store) -> None:
    """The store has its digest; lists have neither."""
    [made] = asked("add", "paper", "--name", "The Paper", "--feed", "doctors", "--per-minute", "5", "--per-day", "50")
    key = made.pop("key")
    assert key.startswith(KEY_PREFIX)
    assert len(key) > 40
    assert [each.key_digest for each in store.partners()] == [key_digest(key)]
    assert made["created"].endswith("Z")
    expected = {
        "partner": "paper",
        "name": "The Paper",
        "standing": "good",
        "feeds": ["doctors"],
        "per_minute": 5,
        "per_day": 50,
        "created": made["created"],
        "expires": None,
        "revoked": None,
    }
    assert made == expected
    assert asked("list") == [{**expected, "webhook": None, "failing": None}]
    assert key not in run("list")[1]


def test_the_key_is_told_in_words_with_how_to_send_it(store: Store) -> None:
    """For people."""
    code, out, _ = run("add", "paper")
    assert code == 0
    assert f"key of paper: {KEY_PREFIX}" in out
    assert "Authorization: Bearer" in out
    assert run("list")[1] == "paper: good; all feeds; 120 a minute, 20000 a day\n"


def test_a_key_is_good_until_the_end_of_its_last_day(store: Store) -> None:
    """Or for as many days from now."""
    run("add", "paper", "--expires", "2099-01-31", "--name", "The Paper")
    run("add", "agency", "--expires", "90d")
    agency, paper = store.partners()
    assert paper.expires is not None
    assert paper.expires.isoformat() == "2099-02-01T00:00:00+00:00"
    assert agency.expires is not None
    assert timedelta(days=89) < agency.expires - now() <= timedelta(days=90)
    assert "paper (The Paper): good, until 2099-02-01T00:00:00Z; all feeds" in run("list")[1]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["add", "The Paper"], "'The Paper' cannot be an id"),
        (["add", "paper", "--feed", "doctor"], "no such feed: doctor; did you mean 'doctors'?"),
        (["add", "paper", "--expires", "soon"], "no day: 'soon'"),
        (["add", "paper", "--expires", "9999999d"], "no day: '9999999d'"),
        (["add", "paper", "--per-minute", "0"], "--per-minute"),
        (["revoke", "papr"], "no such partner: papr; did you mean 'paper'?"),
        (["report", "nobody"], "no such partner: nobody"),
        (["add", "paper"], "syndicator partner revoke paper"),
        (["webhook", "paper"], "name an http or https address"),
        (["webhook", "paper", "ftp://paper.example/"], "name an http or https address"),
        (["webhook", "paper", "https://a:b@paper.example/"], "name an http or https address"),
        (["webhook", "paper", "http://[paper/"], "name an http or https address"),
        (["webhook", "paper", "https://paper.example/", "--off"], "or --off"),
        (["webhook", "papr", "https://paper.example/"], "did you mean 'paper'?"),
    ],
)
def test_what_cannot_be_done_is_refused_with_the_remedy(store: Store, words: list[str], said: str) -> None:
    """Exit code 2, and nothing has changed."""
    run("add", "paper")
    before = store.partners()
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert said in " ".join(err.split())
    assert store.partners() == before


def test_a_key_is_taken_back_once_and_a_new_one_may_follow(store: Store) -> None:
    """The moment stays the first one."""
    run("add", "paper")
    [first] = asked("revoke", "paper")
    assert first["standing"] == "revoked"
    assert asked("revoke", "paper") == [first]
    assert run("revoke", "paper")[1] == "the key of paper is good no more\n"
    assert "revoked" in run("list")[1]
    assert asked("add", "paper")[0]["standing"] == "good"


def test_a_webhook_is_told_with_its_secret_once_and_where_it_fails(store: Store) -> None:
    """It begins with what changes from now on; another address has another secret."""
    run("add", "paper")
    [made] = asked("webhook", "paper", "https://paper.example/hook")
    assert made["secret"].startswith("whsec_")
    [kept] = store.webhooks()
    assert (kept.address, kept.secret, kept.told) == ("https://paper.example/hook", made["secret"], 0)
    assert made["secret"] not in run("list")[1] + json.dumps(asked("list"))
    assert "told at https://paper.example/hook" in run("list")[1]
    store.queue.put([Delivery(WEBHOOK, "paper", now())])
    [claimed] = store.queue.claim([WEBHOOK], now(), until=now(), most=1, each=1)
    store.queue.settle((), [replace(claimed, tries=1, message="HTTP 500")])
    assert asked("list")[0]["failing"] == "HTTP 500"
    assert "which fails: HTTP 500" in run("list")[1]
    code, out, _ = run("webhook", "paper", "http://paper.example/other")
    assert (code, kept.secret in out, "whsec_" in out) == (0, False, True)
    assert run("webhook", "paper", "--off")[1] == "paper is told of nothing more\n"
    assert asked("webhook", "paper", "--off") == [{"partner": "paper", "webhook": None}]
    assert store.webhooks() == []


def test_a_report_tells_what_was_asked_for_day_by_day(store: Store) -> None:
    """As far back as is wanted; those who asked for nothing are in it, too."""
    run("add", "paper")
    run("add", "agency")
    today = now().date()
    store.count_usage([Usage("paper", today, 7, 1), Usage("paper", today - timedelta(days=2), 5)])
    agency, paper = asked("report")
    assert agency == {"partner": "agency", "answered": 0, "refused": 0, "days": []}
    assert (paper["answered"], paper["refused"], len(paper["days"])) == (12, 1, 2)
    [paper] = asked("report", "paper", "--days", "1")
    assert paper["days"] == [{"day": today.isoformat(), "answered": 7, "refused": 1}]
    assert "paper: 12 answered, 1 refused" in run("report")[1]
    assert str(today) in run("report", "paper")[1]


def test_without_partners_the_list_says_how_to_begin(store: Store) -> None:
    """And is empty for programs."""
    assert "syndicator partner add" in run("list")[1]
    assert asked("list") == []


def test_without_a_store_there_are_no_partners(store: Store, tmp_path: Path) -> None:
    """It is made by the service, not by a command that gives keys."""
    store.close()
    for file in (tmp_path / "var").iterdir():
        file.unlink()
    with pytest.raises(NoStoreError):
        run("list")
