// The connection pool, and one way to call a SQL function: errors become coded errors, a deadlock is
// tried again (its transaction was rolled back whole).
import pg from "pg";
import { CodedError, type ErrorCode, errorCodes } from "../../shared/contract/errors.ts";
import type { Logger } from "../ports.ts";

/** What a connection may touch: `api` one account at a time under row-level security, the others past it. */
export type DatabaseRole = "farm_api" | "farm_scheduler" | "farm_operations";

/** A pool whose connections work in the farm's schema under one role. */
export interface Database {
  /** Calls `farm.<name>(...args)` in a transaction of its own and returns its result. Throws CodedError. */
  call<T>(name: string, ...args: unknown[]): Promise<T>;
  query<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>;
  /** Connections that are open, those of them that do nothing, and calls that wait for one. */
  usage(): { open: number; idle: number; waiting: number };
  end(): Promise<void>;
}

/** SQLSTATE by which the farm's own functions raise a code of the closed union; the message is the code. */
const raisedByUs = "FARM1";
/** SQLSTATEs of texts that PostgreSQL cannot hold. */
const unstorable = new Set(["22P02", "22P05", "22021"]);
/** SQLSTATEs of numbers, dates and offsets that are past what PostgreSQL can hold. */
const outOfRange = new Set(["22003", "22007", "22008", "22009"]);
const unavailable = /^(08|57P|53300|ECONN|ENOTFOUND|ETIMEDOUT|EPIPE)/;

/** A database error as a coded one. */
function databaseError(error: unknown): CodedError {
  if (error instanceof CodedError) return error;
  const { code = "", message = "", detail, hint } = error as Partial<pg.DatabaseError>;
  if (code === raisedByUs && (errorCodes as string[]).includes(message)) {
    return new CodedError(message as ErrorCode, detail || undefined, hint ? { fields: [{ path: hint, message: detail ?? "" }] } : {});
  }
  if (unstorable.has(code)) {
    return new CodedError("invalid_input", "A text holds a character that cannot be stored: a NUL or half a surrogate pair. Take it out.", {
      cause: error,
    });
  }
  if (outOfRange.has(code))
    return new CodedError("invalid_input", "A number or a time is past what can be stored. Send one that is nearer.", { cause: error });
  if (code === "53100") return new CodedError("disk_full", undefined, { cause: error, retryAfter: 5 });
  if (unavailable.test(code) || /connection|timeout exceeded|read timeout/i.test(message))
    return new CodedError("database_unavailable", undefined, { cause: error, retryAfter: 1 });
  return new CodedError("internal", undefined, { cause: error });
}

/** Milliseconds after which a connection that answers nothing is taken to be dead: clients of the API wait no longer than that. */
const longestCall: Record<DatabaseRole, number> = { farm_api: 5000, farm_scheduler: 15_000, farm_operations: 35_000 };
const longestQuery = 35_000;

/** Opens a pool on `url` whose connections act as `role` (null: as the connecting user, for migrations). */
export function openDatabase(url: string, role: DatabaseRole | null, log: Logger, max = 10): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    connectionTimeoutMillis: 5000,
    idleTimeoutMillis: 30_000,
    // A connection whose other end is gone without a word answers nothing for hours: it is given up, and the next one is new.
    keepAlive: true,
    query_timeout: role === null ? longestQuery : longestCall[role],
    options: `-c search_path=farm${role ? ` -c role=${role}` : ""} -c statement_timeout=30000`,
  });
  // Without a listener a restart of PostgreSQL would end this process.
  let ended = false;
  pool.on("error", (error) => !ended && log.warn("a database connection was lost", { reason: error.message }));

  const query = async <Row extends pg.QueryResultRow>(text: string, values: unknown[] = [], name?: string): Promise<Row[]> => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const { rows } = await pool.query<Row>({ text, values, ...(name ? { name } : {}) });
        return rows;
      } catch (error) {
        if ((error as { code?: string }).code === "40P01" && attempt < 4) continue;
        throw databaseError(error);
      }
    }
  };
  return {
    async call<T>(name: string, ...args: unknown[]) {
      const places = args.map((_, index) => `$${index + 1}`).join(",");
      const [row] = await query<{ result: T }>(`select farm.${name}(${places}) as result`, args, name);
      return row?.result as T;
    },
    query: (text, values) => query(text, values),
    usage: () => ({ open: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    end() {
      ended = true;
      return pool.end();
    },
  };
}
