// Word groups that the rules combine, in six languages, as category words. Each entry is a regular
// expression source over normalised text (lower case, no diacritics), matched on word boundaries.

/** A person under 18, by word. Ages in numbers are read by ages.ts. */
export const minor = [
  "child(?:ren|ish|like)?",
  "kids?",
  "minors?",
  "under-?age",
  "toddlers?",
  "infants?",
  "bab(?:y|ies)",
  "school-?(?:girl|boy|child|children|kid|age)s?",
  "pre-?teens?",
  "teen(?:s|ager|agers|aged?)?",
  "adolescents?",
  "juveniles?",
  "pupils?",
  "kindergarten",
  "(?:little|young|small) (?:girl|boy)s?",
  "daughters?",
  "sons?",
  "ninos?",
  "ninas?",
  "menor(?:es)?(?: de edad)?",
  "adolescentes?",
  "enfants?",
  "mineure?s?",
  "fillettes?",
  "garconnets?",
  "ecoli(?:er|ere)s?",
  "kind(?:er|ern|es)?",
  "minderjahrige?[nrs]?",
  "jugendliche[nr]?",
  "schul(?:er|erin|kind)(?:innen|er)?",
  "bambin[oaie]",
  "minorenn[ei]",
  "ragazzin[oaie]",
  "crianca[s]?",
  "menin[oa]s?",
] as const;

/** Sexual content. "naked" and its like only count for people: see `nakedThings`. */
export const sexual = [
  "sex(?:y|ual|ually|uali[sz]ed?|uali[sz]ing|uali[sz]ation)?",
  "erotic(?:a|ally)?",
  "porn(?:o|ographic|ography)?",
  "nud(?:e|es|ity|ist)",
  "naked(?:ness)?",
  "topless",
  "undress(?:ed|es|ing)?",
  "lewd",
  "lascivious",
  "seductive(?:ly)?",
  "lingerie",
  "fetish(?:es)?",
  "nsfw",
  "xxx",
  "hentai",
  "intimate (?:image|imagery|picture|photo|video|scene|act)s?",
  "orgasm(?:s|ic)?",
  "genital(?:s|ia)?",
  "sexuelle?[snrm]?",
  "sexuell",
  "erotique?s?",
  "nue?s?",
  "nackt(?:e|er|en|es)?",
  "erotisch(?:e|er|en|es)?",
  "desnud[oa]s?",
  "erotic[oa]s?",
  "sexual(?:es)?",
  "nud[oaie]",
  "sessual[ei]",
  "sexuais",
  "pelad[oa]s?",
] as const;

/** Words after which "naked", "nude" and the like say nothing of a person. */
export const nakedThings =
  /^(?:eyes?|trees?|branch(?:es)?|boughs?|flames?|lights?|bulbs?|truth|blades?|swords?|steel|rocks?|stones?|walls?|hills?|mountains?|ground|earth|lipstick|tone|colou?rs?|shoes?|heels?|mole)\b/;

/** Sexual content that a general-audience film never shows, whoever is in it. */
export const explicit = [
  "porn(?:o|ographic|ography)?",
  "sexually explicit",
  "explicit (?:sex|sexual|nudity|scene)\\w*",
  "sex scenes?",
  "nsfw",
  "xxx",
  "hentai",
  "nud(?:e|es|ity)",
  "naked (?:body|bodies|man|men|woman|women|person|people|figure|figures|couple|girl|boy)",
  "erotic(?:a|ally)?",
  "genital(?:s|ia)?",
  "orgasm(?:s|ic)?",
  "fetish(?:es)?",
  "pornografi[ace]\\w*",
  "pornographi\\w+",
  "erotique?s?",
  "erotisch\\w*",
  "contenido sexual explicito",
  "contenu sexuel explicite",
] as const;

/** Sexual violence and non-consent. */
export const nonConsent = [
  "rap(?:e|es|ed|ing|ist|ists)",
  "sexual(?:ly)? (?:assault|violence|abuse|slavery)\\w*",
  "sexually (?:assault|abus)\\w*",
  "molest(?:s|ed|ing|er|ation)?",
  "non-?consensual",
  "(?:without|against) (?:her|his|their|any) (?:sexual )?consent",
  "sexual coercion",
  "forced sex\\w*",
  "violacion",
  "agresion sexual",
  "viols?",
  "agression sexuelle",
  "vergewaltig\\w+",
  "sexuelle gewalt",
  "stupro",
  "violenza sessuale",
  "estupro",
  "violencia sexual",
] as const;

/** A real, identifiable person. */
export const realPerson = [
  "real (?:person|people|woman|women|man|men|celebrit(?:y|ies)|actor|actress|politician)s?",
  "celebrit(?:y|ies)",
  "deep-?fakes?",
  "(?:my|his|her|their) (?:ex|ex-wife|ex-husband|ex-girlfriend|ex-boyfriend|boss|neighbou?r|co-?worker|colleague|classmate|teacher)",
  "persona real",
  "personne reelle",
  "reale person",
  "persona reale",
  "pessoa real",
  "famos[oa]s? real(?:es)?",
] as const;

/** Asking how a thing is made. */
export const instruction = [
  "how to (?:make|build|assemble|synthesi[sz]e|produce|mix|construct)",
  "instructions? (?:for|to|on)",
  "step[- ]by[- ]step",
  "recipe for",
  "blueprints? (?:for|of)",
  "guide to (?:making|building)",
  "tutorial",
  "formula for",
  "como (?:hacer|fabricar|construir|fazer)",
  "comment (?:fabriquer|construire|faire)",
  "wie (?:man|baut man|macht man)",
  "bauanleitung",
  "come (?:costruire|fabbricare)",
  "istruzioni per",
  "instrucciones para",
] as const;

/** Weapons and agents of mass or serious harm. */
export const seriousHarm = [
  "(?:pipe |nail |dirty |car )?bombs?",
  "explosives?",
  "nerve (?:agent|gas)(?:es|s)?",
  "chemical weapons?",
  "biological weapons?",
  "bio-?weapons?",
  "poison gas",
  "sarin",
  "detonators?",
  "ghost guns?",
  "napalm",
  "bombas?",
  "bombes?",
  "bomben?",
  "sprengstoff\\w*",
  "explosiv[oi]s?",
] as const;

/** Encouraging or teaching self-harm. */
export const selfHarm = [
  "how to (?:kill yourself|commit suicide|end your (?:own )?life|self-?harm)",
  "suicide (?:methods?|instructions?|tutorial|pact instructions?)",
  "encourag\\w+ (?:suicide|self-?harm)",
] as const;

/** Cruelty shown for its own sake. */
export const gore = [
  "graphic gore",
  "extreme gore",
  "snuff (?:film|video|movie)s?",
  "graphic (?:mutilation|dismemberment|torture)",
  "explicit gore",
] as const;
