"""A model in ONNX form with its tokenizer beside it, as sentence-transformers and Optimum export them.

onnxruntime, tokenizers and numpy (the extra ``embedding``) are imported when a model is opened, not before. Nothing is
downloaded: both files are read from the folder that the operator names.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import file_digest
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from syndicator.errors import ConfigurationError, Problem
from syndicator.model.configuration import EmbeddingModel

_AT_ONCE: Final = 16
"""Texts that are read together."""
_WHOLE: Final = "sentence_embedding"
"""The output that is pooled already, where a model has one."""
_QUIET: Final = 3
"""onnxruntime tells of errors only."""


class OnnxEmbedder:
    """See :class:`syndicator.ports.Embedder`. What a model says token by token is averaged over the tokens of a text.

    Raises :class:`~syndicator.errors.ConfigurationError` when the folder's files are no model that takes texts.
    """

    def __init__(self, model: EmbeddingModel) -> None:
        self.even = model.even
        self._prefix = model.prefix
        folder = Path(model.folder)
        self.name = _name(folder, model.prefix)
        self._numpy: Any = import_module("numpy")
        try:
            self._session = _session(folder)
            self._tokenizer = _tokenizer(folder, model.tokens)
            self._inputs = [each.name for each in self._session.get_inputs()]
            self._output = _output([each.name for each in self._session.get_outputs()])
            self.embed(["?"])
        except Exception as fault:  # whatever two libraries of other people raise
            raise ConfigurationError([_problem(folder, fault)]) from fault

    def embed(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
        """A direction for each text, in order."""
        found: list[Sequence[float]] = []
        for at in range(0, len(texts), _AT_ONCE):
            found += self._embed([self._prefix + each for each in texts[at : at + _AT_ONCE]])
        return found

    def _embed(self, texts: list[str]) -> list[list[float]]:
        read = self._tokenizer.encode_batch(texts)
        told = {
            "input_ids": [each.ids for each in read],
            "attention_mask": [each.attention_mask for each in read],
            "token_type_ids": [each.type_ids for each in read],
        }
        given = {name: self._numpy.array(told[name], dtype="int64") for name in self._inputs}
        (found,) = self._session.run([self._output], given)
        pooled = _mean(found, self._numpy.array(told["attention_mask"])) if found.ndim == 3 else found
        directions: list[list[float]] = pooled.tolist()
        return directions


def _mean(found: Any, mask: Any) -> Any:
    """The mean of what is said of each token, without those that only fill up."""
    weights = mask[:, :, None]
    return (found * weights).sum(axis=1) / weights.sum(axis=1).clip(1)


def _name(folder: Path, prefix: str) -> str:
    """The folder's name, and a digest of what makes one model another."""
    with (folder / "model.onnx").open("rb") as weights:
        digest = file_digest(weights, "blake2b")
    digest.update(prefix.encode())
    return f"{folder.resolve().name}-{digest.hexdigest()[:8]}"


def _session(folder: Path) -> Any:
    runtime: Any = import_module("onnxruntime")
    options = runtime.SessionOptions()
    options.intra_op_num_threads = 1  # beside polls, which have their own work to do
    options.log_severity_level = _QUIET
    return runtime.InferenceSession(str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"])


def _tokenizer(folder: Path, tokens: int) -> Any:
    tokenizer: Any = import_module("tokenizers").Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(tokens)
    tokenizer.enable_padding(**(tokenizer.padding or {}) | {"length": None})
    return tokenizer


def _output(names: Sequence[str]) -> str:
    return _WHOLE if _WHOLE in names else names[0]


def _problem(folder: Path, fault: Exception) -> Problem:
    message = f"is no model that tells what texts mean: {type(fault).__name__}: {fault}"
    hint = "it takes input_ids, attention_mask and token_type_ids, or some of them; export it anew"
    return Problem(str(folder), 0, 0, "embedding.folder", message, hint)
