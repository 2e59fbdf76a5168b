"""Deduplicate, as record linkage: articles and candidates in, decisions out.

Every article has blocking keys; those that share keys are compared; a decision says what the article is beside those
we have, and why.
"""

from syndicator.deduplicate.blocking import keys
from syndicator.deduplicate.deciding import deduplicate

__all__ = ["deduplicate", "keys"]
