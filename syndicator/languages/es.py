"""Spanish: words in dates that CLDR lacks, lines that pages put around articles, and news agencies."""

from __future__ import annotations

from typing import Final

MONTHS: Final = {"set": 9, "setiembre": 9}
"""The spelling of Peru and Uruguay."""
FILLERS: Final = frozenset({"de", "del", "el", "la", "las", "a", "h", "hs", "hrs", "horas", "publicado", "actualizado"})
"""Words that may stand in a date and say nothing."""
COUNTERS: Final = "vistas; visitas; lecturas; comentarios; comentario; min de lectura; tiempo de lectura"
"""What pages count beside a number: views, comments, minutes of reading."""
SHARES: Final = """
compartir; compartir esta noticia; compartir este artículo; comparte; comparte esta noticia;
compartir en facebook; imprimir; copiar enlace; síguenos; síguenos en; suscríbete; suscribirse; leer más;
seguir leyendo; deja un comentario; noticia anterior; noticia siguiente; volver arriba
"""
"""What pages ask of their readers: whole lines."""
RELATED: Final = """
lea también; lee también; te puede interesar; también te puede interesar; noticias relacionadas;
artículos relacionados; relacionados; más noticias; últimas noticias; otras noticias; lo más leído;
lo más visto; etiquetas; ver también
"""
"""What stands above, or before a colon, other news."""
RIGHTS: Final = "todos los derechos reservados"
"""What a line says that keeps rights."""
AGENCIES: Final = "efe; europa press; afp; reuters; ep; telam"
"""News agencies as datelines name them."""
