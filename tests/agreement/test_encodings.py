"""Texts whose encoding is known, as they stand and embedded in feeds as publishers would send them."""

from __future__ import annotations

import html
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from syndicator.ingest.decode import clean_text, decode
from syndicator.ingest.read import read_document
from syndicator.ports import Unreadable
from tests.agreement.differences import settle

pytestmark = pytest.mark.shared

_LANGUAGE = re.compile(r"-(?:[a-z]{4,})$")
_CODECS = {"MacCyrillic": "mac-cyrillic"}
"""Names that Python's codecs do not go by."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A file and what it says, by the codec that its name tells."""

    name: str
    folder: str
    label: str
    body: bytes
    text: str

    @property
    def codec(self) -> str:
        return _CODECS.get(self.label, self.label)


@pytest.fixture(scope="module")
def samples(shared: Path) -> list[Sample]:
    return [_sample(file) for file in sorted((shared / "data/feeds/real/chardet_feeds").iterdir())]


def _sample(file: Path) -> Sample:
    folder = file.name.partition("__")[0]
    label = _LANGUAGE.sub("", folder) if folder.startswith(("iso-", "windows-")) else folder
    body = file.read_bytes()
    text = body.decode(_CODECS.get(label, label)).lstrip("\ufeff")
    return Sample(file.name, folder, label, body, clean_text(text)[0])


def _embedded(sample: Sample, way: str) -> tuple[bytes, str]:
    """(body, content type) of a feed whose one description is the text."""
    declared = f' encoding="{sample.label}"' if way == "declared in XML" else ""
    item = f"<item><description>{html.escape(_lines(sample.text), quote=False)}</description></item>"
    text = f'<?xml version="1.0"{declared}?>\n<rss version="2.0"><channel><title>t</title>{item}</channel></rss>'
    charset = f"; charset={sample.label}" if way == "declared in HTTP" else ""
    return text.encode(sample.codec), "application/xml" + charset


def _lines(text: str) -> str:
    """The text as XML hands it over (XML 1.0, section 2.11), without blanks around it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _difference(wanted: str, got: str) -> str:
    if len(wanted) != len(got):
        return f"{len(got)} characters, not {len(wanted)}"
    return " ".join(sorted({f"{one}→{other}" for one, other in zip(wanted, got, strict=True) if one != other}))


def _read(sample: Sample, way: str) -> str:
    """What differs in the description of the embedded text; empty when nothing does."""
    body, content_type = _embedded(sample, way)
    document = read_document(body, content_type=content_type)
    if isinstance(document, Unreadable):
        return document.outcome.value
    summary = document.entries[0].summary
    return _difference(_lines(sample.text), summary.value if summary else "")


def _as_it_stands(sample: Sample) -> Iterator[str]:
    """What differs in the decoding of the file as it is; nothing counts in one that declares no encoding."""
    decoded = decode(sample.body)
    if not isinstance(decoded, Unreadable):
        yield _difference(sample.text, decoded.text)
    elif b"encoding=" in sample.body[:200]:
        yield decoded.outcome.value


def test_every_declared_encoding_is_read_letter_by_letter(samples: list[Sample]) -> None:
    """The file as it stands, and its text in a feed that declares its encoding in XML, or in HTTP alone."""
    assert len({sample.folder for sample in samples}) > 20
    found: dict[str, object] = {}
    for sample in samples:
        seen = {*_as_it_stands(sample), *(_read(sample, way) for way in ("declared in XML", "declared in HTTP"))}
        found |= {f"{sample.name}: {each}": each for each in seen if each}
    settle(found, "encodings")


def test_without_a_declaration_texts_are_recognised_or_refused_as_listed(samples: list[Sample]) -> None:
    """XML without a declaration is UTF-8 (XML 1.0, section 4.3.3): what is not is a favour to the publisher."""
    ends: dict[str, Counter[str]] = defaultdict(Counter)
    for sample in samples:
        seen = _read(sample, "undeclared")
        ends[sample.folder][seen if seen in ("", "charset") else "garbled"] += 1
    found = {
        f"{folder}: {count} of {sum(counts.values())} {'refused' if end == 'charset' else end}": count
        for folder, counts in ends.items()
        for end, count in counts.items()
        if end
    }
    settle(found, "undeclared")
