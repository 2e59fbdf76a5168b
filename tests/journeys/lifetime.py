"""A small newsroom in seven ways of writing, and all that may happen to a subscription within two months of its news.

Everything is real but the calendar: sources and readers on loopback, the store, the documents, the web; the clock is
moved by hand, so that a month ends when it is told to.
"""

from __future__ import annotations

import asyncio
import json
import ssl
import threading
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar
from xml.sax.saxutils import escape, quoteattr

import uvicorn

from syndicator.editing import Desk, Plan
from syndicator.model.configuration import Configuration
from syndicator.model.feed import FeedDefinition, Held, Site
from syndicator.model.rule import parse_rule
from syndicator.model.ruling import Ruling, RulingKind
from syndicator.model.source import Republish, Rights, Source
from syndicator.model.topic import Topic
from syndicator.pipeline import Editorial, Pipeline
from syndicator.publish.address import archived_month, feed_links, public
from syndicator.publish.archive import month_of
from syndicator.publish.ending import successor
from syndicator.tag import compile_topics
from syndicator.web import create_app
from syndicator.web.documents import Documents
from syndicator.web.metrics import Metrics
from tests.chaos.corridor import MovableClock, open_corridor
from tests.journeys.readers import Published
from tests.loopback import Answer, Loopback, free_port

T = TypeVar("T")
BEGIN = datetime.fromisoformat("2026-05-26T09:00:00+00:00")
FORMATS = ("rss", "atom", "json")
SUBSCRIBED = (None, "kk")
"""The editions that are read: that of all languages, and one that comes to fall back on others."""


@dataclass(frozen=True, slots=True)
class News:
    """An entry of a source."""

    name: str
    language: str
    title: str
    text: str
    link: str
    """With letters of any script, as sources write them."""
    guid: str = ""
    """An IRI is kept as the id of what we publish; else we make one."""
    image: str = ""
    when: datetime = BEGIN - timedelta(hours=1)


FIRST = (
    News(
        "wards",
        "en",
        'Q&A: why "learning by doing" needs 5 < 6 wards & <b>bold</b> nurses',
        "The nursing school of Bristol opened two wards where its students practise on mannequins.",
        "https://gazette.example/wards?a=1&b=2",
        image="https://gazette.example/ward.jpg?a=1&b=2",
    ),
    News(
        "interns",
        "ru",
        "Омск отправит сорок интернов в сельские больницы — «впервые за 20 лет»",
        "Медицинский университет Омска отправит интернов в больницы области, первые уедут в сентябре.",
        "https://вестник.example/новости/интерны?стр=1#да",
    ),
    News(
        "midwives",
        "kk-Cyrl",
        "Түркістанда акушерлерге арналған мектеп ашылды: әңгүқөһі",
        "Түркістан қаласында акушерлерге арналған жаңа мектеп ашылып, онда алпыс студент оқиды.",
        "https://dala.example/жаңалықтар/акушер",
        "https://dala.example/жаңалықтар/?p=17&lang=kk",
    ),
    News(
        "course",
        "kk-Latn",
        "Aqtöbede auyl därıgerlerıne arnalğan üş ailyq kurs bastaldy",
        "Aqtöbe qalasynda auyl därıgerlerıne arnalğan kurs bastaldy, oğan otyz därıger qatysady.",
        "https://dala.example/latyn/kurs",
        "urn:uuid:6f1d3c52-3c3f-4d53-9e52-5b5f2d0b7c11",
    ),
    News(
        "meeting",
        "kk-Arab",
        "التاي قالاسىندا جاس دارىگەرلەر باس قوستى",
        "التاي قالاسىندا جاس دارىگەرلەردىڭ جيىنى ءوتتى، وعان جۇزدەن استام دارىگەر قاتىستى.",
        "https://dala.example/توتە/جيىن",
    ),
    News(
        "graduates",
        "ar",
        "كلية الطب في صفاقس تخرّج أول دفعة من القابلات (WHO: «خطوة مهمة»)",
        "احتفلت كلية الطب في جامعة صفاقس بتخريج أول دفعة من القابلات، وتضم خمسًا وعشرين طالبة.",
        "https://sawt.example/أخبار/قابلات",
        image="https://sawt.example/صور/قابلات.jpg",
    ),
    News(
        "paramedics",
        "he",
        'בי"ס לרפואה בבאר שבע פותח מסלול לפרמדיקים (EMT)',
        "בית הספר לרפואה בבאר שבע יפתח בסתיו מסלול חדש לפרמדיקים, ובו ילמדו שלושים סטודנטים.",
        "https://kol.example/חדשות/פרמדיקים",
    ),
)
"""One of each way of writing, each of an event of its own, with what readers stumble over in titles and addresses."""
LANGUAGES = tuple(each.language for each in FIRST)


