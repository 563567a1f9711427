// Memory of one compositor: everything that the kernel reads and writes lies in it, one piece after the other, and goes
// all at once when the clip is done.
import { kernelBase64 } from "./kernel/binary.ts";

const pageBytes = 65536;

/** Functions of the kernel. Arguments are addresses and counts; kernel/source.ts says what each means. */
export interface Kernel {
  packRow(rgba: number, premultiplied: number, luma: number, alpha: number, count: number): void;
  packChromaRow(first: number, second: number, u: number, v: number, alpha: number, count: number): void;
  scanRows(first: number, second: number, width: number, list: number, solid: number): number;
  compositeLuma(descriptor: number, from: number, to: number): void;
  compositeChroma(descriptor: number, from: number, to: number): void;
  addGrain(row: number, grain: number, count: number): void;
}

/** Kernel and memory. Views are taken anew after an allocation: growing moves the memory. */
export interface Arena {
  kernel: Kernel;
  /** Address of `bytes` zeroed bytes, aligned to 16. */
  allocate(bytes: number): number;
  /** Gives back everything from `address` on. */
  release(address: number): void;
  bytes(): Uint8Array;
  view(): DataView;
}

/** The part of the platform's WebAssembly that is used; its types come with the DOM, which this folder does not have. */
interface WasmPlatform {
  compile(bytes: Uint8Array): Promise<object>;
  instantiate(module: object, imports: { env: { memory: WasmMemory } }): Promise<{ exports: Record<string, unknown> }>;
  Memory: new (size: { initial: number; maximum: number }) => WasmMemory;
}
interface WasmMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}
const { WebAssembly: wasm } = globalThis as unknown as { WebAssembly: WasmPlatform };

let compiled: Promise<object> | undefined;

const isKernel = (exports: object): exports is Kernel =>
  ["packRow", "packChromaRow", "scanRows", "compositeLuma", "compositeChroma", "addGrain"].every(
    (name) => name in exports && typeof exports[name as keyof typeof exports] === "function",
  );

/** A fresh arena. The kernel is compiled once a process. */
export async function openArena(): Promise<Arena> {
  compiled ??= wasm.compile(Buffer.from(kernelBase64, "base64"));
  const memory = new wasm.Memory({ initial: 1, maximum: 65536 });
  const { exports } = await wasm.instantiate(await compiled, { env: { memory } });
  if (!isKernel(exports)) throw new TypeError("the compositor's kernel lacks a function: rebuild it (shared/media/draft/kernel/build.ts)");
  let top = 64;
  let touched = top;
  return {
    kernel: exports,
    allocate(bytes) {
      const address = (top + 15) & ~15;
      top = address + bytes;
      const missing = top + pageBytes - memory.buffer.byteLength; // a page of room: the kernel reads up to 48 bytes past a row
      if (missing > 0) memory.grow(Math.ceil(missing / pageBytes));
      if (address < touched) new Uint8Array(memory.buffer, address, Math.min(touched, top) - address).fill(0);
      touched = Math.max(touched, top);
      return address;
    },
    release(address) {
      top = address;
    },
    bytes: () => new Uint8Array(memory.buffer),
    view: () => new DataView(memory.buffer),
  };
}
