"""The bytes of a feed document in, a document out: decode, gate, read strictly, repair, read tolerantly."""

from __future__ import annotations

from dataclasses import replace

from syndicator.ingest.decode import decode
from syndicator.ingest.gate import Gated, Malformed, gate, prescan, repair
from syndicator.ingest.jsonfeed import read_json
from syndicator.ingest.strict import read_xml
from syndicator.ingest.tolerant import read_tolerantly
from syndicator.model.entry import Document
from syndicator.model.source import Limits, Outcome
from syndicator.ports import Unreadable


def read_document(
    body: bytes, *, content_type: str = "", address: str = "", limits: Limits | None = None
) -> Document | Unreadable:
    """Read one feed document; never raises, whatever the bytes are.

    :class:`Unreadable` carries empty, charset, not-a-feed, dtd, truncated, limits, parse, or internal for what nobody
    foresaw. Time and memory are bounded by the child this runs in, not here.
    """
    try:
        return _read(body, content_type, address, limits or Limits())
    except MemoryError:
        return Unreadable(
            Outcome.LIMITS, "Reading the document takes too much memory; pause the source or ask for less."
        )
    except RecursionError:
        return Unreadable(Outcome.LIMITS, "The document is nested too deeply; pause the source and ask the publisher.")
    except Exception as error:
        return Unreadable(Outcome.INTERNAL, f"The reader failed ({type(error).__name__}: {error}); please report this.")


def _read(body: bytes, content_type: str, address: str, limits: Limits) -> Document | Unreadable:
    decoded = decode(body, content_type)
    if isinstance(decoded, Unreadable):
        return decoded
    gated = gate(decoded.text)
    if isinstance(gated, Unreadable):
        return gated
    notes = (*decoded.notes, *gated.notes)
    document = _read_gated(replace(gated, notes=()), address, limits)
    return document if isinstance(document, Unreadable) else replace(document, notes=(*notes, *document.notes))


def _read_gated(gated: Gated, address: str, limits: Limits) -> Document | Unreadable:
    if gated.root == "{":
        return read_json(gated.text, address=address, limits=limits)
    first = _read_strictly(gated, address, limits)
    if not isinstance(first, Malformed):
        return first
    if first.truncated:
        return Unreadable(
            Outcome.TRUNCATED, f"The document is cut short ({first.message}); it will be read whole at a later poll."
        )
    mended = repair(gated)
    second = _read_strictly(mended, address, limits)
    if not isinstance(second, Malformed):
        return _noted(second, f"the document is not well-formed ({first.message}) and was repaired")
    third = read_tolerantly(mended, address=address, limits=limits)
    return _noted(third, f"the document is not well-formed ({second.message}) and was read tolerantly")


def _read_strictly(gated: Gated, address: str, limits: Limits) -> Document | Unreadable | Malformed:
    data = gated.text.encode()
    found = prescan(data)
    if found is not None:
        return found
    document = read_xml(data, address=address, limits=limits)
    if isinstance(document, Unreadable) and document.outcome is Outcome.PARSE:
        return Malformed(document.message)
    return document


def _noted(document: Document | Unreadable, note: str) -> Document | Unreadable:
    return document if isinstance(document, Unreadable) else replace(document, notes=(note, *document.notes))
