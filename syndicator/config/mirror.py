"""The settings of an object store in, the place and what is missing for it out."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from typing import Final

from syndicator.config.settings import MirrorSettings, SyndicatorFile
from syndicator.config.validate import Checked
from syndicator.errors import Problem
from syndicator.model.configuration import MirrorSite

_STEPS: Final = ("output", "mirror")


def mirror_of(settings: MirrorSettings) -> MirrorSite:
    """The place, as a value."""
    return MirrorSite(settings.address, settings.endpoint or "", settings.region or "", settings.endings)


def unreachable(checked: Checked[SyndicatorFile]) -> Iterator[Problem]:
    """What keeps documents from being put there: a package that is not installed, settings that do not fit."""
    mirror = checked.settings.output.mirror
    if mirror is None:
        return
    if find_spec("obstore") is None:
        message = "an object store needs the package obstore, which is not installed"
        yield checked.problem(_STEPS, message, "pip install 'syndicator[objectstore]'", key=True)
    if not mirror.address.startswith("s3:"):
        for name in ("endpoint", "region"):
            if getattr(mirror, name) is not None:
                yield checked.problem((*_STEPS, name), f"{name!r} is for stores that speak S3", f"leave out {name!r}")
