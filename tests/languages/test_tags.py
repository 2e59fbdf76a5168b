"""Whatever a source calls a language in, a canonical BCP 47 tag out."""

from __future__ import annotations

import pytest

from syndicator.languages.tags import canonical, lookup, primary, tongue


@pytest.mark.parametrize(
    ("written", "tag"),
    [
        ("iw", "he"),
        ("kz", "kk"),
        ("kaz", "kk"),
        ("ua", "uk"),
        ("en_US", "en-US"),
        ("EN-us", "en-US"),
        ("ru_RU.UTF-8", "ru-RU"),
        ("kk-latn-kz", "kk-Latn-KZ"),
        ("sh", "sr-Latn"),
        ("zh-cmn-hans", "zh-Hans"),
        ("en-UK", "en-GB"),
        ("en-XQ", "en"),
        ("es-419", "es-419"),
        ("de-1996", "de-1996"),
        ("Russian", "ru"),
        ("Қазақша", "kk"),
        (" ar ", "ar"),
    ],
)
def test_a_tag_is_given_in_canonical_form(written: str, tag: str) -> None:
    """RFC 5646, section 4.5; mistaken country codes and locale names are understood."""
    assert canonical(written) == tag


@pytest.mark.parametrize("written", ["", "und", "mul", "xx", "english please", "e", "12", "en--us", "x" * 100])
def test_what_names_no_language_gives_none(written: str) -> None:
    """No false tag is better than a wrong one."""
    assert canonical(written) is None


def test_the_canonical_form_is_its_own_canonical_form() -> None:
    """Idempotent."""
    assert canonical(canonical("KK_cyrl_kz") or "") == "kk-Cyrl-KZ"


def test_the_primary_subtag_is_the_language() -> None:
    """``kk`` of ``kk-Cyrl``."""
    assert primary("kk-Cyrl") == "kk"
    assert primary("en") == "en"


def test_regions_are_one_language_and_scripts_are_two() -> None:
    """en-GB and en are one; kk-Cyrl and kk-Latn are read by different people."""
    assert (tongue("en-GB"), tongue("kk-latn"), tongue("kk-Cyrl-KZ"), tongue("sr")) == (
        "en",
        "kk-Latn",
        "kk-Cyrl",
        "sr",
    )


def test_a_tag_is_looked_up_as_ever_less_of_it() -> None:
    """RFC 4647, 3.4, with its own example: a subtag of one sign goes with what it introduces."""
    assert lookup("zh-Hant-CN-x-private1-private2") == [
        "zh-hant-cn-x-private1-private2",
        "zh-hant-cn-x-private1",
        "zh-hant-cn",
        "zh-hant",
        "zh",
    ]
    assert lookup("kk") == ["kk"]
