"""Other people's validators over everything that a site has published."""

from __future__ import annotations

import io
import json
import re
import subprocess
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jsonschema import Draft7Validator, Draft202012Validator, FormatChecker
from lxml import etree
from referencing import Registry, Resource

from syndicator.bootstrap import load_editorial
from syndicator.publish.offer import ninjs
from syndicator.publish.output import FolderOutput
from syndicator.store import open_store
from syndicator.web.catalogue import Catalogue, Wanted
from syndicator.web.documents import Documents
from tests.conftest import lacking
from tests.journeys.conftest import need

_RUBY = """
require "rss"
require "rss/content"
require "rss/dublincore"
STDIN.each_line(chomp: true) do |path|
  begin
    parsed = RSS::Parser.parse(File.read(path, encoding: "UTF-8"), true)
    puts "#{parsed.items.size}\\t#{path}"
  rescue StandardError => fault
    puts "#{fault.class}: #{fault.message.gsub(/\\s+/, " ")}\\t#{path}"
  end
end
"""
_SIGNED = re.compile("jose|jwk")
"""In the media types of manifests and keys, which are no feeds."""


@dataclass(frozen=True, slots=True)
class Site:
    """A site that was published: its configuration, its folder of documents, and the address it has."""

    config: Path
    public: Path
    address: str

    def paths(self, *suffixes: str) -> list[str]:
        """The documents whose paths end so."""
        return [path for path in FolderOutput(self.public).paths() if path.endswith(suffixes)]

    def served(self, *suffixes: str) -> Iterator[tuple[str, str, bytes]]:
        """(path, media type, bytes) of each as readers get it."""
        documents = Documents(FolderOutput(self.public), max_age=60)
        for path in self.paths(*suffixes):
            status, headers, body = documents.answer("GET", f"/{path}", {})
            assert status == 200, path
            yield path, dict(headers)[b"content-type"].decode(), body


def read_by_ruby(site: Site, paths: Iterable[str]) -> dict[str, str]:
    """File → how many items Ruby's strict parser reads in each of these documents of RSS or Atom, or its refusal."""
    ruby = need("ruby")
    if subprocess.run([ruby, "-e", 'require "rss"'], capture_output=True, check=False).returncode:
        lacking("the library rss of Ruby is not installed")
    files = "\n".join(str(site.public / path) for path in paths)
    done = subprocess.run([ruby, "-e", _RUBY], input=files, capture_output=True, text=True, timeout=1200, check=True)
    return {path: told for told, _, path in (line.partition("\t") for line in done.stdout.splitlines())}


def entries_in(path: str) -> int:
    """How many entries a document of RSS or Atom has, by its elements."""
    return len(etree.parse(path).findall(".//{*}item") + etree.parse(path).findall(".//{*}entry"))


def faults_by_schema(site: Site, schemas: Path) -> dict[str, Any]:
    """Path → what the JSON Feed schema, the grammar of RFC 4287 or the schema of sitemaps has against it."""
    feeds = Draft7Validator(_loaded(schemas / "schema-v1.1.json"), format_checker=Draft7Validator.FORMAT_CHECKER)
    grammar = etree.RelaxNG(etree.parse(str(schemas / "atom-rfc4287.rng")))
    sitemap = etree.XMLSchema(etree.parse(str(schemas / "sitemap.xsd")))
    looks: dict[str, Callable[[bytes], Any]] = {
        ".json": lambda body: [each.message for each in feeds.iter_errors(json.loads(body))],
        ".atom": lambda body: [] if grammar.validate(etree.parse(io.BytesIO(body))) else str(grammar.error_log),
        "sitemap.xml": lambda body: [] if sitemap.validate(etree.parse(io.BytesIO(body))) else str(sitemap.error_log),
    }
    found = {}
    for suffix, look in looks.items():
        seen = [(path, look(body)) for path, type_, body in site.served(suffix) if not _SIGNED.search(type_)]
        assert seen, suffix
        found.update({path: faults for path, faults in seen if faults})
    return found


def faults_of_ninjs(site: Site, schemas: Path, *, every: int = 1) -> tuple[int, dict[str, list[str]]]:
    """How many stories were looked at, *every* so many of those that partners may read, and what was found.

    That is, story → what the IPTC's schema of ninjs 3.1 has against it.
    """
    geometry: Resource[Any] = Resource.from_contents({"$schema": "https://json-schema.org/draft/2020-12/schema"})
    known: Registry[Any] = Registry().with_resource("https://geojson.org/schema/GeoJSON.json", geometry)
    schema = _loaded(schemas / "ninjs-schema_3.1.json")
    validator = Draft202012Validator(schema, registry=known, format_checker=FormatChecker())
    faults = {}
    number = 0
    for story in _stories(site, every):
        number += 1
        if wrong := [each.message for each in validator.iter_errors(story)]:
            faults[str(story["uri"])] = wrong
    return number, faults


def _stories(site: Site, every: int) -> Iterator[dict[str, Any]]:
    """Stories as the API tells them as ninjs."""
    configuration = load_editorial(site.config).configuration
    store = open_store(configuration.store)
    try:
        catalogue = Catalogue(store, lambda: configuration)
        after: int | None = None
        more = True
        while more:
            page, listing = catalogue.stories(None, Wanted(after=after, most=200))
            for each in page["stories"][::every]:
                yield json.loads(json.dumps(ninjs(catalogue.story(None, each["id"]), configuration.site)))
            after, more = listing.reached, listing.more
    finally:
        store.close()


def _loaded(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))
