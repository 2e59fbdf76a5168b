"""Selectors of elements in a page: CSS in, what finds the elements out. The configuration has checked them before."""

from __future__ import annotations

from functools import lru_cache

from cssselect import HTMLTranslator
from lxml import etree


def select(context: etree._Element, selector: str) -> list[etree._Element]:
    """All elements below a context that fit, in the order of the page."""
    found = _compiled(selector)(context)
    return [each for each in found if isinstance(each, etree._Element)] if isinstance(found, list) else []


@lru_cache(maxsize=256)
def _compiled(selector: str) -> etree.XPath:
    return etree.XPath(HTMLTranslator().css_to_xpath(selector, prefix="descendant::"))
