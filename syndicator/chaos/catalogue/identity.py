"""I: what tells one piece of news from another, and how sources confuse it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from syndicator.chaos.answers import in_turn, serves
from syndicator.chaos.documents import ISO_DAY, atom, atom_entry, channel, escaped, item, made, rss, text, title
from syndicator.chaos.exchange import Exchange
from syndicator.chaos.fault import Catalogue, Expected, Fault, gives
from syndicator.model.source import Outcome

_OK, _SAME = Outcome.OK, Outcome.NOT_MODIFIED
_AGAIN = gives(then=(_OK,))
_RUSSIAN = (
    "Ректор медицинской академии осмотрел новый учебный корпус, который строители сдадут осенью. В нём откроют "
    "симуляционный центр, библиотеку и общежитие на двести мест."
)
Items = Callable[[str], Sequence[str]]


def _all(seed: str, **parts: Callable[[int], str]) -> list[str]:
    return [item(seed, number, **{name: make(number) for name, make in parts.items()}) for number in range(3)]


def _turns(row: str, does: str, *documents: Items, expected: Expected = _AGAIN, identity: str = "guid") -> Fault:
    """One document after the other."""
    return Fault(row, does, in_turn(*(serves(channel(each)) for each in documents)), expected, identity=identity)


def _once(row: str, does: str, items: Items, expected: Expected) -> Fault:
    return Fault(row, does, serves(channel(items)), expected)


def _linked(does: str, first: str, second: str, row: str = "I01") -> Fault:
    """Guid and link written one way, then another; ``{}`` stands for a number."""

    def written(form: str, seed: str) -> list[str]:
        make = lambda number: form.format(f"{seed}/{number}")  # noqa: E731
        return _all(seed, guid=make, link=make)

    return _turns(row, does, partial(written, first), partial(written, second))


def _counted(seed: str, counter: str) -> list[str]:
    """News with a last paragraph that is none."""
    return _all(seed, body=lambda number: escaped(f"<p>{text(seed, number)}</p><p>{counter}</p>"))


async def _new_guids(exchange: Exchange) -> None:
    seed = exchange.news
    items = _all(seed, guid=lambda number: f"guid-{exchange.count}-{number}")
    await exchange.answer(rss(*items).encode())


def _news(seed: str, first: int, last: int, **parts: str) -> list[str]:
    return [item(seed, number, **parts) for number in range(first, last)]


def _variants(seed: str) -> list[str]:
    """Another source's text, again and again, each time with a few words and a headline of its own."""
    told = text("varied", 0)
    headlines = (title(seed, n).partition(": ")[2] for n in range(100))
    return [item(seed, n, headline=each, body=f"{told} Offer {n}.") for n, each in enumerate(headlines)]


def _told(seed: str) -> str:
    return atom(*(atom_entry(seed, n) for n in range(3)))


def _tombstones(seed: str, numbers: Iterable[int]) -> str:
    """RFC 6721, with a namespace on each as generators of XML write it."""
    return "".join(
        f'<at:deleted-entry xmlns:at="http://purl.org/atompub/tombstones/1.0" when="{ISO_DAY}" '
        f'ref="https://news.example/{seed}/{n}"><at:comment>sent in error</at:comment></at:deleted-entry>'
        for n in numbers
    )


def _taken_back(seed: str) -> str:
    return atom(atom_entry(seed, 2), _tombstones(seed, range(2)))


