"""Fit the weights by which articles are of one story: ``python -m tools.relation LABELLED.jsonl [PAIRS.jsonl]``.

LABELLED has an article a line (``id``, ``event``, ``lang``, ``outlet``, ``published``, ``title``, ``text``), PAIRS two
articles a line (``first_title``, ``first_text``, ``second_…``, ``same_story``). Articles within five days are paired;
a logistic regression with weights that cannot be negative (a feature can only mean what its name says) is fitted by
projected gradient descent. Prints what a model fitted on one half of the events makes of the other half, both ways,
then writes ``syndicator/deduplicate/weights.py`` with the model of all of them.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from math import exp
from pathlib import Path
from typing import Any, NamedTuple

from syndicator.bootstrap import article_of, load_editorial
from syndicator.deduplicate.clues import clues
from syndicator.deduplicate.rarity import Rarity
from syndicator.deduplicate.relation import features, speak_alike, weigh
from syndicator.model.article import Rejected
from syndicator.model.clues import Clues
from syndicator.pipeline import Editorial
from syndicator.tag import tag

_WITHIN = timedelta(days=5)
_STEPS, _RATE, _SHRINK = 1_500, 1.5, 0.002
_TARGET = Path(__file__).parent.parent / "syndicator" / "deduplicate" / "weights.py"
_HEAD = '''"""How much each feature of two articles says for one story: made by ``python -m tools.relation``."""

from __future__ import annotations

from typing import Final

BIAS: Final = "bias"
'''


class Pair(NamedTuple):
    """Two articles, and whether they are of one event."""

    features: dict[str, float]
    same: bool
    half: int
    """Which half of the events they are of: 0, 1, or -1 for a pair across the halves."""
    within: bool
    """Both are in one language."""


Model = dict[str, float]


def main(arguments: Sequence[str]) -> None:
    """Fit, report, write."""
    editorial, rarity = load_editorial(Path("config")), Rarity()
    pairs = list(_labelled(editorial, rarity, Path(arguments[0])))
    if len(arguments) > 1:
        pairs += _given(editorial, rarity, Path(arguments[1]))
    models = {}
    for name, within in (("WITHIN", True), ("ACROSS", False)):
        own = [pair for pair in pairs if pair.within is within]
        for half in (0, 1):
            model = _fit([pair for pair in own if pair.half == half])
            _report(f"{name} fitted on half {half}, seen on the other", model, [p for p in own if p.half == 1 - half])
        models[name] = _fit(own)
        _report(f"{name} fitted on all, seen on all", models[name], own)
    _TARGET.write_text(_HEAD + "".join(_written(name, model) for name, model in models.items()), "utf-8")


def _labelled(editorial: Editorial, rarity: Rarity, file: Path) -> list[Pair]:
    rows = sorted(_rows(file), key=lambda row: datetime.fromisoformat(row["published"]))
    found = [(row["event"], _clues(editorial, rarity, row, "", row.get("outlet") or "")) for row in rows]
    return [
        _pair(one, other, rarity, first == second, _half(first) if _half(first) == _half(second) else -1)
        for (first, one), (second, other) in itertools.combinations(found, 2)
        if abs(one.published - other.published) <= _WITHIN
    ]


def _given(editorial: Editorial, rarity: Rarity, file: Path) -> list[Pair]:
    made = []
    for number, row in enumerate(_rows(file)):
        one, other = (_clues(editorial, rarity, row, part, f"{part}{number}") for part in ("first_", "second_"))
        made.append(_pair(one, other, rarity, bool(row["same_story"]), number % 2))
    return made


def _rows(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def _clues(editorial: Editorial, rarity: Rarity, row: dict[str, Any], prefix: str, source: str) -> Clues:
    article = article_of(
        editorial.configuration,
        title=row[f"{prefix}title"],
        text=row[f"{prefix}text"],
        language=row.get("lang"),
        published=row.get("published") or datetime(2020, 5, 6, tzinfo=UTC).isoformat(),
        link=row.get(f"{prefix}url") or row.get("url"),
        source=source,
        identity=str(row.get("id", source)),
    )
    if isinstance(article, Rejected):
        raise ValueError(f"{source}: {article.detail}")
    found = clues(article, tag(article, editorial.compiled), rarity)
    rarity.add(found)
    return found


def _pair(one: Clues, other: Clues, rarity: Rarity, same: bool, half: int) -> Pair:
    found = features(one, weigh(one, rarity), other, weigh(other, rarity))
    return Pair(found, same, half, speak_alike(one, other))


def _half(event: str) -> int:
    return hashlib.sha256(event.encode()).digest()[0] % 2


def _fit(pairs: Sequence[Pair]) -> Model:
    names = list(dict.fromkeys(name for pair in pairs for name in pair.features))
    size = {name: (sum(p.features[name] ** 2 for p in pairs) / len(pairs)) ** 0.5 or 1.0 for name in names}
    rows = [([pair.features[name] / size[name] for name in names], float(pair.same)) for pair in pairs]
    weights, bias = [0.0] * len(names), -2.0
    for _ in range(_STEPS):
        slopes, slope = [0.0] * len(names), 0.0
        for values, same in rows:
            error = _sigmoid(bias + sum(w * v for w, v in zip(weights, values, strict=True))) - same
            slope += error
            slopes = [s + error * v for s, v in zip(slopes, values, strict=True)]
        weights = [max(0.0, w - _RATE * (s / len(rows) + _SHRINK * w)) for w, s in zip(weights, slopes, strict=True)]
        bias -= _RATE * slope / len(rows)
    return {"bias": bias} | {name: w / size[name] for name, w in zip(names, weights, strict=True)}


def _sigmoid(value: float) -> float:
    return 1 / (1 + exp(-max(-30.0, min(30.0, value))))


def _likelihood(model: Model, pair: Pair) -> float:
    return _sigmoid(model["bias"] + sum(model[name] * value for name, value in pair.features.items()))


def _report(title: str, model: Model, pairs: Sequence[Pair]) -> None:
    print(f"{title}: {len(pairs)} pairs, {sum(pair.same for pair in pairs)} of one event")
    for least in (0.5, 0.7, 0.8, 0.9):
        print(f"  at {least}: " + _score(pairs, lambda pair, least=least: _likelihood(model, pair) >= least))  # type: ignore[misc]


def _score(pairs: Sequence[Pair], joined: Callable[[Pair], bool]) -> str:
    right = sum(pair.same and joined(pair) for pair in pairs)
    precision = right / max(1, sum(map(joined, pairs)))
    recall = right / max(1, sum(pair.same for pair in pairs))
    return f"precision {precision:.3f} recall {recall:.3f}"


def _written(name: str, model: Model) -> str:
    lines = "".join(f"    {feature!r}: {weight:.3f},\n".replace("'", '"') for feature, weight in model.items())
    return f"{name}: Final = {{\n{lines}}}\n"


if __name__ == "__main__":
    main(sys.argv[1:])
