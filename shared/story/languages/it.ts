// Italian words for places, times, people, clothes and speech.
// Data only; languages/types.ts says what each list is for.
import type { LanguageWords } from "./types.ts";

export const italian: LanguageWords = {
  code: "it",
  common: `il lo la i gli le l' un uno una un' e ed o ma se allora così di a da in con su per tra fra del dello della dei degli delle dell' al allo alla ai agli
    alle all' dal dallo dalla dai dalle dall' nel nello nella nei nelle nell' sul sullo sulla sui sulle sull' che chi cui come quando dove perché quale
    si mi ti ci vi ne lo gli suo sua suoi sue mio mia miei mie tuo tua nostro nostra è era fu sono erano ha hanno aveva avevano ho non no sì più meno molto
    tanto anche questo questa questi queste quello quella quelli quelle quel tutto tutta tutti tutte ogni altro altra altri qualcosa qualcuno nulla
    niente nessuno nessuna sempre mai ora adesso poi dopo prima mentre già ancora io tu lui lei noi voi loro oggi ieri domani dentro fuori dietro davanti
    sopra sotto lontano vicino qui qua lì là uno due tre quattro cinque sei sette otto nove dieci vieni andiamo guarda aspetta prendi grazie ciao bene buono
    forse solo quasi lunedì martedì mercoledì giovedì venerdì sabato domenica gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre
    novembre dicembre natale dio signore signora signorina mamma papà finalmente lentamente piano intorno ecco stesso stessa buongiorno buonasera`,
  speech: `disse dice chiese chiede rispose risponde gridò grida sussurrò sussurra mormorò mormora esclamò esclama aggiunse aggiunge ripeté ripete spiegò spiega
    ordinò chiamò chiama insistette sospirò sospira rise ride sorrise sorride continuò continua replicò annunciò confessò avvertì ammise promise promette
    pregò supplicò interruppe balbettò osservò commentò concluse propose protestò brontolò cantò lesse legge pensò domandò domanda fece urlò urla annuì annuisce scherzò`,
  acts: `guardò guarda guardava camminò cammina camminava corse corre correva sedette siede sedeva alzò alza prese prende mise mette posò posa aprì apre chiuse chiude
    arrivò arriva entrò entra uscì esce vide vede sentì sente sapeva sa voleva vuole teneva tiene tirò tira sorrise sorride rise ride annuì annuisce scosse
    aspettò aspetta aspettava ascoltò ascolta salì sale scese scende inginocchiò avvicinò avvicina fermò ferma gettò getta lanciò indicò indica portò porta
    portava dormiva dorme svegliò mangiò mangia bevve beve scrisse scrive viveva vive trovò trova diede dà fece fa tornò torna lasciò lascia giocava era è
    aveva ha passò passa spazzava remava piegò piega attraversò attraversa seguì segue accese accende spinse girò gira pianse piange cantava ballò balla
    toccò tocca lavorava lavora dipingeva cuciva contò conta raccolse raccoglie versò versa rimase resta restò stava sta`,
  he: "lui egli",
  she: "lei ella",
  they: "loro essi entrambi",
  his: "",
  her: "",
  first: "io me mi mio mia miei mie",
  narrator: "Narratore",
  voice: "Voce",
  firstSpeech: "dissi chiesi risposi gridai sussurrai mormorai aggiunsi domandai",
  articles: "il lo la i gli le l' un uno una un' questo questa quel quello quella ogni altro altra del dello della dei delle dell' al alla nel nella nello sul sulla dal dalla",
  indefinite: "un uno una un' altro altra",
  possessives: "mio mia suo sua miei mie suoi sue tuo tua nostro nostra",
  prepositions: "di a da con per tra fra del della dello dei degli delle dell' al alla allo ai alle all' dal dalla dai su sul sulla verso senza contro sotto sopra dietro davanti",
  negations: "non mai nessuno senza",
  titlesM: "signor don re principe zio nonno padre fratello sig",
  titlesF: "signora signorina donna regina principessa zia nonna madre sorella suor",
  titles: "dottor dottoressa capitano professor professoressa ispettore sergente comandante vecchio vecchia maestro maestra",
  rolesM: `uomo bambino ragazzo re principe padre nonno fratello zio marito figlio pescatore poliziotto cameriere guardiano panettiere fornaio capitano maestro medico
    dottore professore autista soldato bottegaio bibliotecario contadino vecchio anziano sconosciuto viaggiatore vicino alunno cuoco giardiniere pittore musicista
    ispettore sindaco pilota meccanico falegname fabbro mendicante ladro cacciatore pastore portiere sarto macellaio orologiaio passeggero fantasma gigante nano
    robot capo cliente apprendista mugnaio barcaiolo marinaio mago prete postino capostazione astronauta controllore libraio`,
  rolesF: `donna bambina ragazza regina principessa madre nonna sorella zia moglie figlia cameriera strega maestra infermiera contadina vecchia anziana sconosciuta
    viaggiatrice vicina alunna cuoca pittrice ballerina cantante sarta passeggera attrice suora fornaia dottoressa capitana pescatrice libraia orologiaia fioraia`,
  roles: "guardia guida",
  roleAges: { child: "bambino bambina", teen: "adolescente", old: "vecchio vecchia anziano anziana nonno nonna" },
  genericRoles: "uomo donna bambino bambina ragazzo ragazza vecchio vecchia anziano anziana sconosciuto sconosciuta",
  animals: "cane gatto cavallo volpe lupo orso corvo gufo topo coniglio leone uccello pesce rana tartaruga asino capra passero gallo",
  roleAdjectives: "vecchio vecchia giovane piccolo piccola grande altro altra",
  numbers: {
    uno: 1, due: 2, tre: 3, quattro: 4, cinque: 5, sei: 6, sette: 7, otto: 8, nove: 9, dieci: 10, undici: 11, dodici: 12, tredici: 13, quattordici: 14, quindici: 15, sedici: 16,
    diciassette: 17, diciotto: 18, diciannove: 19, venti: 20, trenta: 30, quaranta: 40, cinquanta: 50, sessanta: 60, settanta: 70, ottanta: 80, novanta: 90,
  },
  people: "persone amici amiche bambini figure donne uomini fratelli sorelle",
  both: "entrambi|entrambe|tutti e due|tutte e due|insieme|tutti e tre",
  agePatterns: ["di (\\p{L}+|\\d+) anni", "(?:ha|aveva) (\\p{L}+|\\d+) anni", "(\\p{L}+|\\d+) anni"],
  decades: {},
  inside: `cucina stanza camera bagno soffitta cantina salotto corridoio casa capanna appartamento ufficio biblioteca aula scuola negozio bottega panificio forno caffè
    bar taverna locanda ristorante albergo ospedale chiesa cappella cattedrale teatro cinema museo atrio vagone treno scompartimento autobus tram aereo nave grotta
    caverna galleria miniera cella prigione fienile stalla officina garage fabbrica magazzino serra torre ascensore scale studio laboratorio castello palazzo
    tempio mulino farmacia libreria cabina sala_d'attesa sala mansarda`,
  outside: `spiaggia riva costa mare oceano baia porto molo banchina isola faro scogliera cala duna dune deserto foresta bosco parco giardino frutteto prato campo
    collina montagna montagne vetta valle passo paese villaggio piazza strada via vicolo sentiero ponte fiume lago stagno ruscello canale mercato fiera cortile
    tetto terrazza balcone binario stazione incrocio cimitero città barca zattera palude pianura cascata pozzo rovine viale vigna stadio radura marciapiede`,
  parts: "bocca bordo fondo piedi entrata angolo soglia gradini galleria",
  locatives: "in nel nello nella nei nelle nell' dentro fuori su sul sulla sullo sull' sotto davanti dietro a al alla presso da dal dalla",
  adverbs: { fuori: "exterior", dentro: "interior" },
  joins: "di del della dello dei dell' sotto sopra",
  arrivals: `andò va entrò entra arrivò arriva corse corre salì sale scese scende uscì esce tornò torna camminò cammina guidò portò attraversò arrivarono entrarono
    uscirono tornarono salirono scesero andarono vanno arrivano`,
  into: "a al alla allo all' ai in nel nella nello nell' verso fino su sul sulla",
  reaches: "raggiunse raggiunge attraversò lasciò raggiunsero",
  stays: "era è erano sono aspetta aspettava aspettano seduto seduta seduti sedute viveva vive lavora lavorava dorme dormiva stava sta stavano siedono siede sedeva",
  outsideOf: "davanti fuori presso dietro",
  nowhere: "da qualche parte",
  jumps: [
    "(?:quella|questa) (?:stessa )?(?:notte|sera|mattina)", "quel (?:giorno|pomeriggio|inverno)", "(?:il giorno|la mattina|la sera|la notte|l'anno|la settimana) (?:dopo|seguente|successiv[oa])",
    "l'indomani", "(?:\\p{L}+|\\d+)(?: \\p{L}+)? (?:ore|giorni|notti|settimane|mesi|anni) (?:dopo|più tardi)", "un'ora dopo", "più tardi", "intanto", "nel frattempo",
    "dopo (?:cena|pranzo|la scuola|mezzanotte)", "in (?:primavera|estate|autunno|inverno)", "quando (?:\\p{L}+ )?(?:calò|scese|cala|scende|venne|viene|arrivò|arriva) (?:la notte|la sera|il buio|l'inverno)",
    "un giorno", "una (?:notte|sera|mattina)", "molti anni fa", "tanti anni fa",
  ],
  times: [
    ["(?:alba|aurora|spuntare del sole|prima luce)", "dawn"],
    ["(?:tramonto|sole tramontava|sole tramonta|tardo pomeriggio)", "golden"],
    ["(?:crepuscolo|imbrunire|sera|serata)", "dusk"],
    ["(?:mezzanotte|notte|luna|stelle)", "night"],
    ["(?:mattina|mattino|mezzogiorno|pomeriggio|colazione)", "day"],
  ],
  notTimes: "(?:ogni|tutta la|tutte le|nella|della|ieri|durante la|buona|una|fino a) (?:notte|notti|sera|mattina|luna)|buonanotte|buonasera|passata nella notte",
  notJumps: "(?:un|qualche|pochi|poco) ?(?:istante|attimo|momento|secondo|minuto|secondi|minuti)? (?:dopo|più tardi)|poco dopo|un giorno (?:sarò|sarai|tornerò|andrò|andremo)",
  weather: [
    ["(?:tempesta|temporale|tuono|tuoni|fulmine|lampi|uragano)", "storm"],
    ["(?:neve|nevica|nevicava|fiocchi|bufera)", "snow"],
    ["(?:pioggia|piove|pioveva|pioggerella|acquazzone)", "rain"],
    ["(?:nebbia|foschia)", "fog"],
    ["(?:vento|raffica|brezza)", "wind"],
    ["(?:cielo sereno|senza nuvole|soleggiato|splende il sole|splendeva il sole|mare è calmo|mare era calmo)", "clear"],
  ],
  notWeather: "(?:prima della|dopo la|dopo il|senza|fino alla) (?:tempesta|temporale|pioggia|neve|vento|nebbia)|come (?:la |il |un |una )?(?:neve|pioggia|tuono|vento)",
  mood: {
    tense: "tardi fretta paura grido gridò coltello pericolo sangue corse corre allarme presto tremava tempesta tuono polizia fugge",
    joyful: "ride rise risate sorride sorrise canta cantò balla ballò festa felice gioia applausi musica nozze compleanno allegro",
    melancholic: "grigio grigia vuoto vuota solo sola lacrime pianse piange tomba addio silenzio vecchio triste nessuno polvere morto vedova",
    mysterious: "buio oscuro grotta ombra ombre sussurrò strano segreto nebbia fantasma luna mistero scomparve sconosciuto maschera",
  },
  postures: [
    ["sitting", "seduto seduta seduti sedute siede sedette sedeva siedono"],
    ["crouching", "accovacciò accovacciata inginocchiò inginocchia inginocchiata chinò china"],
    ["running", "corre corse corrono correndo correva"],
    ["walking", "cammina camminò camminano camminava sale salì scende scese attraversa attraversò segue entra entrò esce uscì"],
    ["pointing", "indica indicò indicando"],
    ["reaching", "prende prese alza alzò afferra getta gettò lancia lanciò tende tiene apre aprì raccoglie raccolse"],
  ],
  looksUp: "alza_la_testa alzò_la_testa alza_gli_occhi alzò_gli_occhi",
  looksDown: "inginocchiò chinò abbassò_gli_occhi abbassa_gli_occhi",
  reveals: "trova trovò scopre scoprì vede vide appare apparve rivela apre aprì",
  rises: "sale salì vola volò si_alza",
  looks: "guarda guardò ascolta ascoltò osserva sorride sorrise annuisce annuì piange pianse esita esitò",
  colours: {
    giallo: "#d8a02a", gialla: "#d8a02a", rosso: "#a8342f", rossa: "#a8342f", blu: "#35607d", azzurro: "#5f8fb0", azzurra: "#5f8fb0", verde: "#3f7a4f", nero: "#2a2a30", nera: "#2a2a30",
    bianco: "#d9d6cc", bianca: "#d9d6cc", grigio: "#7d8086", grigia: "#7d8086", marrone: "#6e4e34", arancione: "#c96f2b", viola: "#6a4a86", rosa: "#c9788f", dorato: "#c89b3c",
  },
  wear: { coat: "cappotto impermeabile mantello cerata", jacket: "giacca gilet vestito_scuro grembiule camicia", dress: "vestito gonna", jumper: "maglione maglia", uniform: "uniforme divisa" },
  scarf: "sciarpa scialle",
  hair: { bun: "crocchia chignon", pony: "coda_di_cavallo trecce treccia", curly: "ricci", bald: "calvo", cap: "berretto cappello", beanie: "berretta", hood: "cappuccio", long: "capelli lunghi", short: "capelli corti" },
  beard: "barba baffi",
  grey: "capelli_grigi capelli_bianchi barba_bianca barba_grigia",
  props: {
    boat: "barca barche barchetta barchette", lantern: "lanterna lanterne", lamp: "lampada lampade", letter: "lettera lettere busta", page: "pagina foglio", phone: "telefono cellulare",
    car: "macchina auto automobile camion", door: "porta porte cancello", table: "tavolo tavola scrivania", book: "libro libri quaderno diario", umbrella: "ombrello", dog: "cane cani",
    cup: "tazza tazze bicchiere", key: "chiave chiavi", suitcase: "valigia valigie baule", bicycle: "bicicletta", map: "mappa", bird: "uccello uccelli gabbiano gabbiani corvo",
    note: "biglietto", paper: "carta giornale disegno", photo: "foto fotografia", torch: "torcia", bag: "borsa zaino sacco cesto", bike: "bici", candle: "candela candele",
    violin: "violino", kettle: "bollitore teiera", train: "treno locomotiva", clock: "orologio orologi sveglia",
  },
  chapters: "capitolo parte atto scena libro",
  standalone: "prologo epilogo interludio",
  named: "chiamato chiamata chiamava chiama nome",
  wearing: "con indossa indossava vestito vestita portava",
  absent: "di su senza come",
  speaks: "{a} parla con {b}.",
  speaksAlone: "{a} parla.",
  off: "Si sente {a}; {b} ascolta.",
};
