"""Examining a feed: its documents as they are, and the scenes that were played with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from syndicator.acceptance.lint import Copy, compared, lint
from syndicator.acceptance.telling import told
from syndicator.acceptance.watching import watch
from syndicator.model.acceptance import Act, Examination, Finding, Grade, Scene

_GRADES = list(Grade)


def examine(
    feed: str,
    copies: Sequence[Copy],
    scenes: Sequence[Scene],
    now: datetime,
    *,
    found: Iterable[Finding] = (),
    skipped: Mapping[Act, str] | None = None,
) -> Examination:
    """Everything that readers would do with a feed, and what is wrong with its documents.

    *found* are findings of others: of how documents are served, say. Findings of one kind are told once, with all the
    documents that they are of. Raises nothing.
    """
    sights = watch(scenes)
    findings = [*told(sights), *compared(copies), *(each for copy in copies for each in lint(copy, now)), *found]
    return Examination(
        feed,
        {copy.name: len(copy.document.entries) for copy in copies},
        tuple(sights),
        tuple(sorted(_joined(findings), key=lambda each: _GRADES.index(each.grade))),
        dict(skipped or {}),
    )


def _joined(findings: Iterable[Finding]) -> list[Finding]:
    """Those that say the same of several documents as one."""
    one: dict[tuple[str, str], Finding] = {}
    for each in findings:
        key = each.code, each.message
        before = one.get(key)
        one[key] = _with(before, each) if before else each
    return list(one.values())


def _with(before: Finding, other: Finding) -> Finding:
    return replace(
        before,
        documents=tuple(dict.fromkeys((*before.documents, *other.documents))),
        examples=tuple(dict.fromkeys((*before.examples, *other.examples)))[:3],
        count=max(before.count, other.count),
    )
