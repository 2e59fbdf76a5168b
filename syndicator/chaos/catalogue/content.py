"""H: content that wants to run, to spy or to mislead. ``evil`` is what must never get through."""

from __future__ import annotations

from syndicator.chaos.answers import serves
from syndicator.chaos.documents import Document, atom, atom_entry, channel, escaped, item, made, text
from syndicator.chaos.fault import Catalogue, Expected, Fault, gives

_HARMLESS = gives(1, never=("evil",))


def _fault(row: str, does: str, document: Document, expected: Expected) -> Fault:
    return Fault(row, does, serves(document), expected)


def _told(row: str, does: str, markup: str, expected: Expected = _HARMLESS) -> Fault:
    """Markup in the description, among words."""
    return _fault(
        row, does, channel(lambda seed: [item(seed, body=escaped(f"<p>{text(seed, 0)}</p>{markup}"))]), expected
    )


def _field(row: str, does: str, expected: Expected = _HARMLESS, **parts: str) -> Fault:
    """An item with other parts."""
    return _fault(row, does, channel(lambda seed: [item(seed, 0, **parts)]), expected)


def _named(row: str, does: str, more: str) -> Fault:
    return _field(row, does, more=more)


_DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
_MEDIA = 'xmlns:media="http://search.yahoo.com/mrss/"'
_ELSEWHERE = (
    '<meta http-equiv=refresh content="0;url=https://evil.example/"><base href="https://evil.example/">'
    '<link rel=stylesheet href="https://evil.example/">'
)
_XHTML = (
    '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>One</p><script>evil()</script>'
    '<a href="javascript:evil()" onclick="evil()">two</a></div></content>'
)

