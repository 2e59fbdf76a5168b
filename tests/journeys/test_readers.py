"""Other people's readers subscribe to our feeds, read exactly what was published, and go on reading whatever happens:
none shows an item twice, and none loses one.
"""

from __future__ import annotations

import contextlib
import io
import json
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import feedparser
import pytest

from syndicator.chaos.documents import text, title
from syndicator.model.ruling import RulingKind
from tests.journeys.lifetime import FEED, FIRST, FORMATS, LANGUAGES, SUBSCRIBED, News, Newsroom, told
from tests.journeys.readers import (
    PARSERS,
    SUBSCRIBERS,
    Liferea,
    Newsboat,
    Parser,
    Published,
    Rss2email,
    RssParser,
    Subscriber,
    present,
    run,
)

pytestmark = pytest.mark.journey
Document = tuple[str | None, str]
"""(edition, format)."""
DOCUMENTS: Sequence[Document] = [(edition, format) for edition in SUBSCRIBED for format in FORMATS]


@dataclass
class Chapter:
    """What the documents said at a time, and what readers showed after having looked at them."""

    title: str
    documents: Mapping[Document, bytes]
    """None while the service is away, and when the feed is gone."""
    shown: dict[tuple[str, Document], list[Published]] = field(default_factory=dict)
    """(reader, document) → what it shows."""

    def told(self, document: Document) -> list[Published]:
        """What a document says."""
        edition, format = document
        return told(self.documents[edition, "json"], format) if self.documents else []


@dataclass
class Life:
    """All chapters of a subscription."""

    address: str
    chapters: list[Chapter]
    moved_to: Mapping[str, str]
    """Where rss2email looks for a feed since it moved."""
    walked: Mapping[Document, list[list[str]]]
    """For each document and its archives, the newest first, the ids that stand in it."""
    opml: bytes
    """The list of feeds, as it was before the feed ended."""
    fetched: Mapping[Document, list[Published]]
    """What rss-parser fetched from the address of old then."""
    together: list[Published]
    """What newsboat showed then of all the feeds in one store."""


def named(document: Document) -> str:
    """The name of a subscription."""
    return "-".join((document[0] or "all", document[1]))


# --- what happens --------------------------------------------------------------------------------------------------


def begins(at: Newsroom) -> None:
    at.sources.tell(*FIRST)


def sources_edit(at: Newsroom) -> None:
    """One its text, one its title."""
    english, russian, *_ = FIRST
    at.sources.tell(replace(english, text=f"{english.text} They cost two million."))
    at.sources.tell(replace(russian, title="Омск отправит пятьдесят интернов в сельские больницы"))


def an_editor_retitles(at: Newsroom) -> None:
    at.rule(RulingKind.RETITLE, "graduates", title="أول دفعة من القابلات في صفاقس")


def an_article_is_withdrawn(at: Newsroom) -> None:
    at.withdraw("paramedics")


ABROAD = News(
    "visit",
    "en",
    "Delegation of Semey university agrees on residency places in Haifa",
    "The rector Yerlan Sagyndykov signed a memorandum with Rambam hospital. It gives 128 places to residents.",
    "https://gazette.example/visit",
)
ABROAD_IN_RUSSIAN = News(
    "visit-ru",
    "ru",
    "Делегация университета Семея договорилась о резидентуре в Хайфе",
    "Ректор Ерлан Сагындыков подписал меморандум с госпиталем «Рамбам»: 128 мест для резидентов.",
    "https://second.example/visit",
)
ABROAD_IN_KAZAKH = News(
    "visit-kk",
    "kk-Cyrl",
    "Семей университетінің делегациясы Хайфадағы резидентура туралы келісті",
    "Ректор Ерлан Сағындықов «Рамбам» госпиталімен меморандумға қол қойды: резиденттерге 128 орын беріледі.",
    "https://dala.example/visit",
)


def something_new_is_told(at: Newsroom) -> None:
    at.sources.tell(replace(ABROAD, when=at.clock.now()))


def it_is_told_in_another_language(at: Newsroom) -> None:
    at.sources.tell(replace(ABROAD_IN_RUSSIAN, when=at.clock.now()), source="second")
    at.work()
    at.merge("visit", "visit-ru")


