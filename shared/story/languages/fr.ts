// French words for places, times, people, clothes and speech.
// Data only; languages/types.ts says what each list is for.
import { numberWords } from "../../domain/number-words.ts";
import type { LanguageWords } from "./types.ts";

export const french: LanguageWords = {
  code: "fr",
  common: `le la les l' un une des du de d' et ou mais si alors donc ainsi à au aux en dans sur sous par pour avec sans vers chez jusque jusqu' entre depuis
    que qu' qui quoi dont où quand comme comment pourquoi quel quelle se s' me m' te t' lui leur leurs y ne n' pas plus rien jamais personne est était
    fut sont étaient a ai as ont avait avaient c' ce cet cette ces ça cela ceci il elle ils elles on nous vous je j' tu mon ma mes ton ta tes son sa
    ses notre nos votre vos tout toute tous toutes chaque autre autres même aussi très bien trop peu beaucoup encore toujours déjà puis après avant
    pendant tandis lorsque lorsqu' puisque parce car là ici voici voilà oui non merci bonjour bonsoir viens allons regarde attends tiens prends peut-être
    un deux trois quatre cinq six sept huit neuf dix aujourd'hui hier demain soudain enfin dehors dedans dessus dessous derrière devant loin près
    lundi mardi mercredi jeudi vendredi samedi dimanche janvier février mars avril mai juin juillet août septembre octobre novembre décembre noël dieu
    monsieur madame mademoiselle maman papa quelque quelqu'un quelques plusieurs aucun aucune moi toi soi eux ni or ah oh eh hé nul seul seule
    lentement doucement ensuite parfois autour contre malgré chut pardon certes cependant pourtant d'abord maintenant ce`,
  speech: `dit demande demanda répond répondit crie cria murmure murmura chuchote chuchota souffla souffle s'écria s'écrie écria écrie ajouta ajoute répéta
    répète expliqua explique ordonna ordonne appela appelle insista insiste soupira soupire rit sourit continua continue reprit reprend répliqua réplique
    annonça annonce avoua avoue prévint admit promit promet supplia supplie interrompit balbutia bégaya remarqua observa observe conclut proposa propose
    protesta grogna grogne chanta chante lut lit fit lança lance hurla hurle approuva acquiesça constata précisa s'exclama exclama exclame lâcha glissa pensa pense
    plaisanta déclara déclare renchérit gémit marmonna`,
  acts: `regarda regarde regardait marcha marche marchait courut court courait assit assied leva lève prit prend mit met posa pose ouvrit ouvre ferma ferme arriva
    arrive entra entre sortit sort vit voit sentit sent sut sait voulait veut tenait tient tira tire sourit rit hocha hoche secoua attendit attend attendait
    écouta écoute monta monte descendit descend agenouilla approcha approche arrêta arrête jeta jette montra montre porta porte portait dormait dort réveilla
    mangea mange but boit écrivit écrit vivait vit trouva trouve donna donne fit fait revint revient laissa laisse jouait joue resta reste était est
    avait a passa passe balayait balaie ramait rame rangea plia plie traversa traverse suivit suit alluma allume poussa pousse tourna tourne pleura pleure
    chantait dansa danse toucha touche travaillait travaille peignait peint cousait coud tendit tend haussa hausse ramassa ramasse essuya pencha penche
    glissa glisse compta compte sursauta recula recule versa verse baissa baisse serra serre`,
  he: "il lui-même",
  she: "elle",
  they: "ils elles eux",
  his: "",
  her: "",
  first: "je j' me m' moi mon ma mes",
  narrator: "Narrateur",
  voice: "Voix",
  firstSpeech: "dis-je répondis demandai répondis-je demandai-je murmurai criai ajoutai",
  articles: "le la les l' un une des ce cet cette ces chaque autre quelque du au aux",
  indefinite: "un une des autre quelque",
  possessives: "mon ma mes ton ta tes son sa ses notre nos votre vos leur leurs",
  prepositions:
    "à au aux de du des d' avec pour par vers sur sous entre depuis jusque jusqu' sans contre chez derrière devant après avant comme",
  negations: "ne n' pas jamais personne sans",
  titlesM: "monsieur roi prince oncle père frère m sieur maître abbé",
  titlesF: "madame mademoiselle reine princesse tante mère sœur mme mlle",
  titles: "docteur capitaine professeur inspecteur sergent commandant vieux vieille commissaire",
  rolesM: `petit-fils neveu beau-père beau-frère vendeur barman jeune_homme pharmacien instituteur roi homme garçon roi prince père grand-père frère oncle mari fils pêcheur policier serveur gardien boulanger capitaine maître médecin docteur professeur
    conducteur soldat marchand bibliothécaire fermier vieux vieillard inconnu voyageur voisin élève cuisinier jardinier peintre musicien détective inspecteur
    maire guide pilote mécanicien menuisier forgeron mendiant voleur chasseur berger portier tailleur boucher horloger passager fantôme géant nain robot
    patron client apprenti meunier batelier marin facteur contrôleur libraire astronaute cordonnier prêtre bébé cousin directeur passeur clown`,
  rolesF: `petite-fille nièce belle-mère belle-sœur vendeuse pharmacienne institutrice actrice jeune_fille jeune_femme femme fille fillette reine princesse mère grand-mère sœur tante épouse dame serveuse sorcière gardienne boulangère maîtresse infirmière fermière
    vieille inconnue voyageuse voisine cuisinière jardinière musicienne danseuse chanteuse juge mairesse couturière passagère patronne cliente actrice
    nonne bergère libraire horlogère marchande cousine directrice fleuriste ouvreuse concierge`,
  roles: "enfant gamin gamine personne",
  roleAges: {
    child: "garçon petit-fils petite-fille enfant fillette gamin gamine bébé",
    teen: "adolescent adolescente",
    old: "vieux vieille vieillard grand-père grand-mère",
  },
  genericRoles: " garçon fille fillette enfant gamin gamine vieux vieille vieillard inconnu inconnue ",
  adults: "homme femme dame monsieur",
  animals: "chien chat cheval renard loup ours corbeau hibou souris lapin lion oiseau poisson grenouille tortue âne chèvre moineau coq",
  roleAdjectives: "vieux vieille vieil jeune petit petite grand grande second seconde autre",
  numbers: {
    ...numberWords.fr,
    un: 1,
    une: 1,
    "dix-sept": 17,
    "dix-huit": 18,
    "dix-neuf": 19,
    vingt: 20,
    trente: 30,
    quarante: 40,
    cinquante: 50,
    soixante: 60,
    "soixante-dix": 70,
    "quatre-vingts": 80,
    "quatre-vingt": 80,
    "quatre-vingt-dix": 90,
    "soixante-douze": 72,
  },
  people: "personnes amis amies enfants silhouettes femmes hommes frères sœurs",
  both: "les deux|les enfants|les amis|les deux enfants|tous deux|toutes deux|tous les deux|toutes les deux|ensemble|tous les trois",
  agePatterns: ["de (\\p{L}+(?:-\\p{L}+)*|\\d+) ans", "(?:a|avait) (\\p{L}+(?:-\\p{L}+)*|\\d+) ans", "(\\p{L}+(?:-\\p{L}+)*|\\d+) ans"],
  decades: { vingtaine: 25, trentaine: 35, quarantaine: 45, cinquantaine: 55, soixantaine: 65 },
  inside: `cuisine chambre salle bain grenier cave salon couloir maison cabane appartement bureau bibliothèque classe école boutique magasin boulangerie café
    bar taverne auberge restaurant hôtel hôpital église chapelle cathédrale théâtre cinéma musée hall vestibule wagon train compartiment autobus bus tramway avion
    bateau sous-marin vaisseau grotte caverne tunnel mine cellule prison grange étable atelier garage usine entrepôt serre tour ascenseur escalier studio
    laboratoire château palais temple moulin mansarde pharmacie librairie horlogerie cabine métro salle_d'attente loge coulisses cantine dortoir gymnase`,
  outside: `plage rivage côte mer océan baie port quai jetée île phare falaise crique dune dunes désert forêt bois parc jardin verger pré champ champs colline
    montagne montagnes sommet vallée col village place rue route ruelle chemin sentier voie pont rivière rive fleuve lac étang ruisseau canal marché foire
    cour toit terrasse balcon gare carrefour cimetière ville barque canot radeau pont_du_bateau marais plaine cascade puits ruines avenue promenade vigne
    stade clairière trottoir boulevard berge berges esplanade`,
  parts: "entrée bord fond pied coin seuil marches galerie bout",
  locatives: "dans en à au aux sur sous devant derrière chez près_de depuis dehors parmi le_long_de à_bord_de",
  adverbs: { dehors: "exterior", dedans: "interior" },
  joins: "de du des d' sous sur",
  arrivals: `alla va entra entre arriva arrive courut court monta monte descendit descend sortit sort revint revient retourna rentra rentre marcha marche mena mène
    traversa arrivèrent entrèrent sortirent montèrent descendirent rentrèrent allèrent vont arrivent retournèrent glissa navigua`,
  into: "à au aux dans vers jusque jusqu' chez sur en",
  reaches: "atteignit atteint traversa traverse quitta quitte gagna gagne rejoignit rejoint franchit",
  stays:
    "était est étaient sont attend attendait attendent assis assise vivait vit travaille travaillait dort dormait restait reste debout se_tient tenait",
  outsideOf: "devant derrière près_de au-dessus",
  nowhere: "quelque part",
  jumps: [
    "(?:à|vers) (?:\\p{L}+|\\d{1,2}) (?:heures?|h)",
    "(?:ce|cette) (?:soir|nuit|matin|après-midi|soir-là|nuit-là|matin-là|jour-là|hiver-là|été-là)",
    "(?:ce|cette) (?:même )?(?:soir|nuit|matin|jour)",
    "le (?:lendemain|jour suivant|soir suivant|surlendemain)(?: matin| soir)?",
    "la (?:nuit|semaine) suivante",
    "l'(?:année|hiver|été) suivante?",
    "(?:\\p{L}+|\\d+)(?: \\p{L}+)? (?:heures?|jours?|nuits?|semaines?|mois|ans?|années?) (?:plus tard|après)",
    "(?:dix|vingt|trente) minutes plus tard",
    "plus tard",
    "pendant ce temps",
    "au même moment",
    "après (?:le dîner|le souper|le déjeuner|l'école|minuit)",
    "au (?:printemps)",
    "en (?:été|automne|hiver)",
    "quand (?:la nuit|le soir|le matin|le jour|l'hiver|le printemps) (?:tomba|tombe|vint|vient|arriva|arrive|se leva|se lève)",
    "(?:la nuit|le soir) (?:tomba|tombe|était tombée?)",
    "le (?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)",
    "un (?:jour|soir|matin)",
    "une nuit",
    "il y a longtemps",
    "des (?:années|mois|heures|semaines) (?:plus tard|passèrent)",
  ],
  times: [
    ["(?:aube|lever du soleil|aurore|point du jour|petit matin|soleil se leva|soleil se lève|potron-minet)", "dawn"],
    ["(?:coucher du soleil|soleil couchant|soleil se couchait|soleil se couche|dernière lumière|fin d'après-midi)", "golden"],
    ["(?:crépuscule|soir|soirée|tombée de la nuit|nuit tombante)", "dusk"],
    ["(?:minuit|nuit|lune|étoiles)", "night"],
    ["(?:matin|matinée|midi|après-midi|petit déjeuner|plein jour)", "day"],
  ],
  notTimes:
    "(?:chaque|toute la|tous les|toutes les|(?<!^)dans la|de la|hier|pendant la|bonne|une|un|du|jusqu'au|passé dans la|train de) (?:nuit|nuits|soir|soirs|matin|matins|lune|soirée)|bonsoir|bonne nuit",
  notJumps:
    "(?:un|quelques|peu) (?:instants?|moments?|secondes?|minutes?) (?:plus tard|après)|peu après|un jour,? (?:je|tu|nous|il|elle|on) \\p{L}+(?:rai|ras|ra|rons|rez|ront)",
  weather: [
    [
      "(?:ciel clair|ciel bleu|sans nuage|ensoleillé|soleil brille|soleil brillait|mer est calme|mer était calme|pluie a cessé|pluie avait cessé)",
      "clear",
    ],
    ["(?:tempête|orage|tonnerre|éclair|éclairs|ouragan)", "storm"],
    ["(?:neige|neigeait|neigea|flocons|blizzard)", "snow"],
    ["(?:pluie|pleut|pleuvait|bruine|averse)", "rain"],
    ["(?:brouillard|brume)", "fog"],
    ["(?:vent|rafale|bourrasque|brise)", "wind"],
  ],
  notWeather:
    "(?:avant|après|depuis|sans|jusqu'à) (?:la |l'|le )?(?:tempête|orage|pluie|neige|vent|brouillard)|comme (?:la |le |un |une )?(?:neige|pluie|tonnerre|vent)",
  mood: {
    tense:
      "retard vite peur cri cria couteau danger sang courut court alarme tremblait tempête tonnerre orage police fuit s'enfuit panique",
    joyful:
      "rit rire rires sourit chante chanta danse dansa fête heureux heureuse joie applaudissements musique mariage anniversaire gai riaient",
    melancholic:
      "gris grise vide seul seule larmes pleura pleure tombe adieu silence vieux triste personne poussière mort morte veuve souvenirs oublié",
    mysterious:
      "sombre obscurité noir grotte ombre ombres murmura murmure étrange secret brouillard brume fantôme lune mystère disparut inconnu masque",
  },
  postures: [
    ["sitting", "assit assirent assois asseyaient asseyent assises assis assise assit assied assoit asseyait asseoir"],
    ["crouching", "accroupi accroupie accroupit agenouilla agenouille agenouillée pencha penche"],
    ["running", "court courut courent coururent courant courait"],
    [
      "walking",
      "marche marcha marchent marchait marchant monte monta descend descendit traverse traversa suit suivit avance avança entre entra sort sortit",
    ],
    ["pointing", "montra_du_doigt montre_du_doigt pointe pointa désigna désigne"],
    ["reaching", "prend prit lève leva saisit tend tendit jette jeta lance lança tient ouvre ouvrit ramasse ramassa"],
  ],
  looksUp: "lève_la_tête leva_la_tête lève_les_yeux leva_les_yeux",
  looksDown: "accroupit agenouilla baisse_les_yeux baissa_les_yeux pencha",
  reveals: "trouve trouva découvre découvrit voit vit apparaît apparut révèle ouvre ouvrit",
  rises: "monte monta grimpe grimpa vole s'envola envola s'élève",
  looks: "regarde regarda écoute écouta observe sourit hoche hocha pleure pleura hésite hésita",
  colours: {
    jaune: "#d8a02a",
    rouge: "#a8342f",
    bleu: "#35607d",
    bleue: "#35607d",
    vert: "#3f7a4f",
    verte: "#3f7a4f",
    noir: "#2a2a30",
    noire: "#2a2a30",
    blanc: "#d9d6cc",
    blanche: "#d9d6cc",
    gris: "#7d8086",
    grise: "#7d8086",
    brun: "#6e4e34",
    brune: "#6e4e34",
    marron: "#6e4e34",
    orange: "#c96f2b",
    mauve: "#9a83b5",
    rose: "#c9788f",
    violet: "#6a4a86",
    violette: "#6a4a86",
    doré: "#c89b3c",
    argenté: "#a3a7ad",
    beige: "#c2ad8a",
    bordeaux: "#6b2436",
  },
  wear: {
    coat: "manteau imperméable cape ciré pardessus",
    jacket: "veste gilet costume tablier chemise blouson salopette blouse",
    dress: "robe jupe tunique",
    jumper: "pull chandail tricot cardigan",
    uniform: "uniforme",
  },
  scarf: "écharpe foulard châle",
  hair: {
    bun: "chignon",
    pony: "queue-de-cheval tresses tresse nattes natte",
    curly: "boucles bouclés",
    bald: "chauve",
    cap: "casquette chapeau béret képi",
    beanie: "bonnet",
    hood: "capuche",
    long: "cheveux longs|longs cheveux",
    short: "cheveux courts",
  },
  beard: "barbe moustache",
  grey: "cheveux_gris cheveux_blancs barbe_blanche barbe_grise",
  props: {
    boat: "bateau bateaux barque canot",
    lantern: "lanterne lanternes",
    lamp: "lampe lampes",
    letter: "lettre lettres enveloppe télégramme",
    page: "page pages feuille",
    phone: "téléphone portable",
    car: "voiture voitures auto taxi camion camionnette",
    door: "porte portes portail",
    table: "table bureau",
    book: "livre livres cahier carnet journal_intime",
    umbrella: "parapluie ombrelle",
    dog: "chien chienne chiens",
    cup: "tasse tasses",
    key: "clé clef clés clefs",
    suitcase: "valise valises malle",
    bicycle: "bicyclette vélo",
    map: "carte plan",
    bird: "oiseau oiseaux mouette mouettes corbeau pigeon moineau",
    note: "mot billet",
    paper: "papier papiers journal dessin",
    photo: "photo photos photographie portrait",
    torch: "torche",
    mug: "bol",
    bag: "sac sacoche cartable panier",
    candle: "bougie bougies chandelle",
    violin: "violon",
    kettle: "bouilloire théière",
    train: "train trains locomotive",
    clock: "horloge pendule réveil horloges",
    glass: "verre verres",
    ticket: "ticket tickets",
    watch: "montre",
    dial: "cadran coffre-fort",
    drawer: "tiroir tiroirs",
    coin: "pièce_de_monnaie monnaie",
    ring: "bague anneau",
    radio: "radio poste_de_radio",
    laptop: "ordinateur",
    screen: "écran écrans",
    pen: "stylo crayon crayons plume",
    bottle: "bouteille bouteilles flacon",
    bread: "pain pains baguette croissant",
    apple: "pomme pommes poire",
    hat: "chapeau",
    mirror: "miroir miroirs",
    doll: "poupée jouet jouets peluche",
    parcel: "boîte boîtes colis paquet",
    plate: "plaque pancarte écriteau",
    flower: "fleur fleurs roses bouquet",
    camera: "appareil_photo jumelles",
    guitar: "guitare",
    rope: "corde cordes",
    ladder: "échelle",
    crown: "couronne",
    stove: "poêle four cheminée",
    painting: "tableau tableaux",
    button: "bouton levier",
  },
  chapters: "chapitre partie acte scène livre",
  standalone: "prologue épilogue interlude",
  selfNames: ["je m'appelle", "je suis", "moi, c'est", "moi c'est", "mon nom est"],
  namesTold: ["(?:il|elle) s'appelait", "(?:il|elle) s'appelle", "c'était", "c'est", "son nom était"],
  voices: "voix quelqu'un",
  signs: "panneau affiche écran étiquette",
  notNouns: "jour soir fois moment même première fin temps monde mot",
  manner: "(?:en|un soir|un jour|sans|avec|d'un|d'une|à voix|tout|les yeux|la main|puis|et|le|la|comme|pendant)\\b",
  verbEnding: "(?:ait|aient|èrent|irent|(?<=\\p{L}{3})a)",
  named: "nommé nommée appelé appelée s'appelait s'appelle appelait",
  wearing: "avec vêtu vêtue porte portait dans en",
  absent: "de sur sans comme d' du",
};
