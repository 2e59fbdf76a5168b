"""What an address says of where a source lives."""

from __future__ import annotations

import pytest

from syndicator.model.source import named_port


@pytest.mark.parametrize(
    ("address", "ports"),
    [
        ("https://a.example:8443/feed", {8443}),
        ("https://a.example/feed", set()),
        ("https://a.example:0/feed", set()),
        ("https://a.example:99999/feed", set()),
    ],
)
def test_a_port_counts_when_it_is_named_and_can_be_read(address: str, ports: set[int]) -> None:
    """Whoever fetches the address says what is wrong with it."""
    assert named_port(address) == ports
