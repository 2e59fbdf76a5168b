"""Why articles are of one story, and why not: in one sentence, feature by feature, and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from babel import Locale

from syndicator.cli.console import iso, out
from syndicator.cli.passage import isolated
from syndicator.dossier import Membership, Tie
from syndicator.model.clues import Clue
from syndicator.model.configuration import Configuration
from syndicator.model.feed import Held
from syndicator.model.story import By, ChangeKind, Guard, StoryChange
from syndicator.model.verdict import VerdictKind

_KIND_OF = {
    "numbers": Clue.NUMBER,
    "names": Clue.NAME,
    "organisations": Clue.ORGANISATION,
    "places": Clue.PLACE,
    "concepts": Clue.CONCEPT,
    "words": Clue.TERM,
    "titles": Clue.TITLE,
}
"""What the name of a feature begins or ends with → what is shared of it."""
GUARDS = {
    Guard.UNLIKELY: "too little speaks for one event",
    Guard.UNSPECIFIC: "countries and concepts alone, or one number, make no story",
    Guard.BESIDE: "its source tells both at once, and means two things",
    Guard.SERIES: "its source says it again, with other numbers",
    Guard.FURTHER_STEP: "its source has told that story already, in other words: a further step",
    Guard.CROWD: "its source has told as much of that story in a day as one source may",
    Guard.MEMBERS: "the members of that story on the whole tell of something else",
}
_HOUR = timedelta(hours=1)
_DAYS = timedelta(days=2)


def sentence(tie: Tie, configuration: Configuration) -> str:
    """«numbers 412 and 37; KazNMU; Kazakhstan, Israel; 3 h apart; likelihood .93»."""
    named = {kind: _named(kind, found, configuration) for kind, found in tie.shared.items()}
    parts = [
        f"numbers {_and(named[Clue.NUMBER])} shared" if Clue.NUMBER in named else "",
        ", ".join(named.get(Clue.ORGANISATION, ())),
        ", ".join(named.get(Clue.PLACE, ())),
        f"names {', '.join(named[Clue.NAME])}" if Clue.NAME in named else "",
        f"words {', '.join(named[Clue.TERM])}" if Clue.TERM in named else "",
        *(f"{name.removeprefix('other-')} differ" for name in tie.bond.features if name.startswith("other-")),
        _apart(tie.apart),
        f"likelihood {tie.bond.likelihood:.2f}".replace("0.", "."),
    ]
    return "; ".join(filter(None, parts))


def _and(words: tuple[str, ...]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def _apart(time: timedelta) -> str:
    if time < _HOUR:
        return f"{time // timedelta(minutes=1)} min apart"
    return f"{time / _HOUR:.0f} h apart" if time < _DAYS else f"{time.days} days apart"


def _named(kind: Clue, found: tuple[str, ...], configuration: Configuration) -> tuple[str, ...]:
    """Codes and ids by their names in English, where they have one."""
    if kind is Clue.PLACE:
        names = Locale("en").territories
        return tuple(str(names.get(each, each)) for each in found)
    if kind is Clue.ORGANISATION:
        return tuple(_organisation(each, configuration) for each in found)
    return tuple(isolated(each) for each in found)


def _organisation(name: str, configuration: Configuration) -> str:
    known = configuration.organisations.get(name)
    names = known.names if known else {}
    return next(iter(names.get("en") or next(iter(names.values()), ())), name)


def features(tie: Tie, configuration: Configuration) -> Iterator[tuple[str, float, tuple[str, ...]]]:
    """(name, what it adds to the log-odds, what is shared), what says the most first."""
    for name, worth in sorted(tie.bond.features.items(), key=lambda each: (-abs(each[1]), each[0])):
        kind = None if name.startswith("other-") else _KIND_OF.get(name.removesuffix("-alike"))
        yield name, worth, _named(kind, tie.shared.get(kind, ()), configuration) if kind else ()


def show_features(tie: Tie, configuration: Configuration) -> None:
    """A line for each."""
    for name, worth, words in features(tie, configuration):
        out.print(f"      {name:20} {worth:+6.2f}  {', '.join(words)}".rstrip(), markup=False)


def tie_line(tie: Tie, configuration: Configuration) -> dict[str, Any]:
    """A tie as JSON: the other article, and why it is of one story or not."""
    other = tie.other.article
    return {
        "of": other.id,
        "story": tie.other.story,
        "title": other.title,
        "language": other.language,
        "source": other.source,
        "link": other.link,
        "standing": tie.bond.standing.value,
        "likelihood": tie.bond.likelihood,
        "hours_apart": round(tie.apart / _HOUR, 2),
        "features": [
            {"feature": name, "worth": worth, "shared": list(words)}
            for name, worth, words in features(tie, configuration)
        ],
        "guard": tie.bond.guard.value if tie.bond.guard else None,
        "because": sentence(tie, configuration),
    }


# --- why an article is of its story ----------------------------------------------------------------------------------


def why(member: Membership, configuration: Configuration) -> str:
    """In one sentence."""
    if member.placed:
        return _placed(member.placed)
    if member.tie:
        kind = member.judged.verdict.kind.value if member.judged else "same-story"
        return f"{kind} of {titled(member.tie.other)}: {sentence(member.tie, configuration)}"
    if member.judged and member.judged.verdict.kind is not VerdictKind.NEW:
        verdict = member.judged.verdict
        return f"{verdict.kind.value} of {verdict.of}: {'; '.join(verdict.reasons)}"
    return "it begins the story"


def _placed(change: StoryChange) -> str:
    who = f"an {signed(change)}" if change.by is By.EDITOR else "a report of both"
    when = f"{change.at:%Y-%m-%d %H:%M} UTC" + (f": {isolated(change.why)}" if change.why else "")
    if change.kind is ChangeKind.SPLIT:
        return f"{who} took it out of the story {change.story} on {when}"
    return f"{who} made its story {change.other} part of this one on {when}"


def signed(change: StoryChange) -> str:
    """Who changed a story: ``linkage``, ``editor``, or ``editor (anna)``."""
    return f"{change.by.value} ({isolated(change.who)})" if change.who else change.by.value


def why_line(member: Membership, configuration: Configuration) -> dict[str, Any]:
    """As JSON: the verdict when it came, the tie it joined by, what brought it here since, and all in a sentence."""
    verdict = member.judged.verdict if member.judged else None
    return {
        "verdict": verdict.kind.value if verdict else None,
        "of": verdict.of if verdict else None,
        "reasons": list(verdict.reasons) if verdict else [],
        "tie": tie_line(member.tie, configuration) if member.tie else None,
        "placed": change_line(member.placed) if member.placed else None,
        "because": why(member, configuration),
    }


def change_line(change: StoryChange) -> dict[str, Any]:
    """What became of a story, as JSON."""
    return {
        "at": iso(change.at),
        "kind": change.kind.value,
        "by": change.by.value,
        "story": change.story,
        "other": change.other,
        "articles": list(change.articles),
        "who": change.who,
        "why": change.why,
    }


def titled(held: Held) -> str:
    """«Title» (source)."""
    return f"«{isolated(held.article.title)}» ({held.article.source})"