def the_service_is_away(at: Newsroom) -> None:
    at.end()


def the_service_is_back(at: Newsroom) -> None:
    at.begin()


def the_edition_falls_back_on_others(at: Newsroom) -> None:
    at.redefine(fallback={"kk": ("ru", "en")})


def what_stood_in_is_told_in_its_language(at: Newsroom) -> None:
    at.sources.tell(replace(ABROAD_IN_KAZAKH, when=at.clock.now()))
    at.work()
    at.merge("visit", "visit-kk")


def stories_become_one(at: Newsroom) -> None:
    at.merge("wards", "course")


def they_are_two_again(at: Newsroom) -> None:
    held = {name: at.held(name) for name in ("wards", "course")}
    assert held["wards"].story == held["course"].story
    at.split("course")


def what_was_withdrawn_comes_back(at: Newsroom) -> None:
    at.withdraw("paramedics", undo=True)


def a_month_ends(at: Newsroom) -> None:
    """Much is new, and what was there leaves the documents."""
    at.clock.moment += timedelta(days=8)
    at.sources.tell(*(later(at, number) for number in range(10)))


def later(at: Newsroom, number: int) -> News:
    """News of the other month, each of an event of its own."""
    return News(
        f"june-{number}",
        "en",
        title("june", number),
        text("june", number),
        f"https://june.example/{number}",
        when=at.clock.now() - timedelta(minutes=number),
    )


def what_is_long_gone_is_edited(at: Newsroom) -> None:
    english = FIRST[0]
    at.sources.tell(replace(english, title="Learning by doing, again", text=f"{english.text} They cost three million."))


def an_editor_pins_what_is_long_gone(at: Newsroom) -> None:
    at.rule(RulingKind.PIN, "interns")


def the_feed_moves(at: Newsroom) -> None:
    at.redefine(id="learning", formerly=("training",))


def something_is_told_there(at: Newsroom) -> None:
    at.sources.tell(later(at, 11))


def the_feed_ends(at: Newsroom) -> None:
    at.redefine(ended=at.clock.now().date())


def the_feed_is_gone(at: Newsroom) -> None:
    at.clock.moment += timedelta(days=31)


STORY: Sequence[Callable[[Newsroom], None]] = (
    begins,
    sources_edit,
    an_editor_retitles,
    an_article_is_withdrawn,
    something_new_is_told,
    it_is_told_in_another_language,
    the_service_is_away,
    the_service_is_back,
    the_edition_falls_back_on_others,
    what_stood_in_is_told_in_its_language,
    stories_become_one,
    they_are_two_again,
    what_was_withdrawn_comes_back,
    a_month_ends,
    what_is_long_gone_is_edited,
    an_editor_pins_what_is_long_gone,
    the_feed_moves,
    something_is_told_there,
    the_feed_ends,
    the_feed_is_gone,
)


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Life]:
    """Every reader that is here is subscribed to every document it can read, and looks after whatever happens."""
    folder = tmp_path_factory.mktemp("life")
    with contextlib.ExitStack() as left:
        newsroom = left.enter_context(Newsroom(folder))
        begins(newsroom)
        newsroom.work()
        readers = {}
        for kind in SUBSCRIBERS:
            if not kind.missing():
                read = [each for each in DOCUMENTS if each[1] in kind.formats]
                readers[kind.name] = kind(
                    folder / kind.name, {named(each): newsroom.address + newsroom.path(*each) for each in read}
                )
                left.callback(readers[kind.name].close)
        Liferea.seen = staticmethod(lambda: newsroom.asked)
        chapters: list[Chapter] = []
        walked: dict[Document, list[list[str]]] = {}
        fetched: dict[Document, list[Published]] = {}
        opml, together = b"", []
        for happens in STORY:
            if happens is the_feed_ends:
                walked = {each: walk(newsroom.address + newsroom.path(*each), each[1]) for each in DOCUMENTS}
                opml = got(f"{newsroom.address}/opml.xml")
                if isinstance(newsboat := readers.get(Newsboat.name), Newsboat):
                    together = newsboat.shows_together()
                if not RssParser.missing():
                    asked = [each for each in DOCUMENTS if each[1] in RssParser.formats]
                    addresses = [newsroom.address + newsroom.path(*each) for each in asked]
                    fetched = dict(zip(asked, RssParser().fetch(addresses), strict=True))
            chapters.append(lived(newsroom, happens, readers))
        mailer = readers.get(Rss2email.name)
        moved_to = {each: mailer.address(each) for each in mailer.feeds} if isinstance(mailer, Rss2email) else {}
        yield Life(newsroom.address, chapters, moved_to, walked, opml, fetched, together)


