"""The same sentences in 34 languages and scripts, from the folder of real data beside the project.

Kazakh is real in Cyrillic; in Latin and Arabic letters it is transliterated by rule.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tests.languages.kazakh import in_arabic, in_latin

CODES = {
    "arb": "ar", "arz": "ar", "azb": "az", "azj": "az", "bel": "be", "bul": "bg", "deu": "de", "eng": "en", "fra": "fr",
    "heb": "he", "ita": "it", "jpn": "ja", "khk": "mn", "kir": "ky", "kor": "ko", "pes": "fa", "por": "pt", "prs": "fa",
    "rus": "ru", "spa": "es", "tat": "tt", "tgk": "tg", "tuk": "tk", "tur": "tr", "uig": "ug", "ukr": "uk", "urd": "ur",
    "uzn": "uz", "ydd": "yi", "zho": "zh",
}  # fmt: skip
"""Code of the data → language; varieties that the newsroom does not tell apart share one."""
APART = "azb_Arab"
"""Azerbaijani in Arabic letters, which neither model knows: reported, but in no mean."""

Sentences = Mapping[str, Sequence[str]]


def sentences(shared: Path) -> Sentences:
    """Read all sentences: code of language and script → 620 of them."""
    found: dict[str, list[str]] = defaultdict(list)
    with (shared / "data/langid/parallel_sentences.jsonl").open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            found[row["lang"]].append(row["text"])
    cyrillic = found["kaz_Cyrl"]
    return {
        **found,
        "kaz_Latn": [in_latin(text) for text in cyrillic],
        "kaz_Arab": [in_arabic(text) for text in cyrillic],
    }


def expected(code: str) -> str:
    """Give the answer that is right for *code*."""
    language, script = code.split("_")
    return f"kk-{script}" if language == "kaz" else CODES[language]


def headlines(texts: Sentences, words: int) -> Sentences:
    """Cut each sentence to its first *words*, or to three times as many signs where no blanks are written."""
    return {
        code: [text[: 3 * words] if code[:3] in ("zho", "jpn") else " ".join(text.split()[:words]) for text in several]
        for code, several in texts.items()
    }


def paragraphs(texts: Sentences) -> Sentences:
    """Join three sentences each."""
    return {
        code: [" ".join(several[n : n + 3]) for n in range(0, len(several) - 2, 3)] for code, several in texts.items()
    }


def accuracy(texts: Sentences, answer: Callable[[str], str]) -> dict[str, float]:
    """Give the share of right answers for each language and script."""
    return {
        code: sum(answer(text) == expected(code) for text in several) / len(several) for code, several in texts.items()
    }


def mean(shares: Mapping[str, float]) -> float:
    """Give the mean over languages and scripts, but for the one kept apart."""
    counted = [share for code, share in shares.items() if code != APART]
    return sum(counted) / len(counted)
