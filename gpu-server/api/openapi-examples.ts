// Examples in the API document, by operation. A test holds each against its schema.

const job = {
  id: "0198a3f2-5b1c-7d3e-8f4a-6b7c8d9e0f1a",
  kind: "video.generate",
  type: null,
  engine: "draft",
  quality: "draft",
  rating: "general",
  label: null,
  state: "queued",
  heldBack: false,
  priceList: "2026-1",
  held: 0,
  captured: 0,
  lastSeq: 1,
  createdAt: "2026-11-24T20:00:00.000Z",
  startedAt: null,
  endedAt: null,
  artifacts: [],
  error: null,
  blocked: null,
  position: 1,
  eta: { p50: 12, p80: 20 },
};
const byKind = { kind: "video.generate", quality: "draft", input: { segments: [{ prompt: "A boat at sea", seed: 7, frames: 80 }] } };
const byType = { type: "sdxl_image_fast", input: { prompt: "A lighthouse in the rain", seed: 7, count: 3 } };

/** Bodies of requests by operationId, each with a name. */
export const requestExamples: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  signUp: { plain: { email: "name@example.com", password: "correct horse battery", name: "Somebody" } },
  askForVerificationMail: { plain: { email: "name@example.com" } },
  confirmAddress: { plain: { token: "the token of the mail" } },
  askForPasswordReset: { plain: { email: "name@example.com" } },
  resetPassword: { plain: { token: "the token of the mail", password: "correct horse battery" } },
  signIn: { password: { email: "name@example.com", password: "correct horse battery" }, code: { code: "123456" } },
  renameAccount: { plain: { name: "Somebody" } },
  deleteAccount: { plain: { password: "correct horse battery", code: "123456" } },
  changePassword: { plain: { password: "correct horse battery", newPassword: "another horse battery" } },
  setUpTotp: { plain: { password: "correct horse battery" } },
  turnTotpOff: { plain: { password: "correct horse battery", code: "123456" } },
  confirmTotp: { plain: { code: "123456" } },
  newRecoveryCodes: { plain: { password: "correct horse battery", code: "123456" } },
  createApiKey: { plain: { name: "render script", scopes: ["jobs:read", "jobs:write"] } },
  createTeam: { plain: { name: "Harbour films" } },
  renameTeam: { plain: { name: "Harbour films" } },
  setMemberRole: { plain: { role: "admin" } },
  inviteMember: { plain: { email: "name@example.com", role: "member" } },
  getQuote: { plain: { kind: "video.generate", quality: "fast", scenes: [3, 7] } },
  submitJob: { byKind, byType },
  submitJobs: { film: { jobs: [byKind, byKind], budget: { key: "paper boats", limit: 20 } } },
  orderJobs: { plain: { jobs: [job.id] } },
  confirmAge: { plain: { dateOfBirth: "1990-12-31", attested: true } },
  giveConsent: {
    fictional: { textVersion: "likeness-1", subject: "fictional", scope: "general", referenceHash: "0".repeat(64) },
  },
  appealJob: { plain: { text: "The blocked text again.", consent: true } },
};

/** Bodies of answers by operationId. */
export const answerExamples: Readonly<Record<string, unknown>> = {
  submitJob: { job },
  submitJobs: { jobs: [job] },
  getJob: { job },
  listJobs: { jobs: [job], next: null },
  getCredits: { available: 1000, held: 0, lots: [{ source: "plan", amount: 1000, remaining: 1000, expiresAt: null }] },
  getQuote: {
    priceList: "2026-1",
    credits: 8,
    scenes: [
      { jobs: [3], credits: 2 },
      { jobs: [6, 1], credits: 4 },
    ],
    eta: null,
    available: 1000,
  },
};