class Sources:
    """What publishers say at present: a document a source, in Atom."""

    def __init__(self) -> None:
        self.told: dict[str, dict[str, News]] = {}

    def tell(self, *news: News, source: str = "") -> None:
        """Say it, in place of what it was before."""
        for each in news:
            self.told.setdefault(source or each.language.lower(), {})[each.name] = each

    def answer(self, path: str, _validator: str | None) -> Answer:
        entries = "".join(map(_entry, self.told.get(path, {}).values()))
        feed = f"<feed xmlns='http://www.w3.org/2005/Atom'><title>{path}</title>{entries}</feed>"
        return 200, {"Content-Type": "application/atom+xml"}, feed.encode()


def _entry(news: News) -> str:
    moment = news.when.isoformat()
    image = f"<link rel='enclosure' type='image/jpeg' length='9' href={quoteattr(news.image)}/>" if news.image else ""
    return (
        f"<entry xml:lang='{news.language}'><id>{escape(news.guid or news.name)}</id>"
        f"<title>{escape(news.title)}</title><link href={quoteattr(news.link)}/>{image}"
        f"<content>{escape(news.text)}</content>"
        f"<published>{moment}</published><updated>{moment}</updated></entry>"
    )


FEED = FeedDefinition(
    "training",
    "training",
    {"en": "Training", "ru": "Обучение", "kk": "Оқыту", "ar": "التدريب", "he": "הכשרה"},
    {"en": "Who learns what"},
    languages=("en", "ru", "kk", "ar", "he"),
    entries=9,
    hours=1,
)
_TOPIC = Topic("training", parse_rule("places >= 0"), version="1")


