// The account's credits as the Account page shows them, and every movement of them as a CSV file.
import { mkdir, writeFile } from "node:fs/promises";
import { holdingsSchema, type Movement, movementsSchema, spendingSchema } from "../../shared/contract/farm-credits.ts";
import { budgetsSchema } from "../../shared/contract/farm-http.ts";
import type { MovementView } from "../../shared/contract/studio/account.ts";
import type { Handlers } from "../../shared/contract/studio/index.ts";
import type { Clock, DesktopShell } from "../ports.ts";
import type { FarmLine } from "./farm-line.ts";
import { freeName } from "./free-name.ts";

export interface CreditPorts {
  line: FarmLine;
  clock: Clock;
  shell: DesktopShell;
  exportFolder: () => string;
  /** What this studio calls the job with that label at the farm. */
  titleOf: (label: string) => string | null;
}

type Part = Pick<Handlers["account"], "credits" | "movements" | "spending" | "saveMovements" | "budgets">;

/** Movements asked for at once. */
const onScreen = 100;
const inFile = 200;
/** Pages of one CSV file: far more movements than an account has. */
const mostPages = 10_000;
const columns = [
  "Time",
  "What",
  "For",
  "Free change",
  "Held change",
  "Free after",
  "Held after",
  "Held",
  "Taken",
  "Returned",
  "Explained",
  "Id",
];

/** A cell of CSV (RFC 4180). Text that a table program would run as a formula is written as text. */
function cell(value: string | number | undefined): string {
  if (typeof value !== "string") return value === undefined ? "" : String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Movements as CSV, in the order given. */
export function movementsCsv(movements: readonly MovementView[]): string {
  const rows = movements.map(({ id, at, kind, title, free, held, balance, settled, words }) =>
    [at, kind, title ?? "", free, held, balance.free, balance.held, settled?.held, settled?.taken, settled?.returned, words, id].map(cell),
  );
  return [columns.map(cell), ...rows].map((row) => `${row.join(",")}\r\n`).join("");
}

export function createCreditHandlers({ line, clock, shell, exportFolder, titleOf }: CreditPorts): Part {
  const now = () => new Date(clock.now()).toISOString();
  /** With the job's name of this studio, in the farm's sentences too: there it is only an id. */
  const view = (movement: Movement): MovementView => {
    const label = movement.job?.label ?? null;
    const title = label === null ? null : titleOf(label);
    return { ...movement, title, words: label === null || title === null ? movement.words : movement.words.replaceAll(label, title) };
  };
  return {
    async credits() {
      const holdings = await line.seen("credits", holdingsSchema, (calls) => calls.holdings());
      return { ...holdings, total: holdings.available + holdings.held };
    },
    async movements({ filter, cursor }) {
      const page =
        cursor === undefined
          ? await line.seen(`movements:${filter}`, movementsSchema, (calls) => calls.movements(filter, onScreen, undefined))
          : {
              ...(await line.asAccount((calls) => calls.movements(filter, onScreen, cursor), { change: false })),
              asOf: now(),
              live: true,
            };
      return { ...page, movements: page.movements.map(view) };
    },
    spending: ({ month }) => line.seen(`spending:${month ?? ""}`, spendingSchema, (calls) => calls.spending(month)),
    budgets: () => line.seen("budgets", budgetsSchema, (calls) => calls.budgets()),
    async saveMovements() {
      const all: MovementView[] = [];
      let cursor: string | undefined;
      for (let page = 0; page < mostPages; page += 1) {
        const answer = await line.asAccount((calls) => calls.movements("all", inFile, cursor), { change: false });
        all.push(...answer.movements.map(view));
        if (answer.next === null) break;
        cursor = answer.next;
      }
      const folder = exportFolder();
      await mkdir(folder, { recursive: true }).catch(() => undefined);
      const file = await freeName(folder, `OurVidz credits ${now().slice(0, 10)}`, ".csv");
      await writeFile(file, movementsCsv(all));
      return { file, movements: all.length, opened: await shell.showInFolder(file) };
    },
  };
}
