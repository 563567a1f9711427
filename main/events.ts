// What the services tell the screens: typed events, delivered to every host that listens.
import type { StudioEvent, StudioEventName } from "../shared/contract/studio/index.ts";

export type EventListener = (name: StudioEventName, data: unknown) => void;

export interface Events {
  send<E extends StudioEventName>(name: E, data: StudioEvent<E>): void;
  /** Returns what stops it. */
  listen(listener: EventListener): () => void;
}

/** An event channel without memory: who listens late asks for the state instead. */
export function createEvents(): Events {
  const listeners = new Set<EventListener>();
  return {
    send(name, data) {
      for (const listener of listeners) listener(name, data);
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
