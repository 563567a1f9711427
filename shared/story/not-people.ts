// Capitalised words that are seldom people: weather and nature, well-known cities and countries, and
// letters that stand for words. Only plain evidence makes a person of one: a title, an age, a name told.
import { wordSet } from "./text.ts";

/** Weather, seasons, hours and what fills a room, in six languages. */
export const natureWords =
  wordSet(`rain snow wind fog mist storm thunder lightning hail frost ice heat cold sun sunlight sunshine moon moonlight starlight stars
  cloud clouds sky dew smoke dust ash fire water waves tide darkness light shadow shadows silence quiet noise music laughter applause night morning evening
  afternoon noon midnight dawn dusk twilight sunrise sunset daylight day winter spring summer autumn fall january february march april may june july august
  september october november december monday tuesday wednesday thursday friday saturday sunday christmas easter time fear hope death nature traffic
  sea ocean river earth leaves grass sand mud steam sleet drizzle breeze
  lluvia nieve viento niebla bruma tormenta trueno truenos relámpago granizo escarcha hielo calor frío sol luna estrellas nube nubes cielo humo polvo ceniza fuego
  agua olas marea oscuridad luz sombra sombras silencio ruido música risas aplausos noche mañana tarde mediodía medianoche amanecer anochecer atardecer alba
  día invierno primavera verano otoño enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre lunes martes miércoles jueves
  viernes sábado domingo navidad tiempo miedo muerte tierra mar hojas hierba arena barro
  pluie neige vent brouillard brume orage tempête tonnerre grêle givre glace chaleur froid soleil lune étoiles nuage nuages ciel fumée poussière cendre feu eau
  vagues marée obscurité lumière ombre ombres bruit musique rires nuit matin soir midi minuit aube crépuscule jour hiver printemps été automne janvier
  février mars avril mai juin juillet août septembre octobre novembre décembre lundi mardi mercredi jeudi vendredi samedi dimanche noël temps peur mort terre
  mer feuilles herbe sable boue
  regen schnee wind nebel sturm gewitter donner blitz hagel frost eis hitze kälte sonne mond sterne wolke wolken himmel rauch staub asche feuer wasser wellen
  flut ebbe dunkelheit finsternis licht schatten stille schweigen lärm musik gelächter nacht morgen abend nachmittag mittag mitternacht dämmerung tag winter
  frühling sommer herbst januar februar märz juni juli oktober dezember montag dienstag mittwoch donnerstag freitag samstag sonntag weihnachten zeit angst tod
  erde meer laub gras schlamm dampf
  pioggia neve vento nebbia foschia tempesta tuono fulmine grandine brina ghiaccio caldo freddo sole stelle nuvola nuvole cielo fumo polvere cenere fuoco acqua
  onde buio luce ombra ombre silenzio rumore musica risate notte mattina sera pomeriggio mezzogiorno mezzanotte tramonto giorno inverno estate autunno
  gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre lunedì martedì mercoledì giovedì venerdì natale tempo paura morte mare foglie erba sabbia fango
  chuva neve vento nevoeiro neblina tempestade trovão relâmpago granizo geada gelo frio estrelas nuvem nuvens céu fumaça fumo poeira cinza fogo água ondas maré
  escuridão luz silêncio barulho noite manhã meio-dia meia-noite amanhecer anoitecer madrugada dia outono janeiro fevereiro março maio junho julho setembro
  outubro novembro dezembro segunda terça quarta quinta sexta natal medo terra folhas areia lama`);

/** Cities, countries and seas that stories name most, as six languages write them; none that is a usual given name. */
const places =
  wordSet(`paris london londres londra lisbon lisboa lisbonne lissabon lisbona madrid barcelona barcelone barcellona sevilla seville siviglia valencia bilbao
  granada málaga zaragoza toledo salamanca cádiz marseille marseilles marsella marsiglia lyon toulouse bordeaux lille nantes strasbourg nice rennes brest
  dijon grenoble calais rouen berlin berlino hamburg hambourg hamburgo münchen munich monaco köln cologne colonia frankfurt stuttgart dresden leipzig bremen
  hannover nürnberg düsseldorf wien vienna vienne viena salzburg zürich zurich zurigo genf genève geneva ginebra ginevra bern basel lausanne rom rome roma milano
  milan mailand napoli naples neapel nápoles torino turin turín venezia venice venedig venise venecia veneza firenze bologna palermo genova genoa gênes trieste
  verona pisa porto oporto coimbra faro brussels bruxelles brüssel bruselas amsterdam rotterdam antwerp copenhagen kopenhagen oslo stockholm helsinki reykjavik
  dublin edinburgh glasgow manchester liverpool birmingham leeds bristol oxford cambridge brighton cardiff belfast warsaw warschau varsovie prague prag praga
  budapest bucharest sofia_city belgrade zagreb athens athènes athen atenas istanbul ankara moscow moskau moscou moscú mosca kiev kyiv odessa cairo kairo
  casablanca tanger tangier marrakech algiers alger tunis dakar lagos nairobi johannesburg jerusalem beirut damascus baghdad tehran dubai mumbai bombay delhi
  calcutta kolkata bangkok hanoi saigon manila jakarta singapore singapur hong_kong shanghai beijing peking pékin pekín pechino tokyo tokio kyoto osaka seoul
  melbourne canberra auckland new_york nueva_york los_angeles chicago boston detroit seattle san_francisco miami philadelphia
  washington new_orleans las_vegas toronto montreal montréal vancouver quebec québec mexico méxico havana la_habana bogotá lima quito caracas santiago_de_chile
  buenos_aires montevideo são_paulo rio_de_janeiro brasília salvador_da_bahia
  france francia frança frankreich spain españa espagne spanien spagna espanha portugal portogallo italy italia italie italien itália germany deutschland allemagne
  alemania germania alemanha austria österreich autriche switzerland schweiz suisse suiza svizzera suíça england angleterre inglaterra inghilterra britain scotland
  schottland écosse ireland irland irlande irlanda wales belgium belgien belgique holland netherlands denmark norway norwegen norvège sweden schweden finland
  iceland poland polen pologne polonia russia russland russie rusia rússia greece griechenland grèce grecia grécia turkey türkei turquie egypt ägypten égypte
  egipto egitto egito morocco maroc marruecos marokko china chine cina japan japon giappone japão india indien inde índia australia australien australie america
  amerika amérique américa africa afrika afrique áfrica europe europa asia asien asie canada kanada canadá brazil brasil brésil brasilien brasile argentina
  argentinien argentine chile cuba kuba peru perú california texas florida alaska siberia sibirien sibérie
  earth mars venus jupiter saturn neptune uranus erde tierra terre terra marte jupiter saturno atlantic pacific mediterranean atlantik pazifik atlantique pacifique
  atlántico pacífico atlantico pacifico broadway manhattan brooklyn harlem soho montmartre kreuzberg`);

/** Letters that stand for words, and are spoken of as things. */
const acronyms =
  wordSet(`ai nato otan bbc cnn lapd nypd mri vhs sms usa uk us eu un uno ue ussr udssr urss tv dj cctv gps fbi cia kgb nasa esa iss dna adn id pc cd dvd atm vip sos ufo ovni hq er
  icu suv dr ki ia eva pov vo os am pm ok`);

/** A city, a country or a sea of the small table. */
export function isKnownPlace(key: string): boolean {
  return places.has(key);
}

/** "AI", "USA", "U.S.A." */
export function isAcronym(key: string): boolean {
  return acronyms.has(key.replaceAll(".", "").replaceAll(" ", ""));
}
