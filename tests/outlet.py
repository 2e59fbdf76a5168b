"""An outlet whose source carries payloads in every field: collected, stored and published by the real service, then
served as readers get it, with a reader of our own that shows each entry as the format's specification says."""

from __future__ import annotations

import asyncio
import io
import json
import re
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import feedparser
import uvicorn
from fastapi import APIRouter
from starlette.responses import HTMLResponse, JSONResponse

from syndicator.bootstrap import load_editorial, now, open_for_reading, open_pipeline, poll_once
from syndicator.model.partner import ApiPolicy
from syndicator.model.report import PollReport
from syndicator.normalise.markup import ATTRIBUTES, TAGS, sanitise
from syndicator.publish.output import FolderOutput
from syndicator.web import create_app
from syndicator.web.api import PATH, partner_api
from syndicator.web.asking import Desk
from syndicator.web.catalogue import Catalogue
from syndicator.web.documents import Documents
from syndicator.web.metrics import Metrics
from tests.browser import Chromium, Seen
from tests.journeys.setting import write_setting
from tests.loopback import Answer, Loopback, free_port

FEED = "medical-education"
FORMATS = ("rss", "atom", "json")
NAME = '<img src=x onerror=alert(0)> & "Sons" <script>alert(0)</script>]]>'
"""What sources, feeds and the service itself are called."""
_SHOWN = 1_000
_LAST = datetime(2026, 5, 1, 10, tzinfo=UTC)
_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BODY = re.compile(
    r'<div lang="[^"<>]*" dir="(?:ltr|rtl)">(.*)<p><a href="[^"<>]*">[^<>]*</a></p>'
    r'(?:<p lang="[^"<>]*" dir="(?:ltr|rtl)">[^<>]*: <a .*</a></p>)?</div>',
    re.DOTALL,
)
_SYLLABLES = ("ba", "ke", "li", "mo", "nu", "ra", "se", "ti", "vo", "zu")
READER = """<!doctype html><meta charset=utf-8><title>Reader</title><main></main><script>
"use strict";
const got = async (address) => (await fetch(address)).json();
async function stories() {
  const found = [];
  for (let cursor = "", more = true; more; ) {
    const page = await got(`/api/v1/stories?limit=200${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
    found.push(...page.stories);
    ({ cursor, more } = page);
  }
  return found;
}
const PIECES = {
  json: async () => (await got("/feeds/%s.json")).items.map(item => [item.content_html, addresses(item)]),
  api: async () => (await stories()).flatMap(story =>
    story.articles.map(article => [article.content_html ?? "", addresses(article)])),
  ninjs: async () => {
    const found = [];
    for (const { id } of await stories()) {
      const news = await got(`/api/v1/stories/${id}?profile=ninjs`);
      for (const each of [news, ...(news.associations ?? [])])
        found.push([(each.bodies ?? []).map(body => body.value).join(""), addresses(each)]);
    }
    return found;
  },
};
const ADDRESSES = new Set(["url", "href", "link", "homepage", "licence", "linkedRights", "image", "page", "story"]);
function addresses(told, name = "") {
  if (typeof told === "string") return ADDRESSES.has(name) ? [told] : [];
  if (Array.isArray(told)) return told.flatMap(each => addresses(each, name));
  return Object.entries(told ?? {}).flatMap(([key, each]) => addresses(each, key));
}
async function show(format) {
  const main = document.querySelector("main");
  const pieces = await (PIECES[format] ?? (async () => (await got(`/told/${format}`)).map(piece => [piece, []])))();
  for (const [piece, addresses] of pieces) {
    const place = main.appendChild(document.createElement("section"));
    place.innerHTML = piece;
    const again = document.createElement("section");
    again.innerHTML = place.innerHTML;
    if (again.innerHTML !== place.innerHTML) fired(`changes when read again: ${piece}`);
    for (const address of addresses) place.appendChild(document.createElement("a")).href = address;
  }
  return [pieces.length, kinds()];
}
function kinds() {
  const found = new Set();
  for (const element of document.querySelectorAll("main section *"))
    for (const name of ["", ...element.getAttributeNames()]) found.add(`${element.localName} ${name}`);
  return [...found].sort();
}
</script>""".replace("%s", FEED)
"""Puts what the format calls HTML into a page, as readers do, and lists what the browser made of it; of what is told in
JSON, the partner API among it, whatever is an address becomes a link."""
TOLD = (*FORMATS, "api", "ninjs")
"""What such a reader can read."""

