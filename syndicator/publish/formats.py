"""The formats a feed is written in. To add one: a module with a class as in ports.Format, and a row here."""

from __future__ import annotations

from collections.abc import Mapping

from syndicator.ports import Format
from syndicator.publish.atom import AtomFormat
from syndicator.publish.json_feed import JsonFormat
from syndicator.publish.rss import RssFormat

FORMATS: Mapping[str, Format] = {"atom": AtomFormat(), "rss": RssFormat(), "json": JsonFormat()}
