// The draft of Create that the create screen and the composer of the workspace edit together: kept by the core as it is
// typed, priced as it stands, sent, and never lost when a recipe takes its place.
import { createStore, type StoreApi } from "zustand/vanilla";
import type { ErrorBody } from "../../../shared/contract/errors.ts";
import type { Abilities, CreateQuote, Preset } from "../../../shared/contract/studio/create.ts";
import { createDraftSchema, type CreateDraft } from "../../../shared/contract/studio/draft.ts";
import type { StudioLink } from "../../lib/link.ts";
import { strings } from "../strings.ts";
import { errorText, type Notify } from "../toasts.ts";

/** Milliseconds after the last change before the draft is kept, and before it is priced. */
const keepDelay = 400;
const quoteDelay = 200;
/** Milliseconds before what could not be kept is sent again. */
const retryDelay = 4000;
const journalKey = "studio.create-draft";
const replacedKey = "studio.create-draft-before";
const presetKey = "studio.create-preset";

export interface MakingState {
  /** Null until it has come once. */
  draft: CreateDraft | null;
  /** The draft that a recipe or a fresh start took the place of; it can be brought back. */
  before: CreateDraft | null;
  /** What of a recipe is not the same here, in words. */
  notes: string[];
  abilities: Abilities | null;
  /** Price and wait of `quoted`. */
  quote: CreateQuote | null;
  quoted: CreateDraft | null;
  quoteError: ErrorBody | null;
  presets: Preset[] | null;
  presetId: string | null;
  sending: boolean;
  /** Why the draft is not there. */
  error: ErrorBody | null;
}

export interface Making {
  store: StoreApi<MakingState>;
  load(): Promise<void>;
  /** Changes members of the draft. */
  change(change: Partial<CreateDraft>): void;
  /** Puts another draft in its place; the old one can be brought back. */
  replace(draft: CreateDraft, notes?: string[]): void;
  bringBack(): void;
  startAfresh(): void;
  /** Opens the recipe of an asset; false when it has none. */
  useRecipe(assetId: string): Promise<boolean>;
  choosePreset(presetId: string | null): void;
  loadPresets(): Promise<void>;
  /** Has `finish` run before a draft is sent, for what is still being painted. */
  beforeSend(finish: () => Promise<void>): () => void;
  /** Sends the draft at the price that was shown; the group where its results arrive, or null. */
  send(): Promise<string | null>;
}

/** A draft as it was typed: words that are too long to be sent are words that somebody wrote, and come back all the same. */
function read(storage: Storage, key: string): CreateDraft | null {
  try {
    const kept = JSON.parse(storage.getItem(key) ?? "null") as CreateDraft | null;
    const parsed = createDraftSchema.safeParse(kept && { ...kept, prompt: "", negative: "" });
    return parsed.success ? { ...parsed.data, prompt: String(kept?.prompt ?? ""), negative: String(kept?.negative ?? "") } : null;
  } catch {
    return null;
  }
}

function write(storage: Storage, key: string, value: unknown): void {
  try {
    if (value === null) storage.removeItem(key);
    else storage.setItem(key, typeof value === "string" ? value : JSON.stringify(value));
  } catch {
    // A full storage is no reason to stop typing: the draft lives in memory and is sent as usual.
  }
}

