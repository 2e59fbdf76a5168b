"""Finding words in their forms: right and wrong finds beside plain matching of beginnings, and the time a text takes.

Where the folder of real data lies beside the project; nothing is measured elsewhere.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from syndicator.languages import analysis
from tests.languages import parallel
from tests.languages.treebanks import PHRASES, TREEBANKS, countries, phrases, treebank

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
WORDS = 400
ROUNDS = 15
LANGUAGES = (
    "eng_Latn", "rus_Cyrl", "ukr_Cyrl", "kaz_Cyrl", "kaz_Latn", "kaz_Arab", "kir_Cyrl", "uzn_Latn", "tur_Latn",
    "arb_Arab", "heb_Hebr", "fra_Latn", "deu_Latn", "spa_Latn",
)  # fmt: skip


def matching() -> None:
    """What is found of phrases, treebanks and countries, and the milliseconds that words new to an analyser take."""
    if not (SHARED / "data").is_dir():
        return
    for language in PHRASES:
        ours, plain = phrases(SHARED, language), phrases(SHARED, language, plain=True)
        print(f"phrases {language:8} recall {ours.recall:.3f}, false {len(ours.wrong)}", end="   ")
        print(f"beginnings recall {plain.recall:.3f}, false {len(plain.wrong)}")
    for language in TREEBANKS:
        told, begun = treebank(SHARED, language), treebank(SHARED, language, plain=True)
        print(f"treebank {language:7} P {told.precision:.3f} R {told.recall:.3f} F1 {told.f1:.3f}", end="   ")
        print(f"beginnings P {begun.precision:.3f} R {begun.recall:.3f} F1 {begun.f1:.3f}")
    print(f"countries kk     P {countries(SHARED):.3f}   beginnings P {countries(SHARED, plain=True):.3f}")
    for code, milliseconds in _cold():
        print(f"analysing {code:8} {milliseconds:6.2f} ms of CPU for {WORDS} words")


def _cold() -> Iterator[tuple[str, float]]:
    texts = parallel.sentences(SHARED)
    for code in LANGUAGES:
        language = parallel.expected(code)
        article = " ".join(" ".join(texts[code]).split()[:WORDS])
        yield code, 1000 * min(_once(language, article) for _ in range(ROUNDS))


def _once(language: str, article: str) -> float:
    """Seconds of CPU that an analyser takes which has not seen a word yet; dictionaries are read before."""
    keys = analysis.ANALYSERS[language.partition("-")[0]]()
    keys.index_keys("слово")
    began = time.process_time()
    for word in analysis.words(article):
        keys.index_keys(word.text)
    return time.process_time() - began


if __name__ == "__main__":
    matching()
