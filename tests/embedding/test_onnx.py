"""A model in ONNX form, run by onnxruntime."""

from __future__ import annotations

from pathlib import Path

import pytest

from syndicator.embedding import OnnxEmbedder
from syndicator.errors import ConfigurationError
from syndicator.model.configuration import EmbeddingModel
from syndicator.ports import Embedder
from tests.embedding.contract import EmbedderContract
from tests.embedding.made import make_model


def opened(folder: Path, *, prefix: str = "", tokens: int = 256) -> OnnxEmbedder:
    return OnnxEmbedder(EmbeddingModel(str(folder), prefix=prefix, tokens=tokens))


class TestOnnxEmbedder(EmbedderContract):
    def make(self, folder: Path) -> Embedder:
        return opened(make_model(folder / "model"))


def test_a_text_means_what_its_words_mean_on_the_average(tmp_path: Path) -> None:
    """Fillers of shorter texts left out."""
    embedder = opened(make_model(tmp_path / "model"))
    assert list(embedder.embed(["flood harvest", "flood"])) == [pytest.approx([0.5, 0.5, 0]), pytest.approx([1, 0, 0])]


def test_more_tokens_than_it_may_read_are_left_unread(tmp_path: Path) -> None:
    """What happened stands at the beginning."""
    embedder = opened(make_model(tmp_path / "model"), tokens=8)
    assert list(embedder.embed(["flood " * 8 + "harvest " * 100])) == [pytest.approx([1, 0, 0])]


def test_a_prefix_stands_before_every_text_and_makes_another_model(tmp_path: Path) -> None:
    """Some models tell questions from passages by it; what they say then is another thing."""
    folder = make_model(tmp_path / "model")
    plain, prefixed = opened(folder), opened(folder, prefix="query ")
    assert list(prefixed.embed(["flood"])) == [pytest.approx([0.5, 0, 0.5])]
    assert plain.name != prefixed.name


def test_a_model_is_given_what_it_asks_for(tmp_path: Path) -> None:
    """Kinds of tokens, too, where it wants them; no mask, where it wants none."""
    asking = opened(make_model(tmp_path / "asking", inputs=("input_ids", "token_type_ids", "attention_mask")))
    plain = opened(make_model(tmp_path / "plain", inputs=("input_ids",)))
    assert asking.embed(["flood"]) == plain.embed(["flood"])


@pytest.mark.parametrize("broken", ["model.onnx", "tokenizer.json"])
def test_what_is_no_model_is_refused(tmp_path: Path, broken: str) -> None:
    """At the start, by name, with the words of the library that could not read it."""
    folder = make_model(tmp_path / "model")
    (folder / broken).write_bytes(b"no model")
    with pytest.raises(ConfigurationError, match=r"embedding\.folder: is no model that tells what .+export"):
        opened(folder)


def test_a_model_that_wants_something_else_is_refused(tmp_path: Path) -> None:
    """Pictures, or places of tokens: it could only be guessed at."""
    with pytest.raises(ConfigurationError, match="KeyError: 'pixel_values'"):
        opened(make_model(tmp_path / "model", inputs=("input_ids", "pixel_values")))
