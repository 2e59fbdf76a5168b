"""Our feeds on other people's pages: the element of /embed.js in Chromium, on a foreign origin with a strict policy."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest

from syndicator.publish import publish
from syndicator.publish.component import script, snippet
from tests.browser import Chromium
from tests.journeys.payloads import PAYLOADS
from tests.journeys.rig import Rig, served
from tests.publish.newsroom import DEFINITION, TEXTS, editions, feed, full

pytestmark = pytest.mark.journey

WAIT = """
const shown = element => new Promise((done, fail) => {
  const look = () => element.shadowRoot?.querySelector("[part=list]") ? done() : setTimeout(look, 10);
  setTimeout(fail, 20000, new Error("nothing is shown"));
  look();
});
const violations = () => new Promise(done => {
  const found = [];
  new ReportingObserver(each => found.push(...each), { types: ["csp-violation"], buffered: true }).observe();
  setTimeout(() => done(found.map(each => each.body.effectiveDirective)), 50);
});
const all = (root, part) => [...root.querySelectorAll(`[part=${part}]`)];
const said = (root, part) => all(root, part).map(each => each.innerText);
const told = element => {
  const root = element.shadowRoot;
  return {
    heading: said(root, "heading"),
    titles: said(root, "title"),
    links: all(root, "link").map(each => each.href ?? null),
    entries: all(root, "entry").map(each => [each.lang, each.dir, getComputedStyle(each).direction]),
    section: all(root, "feed").map(each => [each.lang, each.dir]),
    also: said(root, "also"),
    sources: said(root, "source"),
    summaries: said(root, "summary"),
    dates: said(root, "date"),
    images: all(root, "image").map(each => each.src),
    levels: [...root.querySelectorAll("h2, h3, h4, h5, h6")].map(each => each.localName),
    ink: getComputedStyle(element).color,
    styled: getComputedStyle(root.querySelector("ul")).listStyleType,
  };
};
"""
READ = (
    WAIT
    + """(async () => {
  const elements = [...document.querySelectorAll("syndicator-feed")];
  await Promise.all(elements.map(shown));
  return [elements.map(told), await violations(), document.cookie, localStorage.length + sessionStorage.length];
})()"""
)
DANGEROUS = (
    WAIT
    + """(async () => {
  const element = document.querySelector("syndicator-feed");
  await shown(element);
  await new Promise(done => setTimeout(done, 300));
  const made = [...element.shadowRoot.querySelectorAll("*")];
  return [[...new Set(made.map(each => each.localName))].sort(),
    made.flatMap(each => each.getAttributeNames()).filter(name => name.startsWith("on") || name === "style"),
    [...new Set(made.flatMap(each => ["href", "src"].map(name => each.getAttribute(name)).filter(Boolean))
      .map(each => new URL(each, "no:base").protocol))].sort(),
    told(element).titles];
})()"""
)
FALLEN_BACK = (
    WAIT
    + """(async () => {
  const element = document.querySelector("syndicator-feed");
  const failed = new Promise(done => element.addEventListener("syndicator-failed", done, { once: true }));
  element.setAttribute("limit", "3");
  await failed;
  const link = element.querySelector("a");
  return [element.shadowRoot.querySelectorAll("slot").length, link.checkVisibility(), link.innerText,
    link.getBoundingClientRect().height > 0];
})()"""
)


@pytest.fixture(scope="module")
def rig(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    """A site that is published as always, and served with the service's own answers."""
    with served(tmp_path_factory.mktemp("site")) as rig:
        payloads = [payload for group in PAYLOADS.values() for payload in group]
        sick = [full("en", number, title=f"{number} {raw}") for number, raw in enumerate(payloads, 1)]
        publish([feed(*sick, definition=replace(DEFINITION, id="payloads"))], rig.site, rig.output)
        rig.output.write("feeds/hostile.json", hostile(payloads))
        rig.output.write("feeds/broken.json", b"{")
        rig.output.write("feeds/nothing.json", b"null")
        rig.output.write("feeds/empty.json", b'{"items": []}')
        yield rig


def hostile(payloads: list[str]) -> bytes:
    """A document that our own program would never write: a payload in every field."""
    items = [
        {
            "id": f"{number}{raw}", "url": f"javascript:alert(1)//{raw}", "title": f"{number} {raw}", "summary": raw,
            "date_published": raw, "language": raw, "image": raw,
            "_syndicator": {
                "direction": raw, "attribution": raw, "source": {"name": raw}, "rights": {"notice": raw},
                "also": [{"url": "javascript:alert(1)", "language": "ru"}, {"url": raw, "language": raw}],
            },
        }
        for number, raw in enumerate(payloads, 1)
    ]  # fmt: skip
    odd: list[object] = [None, 1, "x", [], {"title": None}, {"title": "1", "_syndicator": 7, "summary": {}}]
    told = {"title": payloads[0], "language": payloads[0], "home_page_url": "javascript:alert(1)"}
    return json.dumps({**told, "items": [*odd, *items]}).encode()


