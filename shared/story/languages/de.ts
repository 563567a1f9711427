// German words for places, times, people, clothes and speech.
// Data only; languages/types.ts says what each list is for.
import type { LanguageWords } from "./types.ts";

export const german: LanguageWords = {
  code: "de",
  common: `der die das den dem des ein eine einen einem einer eines und oder aber wenn dann so als wie zu zum zur in im ins an am ans auf für von vom mit ohne
    über unter vor hinter neben zwischen nach bei beim bis aus um durch gegen seit während ist sind war waren wird wurde hat hatte haben hatten nicht kein
    keine keinen nein ja es dies diese dieser dieses jener jene jedes jeder jede hier dort da er sie ich du wir ihr mich mir dich dir ihn ihm ihnen uns euch
    mein meine dein deine sein seine seinen seiner seinem ihre ihren ihrem ihrer unser unsere euer wer was wo wann warum welche welcher alle alles beide
    viel viele mehr andere anderen noch schon nur auch sehr immer nie niemals jetzt heute gestern morgen einmal wieder doch denn weil dass ob obwohl
    vielleicht bitte danke hallo guten gut komm geh schau warte hör nimm sag etwas nichts jemand niemand eins zwei drei vier fünf sechs sieben acht neun zehn
    draußen drinnen oben unten plötzlich endlich langsam leise dahinter davor montag dienstag mittwoch donnerstag freitag samstag sonntag januar februar
    märz april mai juni juli august september oktober november dezember weihnachten gott herr frau fräulein mama papa nacht abend tag mittag
    fast ganz bald später danach dabei damit davon darin daran sich selbst man irgendwo überall manchmal zuerst zuletzt schließlich irgendwann weit`,
  speech: `sagte sagt fragte fragt antwortete antwortet rief ruft flüsterte flüstert schrie schreit murmelte murmelt erwiderte erwidert fügte meinte meint
    erklärte erklärt wiederholte wiederholt bat bittet befahl lachte lacht seufzte seufzt lächelte lächelt nickte nickt brummte brummt knurrte
    gestand versprach verspricht warnte warnt unterbrach bemerkte begann beginnt fuhr sprach spricht stammelte stotterte schlug jubelte entgegnete entgegnet
    verkündete behauptete protestierte widersprach sang singt las liest dachte denkt hauchte raunte zischte stöhnte grinste grinst schimpfte drängte`,
  acts: `sah sieht ging geht lief läuft saß sitzt setzte setzt stand steht nahm nimmt legte legt stellte stellt öffnete öffnet schloss schließt kam kommt
    fühlte wusste weiß wollte will hielt hält zog zieht lächelte lächelt lachte lacht nickte nickt schüttelte schüttelt zuckte wartete wartet
    beobachtete beobachtet lauschte lauscht hörte hört kletterte klettert kniete kniet beugte beugt hob hebt griff greift trat tritt blieb bleibt warf wirft
    wischte wischt starrte starrt zeigte zeigt trug trägt eilte eilt schlief schläft wachte erwachte aß isst trank trinkt schrieb schreibt lebte lebt wohnte
    liebte fand findet gab gibt machte macht brachte bringt ließ lässt spielte spielt versuchte war ist hatte hat konnte kann rannte rennt
    stieg steigt folgte folgt fing sprang springt goss gießt zögerte zögert faltete faltet drehte dreht schaute schaut blickte blickt fegte fegt ruderte
    rudert weinte weint tanzte tanzt berührte drückte drückt schob schiebt zählte zählt malte malt nähte arbeitete arbeitet suchte sucht kehrte reichte reicht
    zündete knöpfte packte packt strich streicht rieb reibt`,
  he: "er",
  she: "sie",
  they: "ihnen",
  his: "sein seine seinen seiner seinem ihn ihm",
  her: "ihre ihren ihrem ihrer ihr",
  first: "ich mich mir mein meine meinen meiner meinem",
  narrator: "Erzähler",
  voice: "Stimme",
  firstSpeech: "",
  articles: "der die das den dem des ein eine einen einem einer eines dieser diese dieses diesen diesem jeder jede jedes jener jene im am zum zur vom beim ins ans",
  indefinite: "ein eine einen einem einer",
  possessives: "mein meine meinen meiner meinem dein deine deinen deiner sein seine seinen seiner seinem ihr ihre ihren ihrem ihrer unser unsere",
  prepositions: "zu zum zur von vom mit für bei beim hinter neben unter über nach vor an am auf um durch gegen ohne in im aus zwischen wie",
  negations: "nicht kein keine nie niemals niemand ohne",
  titlesM: "herr herrn könig prinz onkel bruder vater opa pfarrer",
  titlesF: "frau fräulein königin prinzessin tante schwester mutter oma",
  titles: "doktor dr kapitän professor kommissar inspektor wachtmeister der_alte",
  rolesM: `mann junge könig prinz vater großvater bruder onkel ehemann sohn fischer polizist briefträger kellner wärter leuchtturmwärter bäcker kapitän lehrer arzt
    doktor fahrer schaffner wächter soldat beamter händler bibliothekar bauer alte fremder fremde reisender nachbar schüler koch gärtner maler musiker sänger
    kommissar richter bürgermeister pilot ingenieur mechaniker tischler schmied bettler dieb jäger hirte pförtner schneider metzger uhrmacher geist riese
    zwerg roboter chef kunde lehrling müller fährmann matrose zauberer opa priester bahnhofsvorsteher astronaut schuster student bub verkäufer`,
  rolesF: `frau mädchen königin prinzessin mutter großmutter schwester tante ehefrau tochter dame kellnerin hexe bäckerin lehrerin ärztin krankenschwester
    fahrerin wächterin händlerin bibliothekarin bäuerin fremde nachbarin schülerin köchin gärtnerin malerin musikerin sängerin tänzerin kommissarin richterin
    bürgermeisterin pilotin mechanikerin uhrmacherin chefin kundin oma schneiderin schauspielerin kapitänin fischerin verkäuferin studentin buchhändlerin`,
  roles: "kind baby passagier mensch",
  roleAges: { child: "kind baby mädchen junge bub", teen: "jugendlicher jugendliche", old: "großvater großmutter opa oma alte greis" },
  genericRoles: "mann frau junge mädchen kind alte fremde fremder dame bub",
  animals: "hund katze pferd fuchs wolf bär krähe eule maus hase löwe vogel fisch frosch schildkröte esel ziege spatz rabe igel",
  roleAdjectives: "alte alten alter junge jungen junger kleine kleinen kleiner große großen großer fremde fremden zweite andere",
  numbers: {
    eins: 1, zwei: 2, drei: 3, vier: 4, fünf: 5, sechs: 6, sieben: 7, acht: 8, neun: 9, zehn: 10, elf: 11, zwölf: 12, dreizehn: 13, vierzehn: 14, fünfzehn: 15,
    sechzehn: 16, siebzehn: 17, achtzehn: 18, neunzehn: 19, zwanzig: 20, dreißig: 30, vierzig: 40, fünfzig: 50, sechzig: 60, siebzig: 70, achtzig: 80, neunzig: 90,
    fünfundzwanzig: 25, fünfunddreißig: 35, einundsiebzig: 71, zweiundsiebzig: 72, zweiundvierzig: 42,
  },
  people: "menschen leute freunde kinder gestalten frauen männer brüder schwestern geschwister",
  both: "beide|beiden|zu zweit|gemeinsam|zusammen|alle drei",
  agePatterns: ["(\\p{L}+|\\d+) jahre? alt", "(\\p{L}+|\\d+)-?jährige?r?", "mit (\\p{L}+|\\d+) jahren"],
  decades: {},
  inside: `küche zimmer schlafzimmer bad badezimmer dachboden keller stube wohnzimmer flur gang korridor haus hütte heim wohnung büro bibliothek klassenzimmer schule laden
    geschäft bäckerei café bar kneipe wirtshaus gasthaus restaurant hotel krankenhaus kirche kapelle dom theater kino museum halle wartesaal zug abteil waggon
    bus straßenbahn flugzeug schiff raumschiff höhle tunnel bergwerk zelle gefängnis scheune stall werkstatt garage fabrik lager gewächshaus turm
    aufzug treppenhaus treppe atelier labor esszimmer schloss palast tempel mühle apotheke buchhandlung kajüte wartezimmer wohnwagen turnhalle speisewagen
    bahnhofshalle backstube eisenbahnwagen kammer dachkammer`,
  outside: `strand ufer küste meer ozean bucht hafen kai steg insel leuchtturm klippe klippen düne dünen wüste wald park garten obstgarten wiese feld felder
    hügel berg berge gipfel tal pass dorf platz marktplatz straße gasse weg pfad brücke fluss see teich bach kanal markt jahrmarkt hof dach terrasse balkon
    bahnsteig bahnhof kreuzung friedhof stadt boot ruderboot floß deck haltestelle moor ebene wasserfall brunnen ruine ruinen allee promenade weinberg lichtung
    gleis gleise vorplatz spielplatz hinterhof dachterrasse`,
  parts: "eingang rand boden fuß ecke schwelle stufen galerie ende tür",
  locatives: "in im auf am an aus vom vor hinter unter über bei beim neben zwischen drinnen mitten_im mitten_in mitten_auf",
  adverbs: { draußen: "exterior", drinnen: "interior", oben: "interior", unten: "interior" },
  joins: "des der am unter über hinter",
  arrivals: `ging geht kam kommt lief läuft rannte rennt stieg steigt kletterte klettert trat tritt eilte eilt kehrte kehrt fuhr fährt führte führt folgte folgt
    schlich gingen kamen liefen stiegen rannten traten fuhren gehen kommen brachte`,
  into: "in ins zum zur an ans auf nach durch im am über",
  reaches: "erreichte erreicht betrat betritt verließ verlässt überquerte überquert erreichten betraten verließen",
  stays: "stand steht standen stehen wartete wartet warteten saß sitzt saßen sitzen lag liegt war ist waren sind lebte lebt wohnte arbeitete arbeitet schlief schläft kniete",
  outsideOf: "vor hinter neben über",
  nowhere: "irgendwo",
  jumps: [
    "(?:in|an) (?:dieser|diesem|jener|jenem|derselben|demselben) (?:nacht|abend|morgen|tag|nachmittag|winter|sommer)", "am (?:nächsten|folgenden|anderen|gleichen|selben) (?:\\p{L}+)",
    "in der (?:nächsten|folgenden) (?:nacht|woche)", "(?:\\p{L}+|\\d+)(?: \\p{L}+)? (?:stunden?|tage?|nächte?|wochen?|monate?|jahre?) (?:später|danach)",
    "(?:zehn|zwanzig|dreißig) minuten später", "später(?: am| in)?\\b", "währenddessen", "inzwischen", "zur selben zeit", "zur gleichen zeit",
    "nach (?:dem abendessen|dem essen|der schule|mitternacht|dem frühstück|feierabend)", "im (?:frühling|sommer|herbst|winter|januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember)",
    "als (?:die nacht|der abend|der morgen|der winter|der frühling|es dunkel|es hell|die sonne) (?:kam|hereinbrach|anbrach|wurde|unterging|aufging)", "(?:die nacht|der abend|der morgen) (?:kam|brach|kommt)",
    "am (?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag)", "eines (?:tages|abends|morgens|nachts)", "tags darauf", "vor vielen jahren", "jahre später", "tage später", "wochen später", "stunden später", "monate später",
  ],
  times: [
    ["(?:morgendämmerung|sonnenaufgang|tagesanbruch|morgengrauen|erstes licht|ersten licht|frühmorgens|früh am morgen)", "dawn"],
    ["(?:sonnenuntergang|untergehende sonne|letztes licht|sonne ging unter|sonne geht unter|abendsonne|spätnachmittag)", "golden"],
    ["(?:abenddämmerung|dämmerung|abend|abends)", "dusk"],
    ["(?:mitternacht|nacht|nachts|mondlicht|mond|sterne)", "night"],
    ["(?:morgen|morgens|vormittag|mittag|mittags|nachmittag|nachmittags|tageslicht|frühstück)", "day"],
  ],
  notTimes: "(?:jede|jeden|die ganze|den ganzen|in der letzten|letzte|letzten|gestern|gute|guten|bis zum|jeder|eine|einen) (?:nacht|abend|morgen|mond|tag)|heute (?:abend|nacht|morgen)|bis morgen|morgen (?:werde|gehen|kommt|früh|ist|wird)",
  notJumps: "(?:einen|wenige|ein paar|kurz) (?:augenblicke?|momente?|sekunden?|minuten?|schritte) (?:später|danach)|kurz danach|eines tages (?:werde|wirst|wird|werden)",
  weather: [
    ["(?:sturm|gewitter|donner|blitz|blitze|unwetter|orkan)", "storm"],
    ["(?:schnee|schneit|schneite|schneeflocken|schneesturm|flocken)", "snow"],
    ["(?:regen|regnet|regnete|nieselregen|regentropfen)", "rain"],
    ["(?:nebel|dunst|neblig)", "fog"],
    ["(?:wind|windig|böe|böen|brise)", "wind"],
    ["(?:klarer himmel|wolkenlos|sonnig|blauer himmel|sonne scheint|sonne schien|meer ist ruhig|meer war ruhig)", "clear"],
  ],
  notWeather: "(?:vor dem|nach dem|seit dem|ohne|bis zum) (?:sturm|regen|schnee|wind|nebel|gewitter)|wie (?:der |ein |das )?(?:schnee|regen|donner|wind)",
  mood: {
    tense: "spät eilig angst schrei schrie messer gefahr blut rannte rennt alarm schnell zitterte sturm donner gewitter polizei floh flieht panik",
    joyful: "lacht lachte lachen lächelt lächelte singt sang tanzt tanzte fest glücklich freude applaus musik hochzeit geburtstag fröhlich jubelte",
    melancholic: "grau graue leer leere allein einsam tränen weinte weint grab abschied stille alt traurig niemand staub gestorben tot witwe verloren vergessen",
    mysterious: "dunkel dunkle dunkelheit höhle schatten flüsterte flüstert seltsam geheimnis nebel gespenst mond verschwand fremder maske rätsel",
  },
  postures: [
    ["sitting", "sitzt saß sitzen saßen setzt setzte setzten sitzend"],
    ["crouching", "hockt hockte kniet kniete kniend beugt beugte bückte bückt"],
    ["running", "rennt rannte rennen rannten läuft lief liefen eilt eilte"],
    ["walking", "geht ging gehen gingen steigt stieg stiegen tritt trat folgt folgte wandert wanderte läuft_langsam schlendert"],
    ["pointing", "zeigt zeigte deutet deutete"],
    ["reaching", "nimmt nahm hebt hob greift griff wirft warf hält hielt öffnet öffnete reicht reichte zieht zog"],
  ],
  looksUp: "blickt_auf blickte_auf sieht_auf sah_auf schaut_hoch hebt_den_kopf hob_den_kopf sah_hinauf blickte_hinauf blickt_hinauf",
  looksDown: "hockt kniet kniete bückte senkte_den_blick beugte",
  reveals: "findet fand entdeckt entdeckte sieht sah erscheint erschien öffnet öffnete",
  rises: "steigt stieg klettert kletterte fliegt flog erhebt erhob",
  looks: "sieht sah blickt blickte schaut schaute lauscht lauschte hört beobachtet beobachtete lächelt lächelte nickt nickte weint weinte zögert zögerte starrt starrte",
  colours: {
    gelb: "#d8a02a", gelben: "#d8a02a", gelber: "#d8a02a", gelbe: "#d8a02a", rot: "#a8342f", roten: "#a8342f", rote: "#a8342f", roter: "#a8342f", rotem: "#a8342f",
    blau: "#35607d", blauen: "#35607d", blaue: "#35607d", blauer: "#35607d", blauem: "#35607d", grün: "#3f7a4f", grünen: "#3f7a4f", grüne: "#3f7a4f", grüner: "#3f7a4f", grünem: "#3f7a4f",
    schwarz: "#2a2a30", schwarzen: "#2a2a30", schwarze: "#2a2a30", schwarzer: "#2a2a30", weiß: "#d9d6cc", weißen: "#d9d6cc", weiße: "#d9d6cc", weißer: "#d9d6cc",
    grau: "#7d8086", grauen: "#7d8086", graue: "#7d8086", grauer: "#7d8086", grauem: "#7d8086", braun: "#6e4e34", braunen: "#6e4e34", braune: "#6e4e34", orange: "#c96f2b",
    lila: "#6a4a86", rosa: "#c9788f", violett: "#6a4a86", golden: "#c89b3c", goldenen: "#c89b3c", silbern: "#a3a7ad", beige: "#c2ad8a",
  },
  wear: {
    coat: "mantel regenmantel umhang ölmantel", jacket: "jacke weste anzug schürze hemd ölzeug latzhose kittel", dress: "kleid rock", jumper: "pullover strickjacke pulli", uniform: "uniform",
  },
  scarf: "schal halstuch",
  hair: { bun: "dutt knoten", pony: "pferdeschwanz zöpfe zopf zöpfen", curly: "locken", bald: "glatze kahl", cap: "mütze hut kappe", beanie: "wollmütze", hood: "kapuze", long: "lange[ns]? haare?", short: "kurze[ns]? haare?" },
  beard: "bart schnurrbart",
  grey: "grauhaarig weißhaarig graue_haare weißes_haar grauer_bart weißer_bart grauen_bart weißen_bart",
  props: {
    boat: "boot boote ruderboot schiffchen", lantern: "laterne laternen", lamp: "lampe lampen", letter: "brief briefe umschlag telegramm", page: "seite seiten blatt",
    phone: "telefon handy", car: "auto autos wagen taxi lastwagen", door: "tür türen tor", table: "tisch schreibtisch", book: "buch bücher heft tagebuch", umbrella: "regenschirm schirm",
    dog: "hund hunde", cup: "tasse tassen glas", key: "schlüssel", suitcase: "koffer truhe", bicycle: "fahrrad", map: "karte landkarte", bird: "vogel vögel möwe möwen krähe taube spatz",
    note: "zettel notiz fahrkarte", paper: "papier zeitung zeichnung", photo: "foto fotos fotografie", torch: "fackel taschenlampe", mug: "becher", bag: "tasche rucksack sack korb beutel",
    bike: "rad", candle: "kerze kerzen", violin: "geige violine", kettle: "kessel teekanne teekessel", train: "zug züge lokomotive", clock: "uhr uhren wecker taschenuhr",
  },
  chapters: "kapitel teil akt szene buch",
  standalone: "prolog epilog zwischenspiel",
  named: "namens genannt hieß heißt",
  wearing: "in im mit trägt trug",
  absent: "von über ohne wie vom",
  speaks: "{a} spricht mit {b}.",
  speaksAlone: "{a} spricht.",
  off: "Man hört {a}; {b} lauscht.",
};
