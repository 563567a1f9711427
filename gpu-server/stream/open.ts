// The stream put together: what all lines of this coordinator share.
import type { Bus, Clock, Logger } from "../ports.ts";
import { createFanOut } from "./fan-out.ts";
import type { LineLimits, LinePorts } from "./line.ts";
import { createLines } from "./lines.ts";
import type { StreamJobs } from "./reads.ts";
import { streamPingMs } from "../../shared/contract/farm-stream.ts";

export interface StreamPorts {
  jobs: StreamJobs;
  bus: Bus;
  clock: Clock;
  logger: Logger;
  /** Those of the sessions that have not ended. */
  alive(sessionIds: string[]): Promise<string[]>;
  /** Other limits in tests. */
  limits?: Partial<StreamLimits>;
}

export interface StreamLimits extends LineLimits {
  /** Lines of one account, and of one address that is not this machine's own. */
  perAccount: number;
  perAddress: number;
  /** Between two looks for ended sessions, and for events that the bus lost, in ms. */
  checkMs: number;
  recheckMs: number;
}

const defaults: StreamLimits = {
  bufferBytes: 1024 * 1024,
  slowMs: 10_000,
  pingMs: streamPingMs,
  perAccount: 64,
  perAddress: 500,
  checkMs: 2000,
  recheckMs: 30_000,
};

export function openStreams(ports: StreamPorts): LinePorts & { close(): void } {
  const { jobs, bus, clock, logger } = ports;
  const limits = { ...defaults, ...ports.limits };
  const fanOut = createFanOut({ bus, jobs, clock, logger, recheckMs: limits.recheckMs });
  const lines = createLines({ clock, logger, alive: (ids) => ports.alive(ids), ...limits });
  return {
    jobs,
    fanOut,
    lines,
    clock,
    logger,
    limits,
    close() {
      lines.close();
      fanOut.close();
    },
  };
}
