// The compositor's inner loops as WebAssembly text: 8 or 16 pixels at a time. The rules are those of packed.ts and
// reference.ts, integer for integer. Text is composed here so that a step such as "lerp" is written once.

/** i16x8: a + (b - a) * w, w in 1/32768. `a` is read twice: pass a local. */
const lerp = (a: string, b: string, w: string) => `(i16x8.add ${a} (i16x8.q15mulr_sat_s (i16x8.sub ${b} ${a}) ${w}))`;
const get = (name: string) => `(local.get $${name})`;
const set = (name: string, value: string) => `(local.set $${name} ${value})`;
const add = (a: string, b: string | number) => `(i32.add ${a} ${typeof b === "number" ? `(i32.const ${b})` : b})`;
const load = (at: string, offset = 0) => `(i32.load offset=${offset} ${at})`;
const vload = (at: string, offset = 0) => `(v128.load offset=${offset} ${at})`;
const splat16 = (value: number) => `(v128.const i16x8 ${Array.from({ length: 8 }, () => value).join(" ")})`;
const low = (v: string) => `(i16x8.extend_low_i8x16_u ${v})`;
const high = (v: string) => `(i16x8.extend_high_i8x16_u ${v})`;
const narrow = (a: string, b: string) => `(i8x16.narrow_i16x8_u ${a} ${b})`;
const shuffle = (lanes: number[], a: string, b: string) => `(i8x16.shuffle ${lanes.join(" ")} ${a} ${b})`;
/** i16x8 of values up to 65407, each divided by 255 and rounded; t is a scratch local. */
const div255 = (value: string, t: string) =>
  `(i16x8.shr_u (i16x8.add (local.tee $${t} (i16x8.add ${value} ${splat16(128)})) (i16x8.shr_u ${get(t)} (i32.const 8))) (i32.const 8))`;
/** while (condition) { body } */
let loops = 0;
function loop(condition: string, body: string): string {
  const label = `l${loops++}`;
  return `(block $${label}_end (loop $${label} (br_if $${label}_end (i32.eqz ${condition})) ${body} (br $${label})))`;
}
const when = (condition: string, then: string, otherwise = "") =>
  `(if ${condition} (then ${then})${otherwise === "" ? "" : ` (else ${otherwise})`})`;
const locals = (type: string, names: string) =>
  names
    .split(" ")
    .map((name) => `(local $${name} ${type})`)
    .join(" ");
const params = (names: string) =>
  names
    .split(" ")
    .map((name) => `(param $${name} i32)`)
    .join(" ");

// ---- packing -------------------------------------------------------------------------------------------------------

const everyAlpha = [3, 3, 3, 16, 7, 7, 7, 16];
const coefficients = (c: number[]) => `(v128.const i16x8 ${[...c, ...c].join(" ")})`;
/** i32x4 sums of neighbouring lanes of two dot products: one value a pixel for four pixels. */
const pairSums = (a: string, b: string) =>
  `(i32x4.add ${shuffle([0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27], a, b)} ${shuffle([4, 5, 6, 7, 12, 13, 14, 15, 20, 21, 22, 23, 28, 29, 30, 31], a, b)})`;

/** Four pixels at byte offset k*16: premultiplied bytes into $p, luma i32x4 into $y{k}, alpha i32x4 into $a{k}. */
function packFour(k: number): string {
  const alphas = shuffle(
    [...everyAlpha, 11, 11, 11, 16, 15, 15, 15, 16],
    get("q"),
    `(v128.const i8x16 ${Array.from({ length: 16 }, () => -1).join(" ")})`,
  );
  return `
    ${set("q", vload(get("rgba"), k * 16))}
    ${set("m", alphas)}
    ${set("lo", div255(`(i16x8.mul ${low(get("q"))} ${low(get("m"))})`, "t"))}
    ${set("hi", div255(`(i16x8.mul ${high(get("q"))} ${high(get("m"))})`, "t"))}
    ${set("p", narrow(get("lo"), get("hi")))}
    (v128.store offset=${k * 16} ${get("premultiplied")} ${get("p")})
    ${set("lo", `(i32x4.dot_i16x8_s ${get("lo")} ${coefficients([2992, 10064, 1016, 1028])})`)}
    ${set("hi", `(i32x4.dot_i16x8_s ${get("hi")} ${coefficients([2992, 10064, 1016, 1028])})`)}
    ${set(`y${k}`, `(i32x4.shr_s (i32x4.add ${pairSums(get("lo"), get("hi"))} (v128.const i32x4 8192 8192 8192 8192)) (i32.const 14))`)}
    ${set(`a${k}`, `(i32x4.shr_u ${get("p")} (i32.const 24))`)}`;
}
const sixteen = (prefix: string) =>
  narrow(
    `(i16x8.narrow_i32x4_s ${get(`${prefix}0`)} ${get(`${prefix}1`)})`,
    `(i16x8.narrow_i32x4_s ${get(`${prefix}2`)} ${get(`${prefix}3`)})`,
  );

