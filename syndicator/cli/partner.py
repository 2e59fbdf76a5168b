"""``syndicator partner``: who may ask the API by a key, for which feeds and how often, and what they asked for."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

import typer

from syndicator.bootstrap import load_editorial, minted_key, minted_secret, now, open_for_reading
from syndicator.cli.console import AsJson, ConfigFolder, complain, iso, out, print_json, refuse_unknown
from syndicator.model.partner import Partner, Standing, Usage, key_digest
from syndicator.model.webhook import WEBHOOK, Webhook
from syndicator.ports import Store

app = typer.Typer(help="Give partners keys to the API, take them back, see what they ask for.", no_args_is_help=True)

_ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")
_PARTNER = Annotated[str, typer.Argument(metavar="PARTNER", help="The partner's id.")]
_DEFAULT = Partner("", "", datetime.min.replace(tzinfo=UTC))


@app.command()
def add(
    partner: Annotated[str, typer.Argument(metavar="PARTNER", help="An id: up to 64 of a-z, 0-9 and hyphen.")],
    *,
    name: Annotated[str, typer.Option(help="What people call the partner.")] = "",
    feed: Annotated[list[str] | None, typer.Option(help="A feed it may read; may be repeated. All without it.")] = None,
    per_minute: Annotated[int, typer.Option(min=1, help="Requests a minute.")] = _DEFAULT.per_minute,
    per_day: Annotated[int, typer.Option(min=1, help="Requests a day (UTC).")] = _DEFAULT.per_day,
    expires: Annotated[str, typer.Option(metavar="DAY|90d", help="The last day of the key, or for how long.")] = "",
    config: ConfigFolder = Path("config"),
    as_json: AsJson = False,
) -> None:
    """Give a partner a key, which is shown this once; one whose key is revoked or expired gets a new one."""
    configuration = load_editorial(config).configuration
    if not _ID.fullmatch(partner):
        complain(f"{partner[:80]!r} cannot be an id: use up to 64 of a-z, 0-9 and hyphen")
        raise typer.Exit(2)
    refuse_unknown("feed", feed or (), configuration.feeds)
    until = _expiry(expires)
    key = minted_key()
    made = Partner(partner, key_digest(key), now(), name, tuple(dict.fromkeys(feed or ())), per_minute, per_day, until)
    with closing(open_for_reading(configuration)) as store:
        before = _known(store).get(partner)
        if before and before.standing(now()) is Standing.GOOD:
            complain(f"{partner} has a key that is good; take it back first: syndicator partner revoke {partner}")
            raise typer.Exit(2)
        store.keep_partner(made)
    if as_json:
        print_json({**_line(made), "key": key})
    else:
        out.print(f"key of {partner}: {key}", markup=False)
        out.print("it is shown this once; the partner sends it as the header 'Authorization: Bearer KEY'", markup=False)


def _expiry(text: str) -> datetime | None:
    """When a key expires that is good up to a day, or for as many days."""
    try:
        if days := re.fullmatch(r"(\d{1,5})d", text):
            return now() + timedelta(days=int(days[1]))
        return datetime.combine(date.fromisoformat(text) + timedelta(days=1), time(), UTC) if text else None
    except (ValueError, OverflowError):
        complain(f"no day: {text[:40]!r}; write it as 2027-01-31, or how many days from now as 90d")
        raise typer.Exit(2) from None


@app.command("list")
def listed(config: ConfigFolder = Path("config"), as_json: AsJson = False) -> None:
    """List partners: their feeds and quotas, how their keys stand, and where they are told of changes."""
    with closing(open_for_reading(load_editorial(config).configuration)) as store:
        partners = store.partners()
        told = {each.partner: each.address for each in store.webhooks()}
        failing = {each.recipient: each.message for each in store.queue.failing([WEBHOOK], len(partners))}
    for each in partners:
        if as_json:
            print_json({**_line(each), "webhook": told.get(each.id), "failing": failing.get(each.id)})
        else:
            out.print(_in_words(each), markup=False)
            if each.id in told:
                fault = f", which fails: {failing[each.id]}" if each.id in failing else ""
                out.print(f"  told at {told[each.id]}{fault}", markup=False)
    if not partners and not as_json:
        out.print("no partners yet: syndicator partner add PARTNER", markup=False)


@app.command()
def revoke(partner: _PARTNER, config: ConfigFolder = Path("config"), as_json: AsJson = False) -> None:
    """Take a key back: a running service refuses it within ten seconds."""
    with closing(open_for_reading(load_editorial(config).configuration)) as store:
        known = _known(store)
        refuse_unknown("partner", [partner], known)
        before = known[partner]
        after = before if before.revoked else replace(before, revoked=now())
        store.keep_partner(after)
    if as_json:
        print_json(_line(after))
    else:
        out.print(f"the key of {partner} is good no more", markup=False)


@app.command()
def webhook(
    partner: _PARTNER,
    address: Annotated[str, typer.Argument(metavar="ADDRESS", help="Where it wants to be told.")] = "",
    off: Annotated[bool, typer.Option("--off", help="It wants to be told no more.")] = False,
    config: ConfigFolder = Path("config"),
    as_json: AsJson = False,
) -> None:
    """Have a partner told at an address of its own when stories change; the secret of signatures is shown this once."""
    if off == bool(address) or (address and not _is_web(address)):
        complain("name an http or https address without a password, or --off")
        raise typer.Exit(2)
    with closing(open_for_reading(load_editorial(config).configuration)) as store:
        refuse_unknown("partner", [partner], _known(store))
        if off:
            store.drop_webhook(partner)
            made = None
        else:
            last = store.last_change()
            made = Webhook(partner, address, minted_secret(), last, last)
            store.keep_webhook(made)
    if as_json:
        print_json({"partner": partner, "webhook": address or None, **({"secret": made.secret} if made else {})})
    elif made:
        out.print(f"{partner} is told at {address}; signatures are made with: {made.secret}", markup=False)
    else:
        out.print(f"{partner} is told of nothing more", markup=False)


def _is_web(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return False


@app.command()
def report(
    partner: Annotated[str | None, typer.Argument(metavar="PARTNER", help="One partner; all without it.")] = None,
    days: Annotated[int, typer.Option(min=1, max=400, help="How many days back.")] = 30,
    config: ConfigFolder = Path("config"),
    as_json: AsJson = False,
) -> None:
    """Tell what partners asked for, day by day: answered, and refused since the quota was used up."""
    since = now().date() - timedelta(days=days - 1)
    with closing(open_for_reading(load_editorial(config).configuration)) as store:
        known, used = _known(store), store.usage(since)
    if partner is not None:
        refuse_unknown("partner", [partner], known)
    by_partner: dict[str, list[Usage]] = defaultdict(list)
    for each in used:
        by_partner[each.partner].append(each)
    for name in known if partner is None else [partner]:
        if as_json:
            print_json(_report(name, by_partner[name]))
        else:
            _tell(name, by_partner[name])


def _report(name: str, used: Sequence[Usage]) -> dict[str, Any]:
    return {
        "partner": name,
        "answered": sum(each.answered for each in used),
        "refused": sum(each.refused for each in used),
        "days": [{"day": each.day.isoformat(), "answered": each.answered, "refused": each.refused} for each in used],
    }


def _tell(name: str, used: Sequence[Usage]) -> None:
    answered, refused = (sum(getattr(each, what) for each in used) for what in ("answered", "refused"))
    out.print(f"{name}: {answered} answered, {refused} refused", markup=False)
    for each in used:
        out.print(f"  {each.day} {each.answered:8} {each.refused:8}", markup=False)


def _known(store: Store) -> Mapping[str, Partner]:
    return {each.id: each for each in store.partners()}


def _line(partner: Partner) -> dict[str, Any]:
    return {
        "partner": partner.id,
        "name": partner.name,
        "standing": partner.standing(now()).value,
        "feeds": list(partner.feeds),
        "per_minute": partner.per_minute,
        "per_day": partner.per_day,
        "created": iso(partner.created),
        "expires": iso(partner.expires),
        "revoked": iso(partner.revoked),
    }


def _in_words(partner: Partner) -> str:
    called = f" ({partner.name})" if partner.name else ""
    feeds = ", ".join(partner.feeds) or "all feeds"
    until = f", until {iso(partner.expires)}" if partner.expires else ""
    quota = f"{partner.per_minute} a minute, {partner.per_day} a day"
    return f"{partner.id}{called}: {partner.standing(now()).value}{until}; {feeds}; {quota}"
