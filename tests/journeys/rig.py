"""A published site, served with the service's own answers, and a page of somebody else under another origin."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from syndicator.model.feed import Site
from syndicator.publish import publish, publish_site
from syndicator.publish.output import FolderOutput
from syndicator.publish.plain import NO_RULES, Rules
from syndicator.publish.site import Memory
from syndicator.web.documents import Documents
from tests.browser import Chromium
from tests.loopback import Answer, Loopback
from tests.publish.newsroom import DEFINITION, SITE, editions


@dataclass(slots=True)
class Rig:
    """Our own server, and a page of somebody else under another origin."""

    output: FolderOutput
    address: str = ""
    elsewhere: str = ""
    asked: list[str] = field(default_factory=list)
    body: str = ""

    def ours(self, path: str, validator: str | None) -> Answer:
        """What the service answers a browser."""
        self.asked.append(path)
        asked = {b"accept": b"text/html,*/*"} | ({b"if-none-match": validator.encode()} if validator else {})
        status, headers, body = Documents(self.output, max_age=0).answer("GET", f"/{path}", asked)
        return status, {name.decode(): value.decode() for name, value in headers if name != b"content-length"}, body

    def theirs(self, _path: str, _validator: str | None) -> Answer:
        """A page that takes scripts and data of ours alone, and no style of anybody."""
        policy = (
            f"default-src 'none'; script-src {self.address}; connect-src {self.address}; img-src https:; "
            "require-trusted-types-for 'script'"
        )
        page = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Elsewhere</title>{self.body}</html>'
        return 200, {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": policy}, page.encode()

    def show(self, browser: Chromium, body: str, script: str) -> Any:
        """What *script* finds on a page with this *body*, on which nothing untoward happened."""
        self.body = body
        self.asked.clear()
        seen = browser.visit(f"{self.elsewhere}/", script, keep_policy=True)
        assert seen.fired == []
        assert seen.failed == ""
        return seen.said

    @property
    def site(self) -> Site:
        """The site at its address."""
        return replace(SITE, address=self.address)

    @property
    def tag(self) -> str:
        """The script element."""
        return f'<script src="{self.address}/embed.js" async></script>'


@contextmanager
def served(folder: Path, rules: Rules = NO_RULES) -> Iterator[Rig]:
    """The newsroom's site in *folder*, published as always, with what the pages are to tell of *rules*."""
    rig = Rig(FolderOutput(folder))
    with Loopback(rig.ours) as ours, Loopback(rig.theirs) as theirs:
        rig.address = f"http://127.0.0.1:{ours.port}"
        rig.elsewhere = f"http://127.0.0.1:{theirs.port}"
        publish(editions(), rig.site, rig.output)
        publish_site(editions(), [DEFINITION], rig.site, rig.output, memory=Memory(), rules=rules)
        yield rig
