"""The documents of the API as OpenAPI describes them."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from syndicator.model.offer import Gone


class _Document(BaseModel):
    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)


class FeedDocument(_Document):
    """A feed that you may read."""

    id: str
    titles: dict[str, str]
    """Per language."""
    descriptions: dict[str, str]
    editions: list[str]
    """Languages that it has a document of its own in."""
    subjects: list[str]
    """IPTC Media Topics."""
    page: str
    stories: str
    """Where its stories are."""


class FeedsDocument(_Document):
    """All feeds that you may read."""

    feeds: list[FeedDocument]


class SourceDocument(_Document):
    """Who published an article."""

    id: str
    name: str
    homepage: str | None


class ImageDocument(_Document):
    """The picture of an article."""

    href: str
    alt: str


class AlsoDocument(_Document):
    """Another article about the same event, by its link only."""

    link: str
    title: str
    language: str
    source: str


class ArticleDocument(_Document):
    """An article, cut down to what its source lets us pass on."""

    id: str
    """For ever the same, here and in the feeds."""
    link: str
    title: str
    summary: str
    """Plain text; empty where the source allows no more than its headline."""
    content_html: str | None
    """The full text, cleaned; null where the source does not allow it."""
    language: str
    direction: Literal["ltr", "rtl"]
    published: datetime
    updated: datetime
    authors: list[str]
    source: SourceDocument
    attribution: str
    """The line that has to stand with the article."""
    notice: str | None
    licence: str | None
    image: ImageDocument | None
    also: list[AlsoDocument]


class StoryDocument(_Document):
    """One event: its articles in all languages, of all sources that your feeds show."""

    id: str
    version: str
    """A number that is higher after every change."""
    changed: datetime
    page: str
    feeds: list[str]
    articles: list[ArticleDocument]


class StoriesDocument(_Document):
    """A page of stories, the one that changed first in front."""

    stories: list[StoryDocument]
    cursor: str
    """Where to go on, now or later."""
    more: bool
    """Whether there is more now."""


class ChangeDocument(_Document):
    """A story as it is after its last change, or what is left of it."""

    id: str
    changed: datetime
    kind: Literal["story", "gone"]
    story: StoryDocument | None
    reason: Gone | None
    """Why it is gone."""
    merged_into: str | None
    """The story that it is part of now."""


class ChangesDocument(_Document):
    """A page of changes, the first one in front."""

    changes: list[ChangeDocument]
    cursor: str
    more: bool


class ProblemDocument(BaseModel):
    """What went wrong (RFC 9457). Types lead to what they mean."""

    model_config = ConfigDict(extra="allow", use_attribute_docstrings=True)

    type: str
    title: str
    status: int = Field(ge=400, le=599)
    detail: str
    instance: str


class ProblemTypeDocument(_Document):
    """What a type of problem means."""

    type: str
    title: str
    status: int
    remedy: str
