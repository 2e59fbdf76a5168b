"""``syndicator topics``: what is configured, and how rules fare with labelled articles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape

from syndicator.bootstrap import article_of, load_editorial
from syndicator.cli.console import (
    AsJson,
    ConfigFolder,
    complain,
    counted,
    err,
    out,
    print_json,
    progress,
    show_table,
    table_of,
)
from syndicator.cli.labelled import labelled
from syndicator.errors import suggest
from syndicator.model.article import Article, Rejected
from syndicator.model.rule import written
from syndicator.model.topic import Tagged, Topic
from syndicator.pipeline import Editorial
from syndicator.tag import shortfall, tag
from syndicator.tag.agreement import Agreement, Count, Labels, Mistake

app = typer.Typer(help="Topics: list them, and measure their rules.", no_args_is_help=True)

_SURE = "high"
_MEASURES = ("precision", "recall", "f1")


@app.command("list")
def list_topics(config: ConfigFolder = Path("config"), as_json: AsJson = False) -> None:
    """List the topics with the versions of their rules, and how many terms they have in each language."""
    editorial = load_editorial(config)
    topics = [_described(editorial, topic) for topic in editorial.configuration.topics.values()]
    if as_json:
        for each in topics:
            print_json(each)
        return
    names = ("topic", "rule", "concepts", "examples", "terms")
    table = table_of(*names, right=("concepts", "examples"), folds=("terms",))
    for each in topics:
        terms = " ".join(f"{language}:{count}" for language, count in each["terms"].items())
        table.add_row(each["topic"], each["version"], str(each["concepts"]), str(each["examples"]), escape(terms))
    show_table(table)


def _described(editorial: Editorial, topic: Topic) -> dict[str, Any]:
    concepts = editorial.compiled.concepts_behind(topic)
    terms: dict[str, set[str]] = {}
    for name in concepts:
        for language, said in editorial.configuration.concepts[name].terms.items():
            terms.setdefault(language, set()).update(term.text for term in said)
    counts = {language: len(said) for language, said in terms.items()}
    return {
        "topic": topic.id,
        "version": topic.version,
        "rule": written(topic.rule),
        "concepts": len(concepts),
        "examples": len(topic.examples),
        "terms": dict(sorted(counts.items(), key=lambda each: (-each[1], each[0]))),
    }


# --- score ---------------------------------------------------------------------------------------------------------


@app.command()
def score(
    file: Annotated[Path, typer.Argument(metavar="FILE.jsonl", exists=True, dir_okay=False, readable=True)],
    config: ConfigFolder = Path("config"),
    as_json: AsJson = False,
    mistakes: Annotated[bool, typer.Option("--mistakes", help="Tell every article that is not as labelled.")] = False,
) -> None:
    """Measure the rules against articles that people have labelled: precision, recall and F1 by topic and language."""
    editorial = load_editorial(config)
    rows = labelled(file)
    measured = Agreement(_judged(rows, editorial.compiled.topics))
    told = list(_measure(editorial, rows, measured))
    found = {"articles": len(rows), **_as_plain(measured)}
    if mistakes:
        found["mistakes"] = told
    if as_json:
        print_json(found)
    else:
        _show(found)


def _judged(rows: Iterable[Mapping[str, Any]], topics: Iterable[str]) -> list[str]:
    """The topics that labels speak of; a label that is no topic is told."""
    labels = dict.fromkeys(label for row in rows for label in row["topics"])
    for label in labels:
        if label not in topics:
            hint = suggest(label, topics)
            complain(f"no such topic: {label}, which labels speak of" + (f"; {hint}" if hint else ""))
    return [topic for topic in topics if topic in labels]


def _measure(editorial: Editorial, rows: list[dict[str, Any]], measured: Agreement) -> Iterator[dict[str, Any]]:
    """Tag every row and count; yields the mistakes."""
    with progress() as bar:
        task = bar.add_task("tagging", total=len(rows))
        for row in rows:
            article = _article(editorial, row)
            tagged = Tagged() if isinstance(article, Rejected) else tag(article, editorial.compiled)
            if isinstance(article, Rejected):
                err.print(f"{row['id']}: left out: {article.reason.value}: {article.detail}", markup=False)
            labels = _labels(row, article)
            for mistake in measured.add(labels, [each.topic for each in tagged.tags], tagged.places):
                yield _told(mistake, labels, article, tagged, editorial)
            bar.advance(task)


def _article(editorial: Editorial, row: Mapping[str, Any]) -> Article | Rejected:
    return article_of(
        editorial.configuration,
        title=row.get("title") or "",
        text=row.get("text") or "",
        language=row.get("lang"),
        link=row.get("url"),
        identity=row["id"],
    )


def _labels(row: Mapping[str, Any], article: Article | Rejected) -> Labels:
    seen = "und" if isinstance(article, Rejected) else article.language
    language = (row.get("lang") or seen).split("-")[0]
    sure = row["confidence"] == _SURE if row.get("confidence") else None
    return Labels(row["id"], language, row["topics"], row.get("places") or (), sure)


def _told(
    mistake: Mistake, labels: Labels, article: Article | Rejected, tagged: Tagged, editorial: Editorial
) -> dict[str, Any]:
    return {
        "id": mistake.id,
        "topic": mistake.topic,
        "language": labels.language,
        "title": "" if isinstance(article, Rejected) else article.title,
        "mistake": "missed" if mistake.wanted else "false alarm",
        "because": _reasons(mistake, article, tagged, editorial),
    }


def _reasons(mistake: Mistake, article: Article | Rejected, tagged: Tagged, editorial: Editorial) -> list[str]:
    """What the rule missed, or the terms that made it hold."""
    if isinstance(article, Rejected):
        return [f"left out: {article.reason.value}"]
    if mistake.wanted:
        return list(shortfall(article, editorial.compiled, mistake.topic).missing)
    finds = (find for each in tagged.tags if each.topic == mistake.topic for find in each.evidence)
    return list(dict.fromkeys(f"{find.concept} («{find.term}») in the {find.field}" for find in finds))


def _as_plain(measured: Agreement) -> dict[str, Any]:
    return {
        "topics": {
            topic: {
                "all": _figures(each.all),
                "confident": _figures(each.confident) if each.confident != Count() else None,
                "languages": {language: _figures(count) for language, count in sorted(each.languages.items())},
            }
            for topic, each in measured.topics.items()
        },
        "places": _figures(measured.places),
        "without_topic": {"articles": measured.without, "tagged": measured.alarms},
    }


def _figures(count: Count) -> dict[str, Any]:
    measures = {name: getattr(count, name) for name in _MEASURES}
    rounded = {name: None if value is None else round(value, 4) for name, value in measures.items()}
    return {"right": count.right, "false": count.false, "missed": count.missed, **rounded}


def _show(found: Mapping[str, Any]) -> None:
    numbers = ("right", "false", "missed", *_MEASURES)
    table = table_of("topic", *numbers, right=numbers)
    for topic, each in found["topics"].items():
        table.add_row(f"[bold]{topic}[/]", *_cells(each["all"]))
        if each["confident"]:
            table.add_row("  sure labels", *_cells(each["confident"]))
        for language, figures in each["languages"].items():
            if figures["f1"] is not None:
                table.add_row(f"  {escape(language)}", *_cells(figures))
    table.add_row("[bold]places[/]", *_cells(found["places"]))
    show_table(table)
    articles, tagged = found["without_topic"]["articles"], found["without_topic"]["tagged"]
    looked_at = counted(found["articles"], "article", "articles")
    out.print(f"\n{looked_at}; {articles} without a topic, {tagged} of which are tagged")
    for each in found.get("mistakes", ()):
        colour = "yellow" if each["mistake"] == "missed" else "red"
        out.print(f"\n[{colour}]{each['mistake']}[/] {each['topic']}, {each['language']}, ", end="")
        out.print(f"{each['id']}: {each['title']}\n  {'; '.join(each['because'])}", markup=False)


def _cells(figures: Mapping[str, Any]) -> Iterator[str]:
    yield from (str(figures[name]) for name in ("right", "false", "missed"))
    yield from ("–" if figures[name] is None else f"{figures[name]:.3f}" for name in _MEASURES)
