"""Places as they stand in names: one line each, the first form is what the others are read as.

Behind a colon the words that come from the place ("Brazilian"); they are read as ``brazil+``.
"""

COUNTRIES = """
united states|usa|us|united states of america|america|estados unidos|eeuu|etats unis: american americana americano americaine
canada|kanada: canadian canadense canadiense canadienne canadien kanadische
mexico|mexique|mexiko: mexican mexicana mexicano mexicaine
brazil|brasil|bresil|brasilien: brazilian brasileira brasileiro brasilena brasileno bresilienne brasilianische
argentina|argentine|argentinien: argentinian argentino
chile|chili: chilean chileno chilena
colombia|colombie|kolumbien: colombian colombiano colombiana
peru|perou: peruvian peruano peruana
ecuador|equador|equateur: ecuadorian ecuatoriano ecuatoriana
bolivia|bolivie: bolivian boliviano boliviana
venezuela: venezuelan venezolano venezolana
uruguay|uruguai: uruguayan uruguayo uruguaya
paraguay|paraguai: paraguayan paraguayo paraguaya
guatemala: guatemalan guatemalteco guatemalteca
honduras: honduran hondureno hondurena
el salvador|salvador: salvadoran salvadoreno salvadorena
nicaragua: nicaraguan nicaraguense
costa rica: costarricense
panama: panamanian panameno panamena
cuba|kuba: cuban cubano cubana
haiti: haitian haitiano haitiana haitienne
dominican republic|republica dominicana: dominican dominicano dominicana
puerto rico|porto rico: puertorriqueno puertorriquena
jamaica: jamaican
trinidad and tobago|trinidad: trinidadian
guyana: guyanese
suriname: surinamese
united kingdom|uk|great britain|gb|britain|reino unido|royaume uni: british britanica
england|inglaterra|angleterre: english inglesa
scotland|escocia|ecosse|schottland: scottish
wales|cymru|gales: welsh
northern ireland
ireland|eire|irlanda|irlande|irland: irish irlandesa
france|francia|franca|frankreich: french francaise francais francesa
germany|deutschland|alemania|alemanha|allemagne: german deutsche deutscher deutsches alemana alemao allemande
austria|osterreich|oesterreich|autriche: austrian osterreichische osterreichischer
switzerland|schweiz|suisse|suiza|svizzera|suica: swiss schweizer schweizerische
spain|espana|espanha|espagne|spanien: spanish espanola espanol
portugal: portuguese portuguesa portugues
italy|italia|italie|italien: italian italiana italiano
belgium|belgique|belgica|belgien|belgie: belgian belge
netherlands|nederland|holland|paises bajos|pays bas|niederlande: dutch nederlandse
luxembourg|luxemburg
denmark|danmark|dinamarca|danemark: danish dansk
norway|norge|noruega|norvege|norwegen: norwegian norsk
sweden|sverige|suecia|suede|schweden: swedish svenska
finland|suomi|finlandia|finlande|finnland: finnish
iceland|islandia|islande: icelandic
poland|polska|polonia|pologne|polen: polish
czech republic|czechia|ceska republika|cr|tschechien: czech
slovakia|slovensko|eslovaquia: slovak
hungary|magyarorszag|hungria|hongrie|ungarn: hungarian
romania|rumania|roumanie|rumaenien: romanian
bulgaria|bulgarie|bulgarien: bulgarian
greece|hellas|grecia|grece|griechenland: greek
turkey|turkiye|turquia|turquie|tuerkei: turkish
croatia|hrvatska|croacia: croatian
serbia|srbija: serbian
bosnia|bosnia and herzegovina: bosnian
slovenia|slovenija: slovenian
albania|shqiperia: albanian
kosovo
montenegro|crna gora: montenegrin
north macedonia|macedonia: macedonian
ukraine|ukraina|ucrania: ukrainian
russia|rossiya|rusia|russie|russland: russian
belarus: belarusian
moldova: moldovan
lithuania|lietuva: lithuanian
latvia|latvija: latvian
estonia|eesti: estonian
georgia: georgian
armenia: armenian
azerbaijan: azerbaijani
cyprus|chipre|zypern: cypriot
malta: maltese
israel: israeli
palestine|palestina: palestinian
lebanon|liban|libano: lebanese
syria|siria|syrie: syrian
jordan|jordania: jordanian
iraq|irak: iraqi
iran: iranian
egypt|egipto|egito|egypte|aegypten: egyptian
morocco|maroc|marruecos|marrocos: moroccan marocaine
tunisia|tunisie|tunez: tunisian tunisienne
algeria|algerie|argelia: algerian algerienne
libya|libia: libyan
sudan|soudan: sudanese
south sudan
yemen: yemeni
saudi arabia: saudi
united arab emirates|uae
qatar: qatari
kuwait: kuwaiti
bahrain: bahraini
afghanistan: afghan
pakistan: pakistani
india|inde|indien: indian
bangladesh: bangladeshi
nepal: nepali nepalese
sri lanka: lankan
bhutan: bhutanese
myanmar|burma: burmese
thailand|tailandia: thai
cambodia|camboya|cambodge: cambodian
vietnam|viet nam: vietnamese
laos: laotian
malaysia: malaysian
singapore|singapur
indonesia: indonesian
philippines|filipinas|pilipinas: filipino filipina
timor leste|east timor: timorese
china|chine: chinese
hong kong
taiwan: taiwanese
japan|nippon|japon|japao: japanese
south korea|korea: korean
mongolia: mongolian
kazakhstan: kazakh
australia|australie|australien: australian
new zealand|aotearoa new zealand|aotearoa|nueva zelanda
papua new guinea
fiji: fijian
samoa: samoan
guam
nigeria: nigerian
ghana: ghanaian
kenya|kenia: kenyan
uganda|ouganda: ugandan
tanzania: tanzanian
rwanda: rwandan
burundi: burundian
ethiopia|etiopia|ethiopie: ethiopian
eritrea: eritrean
somalia: somali
senegal: senegalese senegalaise
mali: malian
niger
burkina faso
cote divoire|ivory coast
benin
togo: togolese
cameroon|cameroun|camerun: cameroonian
chad|tchad
congo|rdc|drc: congolese
angola: angolan
mozambique|mocambique: mozambican
zambia: zambian
zimbabwe: zimbabwean
malawi: malawian
botswana
namibia: namibian
south africa|sudafrica|africa do sul|afrique du sud|sudafrika: sudafricana
madagascar
mauritius
sierra leone
liberia: liberian
gambia: gambian
guinea|guinee: guinean
"""

