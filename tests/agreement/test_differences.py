"""The lists of known differences themselves."""

from __future__ import annotations

import pytest

from tests.agreement.differences import LISTS, known, settle
from tests.conftest import ROOT


@pytest.mark.parametrize("name", LISTS)
def test_every_reason_is_on_the_page_about_reading(name: str) -> None:
    """docs/reference/reading.md explains every kind of difference."""
    page = (ROOT / "docs/reference/reading.md").read_text(encoding="utf-8")
    assert [reason for reason in known(name).values() if f" {reason} |" not in page] == []


def test_listed_differences_and_no_others_are_expected() -> None:
    listed = known("encodings")
    settle(listed, "encodings")
    with pytest.raises(AssertionError, match="1 differences are not in known/encodings"):
        settle(listed | {"a.xml: x→y": ""}, "encodings")
    gone = next(iter(listed))
    with pytest.raises(AssertionError, match="occur no more"):
        settle({case: "" for case in listed if case != gone}, "encodings")
