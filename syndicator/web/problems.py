"""What can go wrong between a partner and us, as documents of RFC 9457."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Kind:
    """One type of problem."""

    status: int
    title: str
    remedy: str
    """What the one who asked can do."""


KINDS: Mapping[str, Kind] = {
    "bad-parameter": Kind(400, "A parameter has no such value", "See the parameter in /api/v1/openapi.json."),
    "key-missing": Kind(401, "A key is needed", "Send your key as Authorization: Bearer, or ask the operator for one."),
    "key-unknown": Kind(401, "The key is not known", "Check that the key was copied whole."),
    "key-expired": Kind(401, "The key has expired", "Ask the operator for a new one."),
    "key-revoked": Kind(401, "The key was revoked", "Ask the operator why."),
    "no-such-path": Kind(404, "There is nothing at this address", "See the paths in /api/v1/openapi.json."),
    "api-off": Kind(404, "This service has no API", "Its feeds are listed in /opml.xml."),
    "unknown-feed": Kind(404, "There is no such feed, or you may not read it", "See /api/v1/feeds."),
    "unknown-story": Kind(404, "There is no such story, or no feed that you may read tells it", "See /api/v1/stories."),
    "unknown-cursor": Kind(404, "The cursor is none of ours", "Use cursors as they come, whole and unchanged."),
    "unknown-problem": Kind(404, "There is no such type of problem", "Types are addresses; follow one that you got."),
    "bad-method": Kind(405, "This can only be read", "Use GET or HEAD."),
    "story-gone": Kind(410, "The story is told no more", "Delete your copy; when and why stands beside this."),
    "cursor-lost": Kind(
        410, "The cursor leads beyond what there is", "The store was restored: begin anew, without one."
    ),
    "too-many-requests": Kind(429, "The quota is used up", "Wait as many seconds as Retry-After says."),
    "our-fault": Kind(500, "Something went wrong here", "Try again later; the operator has been told in the log."),
    "unavailable": Kind(503, "The store cannot be reached", "Try again in a while."),
}


class Problem(Exception):  # noqa: N818 - RFC 9457 calls it so
    """Raised where a request cannot be answered as it was meant."""

    def __init__(self, code: str, detail: str = "", *, headers: Mapping[str, str] = {}, **more: Any) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail
        self.headers = headers
        self.more = more
        """Further members of the document."""


def document(problem: Problem, base: str, instance: str) -> dict[str, Any]:
    """What is said of a problem; *base* is the address of the API."""
    kind = KINDS[problem.code]
    return {
        "type": f"{base}/problems/{problem.code}",
        "title": kind.title,
        "status": kind.status,
        "detail": problem.detail or kind.remedy,
        "instance": instance,
        **problem.more,
    }


def response(problem: Problem, base: str, instance: str) -> Response:
    """The answer that tells a problem."""
    body = json.dumps(document(problem, base, instance), ensure_ascii=False).encode()
    headers = {"content-language": "en", "cache-control": "no-store", **problem.headers}
    return Response(body, KINDS[problem.code].status, headers, MEDIA_TYPE)
