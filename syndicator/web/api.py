"""The partner API: the stories of the feeds, what changed, and what is gone (docs/reference/api.md)."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, FastAPI, Header, Path, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.openapi.utils import get_openapi
from starlette.exceptions import HTTPException
from starlette.responses import Response

from syndicator.errors import StoreError
from syndicator.model.offer import Gone, Listing
from syndicator.model.partner import Partner
from syndicator.publish.address import public
from syndicator.publish.cursor import PATTERN, cursor
from syndicator.publish.offer import ninjs, stamp, story_document
from syndicator.web import schema
from syndicator.web.answering import ASKER, Answered, Answering
from syndicator.web.asking import Asker, Desk
from syndicator.web.catalogue import Catalogue, Wanted
from syndicator.web.parameters import LANGUAGE, SLUG, STORY, moment, number, prefers_ninjs
from syndicator.web.problems import KINDS, Problem
from syndicator.web.problems import MEDIA_TYPE as PROBLEM
from syndicator.web.problems import response as problem_response

PATH = "/api/v1"
NINJS = "application/vnd.iptc.ninjs+json"
_log = logging.getLogger("syndicator")
_FAILING: dict[int | str, dict[str, Any]] = {
    "default": {
        "description": "A problem: its type leads to what it means.",
        "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/ProblemDocument"}}},
    },
    304: {"description": "What you have is still good: it has one of the entity tags of If-None-Match."},
}
_TWO_FORMS: dict[int | str, dict[str, Any]] = {
    200: {"content": {NINJS: {"schema": {"type": "object", "required": ["uri"]}}}},
    301: {"description": "The story is part of another one, which is there."},
    **_FAILING,
}
_STATUS = {404: "no-such-path", 405: "bad-method"}

Feed = Annotated[str | None, Query(pattern=SLUG, description="Only what this feed tells.")]
Cursor = Annotated[str | None, Query(pattern=PATTERN, description="Where the last answer ended: its `cursor`.")]
Limit = Annotated[int, Query(ge=1, le=200, description="The most stories in one answer; there may be fewer.")]
Since = Annotated[
    str | None,
    Query(
        json_schema_extra={"format": "date-time"},
        description="Only what changed here at this moment or later; not when its source says that it was updated.",
    ),
]
Lang = Annotated[
    str | None,
    Query(pattern=LANGUAGE, description="Only articles in this language, or in what it is part of (RFC 4647 lookup)."),
]
Source = Annotated[str | None, Query(pattern=SLUG, description="Only articles of this source.")]
StoryId = Annotated[str, Path(pattern=STORY, description="The id of a story.")]


def partner_api(
    catalogue: Catalogue,
    desk: Desk,
    *,
    elapsed: Callable[[], float],
    heard: Callable[[Answered], None] = lambda _: None,
) -> Answering:
    """The ASGI application of the API, to be mounted at :data:`PATH`; *heard* is told of every answer."""
    app = FastAPI(title="Syndicator partner API", version="1", openapi_url=None, redirect_slashes=False)
    app.include_router(_routes(catalogue))
    described = _described(app)

    def base() -> str:
        return public(catalogue.site, PATH.strip("/"))

    @app.get("/openapi.json", include_in_schema=False)
    def openapi() -> Response:
        return _json(described | {"servers": [{"url": base()}]})

    def refused(request: Request, fault: Exception) -> Response:
        return problem_response(_problem(fault), base(), request.url.path)

    for kind in (Problem, HTTPException, RequestValidationError, StoreError):
        app.add_exception_handler(kind, refused)
    return Answering(
        app,
        desk,
        base=base,
        state=catalogue.state,
        routes=[*described["paths"], "/openapi.json"],
        elapsed=elapsed,
        heard=heard,
    )


def _routes(catalogue: Catalogue) -> APIRouter:
    router = APIRouter()

    @router.get("/feeds", response_model=schema.FeedsDocument, responses=_FAILING, summary="Feeds that you may read")
    def feeds(request: Request) -> Response:
        return _json(catalogue.feeds(_partner(request)))

    @router.get(
        "/stories",
        response_model=schema.StoriesDocument,
        responses=_FAILING,
        summary="Stories as they are, the one that changed first in front",
    )
    def stories(
        request: Request,
        *,
        feed: Feed = None,
        lang: Lang = None,
        source: Source = None,
        updated_since: Since = None,
        cursor: Cursor = None,
        limit: Limit = 50,
    ) -> Response:
        since = None if updated_since is None else moment(updated_since)
        wanted = Wanted(feed, lang, source, since, _after(cursor), limit)
        found, listing = catalogue.stories(_partner(request), wanted)
        return _page(found, listing, catalogue, request)

    @router.get(
        "/changes",
        response_model=schema.ChangesDocument,
        responses=_FAILING,
        summary="Whatever changed: stories that came or changed, and tombstones of those that are gone",
    )
    def changes(request: Request, feed: Feed = None, cursor: Cursor = None, limit: Limit = 50) -> Response:
        found, listing = catalogue.changes(_partner(request), Wanted(feed, after=_after(cursor), most=limit))
        return _page(found, listing, catalogue, request)

    @router.get(
        "/stories/{story}",
        response_model=schema.StoryDocument,
        responses=_TWO_FORMS,
        summary="One story, also as ninjs 3.1",
    )
    def story(
        request: Request,
        story: StoryId,
        profile: Annotated[
            Literal["syndicator", "ninjs"] | None, Query(description="The form; goes before Accept.")
        ] = None,
        accept: Annotated[str, Header(include_in_schema=False)] = "*/*",
    ) -> Response:
        return _one(catalogue, _partner(request), story, as_ninjs=(profile or _preferred(accept)) == "ninjs")

    @router.get(
        "/problems/{code}",
        response_model=schema.ProblemTypeDocument,
        responses=_FAILING,
        summary="What a type of problem means",
    )
    def problem(code: Annotated[str, Path(pattern=SLUG)]) -> Response:
        if code not in KINDS:
            raise Problem("unknown-problem")
        kind = KINDS[code]
        address = public(catalogue.site, f"{PATH.strip('/')}/problems/{code}")
        return _json({"type": address, "title": kind.title, "status": kind.status, "remedy": kind.remedy})

    return router


def _one(catalogue: Catalogue, partner: Partner | None, name: str, *, as_ninjs: bool) -> Response:
    found = catalogue.story(partner, name)
    if found.gone is Gone.MERGED and found.into:
        there = public(catalogue.site, f"{PATH.strip('/')}/stories/{found.into}")
        return Response(status_code=301, headers={"location": there, "vary": "Accept"})
    if found.gone:
        raise Problem("story-gone", reason=found.gone.value, time=stamp(found.changed), id=found.story)
    if as_ninjs:
        return _json(ninjs(found, catalogue.site), NINJS, vary="Accept")
    return _json(story_document(found, catalogue.site), vary="Accept")


def _preferred(accept: str) -> str:
    return "ninjs" if prefers_ninjs(accept, NINJS) else "syndicator"


def _partner(request: Request) -> Partner | None:
    asker: Asker | None = request.scope.get(ASKER)
    return asker.partner if asker else None


def _after(cursor: str | None) -> int | None:
    return None if cursor is None else number(cursor)


def _page(found: Mapping[str, Any], listing: Listing, catalogue: Catalogue, request: Request) -> Response:
    made = _json(found)
    if listing.more:
        asked = {**request.query_params, "cursor": cursor(listing.reached)}
        path = f"{PATH.strip('/')}/{request.url.path.rpartition('/')[2]}"
        made.headers["link"] = f'<{public(catalogue.site, path)}?{urlencode(asked)}>; rel="next"'
    return made


def _json(document: Mapping[str, Any], media_type: str = "application/json", *, vary: str = "") -> Response:
    body = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    return Response(body, media_type=media_type, headers={"vary": vary} if vary else None)


def _problem(fault: Exception) -> Problem:
    """Whatever was raised, in our words."""
    match fault:
        case Problem():
            return fault
        case StoreError():
            _log.error("the API cannot answer: %s", fault)
            return Problem("unavailable", headers={"retry-after": "5"})
        case RequestValidationError():
            first = fault.errors()[0]
            where, name = first["loc"][0], str(first["loc"][-1])
            if where == "path":
                return Problem("no-such-path")
            return Problem("bad-parameter", f"{name}: {first['msg']}", parameter=name)
        case _:
            return Problem(_STATUS.get(getattr(fault, "status_code", 500), "our-fault"))


def _described(app: FastAPI) -> dict[str, Any]:
    """OpenAPI 3.1: with the key that may be sent, and without the answers that the framework would give."""
    made = get_openapi(title=app.title, version=app.version, openapi_version="3.1.0", routes=app.routes)
    made["components"]["schemas"]["ProblemDocument"] = schema.ProblemDocument.model_json_schema(mode="serialization")
    for operation in (operation for path in made["paths"].values() for operation in path.values()):
        for parameter in operation.get("parameters", ()):  # what is not sent is not null
            parameter["schema"] |= parameter["schema"].pop("anyOf", [{}])[0]
    made["components"]["securitySchemes"] = {"key": {"type": "http", "scheme": "bearer"}}
    made["security"] = [{}, {"key": []}]
    return made
