"""Markup: HTML of any kind in; safe HTML, its words and its pictures out.

nh3 does the cleaning, with a list of our own that holds no script, style, frame, form, SVG or MathML. Since it is slow
on hostile input, size and depth are looked at first. What follows it works on its output, which is regular: quoted
attributes, and ``<`` and ``>`` nowhere but around tags.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from functools import lru_cache, partial
from typing import Final

import nh3

from syndicator.languages.tags import canonical as canonical_tag
from syndicator.model.article import Image, SafeHtml
from syndicator.normalise.characters import clean, is_clean
from syndicator.normalise.links import absolute, mailbox

LARGEST: Final = 256 * 1024
"""Bytes of UTF-8."""
DEEPEST: Final = 256
_READINGS: Final = 8
"""After so many at most, markup stays as it is."""


class Excess(StrEnum):
    """Why markup was not even looked at."""

    LARGE = "too-large"
    DEEP = "too-deep"


TAGS: Final = frozenset((
    "p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "div", "span", "a", "b", "i", "em", "strong", "u", "s",
    "del", "ins", "small", "sub", "sup", "mark", "q", "cite", "blockquote", "pre", "code", "kbd", "samp", "var",
    "abbr", "dfn", "time", "ul", "ol", "li", "dl", "dt", "dd", "figure", "figcaption", "img", "table", "caption",
    "colgroup", "col", "thead", "tbody", "tfoot", "tr", "th", "td", "ruby", "rt", "rp", "bdi", "bdo", "wbr",
    "details", "summary",
))  # fmt: skip
_EVERYWHERE: Final = frozenset({"dir", "lang", "title"})
_ATTRIBUTES: Final = {
    "a": {"href", "hreflang"},
    "img": {"src", "alt", "width", "height"},
    "blockquote": {"cite"},
    "q": {"cite"},
    "del": {"cite", "datetime"},
    "ins": {"cite", "datetime"},
    "time": {"datetime"},
    "ol": {"start", "reversed"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "col": {"span"},
    "colgroup": {"span"},
}
ATTRIBUTES: Final = {tag: _EVERYWHERE | _ATTRIBUTES.get(tag, set()) - {"width", "height"} for tag in TAGS}
"""Tag → attributes that may come out of :func:`sanitise`; links also carry ``rel``."""
REL: Final = "noopener noreferrer nofollow"
SCHEMES: Final = frozenset({"http", "https", "mailto"})
_WITH_CONTENT: Final = frozenset((
    "script", "style", "template", "svg", "math", "iframe", "frame", "frameset", "object", "embed", "applet",
    "noscript", "noembed", "noframes", "title", "textarea", "select", "button", "audio", "video", "canvas", "xmp",
    "plaintext",
))  # fmt: skip
"""Tags that go with all that is in them."""

_UNWRAPPED: Final = frozenset((
    "html", "head", "body", "base", "link", "meta", "address", "article", "aside", "section", "header", "footer",
    "main", "nav", "hgroup", "search", "menu", "dir", "picture", "source", "track", "map", "area", "form", "input",
    "label", "legend", "fieldset", "datalist", "optgroup", "option", "output", "progress", "meter", "dialog", "data",
    "slot", "param", "font", "center", "marquee", "nobr", "big", "tt", "strike", "acronym", "basefont", "bgsound",
    "blink", "image", "isindex", "keygen", "listing",
))  # fmt: skip
"""The other tags of HTML, old and new: their content stays."""

_TAG: Final = re.compile(r"<(/?)([a-zA-Z][^\s/<>]{0,31})")
_UNNESTED: Final = frozenset((
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
    "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option",
))  # fmt: skip
"""Tags without content, or that the next of their kind closes."""
_RELATIVE: Final = re.compile(
    r"=(?:(?<=href=)|(?<=src=)|(?<=cite=)|(?<=\s=))(?!\s*[\"']?(?:https?://|mailto:))", re.IGNORECASE
)
"""An equals sign after the name of an attribute with an address, or after a blank, and before no absolute address."""
_LONG_DATA: Final = re.compile(r"data:[^\"'\s<>]{512,}")
_BARE: Final = re.compile(r"&(?![A-Za-z#])")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
TOKEN: Final = re.compile(r"<(/?)([a-z0-9]+)([^<>]*)>")
"""A tag of safe HTML: the slash that closes, the name, the attributes."""
_NAMED: Final = re.compile(r"<(/?)([a-z0-9]+)")
_EMPTY: Final = frozenset(("br", "img", "wbr"))
_PHRASES: Final = _EMPTY | frozenset((
    "a", "b", "i", "em", "strong", "u", "s", "del", "ins", "small", "sub", "sup", "mark", "q", "cite", "code", "span",
    "abbr", "time",
))  # fmt: skip
_HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_FLOW: Final = _PHRASES | _HEADINGS | frozenset(("p", "div", "blockquote", "figure", "figcaption", "ul", "ol"))
_HOLDS: Final = {
    **dict.fromkeys(_PHRASES | _HEADINGS | {"p"}, _PHRASES),
    **dict.fromkeys(("", "div", "blockquote", "figure", "figcaption", "li"), _FLOW),
    **dict.fromkeys(("ul", "ol"), frozenset({"li"})),
}
"""Tag → tags that no parser moves out of it (HTML, 13.2.6.4.7): fewer than there are, but those of most articles."""
_ATTRIBUTE: Final = re.compile(r' ([a-z]+)="([^"]*)"')
_ATTRIBUTED: Final = re.compile(r"<(?!a href=\"[^\"<>]*\" rel=\"[^\"<>]*\">)([a-z0-9]++)(?: [^<>]*|(?<=img))>")
"""A tag that may have to be written otherwise; most are links as we write them."""
_IMAGE: Final = re.compile(r"<img [^<>]*>")
_SIZES: Final = frozenset({"width", "height"})
_TINY: Final = re.compile(r"\s*[01](?:px)?\s*")
_NUMBER: Final = re.compile(r"-?[0-9]{1,4}")
_DATETIME: Final = re.compile(r"[0-9TZ:.+ -]{4,40}")
_MARKED: Final = re.compile(rf"</?(?:{'|'.join(sorted(TAGS | _WITH_CONTENT | _UNWRAPPED))})\b[^<>]*>", re.I)
_HANDLED: Final = re.compile(r"<[a-z][^<>]*[\s/\"'`]on[a-z]+\s*=", re.I)
_PARAGRAPHS: Final = frozenset((
    "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "ul", "ol", "dl", "table", "figure",
    "figcaption", "caption", "hr", "details", "summary",
))  # fmt: skip
_LINES: Final = frozenset({"br", "li", "tr", "dt", "dd"})
_CELLS: Final = frozenset({"td", "th"})
_GAPS: Final = {
    **{slash + tag: "\n\n" for tag in _PARAGRAPHS for slash in ("", "/")},
    **dict.fromkeys(_LINES, "\n"),
    **{slash + tag: " " for tag in _CELLS for slash in ("", "/")},
}
"""Tag, with the slash that closes → what it parts: paragraphs, lines, cells; others part nothing."""
_GAP: Final = re.compile(r"<(/?[a-z0-9]+)[^<>]*>")
_FAR_APART: Final = re.compile(r"\n{3,}")


def sanitise(markup: str, base: str = "") -> SafeHtml | Excess:
    """Give what is harmless in *markup*, links resolved against *base*; entities are decoded exactly once.

    Idempotent. Images of one pixel or without an http(s) address are dropped.
    """
    cleaned = clean_markup(markup, base)
    return cleaned if isinstance(cleaned, Excess) else settled(cleaned)


def clean_markup(markup: str, base: str = "") -> str | Excess:
    """What is harmless in *markup* in a first reading; from it more may be taken before it is :func:`settled`."""
    shorter, size = _bounded(_LONG_DATA.sub("data:", markup) if "data:" in markup else markup)
    if size > LARGEST:
        return Excess.LARGE
    if shorter.count("<") > DEEPEST and _depth(shorter) > DEEPEST:
        return Excess.DEEP
    referring = _BARE.sub("&amp;", shorter) if "&" in shorter else shorter
    return _finished(_cleaner(base if _needs_base(shorter) else "").clean(referring))


def _bounded(markup: str) -> tuple[str, int]:
    """The markup without lone surrogates, and its bytes in UTF-8."""
    try:
        return markup, len(markup.encode())
    except UnicodeEncodeError:
        whole = _SURROGATE.sub("", markup)
        return whole, len(whole.encode())


def _needs_base(markup: str) -> bool:
    """Whether an attribute may hold an address that is not absolute; where none does, a cleaner is at hand."""
    return _RELATIVE.search(markup) is not None


def settled(safe: str) -> SafeHtml:
    """Read *safe*, of which something is gone, again until it stays as it is.

    What stood around a tag may be gone, and then the next parser builds another tree: ``<h1><font><h2>`` without its
    font. Mutations of this kind are how sanitisers were deceived, and an article must not change with every reading.
    """
    if _is_plainly_nested(safe):  # most articles
        return SafeHtml(safe)
    for _ in range(_READINGS):
        again = _reader().clean(safe)
        if again == safe:
            break
        safe = _finished(again)
    return SafeHtml(safe)


def _is_plainly_nested(safe: str) -> bool:
    """Whether every tag of *safe* is closed where it stands, and stands where any parser leaves it."""
    opened = [""]
    for closing, tag in _NAMED.findall(safe):
        if closing:
            if opened.pop() != tag:
                return False
        elif tag not in _HOLDS[opened[-1]] or (tag == "a" and "a" in opened):
            return False
        elif tag not in _EMPTY:
            opened.append(tag)
    return opened == [""]


@lru_cache(maxsize=8)
def _cleaner(base: str) -> nh3.Cleaner:
    """The cleaner for attributes with addresses relative to *base*: costly to make, and an entry has several texts."""
    return nh3.Cleaner(
        tags=set(TAGS),
        attributes={"*": set(_EVERYWHERE), **_ATTRIBUTES},
        attribute_filter=partial(_attribute, base),
        clean_content_tags=set(_WITH_CONTENT),
        link_rel=REL,
        url_schemes=set(SCHEMES),
    )


@lru_cache(maxsize=1)
def _reader() -> nh3.Cleaner:
    """Reads safe HTML and writes it as it was understood."""
    return nh3.Cleaner(
        tags=set(TAGS),
        attributes={tag: {*names, "rel"} for tag, names in ATTRIBUTES.items()},
        link_rel=None,
        url_schemes=set(SCHEMES),
    )


def words(markup: str) -> str:
    """Give the text of clean HTML: paragraphs parted by a blank line, lines and list items by a line end."""
    raw = "".join(_spoken(markup)) if "<pre" in markup else _spoken_at_once(markup)
    text = "\n".join(_narrowed(raw.split("\n")))
    near = _FAR_APART.sub("\n\n", text) if "\n\n\n" in text else text
    return unicodedata.normalize("NFC", near.strip())


def paragraphs(text: str) -> str:
    """Write plain text as HTML: a blank line parts paragraphs, a line end becomes a break."""
    parts = (part.strip() for part in re.split(r"\n[ \t]*\n", text))
    return "".join(f"<p>{html.escape(part, quote=False).replace(chr(10), '<br>')}</p>" for part in parts if part)


def is_marked_up(text: str) -> bool:
    """Whether plain text holds what is surely meant as markup: a closing tag, attributes, or a tag without content.

    And a handler in a tag of any name, for readers who take titles for HTML.
    """
    return _HANDLED.search(text) is not None or any(
        match[0][1] == "/"
        or "=" in match[0]
        or re.match(r"<(?:br|hr|img|wbr|script|style|iframe|svg)\b", match[0], re.I)
        for match in _MARKED.finditer(text)
    )


def pictures(markup: SafeHtml) -> Iterator[Image]:
    """Give the pictures of safe HTML in order."""
    for match in _IMAGE.finditer(markup):
        attributes = {name: html.unescape(value) for name, value in _ATTRIBUTE.findall(match[0])}
        yield Image(attributes["src"], alt=" ".join(attributes.get("alt", "").split()))


def is_break(tag: str) -> bool:
    """Whether a *tag* begins or ends a line."""
    return tag in _PARAGRAPHS or tag in _LINES or tag in _CELLS


def _depth(markup: str) -> int:
    """Bound the depth from above: a closing tag counts only if its like is open."""
    opened: Counter[str] = Counter()
    depth = deepest = 0
    for closing, written in _TAG.findall(markup):
        name = written.lower()
        if name in _UNNESTED:
            continue
        if not closing:
            opened[name] += 1
            depth += 1
            deepest = max(deepest, depth)
        elif opened[name]:
            opened[name] -= 1
            depth -= 1
    return deepest


# --- attributes ----------------------------------------------------------------------------------------------------


def _attribute(base: str, _tag: str, name: str, value: str) -> str | None:
    check = _CHECKS.get(name)
    if name == "href":
        return absolute(value, base) or mailbox(value)
    return check(base, value) if check else None


def _number(_base: str, value: str) -> str | None:
    return value.strip() if _NUMBER.fullmatch(value.strip()) else None


def _among(*values: str) -> Callable[[str, str], str | None]:
    return lambda _base, value: value.strip().lower() if value.strip().lower() in values else None


def _moment(_base: str, value: str) -> str | None:
    return value.strip() if _DATETIME.fullmatch(value.strip()) else None


def _address(base: str, value: str) -> str | None:
    return absolute(value, base)


def _language(_base: str, value: str) -> str | None:
    return canonical_tag(value)


def _plain(_base: str, value: str) -> str:
    return clean(value)


_CHECKS: Final[dict[str, Callable[[str, str], str | None]]] = {
    "src": _address,
    "cite": _address,
    "hreflang": _language,
    "lang": _language,
    "dir": _among("ltr", "rtl", "auto"),
    "scope": _among("row", "col", "rowgroup", "colgroup"),
    "reversed": lambda _base, _value: "",
    "rel": _plain,
    "title": _plain,
    "alt": _plain,
    "datetime": _moment,
    "width": _plain,
    "height": _plain,
    "start": _number,
    "span": _number,
    "colspan": _number,
    "rowspan": _number,
}
"""Attribute → what of its value may stay, given the base address."""


# --- what nh3 gave -------------------------------------------------------------------------------------------------


def _finished(safe: str) -> str:
    """What nh3 gave, in one form; in whole strokes where no text needs cleaning."""
    if is_clean(safe) and "<pre" not in safe:
        return _ATTRIBUTED.sub(_reopened, safe).strip()
    return "".join(_pieces(safe)).strip()


def _pieces(safe: str) -> Iterator[str]:
    """Clean texts one by one (composing them with a tag before them would break the tag), and sort out images."""
    at, before = 0, ""
    for match in TOKEN.finditer(safe):
        yield _cleaned(safe[at : match.start()], before)
        yield match[0] if match[1] else _opening(match[2], sorted(_ATTRIBUTE.findall(match[3])))
        at, before = match.end(), match[1] + match[2]
    yield _cleaned(safe[at:], before)


def _reopened(match: re.Match[str]) -> str:
    return _opening(match[1], sorted(_ATTRIBUTE.findall(match[0])))


def _cleaned(text: str, before: str) -> str:
    """A parser drops one line end after ``<pre>`` (HTML, 13.2.6.4.7); all go, so that the next parser finds none."""
    return clean(text).lstrip("\n") if before == "pre" else clean(text)


def _opening(tag: str, attributes: list[tuple[str, str]]) -> str:
    """Write a tag with its attributes in one order whatever that of the source; nothing for an image nobody sees."""
    if tag == "img":
        sizes = [value for name, value in attributes if name in _SIZES]
        if any(map(_TINY.fullmatch, sizes)) or "src" not in dict(attributes):
            return ""
    kept = (f' {name}="{value}"' for name, value in attributes if name not in _SIZES)
    return f"<{tag}{''.join(kept)}>"


def _spoken(markup: str) -> Iterator[str]:
    at, verbatim = 0, 0
    for match in TOKEN.finditer(markup):
        yield _said(markup[at : match.start()], verbatim)
        verbatim += (match[2] == "pre") * (-1 if match[1] else 1)
        yield _GAPS.get(match[1] + match[2], "")
        at = match.end()
    yield _said(markup[at:], verbatim)


def _spoken_at_once(markup: str) -> str:
    """The same where no blank is verbatim; the sanitiser leaves no reference half inside and half outside a tag."""
    parts = _GAP.split(markup.replace("\n", " "))
    parts[1::2] = [_GAPS.get(tag, "") for tag in parts[1::2]]
    text = "".join(parts)
    return html.unescape(text) if "&" in text else text


def _narrowed(lines: list[str]) -> Iterable[str]:
    """Lines without needless blanks; in what is printable there is but one kind of them."""
    whole = "".join(lines)
    single = "  " not in whole and whole.isprintable()
    return map(str.strip, lines) if single else (" ".join(line.split()) for line in lines)


def _said(text: str, verbatim: int) -> str:
    """What a text says; blanks are made even later, line by line."""
    plain = html.unescape(text) if "&" in text else text
    return plain if verbatim else plain.replace("\n", " ")