const packRow = `
(func (export "packRow") ${params("rgba premultiplied luma alpha count")}
  ${locals("v128", "q m lo hi p t y0 y1 y2 y3 a0 a1 a2 a3")}
  ${loop(
    `(i32.gt_s ${get("count")} (i32.const 0))`,
    `${packFour(0)} ${packFour(1)} ${packFour(2)} ${packFour(3)}
    (v128.store ${get("luma")} ${sixteen("y")})
    (v128.store ${get("alpha")} ${sixteen("a")})
    ${set("rgba", add(get("rgba"), 64))} ${set("premultiplied", add(get("premultiplied"), 64))}
    ${set("luma", add(get("luma"), 16))} ${set("alpha", add(get("alpha"), 16))} ${set("count", add(get("count"), -16))}`,
  )})`;

/** Weighted sums (1 2 1 over 1 1) of two chroma samples, four channels each, into $into: pixels from byte offset `at`. */
function chromaSums(into: string, at: number): string {
  const spread = [0, 1, 2, 3, 8, 9, 10, 11, 4, 5, 6, 7, 12, 13, 14, 15];
  const row = (pointer: string) => `
    ${set("m", vload(get(pointer), at - 4 + 4))}
    ${set("m", shuffle(spread, get("m"), get("m")))}
    ${set("q", vload(get(pointer), at + 4))}
    ${set("q", shuffle([4, 5, 6, 7, 12, 13, 14, 15, 4, 5, 6, 7, 12, 13, 14, 15], get("q"), get("q")))}
    ${set(into, `(i16x8.add ${get(into)} (i16x8.add (i16x8.add ${low(get("m"))} ${low(get("q"))}) (i16x8.shl ${high(get("m"))} (i32.const 1))))`)}`;
  return `${set(into, splat16(0))} ${row("first")} ${row("second")}`;
}
const chroma = (c: number[], pointer: string) => `
    ${set("t", pairSums(`(i32x4.dot_i16x8_s ${get("s0")} ${coefficients(c)})`, `(i32x4.dot_i16x8_s ${get("s1")} ${coefficients(c)})`))}
    ${set("t", "(i32x4.shr_s (i32x4.add (local.get $t) (v128.const i32x4 65536 65536 65536 65536)) (i32.const 17))")}
    ${set("t", `(i16x8.narrow_i32x4_s ${get("t")} ${get("t")})`)}
    (v128.store32_lane 0 ${get(pointer)} ${narrow(get("t"), get("t"))})`;

// first and second point one pixel before the row's first: the pixel left of it.
const packChromaRow = `
(func (export "packChromaRow") ${params("first second u v alpha count")}
  ${locals("v128", "q m t s0 s1")}
  ${loop(
    `(i32.gt_s ${get("count")} (i32.const 0))`,
    `${chromaSums("s0", 0)} ${chromaSums("s1", 16)}
    ${chroma([-1649, -5547, 7196, 8224], "u")} ${chroma([7196, -6536, -660, 8224], "v")}
    ${set("t", shuffle([6, 7, 14, 15, 22, 23, 30, 31, 0, 0, 0, 0, 0, 0, 0, 0], get("s0"), get("s1")))}
    ${set("t", `(i16x8.shr_u (i16x8.add ${get("t")} ${splat16(4)}) (i32.const 3))`)}
    (v128.store32_lane 0 ${get("alpha")} ${narrow(get("t"), get("t"))})
    ${set("first", add(get("first"), 32))} ${set("second", add(get("second"), 32))}
    ${set("u", add(get("u"), 4))} ${set("v", add(get("v"), 4))} ${set("alpha", add(get("alpha"), 4))} ${set("count", add(get("count"), -4))}`,
  )})`;

// ---- what is not empty ---------------------------------------------------------------------------------------------

