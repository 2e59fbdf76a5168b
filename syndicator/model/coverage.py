"""The coverage ledger: what rules saw and found, per language and day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the rule of a topic made of the articles of one language that came on one day."""

    topic: str
    language: str
    """With its script where that is told apart: ``kk-Arab``."""
    day: date
    """UTC."""
    seen: int
    tagged: int = 0
    near: int = 0
    """Near misses: articles that lacked one part of the rule."""


@dataclass(frozen=True, slots=True)
class Blindness:
    """A language in which a rule finds nothing although it should."""

    topic: str
    language: str
    seen: int
    near: int
    others_seen: int
    others_tagged: int
    chance: float
    """Of finding nothing if the language were like the others."""


def in_words(blindness: Blindness) -> str:
    """What an operator has to know of it, in one line."""
    near = f", {blindness.near} near misses" if blindness.near else ""
    return (
        f"{blindness.topic} may be blind in {blindness.language}: none of {blindness.seen} articles{near}, while it "
        f"finds {blindness.others_tagged} of {blindness.others_seen} in other languages; are terms missing?"
    )
