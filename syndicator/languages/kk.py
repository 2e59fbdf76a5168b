"""Kazakh in its three scripts: words in dates that CLDR lacks, lines that pages put around articles, agencies."""

from __future__ import annotations

from typing import Final

_LATIN: Final = (
    "qaŋtar qańtar qañtar",
    "aqpan",
    "nauryz",
    "säuır sáýir sáuir säuir",
    "mamyr",
    "mausym maýsym",
    "şılde shilde şilde",
    "tamyz",
    "qyrküiek qyrkúıek qyrkúiek",
    "qazan",
    "qaraşa qarasha",
    "jeltoqsan",
)

_LOCATIVE: Final = (
    "қаңтарда ақпанда наурызда сәуірде мамырда маусымда шілдеде тамызда қыркүйекте қазанда қарашада желтоқсанда"
)

MONTHS: Final = {
    name: number
    for months in (_LATIN, _LOCATIVE.split())
    for number, names in enumerate(months, 1)
    for name in names.split()
}
"""Names of months in Latin letters (alphabets of 2018 and 2021) and "in May", which CLDR lacks."""
FILLERS: Final = frozenset(
    {
        "ж",
        "жыл",
        "жылы",
        "жылғы",
        "жылдың",
        "сағат",
        "сағ",
        "жарияланды",
        "уақыты",
        "уақытымен",
        "бойынша",
        "j",
        "jyl",
        "jyly",
        "jylǵy",
        "jylğy",
        "saǵat",
        "sağat",
    }
    | {"düisenbı", "seisenbı", "särsenbı", "beisenbı", "jūma", "senbı", "jeksenbı"}
    | {"جىل", "جىلى", "جىلعى", "ساعات"}
)
"""Words that may stand in a date and say nothing: year, hour, published, and weekdays in Latin letters."""
ZONES: Final = {"астана": "almt"}
"""Names of zones in its own words; Almaty is in the Russian ones."""
COUNTERS: Final = """
қаралды; қаралым; қаралымдар; қаралым саны; көрілім; көрілімдер; көрсетілім; оқылды; оқылым; рет оқылды;
рет қаралды; рет көрілді; пікір; пікірлер; qaraldy; qaralym; oqyldy; oqylym; pikir; قارالدى; قارالىم; وقىلدى;
پىكىر
"""
"""What pages count beside a number: views, comments, minutes of reading."""
SHARES: Final = """
бөлісу; бөлісіңіз; достарыңызбен бөлісіңіз; достармен бөлісу; әлеуметтік желіде бөлісу; сілтемені көшіру;
басып шығару; жазылу; жазылыңыз; бізге жазылыңыз; telegram арнамызға жазылыңыз; телеграм арнамызға жазылыңыз;
арнамызға жазылыңыз; толығырақ; толық оқу; пікір қалдыру; bölisu; bolisu; bólisý; bölisiñiz; jazylu; jazylyñyz;
tolyğyraq; toliǵyraq; بولىسۋ; بولىسىڭىز; جازىلۋ; تولىعىراق
"""
"""What pages ask of their readers: whole lines."""
RELATED: Final = """
тағы оқыңыз; сондай-ақ оқыңыз; оқи отырыңыз; тақырыпқа қатысты; тақырып бойынша; ұқсас жаңалықтар;
ұқсас материалдар; ұқсас мақалалар; соңғы жаңалықтар; басқа жаңалықтар; өзге жаңалықтар; жаңалықтар;
көп оқылғандар; ең көп оқылғандар; танымал; танымал жаңалықтар; ұсынамыз; оқуға кеңес береміз;
сізге ұнауы мүмкін; сізді қызықтыруы мүмкін; тегтер; tağy oqyñyz; taǵy oqyńyz; sondai-aq oqyñyz;
uqsas jañalyqtar; uqsas jańalyqtar; soñğy jañalyqtar; sońǵy jańalyqtar; basqa jañalyqtar; köp oqylğandar;
takyryp boiynşa; taqyryp boiynşa; usynamyz; تاعى وقىڭىز; ۇقساس جاڭالىقتار; سوڭعى جاڭالىقتار; باسقا جاڭالىقتار;
كوپ وقىلعاندار; تاقىرىپ بويىنشا
"""
"""What stands above, or before a colon, other news."""
RIGHTS: Final = """
барлық құқықтар қорғалған; барлық құқығы қорғалған; сілтеме жасау міндетті;
материалды пайдаланған кезде сілтеме жасау міндетті; barlyq quqyqtar qorğalğan; بارلىق قۇقىقتار قورعالعان
"""
"""What a line says that keeps rights."""
AGENCIES: Final = """
қазақпарат; қазинформ; хабар 24; рейтер; синьхуа; anadoly; qazaqparat; qazinform; قازاقپارات; قازينفورم;
قازاقپاراتتىڭ تىلشىسى
"""
"""News agencies as datelines name them."""
