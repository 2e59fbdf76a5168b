"""What the world sees: published documents, health and metrics."""

from syndicator.web.app import create_app

__all__ = ["create_app"]