TABLE: Catalogue = {
    # written another way
    "guid-https": _linked("http becomes https", "http://news.example/{}", "https://news.example/{}"),
    "guid-www": _linked("www comes and goes", "https://www.news.example/{}", "https://news.example/{}"),
    "guid-slash": _linked("a slash comes and goes", "https://news.example/{}/", "https://news.example/{}"),
    "guid-host-case": _linked("the host in capital letters", "https://NEWS.example/{}", "https://news.example/{}"),
    "guid-tracking": _linked(
        "tracking parameters come and go",
        "https://news.example/{}?utm_source=rss&fbclid=1",
        "https://news.example/{}",
        "I16",
    ),
    "guid-session": _linked(
        "session ids come and go", "https://news.example/{};jsessionid=A1?PHPSESSID=1", "https://news.example/{}", "I16"
    ),
    "guid-amp": _linked("the mobile page", "https://m.news.example/{}/amp", "https://news.example/{}", "I16"),
    "guid-blanks": _turns(
        "I06",
        "blanks around guids",
        lambda seed: _all(seed, guid=lambda n: f"g{n}"),
        lambda seed: _all(seed, guid=lambda n: f" \n g{n}\t"),
    ),
    "site-moved": _turns(
        "I02",
        "the whole site moves to another domain",
        lambda seed: _all(
            seed, guid=lambda n: f"https://old.example/{seed}/{n}", link=lambda n: f"https://old.example/{seed}/{n}"
        ),
        lambda seed: _all(
            seed, guid=lambda n: f"https://new.example/{seed}/{n}", link=lambda n: f"https://new.example/{seed}/{n}"
        ),
        expected=gives(then=(_OK,), updated=3),
    ),
    "site-rebuilt": _turns(
        "I02",
        "the site is built anew: other host, other paths, other guids",
        _all,
        lambda seed: _all(seed, guid=lambda n: f"new-{n}", link=lambda n: f"https://new.example/{n}{n}/{seed[::-1]}"),
        expected=gives(then=(_OK,), updated=3),
    ),
    # guids that are none
    "guid-random": Fault("I03", "another guid each time", _new_guids, _AGAIN),
    "guid-random-by-link": Fault("I03", "the same, known by its links", _new_guids, _AGAIN, identity="link"),
    "guid-random-by-title": Fault("I03", "the same, known by its titles", _new_guids, _AGAIN, identity="title+date"),
    "guid-missing": _once("I04", "no guids", lambda seed: _all(seed, guid=lambda _n: ""), gives()),
    "link-missing": _once(
        "I04", "no links", lambda seed: _all(seed, link=lambda _n: "", guid=lambda n: f"g{n}"), gives()
    ),
    "guid-and-link-missing": _once(
        "I04", "neither", lambda seed: _all(seed, link=lambda _n: "", guid=lambda _n: ""), gives()
    ),
    "guid-same": _once("I05", "one guid for all", lambda seed: _all(seed, guid=lambda _n: "1"), gives()),
    "item-twice": _once("I05", "the same items twice", lambda seed: _all(seed) + _all(seed), gives()),
    "guid-zero": _once("I06", "a guid that is 0", lambda seed: [item(seed, guid="0")], gives(1)),
    "guid-blank": _once("I06", "guids of blanks", lambda seed: _all(seed, guid=lambda _n: "  "), gives()),
    "guid-control": _once(
        "I08",
        "control characters in guids",
        lambda seed: _all(seed, guid=lambda n: f"g\x01\x1b{n}"),
        gives(never=("\x1b",)),
    ),
    "guid-reused": _turns(
        "I07",
        "a guid is used again for another story",
        lambda seed: [item(seed, 1, guid="latest")],
        lambda seed: [item(seed, 2, guid="latest")],
        expected=gives(2, then=(_OK,)),
    ),
    # two sources
    "same-guid-here": _once(
        "I09", "guids that another source has too", lambda seed: _all(seed, guid=lambda n: f"?p={n}"), gives()
    ),
    "same-guid-there": _once(
        "I09", "guids that another source has too", lambda seed: _all(seed, guid=lambda n: f"?p={n}"), gives()
    ),
    "copied": _once("I11", "texts that another source copies", lambda _seed: _all("copied"), gives()),
    "copying": _once("I11", "texts copied from another source", lambda _seed: _all("copied"), gives()),
    "our-id": Fault(
        "I10",
        "an id that we might mint",
        serves(
            made(
                lambda seed: atom(
                    atom_entry(seed).replace(
                        f"<id>https://news.example/{seed}/0", "<id>tag:example.org,2026-01-01:stolen"
                    )
                )
            )
        ),
        gives(1, never=("2026-01-01:stolen",)),
    ),
    "weekly-digest": _once(
        "I13", "a title that comes every week", lambda seed: _all(seed, headline=lambda _n: "Weekly digest"), gives()
    ),
    "template": _once(
        "I12",
        "twenty texts by one template",
        lambda seed: [
            item(seed, n, headline=f"Chaos offer {n}", body=f"{text(seed, 0)} Offer {n}.") for n in range(20)
        ],
        gives(20),
    ),
    "varied": _once("I12", "a text that another source varies", lambda _seed: _all("varied")[:1], gives(1)),
    "variants": _once("I12", "a hundred variants of another source's text", _variants, gives(100)),
    # from one poll to the next
    "order-flips": _turns("I17", "the order changes", _all, lambda seed: _all(seed)[::-1]),
    "counter": _turns(
        "I18",
        "a counter in the text changes",
        lambda seed: _counted(seed, "Views: 1041"),
        lambda seed: _counted(seed, "Views: 1052"),
    ),
    "ago": _turns(
        "I18",
        "the age of an item changes",
        lambda seed: _counted(seed, "5 minutes ago"),
        lambda seed: _counted(seed, "9 minutes ago"),
    ),
    "zero-width": _turns(
        "I15",
        "letters without width come and go",
        _all,
        lambda seed: _all(
            seed,
            headline=lambda n: "\u200b".join(title(seed, n)),
            body=lambda n: text(seed, n).replace("e", "e\u200b").replace("r", "r\u00ad"),
        ),
    ),
    "lookalikes": _turns(
        "I15",
        "Latin letters in Russian words",
        lambda seed: [item(seed, headline=f"{seed}: ректор осмотрел корпус", body=_RUSSIAN)],
        lambda seed: [item(seed, headline=f"{seed}: peктop ocмoтpeл кopпуc", body=_RUSSIAN.replace("о", "o"))],
        expected=gives(1, then=(_OK,)),
    ),
    "markup-changes": _turns(
        "I18",
        "markup changes, words do not",
        lambda seed: _all(seed, body=lambda n: text(seed, n)),
        lambda seed: _all(seed, body=lambda n: f"&lt;p class='x'&gt;{text(seed, n)}&lt;/p&gt;"),
    ),
    "title-edited": _turns(
        "I19",
        "a title is corrected",
        lambda seed: [item(seed, headline=f"{title(seed, 0)} wrng")],
        lambda seed: [item(seed, headline=f"{title(seed, 0)} wrong")],
        expected=gives(1, then=(_OK,), updated=1),
    ),
    "rewritten": _turns(
        "I19",
        "a headline is rewritten, and the address made of it",
        lambda seed: [item(seed, guid=seed, headline="Rates go up", link=f"https://news.example/{seed}/rates-go-up")],
        lambda seed: [item(seed, guid=seed, headline="Money is dear", link=f"https://news.example/{seed}/dear-money")],
        expected=gives(1, then=(_OK,), updated=1),
    ),
    "text-edited": _turns(
        "I19",
        "a paragraph is added",
        lambda seed: [item(seed)],
        lambda seed: [item(seed, body=f"{text(seed, 0)} {text(seed, 9)}")],
        expected=gives(1, then=(_OK,), updated=1),
    ),
    "vanishes": _turns("I20", "two of three items vanish", _all, lambda seed: _all(seed)[:1]),
    "vanishes-all": _turns("I20", "all items vanish", _all, lambda _seed: []),
    "comes-back": _turns(
        "I20",
        "items vanish and come back",
        _all,
        lambda seed: _all(seed)[:1],
        _all,
        expected=gives(then=(_OK, _OK)),
    ),
    "taken-back": Fault(
        "I20",
        "two of three entries are taken back by tombstones",
        in_turn(*(serves(made(each)) for each in (_told, _taken_back))),
        gives(then=(_OK,), note="took 2 of its articles back"),
    ),
    "taken-back-and-told-again": Fault(
        "I20",
        "what was taken back by tombstones comes back",
        in_turn(*(serves(made(each)) for each in (_told, _taken_back, _told))),
        gives(then=(_OK, _OK), note="lists 2 of the articles again"),
    ),
    "takes-back-of-others": Fault(
        "I20",
        "tombstones for the entries of another source",
        serves(made(lambda _seed: atom(_tombstones("taken-from", range(3))))),
        gives(0),
    ),
    "taken-from": Fault("I20", "entries that another source takes back", serves(made(_told)), gives()),
    "rolled-back": _turns(
        "I21",
        "an old document is served again",
        lambda seed: _news(seed, 3, 6),
        lambda seed: _news(seed, 0, 3),
        expected=gives(6, then=(_OK,)),
    ),
    "archive": _once(
        "I21",
        "news of years ago",
        lambda seed: _news(seed, 0, 3, date="Fri, 01 May 2020 10:00:00 GMT"),
        gives(published="2020-05-01T10:00:00+00:00"),
    ),
    "undated": _once("I21", "news without dates", lambda seed: _news(seed, 0, 3, date=""), gives(published="seen")),
    "burst": _turns(
        "I22",
        "a burst of news",
        lambda seed: _news(seed, 0, 3),
        lambda seed: _news(seed, 0, 60),
        expected=gives(60, then=(_OK,)),
    ),
    "preview": _once(
        "I24",
        "a draft among news",
        lambda seed: [*_all(seed), item(seed, 4, link="https://news.example/?p=4&amp;preview=true")],
        gives(rejected=1),
    ),
    "unchanged": _turns("I17", "the same bytes", _all, expected=gives(then=(_SAME,))),
}
