"""Quotas in bounded memory, whoever asks."""

from __future__ import annotations

import pytest

from syndicator.web import quota
from syndicator.web.quota import Quota, Quotas
from tests.web.site import NOON


def test_whoever_comes_after_very_many_shares_what_one_has(monkeypatch: pytest.MonkeyPatch) -> None:
    """A crowd of made-up addresses does not fill the memory; those who came before keep their own."""
    monkeypatch.setattr(quota, "_MOST", 2)
    quotas, one = Quotas(), Quota(1, 1)
    assert [quotas.take(who, one, NOON).granted for who in ("a", "b", "c", "d", "a")] == [
        True,
        True,
        True,
        False,
        False,
    ]
