"""``syndicator check``: is everything in order."""

from __future__ import annotations

from pathlib import Path

from syndicator.bootstrap import load_editorial
from syndicator.cli.console import AsJson, ConfigFolder, out, print_json


def check(config: ConfigFolder = Path("config"), as_json: AsJson = False) -> None:
    """Check all configuration files and run the examples of every topic."""
    editorial = load_editorial(config)
    configuration = editorial.configuration
    counts = {
        "sources": len(configuration.sources),
        "enabled": sum(source.enabled for source in configuration.sources.values()),
        "concepts": len(configuration.concepts),
        "organisations": len(configuration.organisations),
        "feeds": len(configuration.feeds),
        "examples": sum(len(topic.examples) for topic in configuration.topics.values()),
    }
    if as_json:
        print_json({"ok": True, **counts})
        return
    out.print("[green]All in order:[/] " + ", ".join(f"{count} {name}" for name, count in counts.items()))
