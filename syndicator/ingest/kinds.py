"""The kinds of sources. To add one, write its module and add a row."""

from __future__ import annotations

from collections.abc import Mapping

from syndicator.ingest.feed import FeedKind
from syndicator.ports import SourceKind

KINDS: Mapping[str, SourceKind] = {"feed": FeedKind()}
