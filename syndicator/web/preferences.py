"""What those who ask would rather have: header fields of weighted preferences (RFC 9110, 12.4.2 and 12.5)."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from syndicator.languages.tags import lookup

_WEIGHT = re.compile(r"\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*", re.ASCII | re.IGNORECASE)
_MOST = 64
"""As many preferences are looked at; nobody who means it has more."""


def weighted(field: str) -> dict[str, float]:
    """What a field names, in small letters, with its weight: 1 where none stands, 0 where what stands is none."""
    found: dict[str, float] = {}
    for each in field.lower().split(",", _MOST)[:_MOST]:
        name, *parameters = each.split(";")
        if name.strip():
            found[name.strip()] = next((_weight(one) for one in parameters if one.strip()[:1] == "q"), 1.0)
    return found


def coding(field: str, there: Collection[str], liked: Sequence[str]) -> str:
    """The coding to send (12.5.3): of those *there* that are accepted the one of most weight, *liked* ones first."""
    weights = weighted(field)
    others = weights.get("*", 0.0)
    usable = [each for each in liked if each in there and weights.get(each, others) > 0]
    return max(usable, key=lambda each: weights.get(each, others), default="identity")


def form(field: str, offered: Mapping[str, Sequence[str]]) -> str:
    """Which of the forms that are *offered* (form → media types) is accepted most (12.5.1); of equals the first.

    The first is sent to those as well who accept none of them: a page tells a stranger more than a refusal.
    """
    weights = weighted(field) or {"*/*": 1.0}
    accepted = {name: max(_accepted(each, weights) for each in types) for name, types in offered.items()}
    return max(accepted, key=lambda name: accepted[name])


def edition(field: str, languages: Sequence[str]) -> str | None:
    """Which of the *languages* is accepted most (12.5.4); None where none is, or where anything is.

    A range is looked up (RFC 4647, 3.4), and it stands for the first of the narrower ones where there is no such
    language: ``kk`` for ``kk-Cyrl``.
    """
    weights = weighted(field)
    for wanted in sorted((each for each in weights if weights[each] > 0), key=lambda each: -weights[each]):
        if wanted == "*":
            return None
        for tag in lookup(wanted):
            found = min((each for each in languages if _within(each.lower(), tag)), key=len, default=None)
            if found is not None and weights.get(found.lower(), 1.0) > 0:
                return found
    return None


def _within(language: str, tag: str) -> bool:
    return language == tag or language.startswith(f"{tag}-")


def _accepted(media_type: str, weights: Mapping[str, float]) -> float:
    """The weight of a media type: what names it most narrowly counts."""
    whole = f"{media_type.partition('/')[0]}/*"
    return next((weights[each] for each in (media_type, whole, "*/*") if each in weights), 0.0)


def _weight(parameter: str) -> float:
    found = _WEIGHT.fullmatch(parameter)
    return min(1.0, float(found[1])) if found else 0.0
