// Common given names of six languages with the gender they usually go with: a hint where a story
// has no pronoun for a name, and proof that a capitalised word is one.
const masculine = `adam adrian alan alberto alejandro alex alexandre alfred ali álvaro andrea andreas andrés andrew andy anselm anselmo anton antoine antonio arjun
arthur arturo augusto ben benito benjamin bernardo bill bob boris bruno caio carl carlo carlos charles charlie chris christian claudio damien dani daniel
dario david davide diego diogo dieter dmitri domingo duarte eduardo edward eli elias elliot emil emile émile emilio enrico enrique enzo erik ernesto
esteban ethan étienne eugene fabian fabio felipe felix fernando filippo finn francesco francisco franck frank franz fred friedrich fritz gabriel gaspard
george georg georges gerard gianni giacomo giorgio giovanni giulio giuseppe gonzalo greg gregor guido guillaume gustav gustavo hans harry hassan hector
heinrich henri henrique henry hermann hugo ignacio iván ivan jack jacob jacques jaime jakob james jan javier jean jens jeremy jim joachim joão joaquim
joaquín joe joel johann johannes john jonas jordi jorge josé josef joseph joshua juan jules julien julio jürgen karim karl kevin klaus kofi konrad kurt lars
laurent lázaro leo leon léon leonardo lewis liam lorenzo louis luca lucas lucien luigi luis luiz lukas manolo manuel marc marcel marcelo marco marcos mario
mark marlon martin marius markus mateo mathieu matías matt matteo matthias maurice mauro max maxime michael michel miguel mike milo moritz nicola nicolas
niels nils noah oliver olivier omar oskar oscar otto owen pablo paco paolo pascal patrick paul paulo pedro peter philip philippe pierre pietro
ralf ramón raúl rené ricardo richard rob robert roberto rodrigo roger roland rolf roman rui salvador sam samir samuel sandro santiago sebastian serge
sergio simon stefan stefano stéphane stephen steve sven tariq theo théo thiago thierry thomas tiago tim tobias tom tomás tomas tommaso tommy tony
umberto uwe valentin vicente victor vincent vincenzo vittorio walter werner will william wolfgang xavier yann yusuf zeno`;

const feminine = `ada adele adriana agata agathe agnes agnès aisha alba alessandra alice alicia alma amal amalia amélie amina amparo amy ana anaïs angela
anja anna anne annette antonia ariane astrid aurora beatrice beatriz bella berta bianca brigitte camila camille carla carlota carmen carolina caroline
catarina catherine cécile celia céline chiara chloé christine clara claire claudia clémence conchita constança cora dalia daniela delphine diana dolores dora
edith elena eleanor eliane elisa élise elisabeth elise ella elsa emilia emma esperanza estela esther eva eve fanny fatima federica flora francesca frida
frieda gabriela gerda gilda gina giulia gloria grace greta gretchen hanna hannah heidi helen helena helene hélène hilda hortense ida ilse ines inés inês
ingrid irene iris isabel isabella isabelle jana jane jeanne jenny jess joana johanna josefa josephine juana judith julia juliana juliette karin kate
katharina katja laia lara laura léa leila lena leni leonor leticia lia lidia lily lina linda lisa liselotte lola lorena lotte louise luana lucia lucía
lúcia lucie lucy luisa luísa luise luna luz madeleine magda maja manon mara margaret margarida margot marguerite maria maría marie mariana marina marion
marisol marlene marta martha martina mary mathilde matilde maya mei mercedes mia mila mina mira miriam mona monica monika nadia nadine nathalie nell nelly
nina noor noémie nora olga olivia ottilie paloma patricia paula pauline penelope petra pia pilar priya rachel renata rita romy rosa rosalía rosario rose
rosie ruth sabine sara sarah selma silvia simone sofia sofía sofie sonia sophie stella susan susana susanne sylvie tamara tania teresa tereza thea theresa
ursula valentina valeria vera verena victoria violet violeta virginie viviana wanda wilma yara yasmin yolanda zoe zoé zofia`;

function names(list: string): Set<string> {
  return new Set(list.split(/\s+/u).filter((name) => name !== ""));
}
const men = names(masculine);
const women = names(feminine);

/** The usual gender of a given name in lower case; undefined when it is not in the list. */
export function givenNameGender(name: string): "m" | "f" | undefined {
  if (men.has(name)) return "m";
  return women.has(name) ? "f" : undefined;
}
