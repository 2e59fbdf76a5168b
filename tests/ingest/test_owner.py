"""Who holds a host."""

from __future__ import annotations

import subprocess
import sys

import pytest

from syndicator.ingest.owner import registered


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("bbc.co.uk", "bbc.co.uk"),
        ("news.bbc.co.uk", "bbc.co.uk"),
        ("a.b.example.org", "example.org"),
        ("anna.github.io", "anna.github.io"),
        ("blog.anna.github.io", "anna.github.io"),
        ("mail.moh.gov.kz", "moh.gov.kz"),
        ("news.xn--80ao21a", "news.xn--80ao21a"),
        ("news.example", "news.example"),
        ("co.uk", None),
        ("github.io", None),
        ("gov.kz", None),
        ("kz", None),
        ("localhost", None),
        ("", None),
        ("a..b", None),
        ("127.0.0.1", None),
        ("10.1", None),
        ("0x7f.0x1", None),
        ("::1", None),
    ],
)
def test_a_host_belongs_to_whom_registered_the_name(host: str, domain: str | None) -> None:
    """The public suffix list, its private part included; what is not on it is a suffix of one label."""
    assert registered(host) == domain


def test_the_list_is_read_only_when_it_is_asked_for() -> None:
    """Not by every process that can follow moves."""
    code = "import sys, syndicator.ingest.moves; sys.exit('publicsuffixlist' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
