"""S: where a source leads. Addresses, ports, schemes, redirects, certificates, names."""

from __future__ import annotations

from syndicator.chaos.answers import chain, in_turn, landing, redirects, says, serves
from syndicator.chaos.documents import channel, feed, item, just
from syndicator.chaos.exchange import Exchange
from syndicator.chaos.fault import Catalogue, Fault, Pace, fails, gives
from syndicator.chaos.listeners import Door
from syndicator.model.source import Limits, Outcome

_USUAL = Limits()
_QUICK = Limits(deadline=0.5)
_PAGE = just("<!doctype html><html><head><title>Welcome</title></head><body>News</body></html>")


def _away(row: str, target: str, outcome: Outcome = Outcome.ADDRESS) -> Fault:
    """A redirect to a place where nobody may go."""
    return Fault(row, f"redirects to {target}", redirects(target), fails(outcome))


def _named(row: str, name: str, does: str, outcome: Outcome, limits: Limits = _USUAL) -> Fault:
    """A name whose look-up is the fault."""
    return Fault(row, does, serves(feed), fails(outcome), name=name, limits=limits)


def _shown(door: Door, does: str, outcome: Outcome = Outcome.TLS, limits: Limits = _USUAL) -> Fault:
    """A fault in the handshake."""
    return Fault("S21", does, serves(feed), fails(outcome), door=door, limits=limits)


async def _tells_a_cookie(exchange: Exchange) -> None:
    await exchange.answer(b"", "Set-Cookie: track=1; Path=/", f"Location: {exchange.address}/x", status="302 Found")


async def _hears_no_cookie(exchange: Exchange) -> None:
    told = {"cookie", "referer"} & exchange.seen.headers.keys()
    await (says("400 Bad Request") if told else serves(feed))(exchange)


_MOVED_SELF = (
    '<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="self" href="http://10.0.0.1/feed"/>'
    '<itunes:new-feed-url xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd">http://10.0.0.1/feed'
    "</itunes:new-feed-url>"
)

