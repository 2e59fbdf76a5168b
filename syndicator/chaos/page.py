"""What the chaos server says of itself: a fault as JSON, and an index for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from syndicator.chaos.fault import Catalogue, Fault
from syndicator.chaos.listeners import ZONE, Door

Origins = Mapping[Door, str]

TABLES: Mapping[str, str] = {
    "S": "Egress: names, addresses, redirects, TLS",
    "B": "Bodies, sizes, encodings",
    "X": "Documents",
    "C": "Characters",
    "H": "Hostile content",
    "P": "Politeness",
    "I": "Identity",
    "D": "Dates",
}
"""Letter of a row → what the table is about."""

_STYLE = (
    "body{font:1rem/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem}"
    "table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.2rem .6rem;border-bottom:1px solid #8884}"
    ":root{color-scheme:light dark}"
)
_INTRODUCTION = (
    "Each address misbehaves in one way. What a good client makes of it stands beside it: how the poll ends, how many "
    "articles it keeps, how the source fares by it, and when it comes again. <a href='/_faults'>The same as JSON</a>; "
    "<a href='/_log'>what was asked so far</a>."
)


def address_of(name: str, fault: Fault, origins: Origins) -> str:
    """Where a fault is met; by a name below ``chaos.test`` where the look-up is the fault."""
    origin = origins[fault.door]
    if fault.name:
        scheme, _, rest = origin.partition("://")
        origin = f"{scheme}://{fault.name}.{ZONE}:{rest.rpartition(':')[2]}"
    return f"{origin}/f/{name}"


def as_json(name: str, fault: Fault, origins: Origins) -> dict[str, Any]:
    """A row of the catalogue, for programs."""
    expected = fault.expected
    return {
        "id": name,
        "row": fault.row,
        "does": fault.does,
        "address": address_of(name, fault, origins),
        "outcomes": [outcome.value for outcome in expected.outcomes],
        "articles": expected.articles,
        "failures": expected.failures,
        "health": expected.health.value,
        "next_poll": expected.next_poll.value,
        "seconds": expected.seconds or None,
    }


def page(faults: Catalogue, origins: Origins) -> str:
    """The index."""
    return (
        f"<!doctype html><html lang=en><meta charset=utf-8><title>Chaos</title><style>{_STYLE}</style>"
        f"<h1>{len(faults)} ways to misbehave</h1><p>{_INTRODUCTION}</p>{''.join(_tables(faults, origins))}"
    )


def in_tables(faults: Catalogue) -> Iterator[tuple[str, Catalogue]]:
    """(what a table is about, its faults)."""
    for letter, title in TABLES.items():
        yield title, {name: fault for name, fault in faults.items() if fault.row.startswith(letter)}


def _tables(faults: Catalogue, origins: Origins) -> Iterator[str]:
    for title, of_table in in_tables(faults):
        rows = [_row(name, fault, origins) for name, fault in of_table.items()]
        head = "<tr><th>Fault<th>Row<th>What it does<th>Outcome<th>Articles<th>Health<th>Next poll"
        yield f"<h2>{escape(title)}</h2><table>{head}{''.join(rows)}</table>"


def _row(name: str, fault: Fault, origins: Origins) -> str:
    expected = fault.expected
    outcomes = ", ".join(outcome.value for outcome in expected.outcomes)
    cells = (fault.row, fault.does, outcomes, str(expected.articles), expected.health.value, expected.next_poll.value)
    link = f"<a href='{escape(address_of(name, fault, origins))}'>{escape(name)}</a>"
    return f"<tr><td>{link}" + "".join(f"<td>{escape(cell)}" for cell in cells)
