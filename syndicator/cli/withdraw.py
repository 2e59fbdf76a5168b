"""``syndicator withdraw``: take articles back, or bring them back."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Annotated, Any

import typer

from syndicator.bootstrap import load_editorial, now, open_fetch, open_for_reading, with_known_members
from syndicator.cli.console import AsJson, ConfigFolder, complain, iso, out, start_logging
from syndicator.cli.desk import Because, By, DryRun, conclude, known
from syndicator.cli.kinship import titled
from syndicator.editing import Desk, Withdrawing
from syndicator.ingest.document import PAGES
from syndicator.model.configuration import Configuration
from syndicator.model.feed import Held
from syndicator.model.source import Outcome
from syndicator.model.withdrawal import Withdrawal
from syndicator.ports import FetchFailed, Request


def withdraw(
    articles: Annotated[list[str], typer.Argument(metavar="ADDRESS|ID", help="Stored articles.")],
    *,
    by: By,
    because: Because = "",
    if_gone: Annotated[
        bool, typer.Option("--if-gone", help="Only those whose publisher says that their page is gone (410).")
    ] = False,
    undo: Annotated[bool, typer.Option("--undo", help="Publish them again.")] = False,
    dry_run: DryRun = False,
    config: ConfigFolder = Path("config"),
    as_json: AsJson = False,
) -> None:
    """Take articles out of every feed and page; they are kept, and nothing but an editor brings them back."""
    start_logging()
    editorial = with_known_members(load_editorial(config))
    with closing(open_for_reading(editorial.configuration)) as store:
        desk = Desk(store, editorial.configuration, now=now(), who=by, why=because)
        held = known(articles, store.find, "article", "'syndicator explain ADDRESS' tells what is stored of an address")
        if if_gone and not undo:
            held = asyncio.run(_gone(held, editorial.configuration))
        plan = desk.bring_back(held) if undo else desk.withdraw(held)
        if plan.wanted and not dry_run:
            store.withdraw(plan.wanted, plan.feeds)
    conclude(
        editorial,
        _line(plan),
        plan.feeds,
        changed=bool(plan.wanted),
        tell=lambda: _tell(plan, held, dry_run=dry_run),
        dry_run=dry_run,
        as_json=as_json,
    )


async def _gone(held: Sequence[Held], configuration: Configuration) -> list[Held]:
    """Those whose pages their publishers say to be gone; what is said of the others on standard error."""
    fetch = open_fetch(configuration)
    gone = []
    try:
        for each in held:
            source, link = configuration.sources.get(each.article.source), each.article.link
            if source is None or link is None:
                complain(f"{titled(each)}: its page cannot be asked for; it stays")
                continue
            answer = await fetch.fetch(Request.of(source, link, accept=PAGES))
            if isinstance(answer, FetchFailed) and answer.outcome is Outcome.GONE:
                gone.append(each)
            else:
                said = answer.message if isinstance(answer, FetchFailed) else "it is there"
                complain(f"{titled(each)}: {said}; it stays")
    finally:
        await fetch.close()
    return gone


def _line(plan: Withdrawing) -> dict[str, Any]:
    return {
        "articles": [{"id": name, "withdrawn": withdrawn_line(each)} for name, each in plan.wanted.items()],
        "feeds": list(plan.feeds),
    }


def withdrawn_line(withdrawal: Withdrawal | None) -> dict[str, Any] | None:
    """When, by whom and why an article was withdrawn, as JSON; None when it was not."""
    if withdrawal is None:
        return None
    at, by = iso(withdrawal.at), withdrawal.by.value
    return {"at": at, "by": by, "who": withdrawal.who, "why": withdrawal.why}


def _tell(plan: Withdrawing, held: Sequence[Held], *, dry_run: bool) -> None:
    if not plan.wanted:
        out.print("nothing changes: it is so already", markup=False)
    for each in held:
        if each.article.id in plan.wanted:
            gone = plan.wanted[each.article.id] is not None
            out.print(f"{titled(each)} {_IN_WORDS[gone, dry_run]}", markup=False)


_IN_WORDS = {
    (True, False): "is withdrawn",
    (True, True): "would be withdrawn",
    (False, False): "is published again",
    (False, True): "would be published again",
}
"""(Withdrawn, only tried) → what becomes of it."""