TABLE: Catalogue = {
    # addresses
    "redir-meta": _away("S01", "http://169.254.169.254/latest/meta-data/"),
    "redir-meta-v6": _away("S01", "http://[fd00:ec2::254]/latest/meta-data/"),
    "redir-private-10": _away("S02", "http://10.0.0.1/feed"),
    "redir-private-172": _away("S02", "http://172.16.0.1/feed"),
    "redir-private-192": _away("S02", "http://192.168.0.1/feed"),
    "redir-carrier": _away("S06", "http://100.64.0.1/feed"),
    "redir-unspecified": _away("S06", "http://0.0.0.0/feed"),
    "redir-cloud-host": _away("S06", "http://168.63.129.16/feed"),
    "redir-broadcast": _away("S06", "http://255.255.255.255/feed"),
    "redir-multicast": _away("S06", "http://224.0.0.1/feed"),
    "redir-v6-loopback": _away("S02", "http://[::1]/feed"),
    "redir-v6-unspecified": _away("S02", "http://[::]/feed"),
    "redir-v6-link": _away("S02", "http://[fe80::1]/feed"),
    "redir-v6-site": _away("S06", "http://[fec0::1]/feed"),
    "redir-v6-multicast": _away("S06", "http://[ff02::1]/feed"),
    "redir-v6-mapped": _away("S06", "http://[::ffff:127.0.0.1]/feed"),
    "redir-v6-compatible": _away("S06", "http://[::127.0.0.1]/feed"),
    "redir-v6-nat64": _away("S06", "http://[64:ff9b::7f00:1]/feed"),
    "redir-v6-6to4": _away("S06", "http://[2002:7f00:1::1]/feed"),
    "redir-decimal": _away("S05", "http://2886729729/feed"),
    "redir-hex": _away("S05", "http://0xac100001/feed"),
    "redir-short": _away("S05", "http://10.1/feed"),
    "redir-octal": _away("S05", "http://0254.16.0.1/feed", Outcome.URL),
    "redir-fullwidth-dots": _away("S07", "http://10。0。0。1/feed"),
    "redir-circled-digits": _away("S07", "http://①⓪.0.0.1/feed", Outcome.URL),
    # schemes, hosts, ports, userinfo
    "redir-file": _away("S08", "file:///etc/passwd", Outcome.SCHEME),
    "redir-gopher": _away("S08", "gopher://127.0.0.1:70/_x", Outcome.SCHEME),
    "redir-ftp": _away("S08", "ftp://news.example/feed", Outcome.SCHEME),
    "redir-js": _away("S08", "javascript:alert(1)", Outcome.SCHEME),
    "redir-data": _away("S08", "data:text/xml,<rss/>", Outcome.SCHEME),
    "redir-empty-host": _away("S09", "http:///feed", Outcome.URL),
    "redir-port-without-host": _away("S09", "http://:80/feed", Outcome.URL),
    "redir-broken": _away("S09", "http://[::1", Outcome.URL),
    "redir-bad-name": _away("S09", "http://xn--/feed", Outcome.URL),
    "redir-port22": _away("S10", "http://127.0.0.1:22/", Outcome.PORT),
    "redir-port25": _away("S10", "http://127.0.0.1:25/", Outcome.PORT),
    "redir-port6379": _away("S10", "http://127.0.0.1:6379/", Outcome.PORT),
    "redir-port99999": _away("S10", "http://127.0.0.1:99999/", Outcome.PORT),
    "redir-userinfo": _away("S11", "http://good.example@127.0.0.1/", Outcome.USERINFO),
    "redir-userinfo-backslash": _away("S11", "http://good.example\\@127.0.0.1/", Outcome.USERINFO),
    "redir-password": _away("S11", "http://name:secret@127.0.0.1/", Outcome.USERINFO),
    "redir-https-to-http": Fault(
        "S12", "redirects from https to http", redirects("{http}/f/good"), fails(Outcome.DOWNGRADE), door=Door.HTTPS
    ),
    # redirects
    "redir-nowhere": Fault("S17", "redirects without saying where", says("302 Found"), fails(Outcome.PROTOCOL)),
    "redir-empty": Fault("S17", "redirects to an empty address", redirects(""), fails(Outcome.REDIRECTS)),
    "redir-loop": Fault("S17", "redirects to itself", redirects("{here}"), fails(Outcome.REDIRECTS)),
    "redir-relative": Fault(
        "S17", "redirects to itself, relatively", redirects("redir-relative"), fails(Outcome.REDIRECTS)
    ),
    "redir-chain": Fault("S17", "six redirects in a row", chain(6, "302 Found"), fails(Outcome.REDIRECTS)),
    "redir-chain-short": Fault(
        "S17", "five redirects in a row", chain(5, "307 Temporary Redirect", "303 See Other"), gives()
    ),
    "redir-301": Fault(
        "S18", "moved for good, twice", chain(2, "301 Moved Permanently", "308 Permanent Redirect"), gives()
    ),
    "redir-mixed": Fault(
        "S18", "moved for good, then for now", chain(2, "301 Moved Permanently", "302 Found"), gives()
    ),
    "redir-other-site": Fault(
        "S18",
        "moved for good to another site",
        landing(redirects("http://localhost:{port}/f/redir-other-site/x", "301 Moved Permanently"), serves(feed)),
        fails(Outcome.MOVED, Outcome.MOVED),
    ),
    "redir-other-site-later": Fault(
        "S18",
        "sound at first, then moved for good to another site, that says 304",
        landing(
            in_turn(
                serves(feed, 'ETag: "v1"'),
                redirects("http://localhost:{port}/f/redir-other-site-later/x", "308 Permanent Redirect"),
            ),
            says("304 Not Modified"),
        ),
        fails(Outcome.OK, Outcome.MOVED, articles=3),
    ),
    "redir-other-site-for-now": Fault(
        "S18",
        "to be found on another site for now",
        landing(redirects("http://localhost:{port}/f/redir-other-site-for-now/x"), serves(feed)),
        gives(),
    ),
    "redir-patience": Fault(
        "P01",
        "redirects, and wants to be left alone for two hours",
        landing(
            serves(just(b""), "Location: /f/redir-patience/x", "Retry-After: 7200", status="302 Found"), serves(feed)
        ),
        gives(pace=Pace.ASKED, seconds=7200),
    ),
    "redir-counts": Fault(
        "P02",
        "redirects, and tells when its count starts anew, which is no wish",
        landing(
            serves(just(b""), "Location: /f/redir-counts/x", "X-RateLimit-Reset: 7200", status="302 Found"),
            serves(feed),
        ),
        gives(),
    ),
    "redir-circle": Fault(
        "S17",
        "redirects that go round in a circle",
        landing(redirects("{address}/x", "301 Moved Permanently"), redirects("{address}")),
        fails(Outcome.REDIRECTS),
    ),
    "redir-to-html": Fault(
        "S20",
        "redirects to a front page",
        landing(redirects("{address}/x", "301 Moved Permanently"), serves(_PAGE)),
        fails(Outcome.NOT_A_FEED),
    ),
    "redir-cookie": Fault(
        "S18", "sets a cookie and redirects, and wants none back", landing(_tells_a_cookie, _hears_no_cookie), gives()
    ),
    "self-elsewhere": Fault(
        "S19",
        "says that its own address is another one",
        serves(channel(lambda seed: [item(seed, n) for n in range(3)], head=_MOVED_SELF)),
        gives(then=(Outcome.NOT_MODIFIED,)),
    ),
    # certificates
    "tls-good": Fault("S21", "a certificate that holds", serves(feed), gives(), door=Door.HTTPS),
    "tls-expired": _shown(Door.EXPIRED, "a certificate that has expired"),
    "tls-not-yet": _shown(Door.NOT_YET, "a certificate of next week"),
    "tls-other-name": _shown(Door.OTHER_NAME, "a certificate for another name"),
    "tls-self-signed": _shown(Door.SELF_SIGNED, "a certificate that signed itself"),
    "tls-unknown-authority": _shown(Door.UNKNOWN, "a certificate of an authority nobody knows"),
    "tls-old": _shown(Door.OLD, "a protocol of the last century"),
    "tls-plain": _shown(Door.PLAIN, "plain HTTP where TLS is due"),
    "tls-garbage": _shown(Door.GARBAGE, "garbage in the handshake"),
    "tls-closes": _shown(Door.CLOSING, "the handshake breaks off"),
    "tls-silent": _shown(Door.SILENT, "the handshake never ends", Outcome.DEADLINE, _QUICK),
    # names
    "nobody-listens": Fault("S22", "refuses connections", serves(feed), fails(Outcome.TRANSPORT), door=Door.CLOSED),
    "dns-unknown": _named("S22", "nxdomain", "there is no such name", Outcome.DNS),
    "dns-failing": _named("S22", "servfail", "the name server fails", Outcome.DNS),
    "dns-slow": _named("S22", "slow", "the name server takes its time", Outcome.DEADLINE, _QUICK),
    "dns-empty": _named("S22", "empty", "the name has no address", Outcome.DNS),
    "dns-nonsense": _named("S22", "nonsense", "the name's address is none", Outcome.DNS),
    "dns-unspeakable": _named("S22", "unspeakable", "the name cannot be asked for", Outcome.DNS),
    "dns-private": _named("S01", "private", "the name leads to a private network", Outcome.ADDRESS),
    "dns-metadata": _named("S01", "metadata", "the name leads to a metadata service", Outcome.ADDRESS),
    "dns-mixed": _named("S04", "mixed", "one address of the name is public, one private", Outcome.ADDRESS),
    "dns-many": _named("S04", "many", "a hundred private addresses", Outcome.ADDRESS),
    "dns-carrier": _named("S06", "carrier", "the name leads behind a carrier's NAT", Outcome.ADDRESS),
    "dns-unspecified": _named("S06", "unspecified", "the name leads to 0.0.0.0", Outcome.ADDRESS),
    "dns-multicast": _named("S06", "multicast", "the name leads to a multicast group", Outcome.ADDRESS),
    "dns-v6-loopback": _named("S06", "v6-loopback", "the name leads to ::1", Outcome.ADDRESS),
    "dns-v6-mapped": _named("S06", "v6-mapped", "loopback, mapped into IPv6", Outcome.ADDRESS),
    "dns-v6-compatible": _named("S06", "v6-compatible", "loopback, in IPv6 of old", Outcome.ADDRESS),
    "dns-v6-nat64": _named("S06", "v6-nat64", "loopback behind NAT64", Outcome.ADDRESS),
    "dns-v6-6to4": _named("S06", "v6-6to4", "loopback behind 6to4", Outcome.ADDRESS),
    "dns-v6-teredo": _named("S06", "v6-teredo", "loopback behind Teredo", Outcome.ADDRESS),
    "dns-v6-local": _named("S06", "v6-local", "the name leads to a unique local address", Outcome.ADDRESS),
    "dns-v6-link": _named("S06", "v6-link", "the name leads to a link-local address", Outcome.ADDRESS),
    "dns-rebinding": Fault(
        "S03",
        "the name leads elsewhere at the second look-up",
        landing(redirects("{address}/x"), serves(feed)),
        fails(Outcome.ADDRESS),
        name="flip",
    ),
}
