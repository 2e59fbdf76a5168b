"""What other sites show our feeds with: a script that defines an element, and the lines that use it."""

from __future__ import annotations

import json
from functools import lru_cache
from html import escape
from pathlib import Path

from syndicator.model.feed import Feed, Site
from syndicator.publish.address import encoded, page_of, public
from syndicator.publish.text import line
from syndicator.publish.words import NAMES, RTL_LANGUAGES, RTL_SCRIPTS, SCRIPTS_SPOKEN, WORDS, language_name

SCRIPT = "embed.js"
_SOURCE = Path(__file__).parent / "templates" / SCRIPT
_GAP = "/* filled in when it is published */ {}"


@lru_cache(maxsize=1)
def script() -> bytes:
    """The script, with our words and what we know of languages in it."""
    spoken = {**WORDS, **SCRIPTS_SPOKEN}
    known = {
        "also": {language: words["also_in"] for language, words in spoken.items()},
        "names": {language: language_name(language) for language in (*WORDS, *NAMES)},
        "languages": sorted(RTL_LANGUAGES),
        "scripts": sorted(RTL_SCRIPTS),
    }
    written = json.dumps(known, ensure_ascii=False, sort_keys=True)
    return _SOURCE.read_text("utf-8").replace(_GAP, written).encode()


def snippet(feed: Feed, site: Site) -> str:
    """The lines that show *feed* on a page of anybody's: the script, and the element around a link to our own page."""
    language = f' lang="{escape(feed.edition)}"' if feed.edition else ""
    title = escape(line(feed.title(feed.edition or site.languages[0])) or feed.definition.id)
    source = escape(encoded(public(site, SCRIPT)))
    return (
        f'<script src="{source}" async crossorigin referrerpolicy="no-referrer"></script>\n'
        f'<syndicator-feed feed="{escape(feed.definition.id)}"{language} limit="5">\n'
        f'  <a href="{escape(encoded(page_of(feed, site)))}">{title}</a>\n'
        "</syndicator-feed>"
    )
