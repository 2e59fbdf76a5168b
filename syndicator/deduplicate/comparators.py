"""Comparators: two articles in, the reason why one is the like of the other out, or None.

The table :data:`LIKENESS` lists them, the strongest first. Titles alone never make two articles one (fault I13), and
languages are crossed by hreflang only (I14).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from syndicator.deduplicate.address import folded, name_of, number_of, path_of
from syndicator.deduplicate.blocking import addresses, has_content, is_long, is_of_a_moment
from syndicator.deduplicate.fingerprints import containment, fingerprints
from syndicator.deduplicate.words import same_words, words
from syndicator.model.article import Article
from syndicator.model.verdict import ENOUGH, KeyKind, VerdictKind

NEAR = 0.35
"""Containment of winnowed fingerprints from which texts are one: precision 98, recall 94 on 9,473 articles."""
_UNLIKE = 0.1
_MOVE = timedelta(days=30)
_SAME_DAY = timedelta(days=1)
_SOON = timedelta(days=3)
AT_ONCE = timedelta(minutes=15)
"""What a source publishes within so long it means to stand side by side: neither is an update of the other."""
_AGAIN = 0.6
"""Containment from which a source's own texts are one: more than a template, and than what all its articles say."""
ANOTHER_IDENTITY = "the source gave the same page another identity"

Compare = Callable[[Article, Article], str | None]


@dataclass(frozen=True, slots=True)
class Comparator:
    """One row of the table: articles that share a key of *kind* may be a *verdict* of each other."""

    kind: KeyKind
    verdict: VerdictKind
    compare: Compare


# --- the same entry of the same source -----------------------------------------------------------------------------


def same_entry(article: Article, earlier: Article, *, strict: bool) -> bool:
    """Whether two entries with one identity are one: a publisher may use an identity twice (faults I05, I07).

    They are, unless address and title both differ; an equal title over an unlike text at another address is a
    recurring headline. Both may have been rewritten together, as sites do that make addresses of headlines; but with
    *strict*, where the identity is known to be shared, one of them must be equal.
    """
    if article.canonical == earlier.canonical and article.canonical is not None:
        return True
    if not strict and (article.canonical is None or earlier.canonical is None):
        return True
    if _unlike(article, earlier):
        return False
    return same_title(article, earlier) or (not strict and _rewritten(article, earlier))


def _rewritten(article: Article, earlier: Article) -> bool:
    """Whether address and title changed together: text, name of the page, or the moment of publication stayed."""
    named = name_of(article.canonical or "")
    return (
        (is_near(article, earlier) and not _other_numbers(article, earlier))
        or bool(named and named == name_of(earlier.canonical or ""))
        or (article.published == earlier.published and is_of_a_moment(article) and is_of_a_moment(earlier))
    )


def same_page(article: Article, earlier: Article, *, alone: bool) -> str | None:
    """Why an entry with a new identity is an earlier one of its source: the identity changed, the page did not.

    *alone* says that no other entry has that address, so that title and text may have been edited within a day.
    """
    path = path_of(article.canonical or "")
    if not path or earlier.canonical is None:
        return None
    if path_of(earlier.canonical) != path:
        return _same_number(article, earlier) or _same_moment(article, earlier)
    apart = abs(article.published - earlier.published)
    titled = same_title(article, earlier)
    if article.canonical == earlier.canonical:
        same = titled or not apart or is_near(article, earlier) or (alone and apart <= _SAME_DAY)
        return ANOTHER_IDENTITY if same else None
    known = (titled and apart <= _MOVE) or (apart <= _SAME_DAY and _same_name(article, earlier))
    moved = known and not _unlike(article, earlier)
    return "the source moved the page to another host" if moved else None


def _same_number(article: Article, earlier: Article) -> str | None:
    """Why an entry at another address is an earlier one: its site keeps it under the same number.

    The number may be that of a section, so that title or text must say the same, as those of a series do not.
    """
    number = number_of(article.canonical or "")
    if not number or number != number_of(earlier.canonical or "") or _unlike(article, earlier):
        return None
    soon, near = abs(article.published - earlier.published) <= _SAME_DAY, is_near(article, earlier)
    titled = same_title(article, earlier) and (soon or near)
    edited = soon and near and not _other_numbers(article, earlier)
    named = soon and _same_name(article, earlier)
    return "the source keeps the page under the same number" if titled or edited or named else None


def _same_name(article: Article, earlier: Article) -> bool:
    """Whether the pages have one name, and one language: sites name the versions of an article alike."""
    name = name_of(article.canonical or "")
    return bool(name) and name == name_of(earlier.canonical or "") and _agree(article, earlier)


def _same_moment(article: Article, earlier: Article) -> str | None:
    """Why an entry at quite another address is an earlier one: it is of the same moment, and titled alike."""
    same = article.published == earlier.published and is_of_a_moment(article) and is_of_a_moment(earlier)
    if not same or not same_title(article, earlier) or _unlike(article, earlier):
        return None
    return "the source gave the page another address"


