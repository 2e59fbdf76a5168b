"""Room 6: feeds in, documents in the output store out.

:func:`publish` writes all editions of one feed in every format; :func:`publish_site` the pages and what belongs to
the site as a whole.
"""

from syndicator.publish.publication import publish
from syndicator.publish.site import publish_site

__all__ = ["publish", "publish_site"]
