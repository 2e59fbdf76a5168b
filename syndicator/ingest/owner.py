"""Who holds a host: the domain that was registered, by the public suffix list (publicsuffix.org).

The list is that of the installed package, which never fetches one. To read it takes a quarter of a second and 2.5 MB;
nobody does before a permanent redirect leads to another host.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList

_NUMBER = re.compile("[0-9]+|0x[0-9a-f]*", re.ASCII)


def registered(host: str) -> str | None:
    """The name that the owner of *host* registered: ``bbc.co.uk`` for ``news.bbc.co.uk``, itself for ``a.github.io``.

    None for what nobody can register: public suffixes, single labels, and addresses of machines, whose last label is a
    number (WHATWG URL, "ends in a number").
    """
    if ":" in host or _NUMBER.fullmatch(host.rpartition(".")[2]):
        return None
    return _list().privatesuffix(host)


@cache
def _list() -> PublicSuffixList:
    from publicsuffixlist import PublicSuffixList  # noqa: PLC0415

    return PublicSuffixList()
