"""How common words are in the names of organizations: for each number, the words that stand in about so many of 10,000 names.

An estimate, made from general knowledge. It is only there to tell words that say little from words that say much; a corpus of
real names refines it.
"""

COMMON = {
    700: "association center coalition alliance network national community council foundation project",
    350: """
        action rights justice society institute international committee american organization fund services health education
        human union group united church women for public law
    """,
    180: """
        immigrant workers social legal federation families children environmental environment development youth people
        advocacy resource support housing policy research freedom democracy civil free world global state local citizens
        student university school college city county economic family service league initiative campaign movement program
        club care water climate friends catholic christian jewish muslim interfaith ministry ministries congregation parish
        saint
    """,
    90: """
        refugee migrant immigration latino latina hispanic black asian african native indigenous disability disabled women
        homeless homelessness labor farmworker farmer tenant teacher nurse lawyer lawyers attorneys bar clinic aid defense
        defender protection prevention relief food hunger hope peace liberty equality equity access open digital media press
        information technology internet privacy security software data science art arts culture cultural history heritage
        museum library medical hospital mental violence domestic sexual reproductive planned lgbtq gay transgender
        empowerment leadership partnership collaborative collective cooperative forum board trust task force conservation
        wildlife animal nature land forest river ocean energy power solar carbon green sustainable agriculture agricultural
        rural urban neighborhood regional district chapter office department agency commission veterans senior seniors elder
        aging child girls boys men mothers parents grassroots progressive consumer electronic business chamber commerce
        industry trade trades worker employees employee employment training learning studies study academic graduate
        graduates democratic republican political politics voters voter vote popular new great first center
    """,
    40: """
        abolition accountability addiction adoption affordable affairs against alcohol allied alternative amateur ambulance
        amnesty apartment archive architects assembly assistance assembly athletic auto automobile autism baptist bank basic
        battered bay better bicycle bible bible blind blood bond border borderlands bread bridge bridges bright brotherhood
        budget building builders campus cancer capital caucus change charities charity church churches circle civic civilian
        clean clergy coast coastal communication communications communist companies company concern concerned concerns
        conference congress consortium constitutional construction consultants cooperation corporation corps counseling
        counselors country court creative credit crime criminal crisis cure dance deaf death debt deportation detention
        dialogue dignity direct director disaster discrimination diversity doctors dream drug drugs early earth ecology
        ecumenical educators elections electoral electric electrical elementary emergency empire end ending engagement
        engineers enterprise entertainment episcopal equal ethical ethics ethnic evangelical every excellence exchange
        executive expression faith fair fairness farm farmers farms fathers federal federated fellowship festival fight film
        financial fire firefighters fiscal fish fishing fitness flora food former forward forests foster frontier future
        garden gardens gender general gifts good government governance gospel guild gun guns hall hands harbor harm health
        healthy heart hearts help hill hills historical home homes house houses humane humanitarian humanity identity image
        impact implementation improvement incarceration inclusion inclusive income independence independent indivisible
        industrial innovation inspiration insurance integration integrity intelligence interest investment islamic issues
        job jobs joint journal journalism journalists judicial jubilee junior just juvenile keepers kids kitchen knowledge
        laity lake language laboratory latin leaders learning legislative lesbian liberation life light lights listening
        literacy literature living lodge low lutheran machine machinists management marine market maternal matter matters
        media mediation medicine meeting members memorial mennonite mercy methodist middle midwives military mission
        missions mobile mobility mobilization modern monitoring moral mountain mountains multicultural municipal music
        mutual neighbor neighbors never news newspaper night nonviolence nonprofit nuclear nursing nutrition observatory
        oversight orchestra outreach overdose painters park parks participation partners path pathways patients peer pension
        pharmacists philanthropy physicians pilot plan planet planning plastic plumbers poetry police policies pollution
        poor population post poverty presbyterian preservation pride primary prison prisoners production professional
        professionals professors promise property prosperity psychology psychological publishers quaker quality race racial
        racism radio rail railway reading ready recovery recycling reform reformed refuge regeneration rehabilitation
        religion religious renewable rent renters rescue reserve resident residents resilience resistance resources respect
        responsible responsibility restaurant restoration restore retired revolution revolutionary road roads roots safe
        safety sanctuary sciences seafarers secular secure self sewage sex shelter shield sisters small soccer socialist
        solidarity solutions speech spirit sports stop strategic strategy street strong students success summer surveillance
        survivors sustainability synagogue system systems table teachers team teamsters temple theater theological think
        thrive together torture town traditional trafficking transit transition transparency transport transportation travel
        treatment tribal tribe truth understanding undocumented unemployed unitarian universal universalist university urban
        utility valley values vegan vegetarian veteran victims victory village vision voice voices volunteer volunteers wage
        war waste watch welfare wellness wilderness wind winter wisdom witness women word work working workforce works
        worship writers young zero zone
    """,
}