KINDS = {f"{tag} {name}" for tag in TAGS for name in {"", *ATTRIBUTES[tag], *(("rel",) if tag == "a" else ())}}
"""Elements and attributes that may be in what a reader shows."""


def unstable(bodies: Iterable[str]) -> list[str]:
    """Those that are not what the sanitiser makes of them."""
    return [body for body in bodies if sanitise(body) != body]


def body_of(html: str) -> str:
    """What a source told, without our own outermost element, its credit, and the links to other languages."""
    found = _BODY.fullmatch(html)
    assert found, html
    return found[1]


class Outlet:
    """A published site made of *payloads*, served on loopback; a context manager."""

    def __init__(self, folder: Path, payloads: Sequence[str]) -> None:
        self.payloads = payloads
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.reports = self._published(folder)
        self.output = FolderOutput(folder / "public")
        policy = ApiPolicy(per_minute=1_000_000, per_day=1_000_000)
        configuration = replace(load_editorial(folder / "config").configuration, api=policy)
        self._store = open_for_reading(configuration)
        desk = Desk(self._store, lambda: configuration, now=now, elapsed=time.monotonic)
        app = create_app(
            Documents(self.output, max_age=0),
            Metrics(),
            ready=lambda: {"ready": True},
            more=[self._routes()],
            below={PATH: partner_api(Catalogue(self._store, lambda: configuration), desk, elapsed=time.monotonic)},
        )
        self._server = uvicorn.Server(
            uvicorn.Config(app, host="127.0.0.1", port=self.port, log_config=None, access_log=False, lifespan="off")
        )
        self._thread = threading.Thread(target=self._server.run, daemon=True)

    def __enter__(self) -> Outlet:
        self._thread.start()
        while not self._server.started:
            self._thread.join(0.01)
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join(10)
        self._store.close()

    def document(self, format: str) -> bytes:
        """A feed in a format."""
        found = self.output.read(f"feeds/{FEED}.{format}")
        assert found is not None
        return found

    def contents(self, format: str) -> list[str]:
        """The whole text of every entry, as HTML, by other people's reading."""
        if format == "json":
            return [item["content_html"] for item in json.loads(self.document("json"))["items"]]
        return [entry.content[0].value for entry in self._parsed(format)]

    def told(self, format: str) -> list[str]:
        """Everything in a feed that a reader shows as HTML: the specification says so, and feedparser with it."""
        return [
            detail.value
            for entry in self._parsed(format)
            for detail in (*entry.content, entry.get("summary_detail"), entry.title_detail)
            if detail and "html" in detail.type
        ]

    def paths(self, *folders: str) -> list[str]:
        """The paths of all pages and feeds, or of those in *folders*."""
        shown = [path for path in self.output.paths() if path.endswith(".html") or path.startswith("feeds/")]
        return [path for path in shown if not folders or path.startswith(folders)]

    def carried(self) -> list[int]:
        """The numbers of the payloads whose entries are published."""
        items = json.loads(self.document("json"))["items"]
        return sorted(int(item["url"].rpartition("/")[2]) for item in items)

    def faults(self, browser: Chromium, *folders: str) -> dict[str, list[str]]:
        """What pages and feeds do in a browser that they must not."""
        found = {path: browser.visit(f"{self.address}/{path}").faults for path in self.paths(*folders)}
        return {path: faults for path, faults in found.items() if faults}

    def read(self, browser: Chromium, format: str) -> Seen:
        """A reader that shows all that is told of a feed; it says how many pieces, and the kinds of elements."""
        return browser.visit(f"{self.address}/reader", f"show({format!r})")

    def _parsed(self, format: str) -> list[Any]:
        document = io.BytesIO(self.document(format))
        parsed = feedparser.parse(document, sanitize_html=False, resolve_relative_uris=False)
        assert not parsed.bozo
        return list(parsed.entries)

    def _published(self, folder: Path) -> dict[str, PollReport]:
        documents = dict(zip(FORMATS, (_rss, _atom, _json), strict=True))
        reports: dict[str, PollReport] = {}

        def answer(path: str, _validator: str | None) -> Answer:
            return 200, {}, documents[path](list(_carried(path, self.payloads)))

        async def once(config: Path) -> None:
            editorial = load_editorial(config)
            pipeline = open_pipeline(editorial)
            try:
                for source in editorial.configuration.sources.values():
                    await poll_once(pipeline, [source], on_poll=lambda report: reports.update({report.source: report}))
            finally:
                await pipeline.close()

        with Loopback(answer) as press:
            sources = {name: f"http://127.0.0.1:{press.port}/{name}" for name in FORMATS}
            config = write_setting(folder, sources, port=press.port, address=self.address)
            _rename(folder)
            asyncio.run(once(config))
        return reports

    def _uncleaned(self) -> list[str]:
        """The payloads as they are, but for those that take the reader elsewhere."""
        staying = (payload for payload in self.payloads if "http-equiv" not in payload.lower())
        return [payload.encode(errors="replace").decode() for payload in staying]

    def _routes(self) -> APIRouter:
        router = APIRouter()

        @router.get("/reader")
        def reader() -> HTMLResponse:
            return HTMLResponse(READER)

        @router.get("/told/{format}")
        def told(format: str) -> JSONResponse:
            return JSONResponse(self._uncleaned() if format == "raw" else self.told(format))

        @router.get("/raw")
        def raw(markup: str) -> HTMLResponse:
            """What was never cleaned, under the policy of our pages."""
            _, headers, _ = Documents(self.output, max_age=0).answer("GET", "/", {})
            policy = dict(headers)[b"content-security-policy"].decode()
            return HTMLResponse(f"<!doctype html>{markup}", headers={"content-security-policy": policy})

        return router