class Newsroom:
    """The service's corridor and web, which can be ended and begun anew; a context manager."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = MovableClock(BEGIN)
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.sources = Sources()
        self._press = Loopback(self.sources.answer)
        self.definition = FEED
        self.asked: list[str] = []
        """Paths that readers asked for."""

    def __enter__(self) -> Newsroom:
        self._press.__enter__()
        self.begin()
        return self

    def __exit__(self, *_: object) -> None:
        self.end()
        self._press.__exit__()

    # --- the service -----------------------------------------------------------------------------------------------

    @property
    def editorial(self) -> Editorial:
        """The configuration of now."""
        names = [*(each.language.lower() for each in FIRST), "second"]
        sources = [
            Source(
                name,
                f"Source {name}",
                f"Publisher {name}",
                "feed",
                f"http://127.0.0.1:{self._press.port}/{name}",
                rights=Rights(Republish.FULL, images=True, attribution=f"Source {name}", notice=f"© {name}"),
                allow_private=("127.0.0.0/8",),
                allow_ports=(self._press.port,),
            )
            for name in names
        ]
        site = Site("Newsroom", self.address, "mailto:n@example.org", "example.org", date(2026, 1, 1), ("en", "kk"))
        configuration = Configuration(
            site,
            f"sqlite:///{self.folder}/news.db",
            str(self.folder / "public"),
            {each.id: each for each in sources},
            {},
            {_TOPIC.id: _TOPIC},
            {self.definition.id: self.definition},
            user_agent="syndicator/test (+http://127.0.0.1/bot)",
        )
        return Editorial(configuration, compile_topics({}, configuration.topics, {}))

    def begin(self) -> None:
        """Open the store and the doors."""
        editorial = self.editorial
        self._loop = asyncio.new_event_loop()
        self.pipeline: Pipeline = open_corridor(editorial, self.clock, tls=ssl.create_default_context())
        documents = Documents(
            self.pipeline.output,
            max_age=0,
            links=lambda name: feed_links(self.pipeline.configuration.site, name),
            lasting=lambda path: "" < archived_month(path) < month_of(self.clock.now()),
            successor=self._successor,
        )
        app = create_app(documents, Metrics(), ready=lambda: {"ready": True})

        async def noting(scope: Any, receive: Any, send: Any) -> None:
            self.asked.append(str(scope.get("path")))
            await app(scope, receive, send)

        self._server = uvicorn.Server(
            uvicorn.Config(noting, host="127.0.0.1", port=self.port, log_config=None, access_log=False, lifespan="off")
        )
        self._serving = threading.Thread(target=self._server.run, daemon=True)
        self._serving.start()
        while not self._server.started:
            self._serving.join(0.01)
        self.do(lambda pipeline: pipeline.adopt(editorial))

    def end(self) -> None:
        """Close the doors and the store; what lies there is all that is left."""
        self._server.should_exit = True
        self._serving.join(10)
        self.do(lambda pipeline: pipeline.close())
        self._loop.close()

    def do(self, work: Callable[[Pipeline], Awaitable[T]]) -> T:
        """What *work* makes of the pipeline."""

        async def run() -> T:
            return await work(self.pipeline)

        return self._loop.run_until_complete(run())

    def _successor(self, name: str) -> str | None:
        configuration = self.pipeline.configuration
        found = successor(configuration.feeds.values(), name, self.clock.now().date())
        return public(configuration.site, found) if found else found

    # --- its daily work --------------------------------------------------------------------------------------------

    def redefine(self, **changes: Any) -> None:
        """An operator edits the feed's file."""
        self.definition = replace(self.definition, **changes)
        editorial = self.editorial
        self.do(lambda pipeline: pipeline.adopt(editorial))

    def work(self, after: timedelta = timedelta(hours=2)) -> None:
        """Poll everything some time later, and publish what changed."""
        self.clock.moment += after

        async def round_(pipeline: Pipeline) -> None:
            for source in pipeline.configuration.sources.values():
                report = await pipeline.poll(source)
                assert report.outcome.good, report
            for told in await pipeline.publish():
                assert not told.held, told

        self.do(round_)

    # --- its editors -----------------------------------------------------------------------------------------------

    def held(self, name: str) -> Held:
        """The article of a piece of news."""
        [guid] = {
            news.guid or name for said in self.sources.told.values() for news in said.values() if news.name == name
        }
        found = self.pipeline.store.articles(since=BEGIN - timedelta(days=99))
        [held] = [each for each in found if each.article.guid == guid]
        return held

    def desk(self) -> Desk:
        """Where editors sit."""
        return Desk(self.pipeline.store, self.pipeline.configuration, now=self.clock.now(), who="anna")

    def rule(self, kind: RulingKind, name: str, **more: Any) -> None:
        """Decide something of the article of a piece of news."""
        ruling = Ruling(self.clock.now(), self.definition.id, kind, who="anna", **more)
        made = self.desk().rule(ruling, (), [self.held(name)])
        assert made.rulings
        self.pipeline.store.decide(made.rulings)

    def merge(self, *names: str) -> None:
        """Make stories one."""
        desk = self.desk()
        desk.carry_out(desk.merge([self.held(name).story for name in names]))

    def split(self, name: str) -> None:
        """Let an article begin a story of its own."""
        desk, held = self.desk(), self.held(name)
        plan = desk.split(held.story, [held])
        assert isinstance(plan, Plan)
        desk.carry_out(plan)

    def withdraw(self, name: str, *, undo: bool = False) -> None:
        """Take an article back, or bring it back."""
        desk, held = self.desk(), self.held(name)
        done = desk.bring_back([held]) if undo else desk.withdraw([held])
        self.pipeline.store.withdraw(done.wanted, done.feeds)

    # --- what readers get ------------------------------------------------------------------------------------------

    def path(self, edition: str | None, format: str) -> str:
        """The address that readers subscribed to at first, below ours."""
        return f"/feeds/{FEED.id}{f'.{edition}' if edition else ''}.{format}"

    def document(self, edition: str | None, format: str) -> bytes | None:
        """What lies in the output store for an edition now, if anything does."""
        return self.pipeline.output.read(f"feeds/{self.definition.id}{f'.{edition}' if edition else ''}.{format}")


def told(document: bytes, format: str = "json") -> list[Published]:
    """What a JSON document says, and so that of another *format*: in Atom no stub stands for what is withdrawn."""
    return [
        Published(item["id"], item["url"], item["title"], item["date_published"][:19])
        for item in json.loads(document)["items"]
        if format != "atom" or "withdrawn" not in item["_syndicator"]
    ]
