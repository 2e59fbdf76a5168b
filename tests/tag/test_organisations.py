"""The organisations that ship with the program: every name is found, and is one organisation's."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cache

import pytest
from babel import Locale
from pymorphy3 import MorphAnalyzer

from syndicator.config import load
from syndicator.model.topic import Field
from syndicator.tag.compiled import compile_topics
from syndicator.tag.places import organisations_named
from syndicator.tag.terms import Hit, Kind, Lookout
from tests.conftest import ROOT
from tests.languages.kazakh import in_arabic, in_latin

FILE = ROOT / "config/organisations.yaml"
SHIPPED = load(ROOT / "config", environ={}).organisations
LANGUAGES = sorted({language for each in SHIPPED.values() for language in each.names})
FRAMES = {
    "en": "Yesterday {} said so.",
    "ar": "وقالت {} أمس",
    "de": "Das ist {} heute.",
    "es": "Ayer {} dijo.",
    "fr": "Hier, {} a dit.",
    "he": "אתמול {} הודיע.",
    "kk": "Кеше {} хабарлады.",
    "ky": "Кечээ {} билдирди.",
    "ru": "Вчера {} сообщил.",
    "tr": "Dün {} açıkladı.",
    "uk": "Учора {} повідомив.",
    "uz": "Kecha {} maʼlum qildi.",
    "zh": "昨天{}宣布",
    "fa": "دیروز {} گفت",
}
ORDINARY = {
    "en": "who cares about aids, hope and care; a direct relief of pain; the peace corps de ballet; save the children; "
    "doctors of the world; partners in health; a red cross on the door; open university courses; the mayo; "
    "a technion; a medical university and its teaching hospital; the ministry of health; a world bank of seeds; "
    "the council of europe and its cities",
    "ru": "воз сена; врачи мира; открытый университет; красный крестик; медицинский университет; министерство; "
    "клиника и больница; сорока на дереве; совет старейшин; фонд обязательного страхования; союз студентов",
    "kk": "медицина университеті; денсаулық сақтау; болашақ ұрпақ; ана мен бала; ұлттық орталық; қызыл кітап",
    "ar": "أطباء العالم; الجامعة الوطنية; مستشفى المدينة; وزارة جديدة; كلية الطب; منحة دراسية; مجلس الجامعة; مصر قطر",
    "he": "בית החולים; אוניברסיטה חדשה; המרכז הרפואי; כללית וחשובה; מועצה מקומית; שערי הצדק של העיר; רופאים",
    "tr": "tıp fakültesi; sağlık bakanlığı; bir üniversite; dünya sağlık günü; kızıl ay",
    "fr": "une université; le ministère de la santé; une croix rouge sur la porte; médecins du village",
}
"""Common words that look like names: none may be found in them."""


@cache
def _own(language: str) -> Lookout:
    return Lookout(compile_topics({}, {}, SHIPPED).lookout(language).indexes[:1])


def _found(language: str, text: str) -> list[Hit]:
    lookout = _own(language)
    hits = lookout.find(lookout.read(Field.TEXT, text))
    return [hit for hit in hits if hit.meaning.kind is Kind.ORGANISATION]


def _names(language: str) -> Iterator[tuple[str, str]]:
    for each in SHIPPED.values():
        yield from ((each.id, name.removeprefix("=")) for name in each.names.get(language, ()))


def _missed(language: str, names: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Names in whose sentence their organisation is not what is found."""
    said = ((of, name, FRAMES[language[:2]].format(name)) for of, name in names)
    return [
        (of, name)
        for of, name, text in said
        if of not in {hit.meaning.id for hit in organisations_named(_found(language, text))}
    ]


def test_there_are_several_hundred_of_many_countries_and_kinds() -> None:
    """Universities, hospitals, ministries, accreditation, funders; international bodies have no country."""
    assert len(SHIPPED) >= 400
    assert len({each.country for each in SHIPPED.values()}) >= 60
    assert sum(each.country is None for each in SHIPPED.values()) >= 60
    assert {each.country for each in SHIPPED.values()} <= {None, *Locale("en").territories}


def test_ids_are_words_joined_by_hyphens_each_once() -> None:
    """A rule speaks of them."""
    ids = re.findall(r"(?m)^  (\S+):$", FILE.read_text(encoding="utf-8"))
    assert [each for each, times in Counter(ids).items() if times > 1] == []
    assert set(ids) == set(SHIPPED)
    assert [each for each in ids if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", each)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_is_found_in_a_plain_sentence(language: str) -> None:
    """By the analyser of its own language, and no other organisation covers it."""
    assert _missed(language, _names(language)) == []


@pytest.mark.parametrize(("language", "written"), [("kk-Latn", in_latin), ("kk-Arab", in_arabic)])
def test_kazakh_names_are_found_in_the_other_alphabets(language: str, written: Callable[[str], str]) -> None:
    """Nearly all: abbreviations are letters, and foreign names have other letters in Latin."""
    names = [(of, written(name)) for of, name in _names("kk") if not name.isupper()]
    assert len(_missed(language, names)) <= len(names) // 20


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_name_is_two_organisations(language: str) -> None:
    """In any form that their language makes equal."""
    shared: dict[str, set[str]] = defaultdict(set)
    for of, name in _names(language):
        for hit in _found(language, name):
            if (hit.start, hit.end) == (0, len(name)):
                shared[name] |= {of, hit.meaning.id}
    assert {name: of for name, of in shared.items() if len(of) > 1} == {}


@pytest.mark.parametrize("language", sorted(ORDINARY))
def test_ordinary_words_are_no_organisation(language: str) -> None:
    """Names made of common words are written in their very letters, or left out."""
    assert [hit.meaning for hit in _found(language, ORDINARY[language])] == []


def test_a_single_word_is_no_common_noun() -> None:
    """A lone Russian name is none that the dictionary knows as an ordinary word."""
    names = (name for each in SHIPPED.values() for name in each.names.get("ru", ()))
    singles = [name for name in names if name.isalpha() and not name.isupper()]
    common = [name for name in singles if _is_common_noun(name)]
    assert common == []
    assert singles


def _is_common_noun(word: str) -> bool:
    parses = [parse for parse in MorphAnalyzer().parse(word.lower()) if parse.is_known and "NOUN" in parse.tag]
    return any(not {"Name", "Surn", "Geox", "Orgn", "Trad", "Abbr"} & set(parse.tag.grammemes) for parse in parses)


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "zh"])
def test_abbreviations_are_matched_letter_by_letter(language: str) -> None:
    """«who» is no organisation."""
    marked = [name for each in SHIPPED.values() for name in each.names.get(language, ()) if name.startswith("=")]
    small = [name[1:].lower() for name in marked if name[1:] != name[1:].lower()]
    assert [hit.meaning for text in small for hit in _found(language, text) if f"={hit.meaning.term}" in marked] == []