def lived(at: Newsroom, happens: Callable[[Newsroom], None], readers: Mapping[str, Subscriber]) -> Chapter:
    """What happens, what is published, and what readers make of it."""
    happens(at)
    documents: dict[Document, bytes] = {}
    if happens is not the_service_is_away:
        at.work()
        documents = {each: found for each in DOCUMENTS if (found := at.document(*each))}
    chapter = Chapter(happens.__name__, documents)
    with ThreadPoolExecutor() as pool:
        list(pool.map(lambda reader: reader.poll(), readers.values()))
    for name, reader in readers.items():
        for each in DOCUMENTS:
            if each[1] in reader.formats:
                chapter.shown[name, each] = reader.shows(named(each))
    return chapter


def got(address: str) -> bytes:
    """What lies at an address, or where that leads."""
    with urllib.request.urlopen(address, timeout=10) as answer:
        found: bytes = answer.read()
    return found


def walk(address: str, format: str) -> list[list[str]]:
    """The ids in a document and in those before it (RFC 5005)."""
    found = []
    while address:
        document = got(address)
        if format == "json":
            feed = json.loads(document)
            found.append([each["id"] for each in feed["items"]])
            address = feed.get("next_url", "")
        else:
            parsed = feedparser.parse(io.BytesIO(document))
            found.append([each.id for each in parsed.entries])
            address = next((link.href for link in parsed.feed.links if link.rel == "prev-archive"), "")
    return found


EVERY_SUBSCRIPTION = pytest.mark.parametrize(
    ("kind", "document"),
    [(kind, document) for kind in SUBSCRIBERS for document in DOCUMENTS if document[1] in kind.formats],
    ids=lambda each: named(each) if isinstance(each, tuple) else each.name,
)


def test_every_way_of_writing_is_there(life: Life) -> None:
    """English, Russian, Kazakh in three scripts, Arabic and Hebrew, all in one document, with pictures and without."""
    items = json.loads(life.chapters[0].documents[None, "json"])["items"]
    assert sorted(each["language"] for each in items) == sorted(LANGUAGES)
    assert len([each for each in items if "image" in each]) == 2


def test_what_is_to_happen_happens(life: Life) -> None:
    """The control: entries come and go, in the document of all languages and in that of one."""
    titles = {chapter.title: {item.title for item in chapter.told((None, "json"))} for chapter in life.chapters}
    assert "أول دفعة من القابلات في صفاقس" in titles["an_editor_retitles"]
    assert "הוסר מפרסום" in titles["an_article_is_withdrawn"] - titles["what_was_withdrawn_comes_back"]
    sizes = [[len(chapter.told((edition, "json"))) for edition in SUBSCRIBED] for chapter in life.chapters]
    assert sizes == [
        *[[7, 3]] * 4,
        *[[8, 3]] * 2,
        [0, 0],  # the service is away
        [8, 3],
        *[[8, 6]] * 2,  # the edition falls back on others
        [7, 5],  # two stories are one
        *[[8, 6]] * 2,
        *[[10, 10]] * 2,  # another month
        *[[11, 11]] * 2,  # with a pin
        [10, 10],
        [11, 11],  # with the farewell
        [0, 0],
    ]
    with pytest.raises(urllib.error.HTTPError, match="410"):
        got(f"{life.address}/feeds/training.rss")


