"""Values to JSON and back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given

from syndicator.model.article import Article
from syndicator.model.source import SourceState
from syndicator.model.topic import Tagged
from syndicator.store.codec import dump, load, to_moment, to_number
from tests.store.samples import DAWN, STATE, articles, moments, states, tagged


@given(articles)
def test_articles_come_back_equal(article: Article) -> None:
    """Every field of every kind."""
    assert load(Article, dump(article)) == article


@given(states)
def test_states_come_back_equal(state: SourceState) -> None:
    """Mappings, moments and outcomes."""
    assert load(SourceState, dump(state)) == state


@given(tagged)
def test_tags_come_back_equal(found: Tagged) -> None:
    """Down to the evidence."""
    assert load(Tagged, dump(found)) == found


@given(moments)
def test_moments_are_exact_and_in_order(moment: datetime) -> None:
    """To the microsecond, whatever the zone they came in."""
    assert to_moment(to_number(moment)) == moment
    assert to_number(moment) < to_number(to_moment(to_number(moment) + 1))


def test_a_moment_without_a_zone_is_refused() -> None:
    """Nobody knows when it is."""
    with pytest.raises(TypeError):
        to_number(datetime(2026, 1, 1))


def test_defaults_are_left_out_and_unknown_fields_passed_over() -> None:
    """A field that is added or taken away needs no migration."""
    assert dump(STATE) == f'{{"source":"alpha","last_poll":{to_number(DAWN)}}}'
    assert load(SourceState, '{"source":"alpha","colour":"red"}') == SourceState("alpha")


def test_what_is_no_value_of_the_model_is_refused() -> None:
    """A mistake shows at once."""
    with pytest.raises(TypeError):
        dump({"a": object()})


def test_the_moment_before_1970_is_exact() -> None:
    """Floor division goes the right way."""
    early = datetime(1969, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)
    assert to_number(early) == -1
    assert to_moment(-1) == early == to_moment(0) - timedelta(microseconds=1)
