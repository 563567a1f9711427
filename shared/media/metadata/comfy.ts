// ComfyUI writes the whole graph of nodes: as it was run ("prompt") and as it stood on the screen ("workflow"). The recipe is found by
// following the links back from the sampler.
import { isObject, objectOf } from "./source.ts";
import type { ToolRecipe } from "./tool-recipe.ts";

interface Node {
  type: string;
  inputs: Record<string, unknown>;
}
type Graph = Map<string, Node>;

const mostNodes = 5000;
const mostSteps = 200;

/** The graph as it was run: {"3": {class_type, inputs: {model: ["4", 0], seed: 1}}}. */
function graphOfPrompt(json: Record<string, unknown>): Graph {
  const graph: Graph = new Map();
  for (const [id, node] of Object.entries(json).slice(0, mostNodes)) {
    if (isObject(node) && typeof node.class_type === "string")
      graph.set(id, { type: node.class_type, inputs: isObject(node.inputs) ? node.inputs : {} });
  }
  return graph;
}

/** Names of the values on a node's face, in order, of the nodes that recipes are read from. */
const faces: Record<string, readonly string[]> = {
  KSampler: ["seed", "", "steps", "cfg", "sampler_name", "scheduler", "denoise"],
  KSamplerAdvanced: ["", "noise_seed", "", "steps", "cfg", "sampler_name", "scheduler"],
  SamplerCustom: ["", "noise_seed", "", "cfg"],
  CLIPTextEncode: ["text"],
  CheckpointLoaderSimple: ["ckpt_name"],
  UNETLoader: ["unet_name"],
  LoraLoader: ["lora_name", "strength_model"],
  LoraLoaderModelOnly: ["lora_name", "strength_model"],
  EmptyLatentImage: ["width", "height"],
  EmptySD3LatentImage: ["width", "height"],
  EmptyHunyuanLatentVideo: ["width", "height", "length"],
  RandomNoise: ["noise_seed"],
  KSamplerSelect: ["sampler_name"],
  BasicScheduler: ["scheduler", "steps", "denoise"],
  CFGGuider: ["cfg"],
  FluxGuidance: ["guidance"],
};

/** The graph as it stood on the screen: {nodes: [{id, type, inputs: [{name, link}], widgets_values}], links: [[id, from, slot, ...]]}. */
function graphOfWorkflow(json: Record<string, unknown>): Graph {
  const graph: Graph = new Map();
  const sources = new Map<unknown, unknown>();
  for (const link of Array.isArray(json.links) ? json.links.slice(0, mostNodes * 4) : [])
    if (Array.isArray(link)) sources.set(link[0], link[1]);
  for (const node of Array.isArray(json.nodes) ? json.nodes.slice(0, mostNodes) : []) {
    if (!isObject(node) || typeof node.type !== "string" || node.mode === 2 || node.mode === 4) continue;
    const inputs: Record<string, unknown> = {};
    const values = Array.isArray(node.widgets_values) ? node.widgets_values : [];
    (faces[node.type] ?? []).forEach((name, at) => {
      if (name !== "" && at < values.length) inputs[name] = values[at];
    });
    for (const input of Array.isArray(node.inputs) ? node.inputs : []) {
      if (isObject(input) && typeof input.name === "string" && sources.has(input.link))
        inputs[input.name] = [String(sources.get(input.link)), 0];
    }
    graph.set(String(node.id), { type: node.type, inputs });
  }
  return graph;
}

/** The node at the other end of an input. */
function linked(graph: Graph, node: Node | undefined, name: string): Node | undefined {
  const value = node === undefined || !Object.hasOwn(node.inputs, name) ? undefined : node.inputs[name];
  return Array.isArray(value) && (typeof value[0] === "string" || typeof value[0] === "number") ? graph.get(String(value[0])) : undefined;
}

/** A value on the node, or that of the node that gives it. */
function valueOf(graph: Graph, node: Node | undefined, names: readonly string[]): string | number | undefined {
  let at = node;
  for (let step = 0; at !== undefined && step < 8; step++) {
    const here: Node = at;
    const name = names.find((candidate) => Object.hasOwn(here.inputs, candidate));
    const value =
      name === undefined
        ? Object.values(here.inputs).find((one) => step > 0 && (typeof one === "string" || typeof one === "number"))
        : here.inputs[name];
    if (typeof value === "string" || typeof value === "number") return value;
    at = name === undefined ? undefined : linked(graph, here, name);
  }
  return undefined;
}

/** Nodes up the stream of an input, nearest first. */
function upstream(graph: Graph, from: Node | undefined): Node[] {
  const seen = new Set<Node>();
  const line = from === undefined ? [] : [from];
  for (let at = 0; at < line.length && at < mostSteps; at++) {
    const node = line[at] as Node;
    if (seen.has(node)) continue;
    seen.add(node);
    for (const name of Object.keys(node.inputs)) {
      const next = linked(graph, node, name);
      if (next !== undefined && !seen.has(next)) line.push(next);
    }
  }
  return [...seen];
}

