"""Stored articles and an edited rule in, what the rule would change out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, date
from heapq import heappush, heappushpop

from syndicator.languages.tags import tongue
from syndicator.model.feed import Held
from syndicator.model.rehearsal import Compared, Counts, Effect, Sample
from syndicator.model.ruling import Rulings
from syndicator.tag.compiled import Compiled
from syndicator.tag.tagging import tag, why_not

SAMPLES = 4
"""Shown of each effect in each language."""
_EFFECTS = {(False, True): Effect.ADDED, (True, False): Effect.DROPPED, (True, True): Effect.KEPT}
_NO_RULINGS = Rulings()
_Newest = list[tuple[str, str, Sample]]


def compare(stored: Iterable[Held], compiled: Compiled, topic: str, rulings: Rulings = _NO_RULINGS) -> Compared:
    """Hold the tags that articles have against those that the compiled rule of *topic* gives them.

    What was live is what was stored: a rule that is gone cannot be asked any more, and readers had what it had found.
    What editors decided of the feed in *rulings* stands, whatever a rule finds: what they drop or hold is neither added
    nor dropped by an edit, and what they include is kept. Articles are looked at one after the other
    and not kept, but for the samples.
    """
    total, samples = Counts(), defaultdict[tuple[Effect, str], _Newest](list)
    languages, sources = defaultdict[str, Counts](Counts), defaultdict[str, Counts](Counts)
    days = defaultdict[date, Counts](Counts)
    for held in stored:
        article = held.article
        language, day = tongue(article.language), article.published.astimezone(UTC).date()
        now = next((each for each in tag(article, compiled).tags if each.topic == topic), None)
        live = rulings.shows(held, found=held.tagged.has(topic))
        effect = _EFFECTS.get((live, rulings.shows(held, found=now is not None)))
        for counts in (total, languages[language], sources[article.source], days[day]):
            counts.count(effect)
        if effect:
            sample = Sample(article, now.evidence if now else ())
            _keep(samples[effect, language], (article.published.isoformat(), article.id, sample))
    chosen = {effect: _chosen(effect, samples, compiled, topic) for effect in Effect}
    return Compared(topic, total, languages, sources, days, chosen)


def _keep(newest: _Newest, more: tuple[str, str, Sample]) -> None:
    if len(newest) < SAMPLES:
        heappush(newest, more)
    else:
        heappushpop(newest, more)


def _chosen(
    effect: Effect, samples: dict[tuple[Effect, str], _Newest], compiled: Compiled, topic: str
) -> tuple[Sample, ...]:
    found = sorted((each for (of, _), kept in samples.items() if of is effect for each in kept), reverse=True)
    if effect is not Effect.DROPPED:
        return tuple(sample for *_, sample in found)
    return tuple(Sample(each.article, (), tuple(why_not(each.article, compiled, topic))) for *_, each in found)
