"""Feeds made up for measuring, served on loopback with validators."""

from __future__ import annotations

from tests.loopback import Answer, Loopback

_VOCABULARY = """
ministry hospital university agreement doctors students training research delegation programme region report health
science city school visit project council professor clinic nursing exchange grant sport weather market road museum
"""
_WORDS = _VOCABULARY.split()


def _sentence(seed: int, length: int) -> str:
    return " ".join(_WORDS[(seed * 7 + n * n + n * seed) % len(_WORDS)] for n in range(length))


def document(number: int, entries: int) -> bytes:
    """An RSS 2.0 document with entries of about 250 words."""
    items = "".join(
        f"<item><title>{_sentence(number * 997 + n, 9).capitalize()}</title><link>http://a.example/{number}/{n}</link>"
        f"<guid>http://a.example/{number}/{n}</guid><pubDate>Fri, 01 May 2026 10:00:{n % 60:02} +0000</pubDate>"
        f"<description>&lt;p&gt;{_sentence(number * 991 + n, 120)}&lt;/p&gt;&lt;p&gt;{_sentence(number * 983 + n, 120)}"
        "&lt;/p&gt;</description></item>"
        for n in range(entries)
    )
    head = f"<title>Feed {number}</title><link>http://a.example/{number}</link><description>d</description>"
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{head}{items}</channel></rss>'.encode()


def marked_up(entries: int) -> bytes:
    """An RSS 2.0 document whose entries have an excerpt and about 7 kB of paragraphs, links and emphasis."""
    items = "".join(
        f"<item><title>{_sentence(n, 9).capitalize()}</title><link>http://a.example/{n}</link>"
        f"<guid isPermaLink='false'>tag:a.example,2026:{n}</guid><dc:creator>A. Writer</dc:creator>"
        f"<category>Medicine</category><pubDate>Fri, 01 May 2026 10:00:{n % 60:02} +0000</pubDate>"
        f"<description>&lt;p&gt;{_sentence(n, 60)}&lt;/p&gt;</description>"
        f"<content:encoded><![CDATA[{_text(n)}]]></content:encoded></item>"
        for n in range(entries)
    )
    spaces = 'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    head = "<title>Feed</title><link>http://a.example/</link><description>d</description>"
    return f'<?xml version="1.0"?><rss version="2.0" {spaces}><channel>{head}{items}</channel></rss>'.encode()


def _text(seed: int) -> str:
    paragraphs = (
        f'<p>{_sentence(n, 12)} <a href="/{n}">{_sentence(n + 1, 3)}</a> &amp; <em>{_sentence(n + 2, 9)}</em></p>'
        for n in range(seed, seed + 32)
    )
    return "".join(paragraphs)


class Publisher:
    """A server of made-up feeds."""

    def __init__(self, feeds: int, entries: int) -> None:
        self._bodies = {f"{n}.xml": document(n, entries) for n in range(feeds)}
        self._server = Loopback(self._answer)
        self.port = self._server.port
        self.addresses = {f"feed-{n}": f"http://127.0.0.1:{self.port}/{n}.xml" for n in range(feeds)}

    def _answer(self, path: str, validator: str | None) -> Answer:
        return 304 if validator else 200, {"ETag": '"1"'}, self._bodies[path]

    def __enter__(self) -> Publisher:
        self._server.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.__exit__()
