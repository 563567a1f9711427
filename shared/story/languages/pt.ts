// Portuguese words for places, times, people, clothes and speech.
// Data only; languages/types.ts says what each list is for.
import type { LanguageWords } from "./types.ts";

export const portuguese: LanguageWords = {
  code: "pt",
  common: `o a os as um uma uns umas e ou mas se então assim de em por para com sem sobre até desde que quem como quando onde qual do da dos das no na nos nas ao
    à aos às pelo pela num numa dele dela lhe lhes me te nos seu sua seus suas meu minha teu tua nosso nossa é era foi são eram está estava há havia tem
    tinha não sim mais menos muito muita muitos também este esta isto esse essa isso aquele aquela aquilo todo toda todos todas cada outro outra outros
    algo alguém nada ninguém nenhum sempre nunca agora depois antes enquanto já ainda eu tu ele ela eles elas nós vocês você hoje ontem amanhã dentro fora
    atrás frente longe perto aqui ali lá um dois duas três quatro cinco seis sete oito nove dez vem vamos olha espera toma obrigado obrigada olá bem bom boa
    talvez só apenas quase entre sob segunda terça quarta quinta sexta sábado domingo janeiro fevereiro março abril maio junho julho agosto setembro
    outubro novembro dezembro natal deus senhor senhora mãe pai finalmente devagar mesmo mesma tudo pois porque porém lá`,
  speech: `disse diz perguntou pergunta respondeu responde gritou grita sussurrou sussurra murmurou murmura exclamou exclama acrescentou repetiu repete explicou
    explica ordenou pediu pede chamou chama insistiu suspirou suspira riu ri sorriu sorri continuou continua retorquiu anunciou confessou avisou admitiu
    prometeu promete implorou interrompeu gaguejou observou comentou concluiu propôs protestou resmungou cantou leu lê pensou indagou falou fala`,
  acts: `olhou olha olhava caminhou caminha andou anda correu corre sentou senta levantou levanta pegou pega pôs põe abriu abre fechou fecha chegou chega entrou
    entra saiu sai viu vê sentiu sente sabia sabe queria quer tinha tem segurou segura tirou tira sorriu sorri riu ri assentiu acenou esperou espera esperava
    escutou ouviu ouve subiu sobe desceu desce ajoelhou aproximou parou para atirou apontou aponta levou leva dormia dorme acordou comeu bebeu bebe escreveu
    escreve vivia vive encontrou encontra deu dá fez faz voltou volta deixou deixa brincava era é estava está varria remava dobrou dobra atravessou seguiu
    segue acendeu acende empurrou virou vira chorou chora cantava dançou dança tocou toca trabalhava trabalha pintava costurava contou conta recolheu ficou fica
    guardou guarda baixou ergueu ergue`,
  he: "ele",
  she: "ela",
  they: "eles elas ambos",
  his: "dele",
  her: "dela",
  first: "eu me mim meu minha meus minhas",
  narrator: "Narrador",
  voice: "Voz",
  firstSpeech: "disse-lhe perguntei respondi gritei sussurrei murmurei acrescentei",
  articles: "o a os as um uma uns umas este esta esse essa aquele aquela cada outro outra do da no na ao à num numa pelo pela",
  indefinite: "um uma uns umas outro outra num numa",
  possessives: "meu minha seu sua meus minhas seus suas teu tua nosso nossa",
  prepositions: "a ao à de do da dos das com para por pelo pela sobre sob entre desde até sem contra perante",
  negations: "não nunca ninguém sem",
  titlesM: "senhor dom rei príncipe tio avô pai irmão sr seu",
  titlesF: "senhora dona rainha princesa tia avó mãe irmã sra",
  titles: "doutor doutora capitão professor professora inspetor inspetora sargento comandante velho velha mestre",
  rolesM: `homem menino rapaz garoto rei príncipe pai avô irmão tio marido filho pescador polícia garçom faroleiro padeiro capitão mestre médico doutor professor
    motorista guarda soldado lojista bibliotecário agricultor velho ancião desconhecido viajante vizinho aluno cozinheiro jardineiro pintor músico inspetor
    prefeito piloto mecânico carpinteiro ferreiro mendigo ladrão caçador pastor porteiro alfaiate relojoeiro passageiro fantasma gigante anão robô chefe cliente
    aprendiz moleiro barqueiro marinheiro mago padre carteiro maquinista astronauta livreiro`,
  rolesF: `mulher menina moça rapariga garota rainha princesa mãe avó irmã tia esposa filha bruxa padeira médica doutora professora enfermeira velha anciã
    desconhecida vizinha aluna cozinheira pintora bailarina cantora costureira passageira atriz freira faroleira relojoeira livreira florista`,
  roles: "criança bebé guia",
  roleAges: { child: "menino menina criança bebé garoto garota", teen: "adolescente", old: "velho velha ancião anciã avô avó" },
  genericRoles: "homem mulher menino menina rapaz moça rapariga garoto garota criança velho velha desconhecido desconhecida",
  animals: "cão cachorro gato cavalo raposa lobo urso corvo coruja rato coelho leão pássaro peixe rã tartaruga burro cabra pardal galo",
  roleAdjectives: "velho velha jovem pequeno pequena grande outro outra",
  numbers: {
    um: 1, dois: 2, duas: 2, três: 3, quatro: 4, cinco: 5, seis: 6, sete: 7, oito: 8, nove: 9, dez: 10, onze: 11, doze: 12, treze: 13, catorze: 14, quinze: 15, dezesseis: 16,
    dezasseis: 16, dezessete: 17, dezoito: 18, dezanove: 19, vinte: 20, trinta: 30, quarenta: 40, cinquenta: 50, sessenta: 60, setenta: 70, oitenta: 80, noventa: 90,
  },
  people: "pessoas amigos amigas crianças figuras mulheres homens irmãos irmãs",
  both: "os dois|as duas|ambos|ambas|juntos|juntas|os três|as três",
  agePatterns: ["de (\\p{L}+|\\d+) anos", "(?:tem|tinha) (\\p{L}+|\\d+) anos", "(\\p{L}+|\\d+) anos"],
  decades: {},
  inside: `cozinha quarto banheiro sótão cave porão sala corredor casa cabana apartamento escritório biblioteca aula escola loja padaria café bar taberna pousada
    restaurante hotel hospital igreja capela catedral teatro cinema museu vestíbulo vagão carruagem comboio trem ônibus autocarro elétrico avião navio gruta caverna
    túnel mina cela prisão celeiro estábulo oficina garagem fábrica armazém estufa torre elevador escada estúdio laboratório castelo palácio templo moinho
    farmácia livraria cabine sala_de_espera relojoaria`,
  outside: `praia margem costa mar oceano baía porto cais ilha farol falésia duna dunas deserto floresta bosque mata parque jardim pomar prado campo colina montanha
    montanhas cume vale aldeia vila praça rua estrada beco caminho trilho ponte rio lago lagoa ribeiro canal mercado feira pátio telhado terraço varanda plataforma
    estação cruzamento cemitério cidade barco bote jangada convés pântano planície cascata poço ruínas avenida vinha estádio clareira`,
  parts: "boca beira fundo pé entrada esquina soleira degraus galeria",
  locatives: "em no na nos nas num numa dentro fora sobre sob junto ao à perante diante desde do da pelo pela",
  adverbs: { fora: "exterior", "lá fora": "exterior", dentro: "interior" },
  joins: "de do da dos das sob",
  arrivals: `foi vai entrou entra chegou chega correu corre subiu sobe desceu desce saiu sai voltou volta caminhou caminha andou levou atravessou chegaram entraram
    saíram voltaram subiram desceram foram vão regressou`,
  into: "a ao à em no na para até pelo pela num numa",
  reaches: "alcançou atravessou deixou alcançaram pisou",
  stays: "estava está estavam estão espera esperava esperam sentado sentada sentados sentadas vivia vive trabalha trabalhava dorme dormia era é havia há",
  outsideOf: "perante diante fora junto",
  nowhere: "algum lugar",
  jumps: [
    "(?:nessa|naquela|nesta) (?:mesma )?(?:noite|tarde|manhã|madrugada)", "(?:nesse|naquele) (?:mesmo )?(?:dia|inverno|verão)", "(?:n[oa]) (?:dia|manhã|noite|semana|ano) seguinte", "no outro dia",
    "(?:\\p{L}+|\\d+)(?: \\p{L}+)? (?:horas?|dias?|noites?|semanas?|mês|meses|anos?) (?:depois|mais tarde)", "mais tarde", "enquanto isso", "entretanto",
    "depois d(?:o jantar|o almoço|a escola|a meia-noite)", "n[oa] (?:primavera|verão|outono|inverno)", "quando (?:anoiteceu|amanheceu|caiu a noite|a noite caiu|chegou a noite)", "um dia", "uma (?:noite|manhã|tarde)", "há muitos anos",
  ],
  times: [
    ["(?:amanhecer|alvorada|aurora|madrugada|nascer do sol|amanheceu)", "dawn"],
    ["(?:pôr do sol|pôr-do-sol|entardecer)", "golden"],
    ["(?:anoitecer|crepúsculo|anoiteceu)", "dusk"],
    ["(?:meia-noite|noite|lua|estrelas)", "night"],
    ["(?:manhã|meio-dia|tarde|café da manhã|pequeno-almoço)", "day"],
  ],
  notTimes: "(?:cada|toda a|todas as|da|ontem à|durante a|boa|uma|até à) (?:noite|noites|manhã|tarde|lua)|mais tarde|muito tarde|boa noite|passou na noite|passado durante a noite|era tarde|é tarde",
  notJumps: "(?:um|uns|pouco|alguns) ?(?:momentos?|instantes?|segundos?|minutos?)? (?:depois|mais tarde)|pouco depois|um dia (?:irei|serás|voltarei|iremos)",
  weather: [
    ["(?:tempestade|trovão|trovões|trovoada|relâmpago|relâmpagos|furacão)", "storm"],
    ["(?:neve|neva|nevava|flocos|nevasca)", "snow"],
    ["(?:chuva|chove|chovia|garoa|aguaceiro)", "rain"],
    ["(?:nevoeiro|neblina|bruma|névoa)", "fog"],
    ["(?:vento|ventania|rajada|brisa)", "wind"],
    ["(?:céu limpo|céu azul|sem nuvens|ensolarado|sol brilha|sol brilhava|mar está calmo|mar estava calmo)", "clear"],
  ],
  notWeather: "(?:antes da|depois da|após a|sem|até à) (?:tempestade|chuva|neve|trovoada)|como (?:a |o |um |uma )?(?:neve|chuva|trovão|vento)",
  mood: {
    tense: "tarde pressa medo grito gritou faca perigo sangue correu corre alarme depressa tremia tempestade trovão polícia foge",
    joyful: "ri riu risos sorri sorriu canta cantou dança dançou festa feliz alegria aplausos música casamento aniversário",
    melancholic: "cinzento cinzenta vazio vazia sozinho sozinha lágrimas chorou chora túmulo adeus silêncio velho triste ninguém pó morto viúva saudade",
    mysterious: "escuro escura escuridão gruta sombra sombras sussurrou estranho segredo nevoeiro fantasma lua mistério desapareceu desconhecido máscara",
  },
  postures: [
    ["sitting", "sentado sentada sentados sentadas senta sentou sentam sentava"],
    ["crouching", "agachou agacha agachada ajoelhou ajoelha ajoelhada inclinou"],
    ["running", "corre correu correm correndo corria"],
    ["walking", "caminha caminhou caminham caminhava anda andou sobe subiu desce desceu atravessa atravessou segue entra entrou sai saiu"],
    ["pointing", "aponta apontou apontando"],
    ["reaching", "pega pegou levanta levantou agarra atira atirou lança lançou estende segura abre abriu recolhe ergue ergueu"],
  ],
  looksUp: "levanta_a_cabeça levantou_a_cabeça ergueu_os_olhos levantou_os_olhos ergue_os_olhos",
  looksDown: "agachou ajoelhou baixou_os_olhos inclinou",
  reveals: "encontra encontrou descobre descobriu vê viu aparece apareceu revela abre abriu",
  rises: "sobe subiu voa voou eleva",
  looks: "olha olhou escuta escutou observa observou sorri sorriu assente chora chorou hesita hesitou",
  colours: {
    amarelo: "#d8a02a", amarela: "#d8a02a", vermelho: "#a8342f", vermelha: "#a8342f", azul: "#35607d", verde: "#3f7a4f", preto: "#2a2a30", preta: "#2a2a30", branco: "#d9d6cc", branca: "#d9d6cc",
    cinzento: "#7d8086", cinza: "#7d8086", castanho: "#6e4e34", castanha: "#6e4e34", marrom: "#6e4e34", laranja: "#c96f2b", roxo: "#6a4a86", rosa: "#c9788f", dourado: "#c89b3c",
  },
  wear: { coat: "casaco impermeável capa sobretudo", jacket: "jaqueta colete fato terno avental camisa", dress: "vestido saia", jumper: "camisola suéter malha", uniform: "uniforme farda" },
  scarf: "cachecol lenço xale",
  hair: { bun: "coque", pony: "rabo_de_cavalo tranças trança", curly: "caracóis cachos", bald: "careca", cap: "boné chapéu boina", beanie: "gorro", hood: "capuz", long: "cabelos? (?:compridos?|longos?)", short: "cabelos? curtos?" },
  beard: "barba bigode",
  grey: "cabelo_branco cabelo_grisalho cabelos_brancos barba_branca barba_grisalha",
  props: {
    boat: "barco barcos bote barquinho", lantern: "lanterna lampião", lamp: "candeeiro lâmpada", letter: "carta cartas envelope", page: "página folha", phone: "telefone telemóvel celular",
    car: "carro carros táxi camião caminhão", door: "porta portas portão", table: "mesa escrivaninha", book: "livro livros caderno diário", umbrella: "guarda-chuva sombrinha",
    dog: "cão cachorro cães", cup: "chávena xícara copo", key: "chave chaves", suitcase: "mala malas baú", bicycle: "bicicleta", map: "mapa", bird: "pássaro pássaros gaivota gaivotas corvo",
    note: "bilhete", paper: "papel jornal desenho", photo: "foto fotografia retrato", torch: "tocha", mug: "caneca", bag: "bolsa mochila saco cesto", candle: "vela velas", violin: "violino",
    kettle: "chaleira bule", train: "comboio trem locomotiva", clock: "relógio relógios despertador",
  },
  chapters: "capítulo parte ato cena livro",
  standalone: "prólogo epílogo interlúdio",
  named: "chamado chamada chamava chama",
  wearing: "com vestia usava veste usa",
  absent: "de sobre sem como do da",
  speaks: "{a} fala com {b}.",
  speaksAlone: "{a} fala.",
  off: "Ouve-se {a}; {b} escuta.",
};