REGIONS = """
africa|afrique|afrika: african africana africano africaine africain
europe|europa|eu: european europea europeia europeenne europaische europaeische
asia|asie|asien: asian asiatica
latin america|america latina|amerique latine|lateinamerika: latin_american latinoamericana latinoamericano lateinamerikanische
north america|norteamerica
south america|sudamerica
central america|centroamerica: centroamericana centroamericano
middle east|medio oriente
caribbean|caribe|caraibes
oceania
amazonia|amazonie: amazonica amazonico
pacific islands
balkans|balkan
scandinavia: scandinavian nordic
"""

STATES = """
alabama
alaska
arizona
arkansas
california|calif
colorado
connecticut|conn
delaware
florida
hawaii
idaho
illinois
indiana
iowa
kansas
kentucky
louisiana
maine
maryland
massachusetts|mass
michigan|mich
minnesota|minn
mississippi
missouri
montana
nebraska
nevada
new hampshire
new jersey
new mexico
new york|nueva york|new york state|nys|nuova york
north carolina
north dakota
ohio
oklahoma|okla
oregon
pennsylvania|penn|penna
rhode island
south carolina
south dakota
tennessee|tenn
texas|tejas
utah
vermont
virginia
washington|washington state
west virginia
wisconsin
wyoming
district of columbia|washington dc|washington d c|dc
carolina|carolinas
dakota
new england|nueva inglaterra
northern new england
appalachia: appalachian
northern virginia|nova
ontario
quebec: quebecois quebecoise
british columbia
alberta
manitoba
saskatchewan
nova scotia
new brunswick
newfoundland and labrador|newfoundland
prince edward island
yukon
nunavut
northwest territories
new south wales|nsw
queensland
victoria
tasmania
south australia
western australia
northern territory
acre
alagoas
amapa
amazonas
bahia: baiana baiano
ceara: cearense
distrito federal
espirito santo: capixaba
goias: goiana goiano
maranhao: maranhense
mato grosso
mato grosso do sul
minas gerais: mineira mineiro
para state: paraense
paraiba: paraibana paraibano
parana: paranaense
pernambuco: pernambucana pernambucano
piaui: piauiense
rio de janeiro: fluminense carioca
rio grande do norte: potiguar
rio grande do sul: gaucha gaucho
rondonia
roraima
santa catarina: catarinense
sao paulo: paulista paulistana
sergipe: sergipana
tocantins
jalisco
oaxaca: oaxaquena oaxaqueno
chiapas
veracruz
puebla
guerrero
michoacan
sonora
chihuahua
yucatan
nuevo leon
tabasco
baja california
sinaloa
cataluna|catalunya|catalonia|catalogne: catalana catalan
galicia: gallega
andalucia|andalusia: andaluza
pais vasco|euskadi|basque country: vasca
valencia: valenciana
aragon: aragonesa
castilla
asturias: asturiana
navarra
bretagne|brittany: bretonne
normandie|normandy
alsace
provence
bayern|bavaria: bayerische bayerischer
berlin: berliner
brandenburg
bremen
hamburg: hamburger
hessen: hessische hessischer
niedersachsen: niedersachsische
nordrhein westfalen|nrw
rheinland pfalz
saarland
sachsen|saxony: sachsische sachsischer
thuringen
baden wurttemberg|baden wuerttemberg
schleswig holstein
cornwall
devon
dorset
kent
essex
sussex
surrey
norfolk
suffolk
yorkshire
lancashire
cumbria
cheshire
shropshire
derbyshire
nottinghamshire
lincolnshire
leicestershire
staffordshire
warwickshire
worcestershire
gloucestershire
oxfordshire
buckinghamshire
hertfordshire
bedfordshire
cambridgeshire
northamptonshire
hampshire
wiltshire
somerset
berkshire
northumberland
durham
herefordshire
merseyside
ulster
munster
leinster
karnataka
kerala
maharashtra
gujarat
punjab
rajasthan
tamil nadu
bengal|west bengal
bihar
"""

