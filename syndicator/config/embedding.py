"""The settings of an embedding model in, the model and what is missing for it out."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from syndicator.config.settings import EmbeddingSettings, SyndicatorFile
from syndicator.config.validate import Checked
from syndicator.errors import Problem
from syndicator.model.configuration import EmbeddingModel

FILES: Final = ("model.onnx", "tokenizer.json")
PACKAGES: Final = ("onnxruntime", "tokenizers")
_STEPS: Final = ("embedding", "folder")


def embedding_of(settings: EmbeddingSettings) -> EmbeddingModel:
    """The model, as a value."""
    return EmbeddingModel(settings.folder, settings.even, settings.prefix, settings.tokens)


def unfit(checked: Checked[SyndicatorFile]) -> Iterator[Problem]:
    """What keeps the model from being used: packages that are not installed, files that are not there."""
    if checked.settings.embedding is None:
        return
    if missing := [each for each in PACKAGES if find_spec(each) is None]:
        message = f"a model needs the packages {' and '.join(PACKAGES)}; not installed: {', '.join(missing)}"
        yield checked.problem(("embedding",), message, "pip install 'syndicator[embedding]'", key=True)
    folder = Path(checked.settings.embedding.folder)
    if not folder.is_dir():
        hint = "models are not downloaded: put the folder there, or leave out 'embedding'"
        yield checked.problem(_STEPS, f"there is no folder {str(folder)!r}", hint)
    elif absent := [each for each in FILES if not (folder / each).is_file()]:
        hint = "export the model as ONNX, with its tokenizer beside it"
        yield checked.problem(_STEPS, f"{str(folder)!r} has no {' and no '.join(absent)}", hint)
