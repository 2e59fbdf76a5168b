"""What every store keeps to. A subclass names the address of a fresh store."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from struct import pack
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from sqlalchemy.engine import make_url

from syndicator.errors import AlreadyRunningError, NoStoreError, StoreError
from syndicator.model.article import Article, Image, Note, SafeHtml
from syndicator.model.clues import Clue, Clues, Relative
from syndicator.model.delivery import Delivery
from syndicator.model.feed import Held
from syndicator.model.hub import CONTENT, Audience, Follower
from syndicator.model.partner import Partner
from syndicator.model.report import Attempt
from syndicator.model.retagging import GONE
from syndicator.model.ruling import Ruling, RulingKind
from syndicator.model.source import Outcome, SourceState
from syndicator.model.story import By, ChangeKind, Guard, Standing, StoryChange, Suggestion
from syndicator.model.topic import Tagged
from syndicator.model.verdict import ENOUGH, Decision, Judged, Key, KeyKind, Verdict, VerdictKind
from syndicator.model.withdrawal import Withdrawal, WithdrawnBy
from syndicator.ports import Batch, Store
from syndicator.store import lookups, open_store, publishing, recent
from syndicator.store.kinship import BOND_DAYS
from syndicator.store.reads import COMMON, IDENTICAL, LATEST, MEMBERS, NEAREST
from syndicator.store.sqlstore import SqlStore
from syndicator.store.writes import COVERAGE_DAYS, IDENTITIES, REVISIONS
from tests.store.samples import (
    DAWN,
    MEDICINE,
    RETAGGING,
    STATE,
    TAGGED,
    apart,
    article,
    articles,
    batch,
    bond,
    counted,
    decision,
    follower,
    keys,
    later,
    letter,
    merged,
    printed,
    split,
    states,
    subscription,
)
from tests.store.samples import tagged as any_tagged

Sql = Callable[[str], list[Any]]
UPDATE, REPRINT, KNOWN = VerdictKind.UPDATE, VerdictKind.REPRINT, VerdictKind.KNOWN
quickly = settings(
    deadline=None,
    max_examples=40,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.differing_executors,
        HealthCheck.too_slow,
    ],
)
"""One store for all examples; the same test in every subclass."""


def driver(address: str) -> str:
    """The address with the driver that is installed."""
    url = make_url(address)
    name = "postgresql+psycopg" if url.get_backend_name() == "postgresql" else url.drivername
    return url.set(drivername=name).render_as_string(hide_password=False)


def _outlined(held: Held) -> Held:
    return replace(held, article=replace(held.article, content=SafeHtml(""), text=""))


class StoreContract:
    """The port's promises, one a test."""

    @pytest.fixture
    def store(self, address: str) -> Iterator[Store]:
        store = open_store(address, exclusive=True)
        yield store
        store.close()

    @pytest.fixture
    def sql(self, address: str, store: Store) -> Iterator[Sql]:
        """Looks at the tables, past the port."""
        engine = sa.create_engine(driver(address))

        def ask(question: str) -> list[Any]:
            with engine.begin() as connection:
                result = connection.exec_driver_sql(question)
                return list(result.all()) if result.returns_rows else []

        yield ask
        engine.dispose()

    # --- opening ---------------------------------------------------------------------------------------------------

    def test_only_one_instance_works_on_a_store(self, address: str, store: Store) -> None:
        """A second service is refused and told why (R18); the lock is let go when the first one closes."""
        with pytest.raises(AlreadyRunningError, match="stop it first"):
            open_store(address, exclusive=True)
        store.close()
        open_store(address, exclusive=True).close()

    def test_a_store_may_be_looked_at_while_a_service_works_on_it(self, address: str, store: Store) -> None:
        """status, explain and preview need no lock."""
        beside = open_store(address)
        store.apply(batch([decision(article("a"))]))
        assert beside.find("id-a") is not None
        beside.close()

    def test_a_store_is_kept_when_it_is_closed(self, address: str, store: Store) -> None:
        """And opened again without anything being made anew."""
        store.apply(batch([decision(article("a"))]))
        store.close()
        again = open_store(address, create=False, exclusive=True)
        assert again.counts()["articles"] == {"alpha": 1}
        again.close()

    def test_a_closed_store_does_nothing(self, store: Store) -> None:
        """It has no lock any more."""
        store.close()
        with pytest.raises(StoreError, match="not open"):
            store.dirty()

    def test_no_store_is_made_where_one_is_expected(self, address: str) -> None:
        """A mistyped address is told, not filled."""
        with pytest.raises(NoStoreError, match="no store yet"):
            open_store(address, create=False)

    def test_the_store_of_a_newer_program_is_refused(self, address: str, store: Store, sql: Sql) -> None:
        """Its tables may mean something else (R14)."""
        sql("UPDATE alembic_version SET version_num = '9999'")
        store.close()
        for exclusive in (True, False):
            with pytest.raises(StoreError, match=r"newer Syndicator \(its schema is 9999.*update the program"):
                open_store(address, exclusive=exclusive)

    # --- subscriptions ---------------------------------------------------------------------------------------------

    def test_subscriptions_are_found_by_token_and_by_source_until_they_are_over(self, store: Store) -> None:
        """The callback knows the token only."""
        one, two = subscription("t1"), subscription("t2", source="beta", secret="s", expires=later(hours=9))
        for each in (two, one):
            store.keep_subscription(each)
        assert store.subscriptions() == [one, two]
        assert store.subscriptions("beta") == [two]
        assert store.subscription("t2") == two
        store.forget_subscription("t2")
        store.forget_subscription("never known")
        assert store.subscription("t2") is None
        assert store.subscriptions() == [one]

    def test_a_push_plans_a_poll_and_never_a_later_one(self, store: Store) -> None:
        """A source that is due sooner is polled sooner; one that was never polled comes anyway."""
        for name, planned, expected in (
            ("alpha", later(hours=5), later(hours=2)),
            ("beta", later(hours=1), later(hours=1)),
            ("gamma", None, None),
        ):
            state = SourceState(name, next_poll=planned, etag="kept")
            store.apply(Batch(state))
            store.keep_subscription(subscription(name, source=name), poll_at=later(hours=2))
            assert store.source_state(name) == replace(state, next_poll=expected)

    def test_a_poll_keeps_what_it_found_of_its_hubs(self, store: Store) -> None:
        """In the same transaction."""
        store.keep_subscription(subscription("t1"))
        store.apply(Batch(STATE, subscriptions=(subscription("t1", missed=1),)))
        assert store.subscriptions("alpha") == [subscription("t1", missed=1)]

    # --- the queue -------------------------------------------------------------------------------------------------

    def claim(self, store: Store, at: datetime = DAWN, **bounds: Any) -> list[str]:
        """The recipients and keys of what is claimed for half a minute."""
        return [f"{each.recipient}{each.key}" for each in self.claimed(store, at, **bounds)]

    def claimed(self, store: Store, at: datetime = DAWN, **bounds: Any) -> Sequence[Delivery]:
        usual: dict[str, Any] = {"kinds": ("letter",), "now": at, "most": 99, "each": 99}
        return store.queue.claim(**usual | {"until": at + timedelta(seconds=30)} | bounds)

    def test_a_delivery_comes_back_as_it_was_put(self, store: Store) -> None:
        """With a number and a generation of the queue's own."""
        put = letter("a", "1", host="host", subject="Текст", until=later(hours=1))
        store.queue.put([put])
        [found] = self.claimed(store)
        assert replace(found, number=0) == replace(put, put=DAWN)
        assert store.queue.counts() == {"letter": (1, 0)}

    def test_a_claim_lasts_until_it_is_settled_or_ends(self, store: Store) -> None:
        """What a killed worker had in hand is taken by the next, half a minute later."""
        store.queue.put([letter("a")])
        [first] = self.claimed(store)
        assert self.claim(store, later(seconds=29)) == []
        assert self.claim(store, later(seconds=30)) == ["a"]
        store.queue.settle([first])
        assert store.queue.counts() == {}
        store.queue.settle([first])

    def test_only_what_is_due_and_of_a_known_kind_is_claimed(self, store: Store) -> None:
        """Another program's deliveries are left alone."""
        store.queue.put([letter("a"), letter("b", due=later(hours=1)), replace(letter("c"), kind="parcel")])
        assert self.claim(store) == ["a"]
        assert self.claim(store, later(hours=1)) == ["a", "b"]
        assert self.claim(store, later(hours=1), kinds=("parcel", "letter")) == ["c"]

    def test_a_recipient_gets_one_delivery_at_a_time_in_order(self, store: Store) -> None:
        """Others need not wait for it."""
        store.queue.put([letter("a", "2"), letter("a", "1"), letter("b")])
        first, _ = self.claimed(store)
        assert (first.recipient, first.key) == ("a", "2")
        assert self.claim(store) == []
        store.queue.settle([first])
        assert self.claim(store) == ["a1"]

    def test_when_a_delivery_fails_all_of_its_recipient_wait(self, store: Store) -> None:
        """In the same order; those of others go on."""
        store.queue.put([letter("a", "1"), letter("a", "2"), letter("a", "3", due=later(hours=9)), letter("b")])
        first, other = self.claimed(store)
        store.queue.settle([], [replace(first, due=later(hours=1), tries=1, message="away")])
        store.queue.settle([other])
        assert self.claim(store, later(minutes=59)) == []
        [again] = self.claimed(store, later(hours=1))
        assert (again.key, again.tries, again.message, again.put) == ("1", 1, "away", DAWN)
        store.queue.settle([again])
        assert self.claim(store, later(hours=1)) == ["a2"]
        assert self.claim(store, later(hours=9)) == ["a2"], "the claim has ended, and the order stays"

    def test_what_is_put_again_takes_the_place_and_keeps_the_turn(self, store: Store) -> None:
        """A recipient that fails is not tried sooner because there is more for it."""
        store.queue.put([letter("a", subject="old")])
        [first] = self.claimed(store)
        store.queue.settle([], [replace(first, due=later(hours=1), tries=3, message="away")])
        store.queue.put([letter("a", subject="new", until=later(hours=5))])
        assert self.claim(store) == []
        [again] = self.claimed(store, later(hours=1))
        assert (again.subject, again.until, again.tries) == ("new", later(hours=5), 3)
        assert (again.number, again.generation) == (first.number, 1)
        assert store.queue.counts() == {"letter": (1, 1)}

    def test_what_is_put_while_it_is_brought_is_not_done_with(self, store: Store) -> None:
        """The latest counts."""
        store.queue.put([letter("a", subject="old")])
        [first] = self.claimed(store)
        store.queue.put([letter("a", subject="new")])
        assert self.claim(store) == [], "one at a time"
        store.queue.settle([first])
        [again] = self.claimed(store)
        assert (again.subject, again.tries) == ("new", 0)

    def test_those_that_failed_least_go_first_and_no_host_takes_all(self, store: Store) -> None:
        """A slow or dead recipient stalls nobody (conformance 196)."""
        store.queue.put([letter(f"a{number}", host="big") for number in range(5)])
        store.queue.put([letter("b", host="small"), letter("c", host="other")])
        failed = next(each for each in self.claimed(store) if each.recipient == "a0")
        store.queue.settle([], [replace(failed, due=DAWN, tries=1)])
        at = later(minutes=1)
        assert self.claim(store, at, each=2, full=("other",)) == ["a1", "a2", "b"]
        assert self.claim(store, at, most=3) == ["a3", "a4", "c"]
        assert self.claim(store, at) == ["a0"]

    def test_what_is_recalled_is_brought_to_nobody(self, store: Store) -> None:
        """Not even what is underway comes back."""
        store.queue.put([letter("a", "1"), letter("a", "2"), letter("b")])
        [first, _] = self.claimed(store)
        store.queue.recall("parcel", ["a"])
        assert store.queue.counts() == {"letter": (3, 0)}
        store.queue.recall("letter", ["a", "never known"])
        store.queue.settle([], [replace(first, due=DAWN, tries=1)])
        assert store.queue.counts() == {"letter": (1, 0)}

    def test_failing_deliveries_are_told_the_longest_first(self, store: Store) -> None:
        """For the operator."""
        store.queue.put([letter("a"), letter("b", due=DAWN - timedelta(hours=1)), letter("c")])
        for each in self.claimed(store):
            if each.recipient != "c":
                store.queue.settle([], [replace(each, due=later(hours=1), tries=1, message="away")])
        assert [each.recipient for each in store.queue.failing(["letter"], 9)] == ["b", "a"]
        assert [each.recipient for each in store.queue.failing(["letter"], 1)] == ["b"]

    def test_several_workers_never_have_the_same_delivery(self, address: str, store: Store) -> None:
        """Four at once, each with a store of its own."""
        store.queue.put([letter(str(number), host=str(number % 9)) for number in range(300)])
        taken: list[str] = []

        def work() -> None:
            beside = open_store(address)
            while got := self.claim(beside, most=7, each=3):
                taken.extend(got)
            beside.close()

        threads = [threading.Thread(target=work) for _ in range(4)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        taken += self.claim(store)
        assert sorted(taken) == sorted(str(number) for number in range(300))

    # --- followers -------------------------------------------------------------------------------------------------

    def owed(self, store: Store, at: datetime = DAWN) -> list[tuple[str, str]]:
        """What is put into the queue for followers, and taken out of it."""
        found = store.queue.claim([CONTENT], at, until=later(days=99), most=99, each=99)
        for each in found:
            store.queue.settle([each])
        return sorted((each.recipient, each.subject) for each in found)

    def follow(self, store: Store, who: Follower, **bounds: int) -> bool:
        return store.followers.follow(who, host="reader.example", **({"per_host": 99, "per_document": 99} | bounds))

    def test_a_follower_comes_back_as_it_was(self, store: Store) -> None:
        """And is found by its id only."""
        one = follower("a", secret="тайна")
        assert self.follow(store, one)
        assert store.followers.find(one.id) == one
        assert store.followers.find("x") is None

    def test_who_follows_again_has_the_new_lease_and_secret(self, store: Store) -> None:
        """What was delivered stays known, and since when (WebSub, 5.1)."""
        one = follower("a", secret="old")
        self.follow(store, one)
        store.followers.reached({one.id: "v1"}, later(hours=1))
        self.follow(store, replace(one, secret="new", since=later(hours=2), expires=later(days=20)))
        known = replace(one, secret="new", expires=later(days=20), version="v1", reached=later(hours=1))
        assert store.followers.find(one.id) == known

    def test_there_is_room_for_so_many_followers_and_always_for_those_who_renew(self, store: Store) -> None:
        """By host and by document."""
        one, two = follower("a"), follower("b")
        assert self.follow(store, one, per_host=1, per_document=1)
        assert self.follow(store, one, per_host=1, per_document=1)
        assert not self.follow(store, two, per_host=1)
        assert not self.follow(store, two, per_document=1)
        assert self.follow(store, follower("b", document="feeds/y.atom"), per_document=1)
        assert store.followers.find(two.id) is None

    def test_what_changed_is_owed_to_all_who_follow_it(self, store: Store) -> None:
        """Once for each change; leases that ended count no more."""
        here, there = follower("a"), follower("a", document="feeds/y.atom")
        for each in (here, there, follower("late", expires=DAWN)):
            self.follow(store, each)
        ping = letter("hub", "feeds/x.atom")
        pings = {"feeds/x.atom": [ping], "feeds/y.atom": [replace(ping, key="feeds/y.atom")]}
        assert store.followers.announce({"feeds/x.atom": "1", "feeds/y.atom": "1"}, DAWN, pings) == 2
        assert self.owed(store) == sorted([(here.id, "feeds/x.atom"), (there.id, "feeds/y.atom")])
        assert store.queue.counts() == {"letter": (2, 0)}
        assert store.followers.announce({"feeds/x.atom": "1", "feeds/y.atom": "2"}, DAWN, {}) == 1
        assert self.owed(store) == [(there.id, "feeds/y.atom")]
        assert store.followers.announce({"feeds/x.atom": "1"}, DAWN, pings) == 0
        assert store.followers.announce({}, DAWN, {}) == 0
        assert self.owed(store) == []

    def test_who_fails_is_owed_the_latest_once_and_no_sooner(self, store: Store) -> None:
        """However often the document changes meanwhile."""
        one = follower("a")
        self.follow(store, one)
        store.followers.announce({"feeds/x.atom": "1"}, DAWN, {})
        [first] = store.queue.claim([CONTENT], DAWN, until=later(minutes=1), most=9, each=9)
        assert first.host == "reader.example"
        store.queue.settle([], [replace(first, due=later(hours=1), tries=1, message="away")])
        for version in "23":
            store.followers.announce({"feeds/x.atom": version}, later(minutes=5), {})
        assert self.owed(store, later(minutes=59)) == []
        assert self.owed(store, later(hours=1)) == [(one.id, "feeds/x.atom")]

    def test_who_unfollows_is_owed_nothing_but_what_is_asked_of_it(self, store: Store) -> None:
        """A later request waits to be verified still."""
        one, two = follower("a"), follower("b")
        for each in (one, two):
            self.follow(store, each)
        store.followers.announce({"feeds/x.atom": "1"}, DAWN, {})
        store.queue.put([letter(one.id)])
        store.followers.unfollow([one.id, "never known"])
        assert store.followers.find(one.id) is None
        assert self.owed(store) == [(two.id, "feeds/x.atom")]
        assert store.queue.counts() == {"letter": (1, 0)}

    def test_leases_end(self, store: Store) -> None:
        """At their moment, with what is owed."""
        one, two = follower("a", expires=later(hours=1)), follower("b", expires=later(hours=2))
        for each in (one, two):
            self.follow(store, each)
        store.followers.announce({"feeds/x.atom": "1"}, DAWN, {})
        assert store.followers.expire(later(minutes=59)) == 0
        assert store.followers.expire(later(hours=1)) == 1
        assert store.followers.find(one.id) is None
        assert self.owed(store, later(hours=1)) == [(two.id, "feeds/x.atom")]

    def test_who_follows_what_is_no_more_is_told_so(self, store: Store) -> None:
        """And what comes back later is news."""
        gone, stays = follower("a"), follower("a", document="feeds/y.atom")
        for each in (gone, stays):
            self.follow(store, each)
        store.followers.announce({"feeds/x.atom": "1", "feeds/y.atom": "1"}, DAWN, {})
        denied = store.followers.dismiss(["feeds/x.atom", "feeds/z.atom"], lambda each: letter(each.id, subject="no"))
        assert denied == 1
        assert [each.recipient for each in self.claimed(store)] == [gone.id]
        assert store.followers.find(gone.id) is None
        assert self.owed(store) == [(stays.id, "feeds/y.atom")]
        assert store.followers.announce({"feeds/x.atom": "1", "feeds/y.atom": "1"}, DAWN, {}) == 1

    def test_who_follows_what_has_moved_follows_where_it_went(self, store: Store) -> None:
        """With secret and lease, is brought what is there, and has one subscription if it had two."""
        alone, both, there = follower("a", secret="s"), follower("b"), follower("b", document="feeds/y.atom")
        for each in (alone, both, there):
            self.follow(store, each)
        store.followers.announce({"feeds/x.atom": "1", "feeds/y.atom": "1"}, DAWN, {})
        store.followers.reached({alone.id: "1", there.id: "1"}, later(hours=1))
        self.owed(store)
        moves = {"feeds/x.atom": "feeds/y.atom", "feeds/z.atom": "feeds/y.atom"}
        assert store.followers.move(moves, lambda each: letter(each.id, kind=CONTENT, subject=each.document)) == 2
        moved = replace(alone, document="feeds/y.atom", version="", reached=later(hours=1))
        assert store.followers.find(moved.id) == moved
        assert store.followers.find(there.id) == replace(there, version="1", reached=later(hours=1))
        assert store.followers.find(alone.id) is store.followers.find(both.id) is None
        assert self.owed(store) == [(moved.id, "feeds/y.atom")]
        assert store.followers.move(moves, lambda each: letter(each.id)) == 0
        store.followers.announce({"feeds/y.atom": "2"}, DAWN, {})
        assert self.owed(store) == sorted((each.id, "feeds/y.atom") for each in (moved, there))

    def test_audiences_are_counted(self, store: Store) -> None:
        """By document."""
        for each in (follower("a"), follower("b"), follower("a", document="feeds/w.rss")):
            self.follow(store, each)
        store.followers.reached({follower("a").id: "v"}, later(hours=1))
        assert store.followers.audiences() == [
            Audience("feeds/w.rss", 1, 1, None),
            Audience("feeds/x.atom", 2, 1, later(hours=1)),
        ]

    # --- attempts --------------------------------------------------------------------------------------------------

    def test_the_last_polls_of_a_source_are_kept_and_no_more(self, store: Store, sql: Sql) -> None:
        """Thirty rows per source, for ever; the latest first, others' polls apart."""
        for number in range(1, 101):
            attempt = Attempt(later(hours=number), Outcome.DNS, f"number {number}", seconds=0.5)
            store.apply(Batch(replace(STATE, polls=number), attempt=attempt))
        store.apply(Batch(SourceState("beta", polls=1), attempt=Attempt(DAWN, Outcome.OK, entries=3, new=2)))
        assert [each.message for each in store.attempts("alpha")] == [f"number {n}" for n in range(100, 70, -1)]
        assert store.attempts("beta") == [Attempt(DAWN, Outcome.OK, entries=3, new=2)]
        assert store.attempts("gamma") == []
        assert sql("SELECT count(*) FROM attempts")[0][0] == 31

    def test_a_poll_is_logged_with_what_it_changed_or_not_at_all(self, store: Store) -> None:
        """One transaction: an attempt is no evidence of articles that are not there."""
        broken = Decision(article("a"), Verdict(VerdictKind.NEW), "", frozenset())
        bad = replace(broken, article=replace(broken.article, public_id=None))  # type: ignore[arg-type]
        with pytest.raises(AttributeError):
            store.apply(Batch(replace(STATE, polls=1), (bad,), attempt=Attempt(DAWN, Outcome.OK)))
        assert store.attempts("alpha") == []

    # --- round trips -----------------------------------------------------------------------------------------------

    @quickly
    @given(article=articles, tagged=any_tagged, state=states)
    def test_what_is_stored_is_what_is_found(
        self, store: Store, article: Article, tagged: Tagged, state: SourceState
    ) -> None:
        """Every value of the model comes back equal, and times in UTC."""
        article = replace(article, public_id=f"{article.public_id} {article.id}", identity=article.id)
        store.apply(batch([decision(article)], tagged={article.id: tagged}, state=state))
        held = store.find(article.id)
        assert held is not None
        assert held.article == article
        assert held.article.updated.tzinfo is UTC
        assert held.tagged == tagged
        assert store.source_states()[state.source] == state
        assert store.source_state(state.source) == state
        assert store.source_state("never polled") == SourceState("never polled")

    def test_the_state_of_a_source_is_replaced(self, store: Store) -> None:
        """One row a source."""
        store.apply(batch())
        store.apply(batch(state=replace(STATE, etag='"2"', failures=3)))
        store.apply(batch(state=SourceState("beta")))
        assert store.source_states() == {"alpha": replace(STATE, etag='"2"', failures=3), "beta": SourceState("beta")}

    # --- articles --------------------------------------------------------------------------------------------------

    @pytest.mark.parametrize("field", ["id", "public_id", "link", "canonical"])
    def test_an_article_is_found_by_what_people_have_at_hand(self, store: Store, field: str) -> None:
        """Its id, its public id, its link as printed, its canonical address."""
        store.apply(batch([decision(article("a")), decision(article("b"))]))
        held = store.find(getattr(article("b"), field))
        assert held is not None
        assert (held.article, held.story, held.tagged, held.reprint_of) == (article("b"), "id-b", TAGGED, None)

    def test_what_is_not_there_is_not_found(self, store: Store) -> None:
        """None, not an error."""
        assert store.find("https://nowhere.example/") is None
        assert store.story("none") == ()

    def test_articles_without_an_address_are_stored(self, store: Store) -> None:
        """A link is not needed."""
        store.apply(batch([decision(article("a", link=None, canonical=None))]))
        assert store.find("id-a") is not None

    def test_texts_of_any_length_are_keys(self, store: Store) -> None:
        """Outside identities are looked up by digest: no index bears 10 KB."""
        long = article(
            "a", link="https://x.example/" + "é" * 9000, identity="g" * 9000, public_id="urn:x:" + "y" * 9000
        )
        store.apply(batch([decision(long)]))
        for needle in (long.link, long.public_id):
            held = store.find(needle or "")
            assert held is not None
            assert held.article == long

    def test_a_reprint_says_of_what(self, store: Store) -> None:
        """And goes on saying so when it is updated."""
        store.apply(batch([decision(article("a"))]))
        store.apply(batch([decision(article("b"), REPRINT, story="id-a", to="id-a")]))
        store.apply(batch([decision(article("b", title="Edited"), UPDATE, story="id-a", to="id-b")]))
        held = store.find("id-b")
        assert held is not None
        assert (held.reprint_of, held.story, held.article.title) == ("id-a", "id-a", "Edited")

    def test_an_update_keeps_what_was_there_before(self, store: Store, sql: Sql) -> None:
        """The last states only: a source may edit without end (I18)."""
        store.apply(batch([decision(article("a"))]))
        for number in range(REVISIONS + 3):
            edited = article("a", title=f"Edit {number}", updated=later(hours=number))
            store.apply(batch([decision(edited, UPDATE, to="id-a")]))
        before = [row[0] for row in sql("SELECT before FROM revisions ORDER BY nr")]
        assert len(before) == REVISIONS
        assert "Edit 2" in before[0]
        assert f"Edit {REVISIONS + 1}" in before[-1]
        assert store.counts()["articles"] == {"alpha": 1}

    def test_the_history_of_an_article_says_what_changed_and_when(self, store: Store) -> None:
        """The latest edit first, with what was there before; others' histories are theirs."""
        store.apply(batch([decision(article("a")), decision(article("b"))]))
        for hours, title in enumerate(("One", "Two"), 1):
            edited = article("a", title=title)
            store.apply(batch([decision(edited, UPDATE, to="id-a")], at=later(hours=hours)))
        found = store.revisions("id-a")
        assert [(each.at, each.reasons, each.before.title) for each in found] == [
            (later(hours=2), ("a reason",), "One"),
            (later(hours=1), ("a reason",), "News of a"),
        ]
        assert store.revisions("id-b") == []

    def test_verdicts_are_kept_with_their_reasons(self, store: Store, sql: Sql) -> None:
        """Every choice carries a recorded reason."""
        store.apply(batch([decision(article("a")), decision(article("b"), REPRINT, story="id-a", to="id-a")]))
        found = sql("SELECT kind, of, reasons FROM verdicts ORDER BY nr")
        assert [tuple(row) for row in found] == [("new", None, '["a reason"]'), ("reprint", "id-a", '["a reason"]')]

    def test_a_known_article_is_left_alone(self, store: Store, sql: Sql) -> None:
        """Only the state of the source is written."""
        store.apply(batch([decision(article("a"))]))
        known = decision(article("a", title="Ignored"), KNOWN, to="id-a")
        store.apply(batch([known], tagged={}, state=replace(STATE, etag='"2"')))
        held = store.find("id-a")
        assert held is not None
        assert (held.article.title, held.tagged) == ("News of a", TAGGED)
        assert store.source_states()["alpha"].etag == '"2"'
        assert sql("SELECT count(*) FROM verdicts")[0][0] == 1

    def test_of_two_decisions_on_one_article_the_last_counts(self, store: Store) -> None:
        """A batch is what it leads to."""
        store.apply(batch([decision(article("a")), decision(article("a", title="Later"), UPDATE, to="id-a")]))
        held = store.find("id-a")
        assert held is not None
        assert held.article.title == "Later"

    def test_a_batch_is_stored_whole_or_not_at_all(self, store: Store, sql: Sql) -> None:
        """A refused article takes state, tags, keys and outbox with it (finding 14)."""
        good, bad = article("a"), article("b", public_id=article("a").public_id)
        with pytest.raises(StoreError):
            store.apply(batch([decision(good, keys=keys(1)), decision(bad)], dirty=frozenset({"feed"})))
        assert store.source_states() == {}
        assert store.dirty() == {}
        for table in ("articles", "keys", "tags", "verdicts", "stories"):
            assert sql(f"SELECT count(*) FROM {table}")[0][0] == 0

    def test_no_two_articles_have_one_identity_or_public_id(self, store: Store) -> None:
        """The last line of defence against two pollers (I23)."""
        store.apply(batch([decision(article("a"))]))
        for twin in (article("b", identity="guid:a"), article("b", public_id=article("a").public_id)):
            with pytest.raises(StoreError):
                store.apply(batch([decision(twin)]))
        store.apply(batch([decision(article("b", identity="guid:a", source="beta"))]))

    def test_articles_stream_in_order_of_their_id(self, store: Store) -> None:
        """Page by page, so that the store may be written meanwhile."""
        store.apply(batch([decision(article(f"{number:03}")) for number in range(450)]))
        store.apply(batch([decision(article("old", collected=DAWN - timedelta(days=1)))]))
        seen: list[str] = []
        for held in store.articles(since=DAWN):
            if len(seen) % 100 == 0:
                store.retag({held.article.id: Tagged()})
            seen.append(held.article.id)
        assert seen == [f"id-{number:03}" for number in range(450)]
        assert [held.article.id for held in store.page(since=DAWN, after="id-447", size=5)] == ["id-448", "id-449"]
        assert (store.collected(since=DAWN), store.collected(since=DAWN, after="id-447")) == (450, 2)

    # --- candidates ------------------------------------------------------------------------------------------------

    def test_articles_that_share_a_key_are_candidates(self, store: Store) -> None:
        """With the keys shared, of those asked for, in order of id."""
        store.apply(
            batch([decision(article("b"), keys=keys(1, 2, 3), story="id-b"), decision(article("a"), keys=keys(2, -9))])
        )
        found = store.candidates([keys(2, 3, -(2**63), 2**63 - 1)])
        assert [(each.article, each.story, each.keys) for each in found] == [
            (article("a"), "id-a", keys(2)),
            (article("b"), "id-b", keys(2, 3)),
        ]
        assert store.candidates([keys(2, kind=KeyKind.IMAGE)]) == []
        assert store.candidates([]) == []

    def test_a_few_fingerprints_make_no_candidate(self, store: Store) -> None:
        """Enough must be the same, of all that both have; another key is enough alone, and then the few are told."""
        one = keys(1, kind=KeyKind.FINGERPRINT)
        store.apply(batch([decision(article("a"), keys=one | keys(5))], prints={"id-a": printed(*range(20))}))
        few, enough = printed(*range(ENOUGH - 1), 2**32 - 1), printed(*range(ENOUGH))
        assert store.candidates([one], [few]) == []
        assert [each.keys for each in store.candidates([one | keys(5)], [few])] == [one | keys(5)]
        assert [each.keys for each in store.candidates([one], [enough])] == [one]

    def test_what_has_no_prints_is_a_candidate(self, store: Store) -> None:
        """What was stored before they were kept, and what is asked for without."""
        one = keys(1, kind=KeyKind.FINGERPRINT)
        store.apply(batch([decision(article("a"), keys=one)]))
        assert len(store.candidates([one], [printed(7)])) == len(store.candidates([one])) == 1
        update = decision(article("a"), UPDATE, to="id-a", keys=one)
        store.apply(batch([update], prints={"id-a": printed(8)}))
        assert store.candidates([one], [printed(7)]) == []
        assert len(store.candidates([one])) == 1

    @pytest.mark.parametrize("most", [1, 2, 4, 256])
    def test_keys_are_found_wherever_they_lie(
        self, address: str, store: Store, monkeypatch: pytest.MonkeyPatch, most: int
    ) -> None:
        """Apart with those of the last articles or among all others, also by who has had the store open since before.

        As many lie apart as are bearable; an update replaces them in either place, and identities stay.
        """
        monkeypatch.setattr(recent, "MOST", most)
        beside, identity = open_store(address), KeyKind.IDENTITY
        for number in range(9):
            own = keys(number, 100) | keys(number, kind=identity)
            store.apply(batch([decision(article(f"{number}"), keys=own)]))
            for each in (store, beside):
                assert len(each.candidates([keys(100)])) == number + 1
                assert [found.keys for found in each.candidates([keys(number)])] == [keys(number)]
        for number in (0, 8):
            own = keys(200) | keys(200 + number, kind=identity)
            store.apply(batch([decision(article(f"{number}"), UPDATE, to=f"id-{number}", keys=own)]))
            store.apply(batch([decision(article(f"{number}"), KNOWN, to="id", keys=keys(300 + number, kind=identity))]))
        asked = keys(*range(9), 200, 208, 300, 308, kind=identity)
        for each in (store, beside):
            assert len(each.candidates([keys(100)])) == 7
            assert [found.article.id for found in each.candidates([keys(200)])] == ["id-0", "id-8"]
            assert {found.article.id: found.keys for found in each.candidates([asked])} == {
                f"id-{number}": keys(
                    *({number, 200 + number, 300 + number} if number in (0, 8) else {number}), kind=identity
                )
                for number in range(9)
            }
        beside.close()

    def test_what_several_articles_share_together_is_not_enough(self, store: Store) -> None:
        """Each needs its own; what is given tells all that is shared with any."""
        fingerprints = keys(*range(9), kind=KeyKind.FINGERPRINT)
        store.apply(batch([decision(article("a"), keys=fingerprints)], prints={"id-a": printed(*range(50))}))
        one, two = keys(0, 1, kind=KeyKind.FINGERPRINT), keys(2, 3, kind=KeyKind.FINGERPRINT)
        assert store.candidates([one, two], [printed(*range(4)), printed(*range(4, 8))]) == []
        found = store.candidates([one, two], [printed(*range(4)), printed(*range(8))])
        assert [each.keys for each in found] == [one | two]

    def test_a_key_that_very_many_have_tells_nothing(self, store: Store) -> None:
        """A logo, a footer: passed over, and of as many as tell something the latest come; an identity always tells."""
        logo, identity = keys(1, kind=KeyKind.IMAGE), keys(1, kind=KeyKind.IDENTITY)
        made = [decision(article(f"{number:03}"), keys=logo | identity) for number in range(COMMON)]
        store.apply(batch(made))
        latest = [f"id-{number:03}" for number in range(COMMON - NEAREST, COMMON)]
        assert [each.article.id for each in store.candidates([logo])] == latest
        store.apply(batch([decision(article("one more"), keys=logo | identity)]))
        assert store.candidates([logo]) == []
        assert len(store.candidates([identity])) == COMMON + 1

    def test_those_that_share_the_most_are_candidates(self, store: Store) -> None:
        """However many share something."""
        one = keys(1, kind=KeyKind.FINGERPRINT)
        some = {f"id-{n:03}": printed(*range(10)) for n in range(40)}
        made = [decision(article("like"), keys=one), *(decision(article(f"{n:03}"), keys=one) for n in range(40))]
        store.apply(batch(made, prints={"id-like": printed(*range(20)), **some}))
        found = {each.article.id for each in store.candidates([one], [printed(*range(20))])}
        assert found == {"id-like", *(f"id-{n:03}" for n in range(41 - NEAREST, 40))}

    def test_an_update_replaces_the_keys(self, store: Store) -> None:
        """What the article no longer says no longer finds it."""
        store.apply(batch([decision(article("a"), keys=keys(1, 2))]))
        store.apply(batch([decision(article("a"), UPDATE, to="id-a", keys=keys(2, 3))]))
        assert store.candidates([keys(1)]) == []
        assert [each.keys for each in store.candidates([keys(1, 2, 3)])] == [keys(2, 3)]

    def test_what_identified_an_article_once_identifies_it_for_ever(self, store: Store) -> None:
        """Through updates, and also when nothing but its identity was new."""
        identity = KeyKind.IDENTITY
        store.apply(batch([decision(article("a"), keys=keys(1, kind=identity))]))
        store.apply(batch([decision(article("a"), UPDATE, to="id-a", keys=keys(2, 3, kind=identity))]))
        store.apply(batch([decision(article("a"), KNOWN, to="id-a", keys=keys(3, 4, kind=identity) | keys(4))]))
        store.apply(batch([decision(article("b"), KNOWN, to="id-b", keys=keys(5, kind=identity))]))
        asked = keys(1, 2, 3, 4, 5, kind=identity) | keys(4)
        assert [each.keys for each in store.candidates([asked])] == [keys(1, 2, 3, 4, kind=identity)]

    def test_a_source_that_identifies_without_end_is_not_followed_for_ever(self, store: Store) -> None:
        """So many identities of an article are enough."""
        store.apply(batch([decision(article("a"), keys=keys(0, kind=KeyKind.IDENTITY))]))
        for number in range(1, IDENTITIES + 2):
            other = keys(number, kind=KeyKind.IDENTITY)
            store.apply(batch([decision(article("a"), KNOWN, to="id-a", keys=other)]))
        asked = keys(*range(IDENTITIES + 2), kind=KeyKind.IDENTITY)
        assert [each.keys for each in store.candidates([asked])] == [keys(*range(IDENTITIES), kind=KeyKind.IDENTITY)]

    def test_thousands_of_keys_are_asked_at_once(self, store: Store) -> None:
        """A long document of long articles."""
        store.apply(batch([decision(article("a"), keys=keys(*range(0, 40_000, 2000)))]))
        assert [len(each.keys) for each in store.candidates([keys(*range(40_000))])] == [20]

    def test_every_kind_of_key_is_stored(self, store: Store) -> None:
        """A new kind needs its number."""
        every = frozenset(Key(kind, 7) for kind in KeyKind)
        store.apply(batch([decision(article("a"), keys=every)]))
        assert store.candidates([every])[0].keys == every

    # --- relatives -------------------------------------------------------------------------------------------------

    def told(self, name: str, *hashes: int, story: str = "", **more: Any) -> tuple[Decision, Clues]:
        """A decision on an article with keys, and its clues."""
        clues = Clues("kk-Cyrl", "alpha", DAWN, {Clue.TERM: {name: 0.5}, Clue.PLACE: {"KZ": 1.0}})
        return decision(article(name, **more), story=story, keys=keys(*hashes, kind=KeyKind.TERM)), clues

    def tell(self, store: Store, *told: tuple[Decision, Clues]) -> None:
        """Store articles with their clues in one batch."""
        store.apply(batch([each for each, _ in told], clues={each.article.id: clues for each, clues in told}))

    def test_articles_that_share_clues_are_relatives(self, store: Store) -> None:
        """For each that asks its own, with their clues and stories; a poll asks for many at once."""
        one, two = self.told("one", 1, 2), self.told("two", 2, 3, story="id-one")
        self.tell(store, one, two, self.told("else", 9))
        assert store.relatives({"first": keys(1, kind=KeyKind.TERM), "last": keys(9, 8, kind=KeyKind.TERM)}) == {
            "first": [Relative("id-one", "id-one", one[1]), Relative("id-two", "id-one", two[1])],
            "last": [Relative("id-else", "id-else", self.told("else", 9)[1])],
        }
        assert store.relatives({"none": keys(7, kind=KeyKind.TERM)}) == {"none": []}
        assert store.relatives({}) == {}

    def test_the_nearest_relatives_come_and_the_first_members_of_their_stories(self, store: Store) -> None:
        """However many there are, so that a story of hundreds costs no more than one of ten."""
        crowd = [self.told(f"{number:03}", 1, 100 + number, story="id-000") for number in range(40)]
        near = self.told("near", 1, 2, 3, story="id-000")
        self.tell(store, *crowd, near)
        found = store.relatives({"new": keys(1, 2, 3, kind=KeyKind.TERM)})["new"]
        assert near[0].article.id in {each.id for each in found}
        assert {f"id-{number:03}" for number in range(MEMBERS)} <= {each.id for each in found}
        assert len(found) <= NEAREST + MEMBERS

    def test_a_great_event_is_found_by_its_latest_reports(self, store: Store) -> None:
        """The rarest clues of its reports are those that all of them have: there are always too many."""
        self.tell(store, *[self.told(f"{number:03}", 1, 2, story="id-000") for number in range(LATEST * 2)])
        found = store.relatives({"new": keys(1, 2, kind=KeyKind.TERM)})["new"]
        latest = [f"id-{number:03}" for number in range(LATEST * 2 - NEAREST, LATEST * 2)]
        assert [each.id for each in found] == [f"id-{number:03}" for number in range(MEMBERS)] + latest

    def test_thousands_that_are_alike_cost_no_more_than_hundreds(
        self, store: Store, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """One identity, footer, template, and story for all: what is read of them stays the same. Rows are counted."""
        answered: list[int] = []

        def counting(name: str) -> None:
            counted = getattr(lookups, name)

            def count(*asked: Any) -> Any:
                found = counted(*asked)
                answered.append(len(found))
                return found

            monkeypatch.setattr(lookups, name, count)

        counting("_answers")
        counting("_numbers")
        shared = frozenset(Key(kind, number) for kind in KeyKind for number in range(4))
        clues = Clues("kk-Cyrl", "alpha", DAWN, {Clue.TERM: {"word": 1.0}})

        def grown(first: int, last: int) -> tuple[int, list[int]]:
            """How many articles are given, and how many answers were read for them."""
            crowd = [decision(article(f"{n:05}"), keys=shared, story="id-00000") for n in range(first, last)]
            store.apply(batch(crowd, clues={each.article.id: clues for each in crowd}))
            answered.clear()
            given = len(store.candidates([shared])) + len(store.relatives({"new": shared})["new"])
            return given, sorted(answered)

        few, many = grown(0, 600), grown(600, 2_000)
        assert few == many
        assert 0 < few[0] <= 2 * IDENTICAL + NEAREST + MEMBERS

    def test_clues_follow_an_update_and_a_merge(self, store: Store) -> None:
        """An article has its present clues, and the story that its own was merged into."""
        self.tell(store, self.told("one", 1), self.told("two", 2))
        changed = Clues("ru", "alpha", DAWN)
        update = decision(article("two"), UPDATE, to="id-two", keys=keys(3, kind=KeyKind.TERM))
        store.apply(batch([update], clues={"id-two": changed}, same_story=(("id-two", "id-one"),)))
        asked = {"new": keys(3, kind=KeyKind.TERM)}
        assert store.relatives(asked)["new"][-1] == Relative("id-two", "id-one", changed)
        assert len(store.relatives(asked)["new"]) == 2

    def test_the_latest_clues_come_first(self, store: Store) -> None:
        """As many as are asked for."""
        told = [self.told(str(number), number) for number in range(4)]
        self.tell(store, *told)
        assert store.latest_clues(2) == [told[3][1], told[2][1]]

    # --- topics ----------------------------------------------------------------------------------------------------

    def test_the_latest_of_a_topic_are_the_newest_first(self, store: Store) -> None:
        """By published, then id, both descending; other topics are no part of it."""
        made = [article(name, published=later(hours=hour)) for name, hour in (("a", 1), ("b", 3), ("c", 3), ("d", 2))]
        store.apply(batch([decision(each) for each in made]))
        store.apply(batch([decision(article("e", published=later(hours=9)))], tagged={"id-e": Tagged()}))
        found = store.latest("medicine", entries=10, hours=0)
        assert list(found) == list(found.values()) == ["id-c", "id-b", "id-d", "id-a"]
        assert store.latest("sport", entries=10, hours=48) == {}

    def test_a_busy_language_does_not_crowd_out_a_quiet_one(self, store: Store) -> None:
        """Asked for one language, the latest are of it, whatever its script, and an update may change it."""
        many = [article(f"r{hour}", language="ru", published=later(hours=hour)) for hour in range(9)]
        few = [article("k", language="kk-Cyrl"), article("l", language="kk-Latn"), article("u", language="und")]
        store.apply(batch([decision(each) for each in (*many, *few)]))
        found = store.latest("medicine", entries=3, hours=0, language="kk")
        assert set(found) == {"id-k", "id-l"}
        store.apply(batch([decision(article("u", language="kk-Arab"))]))
        assert len(store.latest("medicine", entries=3, hours=0, language="kk")) == 3
        assert store.latest("medicine", entries=3, hours=0, language="he") == {}

    def test_the_latest_are_so_many_and_all_of_the_last_hours(self, store: Store) -> None:
        """Hours count back from the newest, both ends included."""
        store.apply(batch([decision(article(f"{hour:02}", published=later(hours=hour))) for hour in range(20)]))
        assert len(store.latest("medicine", entries=3, hours=0)) == 3
        assert len(store.latest("medicine", entries=3, hours=6)) == 7
        assert len(store.latest("medicine", entries=50, hours=6)) == 20

    def test_tags_are_replaced(self, store: Store) -> None:
        """By an update and by tagging anew; what the store does not have is passed over."""
        store.apply(batch([decision(article("a")), decision(article("b"))]))
        other = Tagged((replace(MEDICINE, topic="schools", version="v2"), MEDICINE), ("SA",))
        store.retag({"id-a": other, "id-none": other})
        held, untouched = store.find("id-a"), store.find("id-b")
        assert held is not None
        assert untouched is not None
        assert (held.tagged, untouched.tagged) == (other, TAGGED)
        store.apply(batch([decision(article("a"), UPDATE, to="id-a")]))
        assert store.latest("schools", entries=5, hours=5) == {}
        store.retag({"id-none": other})

    # --- edited rules ----------------------------------------------------------------------------------------------

    def test_tagging_anew_touches_the_topics_it_is_for_and_remembers_how_far_it_came(self, store: Store) -> None:
        """The tags of other topics stay with their evidence, even those the rules of today would not give."""
        store.apply(batch([decision(article("a")), decision(article("b"))]))
        reached = replace(RETAGGING, after="id-a", done=1)
        found = Tagged((replace(MEDICINE, topic="sport"), replace(MEDICINE, topic="schools", version="v2")))
        store.begin_retagging(RETAGGING)
        store.retag({"id-a": found}, reached)
        held = store.find("id-a")
        assert held is not None
        assert set(held.tagged.tags) == {MEDICINE, replace(MEDICINE, topic="schools", version="v2")}
        assert store.retagging() == reached
        store.retag({"id-a": Tagged()}, replace(reached, done=2))
        held = store.find("id-a")
        assert held is not None
        assert held.tagged.tags == (MEDICINE,)

    def test_versions_and_outbox_follow_when_all_is_tagged_anew(self, store: Store) -> None:
        """In one transaction, and not before: until then the same work is begun again after a restart."""
        store.begin_retagging(replace(RETAGGING, topics={"a": "1", "b": "1"}))
        assert store.topic_versions() == {}
        store.end_retagging(replace(RETAGGING, topics={"a": "1", "b": "1"}), ())
        assert store.topic_versions() == {"a": "1", "b": "1"}
        store.begin_retagging(RETAGGING)
        store.end_retagging(replace(RETAGGING, topics={"a": GONE, "b": "2"}), {"feed"})
        assert store.topic_versions() == {"b": "2"}
        assert store.retagging() is None
        assert (store.dirty(), store.shrink_accepted()) == ({"feed": 1}, {"feed"})

    def test_what_is_asked_for_does_not_disturb_what_is_under_way(self, store: Store) -> None:
        """Another process may ask; whoever works may begin something else."""
        assert store.retagging() is None
        assert store.request_retagging(RETAGGING) == RETAGGING
        other = replace(RETAGGING, topics={"sport": "v9"})
        assert store.request_retagging(other) == RETAGGING
        store.begin_retagging(other)
        assert store.retagging() == other

    # --- the coverage ledger ---------------------------------------------------------------------------------------

    def test_a_poll_counts_what_its_rules_saw(self, store: Store) -> None:
        """Added up per topic, language and day, in the transaction of the poll."""
        store.apply(batch(coverage=(counted("kk-Arab", seen=3, tagged=1), counted("en", seen=2, near=1))))
        store.apply(batch(coverage=(counted("kk-Arab", seen=4, near=2), counted("en", day=2, seen=1))))
        assert store.coverage() == [
            counted("en", seen=2, near=1),
            counted("en", day=2, seen=1),
            counted("kk-Arab", seen=7, tagged=1, near=2),
        ]
        broken = replace(article("a"), public_id=None)  # type: ignore[arg-type]
        with pytest.raises(AttributeError):
            store.apply(batch([decision(broken)], coverage=(counted("en", seen=1),)))
        assert store.coverage()[0].seen == 2

    def test_the_ledger_goes_back_ninety_days(self, store: Store) -> None:
        """It grows with topics and languages, never with time."""
        first, ninety = counted("en", seen=1), later(days=COVERAGE_DAYS)
        store.apply(batch(coverage=(first,)))
        store.apply(batch(at=ninety, coverage=(counted("ru", day=91, seen=1),)))
        assert first in store.coverage()
        store.apply(batch(at=ninety + timedelta(days=1), coverage=(counted("ru", day=92, seen=1),)))
        assert first not in store.coverage()

    def test_an_edited_rule_begins_its_ledger_anew(self, store: Store) -> None:
        """What another version found says nothing of it; of the same version only what is counted again goes."""
        store.end_retagging(RETAGGING, ())
        days = [counted("en", topic=topic, day=day, seen=1) for topic in ("a", "schools") for day in (1, 2, 3)]
        store.apply(batch(coverage=tuple(days)))
        store.begin_retagging(replace(RETAGGING, since=later(days=1)))
        assert store.coverage() == days[:4]
        recounted = counted("en", topic="schools", day=2, seen=5, tagged=2)
        store.retag({}, replace(RETAGGING, after="id-a"), [recounted])
        assert store.coverage() == [*days[:4], recounted]
        store.begin_retagging(replace(RETAGGING, topics={"schools": "v3"}, since=later(days=9)))
        assert store.coverage() == days[:3]

    # --- stories ---------------------------------------------------------------------------------------------------

    def test_a_story_has_its_articles_oldest_first(self, store: Store) -> None:
        """From whatever source."""
        store.apply(
            batch([decision(article("b", published=later(hours=1)), story="s"), decision(article("c"), story="s")])
        )
        store.apply(batch([decision(article("a"), story="s"), decision(article("x"), story="t")]))
        assert [held.article.id for held in store.story("s")] == ["id-a", "id-c", "id-b"]
        assert {name: len(found) for name, found in store.stories({"s", "t", "none"}).items()} == {"s": 3, "t": 1}

    def test_an_outline_is_the_article_without_its_texts(self, store: Store) -> None:
        """Stories, tags, and what was found out are the same; those merged into others have their articles."""
        store.apply(
            batch([decision(article(name, published=later(hours=-hour)), story="s") for hour, name in enumerate("ab")])
        )
        store.apply(batch([decision(article("c"), REPRINT, story="s", to="id-a"), decision(article("x"), story="t")]))
        store.apply(batch(same_story=(("t", "s"),), withdrawn={"id-b": Withdrawal(DAWN, WithdrawnBy.EDITOR)}))
        asked = {"s", "t", "none"}
        whole, outlines = store.stories(asked), store.outlines(asked)
        assert outlines.keys() == {"s", "t"}
        for story, found in outlines.items():
            assert found == [_outlined(each) for each in whole[story]]
            assert [each.article.id for each in found] == ["id-b", "id-a", "id-c", "id-x"]

    def test_an_outline_is_of_the_article_as_it_is_now(self, address: str, store: Store) -> None:
        """Whoever changed it, and however often; what is remembered is never taken for it."""
        beside = open_store(address)

        def seen() -> tuple[str, bool]:
            """By both, who have seen every state before."""
            found = [each.outlines({"id-a"})["id-a"] for each in (store, beside)]
            assert found == [[_outlined(each) for each in store.story("id-a")]] * 2
            return found[0][0].article.title, found[0][0].article.departed

        store.apply(batch([decision(article("a", title="0", collected=DAWN))]))
        before = store.outlines({"id-a"})["id-a"][0].article
        assert store.outlines({"id-a"})["id-a"][0].article is before
        for number in range(REVISIONS + 3):
            assert seen() == (str(number), False)
            store.apply(batch([decision(article("a", title=str(number + 1), collected=DAWN), UPDATE, to="id-a")]))
        last = seen()[0]
        store.retag({"id-a": Tagged((replace(MEDICINE, topic="schools", evidence=()),), ("SA",))})
        assert seen() == (last, False)
        store.withdraw({"id-a": Withdrawal(DAWN, WithdrawnBy.EDITOR)}, ())
        assert seen() == (last, False)
        store.let_go(later(days=5), keep=(), most=10, now=later(days=9))
        assert seen() == (last, True)
        store.apply(batch([decision(article("a", title="Anew", collected=DAWN), UPDATE, to="id-a")]))
        assert seen() == ("Anew", False)
        beside.close()

    def test_outlines_are_remembered_as_far_as_there_is_room(self, store: Store) -> None:
        """And whatever is not is read again."""
        names = "abcdefg"
        store.apply(batch([decision(article(name)) for name in names]))
        assert isinstance(store, SqlStore)
        store._outlines = publishing.Outlines(room=3)
        for _ in range(3):
            for name in names:
                assert store.outlines({f"id-{name}"})[f"id-{name}"][0].article.id == f"id-{name}"
            assert len(store.outlines({f"id-{name}" for name in names})) == len(names)
            assert len(store._outlines._known) <= 3

    def test_a_story_has_the_topics_of_its_articles(self, store: Store) -> None:
        """Also of those that joined it with a story that was merged into it."""
        schools = replace(MEDICINE, topic="schools")
        made = [decision(article("one")), decision(article("two"), story="id-one"), decision(article("else"))]
        tagged = {"id-one": Tagged((MEDICINE,)), "id-two": Tagged((schools,)), "id-else": Tagged()}
        store.apply(batch(made, tagged=tagged))
        assert store.topics_of({"id-one", "id-else"}) == {"medicine", "schools"}
        assert store.topics_of({"id-else", "no story"}) == frozenset()
        store.apply(batch([], same_story=(("id-one", "id-else"),)))
        assert store.topics_of({"id-one"}) == store.topics_of({"id-else"}) == {"medicine", "schools"}
        assert store.topics_of(()) == frozenset()

    def test_stories_found_to_be_one_are_merged(self, store: Store) -> None:
        """Both ids lead to it for ever, in chains too, and later decisions join it."""
        store.apply(batch([decision(article(name), story=f"s-{name}") for name in "abc"]))
        store.apply(batch(same_story=(("s-a", "s-b"),)))
        store.apply(batch(same_story=(("s-b", "s-c"), ("s-a", "s-c"), ("s-new", "s-a"))))
        store.apply(batch([decision(article("d"), story="s-a")]))
        every = ["id-a", "id-b", "id-c", "id-d"]
        for story in ("s-a", "s-b", "s-c", "s-new"):
            assert [held.article.id for held in store.story(story)] == every
        assert store.counts()["stories"] == {"all": 1}
        assert {held.story for held in store.articles(since=DAWN)} == {"s-c"}

    # --- what ties articles ----------------------------------------------------------------------------------------

    def test_bonds_are_found_from_either_end_the_likeliest_first(self, store: Store) -> None:
        """With what was found, feature by feature; articles we do not have are bound to nothing."""
        joined = bond("b", "a", Standing.JOINED, 0.9, features={"numbers": 2.5, "days-apart": -0.25})
        apart = bond("c", "a", Standing.APART, 0.2, guard=Guard.SERIES)
        store.apply(batch([decision(article(name)) for name in "abc"], bonds=(apart, joined, bond("d", "a"))))
        assert store.bonds({"id-a"}) == [joined, apart]
        assert store.bonds({"id-c", "id-none"}) == [apart]
        assert store.bonds(()) == []

    def test_a_bond_found_anew_replaces_the_earlier(self, store: Store) -> None:
        """Two articles have one bond."""
        store.apply(batch([decision(article(name)) for name in "ab"], bonds=(bond("b", "a", likelihood=0.4),)))
        again = bond("b", "a", Standing.JOINED, 0.8)
        store.apply(batch(bonds=(again,)))
        assert store.bonds({"id-b"}) == [again]

    def test_stories_are_suggested_beside_each_other(self, store: Store) -> None:
        """From both ends, of several bonds the likeliest, by the ids that stand for the stories now."""
        told = [decision(article(name), story=f"s-{story}") for name, story in ("a1", "b1", "c2", "d3")]
        found = (
            bond("c", "a", likelihood=0.4),
            bond("c", "b", likelihood=0.5, features={"names": 1.5}),
            bond("d", "a", likelihood=0.45, guard=Guard.MEMBERS),
            bond("b", "a", Standing.JOINED, 0.9),
        )
        store.apply(batch(told, bonds=found))
        store.apply(batch(same_story=(("s-0", "s-1"),)))
        second = Suggestion("s-2", "id-c", "id-b", 0.5, {"names": 1.5}, Guard.UNLIKELY)
        third = Suggestion("s-3", "id-d", "id-a", 0.45, {}, Guard.MEMBERS)
        assert store.suggested({"s-0", "s-2", "none"}) == {
            "s-0": [second, third],
            "s-2": [Suggestion("s-1", "id-b", "id-c", 0.5, {"names": 1.5}, Guard.UNLIKELY)],
        }

    def test_what_became_one_story_is_suggested_no_more(self, store: Store) -> None:
        """By whatever merged them."""
        store.apply(batch([decision(article(name)) for name in "ab"], bonds=(bond("b", "a"),)))
        store.apply(batch(same_story=(("id-b", "id-a"),)))
        assert store.suggested({"id-a", "id-b"}) == {}

    def test_suggestions_are_forgotten_after_ninety_days(self, store: Store) -> None:
        """And what kept articles apart; why an article is of its story stays known."""
        found = (bond("b", "a"), bond("c", "a", Standing.APART), bond("c", "b", Standing.JOINED))
        store.apply(batch([decision(article(name)) for name in "abcd"], bonds=found))
        store.apply(batch(bonds=(bond("d", "a"),), at=later(days=BOND_DAYS, microseconds=1)))
        assert {each.article + each.other for each in store.bonds({"id-a", "id-b"})} == {"id-cid-b", "id-did-a"}

    def test_what_an_article_was_when_it_came_is_known(self, store: Store) -> None:
        """Its first verdict, whatever was decided since."""
        of = decision(article("b"), REPRINT, story="id-a", to="id-a")
        store.apply(batch([decision(article("a")), of]))
        store.apply(batch([decision(article("b"), UPDATE, to="id-b")], at=later(hours=1)))
        assert store.verdicts({"id-b", "id-none"}) == {"id-b": Judged(of.verdict, DAWN)}
        assert store.verdicts(()) == {}

    def test_articles_and_their_clues_are_found_by_their_ids(self, store: Store) -> None:
        """Those there are."""
        told = self.told("a", 1)
        self.tell(store, told)
        store.apply(batch([decision(article("b"))]))
        assert store.clues({"id-a", "id-b", "id-none"}) == {"id-a": told[1]}
        assert {name: held.article for name, held in store.held({"id-a", "id-b", "id-none"}).items()} == {
            "id-a": article("a"),
            "id-b": article("b"),
        }

    # --- what becomes of stories ------------------------------------------------------------------------------------

    def test_an_editor_merges_stories_for_good(self, store: Store) -> None:
        """The feeds follow, all ids lead to the one, and an update of an article leaves it there."""
        store.apply(batch([decision(article(name)) for name in "abc"]))
        store.change_stories([merged("id-a", "id-b"), merged("id-a", "id-c")], ["medicine"])
        assert store.standing({"id-a", "id-b", "id-c", "none"}) == dict.fromkeys(("id-a", "id-b", "id-c"), "id-a")
        assert store.aliases({"id-a", "id-b"}) == {"id-a": ["id-b", "id-c"]}
        assert store.dirty() == {"medicine": 1}
        assert store.shrink_accepted() == {"medicine"}
        store.apply(batch([decision(article("b"), UPDATE, story="id-b", to="id-b")]))
        assert len(store.story("id-b")) == 3

    def test_an_editor_splits_a_story_for_good(self, store: Store) -> None:
        """Whatever a poll says that was decided before: an update, or two stories found to be one."""
        store.apply(batch([decision(article(name), story="s") for name in "abc"]))
        store.change_stories([split("s", "new", "id-b", "id-none")], ["medicine"])
        assert [held.article.id for held in store.story("new")] == ["id-b"]
        store.apply(batch([decision(article("b"), UPDATE, story="s", to="id-b")]))
        store.apply(batch(same_story=(("new", "s"), ("s", "new"))))
        assert [held.article.id for held in store.story("new")] == ["id-b"]
        assert [held.article.id for held in store.story("s")] == ["id-a", "id-c"]
        assert store.parted({"s"}) == store.parted({"new"}) == {("new", "s")}

    def test_what_an_editor_keeps_apart_only_an_editor_makes_one(self, store: Store) -> None:
        """Under whatever ids: merged into another, or split off, a story is apart from what it was apart from."""
        store.apply(batch([decision(article(name), story=f"s-{name}") for name in "abcd"]))
        store.change_stories([apart("s-a", "s-b")], ())
        store.apply(batch(same_story=(("s-a", "s-c"),)))
        assert store.parted({"s-c"}) == {("s-b", "s-c")}
        store.apply(batch(same_story=(("s-b", "s-a"), ("s-b", "s-c"), ("s-c", "s-b"))))
        assert store.standing({"s-b"}) == {"s-b": "s-b"}
        store.change_stories([split("s-c", "s-new", "id-a")], ())
        assert store.parted({"s-new"}) == {("s-b", "s-new"), ("s-c", "s-new")}
        store.change_stories([merged("s-b", "s-new")], ())
        assert store.standing({"s-new"}) == {"s-new": "s-b"}
        assert store.parted({"s-b", "s-c", "s-new"}) == {("s-b", "s-c")}

    def test_what_is_so_already_is_left_alone(self, store: Store) -> None:
        """Twice the same command is once; only the feeds are looked at again."""
        store.apply(batch([decision(article(name), story="s") for name in "ab"]))
        wanted = [split("s", "new", "id-b"), apart("s", "new"), apart("s", "s"), merged("new", "new")]
        for _ in range(2):
            store.change_stories(wanted, ())
        assert [each.kind for each in store.story_changes("s")] == [ChangeKind.SPLIT]

    def test_the_past_of_a_story_is_kept(self, store: Store) -> None:
        """By whom, when, and under the ids of then; of those merged into it, too."""
        store.apply(batch([decision(article(name), story=f"s-{name}") for name in "abcd"]))
        store.apply(batch(same_story=(("s-a", "s-b"), ("s-a", "s-b"))))
        told = [split("s-b", "s-n", "id-a"), merged("s-c", "s-b"), apart("s-c", "s-d")]
        for each in told:
            store.change_stories([each], ())
        found = StoryChange(DAWN, ChangeKind.MERGED, "s-b", "s-a", By.LINKAGE)
        for story in ("s-a", "s-b", "s-c"):
            assert store.story_changes(story) == [found, *told]
        assert store.story_changes("s-d") == [told[2]]
        assert store.story_changes("s-n") == [told[0]]
        assert store.story_changes("none") == []

    def test_who_decided_and_why_is_kept(self, store: Store) -> None:
        """Beside when and what."""
        store.apply(batch([decision(article(name), story=f"s-{name}") for name in "ab"]))
        told = replace(merged("s-a", "s-b"), who="anna", why="one fire, two towns")
        store.change_stories([told], ())
        assert store.story_changes("s-a") == [told]

    def test_reprints_go_with_what_they_repeat(self, store: Store) -> None:
        """Of a split: those that an editor names, those that came meanwhile, and those that a poll brings late."""
        store.apply(batch([decision(article(name), story="s") for name in "abx"]))
        copies = [("c", "id-b"), ("d", "id-c"), ("e", "id-a")]
        store.apply(batch([decision(article(name), REPRINT, story="s", to=of) for name, of in copies]))
        store.change_stories([split("s", "new", "id-b")], ())
        assert [each.article.id for each in store.story("new")] == ["id-b", "id-c", "id-d"]
        assert [each.article.id for each in store.story("s")] == ["id-a", "id-e", "id-x"]
        assert store.story_changes("new") == [split("s", "new", "id-b", "id-c", "id-d")]
        late = [decision(article(name), REPRINT, story="s", to=of) for name, of in (("f", "id-b"), ("g", "id-none"))]
        store.apply(batch(late))
        assert {name: each.story for name, each in store.held({"id-f", "id-g"}).items()} == {"id-f": "new", "id-g": "s"}

    def test_a_reprint_may_be_split_off_alone(self, store: Store) -> None:
        """What it repeats stays."""
        store.apply(batch([decision(article("a"), story="s"), decision(article("b"), REPRINT, story="s", to="id-a")]))
        store.change_stories([split("s", "new", "id-b")], ())
        assert [each.article.id for each in store.story("s")] == ["id-a"]

    def test_pages_are_owed_until_they_are_made(self, store: Store) -> None:
        """Of both stories; a change that comes meanwhile stays owed."""
        store.apply(batch([decision(article(name), story=f"s-{name}") for name in "abc"]))
        store.change_stories([merged("s-a", "s-b")], ())
        first = store.story_pages_owed()
        assert list(first) == ["s-a", "s-b"]
        store.change_stories([apart("s-a", "s-c")], ())
        store.story_pages_made(first)
        assert list(store.story_pages_owed()) == ["s-a", "s-c"]
        store.story_pages_made(store.story_pages_owed())
        assert store.story_pages_owed() == {}

    def test_an_editor_ends_a_suggestion(self, store: Store) -> None:
        """By keeping the stories apart; one that comes up later is not made either."""
        store.apply(batch([decision(article(name)) for name in "abc"], bonds=(bond("b", "a"), bond("c", "a"))))
        store.change_stories([apart("id-a", "id-b")], ())
        store.apply(batch(bonds=(bond("b", "a"),)))
        assert [each.story for each in store.suggested({"id-a"})["id-a"]] == ["id-c"]
        assert store.suggested({"id-b"}) == {}

    @pytest.mark.parametrize("name", ["\0", "a\0b", "\ud800", "x" * 100_000, "'; DROP TABLE stories; --", ""])
    def test_whatever_is_asked_for_is_only_looked_for(self, store: Store, name: str) -> None:
        """People paste anything."""
        assert store.find(name) is None
        assert store.standing({name}) == {}

    # --- what is withdrawn -----------------------------------------------------------------------------------------

    def test_what_is_withdrawn_stays_and_says_so(self, store: Store) -> None:
        """By whom, when and why; the page of its story has to be looked at, and its feeds may lose what they like."""
        store.apply(batch([decision(article("a")), decision(article("b"))], tagged={"id-a": TAGGED}))
        made = Withdrawal(later(hours=1), WithdrawnBy.EDITOR, "anna", "sent in error")
        store.withdraw({"id-a": made}, ["medicine"])
        assert store.withdrawn("alpha") == {"id-a": made}
        assert store.withdrawn("beta") == {}
        found = [store.find("id-a"), *store.story("id-a")]
        assert [each and each.withdrawn for each in found] == [made] * 2
        assert (list(store.story_pages_owed()), store.shrink_accepted()) == (["id-a"], {"medicine"})
        store.withdraw({"id-a": None}, [])
        assert (store.withdrawn("alpha"), store.story("id-a")[0].withdrawn) == ({}, None)

    def test_what_editors_decide_is_kept_in_order(self, store: Store) -> None:
        """By feed, of stories and of articles; the feeds get dirty and may shrink, and pages have to be looked at."""
        store.apply(batch([decision(article("a")), decision(article("b")), decision(article("c"), story="id-b")]))
        made = [
            Ruling(DAWN, "medicine", RulingKind.DROP, story="id-a", who="anna", why="old"),
            Ruling(later(hours=1), "medicine", RulingKind.RETITLE, article="id-c", title="Жаңа атау", who="anna"),
            Ruling(later(hours=2), "space", RulingKind.PIN, story="id-b"),
            Ruling(later(hours=3), "medicine", RulingKind.DROP, story="id-a", undone=True),
        ]
        store.decide(made)
        assert store.shrink_accepted() == {"medicine", "space"}
        assert store.story_pages_owed().keys() == {"id-a", "id-b"}
        assert store.rulings({"id-a", "id-b"}) == made
        assert store.rulings({"id-a", "id-b"}, "medicine") == [made[0], made[1], made[3]]
        assert store.rulings({"id-b"}, "medicine") == [made[1]]
        assert store.rulings({"id-nothing"}) == store.rulings(()) == []
        assert store.ruled("medicine", {RulingKind.DROP}) == {"id-a"}
        assert store.ruled("medicine", {RulingKind.RETITLE, RulingKind.PIN}) == {"id-b"}
        assert store.feeds_ruling({"id-a"}) == {"medicine"}
        assert store.feeds_ruling({"id-b"}) == {"medicine", "space"}

    def test_what_is_decided_of_a_story_counts_for_the_one_it_is_merged_into(self, store: Store) -> None:
        """Asked for by either id; what is decided of an article goes where the article goes."""
        store.apply(batch([decision(article("a")), decision(article("b"))]))
        of_story = Ruling(DAWN, "medicine", RulingKind.DROP, story="id-b")
        of_article = Ruling(DAWN, "medicine", RulingKind.HOLD, article="id-b")
        store.decide([of_story, of_article])
        store.change_stories([merged("id-a", "id-b")], [])
        assert store.rulings({"id-a"}) == store.rulings({"id-b"}) == [replace(of_story, story="id-a"), of_article]
        assert store.ruled("medicine", {RulingKind.DROP}) == {"id-a"}
        assert store.feeds_ruling({"id-a"}) == {"medicine"}

    def test_what_is_decided_of_an_article_we_do_not_have_is_passed_over(self, store: Store) -> None:
        """It may have been named by mistake; nothing is owed for it."""
        store.decide([Ruling(DAWN, "medicine", RulingKind.HOLD, article="id-x")])
        assert not store.ruled("medicine", set(RulingKind))
        assert not store.story_pages_owed()

    def test_archives_are_told_what_editors_took_out_since(self, store: Store) -> None:
        """Once for each decision made after an article was announced, on it or on its story, in that feed."""
        store.apply(batch([decision(article("a")), decision(article("b"), story="id-a")]))
        store.mark_published("medicine", 0, {"": ["id-a", "id-b"]}, later(hours=2))
        store.decide([Ruling(later(hours=1), "medicine", RulingKind.RELEASE, story="id-a")])
        assert store.announcements("medicine", "") == (later(hours=2), [])
        store.decide([Ruling(later(hours=3), "medicine", RulingKind.DROP, article="id-a")])
        assert store.announcements("medicine", "")[1] == [later(hours=2)]
        store.decide(
            [
                Ruling(later(hours=4), "medicine", RulingKind.HOLD, story="id-a"),
                Ruling(later(hours=4), "medicine", RulingKind.PIN, story="id-a"),
                Ruling(later(hours=4), "space", RulingKind.DROP, story="id-a"),
            ]
        )
        assert store.announcements("medicine", "")[1] == [later(hours=2)] * 3

    def test_what_a_poll_takes_back_is_part_of_its_transaction(self, store: Store) -> None:
        """Of articles that we have, and of those that come withdrawn; an update does not bring one back."""
        store.apply(batch([decision(article("a"))]))
        made = Withdrawal(DAWN, WithdrawnBy.PUBLISHER)
        store.apply(batch([decision(article("b"))], withdrawn={"id-a": made, "id-b": made}))
        store.apply(batch([decision(article("a", title="Edited"), UPDATE, to="id-a")]))
        assert store.withdrawn("alpha") == {"id-a": made, "id-b": made}
        store.apply(batch([], withdrawn={"id-b": None}))
        assert store.withdrawn("alpha") == {"id-a": made}

    # --- what leaves -----------------------------------------------------------------------------------------------

    def test_the_text_of_an_old_article_leaves_and_its_names_stay(self, store: Store, sql: Sql) -> None:
        """It is found by all that identifies it, in its story and among what was published, headline and all."""
        kinds = {Key(kind, 1) for kind in KeyKind}
        old = article("old", published=DAWN, updated=DAWN, image=Image("https://alpha.example/i.png"))
        young = article("young", collected=later(days=9))
        told = [decision(old, keys=frozenset(kinds)), decision(young, keys=frozenset(kinds))]
        found = {name: Clues("alpha", "kk-Cyrl", DAWN, {}) for name in ("id-old", "id-young")}
        store.apply(batch(told, tagged={"id-old": TAGGED}, clues=found, bonds=(bond("young", "old"),)))
        edited = decision(replace(old, title="Edited"), UPDATE, to="id-old", keys=frozenset(kinds))
        store.apply(batch([edited]))
        store.mark_published("f", 1, {"": ["id-old"]}, DAWN)
        assert store.oldest() == DAWN
        assert store.let_go(later(days=5), keep=(), most=10, now=later(days=9)) == 1
        held = store.find("id-old")
        assert held is not None
        bare = replace(article("old"), title="Edited", summary="", content=SafeHtml(""), text="")
        assert held.article == replace(bare, notes=(Note.DEPARTED,))
        assert (held.story, held.tagged.tags[0].topic, held.tagged.tags[0].evidence) == ("id-old", "medicine", ())
        for name in (old.public_id, old.link or "", old.canonical or ""):
            assert store.find(name) == held
        assert [each.article.id for each in store.story("id-old")] == ["id-old"]
        assert list(store.announced("f", ["id-old"])) == ["id-old"]
        assert store.standing({"id-old"}) == {"id-old": "id-old"}
        assert (store.verdicts({"id-old"})["id-old"].verdict.kind, store.revisions("id-old")) == (VerdictKind.NEW, [])
        assert (list(store.clues({"id-old", "id-young"})), store.bonds({"id-old"})) == (["id-young"], [])
        kept = {Key(kind, 1) for kind in (KeyKind.IDENTITY, KeyKind.PUBLIC, KeyKind.ADDRESS)}
        assert {each.article.id: each.keys for each in store.candidates([kinds])} == {"id-old": kept, "id-young": kinds}
        assert sql("SELECT count(*) FROM verdicts WHERE article = 1")[0][0] == 1

    def test_what_left_is_counted_and_gone_through_no_more(self, store: Store) -> None:
        """Tagging the past anew would find nothing in it; tags that it had stay."""
        store.apply(batch([decision(article("a")), decision(article("b", collected=later(days=9)))]))
        store.let_go(later(days=5), keep=(), most=10, now=later(days=9))
        assert [each.article.id for each in store.articles(since=DAWN)] == ["id-b"]
        assert (store.collected(since=DAWN), store.counts()["articles"]) == (1, {"alpha": 1})
        assert store.oldest() == later(days=9)
        assert store.let_go(later(days=5), keep=(), most=10, now=later(days=9)) == 0

    def test_so_many_leave_at_once_the_oldest_first_and_none_that_is_kept(self, store: Store) -> None:
        """Rows that are kept stand in nobody's way."""
        assert store.oldest() is None
        told = [decision(article(str(day), collected=later(days=day))) for day in range(6)]
        store.apply(batch(told))
        keep = {"id-0", "id-1"}
        assert store.let_go(later(days=5), keep=keep, most=2, now=later(days=9)) == 2
        assert [each.article.id for each in store.articles(since=DAWN)] == ["id-0", "id-1", "id-4", "id-5"]
        assert store.let_go(later(days=5), keep=keep, most=2, now=later(days=9)) == 1
        assert store.let_go(later(days=5), keep=keep, most=2, now=later(days=9)) == 0

    # --- publishing ------------------------------------------------------------------------------------------------

    def test_an_accepted_shrinkage_counts_until_that_generation_is_done(self, store: Store) -> None:
        """It outlives a restart, and is not taken for the operator's wish for ever."""
        store.mark_dirty({"new", "old"}, accept_shrink=True)
        assert store.shrink_accepted() == {"new", "old"}
        store.mark_dirty({"old"})
        store.mark_published("old", 1, {}, DAWN)
        store.mark_published("new", 0, {}, DAWN)
        assert store.shrink_accepted() == {"new"}
        store.mark_dirty({"old"}, accept_shrink=True)
        assert store.shrink_accepted() == {"new", "old"}
        assert store.dirty() == {"new": 1, "old": 3}

    def test_the_outbox_holds_what_changed_until_that_is_done(self, store: Store) -> None:
        """A change that comes while a feed is being written stays (finding 14)."""
        store.apply(batch(dirty=frozenset({"two", "one"})))
        store.mark_dirty({"one"})
        assert list(store.dirty().items()) == [("one", 2), ("two", 1)]
        store.mark_published("one", 1, {}, DAWN)
        assert store.dirty() == {"one": 2, "two": 1}
        store.mark_published("one", 2, {}, DAWN)
        store.mark_published("one", 1, {}, DAWN)
        store.mark_published("never dirty", 1, {}, DAWN)
        store.mark_dirty(())
        assert store.dirty() == {"two": 1}

    def test_the_first_publication_is_remembered(self, store: Store) -> None:
        """An article is announced once an edition."""
        store.apply(batch([decision(article("a")), decision(article("b"))]))
        store.mark_published("feed", 1, {"": ["id-a"]}, DAWN)
        store.mark_published("feed", 2, {"": ["id-a", "id-b", "id-unknown"], "en": ["id-a"]}, later(hours=1))
        assert store.announced("feed", ["id-a", "id-b", "id-unknown"]) == {
            "id-a": {"": DAWN, "en": later(hours=1)},
            "id-b": {"": later(hours=1)},
        }
        assert store.announced("feed", ["id-b"]) == {"id-b": {"": later(hours=1)}}
        assert store.announced("other", ["id-a"]) == store.announced("feed", []) == {}

    def test_what_an_edition_published_is_found_by_the_time_at_which_it_did(self, store: Store) -> None:
        """Each article once, at its first time; those that were withdrawn since are told by that, too."""
        store.apply(batch([decision(article("a")), decision(article("b")), decision(article("c"))]))
        store.mark_published("feed", 1, {"": ["id-b"], "en": ["id-c"]}, DAWN)
        store.mark_published("feed", 2, {"": ["id-a", "id-b"]}, later(hours=2))
        assert [each.article.id for each in store.archived("feed", "", DAWN, later(hours=2))] == ["id-b"]
        assert [each.article.id for each in store.archived("feed", "", DAWN, later(hours=3))] == ["id-b", "id-a"]
        assert [each.article.id for each in store.archived("feed", "en", DAWN, later(hours=3))] == ["id-c"]
        assert store.archived("other", "", DAWN, later(hours=3)) == []
        assert store.announced_from("feed", "", DAWN) == {"id-a", "id-b"}
        assert store.announced_from("feed", "", later(hours=1)) == {"id-a"}
        assert store.announcements("feed", "") == (DAWN, [])
        store.withdraw({"id-a": Withdrawal(DAWN, WithdrawnBy.EDITOR)}, ["feed"])
        assert store.announcements("feed", "") == (DAWN, [later(hours=2)])
        assert [each.article.id for each in store.retracted("feed", "")] == ["id-a"]
        assert store.retracted("feed", "en") == []
        assert store.announcements("feed", "ar") == (None, [])

    def test_a_feed_that_is_renamed_goes_on_where_it_was(self, store: Store) -> None:
        """What it announced under other names counts, at the first time of each, and so do decisions; for good."""
        store.apply(batch([decision(article("a")), decision(article("b")), decision(article("c"))]))
        store.mark_published("old", 1, {"": ["id-a", "id-b"], "en": ["id-a"]}, later(hours=1))
        store.mark_published("older", 1, {"": ["id-a"]}, DAWN)
        store.mark_published("new", 1, {"": ["id-b", "id-c"]}, later(hours=2))
        store.mark_published("other", 1, {"": ["id-a"]}, later(hours=3))
        store.decide([Ruling(DAWN, each, RulingKind.DROP, article="id-a") for each in ("old", "other")])
        for former in (["old", "older"], ["old", "older"], ["unknown"]):
            store.inherit("new", former)
            assert store.announced("new", ["id-a", "id-b", "id-c"]) == {
                "id-a": {"": DAWN, "en": later(hours=1)},
                "id-b": {"": later(hours=1)},
                "id-c": {"": later(hours=2)},
            }
            assert store.announced("old", ["id-a", "id-b"]) == store.announced("older", ["id-a"]) == {}
            assert store.announced("other", ["id-a"]) == {"id-a": {"": later(hours=3)}}
            assert store.feeds_ruling({"id-a"}) == {"new", "other"}

    def test_partners_of_a_feed_that_is_renamed_may_read_it_still(self, store: Store) -> None:
        """Those of other feeds, and those who may read all, are left as they are."""
        for name, feeds in (("one", ("old", "other")), ("two", ("other",)), ("all", ())):
            store.keep_partner(Partner(name, f"digest-{name}", DAWN, feeds=feeds))
        for _ in range(2):
            store.inherit("new", ["old", "older"])
            assert {each.id: each.feeds for each in store.partners()} == {
                "all": (), "one": ("new", "other"), "two": ("other",),
            }  # fmt: skip

    def test_a_secret_is_kept_as_it_was_made_first(self, store: Store) -> None:
        """Whoever asks later gets the same."""
        assert (store.secret("key", "one"), store.secret("key", "two"), store.secret("other", "two")) == (
            "one", "one", "two",
        )  # fmt: skip

    def test_counts_are_for_operators(self, store: Store) -> None:
        """Articles per source, stories, tags per topic, feeds to publish."""
        store.apply(batch([decision(article("a")), decision(article("b", source="beta"), story="id-a")], dirty={"f"}))
        assert store.counts() == {
            "articles": {"alpha": 1, "beta": 1},
            "stories": {"all": 1},
            "tags": {"medicine": 2},
            "outbox": {"all": 1},
        }

    # --- threads ---------------------------------------------------------------------------------------------------

    def test_many_threads_work_on_one_store(self, store: Store) -> None:
        """The corridor, the pages and the scheduler share it."""
        faults: list[BaseException] = []

        def work(thread: int) -> None:
            try:
                for number in range(5):
                    store.apply(batch([decision(article(f"{thread}-{number}"))], dirty=frozenset({"feed"})))
                    store.latest("medicine", entries=5, hours=5)
            except BaseException as fault:
                faults.append(fault)

        threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert faults == []
        assert store.counts()["articles"] == {"alpha": 30}
        assert store.dirty() == {"feed": 30}

    # --- fingerprints of before --------------------------------------------------------------------------------------

    def test_fingerprints_of_before_are_made_anew_the_latest_first(self, store: Store, sql: Sql) -> None:
        """As many as are asked for at once, wherever their keys lie; of what has no text, and what came since, none."""
        identity, other = Key(KeyKind.IDENTITY, 7), Key(KeyKind.FINGERPRINT, 3)
        before, now = Key(KeyKind.FINGERPRINT, 1), Key(KeyKind.FINGERPRINT, 2)
        for day, name in enumerate("abcd"):
            told = decision(article(name, collected=later(days=day)), keys=frozenset({identity, before}))
            store.apply(batch([told], prints={f"id-{name}": pack("<8I", *range(8))}))
        assert store.unprinted(9) == []
        store.let_go(later(days=1), keep=(), most=1, now=later(days=9))
        sql("INSERT INTO meta (name, value) VALUES ('unprinted', '4')")
        store.apply(batch([decision(article("e"), keys=frozenset({identity, other}))]))
        made = frozenset({now}), pack("<8I", *range(8, 16))
        for names in (["id-d", "id-c"], ["id-b"]):
            owed = [each.id for each in store.unprinted(2)]
            assert owed == names
            store.print_anew(dict.fromkeys(owed, made))
        assert store.unprinted(2) == []
        assert sql("SELECT count(*) FROM meta WHERE name = 'unprinted'")[0][0] == 0
        found = {each.article.id: each.keys for each in store.candidates([{identity, before, now, other}])}
        assert found == {
            "id-a": {identity},
            **{f"id-{name}": {identity, now} for name in "bcd"},
            "id-e": {identity, other},
        }
        asked = [{before, now}], [pack("<8I", *range(8, 16))]
        assert [each.article.id for each in store.candidates(*asked)] == ["id-b", "id-c", "id-d"]

    def test_what_is_not_there_has_no_fingerprints(self, store: Store, sql: Sql) -> None:
        """It may have been another's store when it was looked at; what is owed stays owed."""
        sql("INSERT INTO meta (name, value) VALUES ('unprinted', '4')")
        store.print_anew({"id-z": (frozenset(), b"")})
        assert sql("SELECT value FROM meta WHERE name = 'unprinted'") == [("4",)]
