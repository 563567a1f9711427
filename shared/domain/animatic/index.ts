// The animatic: a shot drawn as paper planes. Pure: the same shot gives the same bytes.
export { draw } from "./draw.ts";
export { project } from "./camera.ts";
export { planeSvg, stillSvg } from "./svg.ts";
export { drawingVersion } from "./version.ts";
