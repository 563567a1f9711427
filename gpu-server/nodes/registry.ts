// The nodes that this coordinator knows, with the leases that it gave them. Data only.
import type { CoordinatorMessage, EngineOffer, NodeFile } from "../../shared/contract/node-link.ts";
import type { AccountId, JobId, NodeId } from "../../shared/domain/ids.ts";
import { narrowed } from "./narrowed.ts";

/** A lease as the coordinator remembers it. The database decides whether it is live. */
export interface KnownLease {
  jobId: JobId;
  epoch: number;
  /** Null after a restart of the coordinator, until the lease ends. */
  accountId: AccountId | null;
  /** Rule of the output check that holds the job, once one did. */
  held: string | undefined;
  /** Files of held segments, by index: they go to quarantine with the settle. */
  heldFiles: Map<number, NodeFile[]>;
}

/** A lease as it is when it is given, or first heard of again. */
export function newLease(jobId: JobId, epoch: number, accountId: AccountId | null): KnownLease {
  return { jobId, epoch, accountId, held: undefined, heldFiles: new Map() };
}

export interface KnownNode {
  id: NodeId;
  name: string;
  gpu: string | null;
  /** Bytes of GPU memory. */
  vram: number;
  offers: EngineOffer[];
  /** Null while the node is away. */
  send: ((message: CoordinatorMessage) => void) | null;
  leases: Map<JobId, KnownLease>;
}

/** A node as the planner and GET /v1/farm see it. */
export interface NodeView {
  id: NodeId;
  name: string;
  up: boolean;
  gpu: string | null;
  offers: readonly EngineOffer[];
}

export interface NodeRegistry {
  get(id: NodeId): KnownNode | undefined;
  /** The node of that id, made where it is new. */
  ensure(id: NodeId): KnownNode;
  /** The node that has a lease of the job. */
  withJob(jobId: JobId): KnownNode | undefined;
  views(): NodeView[];
}

export function createNodeRegistry(): NodeRegistry {
  const nodes = new Map<NodeId, KnownNode>();
  return {
    get: (id) => nodes.get(id),
    ensure(id) {
      const node = nodes.get(id) ?? { id, name: "", gpu: null, vram: 0, offers: [], send: null, leases: new Map() };
      nodes.set(id, node);
      return node;
    },
    withJob: (jobId) => [...nodes.values()].find((node) => node.leases.has(jobId)),
    views: () => [...nodes.values()].map(({ id, name, gpu, offers, send }) => ({ id, name, gpu, offers, up: send !== null })),
  };
}

/** Offers of several nodes as one list: an entry for each engine, slots summed up. */
export function unitedOffers(offers: readonly EngineOffer[]): EngineOffer[] {
  const union = <T>(a: readonly T[], b: readonly T[]) => [...new Set([...a, ...b])];
  const engines = new Map<string, EngineOffer>();
  for (const offer of offers) {
    const known = engines.get(offer.id);
    const abilities = narrowed(known?.abilities, offer.abilities);
    const manifests = new Map([...(known?.manifests ?? []), ...(offer.manifests ?? [])].map((manifest) => [manifest.id, manifest]));
    engines.set(offer.id, {
      id: offer.id,
      kinds: union(known?.kinds ?? [], offer.kinds),
      qualities: union(known?.qualities ?? [], offer.qualities),
      models: union(known?.models ?? [], offer.models),
      ...(abilities ? { abilities } : {}),
      ...(manifests.size > 0 ? { manifests: [...manifests.values()] } : {}),
      slots: (known?.slots ?? 0) + offer.slots,
    });
  }
  return [...engines.values()];
}
