"""P: what HTTP says about coming again: statuses, waiting times, validators, freshness."""

from __future__ import annotations

from syndicator.chaos.answers import SORRY, conditional, in_turn, raw, redirects, says, serves
from syndicator.chaos.documents import DAY, channel, feed, item, just, sized
from syndicator.chaos.exchange import Exchange, Handler
from syndicator.chaos.fault import Catalogue, Expected, Fault, Pace, fails, gives
from syndicator.model.source import Outcome

_HOUR_LATER = "Fri, 01 May 2026 11:00:00 GMT"
_HOUR_BEFORE = "Fri, 01 May 2026 09:00:00 GMT"
_DAY = 86_400
_OK, _SAME = Outcome.OK, Outcome.NOT_MODIFIED
_TAG, _DATE = 'ETag: "v1"', f"Last-Modified: {DAY}"
_TOO_MANY = "429 Too Many Requests"


def _asked(seconds: int, *outcomes: Outcome) -> Expected:
    return fails(*outcomes or (Outcome.RATE_LIMITED,), pace=Pace.ASKED, seconds=seconds)


def _limited(does: str, expected: Expected, *fields: str) -> Fault:
    """429 with these fields."""
    return Fault("P01", f"429, {does}", says(_TOO_MANY, *fields), expected)


def _status(row: str, line: str, outcome: Outcome, *fields: str) -> Fault:
    """A status and nothing else."""
    return Fault(row, f"HTTP {line}", says(line, *fields), fails(outcome))


def _with(row: str, does: str, *fields: str, expected: Expected | None = None) -> Fault:
    """A sound feed with these fields, the same at the second poll."""
    return Fault(row, does, serves(feed, *fields), expected or gives(then=(_SAME,)))


def _timed(row: str, does: str, head: str, seconds: int) -> Fault:
    """A feed that says in its head how often it wants to be read."""
    document = channel(lambda seed: [item(seed, number) for number in range(3)], head=head)
    return Fault(row, does, serves(document), gives(pace=Pace.ASKED, seconds=seconds) if seconds else gives())


async def _new_tag_always(exchange: Exchange) -> None:
    await exchange.answer(feed(exchange.news), f'ETag: "{exchange.count}"')


async def _picky(exchange: Exchange) -> None:
    """Open to those who say who they are."""
    known = "(+" in exchange.seen.headers.get("user-agent", "")
    await (serves(feed) if known else says("403 Forbidden"))(exchange)


async def _cookie_wall(exchange: Exchange) -> None:
    """Lets nobody pass without the cookie that it sets."""
    await exchange.answer(b"", "Set-Cookie: passed=1", f"Location: {exchange.here}", status="302 Found")


def _stale(document: Handler) -> Handler:
    """304 for ever to whoever comes with a validator."""

    async def handle(exchange: Exchange) -> None:
        conditional_request = {"if-none-match", "if-modified-since"} & exchange.seen.headers.keys()
        await (says("304 Not Modified") if conditional_request else document)(exchange)

    return handle


_GOOD = ('ETag: W/"v1,a"', f"Last-Modified: {DAY}", f"Date: {DAY}", f"Expires: {_HOUR_LATER}")

