"""Words of the field in five languages: English | Spanish | Portuguese | French | German, an empty cell where none is usual.

Each line is one meaning. Several words in one cell are forms of it or other words for it; within a language they are never
taken for each other.
"""

TRANSLATIONS = """
center | centro | centro | centre | zentrum
association | asociacion | associacao | association | verein verband vereinigung
coalition | coalicion | coalizao | coalition | buendnis bundnis
alliance | alianza | alianca | alliance | allianz
network | red | rede | reseau | netzwerk netz
council | consejo concilio | conselho | conseil | rat
foundation | fundacion | fundacao | fondation | stiftung
project | proyecto | projeto | projet | projekt
committee | comite | comite | comite | komitee ausschuss
commission | comision | comissao | commission | kommission
society | sociedad | sociedade | societe | gesellschaft
institute | instituto | instituto | institut | institut
organization | organizacion | organizacao | organisation | organisation
federation | federacion | federacao | federation | foderation foederation
confederation | confederacion | confederacao | confederation | konfoderation
union | union sindicato | uniao sindicato | union syndicat | gewerkschaft union
league | liga | liga | ligue | liga bund
group | grupo | grupo | groupe | gruppe
movement | movimiento | movimento | mouvement | bewegung
campaign | campana | campanha | campagne | kampagne
initiative | iniciativa | iniciativa | initiative | initiative
forum | foro | forum | forum | forum
fund | fondo | fundo | fonds | fonds
program | programa | programa | programme | programm
service | servicio | servico | service | dienst
office | oficina | escritorio | bureau | buro buero
school | escuela | escola | ecole | schule
university | universidad | universidade | universite | universitat universitaet
church | iglesia | igreja | eglise | kirche
house | casa | casa | maison | haus
home | hogar | lar | foyer | heim
collective | colectivo colectiva | coletivo coletiva | collectif collective | kollektiv
cooperative | cooperativa | cooperativa | cooperative | genossenschaft
assembly | asamblea | assembleia | assemblee | versammlung
right | derecho | direito | droit | recht
human | humano humana | humano humana | humain humaine homme | mensch
justice | justicia | justica | justice | gerechtigkeit justiz
law | ley derecho | lei direito | loi droit | recht
legal | legal juridico juridica | legal juridico juridica | juridique legal | rechtlich
freedom | libertad | liberdade | liberte | freiheit
liberty | libertad | liberdade | liberte | freiheit
peace | paz | paz | paix | frieden
democracy | democracia | democracia | democratie | demokratie
equality | igualdad | igualdade | egalite | gleichheit
civil | civil | civil | civil civile civique | burgerlich buergerlich
citizen | ciudadano ciudadana | cidadao cidada | citoyen citoyenne | burger buerger
citizenship | ciudadania | cidadania | citoyennete | staatsburgerschaft
public | publico publica | publico publica | public publique | offentlich oeffentlich
people | pueblo gente persona | povo pessoa gente | peuple personne | volk menschen
community | comunidad comunitario comunitaria | comunidade comunitario comunitaria | communaute communautaire | gemeinde
international | internacional | internacional | international internationale | international internationaler internationales
national | nacional | nacional | national nationale | national nationale nationales
regional | regional | regional | regional regionale | regional regionale
local | local | local | local locale | lokal ortlich
world | mundo mundial | mundo mundial | monde mondial mondiale | welt
global | global | global | mondial global | global
social | social | social | social sociale | sozial soziale sozialer soziales
economic | economico economica | economico economica | economique | wirtschaftlich
cultural | cultural | cultural | culturel culturelle | kulturell
culture | cultura | cultura | culture | kultur
political | politico politica | politico politica | politique | politisch
policy | politica | politica | politique | politik
worker | trabajador trabajadora obrero obrera | trabalhador trabalhadora operario operaria | travailleur ouvrier | arbeiter
labor | trabajo laboral | trabalho | travail | arbeit
work | trabajo | trabalho | travail | arbeit
employee | empleado empleada | empregado empregada | employe employee | angestellte
women | mujer | mulher | femme | frau frauen
men | hombre | homem | homme | manner maenner
children | nino nina ninez infancia | crianca infancia | enfant enfance | kind kinder
youth | joven jovenes juventud | jovem jovens juventude | jeune jeunesse | jugend
family | familia | familia | famille | familie familien
mother | madre | mae | mere | mutter
father | padre | pai | pere | vater
parent | padres | pais | parents | eltern
student | estudiante | estudante | etudiant etudiante | student studierende
teacher | maestro maestra docente profesor | professor professora docente | enseignant enseignante | lehrer lehrerin
nurse | enfermera enfermero | enfermeira enfermeiro | infirmiere infirmier | pflege
doctor | medico medica | medico medica | medecin | arzt
lawyer | abogado abogada | advogado advogada | avocat avocate | anwalt
journalist | periodista | jornalista | journaliste | journalist journalistinnen
farmer | agricultor campesino campesina | agricultor campones camponesa | agriculteur paysan paysanne | bauer
peasant | campesino campesina | campones camponesa | paysan paysanne | bauer
weaver | tejedor tejedora | tecelao tecela | tisserand tisserande | weber weberin
fisher | pescador pescadora | pescador pescadora | pecheur pecheuse | fischer fischerin
tenant | inquilino inquilina | inquilino inquilina | locataire | mieter
neighbor | vecino vecina | vizinho vizinha | voisin voisine | nachbar
friend | amigo amiga | amigo amiga | ami amie | freund
immigrant | inmigrante | imigrante | immigrant immigre immigree | einwanderer
immigration | inmigracion | imigracao | immigration | einwanderung
migrant | migrante | migrante | migrant | migrant
migration | migracion | migracao | migration | migration
refugee | refugiado refugiada | refugiado refugiada | refugie refugiee | fluchtling fluechtling
border | frontera | fronteira | frontiere | grenze
indigenous | indigena | indigena | indigene autochtone | indigene
black | negro negra | negro negra | noir noire | schwarz
poor | pobre | pobre | pauvre | arm
poverty | pobreza | pobreza | pauvrete | armut
health | salud | saude | sante | gesundheit
education | educacion | educacao | education | bildung
housing | vivienda | moradia habitacao | logement | wohnen wohnung
food | alimento comida alimentacion | alimento comida alimentacao | alimentation | ernahrung
water | agua | agua | eau | wasser
land | tierra | terra | terre | land
earth | tierra | terra | terre | erde
environment | ambiente medioambiente | ambiente | environnement | umwelt
environmental | ambiental | ambiental | environnemental environnementale | umwelt
climate | clima climatico climatica | clima climatico climatica | climat climatique | klima
nature | naturaleza | natureza | nature | natur
forest | bosque | floresta | foret | wald
river | rio | rio | riviere fleuve | fluss
sea | mar | mar | mer | meer
energy | energia | energia | energie | energie
development | desarrollo | desenvolvimento | developpement | entwicklung
research | investigacion | pesquisa | recherche | forschung
study | estudio | estudo | etude | studie studien
science | ciencia | ciencia | science | wissenschaft
technology | tecnologia | tecnologia | technologie | technologie technik
information | informacion | informacao | information | information
communication | comunicacion | comunicacao | communication | kommunikation
documentation | documentacion | documentacao | documentation | dokumentation
media | medio medios | midia | media | medien
press | prensa | imprensa | presse | presse
digital | digital | digital | numerique | digital digitale
software | software | software | logiciel | software
free | libre gratis | livre | libre | frei freie freies
open | abierto abierta | aberto aberta | ouvert ouverte | offen offene
defense | defensa | defesa | defense | verteidigung
protection | proteccion | protecao | protection | schutz
support | apoyo | apoio | soutien appui | unterstutzung
aid | ayuda | ajuda auxilio | aide | hilfe
help | ayuda | ajuda | aide | hilfe
solidarity | solidaridad | solidariedade | solidarite | solidaritat solidaritaet
cooperation | cooperacion | cooperacao | cooperation | zusammenarbeit
participation | participacion | participacao | participation | beteiligung
action | accion | acao | action | aktion
fight | lucha | luta | lutte | kampf
struggle | lucha | luta | lutte | kampf
resistance | resistencia | resistencia | resistance | widerstand
liberation | liberacion | libertacao | liberation | befreiung
abolition | abolicion | abolicao | abolition | abschaffung
torture | tortura | tortura | torture | folter
violence | violencia | violencia | violence | gewalt
prison | prision carcel | prisao | prison | gefangnis
death | muerte | morte | mort | tod
life | vida | vida | vie | leben
hope | esperanza | esperanca | espoir | hoffnung
future | futuro | futuro | avenir futur | zukunft
memory | memoria | memoria | memoire | erinnerung
truth | verdad | verdade | verite | wahrheit
dignity | dignidad | dignidade | dignite | wurde
power | poder | poder | pouvoir | macht
voice | voz voces | voz vozes | voix | stimme
dialogue | dialogo | dialogo | dialogue | dialog
unity | unidad | unidade | unite | einheit
united | unido unida unidos unidas | unido unida | uni unie unis unies | vereinigt
new | nuevo nueva | novo nova | nouveau nouvelle | neu neue neues
popular | popular | popular | populaire | volks
rural | rural | rural | rural rurale | landlich
urban | urbano urbana | urbano urbana | urbain urbaine | stadtisch
agrarian | agrario agraria | agrario agraria | agraire | agrar
reform | reforma | reforma | reforme | reform
transparency | transparencia | transparencia | transparence | transparenz
corruption | corrupcion | corrupcao | corruption | korruption
consumer | consumidor consumidora | consumidor consumidora | consommateur | verbraucher
privacy | privacidad | privacidade | vie-privee | datenschutz privatsphare
security | seguridad | seguranca | securite | sicherheit
safety | seguridad | seguranca | securite | sicherheit
amnesty | amnistia | anistia | amnistie | amnestie
gender | genero | genero | genre | geschlecht
disability | discapacidad | deficiencia | handicap | behinderung
faith | fe | fe | foi | glaube
catholic | catolico catolica | catolico catolica | catholique | katholisch katholische
christian | cristiano cristiana | cristao crista | chretien chretienne | christlich christliche
evangelical | evangelico evangelica | evangelico evangelica | evangelique | evangelisch evangelische
jewish | judio judia | judeu judaico judaica | juif juive | judisch
muslim | musulman musulmana | muculmano muculmana | musulman musulmane | muslimisch
pastoral | pastoral | pastoral | pastorale | pastoral
ministry | ministerio | ministerio | ministere | ministerium
saint | san santo santa | sao santo santa | saint sainte | sankt
road | camino | caminho | chemin route | weg
bridge | puente | ponte | pont | brucke bruecke
bread | pan | pao | pain | brot
seed | semilla | semente | graine semence | samen
root | raiz raices | raiz raizes | racine | wurzel
door | puerta | porta | porte | tur
hand | mano | mao | main | hand
heart | corazon | coracao | coeur | herz
clinic | clinica | clinica | clinique | klinik
hospital | hospital | hospital | hopital | krankenhaus
library | biblioteca | biblioteca | bibliotheque | bibliothek
museum | museo | museu | musee | museum
art | arte | arte | art | kunst
music | musica | musica | musique | musik
market | mercado | mercado | marche | markt
garden | jardin huerto | jardim horta | jardin | garten
kitchen | cocina | cozinha | cuisine | kuche
observatory | observatorio | observatorio | observatoire | beobachtungsstelle
platform | plataforma | plataforma | plateforme | plattform
workshop | taller | oficina | atelier | werkstatt
partnership | asociacion alianza | parceria | partenariat | partnerschaft
leadership | liderazgo | lideranca | leadership | fuhrung
training | formacion capacitacion | formacao | formation | ausbildung
victim | victima | vitima | victime | opfer
survivor | sobreviviente superviviente | sobrevivente | survivant survivante | uberlebende
disappeared | desaparecido desaparecida | desaparecido desaparecida | disparu disparue | verschwunden
street | calle | rua | rue | strasse
animal | animal | animal | animal animaux | tier tiere
sustainable | sostenible sustentable | sustentavel | durable | nachhaltig
agriculture | agricultura | agricultura | agriculture | landwirtschaft
trade | comercio | comercio | commerce | handel
commerce | comercio | comercio | commerce | handel
tax | impuesto | imposto | impot | steuer
budget | presupuesto | orcamento | budget | haushalt
interfaith | interreligioso interreligiosa | inter-religioso interreligioso | interreligieux | interreligios
ecumenical | ecumenico ecumenica | ecumenico ecumenica | oecumenique | okumenisch oekumenisch
sexual | sexual | sexual | sexuel sexuelle | sexuell
reproductive | reproductivo reproductiva | reprodutivo reprodutiva | reproductif reproductive | reproduktiv
domestic | domestico domestica | domestico domestica | domestique | hauslich
advancement | avance adelanto | avanco | avancement | forderung
integration | integracion | integracao | integration | integration
inclusion | inclusion | inclusao | inclusion | inklusion
"""
