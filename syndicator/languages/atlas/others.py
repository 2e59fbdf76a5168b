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
""",
    nowhere="Amérique latine, Amérique du Sud, Amérique du Nord, langue française, océan Indien",
    doubtful="Amérique, Rome, Niger, Tchad, Washington",
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
""",
    nowhere="Latin Amerika, Güney Amerika, Kuzey Amerika, Türk Konseyi, Türk Devletleri Teşkilatı, Türk dünyası",
    doubtful="Amerika, Çad, Mali, Türk",
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
""",
    nowhere="拉丁美洲, 印度洋, 印度教",
    doubtful="朝鲜",
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
""",
    doubtful="Америка, КР, Чад, Мали, Талас",
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
""",
)
