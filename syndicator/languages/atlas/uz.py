"""Uzbek names of places, in Latin letters; those in Cyrillic meet them by analysis."""

from syndicator.languages.atlas.tables import Names

NAMES = Names(
    countries="""
US AQSh, Amerika, Amerika Qoʻshma Shtatlari
GB Buyuk Britaniya, Britaniya, Angliya, Shotlandiya, Birlashgan Qirollik
AE BAA, Birlashgan Arab Amirliklari
PS Falastin, Falastin davlati, Gʻazo, Gʻazo sektori
KR Janubiy Koreya, Koreya Respublikasi
KP Shimoliy Koreya, KXDR
CN Xitoy, XXR
RU Rossiya, Rossiya Federatsiyasi
TR Turkiya
KZ Qozogʻiston, Qozogʻiston Respublikasi
KG Qirgʻiziston, Qirgʻiz Respublikasi
TJ Tojikiston
TM Turkmaniston
UZ Oʻzbekiston, Oʻzbekiston Respublikasi
IL Isroil
EG Misr
SA Saudiya Arabistoni
DE Germaniya
FR Fransiya
JP Yaponiya
IN Hindiston
IR Eron
AF Afgʻoniston
AZ Ozarbayjon
GE Gruziya
BY Belarus
UA Ukraina
HU Vengriya
PL Polsha
""",
    peoples="""
UZ oʻzbekistonlik
KZ qozogʻistonlik
RU rossiyalik
KG qirgʻizistonlik
TJ tojikistonlik
US amerikalik
CN xitoylik
TR turkiyalik
KR koreyalik
GB britaniyalik
DE germaniyalik
FR fransiyalik
PS falastinlik
IL isroillik
JP yaponiyalik
IN hindistonlik
""",
    cities="""
UZ Toshkent, Samarqand, Buxoro, Andijon, Namangan, Fargʻona, Nukus, Urganch, Termiz, Qarshi, Navoiy, Jizzax, Guliston
UZ Xorazm, Surxondaryo, Qashqadaryo, Qoraqalpogʻiston, Qoʻqon
KZ Ostona, Olmaota, Almati, Nur-Sulton, Chimkent
KG Bishkek, Jalolobod
TJ Dushanbe, Xoʻjand
TM Ashxobod
RU Moskva, Sankt-Peterburg, Qozon, Kreml, Novosibirsk, Tatariston
UA Kiyev, Kiyiv
AZ Boku
GE Tbilisi
AM Yerevan
TR Anqara, Istanbul
CN Pekin, Shanxay, Urumchi
JP Tokio
KR Seul
AF Kobul
IR Tehron
IQ Bagʻdod
EG Qohira
AE Dubay, Abu-Dabi
QA Doha
GB London
FR Parij
DE Berlin
AT Vena
CH Jeneva
BE Bryussel
PL Varshava
BY Minsk
US Vashington, Nyu-York
IL Tel-Aviv
""",
    contested="Quddus",
    nowhere="""
Lotin Amerikasi, Janubiy Amerika, Shimoliy Amerika, Hind okeani, Fors koʻrfazi, ingliz tili, rus tili, nemis tili,
fransuz tili, Parij bitimi, Jeneva konvensiyasi, Maykl Jordan
""",
    doubtful="""
Amerika, Guliston, Navoiy, Qarshi, Vena, Mali, Chad, Kuba, Peru, Togo,
Bryussel
""",
)
