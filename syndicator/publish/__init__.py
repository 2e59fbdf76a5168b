"""Room 6: feeds in, documents in the output store out.

:func:`publish` writes all editions of one feed in every format; :func:`publish_site` the pages and what belongs to
the site as a whole; :func:`publish_stories` pages of stories that have left every feed; :func:`withdraw` takes away
what is defined no more.
"""

from syndicator.publish.publication import publish
from syndicator.publish.site import publish_site, publish_stories, stories_with_pages, withdraw

__all__ = ["publish", "publish_site", "publish_stories", "stories_with_pages", "withdraw"]
