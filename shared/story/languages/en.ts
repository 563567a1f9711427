// English words for places, times, people, clothes and speech.
// Data only; languages/types.ts says what each list is for.
import { numberWords } from "../../domain/number-words.ts";
import type { LanguageWords } from "./types.ts";

export const english: LanguageWords = {
  code: "en",
  common: `the a an and or but if then so of to in on at by for from with without into onto over under up down out off as is are was were be been
    being am has have had do does did not no nor yes it its this that these those there here he she they we you i me him them us my your his her
    their our who whom whose which what when where why how all any some every each both few more most other another such only own same too very
    can could will would shall should may might must just now than because while after before until again once still even never always maybe
    perhaps oh well please thank thanks hello hi good okay ok nothing something everything nobody somebody everyone someone one two three four
    five six seven eight nine ten first last next later soon suddenly inside outside behind above below across along around through between
    near far away back let's don't didn't won't can't isn't wasn't it's he's she's they're you're i'm i'll we'll that's there's what's
    come go look wait stop listen take give tell say yesterday today tomorrow monday tuesday wednesday thursday friday saturday sunday january
    february march april may june july august september october november december christmas easter god lord english french german spanish
    italian sir madam ma'am mum mom dad mother father somewhere anyway however although though instead far half around toward towards whatever
    keep hold hush quick sorry right left nearby beyond beside among against during since like except inside everywhere
    north south east west northern southern eastern western winter spring summer autumn sometimes outside everybody anyone nobody's
    through finally slowly quietly carefully together alone outside meanwhile afterwards upstairs downstairs somehow please goodbye goodnight
    whole entire not none neither either many much several those until till upon within out`,
  speech: `said says say read reads asked asks replied replies answered answers whispered whispers shouted shouts called calls cried cries muttered mutters
    murmured murmurs added adds told tells exclaimed exclaims began begins continued continues repeated repeats yelled yells laughed laughs sighed
    sighs insisted insists suggested suggests explained explains agreed agrees announced announces admitted admits warned warns begged begs
    breathed breathes snapped snaps grunted grunts hissed hisses growled growls promised promises offered offers demanded demands
    wondered wonders sang sings read reads observed observes remarked remarks declared declares ordered orders protested protests
    screamed screams sobbed sobs grinned grins smiled smiles nodded nods went goes thought thinks croaked croaks confessed confesses
    corrected corrects joked jokes interrupted interrupts urged urges gasped gasps finished finishes groaned groans chuckled chuckles
    mumbled mumbles stammered stammers pleaded pleads responded responds guessed guesses teased teases`,
  acts: `looked looks walked walks ran runs sat sits stood stands took takes turned turns put puts opened opens closed closes came comes went goes
    saw sees felt feels knew knows wanted wants held holds picked picks pulled pulls pushed pushes smiled smiles laughed laughs nodded nods shook
    shakes shrugged shrugs waited waits watched watches listened listens climbed climbs knelt kneels leaned leans lifted lifts raised raises
    reached reaches stepped steps stopped stops threw throws wiped wipes stared stares pointed points carried carries hurried hurries slept
    sleeps woke wakes ate eats drank drinks wrote writes read reads lived lives loved loves hated hates found finds gave gives lost loses made
    makes moved moves brought brings kept keeps left leaves let lets played plays rubbed rubs set sets tried tries was is had has could would
    did does crouched crouches entered enters arrived arrives followed follows caught catches jumped jumps crossed crosses knocked knocks
    poured pours remembered remembers hesitated hesitates paused pauses thought thinks got gets bent bends folded folds slid slides tied ties
    glanced glances swallowed swallows blinked blinks frowned frowns laid lays shut shuts returned returns began begins counted counts
    dropped drops drove drives rode rides flew flies swam swims dug digs sold sells bought buys taught teaches fought fights hung hangs hid hides
    lit lights swung swings struck spun spins bit blew blows drew draws grew grows forgot broke breaks built builds chose chooses fed feeds fled met meets paid pays
    rang rings sent sends shot spent spoke speaks stole tore tears understood won wept burst cut hit spread dealt leapt knew slept wound rose rises fell falls shone became wore wears danced dances sang sings cried cries swept sweeps rowed rows wound winds smoothed smooths touched touches`,
  he: "he himself",
  she: "she herself",
  they: "they them themselves",
  his: "his him",
  her: "her hers",
  first: "i me my myself mine",
  narrator: "Narrator",
  voice: "Voice",
  firstSpeech: "",
  articles: "the a an this that these those some another every each",
  indefinite: "a an another some",
  possessives: "my your his her its our their",
  prepositions: `to at of with for from by behind beside beneath under over near toward towards after before into onto on in around about like between
    past against without`,
  negations: "not never no didn't doesn't don't won't wouldn't couldn't can't without nobody",
  titlesM: "mr mister sir lord king prince father brother uncle grandpa monsieur",
  titlesF: "mrs ms miss madam lady queen princess sister aunt grandma",
  titles: "dr doctor captain professor inspector sergeant officer detective old little young saint chief colonel major",
  rolesM: `grandson nephew stepfather godfather barman guy fellow actor footman landlord cowboy emperor brother-in-law schoolboy man boy king prince father grandfather brother uncle husband son fisherman policeman postman milkman gentleman waiter monk priest lad
    grandpa dad butler groom stationmaster ferryman watchman nobleman knight wizard headmaster boatman salesman fireman`,
  rolesF: `granddaughter niece stepmother stepsister godmother barmaid landlady empress housekeeper schoolgirl ballerina woman girl queen princess mother grandmother sister aunt wife daughter lady waitress nun witch maid grandma mum mom actress bride
    midwife widow seamstress policewoman`,
  roles: `ai cousin keeper captain sailor fisher baker teacher doctor nurse driver conductor guard soldier officer clerk shopkeeper librarian farmer
    child kid baby stranger traveller traveler neighbour neighbor student pupil cook chef gardener painter musician dancer singer detective
    inspector judge mayor guide pilot astronaut engineer mechanic carpenter blacksmith merchant beggar thief hunter shepherd porter tailor
    butcher cleaner cashier bartender barber clockmaker watchmaker passenger pedlar ranger robot ghost giant dwarf scientist professor
    ticket-collector beekeeper violinist pianist boss owner customer goalkeeper coach referee apprentice smith miller innkeeper gatekeeper
    vendor cyclist commander sergeant messenger weaver potter caretaker lifeguard dentist`,
  roleAges: {
    child: "boy girl child kid baby granddaughter grandson schoolboy schoolgirl",
    teen: "teenager youth lad",
    old: "grandfather grandmother grandpa grandma granny elder",
  },
  genericRoles: " boy girl child kid lad stranger",
  adults: "man woman gentleman lady figure",
  animals:
    "dog cat horse fox wolf bear crow owl mouse rabbit lion bird fish frog hare tortoise donkey goat sparrow raven hedgehog badger seagull",
  roleAdjectives:
    "old young little tall small big blind strange other second first thin fat ticket night bus lighthouse ship's train taxi station tired elderly",
  numbers: {
    ...numberWords.en,
    eighteen: 18,
    nineteen: 19,
    twenty: 20,
    thirty: 30,
    forty: 40,
    fifty: 50,
    sixty: 60,
    seventy: 70,
    eighty: 80,
    ninety: 90,
  },
  people: "people friends children figures women men sisters brothers boys girls of_them companions",
  both: "both of them|they both|the two of them|the siblings|the children|the friends|the twins|the brothers|the sisters|together|the pair|the couple",
  agePatterns: [
    "(?<!(?:since|when|until|before|after|if) )(?:she|he) (?:was|is) (\\p{L}+(?:-\\p{L}+)?|\\d+)(?=[,.;]| and | years)",
    "in (?:her|his|their) (?:early |mid |mid-|late )?(\\p{L}+)",
    "an? (\\p{L}+|\\d+)[- ]years?[- ]old",
    "(\\p{L}+|\\d+) years? old",
    "aged? (\\p{L}+|\\d+)",
  ],
  decades: { teens: 15, twenties: 25, thirties: 35, forties: 45, fifties: 55, sixties: 65, seventies: 75, eighties: 85, nineties: 92 },
  inside: `kitchen room bedroom bathroom attic cellar basement hall hallway corridor house cottage cabin hut home flat apartment office library classroom school
    shop store bakery cafe café bar pub inn restaurant diner hotel hospital church chapel cathedral theatre theater cinema museum gallery_room
    station_hall waiting_room train carriage compartment bus taxi tram plane cockpit ship submarine airlock spaceship spacecraft cave cavern tunnel mine cell
    prison barn stable workshop garage factory warehouse greenhouse tower lantern_room lift elevator stairwell staircase stairs tent studio
    laboratory lab parlour parlor dining_room living_room study nursery pantry lobby castle palace temple mill forge bunker crypt engine_room
    laundrette launderette gym ward ballroom court courtroom archive lounge wheelhouse van caravan dormitory canteen pharmacy
    booth cabinet wardrobe observatory bookshop control_room operating_room surgery toolshed shed boathouse clinic morgue kiosk hold den`,
  outside: `beach shore seashore coast sea ocean bay harbour harbor dock docks pier quay jetty port island lighthouse cliff cliffs cove lagoon dunes dune desert
    forest wood woods grove jungle park garden orchard meadow field fields farm vineyard hill hills hillside hilltop mountain mountains peak ridge valley pass village
    square street road lane alley path track trail bridge river riverbank bank lake lakeside pond stream canal market marketplace
    fairground playground courtyard yard rooftop roof terrace balcony platform station railway crossroads graveyard cemetery town city
    downtown rowing_boat boat raft deck bus_stop car_park gate swamp marsh moor plain prairie glacier waterfall well campsite camp stadium
    pitch ruins motorway highway border ledge crater moon forest_clearing clearing snowfield avenue promenade zoo vegetable_garden
    schoolyard churchyard allotments allotment waterfront`,
  parts: "mouth edge top foot end bottom middle gallery steps doorway threshold corner back front rim entrance summit shore side heart",
  locatives:
    "in inside at on outside aboard by beside beneath under below behind near beyond across within above down from among underneath through around along over",
  adverbs: {
    outside: "exterior",
    indoors: "interior",
    upstairs: "interior",
    downstairs: "interior",
    outdoors: "exterior",
    home: "interior",
  },
  joins: "of below above under behind near beside by overlooking beyond between with",
  arrivals: `walked walks went goes came comes ran runs climbed climbs stepped steps hurried hurries returned returns arrived arrives drove drives rode rides
    got gets led leads followed follows crept creeps slipped slips stumbled stumbles rushed rushes raced races sailed sails marched marches
      moved moves crawled crawls headed heads made makes pedalled pedals cycled cycles took takes descended descends emerged emerges rowed rows flew flies drifted drifts`,
  into: "into to onto in at inside through up down out_into back_to towards toward along across over",
  reaches: "reached reaches entered enters left leaves crossed crosses found approached approaches",
  stays: "stood stands waits waited lay lies was were is are works worked sat sits sleeps slept lived lives kneels knelt",
  outsideOf: "outside above behind near beside across",
  nowhere: "somewhere",
  jumps: [
    "(?:at|by|around|towards?|until) (?:about |almost |half past |quarter past |quarter to )?(?:\\p{L}+|\\d{1,2}(?:[:.]\\d\\d)?) ?(?:o['’]clock|a\\.?m|p\\.?m|in the (?:morning|afternoon|evening))",
    "(?:later )?that (?:same )?(?:night|evening|morning|afternoon|day|winter|summer|spring|autumn|weekend)",
    "(?:on |by |early )?(?:the )?(?:next|following) (?:\\p{L}+ )?(?:night|evening|morning|afternoon|day|week|month|year|dawn|winter|summer|spring|autumn)",
    "(?:about |almost |nearly )?(?:\\p{L}+|\\d+)(?: \\p{L}+)? (?:hours?|days?|nights?|weeks?|months?|years?|winters?|summers?|decades?) (?:later|after|passed|went by|had passed)",
    "(?:ten|fifteen|twenty|thirty|forty|five) minutes (?:later|passed)",
    "(?:much )?later(?: that| on| in)?\\b",
    "meanwhile",
    "the day after",
    "after (?:dinner|supper|lunch|breakfast|school|work|dark|midnight|the \\p{L}+ had)",
    "(?:in|by) (?:the )?(?:spring|summer|autumn|winter|january|february|march|april|may|june|july|august|september|october|november|december)",
    "(?:on|the) (?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|last day|first day|second day|third day|second night|third night|third morning|second morning)",
    "by the time",
    "one (?:day|night|morning|evening|afternoon)",
    "at last the day",
    "years before",
    "long ago",
    "in those days",
    "when (?:\\p{L}+ )?(?:night|evening|morning|dawn|darkness|spring|winter|summer|autumn) (?:fell|came|comes|falls|broke|breaks|arrived|arrives)",
    "(?:night|evening|morning|dawn|darkness|dusk|winter|spring|summer|autumn) (?:fell|came|comes|falls|broke|breaks|had fallen|arrived|arrives)",
    "(?:all|through) (?:that|the) (?:night|day|winter|summer)",
    "weeks|months|years (?:pass|passed|went by)",
    "tomorrow",
    "elsewhere",
    "at the same time",
    "at the same moment, (?:in|on|at|far)",
  ],
  times: [
    ["(?:dawn|sunrise|daybreak|first light|cockcrow|early morning|sun rose|sun rises|sun came up|sun comes up|before sunrise)", "dawn"],
    [
      "(?:sunset|golden hour|late afternoon|sun was setting|sun sets|sun set|sun is setting|sinking sun|low sun|last light|sun went down|sun goes down)",
      "golden",
    ],
    ["(?:dusk|twilight|evening|nightfall|sundown|gloaming)", "dusk"],
    [
      "(?:midnight|night|nighttime|moonlight|moonlit|moon|stars|starlight|two in the morning|three in the morning|after dark|o'clock at night|eleven o'clock)",
      "night",
    ],
    ["(?:morning|noon|midday|afternoon|daylight|daytime|lunch|breakfast|sunlight|sunshine)", "day"],
  ],
  notTimes:
    "(?:has passed in|passed in|during|in the middle of|all|last|every|of|each|until|a|any|for the|since|since last|like|through|yesterday) (?:the )?(?:night|nights|morning|evening|evenings|day|moon|stars|dawn|noon|lunch|breakfast)|good (?:night|morning|evening|afternoon)|night before|(?:night|morning|evening) (?:train|bus|shift|watchman|guard|sky|paper|papers|school)|this morning|tonight|(?:passed|passes|happened) in the night",
  notJumps:
    "(?:a|one|two|just a|only a) (?:moment|second|minute|instant|heartbeat)s? (?:later|after)|a few (?:moments|seconds|minutes|steps) (?:later|after)|(?:ten|five|three|two|a few|twenty) steps later|seconds later|moments later|sooner or later|one by one|one day,? (?:i|we|you|she|he|they)(?:'ll| will| would| shall)",
  weather: [
    [
      "(?:clear sky|cloudless|sunny|blue sky|sea is calm|sea was calm|sunshine|sun shines|sun shone|rain stops|rain stopped|snow stopped|snow stops|fog lifted|fog lifts|storm passed|rain was over|rain has stopped|rain had stopped|storm was over|storm is over)",
      "clear",
    ],
    ["(?:storm|storms|thunder|lightning|tempest|hurricane)", "storm"],
    ["(?:snow|snows|snowing|snowed|snowflakes?|blizzard|snowfall|snowy)", "snow"],
    ["(?:rain|rains|raining|rained|drizzle|downpour|raindrops|rainy|pouring)", "rain"],
    ["(?:fog|mist|foggy|misty|haze)", "fog"],
    ["(?:wind|windy|gale|gusts?|breeze)", "wind"],
  ],
  notWeather:
    "(?:before|after|since|until|without|no|of|through|survived|about) (?:the |a |last |that )?(?:storm|rain|snow|wind|fog|storms)|storm (?:has|had) passed|(?:a )?(?:brain|snow)storm of|snow globe|rain ?coats?|rain (?:jacket|boots|hat|gear|barrel)s?|raincoat|like (?:a )?(?:storm|thunder|snow|rain|lightning|wind|mist|fog)",
  mood: {
    tense:
      "late hurry hurries hurried afraid fear scream screamed gun knife chase danger blood run runs ran alarm quick quickly panic trembling shaking shouted shouts thunder storm explosion emergency police hunted frightened trapped",
    joyful:
      "laugh laughs laughed laughing smile smiles smiled sing sings sang dance dances danced party cheer cheers cheered festival happy joy grin grinned birthday applause music sunshine wedding celebrate",
    melancholic:
      "grey gray empty alone lonely tears cry cried wept funeral gone grave lost goodbye silence old farewell sad sadly missed nobody dust faded died dead mourning late_mother widow",
    mysterious:
      "dark darkness cave shadow shadows whisper whispers whispered strange secret hidden mystery fog mist ghost moon hum glow glows impossible vanished disappeared unknown mask rattle stranger locked nobody",
  },
  postures: [
    ["sitting", "sit sits sat sitting seated"],
    ["crouching", "crouch crouches crouched crouching kneel kneels knelt kneeling squats squatted stoops stooped bends bent"],
    ["running", "run runs ran running races raced sprints sprinted dashes dashed rushes rushed hurries hurried"],
    [
      "walking",
      "walk walks walked walking steps stepped strolls strolled marches marched wanders wandered goes went crosses crossed climbs climbed follows followed paces paced limps trudges trudged",
    ],
    ["pointing", "point points pointed pointing"],
    [
      "reaching",
      "reach reaches reached reaching takes took picks picked lifts lifted raises raised grabs grabbed throws threw hands handed holds held opens opened",
    ],
  ],
  looksUp:
    "looks_up looked_up glances_up glanced_up stares_up stared_up raises_his_head raises_her_head lifts_his_head lifts_her_head lifted_his_head lifted_her_head raised_his_head raised_her_head",
  looksDown: "looks_down looked_down glances_down glanced_down kneels knelt crouches crouched stares_down bends bent",
  reveals:
    "finds found discovers discovered sees saw appears appeared reveals revealed leads_to led_to there_is there_was notices noticed opens opened",
  rises: "rises rose climbs climbed ascends ascended from_high_above flies flew soars soared takes_off",
  looks:
    "looks looked stares stared watches watched listens listened gazes gazed smiles smiled frowns frowned nods nodded hesitates hesitated weeps wept turns turned blinks",
  colours: {
    yellow: "#d8a02a",
    red: "#a8342f",
    blue: "#35607d",
    green: "#3f7a4f",
    black: "#2a2a30",
    white: "#d9d6cc",
    grey: "#7d8086",
    gray: "#7d8086",
    brown: "#6e4e34",
    orange: "#c96f2b",
    purple: "#6a4a86",
    pink: "#c9788f",
    violet: "#6a4a86",
    navy: "#2b3f63",
    crimson: "#8f2433",
    scarlet: "#b52d2a",
    golden: "#c89b3c",
    silver: "#a3a7ad",
    turquoise: "#3f9a98",
    beige: "#c2ad8a",
    cream: "#d8ceb2",
    maroon: "#6b2a33",
    olive: "#6b6f3a",
    teal: "#2f7a7d",
    lilac: "#9a83b5",
    khaki: "#8a8055",
    indigo: "#3e3f7d",
    tan: "#b08d5f",
    burgundy: "#6b2436",
    mustard: "#c29a2f",
  },
  wear: {
    coat: "coat overcoat raincoat oilskin cloak cape parka mackintosh trenchcoat anorak",
    jacket: "jacket blazer vest waistcoat suit overalls apron shirt hoodie tunic",
    dress: "dress gown skirt robe nightgown sari kimono",
    jumper: "jumper sweater pullover jersey cardigan t-shirt",
    uniform: "uniform spacesuit livery",
  },
  scarf: "scarf shawl",
  hair: {
    bun: "bun",
    pony: "ponytail pigtails braid braids plait plaits",
    curly: "curls curly",
    bald: "bald",
    cap: "cap hat beret bonnet",
    beanie: "beanie woolly_hat",
    hood: "hood hooded hoodie",
    long: "long (?:\\p{L}+ )?hair",
    short: "(?:short|cropped) (?:\\p{L}+ )?hair|hair (?:was |is )?(?:cropped|cut|shorn) (?:very )?(?:short|close)",
  },
  beard: "beard bearded moustache whiskers",
  grey: "grey-haired gray-haired white-haired grey_hair gray_hair white_hair silver_hair grey_beard gray_beard white_beard silver-haired",
  props: {
    boat: "boat boats rowboat dinghy canoe raft",
    lantern: "lantern lanterns",
    lamp: "lamp lamps",
    letter: "letter letters envelope postcard telegram",
    page: "page pages",
    phone: "phone telephone smartphone mobile cellphone receiver",
    car: "car cars taxi van truck lorry jeep",
    door: "door doors gate",
    table: "table desk",
    book: "book books notebook diary journal album",
    umbrella: "umbrella umbrellas parasol",
    dog: "dog dogs puppy hound",
    cup: "cup cups teacup bowl",
    key: "key keys",
    suitcase: "suitcase suitcases trunk briefcase",
    bicycle: "bicycle bicycles",
    map: "map maps chart",
    bird: "bird birds seagull gull crow pigeon owl sparrow raven parrot",
    note: "note notes",
    paper: "paper papers newspaper newspapers drawing",
    photo: "photo photos photograph photographs picture portrait",
    torch: "torch torches flashlight",
    mug: "mug mugs",
    bag: "bag bags backpack rucksack satchel basket sack handbag",
    bike: "bike bikes",
    candle: "candle candles",
    violin: "violin fiddle",
    kettle: "kettle teapot",
    train: "train trains locomotive steam_engine engine",
    clock: "clock clocks alarm",
    glass: "glass glasses_of tumbler goblet",
    ticket: "ticket tickets",
    watch: "watch pocket-watch wristwatch",
    dial: "dial safe vault_door combination_lock",
    drawer: "drawer drawers",
    coin: "coin coins penny pennies",
    ring: "ring",
    radio: "radio radios walkie-talkie transistor",
    laptop: "laptop computer laptops",
    screen: "screen screens monitor monitors television",
    pen: "pen pens pencil pencils quill",
    bottle: "bottle bottles flask jar",
    bread: "bread loaf loaves sandwich sandwiches",
    apple: "apple apples pear pears",
    hat: "hat hats bowler",
    mirror: "mirror mirrors",
    doll: "doll teddy_bear toy toys puppet",
    parcel: "box boxes parcel package carton",
    plate: "plate plaque nameplate medal sign",
    flower: "flower flowers rose roses bouquet tulip tulips",
    camera: "camera cameras binoculars",
    guitar: "guitar",
    rope: "rope ropes",
    ladder: "ladder ladders",
    crown: "crown",
    stove: "stove oven fireplace",
    painting: "painting paintings",
    microphone: "microphone",
    button: "button lever switch",
    keyboard: "typewriter keyboard",
    crate: "crate crates chest barrel barrels",
  },
  chapters: "chapter part book act scene section",
  standalone: "prologue epilogue interlude coda",
  selfNames: ["I'm", "I am", "my name is", "my name's", "name's", "call me", "they call me"],
  namesTold: ["(?:his|her|its) name (?:was|is)", "(?:he|she|it) (?:was|is) (?:called|named)", "it was", "this was"],
  voices: "voice voices someone somebody",
  signs: "sign poster screen label board headline display",
  notNouns: "same first second third other last next word words truth day night moment time way thing story answer old young man",
  manner: "(?:with|without|as|while|and|then)\\b",
  verbEnding: "(?:ed|(?<=\\p{L}{2}[^su'])s)",
  named: "called named",
  wearing: "in with wearing wears wore dressed",
  absent: "of about from without than like because_of for thought_of remembered",
};
