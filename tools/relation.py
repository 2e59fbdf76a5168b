"""Fit the weights by which articles are of one story: ``python -m tools.relation LABELLED [PAIRS [NEWS]]``.

LABELLED has JSON with an article a line (``id``, ``event``, ``lang``, ``outlet``, ``published``, ``title``, ``text``),
PAIRS with two articles a line (``first_title``, ``first_text``, ``second_…``, ``same_story``), NEWS with articles
without events, as they come: of those that share clues, and were published a month apart or more, no two tell of one
event. They show what chance makes alike, which labelled sets are too small for. The demonstration's own news are
labelled, too.

Articles within five days are paired; a logistic regression with weights that cannot be negative (a feature can only
mean what its name says) is fitted by accelerated projected gradient descent. Prints what models fitted without a sixth
of the events make of that sixth, then writes ``syndicator/deduplicate/weights.py`` with the model of all of them.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from math import exp
from pathlib import Path
from typing import Any, NamedTuple

from syndicator.bootstrap import article_of, load_editorial, open_embedder
from syndicator.deduplicate.clues import clue_keys, clues
from syndicator.deduplicate.rarity import Rarity
from syndicator.deduplicate.relation import features, speak_alike, weigh
from syndicator.demo.content import channels
from syndicator.linkage import with_meaning
from syndicator.model.article import Rejected
from syndicator.model.clues import Clues
from syndicator.model.configuration import EmbeddingModel
from syndicator.pipeline import Editorial
from syndicator.ports import Embedder
from syndicator.tag import tag

_WITHIN = timedelta(days=5)
_MONTH = timedelta(days=30)
_DAY = datetime(2020, 5, 6, tzinfo=UTC)
"""When undated articles are taken to have been published."""
_STEPS, _RATE, _SHRINK = 500, 1.5, 0.002
_FOLDS = 6
_CHANCE = 0.2
"""How much a pair of NEWS counts: there are many of them."""
_TARGET = Path(__file__).parent.parent / "syndicator" / "deduplicate" / "weights.py"
_HEAD = '''"""How much each feature of two articles says for one story: made by ``python -m tools.relation``."""

from __future__ import annotations

from typing import Final

BIAS: Final = "bias"
BY_HAND: Final = {"meanings-alike": 2.0}
"""Of what only a model of the operator's tells, set by hand: no such model was at hand to fit it with. It is a third of
what speaks against one event from the outset, so that meaning alone joins nothing. Run with such a model configured,
``python -m tools.relation`` fits it with the others, and the tables below have it."""
'''


class Pair(NamedTuple):
    """Two articles, and whether they are of one event."""

    features: dict[str, float]
    same: bool
    folds: frozenset[int]
    """Which sixths of the events they are of."""
    within: bool
    """Both are in one language."""
    weight: float = 1.0


Model = dict[str, float]
Row = dict[str, Any]


def main(arguments: Sequence[str]) -> None:
    """Fit, report, write."""
    editorial, rarity = load_editorial(Path("config")), Rarity()
    makers = (_labelled, _given, _by_chance)
    pairs = [
        pair for make, file in zip(makers, arguments, strict=False) for pair in make(editorial, rarity, _rows(file))
    ]
    pairs += _labelled(editorial, Rarity(), list(_of_the_demonstration()))
    models = {}
    for name, within in (("WITHIN", True), ("ACROSS", False)):
        own = [pair for pair in pairs if pair.within is within]
        seen = list(_held_out(own))
        _report(f"{name} fitted without the sixth of the events that it is seen on", seen)
        models[name] = _fit(own)
        _report(f"{name} fitted on all, seen on all", [(pair, _likelihood(models[name], pair)) for pair in own])
    _TARGET.write_text(_HEAD + "".join(_written(name, model) for name, model in models.items()), "utf-8")


def _held_out(pairs: Sequence[Pair]) -> Iterator[tuple[Pair, float]]:
    for fold in range(_FOLDS):
        model = _fit([pair for pair in pairs if fold not in pair.folds])
        yield from ((pair, _likelihood(model, pair)) for pair in pairs if fold == min(pair.folds))


# --- pairs ---------------------------------------------------------------------------------------------------------


def _of_the_demonstration() -> Iterator[Row]:
    for name, channel in channels().items():
        for piece in channel.pieces:
            yield {
                "id": str(piece.number),
                "event": piece.event or piece.slug,
                "lang": channel.language,
                "outlet": name.split(".", 1)[0],
                "published": (_DAY - piece.age).isoformat(),
                "title": piece.title,
                "text": "\n\n".join(piece.paragraphs),
            }


def _labelled(editorial: Editorial, rarity: Rarity, given: Sequence[Row]) -> Iterator[Pair]:
    rows = sorted(given, key=lambda row: datetime.fromisoformat(row["published"]))
    found = [(row["event"], _learnt(editorial, rarity, row, "", row.get("outlet") or "")) for row in rows]
    for (first, one), (second, other) in itertools.combinations(found, 2):
        if abs(one.published - other.published) <= _WITHIN:
            yield _pair(one, other, rarity, first == second, frozenset((_fold(first), _fold(second))))


def _given(editorial: Editorial, rarity: Rarity, rows: Sequence[Row]) -> Iterator[Pair]:
    for number, row in enumerate(rows):
        one, other = (_learnt(editorial, rarity, row, part, f"{part}{number}") for part in ("first_", "second_"))
        yield _pair(one, other, rarity, bool(row["same_story"]), frozenset((number % _FOLDS,)))


def _by_chance(editorial: Editorial, rarity: Rarity, rows: Sequence[Row]) -> Iterator[Pair]:
    """Pairs of articles of different months that would be compared, had they been published in the same days."""
    dated = [row for row in rows if row.get("published")]
    found = [_clues(editorial, rarity, row, "", row.get("outlet") or str(number)) for number, row in enumerate(dated)]
    as_if = [replace(each, published=_DAY + timedelta(days=place % 4)) for place, each in enumerate(found)]
    for one, other in sorted(_sharing_clues(as_if, rarity)):
        if abs(found[one].published - found[other].published) >= _MONTH:
            fold = frozenset(((one + other) % _FOLDS,))
            yield _pair(as_if[one], as_if[other], rarity, False, fold)._replace(weight=_CHANCE)


def _sharing_clues(found: Sequence[Clues], rarity: Rarity) -> set[tuple[int, int]]:
    having = defaultdict(list)
    for place, each in enumerate(found):
        for key in clue_keys(replace(each, published=_DAY), rarity):
            having[key].append(place)
    return {pair for places in having.values() for pair in itertools.combinations(places, 2)}


def _rows(file: str) -> list[Row]:
    return [json.loads(line) for line in Path(file).read_text("utf-8").splitlines()]


def _learnt(editorial: Editorial, rarity: Rarity, row: Row, prefix: str, source: str) -> Clues:
    found = _clues(editorial, rarity, row, prefix, source)
    rarity.add(found)
    return found


def _clues(editorial: Editorial, rarity: Rarity, row: Row, prefix: str, source: str) -> Clues:
    article = article_of(
        editorial.configuration,
        title=row[f"{prefix}title"],
        text=row[f"{prefix}text"],
        language=row.get("lang"),
        published=row.get("published") or _DAY.isoformat(),
        link=row.get(f"{prefix}url") or row.get("url"),
        source=source,
        identity=str(row.get("id", source)),
    )
    if isinstance(article, Rejected):
        raise ValueError(f"{source}: {article.detail}")
    found = {"": clues(article, tag(article, editorial.compiled), rarity)}
    embedder = _embedder(editorial.configuration.embedding)
    return (with_meaning(found, {"": article}, embedder) if embedder else found)[""]


@cache
def _embedder(model: EmbeddingModel | None) -> Embedder | None:
    return open_embedder(model)


def _pair(one: Clues, other: Clues, rarity: Rarity, same: bool, folds: frozenset[int]) -> Pair:
    found = features(one, weigh(one, rarity), other, weigh(other, rarity))
    return Pair(found, same, folds, speak_alike(one, other))


def _fold(event: str) -> int:
    return hashlib.sha256(event.encode()).digest()[0] % _FOLDS


# --- the model -----------------------------------------------------------------------------------------------------


def _fit(pairs: Sequence[Pair]) -> Model:
    """Minimise the weighted logistic loss by projected gradient descent with momentum (Nesterov 1983)."""
    names = list(dict.fromkeys(name for pair in pairs for name in pair.features))
    size = {name: (sum(p.features.get(name, 0.0) ** 2 for p in pairs) / len(pairs)) ** 0.5 or 1.0 for name in names}
    rows = [
        ([1.0, *(pair.features.get(name, 0.0) / size[name] for name in names)], float(pair.same), pair.weight)
        for pair in pairs
    ]
    whole = sum(pair.weight for pair in pairs)
    least = [float("-inf")] + [0.0] * len(names)
    weights = ahead = [-2.0] + [0.0] * len(names)
    for step in range(_STEPS):
        slopes = [0.0, *(_SHRINK * each for each in ahead[1:])]
        for values, same, weight in rows:
            error = weight / whole * (_sigmoid(sum(w * v for w, v in zip(ahead, values, strict=True))) - same)
            slopes = [slope + error * value for slope, value in zip(slopes, values, strict=True)]
        before = weights
        weights = [max(low, w - _RATE * s) for low, w, s in zip(least, ahead, slopes, strict=True)]
        ahead = [w + step / (step + 3) * (w - b) for w, b in zip(weights, before, strict=True)]
    return {"bias": weights[0]} | {name: w / size[name] for name, w in zip(names, weights[1:], strict=True)}


def _sigmoid(value: float) -> float:
    return 1 / (1 + exp(-max(-30.0, min(30.0, value))))


def _likelihood(model: Model, pair: Pair) -> float:
    return _sigmoid(model["bias"] + sum(model[name] * value for name, value in pair.features.items()))


def _report(title: str, seen: Sequence[tuple[Pair, float]]) -> None:
    labelled = [each for each in seen if each[0].weight == 1]
    print(f"{title}: {len(labelled)} pairs, {sum(pair.same for pair, _ in labelled)} of one event")
    for least in (0.4, 0.5, 0.6, 0.8):
        alike = sum(likely >= least for pair, likely in seen if pair.weight < 1)
        print(f"  at {least}: {_score(labelled, least)}; alike by chance {alike} of {len(seen) - len(labelled)}")


def _score(seen: Sequence[tuple[Pair, float]], least: float) -> str:
    right = sum(pair.same and likely >= least for pair, likely in seen)
    precision = right / max(1, sum(likely >= least for _, likely in seen))
    recall = right / max(1, sum(pair.same for pair, _ in seen))
    return f"precision {precision:.3f} recall {recall:.3f}"


def _written(name: str, model: Model) -> str:
    lines = "".join(f"    {feature!r}: {weight:.3f},\n".replace("'", '"') for feature, weight in model.items())
    return f"{name}: Final = {{\n{lines}}}\n"


if __name__ == "__main__":
    main(sys.argv[1:])
