"""Bytes in, the root of the XML document that is wanted out: inflate, decode, gate, repair once if need be, parse."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from lxml import etree

from syndicator.ingest.decode import decode
from syndicator.ingest.gate import Gated, Malformed, Wanted, gate, prescan, repair
from syndicator.ingest.inflate import BodyError, GzipBody
from syndicator.ingest.strict import tree_of
from syndicator.model.source import Limits, Outcome
from syndicator.ports import Unreadable

_T = TypeVar("_T")
_GZIP = b"\x1f\x8b"


def root_of(body: bytes, content_type: str, wanted: Wanted, limits: Limits) -> etree._Element | Unreadable:
    """Read a document whose root is one of those wanted; also when the very file is compressed, as ``x.xml.gz`` is."""
    try:
        plain = _inflated(body, limits) if body.startswith(_GZIP) else body
    except BodyError as fault:
        return Unreadable(fault.outcome, fault.message)
    decoded = decode(plain, content_type)
    gated = decoded if isinstance(decoded, Unreadable) else gate(decoded.text, wanted)
    if isinstance(gated, Unreadable):
        return gated
    if gated.root == "{":
        message = f"The document is JSON, not {wanted.formats}; look for the {wanted.name}'s own address."
        return Unreadable(Outcome.NOT_A_FEED, message)
    return _tree(gated, wanted)


def _inflated(body: bytes, limits: Limits) -> bytes:
    whole = GzipBody(limits)
    whole.feed(body)
    return whole.finish()


def _tree(gated: Gated, wanted: Wanted) -> etree._Element | Unreadable:
    root = parsed(gated, tree_of)
    if isinstance(root, Malformed) and not root.truncated:
        root = parsed(repair(gated), tree_of)
    if isinstance(root, Malformed):
        outcome = Outcome.TRUNCATED if root.truncated else Outcome.PARSE
        message = f"The {wanted.name} is not well-formed ({root.message}); ask the publisher to mend it."
        return Unreadable(outcome, message)
    return root


def parsed(gated: Gated, parse: Callable[[bytes], _T | Unreadable]) -> _T | Malformed | Unreadable:
    """What *parse* makes of the document, once it was looked at as a whole; :class:`Malformed` if that is no XML."""
    data = gated.text.encode()
    found = prescan(data)
    if found is not None:
        return found
    made = parse(data)
    if isinstance(made, Unreadable) and made.outcome is Outcome.PARSE:
        return Malformed(made.message)
    return made
