"""Ukrainian: every ending of nouns and adjectives taken off, and what changes in a stem before an ending undone.

There is no free dictionary to lean on and Snowball has no Ukrainian; the endings are those of the declensions, the
changes those of the spelling rules (Український правопис, 2019): і for о or е in a closed syllable («рік», «року»),
о or е that comes and goes («день», «дня»), г к х as з ц с before і («книга», «книзі»), a double consonant that is
single at the end of a word («навчання», «навчань»).
"""

from __future__ import annotations

from collections.abc import Iterator

from syndicator.languages.analysers.folding import fold

_ENDINGS = (
    "ього", "ьому", "іями",
    "ами", "ями", "ові", "еві", "єві", "ого", "ому", "ьою", "ьої", "ією", "іям", "іях", "ими",
    "ем", "єм", "ом", "ою", "ею", "єю", "ам", "ям", "ах", "ях", "ів", "їв", "ий", "ій", "им", "ім", "ої", "ії", "ію",
    "ія", "их", "іх", "ей",
    "а", "я", "о", "е", "и", "і", "ї", "у", "ю", "й", "ь", "є",
)  # fmt: skip
_SHORTEST = 3
_VOWELS = frozenset("аеиіоуєїюя")
_OPEN = {"і": "ое", "ї": "є"}
_HARDENED = {"з": "г", "ц": "к", "с": "х"}
_SUPPLETIVE = {
    "дитина": "діти дітей дітям дітьми дітях", "людина": "люди людей людям людьми людях",
    "ім'я": "імені іменем імен імена іменам іменами іменах", "друг": "друзі друзів друзям друзями друзях",
    "око": "очі очей очам очима очах", "ніщо": "нічого нічому нічим",
}  # fmt: skip
_LEMMAS = {form: lemma.replace("'", "") for lemma, forms in _SUPPLETIVE.items() for form in forms.split()}


def index_keys(word: str) -> frozenset[str]:
    """The word, the word without each ending it has, and the stems that these may be another shape of."""
    folded = fold(word).replace("'", "")
    if folded in _LEMMAS:
        return frozenset((folded, *_with_stems(_LEMMAS[folded])))
    return frozenset(_with_stems(folded))


query_keys = index_keys


def _with_stems(word: str) -> Iterator[str]:
    yield word
    yield from _closed(word.removesuffix("ь"))
    if word.endswith("ь") and len(word) > _SHORTEST + 1:
        yield word[:-1] + word[-2]
    for ending in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem is not word and _is_stem(stem):
            yield from _stems(stem, ending)


def _is_stem(stem: str) -> bool:
    """Three letters or more, or two consonants that have lost the vowel between them («дня»)."""
    return len(stem) >= _SHORTEST or (len(stem) == 2 and _VOWELS.isdisjoint(stem))


def _stems(stem: str, ending: str) -> Iterator[str]:
    yield stem
    if ending[0] in "іи" and stem[-1] in _HARDENED:
        yield stem[:-1] + _HARDENED[stem[-1]]


def _closed(stem: str) -> Iterator[str]:
    """What a stem that ends the word is before an ending: «рік» is «рок-», «вікон» is «вікн-»."""
    vowel, last = stem[-2:-1], stem[-1:]
    if len(stem) < _SHORTEST or last in _VOWELS:
        return
    yield from (f"{stem[:-2]}{other}{last}" for other in _OPEN.get(vowel, ""))
    if vowel in ("о", "е") and stem[-3] not in _VOWELS:
        yield stem[:-2] + last
