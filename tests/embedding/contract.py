"""What every embedder does, whatever its model."""

from __future__ import annotations

from abc import abstractmethod
from pathlib import Path

import pytest

from syndicator.model.meaning import Meaning, likeness, meaning
from syndicator.ports import Embedder


class EmbedderContract:
    """Subclassed for each embedder."""

    @abstractmethod
    def make(self, folder: Path) -> Embedder:
        """An embedder that knows the words of :data:`tests.embedding.made.MEANINGS`."""

    @pytest.fixture
    def embedder(self, tmp_path: Path) -> Embedder:
        return self.make(tmp_path)

    def meant(self, embedder: Embedder, *texts: str) -> list[Meaning]:
        found = [meaning(embedder.name, embedder.even, each) for each in embedder.embed(texts)]
        return [each for each in found if each]

    def test_texts_of_one_meaning_are_alike_in_any_language(self, embedder: Embedder) -> None:
        flood, harvest, same = self.meant(embedder, "flood", "harvest", "Наводнение")
        assert likeness(flood, same) == pytest.approx(1)
        assert likeness(flood, harvest) == pytest.approx(-1)

    def test_a_text_means_the_same_in_any_company(self, embedder: Embedder) -> None:
        (alone,) = self.meant(embedder, "flood")
        assert self.meant(embedder, *["harvest " * 40] * 20, "flood")[-1] == alone

    def test_every_text_has_a_direction_of_one_length(self, embedder: Embedder) -> None:
        assert {len(each) for each in embedder.embed(["flood", "", "word " * 10_000])} == {3}
        assert list(embedder.embed([])) == []

    def test_the_name_stays(self, embedder: Embedder, tmp_path: Path) -> None:
        assert embedder.name == self.make(tmp_path / "again").name
