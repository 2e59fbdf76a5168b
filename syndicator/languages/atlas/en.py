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
IN New Delhi, Delhi, Mumbai, Kolkata, Chennai, Bangalore, Bengaluru, Hyderabad, Kerala, Gujarat
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
KZ Alma-Ata, Akmola, Tselinograd, Qyzylorda, Kzyl-Orda, Semipalatinsk, Ust-Kamenogorsk, Chimkent, Zhezkazgan
KZ Ekibastuz
KZ Turkistan, Uralsk, Temirtau, Mangystau, Zhambyl, Baikonur
UZ Andijan, Namangan, Fergana, Nukus, Urgench, Termez, Karakalpakstan
KG Issyk-Kul, Jalal-Abad region, Karakol
TJ Khujand, Bokhtar
AZ Ganja, Sumgait, Nakhchivan
AM Gyumri
GE Batumi, Kutaisi, Adjara
IL Eilat, Herzliya, Petah Tikva, Rishon LeZion, Ashkelon, Nazareth, Safed, Negev, Knesset
PS Gaza City, Tulkarm, Qalqilya, Abu Dis, Deir al-Balah
JO Irbid, Zarqa, Aqaba
LB Sidon, Baalbek, Zahle
SY Homs, Latakia, Idlib, Hama
IQ Najaf, Karbala, Kirkuk, Sulaymaniyah, Duhok, Iraqi Kurdistan
SA Medina, Dammam, Dhahran, Makkah, NEOM
AE Al Ain, Ajman, Ras Al Khaimah
BH Manama
OM Muscat, Salalah, Sohar
YE Aden, Taiz, Hodeidah
EG Giza, Assiut, Mansoura, Aswan, Luxor, Ismailia, Zagazig, Tanta
LY Misrata
TN Sfax, Sousse, Monastir
DZ Oran, Annaba, Tlemcen
MA Marrakesh, Marrakech, Tangier, Agadir, Oujda
SD Omdurman, Darfur
TR Antalya, Bursa, Konya, Adana, Gaziantep, Erzurum, Eskisehir, Trabzon
IR Isfahan, Mashhad, Shiraz, Tabriz
AF Herat, Mazar-i-Sharif, Jalalabad
PK Rawalpindi, Faisalabad, Multan, Quetta
IN Pune, Ahmedabad, Lucknow, Jaipur, Calcutta, Bombay, Madras, Karnataka, Maharashtra, Rajasthan
BD Chittagong, Chattogram
LK Kandy
RU Ufa, Perm, Voronezh, Samara, Saratov, Volgograd, Rostov-on-Don, Krasnoyarsk, Chelyabinsk, Vladivostok, Leningrad
RU Nizhny Novgorod, Kaliningrad, Krasnodar, Irkutsk, Orenburg, Astrakhan, Bashkortostan, Dagestan, Yakutsk
UA Zaporizhzhia, Vinnytsia, Poltava, Chernivtsi, Ternopil, Uzhhorod, Ivano-Frankivsk, Dnipro, Kherson, Luhansk
BY Gomel, Grodno, Vitebsk
CN Hangzhou, Harbin, Lanzhou, Changsha, Jinan, Qingdao, Shenyang, Kunming, Peking, Inner Mongolia, Hubei, Sichuan
CN Guangdong, Zhejiang, Jiangsu, Xiamen, Dalian
CN Macau, Macao
JP Nagoya, Fukuoka, Sapporo, Sendai, Kobe, Yokohama
KR Daegu, Incheon, Daejeon, Gwangju
VN Saigon, Da Nang
KH Phnom Penh
LA Vientiane
MY Penang, Sarawak, Sabah
ID Surabaya, Yogyakarta, Bandung, Sumatra
TH Chiang Mai
PH Cebu
PL Wroclaw, Wrocław, Gdansk, Gdańsk, Poznan, Poznań, Lodz, Łódź, Lublin, Kraków, Katowice, Szczecin
CZ Brno, Olomouc, Ostrava, Pilsen
SK Bratislava, Kosice
HU Debrecen, Szeged
RO Cluj-Napoca, Timisoara, Timișoara
BG Plovdiv, Varna
HR Zagreb
SI Ljubljana
BA Sarajevo
MK Skopje
AL Tirana
ME Podgorica
XK Pristina
GR Thessaloniki
CY Nicosia, Limassol, Larnaca
LV Daugavpils
LT Kaunas
EE Tartu
BE Brussels, Antwerp, Ghent, Leuven
NL Utrecht, Leiden, Groningen, Maastricht, Nijmegen, Eindhoven
DE Stuttgart, Leipzig, Dresden, Düsseldorf, Dusseldorf, Hannover, Hanover, Freiburg, Göttingen, Tübingen
DE Bavaria, Saxony
DE Bonn, Marburg, Mainz, Aachen
CH Lausanne, Basel, Davos
AT Graz, Salzburg, Innsbruck, Linz
FR Bordeaux, Lille, Montpellier, Nantes, Grenoble, Rennes
IT Turin, Bologna, Padua, Palermo, Sicily, Sardinia, Tuscany, Lombardy, Trieste, Pavia
ES Valencia, Seville, Granada, Bilbao, Zaragoza, Salamanca, Andalusia
PT Porto, Coimbra
IE Galway, Limerick
SE Gothenburg, Uppsala, Malmö, Lund
NO Trondheim
DK Aarhus, Odense
FI Tampere, Turku, Oulu
IS Reykjavik
GB Nottingham, Southampton, Newcastle, Aberdeen, Dundee, Brighton, Exeter, Coventry, Yorkshire
US Alabama, Arkansas, Colorado, Connecticut, Idaho, Indiana, Iowa, Kansas, Kentucky, Louisiana, Maryland, Minnesota
US Mississippi, Missouri, Montana, Nebraska, Nevada, New Hampshire, New Mexico, North Carolina, Oklahoma, Rhode Island
US South Carolina, North Dakota, South Dakota, Tennessee, Utah, Vermont, West Virginia, Wyoming, San Diego, Dallas
US Baltimore, Pittsburgh, Minneapolis, New Orleans, Cleveland, Detroit, St. Louis, Silicon Valley, Capitol Hill
CA Calgary, Winnipeg, Edmonton, Saskatchewan, Nova Scotia, Newfoundland
BR São Paulo, Brasília
CL Santiago de Chile
CO Bogota, Bogotá, Medellin
PE Cusco
EC Quito
UY Montevideo
PY Asuncion
MX Guadalajara, Monterrey
GT Guatemala City
PA Panama City
CR San José de Costa Rica
HT Port-au-Prince
DO Santo Domingo
NG Ibadan, Kano, Port Harcourt, Benin City, Niger Delta, Niger State
GH Accra, Kumasi
KE Mombasa, Kisumu
TZ Dar es Salaam, Dodoma, Zanzibar
UG Kampala
RW Kigali
BI Bujumbura
CD Kinshasa, Zaire
CG Brazzaville
ZM Lusaka
ZW Harare
MW Lilongwe, Blantyre
MZ Maputo
AO Luanda
NA Windhoek
BW Gaborone
SN Dakar
ML Bamako, Timbuktu
NE Niamey
TD N'Djamena, Ndjamena
BF Ouagadougou, Upper Volta
CI Abidjan, Yamoussoukro
GN Conakry
SL Freetown
LR Monrovia
TG Lomé
BJ Cotonou
CM Yaoundé, Yaounde, Douala
GA Libreville
MR Nouakchott
SO Mogadishu, Puntland
ER Asmara
SS Juba
MG Antananarivo
ZA Durban, Soweto, Bloemfontein, Stellenbosch
AU Perth, Adelaide, Hobart, Tasmania
NZ Christchurch, Dunedin
PG Port Moresby
""",
    contested="Jerusalem, East Jerusalem, Al-Quds, Occupied Jerusalem, Crimea, Kashmir, Golan Heights",
    nowhere="""
