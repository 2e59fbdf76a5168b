"""A publisher on loopback whose feed is a sliding window: an item leaves it only once the reader has shown, by sending
the validator of the state that held it, that this state was stored."""

from __future__ import annotations

import threading

from tests.loopback import Answer, Loopback

_ITEM = """<item><title>Universities of Kazakhstan and Israel sign agreement {n} on medical education</title>
<link>http://127.0.0.1:{port}/{name}/{n}</link><guid isPermaLink="false">{name}-{n}</guid>
<description>The agreement {n}{edit} between medical schools of Kazakhstan and Israel covers the training of doctors,
joint programmes and an exchange of students of {name}, said the rector of the medical university.</description>
<pubDate>Fri, 01 May 2026 10:00:{second:02} +0000</pubDate></item>"""


class Stand:
    """One feed of one publisher."""

    def __init__(self, name: str, port: int, window: int = 12) -> None:
        self.name = name
        self._port = port
        self._window = window
        self._lock = threading.Lock()
        self.version = 1
        self.newest = 5
        self.oldest = 1

    @property
    def ever_served(self) -> set[str]:
        """Guids of every item that was in a state of the feed."""
        return {f"{self.name}-{n}" for n in range(1, self.newest + 1)}

    def answer(self, validator: str | None) -> tuple[str, bytes]:
        """(ETag, body): every second confirmed state brings new items, and lets go of the oldest."""
        with self._lock:
            if validator == f'"{self.version}"':
                self.version += 1
                self.newest += 2
                self.oldest = max(self.oldest, self.newest - self._window)
            items = "".join(self._item(n) for n in range(self.newest, self.oldest - 1, -1))
            body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>{self.name}</title>{items}</channel></rss>'
            return f'"{self.version}"', body.encode()

    def _item(self, n: int) -> str:
        edit = f", revised {self.version}" if n == self.newest - 1 else ""
        return _ITEM.format(n=n, port=self._port, name=self.name, edit=edit, second=n % 60)


class Newsstand:
    """Several feeds behind one address."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self._server = Loopback(self._answer)
        self.port = self._server.port
        self.stands = {name: Stand(name, self.port) for name in names}

    def _answer(self, path: str, validator: str | None) -> Answer:
        tag, body = self.stands[path.removesuffix(".xml")].answer(validator)
        return 200, {"ETag": tag, "Content-Type": "application/rss+xml"}, body

    def __enter__(self) -> Newsstand:
        self._server.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.__exit__()
