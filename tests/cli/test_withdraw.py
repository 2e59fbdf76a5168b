"""``syndicator withdraw``: articles leave what is published, and come back by the same way."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from syndicator.bootstrap import load_editorial
from syndicator.cli import app
from syndicator.cli.desk import login
from syndicator.model.withdrawal import Withdrawal, WithdrawnBy
from syndicator.ports import Store
from syndicator.store import open_store
from tests.cli.test_story import MEDICINE
from tests.journeys.setting import write_setting
from tests.loopback import Answer, Loopback
from tests.store.samples import DAWN, article, batch, decision

PAGES: dict[str, Answer] = {
    "a": (410, {}, b"gone"),
    "b": (200, {"Content-Type": "text/html"}, b"<p>here</p>"),
    "c": (404, {}, b"nothing here"),
}


@pytest.fixture
def publisher() -> Iterator[str]:
    """The address of one whose page of *a* is gone, and of *b* is there."""
    with Loopback(lambda path, _: PAGES[path]) as server:
        yield f"http://127.0.0.1:{server.port}"


@pytest.fixture
def config(tmp_path: Path, publisher: str) -> Path:
    """Two articles of the publisher."""
    port = int(publisher.rpartition(":")[2])
    config = write_setting(tmp_path, {"alpha": f"{publisher}/feed"}, port=port)
    with_store = open_store(load_editorial(config).configuration.store)
    told = [decision(article(name, link=f"{publisher}/{name}")) for name in ("a", "b")]
    with_store.apply(batch(told, tagged={each.article.id: MEDICINE for each in told}))
    with_store.close()
    return config


@pytest.fixture
def store(config: Path) -> Iterator[Store]:
    store = open_store(load_editorial(config).configuration.store)
    yield store
    store.close()


def run(config: Path, *words: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, [*words, "--config", str(config)], catch_exceptions=False)
    return result.exit_code, result.stdout, result.stderr


def shown(config: Path) -> set[str]:
    """The ids in the published feed."""
    document = json.loads((config.parent / "public/feeds/medical-education.json").read_bytes())
    return {entry["id"].rpartition(":")[2] for entry in document["items"]}


def taken(store: Store) -> dict[str, Withdrawal]:
    return dict(store.withdrawn("alpha"))


def test_what_an_editor_withdraws_is_nowhere(config: Path, store: Store) -> None:
    """It is kept, with who withdrew it and why, and `explain` says so; once more, nothing is left to do."""
    code, out, _ = run(config, "withdraw", "id-a", "--by", "anna", "--because", "sent in error")
    assert (code, out.splitlines()[0]) == (0, "«News of a» (alpha) is withdrawn")
    assert shown(config) == {"b"}
    assert not (config.parent / "public/stories/id-a.html").exists()
    made = taken(store)["id-a"]
    assert (made.by, made.who, made.why) == (WithdrawnBy.EDITOR, "anna", "sent in error")
    assert "by editor anna on " in run(config, "explain", "id-a")[1]
    assert run(config, "withdraw", "id-a")[1] == "nothing changes: it is so already\n"
    code, out, _ = run(config, "withdraw", "id-a", "--undo")
    assert (code, out.splitlines()[0]) == (0, "«News of a» (alpha) is published again")
    assert (shown(config), taken(store)) == ({"a", "b"}, {})
    assert '"withdrawn": null' in run(config, "explain", "id-a", "--json")[1]


def test_who_withdraws_is_the_name_of_the_login_unless_said(
    config: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the system has no name for it, none is stored."""
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LOGNAME", "berta")
    run(config, "withdraw", "id-b")
    assert taken(store)["id-b"].who == "berta"
    assert "by editor berta on " in run(config, "explain", "id-b")[1]
    monkeypatch.delenv("LOGNAME")
    monkeypatch.setattr("pwd.getpwuid", lambda number: {}[number])
    assert login() == ""


def test_an_editor_overrules_a_publisher(config: Path, store: Store) -> None:
    """What the publisher took back stays away when it lists it again."""
    store.withdraw({"id-a": Withdrawal(DAWN, WithdrawnBy.PUBLISHER)}, ())
    assert "by publisher on " in run(config, "explain", "id-a")[1]
    run(config, "withdraw", "id-a")
    assert taken(store)["id-a"].by is WithdrawnBy.EDITOR


def test_it_is_rehearsed_without_a_change(config: Path, store: Store) -> None:
    """In words and as JSON."""
    _, out, _ = run(config, "withdraw", "id-a", "--dry-run")
    assert "«News of a» (alpha) would be withdrawn" in out
    assert "medical-education; nothing was changed" in out
    _, out, _ = run(config, "withdraw", "id-a", "--by", "anna", "--dry-run", "--json")
    told: dict[str, Any] = json.loads(out)
    assert (told["articles"][0]["id"], told["articles"][0]["withdrawn"]["who"]) == ("id-a", "anna")
    assert (told["feeds"], told["dry_run"], told["left_to_service"]) == (["medical-education"], True, False)
    assert taken(store) == {}


def test_a_running_service_publishes_it(config: Path, store: Store) -> None:
    """The command leaves it to it."""
    with_lock = open_store(load_editorial(config).configuration.store, exclusive=True)
    _, out, _ = run(config, "withdraw", "id-a")
    assert "the running service makes them anew within" in out
    assert json.loads(run(config, "withdraw", "id-b", "--json")[1])["left_to_service"]
    with_lock.close()
    assert set(taken(store)) == {"id-a", "id-b"}


def test_only_what_its_publisher_says_is_gone(config: Path, store: Store, publisher: str) -> None:
    """I20: asked for on request; a page that is there, missing, or of nobody we know is no reason."""
    more = [article("c", link=f"{publisher}/c"), article("d", source="nobody"), article("e", link=None)]
    store.apply(batch([decision(each) for each in more]))
    code, out, err = run(config, "withdraw", *(f"id-{name}" for name in "abcde"), "--if-gone", "--json")
    assert code == 0
    assert [each["id"] for each in json.loads(out.splitlines()[0])["articles"]] == ["id-a"]
    assert set(taken(store)) == {"id-a"}
    said = dict(line.split(": ", 1) for line in err.splitlines() if line.startswith("«"))
    assert said["«News of b» (alpha)"] == "it is there; it stays"
    assert "404" in said["«News of c» (alpha)"]
    assert said["«News of d» (nobody)"] == said["«News of e» (alpha)"] == "its page cannot be asked for; it stays"


def test_names_that_stand_for_nothing_are_told(config: Path) -> None:
    """All at once, and nothing is done."""
    code, _, err = run(config, "withdraw", "id-a", "id-x", "id-y")
    assert (code, "id-x" in err, "id-y" in err) == (2, True, True)
