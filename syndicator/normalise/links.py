"""Addresses: absolute and safe to write down, or folded for comparison."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urljoin, urlsplit

_LONGEST: Final = 2_048
_BLANK: Final = re.compile(r"[\t\r\n]")
_EDGES: Final = " \t\r\n\x0b\x0c\xa0\u200b\ufeff" + "".join(map(chr, range(32)))
_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_SCHEME: Final = re.compile(r"[^/?#]*:")
_HOST: Final = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?\.)*[a-z0-9](?:[a-z0-9-]*[a-z0-9])?|\[[0-9a-f:.]+\]")
_REST: Final = r"(?:/(?!\.)[A-Za-z0-9_~!$&'()*+,;=:@%.-]*)+(?:\?[A-Za-z0-9_~!$&'()*+,;=:@%/?.-]+)?"
_WRITTEN: Final = re.compile(rf"https?://(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+[a-z0-9]+{_REST}")
"""Addresses that are written as we write them: most of all, and not worth taking apart."""
_MAILBOX: Final = re.compile(r"mailto:[^\s@<>\"']{1,64}@[A-Za-z0-9.-]{1,255}")
_PORTS: Final = {"http": 80, "https": 443}
_PATH_SAFE: Final = "/%:@!$&'()*+,;=~-._"
_PLAIN_PATH: Final = re.compile(r"[A-Za-z0-9/:@!$&'()*+,;=~._-]*")
_QUERY_SAFE: Final = _PATH_SAFE + "?[]"

_TRACKING: Final = re.compile(
    r"(?:utm_|hsa_|_hs|__hs|pk_|piwik_|mtm_|matomo_|vero_|oly_|wt_|at_campaign|at_medium|at_custom|ga_|cx_|itm_|int_|elq).*"
    r"|_openstat|yclid|ysclid|ymclid|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|twclid|ttclid|li_fat_id|igshid|igsh|epik"
    r"|__s|mbid|rdt_cid|mc_cid|mc_eid|mkt_tok|_ga|_gl|_ke|ref_src|ref_url|cmpid|cmp|ncid|ito|sr_share|soc_src|soc_trk|smid|s_cid|s_kwcid|wprov"
    r"|hsctatracking|fb_action_ids|fb_action_types|fb_source|fb_ref|action_object_map|feature_share|share_from|rb_clickid"
    r"|phpsessid|jsessionid|sessionid|session_id|cfid|cftoken|amp|outputtype|is_amp"
)
"""Query parameters that tell how a reader came, not what the page is."""
_CAME_FROM: Final = re.compile(r"ref|from|source|src|via|partner|origin")
_FEEDS: Final = re.compile(r"rss\w*|\w*feed|atom|twitter|facebook|telegram|tg|vk|fb")
_SESSION: Final = re.compile(r";jsessionid=[^/?]*", re.IGNORECASE)
_AMP_PATH: Final = re.compile(r"/amp(?=/?$)|^/amp(?=/)|\.amp(?=\.html?$)|(?<=\.html)/amp$")
_MOBILE: Final = re.compile(r"(?:www\d?|m|amp|mobile|wap)\.(?=[^.]+\.)")
_DRAFT: Final = frozenset({"preview", "preview_id", "preview_nonce"})
_MAYBE_DRAFT: Final = re.compile(r"preview|[%\t\r\n]", re.IGNORECASE)
"""What such a name is written with; most addresses with a query are not worth taking apart."""


def absolute(address: str, base: str = "") -> str | None:
    """Resolve *address* against *base* (RFC 3986, section 5) and give it as a URI, or None if it is not http(s).

    Hosts come out in ASCII, paths percent-encoded. Refused are user names, odd hosts and ports, and whatever hides a
    scheme behind blanks.
    """
    if len(address) <= _LONGEST and _WRITTEN.fullmatch(address):
        return address
    if not base and ":" not in address:
        return None
    bare = _BLANK.sub("", address).strip(_EDGES)
    try:
        joined = urljoin(base, bare) if base and not _hidden(bare) else bare
        return _written(urlsplit(joined)) if bare and len(joined) <= _LONGEST else None
    except (ValueError, UnicodeError):
        return None


def mailbox(address: str) -> str | None:
    """Give a plain ``mailto:`` address, without headers or body, or None."""
    bare = address.strip(_EDGES).partition("?")[0]
    return bare if _MAILBOX.fullmatch(bare) else None


@lru_cache(maxsize=4096)  # guid, link and identity are mostly one address
def canonical(address: str) -> str:
    """Fold what does not change the page: for comparison, never for output. Empty for what is no http(s) address."""
    known = absolute(address)
    if known is None:
        return ""
    parts = urlsplit(known)
    host = _without_prefixes(parts.netloc)
    path = _AMP_PATH.sub("", _SESSION.sub("", _decoded(parts.path))).rstrip("/")
    query = urlencode(sorted(_telling(parts.query)))
    return f"https://{host}{path}" + (f"?{query}" if query else "")


def same_site(address: str, other: str) -> bool:
    """Whether the hosts of two absolute addresses are one, or one of them is below the other."""
    one, two = (_without_prefixes(urlsplit(each).netloc) for each in (address, other))
    return one == two or one.endswith(f".{two}") or two.endswith(f".{one}")


def is_draft(address: str) -> bool:
    """Whether *address* shows a draft or a preview (WordPress: ``?preview=true``)."""
    if "?" not in address or not _MAYBE_DRAFT.search(address):
        return False
    try:
        names = {name.casefold() for name, _value in parse_qsl(urlsplit(address).query, keep_blank_values=True)}
    except ValueError:
        return False
    return bool(names & _DRAFT)


def _hidden(bare: str) -> bool:
    """Whether something like a scheme, but none, stands before the first slash."""
    scheme = _SCHEME.match(bare)
    return bool(scheme) and not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", bare)


def _written(parts: SplitResult) -> str | None:
    if parts.scheme not in _PORTS or "@" in parts.netloc or _CONTROL.search(parts.geturl()):
        return None
    host = _host(parts.hostname or "")
    port = parts.port
    if not _HOST.fullmatch(host) or port == 0:
        return None
    where = host if port in (None, _PORTS[parts.scheme]) else f"{host}:{port}"
    query = f"?{quote(parts.query, safe=_QUERY_SAFE)}" if parts.query else ""
    fragment = f"#{quote(parts.fragment, safe=_QUERY_SAFE)}" if parts.fragment else ""
    return f"{parts.scheme}://{where}{quote(parts.path, safe=_PATH_SAFE) or '/'}{query}{fragment}"


def _host(name: str) -> str:
    if ":" in name:
        return f"[{name}]"
    bare = name.rstrip(".").lower()
    return bare if bare.isascii() else bare.encode("idna").decode("ascii")


def _without_prefixes(host: str) -> str:
    bare = _MOBILE.sub("", host, count=1) if _MOBILE.match(host) else host
    return bare.removesuffix(":80").removesuffix(":443")


def _decoded(path: str) -> str:
    """A path with its octets written one way: as it is, when nothing in it is encoded or has to be."""
    if _PLAIN_PATH.fullmatch(path):
        return path
    return "/".join(quote(unquote(part), safe=_PATH_SAFE.replace("/", "").replace("%", "")) for part in path.split("/"))


def _telling(query: str) -> list[tuple[str, str]]:
    return [
        (name, value)
        for name, value in parse_qsl(query, keep_blank_values=True)
        if not _TRACKING.fullmatch(name.casefold())
        and not (_CAME_FROM.fullmatch(name) and _FEEDS.fullmatch(value.casefold()))
    ]
