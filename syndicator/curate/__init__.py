"""Room 5: articles held of a topic, their stories and their sources in, one :class:`Feed` out. Pure."""

from syndicator.curate.selection import LeftOut, curate, kept_back, neighbours

__all__ = ["LeftOut", "curate", "kept_back", "neighbours"]
