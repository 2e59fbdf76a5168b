"""Flask-WebSub on loopback, as a hub and as a subscriber: somebody else's reading of the specification."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Self

from flask import Flask
from flask_websub.hub import Hub, SQLite3HubStorage
from flask_websub.subscriber import (
    SQLite3SubscriberStorage,
    SQLite3TempSubscriberStorage,
    Subscriber,
    discover,
)
from werkzeug.serving import make_server


class Tasks:
    """Does at once, on a thread, what its hub would leave to Celery; what fails is not done again."""

    def __init__(self) -> None:
        self._begun: list[threading.Thread] = []

    def rest(self) -> None:
        """Wait until all is done."""
        while self._begun:
            self._begun.pop().join()

    def task(self, *, bind: bool = False, **_: object) -> Callable[[Callable[..., object]], Any]:
        """A decorator: the function gets a method ``delay``."""
        own = (SimpleNamespace(request=SimpleNamespace(retries=0), retry=lambda **_: None),) if bind else ()

        def made(work: Callable[..., object]) -> Any:
            def delay(*arguments: object) -> None:
                thread = threading.Thread(target=work, args=(*own, *arguments), daemon=True)
                thread.start()
                self._begun.append(thread)

            return SimpleNamespace(delay=delay)

        return made


class Serving:
    """A Flask application on loopback; a context manager."""

    def __init__(self) -> None:
        self.app = Flask("peer")
        self._server = make_server("127.0.0.1", 0, self.app, threaded=True)
        self.port: int = self._server.server_port
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def address(self) -> str:
        """Without a slash."""
        return f"http://127.0.0.1:{self.port}"


class FlaskHub(Serving):
    """A hub for whatever is published to it."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.app.config["PUBLISH_SUPPORTED"] = True
        storage = SQLite3HubStorage(str(folder / "hub.sqlite3"))
        self.tasks = Tasks()
        hub = Hub(storage, self.tasks, PUBLISH_SUPPORTED=True, SIGNATURE_ALGORITHM="sha256")
        self.app.register_blueprint(hub.build_blueprint("/hub"))


class FlaskSubscriber(Serving):
    """Subscribes to what it discovers, and keeps what it is told."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.events: list[tuple[str, str]] = []
        """(``subscribe`` or ``unsubscribe``, topic), or (``denied``, reason)."""
        self.told: list[bytes] = []
        storage = SQLite3SubscriberStorage(str(folder / "subscriber.sqlite3"))
        self._subscriber = Subscriber(storage, SQLite3TempSubscriberStorage(str(folder / "requests.sqlite3")))
        self.app.register_blueprint(self._subscriber.build_blueprint("/callbacks"))
        self._subscriber.add_success_handler(lambda topic, _, mode: self.events.append((mode, topic)))
        self._subscriber.add_error_handler(lambda _, __, reason: self.events.append(("denied", reason)))
        self._subscriber.add_listener(lambda _, __, body: self.told.append(body))

    def subscribe(self, address: str) -> str:
        """Discover the hub of *address* and ask it; the subscription's id."""
        with self.app.test_request_context(base_url=self.address):
            return str(self._subscriber.subscribe(**discover(address)))

    def unsubscribe(self, name: str) -> None:
        """Ask the hub to end it."""
        with self.app.test_request_context(base_url=self.address):
            self._subscriber.unsubscribe(name)
