// Making what a draft asks for: its price and what of it is refused, and the submission that goes to the outbox together with
// its group of the workspace. Also sends again what a job did not bring.
import { open, stat } from "node:fs/promises";
import { CodedError } from "../../shared/contract/errors.ts";
import { magicBytes, typeByContent } from "../../shared/contract/file-type.ts";
import type { CreateQuote } from "../../shared/contract/studio/create.ts";
import type { CreateDraft } from "../../shared/contract/studio/draft.ts";
import type { IdMaker, ProjectId } from "../../shared/domain/ids.ts";
import { isTerminal } from "../../shared/domain/job.ts";
import type { FarmService } from "../farm/farm.ts";
import type { JobRecord } from "../farm/job-record.ts";
import type { Submission } from "../farm/render.ts";
import { seedOf } from "../film/create.ts";
import type { AssetQueries } from "../library/assets/asset-queries.ts";
import type { Blobs } from "../library/blobs.ts";
import type { Clock } from "../ports.ts";
import { counted } from "../words.ts";
import { engineOf, isRefusal, type KnownFiles, ofItsTask, refusalsOf } from "./check.ts";
import type { GroupQueries } from "./group-queries.ts";
import { quoteOfDraft } from "./price.ts";
import { filesOfDraft, jobOf, kindOf, resultsOf, resultsWithRecipes, type Sent, subjectOf, titleOf } from "./work.ts";

interface MakerPorts {
  farm: FarmService;
  groups: GroupQueries;
  assets: AssetQueries;
  blobs: Blobs;
  clock: Clock;
  ids: IdMaker;
  /** Why a picture may not be used for a film, or without one: it has no consent, or that ended; null where it may. */
  consentEnded(hash: string, projectId: string | null): string | null;
  /** Throws CodedError not_found for a film that is not in the library. */
  checkProject(projectId: string): void;
}

