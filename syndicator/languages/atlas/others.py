"""French, Turkish, Chinese, Kyrgyz and Ukrainian names of places: those of our sources' news."""

from syndicator.languages.atlas.tables import Names

FRENCH = Names(
    contested="Jérusalem, Jérusalem-Est",
    countries="""
US =USA, Amérique
GB Grande-Bretagne, Angleterre, Écosse, pays de Galles
PS Palestine, Cisjordanie, Gaza, bande de Gaza
AE Émirats
KZ Kazakhstan
KG Kirghizistan, Kirghizstan
CZ République tchèque
RU Fédération de Russie
GE République de Géorgie
AE Émirats arabes unis
TJ Tadjikistan
TM Turkménistan
KP Corée du Nord
KR Corée du Sud
CD RDC, République démocratique du Congo
CI Côte d'Ivoire
BY Biélorussie
MD Moldavie
NL Hollande
""",
    peoples="""
US américain
GB britannique, anglais
PS palestinien
IL israélien
KZ kazakhstanais, kazakh
FR français, franco
DE allemand, germano
IT italien
ES espagnol
RU russe
CN chinois
JP japonais
TR turc
UA ukrainien
CA canadien
BE belge
CH suisse
MA marocain
TN tunisien
DZ algérien
LB libanais
JO jordanien
EG égyptien
SN sénégalais
UZ ouzbek
KG kirghiz
IN indien
BR brésilien
AF afghan
AL albanais
AM arménien
AR argentin
AT autrichien
AU australien
AZ azerbaïdjanais
BF burkinabè
BG bulgare
BJ béninois
BY biélorusse
CD congolais
CI ivoirien
CM camerounais
CL chilien
CO colombien
CU cubain
CY chypriote
CZ tchèque
DK danois
EE estonien
ET éthiopien
FI finlandais
GA gabonais
GE géorgien
GH ghanéen
GN guinéen
GR grec
HR croate
HT haïtien
HU hongrois
ID indonésien
IE irlandais
IQ irakien
IR iranien
IS islandais
KE kényan
KH cambodgien
KR sud-coréen
KP nord-coréen
KW koweïtien
LT lituanien
LU luxembourgeois
LV letton
LY libyen
MG malgache
ML malien
MR mauritanien
MX mexicain
MY malaisien
NE nigérien
NG nigérian
NL néerlandais
NO norvégien
NZ néo-zélandais
PE péruvien
PK pakistanais
PL polonais
PT portugais
QA qatari, qatarien
RO roumain
RS serbe
RW rwandais
SA saoudien
SD soudanais
SE suédois
SK slovaque
SI slovène
SY syrien
TD tchadien
TG togolais
TH thaïlandais
TJ tadjik
TM turkmène
VE vénézuélien
VN vietnamien
YE yéménite
ZA sud-africain
""",
    cities="""
FR Paris, Lyon, Marseille, Strasbourg, Toulouse, Lille, Bordeaux
KZ Astana, Almaty, Karaganda
IL Tel-Aviv, Haïfa
PS Ramallah
GB Londres
RU Moscou
DE Berlin
IT Rome
ES Madrid
CH Genève
US Washington, New York
CN Pékin
JP Tokyo
TR Ankara, Istanbul
LB Beyrouth
JO Amman
TN Tunis
MA Rabat
DZ Alger
EG Le Caire
UZ Tachkent
KG Bichkek
KZ Chymkent, Noursoultan, Nour-Soultan, Alma-Ata
FR Montpellier, Nantes, Grenoble, Rennes, Matignon
GB Oxford, Édimbourg
DE Munich, Hambourg, Francfort, Heidelberg
IT Milan, Bologne, Turin
ES Barcelone, Valence
PT Lisbonne
BE Bruxelles, Louvain, Liège
NL Amsterdam, La Haye
CH Lausanne, Zurich
AT Vienne
PL Varsovie, Cracovie
CZ Prague
HU Budapest
RO Bucarest
GR Athènes
RU Saint-Pétersbourg, Kazan
UA Kiev, Kyiv, Kharkiv, Lviv
GE Tbilissi
AM Erevan
AZ Bakou
TJ Douchanbé
TM Achgabat
UZ Samarcande
IR Téhéran
IQ Bagdad
SY Damas, Alep
SA Riyad
AE Dubaï, Abou Dhabi
QA Doha
IL Knesset
PS Naplouse, Hébron, Bethléem, Jénine, Khan Younès
TN Sfax, Sousse
MA Casablanca, Fès, Marrakech
DZ Oran
LY Tripoli, Benghazi
SN Dakar
ML Bamako
CI Abidjan
CM Yaoundé
CD Kinshasa
NE Niamey
TD N'Djamena
BF Ouagadougou
BJ Cotonou
TG Lomé
MG Antananarivo
CA Montréal, Québec, Ottawa, Toronto
CN Shanghai, Wuhan
KR Séoul
IN New Delhi
US Boston, Californie, Maison-Blanche
""",
    nowhere="""
Amérique latine, Amérique du Sud, Amérique du Nord, langue française, océan Indien,
cochon d'Inde, porcelaine de Chine, Michael Jordan, accord de Paris,
accords de Paris, convention de Genève, processus de Bologne, golfe d'Oman, golfe de Guinée, langue arabe,
langue anglaise, langue russe, langue chinoise, langue espagnole, noix du Brésil, grippe espagnole,
encre de Chine, montagnes russes, berger allemand, État de Géorgie, université de Géorgie,
lac Tchad, fleuve Niger, delta du Niger
""",
    doubtful="""
Amérique, Rome, Washington,
Géorgie, Valence, Vienne, Tripoli, Oran, Milan, Liège, Damas, Fès,
Bruxelles
""",
)
TURKISH = Names(
    contested="Kudüs, Doğu Kudüs",
    countries="""
US ABD, Amerika
GB İngiltere, Britanya, Birleşik Krallık
PS Filistin, Gazze, Batı Şeria
AE BAE
KZ Kazakistan
KG Kırgızistan
UZ Özbekistan
TJ Tacikistan
TM Türkmenistan
KR Güney Kore
TR Türkiye, Türkiye Cumhuriyeti
US Amerika Birleşik Devletleri
AE Birleşik Arap Emirlikleri
KP Kuzey Kore
RU Rusya Federasyonu
GE Gürcistan
CZ Çekya, Çek Cumhuriyeti
NL Hollanda
PS Filistin Devleti, Gazze Şeridi
""",
    peoples="""
US Amerikan, Amerikalı
GB İngiliz
PS Filistinli
IL İsrailli
KZ Kazak, Kazakistanlı
TR Türk
DE Alman
FR Fransız
RU Rus
CN Çinli
JP Japon
UZ Özbek
KG Kırgız
AZ Azerbaycanlı
SY Suriyeli
IQ Iraklı
IR İranlı
UA Ukraynalı
EG Mısırlı
LB Lübnanlı
JO Ürdünlü
PK Pakistanlı
AF Afgan
IN Hintli
IT İtalyan
ES İspanyol
GR Yunan
NL Hollandalı
PL Polonyalı
GE Gürcü
AM Ermeni
KR Koreli, Güney Koreli
CA Kanadalı
TM Türkmen
TJ Tacik
BA Boşnak, Bosnalı
AL Arnavut
BG Bulgar
RO Rumen
SE İsveçli
BR Brezilyalı
MY Malezyalı
ID Endonezyalı
SD Sudanlı
SO Somalili
""",
    cities="""
TR Ankara, İstanbul, İzmir, Konya, Erzurum
KZ Astana, Almatı, Türkistan, Şimkent
KG Bişkek
UZ Taşkent, Semerkant
AZ Bakü
RU Moskova
GB Londra
FR Paris
DE Berlin
US Washington, New York
CN Pekin
JO Amman
TR Antalya, Bursa, Adana, Gaziantep, Eskişehir, Trabzon, Samsun, Kayseri, Diyarbakır, Malatya
KZ Nur-Sultan, Nur Sultan, Karaganda, Kızılorda, Aktöbe
KG Oş
UZ Buhara
AZ Gence, Nahçıvan
TJ Duşanbe
TM Aşkabat
GE Tiflis, Batum
AM Erivan
RU Kazan, Kremlin, St. Petersburg, Tataristan
UA Kiev, Harkiv, Odessa
PS Ramallah, Nablus, Beytüllahim
IL Tel Aviv, Hayfa
SY Şam, Halep
IQ Bağdat, Erbil, Musul
IR Tahran
LB Beyrut
EG Kahire
SA Riyad, Cidde
QA Doha
AE Dubai, Abu Dabi
GB Oxford
FR Strazburg
DE Münih, Frankfurt
IT Roma, Milano
ES Madrid
BE Brüksel
NL Amsterdam
CH Cenevre
AT Viyana
PL Varşova
HU Budapeşte
GR Atina
RS Belgrad
BA Saraybosna
BG Sofya
JP Tokyo
KR Seul
US Beyaz Saray
PK İslamabad
AF Kabil
""",
    nowhere="""
Latin Amerika, Güney Amerika, Kuzey Amerika, Türk Konseyi, Türk Devletleri Teşkilatı, Türk dünyası,
Mısır ekmeği, Mısır gevreği, Mısır unu, Hindistan cevizi, Brezilya fıstığı, Michael Jordan,
Paris Anlaşması, Cenevre Sözleşmesi, Umman Denizi, Gine domuzu, Bologna Süreci, Türk kahvesi, Rus ruleti, Rus salatası
""",
    doubtful="""
Amerika, Çad, Mali, Türk,
Şam, Halep, Roma, Kabil, Kazan,
Brüksel
""",
    cased_peoples=True,
)
CHINESE = Names(
    contested="耶路撒冷",
    countries="""
US 美国
GB 英国, 英格兰
PS 巴勒斯坦, 加沙
KZ 哈萨克斯坦, 哈萨克, 哈国
KG 吉尔吉斯斯坦
UZ 乌兹别克斯坦
CN 中国, 我国, 中哈, 中法, 中俄, 中美, 中英, 中方
KR 韩国
KP 朝鲜
TW 台湾, 臺灣, 台北, 臺北, 高雄, 台中
HK 香港
KZ 中哈
RU 俄罗斯, 中俄
FR 中法
US 中美
US 美利坚合众国
KR 大韩民国
RU 俄国, 俄罗斯联邦
CN 中华人民共和国, 内蒙古, 内蒙
TJ 塔吉克斯坦
TM 土库曼斯坦
MN 蒙古国
PS 巴勒斯坦国, 约旦河西岸, 加沙地带
SA 沙特
AE 阿联酋
CD 刚果民主共和国
CF 中非共和国
TW 台灣, 臺湾
""",
    cities="""
CN 北京, 上海, 广州, 深圳, 西安, 新疆, 乌鲁木齐, 成都, 武汉, 天津, 南京, 杭州
KZ 阿斯塔纳, 阿拉木图
RU 莫斯科
FR 巴黎
GB 伦敦
US 华盛顿, 纽约
JP 东京
IL 特拉维夫
DE 柏林
CN 重庆, 苏州, 哈尔滨, 沈阳, 长沙, 郑州, 昆明, 兰州, 青岛, 西藏, 澳门
KZ 努尔苏丹, 奇姆肯特, 卡拉干达
UZ 塔什干, 撒马尔罕
KG 比什凯克
TJ 杜尚别
RU 圣彼得堡, 喀山
UA 基辅, 敖德萨, 哈尔科夫, 利沃夫
FR 里昂, 马赛
DE 慕尼黑, 法兰克福
CH 日内瓦
AT 维也纳
IT 罗马, 米兰
ES 马德里, 巴塞罗那
BE 布鲁塞尔
PL 华沙
TR 安卡拉, 伊斯坦布尔
IR 德黑兰
EG 开罗
JO 安曼
LB 贝鲁特
SY 大马士革
IN 新德里, 孟买
KR 首尔
US 波士顿, 加利福尼亚, 白宫
AU 悉尼, 墨尔本
CA 渥太华, 多伦多
IL 海法
PS 拉姆安拉
ML 巴马科
""",
    nowhere="""
拉丁美洲, 印度洋, 印度教,
马里兰, 马里奥, 马里乌波尔, 阿曼达, 海地区, 日本报, 宪法国家, 泰国际, 迈克尔·乔丹, 佐治亚, 法国梧桐,
几内亚湾, 阿曼湾, 巴黎协定, 日内瓦公约, 博洛尼亚进程, 罗马数字, 南美国家, 欧美国家, 北美国家, 中美洲, 古罗马,
其中方, 集中美, 空中美, 其中美, 其中法, 其中英, 从中俄
""",
    doubtful="""
朝鲜, 苏丹, 罗马,
布鲁塞尔
""",
)
KYRGYZ = Names(
    countries="""
US АКШ, Америка
GB Улуу Британия, Англия
AE БАЭ
PS Палестина
KR Түштүк Корея
CN Кытай, КЭР
RU Россия, Орусия, РФ
TR Түркия
KG Кыргызстан, Кыргыз Республикасы, КР
KZ Казакстан
UZ Өзбекстан
TJ Тажикстан
AE Бириккен Араб Эмираттары
US Америка Кошмо Штаттары
KR Корея Республикасы
AZ Азербайжан
BY Беларусь
IL Израиль
UA Украина
IR Иран
IN Индия
JP Япония
DE Германия
FR Франция
""",
    peoples="""
KZ казакстандык
RU россиялык, орусиялык
US америкалык
KG кыргызстандык
UZ өзбекстандык
TR түркиялык
CN кытайлык
""",
    cities="""
KG Бишкек, Ош, Жалал-Абад, Нарын, Талас, Баткен, Ысык-Көл, Каракол, Жогорку Кеңеш
KZ Астана, Алматы, Нур-Султан
RU Москва, Кремль, Казань
UZ Ташкент
TJ Душанбе
TR Анкара, Стамбул
CN Пекин, Бээжин
GB Лондон
FR Париж
DE Берлин
US Вашингтон
KG Чүй, Токмок, Кара-Балта
KZ Шымкент, Караганды
UZ Самарканд, Андижан, Наманган, Фергана
RU Санкт-Петербург, Новосибирск, Екатеринбург, Татарстан
UA Киев
AZ Баку
GE Тбилиси
AM Ереван
BY Минск
IR Тегеран
AE Дубай
QA Доха
CH Женева
BE Брюссель
JP Токио
KR Сеул
US Нью-Йорк
IL Тель-Авив
""",
    doubtful="""
Америка, КР, Чад, Мали, Талас,
Брюссель
""",
)
UKRAINIAN = Names(
    contested="Єрусалим",
    countries="""
US США, Америка
GB Велика Британія, Британія, Англія
AE ОАЕ
RU РФ
KR Південна Корея
PS Палестина, Сектор Гази
US Сполучені Штати, Сполучені Штати Америки
GB Сполучене Королівство, Об'єднане Королівство, Шотландія, Уельс
AE Емірати
RU Російська Федерація
KR Республіка Корея
KP КНДР, Північна Корея
CN КНР
BY Білорусь
MD Молдова
CZ Чехія
NL Нідерланди, Голландія
TR Туреччина
PS Західний берег, Палестинська автономія
CI Кот-д'Івуар
ZA ПАР
KZ Республіка Казахстан
KG Киргизстан
AZ Азербайджан
""",
    peoples="""
UA український, українець
RU російський, росіянин
US американський
GB британський
DE німецький
FR французький
PL польський
IL ізраїльський
KZ казахстанський
TR турецький
CN китайський
AF афганський
AM вірменський, вірменин
AU австралійський, австралієць
AT австрійський, австрієць
AZ азербайджанський
BY білоруський, білорус
BE бельгійський
BR бразильський
BG болгарський
CA канадський, канадець
CZ чеський
DK данський
NL нідерландський
EG єгипетський
EE естонський
FI фінський
GE грузинський, грузин
GR грецький
HU угорський, угорець
IN індійський
ID індонезійський
IR іранський, іранець
IQ іракський
IE ірландський
IT італійський, італієць
JP японський, японець
JO йорданський
KR південнокорейський
KP північнокорейський
KG киргизький
LV латвійський, латиський
LB ліванський
LT литовський, литовець
MX мексиканський
MD молдовський
MA марокканський
NO норвезький
PK пакистанський
PS палестинський, палестинець
PT португальський
QA катарський
RO румунський
SA саудівський
RS сербський
SK словацький
SI словенський
ES іспанський
SE шведський
CH швейцарський
SY сирійський
TJ таджицький
TM туркменський
UZ узбецький, узбек
GB британець, англійський
US американець
DE німець
FR француз
PL поляк
IL ізраїльтянин
KZ казахстанець, казахський
CN китаєць
""",
    cities="""
UA Київ, Харків, Одеса, Львів, Дніпро, Донецьк
RU Москва, Кремль
US Вашингтон
PL Варшава
GB Лондон
DE Берлін
FR Париж
KZ Астана
UA Запоріжжя, Вінниця, Полтава, Чернівці, Тернопіль, Ужгород, Івано-Франківськ, Херсон, Миколаїв, Суми, Буковина
RU Санкт-Петербург, Казань, Новосибірськ
KZ Алмати, Нур-Султан, Караганда, Шимкент
UZ Ташкент, Самарканд
KG Бішкек
GE Тбілісі
AZ Баку
AM Єреван
BY Мінськ
MD Кишинів
LT Вільнюс
LV Рига
EE Таллінн
PL Краків, Вроцлав, Люблін
CZ Прага
SK Братислава
HU Будапешт
RO Бухарест
AT Відень
IT Рим, Мілан
ES Мадрид, Барселона
CH Женева, Цюрих
BE Брюссель
NL Гаага, Амстердам
DE Мюнхен, Гамбург, Франкфурт
SE Стокгольм
FI Гельсінкі
NO Осло
DK Копенгаген
TR Анкара, Стамбул
IL Тель-Авів, Хайфа
PS Рамалла
EG Каїр
JO Амман
LB Бейрут
IR Тегеран
CN Пекін, Шанхай
JP Токіо
KR Сеул
US Нью-Йорк, Білий дім
CA Торонто, Оттава
GB Оксфорд, Кембридж
""",
    nowhere="""
Латинська Америка, Південна Америка, Північна Америка, англійська мова, німецька мова, французька мова, польська мова,
російська мова, китайська мова, іспанська мова, Індійський океан, Перська затока, волоський горіх, грецький горіх,
Майкл Джордан, Паризька угода, Женевська конвенція, Болонський процес, морська свинка, американські гірки
""",
    doubtful="""
Америка, Рим, Суми, Того, Малі, Чад, Перу, Емірати,
Брюссель
""",
)
