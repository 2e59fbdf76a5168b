"""``syndicator explain``: why an article is, or is not, in each feed."""

from __future__ import annotations

from dataclasses import asdict
from itertools import takewhile
from pathlib import Path
from typing import Annotated, Any

import typer

from syndicator.bootstrap import article_of, curated, load_editorial, open_for_reading, with_known_members
from syndicator.cli.console import AsJson, ConfigFolder, complain, is_file, iso, out, print_json
from syndicator.cli.kinship import GUARDS, tie_line, why_line
from syndicator.cli.passage import isolated, passage
from syndicator.cli.ruling import ruling_line
from syndicator.cli.trial import mention
from syndicator.cli.withdraw import withdrawn_line
from syndicator.curate import narrower
from syndicator.dossier import Whereabouts, whereabouts
from syndicator.languages.tails import frame
from syndicator.model.article import Article, Rejected
from syndicator.model.configuration import Configuration
from syndicator.model.feed import Held
from syndicator.model.rule import written
from syndicator.model.ruling import RulingKind, Rulings
from syndicator.model.source import Source
from syndicator.model.story import Guard
from syndicator.model.topic import CloseCall, Evidence, Field, Mention, Shortfall, Tagged
from syndicator.model.verdict import Revision
from syndicator.pipeline import Editorial
from syndicator.ports import Store
from syndicator.tag import shortfall, tag

_LONGEST_TITLE = 200
_LONGEST_RULE = 200
_ABOVE = 3
"""Paragraphs among which a title is looked for."""


def explain(
    what: Annotated[str, typer.Argument(metavar="ADDRESS|ID|FILE", help="A stored article, or a file of plain text.")],
    config: ConfigFolder = Path("config"),
    as_json: AsJson = False,
    language: Annotated[str | None, typer.Option(help="Declared language of a FILE.")] = None,
) -> None:
    """Say what an article's language, story and topics are, with the words that matched, and where it is published."""
    editorial = with_known_members(load_editorial(config))
    if is_file(what):
        article = _from_file(editorial, Path(what), language)
        found = described(editorial, article, tag(article, editorial.compiled))
        found["feeds"] = {name: _verdict(article, lacks) for name, lacks in found.pop("verdicts").items()}
    else:
        article, found = _from_store(editorial, what)
    if as_json:
        print_json(found)
    else:
        _show(article, found)


def _from_file(editorial: Editorial, path: Path, language: str | None) -> Article:
    title, text = title_and_text(path.read_text(encoding="utf-8-sig", errors="replace"))
    article = article_of(editorial.configuration, title=title, text=text, language=language)
    if isinstance(article, Rejected):
        complain(f"{path}: {article.reason.value}: {article.detail}")
        raise typer.Exit(1)
    return article


def title_and_text(text: str) -> tuple[str, str]:
    """The longest of the short paragraphs that a text begins with is its title; without one, its first words serve.

    What stands above the title is the name of a section.
    """
    paragraphs = [each.strip() for each in text.strip().split("\n\n") if each.strip()]
    above = list(takewhile(lambda each: len(each) <= _LONGEST_TITLE, paragraphs[:-1]))
    titles = [each for each in above[:_ABOVE] if frame(each) is None]
    if not titles:
        return "", "\n\n".join(paragraphs)
    title = max(titles, key=len)
    return " ".join(title.split()), "\n\n".join(paragraphs[paragraphs.index(title) + 1 :])


def _from_store(editorial: Editorial, what: str) -> tuple[Article, dict[str, Any]]:
    store = open_for_reading(editorial.configuration)
    try:
        held = store.find(what)
        if held is None:
            complain(f"no stored article has the id or address {what!r}, and there is no such file")
            complain("try its guid or its address, or 'syndicator preview URL' for what a source offers now")
            raise typer.Exit(1)
        found = described(editorial, held.article, tag(held.article, editorial.compiled))
        found["story"] = held.story
        found["reprint_of"] = held.reprint_of
        found["withdrawn"] = withdrawn_line(held.withdrawn)
        found["kinship"] = _kinship(whereabouts(store, held), editorial.configuration)
        found["revisions"] = [_revision(each) for each in store.revisions(held.article.id)]
        found["versions"] = [_version(each) for each in store.story(held.story) if each.article.id != held.article.id]
        verdicts = found.pop("verdicts")
        found["feeds"] = {name: _standing(editorial, store, held, name, lacks) for name, lacks in verdicts.items()}
    finally:
        store.close()
    return held.article, found


