"""Header fields of weighted preferences."""

from __future__ import annotations

import pytest

from syndicator.web.preferences import coding, edition, form, weighted

FORMS = {
    "html": ("text/html",),
    "atom": ("application/atom+xml", "application/xml"),
    "json": ("application/feed+json",),
}


@pytest.mark.parametrize(
    ("field", "found"),
    [
        ("", {}),
        (" , ,", {}),
        ("gzip", {"gzip": 1}),
        ("GZIP ; Q=0.5", {"gzip": 0.5}),
        ("text/html;level=1;q=0.3, */*", {"text/html": 0.3, "*/*": 1}),
        ("a;q=, b;q=x, c;q=2, d;q=-1, e;q=0.1234, f;q=nan, g;q=1.000", dict.fromkeys("abdef", 0) | {"c": 0, "g": 1}),
        ("a;q=1.5", {"a": 1}),
    ],
)
def test_weights_are_read_as_they_stand(field: str, found: dict[str, float]) -> None:
    """What is no weight is none."""
    assert weighted(field) == found


def test_no_more_is_looked_at_than_anybody_means() -> None:
    """A field of a hundred thousand preferences costs as much as one of sixty-four."""
    assert len(weighted(",".join(f"a{n}" for n in range(100_000)))) == 64


@pytest.mark.parametrize(
    ("field", "found"),
    [
        ("br, gzip", "br"),
        ("gzip, br", "br"),
        ("br;q=0.5, gzip", "gzip"),
        ("*", "br"),
        ("br;q=0, *", "gzip"),
        ("", "identity"),
        ("zstd", "identity"),
        ("identity, gzip;q=0.2", "gzip"),
    ],
)
def test_the_coding_is_the_one_of_most_weight_then_the_one_we_like_most(field: str, found: str) -> None:
    """RFC 9110, 12.5.3; not to code at all is what is left."""
    assert coding(field, {"identity", "br", "gzip"}, ("br", "gzip")) == found


@pytest.mark.parametrize(
    ("field", "found"),
    [
        ("", "html"),
        ("*/*", "html"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "html"),
        ("application/atom+xml", "atom"),
        ("application/atom+xml, text/html;q=0.9", "atom"),
        ("application/feed+json, application/atom+xml;q=0.9", "json"),
        ("application/xml, */*;q=0.1", "atom"),
        ("application/*", "atom"),
        ("text/*, application/*;q=0.9", "html"),
        ("text/html;q=0, */*", "atom"),
        ("image/png", "html"),
    ],
)
def test_the_form_is_the_one_accepted_most(field: str, found: str) -> None:
    """RFC 9110, 12.5.1: the narrowest range that fits counts; nobody is refused."""
    assert form(field, FORMS) == found


@pytest.mark.parametrize(
    ("field", "found"),
    [
        ("", None),
        ("ar", "ar"),
        ("ar-EG,ar;q=0.9,en;q=0.8", "ar"),
        ("fr, ru;q=0.4, en;q=0.5", "en"),
        ("fr", None),
        ("fr, *;q=0.5", None),
        ("*, ar;q=0.5", None),
        ("kk", "kk-Cyrl"),
        ("kk-KZ", "kk-Cyrl"),
        ("kk-Arab-CN", "kk-Arab"),
        ("KK-LATN", "kk-Cyrl"),
        ("kk, kk-Cyrl;q=0", None),
        ("en;q=0, ar;q=0.1", "ar"),
        ("zh-Hant-TW", None),
    ],
)
def test_the_edition_is_the_one_in_the_language_wanted_most(field: str, found: str | None) -> None:
    """RFC 4647, 3.4; who wants any has that of all languages."""
    assert edition(field, ("en", "ru", "kk-Cyrl", "kk-Arab", "ar")) == found
