"""Spellings and short forms: what a word is read as."""

SPELLINGS = """
    centre center | centres centers | organisation organization | organisations organizations | labour labor | defence defense
    programme program | programmes programs | licence license | neighbour neighbor | neighbours neighbors
    neighbourhood neighborhood | neighbourhoods neighborhoods | colour color | harbour harbor | theatre theater
    behaviour behavior | favour favor | honour honor | armour armor | ageing aging | counselling counseling
    travellers travelers | traveller traveler | grey gray | cheque check | catalogue catalog | enrol enroll | mould mold
    tyre tire | paediatric pediatric | paediatrics pediatrics | orthopaedic orthopedic | anaesthetists anesthetists
    womans women | woman women | womens women | womyn women | man men | mens men | childrens children | child children
    peoples people | persons people | folks folk | healthcare healthcare | nonprofit nonprofit | organising organizing
    decolonise decolonize | mobilisation mobilization | globalisation globalization | civilisation civilization
    realisation realization | specialised specialized | colonisation colonization | decarbonisation decarbonization
    privatisation privatization | sceptics skeptics
"""
"""Pairs: as written, as read."""

SHORT = """
    intl international | internatl international | int international | inter international | assn association
    assoc association associates associated associacao | asoc asociacion | assocs associations associates | asn association
    natl national | nat national | nac nacional | nal nacional | org organization | orgs organizations | organiz organization
    ctr center centro | ctro centro | cntr center | cen center | cent center | ctrs centers | fdn foundation | fndn foundation
    found foundation | fnd foundation | inst institute instituto institut | govt government | gov government
    govtl governmental | dept department | depto departamento | div division | dist district
    comm committee commission community | cmte committee | cttee committee | cmty community | commty community
    com community committee | comn commission | coun council | cncl council | univ university
    universidad universidade universite | u university | coll college | sch school | schl school | acad academy | lib library
    mtn mountain | mtns mountains | mt mount | st saint street state | ste sainte | sto santo | sta santa | hts heights
    vly valley | ofc office | off office | svc service | svcs services | serv services servicios servicos
    soc society sociedad sociedade social | fed federation federal federacion federacao | feds federations
    confed confederation | amer american | am american | tech technology technical | info information informacion informacao
    edu education | educ education educacion educacao | env environmental environment | envtl environmental
    environ environmental | dev development | devel development | mgmt management | mktg marketing | mfg manufacturing
    mov movimento movimiento | movt movement | mvmt movement | prog program progressive | proj project | prj project
    res research resource | rsch research | rts rights | bros brothers | bro brotherhood | brhd brotherhood
    coop cooperative cooperativa | corp corporation | co company county | cty county city | cnty county | emp employees
    empl employees | wkrs workers | wrkrs workers | wrk work | prof professional | profl professional | pub public
    rehab rehabilitation | rep republic | sec section security | secr secretariat | sect section | sind sindicato
    synd syndicat | hosp hospital | clin clinic | med medical | chr christian | cath catholic | pres presbyterian
    meth methodist | bapt baptist | luth lutheran | ch church chapter | par parish | min ministry ministries | mins ministries
    cong congregation congress | dem democratic | repub republican | lg league | leag league | all alliance | allnce alliance
    coal coalition | coalit coalition | ntwk network | netw network | nw northwest | ne northeast | sw southwest | se southeast
    n north | s south | e east | w west | so south | no north number | metro metropolitan | reg regional region | regl regional
    bldg building | apts apartments | hsg housing | hous housing | ag agriculture agricultural | agric agriculture agricultural
    elem elementary | jr junior | sr senior | yr year | vet veterans | vets veterans | mil military | vol volunteer volunteers
    transp transportation | trans transgender transportation | pol policy political | leg legal legislative | def defense
    adv advocacy | immig immigrant immigration | refug refugee | fam family families | chil children | wom women
    indep independent | gen general geral | sup support | econ economic | hist historical history | conf conference
    found foundation | ges gesellschaft | str strasse | dt deutsche deutscher deutsches | bundesverb bundesverband
    ongs organizaciones organizacoes | eccl ecclesiastical | adm administration | admin administration | auth authority
    bd board | br branch | chap chapter | lcl local | loc local | hq headquarters | ntl national | ngo organization
    nyc new_york_city
"""
"""A short form, then all that it may stand for."""