@EVERY_SUBSCRIPTION
def test_every_reader_shows_every_item_once_whatever_happens(
    life: Life, kind: type[Subscriber], document: Document
) -> None:
    """Id, link, title and time as they are published, or were when the reader first saw it; none twice, all kept."""
    present(kind)
    wanted: dict[object, Published] = {}
    for chapter in life.chapters:
        for item in chapter.told(document):
            name = kind.told_apart(item)
            wanted[name] = item if kind.follows_edits else wanted.get(name, item)
        shown = chapter.shown[kind.name, document]
        assert sorted(shown, key=repr) == sorted(wanted.values(), key=repr), chapter.title


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("edition", SUBSCRIBED, ids=str)
def test_no_story_is_told_twice(life: Life, edition: str | None, format: str) -> None:
    """What was told of an event once stays its entry, whoever tells it later, in whatever language, wherever."""
    told = {item.id: item.title for chapter in life.chapters for item in chapter.told((edition, format))}
    assert len({ABROAD.title, ABROAD_IN_RUSSIAN.title, ABROAD_IN_KAZAKH.title} & set(told.values())) == 1


@pytest.mark.parametrize(
    ("kind", "format"),
    [(kind, format) for kind in PARSERS for format in kind.formats],
    ids=lambda each: each if isinstance(each, str) else each.name,
)
def test_every_parser_reads_what_every_document_says(
    life: Life, kind: type[Parser], format: str, tmp_path: Path
) -> None:
    """Id, link, title and time of every item, of the farewell and of what is withdrawn, in all that was published."""
    present(kind)
    asked = [(chapter, (edition, format)) for chapter in life.chapters if chapter.documents for edition in SUBSCRIBED]
    files = [tmp_path / f"{number}.{format}" for number in range(len(asked))]
    for file, (chapter, document) in zip(files, asked, strict=True):
        file.write_bytes(chapter.documents[document])
    for (chapter, document), read in zip(asked, kind().read(files), strict=True):
        wanted = [kind.habit(item) for item in chapter.told(document)]
        assert sorted(read, key=repr) == sorted(wanted, key=repr), (chapter.title, document)


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_whoever_walks_back_meets_every_item_once(life: Life, document: Document) -> None:
    """From the address of old, over the month that is closed: all that ever was in the document, and nothing else."""
    wanted = {item.id for chapter in life.chapters for item in chapter.told(document) if "/ended" not in item.id}
    current, *archives = life.walked[document]
    archived = Counter(each for archive in archives for each in archive)
    assert len(archives) == 2
    assert archived == Counter(wanted)
    assert set(current) <= wanted


def test_readers_that_follow_a_move_have_the_new_address(life: Life) -> None:
    """rss2email stores what a 301 says, and nothing else."""
    present(Rss2email)
    assert {address.partition("/feeds/")[2].partition(".")[0] for address in life.moved_to.values()} == {"learning"}


def test_whoever_reads_several_of_our_feeds_has_an_entry_of_both_once(life: Life) -> None:
    """newsboat takes ids for unique in all feeds, as they are: it shows an entry of two feeds in one of them."""
    present(Newsboat)
    [chapter] = [each for each in life.chapters if each.title == "something_is_told_there"]
    wanted = {item.id for edition in SUBSCRIBED for item in chapter.told((edition, "rss"))}
    assert Counter(item.id for item in life.together) == Counter(wanted)


@pytest.mark.parametrize("document", [each for each in DOCUMENTS if each[1] in RssParser.formats], ids=named)
def test_a_parser_that_fetches_follows_the_move(life: Life, document: Document) -> None:
    """It accepts RSS alone, whatever it asks for, and gets what there is."""
    present(RssParser)
    [chapter] = [each for each in life.chapters if each.title == "something_is_told_there"]
    assert sorted(life.fetched[document], key=repr) == sorted(chapter.told(document), key=repr)


def test_the_list_of_feeds_can_be_imported(life: Life, tmp_path: Path) -> None:
    """newsboat subscribes to everything from /opml.xml."""
    present(Newsboat)
    (tmp_path / "opml.xml").write_bytes(life.opml)
    (tmp_path / "urls").write_text("")
    run("newsboat", "-u", "urls", "-i", "opml.xml", cwd=tmp_path)
    subscribed = (tmp_path / "urls").read_text()
    assert all(f"/feeds/learning.{edition}." in subscribed for edition in FEED.languages)
