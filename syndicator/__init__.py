"""Syndicator: a multilingual news syndication service.

ingest → normalise → deduplicate → tag → curate → publish
"""

__version__ = "0.1.0"
