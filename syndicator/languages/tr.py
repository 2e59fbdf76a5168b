"""Turkish: words in dates that CLDR lacks, lines that pages put around articles, and news agencies."""

from __future__ import annotations

from typing import Final

FILLERS: Final = frozenset({"günü", "saat", "tarihinde", "güncelleme", "yayınlanma", "yayın", "giriş", "tarihi"})
"""Words that may stand in a date and say nothing."""
COUNTERS: Final = """
görüntülenme; görüntüleme; okunma; okunma sayısı; görüntülenme sayısı; kez okundu; yorum; yorumlar; dk okuma;
okuma süresi
"""
"""What pages count beside a number: views, comments, minutes of reading."""
SHARES: Final = """
paylaş; haberi paylaş; bu haberi paylaş; bu haberi paylaşın; facebook'ta paylaş; twitter'da paylaş;
bağlantıyı kopyala; yazdır; bizi takip edin; takip et; abone ol; abone olun; bültenimize abone olun;
devamını oku; yorum yap; yorum yaz; önceki haber; sonraki haber
"""
"""What pages ask of their readers: whole lines."""
RELATED: Final = """
ilgili haberler; benzer haberler; diğer haberler; son haberler; en çok okunanlar; en çok okunan; çok okunanlar;
ayrıca okuyun; bunları da okuyun; ilginizi çekebilir; bunlar da ilginizi çekebilir; önerilenler; etiketler
"""
"""What stands above, or before a colon, other news."""
RIGHTS: Final = "tüm hakları saklıdır; her hakkı saklıdır"
"""What a line says that keeps rights."""
AGENCIES: Final = "aa; iha; dha; anka; reuters; azertac; kazinform"
"""News agencies as datelines name them."""
