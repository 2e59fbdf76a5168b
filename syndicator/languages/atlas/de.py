"""German names of places."""

from syndicator.languages.atlas.tables import Names

NAMES = Names(
    countries="""
US =USA, =US, Amerika
GB Großbritannien, England, Schottland, Wales, Nordirland
AE =VAE, Emirate
PS Palästina, Gazastreifen, Gaza, Westjordanland
KR Südkorea
KP Nordkorea
RU Russische Föderation
CZ Tschechische Republik
BY Weißrussland
KG Kirgistan, Kirgisien
CD Demokratische Republik Kongo
NL Holland
""",
    peoples="""
DE deutsch, Bundesrepublik
AT österreichisch, Österreicher
CH Schweizer, schweizerisch
FR französisch, Franzose
GB britisch, Brite
US amerikanisch, Amerikaner
IT italienisch, Italiener
ES spanisch, Spanier
PL polnisch
RU russisch
UA ukrainisch, Ukrainer
KZ kasachisch, Kasache
UZ usbekisch
KG kirgisisch
TR türkisch
IL israelisch
PS palästinensisch, Palästinenser
EG ägyptisch
JO jordanisch
LB libanesisch
SY syrisch
IQ irakisch
IR iranisch
SA saudisch
CN chinesisch
JP japanisch
KR südkoreanisch
IN indisch
NL niederländisch
BE belgisch
SE schwedisch
NO norwegisch
DK dänisch
FI finnisch
HU ungarisch
CZ tschechisch
RO rumänisch
GR griechisch
PT portugiesisch
CA kanadisch
BR brasilianisch
AU australisch
GE georgisch
AM armenisch
AZ aserbaidschanisch
""",
    cities="""
DE Berlin, München, Hamburg, Köln, Frankfurt, Stuttgart, Düsseldorf, Leipzig, Dresden, Heidelberg, Göttingen, Tübingen
DE Hannover, Freiburg, Bonn, Bayern, Sachsen, Bundestag
AT Wien, Graz, Innsbruck, Salzburg
CH Zürich, Genf, Basel, Lausanne
GB London, Oxford, Cambridge
FR Paris, Straßburg
IT Rom, Mailand
ES Madrid, Barcelona
PL Warschau, Krakau
CZ Prag
HU Budapest
BE Brüssel
NL Amsterdam, Den Haag
RU Moskau, Kreml, Sankt Petersburg
UA Kiew, Kyjiw, Charkiw, Lwiw
KZ Astana, Almaty, Nur-Sultan, Karaganda
UZ Taschkent
KG Bischkek
GE Tiflis
TR Ankara, Istanbul
IL Tel Aviv, Haifa
PS Ramallah, Nablus
EG Kairo
JO Amman
LB Beirut
SY Damaskus
IQ Bagdad
IR Teheran
CN Peking, Shanghai
JP Tokio
KR Seoul
US Washington, New York
""",
    contested="Jerusalem, Ostjerusalem, Krim",
    nowhere="""
Lateinamerika, Südamerika, Nordamerika, Indischer Ozean, Persischer Golf, deutsche Sprache, englische Sprache,
französische Sprache, spanische Grippe, Pariser Abkommen, Genfer Konvention, Michael Jordan
""",
    doubtful="""
Amerika, Rom, Niger, Tschad, Mali, Emirate, Schweizer, Freiburg, Washington,
Brüssel
""",
)