Latin America, Latin American, South America, South American, Central America, North America, North American,
African American,
Native American, American Indian, New England, South China Sea, East China Sea, South China Morning Post,
Gulf of Mexico,
Gulf of Oman, Gulf of Guinea, Indian Ocean, Persian Gulf, Organization of American States, Bank of America,
German Shepherd,
French fries, Jordan River, River Jordan, French language, Spanish language, Chinese language, Russian language,
Chinese New Year,
Korean War, Vietnam War, Lake Chad, Cambridge Analytica, London Stock Exchange, Central American, Congress of Vienna,
Congress Party,
University of Georgia, Georgia Tech, Georgia Institute of Technology, Georgia State University, Georgia Southern,
State of Georgia, Michael Jordan, Jim Jordan, Jordan Peterson, Air Jordan, Barbara Jordan, Cuba Gooding,
guinea pig, guinea fowl, bone china, fine china, turkey breast, turkey sandwich, Thanksgiving turkey, roast turkey,
polish your, polish the, polish up, polish off, nail polish, shoe polish, Brazil nut, Brussels sprout, Swiss cheese,
Swiss Army knife, Danish pastry, French press, French horn, French toast, French kiss, French bulldog, French window,
Russian roulette, Russian doll, Russian salad, Turkish delight, Turkish bath, Chinese whispers, Indian summer,
Indian ink, Dutch oven, Dutch courage, Dutch Harbor, Greek yogurt, Greek mythology, Spanish flu, German measles,
Japanese encephalitis, Irish setter, Irish coffee, Panama hat, Niger River, River Niger, Order of Malta,
Knights of Malta, Prince of Wales Hospital, Jamaica Plain, Cuba Street, Dominican Order, Dominican friar,
Anglo American, Anglo-Saxon, North Pole, South Pole, pole vault, English language, English teacher, Arabic language,
Korean language, Japanese language, Turkish language, Kazakh language, Portuguese language, Italian language,
Paris Hilton, Paris Saint-Germain, Paris Agreement, Paris climate agreement, Geneva Convention, Vienna Convention,
Bologna Process, Lisbon Convention, Lisbon Recognition Convention, Stockholm syndrome, Helsinki Declaration,
Declaration of Helsinki, Ottawa Charter, Alma-Ata Declaration, Declaration of Alma-Ata, Astana Declaration,
Declaration of Astana, Bombay blood, Trojan Horse, Venice Commission, Tokyo Declaration, Oslo Accords, Warsaw Pact,
Berlin Wall, Delhi belly, Hong Kong flu, Bologna Declaration, Lake Geneva, Madrid System, Madrid Protocol
""",
    doubtful="""
America, Georgia, Congress, Sofia, Alexandria, Virginia, Oxford, Cambridge, Saudi, Osh, Wellington, Washington,
Emirates, Pole, Turk, Finn,
Dane, Franco, Russo, Anglo, Luxor, Medina, Oran, Sabah, Aden, Lund, Kobe, Graz, Linz, Granada, Valencia, Porto,
Newcastle, Dundee, Perth, Adelaide, Durban, Aqaba, Nazareth, Hama, Sidon, Sousse, Manama, Guadalajara, Monterrey,
Montana, Indiana, Zhambyl, Turkistan, Nantes, Juba, Zaire, Taraz, Dallas, Cleveland, Turin, Pilsen,
Brussels, Jalalabad
""",
    cased_peoples=True,
)