/** The draft over `link`. */
export function createMaking(link: StudioLink, notify: Notify, storage: Storage): Making {
  const store = createStore<MakingState>(() => ({
    draft: null,
    before: read(storage, replacedKey),
    notes: [],
    abilities: null,
    quote: null,
    quoted: null,
    quoteError: null,
    presets: null,
    presetId: storage.getItem(presetKey),
    sending: false,
    error: null,
  }));
  const fail = (error: ErrorBody) => notify({ title: strings.errors.notDone, text: errorText(error), tone: "fail" });
  const finishing = new Set<() => Promise<void>>();
  let keepTimer: ReturnType<typeof setTimeout> | undefined;
  let quoteTimer: ReturnType<typeof setTimeout> | undefined;

  const keep = async () => {
    clearTimeout(keepTimer);
    const { draft } = store.getState();
    if (draft === null) return;
    const kept = await link.call("create", "keepDraft", { draft });
    if (kept.ok) {
      if (store.getState().draft === draft) write(storage, journalKey, null);
    } else {
      keepTimer = setTimeout(() => void keep(), retryDelay);
    }
  };
  const ask = async () => {
    clearTimeout(quoteTimer);
    const { draft } = store.getState();
    if (draft === null) return;
    const answer = await link.call("create", "quote", { draft });
    // An older answer never covers a newer draft.
    if (store.getState().draft !== draft) return;
    store.setState(
      answer.ok ? { quote: answer.value, quoted: draft, quoteError: null } : { quote: null, quoted: draft, quoteError: answer.error },
    );
  };
  const set = (draft: CreateDraft) => {
    store.setState({ draft });
    write(storage, journalKey, draft);
    clearTimeout(keepTimer);
    clearTimeout(quoteTimer);
    keepTimer = setTimeout(() => void keep(), keepDelay);
    quoteTimer = setTimeout(() => void ask(), quoteDelay);
  };
  const setBefore = (before: CreateDraft | null) => {
    store.setState({ before });
    write(storage, replacedKey, before);
  };
  const replace = (draft: CreateDraft, notes: string[] = []) => {
    setBefore(store.getState().draft);
    store.setState({ notes });
    set(draft);
  };
  const askAbilities = async () => {
    const answer = await link.call("create", "abilities", {});
    if (answer.ok) store.setState({ abilities: answer.value });
  };
  const loadPresets = async () => {
    const answer = await link.call("create", "presets", {});
    if (answer.ok) store.setState({ presets: answer.value.presets });
  };
  let loading: Promise<void> | undefined;
  const loadAll = async () => {
    void askAbilities();
    void loadPresets();
    if (store.getState().draft !== null) {
      void keep();
      await ask();
      return;
    }
    const unsaved = read(storage, journalKey);
    if (unsaved !== null) return set(unsaved);
    const current = await link.call("create", "current", {});
    if (!current.ok) store.setState({ error: current.error });
    else if (store.getState().draft === null) {
      store.setState({ draft: current.value.draft, error: null });
      await ask();
    }
  };
  const load = () => (loading ??= loadAll().finally(() => (loading = undefined)));

  let farm = "";
  link.on("farm.changed", ({ farm: status }) => {
    const now = JSON.stringify([status.state, status.url, status.engines, status.credits, status.priceList]);
    if (now === farm) return;
    farm = now;
    void askAbilities();
    void ask();
  });
  link.on("account.changed", () => {
    void askAbilities();
    void ask();
  });
  link.on("create.presets", () => void loadPresets());

  return {
    store,
    load,
    change: (change) => {
      const { draft } = store.getState();
      if (draft !== null) set({ ...draft, ...change });
    },
    replace,
    bringBack: () => {
      const { before, draft } = store.getState();
      if (before === null) return;
      store.setState({ notes: [] });
      setBefore(draft);
      set(before);
    },
    startAfresh: () => {
      const { draft } = store.getState();
      replace(createDraftSchema.parse({ task: draft?.task ?? "image", projectId: draft?.projectId ?? null }));
    },
    useRecipe: async (assetId) => {
      // What is replaced must be there first, or it could not be brought back.
      await load();
      const answer = await link.call("create", "draftOf", { assetId });
      if (!answer.ok) {
        fail(answer.error);
        return false;
      }
      replace(answer.value.draft, answer.value.notes);
      return true;
    },
    choosePreset: (presetId) => {
      store.setState({ presetId });
      write(storage, presetKey, presetId);
    },
    loadPresets,
    beforeSend: (finish) => {
      finishing.add(finish);
      return () => finishing.delete(finish);
    },
    send: async () => {
      const { quote, sending } = store.getState();
      if (sending) return null;
      store.setState({ sending: true });
      for (const finish of finishing) await finish();
      const { draft } = store.getState();
      if (draft === null) {
        store.setState({ sending: false });
        return null;
      }
      const shown = quote === null ? {} : { expectedCredits: quote.credits };
      const sent = await link.call("create", "submit", { draft, ...shown });
      store.setState({ sending: false });
      void ask();
      if (!sent.ok) {
        fail(sent.error);
        return null;
      }
      return sent.value.groupId;
    },
  };
}
