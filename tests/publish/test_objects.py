"""Object stores: what was put is there, with what readers are told of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from syndicator.errors import DepotError
from syndicator.model.configuration import MirrorSite
from syndicator.ports import Described
from syndicator.publish.objects import ObjectDepot
from tests.objectstore import ObjectStore, allow, serving

FEED = Described("application/atom+xml; charset=utf-8", "max-age=60")
PAGE = Described("text/html; charset=utf-8", "max-age=60")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ObjectStore]:
    with serving(tmp_path_factory.mktemp("s3")) as store:
        yield store


class DepotContract:
    """The contract of :class:`syndicator.ports.Depot`."""

    def test_what_was_put_is_there_as_it_was_called(self, depot: ObjectDepot) -> None:
        """Until somebody changes it: other bytes have another version."""
        first = depot.put("feeds/x.atom", b"one", FEED)
        page = depot.put("topics/x.html", b"page", PAGE)
        paths = ["feeds/x.atom", "topics/x.html", "feeds/none.atom"]
        assert depot.versions(paths) == {"feeds/x.atom": first, "topics/x.html": page}
        second = depot.put("feeds/x.atom", b"another", FEED)
        assert second != first
        assert depot.versions(["feeds/x.atom"]) == {"feeds/x.atom": second}

    def test_what_is_taken_away_is_there_no_more(self, depot: ObjectDepot) -> None:
        """And taking it away once more does nothing."""
        depot.put("topics/x.html", b"page", PAGE)
        depot.remove("topics/x.html")
        depot.remove("topics/x.html")
        assert depot.versions(["topics/x.html"]) == {}


class TestFolder(DepotContract):
    """A folder of the system, such as a share that a web server has."""

    @pytest.fixture
    def depot(self, tmp_path: Path) -> ObjectDepot:
        return ObjectDepot(MirrorSite(f"file://{tmp_path}/shared"))

    def test_documents_lie_there_as_they_do_here(self, depot: ObjectDepot, tmp_path: Path) -> None:
        """With their endings."""
        depot.put("topics/x.html", b"page", PAGE)
        depot.put("topics/x/ar.html", b"page", PAGE)
        assert (tmp_path / "shared/topics/x/ar.html").read_bytes() == b"page"


class TestMemory(DepotContract):
    """A store as Amazon's is: names are names, and no folders."""

    @pytest.fixture
    def depot(self) -> ObjectDepot:
        return ObjectDepot(MirrorSite("memory:///"))

    def test_pages_have_the_names_that_readers_ask_for(self, depot: ObjectDepot) -> None:
        """All but the first, for which every CDN has a setting; what is said of them is theirs."""
        for path in ("index.html", "topics/x.html", "topics/x/ar.html", "embed.js"):
            depot.put(path, b"page", PAGE)
        names = {each["path"] for some in depot._obstore.list(depot._store) for each in some}
        assert names == {"index.html", "topics/x", "topics/x/ar", "embed.js"}
        found = depot._obstore.get(depot._store, "topics/x").attributes
        assert found == {"Content-Type": PAGE.media_type, "Cache-Control": PAGE.freshness}


class TestS3(DepotContract):
    """A server that speaks S3."""

    @pytest.fixture
    def depot(self, server: ObjectStore, monkeypatch: pytest.MonkeyPatch) -> ObjectDepot:
        allow(monkeypatch)
        return ObjectDepot(server.site)

    def test_documents_lie_below_the_prefix(self, depot: ObjectDepot, server: ObjectStore) -> None:
        """Whole, and with the type and freshness that readers are told."""
        depot.put("feeds/x.json", b"{}", FEED)
        assert (server.folder / "public/feeds/x.json").read_bytes() == b"{}"
        found = depot._obstore.get(depot._store, "feeds/x.json").attributes
        assert found == {"Content-Type": FEED.media_type, "Cache-Control": FEED.freshness}

    def test_a_wrong_secret_is_told_and_not_shown(self, server: ObjectStore, monkeypatch: pytest.MonkeyPatch) -> None:
        """The document alone fails: there may be others that we may put."""
        allow(monkeypatch, "a-wrong-secret")
        with pytest.raises(DepotError, match="we may not") as told:
            ObjectDepot(server.site).put("feeds/x.json", b"{}", FEED)
        assert "a-wrong-secret" not in str(told.value)
        assert not told.value.unreachable

    def test_a_bucket_that_is_not_there_is_told(self, server: ObjectStore, monkeypatch: pytest.MonkeyPatch) -> None:
        """In one line; nothing else can be put either."""
        allow(monkeypatch)
        site = replace(server.site, address="s3://nobody")
        with pytest.raises(DepotError, match=r"s3://nobody: feeds/x.json: there is no such bucket") as told:
            ObjectDepot(site).put("feeds/x.json", b"{}", FEED)
        assert told.value.unreachable
        assert "\n" not in str(told.value)

    def test_a_store_that_does_not_answer_is_told(self, monkeypatch: pytest.MonkeyPatch, server: ObjectStore) -> None:
        """For every question."""
        allow(monkeypatch)
        depot = ObjectDepot(replace(server.site, endpoint="http://127.0.0.1:9"))
        for ask in (
            lambda: depot.put("feeds/x.json", b"{}", FEED),
            lambda: depot.remove("feeds/x.json"),
            lambda: depot.versions(["feeds/x.json"]),
        ):
            with pytest.raises(DepotError, match="s3://news/public: ") as told:
                ask()
            assert told.value.unreachable


def test_what_the_environment_lacks_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Until it is there."""
    monkeypatch.delenv("AZURE_STORAGE_ACCOUNT_NAME", raising=False)
    with pytest.raises(DepotError, match=r"az://news: feeds/x.json: .*Account must be specified") as told:
        ObjectDepot(MirrorSite("az://news")).put("feeds/x.json", b"{}", FEED)
    assert told.value.unreachable
