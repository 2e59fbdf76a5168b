"""Partners of the API, and what they asked for."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, replace
from datetime import date

from sqlalchemy import Connection, delete, select, update

from syndicator.model.partner import Partner, Usage
from syndicator.model.webhook import Webhook
from syndicator.store.codec import dump, load
from syndicator.store.tables import partner_usage, partners, webhooks
from syndicator.store.upsert import insert_or_add, insert_or_update

USAGE_DAYS = 400
"""How many days are kept of what partners asked for."""


def all_partners(connection: Connection) -> list[Partner]:
    """Every partner, in order of id."""
    return [
        load(Partner, each) for each in connection.scalars(select(partners.c.document).order_by(partners.c.partner))
    ]


def keep(connection: Connection, partner: Partner) -> None:
    """Store a partner, in place of an earlier state."""
    row = {"partner": partner.id, "key_digest": partner.key_digest, "document": dump(partner)}
    insert_or_update(connection, partners, [row])


def rename_feed(connection: Connection, feed: str, former: Collection[str]) -> None:
    """Who may read one of the feeds that it was may read it under its name of now."""
    for each in all_partners(connection):
        if not each.feeds or set(each.feeds).isdisjoint(former):
            continue
        keep(connection, replace(each, feeds=tuple(sorted({feed, *each.feeds} - {*former}))))


def all_webhooks(connection: Connection) -> list[Webhook]:
    """Every webhook, in order of the partner."""
    return [Webhook(*row) for row in connection.execute(select(webhooks).order_by(webhooks.c.partner))]


def keep_webhook(connection: Connection, webhook: Webhook) -> None:
    """Store a webhook, in place of the partner's earlier one."""
    insert_or_update(connection, webhooks, [asdict(webhook)])


def keep_progress(connection: Connection, webhook: Webhook) -> None:
    """How far it has come, unless another took its place."""
    same = webhooks.c.partner == webhook.partner, webhooks.c.secret == webhook.secret
    connection.execute(update(webhooks).where(*same).values(told=webhook.told, reaching=webhook.reaching))


def drop_webhook(connection: Connection, partner: str) -> None:
    """The partner wants to be told of nothing more."""
    connection.execute(delete(webhooks).where(webhooks.c.partner == partner))


def usage_since(connection: Connection, since: date) -> list[Usage]:
    """What was asked for since a day, in order of partner and day."""
    question = select(partner_usage).where(partner_usage.c.day >= since.toordinal())
    return [
        Usage(row.partner, date.fromordinal(row.day), row.answered, row.refused)
        for row in connection.execute(question.order_by(partner_usage.c.partner, partner_usage.c.day))
    ]


def count(connection: Connection, used: Collection[Usage]) -> None:
    """Add to what was asked for, and let go of what is too old."""
    rows = [
        {"partner": each.partner, "day": each.day.toordinal(), "answered": each.answered, "refused": each.refused}
        for each in sorted(used, key=lambda each: (each.partner, each.day))
    ]
    insert_or_add(connection, partner_usage, rows)
    if used:
        oldest = max(each.day for each in used).toordinal() - USAGE_DAYS
        connection.execute(delete(partner_usage).where(partner_usage.c.day < oldest))
