"""The versions of a story side by side: entries in, groups by language out, each reprint with what it repeats."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from syndicator.languages.tags import tongue
from syndicator.model.feed import Version
from syndicator.publish.item import Item


@dataclass(frozen=True, slots=True)
class Group:
    """All versions in one language, the oldest first."""

    language: str
    """With its script, without its region."""
    entries: tuple[tuple[Item, tuple[Version, ...]], ...]
    """Those that are entries of feeds, each with its reprints."""
    others: tuple[tuple[Version, tuple[Version, ...]], ...]
    """Those that are only named, likewise."""


def side_by_side(told: Sequence[Item], languages: Sequence[str]) -> list[Group]:
    """The versions that *told* are and name: in the order of *languages*, all others after."""
    entries = sorted(told, key=lambda each: (each.published, each.id))
    own = {each.entry.id for each in told}
    named = {each.id: each for item in told for each in item.versions if each.id not in own}
    originals = {each.id: original for each in named.values() if (original := _original(each, named, own))}
    repeated: dict[str, list[Version]] = defaultdict(list)
    for each in sorted(named.values(), key=lambda each: (each.published, each.id)):
        repeated[originals.get(each.id, "")].append(each)
    others = repeated.pop("", [])
    found = {tongue(each.entry.language): None for each in entries} | {tongue(each.language): None for each in others}
    return [
        Group(
            each,
            tuple((item, tuple(repeated[item.entry.id])) for item in entries if tongue(item.entry.language) == each),
            tuple((version, tuple(repeated[version.id])) for version in others if tongue(version.language) == each),
        )
        for each in sorted(found, key=lambda language: (_place(language, languages), language))
    ]


def _original(version: Version, named: Mapping[str, Version], own: Collection[str]) -> str:
    """The first that has its words, of those that are shown; empty when it is that itself."""
    seen, found, further = {version.id}, "", version.reprint_of
    while further is not None and further not in seen and (further in named or further in own):
        seen.add(further)
        found, further = further, named[further].reprint_of if further in named else None
    return "" if further in seen else found


def _place(language: str, languages: Sequence[str]) -> int:
    primary = language.partition("-")[0]
    return next((place for place, each in enumerate(languages) if each in (language, primary)), len(languages))
