"""People and subjects: authors and categories as plain words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from syndicator.model.entry import Category
from syndicator.normalise.text import plain

_LONGEST: Final = 200
_MOST: Final = 50
_MAIL: Final = re.compile(r"(?:mailto:)?[^\s@<>()\[\],;:]{1,64}@[^\s@<>()\[\],;:]{1,255}")
_BRACKETS: Final = re.compile(r"<\s*>|\(\s*\)|\[\s*\]")
_ENCLOSED: Final = re.compile(r"[(<\[]([^()<>\[\]]*)[)>\]]")
_EDGES: Final = " ,;:|/<>-–—"


def authors(names: Iterable[str]) -> tuple[str, ...]:
    """Give names as plain text, each once; e-mail addresses are left out, for they are nobody's business."""
    found = (_name(plain(name[:_LONGEST])) for name in names)
    return tuple(dict.fromkeys(filter(None, found)))[:_MOST]


def categories(given: Iterable[Category]) -> tuple[Category, ...]:
    """Give categories as plain text, each once, without the empty ones."""
    found = (_category(category) for category in given)
    return tuple(dict.fromkeys(category for category in found if category.term))[:_MOST]


def _name(text: str) -> str:
    bare = text
    while (without := _BRACKETS.sub(" ", _MAIL.sub(" ", bare)).strip(_EDGES)) != bare:
        bare = without
    enclosed = _ENCLOSED.fullmatch(bare)
    return plain(enclosed[1] if enclosed else bare)


def _category(category: Category) -> Category:
    term = plain(category.term[:_LONGEST])
    label = plain(category.label[:_LONGEST]) if category.label else ""
    return Category(term or label, plain(category.scheme[:_LONGEST]) if category.scheme else None, label or None)
