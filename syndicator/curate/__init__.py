"""Room 5: articles held of a topic, their stories and their sources in, one :class:`Feed` out. Pure.

``choose`` does with articles without their texts, and says which of them it wants whole.
"""

from syndicator.curate.rights import narrower
from syndicator.curate.selection import Choice, LeftOut, choose, curate, kept_back, neighbours

__all__ = ["Choice", "LeftOut", "choose", "curate", "kept_back", "narrower", "neighbours"]