CITIES = """
    albany | albuquerque | amsterdam | anchorage | ann arbor | antwerp | atlanta | auckland | austin | bakersfield | baltimore
    bangkok | barcelona | basel | baton rouge | beijing | belfast | bengaluru | berkeley | bern | birmingham | bogota | boise
    bologna | bombay | bonn | bordeaux | boston | boulder | braunschweig | brasilia | bradford | brighton | brisbane | bristol
    bronx | brooklyn | brussels | bruxelles | bucharest | budapest | buenos aires | buffalo | burlington | cairo | calgary
    cambridge | cape town | caracas | cardiff | charleston | charlotte | chattanooga | chennai | chicago | cincinnati
    cleveland | cologne | columbus | copenhagen | cordoba | curitiba | dakar | dallas | dayton | delhi | denver | des moines
    detroit | dhaka | dortmund | dresden | dublin | duesseldorf | durban | edinburgh | edmonton | el paso | eugene | fairfax
    fort worth | fortaleza | frankfurt | fresno | geneva | geneve | ghent | glasgow | gothenburg | grand rapids | grenoble
    guadalajara | halifax | hannover | hanoi | harlem | harrisburg | hartford | havana | helsinki | hiroshima | honolulu
    houston | indianapolis | istanbul | jackson | jacksonville | jakarta | jerusalem | johannesburg | kampala | kansas city
    karachi | kiev | knoxville | koln | krakow | kyiv | kyoto | lagos | lahore | lansing | las vegas | lausanne | leeds
    leicester | leipzig | lille | lima | lincoln | lisboa | lisbon | little rock | liverpool | ljubljana | london | londres
    long beach | long island | los angeles | louisville | lyon | madison | madrid | malaga | manchester | manhattan | manila
    marseille | medellin | melbourne | memphis | mexico city | ciudad de mexico | cdmx | miami | milan | milano | milwaukee
    minneapolis | monterrey | montevideo | montpellier | montreal | moscow | mumbai | munich | munchen | muenchen | nairobi
    nantes | nashville | new haven | new orleans | nueva orleans | newcastle | new york city | newark | nice | norfolk
    nottingham | nuremberg | oakland | oklahoma city | olympia | omaha | orlando | osaka | oslo | ottawa | oxford | palo alto
    paris | pasadena | perth | philadelphia | phoenix | pittsburgh | portland | porto alegre | prague | praha | providence
    quito | raleigh | recife | reno | richmond | riga | rochester | roma | rome | rotterdam | sacramento | saint louis
    st louis | saint paul | st paul | salt lake city | san antonio | san bernardino | san diego | san francisco | san jose
    san juan | santiago | santa barbara | santa cruz | santa fe | santa monica | santo domingo | sarajevo | savannah | scranton
    seattle | seoul | sevilla | seville | shanghai | sheffield | sofia | southampton | spokane | stockholm | strasbourg
    stuttgart | sydney | syracuse | tacoma | tallahassee | tallinn | tampa | tegucigalpa | tel aviv | the bronx | the hague
    tijuana | tokyo | toledo | topeka | toronto | toulouse | trenton | tucson | tulsa | turin | utrecht | valparaiso | vancouver
    venice | vienna | wien | vilnius | warsaw | warszawa | wellington | wichita | wilmington | winnipeg | worcester | york
    zagreb | zaragoza | zurich | queens | staten island | bay area | silicon valley | rio grande valley | rgv | hudson valley
    central valley | inland empire | twin cities | gulf coast | east bay | south bay | north bay | west bank | gaza | silesia
    sicily | tyrol | natal | belem | manaus | goiania | maceio | aracaju | teresina | vitoria | campinas | florianopolis
    salvador bahia | upstate | downstate | capital region | lower east side | midtown | nottingham | coventry | plymouth
    swansea | aberdeen | dundee | cork | galway | limerick
"""

