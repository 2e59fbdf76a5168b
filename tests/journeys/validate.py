"""``make validate FEEDVALIDATOR=folder``: the W3C's feed validator over all that we publish.

It is on no package index: clone github.com/w3c/feedvalidator and name the folder. It looks at every document of RSS,
Atom and OPML of the sample newsroom and, where the folder of real data lies beside the project, of a site that
publishes all feeds of real sites; at level AA, which are errors and warnings. What is excused has its reason below.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import urllib.error
import urllib.request  # noqa: F401 - the validator uses both without importing them
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from tests.conftest import ROOT
from tests.journeys.conftest import start_demo, stop
from tests.journeys.real import published
from tests.journeys.validators import Site

EXCUSED = {
    "DuplicateUpdated": "RFC 4287 lets entries with different ids have one date, and sources publish several at once",
    "NonCanonicalURI": "RFC 4287, 4.2.6: the id that a source gave is published unchanged",
    "ContainsUndeclaredHTML title": "a title is text, as all readers show it, also when it speaks of markup",
    "ContainsHTML title": "likewise",
    "BadCharacters": "it takes Ã before a sign for a broken encoding, also where a source writes of such",
    "UnknownNamespace": "it does not know tombstones (RFC 6721)",
}
"""Kind of event, alone or with the element → why it is none of ours."""
_GARBLED = frozenset({"\ufffd", *map(chr, range(0x80, 0xA0))})


def look(site: Site, validator: Any) -> int:
    """Print what is found; how many events are not excused."""
    excused: Counter[str] = Counter()
    documents = wrong = 0
    for path, type_, body in site.served(".rss", ".atom", "opml.xml"):
        documents += 1
        is_garbled = bool(_GARBLED & set(body.decode()))
        for kind, said in _events(f"{site.address}/{path}", type_, body, validator):
            if _is_excused(kind, said, is_garbled):
                excused[kind] += 1
            else:
                wrong += 1
                told = {name: said[name] for name in ("line", "parent", "element", "attr", "value") if name in said}
                print(f"{path}: {kind} {told}")
    print(f"{documents} documents, {wrong} errors and warnings; excused: {dict(excused)}")
    return wrong


def _events(address: str, type_: str, body: bytes, validator: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """(kind, what is said) of every event of level AA."""
    told = validator.validateStream(BytesIO(body), contentType=type_, base=address)["loggedEvents"]
    for event in validator.compatibility.AA(told):
        yield type(event).__name__, event.params


def _is_excused(kind: str, said: dict[str, Any], is_garbled: bool) -> bool:
    if kind == "UnknownNamespace":
        return "tombstones" in str(said)
    if kind == "BadCharacters":
        return not is_garbled
    return kind in EXCUSED or f"{kind} {said.get('element')}" in EXCUSED


def main() -> int:
    """The exit code: 0 when nothing is wrong."""
    parser = argparse.ArgumentParser(prog="make validate", description=__doc__)
    parser.add_argument("checkout", type=Path, help="folder of a clone of github.com/w3c/feedvalidator")
    checkout: Path = parser.parse_args().checkout
    sys.path.insert(0, str(checkout / "src"))
    import feedvalidator  # noqa: PLC0415 - from there
    import feedvalidator.compatibility  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as place:
        demo = start_demo(Path(place) / "setting", "--news-after", "86400")
        stop(demo)
        print("the sample newsroom:")
        wrong = look(Site(demo.folder / "config", demo.folder / "var/public", demo.address), feedvalidator)
        if (ROOT.parent / "shared/data").is_dir():
            print("feeds of real sites:")
            (Path(place) / "real").mkdir()
            with published(ROOT.parent / "shared", Path(place) / "real") as real:
                wrong += look(real.site, feedvalidator)
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
