"""What is killed: processes that open stores and apply batches until somebody ends them."""

from __future__ import annotations

from dataclasses import replace
from multiprocessing.connection import Connection

from syndicator.model.verdict import KeyKind
from syndicator.store import open_store
from tests.store.samples import STATE, article, batch, decision, keys

ARTICLES = 5
"""In each batch."""
KEYS = 20
"""Of each article."""


def apply_for_ever(address: str, ready: Connection) -> None:
    """Apply batch after batch, going on where the last process was killed; each says its number in the state."""
    store = open_store(address, exclusive=True)
    done = int(store.source_states()["alpha"].hints["batch"]) if store.source_states() else 0
    ready.send(done)
    while True:
        names = [f"{done}-{number}" for number in range(ARTICLES)]
        made = [
            decision(article(name), keys=keys(*range(place, place + KEYS), kind=KeyKind.TERM))
            for place, name in enumerate(names, start=done * 1000)
        ]
        done += 1
        store.apply(batch(made, state=replace(STATE, hints={"batch": str(done)}), dirty=frozenset({"feed"})))


def open_and_wait(address: str, ready: Connection) -> None:
    """Make a store and hold it."""
    ready.send(0)
    store = open_store(address, exclusive=True)
    ready.send(1)
    ready.recv()
    store.close()
