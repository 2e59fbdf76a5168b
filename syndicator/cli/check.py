"""``syndicator check``: is everything in order."""

from __future__ import annotations

from pathlib import Path

import typer

from syndicator.bootstrap import load_editorial
from syndicator.cli.console import AsJson, ConfigFolder, counted, out, print_json
from syndicator.errors import ConfigurationError


def check(config: ConfigFolder = Path("config"), as_json: AsJson = False) -> None:
    """Check all configuration files and run the examples of every topic."""
    try:
        configuration = load_editorial(config).configuration
    except ConfigurationError as refused:
        if as_json:
            print_json({"ok": False, "problems": refused.problems})
            raise typer.Exit(2) from None
        raise
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
    said = (counted(count, name.removesuffix("s"), name) for name, count in counts.items())
    out.print(f"[green]All in order:[/] {', '.join(said)}")
