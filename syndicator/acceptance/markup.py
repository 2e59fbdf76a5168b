"""Markup of items: HTML in, what a partner's page would make of it out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

_ACTIVE = frozenset(
    {"script", "iframe", "frame", "frameset", "object", "embed", "applet", "form", "base", "meta", "link"}
)
"""Elements that run, load or send something, or change what stands around them."""
_LINKS = frozenset({"href", "src", "action", "formaction", "xlink:href", "data", "poster", "cite", "background"})
_SHOWN = frozenset({"img", "video", "audio", "source"})
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_RUNS = frozenset({"javascript", "vbscript", "data", "file"})
_SPACE = re.compile(r"[\x00-\x20]+")


@dataclass(slots=True)
class Faults:
    """What is wrong with a piece of markup."""

    active: list[str] = field(default_factory=list)
    """What runs: ``<script>``, ``<p onclick>``, ``javascript:``."""
    relative: list[str] = field(default_factory=list)
    """Addresses that lead nowhere from a partner's page."""
    plain: list[str] = field(default_factory=list)
    """Pictures that are loaded over plain http."""
    broken: list[str] = field(default_factory=list)
    """Pictures without an address."""
    directions: set[str] = field(default_factory=set)
    """Values of ``dir`` on the outermost elements."""


def faults_of(markup: str) -> Faults:
    """Look at a piece of HTML."""
    reading = _Reading()
    reading.feed(markup)
    reading.close()
    return reading.found


class _Reading(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found = Faults()
        self._begun = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at one element."""
        given = {name: value or "" for name, value in attrs}
        if not self._begun:
            self.found.directions.add(given.get("dir", ""))
        self._begun = True
        if tag in _ACTIVE:
            self.found.active.append(f"<{tag}>")
        self.found.active += [f"<{tag} {name}>" for name in given if name.startswith("on")]
        if tag == "img" and not given.get("src", "").strip():
            self.found.broken.append("<img> without src")
        for name in given.keys() & _LINKS:
            self._look_at(tag, given[name])

    def _look_at(self, tag: str, address: str) -> None:
        address = _SPACE.sub("", address)
        scheme = _SCHEME.match(address)
        name = scheme[1].lower() if scheme else ""
        if name == "data" and tag in _SHOWN and address[5:10].lower() == "image":
            self.found.broken.append("<img> within the text (data:)")
        elif name in _RUNS:
            self.found.active.append(f"{name}:")
        elif not scheme and address and not address.startswith("#"):
            self.found.relative.append(address)
        elif name == "http" and tag in _SHOWN:
            self.found.plain.append(address)
