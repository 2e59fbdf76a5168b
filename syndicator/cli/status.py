"""``syndicator status``: how everything fares."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from syndicator.bootstrap import curated, load_editorial, mirror_lag, now, open_for_reading, with_known_members
from syndicator.cli.completion import begun_source
from syndicator.cli.console import (
    AsJson,
    ConfigFolder,
    complain,
    counted,
    iso,
    out,
    print_json,
    refuse_unknown,
    show_table,
    table_of,
)
from syndicator.curate import LeftOut
from syndicator.errors import NoStoreError
from syndicator.model.configuration import Configuration, Schedule
from syndicator.model.coverage import Blindness, in_words
from syndicator.model.delivery import Delivery
from syndicator.model.feed import Feed
from syndicator.model.health import often, told
from syndicator.model.hub import CONTENT, Audience
from syndicator.model.source import Health, Source, SourceState
from syndicator.model.subscription import Subscription
from syndicator.ports import Store
from syndicator.schedule.service import planned, rests
from syndicator.schedule.timing import explain_next
from syndicator.tag import blind, totals

_MOST = 20
"""Failing deliveries that are shown."""


def status(
    source: Annotated[
        str | None,
        typer.Argument(metavar="SOURCE", help="Id of a source to look at closely.", autocompletion=begun_source),
    ] = None,
    config: ConfigFolder = Path("config"),
    as_json: AsJson = False,
) -> None:
    """Show sources (health, last new item, next poll), feeds (entries, last change) and the backlog; or one source."""
    configuration = with_known_members(load_editorial(config)).configuration
    refuse_unknown("source", [source] if source else (), configuration.sources)
    with contextlib.ExitStack() as held:
        try:
            store = held.enter_context(closing(open_for_reading(configuration)))
        except NoStoreError as missing:
            complain(str(missing))
            store = None
        found = look_at(source, configuration, store, now()) if source else gather(configuration, store, now())
    if as_json:
        print_json(found)
    elif source:
        _show_source(found)
    else:
        _show(found)


def _show(found: Mapping[str, Any]) -> None:
    if found["network"]:
        complain(found["network"])
    show_table(_sources_table(found["sources"]))
    for each in found["sources"]:
        if each["message"]:
            out.print(f"[yellow]{each['source']}[/] {escape(each['message'])}")
    out.print()
    show_table(_feeds_table(found["feeds"]))
    if found["followers"]:
        out.print()
        show_table(_followers_table(found["followers"]))
    if found["failing"]:
        out.print()
        show_table(_failing_table(found["failing"]))
    out.print(f"\nBacklog: {found['backlog']} feeds to publish, {_deliveries_in_words(found['deliveries'])}")
    if found["backlog"]:
        out.print(
            "A feed that stays pending is held back, or has entries that wait their turn: "
            "the service's log, or 'syndicator publish', says why."
        )
    if found["mirror"]:
        _show_mirror(found["mirror"])
    if found["retagging"]:
        out.print("Tagged anew: {done} articles, {left} to go".format(**found["retagging"]))
    for each in found["blind"]:
        out.print(in_words(Blindness(**each)), style="yellow", markup=False)


def gather(configuration: Configuration, store: Store | None, moment: datetime) -> dict[str, Any]:
    """``{"network": "…", "sources": […], "feeds": […], "backlog": n, "blind": […], "retagging": {…}, "mirror": {…}}``.

    Also who follows (``followers``) and what is to be told them (``deliveries``, ``failing``). Without a store all wait
    and all are empty.
    """
    states = store.source_states() if store else {}
    articles = store.counts()["articles"] if store else {}
    dirty = store.dirty() if store else {}
    feeds = [
        curated(configuration, store, definition.id) if store else Feed(definition, None, None)
        for definition in configuration.feeds.values()
    ]
    ledger = store.coverage() if store else ()
    covered = totals(ledger)
    return {
        "network": _network(each for name, each in states.items() if name in configuration.sources),
        "sources": _sources(configuration.sources.values(), states, configuration, articles, moment),
        "feeds": [
            _feed(feed, pending=feed.definition.id in dirty) | {"coverage": covered.get(feed.definition.topic, {})}
            for feed in feeds
        ],
        "backlog": len(dirty),
        "blind": [asdict(each) for each in blind(ledger, configuration.topics)],
        "retagging": _retagging(store) if store else None,
        "mirror": _mirror(configuration),
    } | _outgoing(store)


def _mirror(configuration: Configuration) -> dict[str, Any] | None:
    """How far the place from which others serve is behind."""
    behind = mirror_lag(configuration)
    if behind is None or configuration.mirror is None:
        return None
    failed = [{"path": path or None, "message": why} for path, why in sorted(behind.failed.items())[:_MOST]]
    since = behind.since or None
    return {"address": configuration.mirror.address, "waiting": behind.documents, "since": since, "failed": failed}


def _show_mirror(found: Mapping[str, Any]) -> None:
    if not found["waiting"] and not found["failed"]:
        out.print(f"Mirror {found['address']}: up to date", markup=False)
        return
    since = f", failing since {found['since']}" if found["since"] else ""
    out.print(f"Mirror {found['address']}: {found['waiting']} documents wait{since}", style="yellow", markup=False)
    for each in found["failed"]:
        out.print(f"  {each['message']}", style="yellow", markup=False)


def _outgoing(store: Store | None) -> dict[str, Any]:
    """Who follows, and what is to be told them."""
    counts = store.queue.counts() if store else {}
    return {
        "followers": [_audience(each) for each in store.followers.audiences()] if store else [],
        "deliveries": {kind: {"waiting": number, "failing": failing} for kind, (number, failing) in counts.items()},
        "failing": [_failing(each) for each in store.queue.failing(list(counts), _MOST)] if store else [],
    }


def _audience(audience: Audience) -> dict[str, Any]:
    return {
        "document": audience.document,
        "followers": audience.followers,
        "never_reached": audience.never_reached,
        "last_reached": iso(audience.last_reached),
    }


def _failing(delivery: Delivery) -> dict[str, Any]:
    """What is said of a delivery: the host and no more, for the address of a callback may hold a secret."""
    return {
        "kind": delivery.kind,
        "host": delivery.host,
        "subject": delivery.subject if delivery.kind == CONTENT else "",
        "waits_since": iso(delivery.put),
        "tries": delivery.tries,
        "next_try": iso(delivery.due),
        "message": delivery.message,
    }


def _retagging(store: Store) -> dict[str, Any] | None:
    underway = store.retagging()
    if underway is None:
        return None
    left = store.collected(since=underway.since, after=underway.after)
    return {"topics": sorted(underway.topics), "since": iso(underway.since), "done": underway.done, "left": left}


def look_at(source: str, configuration: Configuration, store: Store | None, moment: datetime) -> dict[str, Any]:
    """One source as :func:`gather` has it, with subscriptions as ``hubs`` and its last polls, the latest first."""
    states = store.source_states() if store else {}
    articles = store.counts()["articles"] if store else {}
    attempts = store.attempts(source) if store else ()
    [found] = _sources([configuration.sources[source]], states, configuration, articles, moment)
    hubs = [_hub(each) for each in store.subscriptions(source)] if store else []
    return found | {"hubs": hubs, "attempts": [asdict(attempt) for attempt in attempts]}


def _hub(subscription: Subscription) -> dict[str, Any]:
    """What is said of a subscription: nothing by which somebody could push in the hub's name."""
    return {
        "hub": subscription.hub,
        "hub_topic_url": subscription.hub_topic_url,
        "standing": subscription.standing.value,
        "expires": iso(subscription.expires),
        "last_push": iso(subscription.pushed),
        "pushes": subscription.pushes,
        "missed": subscription.missed,
        "message": subscription.reason,
    }


