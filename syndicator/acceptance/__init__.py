"""Acceptance: documents of a feed and scenes of its life in, what a partner's readers would make of them out.

:func:`examine` is the door; :func:`imagined` makes scenes of a single document, for feeds that are not ours.
"""

from syndicator.acceptance.examining import examine
from syndicator.acceptance.eyes import EYES
from syndicator.acceptance.imagining import imagined
from syndicator.acceptance.issues import issue_of, paired
from syndicator.acceptance.lint import Copy

__all__ = ["EYES", "Copy", "examine", "imagined", "issue_of", "paired"]
