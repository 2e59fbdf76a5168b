"""The address of a sample newsroom in, a folder with a whole configuration out.

Concepts, organisations and feeds are those that ship with the program; only sources and service are the demo's own.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from syndicator.demo.outlets import OUTLETS, Outlet

_PACKAGE = Path(__file__).resolve().parent.parent
_LAYOUTS = (_PACKAGE / "_defaults", _PACKAGE.parent)
"""Where the shipped configuration lies: inside an installed wheel, or beside the package in a working tree."""

_SERVICE = """\
service:
  name: Syndicator demo
  address: {address}
  contact: mailto:demo@example.org
  authority: example.org
  since: 2026-01-01
  languages: [en, ru, kk, ar, he]
store:
  address: {store}
output:
  folder: {output}
schedule: {{interval: 5s, minimum: 5s, maximum: 20s, jitter: 0.1, tick: 1s, concurrency: 20, host_gap: 0s}}
"""

_SOURCE = """\
publisher: {publisher}
homepage: {homepage}
timezone: {zone}
trust: {trust}
allow_private: ["127.0.0.0/8", "::1/128"]
allow_ports: [{port}]
rights: {rights}
sources:
  - id: {id}
    name: {name}
    address: {address}
    languages: {languages}
"""

_KINDS = {
    "listing": """\
    kind: listing
    listing: {item: div.teaser, title: h3, date: .teaser__day, summary: .teaser__lead, image: img}
""",
    "sitemap": """\
    kind: sitemap
    sitemap: {exclude: [/vestnik/$]}
    pages: {fulltext: selector, selector: article .text}
""",
}
"""What is written of sources that are no feeds."""
_Rights = Mapping[str, object]
_FULL: _Rights = {"republish": "full", "images": True}
_EXCERPT: _Rights = {"republish": "excerpt", "excerpt": 300, "images": False}
_TERMS: Mapping[str, tuple[int, _Rights]] = {
    "university": (80, _FULL),
    "agency": (60, _EXCERPT),
    "hospital": (70, _FULL),
    "council": (75, {**_FULL, "licence": "https://creativecommons.org/licenses/by/4.0/"}),
    "gazette": (40, _FULL),
    "lantern": (40, {"republish": "headline"}),
    "lakes": (65, _EXCERPT),
    "vestnik": (55, _EXCERPT),
}
"""The first part of an outlet's id → how far it is trusted and what it allows."""


def defaults() -> Path:
    """The folder of the shipped ``config`` and ``feeds``; raises :class:`FileNotFoundError` when there is none."""
    for place in _LAYOUTS:
        if (place / "config" / "concepts").is_dir() and (place / "feeds").is_dir():
            return place
    message = "the configuration that ships with the program is missing"
    raise FileNotFoundError(message)


def write_configuration(folder: Path, newsroom_address: str, public_address: str) -> Path:
    """Write ``config/`` and ``feeds/`` into *folder*; store and output will lie in its ``var/``.

    Returns the ``config`` folder. What stands there already under the same names is replaced.
    """
    shipped, target = defaults(), folder.resolve()
    for part in ("config/concepts", "config/schema", "feeds"):
        _copy(shipped / part, target / part)
    config = target / "config"
    (config / "organisations.yaml").write_bytes((shipped / "config" / "organisations.yaml").read_bytes())
    (config / "syndicator.yaml").write_text(_service(target / "var", public_address), "utf-8")
    (config / "sources").mkdir(exist_ok=True)
    for outlet in OUTLETS.values():
        (config / "sources" / f"{outlet.id}.yaml").write_text(_source(outlet, newsroom_address), "utf-8")
    return config


def _copy(source: Path, target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    for path in source.iterdir():
        (target / path.name).write_bytes(path.read_bytes())


def _service(var: Path, public_address: str) -> str:
    var.mkdir(exist_ok=True)
    return _SERVICE.format(
        address=_quoted(public_address.rstrip("/")),
        store=_quoted(f"sqlite:///{var / 'syndicator.db'}"),
        output=_quoted(str(var / "public")),
    )


def _source(outlet: Outlet, newsroom_address: str) -> str:
    trust, rights = _TERMS[outlet.id.partition("-")[0]]
    languages = [channel.language for channel in outlet.channels]
    text = _SOURCE.format(
        publisher=_quoted(outlet.publisher),
        homepage=_quoted(newsroom_address + outlet.home),
        zone=outlet.zone,
        trust=trust,
        port=urlsplit(newsroom_address).port,
        rights=_quoted({**rights, "attribution": outlet.name, "notice": f"© {outlet.name}"}),
        id=outlet.id,
        name=_quoted(outlet.name),
        address=_quoted(newsroom_address + outlet.path),
        languages=_quoted(languages),
    )
    text += _KINDS.get(outlet.form, "")
    text += f"    language: {languages[0]}\n" if len(languages) == 1 else ""
    return text + (f"    country: {outlet.country}\n" if outlet.country else "")


def _quoted(value: object) -> str:
    """A value as YAML reads it back whatever it holds: JSON is part of YAML."""
    return json.dumps(value, ensure_ascii=False)
