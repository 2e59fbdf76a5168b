"""The normalise room: an entry in, an article or the reason of its rejection out.

What a tombstone names, which is no entry, gets its key by :func:`guid_key`.
"""

from syndicator.normalise.article import normalise
from syndicator.normalise.identity import guid_key

__all__ = ["guid_key", "normalise"]
