"""``syndicator run``: the service."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from syndicator.bootstrap import load_editorial
from syndicator.cli.console import ConfigFolder, start_logging
from syndicator.service import Service, listen


def run(
    config: ConfigFolder = Path("config"),
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.", min=0, max=65535)] = 8000,
    verbose: Annotated[bool, typer.Option("--verbose", help="Log every poll.")] = False,
) -> None:
    """Run the service: scheduler, workers and web. Stops cleanly on SIGTERM; reads the configuration anew on SIGHUP."""
    start_logging(verbose=verbose)
    editorial = load_editorial(config)
    with listen(host, port) as listener:
        asyncio.run(Service(config, listener=listener, editorial=editorial).run())
