"""Runs every measurement and prints a line for each: ours, the peer in the same run, and the ratio.

Machines are noisy: read ratios, not absolute figures.
"""

from __future__ import annotations

import asyncio
import io
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import feedparser

from benchmarks.fetching import fetching
from benchmarks.identifying import identifying
from benchmarks.matching import matching
from benchmarks.normalising import normalising
from benchmarks.publisher import Publisher, marked_up
from benchmarks.tagging import tagging
from syndicator.bootstrap import load_editorial, open_pipeline, poll_once
from syndicator.ingest.read import read_document
from syndicator.model.source import Limits
from syndicator.pipeline import Editorial
from tests.journeys.setting import write_setting

RUNS = 5
FEEDS = 50
ENTRIES = 20


def median_of(work: Callable[[], object]) -> float:
    """Median seconds of several runs."""
    times = []
    for _ in range(RUNS):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return statistics.median(times)


def reading() -> None:
    """Reading one feed of 20 entries with marked-up texts, 150 kB, beside feedparser as it comes, and bare."""
    body = marked_up(ENTRIES)
    ours = median_of(lambda: read_document(body, content_type="", address="http://a.example/", limits=Limits()))
    whole = median_of(lambda: feedparser.parse(io.BytesIO(body)))
    bare = median_of(lambda: feedparser.parse(io.BytesIO(body), sanitize_html=False, resolve_relative_uris=False))
    print(f"reading        {1000 * ours:8.1f} ms   feedparser {1000 * whole:8.1f} ms   ratio {whole / ours:5.1f}")
    print(f"               {1000 * ours:8.1f} ms   bare       {1000 * bare:8.1f} ms   ratio {bare / ours:5.1f}")


def polling() -> None:
    """Polling everything cold, then unchanged: fetch, read, normalise, deduplicate, tag, store, publish."""
    with tempfile.TemporaryDirectory() as folder, Publisher(FEEDS, ENTRIES) as publisher:
        editorial = load_editorial(write_setting(Path(folder), publisher.addresses, port=publisher.port))
        asyncio.run(_poll_twice(editorial))


async def _poll_twice(editorial: Editorial) -> None:
    pipeline = open_pipeline(editorial)
    try:
        for name, count, unit in (("cold", FEEDS * ENTRIES, "entries/s"), ("unchanged", FEEDS, "feeds/s")):
            began, busy = time.perf_counter(), time.process_time()
            await poll_once(pipeline, list(editorial.configuration.sources.values()))
            took, cpu = time.perf_counter() - began, time.process_time() - busy
            print(f"poll {name:9} {count / took:8.0f} {unit}   {1000 * cpu / count:.2f} ms of CPU each in this process")
    finally:
        await pipeline.close()


if __name__ == "__main__":
    reading()
    identifying()
    normalising()
    matching()
    fetching()
    tagging()
    polling()