def _revision(revision: Revision) -> dict[str, Any]:
    """An update: when, what changed, and what readers saw before."""
    before = revision.before
    return {
        "at": iso(revision.at),
        "because": list(revision.reasons),
        "title": before.title,
        "summary": before.summary,
        "link": before.link,
        "updated": iso(before.updated),
    }


def _kinship(found: Whereabouts, configuration: Configuration) -> dict[str, Any]:
    """Why it is of its story, what kept it out of that of its nearest relative, and what may be the same."""
    return {
        **why_line(found.membership, configuration),
        "apart": tie_line(found.apart, configuration) if found.apart else None,
        "suggested": [tie_line(each, configuration) for each in found.suggested],
    }


def described(editorial: Editorial, article: Article, tagged: Tagged) -> dict[str, Any]:
    """All that the rooms say of an article; ``verdicts`` holds per feed what the article lacks for its rule."""
    compiled = editorial.compiled
    return {
        "id": article.id,
        "public_id": article.public_id,
        "title": article.title,
        "source": article.source,
        "link": article.link,
        "language": article.language,
        "language_from": article.language_from.value,
        "direction": article.direction,
        "published": iso(article.published),
        "updated": iso(article.updated),
        "dateline": asdict(article.dateline) if article.dateline else None,
        "notes": list(article.notes),
        "places": list(tagged.places),
        "organisations": list(tagged.organisations),
        "place_mentions": [_mention(article, "place", each) for each in tagged.place_mentions],
        "organisation_mentions": [_mention(article, "organisation", each) for each in tagged.organisation_mentions],
        "rights": _rights(article, editorial.configuration.sources.get(article.source)),
        "topics": [
            {
                "topic": each.topic,
                "score": each.score,
                "version": each.version,
                "rule": written(compiled.topics[each.topic].rule),
                "evidence": [evidence_of(article, one) for one in each.evidence],
            }
            for each in tagged.tags
        ],
        "verdicts": {
            feed.id: Shortfall() if tagged.has(feed.topic) else shortfall(article, compiled, feed.topic)
            for feed in editorial.configuration.feeds.values()
        },
    }


def _rights(article: Article, source: Source | None) -> dict[str, Any]:
    """What may be shown: no more than the source allowed when it was collected, and no more than it allows now."""
    then = article.rights
    now = source.rights if source else then
    applied = narrower(now, then)
    because = None
    if then.republish is not applied.republish:
        because = f"the source allows no more now; when this was collected it allowed {then.republish.value}"
    elif now.republish is not applied.republish:
        because = f"the source allowed no more when this was collected; now it allows {now.republish.value}"
    return {"republish": applied.republish.value, "attribution": applied.attribution, "because": because}


def _standing(editorial: Editorial, store: Store, held: Held, feed: str, lacks: Shortfall) -> dict[str, Any]:
    """Whether a stored article is in a feed, why, and what editors decided of it there."""
    rulings = Rulings(store.rulings({held.story}, feed))
    found = not lacks.missing or rulings.says(RulingKind.INCLUDE, held)
    told = _membership(editorial, store, held, feed) if found else _verdict(held.article, lacks)
    if lacks.missing and told["in"]:
        told["because"] = ["an editor put it there"]
    return {**told, "decisions": [ruling_line(each) for each in rulings.counting(held)]}


def _membership(editorial: Editorial, store: Store, held: Held, feed: str) -> dict[str, Any]:
    made = curated(editorial.configuration, store, feed)
    if any(entry.id == held.article.id for entry in made.entries):
        return _verdict(held.article, Shortfall())
    reason = made.left_out.get(held.article.id, "older than the feed's window")
    return {"in": False, "because": [reason], "close": []}


def _verdict(article: Article, lacks: Shortfall) -> dict[str, Any]:
    return {
        "in": not lacks.missing,
        "because": list(lacks.missing) or ["the rule holds"],
        "close": [_close_call(article, each) for each in lacks.close],
    }


def _close_call(article: Article, call: CloseCall) -> dict[str, Any]:
    return {**evidence_of(article, call.evidence), "because": call.because}


def _version(held: Held) -> dict[str, Any]:
    article = held.article
    return {
        "id": article.id,
        "source": article.source,
        "language": article.language,
        "title": article.title,
        "link": article.link,
        "reprint_of": held.reprint_of,
    }


def _mention(article: Article, kind: str, found: Mention) -> dict[str, Any]:
    return {**mention(kind, found), "words": _words(article, found)}


def _words(article: Article, found: Evidence | Mention) -> str:
    whole = article.title if found.field is Field.TITLE else article.text
    return whole[found.start : found.end]


