"""Hebrew: words in dates that CLDR lacks, lines that pages put around articles, and news agencies."""

from __future__ import annotations

from typing import Final

_NAMES: Final = (
    "ינואר ינו",
    "פברואר פבר",
    "מרץ מארס מרס",
    "אפריל אפר",
    "מאי",
    "יוני",
    "יולי",
    "אוגוסט אוג",
    "ספטמבר ספט",
    "אוקטובר אוק",
    "נובמבר נוב",
    "דצמבר דצמ",
)

MONTHS: Final = {
    prefix + name: number
    for number, names in enumerate(_NAMES, 1)
    for name in names.split()
    for prefix in ("", "ב", "ל")
}
"""Names of months, also with the prepositions "in" and "of" grown on, as dates are written."""
FILLERS: Final = frozenset(
    {"יום", "ביום", "בשעה", "שעה", "ב", "פורסם", "עודכן", "בתאריך", "תאריך", "א", "ג", "ד", "ה", "ו", "שבת"}
)
"""Words that may stand in a date and say nothing: day, hour, published, and weekdays by their letter."""
COUNTERS: Final = """
צפיות; צפייה; מספר צפיות; נצפה; קריאות; תגובות; תגובה; דקות קריאה; זמן קריאה; שיתופים; כניסות
"""
"""What pages count beside a number: views, comments, minutes of reading."""
SHARES: Final = """
שתפו; שתף; שיתוף; שתפו את הכתבה; שתף כתבה; שתף את הכתבה; שתפו כתבה; שתפו בפייסבוק; שתפו בוואטסאפ; שתפו עם חברים;
העתק קישור; העתקת קישור; הדפסה; הדפס; שלח לחבר; עקבו אחרינו; עקבו אחרינו בפייסבוק; הצטרפו אלינו;
הצטרפו לערוץ הטלגרם; הירשמו לניוזלטר; הרשמה לניוזלטר; קרא עוד; קראו עוד; להמשך קריאה; עוד; הוסף תגובה;
הוסיפו תגובה; הבא; הקודם; לכתבה הבאה; לכתבה הקודמת; חזרה למעלה
"""
"""What pages ask of their readers: whole lines."""
RELATED: Final = """
קראו גם; קרא גם; ראו גם; כתבות נוספות; כתבות קשורות; עוד בנושא; עוד בנושא זה; חדשות נוספות; ידיעות נוספות;
עוד חדשות; כתבות אחרונות; חדשות אחרונות; הנקראות ביותר; הנצפות ביותר; הכי נקראות; אולי יעניין אותך;
אולי יעניין אתכם; אולי תאהבו; אולי יעניין אותך גם; מומלצים; מומלץ; תגיות; תגים; נושאים קשורים; מילות מפתח
"""
"""What stands above, or before a colon, other news."""
RIGHTS: Final = "כל הזכויות שמורות; © כל הזכויות שמורות"
"""What a line says that keeps rights."""
AGENCIES: Final = "רויטרס; סוכנות הידיעות; סוכנויות הידיעות; סוכנויות; קזינפורם; שינחואה"
"""News agencies as datelines name them."""