def same_title(article: Article, earlier: Article) -> bool:
    """Whether the titles have the same words."""
    return same_words(article.title, earlier.title)


def _unlike(article: Article, earlier: Article) -> bool:
    return is_long(article) and is_long(earlier) and _contained(article, earlier) < _UNLIKE


def _contained(article: Article, earlier: Article) -> float:
    return containment(fingerprints(article.text), fingerprints(earlier.text))


# --- the same text at another source, or in another language -------------------------------------------------------


def same_address(article: Article, earlier: Article) -> str | None:
    """Another source, or another entry of the same one with the same title, names the same page."""
    if article.canonical != earlier.canonical or not path_of(article.canonical or ""):
        return None
    if not _agree(article, earlier) or (article.source == earlier.source and not same_title(article, earlier)):
        return None
    return f"it has the address of an article of {earlier.source}"


def same_content(article: Article, earlier: Article) -> str | None:
    """Every word of title and text is the same, and there are enough of them."""
    if article.content_hash != earlier.content_hash or not has_content(article) or not _agree(article, earlier):
        return None
    return f"it has the same words as an article of {earlier.source}"


def near_duplicate(article: Article, earlier: Article) -> str | None:
    """The texts share enough fingerprints. At one source that is a template; numbers in titles part issues."""
    if article.source == earlier.source or not _agree(article, earlier) or _other_numbers(article, earlier):
        return None
    if not is_near(article, earlier):
        return None
    return f"{_contained(article, earlier):.0%} of the shorter text is in the other, an article of {earlier.source}"


def brought_up_to_date(article: Article, earlier: Article) -> str | None:
    """A source tells its own news again in the same words, a few changed, on a page of its own.

    What it says again with another headline, with other numbers throughout, or at once, is a series or a template.
    """
    apart = article.published - earlier.published
    if article.source != earlier.source or not AT_ONCE <= apart <= _SOON or not _agree(article, earlier):
        return None
    if not is_long(article) or _contained(article, earlier) < _AGAIN or _other_numbers(article, earlier):
        return None
    if not _mostly(words(article.title), words(earlier.title)) or not _same_figures(article, earlier):
        return None
    return (
        f"it brings an article of its own source up to date: {_contained(article, earlier):.0%} of the text is the same"
    )


def _mostly(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two of three words of the shorter list are in the other."""
    return len(set(one) & set(other)) * 3 >= min(len(set(one)), len(set(other))) * 2


def _same_figures(article: Article, earlier: Article) -> bool:
    """Whether most numbers of the texts are the same, if both have any."""
    one, other = _numbers(article.text), _numbers(earlier.text)
    return len(one & other) * 2 >= min(len(one), len(other))


def translation(article: Article, earlier: Article) -> str | None:
    """Each names the other as its version in another language."""
    if article.language == earlier.language or not (_names(article, earlier) and _names(earlier, article)):
        return None
    return f"it and an article in {earlier.language} name each other as translations"


def is_near(article: Article, earlier: Article, *, beside: frozenset[int] = frozenset()) -> bool:
    """Whether enough of the shorter text is in the other; what is in *beside*, the frame of a source, tells nothing."""
    if not (is_long(article) and is_long(earlier)):
        return False
    one, other = fingerprints(article.text) - beside, fingerprints(earlier.text) - beside
    return len(one & other) >= ENOUGH and containment(one, other) >= NEAR


def says_the_same(article: Article, earlier: Article, *, beside: frozenset[int]) -> bool:
    """Whether a source says again what it has said: at the same address, in the same words, or in much the same."""
    page = article.canonical is not None and article.canonical == earlier.canonical
    words_alike = has_content(article) and article.content_hash == earlier.content_hash
    return page or words_alike or is_near(article, earlier, beside=beside)


def _agree(article: Article, earlier: Article) -> bool:
    """Whether the languages may be one: unsure agrees with any."""
    return article.language == earlier.language or "und" in (article.language, earlier.language)


def _other_numbers(article: Article, earlier: Article) -> bool:
    """Whether both titles have numbers, and not the same: «rates on 5 May», «rates on 6 May»."""
    one, other = _numbers(article.title), _numbers(earlier.title)
    return bool(one and other and one != other)


def _numbers(text: str) -> frozenset[str]:
    return frozenset(word for word in words(text) if any(each.isdigit() for each in word))


def _names(article: Article, other: Article) -> bool:
    named = {folded(each.href) for each in article.alternates if each.language != article.language}
    return not named.isdisjoint(addresses(other))


LIKENESS: tuple[Comparator, ...] = (
    Comparator(KeyKind.ADDRESS, VerdictKind.REPRINT, same_address),
    Comparator(KeyKind.CONTENT, VerdictKind.REPRINT, same_content),
    Comparator(KeyKind.FINGERPRINT, VerdictKind.UPDATE, brought_up_to_date),
    Comparator(KeyKind.FINGERPRINT, VerdictKind.REPRINT, near_duplicate),
    Comparator(KeyKind.ALTERNATE, VerdictKind.TRANSLATION, translation),
)
"""The strongest first."""