def test_the_lines_that_we_offer_show_the_feed_in_its_language(rig: Rig, browser: Chromium) -> None:
    """Right to left, with its title, dates and languages in Arabic; nothing breaks the page's policy."""
    arabic = next(each for each in editions() if each.edition == "ar")
    lines = snippet(arabic, rig.site)
    (shown,), violations, cookie, stored = rig.show(browser, lines, READ)
    assert violations == []
    assert (cookie, stored) == ("", 0)
    assert shown["section"] == [["ar", "rtl"]]
    assert shown["heading"] == [DEFINITION.titles["ar"]]
    assert shown["titles"] == [each.title for each in arabic.entries]
    assert shown["entries"] == [["ar", "rtl", "rtl"]] * 3
    assert shown["levels"] == ["h2", "h3", "h3", "h3"]
    assert shown["also"][0] == "بلغات أخرى: English · Русский · Қазақша (кирилл) · עברית"
    assert shown["sources"] == ["المصدر: صوت الجامعة"] * 3
    assert shown["summaries"][0] == TEXTS["ar"][1]
    assert [each.replace("\u200f", "")[:10] for each in shown["dates"]] == ["24/11/2026"] * 3
    assert shown["images"] == []
    assert shown["styled"] == "none"
    assert rig.asked.count("feeds/medical-education.ar.json") == 1


def test_we_do_not_learn_on_whose_page_our_lines_stand(rig: Rig, browser: Chromium) -> None:
    """Neither script nor feed is asked for with the address of the page or a cookie; a bare script would be."""
    ours = {"name": "ours", "url": rig.address}
    browser.call("Network.setCookie", **ours, value="1")
    try:
        rig.show(browser, snippet(editions()[1], rig.site), READ)
        by_our_lines = given_away(rig, browser)
        rig.show(browser, rig.tag, "new Promise(done => setTimeout(done, 200))")
        by_a_bare_script = given_away(rig, browser)
    finally:
        browser.call("Network.deleteCookies", **ours)
    assert by_our_lines == [set(), set()]
    assert by_a_bare_script == [{"Referer", "Cookie"}]


def given_away(rig: Rig, browser: Chromium) -> list[set[str]]:
    """What each request of the page that is open to us told of it."""
    sent = [each["params"]["headers"] for each in browser.events("Network.requestWillBeSentExtraInfo")]
    return [{"Referer", "Cookie"} & set(headers) for headers in sent if rig.address.endswith(headers["Host"])]


def test_every_entry_of_a_mixed_feed_has_its_own_direction(rig: Rig, browser: Chromium) -> None:
    """As many as are asked for; pictures only where they are asked for, too."""
    body = f'{rig.tag}<syndicator-feed feed="medical-education" limit="10" level="4" images></syndicator-feed>'
    (shown,), violations, *_ = rig.show(browser, body, READ)
    assert violations == []
    assert len(shown["titles"]) == 10
    assert {tuple(each) for each in shown["entries"]} == {
        ("en", "ltr", "ltr"), ("ru", "ltr", "ltr"), ("kk-Cyrl", "ltr", "ltr"), ("ar", "rtl", "rtl"),
        ("he", "rtl", "rtl"),
    }  # fmt: skip
    assert set(shown["levels"]) == {"h4", "h5"}
    assert shown["section"] == [["en", "ltr"]]


def test_dates_can_be_read_where_the_browser_has_no_months_of_a_language(rig: Rig, browser: Chromium) -> None:
    """Chromium calls November M11 in Kazakh: it is written in digits then, and in words wherever there are some."""
    for language, expected in (("kk", "2026-11-24"), ("ru", "24 нояб. 2026"), ("en", "Nov 24, 2026")):
        body = f'{rig.tag}<syndicator-feed feed="medical-education" lang="{language}"></syndicator-feed>'
        (shown,), *_ = rig.show(browser, body, READ)
        assert shown["dates"]
        assert [each for each in shown["dates"] if not each.startswith(expected)] == []