def _rename(folder: Path) -> None:
    """Give everything that an operator names a name of the worst kind, and the feed room for every payload."""
    named = json.dumps(NAME)
    for path, pattern in (
        (
            "config/sources/journey.yaml",
            r"(?<=publisher: )Journey|(?<=attribution: )Journey|(?<=name: )(?:rss|atom|json)",
        ),
        ("config/syndicator.yaml", r"(?<=name: )Journey"),
        (f"feeds/{FEED}.yaml", r"(?m)(?<=^title:\n  en: ).*$"),
    ):
        file = folder / path
        text, count = re.subn(pattern, lambda _: named, file.read_text(encoding="utf-8"))
        assert count, path
        file.write_text(text, encoding="utf-8")
    feed = folder / f"feeds/{FEED}.yaml"
    shown = feed.read_text(encoding="utf-8").replace("entries: 50", f"entries: {_SHOWN}")
    assert f"entries: {_SHOWN}" in shown
    feed.write_text(shown, encoding="utf-8")
    settings = folder / "config/syndicator.yaml"
    settings.write_text(f"{settings.read_text(encoding='utf-8')}limits: {{burst: {_SHOWN}}}\n", encoding="utf-8")


# --- what the source sends -----------------------------------------------------------------------------------------


def _carried(format: str, payloads: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The payloads that a source of this format carries, with their numbers: in turn, but XML holds not every one."""
    for number, payload in enumerate(payloads):
        if format == ("json" if _XML.search(payload) else FORMATS[number % len(FORMATS)]):
            yield number, payload


def _text(number: int) -> str:
    """News of its own: no two are alike."""
    words = " ".join(_word(number * 40 + place) for place in range(40))
    return (
        f"The rectors of the medical university of {_word(number)} and a medical school in Haifa signed agreement "
        f"{number} on joint training of doctors and an exchange of medical students. {words.capitalize()}."
    )


def _day(number: int) -> datetime:
    """Neighbours are weeks apart: payloads of one list are much alike, and such news of one week would be one story."""
    return _LAST - timedelta(weeks=number % 30)


def _word(number: int) -> str:
    return "".join(_SYLLABLES[int(digit)] for digit in str(number * 7919 + 10_007))


def _headline(number: int) -> str:
    return f"Medical students of {_word(number)} and {_word(number + 5)} train together"


def _story(number: int, payload: str) -> str:
    return f"<p>{_text(number)}</p>{payload}<p>after</p>"


def _rss(carried: Sequence[tuple[int, str]]) -> bytes:
    items = "".join(_rss_item(number, _story(number, raw), escape(raw), quoteattr(raw)) for number, raw in carried)
    spaces = "".join(
        f' xmlns:{prefix}="{space}"'
        for prefix, space in {
            "content": "http://purl.org/rss/1.0/modules/content/",
            "dc": "http://purl.org/dc/elements/1.1/",
            "media": "http://search.yahoo.com/mrss/",
        }.items()
    )
    channel = f"<title>{escape(NAME)}</title><language>en</language>{items}"
    return f"<rss version='2.0'{spaces}><channel>{channel}</channel></rss>".encode()


def _rss_item(number: int, story: str, text: str, quoted: str) -> str:
    return f"""<item xml:base="javascript:alert(1)//"><title>{escape(_headline(number))} {text}</title>
<link>https://news.example/{number}</link><guid isPermaLink="false">{number}</guid>
<description>{text} {_text(number)}</description>
<content:encoded><![CDATA[{story.replace("]]>", "]]]]><![CDATA[>")}]]></content:encoded>
<author>{text}</author><dc:creator>{text}</dc:creator><category>{text}</category><dc:rights>{text}</dc:rights>
<enclosure url={quoted} type="image/jpeg" length="1"/>
<media:content url={quoted} type={quoted}><media:title>{text}</media:title></media:content>
<source url={quoted}>{text}</source><pubDate>{format_datetime(_day(number))}</pubDate></item>"""


def _atom(carried: Sequence[tuple[int, str]]) -> bytes:
    entries = "".join(
        _atom_entry(number, escape(_story(number, raw)), escape(raw), quoteattr(raw)) for number, raw in carried
    )
    feed = f"<title>{escape(NAME)}</title>{entries}"
    return f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">{feed}</feed>'.encode()


def _atom_entry(number: int, story: str, text: str, quoted: str) -> str:
    return f"""<entry><title type="html">{escape(_headline(number))} {text}</title>
<id>tag:news.example,2026:{number}</id><link href="https://news.example/{number}"/>
<link rel="alternate" hreflang="ru" href={quoted} title={quoted}/>
<link rel="enclosure" type="image/jpeg" href="https://img.example/{number}.jpg" title={quoted}/>
<summary type="html">{text} {_text(number)}</summary><content type="html" xml:base={quoted}>{story}</content>
<author><name>{text}</name><uri>{text}</uri></author><rights type="html">{text}</rights>
<category term={quoted} label={quoted} scheme={quoted}/>
<source><id>{text}</id><title type="html">{text}</title><link href={quoted}/></source>
<updated>{_day(number).isoformat()}</updated><published>{_day(number).isoformat()}</published></entry>"""


def _json(carried: Sequence[tuple[int, str]]) -> bytes:
    items = [
        {
            "id": str(number),
            "url": f"https://news.example/{number}",
            "title": f"{_headline(number)} {payload}",
            "summary": f"{payload} {_text(number)}",
            "content_html": _story(number, payload),
            "authors": [{"name": payload, "url": payload}],
            "tags": [payload],
            "image": payload,
            "attachments": [
                {"url": f"https://img.example/{number}.jpg?{payload}", "mime_type": "image/jpeg", "title": payload},
                {"url": payload, "mime_type": payload, "title": payload},
            ],
            "date_published": _day(number).isoformat(),
        }
        for number, payload in carried
    ]
    version = "https://jsonfeed.org/version/1.1"
    return json.dumps({"version": version, "title": NAME, "language": "en", "items": items}).encode()
