"""REDbot, which looks at how a resource is served: caching, validators, negotiation, what browsers are told.

Run as a program it takes requests as JSON, ``[[method, address, [[name, value], …], body], …]``, and gives for each
``{"status", "notes": [[level, name, text], …]}``: its event loop belongs to a process of its own.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from configparser import ConfigParser
from typing import Any

Request = tuple[str, str, Sequence[tuple[str, str]], str]
"""(method, address, header fields, body)"""
_SECONDS = 240


def look(requests: Sequence[Request]) -> list[dict[str, Any]]:
    """What REDbot says of each answer, and of its own further requests: for codings, by validators, of parts."""
    command = [sys.executable, "-m", "tests.journeys.redbot"]
    done = subprocess.run(
        command, input=json.dumps(requests), capture_output=True, text=True, timeout=_SECONDS + 30, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def _told(resource: Any) -> dict[str, Any]:
    assert resource.fetch_error is None, (resource.request.uri, resource.fetch_error)
    return {"status": resource.response.status_code, "notes": list(_notes(resource))}


def _notes(resource: Any) -> Iterator[tuple[str, str, str]]:
    seen = [resource.request, resource.response, *(check.response for check in resource.subreqs.values())]
    for message in seen:
        for note in message.notes:
            yield note.level.value, type(note).__name__, " ".join(str(note.summary).split())


def _main() -> None:
    import thor  # noqa: PLC0415 - for this program only
    from redbot.resource import HttpResource  # noqa: PLC0415

    parser = ConfigParser()
    parser.read_dict({"redbot": {"enable_local_access": "True"}})
    waiting = json.load(sys.stdin)
    told: list[dict[str, Any]] = []

    def look_at_next() -> None:
        if not waiting:
            thor.stop()
            return
        method, address, fields, body = waiting.pop(0)
        resource = HttpResource(parser["redbot"])
        resource.set_request(address, method=method, headers=fields, content=body.encode())
        for each in (resource, *resource.subreqs.values()):  # else it takes every answer to OPTIONS for no preflight
            each.response.request = each.request

        def done() -> None:
            told.append(_told(resource))
            thor.schedule(0, look_at_next)

        resource.on("check_done", done)
        resource.check()

    thor.schedule(0, look_at_next)
    thor.schedule(_SECONDS, thor.stop)
    thor.run()
    assert not waiting, f"not looked at in time: {waiting}"
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    _main()