def evidence_of(article: Article, evidence: Evidence) -> dict[str, Any]:
    """A find with the words that were found."""
    return {
        "concept": evidence.concept,
        "term": evidence.term,
        "field": evidence.field.value,
        "start": evidence.start,
        "end": evidence.end,
        "words": _words(article, evidence),
        "weight": evidence.weight,
    }


def _show(article: Article, found: dict[str, Any]) -> None:
    facts = {
        "title": found["title"],
        "source": found["source"],
        "address": found["link"],
        "language": f"{found['language']} ({found['language_from']}), {found['direction']}",
        "published": found["published"],
        "updated": found["updated"],
        "dateline": ", ".join(filter(None, (found["dateline"] or {}).values())),
        "notes": ", ".join(found["notes"]),
        "story": found.get("story"),
        "reprint of": found.get("reprint_of"),
        "withdrawn": _taken_back(found.get("withdrawn")),
        "places": ", ".join(found["places"]),
        "organisations": ", ".join(found["organisations"]),
        "rights": ": ".join(filter(None, (found["rights"]["republish"], found["rights"]["because"]))),
    }
    for name, value in facts.items():
        if value:
            out.print(f"[bold]{name:14}[/]", end="")
            out.print(isolated(str(value)), markup=False)
    _show_kinship(found.get("kinship"))
    for each in found.get("revisions", ()):
        _show_reason("edited", f"{each['at']}: {'; '.join(each['because'])}; it was {isolated(each['title'])}")
    for version in found.get("versions", ()):
        out.print(f"[bold]{'also':14}[/]{version['language']}: ", end="")
        out.print(f"{isolated(version['title'])} ({version['source']})", markup=False)
    for topic in found["topics"]:
        out.print(f"\n[bold green]{topic['topic']}[/]  score {topic['score']:g}, rule {topic['version']}")
        for each in topic["evidence"]:
            _show_find(article, each, _weighed(each))
        rule = topic["rule"] if len(topic["rule"]) <= _LONGEST_RULE else f"{topic['rule'][:_LONGEST_RULE]}…"
        out.print(f"  {rule}", style="dim", markup=False)
    for kind in ("place", "organisation"):
        if found[f"{kind}_mentions"]:
            out.print(f"\n[bold green]{kind}s[/]")
        for each in found[f"{kind}_mentions"]:
            _show_find(article, each, each[kind])
    out.print()
    for feed, verdict in found["feeds"].items():
        _show_feed(article, feed, verdict)


def _show_feed(article: Article, feed: str, verdict: dict[str, Any]) -> None:
    """Whether it is in a feed, and why."""
    mark = "[green]in[/]    " if verdict["in"] else "[yellow]not in[/]"
    out.print(f"{mark} {feed}: ", end="")
    out.print("; ".join(verdict["because"]), markup=False)
    for each in verdict.get("decisions", ()):
        out.print(f"  {each['because']}", markup=False)
    for each in verdict["close"]:
        _show_find(article, each, _weighed(each), f"  {each['because']}")


def _taken_back(withdrawn: dict[str, Any] | None) -> str:
    if withdrawn is None:
        return ""
    who = f" {withdrawn['who']}" if withdrawn["who"] else ""
    why = f": {withdrawn['why']}" if withdrawn["why"] else ""
    return f"by {withdrawn['by']}{who} on {withdrawn['at']}{why}"


def _show_kinship(kinship: dict[str, Any] | None) -> None:
    """Of a stored article."""
    if kinship is None:
        return
    _show_reason("because", kinship["because"])
    apart = [kinship["apart"]] if kinship["apart"] else []
    for label, ties in (("apart from", apart), ("perhaps also", kinship["suggested"])):
        for tie in ties:
            guard = f"; {GUARDS[Guard(tie['guard'])]}" if tie["guard"] else ""
            _show_reason(label, f"{isolated(tie['title'])} ({tie['source']}): {tie['because']}{guard}")


def _show_reason(label: str, text: str) -> None:
    out.print(f"[bold]{label:14}[/]", end="")
    out.print(text, markup=False)


def _weighed(find: dict[str, Any]) -> str:
    return f"{find['concept']}^{find['weight']:g}" if find["weight"] != 1 else str(find["concept"])


def _show_find(article: Article, find: dict[str, Any], of: str, remark: str = "") -> None:
    """What was found, with the words around it."""
    whole = article.title if find["field"] == Field.TITLE else article.text
    out.print(f"  {of:24} {find['field']:6}", end="")
    out.print(passage(whole, find["start"], find["end"], coloured=out.is_terminal), end="")
    out.print(remark, style="yellow", markup=False)