export function createMaker(ports: MakerPorts) {
  const { farm, groups, assets, blobs, clock, ids } = ports;

  const kindOfFile = async (hash: string): Promise<"image" | "video" | "other" | null> => {
    const handle = await open(blobs.pathOf(hash), "r").catch(() => null);
    if (handle === null) return null;
    try {
      const first = Buffer.alloc(magicBytes);
      await handle.read(first, 0, magicBytes, 0);
      const type = typeByContent(first);
      return type === null ? "other" : type.startsWith("image/") ? "image" : "video";
    } finally {
      await handle.close();
    }
  };
  const knownFiles = async (draft: CreateDraft): Promise<KnownFiles> => {
    const named = filesOfDraft(draft);
    const hashes = [...new Set(named.map(({ hash }) => hash))];
    const kinds = new Map(await Promise.all(hashes.map(async (hash) => [hash, await kindOfFile(hash)] as const)));
    const ended = new Map(
      hashes.flatMap((hash) => {
        const why = ports.consentEnded(hash, draft.projectId);
        return why === null ? [] : [[hash, why] as const];
      }),
    );
    return { kinds, ended };
  };
  const bytesOf = async (draft: CreateDraft) => {
    const sizes = await Promise.all(
      [...new Set(filesOfDraft(draft).map(({ hash }) => hash))].map((hash) =>
        stat(blobs.pathOf(hash)).then(
          ({ size }) => size,
          () => 0,
        ),
      ),
    );
    return { count: sizes.length, bytes: sizes.reduce((sum, size) => sum + size, 0) };
  };
  /** The draft as it would be sent: without what its task has no use for, and with the words of the picture that a clip begins with. */
  const asSent = (given: CreateDraft): CreateDraft => {
    const draft = ofItsTask(given);
    if (draft.prompt.trim() !== "" || (draft.task !== "clip" && draft.task !== "extend")) return draft;
    const from = draft.firstFrame ?? draft.clip;
    const recipe = from?.assetId ? assets.asset(from.assetId)?.recipe : null;
    return { ...draft, prompt: recipe?.prompt ?? "" };
  };
  const sourceName = (draft: CreateDraft): string | null => {
    const from = draft.task === "clip" ? draft.firstFrame : draft.task === "edit" ? draft.image : (draft.clip ?? draft.image);
    return from?.assetId ? (assets.asset(from.assetId)?.name ?? null) : null;
  };
  const quoteOf = async (given: CreateDraft): Promise<{ draft: CreateDraft; quote: CreateQuote }> => {
    const draft = asSent(given);
    const said = farm.said();
    const [files, known] = await Promise.all([bytesOf(draft), knownFiles(draft)]);
    const facts = {
      status: farm.status(),
      farm: said,
      secondsEach: (engine: string, kind: string, quality: string) => farm.secondsEach(engine, kind, quality),
      files,
    };
    return { draft, quote: quoteOfDraft(draft, refusalsOf(draft, said, known), facts) };
  };
  /** The submission of a draft, and the row of its group. */
  const submissionOf = (draft: CreateDraft): { submission: Submission; group: Parameters<GroupQueries["insert"]>[0] } => {
    const now = clock.now();
    const jobId: string = ids();
    const submissionId: string = ids();
    const engine = engineOf(draft, farm.said());
    const chosen = engine === null || isRefusal(engine) ? null : engine;
    const source = sourceName(draft);
    const fits = (chosen?.models ?? []).filter((id) => {
      const manifest = chosen?.manifests?.find((one) => one.id === id);
      return manifest === undefined || manifest.kinds.includes(kindOf(draft));
    });
    const sent: Sent = {
      label: jobId,
      seed: draft.seed ?? seedOf(jobId),
      engine: chosen?.id ?? draft.engine ?? "",
      // Where there is one model, it is that one; which of several the farm takes, its files say.
      model: draft.model ?? (fits.length === 1 ? (fits[0] ?? "") : ""),
      source,
    };
    const projectId = draft.projectId as ProjectId | null;
    return {
      submission: {
        submission: {
          id: submissionId,
          projectId,
          sceneId: null,
          body: null,
          state: "unsent",
          accountId: null,
          forAccount: farm.account(),
          error: null,
          createdAt: now,
        },
        jobs: [
          {
            id: jobId,
            submissionId,
            position: 0,
            projectId,
            sceneId: null,
            title: titleOf(draft, source),
            quality: draft.quality,
            segments: [],
            results: resultsWithRecipes(draft, sent),
            spec: jobOf(draft, sent),
            farmId: null,
            cancelWanted: false,
            createdAt: now,
          },
        ],
      },
      group: {
        id: jobId,
        task: draft.task,
        kind: resultsOf(draft).kind,
        title: subjectOf(draft, source),
        draft,
        count: resultsOf(draft).count,
        assetId: null,
        projectId,
        createdAt: now,
      },
    };
  };
  const send = (draft: CreateDraft, beside: () => void = () => undefined): JobRecord => {
    if (draft.projectId !== null) ports.checkProject(draft.projectId);
    const { submission, group } = submissionOf(draft);
    const [job] = farm.send([submission], () => {
      groups.insert(group);
      beside();
    });
    return job as JobRecord;
  };
  return {
    quote: async (draft: CreateDraft): Promise<CreateQuote> => (await quoteOf(draft)).quote,
    /** Throws CodedError with `fields` of the draft, conflict when the price is not the one shown, credits_insufficient. */
    async submit(given: CreateDraft, expectedCredits: number | undefined): Promise<JobRecord> {
      const { draft, quote } = await quoteOf(given);
      const [first] = quote.refused;
      if (first !== undefined) {
        const fields = quote.refused.map(({ field, reason }) => ({ path: field, message: reason }));
        throw new CodedError("invalid_input", first.reason, { fields });
      }
      if (expectedCredits !== undefined && expectedCredits !== quote.credits)
        throw new CodedError(
          "conflict",
          `This costs ${counted(quote.credits, "credit")} now, not ${expectedCredits}. Look at the new price and make it again; nothing was sent.`,
        );
      if (quote.blockedBy !== null) throw new CodedError("credits_insufficient", quote.blockedBy);
      return send(draft);
    },
    /** Sends an ended job's draft again. Throws CodedError conflict, policy_blocked. */
    retry(job: JobRecord): JobRecord {
      const row = groups.group(job.row.id);
      if (row === null || row.draft === null || !isTerminal(job.mirror.state))
        throw new CodedError("conflict", "This cannot be sent again. Make it anew.");
      if (job.mirror.state === "blocked")
        throw new CodedError("policy_blocked", `${job.mirror.blocked?.message ?? ""} Change the words and make it again.`.trim());
      const arrived = groups.results(job.row.id);
      if (arrived.length === row.count) throw new CodedError("conflict", "Everything of this job is here already.");
      // The very same again: the seed that was chosen for it stays.
      const seed = job.row.results?.[0]?.recipe.seed ?? row.draft.seed;
      return send({ ...row.draft, seed }, () => {
        if (arrived.length === 0) groups.setAway(row.id, true);
      });
    },
  };
}