def _network(states: Iterable[SourceState]) -> str:
    """What is wrong with our own network, as the last polls found it; empty when nothing is."""
    excused = sum(state.excused for state in states)
    words = "Our own network seems to be down: sources that could not be reached, and are not blamed for it"
    return f"{words}: {excused}" if excused else ""


def _sources(
    sources: Iterable[Source],
    states: Mapping[str, SourceState],
    configuration: Configuration,
    articles: Mapping[str, int],
    moment: datetime,
) -> list[dict[str, Any]]:
    resting = rests(configuration, states, now=moment)
    known = [(source, states.get(source.id, SourceState(source.id))) for source in sources]
    return [
        _source(source, state, articles.get(source.id, 0), moment)
        | _plan(source, state, configuration.schedule, resting.get(source.host), moment)
        for source, state in known
    ]


def _plan(
    source: Source, state: SourceState, schedule: Schedule, rest: datetime | None, moment: datetime
) -> dict[str, Any]:
    """The next poll as the scheduler sees it by the schedule of today, and why then."""
    if not source.polled:
        return {"next_poll": None, "next_poll_because": "disabled" if not source.enabled else "left its list"}
    if state.next_poll is None:
        return {"next_poll": None, "next_poll_because": explain_next(source, state, schedule=schedule, now=moment)}
    due = planned(source, state, schedule, now=moment, started=moment)
    at = replace(state, next_poll=max(due, rest) if rest else due)
    because = explain_next(source, at, schedule=schedule, now=moment, resting=at.next_poll == rest)
    return {"next_poll": iso(at.next_poll), "next_poll_because": because}


