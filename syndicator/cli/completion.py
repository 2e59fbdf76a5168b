"""What a shell offers when a name is begun: the ids that the operator's files hold at this moment."""

from __future__ import annotations

from pathlib import Path

import typer

from syndicator.config import ids


def begun_source(ctx: typer.Context, incomplete: str) -> list[str]:
    """Ids of sources that begin so."""
    return _begun(ids(_folder(ctx))[0], incomplete)


def begun_feed(ctx: typer.Context, incomplete: str) -> list[str]:
    """Ids of feeds that begin so."""
    return _begun(ids(_folder(ctx))[1], incomplete)


def _folder(ctx: typer.Context) -> Path:
    return Path(ctx.params.get("config") or "config")


def _begun(names: list[str], incomplete: str) -> list[str]:
    return [name for name in names if name.startswith(incomplete)]