def test_nothing_is_there_twice(rig: Rig, browser: Chromium) -> None:
    """Two scripts, an element that moves, two that show one document: one request, every entry once in each."""
    moved = (
        WAIT
        + """(async () => {
      const [first, second] = document.querySelectorAll("syndicator-feed");
      await Promise.all([first, second].map(shown));
      second.after(first);
      first.setAttribute("limit", "50");
      document.body.append(first);
      await new Promise(done => setTimeout(done, 300));
      return [told(first), told(second)];
    })()"""
    )
    element = '<syndicator-feed feed="medical-education" limit="50"></syndicator-feed>'
    for shown in rig.show(browser, rig.tag + rig.tag + element + element, moved):
        assert Counter(shown["links"]).most_common(1)[0][1] == 1
        assert len(shown["titles"]) == 15
        assert len(shown["heading"]) == 1
    assert rig.asked.count("feeds/medical-education.json") == 1


def test_an_element_that_nobody_sees_asks_for_nothing(rig: Rig, browser: Chromium) -> None:
    """Until it is scrolled into view."""
    far = "<br>" * 500 + '<syndicator-feed feed="medical-education" lang="ru"><a href="/x">Feed</a></syndicator-feed>'
    scrolled = (
        WAIT
        + """(async () => {
      const element = document.querySelector("syndicator-feed");
      await customElements.whenDefined("syndicator-feed");
      await new Promise(done => setTimeout(done, 500));
      const before = element.shadowRoot.querySelectorAll("[part=list]").length;
      const asked = performance.getEntriesByType("resource").filter(each => each.name.endsWith(".json")).length;
      element.scrollIntoView();
      await shown(element);
      return [before, asked, told(element).titles.length];
    })()"""
    )
    assert rig.show(browser, rig.tag + far, scrolled) == [0, 0, 3]


def test_an_element_that_is_changed_shows_what_it_says_now(rig: Rig, browser: Chromium) -> None:
    """The last word counts, whatever arrives last."""
    changed = (
        WAIT
        + """(async () => {
      const element = document.querySelector("syndicator-feed");
      await shown(element);
      for (const language of ["ru", "ar", "he"]) element.lang = language;
      const until = Date.now() + 5000;
      while (told(element).section[0][0] !== "he" && Date.now() < until)
        await new Promise(done => setTimeout(done, 20));
      return told(element).entries;
    })()"""
    )
    body = f'{rig.tag}<syndicator-feed feed="medical-education" lang="en"></syndicator-feed>'
    assert rig.show(browser, body, changed) == [["he", "rtl", "rtl"]] * 3


@pytest.mark.parametrize("name", ["gone", "broken", "nothing", "../../x", ""])
def test_a_feed_that_cannot_be_had_leaves_the_link(rig: Rig, browser: Chromium, name: str) -> None:
    """As it stands in the page; without the script there is nothing else anyway."""
    body = f'{rig.tag}<syndicator-feed feed="{name}"><a href="{rig.address}/">Medical education</a></syndicator-feed>'
    assert rig.show(browser, body, FALLEN_BACK) == [1, True, "Medical education", True]
    without = rig.show(browser, body.replace(rig.tag, ""), "document.querySelector('a').getBoundingClientRect().height")
    assert without > 0


def test_an_empty_feed_leaves_the_link(rig: Rig, browser: Chromium) -> None:
    """It says more than an empty list."""
    still = (
        WAIT
        + """(async () => {
      const element = document.querySelector("syndicator-feed");
      const shown = new Promise(done => element.addEventListener("syndicator-shown", done, { once: true }));
      element.setAttribute("limit", "3");
      await shown;
      return element.querySelector("a").checkVisibility();
    })()"""
    )
    body = f'{rig.tag}<syndicator-feed feed="empty"><a href="{rig.address}/">Medical education</a></syndicator-feed>'
    assert rig.show(browser, body, still) is True


@pytest.mark.parametrize("name", ["payloads", "hostile"])
def test_nothing_that_a_feed_says_is_markup(rig: Rig, browser: Chromium, name: str) -> None:
    """No element, handler or address but those that the element makes itself; the titles stand there as they are."""
    count = sum(map(len, PAYLOADS.values()))
    body = f'{rig.tag}<syndicator-feed feed="{name}" limit="100" images></syndicator-feed>'
    kinds, handlers, protocols, titles = rig.show(browser, body, DANGEROUS)
    assert set(kinds) <= {"section", "h2", "h3", "ul", "li", "article", "a", "span", "p", "bdi", "time", "div", "img"}
    assert handlers == []
    assert set(protocols) <= {"http:", "https:"}
    assert len(titles) == min(100, count + (name == "hostile"))
    assert any("<script>alert(1)</script>" in title for title in titles)