TABLE: Catalogue = {
    "xss-script": _told("H01", "a script", "<script>evil()</script>"),
    "xss-script-src": _told("H01", "a script from elsewhere", '<script src="https://evil.example/x.js"></script>'),
    "xss-script-split": _told("H01", "a script in a script", "<scr<script>ipt>x()</scr</script>ipt>", gives(1)),
    "xss-script-open": _told("H01", "a script that never ends", "<script>evil()"),
    "xss-img": _told("H01", "a picture that fails on purpose", "<img src=x onerror=evil()>"),
    "xss-img-slash": _told("H01", "the same with slashes", '<img/src="x"/onerror=evil()>'),
    "xss-body": _told("H01", "a page that loads", "<body onload=evil()>"),
    "xss-handler-case": _told("H01", "a handler in odd letters", "<p OnMouseOver='evil()'>x</p>"),
    "xss-unclosed-attribute": _told("H01", "an attribute that never ends", '<img src="x onerror=evil() '),
    "xss-comment": _told("H02", "a comment that is none", "<!--><img src=x onerror=evil()>-->"),
    "xss-conditional": _told("H02", "a conditional comment", "<!--[if gte IE 4]><script>evil()</script><![endif]-->"),
    "xss-doctype": _told("H02", "a declaration", "<!DOCTYPE evil><![CDATA[<img src=x onerror=evil()>]]>"),
    "xss-svg": _told("H03", "a drawing that loads", "<svg onload=evil()><script>evil()</script></svg>"),
    "xss-svg-animate": _told(
        "H03", "a drawing that moves", "<svg><a><animate attributeName=href values=javascript:evil() /></a></svg>"
    ),
    "xss-math": _told(
        "H03",
        "a formula",
        "<math><mtext><table><mglyph><style><img src=x onerror=evil()></style></mglyph></table></mtext></math>",
    ),
    "xss-template": _told("H03", "a template", "<template><img src=x onerror=evil()></template>"),
    "xss-noscript": _told(
        "H03", "what is shown without scripts", '<noscript><p title="</noscript><img src=x onerror=evil()>">'
    ),
    "xss-iframe": _told("H04", "a frame", '<iframe srcdoc="<script>evil()</script>" src="javascript:evil()"></iframe>'),
    "xss-object": _told("H04", "an object", '<object data="data:text/html,evil"></object><embed src="evil.swf">'),
    "xss-js-link": _told("H05", "a link that runs", '<a href="javascript:evil()">x</a>'),
    "xss-js-entity": _told("H05", "the same in entities", '<a href="javascript&colon;evil()">x</a>'),
    "xss-js-tab": _told("H05", "the same with a tab", '<a href="jav\tascript:evil()">x</a>'),
    "xss-js-nbsp": _told("H05", "the same behind a blank", '<a href="&nbsp;javascript:evil()">x</a>'),
    "xss-js-control": _told("H05", "the same behind a control character", '<a href="&#1;javascript:evil()">x</a>'),
    "xss-vbscript": _told("H05", "another language", '<a href="VbScript:evil()">x</a>'),
    "xss-data-link": _told(
        "H06", "a link with its page in it", '<a href="data:text/html,<script>evil()</script>">x</a>'
    ),
    "xss-data-image": _told("H06", "a picture in its address", '<img src="data:image/svg+xml,<svg onload=evil()>">'),
    "xss-srcset": _told(
        "H06", "pictures to choose from", '<img src="https://a.example/a.png" srcset="javascript:evil() 2x">'
    ),
    "xss-css": _told(
        "H07",
        "a cover over the page",
        '<div style="position:fixed;background:url(javascript:evil())" class=evil id=evil>x</div>',
    ),
    "xss-style": _told("H07", "a stylesheet", "<style>*{background:url(https://evil.example/)}</style>"),
    "xss-meta": _told("H08", "a page that goes elsewhere", _ELSEWHERE),
    "xss-form": _told(
        "H09",
        "a form",
        '<form action="https://evil.example/"><input autofocus onfocus=evil()>'
        "<button formaction=javascript:evil()>x</button></form>",
    ),
    "xss-unclosed": _told("H10", "tags that never end", "<b><i><table><tr><td><blockquote>x", gives(1)),
    "xss-closing": _told("H10", "tags that close what is not theirs", "</div></p></body></html>]]>", gives(1)),
    "xss-title": _field("H11", "a title that runs", headline=escaped("Chaos <img src=x onerror=evil()> news")),
    "xss-title-double": _field(
        "H11", "the same, encoded twice", headline=escaped(escaped("Chaos <script>evil()</script> news"))
    ),
    "xss-title-cdata": _field("H11", "the same in CDATA", headline="<![CDATA[Chaos <svg/onload=evil()> news]]>"),
    "xss-author": _named(
        "H11", "an author who runs", f"<dc:creator {_DC}>A &lt;img src=x onerror=evil()&gt; B</dc:creator>"
    ),
    "xss-category": _named("H11", "a category that runs", "<category>a &lt;script&gt;evil()&lt;/script&gt;</category>"),
    "xss-atom-title": _fault(
        "H11",
        "the same in Atom",
        made(
            lambda seed: atom(
                atom_entry(seed, headline='<title type="html">Chaos &lt;img src=x onerror=evil()&gt;</title>')
            )
        ),
        _HARMLESS,
    ),
    "xss-atom-xhtml": _fault(
        "H01", "markup in markup", made(lambda seed: atom(atom_entry(seed, content=_XHTML))), _HARMLESS
    ),
    "xss-code-sample": _told(
        "H12",
        "a script that is a sample",
        "<pre>&lt;script&gt;alert(1)&lt;/script&gt;</pre>",
        gives(1, words="<script>alert(1)</script>"),
    ),
    "pixel": _told(
        "H13",
        "pictures nobody sees",
        '<img src="https://evil.example/p.gif" width=1 height=1><img src="https://evil.example/q.gif" width="0">',
    ),
    "opener": _told(
        "H14",
        "links that look back",
        '<a href="https://a.example/" target=_blank ping="https://evil.example/" rel=opener>x</a>',
    ),
    "clobber": _told("H15", "names that hide others", "<a id=evil name=evil>x</a>"),
    "formula": _field(
        "H17",
        "a title that spreadsheets run",
        expected=gives(1, titles=("=cmd|' /C calc'!A0",)),
        headline="=cmd|' /C calc'!A0",
    ),
    "escape-codes": _field(
        "H17", "a title that terminals obey", expected=gives(1, never=("\x1b",)), headline="Chaos \x1b[31mred"
    ),
    "log-lines": _field(
        "H17",
        "a title with lines of a log",
        expected=gives(1, never=("\n2026",)),
        headline="Chaos\r\n2026-05-01 admin logged in",
    ),
    "link-js": _field("H19", "an item whose link runs", link="javascript:evil()", guid="1"),
    "link-data": _field("H19", "an item whose link is a page", link="data:text/html,evil", guid="1"),
    "link-file": _field("H19", "an item whose link is a file", link="file:///evil", guid="1"),
    "link-userinfo": _field(
        "H19", "an item whose link has a password", link="https://evil:evil@news.example/", guid="1"
    ),
    "link-relative": _field("H19", "an item whose link is relative", expected=gives(1), link="/news/1"),
    "guid-js": _field("H19", "an item whose guid runs", expected=gives(1), link="", guid="javascript:alert(1)"),
    "enclosure-js": _named(
        "H20", "an enclosure that runs", '<enclosure url="javascript:evil()" type="image/png" length="1"/>'
    ),
    "enclosure-lengths": _named(
        "H20",
        "lengths that cannot be",
        '<enclosure url="https://a.example/a.mp3" type="audio/mpeg" length="-1"/>'
        '<enclosure url="https://a.example/b.mp3" type="evil" length="999999999999999999999"/>',
    ),
    "media-js": _named(
        "H20",
        "media that run",
        f'<media:content {_MEDIA} url="javascript:evil()"/><media:thumbnail {_MEDIA} url="data:evil"/>',
    ),
    "source-js": _named("H20", "an origin that runs", '<source url="javascript:evil()">a</source>'),
    "comments-js": _named("H20", "comments that run", "<comments>javascript:evil()</comments>"),
}
