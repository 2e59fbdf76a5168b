"""Pages of stories that were merged into others: where they lead, read from their bytes.

The document itself is all there is, so that any web server leads on; ours answers with a redirect.
"""

from __future__ import annotations

import re

_HEAD = 512
"""Bytes within which it stands; nothing that comes from outside is written before it."""
_LEADS = re.compile(rb'<meta charset="utf-8">\n<meta http-equiv="refresh" content="0; url=(/[A-Za-z0-9._~/-]+)">\n')


def destination(document: bytes) -> str | None:
    """The path that a page leads to; None for all others."""
    found = _LEADS.search(document[:_HEAD])
    return found[1].decode("ascii") if found and not found[1].startswith(b"//") else None
