"""English: words in dates that CLDR lacks, lines that pages put around articles, and news agencies."""

from __future__ import annotations

from typing import Final

MONTHS: Final = {"sept": 9}
"""Names of months beside those of CLDR."""
HALVES: Final = {"am": 0, "pm": 12}
"""Words that say which half of the day a time of twelve hours is in, with the hours to add."""
FILLERS: Final = frozenset(
    {"at", "on", "of", "the", "date", "published", "updated", "posted", "tues", "weds", "thur", "thurs"}
)
"""Words that may stand in a date and say nothing."""
COUNTERS: Final = """
views; view; hits; reads; read; shares; comments; comment; page views; pageviews; visits; visitors; likes;
number of views; view count; times read; times viewed; minutes read; minute read; min read
"""
"""What pages count beside a number: views, comments, minutes of reading."""
SHARES: Final = """
share; share this; share this article; share this story; share this post; share this page; share this news;
share with friends; share on; share on facebook; share on twitter; share on x; share on linkedin;
share on whatsapp; share on telegram; share via; share via email; tweet; send by email; email this;
email to a friend; copy link; print; print this page; follow us; follow us on; follow us on social media;
follow us on telegram; follow us on facebook; follow us on instagram; like us on facebook; subscribe;
subscribe to our newsletter; sign up for our newsletter; join our telegram channel; back to top; read more;
continue reading; learn more; more; previous; next; previous article; next article; previous post; next post;
leave a comment; leave a reply; add a comment; add comment
"""
"""What pages ask of their readers: whole lines."""
RELATED: Final = """
you may also like; you might also like; you may be interested in; related; related articles; related news;
related posts; related stories; related topics; related content; related links; related materials; read also;
also read; read next; see also; more news; more stories; more on this topic; more on this;
more from this section; latest news; latest; latest stories; recent news; recent posts; other news; popular;
popular news; most read; most popular; most viewed; trending; trending now; news in this section; similar news;
recommended; recommended for you; don't miss; tags; categories; topics; keywords
"""
"""What stands above, or before a colon, other news."""
RIGHTS: Final = """
all rights reserved; when using materials a link is required;
the use of materials is allowed only with a link to
"""
"""What a line says that keeps rights."""
AGENCIES: Final = """
kazinform; qazinform; reuters; afp; ap; associated press; the associated press; tass; itar-tass; interfax;
ria novosti; sputnik; xinhua; anadolu; anadolu agency; aa; iha; dha; wafa; petra; spa; qna; kuna; mena; wam;
bna; ona; sana; irna; isna; mehr; jta; uza; kabar; akipress; 24.kg; trend; azertac; belta; ukrinform; dpa;
efe; ansa; pap; yonhap; kyodo; upi; pti; ani; bernama; antara; app; pr newswire; prnewswire; business wire;
globe newswire; newswire; agencies
"""
"""News agencies as datelines name them."""
