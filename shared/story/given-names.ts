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
umberto uwe valentin vicente victor vincent vincenzo vittorio walter werner will william wolfgang xavier yann yusuf zeno
aaron adolfo afonso agustín alain albert alfie alfredo amadeu andré angelo antón aníbal archie ariel armand arnaldo arne artur attilio auguste
baltasar baltazar barnaby basile bastian benoît beppe bernard bernd björn braulio caetano camilo carmelo christoph clive colin corrado cosimo
craig cristóbal cédric césar denis dennis derek detlef didier donald donato dylan eberhard eckhard ed edgar edoardo egon elijah elio emiliano
erich ernst ettore eugène evan ezequiel fabien fausto federico feliciano ferdinand fermín ferruccio florian françois frederick fábio gaetano
gaspar gavin geoff gerardo gerhard germán gil gilles gino gonçalo graham gérard günther hannes harold hartmut harvey heitor helmut henning herbert
hernán hervé holger horst howard héctor ian ingo inácio isaac ismael ivo jacinto jacobo jake jason jean-paul jean-pierre jeff jeffrey jerry jochen
julian jérôme jörg karsten keith ken kenneth kilian konstantin korbinian leandro lee leonard leonel leopold linus livio logan lothar lourenço luc
lucio ludwig luke luís malcolm malte manfred marcelino marcello marcus mateus mathis matthew mattis maurizio maximiliano maxwell michele nathan
neil nick nicolás nino norbert norman nuno octavio ole orazio orlando ottavio otávio pascual phil philipp piero rafael rainer ramiro raul raymond
reggie reinhard remo renato renzo rocco rogelio rogério ron ronald roy rubens rubén rudolf ruggero rupert ryan rémi rüdiger salvatore sascha
saverio saúl scott sean sebastião sidney siegfried silvio simão simón stanley stuart sébastien ted teodoro terry theodor theodore thilo théodore
toby tobías tomé torsten trevor tullio udo ugo ulises ulrich valdir vasco veit vernon vito volker wesley wilhelm yves óscar`;

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
ursula valentina valeria vera verena victoria violet violeta virginie viviana wanda wilma yara yasmin yolanda zoe zoé zofia
abigail adela adelaide adeline adèle agnese ainhoa albertina albertine alda alejandra alessia alexandra aline almudena alzira amanda amandine
amaya amber amelia amélia anabela andrée angèle annalisa annegret annika antje antonella antónia apolline araceli assunta asunción audrey aurélie
ava barbara beate becky belén benedita benvinda bernadette bess beth betty brenda britta bruna brunhilde bérénice candela capucine carmela carol
carola catalina caterina charlotte cheryl chloe christa christel cidália cinzia clelia clementina clotilde clémentine colette constance consuelo
coralie corinne cornelia cosette cosima cristina cândida céleste dagmar daphne daria debora deborah denise deolinda donatella donna doris dorothea
dorothy edda edeltraud edna eileen elda eleonora elettra elfriede elizabeth elke ellen eloise elvira emily emília encarna enid enza erika erin
erminia estelle ester ethel eugenia eugénie eulalia eulália eunice evelyn fabienne fabiola fay fernanda filomena fiona fiorella flavia florence
franca frances francisca franziska françoise freya friederike fátima félicie gabrielle gaia gail gemma geneviève georgia geraldine germaine
gertrud ginevra ginny giovanna gisela gisèle giuditta giuliana giuseppina gladys graciela graziella guadalupe gudrun guilhermina gwen hannelore
harriet hattie heather hedwig heike henriette hester hilde holly huguette iara idalina ilaria ilona imogen inge inmaculada irma irmgard irène
ivana ivone jacinta jackie jacqueline janet janice janine jemima jette jimena joan joanna jocelyn josie joséphine joyce judy julie justine jutta
júlia karla katherine kathleen kathy katie katrin kelly kerstin kim kitty klara käthe laure laurel laurence laurinda lavinia lea leah leocadia
letizia liesel lieselotte liliane livia lois lore loredana lorna lorraine louisa lourdes lucette luciana lucila lucile lucrezia lurdes luzia lydie
lynn léonie lídia mabel macarena madalena maddalena mafalda magdalena maggie maisie maite manuela margarete margarita margaux margherita margit
marian marie-claire marjorie marlies marlène mathilda matilda maud maureen maëlle mechthild megan meike melanie micaela michela milagros mildred
milena millie minnie mireille moira molly monique montserrat morena muriel myra mécia mélanie nadège nancy naomi natalie natália nele nicole nives
noelia noemi norah norma nuria obdulia océane odete odette odile ofelia olívia ornella otília palmira pam pamela paola patty paulina peggy perrine
phoebe phyllis piera polly prudence queenie ramona raquel rebeca rebecca renate rocío rolande rosalie rosaria rosemarie rosemary rosetta rosi
rossella roswitha roxane rute sabrina sadie sally samantha sandra sandrine serena sheila shirley sigrid silke silvana solange solène sonya
stephanie stéphanie suzanne svenja sylvia sylviane séverine sílvia sónia tabitha tecla teodora tess thérèse tilda tilly tina tiziana tracy traudl
trinidad trude ulrike una ursule ute valérie vanessa verónica violette vittoria vivian viviane vânia véronique waltraud wendy wiebke winifred
winnie ximena yvette yvonne zulmira zélie ángela ángeles édith élodie éloïse éléonore émilie`;

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

/** Names of men and of women: a story's own pronouns decide. */
export const eitherNames = names(
  "alex andrea andy camille charlie chris claude dani dominique gabriele jean jules kim lee luca nicola robin sam sascha simone terry vivian",
);
