"""④ An article and compiled topics in, tags with evidence out: :func:`tag`."""

from syndicator.tag.compiled import Compiled, compile_topics
from syndicator.tag.coverage import blind, counted, totals
from syndicator.tag.examples import check_examples
from syndicator.tag.rehearsing import compare
from syndicator.tag.tagging import shortfall, tag, why_not

__all__ = [
    "Compiled",
    "blind",
    "check_examples",
    "compare",
    "compile_topics",
    "counted",
    "shortfall",
    "tag",
    "totals",
    "why_not",
]
