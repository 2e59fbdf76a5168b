"""A sample newsroom: :class:`Newsroom` serves invented publishers on loopback, :func:`write_configuration` has it read.

Everything published here is invented: publishers, people, events. No network is needed.
"""

from syndicator.demo.configuration import defaults, write_configuration
from syndicator.demo.newsroom import Newsroom

__all__ = ["Newsroom", "defaults", "write_configuration"]
