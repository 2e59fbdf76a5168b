"""Polish names of places, in their cases: Polish has no analyser."""

from syndicator.languages.atlas.tables import Names

NAMES = Names(
    countries="""
PL Polska, Polski, Polsce, Polskę, Polską
KZ Kazachstanu, Kazachstanie, Kazachstanem
IL Izraela, Izraelu, Izraelem
PS Palestyna, Palestyny, Palestynie, Strefa Gazy, Strefie Gazy, Strefy Gazy
US =USA, Stanów Zjednoczonych, Stanach Zjednoczonych, Ameryka, Ameryki, Ameryce
GB Wielkiej Brytanii, Wielką Brytanię, Brytania, Anglia, Anglii, Szkocja, Szkocji
DE Niemiec, Niemczech, Niemcom, Niemcami
FR Francji, Francję, Francją
UA Ukrainy, Ukrainie, Ukrainę, Ukrainą
RU Rosji, Rosję, Rosją
BY Białorusi, Białorusią
CZ Czech, Czechach, Republika Czeska, Republiki Czeskiej
SK Słowacji, Słowację
LT Litwy, Litwie, Litwę, Litwą
IT Włoch, Włoszech, Włochami
ES Hiszpanii, Hiszpanię
CN Chin, Chinach, Chinami
JP Japonii, Japonię
IN Indii, Indiach
TR Turcji, Turcję, Turcją
EG Egiptu, Egipcie
UZ Uzbekistanu, Uzbekistanie
GE Gruzji, Gruzję
RO Rumunii, Rumunię
HU Węgier, Węgrzech, Węgrami
SE Szwecji, Szwecję
NO Norwegii, Norwegię
CH Szwajcarii, Szwajcarię
AT Austrii, Austrię
BE Belgii, Belgię
NL Holandia, Holandii
""",
    peoples="""
PL polski, polska, polskie, polskiego, polskiej, polskich, polskim, polskimi, polską, Polak, Polacy, Polaków
UA ukraiński, ukraińska, ukraińskie, ukraińskiego, ukraińskiej, ukraińskich, ukraińskim
DE niemiecki, niemiecka, niemieckie, niemieckiego, niemieckiej, niemieckich
FR francuski, francuska, francuskie, francuskiego, francuskiej, francuskich
US amerykański, amerykańska, amerykańskie, amerykańskiego, amerykańskiej, amerykańskich
GB brytyjski, brytyjska, brytyjskie, brytyjskiego, brytyjskiej, brytyjskich
IL izraelski, izraelska, izraelskie, izraelskiego, izraelskiej, izraelskich
PS palestyński, palestyńska, palestyńskie, palestyńskiego, palestyńskiej, palestyńskich
RU rosyjski, rosyjska, rosyjskie, rosyjskiego, rosyjskiej, rosyjskich
KZ kazachski, kazachska, kazachskie, kazachskiego, kazachskiej, kazachskich
CN chiński, chińska, chińskie, chińskiego, chińskiej, chińskich
""",
    cities="""
PL Warszawa, Warszawy, Warszawie, Warszawę, Kraków, Krakowa, Krakowie, Wrocław, Wrocławia, Wrocławiu, Gdańsk, Gdańska
PL Gdańsku, Poznań, Poznania, Poznaniu, Łodzi, Lublin, Lublina, Lublinie, Katowice, Katowic, Katowicach, Szczecin
PL Szczecina, Szczecinie, Białystok, Białegostoku, Bydgoszcz, Bydgoszczy, Sejm, Sejmu, Sejmie
UA Kijów, Kijowa, Kijowie, Lwów, Lwowa, Lwowie, Charków, Charkowa
RU Moskwa, Moskwy, Moskwie, Kreml, Kremla
DE Berlin, Berlina, Berlinie
FR Paryż, Paryża, Paryżu
GB Londyn, Londynu, Londynie
US Waszyngton, Waszyngtonu, Waszyngtonie, Nowy Jork, Nowego Jorku, Nowym Jorku
KZ Astana, Astany, Astanie, Ałmaty
IL Tel Awiw, Tel Awiwu, Tel Awiwie
PS Ramallah
""",
    contested="Jerozolima, Jerozolimie, Krym, Krymie",
    nowhere="""
Ameryka Łacińska, Ameryki Łacińskiej, Ameryce Łacińskiej, Ameryka Południowa, Ameryki Południowej, Ameryka Północna,
Ameryki Północnej, język polski, języka polskiego, języku polskim, język francuski, języka francuskiego,
język niemiecki,
języka niemieckiego, język rosyjski, języka rosyjskiego, Michael Jordan
""",
    doubtful="Czech, Włoch, Chin, Ameryka, Ameryki, Ameryce, Mali, Czad, Niger",
)
