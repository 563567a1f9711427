// The <defs> of a picture: gradients and clips, each written once. An id is made from the content, so
// that several drawings inlined in one page can never paint each other.
import { hashText } from "./seeded.ts";
import { num, share } from "./paths.ts";
import { world } from "./types.ts";

/** Offset 0..1, colour, opacity. */
export type Stop = readonly [offset: number, colour: string, opacity?: number];

export class Gradients {
  readonly #idByBody = new Map<string, string>();
  readonly #taken = new Set<string>();

  /** `body` holds the marker `id="#"`. Returns a paint that refers to it. */
  #add(body: string): string {
    let id = this.#idByBody.get(body);
    if (id === undefined) {
      const name = `d${hashText(body).toString(36)}`;
      id = name;
      for (let twin = 2; this.#taken.has(id); twin++) id = `${name}_${twin}`;
      this.#taken.add(id);
      this.#idByBody.set(body, id);
    }
    return `url(#${id})`;
  }

  #stops(stops: readonly Stop[]): string {
    return stops
      .map(([offset, colour, opacity = 1]) => {
        const faint = opacity < 1 ? ` stop-opacity="${share(opacity)}"` : "";
        return `<stop offset="${share(offset)}" stop-color="${colour}"${faint}/>`;
      })
      .join("");
  }

  linear(stops: readonly Stop[], x1 = 0, y1: number = world.top, x2 = 0, y2: number = world.bottom): string {
    const line = `x1="${num(x1)}" y1="${num(y1)}" x2="${num(x2)}" y2="${num(y2)}"`;
    return this.#add(`<linearGradient id="#" gradientUnits="userSpaceOnUse" ${line}>${this.#stops(stops)}</linearGradient>`);
  }

  radial(stops: readonly Stop[], x: number, y: number, radius: number): string {
    const circle = `cx="${num(x)}" cy="${num(y)}" r="${num(radius)}"`;
    return this.#add(`<radialGradient id="#" gradientUnits="userSpaceOnUse" ${circle}>${this.#stops(stops)}</radialGradient>`);
  }

  /** A radial gradient in the box of whatever it paints: one for many small discs. */
  radialInBox(stops: readonly Stop[]): string {
    return this.#add(`<radialGradient id="#">${this.#stops(stops)}</radialGradient>`);
  }

  /** Light in four stops. No filter: a filter costs more than the whole rest of a raster. */
  glow(x: number, y: number, radius: number, colour: string, strength = 1): string {
    const paint = this.radial(
      [
        [0, colour, strength],
        [0.16, colour, strength * 0.55],
        [0.45, colour, strength * 0.16],
        [1, colour, 0],
      ],
      x,
      y,
      radius,
    );
    return `<circle cx="${num(x)}" cy="${num(y)}" r="${num(radius)}" fill="${paint}"/>`;
  }

  /** Cut by one simple path: renderers disagree about clips of several overlapping children. */
  clip(data: string, inner: string): string {
    return inner ? `<g clip-path="${this.#add(`<clipPath id="#"><path d="${data}"/></clipPath>`)}">${inner}</g>` : "";
  }

  toString(): string {
    const bodies = [...this.#idByBody].map(([body, id]) => body.replace('id="#"', `id="${id}"`));
    return `<defs>${bodies.join("")}</defs>`;
  }
}