// For a pair of rows: writes [start, end) pairs in samples, multiples of 16, closed by -1, at list; 1 is stored at solid
// when every sample of both rows is opaque. Returns the end of the list.
const scanRows = `
(func (export "scanRows") ${params("first second width list solid")} (result i32)
  ${locals("i32", "x open full")} ${locals("v128", "m n")}
  ${set("open", "(i32.const -1)")} ${set("full", "(i32.const 1)")}
  ${loop(
    `(i32.lt_s ${get("x")} ${get("width")})`,
    `${set("m", vload(add(get("first"), get("x"))))} ${set("n", vload(add(get("second"), get("x"))))}
    ${when(
      `(v128.any_true (v128.or ${get("m")} ${get("n")}))`,
      when(`(i32.lt_s ${get("open")} (i32.const 0))`, set("open", get("x"))),
      when(
        `(i32.ge_s ${get("open")} (i32.const 0))`,
        `(i32.store ${get("list")} ${get("open")}) (i32.store offset=4 ${get("list")} ${get("x")}) ${set("list", add(get("list"), 8))} ${set("open", "(i32.const -1)")}`,
      ),
    )}
    ${when(`(i32.gt_s ${add(get("x"), 16)} ${get("width")})`, `${set("m", vload(add(get("first"), add(get("width"), -16))))} ${set("n", vload(add(get("second"), add(get("width"), -16))))}`)}
    ${when(`(v128.any_true (v128.not (v128.and ${get("m")} ${get("n")})))`, set("full", "(i32.const 0)"))}
    ${set("x", add(get("x"), 16))}`,
  )}
  ${when(
    `(i32.ge_s ${get("open")} (i32.const 0))`,
    `(i32.store ${get("list")} ${get("open")}) (i32.store offset=4 ${get("list")} ${get("x")}) ${set("list", add(get("list"), 8))}`,
  )}
  (i32.store ${get("list")} (i32.const -1))
  (i32.store ${get("solid")} ${get("full")})
  ${add(get("list"), 4)})`;

// ---- compositing ---------------------------------------------------------------------------------------------------
// A picture of a plane (luma or chroma) is described by 32-bit words at $d:
//   0 colour 1   4 colour 2 or 0   8 alpha     addresses of sample (0, 0)
//   12 rows      an entry of 16 bytes an output row: byte offsets of the two source rows, weight, spans (0: nothing)
//   16 columns   an entry of 48 bytes a group of 8 outputs: first source sample, 16 lane indexes (8 left, 8 right), 8 weights
//   20 mode      0: by columns; 1: every output is its left neighbour + the one weight; 2: whole samples
//   24 first     mode 1 and 2: source sample of output 0    28 weight   32 inverse step (f32)   36 start (f32)
//   40 groups    outputs / 8            44 output stride    48 output 1   52 output 2   56 lines: scratch for three rows
//   60 from      address of a byte an output row: planes below that number are hidden there      64 number of this plane

const channelNames = ["1", "2", "a"] as const;

/** Source-over of $s{c} (i16x8 in two halves when wide) onto eight outputs. */
const overEight = (c: string, offset: string) => `
  (v128.store64_lane 0 ${add(get(`out${c}`), offset)} (local.tee $t ${narrow(`(i16x8.add ${get(`s${c}`)} ${div255(`(i16x8.mul (v128.load8x8_u ${add(get(`out${c}`), offset)}) ${get("inverse")})`, "t")})`, splat16(0))}))`;

/** One channel of a row between two source rows, over the source samples that groups first..last read, into a scratch line. */
const vertical = (c: string, line: number) => `
  ${set("x", get("q0"))}
  ${set("p", add(get("lines"), line * 8192 + 64))}
  ${loop(
    `(i32.lt_s ${get("x")} ${get("q1")})`,
    `${set("m", vload(add(add(get(`src${c}`), get("offset0")), get("x"))))} ${set("n", vload(add(add(get(`src${c}`), get("offset1")), get("x"))))}
    ${set("lo", low(get("m")))} ${set("hi", high(get("m")))}
    (v128.store ${add(get("p"), get("x"))} ${narrow(lerp(get("lo"), low(get("n")), get("wy")), lerp(get("hi"), high(get("n")), get("wy")))})
    ${set("x", add(get("x"), 16))}`,
  )}
  ${set(`row${c}`, get("p"))}`;

