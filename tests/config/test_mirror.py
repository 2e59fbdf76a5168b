"""An object store beside the folder, as operators name it."""

from __future__ import annotations

import importlib.util
from importlib.machinery import ModuleSpec

import pytest

from syndicator.config import mirror
from syndicator.model.configuration import MirrorSite
from tests.config.conftest import SOUND, Newsroom

MAIN = "config/syndicator.yaml"


def name_mirror(newsroom: Newsroom, settings: str) -> None:
    newsroom.write(MAIN, f"{SOUND[MAIN]}output: {{mirror: {settings}}}\n")


def told(newsroom: Newsroom) -> list[str]:
    return [f"{each.path}: {each.message}; {each.hint}" for each in newsroom.problems()]


def test_without_one_documents_lie_in_the_folder_alone(newsroom: Newsroom) -> None:
    """Nothing is put anywhere."""
    assert newsroom.load().mirror is None


@pytest.mark.parametrize(
    ("settings", "site"),
    [
        ("{address: 's3://news'}", MirrorSite("s3://news")),
        (
            "{address: 's3://news/public', endpoint: 'http://127.0.0.1:9000', region: eu-1, endings: true}",
            MirrorSite("s3://news/public", "http://127.0.0.1:9000", "eu-1", endings=True),
        ),
        ("{address: 'gs://news'}", MirrorSite("gs://news")),
        ("{address: 'az://news'}", MirrorSite("az://news")),
        ("{address: 'file:///srv/www'}", MirrorSite("file:///srv/www")),
    ],
)
def test_a_mirror_is_a_bucket_and_where_it_is(newsroom: Newsroom, settings: str, site: MirrorSite) -> None:
    """What is not said has its default."""
    name_mirror(newsroom, settings)
    assert newsroom.load().mirror == site


@pytest.mark.parametrize(
    "address",
    ["news", "http://news.example", "s3://", "s3://key:secret@news", "file://here", "s3://news?x=1", "memory:///"],
)
def test_what_is_no_object_store_is_refused(newsroom: Newsroom, address: str) -> None:
    """With what would be one; no address holds a secret, and none is shown."""
    name_mirror(newsroom, f"{{address: '{address}'}}")
    (problem,) = told(newsroom)
    shown = address.replace("key:secret", "***")
    assert problem.startswith(f"output.mirror.address: {shown!r} is no object store; write s3://BUCKET, gs://BUCKET")


def test_what_only_one_kind_of_store_has_is_refused_for_others(newsroom: Newsroom) -> None:
    """Every setting that does not fit."""
    name_mirror(newsroom, "{address: 'gs://news', endpoint: 'https://s3.example', region: eu-1}")
    assert told(newsroom) == [
        "output.mirror.endpoint: 'endpoint' is for stores that speak S3; leave out 'endpoint'",
        "output.mirror.region: 'region' is for stores that speak S3; leave out 'region'",
    ]


def test_a_package_that_is_missing_is_named(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the command that installs it."""
    found = importlib.util.find_spec

    def without(name: str) -> ModuleSpec | None:
        return None if name == "obstore" else found(name)

    monkeypatch.setattr(mirror, "find_spec", without)
    name_mirror(newsroom, "{address: 's3://news'}")
    assert told(newsroom) == [
        "output.mirror: an object store needs the package obstore, which is not installed; "
        "pip install 'syndicator[objectstore]'"
    ]
