"""The web application: health and metrics beside the published documents."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from fastapi import APIRouter, FastAPI, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.responses import JSONResponse

from syndicator import __version__
from syndicator.web.documents import Documents
from syndicator.web.metrics import Metrics


def create_app(
    documents: Documents, metrics: Metrics, *, ready: Callable[[], dict[str, Any]], more: Iterable[APIRouter] = ()
) -> FastAPI:
    """The ASGI application, with *more* routes.

    *ready* gives ``{"ready": bool, …}`` with what the service knows of itself; /readyz answers 503 when it is not.
    """
    app = FastAPI(title="Syndicator", version=__version__, docs_url=None, redoc_url=None, openapi_url=None)

    @app.api_route("/healthz", methods=["GET", "HEAD"])
    def healthz() -> dict[str, str]:
        return {"status": "ok"}

    @app.api_route("/readyz", methods=["GET", "HEAD"])
    def readyz() -> JSONResponse:
        state = ready()
        headers = {} if state["ready"] else {"retry-after": "5"}
        return JSONResponse(state, status_code=200 if state["ready"] else 503, headers=headers)

    @app.api_route("/metrics", methods=["GET", "HEAD"])
    def exposed() -> Response:
        return Response(generate_latest(metrics.registry), media_type=CONTENT_TYPE_LATEST)

    for router in more:
        app.include_router(router)
    app.mount("/", documents)
    return app
