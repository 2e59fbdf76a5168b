"""Kills the service at random moments and looks whether anything was lost, doubled or half-written.

    python -m tests.journeys.kill --kills 200

Invariants, checked while it runs by a reader that never stops reading, and after the last kill:

1. every item that was ever in a stored state of a source is in the store;
2. one item has one public id, for ever;
3. every published document parses and its ids are distinct, at every read;
4. after one clean run the outbox is empty and the database is sound.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import os
import random
import signal
import sqlite3
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from lxml import etree

from syndicator.bootstrap import load_editorial, open_for_reading, open_pipeline, poll_once
from syndicator.pipeline import Editorial
from tests.journeys.newsstand import Newsstand
from tests.journeys.setting import write_setting


@dataclass
class Watch:
    """Reads the published documents again and again."""

    public: Path
    reads: int = 0
    faults: list[str] = field(default_factory=list)
    ids: dict[str, str] = field(default_factory=dict)
    stopped: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Until stopped."""
        while not self.stopped.is_set():
            for file in self.public.glob("feeds/*"):
                if file.suffix in (".atom", ".rss", ".json"):
                    self._look(file)
            time.sleep(0.002)

    def _look(self, file: Path) -> None:
        try:
            pairs = entries_of(file.suffix, file.read_bytes())
        except (ValueError, etree.XMLSyntaxError) as fault:
            self.faults.append(f"{file.name}: {fault}")
            return
        self.reads += 1
        if len({guid for guid, _ in pairs}) != len(pairs):
            self.faults.append(f"{file.name}: an id occurs twice")
        for guid, link in pairs:
            if self.ids.setdefault(link, guid) != guid:
                self.faults.append(f"{file.name}: {link} had id {self.ids[link]}, now {guid}")


def entries_of(suffix: str, document: bytes) -> list[tuple[str, str]]:
    """(id, link) of every entry of a published document."""
    if suffix == ".json":
        return [(item["id"], item["url"]) for item in json.loads(document)["items"]]
    root = etree.fromstring(document)
    if suffix == ".rss":
        return [(item.findtext("guid") or "", item.findtext("link") or "") for item in root.iter("item")]
    atom = "{http://www.w3.org/2005/Atom}"
    alternate = etree.XPath("string(a:link[@rel='alternate']/@href)", namespaces={"a": atom.strip("{}")})
    return [(entry.findtext(f"{atom}id") or "", str(alternate(entry))) for entry in root.iter(f"{atom}entry")]


def victim(editorial: Editorial) -> None:
    """Polls and publishes until killed."""
    os.setsid()
    devnull = os.open(os.devnull, os.O_WRONLY)
    os.dup2(devnull, 2)
    asyncio.run(_endless(editorial))


async def _endless(editorial: Editorial) -> None:
    pipeline = open_pipeline(editorial)
    while True:
        await poll_once(pipeline, list(editorial.configuration.sources.values()))


def journey(folder: Path, kills: int, seed: int, longest: float = 2.0) -> tuple[Watch, list[str]]:
    """Run and kill; returns the watch and every fault found."""
    chance = random.Random(seed)
    with Newsstand(("north", "south", "east")) as stand:
        sources = {name: f"http://127.0.0.1:{stand.port}/{name}.xml" for name in stand.stands}
        editorial = load_editorial(write_setting(folder, sources, port=stand.port))
        watch = Watch(folder / "public")
        reader = threading.Thread(target=watch.run, daemon=True)
        context = multiprocessing.get_context("fork")
        for number in range(kills):
            process = context.Process(target=victim, args=(editorial,))
            process.start()
            if number == 0:
                reader.start()
            time.sleep(chance.uniform(0.01, longest))
            os.kill(process.pid or 0, signal.SIGKILL)
            process.join()
        asyncio.run(_clean_run(editorial))
        watch.stopped.set()
        reader.join()
        faults = watch.faults + lost(editorial, folder / "journey.db", stand)
    return watch, faults


async def _clean_run(editorial: Editorial) -> None:
    pipeline = open_pipeline(editorial)
    try:
        await poll_once(pipeline, list(editorial.configuration.sources.values()))
    finally:
        await pipeline.close()


def lost(editorial: Editorial, database: Path, stand: Newsstand) -> list[str]:
    """What the store should hold and does not."""
    found = []
    with sqlite3.connect(database) as connection:
        if connection.execute("PRAGMA quick_check").fetchone() != ("ok",):
            found.append("the database is not sound")
    store = open_for_reading(editorial.configuration)
    guids = [held.article.guid for held in store.articles(since=datetime.min.replace(tzinfo=UTC))]
    owed = dict(store.dirty())
    store.close()
    ever = set().union(*(each.ever_served for each in stand.stands.values()))
    if missing := ever - set(guids):
        found.append(f"lost {len(missing)} of {len(ever)}: {sorted(missing)[:5]}")
    if len(guids) != len(set(guids)):
        found.append(f"{len(guids) - len(set(guids))} items have two articles")
    if owed:
        found.append(f"the outbox is not empty: {owed}")
    return found


def main() -> int:
    """Exit code 1 when an invariant does not hold."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        began = time.monotonic()
        watch, faults = journey(Path(folder), asked.kills, asked.seed)
        seconds = time.monotonic() - began
    print(
        f"{asked.kills} kills, {watch.reads} reads, {len(watch.ids)} items seen, {len(faults)} faults, {seconds:.0f} s"
    )
    for fault in faults[:20]:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
