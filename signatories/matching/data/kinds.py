"""Words that say something of the body behind a name rather than what it is called."""

ARTICLES = """
    dr dra rev mr mrs prof hon if teh adn nad fo the a an and of for in on to at by with from de del la las el los y e en
    para por con da do das dos o os as um uma no na nos nas ao pela pelo pelas pelos com em le les l d du des et au aux pour
    par der die das den dem und fur fuer von vom zum zur im i und su un una s z di lo gli per
"""
"""Words that join others, and titles of persons. They never tell two names apart."""

TRIVIAL = """
    the a an and el la los las un una le les l o os as um uma der die das den dem e y et und i
    dr dra rev mr mrs prof hon teh adn nad
"""
"""Of these, the ones that a name has or leaves out without a thought."""

CONTRACTED = "de do da dos das del du des d | em no na nos nas | por pela pelo pelas pelos | a ao au aux | von vom | of fo"
"""Joining words with an article in them, behind the one that they are read as."""

NEGATIONS = "without against anti non not never sin contra sans contre ohne gegen sem pro"
"""Words that turn a name around."""

PREPOSITIONS = "of in at for from de do da dos das del en em no na du des au aux von fur"
"""Of these, the ones that tie a place to the words before it: "of Texas" is part of a name, ", Texas" may only locate it."""

LEGAL = """
    inc incorporated llc llp lp ltd limited corp corporation pllc pc plc cic cio gmbh ggmbh ev ag kg sa srl sas sarl asbl
    vzw bv oy ltda eireli aisbl apc ac iap scrl sccl cv npo pbc pty incorporee org com net ngo ong nfp
"""
"""Legal forms and endings of web addresses, at the end of a name."""

ARMS = """
    action fund foundation pac superpac political votes vote charitable trust endowment victory philanthropy philanthropies
    accion fondo fundacion acao fundo fundacao fonds fondation aktion aktionsfonds stiftung c3 c4 501c3 501c4 lobby
    campaigns ventures advocacy
"""
"""Words that name another body of the same family, with other officers and another purse."""

CHAPTERS = """
    local locals chapter chapters branch branches section sections lodge district districts region regional affiliate
    affiliates affiliated unit division auxiliary caucus post aerie grange statewide municipal metro metropolitan greater
    area student students youth young junior seniors retirees alumni campus university college school delegation
    subcommittee working committee subcommittees conference assembly council department office bureau ward precinct parish
    diocese synod presbytery territory seccion sede filial regional nucleo capitulo distrito comite estadual estatal
    municipal local zona delegacion diretorio setorial seccional jovenes juventud juventude estudiantes estudantes secao
    regiao section antenne jeunes comite local ortsgruppe ortsverein landesverband kreisverband bezirk sektion jugend
    regionalgruppe hochschulgruppe bezirksverband
"""
"""Words that name a part of a body, in a place or among some of its people."""

FORMS = """
    association organization coalition network alliance project group society union league federation confederation
    institute center initiative campaign movement program committee council partnership collaborative collective consortium
    forum commission asociacion organizacion coalicion red alianza proyecto grupo sociedad sindicato liga federacion
    confederacion instituto centro iniciativa campana movimiento programa consejo colectivo consorcio foro comision
    associacao organizacao coalizao rede alianca projeto sociedade federacao confederacao movimento conselho coletivo forum
    comissao campanha uniao articulacao frente plataforma association organisation reseau alliance projet groupe societe
    syndicat ligue institut centre mouvement conseil collectif union verein verband netzwerk buendnis projekt gruppe
    gesellschaft gewerkschaft bund institut zentrum bewegung vereinigung initiative sindical brotherhood guild order
    services service club team board agency company cooperative congregation ministry ministries mission staff
"""
"""Words that say what sort of body it is, and little else."""

PLAIN_FORMS = """
    association organization organisation coalition network alliance union society movement group federation
    asociacion organizacion coalicion red alianza sindicato movimiento grupo federacion
    associacao organizacao coalizao rede alianca movimento uniao federacao
    reseau syndicat mouvement groupe verein verband netzwerk buendnis bewegung gruppe gewerkschaft
"""
"""Of these, the ones that a body puts before or behind its name and leaves out again; the others also name what it runs."""

SOFT_PARTS = """
    school council committee conference assembly department office bureau regional region territory working diocese parish
    presbytery synod council escola secretaria comite
"""
"""Of the words for parts, those that stand in the names of whole bodies as well."""

SEATS = """
    national nacional nationale nationaler nationales global worldwide headquarters hq mundial globale us usa
"""
"""Words that a body adds to say that it speaks for the whole of itself."""

WIDE = "international internacional internationale internationaler global world worldwide mundial mondiale mondial welt"
"""Words of bodies that have a section in each country."""

AFFILIATIONS = "afl cio ctw clc icftu ituc etuc"
"""Federations that a union names behind its own name."""

NUMBERING = "no number num nr numero nro number local chapter lodge post branch unit section district joint board sede seccion"
"""What stands before the number of a local body."""

LETTERED = "block ward building team group sector bloque bloco setor zone zona camp tower plan unidad unidade pavilion hall"
"""What else may have a letter for a number: Block A."""

DIRECTIONS = """
    north south east west northern southern eastern western northeast northwest southeast southwest northeastern
    northwestern southeastern southwestern central upper lower inner outer mid midwest midwestern norte sur este oeste
    oriente occidente sul leste nordeste noroeste sudeste sudoeste sureste suroeste nord sud est ouest ost sued west nordost
    suedost suedwest nordwest
"""
"""Directions; a word is never a slip of the finger for one of them."""

EXPLAINING = """
    for of to on in at under within entre against with para de do da dos das del pela por contra em pour des du fur fuer
    gegen von
"""
"""What begins an explanation behind a name: "… for Fiscal Analysis"."""

ADDING = "and e y et und"
"""What begins something else besides: "… and Accountability"."""

ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth primera primero segunda segundo tercera tercero"
"""Numbers in words, as parishes and wards have them."""

FORMER = """
    formerly|former name|formally known as|formerly known as|previously|previously known as|fka|f k a|nee|once known as
    antes|antes llamada|antes llamado|anteriormente|anteriormente conocida como|antiguamente|antigamente|anteriormente chamado
    anciennement|autrefois|ehemals|vormals|frueher
"""
SPONSORS = """
    a project of|a program of|a programme of|an initiative of|a campaign of|a member of|a ministry of|fiscally sponsored by
    un proyecto de|una iniciativa de|un programa de|um projeto de|uma iniciativa de|un projet de|ein projekt von|ein projekt der
"""
"""What stands before the body that a project belongs to."""

OTHERWISE = """
    dba|d b a|doing business as|aka|a k a|also known as|trading as|operating as|now known as|tambien conocida como
    tambien conocido como|conocida como|conocido como
    conhecida como|conhecido como|tambem conhecida como|alias|aussi connu sous le nom de|genannt
"""
"""What stands before another name of the same body."""
