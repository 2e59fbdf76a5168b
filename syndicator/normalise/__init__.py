"""The normalise room: an entry in, an article or the reason of its rejection out."""

from syndicator.normalise.article import normalise

__all__ = ["normalise"]