KNOWN = """
    able about above abroad absence across active actors acts adult adults advance advanced advancement advancing advice
    advocate advocates after again age air airline alert all aliens alive allies along also always ambassadors among ancient
    angel anti antiracist any appeal applied around art artist artists ask assembled assist athlete attack authority
    autonomous award aware awareness away baby back balance ban barrier barriers base beach beat become behind being belong
    best beyond big bird birds birth black blue board boat body book books born both box brain brave break breast breath
    bring broadband broadcasting broken brothers brown build bus buy call can candle cannot capacity captive car cards
    carers cat cats cause cease centers central century challenge challenges charter choice choose church circuit citizen
    citizenship class classroom clear close cloud coal code coders coffee commons commonwealth communities compass
    compassion competition computer computers concept connect connected connection connections conscience consent contact
    control convention convergence core corporate corruption cost counter counties couple courage cradle create creating
    creation creators cross crossing crown cry cyber cycle cycling daily dance dangerous daughters day days dead deal dear
    decide deep defend defenders defending deliver demand demining dental design desert developers diabetes different dinner
    diocese direction discovery disease divest divine dog dogs door down dreamers drink drive drum dwelling each ear earned
    east eat ecological edge eight elders eleven elevate emancipation emerging engineering english enhance enough
    environments epilepsy era essential eternal even evening event ever everyone evidence evolution examination experience
    explorers express extinction eye eyes face facts fair fall farming fashion fast father fear feed feminist feminism field
    fifth fighters final find finders firm five flag flight flood floor flow flower follow foot force foreign forensic
    forever forge form forth forum fossil found foundations founders four fourth fox frame fraternal fraternity freelance
    fresh friend from front fruit fuel full fully gallery game games gang gas gateway gather gathering generation
    generations gentle geography giving glass goal gold golden grand grandmothers grange grant grassland gray great greater
    greenhouse grey grief ground grow growers growing growth guard guardian guardians guide habitat hand harvest haven have
    head healing hear hearing heat herb here heritage high highway hiking holy honor horizon horse horses hotel hotline hour
    household human hunter hunters hurricane ice idea ideas imagine immigrants immunization in increase index infant
    influence initiatives injured injury inner innocence insight inside inspire institution institutions instructors
    intercollegiate interest intersectional interstate investigation investigators investors invest iron island islands
    issue jail january jazz journey joy judge judges june jury keep key kidney kind kindness king kingdom kitchen knife know
    labour ladies lakes lamp landing landlords landmark landscape languages large last latest launch laundry leader league
    learners leather legacy legislation lens letter level liaison liberal liberate librarians libraries license lift
    lightning like limit line lines linen link links lion liquor list literary little live lives loan logic long look love
    lovers lung magazine mail main make makers making malaria manufacturers many map march mark masters material math mayors
    meals measure medal media member memory men mentor mentoring message metal metropolitan middle midwifery migration mile
    milk mill million mind minds mine miners mineral minimum ministers minority mirror mobilize model moment money moon
    moratorium more morning mosque mother motor move moving much multi muscular mutual name narrative nation nations natural
    navigation near neighborhoods nest net networks neuro neutral next nine no noise non normal nothing now number nurses
    nurture oak observers obstetric occupational oceans offenders officers oil old older one online only opera operation
    opportunity opportunities option options oral orange orchard order ordinary organic organize organizers organizing
    orphan orthodox other our out outdoor over own owners pact pain paint palliative paper pantry parent parenthood
    parenting parity part participatory parties party pass passage passenger past pastoral patient patrol pay peaceful
    pediatric penal penalty peoples perinatal permanent person personal persons perspective pet petroleum phone photo
    physical piano pioneer pipeline place places plant plants play players plaza pledge poets point poison polar pool port
    portal positive possible postal potters practice praxis prayer pregnancy press preschool presence preserve president
    pressure prevent primate principals print printing private pro process produce producers profit programmers progress
    prohibition projects promote promoting promotion proof prophetic proposal prospect protect protecting protest proud
    provider providers provision psychiatric psychologists pulse purpose quarter queer quest question quick quiet rain
    rainbow raise rally ranch rapid rate rates reach read real rebel rebellion rebuild reclaim records red redistricting
    reduce reduction reef reentry regenerative region registered rehab reimagine reinvestment rejoice release remember
    removal rental repair reporters report representation republic residence resist resolution resolve respond response rest
    results retail rethink return reuse revival rich ride riders right ring rise rising robotics rock roof room root rose
    round route royal rule run runaway runners sacred sail sailing sailors saints salt salvation same sanitation save
    science scholars scholarship schools scientists scouts screen sculpture sea seed seeds seek senate sense seven seventh
    shade shaping share shared sharing sheep sheriff shine ship shop shore side sight sign silence silver simple sing
    singers single six sixth skate skills sky slavery sleep smart smoke snow sober society soil soldiers sole son song sons
    soul sound source space speak special species sphere spinal spiritual spring square stage stand standard standards star
    start station steel steelworkers steering step stewards stewardship still stone store stories storm story strategies
    stream strength stroke structure struggle studio style substance suicide sun sunday sunrise sunshine supply surf surfers
    surgeons surgery survival sweet swim symphony syndrome tax taxpayers teach tech technical technological teen teens
    television ten tenants tennis tent test theatre theory therapy therapists third thought thousand threads three through
    time tobacco today tomorrow tool tools torch touch tour tourism towards tower toxic track tradition trail trails trans
    transform transformation translators trauma treasury treaty tree trees trends trial tropical truck true trustees try
    tuberculosis turn turtle tutoring two umbrella under undergraduate unidos uninsured unions unique unit unity universe up
    uplift upper uprising us users utilities vaccine valleys variety vegetable vehicle venture vessel veterinary viable view
    vigil villages vine violent visitors visual vital vocational volcano waiting wake walk walkers wall watchdog waters
    watershed wave way weather weave weaving web week well west wetlands whale wheel wheelchair wheels white whole widows
    wild will willow window wing wings wise without wolf wonder wood woods wool worldwide worlds wounded writing yacht year
    yes yoga your youth youths zoo refugees unwanted abuse acid arctic asylum mennonite protestant sikh buddhist hindu bahai
    hospice homeowners pesticides pesticide adolescent ageing panthers humanists humanist atheists anarchist communities
    pacifist pastors rabbis imams nuns priests bishops electricians carpenters bakers drivers pilots musicians programmers
    developers hackers gamers cyclists pedestrians commuters taxpayers shareholders students philippines incarcerated
    foodbank credit mortgage homebuyers

    agua alianza amigos amistad ante apoyo asamblea asesoria autonoma barrio bienestar bosque calle camino campesino
    campesina campesinos casa ciudad clase colectivo comun comunal comunicacion comunitaria comunitario confederacion contra
    cooperacion corazon cuidado defensa dialogo digna digno documentacion ecologia ecologica educativa empleo encuentro
    escuela esperanza estado familia feminista formacion fuerza futuro hogar iglesia igualdad independiente investigacion
    jornaleros joven jovenes lucha madre madres maestro maestros mayor mayores medio memoria mesa mesoamericana ninez ninos
    nueva nuevo obrera obrero obreros organizaciones padre padres pais paz popular promotoras proteccion pueblo pueblos
    puente raices raiz salud semilla servicio sindical sociales solidaria sueno taller tierra todos trabajadoras unidas
    unida vecinos vida vivienda voz voces usuarios afectados ambientales agroecologia articulacao assessoria campo cidadania
    classe coletivo comunicacao comunitarias confederacao democratizacao desenvolvimento educacao ensino escola estudos
    excluidos familia federacao formacao frente governo habitacao igreja juventude juizes liberdade luta mae mulher mulheres
    negra negras negro negros operaria organizacoes parceiros pastoral pastorais pesquisa plataforma processo promocao
    publico reforma rural saude sociais sociedade solidariedade terra trabalhador trabalhadora transparencia uniao vida
    advogado advogados advogadas humanidade agraria agricultura nutricao corrupcao tortura abolicao articulacion accueil ami
    amis avenir bureau chretien citoyen citoyenne collectif communaute conseil confederation coordination defense droit
    ecole eglise enfance enfants ensemble entraide environnement espace etudiants europeenne federation femmes fondation
    formation foyer generale groupe habitants habitat homme informations jeunes jeunesse laique ligue logement maison monde
    mouvement mutuelle nationale observatoire ouvrier paix paysanne peuple peuples planete progres quartier reseau sante
    secours solidarite syndicat terre travail travailleurs union universite ville aktion allianz arbeit arbeiter
    arbeitsgemeinschaft arbeitskreis beratung bewegung bildung buergerinitiative bund bundes bundesverband datenschutz
    demokratie deutsche deutscher deutsches dokumentationszentrum dritte erde evangelische familien flucht fluechtlinge
    forschung forschungs forum frauen freie freiheit freunde frieden fuer gemeinschaft gerechtigkeit gesellschaft
    gewerkschaft gruppe haus hilfe informatik initiative internationale jugend kinder kirche klima kultur landesverband
    leben lehrer mensch menschen menschenrechte mieter netzwerk neue oekologie politik recht rechte rettung schule schutz
    selbsthilfe solidaritaet sozial stadt stiftung student umwelt verband verbraucher verbraucherschutz verein vereinigung
    volks wald wasser welt wissenschaft wohnen zentrum zukunft naturschutz verbraucherpolitik

    analysis anatomy animals anniversary antique apprentice aquarium arbor archaeology archery architecture area arms army
    ash assets astronomy athletics attorney audio author authors aviation bakery balloon bamboo band banking barn baseball
    basin basket basketball bath battle beaver bees beekeepers beer bell bench berry biology bishop blacksmith block blues
    boating boats bone boots botanical bowl bowling box boxing boys branch brass breakfast brewers brick broadcasters brook
    brush bullying burial butterfly cabinet cable cafe calendar camp camping canal canoe canyon carbon card carnival cast
    castle cattle cave cedar cell cello cemetery ceramics certified chain chairs chapel chaplains cheese chef chess chestnut
    chiefs chiropractic choir chorus cider cinema clay clerk clerks climbers climbing clock cloth clubs coaches coalitions
    coastline coat coffeehouse coin collectors colonial column comedy comfort comics commitment committed commodore commuter
    compost composers conductors conifer conscious conservatory conservancy contractors convent cook cooking copper coral
    corn corner cosmetic cottage cotton council counsel courier courts cove covenant cradle craft crafts creek crew cricket
    crop crops crow crowd cruise crystal cub cup currency custody customers dairy dam dark dating daughter dawn deacon dean
    decade defendants degree delegates delta deposit depot deputies derby dermatology desk detective device dialysis diamond
    diaper dignitaries dining dinosaur diplomatic discipline disclosure dispute district dive diversion dividend diving dock
    doll dolphin domain dominion donor donors dormitory drama drawing dress drone drought duck dune dust duty dyslexia eagle
    earthquake easter eastside economics economists ecosystem editors egg elders elementary elevator elm embassy embroidery
    engine equestrian erosion escape essay estate evangelism exam exile exit expo exports eyewitness fabric factory faculty
    fairs falcon falls farmland fauna favor feast feather federalist felony fellowship fence fern ferry fiber fiction figure
    filmmakers fisheries fishermen flags flame flea fleet flock floral flowers flute fog folklore folk foothills footpath
    forestry forestland formula fort fortune forge fountain fraud freight freshwater frog frost frozen fun funeral fur
    furniture fusion garment garrison gateway gear gem genealogical genetics genocide geology gift ginger giving glacier
    glider globe glory glove goat golf governors grace graduates grain granary graphic grass gravel grazing greenway
    greyhound grid grocers grocery guests guidance guitar gulf gym gymnastics habit hair hallway hammer handicap handicrafts
    handmade hardship harmony hat hawk hazard hedge heirloom helpers hen herbal hero heroes heron hiker hip hockey holiday
    holocaust homeland homeschool homestead honey hood hook hops hosts hound hub hull hymn hygiene iceberg icon idol
    immunity import improv indoor infantry inn insects installers instrument interior internal interpreters inventors ivory
    jewel jewelry joint judo jungle juniors jury kayak kennel kite kites knights knitters knitting lace lacrosse ladder
    lagoon lambs lamb lantern laser latch launch lawn laws leaf leash legion legends lemon leprosy lettuce level lid
    lifeboat lifeguard lighthouse lily lime linguistics lobster lodging lottery lumber lunar lunch luxury lymphoma lyric
    magic magnet majority mall mammal mangrove manor maple marathon marble margins marketing marriage marsh martial mason
    masonry mast meadow meadows meat mechanics memory merchants mercury midwest migratory militia mint mirror mist mixed
    moose mortgage mosaic moss moth motorcycle motorists mural muse mushroom mustard myth nail nativity navy neon nephrology
    neurology nightingale noble nomad noon northside notary novel nursery nut oasis oat obesity odd offender olive onion
    opal ophthalmology opioid optical orca orchid ore orient orienteering origami osteopathic otter outcome outdoors outlaw
    outlet oven owl owls ox oyster paddle paddlers paddle palace palm panel papers parade paradise parole pasta pasture
    patch path pathology patriots peace peach peak pearl peat pecan pedestrian peer pelican penguin pensioners pepper
    percussion perennial pest petition pharmacy phoenix phonics photographers photography pie pier pig pilgrim pilgrims pine
    pink pins pipe pipes pirate pitch pizza plains planes planners plaster plate plum pocket poem pole polio polo pond ponds
    pony poppy porch portrait post pottery prairie precious premier presence presidents preschoolers privilege probation
    procession proportion prosecutors province psychotherapy puffin pulp pump puppet puppy pure puzzle quail quarry
    quarterly queen quilt quilters quilting rabbit racers racing rack radical raft railroads rainforest ram ranchers rangers
    range rapids raptor ravine raw rear receivers recital recorders recreation recreational redwood reed refinery regatta
    reindeer reliability religions relay rental reptile researchers reservation reservoir reservists residency retailers
    retreat rhythm rice ridge rifle rim ripple rite rivers roadside robin robots rock rockets rodeo roller roofers rope rose
    roses roundtable row rowers rowing rugby ruins rune runners rush saddle sage sailors salmon salon sand sandbox sap
    satellite sauce sawmill scale scene scenic scout scrap screenwriters scripture sculptors seal seaside seasonal seating
    seaweed secret sector seedling seniors sequoia serpent servant settlement settlers sewing shade shadow shark shed shell
    shells shelter shepherd shipping shire shoe shoes shooting shoreline shrine shrub sickle signs silk silo sister
    sisterhood skating sketch ski skiers skin skyline slope smith snail snake soap soccer softball sober solar soldier
    sonata soup southside spa spark sparrow speakers spectrum speed spider spindle spine spinners spoon sport spot spray
    squadron squash stables stadium staff stained stamp stars statistics statue stitch stock stonewall stop stork stove
    straw strawberry streets strings striders sugar suite summit sunflower supper supporters surface surgical surveyors
    swallow swan swap sweep sword sycamore table tablet tailors tale talent tango tank tap tapestry taste tattoo tavern taxi
    tea teenage telephone telescope temperance terrace terrain territory testimony textile thatch thistle threshold thunder
    tide tides tidewater tiger tile timber tin titan toast toddler toll tomato torch tornado tour toy toys tractor traders
    traffic trailblazers train trains tram transplant traumatic travelers tray treasure treat tribes tribune trinity trolley
    trombone troop trophy trout trucks trumpet tuition tulip tuna tunnel turbine turf tutor twin typography ukulele unicorn
    uniform university upland upholsterers vacation van vanilla vault vegan vehicles velvet vendors venue verse vessels
    vicar victorian video vineyard vintage viola violin virtue visionary visit vocal volleyball voyage wagon waiters walnut
    warbler wardens warehouse warm warriors watercolor waterfall waterfront watershed waterway waterways wax weavers wealth
    weekend weight weir welcome welders wheat wharf whisper whistle wholesale widow wildflower wildlands wine winery wishes
    wizard wolves woodland woodlands woodworkers wool workbench workshop worldview worm wreath wrestling yard yarn yearbook
    yellow yield zebra zen zoning zoology

    aaron abigail adam adrian agnes alan albert alejandra alejandro alex alexander alexandra alfred alice alicia alison
    amanda andrea andrew angela anita anna anne anthony antonia antonio arthur barbara beatrice benjamin bernard bertha beth
    bill brian bruce carla carlos carmen carol caroline catherine cecilia charles charlotte chris christina christine
    christopher clara claire claudia clement cynthia daniel david deborah denise dennis diana diego dolores donald dora
    dorothy douglas edith edmund eduardo edward edwin eleanor elena elias elizabeth ellen emily emma eric ernest esther
    eugene evelyn fatima felix fernando florence frances francis francisco frank fred frederick gabriel gabriela george
    gerald gilbert gloria gordon graham guadalupe hannah harold harriet harry harvey hector helen henry herbert howard hugh
    ines irene isaac isabel isabella jacob james jane janet jean jennifer jeremy jerome jesse jessica jesus joan joanna joel
    john jonathan jorge jose joseph josephine joshua juan juana juanita judith julia julian juliana julie julio justin karen
    karl katherine kathleen keith kenneth laura lawrence leon leonard leticia lewis lidia linda lisa lois louis louisa
    louise lucas lucia lucy luis luisa luke luther lydia mabel manuel marcos margaret maria marian mariana marie marina
    mario marion marjorie marta martha martin mary mateo matilda matthew maurice mercedes michael michelle miguel mildred
    miriam monica moses nancy natalie nathan neil nicholas nicole nora norman oliver olivia oscar pablo pamela patricia
    patrick paul paula pauline pedro peter philip phyllis rachel rafael ralph ramon raymond rebecca ricardo richard rita
    robert roberto roger roland ronald rosa rosemary ruby rupert ruth salvador samuel sandra sarah sebastian sharon sheila
    sidney simon sofia solomon sonia sophia stanley stella stephanie stephen steven susan susanna sylvia teresa theodore
    theresa thomas timothy tobias valentina valeria vanessa vera veronica victor victoria vincent virgil vivian walter wendy
    wilfred william winifred xavier yolanda
"""
"""Other words that are no names: an unknown spelling close to one of these is a slip of the finger."""
