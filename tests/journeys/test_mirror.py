"""What the service publishes is put into an object store; that goes away, the service is killed, nothing is lost."""

from __future__ import annotations

import json
import signal
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from syndicator.publish.output import FolderOutput
from tests.journeys.setting import write_setting
from tests.journeys.test_service import Service
from tests.objectstore import ObjectStore, allow, serving
from tests.test_pipeline import Press, item

pytestmark = pytest.mark.journey


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ObjectStore]:
    allow(monkeypatch)
    with serving(tmp_path / "s3") as store:
        yield store


def until(what: Callable[[], bool], service: Service) -> None:
    end = time.monotonic() + 60
    while not what():
        assert time.monotonic() < end, service.log.read_text()[-3000:]
        time.sleep(0.1)


def series(service: Service, start: str) -> float:
    """What /metrics says in the line that begins so; -1 where there is none."""
    with urllib.request.urlopen(f"http://127.0.0.1:{service.port}/metrics", timeout=5) as answer:
        lines = answer.read().decode().splitlines()
    return next((float(each.rpartition(" ")[2]) for each in lines if each.startswith(start)), -1.0)


def test_news_reaches_the_object_store_whatever_happens_to_it_and_to_the_service(
    tmp_path: Path, store: ObjectStore
) -> None:
    """Readers of the store have in the end what readers of the service have."""
    feed = store.folder / "public/feeds/medical-education.json"
    public, there = FolderOutput(tmp_path / "public"), store.folder / "public"

    def told(count: int) -> bool:
        return feed.exists() and len(json.loads(feed.read_bytes())["items"]) == count

    def same() -> bool:
        paths = [path.relative_to(there).as_posix() for path in there.rglob("*") if path.is_file()]
        return {path: (there / path).read_bytes() for path in paths} == {
            path: public.read(path) for path in public.paths()
        }

    moment = time.time()
    with Press() as press:
        press.documents["a"] = item("1", "Medical universities sign agreement")
        config = write_setting(tmp_path, {"a": f"http://127.0.0.1:{press.port}/a"}, port=press.port)
        sources, main = config / "sources/journey.yaml", config / "syndicator.yaml"
        sources.write_text(sources.read_text("utf-8").replace("sources:", "interval: 1s\nsources:"), "utf-8")
        named = f"address: '{store.site.address}', endpoint: '{store.site.endpoint}', region: us-east-1, endings: true"
        main.write_text(main.read_text("utf-8").replace("public'", f"public', mirror: {{{named}}}"), "utf-8")
        service = Service(config)
        until(lambda: told(1) and same(), service)
        last = f'syndicator_mirror_last_success_timestamp_seconds{{mirror="{store.site.address}"}}'
        failing = f'syndicator_mirror_documents_waiting{{mirror="{store.site.address}",state="failing"}}'
        until(lambda: series(service, last) >= moment, service)
        store.stop()
        press.documents["a"] += item("2", "Doctors of two countries train together", "Kazakhstan and Israel: " * 3)
        service.until("/feeds/medical-education.json", lambda document: len(document["items"]) == 2)
        until(lambda: "wait to be put where others serve them" in service.log.read_text(), service)
        assert series(service, failing) >= 1
        assert moment <= series(service, last) <= time.time()
        service.process.kill()
        service.process.wait(10)
        store.start()
        assert told(1)
        service = Service(config)
        until(lambda: told(2) and same(), service)
        until(lambda: series(service, failing) == 0, service)
        service.process.send_signal(signal.SIGTERM)
        assert service.process.wait(10) == 0
