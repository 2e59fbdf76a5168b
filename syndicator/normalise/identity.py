"""Identity: what tells an entry from the others of its source, whatever changes about it.

The key folds what sources change without meaning it: scheme, ``www.``, a trailing slash, tracking parameters, blanks.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from syndicator.model.source import IdentityPolicy
from syndicator.normalise.characters import line
from syndicator.normalise.links import canonical
from syndicator.normalise.text import folded

_LONGEST_GUID: Final = 1_024
_IRI: Final = re.compile(
    r"(?:urn:[a-zA-Z0-9][a-zA-Z0-9-]{1,31}:|tag:[^\s:,]+,[0-9-]{4,10}:|https?://[^\s/?#]+)[^\s<>\"{}|\\^`\x00-\x20]*"
)


@dataclass(frozen=True, slots=True)
class Clues:
    """What an entry can be known by."""

    guid: str | None
    link: str | None
    title: str
    day: str
    """The day the source says it is of (ISO 8601), or empty."""
    content_hash: str


def short_guid(guid: str | None) -> str | None:
    """Give a guid on one line, or None if there is nothing in it; one longer than 1 KB by its hash. ``0`` is a guid."""
    bare = line(guid) if guid else ""
    if len(bare) > _LONGEST_GUID:
        return f"sha256:{_digest(bare).hex()}"
    return bare or None


def identity(clues: Clues, policy: IdentityPolicy) -> str:
    """Give the key by the first means of *policy* that the entry has; the words of an entry are the last resort."""
    found = (means(clues) for means in _MEANS[policy])
    return next(filter(None, found), f"text:{clues.content_hash}")


def guid_key(guid: str) -> str:
    """Give the key of an entry of which nothing is known but its guid, as a tombstone names it."""
    return _by_guid(Clues(short_guid(guid), None, "", "", ""))


def article_id(source: str, key: str) -> str:
    """Give the id of an article: the same for the same key of the same source, for ever."""
    return base64.b32encode(_digest(f"{source}\0{key}")[:10]).decode().lower()


def public_id(id_: str, guid: str | None, *, authority: str, since: date) -> str:
    """Give *guid* unchanged if fit to be an atom:id (RFC 4287, section 4.2.6), else a tag: URI (RFC 4151).

    Ids are foreseeable, so no source may use the names of *authority*: it could claim an article before we mint its id.
    """
    bare = guid.strip() if guid else ""
    ours = bare.lower().startswith(f"tag:{authority.lower()},")
    if not ours and len(bare) <= _LONGEST_GUID and _IRI.fullmatch(bare) and line(bare) == bare:
        return bare
    return f"tag:{authority},{since.isoformat()}:{id_}"


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "replace")).digest()


def _by_guid(clues: Clues) -> str:
    guid = clues.guid or ""
    return canonical(guid) or (f"guid:{guid}" if guid else "")


def _by_link(clues: Clues) -> str:
    return canonical(clues.link) if clues.link else ""


def _by_title(clues: Clues) -> str:
    title = folded(clues.title)
    return f"title:{_digest(title).hex()[:32]}|{clues.day}" if title else ""


_MEANS: Final[dict[IdentityPolicy, tuple[Callable[[Clues], str], ...]]] = {
    IdentityPolicy.GUID: (_by_guid, _by_link, _by_title),
    IdentityPolicy.LINK: (_by_link, _by_guid, _by_title),
    IdentityPolicy.TITLE_DATE: (_by_title, _by_link, _by_guid),
}
"""Policy → means, the best first."""
