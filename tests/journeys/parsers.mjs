// Prints what a parser of npm reads in each file, rss-parser also at each address: a line each, [id, link, title, time].
import { readFileSync } from "node:fs";
import { Readable } from "node:stream";

const iso = (moment) => new Date(moment).toISOString().slice(0, 19);
const isAddress = (text) => text.startsWith("http:");
const isJson = (text) => text.startsWith("{");

const PARSERS = {
  async "rss-parser"() {
    const Parser = (await import("rss-parser")).default;
    return async (text) => {
      const { items } = await (isAddress(text) ? new Parser().parseURL(text) : new Parser().parseString(text));
      return items.map((each) => [each.guid ?? each.id, each.link, each.title, iso(each.isoDate)]);
    };
  },
  async feedsmith() {
    const { parseFeed } = await import("feedsmith");
    return (text) => {
      const { format, feed } = parseFeed(text);
      const alternate = (each) => each.links.find((link) => link.rel === "alternate").href;
      const rows = {
        rss: () => feed.items.map((each) => [each.guid.value, each.link, each.title, iso(each.pubDate)]),
        atom: () => feed.entries.map((each) => [each.id, alternate(each), each.title.value ?? each.title, iso(each.published)]),
        json: () => feed.items.map((each) => [each.id, each.url, each.title, iso(each.date_published)]),
      };
      return rows[format]();
    };
  },
  async "@rowanmanning/feed-parser"() {
    const { parseFeed } = await import("@rowanmanning/feed-parser");
    return (text) => parseFeed(text).items.map((each) => [each.id, each.url, each.title, iso(each.published)]);
  },
  async "@extractus/feed-extractor"() {
    const { extractFromJson, extractFromXml } = await import("@extractus/feed-extractor");
    // what it calls published is, in Atom, when an entry was updated: what the entry says is to be had by an option
    const more = { getExtraEntryFields: (each) => ({ first: each.published ?? each.pubDate ?? each.date_published }) };
    return (text) => {
      const found = isJson(text) ? extractFromJson(JSON.parse(text), more) : extractFromXml(text, more);
      return found.entries.map((each) => [each.id, each.link, each.title, iso(each.first)]);
    };
  },
  async "feedparser (npm)"() {
    const FeedParser = (await import("feedparser")).default;
    return async (text) => {
      const rows = [];
      for await (const each of Readable.from([text]).pipe(new FeedParser()))
        rows.push([each.guid, each.link, each.title, iso(each.pubdate)]);
      return rows;
    };
  },
};

const [name, ...files] = process.argv.slice(2);
const read = await PARSERS[name]();
for (const file of files) console.log(JSON.stringify(await read(isAddress(file) ? file : readFileSync(file, "utf8"))));
