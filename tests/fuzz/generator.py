"""Feed documents made by chance from the grammar of feeds, then harmed."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

_ELEMENTS = [
    "title",
    "link",
    "guid",
    "description",
    "pubDate",
    "author",
    "category",
    "enclosure",
    "source",
    "comments",
    "content:encoded",
    "dc:creator",
    "dc:date",
    "dc:language",
    "dc:rights",
    "atom:link",
    "atom:updated",
    "media:content",
    "media:thumbnail",
    "media:group",
    "itunes:summary",
    "id",
    "updated",
    "published",
    "summary",
    "content",
    "name",
    "email",
    "uri",
    "rights",
    "sy:updatePeriod",
    "sy:updateFrequency",
    "ttl",
    "language",
    "image",
    "skipHours",
    "cloud",
    "textInput",
    "thr:in-reply-to",
    "georss:point",
    "gml:pos",
    "psc:chapter",
    "creativeCommons:license",
    "xhtml:div",
    "p",
    "div",
    "b",
    "item",
    "entry",
    "channel",
    "feed",
    "rss",
]
_ATTRIBUTES = [
    "href",
    "rel",
    "type",
    "url",
    "length",
    "isPermaLink",
    "xml:base",
    "xml:lang",
    "xmlns",
    "version",
    "src",
    "width",
    "height",
    "term",
    "scheme",
]
_TEXTS = (
    *(
        "",
        " ",
        "\n\t",
        "a",
        "News",
        "Новости медицины",
        "Қазақстан",
        "أخبار الطب",
        "חדשות",
        "医学",
        "👩‍⚕️",
        "e\u0301",
        "\u202e\u2066",
    ),
    *(
        "https://news.example/a?b=c&d",
        "javascript:alert(1)",
        "//x",
        "http://[::1",
        "http://h:99999/",
        "tag:a,2026:1",
        "/dev/zero",
    ),
    *(
        "Fri, 01 May 2026 10:00:00 GMT",
        "2026-05-01T10:00:00+06:00",
        "1 мая 2026",
        "٠١/٠٥/٢٠٢٦",
        "1767261600",
        "2026-02-30",
    ),
    *(
        "9999-12-31T23:59:59-14:00",
        "0000-00-00",
        "now",
        "60",
        "-1",
        "1e999",
        "hourly",
        "text/html",
        "xhtml",
        "true",
        "ru-RU",
        "x-" * 9,
    ),
    *(
        "<p>t</p>",
        "<script>x</script>",
        "<![CDATA[",
        "]]>",
        "<!--",
        "-->",
        "<b",
        "</b>",
        "x@a.a.a.a!",
        "%00",
        "\x0c",
        "\ufffe",
        "{}",
        "[" * 40,
    ),
)
_REFERENCES = (
    "&amp;",
    "&lt;p&gt;",
    "&nbsp;",
    "&none;",
    "&#0;",
    "&#1114112;",
    "&#x41;",
    "&#xD800;",
    "&",
    "&amp;amp;",
    "&#8203;",
)
_PROLOGS = (
    '<?xml version="1.0"?>',
    '<?xml version="1.0" encoding="{}"?>',
    '<?xml version="1.1" encoding="{}" standalone="yes"?>',
    '<!DOCTYPE rss [<!ENTITY a "x"><!ENTITY b SYSTEM "file:///etc/passwd">]>',
    "<!DOCTYPE html>",
    "<?php echo 1 ?>",
    "\ufeff",
    " \n",
    "",
)
_ENCODINGS = (
    *(
        "utf-8",
        "utf-8",
        "utf-8",
        "utf-16",
        "utf-16-le",
        "utf-32",
        "windows-1251",
        "koi8-r",
        "windows-1256",
        "windows-1255",
    ),
    *("iso-8859-1", "shift_jis", "gb18030", "euc-kr", "big5", "utf-7", "none", ""),
)
_TYPES = (
    "",
    "application/rss+xml",
    "text/xml; charset={}",
    "application/feed+json",
    "text/html",
    'x/y; charset="{}"',
    ";;",
    "\x00",
)
_SPACES = (
    *(
        "http://www.w3.org/2005/Atom",
        "http://purl.org/rss/1.0/",
        "http://purl.org/atom/ns#",
        "http://search.yahoo.com/mrss/",
    ),
    *(
        "http://purl.org/dc/elements/1.1/",
        "http://purl.org/rss/1.0/modules/content/",
        "http://www.w3.org/1999/xhtml",
        "",
        "urn:x",
    ),
)


@dataclass(frozen=True, slots=True)
class Sample:
    """A body as a server would send it."""

    body: bytes
    content_type: str


class Generator:
    """Samples by chance; equal seeds give equal samples."""

    def __init__(self, seed: int) -> None:
        self._chance = Random(seed)

    def sample(self) -> Sample:
        """The next one."""
        chance = self._chance
        shape = chance.choice((self._rss, self._rss, self._atom, self._rdf, self._json, self._anything))
        text = self._prolog() + shape()
        encoding = chance.choice(_ENCODINGS)
        body = self._encoded(text.replace("{}", chance.choice(_ENCODINGS)), encoding)
        for _ in range(chance.choice((0, 0, 0, 1, 1, 2, 5))):
            body = chance.choice(_HARMS)(chance, body)
        return Sample(body, chance.choice(_TYPES).format(chance.choice(_ENCODINGS)))

    def text(self) -> str:
        """A text as it may stand in a field."""
        count = self._chance.choice((0, 1, 1, 1, 2, 3, 30))
        return "".join(self._chance.choice(_TEXTS + _REFERENCES) for _ in range(count))

    def _prolog(self) -> str:
        return "".join(self._chance.choice(_PROLOGS) for _ in range(self._chance.choice((0, 1, 1, 2))))

    def _rss(self) -> str:
        items = "".join(f"<item>{self._fields()}</item>" for _ in range(self._chance.randrange(5)))
        version = self._chance.choice(("2.0", "0.91", "x"))
        channel = f"<channel>{self._fields()}{items}</channel>"
        return f'<rss version="{version}"{self._declared()}>{channel}</rss>'

    def _atom(self) -> str:
        entries = "".join(f"<entry>{self._fields()}</entry>" for _ in range(self._chance.randrange(5)))
        space = self._chance.choice(("http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#", ""))
        return f'<feed xmlns="{space}"{self._declared()}>{self._fields()}{entries}</feed>'

    def _rdf(self) -> str:
        items = "".join(f'<item rdf:about="{n}">{self._fields()}</item>' for n in range(self._chance.randrange(4)))
        spaces = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
        return f"<rdf:RDF {spaces}><channel>{self._fields()}</channel>{items}</rdf:RDF>"

    def _json(self) -> str:
        names = (
            "id",
            "url",
            "title",
            "content_html",
            "content_text",
            "date_published",
            "authors",
            "attachments",
            "tags",
            "language",
        )
        items = [
            {name: self._value() for name in self._chance.sample(names, 5)} for _ in range(self._chance.randrange(4))
        ]
        return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": self.text(), "items": items})

    def _value(self) -> object:
        return self._chance.choice(
            (self.text(), None, 1, -1e308, True, [], {}, [self.text()], {"name": self.text()}, [[[]]])
        )

    def _anything(self) -> str:
        return self._fields() + self.text() + self._element(0)

    def _declared(self) -> str:
        prefixes = self._chance.sample(("dc", "content", "media", "atom", "itunes", "xhtml", "thr"), 4)
        return "".join(f' xmlns:{each}="{self._chance.choice(_SPACES)}"' for each in prefixes)

    def _fields(self) -> str:
        return "".join(self._element(0) for _ in range(self._chance.randrange(7)))

    def _element(self, depth: int) -> str:
        chance = self._chance
        name = chance.choice(_ELEMENTS)
        attributes = "".join(
            f' {chance.choice(_ATTRIBUTES)}="{self.text()}"' for _ in range(chance.choice((0, 0, 0, 1, 2)))
        )
        inner = self.text()
        if chance.random() < 0.3 and depth < 80:
            inner += "".join(self._element(depth + 1) for _ in range(chance.choice((1, 1, 2))))
        if chance.random() < 0.2:
            inner = f"<![CDATA[{inner}]]>"
        return f"<{name}{attributes}>{inner}</{chance.choice((name,) * 30 + ('p', ''))}>"

    @staticmethod
    def _encoded(text: str, encoding: str) -> bytes:
        try:
            return text.encode(encoding or "utf-8", "replace")
        except (LookupError, UnicodeError):
            return text.encode("utf-8", "surrogatepass")


def _cut(chance: Random, body: bytes) -> bytes:
    return body[: chance.randrange(len(body) + 1)]


def _flip(chance: Random, body: bytes) -> bytes:
    if not body:
        return body
    at = chance.randrange(len(body))
    return body[:at] + bytes((chance.randrange(256),)) + body[at + 1 :]


def _repeat(chance: Random, body: bytes) -> bytes:
    first = chance.randrange(len(body) + 1)
    return body[:first] + body[first : first + chance.randrange(200)] * chance.choice((2, 3, 30)) + body[first:]


def _drop(chance: Random, body: bytes) -> bytes:
    first = chance.randrange(len(body) + 1)
    return body[:first] + body[first + chance.randrange(40) :]


def _insert(chance: Random, body: bytes) -> bytes:
    at = chance.randrange(len(body) + 1)
    junk = (
        b"\x00",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"<",
        b"]]>",
        b"\xd0",
        b"&#x110000;",
        b"<!DOCTYPE a [",
        b"\x1b$B",
        b"</rss>",
    )
    return body[:at] + chance.choice(junk) + body[at:]


_HARMS: tuple[Callable[[Random, bytes], bytes], ...] = (_cut, _flip, _flip, _repeat, _drop, _insert)
