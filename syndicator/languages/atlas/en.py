"""English names of places."""

from syndicator.languages.atlas.tables import Names

NAMES = Names(
    countries="""
US =US, =USA, =U.S., =U.S.A, United States of America, America
GB =UK, =U.K., Britain, Great Britain, England, Scotland, Wales, Northern Ireland
AE =UAE, Emirates
PS Palestine, State of Palestine, West Bank, Gaza, Gaza Strip
KR South Korea, Republic of Korea
KP North Korea, =DPRK
CN =PRC, mainland China
RU Russian Federation
TR Turkey, Turkiye
CZ Czech Republic
CI Ivory Coast
MM Burma
MK Macedonia
SZ Swaziland
CD Democratic Republic of Congo, Democratic Republic of the Congo, =DRC
CG Republic of the Congo
VA Holy See
TL East Timor
BA Bosnia, Bosnia and Herzegovina
SA Saudi
SY Syrian Arab Republic
KG Kirghizia, Kyrgyz Republic
NL Holland
CV Cape Verde
XK Kosovo
ZA =RSA
""",
    peoples="""
AF Afghan
AL Albanian
DZ Algerian
AO Angolan
AR Argentine, Argentinian
AM Armenian
AU Australian, Aussie
AT Austrian
AZ Azerbaijani, Azeri
BH Bahraini
BD Bangladeshi
BY Belarusian, Belarussian
BE Belgian
BJ Beninese
BT Bhutanese
BO Bolivian
BA Bosnian
BW Botswanan
BR Brazilian
BN Bruneian
BG Bulgarian
BF Burkinabe
MM Burmese
BI Burundian
KH Cambodian
CM Cameroonian
CA Canadian
TD Chadian
CL Chilean
CN Chinese, Sino
CO Colombian
CD Congolese
CR Costa Rican
HR Croatian
CU Cuban
CY Cypriot
CZ Czech
DK Danish, Dane
DO Dominican
NL Dutch
EC Ecuadorian
EG Egyptian
GB British, Briton, Scottish, Welsh, Anglo
AE Emirati
GQ Equatoguinean
ER Eritrean
EE Estonian
ET Ethiopian
FJ Fijian
PH Filipino, Philippine
FI Finnish, Finn
FR French, Franco
GA Gabonese
GM Gambian
GE Georgian
DE German
GH Ghanaian
GR Greek
GT Guatemalan
HT Haitian
HN Honduran
HU Hungarian
IS Icelandic
IN Indian
ID Indonesian
IR Iranian
IQ Iraqi
IE Irish
IL Israeli
IT Italian
CI Ivorian
JM Jamaican
JP Japanese
JO Jordanian
KZ Kazakhstani, Kazakh, Kazakhstanis
KE Kenyan
KR South Korean, Korean
KP North Korean
KW Kuwaiti
KG Kyrgyz, Kyrgyzstani, Kirghiz
LA Laotian
LV Latvian
LB Lebanese
LR Liberian
LY Libyan
LT Lithuanian
LU Luxembourgish
MK Macedonian
MG Malagasy, Madagascan
MW Malawian
MY Malaysian
MV Maldivian
ML Malian
MT Maltese
MR Mauritanian
MU Mauritian
MX Mexican
MD Moldovan
MN Mongolian
ME Montenegrin
MA Moroccan
MZ Mozambican
NA Namibian
NP Nepalese, Nepali
NZ New Zealander
NI Nicaraguan
NE Nigerien
NG Nigerian
NO Norwegian
OM Omani
PK Pakistani
PS Palestinian, Gazan
PA Panamanian
PY Paraguayan
PE Peruvian
PL Polish, Pole
PT Portuguese
QA Qatari
RO Romanian
RU Russian, Russo
RW Rwandan
SA Saudi Arabian
SN Senegalese
RS Serbian, Serb
SL Sierra Leonean
SG Singaporean
SK Slovak
SI Slovenian, Slovene
SO Somali
ZA South African
SS South Sudanese
ES Spanish, Spaniard
LK Sri Lankan
SD Sudanese
SE Swedish, Swede
CH Swiss
SY Syrian
TW Taiwanese
TJ Tajik, Tajikistani
TZ Tanzanian
TH Thai
TG Togolese
TN Tunisian
TR Turkish, Turk
TM Turkmen
UG Ugandan
UA Ukrainian
AE Emirati
US American
UY Uruguayan
UZ Uzbek, Uzbekistani
VE Venezuelan
VN Vietnamese
YE Yemeni
ZM Zambian
ZW Zimbabwean
""",
    cities="""
KZ Astana, Almaty, Nur-Sultan, Shymkent, Karaganda, Aktobe, Semey, Aktau, Atyrau, Pavlodar, Kostanay, Taraz, Kyzylorda
KZ Kokshetau, Taldykorgan, Oskemen, Petropavl
IL Tel Aviv, Haifa, Beer Sheva, Beersheba, Ashdod, Netanya, Rehovot
PS Ramallah, Nablus, Hebron, Bethlehem, Jenin, Birzeit, Khan Younis, Rafah
RU Moscow, St. Petersburg, Saint Petersburg, Kazan, Novosibirsk, Yekaterinburg, Kremlin, Omsk, Tomsk, Tatarstan
RU Siberia, Chechnya
UA Kyiv, Kiev, Kharkiv, Odesa, Odessa, Lviv, Donetsk, Mariupol
UZ Tashkent, Samarkand, Bukhara
KG Bishkek, Osh
TJ Dushanbe
TM Ashgabat
AZ Baku
AM Yerevan
GE Tbilisi
TR Ankara, Istanbul, Izmir
CN Beijing, Shanghai, Guangzhou, Shenzhen, Wuhan, Urumqi, Chongqing, Tianjin, Nanjing, Chengdu, Xi'an, Xinjiang, Tibet
HK Hong Kong
JP Tokyo, Osaka, Kyoto, Nagasaki, Hiroshima, Fukushima
KR Seoul, Busan
KP Pyongyang
IN New Delhi, Delhi, Mumbai, Kolkata, Chennai, Bangalore, Bengaluru, Hyderabad, Kerala, Gujarat, Punjab, Kashmir
IN Bihar, Uttar Pradesh, Tamil Nadu
PK Islamabad, Karachi, Lahore, Peshawar
AF Kabul, Kandahar
BD Dhaka
IR Tehran
IQ Baghdad, Mosul, Basra, Erbil
SY Damascus, Aleppo
LB Beirut
JO Amman
SA Riyadh, Jeddah, Mecca
AE Dubai, Abu Dhabi, Sharjah
QA Doha
KW Kuwait City
YE Sanaa
EG Cairo, Alexandria
LY Tripoli, Benghazi
TN Tunis
DZ Algiers
MA Rabat, Casablanca
SD Khartoum
ET Addis Ababa
KE Nairobi
NG Lagos, Abuja
ZA Johannesburg, Cape Town, Pretoria
GB London, Manchester, Birmingham, Liverpool, Leeds, Edinburgh, Glasgow, Cardiff, Belfast, Swansea, Oxford, Cambridge
GB Sheffield, Bristol
FR Paris, Lyon, Marseille, Strasbourg, Toulouse
DE Berlin, Munich, Hamburg, Frankfurt, Cologne, Heidelberg
IT Rome, Milan, Naples, Venice
ES Madrid, Barcelona, Catalonia
PT Lisbon
NL Amsterdam, The Hague, Rotterdam
CH Geneva, Zurich, Bern
AT Vienna
PL Warsaw, Krakow
CZ Prague
HU Budapest
RO Bucharest
BG Sofia
RS Belgrade
GR Athens
SE Stockholm
NO Oslo
DK Copenhagen
FI Helsinki
IE Dublin
LT Vilnius
LV Riga
EE Tallinn
BY Minsk
MD Chisinau
US Washington, New York, Los Angeles, Chicago, Boston, San Francisco, California, Texas, Florida, Pennsylvania
US Massachusetts, Ohio, Michigan, Illinois, Arizona, White House, Pentagon, Congress, Manhattan, Seattle, Philadelphia
US Houston, Atlanta, Alaska, Hawaii, Wisconsin, Oregon, Virginia, New Jersey
CA Ottawa, Toronto, Montreal, Vancouver, Ontario, Quebec, Alberta, British Columbia, Manitoba
MX Mexico City
BR Brasilia, Sao Paulo, Rio de Janeiro
AR Buenos Aires
CU Havana
VE Caracas
AU Canberra, Melbourne, Sydney, Brisbane, New South Wales, Queensland
NZ Wellington, Auckland
ID Jakarta
MY Kuala Lumpur
TH Bangkok
VN Hanoi, Ho Chi Minh City
PH Manila
TW Taipei
MM Yangon, Rangoon
NP Kathmandu
LK Colombo
MN Ulaanbaatar, Ulan Bator
""",
    contested="Jerusalem, East Jerusalem, Al-Quds, Occupied Jerusalem",
    nowhere="""
Latin America, Latin American, South America, South American, Central America, North America, North American,
African American,
Native American, American Indian, New Mexico, New England, South China Sea, East China Sea, South China Morning Post,
Gulf of Mexico,
Gulf of Oman, Gulf of Guinea, Indian Ocean, Persian Gulf, Organization of American States, Bank of America,
German Shepherd,
French fries, Jordan River, River Jordan, French language, Spanish language, Chinese language, Russian language,
Chinese New Year,
Korean War, Vietnam War, Lake Chad, Cambridge Analytica, London Stock Exchange, Central American, Congress of Vienna,
Congress Party
""",
    doubtful="""
America, Georgia, Congress, Sofia, Alexandria, Virginia, Oxford, Cambridge, Saudi, Osh, Wellington, Washington,
Emirates, Pole, Turk, Finn
""",
    cased_peoples=True,
)
