// What a fault did, as a row: how often it was tried, what was lost of what somebody had been told, what was there twice.
import { appendFileSync } from "node:fs";

export interface FaultRow {
  fault: string;
  tried: number;
  lost: number;
  doubled: number;
  /** Longest time in seconds until it was served again; information, not a goal. */
  recovery?: number;
  note?: string;
}

/** Prints the row, and adds it to the table of `npm run test:faults`. */
export function tell(row: FaultRow): FaultRow {
  const { fault, tried, lost, doubled, recovery, note } = row;
  const seconds = recovery === undefined ? "" : `, served again after ${recovery.toFixed(1)} s at most`;
  console.log(`${fault}: ${tried} tried, ${lost} lost, ${doubled} doubled${seconds}${note === undefined ? "" : ` (${note})`}`);
  const file = process.env["FAULT_TABLE"];
  if (file !== undefined) appendFileSync(file, `${JSON.stringify(row)}\n`);
  return row;
}
