// Spanish words for places, times, people, clothes and speech.
// Data only; languages/types.ts says what each list is for.
import { numberWords } from "../../domain/number-words.ts";
import type { LanguageWords } from "./types.ts";

export const spanish: LanguageWords = {
  code: "es",
  common: `el la los las un una unos unas y o pero si entonces así de a en por para con sin sobre hasta desde que qué quién quien como cómo cuando
    cuándo donde dónde cual cuál se me te le les lo nos os mi tu su mis tus sus nuestro vuestro es era fue son eran está estaba hay había ha han he
    no sí ni ya muy más menos tan tanto también tampoco este esta esto estos estas ese esa eso esos esas aquel aquella aquello todo toda todos todas
    cada otro otra otros otras algo alguien alguno alguna nada nadie ninguno ninguna mucho mucha muchos muchas poco poca pocos siempre nunca jamás
    ahora luego después antes mientras aunque porque pues al del él ella ellos ellas yo tú usted ustedes nosotros hoy ayer mañana noche
    dentro fuera detrás delante encima debajo lejos cerca allí ahí aquí abajo arriba uno dos tres cuatro cinco seis siete ocho nueve diez
    ven vamos mira espera toma dime gracias hola adiós buenos buenas bien bueno quizá quizás tal vez solo sólo apenas casi entre bajo tras según durante
    lunes martes miércoles jueves viernes sábado domingo enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
    navidad dios señor señora señorita don doña perdón claro aún todavía cuidado silencio tarde pronto hacia nuestra cuyo esa horas años días
    alrededor enfrente junto mi mamá papá primero primera último última mismo misma solamente despacio`,
  speech: `dijo dice decía ponía preguntó pregunta respondió responde contestó contesta gritó grita susurró susurra murmuró murmura exclamó exclama añadió añade
    repitió repite explicó explica ordenó ordena pidió pide llamó llama insistió insiste suspiró suspira rió ríe sonrió sonríe bromeó continuó continúa
    replicó replica anunció anuncia confesó confiesa advirtió advierte admitió reconoció prometió promete rogó suplicó interrumpió musitó balbuceó
    comentó comenta observó asintió asiente concluyó propuso propone quiso sugirió protestó aseguró apuntó agregó gruñó canturreó cantó leyó lee pensó piensa`,
  acts: `miró mira caminó camina corrió corre sentó sienta levantó levanta tomó toma cogió coge puso pone abrió abre cerró cierra llegó llega entró entra
    salió sale vio ve sintió siente supo sabe quería quiere quería tenía tiene sostuvo sostiene sacó saca sonrió sonríe rió ríe asintió asiente negó niega
    esperó espera esperaba escuchó escucha subió sube bajó baja arrodilló arrodilla alzó alza acercó acerca detuvo detiene tiró tira señaló señala llevó
    lleva llevaba durmió duerme despertó despierta comió come bebió bebe escribió escribe vivía vive encontró encuentra dio da hizo hace volvió vuelve
    dejó deja jugaba juega estaba está era es fue había ha pasó pasa barría barre remaba rema guardó guarda dobló dobla cruzó cruza siguió sigue encendió
    enciende apagó apaga empujó empuja giró gira lloró llora cantaba canta bailó baila quedó queda tocó toca trabajaba trabaja pintaba pinta cosía
    contó cuenta recogió recoge sirvió sirve agachó agacha asomó asoma apoyó apoya frunció encogió mostró muestra limpió limpia soltó tendió tiende`,
  he: "él",
  she: "ella",
  they: "ellos ellas ambos ambas",
  his: "",
  her: "",
  first: "yo me mi mí mis conmigo",
  narrator: "Narrador",
  voice: "Voz",
  firstSpeech: "dije pregunté respondí contesté grité susurré murmuré exclamé añadí expliqué pedí",
  articles: "el la los las un una unos unas este esta ese esa aquel aquella cada otro otra",
  indefinite: "un una unos unas otro otra",
  possessives: "mi tu su mis tus sus nuestro nuestra nuestros nuestras",
  prepositions: "a al de del con para por hacia tras sobre bajo entre desde hasta sin según contra ante",
  negations: "no nunca jamás nadie sin tampoco",
  titlesM: "don señor rey príncipe tío abuelo padre hermano sr fray",
  titlesF: "doña señora señorita reina princesa tía abuela madre hermana sra srta sor",
  titles: "doctor doctora capitán capitana profesor profesora inspector inspectora sargento comandante viejo vieja",
  rolesM: `nieto sobrino padrastro cuñado señor camionero peluquero hermanito hombre niño chico muchacho rey príncipe padre abuelo hermano tío marido hijo pescador policía camarero farero panadero capitán maestro doctor
    médico profesor conductor guardia soldado tendero bibliotecario granjero viejo anciano desconocido viajero vecino alumno cocinero jardinero pintor
    músico detective inspector alcalde guía piloto mecánico carpintero herrero mendigo ladrón cazador pastor portero sastre carnicero relojero
    pasajero fantasma gigante enano robot jefe cliente aprendiz molinero barquero marinero mago cura bebé revisor cartero guardián astronauta zapatero
    vendedor entrenador primo novio esposo director sepulturero titiritero payaso`,
  rolesF: `nieta sobrina madrastra cuñada panadera enfermera vendedora peluquera dama hermanita mujer niña chica muchacha reina princesa madre abuela hermana tía esposa hija señora camarera bruja panadera maestra doctora médica profesora
    conductora enfermera bibliotecaria granjera vieja anciana desconocida viajera vecina alumna cocinera jardinera pintora bailarina cantante jueza
    alcaldesa capitana mecánica costurera pasajera jefa clienta actriz monja mamá farera relojera pescadora pastora prima novia directora tendera florista`,
  roles: "papá gente",
  roleAges: {
    child: "niño niña bebé nieto nieta",
    teen: "chico chica muchacho muchacha adolescente",
    old: "anciano anciana abuelo abuela viejo vieja",
  },
  genericRoles: " niño niña chico chica muchacho muchacha anciano anciana viejo vieja desconocido desconocida ",
  adults: "hombre mujer señora señor",
  animals: "perro gato caballo zorro lobo oso cuervo búho ratón conejo león pájaro pez rana tortuga burro cabra gorrión zorra gallo loro",
  roleAdjectives: "viejo vieja joven pequeño pequeña alto alta gran segundo segunda otro otra",
  numbers: {
    ...numberWords.es,
    uno: 1,
    un: 1,
    dieciocho: 18,
    diecinueve: 19,
    veinte: 20,
    veinticinco: 25,
    treinta: 30,
    cuarenta: 40,
    cincuenta: 50,
    sesenta: 60,
    setenta: 70,
    ochenta: 80,
    noventa: 90,
  },
  people: "personas amigos amigas niños niñas figuras mujeres hombres hermanos hermanas",
  both: "los dos|las dos|los hermanos|las hermanas|los niños|los amigos|las amigas|ambos(?! \\p{L}+s)|ambas(?! \\p{L}+s)|juntos|juntas|los tres|las tres",
  agePatterns: [
    "de ((?:\\p{L}+ [ye] )?\\p{L}+|\\d+) años",
    "(?:tiene|tenía|cumplió) ((?:\\p{L}+ [ye] )?\\p{L}+|\\d+) años",
    "((?:\\p{L}+ [ye] )?\\p{L}+|\\d+) años",
  ],
  decades: {},
  inside: `cocina habitación cuarto dormitorio baño desván sótano salón pasillo casa cabaña hogar piso apartamento oficina despacho biblioteca aula clase escuela
    tienda panadería café bar taberna posada restaurante hotel hospital iglesia capilla catedral teatro cine museo vestíbulo vagón tren compartimento autobús
    tranvía avión barco submarino nave cueva caverna gruta túnel mina celda cárcel prisión granero establo taller garaje fábrica almacén invernadero torre
    ascensor escalera estudio laboratorio comedor sala castillo palacio templo molino buhardilla farmacia mercería librería relojería camarote sala_de_espera
    consulta ambulancia bodega panadería lavandería gimnasio`,
  outside: `playa orilla costa mar océano bahía puerto muelle embarcadero isla faro acantilado cala duna dunas desierto bosque selva parque jardín huerto prado
    campo colina montaña montañas cumbre cima valle paso pueblo aldea plaza calle carretera callejón camino sendero vía puente río ribera lago estanque arroyo
    canal mercado feria patio azotea tejado terraza balcón andén estación cruce cementerio ciudad barca bote balsa cubierta parada pantano llanura
    cascada pozo ruinas avenida paseo viñedo estadio campamento frontera claro acera`,
  parts: "boca borde fondo pie entrada esquina umbral escalones puerta galería",
  locatives: "en dentro_de dentro fuera_de fuera desde sobre bajo junto_a ante tras al frente_a por cerca_de a",
  adverbs: { fuera: "exterior", afuera: "exterior", dentro: "interior", adentro: "interior", arriba: "interior", abajo: "interior" },
  joins: "de del bajo sobre junto",
  arrivals: `fue va entró entra llegó llega corrió corre subió sube bajó baja salió sale volvió vuelve regresó regresa caminó camina condujo llevó lleva cruzó
    llegaron entraron salieron volvieron subieron bajaron fueron van llegan corrieron regresaron caminaron navegó viajó`,
  into: "a al hasta hacia en dentro_de por",
  reaches: "alcanzó alcanza cruzó cruza abandonó dejó pisó pisa",
  stays:
    "estaba está estaban están espera esperaba esperan esperaban sentada sentado sentados sentadas vivía vive trabaja trabajaba duerme dormía era es había hay",
  outsideOf: "ante frente_a fuera_de junto_a cerca_de",
  nowhere: "algún lugar",
  jumps: [
    "(?:a|hacia) las? (?:\\p{L}+|\\d{1,2})(?: y (?:media|cuarto)| en punto| menos \\p{L}+)? ?(?:de la (?:mañana|tarde|noche|madrugada)|en punto|,)",
    "(?:esa|aquella|esta) (?:misma )?(?:noche|tarde|mañana|madrugada)",
    "(?:ese|aquel) (?:mismo )?(?:día|invierno|verano|otoño|año)",
    "(?:a|al) (?:la )?(?:mañana|día|noche|tarde|semana|mes|año) siguiente",
    "al (?:otro )?día",
    "(?:\\p{L}+|\\d+)(?: \\p{L}+)? (?:horas?|días?|noches?|semanas?|mes(?:es)?|años?) (?:después|más tarde)",
    "(?:diez|veinte|treinta) minutos (?:después|más tarde)",
    "más tarde",
    "mientras tanto",
    "entretanto",
    "después de (?:la cena|cenar|comer|la escuela|clase|medianoche)",
    "en (?:primavera|verano|otoño|invierno)",
    "(?:pasaron|pasan) (?:\\p{L}+ )?(?:horas|días|semanas|meses|años)",
    "cuando (?:\\p{L}+ )?(?:anocheció|amaneció|cayó la noche|anochece|amanece|llegó la noche|llegó el invierno|llegó la primavera)",
    "el (?:lunes|martes|miércoles|jueves|viernes|sábado|domingo)",
    "un día",
    "una (?:noche|mañana|tarde)",
    "hace (?:muchos )?años",
    "al cabo de",
  ],
  times: [
    ["(?:amanecer|alba|madrugada|amaneció|amanece|amanecía|salida del sol|salió el sol|primera luz)", "dawn"],
    ["(?:atardecer|puesta de sol|atardecía|se ponía el sol|se pone el sol|última luz)", "golden"],
    ["(?:anochecer|crepúsculo|anocheció|anochece|anochecía)", "dusk"],
    ["(?:medianoche|noche|luna|estrellas)", "night"],
    ["(?:mañana|mediodía|tarde|desayuno|día soleado|de día|siesta)", "day"],
  ],
  notTimes:
    "(?:cada|toda la|todas las|de la|la otra|una|durante la|pasó en la|pasado en la|buenas|buenos|anoche|ayer por la|hasta|tren de la|hasta la|pasado) (?:noche|noches|mañana|tarde|tardes|luna)|hasta mañana|más tarde|demasiado tarde|mañana (?:por|iremos|será|vendré|volveré|te)|llegas? tarde|llegó tarde|es tarde|era tarde",
  notJumps:
    "(?:un|unos|poco) (?:momento|instante|segundo|segundos|minutos|momentos)? ?(?:después|más tarde)|poco después|un día (?:iré|irás|iremos|volveré|serás)",
  weather: [
    ["(?:cielo despejado|sin nubes|soleado|brilla el sol|brillaba el sol|mar en calma|dejó de llover)", "clear"],
    ["(?:tormenta|trueno|truenos|relámpago|relámpagos|tempestad|huracán)", "storm"],
    ["(?:nieve|nieva|nevaba|nevó|ventisca|nevada|copos)", "snow"],
    ["(?:lluvia|llueve|llovía|llovió|llovizna|aguacero)", "rain"],
    ["(?:niebla|bruma|neblina)", "fog"],
    ["(?:viento|vendaval|ráfaga|brisa)", "wind"],
  ],
  notWeather:
    "(?:antes de|después de|tras|desde|sin|hasta) (?:la |el |una )?(?:tormenta|lluvia|nieve|viento|niebla|tempestad)|como (?:la |el |un |una )?(?:nieve|lluvia|trueno|viento)",
  mood: {
    tense:
      "tarde prisa miedo grito gritó gritar cuchillo peligro sangre corrió corre correr alarma rápido temblaba tormenta trueno policía huye huyó disparo",
    joyful: "ríe rió risa risas sonríe sonrió canta cantó baila bailó fiesta feliz alegría aplausos música boda cumpleaños alegre reían",
    melancholic:
      "gris vacía vacío sola solo lágrimas lloró llora llorar tumba adiós silencio viejo triste nadie polvo murió muerto viuda recuerdos olvido",
    mysterious:
      "oscuro oscura oscuridad cueva sombra sombras susurró susurra extraño extraña secreto niebla fantasma luna misterio desapareció desconocido máscara",
  },
  postures: [
    ["sitting", "sentaron sentarse sentaban sentó sentado sentada sentados sentadas sienta sentó sientan sentaba sentarse"],
    ["crouching", "agachó agacha agachado agachada arrodilló arrodilla arrodillada arrodillado inclinó inclina"],
    ["running", "corre corrió corren corrieron corriendo corría"],
    [
      "walking",
      "camina caminó caminan caminaba caminando sube subió baja bajó cruza cruzó sigue pasea paseaba anda andaba entra entró sale salió",
    ],
    ["pointing", "señala señaló señalando señalaba"],
    [
      "reaching",
      "toma tomó coge cogió levanta levantó alza alzó agarra tira tiró lanza lanzó tiende tendió sostiene abre abrió recoge recogió",
    ],
  ],
  looksUp: "levanta_la_cabeza levantó_la_cabeza levanta_la_vista levantó_la_vista alzó_la_vista mira_arriba miró_arriba alza_la_vista",
  looksDown: "agachó agacha arrodilló bajó_la_vista baja_la_vista inclinó",
  reveals: "encuentra encontró descubre descubrió ve vio aparece apareció revela abre abrió",
  rises: "sube subió asciende vuela voló eleva elevó",
  looks: "mira miró escucha escuchó observa observó sonríe sonrió asiente asintió llora lloró duda dudó",
  colours: {
    amarillo: "#d8a02a",
    amarilla: "#d8a02a",
    rojo: "#a8342f",
    roja: "#a8342f",
    azul: "#35607d",
    azules: "#35607d",
    verde: "#3f7a4f",
    negro: "#2a2a30",
    negra: "#2a2a30",
    blanco: "#d9d6cc",
    blanca: "#d9d6cc",
    gris: "#7d8086",
    marrón: "#6e4e34",
    naranja: "#c96f2b",
    morado: "#6a4a86",
    morada: "#6a4a86",
    rosa: "#c9788f",
    violeta: "#6a4a86",
    dorado: "#c89b3c",
    plateado: "#a3a7ad",
    beige: "#c2ad8a",
    canosa: "#7d8086",
    blanco_roto: "#d8ceb2",
  },
  wear: {
    coat: "abrigo gabardina impermeable capa chubasquero",
    jacket: "chaqueta chaleco traje delantal camisa cazadora mono",
    dress: "vestido falda túnica bata",
    jumper: "jersey suéter rebeca camiseta",
    uniform: "uniforme",
  },
  scarf: "bufanda chal pañuelo",
  hair: {
    bun: "moño",
    pony: "coleta trenzas trenza",
    curly: "rizos rizado",
    bald: "calvo calva",
    cap: "gorra sombrero boina",
    beanie: "gorro",
    hood: "capucha",
    long: "pelo (?:\\p{L}+ )?largo|melena",
    short: "pelo (?:\\p{L}+ )?corto",
  },
  beard: "barba bigote",
  grey: "canoso canosa pelo_blanco pelo_gris barba_blanca barba_gris",
  props: {
    boat: "barco barca bote barquito barcos canoa",
    lantern: "farol linterna",
    lamp: "lámpara lámparas candil",
    letter: "carta cartas sobre_cerrado postal telegrama",
    page: "página páginas hoja",
    phone: "teléfono móvil",
    car: "coche coches auto taxi camión furgoneta",
    door: "puerta puertas verja",
    table: "mesa escritorio",
    book: "libro libros cuaderno diario",
    umbrella: "paraguas sombrilla",
    dog: "perro perra perros",
    cup: "taza tazas",
    key: "llave llaves",
    suitcase: "maleta maletas baúl",
    bicycle: "bicicleta",
    map: "mapa mapas",
    bird: "pájaro pájaros gaviota gaviotas cuervo paloma gorrión",
    note: "nota",
    paper: "papel papeles periódico dibujo",
    photo: "foto fotografía fotos retrato",
    torch: "antorcha",
    mug: "tazón",
    bag: "bolsa bolso mochila saco cesta",
    bike: "bici",
    candle: "vela velas",
    violin: "violín",
    kettle: "tetera",
    train: "tren trenes locomotora",
    clock: "reloj relojes despertador",
    glass: "vaso vasos copa copas",
    ticket: "billete billetes boleto",
    dial: "cerradura caja_fuerte",
    drawer: "cajón cajones",
    coin: "moneda monedas",
    ring: "anillo",
    radio: "radio",
    laptop: "ordenador portátil computadora",
    screen: "pantalla pantallas",
    pen: "bolígrafo pluma lápiz lápices",
    bottle: "botella botellas frasco",
    bread: "pan bocadillo barra_de_pan",
    apple: "manzana manzanas pera",
    hat: "sombrero",
    mirror: "espejo espejos",
    doll: "muñeca muñeco juguete juguetes",
    parcel: "caja cajas paquete",
    plate: "placa cartel letrero",
    flower: "flor flores rosas ramo",
    camera: "cámara prismáticos",
    guitar: "guitarra",
    rope: "cuerda soga",
    ladder: "escalera_de_mano",
    crown: "corona",
    stove: "estufa horno chimenea",
    painting: "cuadro cuadros",
    button: "botón palanca",
    keyboard: "máquina_de_escribir",
  },
  chapters: "capítulo parte acto escena libro",
  standalone: "prólogo epílogo interludio",
  selfNames: ["me llamo", "soy", "mi nombre es", "me llaman"],
  namesTold: ["se llamaba", "se llama", "su nombre era", "era"],
  voices: "voz alguien",
  signs: "cartel letrero pantalla etiqueta",
  notNouns: "día noche vez momento misma mismo final primera fin tiempo mundo palabra",
  manner: "(?:con|sin|mientras|y)\\b",
  verbEnding: "(?:aba|aban|ía|ían|ó|aron|ieron)",
  named: "llamado llamada llamaba llama",
  wearing: "con vestido llevaba lleva vestía viste",
  absent: "de sobre sin como del",
};
