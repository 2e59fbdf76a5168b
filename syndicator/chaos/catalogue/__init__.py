"""The catalogue: one module per table. To add a fault, write a row; to add a way to misbehave, write a handler."""

from __future__ import annotations

from syndicator.chaos.catalogue import bodies, characters, content, dates, egress, identity, markup, politeness
from syndicator.chaos.fault import Catalogue

FAULTS: Catalogue = {
    **egress.TABLE,
    **bodies.TABLE,
    **markup.TABLE,
    **characters.TABLE,
    **content.TABLE,
    **politeness.TABLE,
    **identity.TABLE,
    **dates.TABLE,
}
