"""Spanish names of places."""

from syndicator.languages.atlas.tables import Names

NAMES = Names(
    countries="""
US =EE.UU., =EEUU, Estados Unidos de América
GB Gran Bretaña, Inglaterra, Escocia, Gales, Irlanda del Norte
AE Emiratos
PS Palestina, Franja de Gaza, Gaza, Cisjordania
KR Corea del Sur
KP Corea del Norte
RU Federación Rusa
CZ República Checa
KZ Kazajistán, Kazajstán
KG Kirguistán
UZ Uzbekistán
CD República Democrática del Congo
NL Holanda
""",
    peoples="""
ES español
MX mexicano
AR argentino
CO colombiano
CL chileno
PE peruano
VE venezolano
EC ecuatoriano
CU cubano
BO boliviano
UY uruguayo
BR brasileño
US estadounidense
GB británico, inglés
FR francés
DE alemán
IT italiano
PT portugués
RU ruso
UA ucraniano
KZ kazajo
UZ uzbeko
TR turco
IL israelí
PS palestino
EG egipcio
JO jordano
LB libanés
SY sirio
IR iraní
IQ iraquí
SA saudí
MA marroquí
TN tunecino
DZ argelino
CN chino
JP japonés
KR surcoreano
IN indio
PL polaco
NL neerlandés
BE belga
CH suizo
SE sueco
HU húngaro
GR griego
CA canadiense
AU australiano
""",
    cities="""
ES Madrid, Barcelona, Sevilla, Bilbao, Zaragoza, Salamanca, Cataluña, Andalucía
MX Ciudad de México, Guadalajara
AR Buenos Aires
CO Bogotá, Medellín
CU La Habana
VE Caracas
PE Lima
EC Quito
UY Montevideo
GB Londres
FR París, Estrasburgo
DE Berlín, Múnich
IT Roma, Milán
PT Lisboa
RU Moscú, Kremlin
UA Kiev, Járkov
KZ Astaná, Almaty
UZ Taskent
TR Ankara, Estambul
IL Tel Aviv, Haifa
PS Ramala
EG El Cairo
JO Amán
LB Beirut
IR Teherán
CH Ginebra
BE Bruselas
CN Pekín
JP Tokio
US Washington, Nueva York, Casa Blanca
""",
    contested="Jerusalén, Jerusalén Este",
    nowhere="""
América Latina, América del Sur, América del Norte, océano Índico, golfo Pérsico, lengua española, lengua inglesa,
idioma inglés, gripe española, Acuerdo de París, Convenio de Ginebra, conejillo de Indias, Michael Jordan,
Nuevo México
""",
    doubtful="""
Lima, Roma, Guadalajara, Georgia, Níger, Mali, Chad, Emiratos, Gales, chino, Washington,
Bruselas
""",
)
