"""A model that tells what articles mean, as operators name it."""

from __future__ import annotations

import importlib.util
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest

from syndicator.config import embedding
from syndicator.model.configuration import EmbeddingModel
from tests.config.conftest import SOUND, Newsroom

MAIN = "config/syndicator.yaml"


def name_model(newsroom: Newsroom, settings: str) -> None:
    newsroom.write(MAIN, f"{SOUND[MAIN]}embedding: {settings}\n")


def place(folder: str, *names: str) -> None:
    Path(folder).mkdir(parents=True)
    for name in names:
        (Path(folder) / name).write_bytes(b"")


def test_without_one_the_service_does_without(newsroom: Newsroom) -> None:
    """Nothing depends on it."""
    assert newsroom.load().embedding is None


def test_a_model_is_a_folder_and_how_to_use_it(newsroom: Newsroom) -> None:
    """What is not said has its default."""
    place("models/e5", "model.onnx", "tokenizer.json")
    name_model(newsroom, '{folder: models/e5, even: 0.75, prefix: "query: "}')
    assert newsroom.load().embedding == EmbeddingModel("models/e5", 0.75, "query: ", 256)


def test_a_folder_that_is_not_there_is_named_with_its_place(newsroom: Newsroom) -> None:
    """Nothing is downloaded instead."""
    name_model(newsroom, "{folder: models/e5}")
    assert [str(each) for each in newsroom.problems()] == [
        "config/syndicator.yaml:8:21: embedding.folder: there is no folder 'models/e5'; models are not downloaded: put "
        "the folder there, or leave out 'embedding'"
    ]


def test_files_that_are_missing_are_named(newsroom: Newsroom) -> None:
    """Both, when both are."""
    place("models/e5")
    name_model(newsroom, "{folder: models/e5}")
    (problem,) = newsroom.problems()
    assert problem.message == "'models/e5' has no model.onnx and no tokenizer.json"


def test_packages_that_are_missing_are_named(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the command that installs them."""
    found = importlib.util.find_spec

    def without(name: str) -> ModuleSpec | None:
        return None if name == "tokenizers" else found(name)

    monkeypatch.setattr(embedding, "find_spec", without)
    place("models/e5", "model.onnx", "tokenizer.json")
    name_model(newsroom, "{folder: models/e5}")
    (problem,) = newsroom.problems()
    assert problem.message.endswith("not installed: tokenizers")
    assert problem.hint == "pip install 'syndicator[embedding]'"


@pytest.mark.parametrize("settings", ["{folder: m, even: 1}", "{folder: m, tokens: 0}", "{model: m}"])
def test_settings_out_of_bounds_are_refused(newsroom: Newsroom, settings: str) -> None:
    """Two equal texts must say something, and a text must be read."""
    place("m", "model.onnx", "tokenizer.json")
    name_model(newsroom, settings)
    assert all(each.path.startswith("embedding") for each in newsroom.problems())