def test_the_same_titles_run_where_they_are_taken_for_markup(rig: Rig, browser: Chromium) -> None:
    """The control: a page that believes the same document is caught, and so is one that breaks its policy."""
    believing = """(async () => {
      const feed = await (await fetch("OURS/feeds/hostile.json")).json();
      for (const item of feed.items) document.body.append(
        document.createRange().createContextualFragment(item?.title ?? ""));
      return new Promise(done => setTimeout(done, 500));
    })()""".replace("OURS", rig.address)
    rig.body = "<main></main>"
    assert browser.visit(f"{rig.elsewhere}/", believing).fired
    violations = rig.show(browser, '<p style="color: red">x</p>', f"{WAIT} violations()")
    assert violations == ["style-src-attr"]


def test_the_list_is_a_list_for_those_who_cannot_see_it(rig: Rig, browser: Chromium) -> None:
    """In the tree that screen readers read: a named region, a list of as many items, headings one below the other."""
    body = f'{rig.tag}<syndicator-feed feed="medical-education" lang="he"></syndicator-feed>'
    rig.show(browser, body, READ)
    tree = browser.call("Accessibility.getFullAXTree")["nodes"]
    roles = Counter(node["role"]["value"] for node in tree if not node["ignored"])
    names = [node["name"]["value"] for node in tree if node["role"]["value"] == "region"]
    levels = [
        found["value"]["value"]
        for node in tree
        if node["role"]["value"] == "heading"
        for found in node["properties"]
        if found["name"] == "level"
    ]
    assert names == [DEFINITION.titles["he"]]
    assert (roles["list"], roles["listitem"], roles["article"]) == (1, 3, 3)
    assert levels == [2, 3, 3, 3]


def test_a_page_gives_the_element_its_colours(rig: Rig, browser: Chromium) -> None:
    """By custom properties, by parts, and by its own ink, which it takes over."""
    themed = (
        WAIT
        + """(async () => {
      const element = document.querySelector("syndicator-feed");
      await shown(element);
      const plain = told(element).ink;
      const sheet = new CSSStyleSheet();
      sheet.replaceSync("syndicator-feed { --syndicator-ink: rgb(1, 2, 3); --syndicator-link: rgb(4, 5, 6) }"
        + "syndicator-feed::part(summary) { display: none }");
      document.adoptedStyleSheets = [sheet];
      const link = element.shadowRoot.querySelector("[part=link]");
      const own = [told(element).ink, getComputedStyle(link).color,
        getComputedStyle(all(element.shadowRoot, "summary")[0]).display];
      document.adoptedStyleSheets = [];
      element.setAttribute("theme", "dark");
      return [plain, ...own, getComputedStyle(element).backgroundColor];
    })()"""
    )
    body = f'{rig.tag}<syndicator-feed feed="medical-education" lang="en"></syndicator-feed>'
    assert rig.show(browser, body, themed) == [
        "rgb(0, 0, 0)", "rgb(1, 2, 3)", "rgb(4, 5, 6)", "none", "rgb(20, 25, 28)",
    ]  # fmt: skip


def test_it_works_in_a_browser_without_constructable_style_sheets(rig: Rig, browser: Chromium) -> None:
    """Plain, and in order."""
    added = browser.call(
        "Page.addScriptToEvaluateOnNewDocument",
        source="globalThis.CSSStyleSheet = undefined; globalThis.IntersectionObserver = undefined;",
    )
    try:
        body = f'{rig.tag}<syndicator-feed feed="medical-education" lang="en"></syndicator-feed>'
        (shown,), *_ = rig.show(browser, body, READ)
    finally:
        browser.call("Page.removeScriptToEvaluateOnNewDocument", identifier=added["identifier"])
    assert (len(shown["titles"]), shown["styled"]) == (3, "disc")


def test_a_site_below_a_path_is_read_below_it(rig: Rig, browser: Chromium) -> None:
    """Beside the script, wherever that lies; as a module, too."""
    for path in ("feeds/medical-education.en.json", "embed.js"):
        rig.output.write(f"news/{path}", rig.output.read(path) or b"")
    body = (
        f'<script type="module" src="{rig.address}/news/embed.js"></script>'
        '<syndicator-feed feed="medical-education" lang="en"></syndicator-feed>'
    )
    (shown,), *_ = rig.show(browser, body, READ)
    assert len(shown["titles"]) == 3
    assert "news/feeds/medical-education.en.json" in rig.asked


def test_the_script_is_small_and_has_nothing_that_runs_text() -> None:
    """No markup from strings, no eval, no storage, no cookie."""
    text = script().decode()
    assert len(text) < 16_000
    for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "Function(", "cookie =",
                 "localStorage", "sessionStorage", "indexedDB", "import("):  # fmt: skip
        assert word not in text