TABLE: Catalogue = {
    "good": Fault(
        "P00",
        "nothing wrong: 304 for those who know the document",
        conditional(
            feed, *_GOOD, "Content-Type: application/rss+xml", again=('ETag: W/"v1,a"', "Cache-Control: max-age=900")
        ),
        gives(then=(_SAME,)),
    ),
    # waiting
    "429-seconds": _limited("come again in two minutes", _asked(120), "Retry-After: 120"),
    "429-date": _limited("come again in an hour, by date", _asked(3600), f"Date: {DAY}", f"Retry-After: {_HOUR_LATER}"),
    "429-past": _limited("come again an hour ago", _asked(60), f"Date: {DAY}", f"Retry-After: {_HOUR_BEFORE}"),
    "429-zero": _limited("come again at once", _asked(60), "Retry-After: 0"),
    "429-absurd": _limited("come again in thirty years", _asked(_DAY), "Retry-After: 1000000000"),
    "429-negative": _limited("come again before now", fails(Outcome.RATE_LIMITED), "Retry-After: -5"),
    "429-junk": _limited("come again soon", fails(Outcome.RATE_LIMITED), "Retry-After: soon"),
    "429-digits": _limited("in Arabic digits", fails(Outcome.RATE_LIMITED), "Retry-After: ٣٠٠"),
    "429-float": _limited("in half a minute and a bit", fails(Outcome.RATE_LIMITED), "Retry-After: 30.5"),
    "429-long": _limited("in a number of a thousand digits", fails(Outcome.RATE_LIMITED), "Retry-After: " + "9" * 1000),
    "429-bare": _limited("and no word of when", fails(Outcome.RATE_LIMITED)),
    "429-reset": _limited("and when the count starts anew", _asked(300), "X-RateLimit-Reset: 300"),
    "429-reset-epoch": _limited("the same in Unix time", _asked(600), f"Date: {DAY}", "X-RateLimit-Reset: 1777630200"),
    "503-retry": Fault(
        "P05", "503, come again in two minutes", says("503 Service Unavailable", "Retry-After: 120"), _asked(120)
    ),
    "503-retry-date": Fault(
        "P05",
        "503, by date",
        says("503 Service Unavailable", f"Date: {DAY}", f"Retry-After: {_HOUR_LATER}"),
        _asked(3600),
    ),
    # statuses
    "500": _status("P06", "500 Internal Server Error", Outcome.SERVER_ERROR),
    "502": _status("P06", "502 Bad Gateway", Outcome.SERVER_ERROR),
    "503": _status("P06", "503 Service Unavailable", Outcome.SERVER_ERROR),
    "504": _status("P06", "504 Gateway Timeout", Outcome.SERVER_ERROR),
    "521": _status("P06", "521 Web Server Is Down", Outcome.SERVER_ERROR),
    "500-with-feed-body": Fault(
        "P06", "500 with a feed", serves(feed, status="500 Internal Server Error"), fails(Outcome.SERVER_ERROR)
    ),
    "404-with-feed-body": Fault(
        "P06", "404 with a feed", serves(feed, status="404 Not Found"), fails(Outcome.CLIENT_ERROR)
    ),
    "401": _status("P09", "401 Unauthorized", Outcome.BLOCKED, "WWW-Authenticate: Basic"),
    "402": _status("P09", "402 Payment Required", Outcome.CLIENT_ERROR),
    "403": _status("P03", "403 Forbidden", Outcome.BLOCKED),
    "404": _status("P08", "404 Not Found", Outcome.CLIENT_ERROR),
    "405": _status("P08", "405 Method Not Allowed", Outcome.CLIENT_ERROR),
    "406": _status("P08", "406 Not Acceptable", Outcome.CLIENT_ERROR),
    "407": _status("P09", "407 Proxy Authentication Required", Outcome.BLOCKED),
    "410": _status("P07", "410 Gone", Outcome.GONE),
    "412": _status("P08", "412 Precondition Failed", Outcome.CLIENT_ERROR),
    "418": _status("P08", "418 I'm a teapot", Outcome.CLIENT_ERROR),
    "451": _status("P09", "451 Unavailable For Legal Reasons", Outcome.BLOCKED),
    "201": _status("P08", "201 Created", Outcome.CLIENT_ERROR),
    "202-waiting": _status("P08", "202 Accepted", Outcome.CLIENT_ERROR),
    "203": Fault("P08", "203, from a proxy", serves(feed, status="203 Non-Authoritative Information"), gives()),
    "226": Fault("P08", "226, unasked", serves(feed, status="226 IM Used"), fails(Outcome.CLIENT_ERROR)),
    "300": Fault("P08", "300, without a choice", says("300 Multiple Choices"), fails(Outcome.PROTOCOL)),
    "305": Fault("P08", "305, use a proxy", redirects("http://10.0.0.1/", "305 Use Proxy"), fails(Outcome.PROTOCOL)),
    "799": _status("P08", "799 Odd", Outcome.PROTOCOL),
    "cf-403": Fault(
        "P04", "a challenge with 403", says("403 Forbidden", "cf-mitigated: challenge"), fails(Outcome.BLOCKED)
    ),
    "cf-503": Fault(
        "P04",
        "a challenge with 503",
        says("503 Service Unavailable", "cf-mitigated: challenge", "Retry-After: 5"),
        fails(Outcome.BLOCKED),
    ),
    "cf-429": Fault("P04", "a challenge with 429", says(_TOO_MANY, "cf-mitigated: challenge"), fails(Outcome.BLOCKED)),
    "waf-405": Fault(
        "P04",
        "another service's challenge",
        says("405 Not Allowed", "x-amzn-waf-action: captcha"),
        fails(Outcome.BLOCKED),
    ),
    "challenge-200": Fault(
        "P04",
        "a challenge that says 200",
        serves(just("<html><head><title>Just a moment...</title></head></html>"), "cf-mitigated: challenge"),
        fails(Outcome.NOT_A_FEED),
    ),
    "403-after-success": Fault(
        "P03",
        "403 after a good answer",
        in_turn(serves(feed), says("403 Forbidden")),
        fails(_OK, Outcome.BLOCKED, articles=3),
    ),
    "410-after-success": Fault(
        "P07", "gone after a good answer", in_turn(serves(feed), says("410 Gone")), fails(_OK, Outcome.GONE, articles=3)
    ),
    "404-for-a-while": Fault(
        "P08",
        "404 during a deployment",
        in_turn(serves(feed), says("404 Not Found"), serves(sized(4))),
        gives(4, then=(Outcome.CLIENT_ERROR, _OK)),
    ),
    "flap": Fault(
        "P20",
        "fails every other time",
        in_turn(says("500 Internal Server Error"), serves(feed), says("502 Bad Gateway")),
        fails(Outcome.SERVER_ERROR, _OK, Outcome.SERVER_ERROR, articles=3),
    ),
    "ua-picky": Fault("P17", "refuses those who do not say who they are", _picky, gives()),
    "cookie-wall": Fault("P16", "wants its cookie back", _cookie_wall, fails(Outcome.REDIRECTS)),
    "set-cookie-flood": _with("P16", "two hundred cookies", *[f"Set-Cookie: c{n}=1" for n in range(200)]),
    # validators
    "validators-strong": Fault(
        "P10", "a strong tag and a date", conditional(feed, _TAG, _DATE), gives(then=(_SAME, _SAME))
    ),
    "validators-weak": Fault("P10", "a weak tag", conditional(feed, 'ETag: W/"v1"'), gives(then=(_SAME, _SAME))),
    "validators-commas": Fault(
        "P10", "a tag with commas", conditional(feed, 'ETag: "a,b, c"'), gives(then=(_SAME, _SAME))
    ),
    "validators-date": Fault("P10", "a date only", conditional(feed, _DATE), gives(then=(_SAME, _SAME))),
    "validators-tag-changes": Fault(
        "P11",
        "another document within the second: another tag, the same date",
        in_turn(serves(feed, _TAG, _DATE), conditional(sized(4), 'ETag: "v2"', _DATE)),
        gives(4, then=(_OK, _SAME)),
    ),
    "validators-same-body": Fault(
        "P11",
        "the same document with another tag",
        in_turn(serves(feed, _TAG, _DATE), conditional(feed, 'ETag: "v2"', _DATE)),
        gives(then=(_SAME, _SAME)),
    ),
    "validators-tag-dropped": Fault(
        "P10",
        "the tag is given up",
        in_turn(serves(feed, _TAG, _DATE), serves(sized(4), _DATE)),
        gives(4, then=(_OK, _SAME)),
    ),
    "validators-date-dropped": Fault(
        "P10",
        "the date is given up",
        in_turn(serves(feed, _TAG, _DATE), serves(sized(4), _TAG)),
        gives(4, then=(_OK, _SAME)),
    ),
    "validators-renewed-by-304": Fault(
        "P10",
        "a 304 with another tag",
        in_turn(
            serves(feed, _TAG), raw(b'HTTP/1.1 304 Not Modified\r\nETag: "v2"\r\n\r\n'), conditional(feed, 'ETag: "v2"')
        ),
        gives(then=(_SAME, _SAME)),
    ),
    "304-unasked": Fault("P10", "304, unasked", raw(b"HTTP/1.1 304 Not Modified\r\n\r\n"), fails(Outcome.PROTOCOL)),
    "304-for-ever": Fault("P10", "304 for ever", _stale(serves(feed, _TAG)), gives(then=(_SAME, _SAME))),
    "etag-always-new": Fault("P11", "ever another tag", _new_tag_always, gives(then=(_SAME,))),
    "etag-10k": _with("P12", "a tag of ten thousand letters", f'ETag: "{"a" * 10_000}"'),
    "etag-kazakh": _with("P12", "a tag in Kazakh", 'ETag: "қаз"'),
    "etag-tab": _with("P12", "a tab in a tag", 'ETag: "a\tb"'),
    "etag-twice": _with("P12", "two tags", 'ETag: "1"', 'ETag: "2"'),
    "etag-empty": _with("P12", "an empty tag", "ETag: "),
    "etag-unquoted": _with("P12", "a tag without quotes", "ETag: v1"),
    "lastmod-future": _with(
        "P13", "a date of the future", "Last-Modified: Fri, 01 May 2099 10:00:00 GMT", "Expires: 0"
    ),
    "lastmod-junk": _with("P13", "a date that is none", "Last-Modified: yesterday"),
    # freshness
    "max-age-two-hours": _with(
        "P14", "fresh for two hours", "Cache-Control: max-age=7200", expected=gives(pace=Pace.ASKED, seconds=7200)
    ),
    "cache-control-10y": _with(
        "P14",
        "fresh for ten years",
        "Cache-Control: public, max-age=315360000",
        expected=gives(pace=Pace.ASKED, seconds=_DAY),
    ),
    "cache-control-junk": _with("P14", "fresh for a while", "Cache-Control: max-age=soon, ???"),
    "cache-control-zero": _with("P14", "never fresh", "Cache-Control: max-age=0, no-store"),
    "expires-two-hours": _with(
        "P14",
        "expires in two hours",
        f"Date: {_HOUR_BEFORE}",
        f"Expires: {_HOUR_LATER}",
        expected=gives(pace=Pace.ASKED, seconds=7200),
    ),
    "expires-past": _with("P14", "has expired", f"Date: {DAY}", f"Expires: {_HOUR_BEFORE}"),
    "ttl-two-hours": _timed("P14", "asks to be read every two hours", "<ttl>120</ttl>", 7200),
    "ttl-zero": _timed("P14", "asks to be read all the time", "<ttl>0</ttl>", 0),
    "ttl-absurd": _timed("P14", "asks to be read in two thousand years", "<ttl>1000000000</ttl>", _DAY),
    "ttl-negative": _timed("P14", "asks to be read before now", "<ttl>-60</ttl>", 0),
    "ttl-junk": _timed("P14", "asks to be read often", "<ttl>often</ttl>", 0),
    "period-daily": _timed(
        "P14",
        "is updated daily",
        '<sy:updatePeriod xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">daily</sy:updatePeriod>',
        _DAY,
    ),
    # types
    "ct-html": _with("P15", "says it is a page", "Content-Type: text/html"),
    "ct-image": _with("P15", "says it is a picture", "Content-Type: image/png"),
    "ct-json": _with("P15", "says it is JSON", "Content-Type: application/json"),
    "ct-nonsense": _with("P15", "a type that is none", "Content-Type: ;;;=\x7f"),
    "ct-twice": _with("P15", "two types", "Content-Type: text/html", "Content-Type: image/png"),
    "error-page-200": Fault("P06", "an error page that says 200", serves(SORRY), fails(Outcome.NOT_A_FEED)),
}
