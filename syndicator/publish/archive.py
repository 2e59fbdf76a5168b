"""Archives by month (RFC 5005, section 4): which have to be made, their documents, and what vouches for them.

An archive holds the entries that an edition first published in a month. It is open while the month lasts; made once
more afterwards it is closed, and changes only when something in it is withdrawn or rights are narrowed. The manifest
says of every archive whether it is closed, and what its documents are, by SHA-256; it is signed (JWS, RFC 7515, in
flattened JSON with Ed25519, RFC 8037), so that who keeps copies can tell that nobody else changed them.
"""

from __future__ import annotations

import hashlib
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime

from syndicator.model.feed import Feed, Site
from syndicator.ports import OutputStore
from syndicator.publish.publication import documents

Sign = Callable[[bytes], bytes]
"""Bytes → their Ed25519 signature."""


@dataclass(frozen=True, slots=True)
class Archive:
    """What is known of one archive."""

    closed: bool = False
    withdrawn: int = 0
    """Articles of the month that were withdrawn when it was made."""
    documents: Mapping[str, str] = field(default_factory=dict)
    """Path → SHA-256 of the bytes, in hexadecimal."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is said of the archives of an edition."""

    basis: str = ""
    """Changes with what sources allow: then all archives have to be made anew."""
    months: Mapping[str, Archive] = field(default_factory=dict)
    """Month → its archive."""

    @property
    def newest(self) -> str:
        """The month of the newest archive; empty without any."""
        return max(self._documented(), default="")

    def before(self, month: str) -> str:
        """The month of the archive before that of *month*; empty when it is the first."""
        return max((each for each in self._documented() if each < month), default="")

    def _documented(self) -> list[str]:
        return [month for month, each in self.months.items() if each.documents]


def month_of(moment: datetime) -> str:
    """The month of a moment in UTC: ``2026-11``."""
    return f"{moment.astimezone(UTC):%Y-%m}"


def span(month: str) -> tuple[datetime, datetime]:
    """When a month begins, and when the next one does."""
    year, number = map(int, month.split("-"))
    return datetime(year, number, 1, tzinfo=UTC), datetime(year + number // 12, number % 12 + 1, 1, tzinfo=UTC)


def due(known: Manifest, *, first: str, now: str, withdrawn: Mapping[str, int], basis: str) -> list[str]:
    """The months whose archives have to be made, the oldest first.

    *first* is the month in which the edition published anything first, *now* the present one; *withdrawn* counts the
    articles of each month that were taken back.
    """
    wanted = []
    month = first
    while month and month <= now:
        archive = known.months.get(month, Archive())
        is_settled = archive.closed and archive.withdrawn == withdrawn.get(month, 0) and known.basis == basis
        wanted.extend([] if is_settled else [month])
        month = month_of(span(month)[1])
    return wanted


def archive(
    feeds: Sequence[Feed], known: Manifest, site: Site, output: OutputStore, *, withdrawn: Mapping[str, int], now: str
) -> Manifest:
    """Write the archives of one edition, *feeds* by month and the oldest first; what is known of all archives then.

    A month without entries has no document, unless it had one: others lead to that. Raises PublishError for documents
    that do not stand our own reading, and OSError when the system refuses to write: what was written until then stays,
    and the manifest is as it was.
    """
    months = dict(known.months)
    for feed in feeds:
        before = replace(known, months=months).before(feed.month)
        had = months.get(feed.month, Archive()).documents
        made = documents(replace(feed, previous=before), site) if feed.entries or had else {}
        with output.together() as late:
            for path, data in made.items():
                output.write(path, data)
        for fault in late.values():
            raise fault
        hashes = {path: hashlib.sha256(data).hexdigest() for path, data in made.items()}
        months[feed.month] = Archive(feed.month < now, withdrawn.get(feed.month, 0), hashes)
    return replace(known, months=dict(sorted(months.items())))


def read_manifest(document: bytes | None) -> Manifest:
    """The manifest as it was written; an empty one when there is none, or it is damaged: then it is made anew."""
    try:
        told = json.loads(urlsafe_b64decode(_padded(json.loads(document or b"")["payload"])))
        return Manifest(told["basis"], {month: Archive(**each) for month, each in told["months"].items()})
    except (ValueError, KeyError, TypeError):
        return Manifest()


def written_manifest(manifest: Manifest, key: str, sign: Sign) -> bytes:
    """The manifest, signed with the *key* of that id."""
    protected = _encoded(_json({"alg": "EdDSA", "kid": key}))
    payload = _encoded(_json(asdict(manifest)))
    signature = _encoded(sign(f"{protected}.{payload}".encode()))
    return _json({"payload": payload, "protected": protected, "signature": signature}) + b"\n"


def key_set(public: bytes) -> tuple[str, bytes]:
    """(id, JSON Web Key Set) of an Ed25519 public key of 32 bytes; the id is its thumbprint (RFC 7638)."""
    key = {"crv": "Ed25519", "kty": "OKP", "x": _encoded(public)}
    id_ = _encoded(hashlib.sha256(_json(key)).digest())
    return id_, _json({"keys": [{**key, "alg": "EdDSA", "kid": id_, "use": "sig"}]}) + b"\n"


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _encoded(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")


def _padded(text: str) -> str:
    return text + "=" * (-len(text) % 4)
