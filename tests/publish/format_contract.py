"""What every format must do; subclassed in the test of each."""

from __future__ import annotations

import locale
import os
import subprocess
import sys
from dataclasses import replace

import pytest
from lxml import etree

from syndicator.errors import PublishError
from syndicator.model.article import Image, SafeHtml
from syndicator.ports import Format
from syndicator.publish.item import items
from tests.publish.newsroom import DEFINITION, SITE, editions, entry, feed, full, mixed, versions

_RENDER = """
import hashlib
from syndicator.publish.formats import FORMATS
from tests.publish.newsroom import SITE, mixed
print(hashlib.sha256(FORMATS[{name!r}].render(mixed(), SITE)).hexdigest())
"""


class FormatContract:
    """The contract of :class:`syndicator.ports.Format`."""

    format: Format

    def test_what_is_read_back_is_what_was_written(self) -> None:
        """Ids, links and titles in order, in every edition."""
        for each in editions():
            wanted = [(item.id, item.link, item.title) for item in items(each).sound]
            assert list(self.format.read_back(self.format.render(each, SITE))) == wanted
            assert wanted

    def test_hubs_are_named_where_there_are_any(self) -> None:
        """WebSub, section 4: in the document, too, for those who do not see the header fields (conformance 179)."""
        hubs = ("https://news.example.org/websub/hub", "https://хаб.example/")
        named = [self.hubs(self.format.render(mixed(), replace(SITE, hubs=some))) for some in (hubs, ())]
        assert named == [["https://news.example.org/websub/hub", "https://xn--80ac2d.example/"], []]

    def hubs(self, document: bytes) -> list[str]:
        """The addresses of the hubs that a document names."""
        links = etree.fromstring(document).iter("{http://www.w3.org/2005/Atom}link")
        return [link.get("href", "") for link in links if link.get("rel") == "hub"]

    def test_a_feed_without_entries_is_a_document(self) -> None:
        """A new topic has a feed from the first moment; it does not take its date from a clock."""
        first = self.format.render(feed(), SITE)
        assert list(self.format.read_back(first)) == []
        assert first == self.format.render(feed(), SITE)

    def test_titles_are_plain_text_escaped_once(self) -> None:
        """AT&T and 5 < 6 come back as they were; markup in a title is text."""
        for title in ("AT&T", "5 < 6", "&amp;", "<b>bold</b>", "]]>", "\"quotes\" 'both'", "نص \u2067עברית\u2069"):
            document = self.format.render(feed(entry(title=title)), SITE)
            assert [row[2] for row in self.format.read_back(document)] == [title]

    @pytest.mark.parametrize("poison", ["\x00", "\x0b", "\ufffe", "\uffff", "\ud800", "\x1b"])
    def test_poison_in_any_text_does_not_stop_publication(self, poison: str) -> None:
        """One control character makes feedgen refuse a whole feed: it never gets there."""
        text = f"a{poison}b"
        sick = full(
            title=text,
            summary=text,
            content=SafeHtml(f"<p>{text}</p>"),
            source_name=text,
            attribution=text,
            notice=text,
            authors=(text,),
            source_address=f"https://e.example/{poison}",
            image=Image("https://i.example/1", text, text),
            versions=(replace(versions("en", 1)[0], language=text, title=text, source_name=text),),
        )
        document = self.format.render(feed(sick, entry("ru")), SITE)
        assert self.format.read_back(document)[0][2] == "ab"

    def test_a_faulty_entry_is_left_out(self) -> None:
        """And the feed is published."""
        document = self.format.render(feed(entry(link="javascript:x"), entry("ru")), SITE)
        assert len(self.format.read_back(document)) == 1

    def test_source_identifiers_are_published_unchanged(self) -> None:
        """RFC 4287, section 4.2.6: an id survives republication, character by character."""
        strange = "https://Example.net/%7euser/новость#1"
        document = self.format.render(feed(entry(public_id=strange)), SITE)
        assert self.format.read_back(document)[0][0] == strange

    @pytest.mark.parametrize(("seed", "zone"), [("0", "UTC"), ("42", "Asia/Almaty")])
    def test_equal_feeds_give_equal_bytes_in_every_process(self, seed: str, zone: str) -> None:
        """Neither the hash seed nor the time zone of a process, nor its clock, is in the document."""
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone}
        command = [sys.executable, "-c", _RENDER.format(name=self.format.name)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        here = subprocess.run(command, capture_output=True, text=True, check=True)
        assert done.stdout == here.stdout

    def test_rendering_leaves_the_locale_alone(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """feedgen would set it for the whole process while it writes dates; threads beside would see it."""

        def refuse(*_: object) -> None:
            raise AssertionError

        monkeypatch.setattr(locale, "setlocale", refuse)
        assert self.format.render(mixed(), SITE)

    def test_nothing_of_a_name_is_markup(self) -> None:
        """Feeds' and sites' names are text, too."""
        named = replace(DEFINITION, titles={"en": "A & <B>"}, descriptions={})
        document = self.format.render(feed(entry(), definition=named), replace(SITE, name="C & <D>"))
        assert len(self.format.read_back(document)) == 1

    @pytest.mark.parametrize("document", [b"", b"<", b"{", b"<html/>", b"[]", b'{"items": [{}]}', b'{"items": 1}'])
    def test_what_is_no_document_of_the_format_is_refused(self, document: bytes) -> None:
        """Our own reading raises PublishError and nothing else."""
        with pytest.raises(PublishError):
            self.format.read_back(document)

    @pytest.mark.parametrize("address", ["/news/1", "news", "//e.example/1", "javascript:x", ""])
    def test_a_link_that_leads_nowhere_by_itself_is_refused(self, address: str) -> None:
        """No reader and no validator resolves it alike."""
        document = self.format.render(feed(entry(link="https://e.example/here")), SITE)
        with pytest.raises(PublishError, match="link"):
            self.format.read_back(document.replace(b"https://e.example/here", address.encode()))

    @pytest.mark.parametrize("control", ["\u202e", "\u2067", "\u2069"])
    def test_a_title_that_turns_what_follows_is_refused(self, control: str) -> None:
        """UAX 9: a bidi control that is never closed goes on in the reader's own page."""
        document = self.format.render(feed(entry(title="Title of mine")), SITE)
        with pytest.raises(PublishError, match="turns the text"):
            self.format.read_back(document.replace(b"Title of mine", f"Title {control} of mine".encode()))

    def test_an_id_that_stands_twice_is_refused(self) -> None:
        """RFC 4287, section 4.1.1, and the meaning of guid."""
        one, two = entry("en"), entry("ru")
        document = self.format.render(feed(one, two), SITE)
        with pytest.raises(PublishError, match="twice"):
            self.format.read_back(document.replace(two.public_id.encode(), one.public_id.encode()))
