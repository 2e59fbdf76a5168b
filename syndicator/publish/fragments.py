"""Entries as formats write them, kept while they stay as they are.

An article that did not change is written once, however many documents and publications it is in: most of a feed is
what it was the last time, and editions share their entries.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import NamedTuple

from syndicator.publish.item import Item

ROOM = 64_000_000
"""Bytes of the fragments in each of two generations; what was not asked for in the last of them is forgotten."""
Write = Callable[[Sequence[Item]], Sequence[bytes]]
"""Items → the fragment of each."""


class _Kept(NamedTuple):
    """With the item itself: as long as that lives, no other has its identity."""

    item: Item
    fragment: bytes


class Fragments:
    """The fragments of one format, by the item and whatever else is in them."""

    def __init__(self, room: int = ROOM) -> None:
        self._room = room
        self._size = 0
        self._young: dict[Hashable, _Kept] = {}
        self._old: dict[Hashable, _Kept] = {}

    def of(self, items: Sequence[tuple[Item, Hashable]], write: Write) -> list[bytes]:
        """The fragment of each item, given what else is in it; those that are not known are made by *write* together.

        Items are told apart by identity: :func:`syndicator.publish.item.item` gives the same one for equal entries.
        """
        wanted = [(each, (id(each), more)) for each, more in items]
        known = {key: found for _, key in wanted if (found := self._find(key)) is not None}
        missing = {key: each for each, key in wanted if key not in known}
        for (key, each), made in zip(missing.items(), write(list(missing.values())) if missing else (), strict=True):
            known[key] = made
            self._keep(key, _Kept(each, made))
        return [known[key] for _, key in wanted]

    def _find(self, key: Hashable) -> bytes | None:
        found = self._young.get(key)
        if found is None and (found := self._old.get(key)) is not None:
            self._keep(key, found)
        return None if found is None else found.fragment

    def _keep(self, key: Hashable, kept: _Kept) -> None:
        self._size += len(kept.fragment)
        self._young[key] = kept
        if self._size > self._room:
            self._size, self._old, self._young = 0, self._young, {}


def cut(document: bytes, tag: str, end: bytes) -> list[bytes]:
    """The elements called *tag* in a document that ends with them and *end*; they hold none of their kind.

    No text can be taken for a tag: in what lxml writes, ``<`` begins markup and nothing else.
    """
    closing = f"</{tag}>".encode()
    first = document.find(f"<{tag} ".encode())
    return [part + closing for part in document[first : -len(end)].split(closing)[:-1]] if first >= 0 else []
