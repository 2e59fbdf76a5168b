"""Persian: words in dates that CLDR lacks, lines that pages put around articles, and news agencies."""

from __future__ import annotations

from typing import Final

MONTHS: Final = {
    "آگوست": 8,
    "اوت": 8,
    "آگست": 8,
    "سپتمبر": 9,
    "اکتوبر": 10,
    "نومبر": 11,
    "دسمبر": 12,
    "جولای": 7,
    "جون": 6,
    "می": 5,
    "مه": 5,
    "ژوئیه": 7,
    "ژوئن": 6,
}
"""Other spellings of the Gregorian months."""
FILLERS: Final = frozenset({"ساعت", "روز", "سال", "مورخ", "تاریخ", "انتشار", "میلادی", "در"})
"""Words that may stand in a date and say nothing."""
COUNTERS: Final = "بازدید; تعداد بازدید; نمایش; نظرات; نظر; دیدگاه"
"""What pages count beside a number: views, comments, minutes of reading."""
SHARES: Final = """
اشتراک گذاری; اشتراک‌گذاری; به اشتراک بگذارید; ارسال; چاپ; کپی لینک; ما را دنبال کنید; ادامه مطلب;
بیشتر بخوانید; ثبت نظر; ارسال نظر
"""
"""What pages ask of their readers: whole lines."""
RELATED: Final = """
مطالب مرتبط; اخبار مرتبط; خبرهای مرتبط; همچنین بخوانید; آخرین اخبار; پربازدیدترین; پربازدیدها; پیشنهاد سردبیر;
برچسب ها; برچسب‌ها; سایر اخبار
"""
"""What stands above, or before a colon, other news."""
RIGHTS: Final = "تمامی حقوق محفوظ است; کلیه حقوق محفوظ است"
"""What a line says that keeps rights."""
AGENCIES: Final = "ایرنا; ایسنا; مهر; فارس; تسنیم; ایلنا; رویترز"
"""News agencies as datelines name them."""