def _source(source: Source, state: SourceState, articles: int, moment: datetime) -> dict[str, Any]:
    per_day = state.rhythm.per_day(moment)
    return {
        "source": source.id,
        "health": state.health.value if source.polled else Health.DISABLED.value,
        "health_since": iso(state.health_since) if source.polled else None,
        "outcome": state.outcome.value if state.outcome else None,
        "message": told(state) if source.polled else source.unpolled_because,
        "failures": state.failures,
        "failing_since": iso(state.failing_since),
        "articles": articles,
        "per_day": round(per_day, 3) if per_day else None,
        "last_new": iso(state.last_new),
        "last_success": iso(state.last_success),
    }


def _feed(feed: Feed, *, pending: bool) -> dict[str, Any]:
    """The feed of all languages as readers get it once nothing is pending."""
    return {
        "feed": feed.definition.id,
        "entries": len(feed.entries),
        "last_change": iso(feed.updated),
        "languages": dict(sorted(Counter(entry.language for entry in feed.entries).items())),
        "pending": pending,
        "queued": dict(feed.queued),
        "awaiting_review": sum(reason == LeftOut.AWAITING_REVIEW for reason in feed.left_out.values()),
    }


_COLOURS = {
    Health.OK: "green",
    Health.SLOW: "yellow",
    Health.SILENT: "yellow",
    Health.MOVED: "yellow",
    Health.FAILING: "red",
    Health.BLOCKED: "red",
    Health.GONE: "red",
    Health.QUARANTINED: "red",
    Health.WAITING: "cyan",
    Health.DISABLED: "dim",
}


def _sources_table(sources: list[dict[str, Any]]) -> Table:
    table = table_of("source", "health", "since", "articles", "last new", "next poll", right=("articles",))
    for each in sources:
        table.add_row(
            each["source"],
            _coloured(each["health"]),
            here(each["health_since"]),
            str(each["articles"]),
            here(each["last_new"]),
            each["next_poll_because"].partition(": ")[0],
        )
    return table


def _followers_table(followers: Sequence[Mapping[str, Any]]) -> Table:
    counts = ("followers", "never reached")
    table = table_of("followed document", *counts, "last delivery", right=counts)
    for each in followers:
        numbers = (str(each["followers"]), str(each["never_reached"]))
        table.add_row(each["document"], *numbers, here(each["last_reached"]))
    return table