WHERES = """
    valley | county | counties | city | town | township | village | borough | island | islands | coast | bay | metro
    metropolitan | area | region | state | province | condado | ciudad | municipio | municipality | estado | provincia | isla
    valle | vale | costa | cidade | ilha | barrio | bairro | stadt | kreis | bezirk | ville | departement | harbor | shore
    peninsula | delta | basin | tri county | neighborhood | parish | downtown | suburban | suburbs | hills | heights
"""
"""Words that say what sort of place it is: with one of them a name tells of a place."""

ABBREVIATED = """
    al alabama alagoas | ak alaska | az arizona | ar arkansas argentina | ca california | co colorado | ct connecticut
    de delaware germany | fl florida | ga georgia | hi hawaii | id idaho | il illinois | in indiana | ia iowa | ks kansas
    ky kentucky | la louisiana | me maine | md maryland | ma massachusetts maranhao | mi michigan | mn minnesota
    ms mississippi mato_grosso_do_sul | mo missouri | mt montana mato_grosso | ne nebraska | nv nevada | nh new_hampshire
    nj new_jersey | nm new_mexico | ny new_york | nc north_carolina | nd north_dakota | oh ohio | ok oklahoma | or oregon
    pa pennsylvania para_state | para para_state | ri rhode_island | sc south_carolina santa_catarina | sd south_dakota
    tn tennessee | tx texas | ut utah | vt vermont | va virginia | wa washington western_australia | wv west_virginia
    wi wisconsin | wy wyoming | on ontario | qc quebec | bc british_columbia | ab alberta | mb manitoba | sk saskatchewan
    ns nova_scotia | nb new_brunswick | nl newfoundland | sp sao_paulo | rj rio_de_janeiro | mg minas_gerais | ba bahia
    rs rio_grande_do_sul | rn rio_grande_do_norte | es espirito_santo spain | pr parana puerto_rico | pe pernambuco | ce ceara
    pb paraiba | pi piaui | se sergipe | go goias | df distrito_federal | am amazonas | ap amapa | ro rondonia | rr roraima
    to tocantins | ac acre | vic victoria | qld queensland | tas tasmania | fr france | br brazil | mx mexico | ch switzerland
    nz new_zealand | sa south_australia
"""
"""Two letters (or three) that stand for places. Many are words too: they are places at the end of a name or beside another."""
