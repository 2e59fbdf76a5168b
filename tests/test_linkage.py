"""Linking with a model of the operator's that tells what articles mean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from syndicator.bootstrap import open_embedder
from syndicator.linkage import Linkage, Linked
from syndicator.model.article import Article
from syndicator.model.configuration import EmbeddingModel
from syndicator.model.source import SourceState
from syndicator.model.verdict import VerdictKind
from syndicator.ports import Embedder, Store
from syndicator.store import open_store
from syndicator.tag import compile_topics
from tests.archive import SITE
from tests.deduplicate.articles import DAWN, article
from tests.embedding.made import make_model

NOTHING = compile_topics({}, {}, {})
ENGLISH = article("en", title="Flood at Karaganda", text="The flood took 128 houses and 37 bridges.", source="alpha")
RUSSIAN = article(
    "ru", title="Наводнение в Караганде", text="Наводнение: 128 домов и 37 мостов.", source="beta", language="ru"
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(f"sqlite:///{tmp_path}/articles.db")
    yield store
    store.close()


@pytest.fixture
def embedder(tmp_path: Path) -> Embedder:
    embedder = open_embedder(EmbeddingModel(str(make_model(tmp_path / "model"))))
    assert embedder
    return embedder


def link(store: Store, linkage: Linkage, *articles: Article) -> Linked:
    linked = linkage.link(articles, NOTHING, SITE, DAWN)
    store.apply(replace(linked.batch(SourceState(articles[0].source)), at=DAWN))
    return linked


def likelihoods(store: Store, embedder: Embedder | None) -> dict[str, float]:
    """The features that tied the second article to the first, or kept them apart."""
    linkage = Linkage(store, embedder)
    link(store, linkage, ENGLISH)
    (bond,) = link(store, linkage, RUSSIAN).bonds
    return dict(bond.features)


def test_what_articles_mean_is_one_more_feature(store: Store, embedder: Embedder) -> None:
    """Read back from the store, it is compared like any other."""
    assert likelihoods(store, embedder)["meanings-alike"] > 0


def test_without_a_model_nothing_depends_on_it(store: Store) -> None:
    """No feature, and nothing more in the store."""
    assert "meanings-alike" not in likelihoods(store, None)
    assert all(each.meaning is None for each in store.latest_clues(10))


def test_the_meaning_of_an_article_is_told_once(store: Store, embedder: Embedder) -> None:
    """What we have is not read again by the model."""
    counting = _Counting(embedder)
    linkage = Linkage(store, counting)
    link(store, linkage, ENGLISH)
    again = link(store, linkage, ENGLISH, RUSSIAN)
    assert again.decisions[0].verdict.kind is VerdictKind.KNOWN
    assert [each.partition("\n")[0] for each in counting.texts] == [ENGLISH.title, RUSSIAN.title]


class _Counting:
    """An embedder that remembers what it was given."""

    def __init__(self, embedder: Embedder) -> None:
        self.name, self.even = embedder.name, embedder.even
        self.texts: list[str] = []
        self._embedder = embedder

    def embed(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
        self.texts += texts
        return self._embedder.embed(texts)
