"""What two articles share, in words that stand in them."""

from __future__ import annotations

from syndicator.deduplicate import Rarity, clues, shared
from syndicator.deduplicate.shared import MOST
from syndicator.model.article import Article
from syndicator.model.clues import Clue
from syndicator.model.topic import Tagged
from tests.deduplicate.articles import article

BOTH = Tagged((), ("KZ", "IL"), ("rambam",), concepts=("residency",))
ENGLISH = article("en", title="Rector Sagyndykov came to Haifa", text="He signed for 128 places and 37 grants.")
RUSSIAN = article(
    "ru", title="Сагындыков в Хайфе", text="Ректор Сагындыков: 128 мест, 37 грантов, 500 гостей.", language="ru"
)


def told(one: Article, other: Article, tagged: Tagged = BOTH) -> dict[Clue, tuple[str, ...]]:
    rarity = Rarity()
    return shared(one, clues(one, BOTH, rarity), other, clues(other, tagged, rarity))


def test_what_two_languages_share_is_told_kind_by_kind() -> None:
    """Names as each writes them; words are not shared."""
    assert told(ENGLISH, RUSSIAN) == {
        Clue.NUMBER: ("128", "37"),
        Clue.NAME: ("Sagyndykov = Сагындыков", "Rector = Ректор"),
        Clue.PLACE: ("IL", "KZ"),
        Clue.ORGANISATION: ("rambam",),
        Clue.CONCEPT: ("residency",),
    }


def test_words_of_one_language_are_told_as_the_first_article_writes_them() -> None:
    """Whatever form the other has; a name that both write alike stands there once."""
    again = article("again", title="Sagyndykov signs", text="The place was granted in 128 days.")
    found = told(ENGLISH, again)
    assert "places" in found[Clue.TERM]
    assert found[Clue.NAME] == ("Sagyndykov",)


def test_what_is_not_shared_is_left_out() -> None:
    """An empty line tells nothing."""
    assert told(ENGLISH, article("x", title="Дождь", text="Шёл дождь.", language="ru"), Tagged()) == {}


def test_a_word_that_stands_there_no_more_is_left_out() -> None:
    """Clues are those of when it came; the text may have been edited since."""
    rarity = Rarity()
    before = clues(ENGLISH, Tagged(), rarity)
    edited = article("en", title="A dean came", text="He signed.")
    assert Clue.NAME not in shared(edited, before, RUSSIAN, clues(RUSSIAN, Tagged(), rarity))


def test_so_many_are_told_and_no_more() -> None:
    """An editor looks at a line, not at a list."""
    many = ", ".join(str(number) for number in range(100, 140))
    assert len(told(article("a", text=many), article("b", text=many))[Clue.NUMBER]) == MOST
