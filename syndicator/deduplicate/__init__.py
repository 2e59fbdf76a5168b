"""Deduplicate, as record linkage: articles and candidates in, decisions out.

Every article has blocking keys; those that share keys are compared; a decision says what the article is beside those
we have, and why. Articles that are new are then related to stories by their clues: what they tell of their event.
What editors want of stories becomes changes here, too, and what sources take back is withdrawn.
"""

from syndicator.deduplicate.blocking import found_by, keys, prints
from syndicator.deduplicate.clues import around, clue_keys, clues
from syndicator.deduplicate.deciding import deduplicate
from syndicator.deduplicate.editing import merging, parting, splitting
from syndicator.deduplicate.policies import proposal
from syndicator.deduplicate.rarity import Rarity
from syndicator.deduplicate.relating import relate
from syndicator.deduplicate.retracting import Deletion, retract
from syndicator.deduplicate.shared import shared

__all__ = [
    "Deletion",
    "Rarity",
    "around",
    "clue_keys",
    "clues",
    "deduplicate",
    "found_by",
    "keys",
    "merging",
    "parting",
    "prints",
    "proposal",
    "relate",
    "retract",
    "shared",
    "splitting",
]
