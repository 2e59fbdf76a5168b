"""Our own reading of what we wrote: a document that does not stand it is not published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from lxml import etree

from syndicator.errors import PublishError
from syndicator.publish.text import balanced

Row = tuple[str, str, str]
"""(id, link, title)"""
_WEB = ("https://", "http://")
_ADDRESSES = tuple(etree.XPath(f"//@{name}", smart_strings=False) for name in ("href", "url"))


def parsed(document: bytes, root_tag: str) -> etree._Element:
    """The root element; raises PublishError when the bytes are not well-formed or are something else."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(document, parser)
    except etree.XMLSyntaxError as fault:
        raise PublishError(f"the document is not well-formed: {fault}") from fault
    if root.tag != root_tag:
        raise PublishError(f"the document is a {root.tag}, not a {root_tag}")
    for find in _ADDRESSES:
        found: Any = find(root)
        for address in filter(None, found):
            _look_at_address(address)
    return root


def checked(rows: Sequence[Row]) -> Sequence[Row]:
    """*rows* if every entry has an id of its own, a link and a title; else raises PublishError."""
    for row in rows:
        if not all(row):
            raise PublishError(f"an entry lacks its id, link or title: {row}")
        _look_at_address(row[1])
        if balanced(row[2]) != row[2]:
            raise PublishError(f"a title turns the text around it: {row[2]!r}")
    repeated = [each for each, count in Counter(row[0] for row in rows).items() if count > 1]
    if repeated:
        raise PublishError(f"ids stand twice in one document: {', '.join(repeated)}")
    return rows


def _look_at_address(address: str) -> None:
    if not address.startswith(_WEB):
        raise PublishError(f"a link leads nowhere by itself: {address[:200]!r}")
