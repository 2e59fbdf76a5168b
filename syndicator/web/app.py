"""The web application: health and metrics beside the published documents."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, MutableMapping
from typing import Any

from fastapi import APIRouter, FastAPI, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.responses import JSONResponse

from syndicator import __version__
from syndicator.web.documents import Documents
from syndicator.web.metrics import Metrics

_OF_NOW: Mapping[str, str] = {"cache-control": "no-store"}
"""What tells how things are this moment is kept by nobody."""


def create_app(
    documents: Documents,
    metrics: Metrics,
    *,
    ready: Callable[[], dict[str, Any]],
    more: Iterable[APIRouter] = (),
    below: Mapping[str, Any] = {},
) -> FastAPI:
    """The ASGI application, with *more* routes, and with other applications *below* their paths.

    *ready* gives ``{"ready": bool, …}`` with what the service knows of itself; /readyz answers 503 when it is not.
    """
    app = FastAPI(title="Syndicator", version=__version__, docs_url=None, redoc_url=None, openapi_url=None)

    @app.api_route("/healthz", methods=["GET", "HEAD"])
    def healthz() -> JSONResponse:
        return JSONResponse({"status": "ok"}, headers=_OF_NOW)

    @app.api_route("/readyz", methods=["GET", "HEAD"])
    def readyz() -> JSONResponse:
        state = ready()
        headers = _OF_NOW if state["ready"] else {**_OF_NOW, "retry-after": "5"}
        return JSONResponse(state, status_code=200 if state["ready"] else 503, headers=headers)

    @app.api_route("/metrics", methods=["GET", "HEAD"])
    def exposed() -> Response:
        return Response(generate_latest(metrics.registry), media_type=CONTENT_TYPE_LATEST, headers=_OF_NOW)

    for router in more:
        app.include_router(router)
    app.mount("/", documents)
    app.add_middleware(Below, below=below)
    return app


class Below:
    """Hands on what is asked below the path of another application, whatever stands there.

    A mount of the framework passes over paths with the end of a line in them.
    """

    def __init__(self, app: Any, below: Mapping[str, Any]) -> None:
        self._app = app
        self._below = below

    async def __call__(self, scope: MutableMapping[str, Any], receive: Any, send: Any) -> None:
        """Answer one request."""
        path = scope.get("path", "")
        for prefix, inner in self._below.items():
            if path.startswith(f"{prefix}/"):
                await inner({**scope, "root_path": scope.get("root_path", "") + prefix}, receive, send)
                return
        await self._app(scope, receive, send)
