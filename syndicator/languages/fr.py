"""French: words in dates that CLDR lacks, lines that pages put around articles, and news agencies."""

from __future__ import annotations

from typing import Final

FILLERS: Final = frozenset({"le", "à", "h", "publié", "mis", "jour"})
"""Words that may stand in a date and say nothing."""
COUNTERS: Final = """
vues; vue; lectures; nombre de vues; commentaires; commentaire; partages; min de lecture; temps de lecture
"""
"""What pages count beside a number: views, comments, minutes of reading."""
SHARES: Final = """
partager; partager cet article; partagez; partagez cet article; partager sur facebook; partager sur twitter;
partager par e-mail; copier le lien; imprimer; envoyer par mail; suivez-nous; suivez-nous sur; s'abonner;
abonnez-vous; abonnez-vous à notre newsletter; lire la suite; en savoir plus; article précédent;
article suivant; laisser un commentaire
"""
"""What pages ask of their readers: whole lines."""
RELATED: Final = """
à lire aussi; lire aussi; à lire également; voir aussi; articles similaires; articles liés; sur le même sujet;
dans la même rubrique; plus d'actualités; dernières actualités; actualités; les plus lus; à découvrir;
vous aimerez aussi; ceci pourrait vous intéresser; mots-clés; étiquettes
"""
"""What stands above, or before a colon, other news."""
RIGHTS: Final = "tous droits réservés"
"""What a line says that keeps rights."""
AGENCIES: Final = "afp; aps; map; tap; agences; reuters; ats; belga"
"""News agencies as datelines name them."""
