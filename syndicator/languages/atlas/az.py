"""Azerbaijani names of places, with the endings of their cases: Azerbaijani has no analyser."""

from syndicator.languages.atlas.tables import Names

NAMES = Names(
    countries="""
AZ Azərbaycanın, Azərbaycanda, Azərbaycana, Azərbaycandan
KZ Qazaxıstanın, Qazaxıstanda, Qazaxıstana, Qazaxıstandan
TR Türkiyənin, Türkiyədə, Türkiyəyə, Türkiyədən
UZ Özbəkistanın, Özbəkistanda, Özbəkistana
RU Rusiyanın, Rusiyada, Rusiyaya, Rusiyadan
GE Gürcüstanın, Gürcüstanda, Gürcüstana
IL İsrailin, İsraildə, İsrailə
IR İranın, İranda, İrana
US =ABŞ, =ABŞ-ın, Amerika
GB Böyük Britaniya, Britaniya, İngiltərə
PS Fələstin, Fələstinin, Qəzza
AE =BƏƏ
""",
    cities="""
AZ Bakı, Bakının, Bakıda, Bakıya, Gəncə, Sumqayıt, Naxçıvan, Şuşa
KZ Astana, Astanada, Almatı, Almatıda
TR Ankara, Ankarada, İstanbul, İstanbulda
UZ Daşkənd, Daşkənddə
RU Moskva, Moskvada
GE Tbilisi, Tbilisidə
IR Tehran, Təbriz
GB London
FR Paris
US Vaşinqton, Nyu-York
""",
    contested="Qüds",
    nowhere="Latın Amerikası, Cənubi Amerika, Şimali Amerika, Hind okeanı",
    doubtful="Amerika, Mali",
)
