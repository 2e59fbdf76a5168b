"""Our pages and our element by the rules of axe-core: WCAG 2.2 A and AA and good practice, in light and dark, on screen
and paper, in every language."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from syndicator.model.rule import parse_rule
from syndicator.model.topic import Concept, Term, Topic
from syndicator.publish.plain import Rules
from syndicator.publish.words import WORDS
from tests.browser import Chromium
from tests.conftest import lacking
from tests.journeys.rig import Rig, served
from tests.journeys.test_embed import WAIT

pytestmark = pytest.mark.journey
AXE = Path(__file__).parent / "node_modules/axe-core/axe.min.js"
RULES = Rules(
    {"medical-education": Topic("medical-education", parse_rule("title:nurse and not (crime or places >= 2)"))},
    {
        "nurse": Concept("nurse", {language: (Term("nurse"), Term("midwife")) for language in WORDS}),
        "crime": Concept("crime", {"*": (Term("crime"),)}),
    },
    {},
)
CHECK = """(async () => {
  for (const each of document.querySelectorAll("details")) each.open = true;
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const found = await axe.run(document, { runOnly: tags });
  return [found.violations.map(each => `${each.id}: ${each.nodes[0].html}`), found.passes.map(each => each.id)];
})()"""
PAGES = {
    "index": "/",
    "bot": "/bot",
    "missing": "/nothing/here",
    "story": "/stories/story1",
    "topic": "/topics/medical-education",
    "about": "/topics/medical-education/about",
    **{f"topic-{each}": f"/topics/medical-education/{each}" for each in WORDS},
    **{f"about-{each}": f"/topics/medical-education/{each}/about" for each in WORDS},
}
MODES = {
    "light": ("", [("prefers-color-scheme", "light")]),
    "dark": ("", [("prefers-color-scheme", "dark")]),
    "paper in the dark": ("print", [("prefers-color-scheme", "dark")]),
}


@pytest.fixture(scope="module")
def rig(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    with served(tmp_path_factory.mktemp("site"), RULES) as rig:
        yield rig


@pytest.fixture(scope="module")
def axe() -> str:
    """The script of axe-core."""
    if not AXE.is_file():
        lacking("axe-core is not installed (npm ci --prefix tests/journeys)")
    return AXE.read_text(encoding="utf-8")


def checked(browser: Chromium, axe: str) -> Any:
    """What axe finds on the page that is open."""
    browser.evaluate(f"{axe}; 0")
    return browser.evaluate(CHECK)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_breaks_no_rule(rig: Rig, browser: Chromium, axe: str, page: str, mode: str) -> None:
    """Contrast, names, languages, landmarks, headings, lists, tables; also of what is folded."""
    media, features = MODES[mode]
    browser.call(
        "Emulation.setEmulatedMedia",
        media=media,
        features=[{"name": name, "value": value} for name, value in features],
    )
    try:
        assert browser.visit(f"{rig.address}{PAGES[page]}").failed == ""
        violations, passes = checked(browser, axe)
    finally:
        browser.call("Emulation.setEmulatedMedia", media="", features=[])
    assert violations == []
    assert {"color-contrast", "html-has-lang", "landmark-one-main", "valid-lang"} <= set(passes)


@pytest.mark.parametrize("theme", ["", 'theme="light"', 'theme="dark"'])
def test_the_element_breaks_no_rule(rig: Rig, browser: Chromium, axe: str, theme: str) -> None:
    """On a page that has nothing else; it has no heading of the first level, which is the page's own."""
    body = (
        f'{rig.tag}<main><h1>Elsewhere</h1><syndicator-feed feed="medical-education" lang="ar" limit="50" {theme}>'
        "</syndicator-feed></main>"
    )
    rig.show(browser, body, f"{WAIT} shown(document.querySelector('syndicator-feed'))")
    violations, passes = checked(browser, axe)
    assert violations == []
    assert {"color-contrast", "heading-order", "listitem", "valid-lang"} <= set(passes)


def test_what_breaks_rules_is_found(rig: Rig, browser: Chromium, axe: str) -> None:
    """The control."""
    rig.body = '<p><font color="#bbb">pale</font></p><img src="x"><a href="/"></a><p lang="klingon">x</p>'
    browser.visit(f"{rig.elsewhere}/")
    violations, _ = checked(browser, axe)
    found = {each.partition(":")[0] for each in violations}
    assert {"color-contrast", "image-alt", "link-name", "valid-lang", "landmark-one-main"} <= found


@pytest.mark.parametrize("page", ["topic", "about-ar"])
def test_the_focus_is_seen_wherever_it_goes(rig: Rig, browser: Chromium, page: str) -> None:
    """By the tabulator key, past the navigation first; every stop has a ring."""
    browser.visit(f"{rig.address}{PAGES[page]}")
    browser.evaluate("window.focus()")
    stops = browser.evaluate(
        "[...document.querySelectorAll('a, summary, [tabindex=\"0\"]')].filter(each => each.checkVisibility()).length"
    )
    seen = []
    for _ in range(stops):
        for kind in ("rawKeyDown", "keyUp"):
            browser.call("Input.dispatchKeyEvent", type=kind, key="Tab", code="Tab", windowsVirtualKeyCode=9)
        seen.append(
            browser.evaluate(
                "[document.activeElement.className, document.activeElement.matches(':focus-visible'),"
                " getComputedStyle(document.activeElement).outlineStyle]"
            )
        )
    assert seen[0][0] == "skip"
    assert [each for each in seen if each[1:] != [True, "solid"]] == []
