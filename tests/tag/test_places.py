"""The countries an article is about."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest
import yaml
from babel import Locale

from syndicator.languages import LANGUAGES
from syndicator.languages.analysers.folding import fold
from syndicator.languages.atlas import TABLES
from syndicator.languages.atlas.tables import listed
from syndicator.model.topic import Field, Mention, Organisation
from syndicator.tag import compile_topics, tag
from syndicator.tag.atlas import place_terms
from tests.languages.kazakh import in_arabic, in_latin
from tests.tag.articles import article

PLAIN = compile_topics({}, {}, {})
FILLER = "and so on with it all " * 12


def _places(text: str, language: str = "en", title: str = "") -> set[str]:
    return set(tag(article(text, title=title, language=language), PLAIN).places)


@pytest.mark.parametrize(
    ("language", "text", "places"),
    [
        ("en", "A delegation from Kazakhstan met Israeli doctors", {"KZ", "IL"}),
        ("en", "The Kazakh-Turkish forum", {"KZ", "TR"}),
        ("en", "Ministers of the US and the UK", {"US", "GB"}),
        ("en", "Ivory Coast and Burma", {"CI", "MM"}),
        ("ru", "Врачи Израиля приехали в Алматы", {"IL", "KZ"}),
        ("ru", "Казахстанско-турецкий форум", {"KZ", "TR"}),
        ("ru", "британские и палестинские студенты", {"GB", "PS"}),
        ("ru", "в США и Великобритании", {"US", "GB"}),
        ("kk", "Қазақстан мен Түркияның дәрігерлері", {"KZ", "TR"}),
        ("kk", "израильдік және қазақстандық ғалымдар", {"IL", "KZ"}),
        ("kk-Latn", "Qazaqstan men Qytaıdyñ därigerleri", {"KZ", "CN"}),
        ("kk-Arab", "قازاقستان مەن جۇڭگونىڭ دارىگەرلەرى", {"KZ", "CN"}),
        ("ar", "وفد من كازاخستان يزور فلسطين", {"KZ", "PS"}),
        ("ar", "الأطباء البريطانيون والإسرائيليون", {"GB", "IL"}),
        ("ar", "عاد من بيروت", {"LB"}),
        ("he", "משלחת מקזחסטן ביקרה בישראל", {"KZ", "IL"}),
        ("he", "רופאים בריטים ופלסטינים", {"GB", "PS"}),
        ("fr", "des étudiants kazakhs au Royaume-Uni", {"KZ", "GB"}),
        ("tr", "Kazakistan ve İsrail’den doktorlar", {"KZ", "IL"}),
        ("zh", "中国和哈萨克斯坦签署协议", {"CN", "KZ"}),
        ("ky", "Өзбекстандын президенти Кыргызстанга келди", {"UZ", "KG"}),
        ("uk", "лікарі з Польщі та Казахстану", {"PL", "KZ"}),
        ("de", "Ärzte aus Frankreich", {"FR"}),
    ],
)
def test_countries_are_found_by_names_peoples_and_cities(language: str, text: str, places: set[str]) -> None:
    """In every form and script of the language."""
    assert _places(text, language) == places


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The meeting took place in Jerusalem, at Al-Quds"),
        ("en", "roast turkey on china"),
        ("en", "Around the Indian Ocean and in Latin America"),
        ("en", "the summit of Jersey and Reunion"),
        ("ru", "встреча в Иерусалиме"),
        ("ru", "экзамен по английскому языку"),
        ("ar", "الشؤون المالية"),
        ("ar", "لقاء في عمّان"),
        ("he", "הכנס בירושלים"),
        ("kk", "Қазан айында"),
        ("xx", "Kazakhstan"),
    ],
)
def test_words_that_mean_no_country_give_none(language: str, text: str) -> None:
    """Contested cities, common words and wider regions are no countries."""
    assert _places(text, language) == set()


def test_a_doubtful_name_counts_in_company() -> None:
    """«Georgia» is a country beside «Tbilisi»."""
    assert _places("He moved to Georgia") == set()
    assert _places("He moved to Georgia, to Tbilisi") == {"GE"}


def test_a_country_named_once_late_is_mentioned_merely() -> None:
    """In the title, in the lead or twice: else the article is not about it."""
    assert _places(FILLER + "in France") == set()
    assert _places(FILLER + "in France, the French") == {"FR"}
    assert _places("In France " + FILLER) == {"FR"}
    assert _places(FILLER, title="In France") == {"FR"}


def test_the_most_named_comes_first() -> None:
    """The title counts double."""
    text = "France, Spain, Spain, Spain"
    assert tag(article(text, title="Japan"), PLAIN).places == ("ES", "JP", "FR")


def test_of_a_long_list_the_outstanding_countries_are_kept() -> None:
    """An article that lists the guests of a forum is about the host."""
    guests = "Guests came from France, Spain, Italy, Japan, China and Chile."
    assert tag(article(f"{guests} Kazakhstan, Kazakhstan", title="Kazakhstan"), PLAIN).places == ("KZ",)
    assert len(tag(article(guests), PLAIN).places) == 5


@pytest.mark.parametrize(
    "text",
    [
        "Dr Jordan Smith",
        "Prof. Israel Adams said",
        "Mr Adam Cuba",
        "We met Michael Jordan",
        "said Ms Georgia Chad Bell",
    ],
)
def test_names_of_persons_are_no_countries(text: str) -> None:
    """After a title, or a given name after another capitalised word."""
    assert _places(text) == set()


@pytest.mark.parametrize(
    "text", ["In Jordan", "doctors in Jordan", "Jordan said", "Doctor, Jordan", "the Dr from Jordan"]
)
def test_a_country_with_a_given_name_is_a_country_elsewhere(text: str) -> None:
    """After a small word, at the beginning, or after punctuation."""
    assert _places(text) == {"JO"}


def test_a_given_name_in_a_title_in_capitals_counts() -> None:
    """Every word of a title may be capitalised."""
    assert _places("", title="King Visits Jordan") == {"JO"}


def test_an_organisation_brings_its_country_and_covers_its_words() -> None:
    """«Oxford University in Ramallah» is where its operator says it is."""
    organisations = {
        "a": Organisation("a", {"en": ("Paris University of Kazakhstan",)}, "KZ"),
        "b": Organisation("b", {"en": ("Paris University",)}, "FR"),
        "c": Organisation("c", {"en": ("London Club",)}),
    }
    known = compile_topics({}, {}, organisations)
    late = tag(article(FILLER + "the Paris University of Kazakhstan"), known)
    assert (late.places, late.organisations) == (("KZ",), ("a",))
    both = tag(article("Paris University and the London Club", title="Paris University of Kazakhstan"), known)
    assert both.organisations == ("a", "b", "c")
    assert set(both.places) == {"KZ", "FR", "GB"}


def test_every_country_and_organisation_says_where_it_is_named() -> None:
    """By itself or by an organisation of its own; a name at most three times a field."""
    known = compile_topics({}, {}, {"club": Organisation("club", {"en": ("London Club",)}, "GB")})
    text = f"{'Kazakhs. ' * 4}The London Club in Almaty. Guests came from Spain, Italy, Japan, China and Chile."
    found = tag(article(text, title="Kazakhstan"), known)
    club = text.index("London Club")
    assert (found.places, found.organisations) == (("KZ",), ("club",))
    assert found.place_mentions == (
        Mention("KZ", "Kazakhstan", Field.TITLE, 0, 10),
        *(Mention("KZ", "Kazakh", Field.TEXT, at, at + 7) for at in (0, 9, 18)),
        Mention("KZ", "Almaty", Field.TEXT, text.index("Almaty"), text.index("Almaty") + 6),
    )
    assert found.organisation_mentions == (Mention("club", "London Club", Field.TEXT, club, club + 11),)


def test_an_organisation_is_where_its_country_is_named() -> None:
    """The country's mention is the organisation's."""
    known = compile_topics({}, {}, {"club": Organisation("club", {"en": ("London Club",)}, "GB")})
    found = tag(article("At the London Club"), known)
    assert found.place_mentions == (Mention("GB", "London Club", Field.TEXT, 7, 18),)


SENTENCES = yaml.safe_load((Path(__file__).parent / "places.yaml").read_text(encoding="utf-8"))
WRITTEN = [
    *((language, text, wanted) for language, texts in SENTENCES.items() for text, wanted in texts.items()),
    *(("kk-Latn", in_latin(text), wanted) for text, wanted in SENTENCES["kk"].items()),
    *(("kk-Arab", in_arabic(text), wanted) for text, wanted in SENTENCES["kk"].items()),
]


def test_sentences_are_about_the_countries_they_name() -> None:
    """Names that change, that two countries share, and that are other words or persons too."""
    told = {(language, text): " ".join(sorted(_places(text, language))) for language, text, _ in WRITTEN}
    wanted = {(language, text): " ".join(sorted(wanted.split())) for language, text, wanted in WRITTEN}
    assert told == wanted
    assert len(WRITTEN) >= 100


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_countries_are_found_in_every_language_of_the_unicode_cldr(language: str) -> None:
    """Wherever it names them, and whether or not we keep a table of our own."""
    names = Locale.parse(language).territories
    asked = {code: names[code] for code in ("KZ", "IL", "JP", "CA") if code in names}
    found = {code: _places(f"{name}.", language) for code, name in asked.items()}
    assert found == {code: {code} for code in asked}


@pytest.mark.parametrize("language", sorted(TABLES))
def test_a_name_is_one_country_s_and_what_is_doubtful_is_a_name(language: str) -> None:
    """But for the two Congos, and the Chinese pairs of countries in two letters."""
    codes = defaultdict(set)
    for meaning, term in place_terms(language):
        codes[term.text if term.exact else fold(term.text)].add(meaning.id)
    shared = {name for name, of in codes.items() if len(of) > 1 and of != {"CG", "CD"}}
    assert shared <= {"中哈", "中法", "中俄", "中美"}
    assert listed(TABLES[language].doubtful) <= set(codes)


def test_a_publisher_is_sure_of_the_names_of_its_own_country() -> None:
    """It is a hint and no more: a source of Georgia does not write of Georgia when it does not name it."""
    at_home = compile_topics({}, {}, {}, {"tbilisi-times": "GE", "atlanta-times": "US"})
    for source, places in (("tbilisi-times", ("GE",)), ("atlanta-times", ()), ("elsewhere", ())):
        assert tag(article("Nurses of Georgia", source=source), at_home).places == places
        assert tag(article("Nurses of the town", source=source), at_home).places == ()


def test_a_name_that_two_countries_share_goes_with_its_neighbours() -> None:
    """«Georgia» beside Armenia, unless the United States are named too."""
    assert _places("Georgia and Armenia") == {"GE", "AM"}
    assert _places("Georgia, Armenia and the United States") == {"AM", "US"}


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Georgia Jones came", set()),
        ("Jordan Smith and Amman", {"JO"}),
        ("Jordan University", {"JO"}),
        ("said in Jordan", {"JO"}),
        ("Jordan, Smith", {"JO"}),
        ("Tbilisi, Georgia", {"GE"}),
        ("Paris, Texas and Paris", {"US", "FR"}),
    ],
)
def test_what_stands_behind_a_name_tells_persons_and_towns(text: str, places: set[str]) -> None:
    """A surname, an office, a state."""
    assert _places(text) == places
