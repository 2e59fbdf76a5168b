"""Which keys an article has."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from syndicator.deduplicate import keys, prints
from syndicator.deduplicate.fingerprints import fingerprints
from syndicator.model.article import Alternate, Article, Image
from syndicator.model.verdict import KeyKind
from tests.deduplicate.articles import DAWN, LONG, article


def kinds(of: Article) -> Counter[KeyKind]:
    return Counter(key.kind for key in keys(of))


def test_every_article_has_an_identity_and_a_public_id() -> None:
    """Even one without an address, a picture or words."""
    bare = article(link=None, canonical=None, text="", title="Untitled", content_hash="")
    assert kinds(bare) == {KeyKind.IDENTITY: 1, KeyKind.PUBLIC: 1}


def test_an_address_gives_a_key_across_sources_and_one_for_the_path_within_its_source() -> None:
    """The second finds the article again when its publisher has moved to another host."""
    assert kinds(article()) == {KeyKind.IDENTITY: 2, KeyKind.PUBLIC: 1, KeyKind.ADDRESS: 1}
    assert kinds(article(canonical="https://alpha.example")) == {
        KeyKind.IDENTITY: 1,
        KeyKind.PUBLIC: 1,
        KeyKind.ADDRESS: 1,
    }
    assert kinds(article(title=""))[KeyKind.IDENTITY] == 1


def test_title_and_moment_are_a_key_within_a_source() -> None:
    """By it an article is found whose address is quite another; a day is no moment."""
    said = DAWN - timedelta(minutes=5)
    one, two = (article(canonical=f"https://alpha.example/{place}", published=said) for place in ("a", "b"))
    shared = {key for key in keys(one) & keys(two) if key.kind is KeyKind.IDENTITY}
    assert len(shared) == 2, "its guid, and title and moment"
    assert kinds(article(published=DAWN.replace(hour=0)))[KeyKind.IDENTITY] == 2


def test_the_number_of_a_page_is_a_key_within_its_source() -> None:
    """By it an article is found whose path and host have changed."""
    one = article(canonical="https://en.alpha.example/news/title_a3930264")
    two = article(canonical="https://alpha.example/en/other_a3930264", title="Other")
    assert len({key for key in keys(one) & keys(two) if key.kind is KeyKind.IDENTITY}) == 2, (
        "its identity and its number"
    )


def test_short_texts_have_no_content_key() -> None:
    """Thirty words are the fewest that stand for themselves; a title may help."""
    assert kinds(article(text="word " * 10))[KeyKind.CONTENT] == 0
    assert kinds(article(text="word " * 10, title="word " * 20))[KeyKind.CONTENT] == 1
    assert kinds(article(text=LONG, content_hash=""))[KeyKind.CONTENT] == 0


def test_texts_of_forty_words_are_fingerprinted() -> None:
    """Fewer are too little for containment to mean anything."""
    assert kinds(article(text=" ".join(LONG.split()[:39])))[KeyKind.FINGERPRINT] == 0
    assert kinds(article(text=LONG))[KeyKind.FINGERPRINT] >= 8


def test_a_picture_gives_a_key() -> None:
    """The address of the lead image."""
    assert kinds(article(image=Image("https://alpha.example/1.jpg")))[KeyKind.IMAGE] == 1


def test_twins_in_two_languages_share_alternate_keys() -> None:
    """Each has the keys of both addresses, however they are written."""
    english = article(
        link="https://alpha.example/en/1",
        canonical="https://alpha.example/en/1",
        alternates=(Alternate("http://www.alpha.example/ar/1/", "ar"),),
    )
    arabic = article(
        link="https://alpha.example/ar/1?utm_source=rss",
        canonical="https://alpha.example/ar/1",
        alternates=(Alternate("https://alpha.example/en/1", "en"),),
    )
    shared = {key for key in keys(english) & keys(arabic) if key.kind is KeyKind.ALTERNATE}
    assert len(shared) == 2


def test_sources_never_share_an_identity() -> None:
    """WordPress numbers its articles alike everywhere (fault I09)."""
    one, other = keys(article(source="alpha", title="x")), keys(article(source="beta", title="x"))
    assert not {key for key in one & other if key.kind is KeyKind.IDENTITY}


def test_only_texts_long_enough_are_printed() -> None:
    """As only they have fingerprints for keys."""
    assert len(prints(article(text=LONG))) == 4 * len(fingerprints(LONG))
    assert prints(article(text="Too short to be told by its words alone.")) == b""