/** One channel of eight outputs through the columns table: $s{c}. */
const gather = (c: string) => `
  ${set("m", `(i8x16.swizzle ${vload(add(get(`row${c}`), get("base")))} ${get("lanes")})`)}
  ${set("lo", low(get("m")))}
  ${set(`s${c}`, lerp(get("lo"), high(get("m")), get("wx")))}`;

/** One channel of sixteen outputs at a constant distance: $s{c} and $r{c}. */
const slide = (c: string, blend: boolean) => `
  ${set("m", vload(add(get(`row${c}`), get("base"))))} ${set(`s${c}`, low(get("m")))} ${set(`r${c}`, high(get("m")))}
  ${
    blend
      ? `${set("n", vload(add(get(`row${c}`), get("base")), 1))} ${set(`s${c}`, lerp(get(`s${c}`), low(get("n")), get("wx")))} ${set(`r${c}`, lerp(get(`r${c}`), high(get("n")), get("wx")))}`
      : ""
  }`;

const store = (c: string, at: string, value: string) => `(v128.store ${add(get(`out${c}`), at)} ${value})`;

const overSixteen = (c: string) => `
  ${set("m", vload(add(get(`out${c}`), get("x"))))}
  ${store(
    c,
    get("x"),
    narrow(
      `(i16x8.add ${get(`s${c}`)} ${div255(`(i16x8.mul ${low(get("m"))} ${get("inverse")})`, "t")})`,
      `(i16x8.add ${get(`r${c}`)} ${div255(`(i16x8.mul ${high(get("m"))} ${get("inverse2")})`, "t")})`,
    ),
  )}`;