def _failing_table(failing: Sequence[Mapping[str, Any]]) -> Table:
    names = ("failing delivery", "to", "waits since", "tries", "next try", "message")
    table = table_of(*names, right=("tries",), folds=("message",))
    for each in failing:
        what = f"{each['kind']} {each['subject']}".strip()
        when = (here(each["waits_since"]), str(each["tries"]), here(each["next_try"]))
        table.add_row(what, escape(each["host"]), *when, escape(each["message"]))
    return table


def _deliveries_in_words(deliveries: Mapping[str, Mapping[str, int]]) -> str:
    waiting = sum(each["waiting"] for each in deliveries.values())
    failing = sum(each["failing"] for each in deliveries.values())
    return f"{waiting} deliveries to make" + (f", {failing} of which have failed so far" if failing else "")


def _coloured(health: str) -> str:
    return f"[{_COLOURS[Health(health)]}]{health}[/]"


def here(when: str | datetime | None) -> str:
    """A moment as the clock on the operator's wall shows it."""
    if not when:
        return "–"
    moment = datetime.fromisoformat(when) if isinstance(when, str) else when
    return f"{moment.astimezone():%Y-%m-%d %H:%M}"


def _show_source(found: Mapping[str, Any]) -> None:
    out.print(f"[bold]{found['source']}[/] {_coloured(found['health'])} since {here(found['health_since'])}")
    for name, value in (
        ("message", found["message"]),
        ("articles", found["articles"]),
        ("publishes", often(found["per_day"]) if found["per_day"] else "too little is known"),
        ("last new", here(found["last_new"])),
        ("last success", here(found["last_success"])),
        ("next poll", found["next_poll_because"]),
    ):
        out.print(f"{name:>14}  {value}", markup=False)
    for hub in found["hubs"]:
        out.print(f"{'hub':>14}  {_hub_in_words(hub)}", markup=False)
    out.print()
    show_table(_attempts_table(found["attempts"]))


def _hub_in_words(hub: Mapping[str, Any]) -> str:
    until = f" until {here(hub['expires'])}" if hub["expires"] else ""
    pushes = f"last push {here(hub['last_push'])}" if hub["pushes"] else "no push yet"
    why = f"; {hub['message']}" if hub["message"] else ""
    return f"{hub['hub']}: {hub['standing']}{until}, {pushes}{why}"


def _attempts_table(attempts: Sequence[Mapping[str, Any]]) -> Table:
    came = "what came of it"
    table = table_of("polled", "outcome", "seconds", came, right=("seconds",), folds=(came,))
    for each in attempts:
        colour = "green" if each["outcome"].good else "red"
        table.add_row(
            here(each["at"]), f"[{colour}]{each['outcome'].value}[/]", f"{each['seconds']:.2f}", escape(_came_of(each))
        )
    return table


def _came_of(attempt: Mapping[str, Any]) -> str:
    """The counts that are not nought, and the reason if there is one: in one column, for narrow terminals."""
    entries = attempt["entries"]
    counts = [(attempt["new"], "new"), (attempt["updated"], "updated"), (attempt["rejected"], "left out")]
    found = ", ".join(f"{count} {name}" for count, name in counts if count)
    words = f"{counted(entries, 'entry', 'entries')}: {found or 'nothing new'}" if entries else ""
    return "; ".join(filter(None, (words, attempt["message"])))


def _feeds_table(feeds: list[dict[str, Any]]) -> Table:
    table = table_of("feed", "entries", "last change", "publication", "languages", folds=("languages",))
    for each in feeds:
        languages = " ".join(f"{language}:{count}" for language, count in each["languages"].items())
        publication = "[yellow]pending[/]" if each["pending"] else "done"
        publication += f", [cyan]{each['awaiting_review']} to review[/]" if each["awaiting_review"] else ""
        table.add_row(each["feed"], str(each["entries"]), here(each["last_change"]), publication, languages)
    return table
