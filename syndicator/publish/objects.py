"""An object store as the place where others serve what is published: S3 and what speaks like it, Google, Azure.

The only home of obstore. Credentials come from the environment, as the store's own tools read it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import timedelta
from importlib import import_module
from typing import Any, Final
from urllib.parse import urlsplit

from syndicator.errors import DepotError
from syndicator.model.configuration import MirrorSite
from syndicator.ports import Described

_PATIENCE: Final = timedelta(seconds=20)
_RETRIES: Final = 3
_INDEX: Final = "index.html"
_PAGE: Final = ".html"
_REASON: Final = re.compile(r"<Code>(\w+)</Code>")
_LONGEST: Final = 300
_CREDENTIALS: Final = {
    "s3": "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
    "gs": "GOOGLE_APPLICATION_CREDENTIALS",
    "az": "AZURE_STORAGE_ACCOUNT_NAME and AZURE_STORAGE_ACCOUNT_KEY",
}


class ObjectDepot:
    """Implements :class:`~syndicator.ports.Depot` over obstore.

    Pages lie under the names that readers ask for (``topics/x`` and not ``topics/x.html``), since object stores add
    nothing to a name, unless they are to keep their endings; in a folder (``file:``) they always do.
    """

    def __init__(self, site: MirrorSite) -> None:
        self.name = site.address
        self._site = site
        self._opened: Any = None
        self._scheme = urlsplit(site.address).scheme
        self._endings = site.endings or self._scheme == "file"
        self._obstore: Any = import_module("obstore")
        self._faults: Any = import_module("obstore.exceptions")

    def put(self, path: str, data: bytes, described: Described) -> str:
        """Replace a document at once; returns the version that the store gives it."""
        attributes = {"Content-Type": described.media_type, "Cache-Control": described.freshness}
        more = {} if self._scheme == "file" else {"attributes": attributes}
        try:
            made = self._obstore.put(self._store, self._key(path), data, use_multipart=False, **more)
        except Exception as fault:  # whatever a library of other people raises, also for what is in the environment
            raise self._told(path, fault) from fault
        return _version(made)

    def remove(self, path: str) -> None:
        """Take a document away; nothing happens when there is none."""
        try:
            self._obstore.delete(self._store, self._key(path))
        except FileNotFoundError:
            return
        except Exception as fault:
            raise self._told(path, fault) from fault

    def versions(self, paths: Collection[str]) -> Mapping[str, str]:
        """Those of *paths* that are there, with their versions."""
        try:
            there = {each["path"]: _version(each) for some in self._obstore.list(self._store) for each in some}
        except Exception as fault:
            raise self._told("", fault) from fault
        return {path: there[key] for path in paths if (key := self._key(path)) in there}

    @property
    def _store(self) -> Any:
        """Opened when it is needed, and once more until that succeeds."""
        if self._opened is None:
            self._opened = _opened(self._site, self._scheme)
        return self._opened

    def _key(self, path: str) -> str:
        return path if self._endings or path == _INDEX else path.removesuffix(_PAGE)

    def _told(self, path: str, fault: Exception) -> DepotError:
        """What went wrong, in words for operators; whether others would fare the same."""
        named = f"{self.name}: {path}: " if path else f"{self.name}: "
        if isinstance(fault, self._faults.UnauthenticatedError):
            return DepotError(f"{named}who we are is not known there; set {self._credentials()}", unreachable=True)
        if isinstance(fault, self._faults.PermissionDeniedError):
            return DepotError(f"{named}we may not: {_first_line(fault)}")
        if isinstance(fault, FileNotFoundError) and self._scheme != "file":
            return DepotError(f"{named}there is no such bucket: {_first_line(fault)}", unreachable=True)
        return DepotError(
            f"{named}{_first_line(fault)}",
            unreachable=self._opened is None or isinstance(fault, self._faults.GenericError),
        )

    def _credentials(self) -> str:
        return _CREDENTIALS.get(self._scheme, "its credentials")


def _opened(site: MirrorSite, scheme: str) -> Any:
    stores: Any = import_module("obstore.store")
    if scheme == "file":
        return stores.LocalStore(urlsplit(site.address).path, mkdir=True)
    given = {"endpoint": site.endpoint, "region": site.region}
    return stores.from_url(
        site.address,
        config={name: value for name, value in given.items() if value},
        client_options={
            "allow_http": site.endpoint.startswith("http://"),
            "timeout": _PATIENCE,
            "connect_timeout": timedelta(seconds=5),
        },
        retry_config={"max_retries": _RETRIES, "retry_timeout": _PATIENCE},
    )


def _version(made: Mapping[str, Any]) -> str:
    """The entity tag; some stores quote it in one answer and not in another."""
    return str(made["e_tag"] or "").strip('"')


def _first_line(fault: Exception) -> str:
    """What a fault says first, with the reason that the store gives; the rest is for whoever made the library."""
    said = str(fault)
    reason = _REASON.search(said)
    first = (said.splitlines() or [type(fault).__name__])[0]
    return f"{first.partition(': <?xml')[0][:_LONGEST]}{f' ({reason[1]})' if reason else ''}"
