"""X: documents that are broken, hostile or something else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from syndicator.chaos.answers import serves, zipped
from syndicator.chaos.documents import (
    Document,
    around,
    as_json,
    atom,
    atom_entry,
    channel,
    cut,
    escaped,
    feed,
    gzipped,
    item,
    json_feed,
    just,
    made,
    replaced,
    rss,
)
from syndicator.chaos.exchange import Handler
from syndicator.chaos.fault import Catalogue, Expected, Fault, fails, gives
from syndicator.model.source import Limits, Outcome

_USUAL = Limits()
_QUICK = Limits(reading=1.0)
_POISON = (
    '<psc:chapter xmlns:psc="http://podlove.org/simple-chapters"/><georss:where '
    'xmlns:georss="http://www.georss.org/georss"><gml:Point xmlns:gml="http://www.opengis.net/gml"><gml:pos>1</gml:pos>'
    '</gml:Point></georss:where><media:content xmlns:media="http://search.yahoo.com/mrss/" width="x" url=""/>'
)
_LONG_ENTITY = '<!ENTITY a "' + "a" * 50_000 + '">'
_RATIO = Limits(ratio=5000)
_ENCLOSURE = '<enclosure url="https://a.example/a" type="image/png" length="1"/>'
_NOT = fails(Outcome.NOT_A_FEED)
_DTD = fails(Outcome.DTD)


def _fault(row: str, does: str, document: Document, expected: Expected, limits: Limits = _USUAL) -> Fault:
    return Fault(row, does, serves(document), expected, limits=limits)


def _json(does: str, build: Callable[[str], Any], expected: Expected) -> Fault:
    return _fault("X21", f"JSON Feed: {does}", as_json(build), expected)


def _subset(subset: str, body: str = "&a;") -> Document:
    """A document with an internal DTD subset."""
    return made(lambda seed: f"<!DOCTYPE rss [{subset}]>" + rss(item(seed, headline=f"Chaos {body}"), declaration=""))


def _one(**parts: Any) -> Document:
    """Three items, the middle one with other parts."""
    return channel(lambda seed: [item(seed, 0), item(seed, 1, **parts), item(seed, 2)])


def _flood(part: str, unit: str, times: int, around: str = "{}") -> Document:
    """Three items; a part of the middle one is a flood, that is made when it is asked for."""
    return channel(lambda seed: [item(seed, 0), item(seed, 1, **{part: around.format(unit * times)}), item(seed, 2)])


def _laughs() -> str:
    """Ten entities, each ten times the one before."""
    grown = (f'<!ENTITY {chr(98 + n)} "' + f"&{chr(97 + n)};" * 10 + '">' for n in range(9))
    return '<!ENTITY a "ha">' + "".join(grown)


def _attributed(seed: str) -> list[str]:
    flood = " ".join(f"a{number}='1'" for number in range(50_000))
    return [item(seed, more=f"<x {flood}/>")]


def _many(seed: str) -> list[str]:
    return [item(seed, number, body="") for number in range(20)] + ["<item><title>a</title></item>"] * 100_000


def _packed(document: Document) -> Handler:
    """Compressed, to come below the bound on the wire."""
    return zipped(gzipped(document))


def _page(head: str, body: str = "") -> Document:
    return just(f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>")


def _reference(name: str) -> Document:
    return _one(headline=f"Chaos {name} news", body=f"One {name} two, {'and so on ' * 20}")


def _rdf(seed: str) -> str:
    items = "".join(
        f'<item rdf:about="urn:{seed}:{number}"><title>Chaos {seed} {number}</title><link>https://news.example/{number}'
        "</link></item>"
        for number in range(3)
    )
    spaces = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
    return f"<rdf:RDF {spaces}><channel><title>t</title></channel>{items}</rdf:RDF>"


def _atom03(seed: str) -> str:
    return atom(*(atom_entry(seed, number) for number in range(3)), root=' version="0.3"').replace(
        "http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#"
    )


def _nested(levels: int) -> Document:
    return just('{"version":"https://jsonfeed.org/version/1.1","items":' + "[" * levels + "]" * levels + "}")


TABLE: Catalogue = {
    # entities and DTDs
    "xml-billion": _fault("X01", "a billion laughs", _subset(_laughs(), "&j;"), _DTD),
    "xml-quadratic": _fault("X01", "one long entity, many times", _subset(_LONG_ENTITY, "&a;" * 3000), _DTD),
    "xml-entity-harmless": _fault("X01", "an entity that does no harm", _subset('<!ENTITY a "b">'), _DTD),
    "xxe-file": _fault("X02", "an entity from a file", _subset('<!ENTITY a SYSTEM "file:///etc/passwd">'), _DTD),
    "xxe-http": _fault("X02", "an entity from an address", _subset('<!ENTITY a SYSTEM "http://127.0.0.1:9/">'), _DTD),
    "xxe-parameter": _fault(
        "X02", "a parameter entity", _subset('<!ENTITY % a SYSTEM "http://127.0.0.1:9/"> %a;', ""), _DTD
    ),
    "xxe-xinclude": _fault(
        "X02",
        "includes a file",
        _one(more='<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>'),
        gives(never=("root:",)),
    ),
    "doctype-plain": _fault(
        "X03",
        "the DOCTYPE of RSS 0.91",
        around(
            b'<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://127.0.0.1:9/rss.dtd">',
            made(lambda seed: rss(*[item(seed, n) for n in range(3)], declaration="")),
        ),
        gives(),
    ),
    # floods
    "xml-deep": _fault(
        "X04", "fifty thousand levels", _flood("more", "<x>", 50_000, "{}" + "</x>" * 50_000), fails(Outcome.LIMITS)
    ),
    "xml-deep-70": _fault(
        "X04", "seventy levels", _flood("more", "<x>", 70, "{}" + "</x>" * 70), fails(Outcome.LIMITS)
    ),
    "xml-deep-40": _fault("X04", "forty levels", _flood("more", "<x>", 40, "{}" + "</x>" * 40), gives()),
    "xml-attributes": _fault("X05", "fifty thousand attributes", channel(_attributed), fails(Outcome.LIMITS)),
    "xml-categories": _fault(
        "X06",
        "twenty thousand categories",
        _flood("more", "<category>c</category>", 20_000),
        gives(note="category"),
    ),
    "xml-enclosures": _fault(
        "X06", "twenty thousand enclosures", _flood("more", _ENCLOSURE, 20_000), gives(note="enclosure")
    ),
    "xml-siblings": _fault("X06", "a hundred thousand unknown elements", _flood("more", "<x/>", 100_000), gives()),
    "xml-author-redos": _fault(
        "X07", "an author that regexes choke on", _flood("more", "a.", 32_000, "<author>x@{}!</author>"), gives()
    ),
    "xml-author-redos-broken": _fault(
        "X07",
        "the same in a document that is not well-formed",
        _flood("more", "a.", 32_000, "<author>x@{}!</author><b>"),
        gives(note="tolerantly"),
    ),
    "xml-comments": _fault("X08", "comments that never end", _flood("body", escaped("<!-- "), 50_000), gives(), _QUICK),
    "xml-declarations": _fault(
        "X08", "declarations in declarations", _flood("body", escaped("<!h"), 20_000), gives(), _QUICK
    ),
    "html-deep": _fault(
        "X08", "forty thousand levels of HTML", _flood("body", escaped("<div>"), 40_000), gives(), _QUICK
    ),
    "html-ampersands": _fault(
        "X08", "a hundred thousand ampersands", _flood("body", escaped("&"), 100_000), gives(), _QUICK
    ),
    "html-attributes": _fault(
        "X08", "ten thousand attributes in HTML", _flood("body", "a=1 ", 10_000, escaped("<p {}>x")), gives(), _QUICK
    ),
    "html-huge": Fault(
        "X08",
        "four megabytes of HTML in one entry",
        _packed(_flood("body", escaped("<p>word "), 500_000)),
        gives(),
        limits=_RATIO,
    ),
    "xml-100k-items": Fault(
        "X19",
        "a hundred thousand items",
        _packed(channel(_many)),
        gives(20, note="'limits.entries'"),
        limits=Limits(entries=20, ratio=5000),
    ),
    "title-5mb": Fault(
        "X20", "a title of five megabytes", _packed(_flood("headline", "long ", 1_000_000)), gives(), limits=_RATIO
    ),
    "title-12mb": Fault(
        "X20",
        "a title of twelve megabytes",
        _packed(_flood("headline", "long ", 2_400_000)),
        fails(Outcome.LIMITS),
        limits=_RATIO,
    ),
    "guid-1mb": _fault("X20", "a guid of a megabyte", _flood("guid", "g", 1_000_000), gives()),
    "link-1mb": _fault(
        "X20", "a link of a megabyte", _flood("link", "g", 1_000_000, "https://news.example/{}"), gives()
    ),
    # references and characters
    "xml-beyond-unicode": _fault("X09", "a reference beyond Unicode", _reference("&#1114112;"), gives(note="repaired")),
    "xml-surrogate-reference": _fault(
        "X09", "a reference to half a character", _reference("&#xD800;"), gives(note="repaired")
    ),
    "xml-nul-reference": _fault("X09", "a reference to NUL", _reference("&#0;"), gives(note="repaired")),
    "xml-control": _fault("X12", "control characters", _reference("\x01\x0b"), gives(note="forbids")),
    "xml-nul": _fault("X12", "NULs", _reference("\0"), gives(note="forbids")),
    "xml-noncharacter": _fault("X12", "noncharacters", _reference("\uffff"), gives(note="forbids")),
    "xml-ampersand": _fault("X13", "bare ampersands", _reference("A & B &c"), gives(note="repaired")),
    "xml-nbsp": _fault("X13", "entities of HTML", _reference("&nbsp;&laquo;x&raquo;"), gives(note="repaired")),
    "xml-unknown-entity": _fault("X13", "an entity nobody declared", _reference("&wibble;"), gives(note="repaired")),
    "xml-less-than": _fault("X13", "a bare less-than sign", _reference("5 < 6"), gives(note="repaired")),
    # junk around
    "junk-warning": _fault(
        "X14",
        "a warning of PHP before",
        around(b"<br />\n<b>Warning</b>: mysql in <b>x.php</b> on line <b>3</b><br />\n", feed),
        gives(note="junk before"),
    ),
    "junk-blank": _fault("X14", "blank lines before", around(b"\n\n \t", feed), gives()),
    "junk-text": _fault("X14", "words before", around(b"Notice: cache miss ", feed), gives(note="junk before")),
    "junk-tail": _fault(
        "X14",
        "a script and a comment behind",
        around(b"", feed, b"<script>x()</script><!-- cached -->"),
        gives(note="junk after"),
    ),
    "junk-twice": _fault(
        "X14",
        "two documents in one",
        around(b"", feed, b"\n<?xml version='1.0'?><rss><channel/></rss>"),
        gives(note="tolerantly"),
    ),
    # cut short
    "xml-truncated": _fault("X15", "cut in the middle of an item", cut(feed, 100), fails(Outcome.TRUNCATED)),
    "xml-truncated-tag": _fault("X15", "cut in the last tag", cut(feed, 3), fails(Outcome.TRUNCATED)),
    "xml-truncated-head": _fault("X15", "nothing but the head", lambda seed: feed(seed)[:80], fails(Outcome.TRUNCATED)),
    "xml-declaration-only": _fault("X15", "a declaration and nothing else", just('<?xml version="1.0"?>\n'), _NOT),
    # something else
    "html-200": _fault("X16", "a page instead of a feed", _page("<title>Maintenance</title>"), _NOT),
    "html-login": _fault(
        "X16", "a login page", _page("<title>Sign in</title>", "<form><input name=password></form>"), _NOT
    ),
    "html-portal": _fault(
        "X16", "a captive portal", _page('<meta http-equiv=refresh content="0;url=http://10.0.0.1/">'), _NOT
    ),
    "html-with-feed": _fault(
        "X17",
        "a page with a feed in it",
        _page("<title>t</title>", rss("<item><title>evil</title></item>", declaration="")),
        _NOT,
    ),
    "html-comment-feed": _fault(
        "X17",
        "a page with a feed in a comment",
        just(f"<!-- {rss('<item><title>evil</title></item>', declaration='')} --><html></html>"),
        _NOT,
    ),
    "plain-text": _fault("X16", "plain words", just("The feed is being moved, please be patient."), _NOT),
    "sitemap": _fault("X16", "a sitemap", just('<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"/>'), _NOT),
    "opml": _fault("X16", "a list of feeds", just('<opml version="2.0"><head/><body/></opml>'), _NOT),
    "svg": _fault("X16", "a picture", just('<svg xmlns="http://www.w3.org/2000/svg"/>'), _NOT),
    "png": _fault("X16", "a picture in bytes", just(b"\x89PNG\r\n\x1a\n" + bytes(range(256))), _NOT),
    "pdf": _fault("X16", "a PDF", just(b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\n%%EOF"), _NOT),
    "zip": _fault("X16", "an archive", just(b"PK\x03\x04" + b"\x14\0\0\0" * 30), _NOT),
    "body-is-path": _fault("X18", "a body that is a path", just("/etc/passwd"), _NOT),
    "body-is-url": _fault("X18", "a body that is an address", just("http://127.0.0.1:9/feed"), _NOT),
    "body-is-device": _fault("X18", "a body that is a device", just("/dev/zero"), _NOT),
    # nearly feeds
    "no-items": _fault("X22", "a feed without items", just(rss()), gives(0)),
    "no-channel": _fault("X22", "a feed without a channel", just("<rss version='2.0'/>"), gives(0)),
    "empty-items": _fault("X22", "items with nothing in them", just(rss("<item/>" * 3)), gives(0, rejected=3)),
    "untitled": _fault(
        "X22", "items without titles", channel(lambda seed: [item(seed, n, headline="") for n in range(3)]), gives()
    ),
    "version-wrong": _fault(
        "X22", "a version that never was", replaced(feed, b'version="2.0"', b'version="7.1"'), gives()
    ),
    "version-none": _fault("X22", "no version", replaced(feed, b' version="2.0"', b""), gives()),
    "rss-shouted": _fault("X22", "capital letters", replaced(feed, b"rss", b"RSS"), gives()),
    "rss091": _fault("X22", "RSS 0.91", replaced(feed, b'version="2.0"', b'version="0.91"'), gives()),
    "rss10": _fault("X22", "RSS 1.0", made(_rdf), gives()),
    "atom": _fault("X22", "Atom", made(lambda seed: atom(*(atom_entry(seed, n) for n in range(3)))), gives()),
    "atom03": _fault("X22", "Atom 0.3", made(_atom03), gives()),
    "atom-unbound": _fault(
        "X22",
        "Atom without its namespace",
        replaced(
            made(lambda seed: atom(*(atom_entry(seed, n) for n in range(3)))),
            b' xmlns="http://www.w3.org/2005/Atom"',
            b"",
        ),
        gives(),
    ),
    "atom-in-rss": _fault(
        "X22", "entries of Atom in RSS", channel(lambda seed: [atom_entry(seed)], root=' xmlns:a="urn:a"'), gives(0)
    ),
    "prefix-unbound": _fault(
        "X22", "a prefix nobody declared", _one(more="<dc:creator>A</dc:creator><wibble:x/>"), gives(note="repaired")
    ),
    "prefix-rebound": _fault(
        "X22",
        "a usual prefix for something else",
        _one(more='<dc:creator xmlns:dc="urn:other">A</dc:creator>'),
        gives(),
    ),
    "rss-prefixed": _fault(
        "X22",
        "RSS in a namespace",
        replaced(feed, b"<rss ", b'<rss xmlns="http://backend.userland.com/rss2" '),
        gives(),
    ),
    "tags-crossed": _fault("X22", "tags that cross", _one(body="<b><i>x</b></i>"), gives(note="tolerantly")),
    "attribute-twice": _fault("X22", "an attribute twice", _one(more='<x a="1" a="2"/>'), gives(note="tolerantly")),
    "attribute-bare": _fault(
        "X22",
        "attributes without quotes",
        _one(more="<enclosure url=https://a.example/a.png length=1>"),
        gives(note="tolerantly"),
    ),
    "cdata-open": _fault(
        "X22", "a CDATA section that never ends", _one(body="<![CDATA[ and so on"), fails(Outcome.TRUNCATED)
    ),
    "cdata-nested": _fault(
        "X22", "a CDATA section in another", _one(body="<![CDATA[ a <![CDATA[ b ]]> c ]]&gt;"), gives()
    ),
    "comment-dashes": _fault("X22", "dashes in a comment", _one(more="<!-- a -- b -->"), gives()),
    "xml11": _fault("X22", "XML 1.1", replaced(feed, b'version="1.0"', b'version="1.1"'), gives()),
    "instruction": _fault(
        "X22",
        "a stylesheet of our own network",
        around(
            b'<?xml-stylesheet type="text/xsl" href="http://10.0.0.1/x.xsl"?>',
            made(lambda seed: rss(*[item(seed, n) for n in range(3)], declaration="")),
        ),
        gives(),
    ),
    "poisoned-item": _fault("X10", "one item that parsers die of", _one(more=_POISON), gives()),
    "poisoned-item-broken": _fault(
        "X10",
        "the same where the document is not well-formed",
        _one(more='<psc:chapter xmlns:psc="http://podlove.org/simple-chapters"/><gml:pos>1</gml:pos><b>'),
        gives(2, note="tolerantly"),
    ),
    # JSON Feed
    "json": _json("sound", json_feed, gives()),
    "json-null": _json("null", lambda _seed: None, _NOT),
    "json-list": _json("a list", lambda _seed: [1, 2], _NOT),
    "json-other": _json("another kind of JSON", lambda _seed: {"items": []}, _NOT),
    "json-items-null": _json("no items", lambda seed: json_feed(seed, items=None), gives(0)),
    "json-items-odd": _json(
        "items that are none",
        lambda seed: json_feed(seed, items=[None, 7, "x", [], *json_feed(seed)["items"]]),
        gives(note="left out"),
    ),
    "json-fields-odd": _json(
        "fields of the wrong kind",
        lambda seed: json_feed(
            seed,
            title=7,
            authors="x",
            items=[
                {**each, "tags": 5, "authors": {"a": 1}, "attachments": [None]} for each in json_feed(seed)["items"]
            ],
        ),
        gives(),
    ),
    "json-numbers": _json(
        "ids that are numbers",
        lambda seed: json_feed(
            seed, items=[{**each, "id": number} for number, each in enumerate(json_feed(seed)["items"])]
        ),
        gives(),
    ),
    "json-script": _json(
        "markup that runs",
        lambda seed: json_feed(
            seed,
            items=[{**each, "content_html": "<p>x</p><script>evil()</script>"} for each in json_feed(seed)["items"]],
        ),
        gives(never=("evil",)),
    ),
    "json-deep": _fault("X21", "JSON Feed: a hundred thousand levels", _nested(100_000), fails(Outcome.LIMITS)),
    "json-big-number": _fault(
        "X21",
        "JSON Feed: a number of fifty thousand digits",
        replaced(as_json(json_feed), b'"title": "Chaos"', b'"n": ' + b"9" * 50_000),
        gives(),
    ),
    "json-nan": _fault(
        "X21",
        "JSON Feed: not a number",
        replaced(as_json(json_feed), b'"title": "Chaos"', b'"n": [NaN, -Infinity]'),
        gives(),
    ),
    "json-twice": _fault(
        "X21",
        "JSON Feed: keys twice",
        replaced(as_json(json_feed), b'"title": "Chaos"', b'"title": "a", "title": "b"'),
        gives(),
    ),
    "json-surrogates": _fault(
        "X21", "JSON Feed: half characters", replaced(as_json(json_feed), b'"Chaos ', b'"Chaos \\ud83d '), gives()
    ),
    "json-truncated": _fault("X21", "JSON Feed: cut short", cut(as_json(json_feed), 30), fails(Outcome.TRUNCATED)),
    "json-comma": _fault(
        "X21",
        "JSON Feed: a comma too many",
        replaced(as_json(json_feed), b'"title": "Chaos",', b'"title": "Chaos",,'),
        fails(Outcome.PARSE),
    ),
    "json-bom": _fault("X21", "JSON Feed: a byte order mark", around(b"\xef\xbb\xbf", as_json(json_feed)), gives()),
}