function composite(name: string, colours: readonly ("1" | "2")[]): string {
  const all = [...colours, "a"] as const;
  const each = (make: (c: string) => string, list: readonly string[] = all) => list.map(make).join(" ");
  const opaque = splat16(255);
  const byColumns = `
    ${set("g", get("g0"))}
    ${set("p", add(get("columns"), `(i32.mul ${get("g0")} (i32.const 48))`))}
    ${loop(
      `(i32.le_s ${get("g")} ${get("g1")})`,
      `${set("base", load(get("p")))} ${set("lanes", vload(get("p"), 16))} ${set("wx", vload(get("p"), 32))}
      ${set("x", `(i32.shl ${get("g")} (i32.const 3))`)}
      ${gather("a")}
      ${when(
        `(v128.any_true ${get("sa")})`,
        `${each(gather, colours)}
        ${set("inverse", `(i16x8.sub ${opaque} ${get("sa")})`)}
        ${when(
          `(v128.any_true ${get("inverse")})`,
          each((c) => overEight(c, get("x")), colours),
          each((c) => `(v128.store64_lane 0 ${add(get(`out${c}`), get("x"))} ${narrow(get(`s${c}`), get(`s${c}`))})`, colours),
        )}`,
      )}
      ${set("p", add(get("p"), 48))} ${set("g", add(get("g"), 1))}`,
    )}
    ${set("done", get("g"))}`;
  const sliding = (blend: boolean) => `
    ${set("x", `(i32.shl (i32.shr_u ${get("g0")} (i32.const 1)) (i32.const 4))`)}
    ${set("end", `(i32.shl ${get("g1")} (i32.const 3))`)}
    ${loop(
      `(i32.le_s ${get("x")} ${get("end")})`,
      `${set("base", add(get("first"), get("x")))}
      ${slide("a", blend)}
      ${when(
        `(v128.any_true (v128.or ${get("sa")} ${get("ra")}))`,
        `${each((c) => slide(c, blend), colours)}
        ${set("inverse", `(i16x8.sub ${opaque} ${get("sa")})`)} ${set("inverse2", `(i16x8.sub ${opaque} ${get("ra")})`)}
        ${when(
          `(v128.any_true (v128.or ${get("inverse")} ${get("inverse2")}))`,
          each(overSixteen, colours),
          each((c) => store(c, get("x"), narrow(get(`s${c}`), get(`r${c}`))), colours),
        )}`,
      )}
      ${set("x", add(get("x"), 16))}`,
    )}
    ${set("done", `(i32.shr_u ${get("x")} (i32.const 3))`)}`;
  const groupOf = (sample: string) =>
    `(i32.trunc_sat_f32_s (f32.floor (f32.mul (f32.mul (f32.sub (f32.convert_i32_s ${sample}) (f32.load offset=36 ${get("d")})) (f32.load offset=32 ${get("d")})) (f32.const 0.125))))`;
  // Sample of the first input of a group: in mode 0 from its column entry.
  const groupStart = (group: string) =>
    `(if (result i32) ${get("mode")} (then ${add(get("first"), `(i32.shl ${group} (i32.const 3))`)}) (else ${load(add(get("columns"), `(i32.mul ${group} (i32.const 48))`))}))`;
  return `
(func (export "${name}") ${params("d y y1")}
  ${locals("i32", "rows columns mode first lines spans offset0 offset1 g0 g1 g q0 q1 x p base end done entry from number groups stride row1 row2 rowa out1 out2 src1 src2 srca")}
  ${locals("v128", "m n lo hi t lanes wx wy s1 s2 sa r1 r2 ra inverse inverse2")}
  ${set("rows", load(get("d"), 12))} ${set("columns", load(get("d"), 16))} ${set("mode", load(get("d"), 20))} ${set("first", load(get("d"), 24))}
  ${set("lines", load(get("d"), 56))} ${set("groups", load(get("d"), 40))} ${set("stride", load(get("d"), 44))}
  ${set("from", load(get("d"), 60))} ${set("number", load(get("d"), 64))}
  ${set("src1", load(get("d"), 0))} ${set("src2", load(get("d"), 4))} ${set("srca", load(get("d"), 8))}
  ${loop(
    `(i32.lt_s ${get("y")} ${get("y1")})`,
    `${set("entry", add(get("rows"), `(i32.shl ${get("y")} (i32.const 4))`))}
    ${set("spans", load(get("entry"), 12))}
    ${when(
      `(i32.and (i32.ne ${get("spans")} (i32.const 0)) (i32.le_u (i32.load8_u ${add(get("from"), get("y"))}) ${get("number")}))`,
      `${set("offset0", load(get("entry"), 0))} ${set("offset1", load(get("entry"), 4))} ${set("done", "(i32.const 0)")}
      ${set("out1", add(load(get("d"), 48), `(i32.mul ${get("y")} ${get("stride")})`))}
      ${set("out2", add(load(get("d"), 52), `(i32.mul ${get("y")} ${get("stride")})`))}
      ${loop(
        `(i32.ge_s ${load(get("spans"))} (i32.const 0))`,
        `${set("g0", groupOf(add(load(get("spans")), -2)))} ${set("g1", groupOf(add(load(get("spans"), 4), 1)))}
        ${set("spans", add(get("spans"), 8))}
        ${when(`(i32.lt_s ${get("g0")} ${get("done")})`, set("g0", get("done")))}
        ${when(`(i32.ge_s ${get("g1")} ${get("groups")})`, set("g1", add(get("groups"), -1)))}
        ${when(
          `(i32.le_s ${get("g0")} ${get("g1")})`,
          `${when(`${get("mode")}`, set("g0", `(i32.and ${get("g0")} (i32.const -2))`))}
          ${when(
            load(get("entry"), 8),
            `${set("wy", `(i16x8.splat ${load(get("entry"), 8)})`)}
            ${set("q0", groupStart(get("g0")))} ${set("q1", add(groupStart(get("g1")), 26))}
            ${each((c) => vertical(c, channelNames.indexOf(c as "1")))}`,
            each((c) => set(`row${c}`, add(get(`src${c}`), get("offset0")))),
          )}
          ${when(
            get("mode"),
            when(
              `(i32.eq ${get("mode")} (i32.const 1))`,
              `${set("wx", `(i16x8.splat ${load(get("d"), 28)})`)} ${sliding(true)}`,
              sliding(false),
            ),
            byColumns,
          )}`,
        )}`,
      )}`,
    )}
    ${set("y", add(get("y"), 1))}`,
  )})`;
}

// Adds a row of the grain tile (128 signed bytes) again and again to `count` bytes.
const addGrain = `
(func (export "addGrain") ${params("row grain count")} ${locals("i32", "x")}
  ${loop(
    `(i32.lt_s ${get("x")} ${get("count")})`,
    `(v128.store ${add(get("row"), get("x"))} (i8x16.add ${vload(add(get("row"), get("x")))} ${vload(add(get("grain"), `(i32.and ${get("x")} (i32.const 127))`))}))
    ${set("x", add(get("x"), 16))}`,
  )})`;

/** The whole module; memory comes from outside. */
export const kernelText = `(module
(import "env" "memory" (memory 1 65536))
${packRow}
${packChromaRow}
${scanRows}
${composite("compositeLuma", ["1"])}
${composite("compositeChroma", ["1", "2"])}
${addGrain}
)
`;