const textNames = ["text", "text_g", "t5xxl", "clip_l", "prompt", "string", "value"];

/** Words of a conditioning: the nearest node up the stream that holds a text. */
function wordsOf(graph: Graph, conditioning: Node | undefined): string | undefined {
  for (const node of upstream(graph, conditioning)) {
    if (/Checkpoint|Loader|Sampler|VAE/.test(node.type)) continue;
    const words = valueOf(graph, node, textNames);
    if (typeof words === "string" && textNames.some((name) => Object.hasOwn(node.inputs, name))) return words;
  }
  return undefined;
}

const isSampler = (node: Node) => /KSampler(?!Select)|SamplerCustom/.test(node.type);
const isOutput = (node: Node) => /^(Save|Preview)|VideoCombine|CreateVideo/.test(node.type);

const numberIn = (value: string | number | undefined): number | undefined => {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
};
const textIn = (value: string | number | undefined): string | undefined => (typeof value === "string" ? value : undefined);

function recipeIn(graph: Graph): ToolRecipe | null {
  // The sampler nearest to what was saved made the picture that one sees.
  const outputs = [...graph.values()].filter(isOutput);
  const sampler = outputs.flatMap((output) => upstream(graph, output)).find(isSampler) ?? [...graph.values()].findLast(isSampler);
  if (sampler === undefined) return null;
  const guider = linked(graph, sampler, "guider");
  const sigmas = linked(graph, sampler, "sigmas");
  const holder = guider ?? sampler;
  const positive = linked(graph, holder, "positive") ?? linked(graph, holder, "conditioning");
  const models = upstream(graph, linked(graph, holder, "model"));
  const loader = models.find((node) => ["ckpt_name", "unet_name", "model_name"].some((name) => Object.hasOwn(node.inputs, name)));
  const latent = upstream(graph, linked(graph, sampler, "latent_image") ?? positive);
  const canvas = latent.find((node) => Object.hasOwn(node.inputs, "width") && Object.hasOwn(node.inputs, "height"));
  const distilled = upstream(graph, positive).find((node) => node.type === "FluxGuidance");
  const schedule = sigmas ?? sampler;
  return {
    prompt: wordsOf(graph, positive) ?? "",
    negative: wordsOf(graph, linked(graph, holder, "negative")),
    seed: numberIn(
      valueOf(graph, sampler, ["seed", "noise_seed"]) ?? valueOf(graph, linked(graph, sampler, "noise"), ["noise_seed", "seed"]),
    ),
    steps: numberIn(valueOf(graph, schedule, ["steps"])),
    guidance: numberIn(valueOf(graph, distilled, ["guidance"]) ?? valueOf(graph, holder, ["cfg"])),
    sampler: [
      textIn(valueOf(graph, linked(graph, sampler, "sampler") ?? sampler, ["sampler_name"])),
      textIn(valueOf(graph, schedule, ["scheduler"])),
    ]
      .filter((part) => part !== undefined)
      .join(" "),
    strength: numberIn(valueOf(graph, schedule, ["denoise"])),
    model: textIn(valueOf(graph, loader, ["ckpt_name", "unet_name", "model_name"])),
    width: numberIn(valueOf(graph, canvas, ["width"])),
    height: numberIn(valueOf(graph, canvas, ["height"])),
    frames: numberIn(valueOf(graph, canvas, ["length"])),
    loras: models
      .filter((node) => Object.hasOwn(node.inputs, "lora_name"))
      .slice(0, 100)
      .map((node) => {
        const weight = numberIn(valueOf(graph, node, ["strength_model", "strength"]));
        return { name: textIn(valueOf(graph, node, ["lora_name"])) ?? "", ...(weight === undefined ? {} : { weight }) };
      }),
  };
}

/** What ComfyUI's texts say; null where neither holds a graph with a sampler. */
export function readComfy(texts: { prompt?: string | undefined; workflow?: string | undefined }): ToolRecipe | null {
  const prompt = texts.prompt === undefined ? null : objectOf(texts.prompt);
  const found = prompt === null ? null : recipeIn(graphOfPrompt(prompt));
  if (found !== null) return found;
  const workflow = texts.workflow === undefined ? null : objectOf(texts.workflow);
  return workflow === null ? null : recipeIn(graphOfWorkflow(workflow));
}

/** Whether a JSON text is a graph of ComfyUI: as run, or as on the screen. */
export function isComfyGraph(text: string): "prompt" | "workflow" | null {
  const json = objectOf(text);
  if (json === null) return null;
  if (Array.isArray(json.nodes) && Array.isArray(json.links)) return "workflow";
  return graphOfPrompt(json).size > 0 ? "prompt" : null;
}
