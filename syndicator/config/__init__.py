"""The operator's YAML in, one checked :class:`~syndicator.model.configuration.Configuration` out.

All problems are raised together, each with its file, line, column and remedy. Nothing starts on a faulty configuration.
"""

from syndicator.config.loading import files, folders, ids, load, read_sources
from syndicator.config.writing import dump_source

__all__ = ["dump_source", "files", "folders", "ids", "load", "read_sources"]
