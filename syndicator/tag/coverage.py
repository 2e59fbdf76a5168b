"""What rules found of the articles that came in, counted; and the languages in which a rule is blind.

A rule is blind in a language when it finds nothing there although the other languages make finds all but certain. The
measure is Fisher's exact test: if the language were like the others, all finds would fall outside it with the chance
that so many articles, drawn from all, are drawn from the others. Unlike the power of the others' rate, it knows that
this rate is itself a guess from few finds.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import UTC, date

from syndicator.languages.tags import primary, tongue
from syndicator.model.article import Article
from syndicator.model.coverage import Blindness, Coverage
from syndicator.model.rule import And, AtLeast, Fact, Is, Not, Or, Rule
from syndicator.model.topic import Tagged, Topic

FEWEST_SEEN = 50
"""Fewer articles of a language prove nothing."""
FEWEST_FOUND = 5
"""Fewer finds in all other languages prove nothing."""
CHANCE = 0.01
"""Above this it may be chance."""
_UNKNOWN = "und"


def counted(judged: Iterable[tuple[Article, Tagged]], topics: Collection[str]) -> tuple[Coverage, ...]:
    """The ledger's rows for articles and what was found in them: one per topic, language and day of collection."""
    seen: Counter[tuple[str, date]] = Counter()
    found: Counter[tuple[str, str, date]] = Counter()
    near: Counter[tuple[str, str, date]] = Counter()
    for article, tagged in judged:
        spot = tongue(article.language), article.collected.astimezone(UTC).date()
        seen[spot] += 1
        found.update((each.topic, *spot) for each in tagged.tags)
        near.update((each, *spot) for each in tagged.near_misses)
    return tuple(
        Coverage(topic, *spot, number, found[topic, *spot], near[topic, *spot])
        for topic in topics
        for spot, number in seen.items()
    )


def totals(ledger: Iterable[Coverage]) -> dict[str, dict[str, Counter[str]]]:
    """Topic → language → its counts over all days, as ``seen``, ``tagged`` and ``near``."""
    summed: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for each in ledger:
        summed[each.topic][each.language].update(seen=each.seen, tagged=each.tagged, near=each.near)
    return {topic: dict(languages) for topic, languages in summed.items()}


def blind(ledger: Iterable[Coverage], topics: Mapping[str, Topic]) -> list[Blindness]:
    """The languages in which rules are blind, in order of the topics.

    Languages that a rule excludes, rules for certain sources and texts of unknown language are left out.
    """
    summed = totals(ledger)
    return [each for name, topic in topics.items() for each in _blind(topic, summed.get(name, {}))]


def _blind(topic: Topic, languages: Mapping[str, Counter[str]]) -> Iterator[Blindness]:
    asked = {each: counts for each, counts in languages.items() if each != _UNKNOWN and _may_hold(topic.rule, each)}
    for language, own in sorted(asked.items()):
        seen = sum(counts["seen"] for counts in asked.values()) - own["seen"]
        found = sum(counts["tagged"] for counts in asked.values())
        if own["tagged"] == 0 and own["seen"] >= FEWEST_SEEN and found >= FEWEST_FOUND:
            chance = chance_of_none(own["seen"], found, seen)
            if chance < CHANCE:
                yield Blindness(topic.id, language, own["seen"], own["near"], seen, found, chance)


def chance_of_none(seen: int, found: int, others: int) -> float:
    """How likely none of *found* finds is among *seen* articles if they are spread over those and *others* by chance.

    R. A. Fisher, Statistical Methods for Research Workers, section 21.02: the hypergeometric chance of nought.
    """
    chance = 1.0
    for taken in range(found):
        chance *= (others - taken) / (seen + others - taken)
        if chance < CHANCE / 1_000_000:
            break
    return chance


def _may_hold(rule: Rule, language: str) -> bool:
    return _prospects(rule, language)[0]


def _prospects(rule: Rule, language: str) -> tuple[bool, bool]:
    """Whether a rule may be true, and whether it may be false, of articles in a language whose source is not named."""
    match rule:
        case Is(Fact.LANGUAGE, values):
            named = not {each.casefold() for each in values}.isdisjoint(_called(language))
            return named, not named
        case Is(Fact.SOURCE):
            return False, True
        case Not(inner):
            return _prospects(inner, language)[::-1]
        case And(rules):
            return _of(rules, len(rules), language)
        case Or(rules):
            return _of(rules, 1, language)
        case AtLeast(count, rules):
            return _of(rules, count, language)
        case _:
            return True, True


def _of(rules: Collection[Rule], count: int, language: str) -> tuple[bool, bool]:
    """The prospects of *count* of the rules being true together."""
    each = [_prospects(rule, language) for rule in rules]
    surely = sum(not may_fail for _, may_fail in each)
    return sum(may_hold for may_hold, _ in each) >= count, surely < count


def _called(language: str) -> set[str]:
    return {language.casefold(), primary(language).casefold()}
